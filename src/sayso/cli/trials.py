"""A policy's own tests, run: what was expected, what came, and which rules no test would miss."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

import msgspec

from sayso.core.policy.model import LEVELS
from sayso.core.policy.stories import Expected, PolicyTest
from sayso.core.screening.verdict import Verdict

if TYPE_CHECKING:
    from sayso.core.screening.engine import Engine

Result = Literal["passed", "failed", "gap", "closed"]
"""``gap``: fails, and says so by `known_gap`. ``closed``: says so, and passes, which is a failure."""


class Outcome(NamedTuple):
    """One test, and what came of it."""

    test: PolicyTest
    result: Result
    got: Expected

    @property
    def failed(self) -> bool:
        """True when somebody has something to do."""
        return self.result in ("failed", "closed")


def run(engine: Engine, tests: Sequence[PolicyTest]) -> list[Outcome]:
    """Each test with its outcome, in order."""
    return [_outcome(test, engine.screen(test.post, test.context)) for test in tests]


def missed_by_none(engine: Engine, tests: Sequence[PolicyTest]) -> list[str]:
    """The rules without which every test would come out the same: nobody would notice if one was lost.

    Rules add to one another and never take away, so what a policy would answer without a rule is its answer
    without that rule's findings. A rule in shadow mode raises nothing, so there is nothing to miss.
    """
    verdicts = [(test, engine.screen(test.post, test.context)) for test in tests if not test.known_gap]
    noticed = {
        rule
        for test, verdict in verdicts
        for rule in {finding.rule for finding in verdict.findings}
        if meets(test.expect, verdict) and not meets(test.expect, _without(verdict, rule))
    }
    return [rule.id for rule in engine.policy.rules if not rule.shadow and rule.id not in noticed]


def meets(expected: Expected, verdict: Verdict) -> bool:
    """True when a verdict is what a test claims."""
    fired = {finding.rule for finding in verdict.findings}
    return (
        verdict.verdict == expected.verdict
        and (expected.rules is None or fired == set(expected.rules))
        and (expected.to is None or expected.to in {finding.to for finding in verdict.findings})
    )


def got_from(verdict: Verdict) -> Expected:
    """A verdict as a test would claim it."""
    to = next((finding.to for finding in verdict.findings if finding.verdict == verdict.verdict), None)
    return Expected(verdict.verdict, tuple(sorted({finding.rule for finding in verdict.findings})), to)


def as_stated(claim: Expected, got: Expected) -> Expected:
    """What came, said no more closely than the claim says it."""
    if got.verdict == "pass":
        return got
    return Expected(got.verdict, None if claim.rules is None else got.rules, None if claim.to is None else got.to)


def worded(expected: Expected) -> str:
    """An expectation as it stands in a test's file."""
    return (
        msgspec.json.encode(written(expected))
        .decode()
        .strip('"')
        .replace('"', "")
        .replace(":", ": ")
        .replace(",", ", ")
    )


def written(expected: Expected) -> object:
    """An expectation as the plain value its file holds."""
    if expected.verdict == "pass" and not expected.rules:
        return "pass"
    value: dict[str, object] = {"verdict": expected.verdict}
    if expected.to is not None:
        value["to"] = expected.to
    return value if expected.rules is None else {**value, "rules": list(expected.rules)}


def _outcome(test: PolicyTest, verdict: Verdict) -> Outcome:
    met = meets(test.expect, verdict)
    result: Result = ("closed" if met else "gap") if test.known_gap else "passed" if met else "failed"
    return Outcome(test, result, got_from(verdict))


def _without(verdict: Verdict, rule: str) -> Verdict:
    findings = tuple(finding for finding in verdict.findings if finding.rule != rule)
    level = max((finding.verdict for finding in findings), key=LEVELS.index, default="pass")
    return msgspec.structs.replace(verdict, findings=findings, verdict=level)
