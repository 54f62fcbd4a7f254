"""Whether the circumstances of a post are those that a rule or an exception asks for in its `when`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal, NamedTuple

from sayso.core.policy.model import Policy, Role, When, Window
from sayso.core.post import ATTACHMENTS, TOPICS


class Facts(NamedTuple):
    """A context reduced to what conditions ask for; equal facts share one memory of which conditions hold."""

    by: str
    roles: tuple[str, ...]
    trained: tuple[str, ...]
    account: str
    channel: str
    replying_to: str
    today: date | None
    given: tuple[str, ...]
    has: tuple[str, ...]
    lang: str


Unknown = Literal["no-such-role", "no-such-channel", "no-such-topic", "no-such-fact", "no-such-attachment"]
"""What kind of name a policy does not know."""


def known_names(policy: Policy) -> dict[Unknown, tuple[str, ...]]:
    """The names that a context may use under a policy; any other is a slip of the pen that would let a post through."""
    asked = {fact for rule in policy.rules for fact in rule.when.given}
    return {
        "no-such-role": tuple(role.name for role in policy.roles),
        "no-such-channel": policy.channels,
        "no-such-topic": TOPICS,
        "no-such-fact": tuple(sorted({"incident", *asked, *(window.name for window in policy.windows)})),
        "no-such-attachment": ATTACHMENTS,
    }


def strangers(policy: Policy, facts: Facts) -> Iterator[tuple[Unknown, str]]:
    """Names of roles, channels, topics, facts and attachments that the policy does not know."""
    known = known_names(policy)
    said: dict[Unknown, tuple[str, ...]] = {
        "no-such-role": facts.roles,
        "no-such-channel": (facts.channel,) if facts.channel else (),
        "no-such-topic": (facts.replying_to,) if facts.replying_to else (),
        "no-such-fact": facts.given,
        "no-such-attachment": facts.has,
    }
    return ((kind, name) for kind, names in said.items() for name in names if name not in known[kind])


def meets(policy: Policy, when: When, facts: Facts, roles: frozenset[str]) -> bool:
    """Whether all of the conditions hold for somebody with these roles, `mentions` aside: those ask for the post's words."""
    return (
        (not when.account or facts.account in when.account)
        and (not when.channel or facts.channel in when.channel)
        and (not when.replying_to or facts.replying_to in when.replying_to)
        and _any_of(when.by, roles)
        and roles.isdisjoint(when.by_not)
        and _any_of(when.trained, facts.trained)
        and (not when.trained_not or not set(when.trained_not) <= set(facts.trained))
        and _any_of(when.has, facts.has)
        and (not when.window or any(_holds_open(policy, name, facts) for name in when.window))
        and _any_of(when.given, facts.given)
        and (not when.lang or not facts.lang or facts.lang in when.lang)
    )


def _holds_open(policy: Policy, name: str, facts: Facts) -> bool:
    if name in facts.given:
        return True
    window = next((each for each in policy.windows if each.name == name), None)
    return window is not None and is_open(window, policy.calendar, facts.today)


def _any_of(wanted: tuple[str, ...], held: Iterable[str]) -> bool:
    return not wanted or not set(wanted).isdisjoint(held)


@lru_cache(1024)
def roles_of(roles: tuple[Role, ...], by: str, more: tuple[str, ...]) -> frozenset[str]:
    """The roles somebody holds: those given, those that list the person, the role of that name, and everyone's."""
    return frozenset(more) | {r.name for r in roles if r.everyone or by == r.name or by in r.members}


def is_open(window: Window, calendar: dict[str, tuple[date, ...]], today: date | None) -> bool:
    """Whether extra care applies on a day; a window with dates counts as open where the day is not known."""
    if today is None:
        return bool(window.before or window.starts or window.ends)
    if (window.starts or window.ends) and (window.starts or today) <= today <= (window.ends or today):
        return True
    return any(
        event - timedelta(days=days) <= today <= event
        for name, days in window.before.items()
        for event in calendar.get(name, ())
    )
