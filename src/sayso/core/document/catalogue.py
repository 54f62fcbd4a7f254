"""The catalogue: clauses for every control, each with its rules, questions and reasons, and packs that add to them. Data.

Everything lies as YAML under ``data/``; this module reads it once and hands it out as values.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any, Literal, TypeVar

import msgspec
import yaml

from sayso.core.policy.model import Text
from sayso.core.policy.tree import LOADER

T = TypeVar("T")

Facts = Mapping[str, tuple[str, ...]]
"""What is known of an organisation: for each question, and a few things that follow, the values that hold."""
Only = dict[str, tuple[str, ...]]
"""Conditions on facts: all must hold, and each holds with any of its values."""


class Upheld(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What upholds a clause besides rules: one way of working, lesson or check of accounts."""

    workflow: str = ""
    lesson: str = ""
    account: str = ""
    covers: tuple[str, ...] = ()
    """The clause's controls that it upholds; empty: all of them."""
    only: Only = {}


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A clause with all that hangs on it."""

    id: str
    covers: tuple[str, ...]
    """The controls that it treats."""
    gives: Literal["duty", "permission", "information"]
    title: Text
    text: Text
    only: Only = {}
    may: Text = {}
    instead: Text = {}
    why: Text = {}
    ask: Text = {}
    upheld_by: tuple[Upheld, ...] = ()
    rules: tuple[dict[str, Any], ...] = ()
    """Rules as in rules.yaml, without their clause; with ``only`` and ``covers`` besides."""
    quiz: tuple[dict[str, Any], ...] = ()
    """Questions as in quiz.yaml, without their clause."""
    section: str = ""
    cites: tuple[str, ...] = ()


class Section(msgspec.Struct, frozen=True):
    """A section of the document."""

    number: int
    slug: str
    title: Text


class Chapter(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A section with its entries."""

    section: Section
    clauses: tuple[Entry, ...]


class Citation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A law or a regulator's paper that a pack rests on."""

    id: str
    law: Text
    says: Text
    source: str
    checked: date
    """When somebody last looked whether it still says so."""
    sure: Literal["read", "memory"]
    only: Only = {}


class PackHead(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A sector or a country."""

    id: str
    name: Text
    owner: str
    only: Only


class Pack(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a sector or a country adds."""

    pack: PackHead
    cites: tuple[Citation, ...]
    clauses: tuple[Entry, ...]


class Control(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One of the 80 things that a social media policy is measured by."""

    weight: Literal["must", "should"]
    name: Text


class Optional(msgspec.Struct, frozen=True):
    """A reply, playbook or story as in the policy's files, and the answers under which it is taken."""

    written: dict[str, Any]
    only: Only


class Catalogue(msgspec.Struct, frozen=True):
    """All there is to write a policy from."""

    chapters: tuple[Chapter, ...]
    packs: tuple[Pack, ...]
    controls: dict[str, Control]
    lexicons: dict[str, dict[str, Any]]
    replies: tuple[Optional, ...]
    playbooks: tuple[Optional, ...]
    stories: tuple[Optional, ...]
    openings: dict[str, Text]
    """For each form of the handbook, what stands before the first clause."""


def holds(only: Mapping[str, tuple[str, ...]], facts: Facts) -> bool:
    """Whether all the conditions hold."""
    return all(not set(values).isdisjoint(facts.get(key, ())) for key, values in only.items())


@cache
def load() -> Catalogue:
    """The catalogue that ships with Sayso."""
    return Catalogue(
        chapters=tuple(_read(file, Chapter) for file in _files("clauses")),
        packs=tuple(_read(file, Pack) for file in _files("packs")),
        controls=msgspec.convert(raw("controls.yaml")["controls"], dict[str, Control]),
        lexicons={file.name.removesuffix(".yaml"): _yaml(file) for file in _files("lexicons")},
        replies=tuple(_optional(one) for one in raw("replies.yaml")["replies"]),
        playbooks=tuple(_optional(_yaml(file)) for file in _files("playbooks")),
        stories=tuple(_optional(one) for one in raw("stories.yaml")["tests"]),
        openings=raw("openings.yaml"),
    )


def raw(name: str) -> Any:
    """A file of the catalogue as plain values."""
    return _yaml(_data() / name)


def _data() -> Traversable:
    return resources.files("sayso.core.document") / "data"


def _files(folder: str) -> Iterator[Traversable]:
    found = (file for file in (_data() / folder).iterdir() if file.name.endswith(".yaml"))
    return iter(sorted(found, key=lambda file: file.name))


def _yaml(file: Traversable) -> Any:
    return _worded(yaml.load(file.read_text("utf-8"), LOADER))


def _read(file: Traversable, kind: type[T]) -> T:
    try:
        return msgspec.convert(_yaml(file), kind)
    except msgspec.ValidationError as problem:
        raise ValueError(f"{file.name}: {problem}") from None


def _worded(value: Any) -> Any:
    """Plain values, in which the conditions say yes and no in words, which YAML 1.1 takes for truth values."""
    match value:
        case dict():
            return {key: _in_words(inner) if key == "only" else _worded(inner) for key, inner in value.items()}
        case list():
            return [_worded(inner) for inner in value]
        case _:
            return value


def _in_words(only: dict[str, list[Any]]) -> dict[str, list[str]]:
    return {key: [_word(value) for value in values] for key, values in only.items()}


def _word(value: Any) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _optional(written: dict[str, Any]) -> Optional:
    only = {key: tuple(values) for key, values in written.get("only", {}).items()}
    return Optional({key: value for key, value in written.items() if key != "only"}, only)
