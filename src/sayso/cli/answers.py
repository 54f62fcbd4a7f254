"""Answers to rows as the engine writes them, read back for whatever has to look into them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import msgspec

from sayso.cli.inputs import Chunk
from sayso.cli.screened import Fault, RowText, Screened
from sayso.cli.words import Words
from sayso.core.policy.model import Level
from sayso.core.screening.verdict import Excepted, Finding, Obligation, Verdict

if TYPE_CHECKING:
    from sayso.core.screening.rows import Answer, RowError


class _Row(msgspec.Struct):
    verdict: Level = "pass"
    findings: tuple[Finding, ...] = ()
    obligations: tuple[Obligation, ...] = ()
    excepted: tuple[Excepted, ...] = ()
    shadow: tuple[Finding, ...] = ()
    protected: tuple[str, ...] = ()
    edition: str = ""
    digest: str = ""
    text_hash: str = ""


_ROW: Final = msgspec.json.Decoder(_Row)
_REASONS: Final = {
    "json-not-utf8": re.compile("'utf-8' codec can't decode .*"),
    "json-half-pair": re.compile(r"JSON is malformed: .*surrogate.* \(byte (?P<at>\d+)\)"),
    "json-broken": re.compile(r"JSON is malformed: .* \(byte (?P<at>\d+)\)"),
    "json-cut": re.compile("Input data was truncated"),
    "json-too-deep": re.compile("maximum recursion depth exceeded.*"),
    "row-no-object": re.compile("Expected `object`, got `(?P<found>[^`]*)`"),
    "row-lacks": re.compile("Object missing required field `(?P<key>[^`]*)`.*"),
    "row-wrong-type": re.compile(r"Expected `(?P<expected>[^`]*)`, got `(?P<found>[^`]*)` - at `\$\.?(?P<key>[^`]*)`"),
    "unknown-key-in": re.compile(r"Object contains unknown field `(?P<key>[^`]*)` - at `\$\.?(?P<where>[^`]*)`"),
}
"""What msgspec says of a line that is no row, and how we say it; the first that fits."""


_TYPES: Final = {"str": "string", "int": "number", "float": "number", "bool": "boolean"}


def read_back(chunk: Chunk, answer: Answer, say: Words) -> Iterator[Screened | Fault]:
    """The answers to a block of rows, each with the line it is about."""
    faults = {item.line: item for item in faults_of(chunk, answer, say)}
    for (number, line), out in zip(_numbered(chunk), answer.out.splitlines(), strict=True):
        yield faults.get(number) or Screened(RowText(chunk.name, number, line.decode()), _verdict(_ROW.decode(out)))


def faults_of(chunk: Chunk, answer: Answer, say: Words) -> Iterator[Fault]:
    """What is no row of a block, in words, with its line in the file and its id where it has one."""
    if not answer.errors:
        return
    lines = dict(_numbered(chunk))
    for error in answer.errors:
        number = chunk.first + error.line - 1
        yield Fault(chunk.name, number, error.code, _worded(error, say), _id(lines[number]))


def mended(chunk: Chunk, answer: Answer, say: Words) -> bytes:
    """The answers as they go out: the engine's own, but for rows that are none, which get their line and a reason."""
    if not answer.errors:
        return answer.out
    faults = {item.line: item for item in faults_of(chunk, answer, say)}
    lines = zip(_numbered(chunk), answer.out.splitlines(), strict=True)
    return b"".join((_fault_line(faults[number]) if number in faults else out) + b"\n" for (number, _), out in lines)


def _numbered(chunk: Chunk) -> Iterator[tuple[int, bytes]]:
    """The lines of a block that hold anything, with their numbers in the file."""
    return ((number, line) for number, line in enumerate(chunk.data.split(b"\n"), chunk.first) if line.strip())


def _fault_line(item: Fault) -> bytes:
    error = {"code": item.code, "message": item.message}
    return msgspec.json.encode({"id": item.id, "line": item.line, "error": error})


def _worded(error: RowError, say: Words) -> str:
    reason = error.reason
    if error.code in ("bad-json", "bad-row"):
        for key, pattern in _REASONS.items():
            if match := pattern.fullmatch(reason):
                return say(key, **{name: _ours(name, value) for name, value in match.groupdict().items()})
    choices = error.choices or say("none")
    return say(error.code, reason=reason, value=reason, choices=choices, hint=error.meant or None).rstrip()


def _ours(name: str, value: str) -> object:
    """A detail of msgspec's as we say it: bytes from 1, types as JSON calls them (RFC 8259, section 3)."""
    return int(value) + 1 if name == "at" else _TYPES.get(value, value)


def _id(line: bytes) -> object:
    try:
        row = msgspec.json.decode(line)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    return row.get("id") if isinstance(row, dict) else None


def _verdict(row: _Row) -> Verdict:
    return Verdict(
        row.verdict,
        row.findings,
        row.obligations,
        row.excepted,
        row.shadow,
        row.protected,
        row.edition,
        row.digest,
        row.text_hash,
    )
