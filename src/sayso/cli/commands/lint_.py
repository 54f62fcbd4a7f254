"""`sayso lint`: all that is wrong with a policy's files, at once, with place and remedy."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from sayso.cli.console import Console
from sayso.cli.discovery import Found, find, stated
from sayso.cli.gate import examine, placed
from sayso.cli.notes import Note
from sayso.cli.outputs import github, junit, sarif
from sayso.cli.outputs.line import line
from sayso.cli.words import Words
from sayso.core.policy import problems as told
from sayso.core.policy.model import Policy
from sayso.core.policy.problems import Problem


class Linted(NamedTuple):
    """One policy, and what is wrong with it; `policy` is None when that is too much to make one of it."""

    found: Found
    policy: Policy | None
    problems: tuple[Problem, ...]

    @property
    def failed(self) -> bool:
        """True when there is an error, not only something to look at."""
        return any(problem.severity == "error" for problem in self.problems)


def run(options: Namespace, console: Console) -> int:
    """Exit code 1 when there is an error; warnings alone do not fail."""
    say = console.say
    places = [stated(word, say) for word in options.words] or [find(options.policy, None, say)]
    linted = [Linted(found, *examine(found)) for found in places]
    _report(options.output or "human", linted, console)
    return int(any(one.failed for one in linted))


def _report(form: str, linted: Sequence[Linted], console: Console) -> None:
    match form:
        case "human":
            for one in linted:
                _human(one, console)
        case "json":
            document = {"schema": "sayso/lint/1", "policies": [_data(one, console) for one in linted]}
            console.put(msgspec.json.encode(document) + b"\n")
        case "jsonl":
            for one in linted:
                for problem in one.problems:
                    console.put(msgspec.json.encode(_problem_data(one, problem, console)) + b"\n")
        case "junit":
            console.put(junit.document("sayso lint", [case for one in linted for case in _cases(one, console)]))
        case _:
            _listing(form, linted, console)


def _human(linted: Linted, console: Console) -> None:
    say = console.say
    if console.verbose:
        console.tell(say("policy-found", where=linted.found.shown, why=linted.found.why))
    for problem in linted.problems:
        console.line(told.render(placed(linted.found, problem), console.lang))
    errors = [problem for problem in linted.problems if problem.severity == "error"]
    warnings = len(linted.problems) - len(errors)
    counts = [say("lint-count", n=len(errors))] if errors else []
    counts += [say("lint-warnings", n=warnings)] if warnings else []
    if linted.problems:
        console.line(f"{' '.join(counts)}   {say('lint-more', code=linted.problems[0].code)}")
    elif linted.policy is not None and not console.quiet:
        console.line(console.paint(_clean(linted.found, linted.policy, say), "passed"))


def _clean(found: Found, policy: Policy, say: Words) -> str:
    where = "" if found.folder == Path() else say.aside(found.folder)
    clauses, rules = say("clause-count", n=len(policy.clauses)), say("rule-count", n=len(policy.rules))
    return say("lint-clean", where=where, clauses=clauses, rules=rules)


def _data(linted: Linted, console: Console) -> dict[str, object]:
    known = {} if linted.policy is None else {"edition": linted.policy.edition, "digest": linted.policy.digest}
    found = [_problem_data(linted, problem, console) for problem in linted.problems]
    return {"folder": linted.found.folder.as_posix(), **known, "ok": not linted.failed, "problems": found}


def _problem_data(linted: Linted, problem: Problem, console: Console) -> dict[str, object]:
    meant = {"did_you_mean": problem.meant} if problem.meant else {}
    return {
        "file": placed(linted.found, problem).file,
        "line": problem.line,
        "column": problem.column,
        "severity": problem.severity,
        "code": problem.code,
        "message": told.message(problem, console.lang),
        **meant,
    }


def _cases(linted: Linted, console: Console) -> list[junit.Case]:
    notes = [_note(linted, problem, console) for problem in linted.problems]
    cases = [
        junit.Case(
            f"{note.start[0]}:{note.start[1]} {note.code}",
            note.file,
            "failed" if note.level == "error" else "passed",
            note.code,
            (line(note),),
        )
        for note in notes
    ]
    return cases or [junit.Case("lint", linted.found.folder.as_posix(), "passed")]


def _note(linted: Linted, problem: Problem, console: Console) -> Note:
    hint = console.say.aside(console.say("did-you-mean", name=problem.meant).strip()) if problem.meant else ""
    start = (max(problem.line, 1), max(problem.column, 1))
    end = (start[0], start[1] + (problem.width if problem.line else 0))
    message = told.message(problem, console.lang) + hint
    return Note(
        placed(linted.found, problem).file,
        start,
        end,
        problem.severity,
        problem.code,
        "",
        message,
        message,
    )


def _listing(form: str, linted: Sequence[Linted], console: Console) -> None:
    notes = [_note(one, problem, console) for one in linted for problem in one.problems]
    edition = linted[0].policy.edition if linted[0].policy else ""
    match form:
        case "line":
            for note in notes:
                console.line(line(note))
        case "github":
            for text in github.annotate(notes, console.say, edition):
                console.line(text)
            github.add_to_summary(notes, console.say, edition)
        case _:
            console.put(_sarif(notes, linted, console))


def _sarif(notes: Sequence[Note], linted: Sequence[Linted], console: Console) -> bytes:
    policy = linted[0].policy
    described = [_described(code, level, console) for code, level in {note.code: note.level for note in notes}.items()]
    edition, digest = (policy.edition, policy.digest) if policy else ("", "")
    return sarif.document(notes, described, edition=edition, digest=digest, partial=False)


def _described(code: str, level: str, console: Console) -> sarif.Described:
    meaning = told.explain(code, console.lang) or code
    return sarif.Described(code, code, meaning, "", level)
