"""Protected speech: employees' talk about pay, hours, conditions, safety at work, management and organising.

Where a policy says ``protected_speech: true``, a finding of the opinion sort (listed words, patterns, statements they
require) is dropped when it lies in a sentence that is such talk. United States: National Labor Relations Act,
section 7. Taiwan: Labor Standards Act (勞動基準法) article 74, Labor Union Act (工會法) article 35, Gender Equality in
Employment Act (性別平等工作法) article 36.

How a sentence is judged. The phrases that decide are data (``data/topics.*.txt``), matched on the folded text. Each
adds the weight of its section: a telling phrase (“unpaid overtime”) is enough; an ambiguous one (“bonus”) needs a
second one, or work around it (“my team”), and another subject (“price”, “customer”) counts against it. The sentences
next to it have a small say. A recruiting advertisement is never such talk.

Up to two sentences before and after a protected one are protected with it (“Revenue is up 40 %. Nobody got a raise.
Idiots.”), as far as none holds a word of another subject: what people say about work is seldom done in one sentence,
and a rule that finds the sentence beside it would punish the talk all the same.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib import resources
from itertools import chain
from typing import Final, NamedTuple

import ahocorasick_rs
import numpy as np
from numpy.typing import NDArray

from sayso.core.fold import Batch

LANGS: Final = ("en", "zh-Hant")

_SECTIONS: Final = ("talk", "people", "topic", "hint", "work", "self", "other", "nothing", "advert")
_WEIGHTS: Final = (6, 3, 2, 1, 2, 1, -3, 0, 0)
_MOST: Final = (99, 99, 99, 2, 1, 1, 99, 0, 0)
"""How many phrases of each section count in one sentence, so that length alone makes no talk."""
_ABOUT: Final = range(4)
"""The sections that are about work; the others only weigh."""
_ABOUT_OR_WORK: Final = range(5)
_OTHER: Final = _SECTIONS.index("other")
_SELF: Final = _SECTIONS.index("self")
_ADVERT: Final = _SECTIONS.index("advert")
_ENOUGH: Final = 4
_NEAR: Final = 1
"""What it adds when a sentence next to it speaks of work; one that speaks of another subject only takes `_ELSE`."""
_ELSE: Final = 3
_REACH: Final = 2
"""How many sentences before and after a protected one are protected with it."""

_CLOSERS: Final = "”’」』）)\\]\"'】》〉"
_STOP: Final = re.compile(
    r"[。！？｡!?.\n\r\u2028\u2029](?:(?<=[\n\r\u2028\u2029])"
    rf"|(?<=[。！？｡])[。！？｡!?.]*+[{_CLOSERS}]*+"
    r"|(?<=[!?.])(?<![!?.][!?.])(?:(?<!\.)|(?=\.)|"
    # A full stop after an initial or an abbreviation ends no sentence, nor one between "No" and a number.
    r"(?<!\b[A-Za-z]\.)(?<!\b(?:[MD]r|M[rs]|St|vs|Co)\.)(?<!\b(?:Mrs|Inc|Ltd|etc)\.)(?<!\b(?:Prof|dept)\.)"
    r"(?:(?<!\b[Nn]o\.)|(?!\s*\d)))"
    rf"[!?.]*+[{_CLOSERS}]*+(?=\s|\Z|[\u2e80-\uffef]))\s*+"
)
"""Where a sentence ends, closing marks and the white space after it included. No run is entered twice: linear."""

Places = NDArray[np.int64]
Flags = NDArray[np.bool_]
_WORD: Final = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")
"""Characters of folded text between which no English phrase begins or ends."""


class _Phrases(NamedTuple):
    """The vocabulary of both languages together, for posts mix them."""

    telling: ahocorasick_rs.AhoCorasick
    """Finds all phrases but those of the section ``self``."""
    common: ahocorasick_rs.AhoCorasick
    """Finds those: “I”, “we” and the like, looked for only where something telling is."""
    first_common: int
    """The number of the first of them."""
    section: Places
    """For each phrase the number of its section."""
    sections: list[int]
    """The same as a list."""
    opens: Flags
    """For each phrase whether a word must begin where it begins."""
    closes: Flags
    """For each phrase whether a word must end where it ends."""


class _Marks(NamedTuple):
    """Phrases in one text: the number of each, and the folded places of its beginning and end in the batch."""

    phrases: Places
    starts: Places
    ends: Places


class Speech:
    """Protected talk in some texts of a batch; the vocabulary is looked for in all of them at once.

    `talks` are the texts that may hold any.
    """

    def __init__(self, batch: Batch, texts: Sequence[int]) -> None:
        self._batch = batch
        self.talks = _marked(batch, np.asarray(texts, np.int64))

    def sentences(self, text: int) -> list[tuple[int, int]]:
        """Spans (code points of the text, half open) of the sentences that are protected talk, in order.

        White space around a sentence is not part of its span.
        """
        marks = self.talks.get(text)
        if marks is None:
            return []
        held = _longest(marks)
        section = _phrases().sections
        if any(section[phrase] == _ADVERT for _, phrase in held):
            return []
        original = self._batch.texts[text]
        ends = [stop.end() for stop in _STOP.finditer(original)]
        phrases: defaultdict[int, set[int]] = defaultdict(set)
        for start, phrase in held:
            phrases[bisect_right(ends, self._batch.original(text, start, start + 1)[0])].add(phrase)
        counts = {at: Counter(section[phrase] for phrase in some) for at, some in phrases.items()}
        bounds = [0, *ends, len(original)]
        spans = (_trimmed(original, *bounds[at : at + 2]) for at in sorted(_protected(counts)) if 0 <= at <= len(ends))
        return [(start, end) for start, end in spans if start < end]


def sentences(text: str) -> list[tuple[int, int]]:
    """Spans of the sentences of one text that are protected talk; linear in its length."""
    return Speech(Batch([text]), [0]).sentences(0)


@cache
def pack(lang: str) -> tuple[str, ...]:
    """Posts in `lang` (``en`` or ``zh-Hant``) that employees may always write; ``ValueError`` for another language.

    No policy with protected speech may flag one of them on a personal account.
    """
    if lang not in LANGS:
        raise ValueError(f"there is no pack of protected posts in {lang!r}; there is one in {' and '.join(LANGS)}")
    return tuple(_lines(f"protected.{lang}.txt"))


def _marked(batch: Batch, texts: Places) -> dict[int, _Marks]:
    """The phrases in each of the texts that hold enough of them to be talk at all; pieces of longer words aside."""
    known = _phrases()
    marks = _found(known.telling, 0, batch, texts)
    talk = _weighty(marks, batch, _WEIGHTS[_SELF])
    if not len(talk):
        return {}
    marks = _Marks(*map(np.concatenate, zip(marks, _found(known.common, known.first_common, batch, talk), strict=True)))
    order = np.argsort(marks.starts, kind="stable")
    marks = _Marks(*(column[order] for column in marks))
    talk = _weighty(marks, batch, 0)
    first = np.searchsorted(marks.starts, batch.starts[talk]).tolist()
    last = np.searchsorted(marks.starts, batch.ends[talk]).tolist()
    return {
        text: _Marks(*(column[a:b] for column in marks)) for text, a, b in zip(talk.tolist(), first, last, strict=True)
    }


def _weighty(marks: _Marks, batch: Batch, spare: int) -> Places:
    """The texts in which a sentence may be about work and weigh enough, given `spare` more than what is marked."""
    sections = len(_SECTIONS)
    owner = np.searchsorted(batch.starts, marks.starts, "right") - 1
    cells = np.bincount(owner * sections + _phrases().section[marks.phrases], minlength=sections * len(batch.starts))
    counts = cells.reshape(-1, sections)
    most = np.minimum(counts, _MOST) @ np.maximum(_WEIGHTS, 0)
    return np.flatnonzero((most + spare >= _ENOUGH - _NEAR) & (counts[:, _ABOUT].max(1) > 0))


def _found(automaton: ahocorasick_rs.AhoCorasick, first: int, batch: Batch, texts: Places) -> _Marks:
    """The places of an automaton's phrases, of which the first has the number `first`."""
    known = _phrases()
    places = _places(batch, texts)
    codes = batch.codes[places]
    codes[codes == 0x2019] = 0x27
    found = automaton.find_matches_as_indexes(codes.tobytes().decode("utf-32-le"), overlapping=True)
    phrases, starts, ends = np.fromiter(chain.from_iterable(found), np.int64, 3 * len(found)).reshape(-1, 3).T
    phrases = phrases + first
    word = ((codes >= 97) & (codes <= 122)) | ((codes >= 48) & (codes <= 57))
    whole = ~(known.opens[phrases] & word[starts - 1]) & ~(known.closes[phrases] & word[ends])
    return _Marks(phrases[whole], places[starts[whole]], places[ends[whole] - 1] + 1)


def _places(batch: Batch, texts: Places) -> Places:
    """The places of some texts in the batch, the separator after each included."""
    chosen = np.zeros(len(batch.starts), np.bool_)
    chosen[texts] = True
    return np.flatnonzero(np.repeat(chosen, batch.ends - batch.starts + 1))


def _longest(marks: _Marks) -> list[tuple[int, int]]:
    """Of phrases one within another the longer alone: where they begin, and their numbers."""
    found = sorted(zip(marks.starts.tolist(), (-marks.ends).tolist(), marks.phrases.tolist(), strict=True))
    longest: list[tuple[int, int]] = []
    reached = -1
    for start, end, phrase in found:
        if -end > reached:
            longest.append((start, phrase))
            reached = -end
    return longest


def _protected(counts: Mapping[int, Counter[int]]) -> set[int]:
    """Which sentences are protected talk: by themselves, or beside one that is and of no other subject.

    `counts` says of each sentence that holds a phrase how many different ones of each section it holds.
    """
    other = {at for at, held in counts.items() if held[_OTHER]}
    work = {at for at, held in counts.items() if any(held[section] for section in _ABOUT_OR_WORK)}
    talk = {at for at, held in counts.items() if _is_talk(at, held, work, other)}
    protected = set(talk)
    for step in (-1, 1):
        front = talk
        for _ in range(_REACH):
            front = {at + step for at in front} - other
            protected |= front
    return protected


def _is_talk(at: int, held: Counter[int], work: set[int], other: set[int]) -> bool:
    """Whether a sentence is about work by itself, the ones next to it weighed in."""
    if not any(held[section] for section in _ABOUT):
        return False
    weight = sum(_WEIGHTS[section] * min(count, _MOST[section]) for section, count in held.items())
    if at - 1 in work or at + 1 in work:
        weight += _NEAR
    elif at - 1 in other or at + 1 in other:
        weight -= _ELSE
    return weight >= _ENOUGH


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    sentence = text[start:end].rstrip()
    return start + len(sentence) - len(sentence.lstrip()), start + len(sentence)


@cache
def _phrases() -> _Phrases:
    """Read once, at the first post that needs it."""
    listed = list(_vocabulary())
    batch = Batch([phrase.removesuffix("*") for _, phrase in listed])
    known: dict[str, tuple[int, bool, bool]] = {}
    for (name, phrase), start, end in zip(listed, batch.starts.tolist(), batch.ends.tolist(), strict=True):
        section = _SECTIONS.index(name)
        plain = batch.text[start:end]
        closes = plain[-1] in _WORD and not phrase.endswith("*")
        known[plain] = section, plain[0] in _WORD, closes
    phrases = sorted(known, key=lambda phrase: known[phrase][0] == _SELF)
    common = sum(known[phrase][0] != _SELF for phrase in phrases)
    sections, opens, ends = zip(*(known[phrase] for phrase in phrases), strict=True)
    return _Phrases(
        _automaton(phrases[:common]), _automaton(phrases[common:]), common,
        np.array(sections), list(sections), np.array(opens), np.array(ends),
    )  # fmt: skip


def _automaton(phrases: list[str]) -> ahocorasick_rs.AhoCorasick:
    return ahocorasick_rs.AhoCorasick(phrases, matchkind=ahocorasick_rs.MatchKind.Standard)


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
