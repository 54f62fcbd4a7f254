"""How long a cold `sayso check -` takes, the policy compiled and cached before, against importing numpy and yaml.

python benchmarks/cold_start.py [--policy FOLDER]

Each process screens one post that is written here; `--data` is taken as the other programs take it and changes nothing.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

import measure

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 15
POST = "我們的新充電器下週上市，歡迎到門市試用。\n"
ENGINE = ("sayso.core.screening", "numpy", "re2", "ahocorasick_rs", "ruamel")
"""What help must not load."""


def run(command: list[str], text: str = "") -> str:
    """Standard output; a check may leave with 1 when it finds something, nothing else may."""
    done = subprocess.run(command, input=text, capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode > 1:
        sys.exit(f"{' '.join(command)} left with {done.returncode}:\n{done.stderr}")
    return done.stdout


def seconds(command: list[str], text: str = "") -> float:
    begun = time.perf_counter()
    run(command, text)
    return time.perf_counter() - begun


def loaded_by_help() -> list[str]:
    """Modules of the engine that `sayso --help` imports."""
    command = [sys.executable, "-X", "importtime", "-m", "sayso", "--help"]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True)
    modules = [line.rpartition("|")[2].strip() for line in done.stderr.splitlines() if line.startswith("import time:")]
    return sorted({name for name in modules if name.startswith(ENGINE)})


def main() -> None:
    parser = argparse.ArgumentParser(description="How long a cold check takes.")
    parser.add_argument("--data", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--policy", type=Path, default=ROOT / "examples" / "tidewell")
    chosen = parser.parse_args()
    measure.pin()
    print(f"{ROUNDS} rounds in turns, {measure.machine()}\n")
    check = [str(Path(sys.executable).with_name("sayso")), "check", "-", "--policy", str(chosen.policy)]
    imports = [sys.executable, "-c", "import numpy, yaml"]
    helps = [check[0], "--help"]
    for warm in (check, imports, helps):
        run(warm, POST)
    times = [[seconds(command, POST) for command in (check, imports, helps)] for _ in range(ROUNDS)]
    ours, theirs, help_ = (median(column) * 1e3 for column in zip(*times, strict=True))
    measure.table(
        ("a fresh process", "median ms", "times"),
        [
            ("import numpy, yaml", theirs, 1.0),
            ("sayso check -", ours, ours / theirs),
            ("sayso --help", help_, help_ / theirs),
        ],
    )
    loaded = loaded_by_help()
    if loaded:
        print("\nsayso --help loads " + ", ".join(loaded))
    measure.verdict(
        [
            measure.at_most("cold check, times importing numpy and yaml", ours / theirs, 4),
            measure.at_most("modules of the engine that help loads", len(loaded), 0),
        ]
    )


if __name__ == "__main__":
    os.environ.setdefault("PYTHONUTF8", "1")
    main()
