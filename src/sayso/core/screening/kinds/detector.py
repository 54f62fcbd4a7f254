"""What a built-in detector is: a pattern that nominates, and a check that decides."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from sayso.core.policy.model import Text
from sayso.core.screening.verdict import Sure


class Hit(NamedTuple):
    """A confirmed place in the folded text, and how sure it is."""

    start: int
    end: int
    sure: Sure


class Nominee(NamedTuple):
    """One match of a detector's pattern."""

    text: str
    """The whole post, folded: lower case, compatibility forms undone, marks and invisibles gone, homoglyphs
    Latin, white space single, Traditional as Simplified."""
    start: int
    end: int
    """The match is ``text[start:end]``."""
    original: str
    """The writer's own characters of the match: case, script and disguise kept."""


class Setting(NamedTuple):
    """What a detector may know of the policy it serves."""

    country: str = ""
    domains: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


class Detector(NamedTuple):
    """Finds one kind of thing. Patterns are RE2, run on the folded text, case-insensitive, boundaries ASCII."""

    name: str
    label: Text
    """What it is called in a finding's ``{kind}``."""
    patterns: tuple[str, ...]
    check: Callable[[Nominee], Hit | None]
    """Confirms a nominee, possibly on a narrower span; None: it is not one. Linear in the match's length."""
    digits: int = 0
    """The post holds at least this many digits wherever the detector can match: lets the engine skip the rest."""
    chars: str = ""
    """The post holds at least one of these characters wherever it can match; empty: no such promise."""
