"""`sayso test`: run the policy's own tests, find the rules that no test would miss, accept what has changed."""

from __future__ import annotations

import time
from argparse import Namespace
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from sayso.cli import trials
from sayso.cli.console import Console, printable, write_file
from sayso.cli.discovery import Found, find, stated
from sayso.cli.gate import Gate, Loaded, load
from sayso.cli.notes import Note
from sayso.cli.outputs import github, junit, sarif
from sayso.cli.outputs.line import line
from sayso.cli.stop import UNFINISHED, WRONG_USE, Stop
from sayso.cli.trials import Outcome, worded
from sayso.core.policy.stories import PolicyTest
from sayso.core.policy.writing import CannotEdit, edit


class Ran(NamedTuple):
    """The tests of one policy, run."""

    found: Found
    gate: Gate
    outcomes: list[Outcome]
    seconds: float
    tests: tuple[PolicyTest, ...]
    """All the policy has, those too that were not asked for."""
    unmissed: list[str] | None
    """Rules that no test would miss; None when nobody asked."""

    @property
    def failed(self) -> bool:
        """True when the exit code must say so."""
        return bool(self.unmissed) or any(outcome.failed for outcome in self.outcomes)


def run(options: Namespace, console: Console) -> int:
    """Exit code 1 when a test failed, a known gap has closed, or a dropped rule would go unnoticed."""
    say = console.say
    places = [stated(word, say) for word in options.words] or [find(options.policy, None, say)]
    ran = [_run(found, load(found, console), options, console) for found in places]
    if options.k and not any(one.outcomes for one in ran):
        raise Stop(WRONG_USE, "tests-none-named", text=options.k)
    if options.accept:
        return _accept(ran, console)
    _report(options.output or "human", ran, console)
    return int(any(one.failed for one in ran))


def _run(found: Found, loaded: Loaded, options: Namespace, console: Console) -> Ran:
    tests = [test for test in loaded.tests if not options.k or options.k.casefold() in test.name.casefold()]
    if not tests and not options.k:
        console.tell(console.say("tests-none"))
    began = time.perf_counter()
    outcomes = trials.run(loaded.gate.engine, tests)
    seconds = time.perf_counter() - began
    unmissed = None
    if options.mutate:
        if any(outcome.failed for outcome in outcomes):
            console.tell(console.say("mutate-needs-green"))
        else:
            unmissed = trials.missed_by_none(loaded.gate.engine, tests)
    return Ran(found, loaded.gate, outcomes, seconds, loaded.tests, unmissed)


def _report(form: str, ran: Sequence[Ran], console: Console) -> None:
    match form:
        case "human":
            for one in ran:
                _human(one, console)
        case "json":
            console.put(
                msgspec.json.encode({"schema": "sayso/test/1", "policies": [_data(one) for one in ran]}) + b"\n"
            )
        case "jsonl":
            for one in ran:
                for outcome in one.outcomes:
                    console.put(msgspec.json.encode(_outcome_data(outcome)) + b"\n")
        case "junit":
            _junit(ran, console)
        case _:
            _listing(form, ran, console)


def _human(ran: Ran, console: Console) -> None:
    say = console.say
    for outcome in ran.outcomes:
        if outcome.failed or console.verbose:
            console.line("\n".join(_told(ran, outcome, console)))
    counts = Counter(outcome.result for outcome in ran.outcomes)
    milliseconds = f"{ran.seconds * 1000:.1f}"
    total = say(
        "tests-count",
        passed=counts["passed"],
        failed=counts["failed"] + counts["closed"],
        n=counts["gap"],
        ms=milliseconds,
    )
    console.line(console.paint(total, "failed" if any(o.failed for o in ran.outcomes) else "passed"))
    if ran.unmissed is None:
        return
    if not ran.unmissed:
        console.line(say("mutants-none", n=len(ran.gate.policy.rules)))
        return
    console.line(say("mutants", n=len(ran.unmissed)))
    for rule in ran.unmissed:
        console.line(f"  {rule}")


def _told(ran: Ran, outcome: Outcome, console: Console) -> list[str]:
    say, test = console.say, outcome.test
    word = {"passed": "test-passed", "failed": "test-failed", "closed": "test-failed", "gap": "test-gap"}[
        outcome.result
    ]
    colour = {"passed": "passed", "gap": "warning"}.get(outcome.result, "failed")
    named = say("labelled", name=console.paint(say(word), colour), text=printable(test.name))
    lines = [f"{_file(ran, outcome)}:{test.line}: {named}"]
    if outcome.result == "closed":
        return [*lines, f"    {say('gap-closed')}"]
    if outcome.result == "gap":
        return [*lines, f"    {printable(test.known_gap)}"]
    if outcome.result == "failed":
        lines += [
            f"    {printable(test.post.text)}",
            f"    {say('expected', what=worded(test.expect))}",
            f"    {say('got', what=worded(outcome.got))}",
        ]
    return lines


def _file(ran: Ran, outcome: Outcome) -> str:
    return (ran.found.folder / outcome.test.file).as_posix()


def _data(ran: Ran) -> dict[str, object]:
    data: dict[str, object] = {
        "edition": ran.gate.policy.edition,
        "digest": ran.gate.policy.digest,
        "ok": not ran.failed,
        "tests": [_outcome_data(outcome) for outcome in ran.outcomes],
    }
    return data if ran.unmissed is None else {**data, "unmissed": ran.unmissed}


def _outcome_data(outcome: Outcome) -> dict[str, object]:
    test = outcome.test
    gap = {"known_gap": test.known_gap} if test.known_gap else {}
    return {
        "name": test.name,
        "file": test.file,
        "line": test.line,
        "result": outcome.result,
        "expected": trials.written(test.expect),
        "got": trials.written(outcome.got),
        **gap,
    }


def _junit(ran: Sequence[Ran], console: Console) -> None:
    cases = [_case(one, outcome, console) for one in ran for outcome in one.outcomes]
    cases += [
        junit.Case(rule, one.found.folder.as_posix(), "failed", "unmissed", (console.say("mutants", n=1),))
        for one in ran
        for rule in one.unmissed or ()
    ]
    console.put(junit.document("sayso test", cases, sum(one.seconds for one in ran)))


def _case(ran: Ran, outcome: Outcome, console: Console) -> junit.Case:
    told = tuple(text.strip() for text in _told(ran, outcome, console)[1:])
    kind = "failed" if outcome.failed else "gap" if outcome.result == "gap" else "passed"
    return junit.Case(outcome.test.name, _file(ran, outcome), kind, outcome.result, told)  # type: ignore[arg-type]


def _listing(form: str, ran: Sequence[Ran], console: Console) -> None:
    notes = [_note(one, outcome, console) for one in ran for outcome in one.outcomes if outcome.failed]
    notes += [_unmissed(one, rule, console) for one in ran for rule in one.unmissed or ()]
    policy = ran[0].gate.policy
    match form:
        case "line":
            for note in notes:
                console.line(line(note))
        case "github":
            for text in github.annotate(notes, console.say, policy.edition):
                console.line(text)
            github.add_to_summary(notes, console.say, policy.edition)
        case _:
            described = [sarif.Described(code, text, text, "", "error") for code, text in _codes(console).items()]
            console.put(sarif.document(notes, described, edition=policy.edition, digest=policy.digest, partial=False))


def _codes(console: Console) -> dict[str, str]:
    return {"test-failed": console.say("test-failed"), "unmissed": console.say("mutants", n=1).rstrip(":：")}


def _note(ran: Ran, outcome: Outcome, console: Console) -> Note:
    text = " ".join(text.strip() for text in _told(ran, outcome, console)[1:])
    name, spot = outcome.test.name, (max(outcome.test.line, 1), 1)
    message = console.say("labelled", name=name, text=text)
    return Note(_file(ran, outcome), spot, spot, "error", "test-failed", "", message, name)


def _unmissed(ran: Ran, rule: str, console: Console) -> Note:
    message = console.say("labelled", name=_codes(console)["unmissed"], text=rule)
    return Note((ran.found.folder / "rules.yaml").as_posix(), (1, 1), (1, 1), "error", "unmissed", "", message, rule)


def _accept(ran: Sequence[Ran], console: Console) -> int:
    """Write what happens now into the tests that say otherwise, after showing each change."""
    changed = sum(
        _accept_file(one, name, console) for one in ran for name in sorted({o.test.file for o in one.outcomes})
    )
    console.line(console.say("accepted", n=changed) if changed else console.say("accept-nothing"))
    return 0


def _accept_file(ran: Ran, name: str, console: Console) -> int:
    """The number of tests of one file that were changed."""
    path = ran.found.folder / name
    before = _text(path)
    after, count = before, 0
    for index, outcome in _numbered(ran, name):
        if outcome.failed:
            try:
                after, count = _accepted(after, index, outcome), count + 1
            except CannotEdit as problem:
                raise Stop(UNFINISHED, "cannot-edit", file=path, name=outcome.test.name, reason=problem) from None
    if count:
        console.line(_difference(path, before, after))
        write_file(path, after.encode())
    return count


def _numbered(ran: Ran, name: str) -> list[tuple[int, Outcome]]:
    """The outcomes of a file's tests, each with its place in the file; ``-k`` leaves gaps."""
    places = {id(test): place for place, test in enumerate(test for test in ran.tests if test.file == name)}
    return [(places[id(outcome.test)], outcome) for outcome in ran.outcomes if outcome.test.file == name]


def _accepted(text: str, index: int, outcome: Outcome) -> str:
    """The file's text with the test claiming what happens, as loosely as it claimed before."""
    if outcome.result == "closed":
        return edit(text, ["tests", index, "known_gap"], None)
    was, now = outcome.test.expect, trials.as_stated(outcome.test.expect, outcome.got)
    place: list[str | int] = ["tests", index, "expect"]
    if "pass" in (trials.written(was), trials.written(now)):
        return edit(text, place, trials.written(now))
    for key in ("verdict", "to", "rules"):
        if getattr(was, key) != getattr(now, key):
            text = edit(text, [*place, key], _plain(getattr(now, key)))
    return text


def _plain(value: str | tuple[str, ...] | None) -> object:
    if isinstance(value, tuple):
        return value[0] if len(value) == 1 else list(value)
    return value


def _difference(path: Path, before: str, after: str) -> str:
    import difflib

    name = path.as_posix()
    return "\n".join(
        map(printable, difflib.unified_diff(before.splitlines(), after.splitlines(), name, name, lineterm=""))
    )


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode()
    except OSError as problem:
        raise Stop(UNFINISHED, "file-unreadable", file=path, reason=problem.strerror) from None
