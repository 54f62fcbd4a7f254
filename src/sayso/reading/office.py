"""PDF and DOCX files as documents; they are taken apart in a child process that is held to limits."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any, Literal

from sayso.core.audit.text import Block, Document, laid_out
from sayso.reading.child import SECONDS
from sayso.reading.unreadable import Unreadable


def office_document(path: Path, kind: Literal["pdf", "docx"]) -> Document:
    """The document in a PDF or DOCX file. Raises `Unreadable`."""
    answer = _taken_apart(path, kind)
    if "error" in answer:
        raise Unreadable(answer.pop("error"), **answer)
    return _of_pages(answer["pages"]) if kind == "pdf" else _of_blocks(answer["blocks"])


def _taken_apart(path: Path, kind: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "sayso.reading.child", kind, str(path)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return {"error": "audit-too-slow", "seconds": SECONDS}
    if done.returncode:
        return {"error": "audit-too-slow", "seconds": SECONDS} if done.returncode == -24 else {"error": "audit-broken"}
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def _of_pages(pages: list[str]) -> Document:
    starts, text = [], ""
    for page in pages:
        starts.append(len(text))
        text += page.replace("\r\n", "\n").rstrip() + "\n\n"
    return Document(text, laid_out(text, starts))


def _of_blocks(written: list[list[Any]]) -> Document:
    blocks, text, title = [], "", ""
    for kind, level, words in written:
        blocks.append(Block(len(text), len(text) + len(words), kind, level))
        title = title or (words if kind == "heading" else "")
        text += words + "\n\n"
    return Document(text, tuple(blocks), title)
