"""`sayso init [FOLDER]`: questions, one at a time, and a whole policy written from the answers."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from sayso.cli.console import Console, complain, printable, write_file
from sayso.cli.drafted import ANSWERS, answers_of, files_of, must_be_free, name_of, parsed, put_in_place
from sayso.cli.stop import INTERRUPTED, UNFINISHED, Stop
from sayso.cli.words import Words
from sayso.core.document import catalogue, coverage, interview
from sayso.core.document.interview import Answer, Fight, Interview, NotAnAnswer, Question
from sayso.core.policy import source
from sayso.core.policy.problems import Problem, render
from sayso.core.policy.writing import to_yaml
from sayso.core.screening import proof
from sayso.core.screening.engine import Engine


def run(options: Namespace, console: Console) -> int:
    """Ask, or take what is suggested, and write the policy into a folder that holds none yet."""
    folder = Path(options.words[0] if options.words else "policy")
    must_be_free(folder)
    asking = interview.load()
    answers, profile = _start(options, folder, console.say)
    if "name" not in answers and (options.yes or options.answers):
        answers["name"] = name_of(folder)
    if not options.yes and not options.answers:
        answers = _Conversation(asking, answers, profile, folder, console).hold()
    full = asking.complete(answers, profile)
    for fight in asking.fighting(full):
        console.tell(console.say("init-fight", what=fight.says[console.lang], question=fight.about))
    _write(folder, files_of(full, profile, datetime.now(UTC).date()), console)
    return 0


def _start(options: Namespace, folder: Path, say: Words) -> tuple[dict[str, Answer], str]:
    """The answers to begin with: of a file, or of an interview that was broken off here."""
    kept = folder / ANSWERS
    file = Path(options.answers) if options.answers else kept if kept.is_file() else None
    if file is None:
        return {}, options.profile or ""
    answers, profile = answers_of(file, say)
    return answers, options.profile or profile


# --- asking ---


class _Conversation:
    """The questions in a terminal. What was answered is kept after each of them."""

    def __init__(
        self, asking: Interview, answers: dict[str, Answer], profile: str, folder: Path, console: Console
    ) -> None:
        self._asking = asking
        self._answers = answers
        self._profile = profile
        self._folder = folder
        self._console = console
        self._say = console.say
        self._been: list[str] = []
        self._fights: list[Fight] = asking.fighting(answers)

    def hold(self) -> dict[str, Answer]:
        """All answers, once the last question is answered or the rest was left to the suggestions."""
        say = self._say
        self._console.line(say("init-welcome", n=len(self._asking.questions)))
        if self._answers:
            self._console.line(say("init-resumed", n=len(self._answers)))
        try:
            while (question := self._next()) is not None:
                if not self._put(question):
                    break
        except (EOFError, KeyboardInterrupt):
            self._keep()
            self._console.flush()
            complain("\n" + say("init-kept", file=(self._folder / ANSWERS).as_posix()))
            raise Stop(INTERRUPTED, "stopped") from None
        return self._answers

    def _next(self) -> Question | None:
        return next((q for q in self._asking.asked(self._answers) if q.id not in self._answers), None)

    def _put(self, question: Question) -> bool:
        """Ask one question until it is answered; False: the rest is left to the suggestions."""
        self._show(question)
        while True:
            typed = self._read()
            match typed.strip().lower():
                case "all" | "全部":
                    return False
                case "back" | "上一題":
                    if self._been:
                        self._answers.pop(self._been.pop(), None)
                        return True
                    self._console.line(self._say("init-first"))
                case "?":
                    self._console.line(self._say("init-help"))
                case "" | "skip" | "略過":
                    self._take(question, self._asking.suggested(question, self._answers, self._profile).answer)
                    return True
                case _:
                    try:
                        self._take(question, interview.understood(question, typed))
                        return True
                    except NotAnAnswer as wrong:
                        expected = wrong.expected[self._say.lang]
                        self._console.line(self._say("init-not-an-answer", expected=expected, hint=wrong.meant or None))

    def _show(self, question: Question) -> None:
        lang, console = self._say.lang, self._console
        place = self._asking.questions.index(question) + 1
        suggested = self._asking.suggested(question, self._answers, self._profile)
        console.line()
        head = f"{place}/{len(self._asking.questions)}  {question.group[lang]}"
        console.line(console.paint(head, "dim"))
        console.line(console.paint(question.ask[lang], "bold"))
        if question.help:
            console.line(f"  {question.help[lang]}")
        for number, choice in enumerate(question.choices, 1):
            console.line(f"  {number}  {choice.label[lang]}")
        answer = interview.shown(question, suggested.answer, lang) or self._say("none")
        console.line(self._say("init-suggested", answer=answer, because=suggested.because[lang]))
        console.line(console.paint(self._say("init-turns-on", what=question.turns_on[lang]), "dim"))

    def _read(self) -> str:
        self._console.put("> ")
        self._console.flush()
        line = sys.stdin.readline()
        if not line:
            raise EOFError
        return line

    def _take(self, question: Question, answer: Answer) -> None:
        self._answers[question.id] = answer
        self._been.append(question.id)
        self._keep()
        fights = self._asking.fighting(self._answers)
        for fight in fights:
            if fight not in self._fights:
                told = self._say("init-fight", what=fight.says[self._say.lang], question=fight.about)
                self._console.line(self._console.paint(told, "warn"))
        self._fights = fights

    def _keep(self) -> None:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as problem:
            raise Stop(UNFINISHED, "cannot-write", file=self._folder, reason=problem.strerror) from None
        kept = ({"profile": self._profile} if self._profile else {}) | {"answers": self._answers}
        write_file(self._folder / ANSWERS, to_yaml(kept).encode())


# --- writing ---


def _write(folder: Path, files: dict[str, str], console: Console) -> None:
    policy = parsed(files)
    problems = policy.problems or (proof.problems(Engine(policy.policy), policy) if policy.policy else ())
    put_in_place(folder, files)
    _tell(folder, policy, console)
    if problems:
        _own_up(folder, problems, console)


def _tell(folder: Path, written: source.Parsed, console: Console) -> None:
    policy, say = written.policy, console.say
    if policy is None:
        return
    measured = coverage.measure(policy, catalogue.load().controls)
    counts = {
        "clauses": len(policy.clauses),
        "rules": len(policy.rules),
        "questions": len(list(_questions(policy.more))),
    }
    console.line(say("init-written", where=folder.as_posix(), **counts))
    console.line(say("init-coverage", written=measured.reached("written"), every=len(measured.controls)))
    console.line()
    console.line(say("init-next", where=folder.as_posix()))


def _questions(more: dict[str, object]) -> Iterator[object]:
    quiz = more.get("quiz")
    return iter(quiz if isinstance(quiz, list) else ())


def _own_up(folder: Path, problems: tuple[Problem, ...], console: Console) -> None:
    """An answer made a rule's example untrue, such as a product whose name is an everyday word: say which."""
    for problem in problems:
        complain(printable(render(problem, console.lang)).replace("⏎", "\n"))
    raise Stop(1, "init-needs-a-look", where=folder.as_posix(), n=len(problems))
