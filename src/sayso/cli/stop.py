"""The one way a command ends early: with an exit code and a message a person can act on."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

WRONG_USE = 2
UNFINISHED = 3
INTERRUPTED = 130


class Stop(Exception):
    """Ends the command. `key` names a message of `words`, `given` fills it; nothing else reaches the reader."""

    def __init__(self, code: int, key: str, **given: object) -> None:
        super().__init__(key)
        self.code = code
        self.key = key
        self.given = given


class Broken(Stop):
    """Something gave way in the middle: what there is so far is still shown, marked partial, before the command ends."""


@contextmanager
def finished_first() -> Iterator[None]:
    """Let a step end before Ctrl-C stops the command, so that no answer is cut in two; a second one does not wait."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    asked: list[int] = []

    def remember(number: int, _: object) -> None:
        asked.append(number)
        signal.signal(signal.SIGINT, before)

    before = signal.signal(signal.SIGINT, remember)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if asked:
        raise KeyboardInterrupt
