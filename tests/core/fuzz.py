"""The engine against the reference on policies and posts made by chance, for as long as one likes.

    python tests/core/fuzz.py [--runs N] [--seed FIRST]

Each run is one policy and 40 posts, made from its own seed. Prints the first case of each run in which the two differ
and leaves with 1; nothing, and 0, when there is none.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import msgspec

from core import reference
from core.strategies import a_context, a_policy, a_post
from sayso.core.policy.model import Policy
from sayso.core.post import Context, Post
from sayso.core.screening.engine import Engine
from sayso.core.screening.verdict import Verdict

POSTS = 40


class Difference(NamedTuple):
    policy: Policy
    post: Post
    context: Context
    engine: Verdict
    reference: Verdict


def differences(seed: int, posts: int = POSTS) -> Iterator[Difference]:
    """Cases of one run in which the engine, post after post, does not answer as the reference does."""
    chance = random.Random(seed)
    policy = a_policy(chance)
    engine = Engine(policy)
    for _ in range(posts):
        post, context = a_post(chance), a_context(chance)
        ours, slow = engine.screen(post, context), reference.screen(policy, post, context)
        if ours != slow:
            yield Difference(policy, post, context, ours, slow)


def told(seed: int, difference: Difference) -> str:
    """A difference with what it takes to see it again."""
    names = {each.rule for verdict in difference[3:] for each in (*verdict.findings, *verdict.shadow)}
    rules = [rule for rule in difference.policy.rules if rule.id in names or rule.id in difference.engine.protected]
    lines = [f"seed {seed}", *(f"  rule {msgspec.to_builtins(rule)}" for rule in rules)]
    lines += [f"  {name} {getattr(difference, name)!r}" for name in ("post", "context")]
    for name in Verdict.__struct_fields__:
        ours, slow = getattr(difference.engine, name), getattr(difference.reference, name)
        if ours != slow:
            lines += [f"  {name} of the engine    {ours!r}", f"  {name} of the reference {slow!r}"]
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description="The engine against the reference.")
    parser.add_argument("--runs", type=int, default=1_000, help="policies to make, 40 posts each (default: 1000)")
    parser.add_argument("--seed", type=int, default=1_000_000, help="the first seed; each run takes the next")
    given = parser.parse_args()
    differing = 0
    for seed in range(given.seed, given.seed + given.runs):
        first = next(differences(seed), None)
        if first:
            differing += 1
            sys.stdout.write(told(seed, first) + "\n\n")
    sys.stdout.write(f"{given.runs:,} policies, {differing:,} with a difference\n")
    sys.exit(1 if differing else 0)


if __name__ == "__main__":
    main()
