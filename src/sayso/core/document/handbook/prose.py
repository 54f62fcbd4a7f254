"""The little Markdown that clauses are written in, as blocks: paragraphs, lists, and lines that say why or what instead.

Emphasis is read as people mean it, not as CommonMark's rules for spaces have it: those leave ``**為什麼：**大家`` plain.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, Literal

import msgspec


class Span(msgspec.Struct, frozen=True):
    """A stretch of text of one kind."""

    text: str
    kind: Literal["text", "strong", "em", "code", "link"] = "text"
    href: str = ""


Line = tuple[Span, ...]


class Block(msgspec.Struct, frozen=True):
    """A paragraph, a list, or a labelled line."""

    kind: Literal["paragraph", "bullets", "numbers", "label"]
    lines: tuple[Line, ...]
    """One, but for the items of a list."""
    label: str = ""
    """``why``, ``instead``, ``may``, ``ask``, or ``other``."""
    heading: str = ""
    """The label as it is written, without its colon."""


LABELS: Final = {
    "why": ("why", "the reason", "為什麼", "為何", "原因", "理由"),
    "instead": (
        *("instead", "do this instead", "do instead", "what to do", "do", "better"),
        *("可以這樣做", "改成這樣做", "請改為", "改為", "改成", "該怎麼做", "怎麼做", "這樣做", "替代做法"),
    ),
    "may": ("you may", "you can", "allowed", "fine", "沒問題", "你可以", "您可以", "可以"),
    "ask": (
        "ask",
        "whom to ask",
        "who to ask",
        "questions",
        "有疑問",
        "有問題",
        "有問題找誰",
        "請問",
        "問誰",
        "要問誰",
        "請教",
        "詢問",
    ),
}
"""The words that make a labelled line, as `sayso init` and people write them."""

_LABEL: Final = re.compile(r"(\*\*|__)(?P<label>[^*_]{1,24}?)\s*(?:[:：]\s*\1|\1\s*[:：])\s*")
_ITEM: Final = re.compile(r"\s{0,3}(?:(?P<bullet>[-*+])|(?P<number>\d{1,3})[.)、])\s+(?P<text>.*)")
_SPAN: Final = re.compile(
    r"`(?P<code>[^`\n]+)`"
    r"|\*\*(?P<strong>[^*\n]+)\*\*"
    r"|__(?P<under>[^_\n]+)__"
    r"|(?<![*\w])\*(?P<em>[^*\s][^*\n]*)\*"
    r"|\[(?P<link>[^\]\n]+)\]\((?P<href>[^()\s]+)\)"
)
_SAFE: Final = re.compile(r"(?:https?://|mailto:|#)", re.IGNORECASE)
_CJK: Final = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f]")


def blocks(text: str) -> tuple[Block, ...]:
    """The blocks of a clause's body, in order."""
    return tuple(_block(lines) for lines in _groups(text))


def plain(line: Line) -> str:
    """What a line says, without its marks."""
    return "".join(span.text for span in line)


def _groups(text: str) -> Iterator[list[str]]:
    """Lines that belong together: a blank line, a label or the first item of a list opens a new group."""
    group: list[str] = []
    for line in text.splitlines():
        opens = bool(_LABEL.match(line)) or (_ITEM.match(line) is not None and not (group and _ITEM.match(group[0])))
        if group and (opens or not line.strip()):
            yield group
            group = []
        if line.strip():
            group.append(re.sub(r"^\s{0,3}(?:>\s?|#{1,6}\s+)", "", line))
    if group:
        yield group


def _block(lines: list[str]) -> Block:
    first = _ITEM.match(lines[0])
    if first:
        return Block("bullets" if first["bullet"] else "numbers", tuple(map(spans, _items(lines))))
    text = _joined(lines)
    label = _LABEL.match(text)
    if label is None:
        return Block("paragraph", (spans(text),))
    heading = label["label"].strip()
    meant = next((name for name, words in LABELS.items() if heading.casefold() in words), "other")
    rest = text[label.end() :]
    return Block("label", (spans(rest[:1].upper() + rest[1:]),), meant, heading)


def _items(lines: list[str]) -> list[str]:
    items: list[list[str]] = []
    for line in lines:
        found = _ITEM.match(line)
        if found:
            items.append([found["text"]])
        else:
            items[-1].append(line)
    return [_joined(item) for item in items]


def _joined(lines: list[str]) -> str:
    """Lines as one: with a space between them, but not between Chinese characters."""
    text = lines[0].strip()
    for line in lines[1:]:
        line = line.strip()
        tight = bool(_CJK.match(text[-1:])) and bool(_CJK.match(line[:1]))
        text += line if tight else f" {line}"
    return text


def spans(text: str) -> Line:
    """A line's stretches; a link that leads anywhere but the web, a mail or a place in the page is only its words."""
    found: list[Span] = []
    at = 0
    for match in _SPAN.finditer(text):
        if match.start() > at:
            found.append(Span(text[at : match.start()]))
        found.append(_span(match))
        at = match.end()
    if at < len(text) or not found:
        found.append(Span(text[at:]))
    return tuple(found)


def _span(match: re.Match[str]) -> Span:
    kind = match.lastgroup if match.lastgroup != "href" else "link"
    if kind == "link":
        return Span(match["link"], "link", match["href"]) if _SAFE.match(match["href"]) else Span(match["link"])
    return Span(match[kind or 0], {"code": "code", "em": "em"}.get(kind or "", "strong"))  # type: ignore[arg-type]
