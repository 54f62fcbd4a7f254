"""`sayso quiz`: questions on the policy, one at a time; each wrong answer teaches at once, and nothing is stored."""

from __future__ import annotations

import sys
from argparse import Namespace

from sayso.cli.console import Console, printable
from sayso.cli.discovery import find
from sayso.cli.gate import ready
from sayso.cli.stop import UNFINISHED, WRONG_USE, Stop
from sayso.core.document.quiz import FEW, Choice, Question, pass_mark, questions
from sayso.core.policy.model import Policy


def run(options: Namespace, console: Console) -> int:
    """Exit code 0 when enough was right at the first try, 1 when not."""
    policy = ready(find(options.policy, None, console.say), console).policy
    asked = questions(policy, console.lang, None if options.all else FEW)
    if not asked:
        raise Stop(WRONG_USE, "quiz-none")
    mark = pass_mark(policy)
    _open(policy, len(asked), mark, console)
    right = sum(_is_right_at_once(question, at, len(asked), console) for at, question in enumerate(asked, 1))
    share = 100 * right // len(asked)
    has_passed = share >= mark
    key, colour = ("quiz-passed", "passed") if has_passed else ("quiz-failed", "failed")
    told = console.say(key, right=right, n=len(asked), share=share, pass_mark=mark)
    console.line(console.paint(told, colour))
    return int(not has_passed)


def _open(policy: Policy, count: int, mark: int, console: Console) -> None:
    company = console.say.of(policy.more["company"]["name"])  # type: ignore[index]
    console.tell(console.say("quiz-open", company=company, edition=policy.edition, n=count, pass_mark=mark))


def _is_right_at_once(question: Question, at: int, count: int, console: Console) -> bool:
    """Ask until the answer is right; whether the first one was."""
    say = console.say
    console.line()
    console.line(console.paint(say("quiz-question", at=at, n=count, ask=printable(question.ask)), "bold"))
    for number, choice in enumerate(question.choices, 1):
        console.line(f"  {number}  {printable(choice.text)}")
    tries = 0
    while True:
        tries += 1
        choice = _answer(question, at, count, console)
        key, colour = ("quiz-right", "passed") if choice.is_right else ("quiz-wrong", "failed")
        console.line(console.paint(say(key, because=printable(choice.because)), colour))
        if choice.is_right:
            return tries == 1
        console.line(say("quiz-read", number=question.number, title=question.title, clause=question.clause))
        console.line(say("quiz-again"))


def _answer(question: Question, at: int, count: int, console: Console) -> Choice:
    most = len(question.choices)
    prompt = console.say("quiz-prompt", most=most)
    while True:
        console.put(prompt)
        console.flush()
        typed = sys.stdin.buffer.readline().decode("utf-8", "replace")
        if not typed:
            console.line()
            raise Stop(UNFINISHED, "quiz-ended", at=at, n=count)
        typed = typed.strip()
        if not sys.stdin.isatty():  # nobody's keyboard has shown what was answered
            console.line(printable(typed))
        if typed.isdecimal() and 1 <= int(typed) <= most:
            return question.choices[int(typed) - 1]
        console.line(console.say("quiz-number", most=most))
