"""Keys, private keys, passwords and codes. Every value is made up and put together here, so that no scanner trips."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.detecting import found, hits, sure
from sayso.core.screening.kinds import DETECTORS
from sayso.core.screening.kinds.detector import Setting

ZERO_WIDTH = "\u200b"
UPPER, LOWER, FIGURES = "QWXZKMTRBLPGNDHF", "qwxzkmtrblpgndhf", "2345672345672345"


def body(size: int) -> str:
    """Letters of both cases and figures in turn, as keys look."""
    return "".join(UPPER[n % 16] + LOWER[n * 3 % 16] + FIGURES[n * 5 % 16] for n in range(size))[:size]


def hexadecimal(size: int) -> str:
    return ("3f9a1c7e5b2d8046" * 8)[:size]


KEYS = {
    "AWS": "AK" + "IA" + "Q3WXZKMT7RBLPGND",
    "GitHub": "gh" + "p_" + body(36),
    "GitHub, fine-grained": "github" + "_pat_" + body(22) + "_" + body(59),
    "GitLab": "gl" + "pat-" + body(20),
    "Slack": "xo" + "xb-" + "123456789012-" + body(24),
    "Slack hook": "hooks.slack" + ".com/services/T" + UPPER[:8] + "/B" + UPPER[4:12] + "/" + body(24),
    "Google": "AI" + "za" + body(35),
    "Google client": "GOC" + "SPX-" + body(28),
    "Stripe": "sk" + "_live_" + body(24),
    "OpenAI": "sk" + "-proj-" + body(48),
    "Anthropic": "sk" + "-ant-api03-" + body(60),
    "Azure": "Account" + "Key=" + body(86) + "==",
    "npm": "np" + "m_" + body(36),
    "PyPI": "py" + "pi-" + body(80),
    "SendGrid": "S" + "G." + body(22) + "." + body(43),
    "Twilio": "S" + "K" + hexadecimal(32),
    "Telegram": "1234567890" + ":A" + body(34),
    "Discord": "M" + body(23) + "." + body(6) + "." + body(27),
    "Shopify": "shp" + "at_" + hexadecimal(32),
    "Hugging Face": "h" + "f_" + body(34),
    "web token": "ey" + "J" + body(20) + ".ey" + "J" + body(40) + "." + body(43),
}


@pytest.mark.parametrize("key", KEYS.values(), ids=list(KEYS))
def test_a_key_of_a_known_service_is_found_between_han_characters(key: str) -> None:
    text = f"金鑰在這裡「{key}」請勿外流"

    assert (found("api-key", text), sure("api-key", text)) == ([key], ["certain"])


@pytest.mark.parametrize("key", [KEYS["AWS"], KEYS["Google"], KEYS["Twilio"], KEYS["Stripe"]])
def test_a_key_in_another_case_or_cut_short_is_none(key: str) -> None:
    assert (found("api-key", key.swapcase()), found("api-key", key[:12])) == ([], [])


def test_a_key_split_by_invisible_characters_is_found() -> None:
    key = KEYS["AWS"][:9] + ZERO_WIDTH + KEYS["AWS"][9:]

    assert found("api-key", f"use {key} now") == [key]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (f"api_key = '{body(32)}'", body(32)),
        (f"Client secret: {body(24)}", body(24)),
        (f"API 金鑰：{body(20)}", body(20)),
        (f"access token is {hexadecimal(40)}", hexadecimal(40)),
    ],
)
def test_a_value_that_is_called_a_key_is_likely_one(text: str, value: str) -> None:
    assert hits(DETECTORS["api-key"](Setting()), text) == [(value, "likely")]


@pytest.mark.parametrize(
    "text",
    [
        "the secret key: internationalisation of everything",
        "api key: your-api-key-goes-here",
        "AKIA" + "X" * 16,
        "sk" + "_live_" + "x" * 24,
        "pk" + "_live_" + body(24),
        "AK" + "IA" + "IOSFODNN7EXAMPLE",
        "the key to success is patience",
        "bit.ly/3AbCdEfGh",
        "commit 3f9a1c7e5b2d80463f9a1c7e5b2d80463f9a1c7e",
    ],
)
def test_placeholders_publishable_keys_and_words_are_no_keys(text: str) -> None:
    assert found("api-key", text) == []


# Private keys


def pem(kind: str, end: bool = True) -> str:
    dashes = "-" * 5
    last = f"\n{dashes}END {kind}{dashes}" if end else ""
    return f"{dashes}BEGIN {kind}{dashes}\n{body(64)}\n{body(40)}=={last}"


@pytest.mark.parametrize("kind", ["PRIVATE KEY", "RSA PRIVATE KEY", "OPENSSH PRIVATE KEY", "PGP PRIVATE KEY BLOCK"])
def test_a_private_key_is_found_from_head_to_end(kind: str) -> None:
    key = pem(kind)
    text = f"設定如下：{key}\n以上"

    assert (found("private-key", text), sure("private-key", text)) == ([key], ["certain"])


def test_a_private_key_cut_off_is_found_as_far_as_it_goes() -> None:
    key = pem("EC PRIVATE KEY", end=False)

    assert found("private-key", key) == [key]


def test_two_private_keys_are_two_findings() -> None:
    keys = [pem("PRIVATE KEY"), pem("RSA PRIVATE KEY")]

    assert found("private-key", "\n".join(keys)) == keys


def test_a_putty_key_is_found() -> None:
    head = f"PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\nPublic-Lines: 1\n{body(40)}"
    key = f"{head}\nPrivate-Lines: 1\n{body(44)}"

    assert found("private-key", f"see {key}") == [key]


@pytest.mark.parametrize("kind", ["PUBLIC KEY", "CERTIFICATE", "PGP PUBLIC KEY BLOCK"])
def test_public_keys_and_certificates_are_no_private_keys(kind: str) -> None:
    assert found("private-key", pem(kind)) == []


# Passwords


@pytest.mark.parametrize(
    ("text", "value", "level"),
    [
        ("密碼：abc12345", "abc12345", "likely"),
        ("密碼是Tide#2026喔", "Tide#2026", "likely"),
        ("密碼ａｂｃ１２３４５", "ａｂｃ１２３４５", "likely"),
        ("wifi密碼 tide2026go，歡迎使用", "tide2026go", "likely"),
        ("帳密 admin/abc123", "admin/abc123", "likely"),
        ("帳密：admin/abc123", "admin/abc123", "likely"),
        ("口令: 0824", "0824", "likely"),
        ("驗證碼 482913 請勿外流", "482913", "likely"),
        ("OTP: 482913", "482913", "likely"),
        ("Password: Hunter2!", "Hunter2!", "likely"),
        ("my password is hunter2.", "hunter2", "likely"),
        ("pwd=swordFish", "swordFish", "likely"),
        ('password: "correct-horse"', "correct-horse", "possible"),
        ("Password: swordfish", "swordfish", "possible"),
        (f"pass{ZERO_WIDTH}word: abc{ZERO_WIDTH}123", f"abc{ZERO_WIDTH}123", "likely"),
    ],
)
def test_what_follows_the_word_password_is_found(text: str, value: str, level: str) -> None:
    assert hits(DETECTORS["password"](Setting()), text) == [(value, level)]


@pytest.mark.parametrize(
    "text",
    [
        "password must be 8 characters",
        "Password: must be at least 8 characters",
        "password: 8-16 characters",
        "密碼長度需 8-16 碼",
        "密碼：8-16碼英數字",
        "忘記密碼請按1",
        "忘記密碼？請洽客服 0800-012-345",
        "請勿把密碼告訴別人",
        "your password is required",
        "password: ********",
        "password: <your password>",
        "password: {{ secret }}",
        "Reset your password: https://tidewell.example/reset",
        "password manager 2026 review",
        "World Password Day 2026",
        "密碼每 90 天更換一次",
        "the password is wrong",
        "Password: remember to change it",
    ],
)
def test_advice_lengths_masks_and_links_are_no_passwords(text: str) -> None:
    assert found("password", text) == []


@given(
    st.text(alphabet="abcdefgh", min_size=3, max_size=8),
    st.text(alphabet="0123456789", min_size=2, max_size=4),
    st.sampled_from(["密碼：{}", "密碼是{}", "密碼 {}，謝謝", "pwd={} ok", "The password is {}"]),
)
def test_letters_with_figures_after_the_word_are_found_whole(letters: str, figures: str, form: str) -> None:
    value = letters + figures

    assert found("password", form.format(value)) == [value]
