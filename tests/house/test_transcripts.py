"""What the pages show is what happens."""

from __future__ import annotations

from pathlib import Path

import pytest

from house.pages import name, pages
from house.shell import retold, same, tells


@pytest.mark.parametrize("page", [page for page in pages() if tells(page)], ids=name)
def test_a_page_shows_what_happens(page: Path) -> None:
    told = list(retold(page))

    untrue = [
        f"{name(page)}:{block.line}: $ {command.line}\nprints\n{printed}\nnot\n{command.printed}"
        for block, command, printed in told
        if not same(printed, command.printed)
    ]

    assert told
    assert untrue == []


@pytest.mark.parametrize(
    ("printed", "claimed", "is_same"),
    [
        ("one\ntwo\nthree\n", "one\ntwo\nthree\n", True),
        ("one\ntwo\nthree\n", "one\n…\nthree\n", True),
        ("one\ntwo\nthree\n", "…\nthree\n", True),
        ("one\ntwo\nthree\n", "one\n…\n", True),
        ("one\ntwo\nthree\n", "one\n…\ntwo\n", False),
        ("one\ntwo\nthree\n", "one\nthree\n", False),
        ("40 passed in 9.1 ms\n", "40 passed in 12 ms\n", True),
        ("40 passed in 9.1 ms\n", "41 passed in 9.1 ms\n", False),
    ],
)
def test_a_claim_is_compared_line_by_line(printed: str, claimed: str, is_same: bool) -> None:
    assert same(printed, claimed) is is_same
