"""Bytes as text, and plain text and Markdown as documents."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import Final

from sayso.core.audit.text import Block, Document, Kind, laid_out

_MARKS: Final = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_EVERYDAY: Final = frozenset(
    "的一是不在人有我他這这個个們们中來来上大為为和國国地到以說说時时要就出會会可也你對对生能而子那得于著着下自之年過过發发後后作里用道行所然家種种事成方多經经麼么去法學学如都同現现當当沒没動动面起看定天分還还進进好小部其些主樣样理心她本前開开但因只從从想實实公司員员工社群帳账號号"
)


def decoded(raw: bytes) -> str | None:
    """The text of a file in UTF-8, UTF-16, Big5 or GB18030, whichever reads as language; None when none does."""
    for mark, name in _MARKS:
        if raw.startswith(mark):
            return _in(raw, name)
    text = _in(raw, "utf-8")
    if text is None and b"\0" in raw[:4000]:
        text = _in(raw, "utf-16-le") if raw[1:200:2].count(0) > raw[0:200:2].count(0) else _in(raw, "utf-16-be")
    if text is not None:
        return None if "\0" in text else text
    read = [found for name in ("cp950", "big5hkscs", "gb18030", "cp1252") if (found := _in(raw, name)) is not None]
    return max(read, key=_likely, default=None)


def _in(raw: bytes, name: str) -> str | None:
    try:
        return raw.decode(name)
    except UnicodeDecodeError:
        return None


def _likely(text: str) -> float:
    """How much a text reads as language: everyday Chinese characters and Latin letters for it, odd signs against it."""
    part = text[:20_000]
    plain = sum(char in _EVERYDAY for char in part) * 3 + sum(char.isascii() for char in part)
    odd = sum(char in "\ufffd" or "\x80" <= char <= "\x9f" or "\ue000" <= char <= "\uf8ff" for char in part)
    accents = sum("\xa0" <= char <= "\xff" for char in part)
    return (plain - 5 * odd - accents) / max(1, len(part))


def text_document(text: str) -> Document:
    """Plain text, its headings and lists found by how it is laid out."""
    blocks = laid_out(text)
    return Document(text, blocks, _title(text, blocks))


_HEADING: Final = re.compile(r" {0,3}(#{1,6})[ \t]*(.*?)[ \t]*#*$")
_ITEM: Final = re.compile(
    r"(\s*)(?:[-*+•·]|\(?\d{1,3}[.)、]|[(（][一二三四五六七八九十\d]+[)）]|[一二三四五六七八九十]+、)\s*(?=\S)"
)
_STRONG: Final = re.compile(r"\s*(\*\*|__)(?!\s)([^*_]{2,80})\1[:：]?\s*$")
_UNDER: Final = re.compile(r"\s*(=+|-{2,})\s*$")
_FENCE: Final = re.compile(r"\s*(```|~~~)")
_SKIPPED: Final = re.compile(r"\s*(?:\|?[\s:|-]+\|[\s:|-]*|([-*_])(\s*\1){2,}|<!--.*-->|!\[[^\]]*\]\([^)]*\))\s*$")


def markdown_document(text: str) -> Document:
    """Markdown: headings, paragraphs, items and table rows with their places in the file."""
    blocks = tuple(_markdown(text))
    return Document(text, blocks, _title(text, blocks))


def _markdown(text: str) -> Iterator[Block]:
    lines = list(_lines(text))
    open_block: Block | None = None
    for place, (start, end) in enumerate(lines):
        line = text[start:end]
        if not line.strip() or _FENCE.match(line) or _SKIPPED.match(line) or _front(lines, text, place):
            if open_block:
                yield open_block
            open_block = None
            continue
        if open_block and _UNDER.match(line) and open_block.kind == "paragraph":
            yield Block(open_block.start, open_block.end, "heading", 1 if "=" in line else 2)
            open_block = None
            continue
        kind, level, offset = _markdown_kind(line)
        if kind == "paragraph" and open_block and not line.lstrip().startswith((">", "|")):
            open_block = Block(open_block.start, end, open_block.kind, open_block.level)
            continue
        if open_block:
            yield open_block
        open_block = Block(start + offset, end, kind, level)
        if kind == "heading":
            yield open_block
            open_block = None
    if open_block:
        yield open_block


def _lines(text: str) -> Iterator[tuple[int, int]]:
    return ((found.start(), found.end()) for found in re.finditer(r"[^\n]*(?=\n|$)", text))


def _front(lines: list[tuple[int, int]], text: str, place: int) -> bool:
    """Whether the line lies in the YAML head of the file."""
    if not text.startswith("---\n"):
        return False
    close = text.find("\n---", 3)
    return lines[place][0] <= close


def _markdown_kind(line: str) -> tuple[Kind, int, int]:
    heading = _HEADING.match(line)
    if heading:
        return "heading", len(heading[1]), heading.start(2)
    strong = _STRONG.match(line)
    if strong and not _ITEM.match(line):
        return "heading", 5, strong.start(2)
    item = _ITEM.match(line)
    if item:
        return "item", 1 + len(item[1]) // 2, item.end()
    if line.lstrip().startswith("|"):
        return "item", 1, 0
    return "paragraph", 0, len(line) - len(line.lstrip(" >"))


def _title(text: str, blocks: tuple[Block, ...]) -> str:
    first = next((block for block in blocks if block.kind == "heading"), blocks[0] if blocks else None)
    return re.sub(r"\s+", " ", text[first.start : first.end]).strip("# *")[:200] if first else ""
