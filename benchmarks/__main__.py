"""All benchmarks one after another, each in a process of its own, and at the end the bars of all of them.

    python benchmarks [--data DIR]

Leaves with 1 when a bar is missed or a program did not finish; the others run all the same.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import measure
from corpus import arguments

HERE = Path(__file__).resolve().parent
PROGRAMS = ("pii", "evasion", "ordinary", "audit", "document", "cold_start", "growth", "screening", "bulk")
"""What is found before how fast, the quick ones first."""


def run(name: str, options: list[str], bars_to: Path) -> str:
    """Run one program, its output shown as it comes, and say how it ended."""
    print(f"\n== {name} ==\n", flush=True)
    command = [sys.executable, str(HERE / f"{name}.py"), *options]
    bars_to.touch()
    code = subprocess.run(command, env={**os.environ, measure.BARS_TO: str(bars_to)}, check=False).returncode
    return "" if code in (0, 1) and bars_to.stat().st_size else f"did not finish (left with {code})"


def main() -> None:
    data: Path | None = arguments("Run all benchmarks.").parse_args().data
    options = ["--data", str(data)] if data else []
    begun, good = time.perf_counter(), True
    lines: list[tuple[str, ...]] = []
    with tempfile.TemporaryDirectory() as folder:
        for name in PROGRAMS:
            bars_to = Path(folder, name)
            failed = run(name, options, bars_to)
            bars = measure.kept(bars_to)
            lines += [(f"{name}: {what}", *figures) for what, *figures in map(measure.line, bars)]
            lines += [(f"{name}: {failed}", "", "", "MISSED")] if failed else []
            good = good and not failed and all(bar.met for bar in bars)
    print("\n== all bars ==\n")
    measure.table(("bar", "measured", "limit", ""), lines)
    missed = sum(line[-1] == "MISSED" for line in lines)
    print(f"\n{len(lines) - missed} met, {missed} missed, in {time.perf_counter() - begun:.0f} s")
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
