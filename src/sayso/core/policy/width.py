"""How much room a text takes on a screen."""

from __future__ import annotations

import unicodedata


def shown_width(text: str) -> int:
    """Terminal cells that a text takes: two for wide East Asian characters (UAX 11), none for marks."""
    return sum(_cells(char) for char in text)


def _cells(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1
