"""The tests of a policy: posts, and what should come of them."""

from __future__ import annotations

import msgspec

from sayso.core.policy.model import Level
from sayso.core.post import Context, Post


class Expected(msgspec.Struct, frozen=True):
    """What a policy test claims. `rules` None: any; empty: no finding at all."""

    verdict: Level
    rules: tuple[str, ...] | None = None
    to: str | None = None


class PolicyTest(msgspec.Struct, frozen=True):
    """One story of ``tests/*.yaml``: a post, its circumstances, and what should come of it."""

    name: str
    post: Post
    context: Context
    expect: Expected
    known_gap: str = ""
    """Why the policy does not manage this yet; empty when it should."""
    file: str = ""
    line: int = 0
