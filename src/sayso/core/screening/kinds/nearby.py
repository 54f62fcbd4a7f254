"""Words around a nominee, and the writer's own characters of it: what a check looks at besides the match."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache

from sayso.core.fold import fold
from sayso.core.screening.kinds.detector import Nominee

DASH = r"\-‐‑‒–—―−"
"""For a character class: the hyphens and dashes that folding leaves apart."""


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """`text` in the form in which posts are matched."""
    return fold(text).text


def listed(words: str) -> frozenset[str]:
    """The words of a line, as a set."""
    return frozenset(words.split())


def either(*words: str) -> str:
    """A pattern for any of the words, as they read in folded text; the longest wins where several begin alike."""
    forms = sorted({folded(word) for word in words}, key=lambda word: (-len(word), word))
    return f"(?:{'|'.join(map(re.escape, forms))})"


@cache
def cues(english: str, chinese: str = "") -> re.Pattern[str]:
    """A search for cue words. English ones, a pattern, stand as whole words; Chinese ones, spaced, anywhere."""
    found = rf"(?<![a-z])(?:{english})(?![a-z])"
    return re.compile(f"{found}|{either(*chinese.split())}" if chinese else found)


def near(nominee: Nominee, words: re.Pattern[str], before: int = 40, after: int = 16) -> bool:
    """Whether one of the words stands within so many characters of the match."""
    text, start, end = nominee.text, nominee.start, nominee.end
    return bool(words.search(text[max(0, start - before) : start]) or words.search(text[end : end + after]))


def written(nominee: Nominee) -> str:
    """The match with case and script as written, without marks and invisible characters, compatibility forms undone."""
    original = nominee.original
    if original.isascii():
        return original
    kept = unicodedata.normalize("NFKC", original)
    return "".join(char for char in kept if unicodedata.category(char) not in ("Cf", "Mn", "Me"))


def digits_of(text: str) -> str:
    """The ASCII digits in `text`, in order."""
    return "".join(char for char in text if "0" <= char <= "9")


def inside_number(nominee: Nominee, joins: Iterable[str] = ".,") -> bool:
    """Whether the match continues a longer number: a digit and a joining sign stand right at either end."""
    text, start, end = nominee.text, nominee.start, nominee.end
    led = start > 1 and text[start - 1] in joins and text[start - 2].isdigit()
    return led or (end + 1 < len(text) and text[end] in joins and text[end + 1].isdigit())
