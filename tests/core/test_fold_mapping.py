"""Folding, and the way back to the writer's own characters."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import reference
from core.strategies import INVISIBLE, LOOKALIKES, a_text, worlds
from sayso.core.fold import Batch, fold, fold_char

anything = st.text(st.characters(codec=None))
"""Every code point, lone surrogates and noncharacters too."""


def each(batch: Batch) -> list[str]:
    return [batch.text[start:end] for start, end in zip(batch.starts.tolist(), batch.ends.tolist(), strict=True)]


@given(anything)
def test_a_text_folds_as_its_characters_do_one_by_one(text: str) -> None:
    folded = fold(text)

    assert tuple(folded) == reference.fold(text)


@given(worlds())
def test_a_text_full_of_disguises_folds_as_its_characters_do_one_by_one(chance) -> None:  # type: ignore[no-untyped-def]
    text = a_text(chance)

    folded = fold(text)

    assert tuple(folded) == reference.fold(text)


@given(st.lists(anything, min_size=1))
def test_a_text_folds_the_same_in_any_company(texts: list[str]) -> None:
    together = Batch(texts)

    assert each(together) == [fold(text).text for text in texts]


@given(anything)
def test_the_way_back_never_turns_round_and_never_leaves_the_text(text: str) -> None:
    origin = fold(text).origin

    assert list(origin) == sorted(origin)
    assert set(origin) <= set(range(len(text)))


def test_what_a_character_folds_to_folds_no_further() -> None:
    every = [chr(code) for code in range(0x110000) if unicodedata.category(chr(code)) not in ("Cn", "Co", "Cs")]

    once = each(Batch(every))

    assert each(Batch(once)) == once


def test_a_mark_is_always_deleted_wherever_it_stands() -> None:
    marks = [chr(code) for code in range(0x110000) if unicodedata.category(chr(code)) in ("Mn", "Me")]

    assert fold("a" + "".join(marks) + "b") == ("ab", (0, len(marks) + 1))


@pytest.mark.parametrize(
    ("written", "text", "origin"),
    [
        ("", "", ()),
        ("ＫＥＳ", "kes", (0, 1, 2)),
        ("ﬁn", "fin", (0, 0, 1)),
        ("Straße", "strasse", (0, 1, 2, 3, 4, 4, 5)),
        ("㈱a", "(株)a", (0, 0, 0, 1)),
        ("a㍿", "a株式会社", (0, 1, 1, 1, 1)),
        ("k\u200be\u0301s", "kes", (0, 2, 4)),
        ("臺灣國", "台湾国", (0, 1, 2)),
        ("a \u3000\r\nb", "a b", (0, 1, 5)),
        (" \u200b a", " a", (0, 3)),
        ("𝐤𝓮𝔰", "kes", (0, 1, 2)),
        ("a\ud800b\x00", "a\ufffdb\ufffd", (0, 1, 2, 3)),
    ],
)
def test_each_folded_character_knows_where_it_came_from(written: str, text: str, origin: tuple[int, ...]) -> None:
    folded = fold(written)

    assert folded == (text, origin)


@pytest.mark.parametrize(("letter", "alike"), LOOKALIKES.items())
def test_a_look_alike_of_another_script_folds_to_the_letter(letter: str, alike: str) -> None:
    folded = [fold_char(char) for char in alike]

    assert folded == [letter] * len(alike)


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC", "NFKD"])
@given(text=st.text("kKéÉñüçåøİß紅國①ﬁＡ ", max_size=12))
def test_the_normal_form_of_a_text_makes_no_difference(form: str, text: str) -> None:
    again = unicodedata.normalize(form, text)  # type: ignore[arg-type]

    assert fold(again).text == fold(text).text


@given(st.lists(st.sampled_from(["a", "紅", "9", *INVISIBLE])))
def test_what_nobody_sees_leaves_nothing_behind(chars: list[str]) -> None:
    seen = [char for char in chars if char not in INVISIBLE]

    assert fold("".join(chars)).text == "".join(fold_char(char) for char in seen)
