"""`sayso try`: what a change of the rules would have done to posts of the past."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, Literal, NamedTuple

import msgspec

from sayso.cli import inputs
from sayso.cli.answers import read_back
from sayso.cli.console import Console, complain, printable
from sayso.cli.context import moment
from sayso.cli.discovery import Found, find
from sayso.cli.gate import Gate, ready, replaced
from sayso.cli.outputs.human import fault
from sayso.cli.reports import id_of
from sayso.cli.screened import Fault, Screened
from sayso.cli.stop import UNFINISHED, WRONG_USE, Stop
from sayso.core.policy.model import LEVELS, Level
from sayso.core.screening.rows import screen_rows
from sayso.core.screening.verdict import Verdict

MOST_SHOWN: Final = 120
"""Characters of a post that are shown to people; JSON has them all."""

Effect = Literal["stopped", "passed", "changed"]


class Shift(NamedTuple):
    """A post that fares otherwise."""

    effect: Effect
    before: Screened
    after: Screened


class Effects(NamedTuple):
    """All that a change would have done."""

    posts: int
    shifts: list[Shift]
    faults: list[Fault]

    def of(self, effect: Effect) -> list[Shift]:
        """Those of one kind."""
        return [shift for shift in self.shifts if shift.effect == effect]


def run(options: Namespace, console: Console) -> int:
    """Exit code 0 whatever the change does: it is a question, not a gate; 3 when a row could not be screened."""
    if options.on is None:
        raise Stop(WRONG_USE, "try-needs-posts")
    found = find(options.policy, None, console.say)
    old = ready(found, console)
    new = _changed(options.words[0], found, console)
    effects = _compare(options, old, new, console)
    for item in effects.faults:
        complain(f"sayso: {fault(item)}")
    if options.output == "json":
        console.put(_document(old, new, effects))
    else:
        _tell(effects, console)
    return UNFINISHED if effects.faults else 0


def _changed(word: str, found: Found, console: Console) -> Gate:
    """The policy with the rules of a file in place of those of the same id and besides the others; or another folder."""
    path = Path(word)
    if path.is_dir():
        return ready(Found(path, console.say("why-argument")), console)
    return replaced(found, path, console)


def _compare(options: Namespace, old: Gate, new: Gate, console: Console) -> Effects:
    at = moment(options.at)
    effects = Effects(0, [], [])
    posts = 0
    try:
        with inputs.open_bytes(options.on) as file:
            for chunk in inputs.chunks(options.on, file):
                before = read_back(chunk, screen_rows(old.engine, chunk.data, at=at), console.say)
                after = read_back(chunk, screen_rows(new.engine, chunk.data, at=at), console.say)
                for one, other in zip(before, after, strict=True):
                    posts += isinstance(one, Screened)
                    _note(one, other, effects)
    except OSError as problem:
        raise inputs.stop_for(options.on, problem) from None
    return effects._replace(posts=posts)


def _note(before: Screened | Fault, after: Screened | Fault, effects: Effects) -> None:
    if isinstance(before, Fault) or isinstance(after, Fault):
        effects.faults.append(before if isinstance(before, Fault) else after)  # type: ignore[arg-type]
        return
    effect = _effect(before.verdict, after.verdict)
    if effect is not None:
        effects.shifts.append(Shift(effect, before, after))


def _effect(before: Verdict, after: Verdict) -> Effect | None:
    """``stopped``: may no longer go out by itself. ``passed``: now may. ``changed``: other findings."""
    was, now = _waits(before.verdict), _waits(after.verdict)
    if was != now:
        return "stopped" if now else "passed"
    return None if _gist(before) == _gist(after) else "changed"


def _waits(level: Level) -> bool:
    return LEVELS.index(level) >= LEVELS.index("approve")


def _gist(verdict: Verdict) -> list[tuple[str, str, str | None, object]]:
    return [(finding.rule, finding.verdict, finding.to, finding.where) for finding in verdict.findings]


def _tell(effects: Effects, console: Console) -> None:
    say = console.say
    counts = {effect: len(effects.of(effect)) for effect in ("stopped", "passed", "changed")}
    console.line(say("try-summary", n=effects.posts, same=effects.posts - len(effects.shifts), **counts))
    for effect in ("stopped", "passed", "changed"):
        shifts = effects.of(effect)
        if shifts:
            console.line()
            console.line(say(f"try-{effect}") + say.aside(len(shifts)))
            for text in _lines(shifts, console):
                console.line(text)


def _lines(shifts: Sequence[Shift], console: Console) -> Iterator[str]:
    for shift in shifts:
        became = f"{_outcome(shift.before.verdict, console)} → {_outcome(shift.after.verdict, console)}"
        yield f"  {console.say('labelled', name=id_of(shift.before), text=became)}"
        yield f"    {_shortened(printable(shift.before.origin.text))}"


def _shortened(text: str) -> str:
    return text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]}…"


def _outcome(verdict: Verdict, console: Console) -> str:
    say, rules = console.say, dict.fromkeys(finding.rule for finding in verdict.findings)
    return say(verdict.verdict) + (say.aside(say.listed(rules)) if rules else "")


def _document(old: Gate, new: Gate, effects: Effects) -> bytes:
    listed = {effect: [_data(shift) for shift in effects.of(effect)] for effect in ("stopped", "passed", "changed")}
    document = {
        "schema": "sayso/try/1",
        "from": {"edition": old.policy.edition, "digest": old.policy.digest},
        "to": {"edition": new.policy.edition, "digest": new.policy.digest},
        "posts": effects.posts,
        "unchanged": effects.posts - len(effects.shifts),
        "faults": len(effects.faults),
        **listed,
    }
    return msgspec.json.encode(document) + b"\n"


def _data(shift: Shift) -> dict[str, object]:
    def rules(verdict: Verdict) -> dict[str, object]:
        return {"verdict": verdict.verdict, "rules": sorted({finding.rule for finding in verdict.findings})}

    return {
        "id": id_of(shift.before),
        "text": shift.before.origin.text,
        "before": rules(shift.before.verdict),
        "after": rules(shift.after.verdict),
    }
