"""A file as a document, whatever it is; or why it cannot be read."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec

from sayso.core.audit.text import Document, language
from sayso.reading.html import html_document
from sayso.reading.office import office_document
from sayso.reading.plain import decoded, markdown_document, text_document
from sayso.reading.unreadable import Unreadable

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
LARGEST = 30 << 20
"""Bytes of a file; what is larger is no policy."""
LEAST = 120
"""Characters of a text that may be a policy."""
LONGEST = 2_000_000
"""Characters of a text that is still read."""


def read(path: Path) -> Document:
    """The document in a file, in English or Chinese. Raises `Unreadable`, and `OSError` where there is no file."""
    if path.stat().st_size > LARGEST:
        raise Unreadable("audit-too-large", most=LARGEST >> 20)
    document = _document(path)
    said = "".join(document.text[block.start : block.end] for block in document.blocks)
    if len(said) < LEAST:
        raise Unreadable("audit-too-little", found=len(said), least=LEAST)
    if len(document.text) > LONGEST:
        raise Unreadable("audit-too-long", most=LONGEST)
    lang = language(said)
    if not lang:
        raise Unreadable("audit-other-language")
    return msgspec.structs.replace(document, lang=lang)


def _document(path: Path) -> Document:
    kind = path.suffix.lower()
    with path.open("rb") as file:
        head = file.read(8)
    if kind == ".pdf" or head.startswith(b"%PDF-"):
        return office_document(path, "pdf")
    if kind == ".docx":
        return office_document(path, "docx")
    text = decoded(path.read_bytes())
    if text is None or _CONTROL.search(text):
        raise Unreadable("audit-no-words")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if kind in (".html", ".htm"):
        return html_document(text)
    return markdown_document(text) if kind in (".md", ".markdown") else text_document(text)
