"""A file as a document, whatever it is; or why it cannot be read."""

from __future__ import annotations

from pathlib import Path

from sayso.core.audit.text import Document
from sayso.reading.html import html_document
from sayso.reading.plain import decoded, markdown_document, text_document

KINDS = {".md": "markdown", ".markdown": "markdown", ".html": "html", ".htm": "html", ".pdf": "pdf", ".docx": "docx"}
LARGEST = 30 << 20


class Unreadable(Exception):
    """A file that cannot be audited; `key` says why."""

    def __init__(self, key: str, **given: object) -> None:
        super().__init__(key)
        self.key = key
        self.given = given


def read(path: Path) -> Document:
    """The document in a file."""
    raw = path.read_bytes()
    text = decoded(raw)
    assert text is not None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    kind = KINDS.get(path.suffix.lower(), "text")
    if kind == "html":
        return html_document(text)
    return markdown_document(text) if kind == "markdown" else text_document(text)
