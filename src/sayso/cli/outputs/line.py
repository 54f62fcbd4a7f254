"""One line a finding, as editors and compilers have it: ``file:line:column: verdict: message [rule] (clause)``."""

from __future__ import annotations

from sayso.cli.console import printable
from sayso.cli.notes import Note


def line(note: Note) -> str:
    """The line of one note."""
    clause = f" ({note.clause})" if note.clause else ""
    place = f"{printable(note.file)}:{note.start[0]}:{note.start[1]}"
    return f"{place}: {note.level}: {printable(note.message)} [{note.code}]{clause}"
