"""The ideas that evidence is made of, each with the many ways to say it in English and Chinese, found in linear time."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache, cached_property
from importlib import resources
from typing import Any, Final

import re2
import yaml

from sayso.core.audit.text import Statement, folded
from sayso.core.policy.tree import LOADER

DATA: Final = resources.files("sayso.core.audit") / "data"
Span = tuple[int, int]

_GAP: Final = {"en": r"(?:[ -][\w'-]+){0,4}?[ -]", "zh": r"[^,;。:]{0,8}?"}


def load(name: str) -> Any:
    """A file of the audit's data."""
    return yaml.load((DATA / name).read_text("utf-8"), LOADER)


def expression(pattern: str, lang: str) -> str:
    """A way of saying something as a regular expression over folded text.

    In English a trailing ``*`` stands for any ending and whole words are meant; ``~`` bridges up to four words, in
    Chinese up to eight characters of the same clause.
    """
    plain = folded_pattern(pattern)
    if lang == "en":
        plain = re.sub(r"(?<=[\w)])\*", r"\\w*", plain)
        plain = re.sub(r" ?~ ?", lambda _: "\0", plain).replace(" ", "[ -]").replace("\0", _GAP["en"])
        # A pattern that starts or ends with a quotation mark or the like has no word there to be whole.
        return ("" if plain[0] in '[#"' else r"\b") + f"(?:{plain})" + ("" if plain[-1] in ']"' else r"\b")
    plain = plain.replace(" ", "")
    return rf"\b{plain}\b" if plain.isascii() and plain.isalpha() else plain.replace("~", _GAP["zh"])


def folded_pattern(pattern: str) -> str:
    """A pattern in the variant of Chinese and the case that texts are folded to."""
    return "".join(folded(char) or char if char.isalpha() else char for char in pattern)


class _Idea:
    """An idea's patterns, compiled when they are first needed."""

    def __init__(self, said: list[str], unless: list[str]) -> None:
        self.pattern = "|".join(said)
        self._unless = "|".join(unless)

    @cached_property
    def said(self) -> Any:
        return re2.compile(self.pattern, _options())

    @cached_property
    def unless(self) -> Any:
        """What looks like it and is not; a match that overlaps one of these does not count."""
        return re2.compile(self._unless, _options()) if self._unless else None


def _options() -> Any:
    options = re2.Options()
    options.never_capture = True
    options.log_errors = False
    options.max_mem = 64 << 20
    return options


@cache
def ideas() -> Mapping[str, _Idea]:
    """Every idea of the lexicons by its name."""
    said: dict[str, list[str]] = {}
    unless: dict[str, list[str]] = {}
    for file in sorted((DATA / "concepts").iterdir(), key=lambda each: each.name):
        for name, ways in yaml.load(file.read_text("utf-8"), LOADER).items():
            said[name], unless[name] = _ways(ways), _ways(ways.get("not", {}))
    return {name: _Idea(ways, unless[name]) for name, ways in said.items()}


def _ways(ways: Mapping[str, Any]) -> list[str]:
    return [expression(way, lang) for lang in ("en", "zh") for way in ways.get(lang, ())]


@cache
def _sieve() -> tuple[Any, tuple[str, ...]]:
    """One pass that tells which ideas a text may hold."""
    names = tuple(ideas())
    made = re2.Set.SearchSet(_options())
    for name in names:
        made.Add(ideas()[name].pattern)
    made.Compile()
    return made, names


def _held(text: str) -> frozenset[str]:
    sieve, names = _sieve()
    numbers = sieve.Match(text)
    if numbers:
        return frozenset(names[number] for number in numbers)
    # Nothing found, or the sieve ran out of memory over a long text, which looks the same: ask one by one.
    return frozenset(name for name, idea in ideas().items() if idea.said.search(text))


class Reading:
    """What ideas the statements of one document hold, looked up once."""

    def __init__(self, statements: tuple[Statement, ...]) -> None:
        self.statements = statements
        self._held: dict[str, frozenset[str]] = {}
        self._spans: dict[tuple[str, str], tuple[Span, ...]] = {}

    def spans(self, idea: str, text: str) -> tuple[Span, ...]:
        """Where a text says the idea."""
        if idea not in self._names(text):
            return ()
        key = idea, text
        if key not in self._spans:
            self._spans[key] = tuple(_spans(ideas()[idea], text))
        return self._spans[key]

    def _names(self, text: str) -> frozenset[str]:
        held = self._held.get(text)
        if held is None:
            held = self._held[text] = _held(text)
        return held


def _spans(idea: _Idea, text: str) -> Iterator[Span]:
    barred = [found.span() for found in idea.unless.finditer(text)] if idea.unless else []
    for found in idea.said.finditer(text):
        start, end = found.span()
        if not any(first < end and start < last for first, last in barred):
            yield start, end
