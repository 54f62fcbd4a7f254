"""A policy drafted from answers: its files, and the policy that they say."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from sayso.cli.console import complain
from sayso.cli.gate import detectors
from sayso.cli.inputs import stop_for
from sayso.cli.stop import WRONG_USE, Stop
from sayso.cli.words import Words
from sayso.core.document import catalogue
from sayso.core.document.drafting import draft
from sayso.core.document.interview import Answer, read
from sayso.core.policy import source, translations
from sayso.core.policy.format import LOCK_NAME
from sayso.core.policy.problems import render

ANSWERS = "answers.yaml"


def answers_of(file: Path, say: Words) -> tuple[dict[str, Answer], str]:
    """The answers of a file, and the profile they start from; a file with mistakes is refused with all of them."""
    try:
        raw = file.read_bytes()
    except OSError as failure:
        raise stop_for(str(file), failure) from None
    answers, profile, problems = read(raw, file.name)
    for problem in problems:
        complain(render(problem, say.lang))
    if problems:
        raise Stop(WRONG_USE, "init-bad-answers", file=file, n=len(problems))
    return answers, profile


def files_of(answers: Mapping[str, Answer], profile: str, today: date) -> dict[str, str]:
    """All files of the policy, its translations confirmed: both texts were written together."""
    files = draft(answers, catalogue.load(), profile=profile, today=today)
    policy = parsed(files).policy
    return files | ({LOCK_NAME: translations.accept(policy, {})} if policy else {})


def parsed(files: Mapping[str, str]) -> source.Parsed:
    """What the files say."""
    return source.parse({name: text.encode() for name, text in files.items()}, detectors())
