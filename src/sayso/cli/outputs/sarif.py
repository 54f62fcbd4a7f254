"""SARIF 2.1.0 (OASIS standard, errata 01), for code scanning and the viewers that read it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

import msgspec

from sayso import __version__
from sayso.cli.notes import SEVERITY, Edit, Note, fingerprints

SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


class Described(NamedTuple):
    """What the document says once about everything of one code."""

    code: str
    title: str
    text: str
    """The clause, or what the problem means."""
    uri: str
    level: str


def document(
    notes: Sequence[Note],
    described: Sequence[Described],
    *,
    edition: str,
    digest: str,
    partial: bool,
    faults: Sequence[str] = (),
) -> bytes:
    """The whole document, with one run; `faults` are what could not be looked at."""
    places = {item.code: index for index, item in enumerate(described)}
    prints = fingerprints(notes)
    driver = {
        "name": "Sayso",
        "version": __version__,
        "semanticVersion": __version__,
        "rules": [_rule(item) for item in described],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "newlineSequences": ["\r\n", "\n"],
        "invocations": [_invocation(partial, faults)],
        "properties": {"edition": edition, "digest": digest},
        "results": [_result(note, places, mark) for note, mark in zip(notes, prints, strict=True)],
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return msgspec.json.format(msgspec.json.encode(log), indent=2) + b"\n"


def _invocation(partial: bool, faults: Sequence[str]) -> dict[str, object]:
    told = [{"level": "error", "message": {"text": fault}} for fault in faults]
    return {"executionSuccessful": not partial and not faults, "toolExecutionNotifications": told}


def _rule(item: Described) -> dict[str, object]:
    rule: dict[str, object] = {
        "id": item.code,
        "shortDescription": {"text": item.title},
        "help": {"text": item.text, "markdown": item.text},
        "defaultConfiguration": {"level": SEVERITY[item.level]},
    }
    return {**rule, "helpUri": item.uri} if item.uri else rule


def _result(note: Note, places: dict[str, int], mark: str) -> dict[str, object]:
    result: dict[str, object] = {
        "ruleId": note.code,
        "level": SEVERITY[note.level],
        "message": {"text": note.message},
        "locations": [_location(note)],
        "partialFingerprints": {"sayso/v1": mark},
        "properties": {"verdict": note.level, "clause": note.clause},
    }
    if note.code in places:
        result["ruleIndex"] = places[note.code]
    if note.edits:
        result["fixes"] = [_fix(note, edit) for edit in note.edits]
    return result


def _location(note: Note) -> dict[str, object]:
    location: dict[str, object] = {
        "physicalLocation": {"artifactLocation": {"uri": uri_of(note.file)}, "region": _region(note.start, note.end)}
    }
    return {**location, "logicalLocations": [{"name": note.field}]} if note.field else location


def _fix(note: Note, edit: Edit) -> dict[str, object]:
    change = {"deletedRegion": _region(edit.start, edit.end), "insertedContent": {"text": edit.text}}
    return {
        "description": {"text": edit.says},
        "artifactChanges": [{"artifactLocation": {"uri": uri_of(note.file)}, "replacements": [change]}],
    }


def _region(start: tuple[int, int], end: tuple[int, int]) -> dict[str, int]:
    return {"startLine": start[0], "startColumn": start[1], "endLine": end[0], "endColumn": end[1]}


def uri_of(name: str) -> str:
    """The file as a URI reference: relative to the working folder where it lies in it."""
    from urllib.parse import quote  # slow to import, and only this format needs it

    if name == "-":
        return "stdin"
    path = Path(name)
    if not path.is_absolute():
        return quote(path.as_posix())
    here = Path.cwd()
    return quote(path.relative_to(here).as_posix()) if path.is_relative_to(here) else path.as_uri()
