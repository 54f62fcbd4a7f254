"""What is in the repository: nothing of the machine it was made on, and examples that keep to their own schemas."""

from __future__ import annotations

import json
import re
import socket
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from house.pages import ROOT, name
from sayso.core.policy import source
from sayso.core.policy.format import json_schemas
from sayso.core.screening.kinds import DETECTORS

TIDEWELL = ROOT / "examples/tidewell"
STRANGE = re.compile(
    r"(?<![\w.:/-])/(?:work|root|home|Users|mnt)/[\w.-]+"
    r"|\b[A-Z]:\\Users\\"
    r"|\b(?:files\.pythonhosted|test\.pypi|pypi|registry\.npmjs|registry\.yarnpkg|proxy\.golang|index\.crates)\.(?:org|com|io)\b"
    r"|--(?:extra-)?index-url|\bindex-url\s*=",
)
"""Paths of a machine and hosts of package registries."""


def tracked() -> list[Path]:
    """The text files that git keeps, or would keep if they were added now."""
    command = ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, capture_output=True, check=True).stdout.decode().split("\0")
    paths = [ROOT / line for line in listed if line]
    return [path for path in paths if path.is_file() and b"\0" not in path.read_bytes()[:8000]]


def strange(text: str) -> list[str]:
    """What in a text belongs to a machine and not to the project."""
    return STRANGE.findall(text)


def test_no_file_names_a_path_of_a_machine_or_a_package_registry() -> None:
    texts = {name(path): path.read_text("utf-8", "replace") for path in tracked() if path != Path(__file__).resolve()}

    assert len(texts) > 100
    assert {path: found for path, text in texts.items() if (found := strange(text))} == {}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("see /home/mei/policy", ["/home/mei"]),
        ("pip install --index-url x", ["--index-url"]),
        ("from https://pypi.org/simple", ["pypi.org"]),
        ("https://example.org/home/page and ~/.cache and docs/work/on", []),
    ],
)
def test_what_is_strange_is_noticed(text: str, found: list[str]) -> None:
    assert strange(text) == found


def test_every_dependency_stands_in_the_notice_with_its_licence() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    needed = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    notice = (ROOT / "NOTICE").read_text("utf-8").partition("UNICODE LICENSE V3")[0]

    named = set(re.findall(r"[\w.-]+", notice))

    assert {name for spec in needed if (name := re.split(r"[<>=~!\[ ]", spec)[0]) not in named} == set()


class Plain(yaml.SafeLoader):
    """YAML as editors read it (1.2, core schema): no dates, no sexagesimals, no yes and no."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012


for tag, pattern, first in (
    ("null", r"^(?:~|null|Null|NULL|)$", ["~", "n", "N", ""]),
    ("bool", r"^(?:true|True|TRUE|false|False|FALSE)$", list("tTfF")),
    ("int", r"^[-+]?[0-9]+$", list("-+0123456789")),
    ("float", r"^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$", list("-+.0123456789")),
):
    Plain.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(pattern), first)


def schema_of(path: Path) -> Path:
    """The schema that the first line of a policy's file names."""
    found = re.match(r"# yaml-language-server: \$schema=(\S+)\n", path.read_text("utf-8"))
    assert found, f"{name(path)} names no schema"
    return (path.parent / found[1]).resolve()


def complaints(path: Path) -> list[str]:
    """What a file's schema has against it."""
    schema = json.loads(schema_of(path).read_text("utf-8"))
    value = yaml.load(path.read_text("utf-8"), Plain)
    return [f"{error.json_path}: {error.message}" for error in jsonschema.Draft7Validator(schema).iter_errors(value)]


@pytest.mark.parametrize("path", sorted(TIDEWELL.rglob("*.yaml")), ids=name)
def test_a_file_of_the_example_keeps_to_its_schema(path: Path) -> None:
    assert complaints(path) == []


def test_a_schema_complains_of_what_is_wrong(tmp_path: Path) -> None:
    rules = tmp_path / "rules.yaml"
    wrong = (TIDEWELL / "rules.yaml").read_text("utf-8").replace("verdict: hand-over", "verdikt: hand-over", 1)
    rules.write_text(wrong.replace("$schema=", f"$schema={TIDEWELL}/", 1), encoding="utf-8")

    assert any("verdikt" in complaint for complaint in complaints(rules))


@pytest.mark.parametrize("path", sorted((TIDEWELL / ".sayso").glob("*.json")), ids=name)
def test_a_schema_is_a_schema_and_as_written_now(path: Path) -> None:
    schema = json.loads(path.read_text("utf-8"))
    policy = source.load(TIDEWELL, tuple(DETECTORS)).policy

    jsonschema.Draft7Validator.check_schema(schema)

    assert schema == json.loads(json.dumps(json_schemas(policy, tuple(DETECTORS))[path.name]))


def test_only_the_tests_of_the_core_are_cut_off_from_the_network() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as client:
        assert client.getpeername() == server.getsockname()
