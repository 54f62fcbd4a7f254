"""How long a policy, its coverage and its handbook take to make, each in a fresh process, beside the interpreter's own start.

python benchmarks/document.py

Each round writes a policy by the interview's suggestions into a new folder, measures it and makes the handbook in both
languages, uncached and as HTML alone. `--data` is taken as the other programs take it and changes nothing.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path
from statistics import median

import measure
from cold_start import seconds

ROUNDS = 7
MOST_S = 2.0
"""Seconds that writing a policy, and making its handbook, may take."""


def main() -> None:
    parser = argparse.ArgumentParser(description="How long a policy and its handbook take.")
    parser.add_argument("--data", type=Path, help=argparse.SUPPRESS)
    parser.parse_args()
    measure.pin()
    print(f"{ROUNDS} rounds in turns, {measure.machine()}\n")
    sayso = str(Path(sys.executable).with_name("sayso"))
    os.environ["SAYSO_NO_CACHE"] = "1"
    with tempfile.TemporaryDirectory() as made:
        times = [_round(sayso, Path(made), number) for number in range(ROUNDS)]
    start, init, coverage, build = (median(column) for column in zip(*times, strict=True))
    measure.table(
        ("a fresh process", "median ms", "times"),
        [
            ("python -c pass", start * 1e3, 1.0),
            ("sayso init --yes", init * 1e3, init / start),
            ("sayso coverage", coverage * 1e3, coverage / start),
            ("sayso build, two languages", build * 1e3, build / start),
        ],
    )
    measure.verdict(
        [
            measure.at_most("writing a policy", init, MOST_S, " s"),
            measure.at_most("making its handbook", build, MOST_S, " s"),
        ]
    )


def _round(sayso: str, made: Path, number: int) -> list[float]:
    policy = str(made / f"acme-{number}")
    return [
        seconds([sys.executable, "-c", "pass"]),
        seconds([sayso, "init", policy, "--yes"]),
        seconds([sayso, "coverage", "--policy", policy]),
        seconds([sayso, "build", "--policy", policy, "--out", str(made / f"book-{number}")]),
    ]


if __name__ == "__main__":
    os.environ.setdefault("PYTHONUTF8", "1")
    main()
