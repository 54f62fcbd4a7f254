"""`sayso audit FILE…`: what of the 80 controls a policy that somebody else wrote holds, with the sentences that show it."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from sayso.cli.console import Console, complain, printable
from sayso.cli.drafted import files_of, must_be_free, name_of, parsed, put_in_place
from sayso.cli.inputs import unreadable
from sayso.cli.stop import UNFINISHED, WRONG_USE, Stop
from sayso.core.audit.auditing import Audit, audit
from sayso.core.audit.evidence import Found
from sayso.core.document import coverage
from sayso.core.document.catalogue import load
from sayso.core.document.coverage import GROUPS
from sayso.core.document.interview import Answer
from sayso.core.document.interview import load as load_interview
from sayso.core.policy.model import Policy
from sayso.reading.files import read
from sayso.reading.unreadable import Unreadable

SHOWN = 110
"""Characters of a sentence that are shown to people."""


def run(options: Namespace, console: Console) -> int:
    """Audit each file; one that cannot be read is told, and the others are audited all the same."""
    if options.adopt:
        return _adopt(options, console)
    audited: list[tuple[str, Audit]] = []
    for name in options.words:
        found = _audited(name, console)
        if found is not None:
            audited.append((name, found))
    if options.output == "json":
        console.put(_json(audited))
    else:
        for name, found in audited:
            for line in _lines(name, found, console):
                console.line(line)
    return UNFINISHED if len(audited) < len(options.words) else 0


def _adopt(options: Namespace, console: Console) -> int:
    """Start a policy from what one file holds: answers where the text is clear, suggestions for the rest, and a list to work
    through that quotes the text beside the clauses."""
    folder = Path(options.adopt)
    must_be_free(folder)
    if len(options.words) != 1:
        raise Stop(WRONG_USE, "audit-adopts-one")
    found = _audited(options.words[0], console)
    if found is None:
        return UNFINISHED
    answers = load_interview().complete(_answers(found, folder))
    files = files_of(answers, "", datetime.now(UTC).date())
    policy = parsed(files).policy
    assert policy is not None
    put_in_place(folder, files | {"adopted.md": _worklist(options.words[0], found, policy, console)})
    console.line(console.say("audit-adopted", where=folder.as_posix(), **_counts(found)))
    return 0


def _answers(found: Audit, folder: Path) -> dict[str, Answer]:
    """What the text answers by itself."""
    met = {each.id for each in found.controls if each.status == "met"}
    clear: tuple[tuple[str, str, Answer], ...] = (
        ("speak.complaints", "complaints", "responders"),
        ("personal.disclaimer", "disclaimer", "recommended"),
        ("rollout.advocacy", "advocacy", "yes"),
        ("security.2fa", "two_factor", "required"),
    )
    answers: dict[str, Answer] = {"name": name_of(folder), "language": found.lang or "en"}
    return answers | {question: answer for control, question, answer in clear if control in met}


def _worklist(name: str, found: Audit, policy: Policy, console: Console) -> str:
    """Markdown: for each control what the old text says, and the clause of the new policy that treats it now."""
    say, lang, controls = console.say, console.lang, load().controls
    covered = {each.id: each.clauses for each in coverage.measure(policy, controls).controls}
    lines = [f"# {say('audit-worklist', file=Path(name).name)}", "", say("audit-worklist-why"), ""]
    for each in found.controls:
        lines += [f"## {each.id}: {controls[each.id].name[lang]}", ""]
        lines += [
            say(
                "audit-worklist-line",
                status=say(f"audit-{each.status}").strip("　 "),
                clauses=", ".join(covered[each.id]),
            ),
            "",
        ]
        lines += [f"> {' '.join(evidence.text.split())}\n" for evidence in each.evidence]
    return "\n".join(lines)


def _audited(name: str, console: Console) -> Audit | None:
    say = console.say
    try:
        return audit(read(Path(name)))
    except Unreadable as problem:
        complain(f"sayso: {printable(name)}: {say(problem.key, **problem.given)}")
    except OSError as problem:
        complain(f"sayso: {unreadable(name, problem, say).message}")
    return None


def _json(audited: Iterable[tuple[str, Audit]]) -> bytes:
    documents = [
        {"file": name, "lang": found.lang, "controls": found.controls, "overbroad": found.overbroad}
        for name, found in audited
    ]
    return msgspec.json.format(msgspec.json.encode({"schema": "sayso/audit/1", "audits": documents}), indent=2) + b"\n"


def _lines(name: str, found: Audit, console: Console) -> Iterator[str]:
    say, controls = console.say, load().controls
    yield console.paint(printable(name), "bold")
    yield say("audit-counts", every=len(found.controls), **_counts(found))
    for group, title in GROUPS.items():
        inside = [each for each in found.controls if each.id.partition(".")[0] == group]
        yield ""
        yield console.paint(title[console.lang], "bold")
        for each in inside:
            mark = console.paint(say(f"audit-{each.status}"), _COLOURS[each.status])
            yield f"  {mark}  {each.id}  {controls[each.id].name[console.lang]}"
            yield from _shown(each, console)
    if found.overbroad:
        yield ""
        yield console.paint(say("audit-overbroad"), "bold")
    for clause in found.overbroad:
        yield f"  {console.paint(clause.kind, 'warning')}  {_short(clause.text)}{_page(clause.page, console)}"
        yield f"    {clause.why[console.lang]}"
        yield "    " + say("labelled", name=say("audit-instead"), text=clause.instead[console.lang])
    yield ""
    yield say("audit-guess")


def _counts(found: Audit) -> dict[str, int]:
    return {status: found.counted(status) for status in ("met", "partly", "missing")}


_COLOURS = {"met": "passed", "partly": "warning", "missing": "failed"}


def _shown(found: Found, console: Console) -> Iterator[str]:
    """The sentence that shows most, with its page where there are pages."""
    for evidence in found.evidence[:1]:
        shown = console.say("audit-shows", text=_short(evidence.text), page=_page(evidence.page, console))
        yield console.paint(shown, "dim")


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return printable(plain if len(plain) <= SHOWN else plain[: SHOWN - 1] + "…")


def _page(page: int | None, console: Console) -> str:
    return console.say("audit-page", page=page) if page else ""
