"""A PDF or DOCX file taken apart in a process of its own, with limits: such files are other people's programs.

    python -m sayso.reading.child pdf|docx FILE

Prints one JSON object: ``{"pages": [text, …]}``, ``{"blocks": [[kind, level, text], …]}`` or ``{"error": key, …}``.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

MOST_PAGES = 300
"""Pages of a PDF; a policy of more is a book."""
MEMORY = 512 << 20
"""Bytes of address space that the process may take."""
SECONDS = 30
"""Processor time that it may take."""
LEAST_A_PAGE = 20
"""Characters of an average page; with fewer, the pages are pictures."""


def pages(path: str) -> dict[str, Any]:
    """The text of each page of a PDF."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(path)
        if reader.is_encrypted and not reader.decrypt(""):
            return {"error": "audit-encrypted"}
        count = len(reader.pages)
        if count > MOST_PAGES:
            return {"error": "audit-too-many-pages", "pages": count, "most": MOST_PAGES}
        texts = [page.extract_text() or "" for page in reader.pages]
    except (PyPdfError, ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError):
        return {"error": "audit-broken"}
    if sum(len(text.strip()) for text in texts) < LEAST_A_PAGE * max(1, len(texts)):
        return {"error": "audit-no-text", "pages": len(texts)}
    return {"pages": texts}


def blocks(path: str) -> dict[str, Any]:
    """The paragraphs, headings, list items and table rows of a DOCX file."""
    from zipfile import BadZipFile

    from docx import Document
    from docx.opc.exceptions import PackageNotFoundError

    try:
        document = Document(path)
    except (PackageNotFoundError, BadZipFile, KeyError, ValueError):
        return {"error": "audit-encrypted" if _is_ole(path) else "audit-broken"}
    found = [
        _block(paragraph.style.name if paragraph.style else "", paragraph.text) for paragraph in document.paragraphs
    ]
    found += [["item", 1, " ".join(cell.text for cell in row.cells)] for table in document.tables for row in table.rows]
    return {"blocks": [[kind, level, " ".join(text.split())] for kind, level, text in found if text.strip()]}


def _block(style: str, text: str) -> list[Any]:
    heading = re.fullmatch(r"(?:Heading|標題|标题) ?(\d)", style)
    if heading or style == "Title":
        return ["heading", int(heading[1]) + 1 if heading else 1, text]
    return ["item", 1, text] if style.startswith("List") else ["paragraph", 0, text]


def _is_ole(path: str) -> bool:
    """Whether it is an OLE container, as Office writes documents with a password."""
    with Path(path).open("rb") as file:
        return file.read(8) == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def _limit() -> None:
    try:
        import resource
    except ImportError:  # not on Windows, where the time limit of the parent holds alone
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def main() -> None:
    """Take the file apart and print what is in it."""
    _limit()
    readers: dict[str, Callable[[str], dict[str, Any]]] = {"pdf": pages, "docx": blocks}
    try:
        answer = readers[sys.argv[1]](sys.argv[2])
    except ImportError:
        answer = {"error": "audit-needs-extra"}
    except MemoryError:
        answer = {"error": "audit-too-large", "most": MEMORY >> 20}
    sys.stdout.buffer.write(json.dumps(answer).encode("utf-8", "replace"))


if __name__ == "__main__":
    main()
