"""`sayso diff A [B]`: what is different between two policies, part by part, and for whom."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from sayso.cli.console import Console, printable
from sayso.cli.discovery import find, stated
from sayso.cli.gate import read
from sayso.cli.stop import WRONG_USE, Stop
from sayso.cli.words import Words, nearest
from sayso.core.document.change import Change, differences, roles_of
from sayso.core.policy.model import Policy


def run(options: Namespace, console: Console) -> int:
    """Print the differences; the second policy is the one in use when only one is named. Exit code 0 either way."""
    old = read(stated(options.words[0], console.say), console)
    new_at = (
        stated(options.words[1], console.say) if len(options.words) > 1 else find(options.policy, None, console.say)
    )
    new = read(new_at, console)
    role = getattr(options, "for")
    if role is not None:
        _check_role(role, (old, new), console)
    changes = list(differences(old, new))
    if role is not None:
        changes = [change for change in changes if change.roles is not None and role in change.roles]
    if options.output == "json":
        console.put(_document(old, new, changes))
    else:
        for line in _lines(changes, role, roles_of((old, new)), console):
            console.line(line)
    return 0


def _check_role(role: str, policies: Sequence[Policy], console: Console) -> None:
    roles = roles_of(policies)
    if role not in roles:
        raise Stop(
            WRONG_USE, "no-such-role", value=role, choices=roles or console.say("none"), hint=nearest(role, roles)
        )


def _lines(changes: Sequence[Change], role: str | None, everyone: Sequence[str], console: Console) -> Iterator[str]:
    say = console.say
    who = say("diff-who", role=role) if role else ""
    if not changes:
        yield say("diff-none", who=who)
        return
    for change in changes:
        sign = console.paint(_SIGNS[change.how], _COLOURS[change.how])
        part = f"{say(f'kind-{change.kind}')} {change.name}"
        told = say("labelled", name=part, text=say.listed(change.keys)) if change.keys else part
        yield f"{sign} {told}{'' if role else _whom(change, everyone, say)}"
        yield from (f"    {line}" for line in _details(change, console))
    counts = {how: sum(change.how == how for change in changes) for how in ("added", "removed", "changed")}
    yield say("diff-summary", who=who, **counts)


def _whom(change: Change, everyone: Sequence[str], say: Words) -> str:
    if change.roles is None or change.kind == "role":
        return ""
    return say(
        "diff-whom", roles=say("everyone") if set(everyone) <= set(change.roles) else change.roles or say("none")
    )


_SIGNS = {"added": "+", "removed": "-", "changed": "~"}
_COLOURS = {"added": "passed", "removed": "failed", "changed": "warning"}


def _details(change: Change, console: Console) -> Iterator[str]:
    if change.terms is not None:
        yield console.say("diff-secret", added=change.terms[0], removed=change.terms[1])
        return
    for key in change.keys:
        yield from _values(key, change.before.get(key), change.after.get(key))


def _values(key: str, before: object, after: object) -> Iterator[str]:
    if isinstance(before, list) and isinstance(after, list):
        yield from (f"- {key}: {_short(value)}" for value in before if value not in after)
        yield from (f"+ {key}: {_short(value)}" for value in after if value not in before)
        return
    if isinstance(before, dict) and isinstance(after, dict):
        for name in {**before, **after}:
            if before.get(name) != after.get(name):
                yield from _values(f"{key}.{name}", before.get(name), after.get(name))
        return
    if before is not None:
        yield f"- {key}: {_short(before)}"
    if after is not None:
        yield f"+ {key}: {_short(after)}"


def _short(value: object) -> str:
    return printable(value if isinstance(value, str) else msgspec.json.encode(value).decode())


def _document(old: Policy, new: Policy, changes: Iterable[Change]) -> bytes:
    listed = [
        {name: value for name, value in change._asdict().items() if value not in ((), {}, None)} for change in changes
    ]
    document = {
        "schema": "sayso/diff/1",
        "from": {"edition": old.edition, "digest": old.digest},
        "to": {"edition": new.edition, "digest": new.digest},
        "changes": listed,
    }
    return msgspec.json.encode(document) + b"\n"
