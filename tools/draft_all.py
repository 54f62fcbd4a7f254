"""Every profile with every sector and country: the drafted policy must be free of mistakes and treat every control.

    python tools/draft_all.py      # some minutes; leaves with 1 when a combination has a mistake

The tests go through a few combinations; this goes through all of them. A rule that was proven once with the same words,
lists and texts is not run again.
"""

from __future__ import annotations

import itertools
import sys
from datetime import date

import msgspec

from sayso.core.document import catalogue, coverage, drafting, interview
from sayso.core.policy import source
from sayso.core.policy.model import Lexicon, Rule
from sayso.core.policy.problems import Problem, render
from sayso.core.screening import proof
from sayso.core.screening.engine import Engine
from sayso.core.screening.kinds import DETECTORS

TODAY = date(2026, 11, 25)


def main() -> int:
    """Draft and prove all of them; print the combinations with a mistake."""
    asking = interview.load()
    choices = {question.id: [choice.value for choice in question.choices] for question in asking.questions}
    profiles = ["", *(profile.id for profile in asking.profiles)]
    combinations = list(itertools.product(profiles, choices["industry"], choices["country"], ([], ["listed"])))
    proven: set[str] = set()
    wrong = 0
    for number, (profile, industry, country, status) in enumerate(combinations, 1):
        given: dict[str, interview.Answer] = {
            "name": {"en": "Juniper", "zh-Hant": "杜松"},
            "industry": industry,
            "country": country,
        }
        given |= {"status": status} if status else {}
        found = _mistakes(asking.complete(given, profile), profile, proven)
        wrong += bool(found)
        for problem in found:
            print(f"{profile or 'no profile'} × {industry} × {country} {' '.join(status)}: {problem}")
        print(f"\r{number}/{len(combinations)}", end="", file=sys.stderr, flush=True)
    print(f"\n{len(combinations)} combinations, {wrong} with a mistake")
    return int(bool(wrong))


def _mistakes(answers: interview.Answers, profile: str, proven: set[str]) -> list[str]:
    known = catalogue.load()
    files = drafting.draft(answers, known, profile=profile, today=TODAY)
    parsed = source.parse({name: text.encode() for name, text in files.items()}, tuple(DETECTORS))
    if parsed.policy is None or parsed.problems:
        return [render(problem, "en") for problem in parsed.problems]
    policy = parsed.policy
    lists = {lexicon.name: lexicon for lexicon in policy.lexicons}
    keys = {rule.id: repr((rule, _lists_of(rule, lists))) for rule in policy.rules}
    fresh = tuple(rule for rule in policy.rules if keys[rule.id] not in proven)
    problems: tuple[Problem, ...] = ()
    if fresh:
        problems = proof.problems(Engine(msgspec.structs.replace(policy, rules=fresh)), parsed)
        proven |= {keys[rule.id] for rule in fresh}
    measured = coverage.measure(policy, known.controls)
    left = [f"{each.id} is open" for each in measured.controls if each.state == "open"]
    return [render(problem, "en") for problem in problems] + left


def _lists_of(rule: Rule, lists: dict[str, Lexicon]) -> tuple[Lexicon, ...]:
    sources = (*rule.find, *rule.require, *rule.unless, *rule.when.mentions)
    return tuple(lists[value] for each in sources if each.kind == "lexicon" for value in each.value)


if __name__ == "__main__":
    sys.exit(main())
