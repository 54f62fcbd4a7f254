"""Text as it is matched: folded, with the way back to the writer's own characters.

Folding undoes what readers do not see or do not mind: case, compatibility forms (full width, ligatures, mathematical
alphabets), combining marks, zero-width and bidirectional characters, look-alike letters of other scripts, digits of
every script, and the difference between Traditional and Simplified Chinese characters. It works character by character
with one table that ships with the package (`tools/build_fold.py` makes it), so it is the same on every platform. Runs
of white space, line ends included, become one space.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.uint32]
Places = NDArray[np.int64]
Flags = NDArray[np.bool_]

WORD, UNSPACED, LEET, JOINER, BLANK, INNER = 1, 2, 4, 8, 16, 32
"""Bits of `kinds`: in a word of a script that spaces its words; in one that does not; a character leetspeak writes for
a letter; one that is put between letters to hide a word; a space; a joiner of which one inside a word is odd."""
SEPARATOR: Final = 0x10FFFF
"""Stands between the texts of a batch: a noncharacter, which folding turns into U+FFFD where a text holds one."""
_SEPARATOR: Final = chr(SEPARATOR)
_EXPAND: Final = 1 << 31
_EITHER: Final = 1 << 30


class _Tables(NamedTuple):
    fold: Codes
    """Code point -> folded code point; 0: deleted; bit 31: the rest is the number of an expansion; bit 30: i or l."""
    kind: NDArray[np.uint8]
    long: Codes
    starts: Places
    """Expansion ``n`` is ``long[starts[n]:starts[n + 1]]``."""


@cache
def _tables() -> _Tables:
    with resources.files("sayso.core").joinpath("fold.npz").open("rb") as file:
        made = np.load(file)
        fold = made["fold_pages"][made["fold_index"]].reshape(-1)
        kind = made["kind_pages"][made["kind_index"]].reshape(-1)
        long, starts = made["long"], made["starts"].astype(np.int64)
    fold += np.arange(len(fold), dtype=np.uint32)
    fold[SEPARATOR] = SEPARATOR
    return _Tables(fold, kind, long, starts)


def kinds(codes: Codes) -> NDArray[np.uint8]:
    """The bits (`WORD` and so on) of folded characters."""
    return _tables().kind.take(codes)


@cache
def kind(char: str) -> int:
    """The bits of one folded character."""
    return int(_tables().kind[ord(char)])


class Batch:
    """Texts folded together: `text` holds them all, each followed by `SEPARATOR`.

    Text ``n`` is ``text[starts[n]:ends[n]]``, `codes` are the same as code points. `original` leads back. `either` are
    the places at which i and l cannot be told apart: the writer's character is a capital I or looks like one.
    """

    __slots__ = ("_bases", "_breaks", "_edits", "_kinds", "codes", "either", "ends", "starts", "text", "texts")

    def __init__(self, texts: Sequence[str]) -> None:
        joined = _SEPARATOR.join(texts) + _SEPARATOR
        codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32)
        self.texts = texts
        self._breaks = np.flatnonzero(codes == SEPARATOR)
        self._edits = _Edits()
        self.codes, self.either = _fold(codes, self._edits)
        self.ends: Places = np.flatnonzero(self.codes == SEPARATOR)
        if len(self._breaks) != len(texts):
            self.__init__([text.replace(_SEPARATOR, "\ufffd") for text in texts])  # type: ignore[misc]
            self.texts = texts
            return
        self.starts: Places = np.concatenate(([0], self.ends[:-1] + 1))
        self.text = self.codes.tobytes().decode("utf-32-le")
        self._bases: list[int] | None = None
        self._kinds: NDArray[np.uint8] | None = None

    @property
    def kinds(self) -> NDArray[np.uint8]:
        """The bits of each of `codes`."""
        if self._kinds is None:
            self._kinds = kinds(self.codes)
        return self._kinds

    def original(self, number: int, start: int, end: int) -> tuple[int, int]:
        """The span of text `number`, in its own code points, of which ``self.text[start:end]`` is the folded form.

        It reaches over the combining marks that belong to the span's last character.
        """
        bases = self._bases
        if bases is None:
            bases = self._bases = [0, *(self._breaks + 1).tolist()]
        base, text = bases[number], self.texts[number]
        first, last = self._edits.back(start, end - 1)
        first, last = first - base, last + 1 - base
        while last < len(text) and text[last] > "\u02ff" and unicodedata.category(text[last]) in ("Mn", "Me"):
            last += 1
        return first, last


class _Edits:
    """What was taken out of some text and put in, one edit after another: the way back from any place in the last form.

    Few characters of a text are, so this is far less to make than a list of where each character came from.
    """

    __slots__ = ("_bounds", "_steps")

    def __init__(self) -> None:
        self._steps: list[tuple[Places, int]] = []
        self._bounds: list[tuple[list[int], int]] | None = None

    def take_out(self, places: Places) -> None:
        """Note that the characters at these places, in order, are left out."""
        self._steps.append((places - np.arange(len(places)), 1))

    def put_in(self, places: Places) -> None:
        """Note that the characters that are then at these places, in order, are new and belong to the one before."""
        self._steps.append((places, -1))

    def back(self, first: int, last: int) -> tuple[int, int]:
        """Where the characters at two places, the first not after the last, came from."""
        if self._bounds is None:
            self._bounds = [(bounds.tolist(), by) for bounds, by in reversed(self._steps)]
        for bounds, by in self._bounds:
            before = until = bisect_right(bounds, first)
            if before < len(bounds) and bounds[before] <= last:
                until = bisect_right(bounds, last, before)
            first, last = first + by * before, last + by * until
        return first, last

    def forth(self, places: Places) -> Places:
        """Where characters of the original are, or the next one that is left."""
        for bounds, by in self._steps:
            own = np.arange(len(bounds))
            places = places - by * np.searchsorted(bounds + own if by > 0 else bounds - own - 1, places)
        return places


def _fold(codes: Codes, edits: _Edits) -> tuple[Codes, Places]:
    """Folded code points and which of them are an i or an l by chance; what this edits is noted."""
    tables = _tables()
    folded: Codes = tables.fold.take(codes)
    either = _capital_eyes(codes)
    if folded.max() >= _EITHER:
        either = np.union1d(either, np.flatnonzero((folded & (_EITHER | _EXPAND)) == _EITHER))
        folded[either] &= np.uint32(_EITHER - 1)
        if folded.max() >= _EXPAND:
            folded = _expand(folded, tables, edits)
    folded = _leave_out(folded == 0, folded, edits)
    blank = folded == 0x20
    blank[1:] &= blank[:-1].copy()
    blank[0] = False
    folded = _leave_out(blank, folded, edits)
    return folded, edits.forth(either)


def _capital_eyes(codes: Codes) -> Places:
    """Where a capital I follows a small letter: it may stand for an l."""
    eyes = np.flatnonzero(codes == 0x49)
    before = codes[eyes - 1]
    return eyes[(eyes > 0) & (before >= 0x61) & (before <= 0x7A)]


def _leave_out(gone: Flags, folded: Codes, edits: _Edits) -> Codes:
    places = np.flatnonzero(gone)
    if not len(places):
        return folded
    edits.take_out(places)
    return folded[~gone]


def _expand(folded: Codes, tables: _Tables, edits: _Edits) -> Codes:
    """Each expansion's number replaced by its characters: the first in place, the others put in after it."""
    long = np.flatnonzero(folded >= _EXPAND)
    numbers = (folded[long] ^ np.uint32(_EXPAND)).astype(np.int64)
    first, more = tables.starts[numbers], tables.starts[numbers + 1] - tables.starts[numbers] - 1
    folded[long] = tables.long[first]
    source = np.repeat(long, more)
    within = np.arange(1, len(source) + 1) - np.repeat(np.cumsum(more) - more, more)
    kept = np.ones(len(folded) + len(source), np.bool_)
    inserted = source + 1 + np.arange(len(source))
    kept[inserted] = False
    edits.put_in(inserted)
    out = np.empty(len(kept), np.uint32)
    out[kept], out[inserted] = folded, tables.long[np.repeat(first, more) + within]
    return out


class Folded(NamedTuple):
    """One text, folded."""

    text: str
    origin: tuple[int, ...]
    """For each character of `text`, the index of the original code point it came from."""


def fold(text: str) -> Folded:
    """`text` as it is matched, with the place each folded character came from."""
    batch = Batch([text])
    places = range(len(batch.text) - 1)
    return Folded(batch.text[:-1], tuple(batch._edits.back(place, place)[0] for place in places))


def fold_char(char: str) -> str:
    """What one character folds to by itself; empty when it is deleted."""
    return fold(char).text


def originals(text: str) -> str:
    """`text` without what folding deletes and in its compatibility form: case and script as written."""
    if text.isascii():
        return text
    deleted = _tables().fold
    return "".join(char for char in unicodedata.normalize("NFKC", text) if deleted[ord(char)])
