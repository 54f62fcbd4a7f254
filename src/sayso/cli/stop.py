"""The one way a command ends early: with an exit code and a message a person can act on."""

from __future__ import annotations

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
