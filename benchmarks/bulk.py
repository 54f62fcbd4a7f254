"""Posts a second of `sayso check posts.jsonl -o jsonl`, from file to file, on one core and over all of them.

200,000 posts under the policy of `examples/tidewell`. Beside it in the same run: what screening the same rows costs
within one process, and how much work several processes get done on this machine at once, since cores that other
programs or other machines use as well are not whole ones.

    python benchmarks/bulk.py [--data DIR] [--policy FOLDER]
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import measure
from corpus import arguments, corpus, rows
from sayso import Policy
from sayso.core.screening.engine import Engine
from sayso.core.screening.rows import screen_rows

ROOT = Path(__file__).resolve().parent.parent
ROWS = 200_000
ROUNDS = 3
BLOCK = 4_000
BUSY = "sum(range(40_000_000))"
"""Work that needs nothing but a core, half a second of it or so."""


def cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def clock(*commands: list[str], to: Path | None = None) -> float:
    """Seconds until all of the commands, begun together, are done; a check may find something, nothing may fail."""
    with (to or Path(os.devnull)).open("wb") as out:
        begun = time.perf_counter()
        running = [subprocess.Popen(command, stdout=out, stderr=subprocess.DEVNULL) for command in commands]
        codes = [each.wait() for each in running]
        taken = time.perf_counter() - begun
    if max(codes) > 1:
        sys.exit(f"{' '.join(commands[0])} left with {max(codes)}")
    return taken


def in_process(posts: list[str], policy: Path) -> float:
    """Seconds to screen the rows in this process, in blocks as the command reads them."""
    engine = Engine(Policy.load(policy))
    blocks = [rows(posts[start : start + BLOCK]) for start in range(0, len(posts), BLOCK)]
    begun = time.perf_counter()
    for block in blocks:
        screen_rows(engine, block, at=None)
    return time.perf_counter() - begun


def main() -> None:
    parser = arguments("Posts a second in bulk, on one core and over all.")
    parser.add_argument("--policy", type=Path, default=ROOT / "examples" / "tidewell")
    chosen = parser.parse_args()
    made = corpus(chosen.data)
    posts = (made.posts * (ROWS // len(made.posts) + 1))[:ROWS]
    alike = [sys.executable, "-c", BUSY]
    print(f"{ROWS:,} {made.origin} posts, {measure.machine().replace('one used', 'all used')}\n")
    with tempfile.TemporaryDirectory() as folder:
        given, out = Path(folder, "posts.jsonl"), Path(folder, "answers.jsonl")
        given.write_bytes(rows(posts) + b"\n")
        check = [str(Path(sys.executable).with_name("sayso")), "check", str(given), "--policy", str(chosen.policy)]
        check += ["-o", "jsonl", "--quiet", "--jobs"]
        clock([*check, "1"], to=out)
        turns = [
            (
                clock([*check, "1"], to=out),
                clock([*check, str(cores())], to=out),
                clock(alike),
                clock(*[alike] * cores()),
                in_process(posts, chosen.policy),
            )
            for _ in range(ROUNDS)
        ]
        answered = out.read_bytes().count(b"\n")
    one, every, alone, together, inside = (min(column) for column in zip(*turns, strict=True))
    gives = cores() * alone / together
    measure.table(
        ("bulk", "posts/s", "times one core"),
        [
            ("screening the rows within one process", ROWS / inside, one / inside),
            ("sayso check, one core", ROWS / one, 1.0),
            (f"sayso check, {cores()} cores", ROWS / every, one / every),
            (f"what {cores()} busy processes get done", "", gives),
        ],
    )
    measure.verdict(
        [
            measure.at_least("rows answered", answered, ROWS),
            measure.at_least("one core, share of the speed within a process", inside / one, 0.7),
            measure.at_least("all cores, share of what the machine gives", one / every / gives, 0.8),
        ]
    )


if __name__ == "__main__":
    main()
