"""Policies that were read and proven before, kept in the user's own cache folder so that the next check starts at once.

What is kept is named by the bytes it was made of and by the program that made it, so nothing ever needs to be
invalidated. A secret lexicon is in there too: the folder and its files are open to the user alone, and
``SAYSO_NO_CACHE`` keeps them from being written.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import msgspec

from sayso import __version__
from sayso.core.policy.model import Policy

MOST: Final = 32
"""Policies kept; the one unused longest goes first."""
_FILES: Final = 2000
_BYTES: Final = 64 << 20
_READ: Final = (".yaml", ".md", ".lock")


def key_of(folder: Path) -> str | None:
    """The name under which a policy folder's present state is kept; None when it is too large or cannot be read."""
    digest = hashlib.sha256(_program().encode())
    size = 0
    try:
        for count, (name, path) in enumerate(sorted(_files(folder))):
            data = path.read_bytes()
            size += len(data)
            if count >= _FILES or size > _BYTES:
                return None
            digest.update(b"%d %d " % (len(name), len(data)) + os.fsencode(name) + data)
    except OSError:
        return None
    return digest.hexdigest()


def load(key: str | None) -> Policy | None:
    """The policy kept under that name; None when there is none that is whole."""
    folder = _folder()
    if key is None or folder is None:
        return None
    try:
        kept = (folder / key).read_bytes()
        policy = _decoded(kept)
        os.utime(folder / key)
    except (OSError, ValueError, msgspec.MsgspecError):
        return None
    return policy


def keep(key: str | None, policy: Policy) -> None:
    """Keep a proven policy under that name; when that is not possible, nothing happens."""
    folder = _folder()
    if key is None or folder is None:
        return
    with contextlib.suppress(OSError, TypeError, ValueError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not _is_ours(folder):
            return
        encoded = msgspec.msgpack.encode(policy)
        _write(folder / key, hashlib.sha256(encoded).digest() + encoded)
        _forget_old(folder)


def _decoded(kept: bytes) -> Policy | None:
    seal, encoded = kept[:32], kept[32:]
    if hashlib.sha256(encoded).digest() != seal:
        return None
    return msgspec.msgpack.decode(encoded, type=Policy)


def _folder() -> Path | None:
    if os.environ.get("SAYSO_NO_CACHE"):
        return None
    home = os.environ.get("XDG_CACHE_HOME") or (os.environ.get("LOCALAPPDATA") if sys.platform == "win32" else None)
    with contextlib.suppress(RuntimeError):
        folder = (Path(home) if home else Path.home() / ".cache") / "sayso"
        return folder if not folder.exists() or _is_ours(folder) else None
    return None


def _is_ours(folder: Path) -> bool:
    """True unless others could have put something there."""
    if sys.platform == "win32":
        return True
    state = folder.stat()
    return state.st_uid == os.getuid() and not state.st_mode & 0o022


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    for parent, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".") and name != "tests"]
        for name in names:
            if name.endswith(_READ):
                path = Path(parent, name)
                yield path.relative_to(folder).as_posix(), path


def _program() -> str:
    """The program that reads policies: its version, and the state of its files for those who are changing them."""
    core = Path(__file__).parent.parent / "core"
    states = []
    for parent, _, names in os.walk(core):
        for name in sorted(names):
            if name.endswith((".py", ".npz", ".txt", ".yaml")):
                state = Path(parent, name).stat()
                states.append(f"{name} {state.st_size} {state.st_mtime_ns}")
    return "\n".join([__version__, sys.version, unicodedata.unidata_version, msgspec.__version__, *sorted(states)])


def _write(path: Path, content: bytes) -> None:
    import tempfile

    handle, name = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise


def _forget_old(folder: Path) -> None:
    kept = sorted((path for path in folder.iterdir() if path.is_file()), key=lambda path: -path.stat().st_mtime)
    for path in kept[MOST:]:
        path.unlink(missing_ok=True)
