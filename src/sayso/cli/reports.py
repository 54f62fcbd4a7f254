"""The answers of `check` in each format: a report takes posts as they are screened, and is finished once."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from typing import Protocol

import msgspec

from sayso.cli.console import Console, complain
from sayso.cli.notes import Note, notes_of
from sayso.cli.outputs import github, human, junit, sarif
from sayso.cli.outputs.line import line
from sayso.cli.screened import Fault, RowText, Screened, Tally
from sayso.core.policy.model import LEVELS, Clause, Policy

Item = Screened | Fault


class Report(Protocol):
    """What `check` writes into."""

    def add(self, batch: Sequence[Item]) -> None:
        """Take some posts, in their order."""

    def finish(self, tally: Tally) -> None:
        """Write what comes after the last."""


def report_for(
    form: str, console: Console, policy: Policy, *, alone: bool, fail_on: str, named: str | None = None
) -> Report:
    """The report of that format; `alone` when the answer is about one post and says so by its shape.

    `named` is the folder that somebody typed, which the next command has to be told too.
    """
    match form:
        case "human":
            return _Human(console, f" --policy {shlex.quote(named)}" if named else "")
        case "line":
            return _Lines(console)
        case "json" if alone:
            return _Answer(console, policy)
        case "json":
            return _Answers(console, policy)
        case "jsonl":
            return _Rows(console)
        case "sarif":
            return _Sarif(console, policy)
        case "github":
            return _Github(console, policy.edition)
        case _:
            return _Junit(console, policy, fail_on)


class _Human:
    def __init__(self, console: Console, after_rule: str) -> None:
        self._console = console
        self._after_rule = after_rule
        self._last: list[Screened] = []
        self._rule = ""

    def add(self, batch: Sequence[Item]) -> None:
        _complain_of(batch, self._console)
        self._last = [item for item in batch if isinstance(item, Screened)]
        for text in human.findings(self._last, self._console):
            self._console.line(text)
        first = (finding.rule for item in self._last for finding in item.verdict.findings)
        self._rule = self._rule or next(first, "")

    def finish(self, tally: Tally) -> None:
        if not self._console.quiet or tally.partial:
            for text in human.summary(tally, self._last, self._rule + self._after_rule, self._console):
                self._console.line(text)


class _Lines:
    def __init__(self, console: Console) -> None:
        self._console = console

    def add(self, batch: Sequence[Item]) -> None:
        _complain_of(batch, self._console)
        for note in _notes(batch, self._console):
            self._console.line(line(note))

    def finish(self, tally: Tally) -> None:
        if tally.partial:
            self._console.tell(self._console.say("partial", n=tally.posts))


class _Answer:
    """One post: the answer is the whole document."""

    def __init__(self, console: Console, policy: Policy) -> None:
        self._console = console
        self._policy = policy
        self._written = False

    def add(self, batch: Sequence[Item]) -> None:
        _complain_of(batch, self._console)
        for item in batch:
            self._console.put(answer_of(item) + b"\n")
            self._written = True

    def finish(self, tally: Tally) -> None:
        if not self._written:
            document = {
                "schema": "sayso/check/1",
                "partial": True,
                "edition": self._policy.edition,
                "digest": self._policy.digest,
            }
            self._console.put(msgspec.json.encode(document) + b"\n")


class _Answers:
    """Several posts: one document with an answer each, written as they come, so that it need not fit into memory."""

    def __init__(self, console: Console, policy: Policy) -> None:
        self._console = console
        head = {"schema": "sayso/checks/1", "edition": policy.edition, "digest": policy.digest}
        self._before = msgspec.json.encode(head)[:-1] + b',"answers":[\n'

    def add(self, batch: Sequence[Item]) -> None:
        _complain_of(batch, self._console)
        for item in batch:
            self._console.put(self._before + with_id(id_of(item), answer_of(item)))
            self._before = b",\n"

    def finish(self, tally: Tally) -> None:
        tail = {"verdict": tally.worst, "posts": tally.posts, "faults": tally.faults, "partial": tally.partial}
        opening = b"" if self._before == b",\n" else self._before
        self._console.put(opening + b"\n]," + msgspec.json.encode(tail)[1:] + b"\n")


class _Rows:
    def __init__(self, console: Console) -> None:
        self._console = console

    def add(self, batch: Sequence[Item]) -> None:
        _complain_of(batch, self._console)
        for item in batch:
            self._console.put(with_id(id_of(item), answer_of(item)) + b"\n")

    def finish(self, tally: Tally) -> None:
        if tally.partial:
            self._console.put(
                msgspec.json.encode({"schema": "sayso/check/1", "partial": True, "posts": tally.posts}) + b"\n"
            )


class _Listing:
    """What the formats share that are written in one piece."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._notes: list[Note] = []
        self._faults: list[Fault] = []

    def add(self, batch: Sequence[Item]) -> None:
        _complain_of(batch, self._console)
        self._notes += _notes(batch, self._console)
        self._faults += [item for item in batch if isinstance(item, Fault)]


class _Sarif(_Listing):
    def __init__(self, console: Console, policy: Policy) -> None:
        super().__init__(console)
        self._policy = policy

    def finish(self, tally: Tally) -> None:
        described = described_rules(self._policy, self._console)
        document = sarif.document(
            self._notes,
            described,
            edition=self._policy.edition,
            digest=self._policy.digest,
            partial=tally.partial,
            faults=[human.fault(item) for item in self._faults],
        )
        self._console.put(document)


class _Github(_Listing):
    def __init__(self, console: Console, edition: str) -> None:
        super().__init__(console)
        self._edition = edition

    def finish(self, tally: Tally) -> None:
        say = self._console.say
        notes = [*self._notes, *map(_fault_note, self._faults)]
        for text in github.annotate(notes, say, self._edition):
            self._console.line(text)
        if tally.partial:
            self._console.line(f"::notice::{say('partial', n=tally.posts)}")
        github.add_to_summary(notes, say, self._edition)


def _fault_note(item: Fault) -> Note:
    spot = (max(item.line, 1), 1)
    return Note(item.name, spot, spot, "error", item.code, "", item.message, item.message)


class _Junit:
    def __init__(self, console: Console, policy: Policy, fail_on: str) -> None:
        self._console = console
        self._policy = policy
        self._failing = LEVELS[LEVELS.index(fail_on) :] if fail_on != "never" else ()
        self._cases: list[junit.Case] = []

    def add(self, batch: Sequence[Item]) -> None:
        _complain_of(batch, self._console)
        self._cases += [self._case(item) for item in batch]

    def finish(self, tally: Tally) -> None:
        self._console.put(
            junit.document(
                "sayso check",
                self._cases,
                edition=self._policy.edition,
                digest=self._policy.digest,
                partial=str(tally.partial).lower(),
            )
        )

    def _case(self, item: Item) -> junit.Case:
        if isinstance(item, Fault):
            return junit.Case(_name(item), item.name, "error", item.code, (human.fault(item),))
        failed = item.verdict.verdict in self._failing
        lines = tuple(line(note) for note in notes_of(item, self._console.say))
        return junit.Case(_name(item), item.origin.name, "failed" if failed else "passed", item.verdict.verdict, lines)


def _name(item: Item) -> str:
    name = id_of(item)
    return name if isinstance(name, str) else msgspec.json.encode(name).decode()


def described_rules(policy: Policy, console: Console) -> list[sarif.Described]:
    """Each rule with the clause it upholds, as SARIF keeps it."""
    clauses = {clause.id: clause for clause in policy.clauses}
    return [_described(rule.id, rule.verdict, clauses[rule.clause], console) for rule in policy.rules]


def answer_of(item: Item) -> bytes:
    """The JSON of one answer, or of why there is none."""
    if isinstance(item, Fault):
        where = {"line": item.line} if item.line else {}
        return msgspec.json.encode({"error": {"code": item.code, "message": item.message, "file": item.name, **where}})
    from sayso.core.screening.rows import answer_json

    return answer_json(item.verdict)


def with_id(name: object, answer: bytes) -> bytes:
    """The answer with the id of its post in front."""
    return b'{"id":' + msgspec.json.encode(name) + b"," + answer[1:]


def id_of(item: Item) -> object:
    """What tells a post from the others: its row's id, or else its file, with the line when the file holds rows."""
    if isinstance(item, Fault):
        return item.id if item.id is not None else f"{item.name}:{item.line}" if item.line else item.name
    origin = item.origin
    if origin.id is not None:
        return origin.id
    return f"{origin.name}:{origin.spot(0)[0]}" if isinstance(origin, RowText) else origin.name


def _described(rule: str, level: str, clause: Clause, console: Console) -> sarif.Described:
    say = console.say
    text = f"{clause.number} {say.of(clause.title)}\n\n{say.of(clause.body)}"
    return sarif.Described(rule, say.of(clause.title), text, f"urn:sayso:clause:{clause.id}", level)


def _notes(batch: Sequence[Item], console: Console) -> list[Note]:
    return [note for item in batch if isinstance(item, Screened) for note in notes_of(item, console.say)]


def _complain_of(batch: Sequence[Item], console: Console) -> None:
    for item in batch:
        if isinstance(item, Fault):
            complain(f"sayso: {human.fault(item)}")
