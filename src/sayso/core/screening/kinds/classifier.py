"""Texts by a learnt guess: how likely a text is of some kind, and which of its words speak most for it.

A classifier is linear: each run of a few folded characters has a whole number for a weight, found by hash, and the sum
over a text, divided by the root of its length, is looked up in a table of probabilities. Nothing but sums of whole
numbers, one root and one division (both exact to the last bit in IEEE 754) is computed, so that scores are the same on
every platform. `tools/train_classifier.py` makes the weights; what they were learnt from, how good they are and what
they must not be used for is in ``docs/reference/classifier-NAME.md``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from importlib import resources
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sayso.core.fold import SEPARATOR, UNSPACED, WORD, Batch, Codes, Flags, Places
from sayso.core.policy.model import Text

Scores = NDArray[np.float64]

IDEOGRAPHIC: Final = 0x2E80
"""From this code point on, characters are mostly syllables or words: one or two say as much as a few letters."""
DENSE: Final = (1, 2)
"""How many characters are weighed together from an ideographic character on."""
SPELT: Final = (3, 4, 5)
"""How many are from any other character on, the space at the beginning or end of a text included."""
FEW: Final = 4
"""A text is ideographic when one in so many of its characters is; its probability is then read from a table of its own."""
DIGITS: Final = 10_000
"""Scores are whole multiples of one by this."""
FINE: Final = 8
"""Steps of the table of probabilities to one unit of weight."""
LONGEST: Final = 40
"""Characters that `Classifier.where` points at, and how far it looks for the edges of the words."""
FAINT: Final = 16
"""A character that speaks for the kind less than the best one by this factor is no reason to make a stretch longer."""

_FIRST, _NEXT = np.uint32(0x9E3779B1), np.uint32(0x85EBCA6B)
"""Odd numbers without pattern in their bits: multiplying by them spreads characters over 32 bits."""
_BLANK: Final = np.uint32(0x20)
_PIECE: Final = 1 << 15
"""Characters weighed in one go, so that they stay in the processor's cache."""
_SHARES: Final = 60
"""A run's weight is shared among its characters in this many parts: a multiple of every length of a run."""


class Classifier:
    """Weights and probabilities of one kind of text."""

    def __init__(self, weights: NDArray[np.int8], chances: NDArray[np.uint16], lowest: int, padding: int) -> None:
        self._weights = weights
        self._chances: Scores = chances / np.float64(DIGITS)
        self._lowest = lowest
        self._padding = padding

    def score(self, batch: Batch, texts: Sequence[int]) -> Scores:
        """The probability that each of the texts is of the kind, in whole multiples of 1 / `DIGITS`."""
        if not len(texts):
            return np.empty(0)
        sums = self.sums(*lines(batch, texts))
        place = np.rint(sums.weight * np.float64(FINE) / np.sqrt(sums.length + np.float64(self._padding)))
        step = np.clip(place.astype(np.int64) - self._lowest, 0, self._chances.shape[1] - 1)
        return self._chances[(sums.dense * FEW >= sums.length).astype(np.intp), step]

    def sums(self, codes: Codes, ends: Places) -> Sums:
        """What each of the lines that `lines` gives adds up to."""
        starts = np.concatenate(([0], ends[:-1]))
        weighed = np.empty(len(codes), np.int16)
        for begin in range(0, len(codes), _PIECE):
            piece = codes[begin : begin + _PIECE + SPELT[-1]]
            weighed[begin : begin + _PIECE] = self._weigh(piece)[:_PIECE]
        dense = np.add.reduceat(is_dense(codes[:-1]), starts, dtype=np.int64)
        return Sums(np.add.reduceat(weighed[:-1], starts, dtype=np.int64), dense, ends - starts - 1)

    def _weigh(self, codes: Codes) -> NDArray[np.int16]:
        """For each character the weights of all runs that begin there."""
        dense = is_dense(codes)
        inner = np.flatnonzero(codes == SEPARATOR)
        spelt_sum, dense_sum = np.zeros(len(codes), np.int16), np.zeros(len(codes), np.int16)
        for run in runs(codes, len(self._weights), with_dense=bool(dense.any())):
            into = dense_sum if run.length in DENSE else spelt_sum
            weights = self._weights[run.buckets]
            weights[crossing(inner, run)] = 0
            into[: len(weights)] += weights
        return np.where(dense, dense_sum, spelt_sum)

    def where(self, batch: Batch, text: int) -> tuple[int, int]:
        """The stretch of a text, as a span of the batch's folded text, whose words speak most for the kind."""
        first, last = int(batch.starts[text]), int(batch.ends[text])
        credit = self._credit(*lines(batch, [text]))
        start, end = _heaviest(credit)
        start, end = _whole_words(batch.kinds[first:last] & np.uint8(WORD | UNSPACED), start, end)
        return first + start, first + end

    def _credit(self, codes: Codes, ends: Places) -> Places:
        """For each character of the one line its share of the weights of the runs it is part of."""
        dense = is_dense(codes)
        credit = np.zeros(len(codes) + SPELT[-1], np.int64)
        for run in runs(codes, len(self._weights), with_dense=True):
            weights = self._weights[run.buckets].astype(np.int64) * (_SHARES // run.length)
            weights[dense[: len(weights)] != (run.length in DENSE)] = 0
            weights[crossing(ends, run)] = 0
            for offset in range(run.length):
                credit[offset : offset + len(weights)] += weights
        return credit[1 : len(codes) - 1]


class Sums(NamedTuple):
    """What the characters of some texts add up to."""

    weight: Places
    dense: Places
    """How many of them are ideographic."""
    length: Places


def is_dense(codes: Codes) -> Flags:
    """Which characters begin runs of `DENSE` length, the others runs of `SPELT` length."""
    dense: Flags = (codes >= IDEOGRAPHIC) & (codes != SEPARATOR)
    return dense


class Run(NamedTuple):
    """All runs of so many characters of some lines: the bucket of the one that begins at each character."""

    length: int
    buckets: Codes


def runs(codes: Codes, size: int, *, with_dense: bool) -> Iterator[Run]:
    """The runs of lines, in a table of `size` buckets; a power of two."""
    shift = np.uint32(32 - (size.bit_length() - 1))
    single = np.where(codes == SEPARATOR, _BLANK, codes) * _FIRST
    hashed = single
    for length in range(1, min(SPELT[-1], len(codes)) + 1):
        if length > 1:
            hashed = hashed[:-1] * _NEXT
            hashed += single[length - 1 :]
        if length in SPELT or with_dense:
            yield Run(length, hashed >> shift)


def crossing(separators: Places, run: Run) -> Places:
    """Where runs begin that would reach over a separator into the next line; they may begin or end with one."""
    before = separators - np.arange(1, max(1, run.length - 1))[:, None]
    begins: Places = before.ravel()
    return begins[(begins >= 0) & (begins < len(run.buckets))]


def lines(batch: Batch, texts: Sequence[int]) -> tuple[Codes, Places]:
    """A separator, then the folded characters of each text and a separator; and where the latter stand."""
    codes, ends = batch.codes, batch.ends
    if texts != range(len(ends)):
        chosen = np.asarray(texts, np.int64)
        lengths = ends[chosen] - batch.starts[chosen] + 1
        ends = np.cumsum(lengths) - 1
        codes = codes[np.arange(int(lengths.sum())) + np.repeat(batch.starts[chosen] - ends + lengths - 1, lengths)]
    return np.concatenate((np.array([SEPARATOR], np.uint32), codes)), ends + 1


def _heaviest(credit: Places) -> tuple[int, int]:
    """The stretch of at most `LONGEST` whose credit exceeds by most what each character must earn.

    That is half of what they earn on average, and at least a small part (`FAINT`) of what the best one does.
    """
    count = len(credit)
    due = max(0, int(credit.sum()) // (2 * count), int(credit.max()) // FAINT)
    above = np.concatenate(([0], np.cumsum(credit - due)))
    end = int(np.argmax(above - np.minimum.accumulate(above)))
    start = int(np.argmin(above[: end + 1]))
    if start == end:  # no character stands out
        return 0, min(count, LONGEST)
    if end - start > LONGEST:
        start += int(np.argmax(above[start + LONGEST : end + 1] - above[start : end + 1 - LONGEST]))
        end = start + LONGEST
    return start, end


def _whole_words(bits: NDArray[np.uint8], start: int, end: int) -> tuple[int, int]:
    """A stretch out to the edges of the words it cuts, and without what is no word at its ends."""
    word: Flags = (bits & WORD) != 0
    low, high = max(0, start - LONGEST), min(len(bits), end + LONGEST)
    while low < start and word[start] and word[start - 1]:
        start -= 1
    while end < high and word[end] and word[end - 1]:
        end += 1
    inside = np.flatnonzero(bits[start:end])
    return (start + int(inside[0]), start + int(inside[-1]) + 1) if len(inside) else (start, end)


class Kind(NamedTuple):
    """A classifier by what it is called, and what makes it."""

    label: Text
    """What it is called in a finding's ``{kind}``."""
    load: Callable[[], Classifier]


@cache
def _derogatory() -> Classifier:
    return _load("derogatory")


def _load(name: str) -> Classifier:
    with resources.files("sayso.core.screening").joinpath(f"data/classifier-{name}.npz").open("rb") as file:
        kept = np.load(file)
        return Classifier(kept["weights"], kept["chances"], int(kept["lowest"]), int(kept["padding"]))


CLASSIFIERS: Final[dict[str, Kind]] = {
    "derogatory": Kind(
        {"en": "wording that may insult or degrade people", "zh-Hant": "可能侮辱或貶低他人的說法"}, _derogatory
    ),
}
"""Name, as in a rule's ``{classifier: NAME, above: …}`` -> the classifier."""
