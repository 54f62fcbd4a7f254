"""Where a command writes: the answer as bytes to standard output or a file, talk to standard error, always UTF-8."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Final, Self

from sayso.cli.stop import UNFINISHED, Stop
from sayso.cli.words import Words

COLOURS: Final = {
    "block": "31;1",
    "hand-over": "35",
    "approve": "35",
    "warn": "33",
    "advise": "34",
    "pass": "32",
    "error": "31;1",
    "warning": "33",
    "failed": "31;1",
    "passed": "32",
    "dim": "2",
    "bold": "1",
}


class Console:
    """The two streams and the manners of one call. Leaving it flushes, and puts the answer's file in its place."""

    def __init__(
        self, say: Words, *, quiet: bool = False, verbose: bool = False, colour: bool = True, to: str | None = None
    ):
        self.say = say
        self.quiet = quiet
        self.verbose = verbose
        self._to = Path(to) if to else None
        self._draft: Path | None = None
        self._out: BinaryIO = self._open() if to else _bytes_of(sys.stdout)
        self.is_terminal = not to and _is_terminal(sys.stdout)
        self.colour = (
            colour and self.is_terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
        )

    @property
    def lang(self) -> str:
        """The language spoken."""
        return self.say.lang

    @property
    def width(self) -> int | None:
        """Cells of a line on the terminal; None when the answer goes elsewhere and lines may be as long as they are."""
        import shutil

        return shutil.get_terminal_size().columns if self.is_terminal else None

    def put(self, answer: str | bytes) -> None:
        """Write a piece of the answer."""
        try:
            self._out.write(answer.encode("utf-8", "backslashreplace") if isinstance(answer, str) else answer)
        except OSError as problem:
            raise self._cannot(problem) from None

    def line(self, text: str = "") -> None:
        """Write a line of the answer."""
        self.put(text + "\n")

    def tell(self, text: str) -> None:
        """Say something about the work, on standard error."""
        if not self.quiet:
            complain(text)

    def paint(self, text: str, colour: str) -> str:
        """The text in the colour of a verdict, where colours are shown."""
        return f"\x1b[{COLOURS[colour]}m{text}\x1b[0m" if self.colour and colour in COLOURS else text

    def flush(self) -> None:
        """Hand on what was written."""
        try:
            self._out.flush()
        except OSError as problem:
            raise self._cannot(problem) from None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.flush()
            self._keep()
        elif self._draft:
            self._drop()

    def _open(self) -> BinaryIO:
        assert self._to is not None
        import tempfile

        try:
            if _is_no_file(self._to):
                return self._to.open("ab")
            self._to = self._to.resolve() if self._to.is_symlink() else self._to
            handle, name = tempfile.mkstemp(dir=self._to.parent, prefix=f".{self._to.name}.")
        except OSError as problem:
            raise Stop(UNFINISHED, "cannot-write", file=self._to, reason=problem.strerror) from None
        self._draft = Path(name)
        return os.fdopen(handle, "wb")

    def _keep(self) -> None:
        if self._to is None:
            return
        try:
            self._out.close()
            if self._draft is None:
                return
            self._draft.chmod(0o666 & ~_umask())
            self._draft.replace(self._to)
        except OSError as problem:
            raise self._cannot(problem) from None
        self._draft = None

    def _drop(self) -> None:
        with contextlib.suppress(OSError):
            self._out.close()
        if self._draft is not None:
            self._draft.unlink(missing_ok=True)

    def _cannot(self, problem: OSError) -> Exception:
        if isinstance(problem, BrokenPipeError):
            return problem
        if self._to is None:
            silence()
            return Stop(UNFINISHED, "cannot-print", reason=problem.strerror)
        self._drop()
        return Stop(UNFINISHED, "cannot-write", file=self._to, reason=problem.strerror)


def write_file(path: Path, content: bytes) -> None:
    """Put the content in the file's place, whole or not at all."""
    write_files({path: content})


def write_files(contents: Mapping[Path, bytes]) -> None:
    """Put each content in its file's place, once all of them have been written whole; else none."""
    drafts: dict[Path, Path] = {}
    path = Path()
    try:
        for path, content in contents.items():
            drafts[path] = _draft_of(path, content)
        for path, draft in drafts.items():
            draft.replace(path)
    except OSError as problem:
        raise Stop(UNFINISHED, "cannot-write", file=path, reason=problem.strerror) from None
    finally:
        for draft in drafts.values():
            draft.unlink(missing_ok=True)


def _draft_of(path: Path, content: bytes) -> Path:
    """A file beside the one meant that holds the content, with its rights; gone when it cannot be written."""
    import tempfile

    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    draft = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        draft.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask())
    except OSError:
        draft.unlink(missing_ok=True)
        raise
    return draft


def complain(text: str) -> None:
    """Say something on standard error, in UTF-8, whatever the platform thinks; never fails."""
    stream = sys.stderr
    with contextlib.suppress(OSError, ValueError, AttributeError):
        stream.flush()
        _bytes_of(stream).write(f"{text}\n".encode("utf-8", "backslashreplace"))
        _bytes_of(stream).flush()


def silence() -> None:
    """Point standard output at nothing, so that the interpreter does not complain about a closed pipe as it leaves."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def printable(text: str) -> str:
    """Text of others made safe for a terminal: control and bidirectional characters shown as their code."""
    return text if text.isprintable() else "".join(map(_safe, text))


def _safe(char: str) -> str:
    if char.isprintable() or char == "\u3000":
        return char
    return {"\n": "⏎", "\t": " ", "\r": ""}.get(char) or f"<U+{ord(char):04X}>"


def _is_no_file(path: Path) -> bool:
    """True for a device or a named pipe, which is written into and never replaced."""
    return path.is_relative_to("/dev") or (path.exists() and not path.is_file() and not path.is_dir())


def _bytes_of(stream: object) -> BinaryIO:
    return stream.buffer  # type: ignore[attr-defined, no-any-return]


def _is_terminal(stream: object) -> bool:
    with contextlib.suppress(ValueError, AttributeError):
        return bool(stream.isatty())  # type: ignore[attr-defined]
    return False


def _umask() -> int:
    kept = os.umask(0)
    os.umask(kept)
    return kept
