"""Sayso: a company's social media policy as files, and the verdict on a post by it.

    policy = sayso.Policy.load("examples/tidewell")
    verdict = sayso.screen(policy, sayso.Post("…"), sayso.Context(by="alex.chen", channel="facebook"))

`Policy`, `Post`, `Context`, `screen`, `Verdict` and `Finding` are the library; nothing else here is promised.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sayso.core.post import Context, Post
    from sayso.core.screening.verdict import Finding, Verdict
    from sayso.library import Policy, screen

__version__ = "0.1.0"
__all__ = ["Context", "Finding", "Policy", "Post", "Verdict", "screen"]

_HOMES = {
    "Policy": "sayso.library",
    "screen": "sayso.library",
    "Post": "sayso.core.post",
    "Context": "sayso.core.post",
    "Verdict": "sayso.core.screening.verdict",
    "Finding": "sayso.core.screening.verdict",
}


def __getattr__(name: str) -> object:
    """Load a name when it is first asked for, so that `sayso --help` waits for nothing."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}; it gives {', '.join(__all__)}")
    from importlib import import_module

    value = globals()[name] = getattr(import_module(_HOMES[name]), name)
    return value
