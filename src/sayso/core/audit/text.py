"""A document as the audit reads it: blocks of a text with their places, cut into statements that know where they stand."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Final, Literal

import msgspec

from sayso.core.fold import fold

Kind = Literal["heading", "paragraph", "item"]
LONGEST: Final = 600
"""Characters after which a statement is cut at the next comma: nobody reads a sentence of that length as one."""

_END: Final = re.compile(r"[。！？!?]+[」』”’\"')）]*|;(?=\s)|；|\.[”’\"')]*(?=\s+[^\sa-z]|\s*$)")
_SHORTENED: Final = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|inc|ltd|co|corp|vs|mr|ms|mrs|dr|no|art|sec|cf|u\.s|p)|^\s*\(?\w{1,2})\.$", re.I
)
_HAN_SPACE: Final = re.compile(r"(?<=[\u2e80-\u9fff,;:!?()、。「」]) | (?=[\u2e80-\u9fff、。「」])")
_MARKS: Final = re.compile(r"[*_`~]{1,3}|\]\([^)]*\)|!?\[(?!\s)|\|")
_QUOTE: Final = re.compile(r"「[^「」]{1,160}」|“[^“”]{1,200}”|『[^『』]{1,160}』|\"[^\"]{1,200}\"(?!\w)")
"""What is quoted is one thing, however many sentences it holds."""
_COMMA: Final = re.compile(r"[,，、]\s*")


class Block(msgspec.Struct, frozen=True, gc=False):
    """A piece of the text that stands alone: a heading, a paragraph, an item of a list or a row of a table."""

    start: int
    end: int
    kind: Kind = "paragraph"
    level: int = 0
    """Of a heading: 1 is the title's. Of an item: how deep."""
    page: int | None = None


class Document(msgspec.Struct, frozen=True):
    """A policy somebody wrote, read from whatever file it lay in."""

    text: str
    blocks: tuple[Block, ...]
    title: str = ""
    lang: str = ""
    """The language it is mainly in, `en` or `zh-Hant`; empty: to be found out."""


class Statement(msgspec.Struct, frozen=True, eq=False):
    """A sentence or a heading, folded for matching, with what it stands under."""

    index: int
    start: int
    end: int
    page: int | None
    own: str
    """Its own words, after the words that lead into the list it is an item of."""
    head: str
    """The headings above it."""
    section: int
    """Number of the section it stands in."""
    kind: Kind
    bare: str
    """Its own words alone."""


def language(text: str) -> str:
    """Whether a text is mainly English or Chinese: `en`, `zh-Hant`, or empty when it is neither."""
    han = len(re.findall("[\u4e00-\u9fff]", text))
    kana = len(re.findall("[\u3041-\u30ff]", text))
    hangul = len(re.findall("[\uac00-\ud7af]", text))
    latin = len(re.findall("[A-Za-z]", text))
    other = len(re.findall(r"[^\W\d_]", text)) - han - latin
    if kana > 0.1 * (han + kana) + 20 or hangul > han + latin or other > han + latin:
        return ""
    if 3 * han >= latin:
        return "zh-Hant" if han else ""
    words = re.findall("[a-z]+", text.lower())
    common = sum(word in _COMMON for word in words)
    return "en" if common >= 0.12 * len(words) else ""


_COMMON: Final = frozenset(
    [
        "the",
        "of",
        "and",
        "to",
        "a",
        "in",
        "is",
        "you",
        "that",
        "it",
        "for",
        "on",
        "are",
        "as",
        "with",
        "be",
        "at",
        "or",
        "from",
        "this",
        "have",
        "by",
        "not",
        "but",
        "what",
        "all",
        "we",
        "when",
        "your",
        "can",
        "do",
        "will",
        "if",
        "our",
        "may",
        "must",
        "should",
        "any",
        "no",
        "who",
        "their",
        "they",
        "about",
        "which",
        "such",
        "other",
        "an",
        "was",
        "has",
        "more",
        "its",
        "please",
    ]
)


def folded(text: str) -> str:
    """Words as they are matched: folded, in one variant of Chinese, without marks of layout or spaces between Han characters."""
    plain = fold(_MARKS.sub("", text).replace("’", "'").replace("‘", "'")).text
    return _HAN_SPACE.sub("", plain).strip()


def statements(document: Document) -> tuple[Statement, ...]:
    """All sentences of the document in order, each knowing the headings it stands under and the line that leads to it."""
    reader = _Reader(document)
    return tuple(reader.read())


class _Reader:
    def __init__(self, document: Document) -> None:
        self._document = document
        self._heads: list[tuple[int, str]] = []
        self._lead = ""
        self._section = 0
        self._index = 0

    def read(self) -> Iterator[Statement]:
        for block in self._document.blocks:
            text = self._document.text[block.start : block.end]
            if block.kind == "heading":
                yield self._heading(block, text)
            elif block.kind == "item":
                yield from self._sentences(block, self._lead)
            else:
                yield from self._sentences(block, "")
                self._lead = _lead_of(text)

    def _heading(self, block: Block, text: str) -> Statement:
        while self._heads and self._heads[-1][0] >= block.level:
            self._heads.pop()
        own = folded(text)
        self._heads.append((block.level, own))
        self._lead = ""
        self._section += 1
        return self._statement(block, block.start, block.end, own, own)

    def _sentences(self, block: Block, lead: str) -> Iterator[Statement]:
        for start, end in cut(self._document.text, block.start, block.end):
            bare = folded(self._document.text[start:end])
            if bare:
                yield self._statement(block, start, end, f"{lead} {bare}" if lead else bare, bare)

    def _statement(self, block: Block, start: int, end: int, own: str, bare: str) -> Statement:
        # The title stands over everything and says nothing about a single sentence.
        head = " / ".join(words for level, words in self._heads if level > 1 or len(self._heads) == 1)
        made = Statement(self._index, start, end, block.page, own, head, self._section, block.kind, bare)
        self._index += 1
        return made


def _lead_of(text: str) -> str:
    """The sentence that ends in a colon and leads into a list."""
    stripped = text.rstrip().rstrip("*_ ")
    if not stripped.endswith((":", "：")):
        return ""
    last = list(cut(stripped, 0, len(stripped)))[-1]
    return folded(stripped[last[0] : last[1]])


def cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The places of the sentences between two places of a text, without white space around them."""
    first = start
    quoted = [each.span() for each in _QUOTE.finditer(text, start, end)]
    for found in _END.finditer(text, start, end):
        if any(opened < found.start() and found.end() < closed for opened, closed in quoted):
            continue
        if found[0][0] == "." and _SHORTENED.search(text, max(start, found.start() - 8), found.start() + 1):
            continue
        yield from _trimmed(text, first, found.end())
        first = found.end()
    yield from _trimmed(text, first, end)


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    while end - start > LONGEST:
        comma = _COMMA.search(text, start + LONGEST // 2, start + LONGEST)
        at = comma.end() if comma else start + LONGEST
        yield start, at
        start = at
    if end > start:
        yield start, end


# --- layout of plain text ---

_NUMBERED: Final = re.compile(
    r"\s*(?:(?:第\s*[一二三四五六七八九十百\d]+\s*[章節节條条部編编])|[一二三四五六七八九十]+、|[(（][一二三四五六七八九十\d]+[)）]"
    r"|\d+(?:\.\d+)*[.、)）:：]?(?=\s)|\d+[.、)）]|(?:section|article|part|chapter)\s+\w+\b|[A-Z][.)]\s|[IVX]+\.\s)",
    re.I,
)
_BULLET: Final = re.compile(
    r"\s*(?:[-*•·●○◦▪■□◆◇‣–—►▶✓✗❌✅]\s+|[•·●○◦▪■□◆◇‣►▶]|[(（]?(?:[a-z]|[ivx]+|\d{1,2})[)）.、]\s*|[(（][一二三四五六七八九十]+[)）]\s*|[①-⑳]\s*)"
)
_CLOSES: Final = re.compile(r"[。．.!?！？;；,，、:：][」』”\"')）*_]*$")
_RULE: Final = re.compile(r"\s*([=\-_*~#·.])\1{2,}\s*$")


def laid_out(text: str, pages: Sequence[int] = ()) -> tuple[Block, ...]:
    """The blocks of a plain text, found by its empty lines, bullets, numbers and short lines that look like headings.

    `pages` holds where each page starts, the first included.
    """
    blocks: list[Block] = []
    lines = [(found.start(), found.end()) for found in re.finditer(r"[^\n]+", text)]
    for place, (start, end) in enumerate(lines):
        line = text[start:end]
        if not line.strip() or _RULE.match(line):
            continue
        follows = (
            place > 0
            and text.count("\n", lines[place - 1][1], start) == 1
            and bool(text[slice(*lines[place - 1])].strip())
        )
        after = lines[place + 1] if place + 1 < len(lines) else None
        kind, level = _kind_of(text, start, end, after, follows)
        page = bisect_right(pages, start) if pages else None
        if kind == "paragraph" and follows and blocks and blocks[-1].kind != "heading" and blocks[-1].page == page:
            blocks[-1] = msgspec.structs.replace(blocks[-1], end=end)
        else:
            blocks.append(Block(start, end, kind, level, page))
    return tuple(blocks)


def _kind_of(text: str, start: int, end: int, after: tuple[int, int] | None, follows: bool) -> tuple[Kind, int]:
    line = text[start:end].strip()
    underlined = (
        after is not None
        and bool(re.match(r"\s*[=\-]{3,}\s*$", text[slice(*after)]))
        and text.count("\n", end, after[0]) == 1
    )
    short = len(line) <= (28 if re.search("[\u4e00-\u9fff]", line) else 70)
    ends_open = not _CLOSES.search(line)
    if underlined and short:
        return "heading", 2
    if _NUMBERED.match(line) and short and ends_open and _stands_over(text, end, after, follows):
        return "heading", 2
    if _BULLET.match(line) or _NUMBERED.match(line):
        return "item", 1
    if short and ends_open and (line.isupper() or _stands_over(text, end, after, follows)):
        return "heading", 2 if start else 1
    return "paragraph", 0


def _stands_over(text: str, end: int, after: tuple[int, int] | None, follows: bool) -> bool:
    """Whether a short line is a heading by where it stands: after an empty line, over something longer than itself."""
    if follows or after is None:
        return False
    below = text[slice(*after)].strip()
    return (
        len(below) > 30
        or bool(_CLOSES.search(below))
        or bool(_BULLET.match(below))
        or text.count("\n", end, after[0]) > 1
    )
