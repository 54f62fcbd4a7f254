"""What `make run` shows."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def first_look(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What it shows to somebody whose terminal knows ASCII only."""
    ran = subprocess.run(
        [sys.executable, "examples/first_look.py", str(tmp_path_factory.mktemp("look"))],
        capture_output=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "LC_ALL": "C"},
    )
    assert (ran.returncode, ran.stderr) == (0, b"")
    return ran.stdout.decode()


def test_the_first_look_writes_a_policy_and_its_handbook(first_look: str) -> None:
    policy = re.search(
        r"^A policy is in (\S+): \d+ clauses in two languages, \d+ rules, \d+ quiz questions\.$", first_look, re.M
    )

    assert policy is not None
    assert "80 of 80 controls are written.\n" in first_look
    assert [(Path(policy[1] + "-handbook") / f"handbook.{lang}.html").is_file() for lang in ("en", "zh-Hant")] == [
        True,
        True,
    ]


def test_the_first_look_has_a_post_that_passes_one_that_waits_and_one_that_is_blocked(first_look: str) -> None:
    posts = first_look.split("── ")[1:]

    assert [
        ("Nothing in the policy speaks against this.\n" in post, "  approve  " in post, "  block  " in post)
        for post in posts
    ] == [(True, False, False), (False, True, False), (False, False, True)]
    assert [("政策裡沒有不同意這則貼文的規定。" in post, "需要核准" in post, "不要發布" in post) for post in posts] == [
        (True, False, False),
        (False, True, False),
        (False, False, True),
    ]
    assert first_look.count("→ It may go out. / 可以發布。") == 1


def test_what_it_says_to_type_next_works(first_look: str, tmp_path: Path) -> None:
    commands = [
        line.strip() for line in first_look.splitlines() if line.startswith("  .venv/bin/sayso") or "| .venv" in line
    ]

    codes = [
        subprocess.run(
            [
                "sh",
                "-c",
                command.replace(".venv/bin/sayso", f"{sys.executable} -m sayso").replace(
                    "my-policy", str(tmp_path / "p")
                ),
            ],
            capture_output=True,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
        ).returncode
        for command in commands
    ]

    assert codes == [0, 1, 0, 130, 0]


def test_the_pages_it_names_are_there(first_look: str) -> None:
    named = [word.split("：")[-1] for word in first_look.split() if word.endswith(".md")]

    assert named == ["docs/tutorial/first-policy.md", "docs/tutorial/first-policy.zh-Hant.md"]
    assert all((ROOT / name).is_file() for name in named)
