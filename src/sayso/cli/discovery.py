"""Which policy is meant: the one named, the environment's, or the nearest upwards from what is checked."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from sayso.cli.stop import WRONG_USE, Stop
from sayso.cli.words import Words

_MARK: Final = re.compile(rb"^\s*sayso\s*[:\xef]", re.MULTILINE)
"""What a policy.yaml has that other tools' policy.yaml has not; a full-width colon counts, so that it gets its message."""
_SHORT: Final = 64 << 10


class Found(NamedTuple):
    """A policy's folder, and how it was come by."""

    folder: Path
    why: str

    @property
    def shown(self) -> Path:
        """The folder as it is told: written out where it is the one that the reader stands in."""
        return self.folder if self.folder.name else self.folder.absolute()


def find(named: str | None, start: str | None, say: Words) -> Found:
    """The folder of the policy that is meant; `start` is the file or folder to look upwards from."""
    if named is not None:
        return _required(named, say("why-option"))
    environment = os.environ.get("SAYSO_POLICY")
    if environment:
        return _required(environment, say("why-environment"))
    return _upwards(Path.cwd() if start in (None, "-") else Path(str(start)), say)


def stated(folder: str, say: Words) -> Found:
    """A policy's folder that was named on the command line itself."""
    return _required(folder, say("why-argument"))


def is_policy(folder: Path) -> bool:
    """True for a folder whose policy.yaml says that it is one of ours."""
    try:
        with (folder / "policy.yaml").open("rb") as file:
            return bool(_MARK.search(file.read(_SHORT).removeprefix(b"\xef\xbb\xbf")))
    except OSError:
        return False


def _required(named: str, why: str) -> Found:
    folder = Path(named)
    if folder.is_file():
        raise Stop(WRONG_USE, "policy-is-file", where=named, why=why)
    if not (folder / "policy.yaml").exists():
        raise Stop(WRONG_USE, "policy-missing", where=named, why=why)
    return Found(folder, why)


def _upwards(start: Path, say: Words) -> Found:
    for folder in _above(start):
        if is_policy(folder):
            return Found(_shortened(folder), say("why-above", where=start))
    raise Stop(WRONG_USE, "no-policy", where=start if start.is_dir() else start.parent)


def _above(start: Path) -> Iterator[Path]:
    whole = start.absolute()
    if whole.is_dir():
        yield whole
    yield from whole.parents


def _shortened(folder: Path) -> Path:
    here = Path.cwd()
    return folder.relative_to(here) if folder.is_relative_to(here) else folder
