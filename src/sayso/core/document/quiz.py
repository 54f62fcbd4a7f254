"""A short quiz on a policy: the questions it asks itself, and situations made from the examples of its rules."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

import msgspec

from sayso.core.document.handbook.checks import Teller
from sayso.core.document.handbook.words import Words
from sayso.core.policy.model import LEVELS, Example, Policy, Rule
from sayso.core.post import Post
from sayso.core.screening import proof
from sayso.core.screening.engine import Engine
from sayso.core.screening.engine import compile as compiled

FEW: Final = 8
"""Questions asked unless all are wanted: what people answer in five minutes."""
PASS: Final = 80
"""Per cent of right answers that a policy asks for when it does not say."""


class Choice(msgspec.Struct, frozen=True):
    """A possible answer, and what is learnt from it."""

    text: str
    is_right: bool
    because: str


class Question(msgspec.Struct, frozen=True):
    """A situation, and what one could do."""

    clause: str
    number: str
    title: str
    ask: str
    choices: tuple[Choice, ...]
    """In an order that does not give the right one away, and that is the same each time."""
    is_written: bool
    """Whether it stands in the policy; otherwise it was made from an example."""


def questions(policy: Policy, lang: str, most: int | None = FEW) -> tuple[Question, ...]:
    """The quiz in one language, in the order of the clauses: the policy's own questions and, for clauses that have none,
    one made from the examples of their strictest rule; `most` of them, spread over the sections. No secret word is in it.
    """
    written = list(_written(policy, Words(lang)))
    asked = {question.clause for question in written}
    made = _Maker(policy, lang)
    clauses = [clause.id for clause in policy.clauses if clause.id not in asked]
    everything = [*written, *(one for clause in clauses for one in made.about(clause))]
    order = {clause.id: place for place, clause in enumerate(policy.clauses)}
    chosen = everything if most is None else _spread(everything)[:most]
    return tuple(sorted(chosen, key=lambda question: order[question.clause]))


def pass_mark(policy: Policy) -> int:
    """The share of right answers that passes, in per cent."""
    attest: Any = policy.more.get("attest", {})
    written = str(attest.get("quiz_pass", "")).rstrip("% ")
    return int(written) if written.isdecimal() else PASS


def _spread(everything: Iterable[Question]) -> list[Question]:
    """Written ones first, and of these and of the others one of each section in turn."""
    seen: dict[tuple[bool, str], int] = {}
    placed: list[tuple[bool, int, int, Question]] = []
    for question in everything:
        section = question.number.partition(".")[0]
        turn = seen[question.is_written, section] = seen.get((question.is_written, section), -1) + 1
        placed.append((not question.is_written, turn, len(placed), question))
    return [question for *_, question in sorted(placed, key=lambda one: one[:3])]


def _written(policy: Policy, say: Words) -> Iterator[Question]:
    clauses = {clause.id: clause for clause in policy.clauses}
    asked: Any = policy.more.get("quiz", ())
    for one in asked:
        clause = clauses[one["clause"]]
        ask = say.of(one["ask"])
        choices = _shuffled(ask, (_choice(choice, say) for choice in one["choices"]))
        yield Question(clause.id, clause.number, say.of(clause.title), ask, choices, True)


def _choice(written: Mapping[str, Any], say: Words) -> Choice:
    return Choice(say.of(written["text"]), bool(written.get("right")), say.of(written["because"]))


def _shuffled(ask: str, choices: Iterable[Choice]) -> tuple[Choice, ...]:
    """By a hash of question and answer: no order of the writer's shows, and the next time it is the same."""
    return tuple(sorted(choices, key=lambda one: hashlib.sha256(f"{ask}\0{one.text}".encode()).digest()))


class _Maker:
    """Makes questions from the examples of rules."""

    def __init__(self, policy: Policy, lang: str) -> None:
        self._policy = policy
        self._say = Words(lang)
        self._teller = Teller(policy, self._say)
        self._engine: Engine | None = None

    def about(self, clause: str) -> Iterator[Question]:
        """A question on a clause; none where no rule has an example that speaks for itself."""
        rules = [rule for rule in self._policy.rules if rule.clause == clause and f"quiz-right-{rule.verdict}" in _MADE]
        for rule in sorted(rules, key=lambda rule: -LEVELS.index(rule.verdict)):
            for example in rule.fires if self._speaks(rule) else ():
                made = self._question(rule, example) if example.lang == self._say.lang else None
                if made is not None:
                    yield made
                    return

    def _speaks(self, rule: Rule) -> bool:
        """Whether the example can be judged from its text and what is said beside it."""
        needs_picture = rule.when.has or any(source.kind == "image" for source in rule.find)
        return not (rule.shadow or needs_picture or rule.when.by or rule.when.trained or rule.when.lang)

    def _question(self, rule: Rule, example: Example) -> Question | None:
        say = self._say
        message = self._message(rule, example)
        if not message or not self._teller.shows(rule, example):
            return None
        clause = next(clause for clause in self._policy.clauses if clause.id == rule.clause)
        where = self._teller.circumstances(rule)
        ask = say("quiz-ask-where" if where else "quiz-ask", text=example.text, where=where)
        to = say.owner(rule.to or "")
        choices = [Choice(say(f"quiz-right-{rule.verdict}", to=to), True, message)]
        choices += [
            Choice(say(f"quiz-{wrong}", to=to), False, message) for wrong in _MADE[f"quiz-right-{rule.verdict}"]
        ]
        return Question(clause.id, clause.number, say.of(clause.title), ask, _shuffled(ask, choices), False)

    def _message(self, rule: Rule, example: Example) -> str:
        """What the writer of the example would read."""
        self._engine = self._engine or compiled(self._policy)
        verdict = self._engine.screen(Post(example.text, lang=example.lang), proof.context_of(rule, example))
        found = next((finding for finding in verdict.findings if finding.rule == rule.id), None)
        return self._say.of(found.message) if found else ""


_MADE: Final[dict[str, tuple[str, ...]]] = {
    "quiz-right-warn": ("as-it-is", "delete-later"),
    "quiz-right-approve": ("as-it-is", "tell-later"),
    "quiz-right-hand-over": ("answer", "look-away"),
    "quiz-right-block": ("as-it-is", "delete-later"),
}
"""What one should do with such a post, and what one should not."""
