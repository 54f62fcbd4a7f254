"""Findings, mistakes of a policy and failed tests as one shape: a place, a level, a message. The listing formats draw it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import NamedTuple

from sayso.cli.screened import Origin, Screened, Spot, is_chinese, spot_of
from sayso.cli.words import Words
from sayso.core.policy.model import LEVELS
from sayso.core.screening.verdict import Finding, Fix


class Edit(NamedTuple):
    """One change of a file that would settle a note."""

    says: str
    start: Spot
    end: Spot
    text: str


class Note(NamedTuple):
    """One thing to report at one place."""

    file: str
    start: Spot
    end: Spot
    level: str
    """A verdict, or ``error`` or ``warning``."""
    code: str
    """The rule, or the problem's code."""
    clause: str
    """The clause's number; empty for what is no finding."""
    message: str
    mark: str
    """What stays the same when the file changes elsewhere: the fingerprint is made of it."""
    edits: tuple[Edit, ...] = ()
    field: str = ""
    """Of a finding outside the text: which field."""


SEVERITY = {
    "block": "error",
    "hand-over": "error",
    "approve": "error",
    "error": "error",
    "warn": "warning",
    "warning": "warning",
    "advise": "note",
}
"""The three steps that other tools know: an error needs somebody, a warning attention."""


def notes_of(screened: Screened, say: Words) -> list[Note]:
    """The findings of a post, in the order of its verdict."""
    return [_note(screened.origin, finding, say) for finding in screened.verdict.findings]


def fingerprints(notes: Iterable[Note]) -> list[str]:
    """One name a note that survives edits elsewhere; the second of the same words in a file gets another than the first."""
    seen: dict[str, int] = {}
    made = []
    for note in notes:
        key = f"{note.file}\n{note.code}\n{note.mark}"
        seen[key] = seen.get(key, 0) + 1
        made.append(hashlib.sha256(f"{key}\n{seen[key]}".encode("utf-8", "surrogatepass")).hexdigest()[:32])
    return made


def worst_first(notes: Iterable[Note]) -> list[Note]:
    """Strongest first; the order of the files otherwise."""
    ranks = {level: rank for rank, level in enumerate(("warning", *LEVELS, "error"))}
    return sorted(notes, key=lambda note: -ranks[note.level])


def message_of(finding: Finding, say: Words) -> str:
    """What the writer reads, with the picture it is about and whom to ask."""
    parts = [field_of(finding, say), say.of(finding.message), say("ask", to=finding.to) if finding.to else ""]
    return ("" if say.lang == "zh-Hant" else " ").join(part for part in parts if part)


def field_of(finding: Finding, say: Words) -> str:
    """Where outside the text a finding is: ``in the words in picture 1:``; empty for the text."""
    parts = finding.where.field.split("/")
    if parts[0] != "image":
        return ""
    return say("in-field", field=say(f"field-{parts[-1]}", n=parts[1]))


def fix_of(fix: Fix, text: str, say: Words) -> str:
    """A fix in words; what is to be written stands in the language of the post."""
    if fix.do == "delete":
        return say("fix-delete")
    inserted = inserted_by(fix, text)
    return say("fix-append", text=inserted.strip()) if fix.do == "append" else inserted


def inserted_by(fix: Fix, text: str) -> str:
    """What a fix writes, in the language of the post it is for; empty for one that deletes."""
    return Words("zh-Hant" if is_chinese(text) else "en").of(fix.text)


def _note(origin: Origin, finding: Finding, say: Words) -> Note:
    start, end = spot_of(origin, finding)
    edits = tuple(_edit(origin, finding, fix, say) for fix in finding.fixes) if finding.where.field == "text" else ()
    field = "" if finding.where.field == "text" else finding.where.field
    return Note(
        origin.name,
        start,
        end,
        finding.verdict,
        finding.rule,
        finding.clause.number,
        message_of(finding, say),
        f"{origin.id or ''}\n{finding.where.exact}",
        edits,
        field,
    )


def _edit(origin: Origin, finding: Finding, fix: Fix, say: Words) -> Edit:
    start, end = spot_of(origin, finding)
    if fix.do == "append":
        start = end = origin.spot(len(origin.text))
    return Edit(fix_of(fix, origin.text, say), start, end, origin.written(inserted_by(fix, origin.text)))
