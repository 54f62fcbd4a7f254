"""How far a bulk check is: a bar on a terminal after a second, a line every ten in a build, otherwise nothing."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING, Final, Self

from sayso.cli.console import Console

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

AFTER: Final = 1.0
EVERY: Final = 10.0


class Progress:
    """Counts posts and bytes; `total` bytes are to come, 0 when that is not known."""

    def __init__(self, console: Console, total: int) -> None:
        self._console = console
        self._total = total
        self._posts = self._bytes = 0
        self._began = self._told = time.monotonic()
        self._bar: Bar | None = None
        self._on_terminal = not console.quiet and _is_terminal()
        self._in_build = not console.quiet and not self._on_terminal and bool(os.environ.get("CI"))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.stop()

    def add(self, posts: int, size: int) -> None:
        """Count some more, and show it when it is time to."""
        self._posts += posts
        self._bytes += size
        now = time.monotonic()
        if self._on_terminal and now - self._began >= AFTER:
            self._draw()
        elif self._in_build and now - self._told >= EVERY:
            self._told = now
            self._console.tell(self._line(now))

    def _line(self, now: float) -> str:
        if not self._total or not self._bytes:
            return self._console.say("progress", n=self._posts)
        left = (now - self._began) * max(0, self._total - self._bytes) / self._bytes
        return self._console.say("progress-left", n=f"{self._posts:,}", left=round(left))

    def _draw(self) -> None:
        if self._bar is None:
            self._bar = self._begin()
        self._bar.update(
            self._bar.task_ids[0], completed=self._bytes, posts=self._console.say("progress", n=f"{self._posts:,}")
        )

    def _begin(self) -> Bar:
        from rich.console import Console as Terminal
        from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

        terminal = Terminal(file=sys.stderr, no_color=not self._console.colour)
        bar = Progress(
            BarColumn(), TextColumn("{task.fields[posts]}"), TimeRemainingColumn(), console=terminal, transient=True
        )
        bar.add_task("", total=self._total or None, posts="")
        bar.start()
        return bar


def _is_terminal() -> bool:
    with contextlib.suppress(ValueError, AttributeError):
        return sys.stderr.isatty()
    return False
