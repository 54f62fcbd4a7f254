"""E-mail addresses, identity numbers, cards, accounts and IP addresses, and what looks like them."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.detecting import found, sure

ZERO_WIDTH = "\u200b"
HAN = "請把這個號碼寫在訂單上謝謝您"
surroundings = st.text(alphabet=HAN + "，。！：「」（", max_size=8)
words = st.sampled_from(["", "see ", "my number: ", "(", "“", "號碼", "訂單 2026 的 ", "it is\n"])


def luhn_digit(body: str) -> str:
    """Written out once more, in the plainest way."""
    total = 0
    for place, char in enumerate(reversed(body)):
        value = int(char) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return str(-total % 10)


def digits(size: int) -> st.SearchStrategy[str]:
    return st.text(alphabet="0123456789", min_size=size, max_size=size)


# E-mail


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("寫信給amy.lin@example.com謝謝", "amy.lin@example.com"),
        ("Ask o'neil+list@mail.example.co.uk.", "o'neil+list@mail.example.co.uk"),
        ("寄到 ａｍｙ＠ｅｘａｍｐｌｅ．ｃｏｍ 即可", "ａｍｙ＠ｅｘａｍｐｌｅ．ｃｏｍ"),
        (f"amy@exa{ZERO_WIDTH}mple.com", f"amy@exa{ZERO_WIDTH}mple.com"),
        ("https://example.com/?to=amy@example.org", "amy@example.org"),
        ("Write to amy [at] example (dot) com today", "amy [at] example (dot) com"),
        ("Mail amy@xn--fiq228c.example", "amy@xn--fiq228c.example"),
    ],
)
def test_an_address_is_found_with_its_own_characters(text: str, address: str) -> None:
    assert found("email", text) == [address]


@pytest.mark.parametrize(
    "text",
    [
        "thanks @amy and @example.com",
        "logo@2x.png is attached",
        "git clone git@code.example.com:team/app",
        "https://bank.example.com@evil.example/",
        "meet @ example.com",
        "amy@localhost",
        "3 apples @ 5.00 each",
    ],
)
def test_what_only_has_an_at_sign_is_no_address(text: str) -> None:
    assert found("email", text) == []


def test_two_addresses_side_by_side_are_both_found() -> None:
    assert found("email", "a@example.com,b@example.org") == ["a@example.com", "b@example.org"]


# Taiwan


LETTERS = {
    "A": 10, "B": 11, "C": 12, "D": 13, "E": 14, "F": 15, "G": 16, "H": 17, "I": 34, "J": 18, "K": 19, "L": 20, "M": 21,
    "N": 22, "O": 35, "P": 23, "Q": 24, "R": 25, "S": 26, "T": 27, "U": 28, "V": 29, "W": 32, "X": 30, "Y": 31, "Z": 33,
}  # fmt: skip


def taiwan(letter: str, body: str) -> str:
    """A number with its check digit; `body` begins with a digit or, in old residence numbers, a letter."""
    second = str(LETTERS[body[0]] % 10) if body[0].isalpha() else body[0]
    values = [int(char) for char in f"{LETTERS[letter]}{second}{body[1:]}"]
    weights = [1, 9, 8, 7, 6, 5, 4, 3, 2, 1]
    return letter + body + str(-sum(value * weight for value, weight in zip(values, weights, strict=True)) % 10)


national_ids = st.builds(
    taiwan, st.sampled_from(sorted(LETTERS)), st.builds(str.__add__, st.sampled_from("12"), digits(7))
)
residence_ids = st.builds(
    taiwan, st.sampled_from(sorted(LETTERS)), st.builds(str.__add__, st.sampled_from("ABCD89"), digits(7))
)


@given(national_ids, surroundings, surroundings)
def test_a_national_id_is_found_between_han_characters(number: str, before: str, after: str) -> None:
    assert found("tw-national-id", f"{before}{number}{after}") == [number]


@given(residence_ids, surroundings, surroundings)
def test_a_residence_number_old_or_new_is_found_and_is_no_national_id(number: str, before: str, after: str) -> None:
    text = f"{before}{number}{after}"

    assert (found("tw-arc", text), found("tw-id", text), found("tw-national-id", text)) == ([number], [number], [])


@given(national_ids, st.integers(1, 9))
def test_a_national_id_with_another_check_digit_is_not_found(number: str, more: int) -> None:
    wrong = number[:-1] + str((int(number[-1]) + more) % 10)

    assert found("tw-id", f"身分證 {wrong}") == []


def test_an_id_is_found_full_width_grouped_and_in_lower_case() -> None:
    assert [
        found("tw-national-id", text)
        for text in ("Ａ１２３４５６７８９", "a123456789", "A123-456-789", f"A1234{ZERO_WIDTH}56789")
    ] == [["Ａ１２３４５６７８９"], ["a123456789"], ["A123-456-789"], [f"A1234{ZERO_WIDTH}56789"]]


@pytest.mark.parametrize(
    "text",
    ["SA123456789", "A1234567890", "A12345678", "型號A123456789X", "only a 123 456 789 of them", "#A123456780"],
)
def test_what_is_longer_shorter_or_an_article_and_a_number_is_no_id(text: str) -> None:
    assert found("tw-id", text) == []


# Hong Kong, mainland China, the United States, the United Kingdom


def hong_kong(letters: str, body: str) -> str:
    values = [36] * (2 - len(letters)) + [ord(char) - 55 for char in letters] + [int(char) for char in body]
    check = -sum(value * weight for value, weight in zip(values, range(9, 1, -1), strict=True)) % 11
    return f"{letters}{body}({'A' if check == 10 else check})"


@given(st.text(alphabet="ABCDEFGHKLMNPRSTVWXYZ", min_size=1, max_size=2), digits(6), surroundings, surroundings)
def test_a_hong_kong_id_is_found_with_its_brackets(letters: str, body: str, before: str, after: str) -> None:
    number = hong_kong(letters, body)

    assert found("hk-id", f"{before}{number}{after}") == [number]


@given(st.sampled_from("ABCDEFGH"), digits(6), st.integers(1, 10))
def test_a_hong_kong_id_with_another_check_digit_is_not_found(letter: str, body: str, more: int) -> None:
    right = "0123456789A".index(hong_kong(letter, body)[-2])

    assert found("hk-id", f"HKID {letter}{body}({'0123456789A'[(right + more) % 11]})") == []


def test_a_hong_kong_id_without_brackets_needs_to_be_called_one() -> None:
    assert (found("hk-id", "HKID A1234563"), found("hk-id", "part A1234563")) == (["A1234563"], [])


def mainland(region: str, born: str, serial: str) -> str:
    body = region + born + serial
    total = sum(int(char) * (2 ** (17 - place)) for place, char in enumerate(body))
    return body + "0123456789X"[(1 - total) % 11]


@given(
    st.sampled_from(["110101", "310115", "440305", "650102"]),
    st.dates(date(1900, 1, 1), date(2025, 12, 31)),
    digits(3),
    surroundings,
    surroundings,
)
def test_a_mainland_id_is_found(region: str, born: date, serial: str, before: str, after: str) -> None:
    number = mainland(region, f"{born:%Y%m%d}", serial)

    assert found("cn-id", f"{before}{number}{after}") == [number]


@pytest.mark.parametrize(
    "text",
    [
        mainland("110101", "19901301", "123"),  # a thirteenth month
        mainland("990101", "19900101", "123"),  # no such province
        mainland("110101", "19900101", "123") + "0",
        "訂單110101199001011230",
    ],
)
def test_what_has_no_date_province_or_check_digit_is_no_mainland_id(text: str) -> None:
    assert found("cn-id", text) == []


@pytest.mark.parametrize(
    ("text", "numbers", "levels"),
    [
        ("Here's my SSN: 078-05-1121", ["078-05-1121"], ["likely"]),
        ("ssn 078051121", ["078051121"], ["likely"]),
        ("社會安全號碼078-05-1121。", ["078-05-1121"], ["likely"]),
        ("it was 078-05-1121", ["078-05-1121"], ["possible"]),
        ("order 078051121", [], []),
        ("SSN 666-05-1121 or 900-05-1121 or 078-00-1121 or 078-05-0000", [], []),
        ("SSN-like part 12-078-05-1121-9", [], []),
    ],
)
def test_a_social_security_number_keeps_the_rules_of_its_parts(
    text: str, numbers: list[str], levels: list[str]
) -> None:
    assert (found("us-ssn", text), sure("us-ssn", text)) == (numbers, levels)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("NI number AB 12 34 56 C", ["AB 12 34 56 C"]),
        ("我的號碼AB123456C在這裡", ["AB123456C"]),
        ("national insurance: ab123456c", ["ab123456c"]),
        ("part ab123456c", []),
        ("GB123456C and BG 12 34 56 A", []),
        ("AB123456E and AO123456C", []),
    ],
)
def test_a_national_insurance_number_keeps_the_rules_of_its_prefix(text: str, numbers: list[str]) -> None:
    assert found("uk-nino", text) == numbers


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("My driver's license is D1234567", ["D1234567"]),
        ("passport no. 301234567 was lost", ["301234567"]),
        ("護照號碼：301234567", ["301234567"]),
        ("my driver's license expired yesterday", []),
        ("passport control 2026", []),
    ],
)
def test_a_licence_or_passport_number_is_found_where_it_is_called_so(text: str, numbers: list[str]) -> None:
    assert found("licence-number", text) == numbers


# Cards


NETWORKS = [("4", 16), ("51", 16), ("2221", 16), ("34", 15), ("37", 15), ("6011", 16), ("3528", 16), ("62", 16)]


@st.composite
def cards(draw: st.DrawFn) -> str:
    prefix, size = draw(st.sampled_from(NETWORKS))
    body = prefix + draw(digits(size - 1 - len(prefix)))
    return body + luhn_digit(body)


@given(cards(), words, surroundings)
def test_a_card_is_found_in_one_piece_whatever_stands_around(card: str, before: str, after: str) -> None:
    assert found("card-number", f"{before}{card}{after}") == [card]


@given(cards(), st.sampled_from(" -–."), surroundings, surroundings)
def test_a_card_grouped_as_printed_is_found_whole(card: str, gap: str, before: str, after: str) -> None:
    sizes = (4, 4, 4, 4) if len(card) == 16 else (4, 6, 5)
    cuts = [sum(sizes[:number]) for number in range(len(sizes) + 1)]
    grouped = gap.join(card[a:b] for a, b in pairwise(cuts))

    assert found("card-number", f"{before}{grouped}{after}") == [grouped]


@given(cards(), st.integers(1, 9))
def test_a_card_with_another_check_digit_is_not_found(card: str, more: int) -> None:
    wrong = card[:-1] + str((int(card[-1]) + more) % 10)

    assert found("card-number", f"card {wrong}") == []


def test_a_card_is_found_full_width_split_by_zero_width_and_after_a_year() -> None:
    assert [
        found("card-number", text)
        for text in (
            "卡號４１１１１１１１１１１１１１１１謝謝",
            f"4111{ZERO_WIDTH}1111{ZERO_WIDTH}1111{ZERO_WIDTH}1111",
            "2026 4111 1111 1111 1111",
            "4111 1111 1111 1111 5500 0000 0000 0004",
        )
    ] == [
        ["４１１１１１１１１１１１１１１１"],
        [f"4111{ZERO_WIDTH}1111{ZERO_WIDTH}1111{ZERO_WIDTH}1111"],
        ["4111 1111 1111 1111"],
        ["4111 1111 1111 1111", "5500 0000 0000 0004"],
    ]


def test_lengths_that_other_numbers_have_too_need_a_card_word() -> None:
    assert [
        (found("card-number", text), sure("card-number", text))
        for text in ("card 30569309025904", "order 30569309025904", "信用卡 501864667909", "序號 501864667909")
    ] == [(["30569309025904"], ["certain"]), ([], []), (["501864667909"], ["likely"]), ([], [])]


@pytest.mark.parametrize(
    "text",
    [
        "card 411111111111111",
        "card 41111111111111111111",
        "card 0000000000000000",
        "pi is 3.4111111111111111",
        "ISBN 978-986-123-456-7",
        "2026-08-01 12:30:45.123456",
        "訂單編號 20260801123045001",
        "價格 12,345,678,901,234 元",
    ],
)
def test_dates_prices_orders_and_other_lengths_are_no_cards(text: str) -> None:
    assert found("card-number", text) == []


# Accounts


IBANS = {"GB": ("WEST", 14), "DE": ("", 18), "NO": ("", 11), "NL": ("ABNA", 10), "FR": ("", 23), "BE": ("", 12)}


@st.composite
def ibans(draw: st.DrawFn) -> str:
    country = draw(st.sampled_from(sorted(IBANS)))
    bank, size = IBANS[country]
    body = bank + draw(digits(size))
    value = int("".join(str(int(char, 36)) for char in f"{body}{country}00"))
    return f"{country}{98 - value % 97:02d}{body}"


@given(ibans(), words, surroundings)
def test_an_iban_is_found_in_one_piece(iban: str, before: str, after: str) -> None:
    assert found("iban", f"{before}{iban}{after}") == [iban]


@given(ibans(), st.sampled_from(["", " thanks", " this is it", "。", "，請匯入"]))
def test_an_iban_in_fours_is_found_without_the_words_after_it(iban: str, after: str) -> None:
    grouped = " ".join(iban[at : at + 4] for at in range(0, len(iban), 4))

    assert found("iban", f"Pay to {grouped}{after}") == [grouped]


@given(ibans(), st.integers(1, 9))
def test_an_iban_with_another_last_digit_is_not_found(iban: str, more: int) -> None:
    assert found("iban", iban[:-1] + str((int(iban[-1]) + more) % 10)) == []


def test_a_number_whose_remainder_is_right_but_whose_length_is_not_its_countrys_is_refused() -> None:
    body = "WEST12345698765432" + "10"
    check = 98 - int("".join(str(int(char, 36)) for char in f"{body}GB00")) % 97

    assert found("iban", f"GB{check:02d}{body}") == []


def test_two_accounts_side_by_side_are_both_found() -> None:
    assert found("iban", "BE68539007547034 BE68 5390 0754 7034") == ["BE68539007547034", "BE68 5390 0754 7034"]


# IP addresses


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        ("主機192.0.2.17無法連線", ["192.0.2.17"]),
        ("try 203.0.113.9:8080 or 10.1.2.33/24", ["203.0.113.9", "10.1.2.33"]),
        ("from 2001:db8:85a3::8a2e:370:7334 again", ["2001:db8:85a3::8a2e:370:7334"]),
        ("6e40:4041:c617:e898:c11:40d2:c669:2eb4", ["6e40:4041:c617:e898:c11:40d2:c669:2eb4"]),
        ("DNS 1.1.1.1 is down", ["1.1.1.1"]),
        (f"位址１９２．０．２．１７或198.51.{ZERO_WIDTH}100.7", ["１９２．０．２．１７", f"198.51.{ZERO_WIDTH}100.7"]),
    ],
)
def test_an_ip_address_is_found(text: str, addresses: list[str]) -> None:
    assert found("ip-address", text) == addresses


@pytest.mark.parametrize(
    "text",
    [
        "firmware v10.20.30.40 is out",
        "請更新到版本 10.20.30.40",
        "see section 1.2.3.4",
        "1.2.3.4",
        "256.1.1.100",
        "1.22.333.4444",
        "192.0.2.17.5",
        "localhost 127.0.0.1",
        "at 12:30:45:00 sharp, 1:2:3",
        "std::vector::begin and face::cafe",
        "mac 00:1b:44:11:3a:b7",
    ],
)
def test_versions_sections_times_and_the_device_itself_are_no_ip_addresses(text: str) -> None:
    assert found("ip-address", text) == []
