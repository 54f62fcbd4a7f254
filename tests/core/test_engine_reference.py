"""The engine answers as the slow and obvious reference does, to the last field."""

from __future__ import annotations

import random

import pytest
from hypothesis import given

from core import reference
from core.strategies import a_context, a_policy, a_post, worlds
from sayso.core.screening.engine import Engine

POSTS = 40


@given(worlds())
def test_the_engine_answers_as_the_reference_does(chance: random.Random) -> None:
    policy, post, context = a_policy(chance), a_post(chance), a_context(chance)

    verdict = Engine(policy).screen(post, context)

    assert verdict == reference.screen(policy, post, context)


@pytest.mark.parametrize("seed", range(50))
def test_the_engine_answers_as_the_reference_does_for_post_after_post(seed: int) -> None:
    chance = random.Random(seed)
    policy = a_policy(chance)
    posts = [(a_post(chance), a_context(chance)) for _ in range(POSTS)]

    engine = Engine(policy)
    verdicts = [engine.screen(post, context) for post, context in posts]

    assert verdicts == [reference.screen(policy, post, context) for post, context in posts]
