"""A policy drafted from answers: its files, and the policy that they say."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from sayso.cli.console import complain
from sayso.cli.gate import detectors
from sayso.cli.inputs import stop_for
from sayso.cli.stop import UNFINISHED, WRONG_USE, Stop
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


def name_of(folder: Path) -> Answer:
    """The organisation's name as the folder suggests it."""
    words = re.sub(r"[-_{}\x00-\x1f]", " ", folder.resolve().name).split()
    name = " ".join(word if word[0].isupper() else word.capitalize() for word in words)
    if name.lower() in ("", "policy", "company"):  # everyday words, which name nobody
        return {"en": "Our company", "zh-Hant": "本公司"}
    return {"en": name, "zh-Hant": name}


def files_of(answers: Mapping[str, Answer], profile: str, today: date) -> dict[str, str]:
    """All files of the policy, its translations confirmed: both texts were written together."""
    files = draft(answers, catalogue.load(), profile=profile, today=today)
    policy = parsed(files).policy
    return files | ({LOCK_NAME: translations.accept(policy, {})} if policy else {})


def parsed(files: Mapping[str, str]) -> source.Parsed:
    """What the files say."""
    return source.parse({name: text.encode() for name, text in files.items()}, detectors())


def must_be_free(folder: Path) -> None:
    """Refuse a folder that holds anything but the answers of an interview."""
    if folder.exists() and not folder.is_dir():
        raise Stop(WRONG_USE, "init-is-file", where=folder)
    if folder.is_dir() and any(path.name != ANSWERS for path in folder.iterdir()):
        raise Stop(WRONG_USE, "init-not-empty", where=folder)


def put_in_place(folder: Path, files: dict[str, str]) -> None:
    """The whole folder at once: written beside its place first."""
    made: Path | None = None
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
        for name, text in files.items():
            (made / name).parent.mkdir(parents=True, exist_ok=True)
            (made / name).write_text(text, "utf-8", newline="\n")
        made.chmod(0o755)
        if folder.is_dir():
            (folder / ANSWERS).unlink(missing_ok=True)
            folder.rmdir()
        made.rename(folder)
    except OSError as problem:
        if made is not None:
            shutil.rmtree(made, ignore_errors=True)
        raise Stop(UNFINISHED, "cannot-write", file=folder, reason=problem.strerror) from None
