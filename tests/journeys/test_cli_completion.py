"""`sayso completion`: the scripts, and what a real bash makes of one."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from journeys.conftest import Sayso
from sayso.cli.arguments import COMMANDS, SHELLS, all_flags


def _completed(script: str, *words: str) -> list[str]:
    """What bash offers when TAB is pressed after these words."""
    typed = " ".join(f"'{word}'" for word in words)
    program = (
        f"{script}\nCOMP_WORDS=({typed})\nCOMP_CWORD={len(words) - 1}\n_sayso\nprintf '%s\\n' \"${{COMPREPLY[@]}}\"\n"
    )
    ran = subprocess.run(["bash", "-c", program], capture_output=True, text=True, check=True)
    assert ran.stderr == ""
    return ran.stdout.split()


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (("sayso", "ch"), ["check"]),
        (("sayso", ""), [*[command.name for command in COMMANDS], "--help", "--version"]),
        (("sayso", "check", "--fail-on", "a"), ["advise", "approve"]),
        (("sayso", "check", "post.txt", "--re"), ["--reply-to"]),
        (("sayso", "lint", "-o", "s"), ["sarif"]),
        (("sayso", "test", "--mu"), ["--mutate"]),
        (("sayso", "--lang", "z"), ["zh-Hant"]),
        (("sayso", "completion", "p"), ["powershell"]),
        (("sayso", "i18n", "acc"), ["accept"]),
        (("sayso", "check", "pos"), ["post.txt"]),
        (("sayso", "check", "--policy", "pol"), ["policy"]),
        (("sayso", "check", "--to", "pos"), ["post.txt"]),
    ],
)
def test_bash_completes_commands_options_values_and_files(
    sayso: Sayso, words: tuple[str, ...], offered: list[str]
) -> None:
    script = sayso("completion", "bash").out
    Path("post.txt").touch()

    assert _completed(script, *words) == offered


@pytest.mark.parametrize("shell", SHELLS)
def test_every_shell_is_told_every_option(sayso: Sayso, shell: str) -> None:
    said = sayso("completion", shell)

    flags = {flag for _, option in all_flags() for flag in option.flags}
    told = (
        {f"-l {flag[2:]} " if flag.startswith("--") else f"-s {flag[1:]} " for flag in flags}
        if shell == "fish"
        else flags
    )
    assert (said.code, said.err) == (0, "")
    assert {flag for flag in told if not re.search(rf"(?<![\w-]){re.escape(flag)}", said.out)} == set()


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_descriptions_speak_chinese(sayso: Sayso, shell: str) -> None:
    assert "發布前檢查貼文" in sayso("completion", shell, "--lang", "zh-Hant").out
