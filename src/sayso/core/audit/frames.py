"""Frames: which ideas together, said how and how near to each other, make an element of a control. Pure.

A frame is a line of terms, all of which must hold for a statement. A term is one idea or several with ``|`` between:

- ``idea`` is said in the statement, or in the line that leads into its list;
- ``in:idea`` is said there or in the headings above;
- ``yes:idea`` is said and not taken back by a “no”, “never” or 「沒有」 just before it;
- ``no:idea`` is what the statement forbids;
- ``not:idea`` is not said;
- ``near:idea`` is said in the statement, in the one before it, or in the headings;
- ``part:idea`` is said anywhere in the section; ``doc:idea`` anywhere in the document;
- ``head:idea`` is said in the headings or in a heading itself;
- ``a>b``: the first before the second in the same statement, with not much between.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Final, NamedTuple

from sayso.core.audit.concepts import Reading, Span, ideas
from sayso.core.audit.text import Statement

REACH: Final = (110, 40)
"""How many characters a prohibition reaches, in English and in Chinese."""
SHORT: Final = (28, 7)
"""How many characters before a word a “no” still takes it back."""
PACE: Final = (90, 30)
"""How many characters may lie between the two of `a>b`."""


class Term(NamedTuple):
    how: str
    ideas: tuple[str, ...]


class Frame(NamedTuple):
    """Terms that must all hold."""

    terms: tuple[Term, ...]


@cache
def frame(line: str) -> Frame:
    """A frame as it is written; a name that no lexicon knows is a mistake in the data."""
    terms = tuple(_term(word) for word in line.split())
    unknown = [name for term in terms for one in term.ideas for name in one.split(">") if name not in ideas()]
    if unknown:
        raise ValueError(f"unknown ideas in “{line}”: {', '.join(unknown)}")
    return Frame(terms)


def _term(word: str) -> Term:
    how, colon, rest = word.partition(":")
    return Term(how if colon else "own", tuple((rest if colon else word).split("|")))


class Matcher:
    """Frames held against the statements of one document."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._statements = reading.statements
        self._parts: dict[int, list[Statement]] = {}
        for statement in self._statements:
            self._parts.setdefault(statement.section, []).append(statement)
        self._holds: dict[str, Callable[[Statement, str], bool]] = {
            "own": lambda s, idea: bool(self._own(s, idea)),
            "in": lambda s, idea: bool(self._own(s, idea)) or self._head(s, idea),
            "head": self._head,
            "yes": self._affirmed,
            "no": self._forbidden,
            "not": lambda s, idea: not self._own(s, idea),
            "near": self._near,
            "part": self._part,
            "doc": lambda _, idea: self._doc(idea),
        }
        self._in_part: dict[tuple[int, str], bool] = {}
        self._in_doc: dict[str, bool] = {}

    def matching(self, lines: tuple[str, ...], among: tuple[Statement, ...]) -> Iterator[Statement]:
        """The statements for which one of the frames holds."""
        frames = [frame(line) for line in lines]
        return (statement for statement in among if any(self.holds(one, statement) for one in frames))

    def holds(self, wanted: Frame, statement: Statement) -> bool:
        """Whether all terms of a frame hold for a statement."""
        return all(self._term(term, statement) for term in wanted.terms)

    def is_public(self, statement: Statement) -> bool:
        """Whether the statement stands under a heading that speaks to visitors, not to staff."""
        return self._head(statement, "visitors-rules")

    def is_rule(self, statement: Statement) -> bool:
        """Whether the statement tells what to do or not to do."""
        return any(bool(self._own(statement, idea)) for idea in ("rule-prohibit", "must-do", "forbid"))

    def is_opening(self, statement: Statement) -> bool:
        """Whether the statement only says for whom, why or since when the document is there."""
        return any(
            bool(self._own(statement, idea)) or self._head(statement, idea)
            for idea in ("applies", "effective", "opening")
        )

    def mentions(self, idea: str) -> bool:
        """Whether the document speaks of an idea at all."""
        return self._doc(idea)

    def words(self, statement: Statement, idea: str) -> Iterator[str]:
        """The words by which the statement says an idea."""
        return (statement.bare[start:end] for start, end in self._reading.spans(idea, statement.bare))

    def says(self, statement: Statement, idea: str) -> bool:
        """Whether the statement itself, without its lead or headings, says the idea."""
        return bool(self._reading.spans(idea, statement.bare))

    def _term(self, term: Term, statement: Statement) -> bool:
        holds = self._holds[term.how]
        if term.how == "not":
            return all(holds(statement, idea) for idea in term.ideas)
        return any(self._ordered(statement, idea) if ">" in idea else holds(statement, idea) for idea in term.ideas)

    def _own(self, statement: Statement, idea: str) -> tuple[Span, ...]:
        return self._reading.spans(idea, statement.own)

    def _head(self, statement: Statement, idea: str) -> bool:
        return bool(self._reading.spans(idea, statement.head))

    def _affirmed(self, statement: Statement, idea: str) -> bool:
        reach = SHORT[_chinese(statement.own)]
        taken_back = [end for _, end in (*self._own(statement, "none"), *self._own(statement, "waive"))]
        return any(
            not any(0 <= start - end <= reach and not _broken(statement.own, end, start) for end in taken_back)
            for start, _ in self._own(statement, idea)
        )

    def _forbidden(self, statement: Statement, idea: str) -> bool:
        said = self._own(statement, idea)
        if not said:
            return False
        if self._reading.spans("donts", statement.head) and statement.kind == "item":
            return True
        reach = REACH[_chinese(statement.own)]
        before = [end for _, end in self._own(statement, "forbid")]
        after = [start for start, _ in self._own(statement, "forbidden-after")]
        return any(
            any(-12 <= start - stop <= reach for stop in before) or any(0 <= stop - end <= reach for stop in after)
            for start, end in said
        )

    def _near(self, statement: Statement, idea: str) -> bool:
        if self._head(statement, idea):
            return True
        around = self._statements[max(0, statement.index - 1) : statement.index + 1]
        return any(bool(self._own(each, idea)) for each in around if each.section == statement.section)

    def _part(self, statement: Statement, idea: str) -> bool:
        key = statement.section, idea
        if key not in self._in_part:
            self._in_part[key] = any(bool(self._own(each, idea)) for each in self._parts[statement.section])
        return self._in_part[key] or self._head(statement, idea)

    def _doc(self, idea: str) -> bool:
        if idea not in self._in_doc:
            self._in_doc[idea] = any(bool(self._own(each, idea)) for each in self._statements)
        return self._in_doc[idea]

    def _ordered(self, statement: Statement, pair: str) -> bool:
        first, _, second = pair.partition(">")
        pace = PACE[_chinese(statement.own)]
        ends = [end for _, end in self._own(statement, first)]
        return any(0 <= start - end <= pace for start, _ in self._own(statement, second) for end in ends)


def _broken(text: str, start: int, end: int) -> bool:
    """Whether a clause ends between two places."""
    return any(mark in text[start:end] for mark in ",;:。")


def _chinese(text: str) -> bool:
    return any("\u4e00" <= char <= "\u9fff" for char in text)
