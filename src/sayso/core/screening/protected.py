"""Protected speech: employees' talk about pay, hours, conditions, safety at work, management and organising.

Where a policy says ``protected_speech: true``, a finding of the opinion sort (listed words, patterns, statements they
require) is dropped when it lies in a sentence that is such talk. United States: National Labor Relations Act,
section 7. Taiwan: Labor Standards Act (勞動基準法) article 74, Labor Union Act (工會法) article 35, Gender Equality in
Employment Act (性別平等工作法) article 36.

How a sentence is judged. The phrases that decide are data (``data/topics.*.txt``), matched on the folded text. A
sentence is protected talk when it holds a phrase about work (``talk`` or ``topic``) and its weights add up: a telling
phrase (“unpaid overtime”) is enough; an ambiguous one (“bonus”) needs a second one, or work around it (“my team”), and
another subject (“price”, “customer”) counts against it. A recruiting advertisement is never such talk.

Up to two sentences before and after a protected one are protected with it (“Revenue is up 40 %. Nobody got a raise.
Idiots.”), as far as none holds a word of another subject: what people say about work is seldom done in one sentence,
and a rule that finds the sentence beside it would punish the talk all the same.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from typing import Final, NamedTuple

import ahocorasick_rs

from sayso.core.fold import fold

LANGS: Final = ("en", "zh-Hant")

_ENOUGH: Final = 4
_WEIGHT: Final = {"talk": 6, "people": 3, "topic": 2, "hint": 1, "work": 2, "self": 1, "other": -3, "nothing": 0, "advert": 0}
_MOST: Final = {"hint": 2, "work": 1, "self": 1}
"""How many phrases of such a section count in a sentence, so that length alone makes no talk."""
_TALK: Final = frozenset({"talk", "people", "topic", "hint"})
_NEIGHBOUR: Final = 1
"""What it adds when the sentence before or after speaks of work; one that speaks only of another subject takes as much
as that subject in the sentence itself."""
_REACH: Final = 2
"""How many sentences before and after a protected one are protected with it."""

_CLOSERS: Final = "”’」』）)\\]\"'】》〉"
_ABBREVIATIONS: Final = ("[a-z]", "mr", "ms", "mrs", "dr", "st", "vs", "prof", "inc", "ltd", "co", "approx", "dept")
_STOP: Final = re.compile(
    rf"[。！？｡][。！？｡!?.]*+[{_CLOSERS}]*+\s*+"
    r"|(?<![!?.])(?:[!?]|\.\.|"
    + "".join(rf"(?<!\b{word})" for word in _ABBREVIATIONS)
    + rf"(?:(?<!\bno)|(?!\.\s*\d))\.)[!?.]*+[{_CLOSERS}]*+(?:\s++|\Z|(?=[\u2e80-\uffef]))"
    r"|[\n\r\u2028\u2029]\s*+",
    re.IGNORECASE,
)
"""Where a sentence ends, its closing marks and the white space after it included. A full stop within a number, an
address or an abbreviation ends none. Possessive throughout, and no run is entered twice: linear."""


class _Phrases(NamedTuple):
    """The vocabulary of both languages together, for posts mix them."""

    automaton: ahocorasick_rs.AhoCorasick
    section: tuple[str, ...]
    """For each phrase its section."""
    word: tuple[tuple[bool, bool], ...]
    """For each phrase whether a word must begin where it begins, and end where it ends."""

    def stands(self, phrase: int, text: str, start: int, end: int) -> bool:
        """Whether ``text[start:end]``, which reads like `phrase`, is not a piece of longer words."""
        begins, closes = self.word[phrase]
        return not (
            (begins and start and _in_word(text[start - 1])) or (closes and end < len(text) and _in_word(text[end]))
        )


Marks = set[int]
"""Numbers of the phrases that a sentence holds."""


def sentences(text: str) -> list[tuple[int, int]]:
    """Spans (code points of `text`, half open) of the sentences that are protected talk, in order.

    Linear in the text's length. White space around a sentence is not part of its span.
    """
    found = list(_found(text))
    sections = {_phrases().section[phrase] for _, phrase in found}
    if "advert" in sections or sections.isdisjoint(_TALK):
        return []
    ends = [stop.end() for stop in _STOP.finditer(text)]
    held: defaultdict[int, Marks] = defaultdict(set)
    for start, phrase in found:
        held[bisect_right(ends, start)].add(phrase)
    bounds = [0, *ends, len(text)]
    spans = (_trimmed(text, *bounds[at : at + 2]) for at in sorted(_protected(held)) if 0 <= at <= len(ends))
    return [(start, end) for start, end in spans if start < end]


@cache
def pack(lang: str) -> tuple[str, ...]:
    """Posts in `lang` (``en`` or ``zh-Hant``) that employees may always write; ``ValueError`` for another language.

    No policy with protected speech may flag one of them on a personal account.
    """
    if lang not in LANGS:
        raise ValueError(f"there is no pack of protected posts in {lang!r}; there is one in {' and '.join(LANGS)}")
    return tuple(_lines(f"protected.{lang}.txt"))


def _found(text: str) -> Iterator[tuple[int, int]]:
    """Where in `text` a phrase begins, and its number; of phrases that overlap the first, and of these the longest."""
    phrases = _phrases()
    folded = fold(text)
    plain = folded.text.replace("’", "'")
    everywhere = phrases.automaton.find_matches_as_indexes(plain, overlapping=True)
    free = 0
    for start, negative_end, phrase in sorted((start, -end, phrase) for phrase, start, end in everywhere):
        if start >= free and phrases.stands(phrase, plain, start, -negative_end):
            free = -negative_end
            yield folded.origin[start], phrase


def _in_word(char: str) -> bool:
    return char.isascii() and char.isalnum()


def _protected(held: Mapping[int, Marks]) -> set[int]:
    """Which sentences are protected talk: by themselves, or beside one that is and of no other subject."""
    section = _phrases().section
    kinds = {at: [section[phrase] for phrase in marks] for at, marks in held.items()}
    talk = {at for at in kinds if _is_talk(kinds[at], kinds.get(at - 1, []), kinds.get(at + 1, []))}
    reached = set(talk)
    for step in (-1, 1):
        front = talk
        for _ in range(_REACH):
            front = {at + step for at in front if "other" not in kinds.get(at + step, ())}
            reached |= front
    return reached


def _is_talk(kinds: list[str], *around: list[str]) -> bool:
    """Whether a sentence with phrases of these sections is about work, given those of the sentences next to it."""
    if _TALK.isdisjoint(kinds):
        return False
    weight = sum(_WEIGHT[kind] * min(count, _MOST.get(kind, count)) for kind, count in Counter(kinds).items())
    if any("work" in near or not _TALK.isdisjoint(near) for near in around):
        weight += _NEIGHBOUR
    elif any("other" in near for near in around):
        weight += _WEIGHT["other"]
    return weight >= _ENOUGH


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    sentence = text[start:end].rstrip()
    return start + len(sentence) - len(sentence.lstrip()), start + len(sentence)


@cache
def _phrases() -> _Phrases:
    """Read once, at the first post that needs it."""
    known: dict[str, tuple[str, tuple[bool, bool]]] = {}
    for section, phrase in _vocabulary():
        plain = fold(phrase.removesuffix("*")).text
        known[plain] = section, (_in_word(plain[0]), _in_word(plain[-1]) and not phrase.endswith("*"))
    automaton = ahocorasick_rs.AhoCorasick(list(known), matchkind=ahocorasick_rs.MatchKind.Standard)
    return _Phrases(automaton, tuple(s for s, _ in known.values()), tuple(w for _, w in known.values()))


def _vocabulary() -> Iterator[tuple[str, str]]:
    """Every phrase with its section; where two sections hold the same one, the later counts."""
    for lang, parted_by in (("en", ","), ("zh-Hant", None)):
        section = ""
        for line in _lines(f"topics.{lang}.txt"):
            if line.startswith("["):
                section = line.strip("[]")
                continue
            yield from ((section, phrase.strip()) for phrase in line.split(parted_by) if phrase.strip())


def _lines(name: str) -> Iterator[str]:
    """The lines of a data file; those that begin with ``# `` are comments."""
    text = resources.files("sayso.core.screening").joinpath("data", name).read_text("utf-8")
    return (line for line in text.splitlines() if line and not line.startswith("# "))
