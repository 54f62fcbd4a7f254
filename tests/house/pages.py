"""The documentation as values: which pages there are, their headings and links, and the fenced blocks in them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
ENGLISH_ONLY = ("docs/decisions/", "CONTRIBUTING.md", "CHANGELOG.md", "benchmarks/README.md")
"""What people who work on Sayso read; everything else is for its users, and exists in both languages."""

_FENCE = re.compile(r"^( *)(`{3,})(.*)$")


class Block(NamedTuple):
    """A fenced block: what stands behind the fence, its text, and the line it opens on."""

    info: str
    text: str
    line: int


def pages() -> list[Path]:
    """Every page of the documentation."""
    return sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), ROOT / "benchmarks/README.md"])


def name(page: Path) -> str:
    """The page's path in the repository."""
    return page.relative_to(ROOT).as_posix()


def language(page: Path) -> str:
    """The language a page is written in, by its name."""
    return "zh-Hant" if page.name.endswith(".zh-Hant.md") else "en"


def twin(page: Path) -> Path:
    """The same page in the other language."""
    if language(page) == "en":
        return page.with_name(page.name.removesuffix(".md") + ".zh-Hant.md")
    return page.with_name(page.name.removesuffix(".zh-Hant.md") + ".md")


def blocks(page: Path) -> list[Block]:
    """The fenced blocks of a page, in order."""
    return [part for part in _parts(page) if isinstance(part, Block)]


def prose(page: Path) -> str:
    """A page without its fenced blocks."""
    return "\n".join(part for part in _parts(page) if isinstance(part, str))


def headings(page: Path) -> list[str]:
    """The headings of a page, without their marks."""
    return re.findall(r"^#{1,6} +(.+?) *$", prose(page), re.MULTILINE)


def anchors(page: Path) -> set[str]:
    """What a link to a place in the page may name: headings as GitHub spells them, and `<a id>`."""
    found = set(re.findall(r'<a id="([^"]+)">', prose(page)))
    return found | {_slug(heading) for heading in headings(page)}


def links(page: Path) -> list[str]:
    """The targets of a page's links."""
    return re.findall(r"\]\(([^)\s]+)\)", prose(page))


def _slug(heading: str) -> str:
    kept = (c for c in heading.lower() if c in " -_" or unicodedata.category(c)[0] in "LNM")
    return "".join(kept).replace(" ", "-")


def _parts(page: Path) -> Iterator[str | Block]:
    """The lines outside fenced blocks, and the blocks."""
    opened: tuple[str, str, str, int] | None = None
    kept: list[str] = []
    for number, line in enumerate(page.read_text("utf-8").splitlines(), 1):
        fence = _FENCE.match(line)
        if opened is None and fence:
            opened, kept = (fence[1], fence[2], fence[3].strip(), number), []
        elif opened is None:
            yield line
        elif fence and fence[2] == opened[1] and not fence[3].strip():
            yield Block(opened[2], "".join(f"{text.removeprefix(opened[0])}\n" for text in kept), opened[3])
            opened = None
        else:
            kept.append(line)
    assert opened is None, f"{name(page)}:{opened[3] if opened else 0}: the block is never closed"
