"""What a screening answers: findings, what they oblige to, and the verdict they add up to."""

from __future__ import annotations

from typing import Literal

import msgspec

from sayso.core.policy.model import Level

Sure = Literal["certain", "likely", "possible"]
"""How sure a finding is.

``certain``: the words stand there as listed, a checksum holds, or a fact of the context says so.
``likely``: a pattern or format fits, or the listed words stand there in disguise (leetspeak, spaced out).
``possible``: only the shape fits, or a classifier is above its threshold.
"""


class Where(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """The place of a finding: a half-open span of the original text, or the field in which something is missing."""

    field: str
    """``text``, ``image/1/text``, ``image/1/alt`` (pictures count from 1), or ``context``."""
    unit: Literal["codepoint"]
    """What `start` and `end` count: Unicode code points of the original field."""
    start: int | None = None
    end: int | None = None
    exact: str = ""
    """The writer's own characters in the span."""
    before: str = ""
    """Up to 12 characters before the span, so that a client can anchor the finding again after an edit."""
    after: str = ""
    missing: bool = False


class ClauseRef(msgspec.Struct, frozen=True, gc=False):
    """The clause a finding upholds, with enough of it to show without the policy at hand."""

    id: str
    number: str
    title: dict[str, str]


class Fix(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """One edit that would settle a finding: put `text` (by language) in place of the span."""

    do: Literal["replace", "delete", "append"]
    text: dict[str, str] = {}


class Finding(msgspec.Struct, frozen=True, gc=False):
    """One rule met one span of a post (or missed something in it), by one clause."""

    id: str
    """Unique within one answer, in its order: ``f1``, ``f2`` …"""
    rule: str
    verdict: Level
    to: str | None
    """The role or team that decides, for ``approve`` and ``hand-over``."""
    message: dict[str, str]
    """What the writer reads, by language."""
    clause: ClauseRef
    where: Where
    how: str
    """What found it: ``term``, ``pattern``, ``builtin/NAME``, ``number/NAME``, ``classifier/NAME``, ``link``, ``image``,
    ``missing``, ``context``."""
    sure: Sure
    fixes: tuple[Fix, ...]


class Obligation(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """What must happen before the post may leave: ``approval``, ``hand-over``, ``disclosure``, ``credit``, ``redaction``."""

    do: Literal["approval", "hand-over", "disclosure", "credit", "redaction"]
    to: str | None = None
    rules: tuple[str, ...] = ()


class Excepted(msgspec.Struct, frozen=True, gc=False):
    """A finding that an exception of the policy removed, openly."""

    exception: str
    owner: str
    reason: str
    finding: Finding


class Verdict(msgspec.Struct, frozen=True, gc=False):
    """All findings and obligations of one screening under one edition."""

    verdict: Level
    """The strongest level among `findings`; ``pass`` when there are none."""
    findings: tuple[Finding, ...]
    """Strongest first, then by place."""
    obligations: tuple[Obligation, ...]
    excepted: tuple[Excepted, ...]
    shadow: tuple[Finding, ...]
    """Findings of rules in shadow mode; they raise nothing."""
    protected: tuple[str, ...]
    """Rules that would have fired only on protected speech and therefore did not."""
    edition: str
    digest: str
    """Digest of the edition, ``sha256:`` and 64 hexadecimal digits."""
    text_hash: str
    """``sha256:`` of the UTF-8 text, so that an answer to an older text can be dropped; empty when nothing was found."""

    def __bool__(self) -> bool:
        """True when there is at least one finding."""
        return bool(self.findings)
