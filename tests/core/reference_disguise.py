"""Disguises again, slow and obvious: where a listed word is hidden by leetspeak, by gaps or by letters repeated.

Written from the description in `sayso.core.screening.disguise`, of which it shares the tables alone: which signs stand
for which letter, and what stands between letters.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from sayso.core.fold import JOINER, UNSPACED, kind
from sayso.core.screening.disguise import GAP, INNER, LEET


class Letter(NamedTuple):
    place: int
    char: str


Run = list[Letter]
"""Letters that leetspeak takes for one another, with nothing but gaps between them."""


def is_gap(char: str) -> bool:
    return char == " " or bool(kind(char) & JOINER)


def is_han(char: str) -> bool:
    return bool(kind(char) & UNSPACED)


def look(char: str) -> frozenset[str]:
    """The letters and signs that are one with this one: those of one sign, and of one letter, and so on."""
    alike = {char}
    while True:
        more = {each for letter, signs in LEET.items() if alike & {letter, *signs} for each in (letter, *signs)}
        if more <= alike:
            return frozenset(alike)
        alike |= more


def runs(text: str) -> list[Run]:
    found: list[Run] = []
    for place, char in enumerate(text):
        if is_gap(char):
            continue
        if found and look(found[-1][0].char) == look(char):
            found[-1].append(Letter(place, char))
        else:
            found.append([Letter(place, char)])
    return found


def disguises(term: str, text: str) -> Iterator[tuple[int, int]]:
    """The places of the folded `text` that are the folded `term` in disguise."""
    own, every = runs(term), runs(text)
    letters = sum(map(len, own))
    if letters < (2 if all(is_han(letter.char) for run in own for letter in run) else 4):
        return
    for first in range(len(every) - len(own) + 1):
        taken = [list(run) for run in every[first : first + len(own)]]
        if all(look(run[0].char) == look(other[0].char) for run, other in zip(own, taken, strict=True)):
            taken[0] = trimmed(taken[0], len(own[0]), at_start=True)
            taken[-1] = trimmed(taken[-1], len(own[-1]), at_start=False)
            start, end = taken[0][0].place, taken[-1][-1].place + 1
            if is_disguise(term, own, taken, text[start:end]):
                yield start, end


def trimmed(run: Run, least: int, at_start: bool) -> Run:
    """The part of an outer run next to the rest: up to the first gap that leaves as many letters as the term has."""
    ordered = run[::-1] if at_start else run
    kept = ordered[:least]
    for letter in ordered[least:]:
        if abs(letter.place - kept[-1].place) > 1:
            break
        kept.append(letter)
    return kept[::-1] if at_start else kept


def is_disguise(own: list[Run], taken: list[Run], text: str) -> bool:
    """Whether a place with the term's skeleton is the term in disguise."""
    if not is_made_of(own, taken):
        return False
    gaps = [gap_before(taken, number, text) for number in range(1, len(taken))]
    theirs = [run[0].place - before[-1].place > 1 for before, run in zip(own, own[1:], strict=False)]
    if any(wanted and gap == "" for wanted, gap in zip(theirs, gaps, strict=True)):
        return False
    ways = []
    if any(letter.char not in chars(run) for run, other in zip(own, taken, strict=True) for letter in other):
        ways.append(is_leet(own, taken, text))
    if any(gap and not wanted for wanted, gap in zip(theirs, gaps, strict=True)) or any(map(has_gap, taken)):
        ways.append(is_apart(own, taken, theirs, gaps, text))
    if any(len(other) > len(run) for run, other in zip(own, taken, strict=True)):
        ways.append(is_repeated(own, taken, theirs, gaps))
    return bool(ways) and all(ways)


def chars(run: Run) -> set[str]:
    return {letter.char for letter in run}


def has_gap(run: Run) -> bool:
    return run[-1].place - run[0].place >= len(run)


def gap_before(taken: list[Run], number: int, text: str) -> str:
    return text[taken[number - 1][-1].place + 1 : taken[number][0].place]


def is_made_of(own: list[Run], taken: list[Run]) -> bool:
    """Of the term's letters or the signs that leetspeak has for them, one at least the term's own."""
    its_own = False
    for run, other in zip(own, taken, strict=True):
        allowed = chars(run) | {sign for letter in chars(run) for sign in LEET.get(letter, "")}
        if len(other) < len(run) or not chars(other) <= allowed:
            return False
        its_own = its_own or bool(chars(other) & chars(run))
    return its_own


def is_leet(own: list[Run], taken: list[Run], text: str) -> bool:
    return any(
        is_sign_shown(text, letter.place)
        for run, other in zip(own, taken, strict=True)
        for letter in other
        if letter.char not in chars(run)
    )


def is_sign_shown(text: str, place: int) -> bool:
    """A digit or ``$`` with a letter beside it, or another sign with a letter or sign on both sides."""
    beside = [text[place - 1 : place] if place else "", text[place + 1 : place + 2]]
    if text[place].isdigit() or text[place] == "$":
        return any(char.isalpha() for char in beside)
    return all(char.isalpha() or char in SIGNS for char in beside if char) and all(beside)


SIGNS = frozenset("".join(LEET.values()))


def is_apart(own: list[Run], taken: list[Run], theirs: list[bool], gaps: list[str], text: str) -> bool:
    added = [gap for wanted, gap in zip(theirs, gaps, strict=True) if gap and not wanted]
    added += [
        text[one.place + 1 : other.place] for run in taken for one, other in zip(run, run[1:], strict=False)
        if other.place - one.place > 1
    ]
    if any(len(gap) > GAP for gap in added):
        return False
    letters = [letter for run in taken for letter in run]
    free = [letter for letter in letters if stands_free(letter, letters)]
    if all(wanted or gap for wanted, gap in zip(theirs, gaps, strict=True)):
        if len(free) >= 3 or sum(is_han(letter.char) for letter in free) >= 2:
            return True
    return all(is_inner(own, gap) or is_between_han(text, gap, taken) for gap in added)
