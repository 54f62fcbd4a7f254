"""Web pages as documents: what a reader came for, without navigation, footers and forms."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Final

from sayso.core.audit.text import Block, Document, Kind

_DROPPED: Final = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "nav",
        "footer",
        "aside",
        "form",
        "button",
        "select",
        "option",
        "iframe",
        "head",
        "dialog",
        "menu",
    ]
)
_VOID: Final = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"]
)
_HEADINGS: Final = {f"h{level}": level for level in range(1, 7)}
_BREAKING: Final = frozenset(
    [
        "address",
        "article",
        "blockquote",
        "body",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figure",
        "figcaption",
        "header",
        "html",
        "li",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
        "details",
        "summary",
        "hr",
        "center",
    ]
) | frozenset(_HEADINGS)
_NAVIGATION: Final = re.compile(
    r"\b(nav(bar|igation)?|menu|footer|breadcrumbs?|sidebar|cookie|banner|share|social-links|related|site-header|skip|pagination|toc|"
    r"newsletter|subscribe|comments?-list|copyright|legal-links|masthead|topbar)\b",
    re.I,
)
_ROLES: Final = frozenset(
    ("navigation", "banner", "contentinfo", "search", "complementary", "menu", "menubar", "dialog")
)
LINKED: Final = 0.6
"""A block of which more than this is links, and which is short, leads elsewhere and says nothing itself."""


class _Piece:
    __slots__ = ("kind", "level", "linked", "main", "text")

    def __init__(self, kind: Kind, level: int, main: bool) -> None:
        self.kind, self.level, self.main = kind, level, main
        self.text: list[str] = []
        self.linked = 0


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[_Piece] = []
        self.title = ""
        self._open: list[str] = []
        self._dropped_at: list[int] = []
        self._main = 0
        self._links = 0
        self._in_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "title" and not self.title:
            self._in_title = True
        if tag in _VOID:
            if tag in ("br", "hr"):
                self._say(" ")
            return
        self._open.append(tag)
        if tag in _DROPPED or self._is_navigation(tag, dict(attrs)):
            self._dropped_at.append(len(self._open))
        self._main += tag in ("main", "article")
        self._links += tag == "a"
        if tag in _BREAKING:
            self._begin(tag)

    def _is_navigation(self, tag: str, attrs: dict[str, str | None]) -> bool:
        if tag in ("html", "body", "main", "article", "p", "li", "a", "span", "td", "th", "tr") or tag in _HEADINGS:
            return False
        named = f"{attrs.get('id') or ''} {attrs.get('class') or ''}".replace("_", "-")
        hidden = "hidden" in attrs or attrs.get("aria-hidden") == "true"
        return (
            hidden
            or (attrs.get("role") or "") in _ROLES
            or bool(_NAVIGATION.search(named))
            or (tag == "header" and not self._main)
        )

    def handle_endtag(self, tag: str) -> None:
        if tag == "title":
            self._in_title = False
        if tag not in self._open:
            return
        while self._open:
            closed = self._open.pop()
            if self._dropped_at and self._dropped_at[-1] > len(self._open):
                self._dropped_at.pop()
            self._main -= closed in ("main", "article")
            self._links -= closed == "a"
            if closed in _BREAKING:
                self._begin("div")
            if closed == tag:
                break

    def _begin(self, tag: str) -> None:
        inside = next((each for each in reversed(self._open) if each in _HEADINGS or each in ("li", "tr", "dd")), "")
        kind: Kind = "heading" if inside in _HEADINGS else "item" if inside else "paragraph"
        if tag in ("td", "th") and self.pieces and self.pieces[-1].kind == "item":
            self.pieces[-1].text.append(" ")
            return
        self.pieces.append(_Piece(kind, _HEADINGS.get(inside, 1 if inside else 0), self._main > 0))

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title += data
        self._say(data)

    def _say(self, data: str) -> None:
        if self._dropped_at:
            return
        if not self.pieces:
            self._begin("div")
        piece = self.pieces[-1]
        piece.text.append(data)
        piece.linked += len(data.strip()) if self._links else 0


def html_document(page: str) -> Document:
    """The main text of a page; places are in that text, not in the page's source."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    pieces = [(piece, re.sub(r"\s+", " ", "".join(piece.text)).strip()) for piece in reader.pieces]
    pieces = [(piece, text) for piece, text in pieces if text and not _leads_away(piece, text)]
    main = [(piece, text) for piece, text in pieces if piece.main]
    if sum(len(text) for _, text in main) >= 0.5 * sum(len(text) for _, text in pieces):
        pieces = main
    blocks, parts, at = [], [], 0
    for piece, text in pieces:
        blocks.append(Block(at, at + len(text), piece.kind, piece.level))
        parts.append(text)
        at += len(text) + 1
    return Document("\n".join(parts), tuple(blocks), " ".join(reader.title.split()))


def _leads_away(piece: _Piece, text: str) -> bool:
    return piece.linked > LINKED * len(text) and len(text) < 120 and piece.kind != "heading"
