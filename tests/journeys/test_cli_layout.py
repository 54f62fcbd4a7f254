"""How answers and help are laid out: by the width of the screen, in both languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeys.conftest import Sayso
from sayso.cli.arguments import COMMANDS
from sayso.cli.layout import wrap
from sayso.core.policy.width import shown_width


@pytest.mark.parametrize("lang", ["en", "zh-Hant"])
@pytest.mark.parametrize("words", [(), ("--help",), *((command.name, "--help") for command in COMMANDS)])
def test_no_line_of_help_is_wider_than_eighty_cells(sayso: Sayso, words: tuple[str, ...], lang: str) -> None:
    said = sayso(*words, "--lang", lang)

    assert said.code == 0
    assert [line for line in said.out.splitlines() if shown_width(line) > 80] == []


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("one two three", ["one two", "three"]),
        ("可用：advise、warn", ["可用：", "advise、", "warn"]),
        ("好好好「最好」。", ["好好好", "「最", "好」。"]),
        ("unbreakable", ["unbreakable"]),
    ],
)
def test_a_line_ends_at_a_space_or_by_a_wide_character_but_never_before_what_closes(
    text: str, lines: list[str]
) -> None:
    assert wrap(text, 8) == lines


@given(st.text(alphabet="ab 「」，最好（）", max_size=40), st.integers(6, 20))
def test_wrapping_loses_nothing_but_space(text: str, width: int) -> None:
    lines = wrap(text, width)

    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_a_language_that_is_not_spoken_is_refused_in_the_one_that_is(
    sayso: Sayso, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SAYSO_LANG", "zh_TW.UTF-8")

    assert sayso("check", "--lang", "nl") == (2, "", "sayso: --lang 不接受「nl」。可用的值：en、zh-Hant。\n")
