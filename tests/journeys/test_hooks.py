"""The hooks of pre-commit and the GitHub Action: what they define, and their commands run as those tools run them."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from ruamel.yaml import YAML

ROOT = Path(__file__).parents[2]
HOOKS: dict[str, dict[str, Any]] = {
    hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
}
ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
WITH_SAYSO = {
    **{name: value for name, value in os.environ.items() if not name.startswith(("SAYSO_", "GITHUB_"))},
    "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    "SAYSO_LANG": "en",
}
PAGES = [
    ROOT / "docs/how-to" / f"{name}{lang}.md" for name in ("pre-commit", "github-action") for lang in ("", ".zh-Hant")
]


def _configured(page: Path) -> Any:
    """The first YAML block of a page, read as YAML 1.2, in which `on` is a word."""
    found = re.search(r"```yaml\n(.*?)```", page.read_text("utf-8"), re.DOTALL)
    assert found
    return YAML(typ="safe").load(found[1])


# --- pre-commit ---


def _hooked(name: str, staged: list[str], args: list[str]) -> subprocess.CompletedProcess[str] | None:
    """Run a hook on the files of a commit; None when none of them is its concern."""
    hook = HOOKS[name]
    mine = [file for file in staged if re.search(hook["files"], file)]
    files = mine if hook.get("pass_filenames", True) else []
    command = [*shlex.split(hook["entry"]), *args, *files]
    return subprocess.run(command, capture_output=True, text=True, env=WITH_SAYSO) if mine else None


def test_hooks_have_what_pre_commit_asks_of_them() -> None:
    known = {"id", "name", "description", "entry", "language", "files", "require_serial", "pass_filenames"}

    assert set(HOOKS) == {"sayso-check", "sayso-lint", "sayso-test"}
    for hook in HOOKS.values():
        assert {"id", "name", "entry", "language", "files"} <= set(hook) <= known
        assert hook["language"] == "python"
        assert shlex.split(hook["entry"])[0] == "sayso"


@pytest.mark.parametrize(
    ("file", "hooks"),
    [
        ("posts/monday.txt", ["sayso-check"]),
        ("posts/2026/monday.md", ["sayso-check", "sayso-lint", "sayso-test"]),
        ("posts/march.jsonl", ["sayso-check"]),
        ("posts/cake.png", []),
        ("policy/rules.yaml", ["sayso-lint", "sayso-test"]),
        ("policy/translations.lock", ["sayso-lint"]),
        ("src/main.c", []),
    ],
)
def test_hooks_run_for_the_files_they_are_about(file: str, hooks: list[str]) -> None:
    assert [name for name, hook in HOOKS.items() if re.search(hook["files"], file)] == hooks


def test_a_commit_is_stopped_by_a_post_that_must_not_go_out(policy: Path) -> None:
    Path("posts").mkdir()
    Path("posts/good.txt").write_text("Fresh bread", encoding="utf-8")
    Path("posts/bad.txt").write_text("Rosetta comes", encoding="utf-8")

    good = _hooked("sayso-check", ["posts/good.txt", "README.md"], ["--policy", "policy"])
    both = _hooked("sayso-check", ["posts/bad.txt", "posts/good.txt"], ["--policy", "policy"])
    none = _hooked("sayso-check", ["README.md"], ["--policy", "policy"])

    assert good is not None and both is not None
    assert (good.returncode, both.returncode, none) == (0, 1, None)
    assert both.stdout.startswith("posts/bad.txt:1:1  block  “Rosetta” is not public yet.")


def test_a_commit_is_stopped_by_a_policy_that_is_wrong(policy: Path) -> None:
    changed = ["policy/rules.yaml"]
    right = [_hooked(name, changed, ["--policy", "policy"]) for name in ("sayso-lint", "sayso-test")]
    rules = policy / "rules.yaml"
    rules.write_text(
        rules.read_text("utf-8").replace("terms: [idiots, 白痴]", "terms: [fools, 白痴]"), encoding="utf-8"
    )

    wrong = [_hooked(name, changed, ["--policy", "policy"]) for name in ("sayso-lint", "sayso-test")]

    assert [ran and ran.returncode for ran in right] == [0, 0]
    assert [ran and ran.returncode for ran in wrong] == [1, 2]


@pytest.mark.parametrize("page", PAGES[:2], ids=lambda page: page.name)
def test_the_page_configures_hooks_that_there_are_with_options_that_there_are(page: Path, policy: Path) -> None:
    hooks = [hook for repo in _configured(page)["repos"] for hook in repo["hooks"]]
    Path("posts").mkdir()
    Path("posts/good.txt").write_text("Fresh bread", encoding="utf-8")

    ran = [_hooked(hook["id"], ["posts/good.txt", "policy/rules.yaml"], hook.get("args", [])) for hook in hooks]

    assert {hook["id"] for hook in hooks} == set(HOOKS)
    assert [one and one.returncode for one in ran] == [0, 0, 0]


# --- GitHub ---


def _step(name: str, **inputs: str) -> subprocess.CompletedProcess[str]:
    """Run a step of the action as GitHub does: its script in bash, its inputs filled in."""
    step = next(step for step in ACTION["runs"]["steps"] if step.get("name") == name)
    given = {key: value.get("default", "") for key, value in ACTION["inputs"].items()} | inputs

    def filled(text: str) -> str:
        return re.sub(r"\$\{\{ inputs\.([\w-]+) \}\}", lambda found: given[found[1]], text)

    settings = {key: filled(value) for key, value in step["env"].items()}
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
    return subprocess.run(
        command,
        capture_output=True,
        text=True,
        env={**WITH_SAYSO, **settings, "GITHUB_STEP_SUMMARY": "summary.md"},
    )


def test_the_action_uses_only_inputs_it_has_and_never_pastes_them_into_a_script() -> None:
    text = (ROOT / "action.yml").read_text("utf-8")

    assert set(re.findall(r"inputs\.([\w-]+)", text)) == set(ACTION["inputs"])
    assert ACTION["runs"]["using"] == "composite"
    assert [step["run"] for step in ACTION["runs"]["steps"] if "inputs." in step.get("run", "")] == []
    assert all(step["shell"] == "bash" for step in ACTION["runs"]["steps"] if "run" in step)


def test_the_action_checks_the_policy(policy: Path) -> None:
    right = _step("The policy", policy="policy")
    rules = policy / "rules.yaml"
    rules.write_text(rules.read_text("utf-8").replace("verdict: warn", "verdct: warn"), encoding="utf-8")

    wrong = _step("The policy", policy="policy", lang="zh-Hant")

    assert right.returncode == 0
    assert wrong.returncode == 1
    assert "title=錯誤 unknown-key::rules[insults] 裡沒有「verdct」這個欄位" in wrong.stdout


def test_the_action_annotates_posts_and_writes_sarif_before_it_fails(policy: Path) -> None:
    Path("posts & more").mkdir()
    Path("posts & more/a.txt").write_text("The best Rosetta", encoding="utf-8")
    Path("b.txt").write_text("bread", encoding="utf-8")

    ran = _step(
        "The posts",
        policy="policy",
        posts="posts & more\nb.txt\n",
        on="company",
        sarif="sayso.sarif",
        **{"as": "legal"},
    )

    assert ran.returncode == 1
    assert ran.stdout == (
        "::error file=posts & more/a.txt,line=1,endLine=1,col=10,endColumn=17,title=block codenames (2.1 of 2026.1)::"
        "“Rosetta” is not public yet.\n"
        "::error file=posts & more/a.txt,line=1,endLine=1,col=1,endColumn=9,title=approve claims (2.2 of 2026.1)::"
        "“The best” needs proof. Ask: legal.\n"
    )
    assert len(json.loads(Path("sayso.sarif").read_text("utf-8"))["runs"][0]["results"]) == 2
    assert Path("summary.md").read_text("utf-8").startswith("## Sayso: what the policy says (2026.1)\n")


def test_the_action_passes_what_is_milder_than_asked(policy: Path) -> None:
    Path("a.txt").write_text("The best bread", encoding="utf-8")

    ran = _step("The posts", policy="policy", posts="a.txt", on="company", **{"fail-on": "block"})

    assert ran.returncode == 0


@pytest.mark.parametrize("page", PAGES[2:], ids=lambda page: page.name)
def test_the_page_gives_the_action_inputs_that_it_has(page: Path) -> None:
    steps = [step for job in _configured(page)["jobs"].values() for step in job["steps"]]
    given = [{str(key) for key in step["with"]} for step in steps if "sayso" in step["uses"]]

    assert len(given) == 1
    assert given[0] <= {str(key) for key in ACTION["inputs"]}
