"""`sayso check`: screen posts, and say what stands against them."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from sayso.cli import inputs
from sayso.cli.answers import faults_of, mended, read_back
from sayso.cli.console import Console, complain
from sayso.cli.context import context_of, given_by, images_of, jobs_of, moment
from sayso.cli.discovery import find
from sayso.cli.gate import Gate, ready
from sayso.cli.outputs.human import fault
from sayso.cli.progress import Progress
from sayso.cli.reports import Item, Report, report_for
from sayso.cli.screened import Fault, FileText, Screened, Tally
from sayso.cli.stop import INTERRUPTED, UNFINISHED, WRONG_USE, Broken, Stop, finished_first
from sayso.core.post import Context, Image, Post

if TYPE_CHECKING:
    from sayso.core.screening.rows import Answer


def run(options: Namespace, console: Console) -> int:
    """Exit code: 0, 1 from the verdict of ``--fail-on`` on, 3 when a post could not be screened, 130 when stopped."""
    names, faults = inputs.named(options.words, console.say)
    rows = {name for name in names if inputs.holds_rows(name, stdin_rows=options.rows or options.output == "jsonl")}
    _check_pictures(options, names, rows)
    gate = ready(find(options.policy, names[0] if names else options.words[0], console.say), console)
    context = context_of(options, gate.policy, console.say)
    tally = Tally()
    fail_on = options.fail_on or "approve"
    report = report_for(
        options.output or "human",
        console,
        gate.policy,
        alone=len(names) == 1 and not rows and not faults,
        fail_on=fail_on,
        named=options.policy,
    )
    work = _Work(options, console, gate, context, report, tally)
    try:
        work.refuse(faults)
        for are_rows, some in groupby(names, rows.__contains__):
            do = work.rows if are_rows else work.posts
            do(list(some))
    except KeyboardInterrupt:
        tally.partial = True
    except Broken:
        tally.partial = True
        report.finish(tally)
        raise
    report.finish(tally)
    return _exit_code(tally, fail_on)


def _exit_code(tally: Tally, fail_on: str) -> int:
    if tally.partial:
        return INTERRUPTED
    return UNFINISHED if tally.faults else int(tally.reaches(fail_on))


def _check_pictures(options: Namespace, names: list[str], rows: set[str]) -> None:
    if options.image and (rows or len(names) != 1):
        raise Stop(WRONG_USE, "image-with-many")


class _Work:
    """One run of the command: what it screens with, and where the answers go."""

    def __init__(
        self, options: Namespace, console: Console, gate: Gate, context: Context, report: Report, tally: Tally
    ):
        self._options = options
        self._console = console
        self._gate = gate
        self._context = context
        self._at = moment(options.at)
        self._report = report
        self._tally = tally

    def refuse(self, faults: list[Fault]) -> None:
        """Report what cannot be screened."""
        self._tally.faults += len(faults)
        self._report.add(faults)

    def posts(self, names: Iterable[str]) -> None:
        """Screen files that are one post each; what was done counts, should somebody stop it."""
        images = images_of(self._options)
        batch: list[Item] = []
        try:
            for name in names:
                batch.append(self._post(name, images))
        finally:
            with finished_first():
                self._report.add(batch)

    def rows(self, names: Iterable[str]) -> None:
        """Screen files of rows, block by block."""
        from sayso.cli import bulk  # brings multiprocessing, which a single post need not wait for

        jobs = jobs_of(self._options.jobs, bulk.cores())
        given = given_by(self._context)
        for name in names:
            try:
                with inputs.open_bytes(name) as file, Progress(self._console, _size(name)) as progress:
                    chunks = inputs.chunks(name, file)
                    for chunk, answer in bulk.answers(self._gate.engine, chunks, jobs=jobs, at=self._at, given=given):
                        with finished_first():
                            self._take(chunk, answer)
                        progress.add(sum(answer.counts.values()) + len(answer.errors), len(chunk.data))
            except BrokenPipeError:
                raise
            except OSError as problem:
                self.refuse([inputs.unreadable(name, problem, self._console.say)])

    def _post(self, name: str, images: tuple[Image, ...]) -> Item:
        text = inputs.read_post(name, self._console)
        if isinstance(text, Fault):
            self._tally.faults += 1
            return text
        if name == "-" and not text and not images:
            raise Stop(WRONG_USE, "stdin-empty")
        verdict = self._gate.engine.screen(Post(text, images, tuple(self._options.has)), self._context)
        self._tally.add(verdict)
        return Screened(FileText(name, text), verdict)

    def _take(self, chunk: inputs.Chunk, answer: Answer) -> None:
        self._tally.faults += len(answer.errors)
        if self._options.output == "jsonl":
            self._tally.count(answer.counts)
            for bad in faults_of(chunk, answer, self._console.say):
                complain(f"sayso: {fault(bad)}")
            self._console.put(mended(chunk, answer, self._console.say))
            return
        items = list(read_back(chunk, answer, self._console.say))
        for item in items:
            if isinstance(item, Screened):
                self._tally.add(item.verdict)
        self._report.add(items)


def _size(name: str) -> int:
    return 0 if name == "-" else Path(name).stat().st_size
