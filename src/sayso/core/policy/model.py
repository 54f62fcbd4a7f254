"""The policy as frozen values: what the files say, ready to be screened with, compared, digested and sent to a worker."""

from __future__ import annotations

import hashlib
from datetime import date
from functools import cache
from typing import Literal

import msgspec

Text = dict[str, str]
"""One short text per language: ``{"en": …, "zh-Hant": …}``."""

Level = Literal["pass", "advise", "warn", "approve", "hand-over", "block"]
LEVELS: tuple[Level, ...] = ("pass", "advise", "warn", "approve", "hand-over", "block")
"""Mildest first; a verdict is the strongest of its findings."""


class Value(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, gc=False):
    """What every part of a policy is: immutable, comparable, picklable, encodable; equal values are encoded alike."""

    def __post_init__(self) -> None:
        # msgspec omits a default only when it is the very same object, and an equal one comes from a file or a pickle.
        for name, default in _defaults(type(self)):
            if getattr(self, name) == default:
                msgspec.structs.force_setattr(self, name, default)


@cache
def _defaults(kind: type[Value]) -> tuple[tuple[str, object], ...]:
    """The defaults of which an equal one may be another object: words, and values in values."""
    defaults = [(field.name, field.default) for field in msgspec.structs.fields(kind)]
    return tuple((name, default) for name, default in defaults if isinstance(default, str | Value) and default != "")


class Term(Value, frozen=True):
    """One listed word or phrase, found in any disguise the engine folds away."""

    term: str
    also: tuple[str, ...] = ()
    """Other names of the same thing, in any language."""
    near: tuple[str, ...] = ()
    """Counts only with one of these within `within` characters (of the folded text, gap between the two)."""
    within: int = 0
    until: date | None = None
    """Last day of an embargo: found up to and including this day."""
    instead: Text | None = None
    """What to write in its place."""
    case: Literal["any", "exact"] = "any"
    note: str = ""


class Lexicon(Value, frozen=True):
    """A named list of terms. The terms of a secret one are never shown, save the words a writer typed."""

    name: str
    terms: tuple[Term, ...]
    excepting: tuple[str, ...] = ()
    """Longer phrases in which the terms are harmless (`except` in the file)."""
    secret: bool = False
    fires: tuple[Example, ...] = ()
    """Examples for the rules that look for a secret lexicon: they stand here, so that rules.yaml shows nothing."""
    silent: tuple[Example, ...] = ()


class NumberFormat(Value, frozen=True):
    """A company's own numbers (orders, patients, employees): ``#`` is a digit, ``@`` a letter, the rest stands for itself."""

    name: str
    like: tuple[str, ...]
    label: Text
    check: Literal["none", "luhn", "mod97", "mod11"] = "none"


class Source(Value, frozen=True):
    """One thing a rule looks for. `kind` says how `value` is read."""

    kind: Literal["lexicon", "terms", "pattern", "builtin", "number", "classifier", "link_to", "link_outside", "image"]
    """``lexicon``, ``builtin``, ``number``, ``classifier``: a name. ``terms``: words in place. ``pattern``: RE2 syntax.
    ``link_to`` / ``link_outside``: host names. ``image``: ``without-alt`` or ``without-credit``."""
    value: tuple[str, ...]
    above: float | None = None
    """Of a classifier: met where the probability is above this, between 0.5 and 1."""


class When(Value, frozen=True):
    """Conditions; all that are given must hold. A list means any of it."""

    account: tuple[str, ...] = ()
    channel: tuple[str, ...] = ()
    replying_to: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    by_not: tuple[str, ...] = ()
    trained: tuple[str, ...] = ()
    trained_not: tuple[str, ...] = ()
    has: tuple[str, ...] = ()
    mentions: tuple[Source, ...] = ()
    window: tuple[str, ...] = ()
    given: tuple[str, ...] = ()
    lang: tuple[str, ...] = ()


class Fix(Value, frozen=True):
    """How a finding is mended: exactly one of the three is set. ``replace_with`` None and `lexicon` True: the term's own `instead`."""

    lexicon: bool = False
    replace_with: Text | None = None
    append: Text | None = None
    delete: bool = False


class Example(Value, frozen=True):
    """A text a rule must fire on, or be silent on. Screened where the rule's own conditions hold, save what is set here."""

    text: str
    lang: str = ""
    by: str | None = None
    account: str | None = None
    channel: str | None = None
    replying_to: str | None = None
    has: tuple[str, ...] | None = None
    given: tuple[str, ...] | None = None


class Rule(Value, frozen=True):
    """A control the engine runs on a post: present (`find`), missing (`require`), or a matter of context alone (`when`)."""

    id: str
    clause: str
    verdict: Level
    say: Text
    when: When = When()
    find: tuple[Source, ...] = ()
    require: tuple[Source, ...] = ()
    unless: tuple[Source, ...] = ()
    to: str | None = None
    fix: Fix | None = None
    owes: Literal["disclosure", "credit", "redaction"] | None = None
    shadow: bool = False
    fires: tuple[Example, ...] = ()
    silent: tuple[Example, ...] = ()


class Exemption(Value, frozen=True):
    """An exception to one rule: openly removes its findings where it applies. Without an end there is no exception."""

    id: str
    rule: str
    owner: str
    until: date
    """Last day it holds."""
    reason: str
    when: When = When()
    match: tuple[str, ...] = ()
    """Only for these words; empty: for all the rule finds."""


class Clause(Value, frozen=True):
    """A numbered statement people agree to, in each language."""

    id: str
    number: str
    title: Text
    body: Text


class Window(Value, frozen=True):
    """A time when extra care applies: so many days before dated events, or between fixed days."""

    name: str
    before: dict[str, int] = {}
    """Event of the calendar -> days before it (the day of the event counts)."""
    starts: date | None = None
    ends: date | None = None
    owner: str = ""


class Role(Value, frozen=True):
    name: str
    members: tuple[str, ...] = ()
    everyone: bool = False
    topics: tuple[str, ...] = ()


class Policy(Value, frozen=True, dict=True, weakref=True, gc=True):
    """A company's whole social media policy in one edition. Load it with `sayso.Policy.load`."""

    edition: str
    languages: tuple[str, ...]
    """The authoritative language first."""
    clauses: tuple[Clause, ...] = ()
    rules: tuple[Rule, ...] = ()
    lexicons: tuple[Lexicon, ...] = ()
    numbers: tuple[NumberFormat, ...] = ()
    roles: tuple[Role, ...] = ()
    channels: tuple[str, ...] = ()
    windows: tuple[Window, ...] = ()
    calendar: dict[str, tuple[date, ...]] = {}
    exceptions: tuple[Exemption, ...] = ()
    protected_speech: bool = True
    zone: str = "UTC"
    country: str = ""
    """ISO 3166 code: decides how a telephone number without a country code is read."""
    domains: tuple[str, ...] = ()
    """The company's own host names; links that imitate them are found."""
    names: tuple[str, ...] = ()
    """Names the company goes by."""
    more: dict[str, object] = {}
    """The parts the engine does not read (teams, retention, replies, playbooks, quiz …), as plain values."""

    @property
    def digest(self) -> str:
        """``sha256:`` and 64 hexadecimal digits over the canonical form; the same on every platform, tests not included."""
        kept = self.__dict__.get("_digest")
        if kept is None:
            canonical = msgspec.json.encode(self, order="deterministic")
            kept = self.__dict__["_digest"] = "sha256:" + hashlib.sha256(canonical).hexdigest()
        return kept
