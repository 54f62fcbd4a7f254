"""Workflow commands of GitHub Actions: annotations in the changed files, and the whole list in the step's summary."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from sayso.cli.console import printable
from sayso.cli.notes import SEVERITY, Note, worst_first
from sayso.cli.stop import UNFINISHED, Stop
from sayso.cli.words import Words

SHOWN: Final = 10
"""GitHub shows 10 annotations of each kind a step and drops the rest."""
_COMMAND: Final = {"error": "error", "warning": "warning", "note": "notice"}


def annotate(notes: Sequence[Note], say: Words, edition: str) -> list[str]:
    """At most ten commands of each kind, worst first, and a last one that says how many were left out."""
    shown: Counter[str] = Counter()
    lines = []
    for note in worst_first(notes):
        command = _COMMAND[SEVERITY[note.level]]
        shown[command] += 1
        if shown[command] <= SHOWN:
            lines.append(_annotation(command, note, say, edition))
    left = len(notes) - len(lines)
    return [*lines, f"::notice::{escaped(say('left-out', n=left))}"] if left else lines


def summary(notes: Sequence[Note], say: Words, edition: str) -> str:
    """The whole list as a table in Markdown."""
    heads = [say(f"column-{name}") for name in ("place", "verdict", "message", "rule", "clause")]
    rows = [_cells(heads), _cells(["---"] * len(heads))]
    rows += [
        _cells([f"{n.file}:{n.start[0]}:{n.start[1]}", say(n.level), n.message, n.code, n.clause])
        for n in worst_first(notes)
    ]
    heading = say("summary-heading") + (say.aside(edition) if edition else "")
    return f"## {heading}\n\n" + "\n".join(rows) + "\n"


def add_to_summary(notes: Sequence[Note], say: Words, edition: str) -> None:
    """Append the whole list to the step's summary, where GitHub runs the step and names the file."""
    name = os.environ.get("GITHUB_STEP_SUMMARY")
    if not name or not notes:
        return
    try:
        with Path(name).open("a", encoding="utf-8", errors="backslashreplace") as file:
            file.write(summary(notes, say, edition))
    except OSError as problem:
        raise Stop(UNFINISHED, "summary-unwritten", file=name, reason=problem.strerror) from None


def _annotation(command: str, note: Note, say: Words, edition: str) -> str:
    title = f"{say(note.level)} {note.code}"
    if note.clause:
        title = say("annotation", level=say(note.level), rule=note.code, clause=note.clause, edition=edition)
    given = {
        "file": note.file,
        "line": note.start[0],
        "endLine": note.end[0],
        "col": note.start[1],
        "endColumn": note.end[1],
        "title": title,
    }
    if note.end[0] != note.start[0]:
        del given["endColumn"]
    return f"::{command} {','.join(f'{key}={_property(str(value))}' for key, value in given.items())}::{escaped(note.message)}"


def escaped(text: str) -> str:
    """The text as the message of a workflow command."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return escaped(text).replace(":", "%3A").replace(",", "%2C")


def _cells(cells: Sequence[str]) -> str:
    return "| " + " | ".join(printable(cell).replace("\\", "\\\\").replace("|", "\\|") for cell in cells) + " |"
