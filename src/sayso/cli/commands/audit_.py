"""`sayso audit FILE…`: what of the 80 controls a policy that somebody else wrote holds, with the sentences that show it."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from sayso.cli.console import Console, complain, printable
from sayso.cli.inputs import unreadable
from sayso.cli.stop import UNFINISHED
from sayso.core.audit.auditing import Audit, audit
from sayso.core.audit.evidence import Found
from sayso.core.document.catalogue import load
from sayso.core.document.coverage import GROUPS
from sayso.reading.files import read
from sayso.reading.unreadable import Unreadable

SHOWN = 110
"""Characters of a sentence that are shown to people."""


def run(options: Namespace, console: Console) -> int:
    """Audit each file; one that cannot be read is told, and the others are audited all the same."""
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
    counts = {status: found.counted(status) for status in ("met", "partly", "missing")}
    yield console.paint(printable(name), "bold")
    yield say("audit-counts", every=len(found.controls), **counts)
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
