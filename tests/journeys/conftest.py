"""The command line called in process, on a small policy, away from the user's own settings and cache."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from journeys import small_policy
from sayso.cli import main


class Said(NamedTuple):
    """What a call came to."""

    code: int
    out: str
    err: str


Sayso = Callable[..., Said]


@pytest.fixture(autouse=True)
def away_from_the_users_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No language, policy, colour or build server of whoever runs the tests."""
    for name in (
        "SAYSO_POLICY",
        "LC_ALL",
        "LC_MESSAGES",
        "LANG",
        "NO_COLOR",
        "CI",
        "GITHUB_STEP_SUMMARY",
        "SAYSO_NO_CACHE",
    ):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SAYSO_LANG", "en")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def policy(tmp_path: Path) -> Path:
    """The small policy's folder."""
    return small_policy.write(tmp_path / "policy")


@pytest.fixture
def sayso(policy: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Sayso:
    """``sayso("check", "-", stdin="…")`` in the folder that holds the small policy, which is found by its place."""
    monkeypatch.setenv("SAYSO_POLICY", str(policy.relative_to(Path.cwd())))

    def call(*words: str, stdin: str | bytes = b"") -> Said:
        given = stdin.encode() if isinstance(stdin, str) else stdin
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(given), encoding="utf-8"))
        code = main(list(words))
        out, err = capfdbinary.readouterr()
        return Said(code, out.decode(), err.decode())

    return call
