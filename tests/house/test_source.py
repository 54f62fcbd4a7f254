"""The house rules of the source: a pure core, files that can be held in the head, shipped data as its builder makes it."""

from __future__ import annotations

import ast
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from house.pages import ROOT, name

SRC = ROOT / "src/sayso"
CORE = sorted((SRC / "core").rglob("*.py"))
CLOCKS = {
    "now",
    "utcnow",
    "today",
    "time",
    "time_ns",
    "monotonic",
    "perf_counter",
    "getenv",
    "urandom",
    "uuid1",
    "uuid4",
}
CHANCE = {"random", "secrets", "uuid", "time"}
LONGEST = 700
TABLES = {"src/sayso/core/policy/format.py"}
"""Longer than `LONGEST`: one table that is looked up, not read."""


def impurities(source: str) -> list[str]:
    """What a module asks of the clock, of chance and of the environment."""
    return [found for node in ast.walk(ast.parse(source)) for found in _impure(node)]


def _impure(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Call(func=ast.Attribute(attr=called)) if called in CLOCKS:
            yield f"{called}()"
        case ast.Attribute(value=ast.Name(id="os"), attr="environ" | "environb" as asked):
            yield f"os.{asked}"
        case ast.Import(names=names):
            yield from (f"import {one.name}" for one in names if one.name.split(".")[0] in CHANCE)
        case ast.ImportFrom(module=str(module), names=names):
            if module.split(".")[0] in CHANCE:
                yield f"from {module}"
            yield from (f"os.{one.name}" for one in names if module == "os" and one.name in {"environ", "getenv"})


@pytest.mark.parametrize("path", CORE, ids=name)
def test_the_core_asks_nothing_of_clock_chance_or_environment(path: Path) -> None:
    assert impurities(path.read_text("utf-8")) == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("import datetime\nat = datetime.datetime.now()", ["now()"]),
        ("from datetime import date\nday = date.today()", ["today()"]),
        ("import random", ["import random"]),
        ("from random import choice", ["from random"]),
        ("import os\nhome = os.environ['HOME']", ["os.environ"]),
        ("from os import environ", ["os.environ"]),
        ("import os\nhome = os.getenv('HOME')", ["getenv()"]),
        ("today = facts.today\nwas = ('today', 'now')", []),
    ],
)
def test_an_impurity_is_noticed(source: str, found: list[str]) -> None:
    assert impurities(source) == found


def test_no_file_is_too_long_to_be_held_in_the_head() -> None:
    lengths = {name(path): len(path.read_text("utf-8").splitlines()) for path in SRC.rglob("*.py")}

    assert {path for path, length in lengths.items() if length > LONGEST} == TABLES


def test_the_core_needs_nothing_that_only_working_on_it_needs() -> None:
    names = {"opencc", "confusable_homoglyphs", "orjson", "pytest", "hypothesis", "jsonschema", "stdnum"}

    imported = {path: names & set(imports(path)) for path in SRC.rglob("*.py") if path.name != "pytest_plugin.py"}

    assert {name(path): found for path, found in imported.items() if found} == {}


def imports(path: Path) -> Iterator[str]:
    """The packages that a module imports anywhere in it."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (one.name.split(".")[0] for one in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.split(".")[0]


def test_the_folding_table_is_as_its_sources_give_it() -> None:
    made_with = str(np.load(SRC / "core/fold.npz")["unicode"])

    answer = subprocess.run(
        [sys.executable, ROOT / "tools/build_fold.py", "--check"], capture_output=True, text=True, check=False
    )

    # Another version of Python knows other characters; that it differs is then no fault of the table's.
    assert (answer.returncode, answer.stdout) == (0, "the table is as built\n") or (
        made_with != unicodedata.unidata_version and answer.returncode == 1
    )
