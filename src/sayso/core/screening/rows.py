"""Posts as JSON lines in, answers as JSON lines out, at the speed of the engine; and one answer as JSON."""

from __future__ import annotations

import difflib
from datetime import date, datetime
from functools import lru_cache
from typing import Final, Literal, NamedTuple

import msgspec

from sayso.core.policy.model import Level
from sayso.core.post import Image
from sayso.core.screening.conditions import Facts, Unknown, known_names, strangers
from sayso.core.screening.engine import Circumstance, Engine, Outcome, text_hash
from sayso.core.screening.verdict import Excepted, Finding, Obligation, Verdict

SCHEMA: Final = "sayso/check/1"
_BATCH: Final = 4096
_NULL: Final = msgspec.Raw(b"null")


class Row(msgspec.Struct, forbid_unknown_fields=True, gc=False):
    """One post with its context, as a line of JSON gives it. Everything but `text` may be left out."""

    text: str
    id: msgspec.Raw = _NULL
    by: str = ""
    roles: tuple[str, ...] = ()
    trained: tuple[str, ...] = ()
    account: str = ""
    """``personal``, ``company``, or the name of a channel."""
    channel: str = ""
    replying_to: str = ""
    at: str = ""
    lang: str = ""
    images: tuple[Image, ...] = ()
    has: tuple[str, ...] = ()
    given: tuple[str, ...] = ()


class RowError(NamedTuple):
    """A line that is no row."""

    line: int
    """Number of the line in the data, from 1."""
    code: Literal["bad-json", "bad-row", "unknown-key", "bad-time"] | Unknown
    reason: str
    """What is wrong: the parser's words, or the key, time or name that is not known."""
    meant: str
    """What was probably meant; empty when nothing comes close."""
    choices: tuple[str, ...] = ()
    """The names that are known, where the name in `reason` is not."""


class Answer(NamedTuple):
    """The answers to some rows, one line each and in their order, faulty rows included."""

    out: bytes
    counts: dict[Level, int]
    """How many rows came to which verdict."""
    errors: tuple[RowError, ...]


class _Tail(msgspec.Struct, gc=False):
    """What differs from answer to answer, the verdict aside."""

    text_hash: str
    findings: tuple[Finding, ...]
    obligations: tuple[Obligation, ...]
    excepted: tuple[Excepted, ...]
    shadow: tuple[Finding, ...]
    protected: tuple[str, ...]


_ENCODE: Final = msgspec.json.Encoder().encode
_DECODER: Final = msgspec.json.Decoder(Row)


def answer_json(verdict: Verdict) -> bytes:
    """A verdict as one JSON object, ``sayso/check/1``."""
    v = verdict
    head = _ENCODE({"schema": SCHEMA, "verdict": v.verdict, "edition": v.edition, "digest": v.digest})
    tail = _ENCODE(_Tail(v.text_hash, v.findings, v.obligations, v.excepted, v.shadow, v.protected))
    return head[:-1] + b"," + tail[1:]


def screen_rows(engine: Engine, data: bytes, *, at: datetime | date | None) -> Answer:
    """The answers to JSON lines; `at` is the time for rows that name none. Empty lines are passed over.

    A line that is no row gets ``{"line", "id", "error": {"code", "message"}}`` in its place and the others are screened
    all the same.
    """
    rows, places, errors = _rows(data)
    asked = _circumstances(engine, rows, engine.day(at))
    circumstances = [each for each in asked if isinstance(each, Circumstance)]
    if len(circumstances) < len(rows):
        rows, places = _set_apart(rows, places or _places(data), asked, errors)
    out: list[bytes] = []
    counts: dict[Level, int] = {}
    writer = _Writer(engine)
    for begin in range(0, len(rows), _BATCH):
        some = rows[begin : begin + _BATCH]
        lines = writer.passed(some)
        passed = len(some)
        for number, outcome in engine.outcomes(some, circumstances[begin : begin + _BATCH]):
            lines[number] = writer.found(some[number], outcome)  # at once, while it is at hand
            counts[outcome.level] = counts.get(outcome.level, 0) + 1
            passed -= 1
        counts["pass"] = counts.get("pass", 0) + passed
        out += lines
    if not counts.get("pass", 1):
        del counts["pass"]
    if errors:
        out = _with_errors(out, places, errors)
    return Answer(b"".join(out), counts, tuple(errors))


def _rows(data: bytes) -> tuple[list[Row], list[int], list[RowError]]:
    """Rows, the lines they stand on, and what is no row."""
    try:
        rows = _DECODER.decode_lines(data)
        return rows, [], []
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return _rows_one_by_one(data)


def _rows_one_by_one(data: bytes) -> tuple[list[Row], list[int], list[RowError]]:
    rows: list[Row] = []
    places: list[int] = []
    errors: list[RowError] = []
    for number, line in enumerate(data.split(b"\n"), 1):
        if not line.strip():
            continue
        try:
            rows.append(_DECODER.decode(line))
            places.append(number)
        except (msgspec.MsgspecError, UnicodeDecodeError) as problem:
            errors.append(_fault(number, line, problem))
    return rows, places, errors


def _fault(number: int, line: bytes, problem: Exception) -> RowError:
    try:
        whole = msgspec.json.decode(line)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as worse:
        return RowError(number, "bad-json", str(worse), "")
    for key in whole if isinstance(whole, dict) else ():
        if key not in Row.__struct_fields__:
            close = difflib.get_close_matches(key, Row.__struct_fields__, 1)
            return RowError(number, "unknown-key", key, close[0] if close else "")
    return RowError(number, "bad-row", str(problem), "")


def _set_apart(
    rows: list[Row], places: list[int], asked: list[Circumstance | RowError], errors: list[RowError]
) -> tuple[list[Row], list[int]]:
    """The rows whose circumstances are known, and their lines; what is wrong with the others joins the errors."""
    good = [number for number, each in enumerate(asked) if isinstance(each, Circumstance)]
    errors += [each._replace(line=line) for line, each in zip(places, asked, strict=True) if isinstance(each, RowError)]
    errors.sort()
    return [rows[number] for number in good], [places[number] for number in good]


def _places(data: bytes) -> list[int]:
    """The numbers of the lines that hold anything."""
    return [number for number, line in enumerate(data.split(b"\n"), 1) if line.strip()]


@lru_cache(4096)
def _time(written: str) -> datetime | date | None:
    try:
        return date.fromisoformat(written) if len(written) == 10 else datetime.fromisoformat(written)
    except ValueError:
        return None


def _circumstances(engine: Engine, rows: list[Row], today: date | None) -> list[Circumstance | RowError]:
    """The circumstances of each row, or what is wrong with them; rows that say the same are looked at once."""
    known: dict[tuple[object, ...], Circumstance | RowError] = {}
    out: list[Circumstance | RowError] = []
    for row in rows:
        said = (
            row.by, row.roles, row.trained, row.account, row.channel, row.replying_to, row.at, row.lang, row.has,
            row.given, bool(row.images),
        )  # fmt: skip
        asked = known.get(said)
        if asked is None:
            asked = known[said] = _circumstance(engine, row, today)
        out.append(asked)
    return out


def _circumstance(engine: Engine, row: Row, today: date | None) -> Circumstance | RowError:
    if row.at and _time(row.at) is None:
        return RowError(0, "bad-time", row.at, "")
    facts = _facts(engine, row, today)
    for code, name in strangers(engine.policy, facts):
        choices = known_names(engine.policy)[code]
        close = difflib.get_close_matches(name, choices, 1)
        return RowError(0, code, name, close[0] if close else "", choices)
    return engine.circumstance(facts)


def _facts(engine: Engine, row: Row, today: date | None) -> Facts:
    account, channel = row.account, row.channel
    if account not in ("", "personal", "company"):
        account, channel = "company", channel or account
    return Facts(
        row.by, row.roles, row.trained, account or ("company" if channel else "personal"), channel, row.replying_to,
        engine.day(_time(row.at)) if row.at else today, row.given,
        (*row.has, "image") if row.images else row.has, row.lang,
    )  # fmt: skip


class _Writer:
    """Writes answers; what is the same in each is encoded once."""

    def __init__(self, engine: Engine) -> None:
        names = b'"edition":' + _ENCODE(engine.policy.edition) + b',"digest":' + _ENCODE(engine.digest)
        self._schema = b',"schema":' + _ENCODE(SCHEMA) + b',"verdict":"'
        self._names = b'",' + names + b","
        nothing = b',"findings":[],"obligations":[],"excepted":[],"shadow":[],"protected":[]}\n'
        self._passed = self._schema + b'pass",' + names + b',"text_hash":""' + nothing

    def passed(self, rows: list[Row]) -> list[bytes]:
        """The answers to rows in which nothing is found."""
        answer = self._passed
        return [b"".join((b'{"id":', row.id, answer)) for row in rows]

    def found(self, row: Row, outcome: Outcome) -> bytes:
        """The answer to a row in which something is."""
        o = outcome
        tail = _ENCODE(_Tail(text_hash(row.text), o.findings, o.obligations, o.excepted, o.shadow, o.protected))
        head = (b'{"id":', bytes(row.id), self._schema, o.level.encode(), self._names, tail[1:], b"\n")
        return b"".join(head)


def _with_errors(lines: list[bytes], places: list[int], errors: list[RowError]) -> list[bytes]:
    both = [*zip(places, lines, strict=True), *((error.line, _error_line(error)) for error in errors)]
    return [line for _, line in sorted(both)]


def _error_line(error: RowError) -> bytes:
    said = {"code": error.code, "message": error.reason} | ({"meant": error.meant} if error.meant else {})
    return _ENCODE({"id": None, "line": error.line, "error": said}) + b"\n"
