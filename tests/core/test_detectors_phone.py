"""Telephone numbers in the ways people write them, and the numbers that are none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.detecting import found, sure
from sayso.core.screening.kinds.detector import Setting

ZERO_WIDTH = "\u200b"
surroundings = st.text(alphabet="請致電洽詢謝謝，。！：（「", max_size=6)


def digits(size: int) -> st.SearchStrategy[str]:
    return st.text(alphabet="0123456789", min_size=size, max_size=size)


def grouped(number: str, *sizes: int, gap: str = "-") -> str:
    """`number` cut into groups of these sizes."""
    parts = []
    for size in sizes:
        parts.append(number[:size])
        number = number[size:]
    return gap.join(parts) + number


# Taiwan


@given(
    digits(8),
    st.sampled_from([(10,), (4, 3, 3), (4, 6), (2, 4, 4)]),
    st.sampled_from("- ."),
    surroundings,
    surroundings,
)
def test_a_mobile_number_is_found_between_han_characters(
    rest: str, sizes: tuple[int, ...], gap: str, before: str, after: str
) -> None:
    number = grouped("09" + rest, *sizes, gap=gap)

    assert found("tw-mobile", f"{before}{number}{after}") == [number]


@given(digits(8), st.sampled_from(["+886 9", "+886-9", "+8869", "8869", "008869", "+886 (0)9"]))
def test_a_mobile_number_is_found_with_its_country_code(rest: str, lead: str) -> None:
    number = lead + rest

    assert found("tw-mobile", f"洽{number}。") == [number]


@pytest.mark.parametrize(
    ("before", "number"),
    [
        ("手機", "０９１２－３４５－６７８"),
        ("", f"0912{ZERO_WIDTH}345{ZERO_WIDTH}678"),
        ("", "0 9 1 2 3 4 5 6 7 8"),
        ("洽", "(0912)345678"),
    ],
)
def test_a_mobile_number_is_found_disguised(before: str, number: str) -> None:
    assert found("tw-mobile", f"{before}{number}。") == [number]


@pytest.mark.parametrize(
    "text",
    [
        "0912-345-67",
        "0912-345-6789",
        "10912345678",
        "09-12-2026 10:30",
        "2026-09-12",
        "A0912345678",
        "訂單 09123456789",
        "#0912345678901",
        "$0.0912345678",
    ],
)
def test_other_lengths_dates_and_orders_are_no_mobile_numbers(text: str) -> None:
    assert found("tw-mobile", text) == []


@pytest.mark.parametrize(
    ("text", "number", "level"),
    [
        ("請撥(02)2345-6789分機12", "(02)2345-6789分機12", "likely"),
        ("電話02-23456789#12", "02-23456789#12", "certain"),
        ("公司 +886-2-2345-6789", "+886-2-2345-6789", "certain"),
        ("市話037-123456", "037-123456", "certain"),
        ("澎湖(06)9271234", "(06)9271234", "likely"),
        ("049-2345678", "049-2345678", "likely"),
        ("電話0223456789", "0223456789", "certain"),
        ("電話０２－２３４５－６７８９", "０２－２３４５－６７８９", "certain"),
        ("免付費0800-012-345", "0800-012-345", "possible"),
    ],
)
def test_a_landline_number_is_found_with_its_extension(text: str, number: str, level: str) -> None:
    assert (found("tw-phone", text), sure("tw-phone", text)) == ([number], [level])


@pytest.mark.parametrize(
    "text",
    [
        "0223456789",
        "02-2026-08-01",
        "比分 03-12",
        "02-1234-5678",
        "序號 02-234567891",
        "0912-345-678",
        "價格 2,345,678",
    ],
)
def test_codes_dates_and_bare_digits_are_no_landline_numbers(text: str) -> None:
    assert found("tw-phone", text) == []


# Hong Kong, the United States, the United Kingdom


@pytest.mark.parametrize(
    ("text", "country", "expected"),
    [
        ("+852 2345 6789", "", [("+852 2345 6789", "certain")]),
        ("(852)2345-6789", "", [("(852)2345-6789", "certain")]),
        ("請致電2345 6789查詢", "", [("2345 6789", "likely")]),
        ("WhatsApp 9123 4567", "", [("9123 4567", "likely")]),
        ("2345 6789", "HK", [("2345 6789", "possible")]),
        ("2345 6789", "TW", []),
        ("2019 2020", "HK", []),
        ("call it 20260801", "HK", []),
        ("+852 1234 5678", "HK", []),
    ],
)
def test_a_hong_kong_number_needs_its_code_a_word_or_the_country(
    text: str, country: str, expected: list[tuple[str, str]]
) -> None:
    setting = Setting(country)

    assert list(zip(found("hk-phone", text, setting), sure("hk-phone", text, setting), strict=True)) == expected


@given(
    st.from_regex(r"[2-9][0-8][2-9]-[2-9][0-9][2-9]-[0-9]{4}", fullmatch=True),
    st.sampled_from(["{}", "+1 {}", "+1-{}", "{} x12", "{} ext. 12"]),
    surroundings,
)
def test_a_number_of_the_north_american_plan_is_found(number: str, form: str, before: str) -> None:
    shown = form.format(number)

    assert found("us-phone", before + shown) == [shown]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Call 512.555.0123 now", [("512.555.0123", "certain")]),
        ("(512)555-0123", [("(512)555-0123", "likely")]),
        ("fax 5125550123", [("5125550123", "certain")]),
        ("Call 866-555-0123", [("866-555-0123", "possible")]),
        ("part 5125550123", []),
        ("112-555-0123", []),
        ("512-155-0123", []),
        ("911-555-0123", []),
        ("512-555-01234", []),
        ("1-2-512-555-0123-4", []),
    ],
)
def test_a_us_number_keeps_the_plan(text: str, expected: list[tuple[str, str]]) -> None:
    assert list(zip(found("us-phone", text), sure("us-phone", text), strict=True)) == expected


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("ring 020 7946 0018", ["020 7946 0018"]),
        ("(0117) 496 0123", ["(0117) 496 0123"]),
        ("07700 900123", ["07700 900123"]),
        ("text 07700900123", ["07700900123"]),
        ("請洽+44 (0)20 7946 0018或+44 7700 900123", ["+44 (0)20 7946 0018", "+44 7700 900123"]),
        ("01632 960123", ["01632 960123"]),
        ("code 02079460018", []),
        ("010 7946 0018", []),
        ("07700 9001234", []),
    ],
)
def test_a_uk_number_keeps_the_plan(text: str, numbers: list[str]) -> None:
    assert found("uk-phone", text) == numbers


# Anywhere


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("+81 3-1234-5678", [("+81 3-1234-5678", "certain")]),
        ("請撥+65 6123 4567。", [("+65 6123 4567", "certain")]),
        ("0041 44 668 18 00", [("0041 44 668 18 00", "certain")]),
        ("+41 (0)44 668 18 00 2026 版", [("+41 (0)44 668 18 00", "certain")]),
        ("+999 123 456 789", []),
        ("+12 345", []),
        ("+10000000 views", []),
        ("序號 001234567890123", []),
    ],
)
def test_a_number_with_a_country_code_keeps_that_countrys_plan(text: str, expected: list[tuple[str, str]]) -> None:
    assert list(zip(found("intl-phone", text), sure("intl-phone", text), strict=True)) == expected


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Mobile: 723 813 266 2026", ["723 813 266"]),
        ("They are not answering at 78 651 450", ["78 651 450"]),
        ("his number is 71-33-52-22.", ["71-33-52-22"]),
        ("Budapest 1054 21 253 109 8211-Office", ["21 253 109 8211"]),
        ("行動電話：0987-654-3210", ["0987-654-3210"]),
        ("傳真 03 8765 432 分機 9", ["03 8765 432 分機 9"]),
        ("phone sales 2019-2020", []),
        ("mobile phones of 2024/08/01", []),
        ("call 12345", []),
        ("order 723 813 266", []),
    ],
)
def test_a_number_of_any_shape_is_found_right_beside_a_word_for_it(text: str, numbers: list[str]) -> None:
    assert found("phone", text) == numbers


@pytest.mark.parametrize(
    ("country", "text", "numbers"),
    [
        ("JP", "本社 03-1234-5678", ["03-1234-5678"]),
        ("JP", "型番 03-1234-56789", []),
        ("SG", "6123 4567", ["6123 4567"]),
        ("TW", "6123 4567", []),
        ("DE", "Büro 030 123456", ["030 123456"]),
    ],
)
def test_the_companys_country_decides_how_a_number_without_a_code_is_read(
    country: str, text: str, numbers: list[str]
) -> None:
    assert found("phone", text, Setting(country)) == numbers


@pytest.mark.parametrize(
    "text",
    [
        "0912-345-678",
        "(02)2345-6789",
        "+852 2345 6789",
        "(512)555-0123",
        "07700 900123",
        "+81 3-1234-5678",
    ],
)
def test_phone_finds_once_what_any_plan_finds(text: str) -> None:
    assert found("phone", f"請洽{text}。") == [text]


@pytest.mark.parametrize(
    "text",
    [
        "NT$1,234,567,890",
        "2026/08/01 12:30",
        "#20260801",
        "版本 10.20.30.40",
        "訂單編號：20260801123456",
        "ISBN 978-986-123-456-7",
        "4111111111111111",
        "GDP 12345678901",
        "0.30000000000000004",
        "1990-2020",
    ],
)
def test_prices_dates_versions_orders_and_cards_are_no_telephone_numbers(text: str) -> None:
    assert found("phone", text, Setting("TW")) == []
