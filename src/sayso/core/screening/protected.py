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
from collections.abc import Iterator, Sequence
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
_WEIGHTS: Final = np.array((6, 3, 2, 1, 2, 1, -3, 0, 0))
_MOST: Final = np.array((99, 99, 99, 2, 1, 1, 99, 0, 0))
"""How many phrases of each section count in one sentence, so that length alone makes no talk."""
_ABOUT: Final = slice(0, 4)
"""The sections that are about work; the others only weigh."""
_ABOUT_OR_WORK: Final = slice(0, 5)
_OTHER: Final = _SECTIONS.index("other")
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

    automaton: ahocorasick_rs.AhoCorasick
    section: Places
    """For each phrase the number of its section."""
    at_most: Places
    """For each phrase what it can add to the weight of a sentence."""
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
    """Protected talk in some texts of a batch; the vocabulary is looked for in all of them at once."""

    def __init__(self, batch: Batch, texts: Sequence[int]) -> None:
        self._batch = batch
        self._marks = _marked(batch, np.asarray(texts, np.int64))

    def sentences(self, text: int) -> list[tuple[int, int]]:
        """Spans (code points of the text, half open) of the sentences that are protected talk, in order.

        White space around a sentence is not part of its span.
        """
        if text not in self._marks:
            return []
        phrases, starts = _longest(self._marks[text])
        if (_phrases().section[phrases] == _ADVERT).any():
            return []
        original = self._batch.texts[text]
        bounds = [0, *(stop.end() for stop in _STOP.finditer(original)), len(original)]
        begins = [self._batch.original(text, start, start + 1)[0] for start in starts.tolist()]
        places = np.searchsorted(bounds[1:-1], begins, "right")
        protected = _protected(_counted(phrases, places, len(bounds) - 1))
        spans = (_trimmed(original, bounds[at], bounds[at + 1]) for at in np.flatnonzero(protected).tolist())
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
    places = _places(batch, texts)
    codes = batch.codes[places]
    codes[codes == 0x2019] = 0x27
    found = known.automaton.find_matches_as_indexes(codes.tobytes().decode("utf-32-le"), overlapping=True)
    if not found:
        return {}
    phrases, starts, ends = np.fromiter(chain.from_iterable(found), np.int64, 3 * len(found)).reshape(-1, 3).T
    word = ((codes >= 97) & (codes <= 122)) | ((codes >= 48) & (codes <= 57))
    whole = ~(known.opens[phrases] & word[starts - 1]) & ~(known.closes[phrases] & word[ends])
    phrases, starts, ends = phrases[whole], places[starts[whole]], places[ends[whole] - 1] + 1
    owner = np.searchsorted(batch.starts, starts, "right") - 1
    weight = np.bincount(owner, known.at_most[phrases], len(batch.starts))
    about = np.bincount(owner[known.section[phrases] < _ABOUT.stop], minlength=len(batch.starts))
    talk = np.flatnonzero((weight >= _ENOUGH - _NEAR) & (about > 0))
    bounds = zip(
        talk.tolist(), np.searchsorted(owner, talk).tolist(), np.searchsorted(owner, talk + 1).tolist(), strict=True
    )
    return {text: _Marks(phrases[a:b], starts[a:b], ends[a:b]) for text, a, b in bounds}


def _places(batch: Batch, texts: Places) -> Places:
    """The places of some texts in the batch, the separator after each included."""
    chosen = np.zeros(len(batch.starts), np.bool_)
    chosen[texts] = True
    return np.flatnonzero(np.repeat(chosen, batch.ends - batch.starts + 1))


def _longest(marks: _Marks) -> tuple[Places, Places]:
    """Of phrases one within another the longer alone: their numbers, and where they begin."""
    order = np.lexsort((-marks.ends, marks.starts))
    phrases, starts, ends = marks.phrases[order], marks.starts[order], marks.ends[order]
    longest = np.ones(len(ends), np.bool_)
    longest[1:] = ends[1:] > np.maximum.accumulate(ends)[:-1]
    return phrases[longest], starts[longest]


def _counted(phrases: Places, sentence: Places, sentences: int) -> Places:
    """How many different phrases of each section (column) each sentence (row) holds."""
    known = _phrases().section
    different = np.unique(sentence * len(known) + phrases)
    row, phrase = np.divmod(different, len(known))
    cells = np.bincount(row * len(_SECTIONS) + known[phrase], minlength=sentences * len(_SECTIONS))
    return cells.reshape(sentences, len(_SECTIONS))


def _protected(counts: Places) -> Flags:
    """Which sentences are protected talk: by themselves, or beside one that is and of no other subject."""
    other = counts[:, _OTHER] > 0
    talk = _is_talk(counts, other)
    protected = talk.copy()
    for beside in (_after, _before):
        front = talk
        for _ in range(_REACH):
            front = beside(front) & ~other
            protected |= front
    return protected


def _is_talk(counts: Places, other: Flags) -> Flags:
    """Which sentences are about work by themselves, the ones next to them weighed in."""
    work = counts[:, _ABOUT_OR_WORK].max(1) > 0
    near_work = _after(work) | _before(work)
    near_else = _after(other) | _before(other)
    weight = np.minimum(counts, _MOST) @ _WEIGHTS + np.where(near_work, _NEAR, np.where(near_else, -_ELSE, 0))
    about: Flags = counts[:, _ABOUT].max(1) > 0
    enough: Flags = weight >= _ENOUGH
    return about & enough


def _after(flags: Flags) -> Flags:
    """Whether the flag stands at the place before."""
    return np.concatenate(([False], flags[:-1]))


def _before(flags: Flags) -> Flags:
    """Whether the flag stands at the place after."""
    return np.concatenate((flags[1:], [False]))


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    sentence = text[start:end].rstrip()
    return start + len(sentence) - len(sentence.lstrip()), start + len(sentence)


@cache
def _phrases() -> _Phrases:
    """Read once, at the first post that needs it."""
    listed = list(_vocabulary())
    batch = Batch([phrase.removesuffix("*") for _, phrase in listed])
    known: dict[str, tuple[int, int, bool, bool]] = {}
    for (name, phrase), start, end in zip(listed, batch.starts.tolist(), batch.ends.tolist(), strict=True):
        section = _SECTIONS.index(name)
        plain = batch.text[start:end]
        closes = plain[-1] in _WORD and not phrase.endswith("*")
        known[plain] = section, max(0, int(_WEIGHTS[section])), plain[0] in _WORD, closes
    automaton = ahocorasick_rs.AhoCorasick(list(known), matchkind=ahocorasick_rs.MatchKind.Standard)
    sections, at_most, opens, ends = zip(*known.values(), strict=True)
    return _Phrases(automaton, np.array(sections), np.array(at_most), np.array(opens), np.array(ends))


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
