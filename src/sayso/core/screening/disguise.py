"""Terms in disguise: leetspeak, letters set apart, letters repeated. What folding cannot undo without a list of words.

A *skeleton* is a folded text without joiners and spaces, in which the characters leetspeak takes for one another are
one (`CANON`) and a run of one character stands once. A term may be hidden where its skeleton stands in a text's
skeleton; `uncover` then compares the two letter by letter. A place counts as a disguise of a term when

- every letter is the term's own, one that `LEET` allows for it, or a look-alike, at least one is the term's own, and each run is at
  least as long as the term's; where the term has a space or joiner, the text has one;
- the place differs from the term, and each way in which it differs is a disguise in itself:

  - **leet**: one of the foreign characters is a digit or ``$`` in a run of at least four letters and leet characters,
    right after a letter or before a letter and two more of them (so that “25th” and “100m” are none), or another sign
    between two letters, digits or ``$``;
  - **apart** (gaps where the term has none, of at most three joiners and spaces each): either all neighbours are set
    apart and at least three letters or leet characters stand free (none of them, and no Han, beside it) or all are Han,
    or each gap is a single one of `INNER` between two letters in a term of five letters or more, or a gap between two
    Han characters;
  - **look-alike**: an i stands for an l or an l for an i, and the writer's character is a capital I after a small letter
    or a look-alike of it from another script;
  - **repeated** (runs longer than the term's): some letter stands three times in a row and oftener than in the term,
    or every run is at least twice as long as the term's and nothing is set apart;

- the term has four letters or more, or two Han characters, and edges that are word edges as for a plain match.

At the edges of a place, a run that a gap divides counts only up to that gap, and without signs outside its letters.
`suspects` is implied by each of the conditions, so that posts without any of it cost nothing more.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sayso.core.fold import (
    BLANK,
    INNER,
    JOINER,
    SEPARATOR,
    UNSPACED,
    WORD,
    Batch,
    Codes,
    Flags,
    Places,
    kind,
    kinds,
)
from sayso.core.fold import (
    LEET as LEET_BIT,
)

LEET: Final = {
    "o": "0", "i": "1!|", "l": "1!|", "e": "3", "a": "4@", "s": "5$", "t": "7+", "b": "8", "g": "96", "z": "2",
}  # fmt: skip
"""Letter -> the characters that leetspeak writes for it."""
RUN: Final = 4
"""Letters and leet characters in a row from which on a digit among them is leet: not in “1st”, not in “b4”."""
GAP: Final = 3
"""A gap of more joiners and spaces than this is taken for punctuation."""


def _canon() -> Codes:
    table = np.arange(128, dtype=np.uint32)
    for letter, signs in LEET.items():
        for sign in signs:
            table[ord(sign)] = ord("i" if letter == "l" else letter)
    table[ord("l")] = ord("i")
    return table


CANON: Final = _canon()
"""ASCII character -> the letter that stands for it in a skeleton."""


def _canonical(codes: Codes) -> Codes:
    return np.where(codes < 128, CANON.take(codes, mode="clip"), codes)


class Skeletons(NamedTuple):
    """The skeletons of a batch's suspect texts, one after another, each followed by the separator."""

    text: str
    first: Places
    """Skeleton character -> the first folded character of its run."""
    last: Places
    """Skeleton character -> the last folded character of its run."""


def suspects(codes: Codes, bits: NDArray[np.uint8]) -> Flags:
    """Characters at which some disguise may be: true somewhere in every disguised place."""
    digit = (codes >= 48) & (codes <= 57)
    letter = ((bits & WORD) != 0) & ~digit
    han = (bits & UNSPACED) != 0
    leet = (bits & LEET_BIT) != 0
    gap = (bits & (JOINER | BLANK)) != 0
    number = digit | (codes == 36)
    lettered = letter | leet
    found: Flags = leet & number & _joined(letter, lettered) & _in_run(lettered)
    found |= leet & ~number & _between(letter | number)
    found |= _repeated(codes, letter | han)
    found |= ((bits & INNER) != 0) & _between(letter)
    found[1:] |= _after_gap(han, gap)
    _mark_free(found, lettered | han | digit, gap)
    return found


def _joined(letter: Flags, lettered: Flags) -> Flags:
    """Places right after a letter, or before a letter and two more letters or leet characters."""
    out = np.zeros_like(letter)
    out[1:] = letter[:-1]
    out[:-3] |= letter[1:-2] & lettered[2:-1] & lettered[3:]
    return out


def _between(side: Flags) -> Flags:
    out = np.zeros_like(side)
    out[1:-1] = side[:-2] & side[2:]
    return out


def _in_run(part: Flags) -> Flags:
    """Places within at least `RUN` such characters in a row."""
    out = np.zeros_like(part)
    count = len(part) - RUN + 1
    if count <= 0:
        return out
    whole = part[:count].copy()
    for step in range(1, RUN):
        whole &= part[step : count + step]
    for step in range(RUN):
        out[step : count + step] |= whole
    return out


def _repeated(codes: Codes, letter: Flags) -> Flags:
    """Three of a letter in a row, or two pairs."""
    same = np.zeros(len(codes) + 2, np.bool_)
    same[1 : len(codes)] = (codes[1:] == codes[:-1]) & letter[1:]
    return same[:-2] & (same[1:-1] | same[2:])


def _after_gap(han: Flags, gap: Flags) -> Flags:
    """A gap of one to `GAP` characters that begins after a Han character and ends before one."""
    opens = np.flatnonzero(gap[1:] & han[:-1]) + 1
    out = np.zeros(len(han) - 1, np.bool_)
    for _ in range(GAP):
        opens = opens[opens + 1 < len(han)] + 1
        out[opens[han[opens]] - 1] = True
        opens = opens[gap[opens]]
    return out


def _mark_free(found: Flags, letter: Flags, gap: Flags) -> None:
    """Mark the last of three letters that stand free in a row, with nothing but gaps between them."""
    free = letter.copy()
    free[1:] &= ~letter[:-1]
    free[:-1] &= ~letter[1:]
    places = np.flatnonzero(free)
    if len(places) < 3:
        return
    steps = np.diff(places)
    near = np.flatnonzero(steps <= GAP + 1)
    begin, wide = places[near], steps[near]
    apart = np.ones(len(near), np.bool_)
    for step in range(1, GAP + 1):
        apart &= (wide <= step) | gap.take(begin + step, mode="clip")
    linked = np.zeros(len(steps), np.bool_)
    linked[near] = apart
    found[places[2:][linked[1:] & linked[:-1]]] = True


def skeletons(batch: Batch) -> Skeletons | None:
    """The skeletons of the texts in which a disguise may be; None when there are none."""
    found = suspects(batch.codes, batch.kinds)
    found[batch.either] = True
    if not found.any():
        return None
    suspect = np.logical_or.reduceat(found, batch.starts)
    chosen = np.repeat(suspect, batch.ends - batch.starts + 1)
    chosen &= (batch.kinds & (JOINER | BLANK)) == 0
    return _skeletons(batch.codes, np.flatnonzero(chosen))


def _skeletons(codes: Codes, places: Places) -> Skeletons:
    shapes = _canonical(codes[places])
    begins = np.ones(len(shapes), np.bool_)
    begins[1:] = (shapes[1:] != shapes[:-1]) | (shapes[1:] == SEPARATOR)
    heads = np.flatnonzero(begins)
    tails = np.append(heads[1:], len(shapes)) - 1
    return Skeletons(shapes[heads].tobytes().decode("utf-32-le"), places[heads], places[tails])


def skeletons_of(terms: Sequence[str]) -> list[str]:
    """The skeletons of folded terms; empty for a term too short to be looked for in disguise."""
    if not terms:
        return []
    joined = chr(SEPARATOR).join(terms) + chr(SEPARATOR)
    codes = np.frombuffer(joined.encode("utf-32-le"), np.uint32)
    bits = kinds(codes)
    ends = np.flatnonzero(codes == SEPARATOR)
    starts = np.concatenate(([0], ends[:-1] + 1))
    digit = (codes >= 48) & (codes <= 57)
    letters = np.add.reduceat(((bits & (WORD | UNSPACED)) != 0) & ~digit, starts, dtype=np.int64)
    han = np.add.reduceat((bits & UNSPACED) != 0, starts, dtype=np.int64) >= 2
    texts = _skeletons(codes, np.flatnonzero((bits & (JOINER | BLANK)) == 0)).text.split(chr(SEPARATOR))
    long = (letters >= 4) | han
    return [
        text if ok and len(text) >= (2 if two else 3) else ""
        for text, ok, two in zip(texts, long.tolist(), han.tolist(), strict=False)
    ]


def skeleton(term: str) -> str:
    """The skeleton of one folded term, as `skeletons_of`."""
    return skeletons_of([term])[0]


class _Letter(NamedTuple):
    place: int
    char: str


_Run = list[_Letter]


_EITHER: Final = "|"
"""What a letter that may be an i or an l is taken for: the sign that leetspeak writes for both."""


def _runs(text: str, start: int, end: int, either: frozenset[int] = frozenset()) -> list[_Run]:
    """The letters of ``text[start:end]`` in runs of one skeleton character."""
    runs: list[_Run] = []
    shape = ""
    for place in range(start, end):
        char = _EITHER if place in either else text[place]
        if kind(char) & (JOINER | BLANK):
            continue
        now = chr(CANON[ord(char)]) if char.isascii() else char
        if now != shape:
            runs.append([])
            shape = now
        runs[-1].append(_Letter(place, char))
    return runs


@lru_cache(4096)
def _term_runs(term: str) -> list[_Run]:
    return _runs(term, 0, len(term))


def uncover(term: str, text: str, start: int, end: int, either: frozenset[int] = frozenset()) -> tuple[int, int] | None:
    """The place in the folded `text`, within the match of skeletons at ``start:end``, that is `term` in disguise.

    `either` are the places at which an i may be an l and an l an i.
    """
    if not _may_be(term, text[start:end], bool(either)):
        return None
    runs, own = _runs(text, start, end, either), _term_runs(term)
    if len(runs) != len(own):
        return None
    runs[0] = _trim_first(runs[0], len(own[0]))
    runs[-1] = _trim_last(runs[-1], len(own[-1]))
    start, end = runs[0][0].place, runs[-1][-1].place + 1
    if text[start:end] == term or not _edges(term, text, start, end) or not _alike(own, runs):
        return None
    return (start, end) if _disguised(own, runs, text, either) else None


_THREE: Final = re.compile(r"(.)\1\1")


def _may_be(term: str, written: str, either: bool) -> bool:
    """A first look that most places do not pass: letters alone can only be repeated ones, or look-alikes."""
    if written == term or len(written) < len(term):
        return False
    return either or not written.isalpha() or len(written) >= 2 * len(term) or _THREE.search(written) is not None


def _trim_first(run: _Run, least: int) -> _Run:
    """The end of a first run: from its last gap on, without signs before its letters, at least `least` long."""
    begin = next((c for c in range(len(run) - least, 0, -1) if run[c].place > run[c - 1].place + 1), 0)
    while len(run) - begin > least and not kind(run[begin].char) & (WORD | UNSPACED):
        begin += 1
    return run[begin:]


def _trim_last(run: _Run, least: int) -> _Run:
    """The beginning of a last run: up to its first gap, without signs after its letters, at least `least` long."""
    end = next((c for c in range(least, len(run)) if run[c].place > run[c - 1].place + 1), len(run))
    while end > least and not kind(run[end - 1].char) & (WORD | UNSPACED):
        end -= 1
    return run[:end]


def _edges(term: str, text: str, start: int, end: int) -> bool:
    before = kind(term[0]) & WORD and start and kind(text[start - 1]) & WORD
    after = kind(term[-1]) & WORD and end < len(text) and kind(text[end]) & WORD
    return not (before or after)


def _alike(own: list[_Run], runs: list[_Run]) -> bool:
    """Each run long enough and made of the term's letters or their leet forms, at least one of them its own."""
    genuine = False
    for mine, theirs in zip(own, runs, strict=True):
        if len(theirs) < len(mine):
            return False
        if len(theirs) == len(mine):
            pairs = [(m.char, t.char) for m, t in zip(mine, theirs, strict=True)]
        else:
            pairs = [(next((m.char for m in mine if _stands(t.char, m.char)), mine[0].char), t.char) for t in theirs]
        if not all(_stands(char, letter) for letter, char in pairs):
            return False
        genuine = genuine or any(char == letter and not char.isdigit() for letter, char in pairs)
    return genuine


def _stands(char: str, letter: str) -> bool:
    return char == letter or char in LEET.get(letter, "")


def _disguised(own: list[_Run], runs: list[_Run], text: str, either: frozenset[int]) -> bool:
    """The place differs from the term, and only in ways that are disguises in themselves."""
    term = [letter for run in own for letter in run]
    stretched = [(len(mine), theirs) for mine, theirs in zip(own, runs, strict=True) if len(theirs) > len(mine)]
    leet = _is_leet(own, runs, text, either)
    gaps = _gaps(own, runs, text)
    if gaps is None:
        return False
    apart, total = gaps
    if apart and not _is_apart(apart, total, len(term), runs, text):
        return False
    if stretched and not _is_repeated(own, runs, bool(apart)):
        return False
    return leet or bool(apart) or bool(stretched)


def _is_leet(own: list[_Run], runs: list[_Run], text: str, either: frozenset[int]) -> bool:
    for mine, theirs in zip(own, runs, strict=True):
        letters = {m.char for m in mine}
        for place, char in theirs:
            if char not in letters and (place in either or _shows(text, place)):
                return True
    return False


def _shows(text: str, place: int) -> bool:
    """A leet character that its neighbours give away."""
    before, after = _run_before(text, place), _run_after(text, place)
    if _is_number(text[place]):
        joined = (before and _is_spaced_letter(text[place - 1])) or (after >= 3 and _is_spaced_letter(text[place + 1]))
        return bool(joined) and before + after + 1 >= RUN
    return all(
        _is_spaced_letter(side) or _is_number(side)
        for side in (text[place - 1 : place] or " ", text[place + 1 : place + 2] or " ")
    )


def _is_number(char: str) -> bool:
    return char.isdigit() or char == "$"


def _run_before(text: str, place: int) -> int:
    """How many letters and leet characters, `RUN` at most, stand directly before a place."""
    count = 0
    while count < RUN and place - count > 0 and _is_lettered(text[place - count - 1]):
        count += 1
    return count


def _run_after(text: str, place: int) -> int:
    count = 0
    while count < RUN and place + count + 1 < len(text) and _is_lettered(text[place + count + 1]):
        count += 1
    return count


def _is_spaced_letter(char: str) -> bool:
    return bool(kind(char) & WORD) and not char.isdigit()


def _is_lettered(char: str) -> bool:
    return bool(kind(char) & LEET_BIT) or _is_spaced_letter(char)


class _Gap(NamedTuple):
    left: int
    right: int


def _gaps(own: list[_Run], runs: list[_Run], text: str) -> tuple[list[_Gap], int] | None:
    """The gaps that the term does not have, and between how many neighbours there could be one.

    None where the term has a gap and the text has none, or where a gap is too wide.
    """
    apart: list[_Gap] = []
    total = 0
    needed = _term_gaps(own)
    for number, run in enumerate(runs):
        if number:
            total += 1
            gap = _Gap(runs[number - 1][-1].place, run[0].place)
            wide = gap.right - gap.left - 1
            if needed[number] and not wide:
                return None
            if not needed[number] and wide:
                apart.append(gap)
                if wide > GAP:
                    return None
        inner = [_Gap(a.place, b.place) for a, b in pairwise(run)]
        if any(gap.right - gap.left - 1 > GAP for gap in inner):
            return None
        if not _is_divided(own[number]):
            total += len(inner)
            apart += [gap for gap in inner if gap.right > gap.left + 1]
    return apart, total - sum(needed)


def _is_divided(run: _Run) -> bool:
    """Whether the term itself has a gap within the run, as between the two words of “red door”."""
    return any(b.place > a.place + 1 for a, b in pairwise(run))


def _term_gaps(own: list[_Run]) -> list[bool]:
    """For each run of the term, whether it is set apart from the one before."""
    return [bool(n) and run[0].place > own[n - 1][-1].place + 1 for n, run in enumerate(own)]


def _is_apart(apart: list[_Gap], total: int, letters: int, runs: list[_Run], text: str) -> bool:
    han = [bool(kind(text[gap.left]) & kind(text[gap.right]) & UNSPACED) for gap in apart]
    if len(apart) >= total:
        free = sum(_stands_free(text, letter.place) for run in runs for letter in run)
        if free >= 3 or all(han):
            return True
    return all(ours or (letters >= 5 and _is_inner(text, gap)) for gap, ours in zip(apart, han, strict=True))


def _stands_free(text: str, place: int) -> bool:
    return not any(kind(char) & _PART for char in (text[place - 1 : place], text[place + 1 : place + 2]) if char)


_PART: Final = WORD | UNSPACED | LEET_BIT


def _is_inner(text: str, gap: _Gap) -> bool:
    if gap.right != gap.left + 2 or not kind(text[gap.left + 1]) & INNER:
        return False
    return _is_spaced_letter(text[gap.left]) and _is_spaced_letter(text[gap.right])


def _is_repeated(own: list[_Run], runs: list[_Run], apart: bool) -> bool:
    if not apart and all(len(theirs) >= 2 * len(mine) for mine, theirs in zip(own, runs, strict=True)):
        return True
    return any(len(theirs) > len(mine) and _three(theirs) for mine, theirs in zip(own, runs, strict=True))


def _is_letter(char: str) -> bool:
    return bool(kind(char) & (WORD | UNSPACED)) and not char.isdigit()


def _three(run: _Run) -> bool:
    """Three of one letter directly in a row."""
    return any(
        a.char == b.char == c.char and c.place == a.place + 2 and _is_letter(a.char)
        for a, b, c in zip(run, run[1:], run[2:], strict=False)
    )
