"""The quiz asks what the policy asks, and of other clauses what their examples show."""

from __future__ import annotations

import msgspec
import pytest

from core.test_handbook import LANGUAGES, POLICY, SECRET
from sayso.core.document.quiz import FEW, pass_mark, questions


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_question_has_one_right_answer_and_every_answer_teaches(lang: str) -> None:
    asked = questions(POLICY, lang, None)

    assert len(asked) > FEW
    for question in asked:
        assert sum(choice.is_right for choice in question.choices) == 1
        assert all(choice.text and choice.because for choice in question.choices)
        assert len({choice.text for choice in question.choices}) == len(question.choices)


def test_the_policys_own_questions_come_before_made_ones_and_all_sections_have_their_turn() -> None:
    asked = questions(POLICY, "en")

    assert len(asked) == FEW
    assert [question.clause for question in asked if question.is_written] == ["speak.complaints", "personal.yours"]
    assert {question.number[0] for question in asked} == {"1", "2", "3", "4", "5"}
    assert [question.number for question in asked] == sorted(question.number for question in asked)


def test_a_question_from_an_example_says_where_and_teaches_what_the_check_says() -> None:
    (question,) = [one for one in questions(POLICY, "en", None) if one.clause == "legal.claims"]

    assert question.ask == (
        "You are about to post this (on a company account): “The safest charger in Taiwan” What do you do?"
    )
    assert {choice.text: choice.is_right for choice in question.choices} == {
        "wait until Legal has said yes": True,
        "post it as it is": False,
        "post it now and tell Legal afterwards": False,
    }
    assert {choice.because for choice in question.choices} == {
        "“safest” is a claim that needs proof. Add the evidence or reword it."
    }


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_secret_word_is_asked_about(lang: str) -> None:
    said = msgspec.json.encode(questions(POLICY, lang, None)).decode().casefold()

    assert [word for word in SECRET if word in said] == []


def test_the_right_answer_does_not_always_stand_at_the_same_place_and_the_order_stays() -> None:
    asked = questions(POLICY, "zh-Hant", None)

    assert len({[choice.is_right for choice in question.choices].index(True) for question in asked}) > 1
    assert asked == questions(POLICY, "zh-Hant", None)


@pytest.mark.parametrize(("written", "mark"), [("80%", 80), ("65 %", 65), ("", 80)])
def test_the_pass_mark_is_the_policys(written: str, mark: int) -> None:
    assert pass_mark(msgspec.structs.replace(POLICY, more={"attest": {"quiz_pass": written}})) == mark
