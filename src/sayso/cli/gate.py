"""A policy made ready for use: found, read, proven on its own examples, and compiled; or the reasons why not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from sayso.cli import cache
from sayso.cli.console import Console, complain
from sayso.cli.discovery import Found
from sayso.cli.stop import WRONG_USE, Stop
from sayso.core.policy.model import Policy

if TYPE_CHECKING:
    from sayso.core.policy.problems import Problem
    from sayso.core.screening.engine import Engine


class Gate(NamedTuple):
    """A policy and the engine that screens by it."""

    policy: Policy
    engine: Engine


def ready(found: Found, console: Console) -> Gate:
    """The policy, compiled. One with mistakes is refused with all of them; a proven one is remembered."""
    from sayso.core.screening.engine import compile as compiled

    key = cache.key_of(found.folder)
    kept = cache.load(key)
    if kept is not None:
        gate = Gate(kept, compiled(kept))
    else:
        gate = _proven(found, console)
        cache.keep(key, gate.policy)
    if console.verbose:
        _introduce(found, gate.policy, console)
    return gate


def usable(policy: Policy | None, problems: Sequence[Problem], found: Found, console: Console) -> Policy:
    """The policy, or the end of the command with what keeps it from being used."""
    errors = [problem for problem in problems if problem.severity == "error"]
    if policy is not None and not errors:
        return policy
    from sayso.core.policy.problems import render

    for problem in errors:
        complain(render(problem, console.lang))
    raise Stop(WRONG_USE, "policy-unusable", where=found.folder, n=len(errors))


def _proven(found: Found, console: Console) -> Gate:
    from sayso.core.policy.source import read_folder
    from sayso.core.screening.engine import compile as compiled
    from sayso.core.screening.engine import prove

    read = read_folder(found.folder)
    policy = usable(read.policy, read.problems, found, console)
    engine = compiled(policy)
    usable(policy, prove(engine), found, console)
    return Gate(policy, engine)


def _introduce(found: Found, policy: Policy, console: Console) -> None:
    say = console.say
    complain(say("policy-chosen", where=found.folder, why=found.why, edition=policy.edition, digest=policy.digest))
