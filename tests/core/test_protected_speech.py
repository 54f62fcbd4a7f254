"""Talk about one's work is recognised, sentence by sentence; talk about other things is not."""

from __future__ import annotations

import re
from pathlib import Path

import opencc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.core.policy.model import Clause, Policy, Rule, Source
from sayso.core.post import Context, Post
from sayso.core.screening import protected
from sayso.core.screening.engine import Engine

DATA = Path(__file__).parent / "data"
SHARED_WITH_SIMPLIFIED = set("准痴台雇床群干吃伙")
"""Characters that OpenCC would replace although they are ordinary in Taiwan (`台` for `臺`)."""
RULE_WORDS = re.compile(
    r"revenue|\bEPS\b|gross margin|guidance|guaranteed|safest|100% safe|idiots?|rip-off company|Wisp 65|WispGo|our CEO|"
    r"#1 brand|number one|小充|營收|毛利率|第一|最安全|零風險|白痴|垃圾公司|保證",
    re.IGNORECASE,
)
"""What ordinary rules of an ordinary policy look for."""
CARD = "4111 1111 1111 1111"

langs = pytest.mark.parametrize("lang", protected.LANGS)


def not_protected(lang: str) -> list[str]:
    lines = (DATA / f"not_protected.{lang}.txt").read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("# ")]


def talk(text: str) -> list[str]:
    """The protected sentences of `text`, as written."""
    return [text[start:end] for start, end in protected.sentences(text)]


def policy(*sources: Source) -> Policy:
    say = {"en": "“{match}”?", "zh-Hant": "「{match}」？"}
    clause = Clause("c", "1.1", {"en": "One", "zh-Hant": "一"}, {"en": "Text.", "zh-Hant": "內文。"})
    rules = tuple(Rule(f"r{n}", "c", "block", say, find=(source,)) for n, source in enumerate(sources))
    return Policy("2026.1", ("en", "zh-Hant"), clauses=(clause,), rules=rules)


# The pack


@langs
def test_the_pack_holds_at_least_a_hundred_different_posts(lang: str) -> None:
    posts = protected.pack(lang)

    different = {re.sub(r"\W", "", post).casefold() for post in posts}

    assert (len(posts) >= 100, len(different)) == (True, len(posts))


def test_the_chinese_pack_holds_no_simplified_character() -> None:
    to_traditional = opencc.OpenCC("s2t")
    written = set("".join((*protected.pack("zh-Hant"), *not_protected("zh-Hant"))))

    simplified = {char for char in written if to_traditional.convert(char) != char}

    assert simplified <= SHARED_WITH_SIMPLIFIED


def test_a_language_without_a_pack_is_named() -> None:
    with pytest.raises(ValueError, match="'fr'; there is one in en and zh-Hant"):
        protected.pack("fr")


@langs
def test_every_post_of_the_pack_is_protected(lang: str) -> None:
    posts = protected.pack(lang)

    missed = [post for post in posts if not protected.sentences(post)]

    assert missed == []


@langs
def test_words_that_rules_look_for_lie_in_protected_sentences_of_the_pack(lang: str) -> None:
    posts = protected.pack(lang)
    places = [(post, place.span()) for post in posts for place in RULE_WORDS.finditer(post)]

    open_to_rules = [
        (post[start:end], post)
        for post, (start, end) in places
        if not any(first <= start and end <= last for first, last in protected.sentences(post))
    ]

    assert (len(places) > 20, open_to_rules) == (True, [])


@langs
def test_a_policy_flags_none_of_the_pack_but_a_card_number_in_each(lang: str) -> None:
    words = (
        "revenue",
        "guaranteed",
        "idiots",
        "Wisp 65",
        "our CEO",
        "營收",
        "毛利率",
        "第一",
        "白痴",
        "垃圾公司",
        "保證",
    )
    engine = Engine(policy(Source("terms", words), Source("builtin", ("card-number",))))
    personal = Context(account="personal")

    plain = {engine.screen(Post(post), personal).verdict for post in protected.pack(lang)}
    carded = {
        tuple(f.rule for f in engine.screen(Post(f"{post} {CARD}"), personal).findings) for post in protected.pack(lang)
    }

    assert (plain, carded) == ({"pass"}, {("r1",)})


# What is no talk about work


@langs
def test_posts_about_other_things_are_not_protected(lang: str) -> None:
    posts = not_protected(lang)

    protected_by_mistake = {post: talk(post) for post in posts if talk(post)}

    assert (len(posts) >= 60, protected_by_mistake) == (True, {})


@pytest.mark.parametrize(
    "text", ["", " \n ", "。", "…!?", "\x00\ud800", "4111 1111 1111 1111", "我們", "Good morning!"]
)
def test_a_post_without_a_word_about_work_is_not_protected(text: str) -> None:
    assert protected.sentences(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "We are proud to offer paid overtime and sick pay. Apply now!",
        "月薪 36K 起、特休優於勞基法。意者請洽人資。",
    ],
)
def test_a_recruiting_advertisement_is_not_protected(text: str) -> None:
    assert protected.sentences(text) == []


@pytest.mark.parametrize(
    ("about_work", "about_else"),
    [
        ("We got no raise.", "They raised the volume."),
        ("The union is on strike.", "The strike price of the option is 45."),
        ("We get no break on our shift.", "Take a break with the new season."),
        ("這家公司年終只發半個月", "年終大掃除"),
        ("公司說責任制沒有工時上限", "維修工時兩小時"),
        ("工會明天罷工", "手機罷工就來舊換新"),
    ],
)
def test_the_same_word_counts_only_when_it_is_about_work(about_work: str, about_else: str) -> None:
    assert (talk(about_work), talk(about_else)) == ([about_work], [])


# Sentences


@pytest.mark.parametrize(
    ("between", "sentences"),
    [
        (" ", ["We got no raise.", "Overtime pay is late again!", "Who is on strike?"]),
        (
            " ",
            [
                "They offered 3.5% less overtime pay.",
                "The U.S. labor board opened a case.",
                "Dr. Lin wrote a sick note.",
            ],
        ),
        (" ", ["We are No. 1 in unpaid overtime.", "Payroll said no.", "(Union dues are due...)", "“No raise!”"]),
        (
            "",
            [
                "薪水又晚發。",
                "加班費呢？！",
                "「工會怎麼說？」",
                "加班費OK.",
                "薪水 U.S. 那邊也沒有。",
                "罷工吧",
            ],
        ),
        ("\n", ["no raise at work.example/?p=1!x", "unpaid overtime", "沒有加班費"]),
    ],
)
def test_each_sentence_has_its_own_span(between: str, sentences: list[str]) -> None:
    text = between.join(sentences)

    assert talk(text) == sentences


def test_white_space_around_a_sentence_is_not_in_its_span() -> None:
    text = "  Unpaid overtime.  \n\n\t 薪水沒發 \r\n"

    assert protected.sentences(text) == [(2, 18), (24, 28)]


def test_sentences_beside_talk_are_protected_with_it() -> None:
    text = "Idiots. Revenue is up 40%. We got no raise. Clowns. Guaranteed. That was all. Good night."

    assert talk(text) == ["Idiots.", "Revenue is up 40%.", "We got no raise.", "Clowns.", "Guaranteed."]


def test_a_sentence_of_another_subject_is_not_protected_by_its_neighbour_and_protects_none_behind_it() -> None:
    text = "We got no raise. Buy WispGo at the best price! Guaranteed."

    assert talk(text) == ["We got no raise."]


# Whatever the writing


@pytest.mark.parametrize("text", ["我們的加班費沒有了，工會說罷工", "unpaid overtime at our plant"])
@pytest.mark.parametrize(
    "disguise",
    [
        opencc.OpenCC("t2s").convert,
        str.upper,
        lambda text: text.translate({code: code + 0xFEE0 for code in range(0x21, 0x7F)}),
        lambda text: text.replace("e", "е").replace("o", "о"),
    ],
    ids=["simplified", "capitals", "full width", "cyrillic look-alikes"],
)
def test_the_way_it_is_written_does_not_matter(text: str, disguise: object) -> None:
    written = disguise(text)  # type: ignore[operator]

    assert talk(written) == [written]


def test_invisible_characters_are_counted_in_the_span_but_do_not_hide_the_talk() -> None:
    assert protected.sentences("加\u200b班\u200b費。沒\u200b了") == [(0, 6), (6, 9)]


@given(st.sampled_from((*protected.pack("en"), *protected.pack("zh-Hant"))), st.sampled_from(("{}\n{}", "{1}\n{0}")))
def test_a_card_number_beside_the_talk_changes_nothing(post: str, order: str) -> None:
    text = order.format(post, CARD)
    shift = text.index(post)

    kept = [(start - shift, end - shift) for start, end in protected.sentences(text) if text[start:end] != CARD]

    assert kept == protected.sentences(post)


@given(
    st.lists(
        st.sampled_from(("no raise", "工會", "price", "…", "U.S.", "3.5", "。", "! ", ".)", "\n", " ", "a", "\ud800"))
    )
)
def test_spans_are_ordered_apart_and_trimmed(parts: list[str]) -> None:
    text = "".join(parts)

    spans = protected.sentences(text)

    edges = [edge for span in spans for edge in span]
    assert edges == sorted(edges)
    assert all(text[start:end] == text[start:end].strip() != "" for start, end in spans)


@pytest.mark.parametrize("piece", ["!)", ".", "”’」", " ", "\n ", ".x", "！。", "a."], ids=repr)
def test_a_hundred_thousand_hostile_characters_are_read_in_one_go(piece: str) -> None:
    text = "unpaid overtime " + piece * (100_000 // len(piece)) + "x"

    first, *_ = protected.sentences(text)

    assert text[: first[1]].startswith("unpaid overtime")


def test_a_sentence_counts_a_phrase_once_however_long_it_is() -> None:
    assert talk("hours " * 1000 + "weekend " * 1000) == []
