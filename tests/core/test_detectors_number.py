"""A company's own number formats."""

from __future__ import annotations

from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.detecting import hits
from sayso.core.policy.model import NumberFormat
from sayso.core.screening.kinds import number

Check = Literal["none", "luhn", "mod97", "mod11"]
surroundings = st.text(alphabet="訂單號碼是，。（", max_size=6)


def in_format(text: str, *like: str, check: Check = "none") -> list[tuple[str, str]]:
    fmt = NumberFormat("order", like, {"en": "order number", "zh-Hant": "訂單編號"}, check)
    return hits(number.detector(fmt), text)


@given(st.from_regex(r"TW-[0-9]{6}", fullmatch=True), surroundings, surroundings)
def test_a_number_in_the_format_is_likely(order: str, before: str, after: str) -> None:
    assert in_format(f"{before}{order}{after}", "TW-######") == [(order, "likely")]


@pytest.mark.parametrize(
    "text", ["TW-12345", "TW-1234567", "XTW-123456", "TW 123456", "TW-12345A", "TW123456", "2026-08-01", "TW-123456_7"]
)
def test_what_goes_on_or_falls_short_is_not_in_the_format(text: str) -> None:
    assert in_format(text, "TW-######") == []


def test_a_format_is_matched_in_any_case_width_and_kind_of_dash() -> None:
    text = "tw-123456，ＴＷ－１２３４５６，TW–123456"

    assert in_format(text, "TW-######") == [
        ("tw-123456", "likely"),
        ("ＴＷ－１２３４５６", "likely"),
        ("TW–123456", "likely"),
    ]


def test_a_letter_stands_for_the_at_sign_and_han_for_itself_in_either_script() -> None:
    assert in_format("病歷B12345與病历C54321", "病歷@#####") == [("病歷B12345", "likely"), ("病历C54321", "likely")]


def test_signs_of_regular_expressions_stand_for_themselves() -> None:
    assert in_format("[12].3 and a12b3", "[##].#") == [("[12].3", "likely")]


def test_each_of_several_forms_is_found() -> None:
    assert in_format("A1 or 12-3", "@#", "##-#") == [("A1", "likely"), ("12-3", "likely")]


@pytest.mark.parametrize(
    ("check", "like", "right", "wrong"),
    [
        ("luhn", "P-#######", "P-7992738", "P-7992739"),
        ("mod97", "@@##########", "TW1234567878", "TW1234567879"),
        ("mod11", "##########", "0306406152", "0306406153"),
    ],
)
def test_a_number_with_check_digits_is_certain_and_with_others_not_found(
    check: Check, like: str, right: str, wrong: str
) -> None:
    assert (in_format(right, like, check=check), in_format(wrong, like, check=check)) == ([(right, "certain")], [])
