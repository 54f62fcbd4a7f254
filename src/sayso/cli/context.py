"""The circumstances of a post, from the options that state them."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Literal

from sayso.cli.stop import UNFINISHED, WRONG_USE, Stop
from sayso.cli.words import Words, nearest
from sayso.core.policy.model import Policy
from sayso.core.post import Account, Context, Image
from sayso.core.screening.conditions import Unknown, known_names


def context_of(options: Namespace, policy: Policy, say: Words) -> Context:
    """Who would post, where, in answer to what and when; every name is one the policy knows."""
    known = known_names(policy)
    asked: tuple[tuple[Unknown, Sequence[str]], ...] = (
        ("no-such-role", getattr(options, "as")),
        ("no-such-fact", options.given),
        ("no-such-topic", [options.reply_to] if options.reply_to is not None else []),
        ("no-such-attachment", options.has),
    )
    for kind, names in asked:
        for name in names:
            _known(kind, name, known[kind], say)
    account, channel = _account(options.on, policy, say)
    return Context(
        by=options.by or "",
        roles=tuple(getattr(options, "as")),
        trained=tuple(options.trained),
        account=account,
        channel=channel,
        replying_to=options.reply_to or "",
        at=moment(options.at),
        given=tuple(options.given),
    )


def given_by(context: Context) -> dict[str, str | tuple[str, ...]]:
    """The circumstances as keys of a row, those that say something."""
    keys = ("by", "roles", "trained", "account", "channel", "replying_to", "given")
    return {key: value for key in keys if (value := getattr(context, key))}


def moment(text: str | None) -> datetime | date:
    """The time stated, or now: this is the one place that looks at the clock."""
    if text is None:
        return datetime.now(UTC)
    try:
        return date.fromisoformat(text) if len(text) <= len("2026-12-24") else datetime.fromisoformat(text)
    except ValueError:
        raise Stop(WRONG_USE, "bad-date", name="--at", value=text) from None


def images_of(options: Namespace) -> tuple[Image, ...]:
    """The pictures named, each with its alternative text; they must exist, and are not opened."""
    if len(options.alt) > len(options.image):
        raise Stop(WRONG_USE, "alt-without-image")
    for name in options.image:
        if not Path(name).is_file():
            raise Stop(UNFINISHED, "file-missing", file=name)
    alts = [*options.alt, *[""] * (len(options.image) - len(options.alt))]
    return tuple(Image(alt=alt) for alt in alts)


def jobs_of(text: str | None, most: int) -> int:
    """How many processes; as many as there are cores when nothing is said."""
    if text is None:
        return most
    if not text.isdecimal() or int(text) < 1:
        raise Stop(WRONG_USE, "bad-number", name="--jobs", value=text)
    return int(text)


def _account(named: str | None, policy: Policy, say: Words) -> tuple[Account | Literal[""], str]:
    if named is None:
        return "", ""
    if named == "personal":
        return "personal", ""
    if named == "company":
        return "company", ""
    _known("no-such-channel", named, policy.channels, say, also=("personal", "company"))
    return "company", named


def _known(key: str, value: str, names: Sequence[str], say: Words, also: Iterable[str] = ()) -> None:
    if value not in names:
        raise Stop(WRONG_USE, key, value=value, choices=names or say("none"), hint=nearest(value, [*names, *also]))
