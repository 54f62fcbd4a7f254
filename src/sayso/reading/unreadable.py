"""Why a file cannot be audited."""

from __future__ import annotations


class Unreadable(Exception):
    """A file that cannot be audited; `key` names the reason among the command line's words, `given` fills it."""

    def __init__(self, key: str, **given: object) -> None:
        super().__init__(key)
        self.key = key
        self.given = given
