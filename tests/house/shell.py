"""Runs what the pages show: their files are written, their commands run, in one empty folder a page.

A block ```` ```yaml file=PATH ```` writes a file, ``add=PATH`` adds to it, ``console`` holds commands after ``$`` with
what they print. A line that is only ``…`` stands for lines left out; measured times may differ.

    PYTHONPATH=tests python -m house.shell     writes into the pages what their commands print now
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import runpy
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple
from unittest import mock

from house.pages import ROOT, Block, blocks, language, name, pages
from sayso.cli import main

_SPENT = re.compile(r"\d+(?:\.\d+)?(?=(?: ms| s| 毫秒| 秒|s)\b)")


class Command(NamedTuple):
    """A command of a console block and the lines below it."""

    line: str
    printed: str


class Told(NamedTuple):
    """A command of a page: what it prints, and what the page claims."""

    block: Block
    command: Command
    printed: str


def tells(page: Path) -> bool:
    """Whether a page has anything to run."""
    return any(block.info == "console" for block in blocks(page))


def commands(block: Block) -> list[Command]:
    """The commands of a console block."""
    before, *parts = re.split(r"^\$ ", block.text, flags=re.MULTILINE)
    assert before == "", f"line {block.line}: a console block opens with a command"
    return [Command(line, printed) for line, _, printed in (part.partition("\n") for part in parts)]


def same(printed: str, claimed: str) -> bool:
    """Whether a command printed what a page claims, lines left out and measured times aside."""
    printed, claimed = (_SPENT.sub("0", text.rstrip()) for text in (printed, claimed))
    lines = ["(?:.*\n)*" if line == "…" else re.escape(line) + "\n" for line in claimed.split("\n")]
    return re.fullmatch("".join(lines), printed + "\n") is not None


def retold(page: Path) -> Iterator[Told]:
    """Run a page from top to bottom, away from the user's settings and cache."""
    with tempfile.TemporaryDirectory() as folder, _away(Path(folder), language(page)):
        if "examples/" in page.read_text("utf-8"):
            shutil.copytree(ROOT / "examples", "examples")
        shell = _Shell()
        for block in blocks(page):
            _put(block)
            for command in commands(block) if block.info == "console" else ():
                yield Told(block, command, shell.run(command.line))


class _Shell:
    """A small shell: `sayso` and Python files run in this process, so that a page of commands starts none twenty times."""

    def __init__(self) -> None:
        self._code = 0

    def run(self, line: str) -> str:
        """What the command prints."""
        if line == "echo $?":
            return f"{self._code}\n"
        before, piped, last = line.rpartition(" | ")
        words = shlex.split(last.removeprefix(".venv/bin/"))
        if words[0] == "sayso":
            return self._here(lambda: main(words[1:]), self._bash(before) if piped else b"")
        if words[0] == "python" and words[1].endswith(".py"):
            return self._here(lambda: _run_script(words[1]))
        return self._bash(line).decode()

    def _bash(self, line: str) -> bytes:
        line = re.sub(r"^(?=python )", f"PATH={Path(sys.executable).parent}:$PATH ", line)
        ended = subprocess.run(["bash", "-c", line], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        self._code = ended.returncode
        return ended.stdout

    def _here(self, act: Callable[[], int], given: bytes = b"") -> str:
        out, err = io.BytesIO(), io.BytesIO()
        with (
            mock.patch("sys.stdin", io.TextIOWrapper(io.BytesIO(given))),
            contextlib.redirect_stdout(io.TextIOWrapper(out, encoding="utf-8", write_through=True)),
            contextlib.redirect_stderr(io.TextIOWrapper(err, encoding="utf-8", write_through=True)),
        ):
            self._code = act()
            return (err.getvalue() + out.getvalue()).decode()


def _run_script(file: str) -> int:
    runpy.run_path(file, run_name="__main__")
    return 0


@contextlib.contextmanager
def _away(folder: Path, lang: str) -> Iterator[None]:
    (folder / "here").mkdir()
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SAYSO_", "LC_", "GITHUB_"))}
    settings: Mapping[str, str] = {**kept, "SAYSO_LANG": lang, "XDG_CACHE_HOME": str(folder / "cache")}
    with mock.patch.dict(os.environ, settings, clear=True), contextlib.chdir(folder / "here"):
        yield


def _put(block: Block) -> None:
    """Write the file that a block holds, or add to it."""
    found = re.fullmatch(r"\w+ (file|add)=(\S+)", block.info)
    if found:
        path = Path(found[2])
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a" if found[1] == "add" else "w", encoding="utf-8") as file:
            file.write(block.text)


def rewrite(page: Path) -> None:
    """Put what the commands print now into the page, but for claims that still hold."""
    text = page.read_text("utf-8")
    at = 0
    for told in retold(page):
        claim = f"$ {told.command.line}\n{told.command.printed}"
        at = text.index(claim, at)
        if not same(told.printed, told.command.printed):
            new = f"$ {told.command.line}\n{told.printed.rstrip()}".rstrip() + "\n"
            text = text[:at] + new + text[at + len(claim) :]
        at += 1
    page.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    for one in pages():
        if tells(one):
            rewrite(one)
            sys.stdout.write(f"{name(one)}\n")
