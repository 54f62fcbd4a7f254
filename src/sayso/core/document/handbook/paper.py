"""The handbook as something typst can set: a fixed template, and the same content as the page's as its inputs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from importlib import resources
from typing import Final, NamedTuple

import msgspec

from sayso.core.document.handbook.content import Book
from sayso.core.document.handbook.words import Words


class Paper(NamedTuple):
    """What typst is given. Nothing of the policy is in the template, so nothing of it can be taken for commands."""

    template: bytes
    inputs: dict[str, str]


_AS_THEY_ARE: Final = (
    *("title", "contents", "changes", "before", "speakers", "they-speak", "they-help", "teams", "teams-intro"),
    *(
        "channels",
        "channel",
        "handle",
        "posted-by",
        "approved-there-by",
        "checks",
        "no-checks",
        "fine",
        "not-fine",
        "better-not",
    ),
    *("replies", "replies-intro", "playbooks"),
    *("playbooks-intro", "disclaimer", "coverage", "glossary", "glossary-intro", "digest", "made", "card-title"),
    *("card-ask", "edition", "effect-new-duty", "effect-more-freedom", "effect-wording", "effect-no-longer"),
)


def paper(book: Book) -> Paper:
    """The template and its inputs for one handbook."""
    template = resources.files(__package__).joinpath("handbook.typ").read_bytes()
    inputs = {"book": msgspec.json.encode(book).decode(), "words": msgspec.json.encode(_words(book)).decode()}
    return Paper(template, inputs)


def _words(book: Book) -> dict[str, object]:
    say = Words(book.lang)
    language, _, region = book.lang.partition("-")
    since = "changes-intro" if book.changes else "changes-none"
    return {
        **{key: say(key) for key in _AS_THEY_ARE},
        "lang": language,
        "region": "TW" if region == "Hant" else region if len(region) == len("TW") else None,
        "colon": "：" if say.is_chinese else ": ",
        "date": _date(book.effective),
        "seven": say("seven", n=len(book.things)),
        "changes-intro": say(since, edition=book.changes_from),
        "changes-for": _each("changes-for", "roles", (told.roles for told in book.changes), say),
        "speakers-intro": say("speakers-intro", edition=book.edition),
        "by-then": _each("by-then", "span", (step.by for one in book.playbooks for step in one.steps), say),
        "disclaimer-lead": " ".join((say(f"disclaimer-{book.disclaimer}"), say("disclaimer-shield"))),
    }


def _each(key: str, name: str, values: Iterable[str], say: Words) -> dict[str, str]:
    return {value: say(key, **{name: value}) for value in values}


def _date(effective: str) -> tuple[int, int, int] | None:
    """The edition's own day, never today's: the same policy always makes the same file."""
    try:
        day = date.fromisoformat(effective)
    except ValueError:
        return None
    return day.year, day.month, day.day
