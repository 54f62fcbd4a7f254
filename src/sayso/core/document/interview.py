"""The interview: questions, one at a time, each with a suggested answer and its reason; answers as a file and back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Final, Literal

import msgspec

from sayso.core.document.catalogue import Facts, Only, holds, raw
from sayso.core.policy.model import Text
from sayso.core.policy.problems import Problem
from sayso.core.policy.shape import BAD, LENGTH, ByLanguage, Choice, Either, Field, Fields, Form, Listed, Shape, Words
from sayso.core.policy.tree import Reading, closest

Answer = str | list[str] | Text
"""A value, several, or a text in both languages."""
Answers = Mapping[str, Answer]

_COUNTED: Final = ((20, "small"), (251, "medium"))
"""Fewer people than this make an organisation of that size; `product.md` of the design has the first bound."""
_NUMBER: Final = Form("[0-9]{1,7}", "a whole number", "整數")
_DURATION: Final = Form(
    LENGTH, "a length of time such as `2 h` or `12 months`", "時間長度（例如 `2 h` 或 `12 months`）"
)
_FILE: Final = "answers.yaml"
_HAN: Final = re.compile(r"[\u3400-\u9fff]")
_UNFIT: Final = re.compile(r"[{}\x00-\x1f]")
"""What no text of an answer may hold: braces would be filled in, control characters would not be seen."""
_TEXT: Final = Form(
    r"[^{}\x00-\x1f]{1,200}", "a text of at most 200 characters without braces", "200 字以內、不含大括號的文字"
)


class Choosable(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"value": "is"}):
    """One of the answers of a question."""

    value: str
    label: Text


class Suggestion(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An answer offered, and the reason."""

    answer: Answer
    because: Text
    only: Only = {}


class Question(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One question."""

    id: str
    group: Text
    kind: Literal["one", "several", "number", "text", "name", "words", "duration", "durations"]
    ask: Text
    turns_on: Text
    """What the answer changes in the policy."""
    suggest: tuple[Suggestion, ...]
    choices: tuple[Choosable, ...] = ()
    help: Text = {}
    names: tuple[str, ...] = ()
    """Of ``durations``: what each of them is."""
    only: Only = {}


class Fight(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Answers that work against each other."""

    only: Only
    says: Text
    about: str
    """The question to look at again."""


class Profile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A set of answers to start from, after an example that is well known."""

    id: str
    name: Text
    says: Text
    answers: dict[str, Answer]


class Interview(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All questions in their order."""

    questions: tuple[Question, ...]
    fights: tuple[Fight, ...]
    profiles: tuple[Profile, ...]

    def profile(self, name: str) -> Profile:
        """The profile of that name; `KeyError` when there is none."""
        return {profile.id: profile for profile in self.profiles}[name]

    def asked(self, answers: Answers) -> Iterator[Question]:
        """The questions that earlier answers leave open, in order; each is decided when it is reached."""
        for question in self.questions:
            if holds(question.only, facts(answers)):
                yield question

    def suggested(self, question: Question, answers: Answers, profile: str = "") -> Suggestion:
        """What to answer when nobody says otherwise: the profile's answer, or the first suggestion that fits."""
        if profile and question.id in self.profile(profile).answers:
            return Suggestion(self.profile(profile).answers[question.id], self.profile(profile).says)
        known = facts(answers)
        return next(each for each in question.suggest if holds(each.only, known))

    def complete(self, answers: Answers, profile: str = "") -> dict[str, Answer]:
        """The answers, and the suggested one to each question that is open."""
        full = dict(answers)
        for question in self.questions:
            if question.id not in full:
                full[question.id] = self.suggested(question, full, profile).answer
        return full

    def fighting(self, answers: Answers) -> list[Fight]:
        """What is at odds among the answers given so far."""
        known = facts(answers)
        return [fight for fight in self.fights if holds(fight.only, known)]


@cache
def load() -> Interview:
    """The interview that ships with Sayso."""
    return msgspec.convert(raw("interview.yaml"), Interview)


def facts(answers: Answers, profile: str = "") -> Facts:
    """What clauses and questions may ask about: the answers themselves, and what follows from them."""
    known = {key: _values(answer) for key, answer in answers.items()}
    said = {key: frozenset(values) for key, values in known.items()}
    none: frozenset[str] = frozenset()
    industry, status = said.get("industry", none), said.get("status", none)
    packs = {
        "finance": "finance" in industry or "financial" in status,
        "health": "health" in industry or "medical" in status,
        "government": "government" in industry or "public" in status,
        "listed": "listed" in status,
        "retail": "retail" in industry,
        "electronics": "electronics" in industry,
    }
    people = int((*known.get("people", ()), "0")[0])
    lead, backup = known.get("crisis_lead"), known.get("backup")
    return known | {
        "pack": tuple(pack for pack, holds_here in packs.items() if holds_here),
        "size": (next((size for bound, size in _COUNTED if people < bound), "large"),) if "people" in known else (),
        "profile": (profile or "none",),
        "secret_words": ("yes" if known.get("secret_words") else "no",),
        "rivals": ("yes" if known.get("rivals") else "no",),
        "confidential_lacks": tuple({"customers"} - said.get("confidential", frozenset({"customers"}))),
        "same_person": ("yes",) if lead and lead == backup else ("no",),
    }


def _values(answer: Answer) -> tuple[str, ...]:
    match answer:
        case str():
            return (answer,)
        case list():
            return tuple(answer)
        case _:
            return tuple(answer.values())


# --- answers somebody typed ---


class NotAnAnswer(ValueError):
    """What was typed is no answer to the question; says which text or texts would be, and what was probably meant."""

    def __init__(self, expected: Text, meant: str = "") -> None:
        super().__init__(expected["en"])
        self.expected = expected
        self.meant = meant


def understood(question: Question, typed: str) -> Answer:
    """The answer that somebody typed: choices by number or name, lists with commas. Raises `NotAnAnswer`."""
    typed = typed.strip()
    if _UNFIT.search(typed) or len(typed) > 2_000:
        raise NotAnAnswer({"en": "plain words without braces", "zh-Hant": "不含大括號的一般文字"})
    match question.kind:
        case "one":
            return _chosen(question, typed)
        case "several":
            chosen = [_chosen(question, part) for part in _parts(typed)]
            if not chosen:
                raise NotAnAnswer({"en": "at least one of the choices", "zh-Hant": "至少選一項"})
            return list(dict.fromkeys(chosen))
        case "number":
            if not re.fullmatch(_NUMBER.pattern, typed):
                raise NotAnAnswer({"en": "a whole number, such as 120", "zh-Hant": "整數，例如 120"})
            return typed
        case "duration":
            return _duration(typed)
        case "durations":
            lengths = [_duration(part) for part in _parts(typed)]
            if len(lengths) != len(question.names):
                count = len(question.names)
                raise NotAnAnswer(
                    {"en": f"{count} lengths of time with commas", "zh-Hant": f"{count} 個時間，用逗號分開"}
                )
            return lengths
        case "words":
            return _parts(typed)
        case "name":
            return _named(typed)
        case _:
            return {"en": typed, "zh-Hant": typed} if typed else _nothing()


def _named(typed: str) -> Answer:
    """One name, or two with a slash between them: the one in Han characters is the Chinese one."""
    first, _, second = (part.strip() for part in typed.partition("/"))
    if not first:
        return _nothing()
    if second and _HAN.search(first) and not _HAN.search(second):
        first, second = second, first
    return {"en": first, "zh-Hant": second or first}


def _nothing() -> Answer:
    raise NotAnAnswer({"en": "a few words", "zh-Hant": "幾個字"})


def _parts(typed: str) -> list[str]:
    return [part.strip() for part in re.split("[,、，;；]", typed) if part.strip()]


def _chosen(question: Question, typed: str) -> str:
    names = [choice.value for choice in question.choices]
    labels = {label.casefold(): choice.value for choice in question.choices for label in choice.label.values()}
    if typed.isdecimal() and 1 <= int(typed) <= len(names):
        return names[int(typed) - 1]
    if typed.casefold() in (name.casefold() for name in names):
        return next(name for name in names if name.casefold() == typed.casefold())
    if typed.casefold() in labels:
        return labels[typed.casefold()]
    listed, most = ", ".join(names), len(names)
    expected = {
        "en": f"a number from 1 to {most}, or one of: {listed}",
        "zh-Hant": f"編號 1 到 {most}，或以下其中之一：{listed}",
    }
    raise NotAnAnswer(expected, closest(typed, names))


def _duration(typed: str) -> str:
    spaced = re.sub(r"^(\d+)\s*([a-z]+)$", r"\1 \2", typed.strip().lower())
    if not re.fullmatch(_DURATION.pattern, spaced):
        raise NotAnAnswer(
            {"en": "a length of time, such as 2 h or 12 months", "zh-Hant": "時間長度，例如 2 h 或 12 months"}
        )
    return spaced


def shown(question: Question, answer: Answer, lang: str) -> str:
    """An answer as a person reads it."""
    labels = {choice.value: choice.label.get(lang, choice.value) for choice in question.choices}
    match answer:
        case str():
            return labels.get(answer, answer)
        case list():
            return ("、" if lang == "zh-Hant" else ", ").join(labels.get(each, each) for each in answer)
        case _:
            return " / ".join(dict.fromkeys(answer.values())) if question.kind == "name" else answer.get(lang, "")


# --- answers as a file ---


def read(raw_text: bytes, name: str = _FILE) -> tuple[dict[str, Answer], str, tuple[Problem, ...]]:
    """The answers of a file, the profile it starts from, and all that is wrong with it, each with its place."""
    reading = Reading(name, raw_text, ("en", "zh-Hant"))
    root = reading.compose()
    value = _shape().read(root, reading) if root is not None else {}
    if reading.problems or not isinstance(value, dict):
        return {}, "", tuple(reading.problems)
    answers = {key: _plain(answer) for key, answer in value.get("answers", {}).items() if answer is not BAD}
    return answers, value.get("profile", ""), ()


def _plain(value: Any) -> Answer:
    return (
        [str(each) for each in value]
        if isinstance(value, list | tuple)
        else value
        if isinstance(value, dict)
        else str(value)
    )


@cache
def _shape() -> Fields:
    interview = load()
    answers = {q.id: Field(_answer_shape(q), q.ask["en"], q.ask["zh-Hant"]) for q in interview.questions}
    profiles = Choice(tuple(profile.id for profile in interview.profiles))
    return Fields(
        {
            "profile": Field(profiles, "The profile to start from.", "起點的範本。"),
            "answers": Field(Fields(answers, title="answers"), "An answer to each question.", "每個問題的答案。"),
        },
        title="answers.yaml",
    )


def _answer_shape(question: Question) -> Shape:
    match question.kind:
        case "one":
            return Choice(tuple(choice.value for choice in question.choices))
        case "several":
            return Listed(Choice(tuple(choice.value for choice in question.choices)))
        case "number":
            return Words(_NUMBER)
        case "duration":
            return Words(_DURATION)
        case "durations":
            return Listed(Words(_DURATION))
        case "words":
            return Listed(Words(_TEXT), 0)
        case _:
            return Either(Words(_TEXT), ByLanguage(Words(_TEXT)))
