"""How the benchmarks measure: on one core, the fastest of some passes, and a bar is met or missed.

Time is processor time of the pass unless a program says otherwise, so that a neighbour on the machine does not count.
"""

from __future__ import annotations

import json
import os
import platform
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
for _name in THREADS:
    os.environ.setdefault(_name, "1")


BARS_TO = "SAYSO_BARS_TO"
"""The variable that names a file to leave the bars in, for whoever runs several programs."""


class Bar(NamedTuple):
    """A figure and the limit it has to keep."""

    what: str
    figure: float
    limit: float
    unit: str = ""
    at_least: bool = True

    @property
    def met(self) -> bool:
        return self.figure >= self.limit if self.at_least else self.figure <= self.limit


def at_least(what: str, figure: float, limit: float, unit: str = "") -> Bar:
    return Bar(what, figure, limit, unit, True)


def at_most(what: str, figure: float, limit: float, unit: str = "") -> Bar:
    return Bar(what, figure, limit, unit, False)


def pin() -> None:
    """Keep this process on the last core it may use, where the system can do that."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def cpu(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


def fastest(work: Callable[[], object], passes: int = 5) -> float:
    """Seconds of the fastest pass."""
    return min(cpu(work) for _ in range(passes))


def latencies(work: Callable[[], object], calls: int, rounds: int = 4) -> tuple[float, float]:
    """Microseconds by the clock of the median call and of the slowest in a hundred, in the quietest of some rounds."""
    return min((_latencies(work, calls) for _ in range(rounds)), key=lambda pair: pair[1])


def _latencies(work: Callable[[], object], calls: int) -> tuple[float, float]:
    taken = []
    for _ in range(calls):
        begun = time.perf_counter_ns()
        work()
        taken.append(time.perf_counter_ns() - begun)
    taken.sort()
    return taken[calls // 2] / 1e3, taken[calls * 99 // 100] / 1e3


def peak_mib() -> float:
    """The most memory this process has held."""
    status = Path("/proc/self/status")
    if status.is_file():
        peak = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(peak.split()[1]) / 1024
    import resource

    unit = 1 if platform.system() == "Darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 2**20


def machine() -> str:
    system = f"{platform.system()} {platform.machine()}"
    return f"Python {platform.python_version()}, {system}, {os.cpu_count()} cores, one used"


def table(head: Sequence[str], lines: Sequence[Sequence[object]]) -> None:
    """Columns as wide as they need be, figures to the right."""
    cells = [list(map(_cell, line)) for line in (head, *lines)]
    widths = [max(len(line[column]) for line in cells) for column in range(len(head))]
    for number, line in enumerate(cells):
        first = line[0].ljust(widths[0])
        print(
            "  ".join([first, *(cell.rjust(width) for cell, width in zip(line[1:], widths[1:], strict=True))]).rstrip()
        )
        if number == 0:
            print("  ".join("-" * width for width in widths))


def _cell(value: object) -> str:
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
    return f"{value:,}" if isinstance(value, int) else str(value)


def verdict(bars: Sequence[Bar]) -> None:
    """Print each bar and whether it is met; leave with 1 when one is missed."""
    print()
    table(("bar", "measured", "limit", ""), [line(bar) for bar in bars])
    if BARS_TO in os.environ:
        Path(os.environ[BARS_TO]).write_text(json.dumps(bars), encoding="utf-8")
    sys.exit(0 if all(bar.met for bar in bars) else 1)


def kept(path: Path) -> list[Bar]:
    """The bars that a program left in a file; none when it did not come so far."""
    return [Bar(*each) for each in json.loads(path.read_text(encoding="utf-8") or "[]")]


def line(bar: Bar) -> tuple[str, str, str, str]:
    limit = ("≥ " if bar.at_least else "≤ ") + _cell(bar.limit) + bar.unit
    return bar.what, _cell(float(bar.figure)) + bar.unit, limit, "met" if bar.met else "MISSED"
