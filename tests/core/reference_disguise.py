"""Disguises again, slow and obvious: where a listed word is hidden by leetspeak, by gaps or by letters repeated.

Written from the rules in `sayso.core.screening.disguise`, of which it shares the tables alone: which signs stand for
which letter, and what stands between letters. Every run of letters of every text is looked at; nothing is left out
because it looks innocent.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from sayso.core.fold import INNER, JOINER, UNSPACED, WORD, kind
from sayso.core.screening.disguise import GAP, LEET, RUN

EITHER = "|"
"""Leetspeak's sign for both i and l."""
SIGNS = frozenset("".join(LEET.values()))


class Letter(NamedTuple):
    place: int
    char: str


Run = list[Letter]
"""Letters that leetspeak takes for one another, with nothing but gaps between them."""


class Pair(NamedTuple):
    """Two letters of a place that follow each other, and what stands between them there."""

    left: Letter
    right: Letter
    gap: str


def is_gap(char: str) -> bool:
    return char == " " or bool(kind(char) & JOINER)


def is_han(char: str) -> bool:
    """Of a script that is written without spaces."""
    return bool(kind(char) & UNSPACED)


def is_letter(char: str) -> bool:
    return bool(kind(char) & WORD) and not char.isdigit()


@cache
def look(char: str) -> frozenset[str]:
    """The letters and signs that are one with this one: those of one sign, and of one letter, and so on."""
    alike = frozenset(char)
    while True:
        more = {each for letter, signs in LEET.items() if alike & {letter, *signs} for each in (letter, *signs)}
        if more <= alike:
            return alike
        alike |= more


@cache
def runs(text: str, either: frozenset[int] = frozenset()) -> list[Run]:
    found: list[Run] = []
    for place, char in enumerate(text):
        char = EITHER if place in either else char
        if is_gap(char):
            continue
        if found and look(found[-1][0].char) == look(char):
            found[-1].append(Letter(place, char))
        else:
            found.append([Letter(place, char)])
    return found


def is_long_enough(term: str) -> bool:
    han = sum(map(is_han, term))
    if han >= 2:
        return len(runs(term)) >= 2
    return han + sum(map(is_letter, term)) >= 4 and len(runs(term)) >= 3


def disguises(term: str, text: str, either: frozenset[int] = frozenset()) -> Iterator[tuple[int, int]]:
    """The places of the folded `text` that are the folded `term` in disguise, word edges apart.

    At the places in `either` the writer's character may be an i or an l.
    """
    own, every = runs(term), runs(text, either)
    if not is_long_enough(term):
        return
    for first in range(len(every) - len(own) + 1):
        taken = every[first : first + len(own)]
        if all(look(run[0].char) == look(other[0].char) for run, other in zip(own, taken, strict=True)):
            taken = [reached(taken[0][::-1], len(own[0]))[::-1], *taken[1:]]
            taken = [*taken[:-1], reached(taken[-1], len(own[-1]))]
            start, end = taken[0][0].place, taken[-1][-1].place + 1
            if text[start:end] != term and is_disguise(own, taken, text, either):
                yield start, end


def reached(run: Run, least: int) -> Run:
    """Of an outer run, seen from the inside, what belongs to a term that has `least` letters there.

    That is what stands before the first gap after so many, without the signs at the outer end.
    """
    kept = run
    for count, (one, other) in enumerate(pairwise(run), 1):
        if count >= least and abs(one.place - other.place) > 1:
            kept = run[:count]
            break
    while len(kept) > least and not kind(kept[-1].char) & (WORD | UNSPACED):
        kept = kept[:-1]
    return kept


def is_disguise(own: list[Run], taken: list[Run], text: str, either: frozenset[int]) -> bool:
    """Whether a place with the term's skeleton is the term, and differs only in ways that are disguises."""
    pairs = added(own, taken, text)
    longer = [(run, other) for run, other in zip(own, taken, strict=True) if len(other) > len(run)]
    return (
        is_made_of(own, taken)
        and pairs is not None
        and (not pairs or is_apart(own, taken, pairs, text))
        and (not longer or is_repeated(own, taken, bool(pairs)))
        and (bool(pairs) or bool(longer) or is_leet(own, taken, text, either))
    )


def chars(run: Run) -> str:
    return "".join(letter.char for letter in run)


def is_made_of(own: list[Run], taken: list[Run]) -> bool:
    """Of the term's letters in their order, or the signs leetspeak has for them; one at least is the term's own."""
    genuine = False
    for run, other in zip(own, taken, strict=True):
        if len(other) < len(run):
            return False
        if len(other) == len(run):
            fits = [
                char == mine or char in LEET.get(mine, "") for mine, char in zip(chars(run), chars(other), strict=True)
            ]
            genuine |= any(one == two and not two.isdigit() for one, two in zip(chars(run), chars(other), strict=True))
        else:
            fits = [any(char == mine or char in LEET.get(mine, "") for mine in chars(run)) for char in chars(other)]
            genuine |= any(char in chars(run) and not char.isdigit() for char in chars(other))
        if not all(fits):
            return False
    return genuine


def stands_for(char: str, letter: str) -> bool:
    return char == letter or char in LEET.get(letter, "")


def is_leet(own: list[Run], taken: list[Run], text: str, either: frozenset[int]) -> bool:
    foreign = [
        letter for run, other in zip(own, taken, strict=True) for letter in other if letter.char not in chars(run)
    ]
    return any(letter.place in either or is_shown(text, letter.place) for letter in foreign)


def is_shown(text: str, place: int) -> bool:
    """A digit or ``$`` in a long run, after a letter or before a letter and two more; a sign between two of these."""
    before, after = run_length(text[:place][::-1]), run_length(text[place + 1 :])
    left, right = text[place - 1] if place else " ", text[place + 1] if place + 1 < len(text) else " "
    if is_number(text[place]):
        return before + 1 + after >= RUN and (is_letter(left) or (is_letter(right) and after >= 3))
    return all(is_letter(side) or is_number(side) for side in (left, right))


def is_number(char: str) -> bool:
    return char in "0123456789$"


def run_length(text: str) -> int:
    """How many letters and signs stand at the beginning."""
    return next((count for count, char in enumerate(text) if not is_letter(char) and char not in SIGNS), len(text))


def added(own: list[Run], taken: list[Run], text: str) -> list[Pair] | None:
    """Neighbours with a gap that the term does not have; None when a gap of the term is missing or one is too wide."""
    found = []
    for number, (run, other) in enumerate(zip(own, taken, strict=True)):
        if number:
            pair = between(taken[number - 1][-1], other[0], text)
            wanted = is_set_apart(own, number)
            if wanted and not pair.gap:
                return None
            found += [pair] if pair.gap and not wanted else []
        inside = [pair for pair in (between(*two, text) for two in pairwise(other)) if pair.gap]
        if any(len(pair.gap) > GAP for pair in inside):
            return None
        found += [] if is_divided(run) else inside
    return None if any(len(pair.gap) > GAP for pair in found) else found


def is_divided(run: Run) -> bool:
    """Whether the term has a gap of its own within the run."""
    return any(two.place - one.place > 1 for one, two in pairwise(run))


def between(left: Letter, right: Letter, text: str) -> Pair:
    return Pair(left, right, text[left.place + 1 : right.place])


def is_set_apart(own: list[Run], number: int) -> bool:
    return number > 0 and own[number][0].place - own[number - 1][-1].place > 1


def is_apart(own: list[Run], taken: list[Run], pairs: list[Pair], text: str) -> bool:
    """All letters apart; or each gap between Han characters, or a single sign inside a long word."""
    letters = [letter for run in taken for letter in run]
    wanted = sum(is_set_apart(own, number) for number in range(len(own)))
    free = [letter for letter in letters if stands_free(text, letter.place)]
    han = [is_han(pair.left.char) and is_han(pair.right.char) for pair in pairs]
    whole = sum(len(other) - 1 for run, other in zip(own, taken, strict=True) if is_divided(run))
    if len(pairs) >= len(letters) - 1 - wanted - whole and (all(han) or len(free) >= 3):
        return True
    is_long = sum(map(len, own)) >= 5
    return all(ours or (is_long and is_inner(pair, text)) for pair, ours in zip(pairs, han, strict=True))


def stands_free(text: str, place: int) -> bool:
    """Whether no letter, Han character or leet sign is right beside it."""
    beside = (text[place - 1] if place else "") + text[place + 1 : place + 2]
    return not any(kind(char) & (WORD | UNSPACED) or char in SIGNS for char in beside)


def is_inner(pair: Pair, text: str) -> bool:
    """A single sign that is put inside words, between two letters as they are written, whatever they may stand for."""
    sides = (text[pair.left.place], text[pair.right.place])
    return len(pair.gap) == 1 and bool(kind(pair.gap) & INNER) and all(map(is_letter, sides))


def is_repeated(own: list[Run], taken: list[Run], is_set: bool) -> bool:
    """Three of a letter in a row, oftener than in the term; or all doubled and nothing apart."""
    if not is_set and all(len(other) >= 2 * len(run) for run, other in zip(own, taken, strict=True)):
        return True
    return any(len(other) > len(run) and has_three(other) for run, other in zip(own, taken, strict=True))


def has_three(run: Run) -> bool:
    return any(
        a.char == b.char == c.char and c.place - a.place == 2 and (is_letter(a.char) or is_han(a.char))
        for a, b, c in zip(run, run[1:], run[2:], strict=False)
    )
