"""Links that imitate, hide or mislead, and requests for credentials. All hosts are made up or reserved."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.detecting import TIDEWELL, found, hits, sure
from sayso.core.screening.kinds import DETECTORS
from sayso.core.screening.kinds.detector import Setting
from sayso.core.screening.kinds.imitation import distance
from sayso.core.screening.kinds.link import shows

ZERO_WIDTH = "\u200b"


# Any link


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("請上https://shop.example.com/a?b=1&c=2查詢", ["https://shop.example.com/a?b=1&c=2"]),
        ("請上 https://例子.com查詢", ["https://例子.com"]),
        ("see example.com, www.example.org/x.", ["example.com", "www.example.org/x"]),
        ("(http://example.com:8080/)", ["http://example.com:8080/"]),
        ("ｈｔｔｐｓ：／／ｅｘａｍｐｌｅ．ｃｏｍ", ["ｈｔｔｐｓ：／／ｅｘａｍｐｌｅ．ｃｏｍ"]),
        (f"https://exam{ZERO_WIDTH}ple.com/", [f"https://exam{ZERO_WIDTH}ple.com/"]),
        ("see line.me/R or www.tidewell.me", ["line.me/R", "www.tidewell.me"]),
        ("mail amy@example.com", []),
        ("so good.it is done.me too, v1.2.3, e.g. this", []),
        ("report.pdf and main.py", []),
    ],
)
def test_a_link_is_found_without_the_sentence_around_it(text: str, links: list[str]) -> None:
    assert found("link", text) == links


# Imitations


@pytest.mark.parametrize(
    ("link", "level"),
    [
        ("https://tidewe11.example/login", "certain"),
        ("https://tldewell.example", "likely"),
        ("https://tidewel.com.tw", "likely"),
        ("https://tidewell-login.test/", "likely"),
        ("https://tidewell.example.evil.test/", "likely"),
        ("https://tidеwell.example/", "certain"),  # a Cyrillic е
        ("https://tidéwell.example/", "certain"),
        ("https://tidewell.test", "possible"),
        ("https://paypa1.com/x", "certain"),
        ("https://arnazon.com", "certain"),
        ("https://gogole.com", "likely"),
        ("https://secure-paypal.test", "likely"),
        ("https://paypallogin.test", "likely"),
        ("https://usps.com-track.top", "likely"),
        ("https://paypal.com.evil.test/", "likely"),
        ("https://xn--pple-43d.com/", "certain"),
        ("netflix-billing.top/pay", "likely"),
    ],
)
def test_a_link_that_imitates_is_found(link: str, level: str) -> None:
    assert hits(DETECTORS["lookalike-link"](TIDEWELL), f"請立即確認：{link} 謝謝") == [(link, level)]


@pytest.mark.parametrize(
    "link",
    [
        "https://tidewell.example",
        "https://www.tidewell.com.tw/login",
        "https://secure.login.tidewell.example/paypal",
        "tidewell.com.tw",
        "https://www.paypal.com/tw",
        "https://amazon.co.jp",
        "https://developers.google.com",
        "https://google.github.io",
        "https://paypay.ne.jp",
        "https://www.pineapple.com",
        "https://airline.com",
        "https://example.com/paypal-login",
        "https://login.microsoftonline.com",
        "https://purchase.com",
        "https://line.me/R",
        "https://goggle.com",
        "http://192.0.2.1/paypal",
    ],
)
def test_the_companys_own_hosts_genuine_ones_and_other_words_imitate_nothing(link: str) -> None:
    assert found("lookalike-link", link, TIDEWELL) == []


def test_a_company_with_a_han_domain_does_not_imitate_itself() -> None:
    own = Setting("TW", ("潮井電子.example",), ("潮井",))

    assert found("lookalike-link", "https://潮井電子.example/ https://shop.潮井電子.example", own) == []


@given(st.from_regex(r"[a-z]{1,8}(\.[a-z]{1,8}){0,2}", fullmatch=True), st.sampled_from(TIDEWELL.domains))
def test_no_subdomain_of_the_company_is_ever_an_imitation(below: str, domain: str) -> None:
    assert found("lookalike-link", f"https://{below}.{domain}/", TIDEWELL) == []


@given(st.integers(0, 7), st.sampled_from("bcfghjkmnpqrsvxyz"))
def test_a_letter_more_anywhere_in_the_companys_name_imitates_it(place: int, letter: str) -> None:
    name = "tidewell"[:place] + letter + "tidewell"[place:]

    assert found("lookalike-link", f"https://{name}.test", TIDEWELL) == [f"https://{name}.test"]


@pytest.mark.parametrize(
    ("one", "other", "edits"),
    [
        ("paypal", "paypal", 0),
        ("payapl", "paypal", 1),
        ("paypall", "paypal", 1),
        ("pxypxl", "paypal", 2),
        ("a", "paypal", 3),
    ],
)
def test_distance_counts_edits_and_swaps_up_to_a_limit(one: str, other: str, edits: int) -> None:
    assert distance(one, other, 2) == edits


# Names shown otherwise than they are


@pytest.mark.parametrize(
    ("text", "links", "levels"),
    [
        ("點https://xn--pple-43d.com/登入", ["https://xn--pple-43d.com/"], ["certain"]),
        ("https://xn--fiq228c.example/", ["https://xn--fiq228c.example/"], ["likely"]),
        ("https://example.com/xn--pple-43d", [], []),
        ("https://example.com", [], []),
    ],
)
def test_a_punycode_link_is_certain_where_it_shows_a_plain_name(text: str, links: list[str], levels: list[str]) -> None:
    assert (found("punycode-link", text), sure("punycode-link", text)) == (links, levels)


def test_what_a_punycode_host_shows() -> None:
    assert [shows(host) for host in ("xn--fiq228c.example", "xn--pple-43d.com", "a.xn--.com", "plain.example")] == [
        "中文.example",
        "аpple.com",
        "a..com",
        "plain.example",
    ]


@pytest.mark.parametrize(
    ("link", "mixes"),
    [
        ("https://аpple.com/", True),  # Cyrillic а
        ("https://gοogle.com/", True),  # Greek ο
        ("https://xn--pple-43d.com/", True),
        ("pаypal.com/x", True),
        ("https://яндекс.test/", False),
        ("https://潮井shop.example/", False),
        ("https://カフェbar漢字.test/", False),
        ("https://example.com/аpple", False),
        ("https://café.example/", False),
    ],
)
def test_only_a_label_that_mixes_alphabets_is_found(link: str, mixes: bool) -> None:
    assert found("mixed-script-link", f"看 {link} 喔") == ([link] if mixes else [])


# Links that lead elsewhere


@pytest.mark.parametrize(
    ("text", "links", "levels"),
    [
        ("點https://bank.example@evil.test/x登入", ["https://bank.example@evil.test/x"], ["certain"]),
        ("https://bank.example:443@evil.test", ["https://bank.example:443@evil.test"], ["certain"]),
        ("https://amy@example.com/", ["https://amy@example.com/"], ["likely"]),
        ("https://social.example/@amy", [], []),
        ("amy@example.com", [], []),
    ],
)
def test_a_link_that_names_another_place_before_an_at_sign_is_found(
    text: str, links: list[str], levels: list[str]
) -> None:
    assert (found("userinfo-link", text), sure("userinfo-link", text)) == (links, levels)


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("http://203.0.113.9/login", ["http://203.0.113.9/login"]),
        ("到 http://3405803785/ 看", ["http://3405803785/"]),
        ("http://0xcb007109/", ["http://0xcb007109/"]),
        ("http://[2001:db8::17]/", ["http://[2001:db8::17]/"]),
        ("203.0.113.9/login", ["203.0.113.9/login"]),
        ("http://127.0.0.1:8000/", []),
        ("203.0.113.9", []),
        ("https://365.example/ https://1.example.com", []),
    ],
)
def test_a_link_to_a_number_is_found(text: str, links: list[str]) -> None:
    assert found("ip-link", text) == links


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("報名https://reurl.cc/abc123！", ["https://reurl.cc/abc123"]),
        ("bit.ly/3abc and https://www.tinyurl.com/x", ["bit.ly/3abc", "https://www.tinyurl.com/x"]),
        ("https://bit.ly", []),
        ("https://habit.ly/x https://bit.ly.example/x", []),
    ],
)
def test_a_shortened_link_is_found(text: str, links: list[str]) -> None:
    assert found("shortener-link", text) == links


def test_the_companys_own_short_links_are_no_concern() -> None:
    assert found("shortener-link", "https://lihi.cc/x", Setting(domains=("lihi.cc",))) == []


# Requests for credentials


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("請立即提供您的密碼", "提供您的密碼"),
        ("麻煩私訊小編信用卡號與末三碼", "私訊小編信用卡號與末三碼"),
        ("輸入簡訊驗證碼即可領取", "輸入簡訊驗證碼"),
        ("請把驗證碼傳給客服", "把驗證碼傳給"),
        ("請登入 https://evil.test 查看", "登入 https://evil.test"),
        ("Please reply with your credit card number", "reply with your credit card number"),
        ("Enter your password to claim the prize", "Enter your password"),
        ("DM us your verification code", "DM us your verification code"),
        ("Update your payment details today", "Update your payment details"),
        ("Log in at www.evil.test to keep your account", "Log in at www.evil.test"),
    ],
)
def test_a_post_that_asks_for_a_secret_is_found(text: str, asked: str) -> None:
    assert found("credential-request", text, TIDEWELL) == [asked]


@pytest.mark.parametrize(
    "text",
    [
        "Never share your password",
        "We will never ask you to confirm your card number.",
        "Don't give your verification code to anyone",
        "If someone asks you to send your password, it is a scam.",
        "Anyone who tells you to enter your PIN is phishing",
        "How do I reset my password?",
        "平台不會要求你提供密碼",
        "請勿提供您的驗證碼給任何人",
        "若有人要求你輸入密碼，就是詐騙",
        "詐騙集團假冒客服，要求提供信用卡號",
        "請提高警覺，切勿把驗證碼告訴別人",
        "我昨天輸入了密碼卻登入不了",
        "請登入 https://shop.tidewell.example 查看訂單",
        "Log in at www.tidewell.com.tw to see your order",
        "提供信用卡付款與超商取貨",
        "The new password manager is out",
    ],
)
def test_advice_stories_and_the_companys_own_log_in_are_silent(text: str) -> None:
    assert found("credential-request", text, TIDEWELL) == []


def test_a_warning_in_one_sentence_does_not_excuse_the_next() -> None:
    text = "我們不會主動打電話。請提供您的密碼。"

    assert found("credential-request", text) == ["提供您的密碼"]


# All of them


def test_every_detector_is_called_by_its_name_and_labelled_in_both_languages() -> None:
    made = {name: make(TIDEWELL) for name, make in DETECTORS.items()}

    assert [(name, one.name, sorted(one.label)) for name, one in made.items()] == [
        (name, name, ["en", "zh-Hant"]) for name in DETECTORS
    ]


ONE_OF_EACH = {
    "email": "a@b.tw or amy [at] example (dot) com",
    "phone": "tel 1234567",
    "tw-mobile": "0912345678",
    "tw-phone": "電話 037-123456, +886 37 123456",
    "hk-phone": "tel 23456789",
    "us-phone": "(512)555-0123",
    "uk-phone": "01632 96012, 07700 900123",
    "intl-phone": "+290 12345",
    "tw-national-id": "A123456789",
    "tw-arc": "A800000014",
    "tw-id": "A123456789",
    "hk-id": "A123456(3)",
    "cn-id": "11010119900101004X",
    "us-ssn": "ssn 078051121",
    "uk-nino": "AB123456C",
    "licence-number": "passport X1234Y",
    "card-number": "card 501864667909",
    "iban": "GB82WEST12345698765432 MT84MALT011000012345MTLCAST001S",
    "ip-address": "10.1.2.33 fe80::1 2001:db8::1",
    "private-key": "-----BEGIN PRIVATE KEY-----",
    "link": "example.com",
    "lookalike-link": "paypa1.com",
    "punycode-link": "xn--pple-43d.com",
    "mixed-script-link": "аpple.com",
    "userinfo-link": "https://a@example.com",
    "ip-link": "http://[fe80::17]/ 203.0.113.9/x",
    "shortener-link": "bit.ly/3",
}


@pytest.mark.parametrize("name", ONE_OF_EACH)
def test_what_a_detector_promises_of_digits_and_signs_holds_where_it_finds(name: str) -> None:
    detector = DETECTORS[name](TIDEWELL)

    for exact, _ in (matches := hits(detector, ONE_OF_EACH[name])):
        assert sum(map(str.isdigit, exact)) >= detector.digits
        assert not detector.chars or set(exact) & set(detector.chars)
    assert matches


@given(st.sampled_from(sorted(DETECTORS)), st.text(alphabet="0123456789@:/.-+() aAxkgb請碼號密了\u200b", max_size=60))
def test_no_text_confuses_a_detector_and_a_finding_lies_within_it(name: str, text: str) -> None:
    assert [exact for exact in found(name, text, TIDEWELL) if not exact or exact not in text] == []
