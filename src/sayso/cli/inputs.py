"""Posts as they come in: files that are one post each, files with one a line, folders of both, standard input."""

from __future__ import annotations

import codecs
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple

from sayso.cli.console import Console
from sayso.cli.screened import Fault
from sayso.cli.stop import UNFINISHED, WRONG_USE, Broken, Stop
from sayso.cli.words import Words

TEXT: Final = (".txt", ".md")
ROWS: Final = (".jsonl", ".ndjson")
BLOCK: Final = 1 << 20
"""Bytes of rows that are screened in one go: some 4,000 posts."""
LONGEST: Final = 64 << 20
"""Bytes of one row; a file without line ends must not fill the memory."""
_BOMS: Final = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


class Chunk(NamedTuple):
    """Some whole lines of a file of rows, and the number of the first."""

    name: str
    first: int
    data: bytes


def named(words: Sequence[str], say: Words) -> tuple[list[str], list[Fault]]:
    """The files that the words of a command line stand for, folders opened; standard input when there are none."""
    names: list[str] = []
    faults: list[Fault] = []
    for word in words or ["-"]:
        if word == "-" or not Path(word).is_dir():
            names.append(word)
            continue
        inside = [
            str(path) for path in sorted(Path(word).rglob("*")) if path.suffix.lower() in TEXT + ROWS and path.is_file()
        ]
        names += inside
        if not inside:
            faults.append(Fault(word, 0, "folder-empty", say("folder-empty", file=word)))
    return list(dict.fromkeys(names)), faults


def holds_rows(name: str, *, stdin_rows: bool) -> bool:
    """True for a file with one post a line."""
    return stdin_rows if name == "-" else Path(name).suffix.lower() in ROWS


def open_bytes(name: str) -> BinaryIO:
    """The file, or standard input."""
    return sys.stdin.buffer if name == "-" else Path(name).open("rb")


def read_post(name: str, console: Console) -> str | Fault:
    """The text of a file that is one post, without the line end that closes the file; or why there is none."""
    say = console.say
    try:
        if name == "-" and sys.stdin.isatty():
            console.tell(say("type-post", keys="Ctrl-Z, Enter" if sys.platform == "win32" else "Ctrl-D"))
        with open_bytes(name) as file:
            data = file.read()
    except OSError as problem:
        return unreadable(name, problem, say)
    return _decoded(name, data, say)


def stop_for(name: str, problem: OSError) -> Stop:
    """The end of a command that cannot do without a file."""
    if isinstance(problem, FileNotFoundError):
        return Stop(UNFINISHED, "file-missing", file=name)
    return Stop(UNFINISHED, "file-unreadable", file=name, reason=problem.strerror or type(problem).__name__)


def unreadable(name: str, problem: OSError, say: Words) -> Fault:
    """Why a file could not be read, as a value."""
    stop = stop_for(name, problem)
    return Fault(name, 0, stop.key, say(stop.key, **stop.given))


def chunks(name: str, file: BinaryIO) -> Iterator[Chunk]:
    """The rows of a file in blocks of whole lines, none held longer than it is worked on."""
    first, rest = 1, b""
    while block := file.read(BLOCK):
        data = rest + (block.removeprefix(codecs.BOM_UTF8) if first == 1 and not rest else block)
        end = data.rfind(b"\n") + 1 if len(block) == BLOCK else len(data)  # less than was asked for: the file ends here
        whole, rest = data[:end], data[end:]
        if whole:
            yield Chunk(name, first, whole)
            first += whole.count(b"\n")
        if len(rest) > LONGEST:
            raise Broken(UNFINISHED, "row-too-long", file=name, line=first, most=LONGEST >> 20)
    if rest:
        yield Chunk(name, first, rest)


def stdin_must_hold_something(text: str) -> None:
    """Refuse an empty standard input: a broken pipe before us must not look like a post that passed."""
    if not text:
        raise Stop(WRONG_USE, "stdin-empty")


def _decoded(name: str, data: bytes, say: Words) -> str | Fault:
    bom, encoding = next(((bom, encoding) for bom, encoding in _BOMS if data.startswith(bom)), (b"", "utf-8"))
    try:
        text = data[len(bom) :].decode(encoding)
    except UnicodeDecodeError as problem:
        nul = data.find(b"\0")
        if nul >= 0:
            return Fault(name, 0, "file-binary", say("file-binary", file=name, at=nul + 1))
        return Fault(name, 0, "file-not-utf8", say("file-not-utf8", file=name, at=len(bom) + problem.start + 1))
    if "\0" in text:
        return Fault(name, 0, "file-binary", say("file-binary", file=name, at=data.find(b"\0") + 1))
    return text.removesuffix("\n").removesuffix("\r") if text.endswith("\n") else text
