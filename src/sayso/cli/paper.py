"""Paper from what the core says: typst and a font with Chinese characters, both of the extra `docs`, make a PDF."""

from __future__ import annotations

import struct
import unicodedata
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple

import msgspec

from sayso.cli.stop import UNFINISHED, WRONG_USE, Stop
from sayso.core.document.handbook.paper import Paper

STANDARD: Final[Literal["ua-1"]] = "ua-1"
"""PDF/UA-1, ISO 14289-1: tagged, in reading order, with a language and a title."""
_UNKNOWN: Final = "□"


class Printed(NamedTuple):
    """A PDF, and the characters that the font has no shape for."""

    pdf: bytes
    unknown: tuple[str, ...]


def check_ready() -> None:
    """Stop with what to install, unless the extra `docs` is there."""
    try:
        import pylopdf_fonts_zh_tw  # noqa: F401
        import typst  # noqa: F401
    except ImportError:
        raise Stop(WRONG_USE, "needs-docs") from None


def printed(paper: Paper) -> Printed:
    """The PDF: the same bytes for the same paper. Fonts of the machine are not looked at."""
    import pylopdf_fonts_zh_tw
    import typst

    font = pylopdf_fonts_zh_tw.sans_path()
    inputs, unknown = _drawable(paper.inputs, font)
    try:
        pdf = typst.compile(
            paper.template,
            font_paths=typst.Fonts(include_system_fonts=False, font_paths=[font.parent]),
            sys_inputs=inputs,
            pdf_standards=STANDARD,
        )
    except typst.TypstError as problem:
        raise Stop(UNFINISHED, "pdf-failed", reason=str(problem)) from None
    return Printed(pdf, unknown)


def _drawable(inputs: dict[str, str], font: Path) -> tuple[dict[str, str], tuple[str, ...]]:
    """The inputs with □ for what the font cannot draw: a standard PDF may not hold a character without a shape."""
    values = {name: msgspec.json.decode(text) for name, text in inputs.items()}
    used = set().union(*inputs.values()) | {chr(code) for code in range(0x20)}
    strange = {char for char in used - _covered(font) if char != "\n"}
    table = {
        ord(char): None if unicodedata.category(char) in ("Cc", "Cf", "Mn", "Me") else _UNKNOWN for char in strange
    }
    drawn = {name: msgspec.json.encode(_replaced(value, table)).decode() for name, value in values.items()}
    return drawn, tuple(sorted(char for char in strange if table[ord(char)]))


def _replaced(value: Any, table: dict[int, str | None]) -> Any:
    match value:
        case str():
            return value.translate(table)
        case dict():
            return {_replaced(key, table): _replaced(inner, table) for key, inner in value.items()}
        case list():
            return [_replaced(inner, table) for inner in value]
        case _:
            return value


def _covered(font: Path) -> set[str]:
    """The characters that a font has shapes for: its `cmap` table, format 12 (OpenType 1.9, section `cmap`)."""
    data = font.read_bytes()
    (tables,) = struct.unpack_from(">H", data, 4)
    records = [struct.unpack_from(">4sIII", data, 12 + 16 * place) for place in range(tables)]
    start = next(offset for tag, _, offset, _ in records if tag == b"cmap")
    (count,) = struct.unpack_from(">H", data, start + 2)
    found: set[str] = set()
    for place in range(count):
        offset = start + struct.unpack_from(">HHI", data, start + 4 + 8 * place)[2]
        if struct.unpack_from(">H", data, offset)[0] == 12:
            (groups,) = struct.unpack_from(">I", data, offset + 12)
            for first, last, _ in struct.iter_unpack(">III", data[offset + 16 : offset + 16 + 12 * groups]):
                found.update(map(chr, range(first, last + 1)))
    return found
