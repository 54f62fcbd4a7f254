"""The core stands alone: no network, no web framework, nothing but what it says it needs."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

import sayso

WHOLE_LIBRARY = """
import json, sys
import sayso
policy = sayso.Policy(
    "1", ("en",),
    (sayso.library.model.Clause("c", "1", {"en": "One"}, {"en": "One."}),),
    (sayso.library.model.Rule("r", "c", "warn", {"en": "{match}"},
        find=(sayso.library.model.Source("terms", ("kestrel",)), sayso.library.model.Source("builtin", ("phone",)))),),
)
verdict = sayso.screen(policy, sayso.Post("kestrel 0912-345-678"), sayso.Context())
print(json.dumps([verdict.verdict, sorted({name.partition(".")[0] for name in sys.modules})]))
"""
NOT_ITS_BUSINESS = ("asgiref", "django", "httpx", "requests", "rich", "sqlite3")


@pytest.fixture
def modules_of_others(tmp_path: Path) -> Path:
    """A folder in which each package that the core must not load can be imported."""
    for name in NOT_ITS_BUSINESS:
        (tmp_path / f"{name}.py").write_text("")
    return tmp_path


def test_the_library_screens_a_post_without_loading_what_is_not_its_business(modules_of_others: Path) -> None:
    home = str(Path(sayso.__file__).parent.parent)
    path = os.pathsep.join([str(modules_of_others), home])

    done = subprocess.run(
        [sys.executable, "-c", WHOLE_LIBRARY], env={**os.environ, "PYTHONPATH": path}, capture_output=True, check=True
    )

    verdict, loaded = json.loads(done.stdout)
    assert (verdict, [name for name in NOT_ITS_BUSINESS if name in loaded]) == ("warn", [])


def test_these_tests_reach_no_network() -> None:
    with pytest.raises(AssertionError, match="no business with the network"):
        socket.create_connection(("192.0.2.1", 80), timeout=1)

    with socket.socket() as one, pytest.raises(AssertionError, match="no business with the network"):
        one.connect(("192.0.2.1", 80))
