"""A listed word is found whatever it is written with, at exactly the writer's own characters."""

from __future__ import annotations

import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.strategies import INVISIBLE, LOOKALIKES, MARKS, traditional, worlds
from sayso.core.fold import fold_char
from sayso.core.policy.model import Clause, Policy, Rule, Source
from sayso.core.post import Context, Post
from sayso.core.screening.engine import Engine
from sayso.core.screening.verdict import Finding

WORDS = (
    "kestrel",
    "fish office",
    "project k",
    "strasse",
    "100% safe",
    "紅隼計畫",
    "國家機密",
    "㈱潮井",
    "株式会社",
    "#ad",
)
JOINED = {"ffi": "ﬃ", "fi": "ﬁ", "ff": "ﬀ", "ss": "ß", "(株)": "㈱", "株式会社": "㍿", "st": "ﬆ"}
"""What one character can stand for."""
BEFORE = ("", "Soon: ", "明天發表", "x\u200b ", "👩🏽‍💻", "\ud83d ", "é ", "ﷺ ")
AFTER = ("", " at last", "！很期待", "。\u200b\u0301", " 👩🏽‍💻", " \ud83d", "\u3000é")


def engine(*words: str) -> Engine:
    clause = Clause("c", "1", {"en": "One"}, {"en": "One."})
    rules = [Rule(word, "c", "warn", {"en": "{match}"}, find=(Source("terms", (word,)),)) for word in words]
    return Engine(Policy("1", ("en",), (clause,), tuple(rules)))


LISTED = engine(*WORDS)


def findings(over: Engine, text: str) -> tuple[Finding, ...]:
    return over.screen(Post(text), Context()).findings


def disguised(chance: random.Random, word: str) -> str:
    """The word with each character, or each run that has a ligature, written another way."""
    written, rest = [], word
    while rest:
        run = next((run for run in JOINED if rest.startswith(run) and chance.random() < 0.5), rest[0])
        written.append(JOINED[run] if len(run) > 1 else in_disguise(chance, run))
        rest = rest[len(run) :]
        if rest and chance.random() < 0.3:
            written.append("".join(chance.choices(INVISIBLE, k=chance.randint(1, 3))))
    return "".join(written)


def in_disguise(chance: random.Random, char: str) -> str:
    ways = [char, char.upper(), *LOOKALIKES.get(char, ""), *traditional().get(fold_char(char), ())]
    if "!" <= char <= "~":
        ways.append(chr(ord(char) + 0xFEE0))
    if "a" <= char <= "z":
        for first in (0x1D41A, 0x1D4EA, 0x1D51E, 0x1D5BA, 0x1D68A):
            ways.append(chr(first + ord(char) - ord("a")))
        ways.append(char + "".join(chance.choices(MARKS, k=chance.randint(1, 4))))
        ways.append(unicodedata.normalize("NFC", char + chance.choice(MARKS)))
    return "\u3000" if char == " " and chance.random() < 0.5 else chance.choice(ways)


@given(worlds(), st.sampled_from(WORDS), st.sampled_from(BEFORE), st.sampled_from(AFTER))
def test_a_word_disguised_character_by_character_is_found_where_it_stands(
    chance: random.Random, word: str, before: str, after: str
) -> None:
    written = disguised(chance, word)

    found = [each for each in findings(LISTED, before + written + after) if each.rule == word]

    assert [(each.where.start, each.where.end, each.where.exact) for each in found] == [
        (len(before), len(before + written), written)
    ]


@pytest.mark.parametrize(
    ("word", "text", "exact"),
    [
        ("kestrel", "Ｋｅｓｔｒｅｌ is coming", "Ｋｅｓｔｒｅｌ"),
        ("kestrel", "the k\u200be\u200bs\u200bt\u200br\u200be\u200bl!", "k\u200be\u200bs\u200bt\u200br\u200be\u200bl"),
        ("kestrel", "a \u202ekestrel\u202c now", "kestrel"),
        ("kestrel", "кеѕтгеl", "кеѕтгеl"),
        ("kestrel", "𝐤𝐞𝐬𝐭𝐫𝐞𝐥", "𝐤𝐞𝐬𝐭𝐫𝐞𝐥"),
        ("kestrel", "ke\u0301strel\u0308\u0301 ", "ke\u0301strel\u0308\u0301"),
        ("kestrel", "kestre\u200bl\u200b", "kestre\u200bl"),
        ("紅隼", "红隼下個月發表", "红隼"),
        ("红隼", "紅隼下個月發表", "紅隼"),
        ("会社", "我們是㍿潮井", "㍿"),
        ("fish", "ﬁsh", "ﬁsh"),
        ("straße", "STRASSE", "STRASSE"),
        ("strasse", "Straße", "Straße"),
        ("project k", "Project \u3000\n K", "Project \u3000\n K"),
        ("㈱潮井", "(株)潮井", "(株)潮井"),
    ],
)
def test_the_span_of_a_folded_word_is_the_writers_own(word: str, text: str, exact: str) -> None:
    found = findings(engine(word), text)

    start = text.index(exact)
    assert [(each.where.start, each.where.end, each.where.exact) for each in found] == [
        (start, start + len(exact), exact)
    ]


@given(worlds(), st.sampled_from(WORDS))
def test_what_stands_around_a_finding_is_the_writers_own(chance: random.Random, word: str) -> None:
    before, after = chance.choice(BEFORE), chance.choice(AFTER)
    written = disguised(chance, word)

    found = next(each for each in findings(LISTED, before + written + after) if each.rule == word)

    assert (found.where.before, found.where.after) == (before[-12:], after[:12])
