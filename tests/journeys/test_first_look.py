"""What `make run` shows."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_first_look_has_a_post_that_passes_one_that_waits_and_one_that_is_blocked() -> None:
    ran = subprocess.run(
        [sys.executable, "examples/first_look.py"],
        capture_output=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "LC_ALL": "C"},
    )

    shown = ran.stdout.decode()
    assert (ran.returncode, ran.stderr) == (0, b"")
    posts = shown.split("── ")[1:]
    assert [
        ("Nothing in the policy speaks against this.\n" in post, "  approve  " in post, "  block  " in post)
        for post in posts
    ] == [(True, False, False), (False, True, False), (False, False, True)]
    assert [("政策裡沒有不同意這則貼文的規定。" in post, "需要核准" in post, "不要發布" in post) for post in posts] == [
        (True, False, False),
        (False, True, False),
        (False, False, True),
    ]
    assert shown.count("→ It may go out. / 可以發布。") == 1


def test_what_it_says_to_type_next_works() -> None:
    shown = subprocess.run([sys.executable, "examples/first_look.py"], capture_output=True, cwd=ROOT).stdout.decode()
    commands = [line.strip() for line in shown.splitlines() if ".venv/bin/sayso" in line]

    codes = [
        subprocess.run(
            ["sh", "-c", command.replace(".venv/bin/sayso", f"{sys.executable} -m sayso")],
            capture_output=True,
            cwd=ROOT,
        ).returncode
        for command in commands
    ]

    assert codes == [0, 1, 0, 0]


def test_the_pages_it_names_are_there() -> None:
    shown = subprocess.run([sys.executable, "examples/first_look.py"], capture_output=True, cwd=ROOT).stdout.decode()

    named = [word.split("：")[-1] for word in shown.split() if word.endswith(".md")]

    assert named == ["docs/tutorial/first-policy.md", "docs/tutorial/first-policy.zh-Hant.md"]
    assert all((ROOT / name).is_file() for name in named)
