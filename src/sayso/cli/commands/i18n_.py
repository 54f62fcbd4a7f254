"""`sayso i18n`: are the translations of the clauses in step with the language that counts."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence

import msgspec

from sayso.cli.console import Console, write_file
from sayso.cli.discovery import Found, find
from sayso.cli.gate import parse, read
from sayso.cli.stop import WRONG_USE, Stop
from sayso.cli.words import nearest
from sayso.core.policy import translations
from sayso.core.policy.format import LOCK_NAME
from sayso.core.policy.model import Policy
from sayso.core.policy.translations import State


def run(options: Namespace, console: Console) -> int:
    """``status`` lists what is out of step, exit code 1 when anything is; ``accept`` confirms the clauses named."""
    found = find(options.policy, None, console.say)
    policy = read(found, console)
    verb, *clauses = options.words
    return _status(options, found, policy, console) if verb == "status" else _accept(clauses, found, policy, console)


def _status(options: Namespace, found: Found, policy: Policy, console: Console) -> int:
    states = translations.status(policy, parse(found).lock)
    late = [state for state in states if state.step != "in-step"]
    if options.output == "json":
        document = {"schema": "sayso/i18n/1", "edition": policy.edition, "translations": states}
        console.put(msgspec.json.encode(document) + b"\n")
    elif not late:
        console.line(console.say("i18n-in-step", n=len(policy.clauses)))
    else:
        _list(late, console)
        if not (found.folder / LOCK_NAME).exists():
            console.tell(console.say("i18n-no-lock", file=LOCK_NAME))
    return int(bool(late))


def _list(late: Sequence[State], console: Console) -> None:
    console.line(console.say("i18n-out", n=len({state.clause for state in late})))
    for state in late:
        step = console.say(f"step-{state.step}") + (console.say(f"step-by-{state.changed}") if state.changed else "")
        console.line(f"  {state.clause}  {state.lang}  {step}")


def _accept(clauses: Sequence[str], found: Found, policy: Policy, console: Console) -> int:
    known = [clause.id for clause in policy.clauses]
    if not clauses:
        raise Stop(WRONG_USE, "i18n-which")
    for clause in clauses:
        if clause not in known:
            raise Stop(WRONG_USE, "no-such-clause", name=clause, hint=nearest(clause, known))
    text = translations.accept(policy, parse(found).lock, clauses)
    write_file(found.folder / LOCK_NAME, text.encode())
    for clause in clauses:
        langs = policy.languages[1:]
        console.line(console.say("i18n-accept", clause=clause, langs=langs, source=policy.languages[0]))
    return 0
