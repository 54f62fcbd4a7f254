"""What a document says about each control: met, partly met or missing, with the sentences that show it. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, Final, Literal

import msgspec
import yaml

from sayso.core.audit import measures
from sayso.core.audit.concepts import DATA, Reading, ideas
from sayso.core.audit.frames import Matcher, frame
from sayso.core.audit.text import Document, Statement, statements
from sayso.core.policy.tree import LOADER

Status = Literal["met", "partly", "missing"]
MOST_SHOWN: Final = 6
"""Sentences shown for a control; more of them say no more."""


class Element(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One thing a control needs: found by frames, counted in kinds, or measured of the whole document."""

    frames: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    """Ideas of which different ones count, in the statements where one of `where` holds."""
    listed: tuple[str, ...] = ()
    """Frames of statements that list things: how many the longest list has."""
    words: str = ""
    """An idea of which the different words count, likewise."""
    where: tuple[str, ...] = ()
    measure: str = ""
    of: str = ""
    """The control that the measure is about."""
    first: int = 0
    """Only so many statements from the start."""
    headings: bool = False
    """A heading alone counts too."""
    within: str = ""
    """`section`: the kinds of the section that has most of them."""


class Wanted(msgspec.Struct, frozen=True):
    """A control's entry: its elements, and which of them together make it met or partly met."""

    about: tuple[str, ...]
    find: dict[str, Element]
    met: str
    partly: str
    public: bool = False
    """What is addressed to the public counts too."""


class Evidence(msgspec.Struct, frozen=True):
    """A sentence that shows something, by its place in the document's text."""

    text: str
    start: int
    end: int
    page: int | None = None


class Found(msgspec.Struct, frozen=True):
    """What was found for one control."""

    id: str
    status: Status
    confidence: float
    evidence: tuple[Evidence, ...] = ()


class _Seen(msgspec.Struct):
    """An element as found: how much of it, and where."""

    amount: int
    shown: tuple[Statement, ...] = ()


@cache
def wanted() -> Mapping[str, Wanted]:
    """The evidence for every control, by its id, in the order of the data's files."""
    read: dict[str, Wanted] = {}
    for file in sorted((DATA / "controls").iterdir(), key=lambda each: each.name):
        for name, entry in yaml.load(file.read_text("utf-8"), LOADER).items():
            read[name] = _wanted(entry)
    return read


def _wanted(entry: dict[str, Any]) -> Wanted:
    find = {
        name: Element(frames=tuple(element)) if isinstance(element, list) else msgspec.convert(element, Element)
        for name, element in entry["find"].items()
    }
    made = msgspec.convert(entry | {"find": {}}, Wanted)
    for element in find.values():
        for line in (*element.frames, *element.where, *element.listed):
            frame(line)
        assert set(element.kinds) <= set(ideas())
    return msgspec.structs.replace(made, find=find)


class Search:
    """One document searched for all controls."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.statements = statements(document)
        self.matcher = Matcher(Reading(self.statements))
        self._all = tuple(s for s in self.statements if s.kind != "heading" or is_sentence(s.bare))
        self._staff = tuple(s for s in self._all if not self.matcher.is_public(s))
        self._found: dict[str, Found] = {}

    def run(self, names: Iterable[str]) -> tuple[Found, ...]:
        """What was found for the named controls."""
        return tuple(self.control(name) for name in names)

    def control(self, name: str) -> Found:
        """What was found for one control."""
        if name not in self._found:
            self._found[name] = self._control(name, wanted()[name])
        return self._found[name]

    def _control(self, name: str, entry: Wanted) -> Found:
        among = self._all if entry.public else self._staff
        seen = {key: self._element(element, among) for key, element in entry.find.items()}
        for status, rule in (("met", entry.met), ("partly", entry.partly)):
            used = fulfilled(rule, {key: each.amount for key, each in seen.items()})
            if used is not None:
                shown = self._shown([seen[key] for key in used])
                return Found(name, status, _sure(status, entry, used, seen), shown)  # type: ignore[arg-type]
        touched = any(self.matcher.mentions(idea) for idea in entry.about)
        return Found(name, "missing", 0.7 if touched else 0.95)

    def _element(self, element: Element, among: tuple[Statement, ...]) -> _Seen:
        if element.measure:
            amount, shown = measures.MEASURES[element.measure](self, element.of)
            return _Seen(amount, shown)
        if element.headings:
            among = tuple(s for s in self.statements if not self.matcher.is_public(s))
        if element.first:
            among = among[: element.first]
        if element.listed:
            return self._listed(element, among)
        if element.words:
            return self._words(element, among)
        if element.kinds:
            return self._kinds(element, among)
        shown = tuple(self.matcher.matching(element.frames, among))
        return _Seen(len(shown), shown)

    def _kinds(self, element: Element, among: tuple[Statement, ...]) -> _Seen:
        within = tuple(self.matcher.matching(element.where, among)) if element.where else among
        groups: dict[int, dict[str, Statement]] = {}
        for statement in within:
            kinds = groups.setdefault(statement.section if element.within == "section" else 0, {})
            for kind in element.kinds:
                if kind not in kinds and self.matcher.says(statement, kind):
                    kinds[kind] = statement
        most = max(groups.values(), key=len, default={})
        return _Seen(len(most), tuple(dict.fromkeys(most.values())))

    def _listed(self, element: Element, among: tuple[Statement, ...]) -> _Seen:
        """The longest list: within one statement, or the items under one line."""
        lists: dict[str, list[Statement]] = {}
        counts: dict[str, int] = {}
        for statement in self.matcher.matching(element.listed, among):
            key = statement.own[: -len(statement.bare)] if statement.kind == "item" else ""
            key = key or str(statement.index)
            lists.setdefault(key, []).append(statement)
            counts[key] = counts.get(key, 0) + members(statement.bare)
        longest = max(counts, key=lambda key: counts[key], default="")
        return _Seen(counts.get(longest, 0), tuple(lists.get(longest, ())))

    def _words(self, element: Element, among: tuple[Statement, ...]) -> _Seen:
        """How many different words for one idea are used."""
        named: dict[str, Statement] = {}
        for statement in self.matcher.matching(element.where, among):
            for name in self.matcher.words(statement, element.words):
                named.setdefault(name, statement)
        return _Seen(len(named), tuple(dict.fromkeys(named.values())))

    def _shown(self, seen: list[_Seen]) -> tuple[Evidence, ...]:
        chosen: dict[int, Statement] = {}
        for turn in range(MOST_SHOWN):
            for each in seen:
                if turn < len(each.shown) and len(chosen) < MOST_SHOWN:
                    chosen[each.shown[turn].index] = each.shown[turn]
        return tuple(self.quote(chosen[index]) for index in sorted(chosen))

    def quote(self, statement: Statement) -> Evidence:
        """The sentence as it stands in the document."""
        text = re.sub(r"\s+", " ", self.document.text[statement.start : statement.end])
        return Evidence(text, statement.start, statement.end, statement.page)


def is_sentence(heading: str) -> bool:
    """Whether a heading says something by itself, as “Your account is yours, and we do not watch it” does."""
    words = len(heading.split())
    return words >= 6 or (words < 4 and len(heading) >= 10 and any("\u4e00" <= char <= "\u9fff" for char in heading))


_MEMBERS: Final = re.compile(r"[,、;:]|[ -](?:and|or)[ -]|(?:以?及|和|與|与|或)")


def members(text: str) -> int:
    """How many things a sentence lists; 1 when it lists none."""
    parts = [part for part in _MEMBERS.split(text) if part and part.strip()]
    return len(parts) if text.count("、") + text.count(",") >= 1 and len(parts) >= 3 else min(2, len(parts))


def fulfilled(rule: str, amounts: Mapping[str, int]) -> list[str] | None:
    """The elements by which a rule such as ``ban and kinds>=2 or route`` holds; None when it does not."""
    for way in rule.split(" or "):
        used: list[str] = []
        for word in way.split(" and "):
            refused, name, least = _word(word)
            if (amounts[name] >= least) == refused:
                break
            used += [] if refused else [name]
        else:
            return used
    return None


def _word(word: str) -> tuple[bool, str, int]:
    refused = word.startswith("not ")
    name, _, least = word.removeprefix("not ").strip().partition(">=")
    return refused, name, int(least or 1)


def _sure(status: str, entry: Wanted, used: list[str], seen: Mapping[str, _Seen]) -> float:
    """How sure: more where several sentences show it, less where the status hangs by one."""
    least = min((len(seen[key].shown) for key in used), default=0)
    base = 0.75 if status == "met" else 0.6
    return round(min(0.95, base + 0.07 * min(least, 3)), 2)
