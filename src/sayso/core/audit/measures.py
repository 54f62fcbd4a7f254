"""What is measured of a document as a whole: how it is built, where things stand, how many rules it has. Pure."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from sayso.core.audit.text import Statement

if TYPE_CHECKING:
    from sayso.core.audit.evidence import Search

Measured = tuple[int, tuple[Statement, ...]]
EARLY: Final = 0.34
"""The first third of a document."""
_ROLES: Final = ("crisis", "approval", "service", "pr", "engagement")


def sections(search: Search, _: str) -> Measured:
    """Headings under the title that have something under them."""
    heads = [s for s in search.statements if s.kind == "heading"]
    titled = (
        bool(heads)
        and heads[0].index <= 2
        and sum(b.level == _level(search, heads[0]) for b in search.document.blocks if b.kind == "heading") == 1
    )
    below = heads[1:] if titled and len(heads) > 1 else heads
    filled = [
        s for s in below if s.index + 1 < len(search.statements) and search.statements[s.index + 1].kind != "heading"
    ]
    return len(filled), tuple(filled)


def _level(search: Search, statement: Statement) -> int:
    return next(b.level for b in search.document.blocks if b.start == statement.start)


def list_items(search: Search, _: str) -> Measured:
    """Rules that stand in a list, or one after another as short statements."""
    items = tuple(s for s in search.statements if s.kind == "item" and search.matcher.is_rule(s))
    rules = tuple(s for s in search.statements if s.kind != "heading" and search.matcher.is_rule(s))
    return (len(items), items) if len(items) >= 4 else (min(len(rules) // 3, 3), items)


def social_share(search: Search, _: str) -> Measured:
    """Percent of the statements that speak of social media, or 100 when the title does."""
    first = search.statements[:4]
    if any(s.kind == "heading" and search.matcher.says(s, "social") for s in first):
        return 100, ()
    spoken = sum(search.matcher.says(s, "social") for s in search.statements)
    return 100 * spoken // max(1, len(search.statements)), ()


def roles_met(search: Search, _: str) -> Measured:
    """How many of the five roles have an owner."""
    met = [name for name in _ROLES if search.control(f"conflict.roles.{name}").status == "met"]
    return len(met), ()


def speaks_first(search: Search, control: str) -> Measured:
    """Whether the control's first sentence is the first rule of the document."""
    place = _place(search, control)
    if place is None:
        return 0, ()
    before = [
        s for s in search.statements[: place.index] if search.matcher.is_rule(s) and not search.matcher.is_opening(s)
    ]
    return int(len(before) <= 2 and place.start <= 0.25 * len(search.document.text)), (place,)


def speaks_early(search: Search, control: str) -> Measured:
    """Whether the control's first sentence stands in the first third."""
    place = _place(search, control)
    if place is None:
        return 0, ()
    return int(place.start <= EARLY * len(search.document.text)), (place,)


def _place(search: Search, control: str) -> Statement | None:
    found = search.control(control)
    if found.status == "missing":
        return None
    first = found.evidence[0].start
    return next(s for s in search.statements if s.start == first)


MEASURES: Final[dict[str, Callable[[Search, str], Measured]]] = {
    "sections": sections,
    "list-items": list_items,
    "social-share": social_share,
    "roles-met": roles_met,
    "speaks-first": speaks_first,
    "speaks-early": speaks_early,
}
