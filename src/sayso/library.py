"""What `import sayso` gives: a policy from its folder, and the verdict on a post."""

from __future__ import annotations

from os import PathLike
from pathlib import Path
from typing import Self

from sayso.core.policy import model, source
from sayso.core.policy.problems import Problem, render
from sayso.core.post import Context, Post
from sayso.core.screening import proof
from sayso.core.screening.engine import Engine
from sayso.core.screening.kinds import DETECTORS
from sayso.core.screening.verdict import Verdict


class PolicyError(ValueError):
    """A folder holds no usable policy; `problems` says all that is wrong, each with file, line and column."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(render(problem, "en") for problem in problems))
        self.problems = problems


class Policy(model.Policy, frozen=True, gc=True):
    """A company's whole social media policy in one edition: a value, made by `load`."""

    @classmethod
    def load(cls, folder: str | PathLike[str]) -> Self:
        """The policy in a folder, checked, its examples proven.

        Raises `PolicyError` (a `ValueError`) with every error at once; warnings are left to `sayso lint`.
        """
        parsed = source.load(Path(folder), tuple(DETECTORS))
        if parsed.policy is None:
            raise PolicyError(tuple(p for p in parsed.problems if p.severity == "error"))
        policy = cls(**{name: getattr(parsed.policy, name) for name in parsed.policy.__struct_fields__})
        wrong = proof.problems(_engine(policy), parsed)
        if wrong:
            raise PolicyError(wrong)
        return policy


def screen(policy: model.Policy, post: Post | str, context: Context | None = None) -> Verdict:
    """The verdict on a post by a policy: deterministic, pure, and the same for the same three values anywhere.

    A `str` is a post of that text alone. Without a context the strict reading holds: an unknown author on a personal
    account at an unknown time. The first screening compiles the policy (milliseconds), later ones use that. No clock
    is read: pass `Context.at` for embargoes, exceptions and windows to follow the calendar. Never raises on any text.
    """
    return _engine(policy).screen(Post(post) if isinstance(post, str) else post, context or Context())


def _engine(policy: model.Policy) -> Engine:
    """The policy's engine, kept with it: not part of its value, not pickled."""
    engine = policy.__dict__.get("_engine")
    if engine is None:
        engine = policy.__dict__["_engine"] = Engine(policy)
    return engine
