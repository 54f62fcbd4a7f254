"""Answers to rows as the engine writes them, read back for whatever has to look into them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import msgspec

from sayso.cli.inputs import Chunk
from sayso.cli.screened import Fault, RowText, Screened
from sayso.cli.words import Words
from sayso.core.policy.model import Level
from sayso.core.screening.verdict import Excepted, Finding, Obligation, Verdict

if TYPE_CHECKING:
    from sayso.core.screening.rows import Answer


class _Row(msgspec.Struct):
    id: Any = None
    error: dict[str, Any] | None = None
    verdict: Level = "pass"
    findings: tuple[Finding, ...] = ()
    obligations: tuple[Obligation, ...] = ()
    excepted: tuple[Excepted, ...] = ()
    shadow: tuple[Finding, ...] = ()
    protected: tuple[str, ...] = ()
    edition: str = ""
    digest: str = ""
    text_hash: str = ""


_ROW = msgspec.json.Decoder(_Row)


def read_back(chunk: Chunk, answer: Answer, say: Words) -> Iterator[Screened | Fault]:
    """The answers to a block of rows, each with the line it is about."""
    numbered = ((number, line) for number, line in enumerate(chunk.data.split(b"\n"), chunk.first) if line.strip())
    for (number, line), out in zip(numbered, answer.out.splitlines(), strict=True):
        row = _ROW.decode(out)
        if row.error is not None:
            yield Fault(chunk.name, number, str(row.error.get("code")), str(row.error.get("message")), row.id)
        else:
            yield Screened(RowText(chunk.name, number, line.decode()), _verdict(row))


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
