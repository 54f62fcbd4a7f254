"""The engine answers as the slow and obvious reference does, to the last field."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from hypothesis import given

from core import reference
from core.fuzz import differences
from core.strategies import a_context, a_policy, a_post, worlds
from sayso.core.screening.engine import Engine

SEEDS = 50
ONCE_DIFFERENT = (1_001_914,)
"""Seeds of policies in which the two once differed, found by `fuzz.py`."""
POSTS = 40


@given(worlds())
def test_the_engine_answers_as_the_reference_does(chance: random.Random) -> None:
    policy, post, context = a_policy(chance), a_post(chance), a_context(chance)

    verdict = Engine(policy).screen(post, context)

    assert verdict == reference.screen(policy, post, context)


@pytest.mark.parametrize("seed", [*range(SEEDS), *ONCE_DIFFERENT])
def test_the_engine_answers_as_the_reference_does_for_post_after_post(seed: int) -> None:
    found = list(differences(seed, POSTS))

    assert found == []


def test_what_is_compared_holds_some_of_everything_that_rules_can_look_for() -> None:
    seen: Counter[str] = Counter()

    for seed in range(SEEDS):
        chance = random.Random(seed)
        engine = Engine(a_policy(chance))
        for _ in range(POSTS):
            verdict = engine.screen(a_post(chance), a_context(chance))
            seen.update({each.how.split("/")[0] for each in verdict.findings})
            seen.update(part for part in ("excepted", "shadow", "protected") if getattr(verdict, part))

    kinds = ("term", "pattern", "builtin", "number", "link", "image", "missing", "context")
    rare = {what for what in (*kinds, "excepted", "shadow", "protected") if seen[what] < 10}
    assert rare == set()
