"""Posts once they are screened, and where in the file each of their characters stands."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import Final, NamedTuple, Protocol

import msgspec

from sayso.core.policy.model import LEVELS, Level
from sayso.core.screening.verdict import Finding, Verdict

Spot = tuple[int, int]
"""Line and column, from 1, in code points."""

_TOKEN: Final = re.compile(r'"((?:[^"\\]|\\.)*)"|[{}\[\]:,]', re.DOTALL)
_ESCAPE: Final = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.|.", re.DOTALL
)


class Origin(Protocol):
    """Where a post came from."""

    @property
    def name(self) -> str:
        """The file, or ``-`` for standard input."""

    @property
    def id(self) -> object:
        """The row's own id; None for a file that is one post."""

    @property
    def text(self) -> str:
        """The post's text."""

    def spot(self, offset: int) -> Spot:
        """The place in the file of a character of the text."""

    def written(self, text: str) -> str:
        """The text as it would have to be written into the file."""


class FileText(NamedTuple):
    """A file that is one post."""

    name: str
    text: str

    @property
    def id(self) -> object:
        return None

    def spot(self, offset: int) -> Spot:
        return self.text.count("\n", 0, offset) + 1, offset - self.text.rfind("\n", 0, offset)

    def written(self, text: str) -> str:
        return text


class RowText(NamedTuple):
    """A row of a file that holds one post a line, as JSON."""

    name: str
    line: int
    raw: str

    @property
    def id(self) -> object:
        return _row(self.raw).get("id")

    @property
    def text(self) -> str:
        return str(_row(self.raw).get("text", ""))

    def spot(self, offset: int) -> Spot:
        start, end = _text_in_json(self.raw)
        units = _ESCAPE.finditer(self.raw, start, end)
        for unit in units:
            if offset == 0:
                return self.line, unit.start() + 1
            offset -= 1
        return self.line, end + 1

    def written(self, text: str) -> str:
        return msgspec.json.encode(text).decode()[1:-1]


class Screened(NamedTuple):
    """A post with its verdict."""

    origin: Origin
    verdict: Verdict


class Fault(NamedTuple):
    """A post that could not be screened: a file that cannot be read, or a row that is none."""

    name: str
    line: int
    code: str
    message: str
    id: object = None


class Tally:
    """What a run came to so far."""

    def __init__(self) -> None:
        self.posts = 0
        self.with_findings = 0
        self.levels: Counter[str] = Counter()
        """Findings by verdict."""
        self.verdicts: Counter[str] = Counter()
        """Posts by verdict."""
        self.faults = 0
        self.partial = False

    def add(self, verdict: Verdict) -> None:
        """Count a post in."""
        self.posts += 1
        self.with_findings += bool(verdict.findings)
        self.verdicts[verdict.verdict] += 1
        self.levels.update(finding.verdict for finding in verdict.findings)

    def count(self, verdicts: Mapping[Level, int]) -> None:
        """Count many in, of which only the verdicts are known."""
        self.posts += sum(verdicts.values())
        self.verdicts.update(verdicts)

    @property
    def worst(self) -> str:
        """The strongest verdict met."""
        return next((level for level in reversed(LEVELS) if self.verdicts[level]), "pass")

    def reaches(self, level: str) -> bool:
        """True when a post's verdict is that strong."""
        return level != "never" and any(self.verdicts[name] for name in LEVELS[LEVELS.index(level) :])


def spot_of(origin: Origin, finding: Finding) -> tuple[Spot, Spot]:
    """Where a finding begins and ends; the post's beginning when it has no words of its own in the text."""
    where = finding.where
    if where.field != "text" or where.start is None or where.end is None:
        return origin.spot(0), origin.spot(0)
    return origin.spot(where.start), origin.spot(where.end)


def is_chinese(text: str) -> bool:
    """True when a text holds Han characters, so that a fix is offered in Chinese."""
    return any("\u3400" <= char <= "\u9fff" or "\U00020000" <= char <= "\U0003ffff" for char in text)


def _row(raw: str) -> dict[str, object]:
    row = msgspec.json.decode(raw)
    return row if isinstance(row, dict) else {}


def _text_in_json(raw: str) -> Spot:
    """Start and end of the characters of the top-level ``text`` of a row; both 0 when it has none."""
    depth, key = 0, ""
    for token in _TOKEN.finditer(raw):
        mark = token.group()
        if mark[0] == '"':
            if depth == 1 and key == "text":
                return token.start(1), token.end(1)
            key = _key(raw, token)
        elif mark in "{[":
            depth, key = depth + 1, ""
        elif mark in "}]":
            depth, key = depth - 1, ""
        elif mark == ",":
            key = ""
    return 0, 0


def _key(raw: str, token: re.Match[str]) -> str:
    return str(msgspec.json.decode(token.group())) if raw[token.end() :].lstrip().startswith(":") else ""
