"""Clauses of a policy that reach too far: a ban with a broad object and nothing that narrows it. Pure."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

import msgspec
import yaml

from sayso.core.audit.concepts import DATA
from sayso.core.audit.text import Document, Statement, language, statements
from sayso.core.fold import fold_char
from sayso.core.policy.model import Text
from sayso.core.policy.tree import LOADER

_HAN: Final = re.compile("[\u3400-\u9fff]")


class Overbroad(msgspec.Struct, frozen=True):
    """A clause that may itself be unlawful, and how to say it more narrowly."""

    kind: str
    text: str
    start: int
    end: int
    why: Text
    instead: Text
    page: int | None = None


class _Written(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    says: dict[str, tuple[str, ...]]
    but: dict[str, tuple[str, ...]]
    why: Text
    instead: Text


class _Kind(msgspec.Struct, frozen=True):
    name: str
    says: tuple[re.Pattern[str], ...]
    but: tuple[re.Pattern[str], ...]
    why: Text
    instead: Text


def overbroad(document: Document) -> tuple[Overbroad, ...]:
    """The clauses that reach too far, by place; one sentence may do so in more than one way."""
    lang = "en" if (document.lang or language(document.text)) == "en" else "zh"
    return tuple(
        Overbroad(kind.name, document.text[one.start : one.end], one.start, one.end, kind.why, kind.instead, one.page)
        for one in statements(document)
        if one.kind != "heading"
        for kind in _kinds(lang)
        if _reaches(kind, one)
    )


def _reaches(kind: _Kind, statement: Statement) -> bool:
    """Whether the sentence says it, with the line that leads into it, and nothing in it narrows it."""
    said = statement.own
    return all(pattern.search(said) for pattern in kind.says) and not any(pattern.search(said) for pattern in kind.but)


@cache
def _kinds(lang: str) -> tuple[_Kind, ...]:
    raw = yaml.load((DATA / "overbroad.yaml").read_text("utf-8"), LOADER)
    written = msgspec.convert(raw["kinds"], dict[str, _Written])
    return tuple(
        _Kind(name, _compiled(one.says[lang]), _compiled(one.but[lang]), one.why, one.instead)
        for name, one in written.items()
    )


def _compiled(patterns: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    """The patterns, their Han characters folded as the statements are."""
    return tuple(re.compile(_HAN.sub(lambda han: fold_char(han[0]), pattern)) for pattern in patterns)
