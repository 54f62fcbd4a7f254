"""Findings for people: aligned by the width characters have on a screen, each with its clause, how sure it is and a fix."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from sayso.cli.console import Console, printable
from sayso.cli.layout import pad, wrap
from sayso.cli.notes import fix_of, message_of
from sayso.cli.screened import Fault, Screened, Tally, spot_of
from sayso.cli.words import Words
from sayso.core.policy.model import LEVELS
from sayso.core.policy.width import shown_width
from sayso.core.screening.verdict import Excepted, Finding, Obligation

GAP: Final = "  "
NARROWEST: Final = 24
"""Cells that a message keeps, however narrow the terminal is."""


class Row(NamedTuple):
    """One finding, laid out."""

    place: str
    level: str
    word: str
    message: str
    rule: str
    clause: str
    details: tuple[str, ...]


def findings(batch: Sequence[Screened], console: Console) -> Iterator[str]:
    """The lines for all findings of some posts, aligned with one another."""
    rows = [row for screened in batch for row in _rows(screened, console)]
    if not rows:
        return
    place, word = _widest(row.place for row in rows), _widest(row.word for row in rows)
    message = min(_widest(row.message for row in rows), _room(console, rows, place + word))
    rule = _widest(row.rule for row in rows)
    for row in rows:
        first, *rest = wrap(row.message, message)
        margin = " " * (place + word + 2 * len(GAP))
        painted = console.paint(pad(row.word, word), row.level)
        tail = f"{pad(row.rule, rule)}{GAP}{row.clause}".rstrip()
        yield f"{pad(row.place, place)}{GAP}{painted}{GAP}{pad(first, message)}{GAP}{tail}"
        yield from (margin + line for line in rest)
        yield from (
            margin + console.paint(line, "dim")
            for detail in row.details
            for line in wrap(detail, _rest(console, margin))
        )


def summary(tally: Tally, last: Sequence[Screened], first_rule: str, console: Console) -> Iterator[str]:
    """The closing lines: how many of what, what is owed before the post may go out, and where to read why."""
    say = console.say
    total = sum(tally.levels.values())
    if total == 0 and tally.posts:
        yield console.paint(say("all-clear") if tally.posts == 1 else say("all-clear-many", n=tally.posts), "pass")
    elif total:
        parts = [
            say("part", n=tally.levels[level], level=say(level)) for level in reversed(LEVELS) if tally.levels[level]
        ]
        among = say("summary-posts", posts=tally.with_findings, all=tally.posts) if tally.posts > 1 else ""
        counted = say("summary", n=total, parts=parts, among=among)
        why = say("summary-why", rule=first_rule)
        if shown_width(f"{counted}   {why}") <= (console.width or 1 << 30):
            yield f"{console.paint(counted, 'bold')}   {why}"
        else:
            yield from (console.paint(counted, "bold"), why)
    if tally.posts == 1 and last and last[0].verdict.obligations:
        owed = [_obligation(item, say) for item in last[0].verdict.obligations]
        yield from wrap(say("owes", parts=owed), console.width or 1 << 30)
    if tally.partial:
        yield console.paint(say("partial", n=tally.posts), "warn")


def fault(item: Fault) -> str:
    """A post that could not be screened, in one line."""
    return f"{printable(item.name)}:{item.line}: {printable(item.message)}" if item.line else printable(item.message)


def how(finding: Finding, say: Words) -> str:
    """What found it, and how sure that makes it."""
    kind, _, name = finding.how.partition("/")
    return f"{say(f'how-{kind}', name=name)}{_separator(say)}{say(finding.sure)}"


def _rows(screened: Screened, console: Console) -> Iterator[Row]:
    verdict = screened.verdict
    yield from (_row(screened, finding, finding.verdict, console) for finding in verdict.findings)
    yield from (_excepted(screened, item, console) for item in verdict.excepted)
    if console.verbose:
        yield from (_row(screened, finding, "shadow", console) for finding in verdict.shadow)
    if console.verbose and verdict.protected:
        text = console.say("protected-by", rules=verdict.protected)
        yield Row(_place(screened, None), "pass", console.say("pass"), text, "", "", ())


def _row(screened: Screened, finding: Finding, word: str, console: Console) -> Row:
    say = console.say
    details = [
        f"{say('why')}{_space(say)}{printable(say.of(finding.clause.title))}{_separator(say)}{how(finding, say)}"
    ]
    details += [
        f"{say('fix')}{_space(say)}{printable(fix_of(fix, screened.origin.text, say))}" for fix in finding.fixes
    ]
    message = printable(message_of(finding, say))
    return Row(_place(screened, finding), word, say(word), message, finding.rule, finding.clause.number, tuple(details))


def _excepted(screened: Screened, item: Excepted, console: Console) -> Row:
    finding = item.finding
    text = console.say("excepted-by", rule=finding.rule, exception=item.exception, owner=item.owner, reason=item.reason)
    return Row(
        _place(screened, finding),
        "dim",
        console.say("excepted"),
        printable(text),
        finding.rule,
        finding.clause.number,
        (),
    )


def _place(screened: Screened, finding: Finding | None) -> str:
    line, column = spot_of(screened.origin, finding)[0] if finding else screened.origin.spot(0)
    return f"{printable(screened.origin.name)}:{line}:{column}"


def _obligation(item: Obligation, say: Words) -> str:
    return say(f"owes-{item.do}", to=item.to) + (say.aside(say.listed(item.rules)) if item.rules else "")


def _separator(say: Words) -> str:
    return "；" if say.lang == "zh-Hant" else "; "


def _space(say: Words) -> str:
    return "" if say.lang == "zh-Hant" else " "


def _widest(texts: Iterable[str]) -> int:
    return max(map(shown_width, texts))


def _room(console: Console, rows: Sequence[Row], taken: int) -> int:
    if console.width is None:
        return 1 << 30
    tail = _widest(row.rule for row in rows) + _widest(row.clause for row in rows)
    return max(NARROWEST, console.width - taken - tail - 4 * len(GAP))


def _rest(console: Console, margin: str) -> int:
    return 1 << 30 if console.width is None else max(NARROWEST, console.width - len(margin))
