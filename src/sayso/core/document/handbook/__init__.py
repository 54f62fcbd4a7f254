"""The handbook: what a policy says, to whom, and how it is upheld, for everybody who has to live by it."""

from __future__ import annotations

from collections.abc import Sequence

from sayso.core.document.handbook import content, page
from sayso.core.document.handbook.paper import Paper, paper
from sayso.core.policy.model import Policy


def handbook(
    policy: Policy,
    lang: str,
    *,
    previous: Policy | None = None,
    coverage: str | None = None,
    others: Sequence[str] = (),
) -> str:
    """One HTML file that needs nothing else: the handbook of a policy in one language.

    `previous` adds what changed since that edition, `coverage` a drawing (SVG, trusted as it is), `others` links to the
    handbooks in other languages beside it. No word of a secret list is in it.
    """
    return page.html(content.book(policy, lang, previous, coverage or ""), others)


def on_paper(policy: Policy, lang: str, *, previous: Policy | None = None, coverage: str | None = None) -> Paper:
    """The same handbook as a template and its inputs, for typst to make a PDF of."""
    return paper(content.book(policy, lang, previous, coverage or ""))
