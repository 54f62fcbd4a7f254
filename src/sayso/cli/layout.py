"""Texts laid out by the width that characters have on a screen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sayso.core.policy.width import shown_width

_CLOSING: Final = "，。、；：！？」』）"
_OPENING: Final = "「『（"


def pad(text: str, width: int) -> str:
    """The text with spaces up to a width on the screen."""
    return text + " " * max(0, width - shown_width(text))


def wrap(text: str, width: int) -> list[str]:
    """The text in lines of at most that width: broken at spaces, and anywhere between Han characters."""
    lines, line, used = [], "", 0
    for piece in _pieces(text):
        size = shown_width(piece)
        if used + shown_width(piece.rstrip()) > width and line.strip():
            lines.append(line.rstrip())
            line, used = "", 0
            piece = piece.lstrip()
            size = shown_width(piece)
        line, used = line + piece, used + size
    return [*lines, line.rstrip()]


def _pieces(text: str) -> Iterator[str]:
    """What a line may end after: a word with its space, or a wide character that opens nothing."""
    word = ""
    for char in text:
        before = word[-1:]
        wide = shown_width(char) == 2 or shown_width(before) == 2
        if before == " " or (before and wide and char not in _CLOSING and before not in _OPENING):
            yield word
            word = ""
        word += char
    if word:
        yield word
