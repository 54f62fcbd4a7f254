"""`sayso coverage`: what of the controls a policy writes, teaches and enforces, and how well it reads."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

import msgspec

from sayso.cli.console import Console, write_file
from sayso.cli.discovery import find
from sayso.cli.gate import parse, read
from sayso.core.document import catalogue, coverage
from sayso.core.document.coverage import Coverage, State
from sayso.core.policy import translations
from sayso.core.policy.model import Policy

STATES: tuple[State, ...] = ("written", "taught", "enforced")


def run(options: Namespace, console: Console) -> int:
    """Show the coverage; exit code 1 when a control is open."""
    found = find(options.policy, None, console.say)
    policy = read(found, console)
    measured = coverage.measure(policy, catalogue.load().controls)
    late = [state for state in translations.status(policy, parse(found).lock) if state.step != "in-step"]
    if options.svg:
        write_file(Path(options.svg), coverage.draw(measured, console.lang).encode())
        console.tell(console.say("wrote", file=options.svg))
    if options.output == "json":
        console.put(_json(policy, measured, [f"{state.clause}:{state.lang}" for state in late]))
    else:
        _show(measured, len(late), console)
    return int(any(each.state == "open" for each in measured.controls))


def _json(policy: Policy, measured: Coverage, late: list[str]) -> bytes:
    document: dict[str, object] = {
        "schema": "sayso/coverage/1",
        "edition": policy.edition,
        "digest": policy.digest,
        "every": len(measured.controls),
        "open": [each.id for each in measured.controls if each.state == "open"],
        "out_of_step": late,
    }
    document |= {state: measured.reached(state) for state in STATES} | msgspec.structs.asdict(measured)
    return msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n"


def _show(measured: Coverage, late: int, console: Console) -> None:
    say, every = console.say, len(measured.controls)
    for state in STATES:
        console.line(f"{say(f'coverage-{state}')}  {measured.reached(state)}/{every}")
    _list(
        say("coverage-open"),
        [f"{each.id}  {each.name[console.lang]}" for each in measured.controls if each.state == "open"],
        console,
    )
    _list(say("coverage-unenforced"), measured.unenforced_clauses, console)
    _list(say("coverage-untaught"), measured.untaught_rules, console)
    _list(say("coverage-unknown"), measured.unknown, console)
    console.line()
    console.line(say("coverage-permits", permits=measured.permits, forbids=measured.forbids))
    hard = coverage.worst_ease(measured.ease)
    grades = [each.grade for each in measured.ease if each.grade is not None]
    if grades:
        console.line(say("coverage-grade", grade=f"{sum(grades) / len(grades):.1f}"))
    _list(say("coverage-hard"), [f"{each.clause} ({each.lang})" for each in hard], console)
    console.line(say("coverage-late", n=late) if late else say("coverage-in-step"))


def _list(heading: str, lines: list[str] | tuple[str, ...], console: Console) -> None:
    if lines:
        console.line()
        console.line(heading)
        for line in lines:
            console.line(f"  {line}")
