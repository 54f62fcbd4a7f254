"""A learnt guess: what it tells apart, that it is the same everywhere, and how little a rule may make of it."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.core.fold import Batch, fold
from sayso.core.policy import format, source
from sayso.core.policy.model import Clause, Policy, Rule, Source, When
from sayso.core.policy.source import dump, parse
from sayso.core.post import Context, Image, Post
from sayso.core.screening.engine import Engine
from sayso.core.screening.kinds import classifier
from sayso.core.screening.kinds.classifier import CLASSIFIERS, DENSE, DIGITS, FINE, LONGEST, SPELT, Classifier

DEROGATORY = CLASSIFIERS["derogatory"].load()

RUDE = (
    "Dumb women like her should shut up and stay in the kitchen",
    "Shut your stupid mouth you retard",
    "那些外地人都是垃圾，滾回去",
    "那些外地人都是垃圾，滚回去",
    "胖女人都很噁心",
    "只會騙人的垃圾，噁心的東西",
)
PLAIN = (
    "We are happy to launch our new charger today",
    "The delivery was late and I am disappointed with the service",
    "Our engineers speak at the women in tech conference",
    "Third weekend of overtime in a row. We should ask for a better rota together.",
    "I do not agree with them",
    "今天新品上市，歡迎大家來看看",
    "快遞晚了三天，服務讓人失望",
    "女性工程師分享會，週六下午兩點開始",
    "外地的朋友可以用宅配",
    "我不同意他們的做法，但尊重他們的選擇",
    "我們公司加班費到底怎麼算？有人跟主管談過嗎",
    "",
    "ok",
)

texts = st.text(
    st.one_of(st.sampled_from("abehkstu  ,.!你他們都是垃圾噁心女人 "), st.characters(codec="utf-8")), max_size=60
)


def scores(*several: str) -> list[float]:
    return DEROGATORY.score(Batch(several), range(len(several))).tolist()


def pointed(text: str) -> str:
    batch = Batch([text])
    start, end = DEROGATORY.where(batch, 0)
    return text[slice(*batch.original(0, start, end))]


# The score


def test_clear_insults_score_above_plain_and_friendly_posts() -> None:
    assert min(scores(*RUDE)) > 0.8
    assert max(scores(*PLAIN)) < 0.5


def test_the_score_of_a_text_is_the_same_wherever_it_is_computed() -> None:
    assert dict(zip(RUDE + PLAIN, scores(*RUDE, *PLAIN), strict=True)) == GOLDEN


@pytest.mark.parametrize("text", RUDE)
def test_disguise_that_folds_away_changes_nothing(text: str) -> None:
    wide = "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in text)
    disguised = [text.upper(), wide, "\u200b".join(text), text.replace("a", "а").replace("e", "е"), f" {text} "]

    assert scores(*disguised[:4]) == scores(text) * 4


def test_both_chinese_scripts_score_the_same() -> None:
    assert scores("那些外地人都是垃圾，滾回去") == scores("那些外地人都是垃圾，滚回去")


def test_no_word_and_no_length_leaves_the_range() -> None:
    long = "垃圾噁心賤人 stupid bitch " * 5_000

    assert 0.99 < scores(long)[0] <= 1
    assert 0 <= scores("thank you " * 50_000)[0] < 0.01
    assert scores("\U0010ffff", "\x00" * 9) == scores("\ufffd", "\ufffd" * 9)


@given(st.lists(texts, min_size=1, max_size=9))
def test_a_text_scores_alone_as_among_others_in_any_order(several: list[str]) -> None:
    batch = Batch(several)
    order = list(range(len(several)))[::-1]

    together = DEROGATORY.score(batch, range(len(several))).tolist()

    assert together == [scores(text)[0] for text in several]
    assert DEROGATORY.score(batch, order).tolist() == together[::-1]
    assert DEROGATORY.score(batch, order[:1]).tolist() == together[-1:]
    assert DEROGATORY.score(batch, []).tolist() == []


def test_texts_longer_than_a_piece_score_as_if_weighed_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    several = [" ".join(RUDE), *PLAIN, *RUDE]
    whole = scores(*several)

    monkeypatch.setattr(classifier, "_PIECE", 7)

    assert scores(*several) == whole


@given(st.lists(texts, min_size=1, max_size=4))
def test_the_score_is_that_of_the_slow_sum(several: list[str]) -> None:
    assert scores(*several) == [slow(fold(text.replace("\U0010ffff", "\ufffd")).text) for text in several]


def slow(folded: str) -> float:
    """The score, run by run, from the arrays that ship."""
    with np.load(classifier.resources.files("sayso.core.screening") / "data/classifier-derogatory.npz") as kept:
        weights, chances = kept["weights"], kept["chances"].tolist()
        lowest, padding = int(kept["lowest"]), int(kept["padding"])
    padded = f" {folded} "
    total = 0
    for start in range(len(padded) - 1):
        inside = start > 0
        for length in DENSE if inside and padded[start] >= "\u2e80" else SPELT:
            run = padded[start : start + length]
            if len(run) == length:
                total += int(weights[bucket(run, len(weights))])
    dense = sum(char >= "\u2e80" for char in folded)
    step = round(total * float(FINE) / math.sqrt(len(folded) + padding)) - lowest
    row = chances[int(dense * 4 >= len(folded))]
    return row[min(max(step, 0), len(row) - 1)] / DIGITS


def bucket(run: str, size: int) -> int:
    hashed = 0
    for char in run:
        hashed = (hashed * 0x85EBCA6B + ord(char) * 0x9E3779B1) % (1 << 32)
    return hashed * size >> 32


# The place


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Shut your stupid mouth you retard", "stupid mouth you retard"),
        ("那些外地人都是垃圾，滾回去", "外地人都是垃圾"),
        ("胖女人都很噁心", "女人都很噁心"),
        ("Our café in Taipei opens at nine, come and see. " * 6 + "You stupid bitch." + " See you at the market." * 9,
         "stupid bitch"),
    ],
)  # fmt: skip
def test_the_words_that_weigh_most_are_pointed_at(text: str, expected: str) -> None:
    assert pointed(text) == expected


@given(st.lists(texts.filter(lambda text: fold(text).text != ""), min_size=1, max_size=5), st.integers(0, 4))
def test_the_place_is_one_stretch_within_its_own_text(several: list[str], number: int) -> None:
    batch, text = Batch(several), number % len(several)

    start, end = DEROGATORY.where(batch, text)

    assert batch.starts[text] <= start < end <= batch.ends[text]
    assert end - start <= 3 * LONGEST
    alone = Batch([several[text]])
    assert DEROGATORY.where(alone, 0) == (start - batch.starts[text], end - batch.starts[text])


def test_a_text_without_any_weight_is_still_pointed_at() -> None:
    flat = Classifier(np.zeros(1 << 4, np.int8), np.zeros((2, 1), np.uint16), 0, 1)

    assert flat.where(Batch(["x", "... a text ..."]), 1) == (6, 12)


# In a rule

CLAUSE = Clause("c", "1.1", {"en": "One", "zh-Hant": "一"}, {"en": "Text.", "zh-Hant": "內文。"})


def guess(above: float) -> Source:
    return Source("classifier", ("derogatory",), above)


def policy(*rules: Rule, **given: Any) -> Policy:
    return Policy("2026.1", ("en", "zh-Hant"), clauses=(CLAUSE,), rules=rules, **given)


def rule(name: str = "r", **given: Any) -> Rule:
    say = {"en": "“{match}”: {kind}.", "zh-Hant": "「{match}」：{kind}。"}
    return Rule(**{"id": name, "clause": "c", "verdict": "advise", "say": say, **given})


def fired(over: Policy, text: str) -> list[str]:
    return [finding.rule for finding in Engine(over).screen(Post(text)).findings]


def test_a_finding_says_what_guessed_it_and_how_little_sure_that_is() -> None:
    verdict = Engine(policy(rule(find=(guess(0.9),)))).screen(Post("唉，那些外地人都是垃圾，滾回去"))

    (finding,) = verdict.findings
    assert (finding.how, finding.sure, finding.where.exact) == (
        "classifier/derogatory",
        "possible",
        "那些外地人都是垃圾",
    )
    assert finding.message == {
        "en": "“那些外地人都是垃圾”: wording that may insult or degrade people.",
        "zh-Hant": "「那些外地人都是垃圾」：可能侮辱或貶低他人的說法。",
    }


@pytest.mark.parametrize(("low", "high"), [*pairwise((0.6, 0.87, 0.9, 0.95, 0.999))])
def test_each_rule_keeps_to_its_own_threshold(low: float, high: float) -> None:
    over = policy(rule("high", find=(guess(high),)), rule("low", find=(guess(low),)))

    for text, score in GOLDEN.items():
        assert sorted(fired(over, text)) == [name for name, above in (("high", high), ("low", low)) if score > above]


def test_a_score_just_at_the_threshold_is_not_above_it() -> None:
    score = GOLDEN[RUDE[1]]

    assert fired(policy(rule(find=(guess(score),))), RUDE[1]) == []
    assert fired(policy(rule(find=(guess(round(score - 1 / DIGITS, 4)),))), RUDE[1]) == ["r"]


def test_a_guess_can_be_a_condition_and_can_silence() -> None:
    about = When(mentions=(guess(0.9),))
    over = policy(
        rule("if", find=(Source("terms", ("垃圾",)),), when=about),
        rule("unless", find=(Source("terms", ("垃圾",)),), unless=(guess(0.9),)),
    )

    assert fired(over, "那些外地人都是垃圾，滾回去") == ["if"]
    assert fired(over, "倒垃圾的時間改了") == ["unless"]


def test_words_in_pictures_are_looked_at_too() -> None:
    post = Post("看看這張圖", (Image(text="那些外地人都是垃圾，滾回去"),))

    (finding,) = Engine(policy(rule(find=(guess(0.9),)))).screen(post).findings

    assert (finding.where.field, finding.where.exact) == ("image/1/text", "外地人都是垃圾")


def test_a_guess_gives_way_to_protected_speech() -> None:
    text = "主管都是垃圾，加班費都不給，噁心的東西"
    engine = Engine(policy(rule(find=(guess(0.6),))))

    personal = engine.screen(Post(text), Context(account="personal"))
    company = engine.screen(Post(text), Context(account="company"))

    assert (personal.findings, personal.protected) == ((), ("r",))
    assert [finding.rule for finding in company.findings] == ["r"]


# In the files


def test_the_format_names_the_classifiers_that_there_are() -> None:
    assert tuple(CLASSIFIERS) == format.CLASSIFIERS
    assert {lang for kind in CLASSIFIERS.values() for lang in kind.label} == {"en", "zh-Hant"}


def test_a_classifier_comes_back_from_the_files_as_it_was() -> None:
    examples = {"en": ["a"], "zh-Hant": ["b"]}
    written = {
        "policy.yaml": b"sayso: 1\nedition: 2026.1\ncompany: {name: {en: T, zh-Hant: T}}\n"
        b"languages: {authoritative: en, also: [zh-Hant]}\n",
        "clauses/1-one.en.md": b"# 1. One\n\n### One {#c}\nText.\n",
        "clauses/1-one.zh-Hant.md": "# 一、一\n\n### 一 {#c}\n內文。\n".encode(),
        "rules.yaml": f"""\
rules:
- id: guess
  clause: c
  when: {{mentions: {{above: 0.75, classifier: derogatory}}}}
  find: [{{classifier: derogatory, above: 0.9}}, {{terms: a}}]
  unless: {{classifier: derogatory, above: .9876}}
  verdict: warn
  say: {{en: x, zh-Hant: y}}
  fires: {examples}
  silent: {examples}
""".encode(),
    }

    first = parse(written)
    again = parse({name: text.encode() for name, text in dump(first.policy).items()}) if first.policy else None

    assert first.problems == ()
    assert first.policy is not None and again is not None and again.policy == first.policy
    (only,) = first.policy.rules
    assert (only.when.mentions, only.find[0], only.unless) == ((guess(0.75),), guess(0.9), (guess(0.9876),))
    assert source.parse({**written, "rules.yaml": written["rules.yaml"].replace(b"warn", b"block")}).policy is None


GOLDEN = {
    "Dumb women like her should shut up and stay in the kitchen": 0.9588,
    "Shut your stupid mouth you retard": 0.8769,
    "那些外地人都是垃圾，滾回去": 0.9645,
    "那些外地人都是垃圾，滚回去": 0.9645,
    "胖女人都很噁心": 0.9935,
    "只會騙人的垃圾，噁心的東西": 0.9999,
    "We are happy to launch our new charger today": 0.0355,
    "The delivery was late and I am disappointed with the service": 0.047,
    "Our engineers speak at the women in tech conference": 0.3145,
    "Third weekend of overtime in a row. We should ask for a better rota together.": 0.0245,
    "I do not agree with them": 0.0497,
    "今天新品上市，歡迎大家來看看": 0.0295,
    "快遞晚了三天，服務讓人失望": 0.0183,
    "女性工程師分享會，週六下午兩點開始": 0.0773,
    "外地的朋友可以用宅配": 0.0108,
    "我不同意他們的做法，但尊重他們的選擇": 0.2486,
    "我們公司加班費到底怎麼算？有人跟主管談過嗎": 0.2109,
    "": 0.0644,
    "ok": 0.0722,
}
"""Text -> its score, of the weights that ship. A training changes them; nothing else may."""
