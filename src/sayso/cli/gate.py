"""A policy made ready for use: found, read, proven on its own examples, and compiled; or the reasons why not."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from sayso.cli import cache
from sayso.cli.console import Console, complain
from sayso.cli.discovery import Found
from sayso.cli.inputs import stop_for
from sayso.cli.stop import WRONG_USE, Stop
from sayso.core.policy.model import Policy, Rule

if TYPE_CHECKING:
    from sayso.core.policy.problems import Problem
    from sayso.core.policy.source import Parsed
    from sayso.core.policy.stories import PolicyTest
    from sayso.core.screening.engine import Engine


class Gate(NamedTuple):
    """A policy and the engine that screens by it."""

    policy: Policy
    engine: Engine


class Loaded(NamedTuple):
    """A gate together with the policy's tests."""

    gate: Gate
    tests: tuple[PolicyTest, ...]


def ready(found: Found, console: Console) -> Gate:
    """The policy, compiled. One with mistakes is refused with all of them; a proven one is remembered."""
    from sayso.core.screening.engine import compile as compiled

    key = cache.key_of(found.folder)
    kept = cache.load(key)
    if kept is not None:
        gate = Gate(kept, compiled(kept))
    else:
        gate = load(found, console).gate
        cache.keep(key, gate.policy)
    if console.verbose:
        _introduce(found, gate.policy, console)
    return gate


def load(found: Found, console: Console) -> Loaded:
    """The policy, compiled and proven, with its tests; nothing is remembered."""
    from sayso.core.screening import proof
    from sayso.core.screening.engine import compile as compiled

    parsed = parse(found)
    policy = _usable(parsed.policy, parsed.problems, found, console)
    engine = compiled(policy)
    _usable(policy, proof.problems(engine, parsed), found, console)
    return Loaded(Gate(policy, engine), parsed.tests)


def examine(found: Found) -> tuple[Policy | None, tuple[Problem, ...]]:
    """The policy and everything that is wrong with it; its examples are run when nothing worse stands in the way."""
    from sayso.core.policy.problems import worst_first
    from sayso.core.screening import proof
    from sayso.core.screening.engine import compile as compiled

    parsed = parse(found)
    if parsed.policy is None:
        return None, parsed.problems
    return parsed.policy, worst_first([*parsed.problems, *proof.problems(compiled(parsed.policy), parsed)])


def replaced(found: Found, rules: Path, console: Console) -> Gate:
    """The policy with the rules of a file in place of those of the same id, and besides the others; proven."""
    from sayso.core.screening.engine import compile as compiled

    policy = read(found, console)
    new = {rule.id: rule for rule in _rules_of(found, rules, console)}
    kept = [new.pop(rule.id, rule) for rule in policy.rules]
    policy = msgspec.structs.replace(policy, rules=(*kept, *new.values()))
    return Gate(policy, compiled(policy))


def _rules_of(found: Found, file: Path, console: Console) -> tuple[Rule, ...]:
    """The rules of a file, read as if they stood in the policy; what else refers to rules is left aside."""
    from sayso.core.policy import source
    from sayso.core.screening import proof
    from sayso.core.screening.engine import compile as compiled

    try:
        written = file.read_bytes()
    except OSError as problem:
        raise stop_for(str(file), problem) from None
    others = {
        name: raw
        for name, raw in source.read_folder(found.folder).items()
        if name not in ("coverage.yaml", "exceptions.yaml") and not name.startswith("tests/")
    }
    parsed = source.parse({**others, "rules.yaml": written}, detectors())
    at = Found(file, found.why)
    policy = _usable(parsed.policy, parsed.problems, at, console)
    return _usable(policy, proof.problems(compiled(policy), parsed), at, console).rules


def read(found: Found, console: Console) -> Policy:
    """The policy as its files say, not compiled."""
    parsed = parse(found)
    return _usable(parsed.policy, parsed.problems, found, console)


def parse(found: Found) -> Parsed:
    """What came of the policy's files."""
    from sayso.core.policy import source

    return source.load(found.folder, detectors())


def detectors() -> tuple[str, ...]:
    """The names of the built-in detectors."""
    from sayso.core.screening.kinds import DETECTORS

    return tuple(DETECTORS)


def placed(found: Found, problem: Problem) -> Problem:
    """The problem with its file as seen from here, so that an editor or a click can open it."""
    stands_in = found.folder.is_file() and problem.file == "rules.yaml"
    path = found.folder if stands_in else found.folder / problem.file
    return msgspec.structs.replace(problem, file=path.as_posix())


def _usable(policy: Policy | None, problems: Iterable[Problem], found: Found, console: Console) -> Policy:
    errors = [problem for problem in problems if problem.severity == "error"]
    if policy is not None and not errors:
        return policy
    from sayso.core.policy.problems import render

    for problem in errors:
        complain(render(placed(found, problem), console.lang))
    raise Stop(WRONG_USE, "policy-unusable", where=found.shown, n=len(errors))


def _introduce(found: Found, policy: Policy, console: Console) -> None:
    say = console.say
    complain(say("policy-chosen", where=found.shown, why=found.why, edition=policy.edition, digest=policy.digest))
