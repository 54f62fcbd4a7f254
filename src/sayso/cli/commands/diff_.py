"""`sayso diff A [B]`: what is different between two policies, part by part, and for whom."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

import msgspec

from sayso.cli.console import Console, printable
from sayso.cli.discovery import find, stated
from sayso.cli.gate import read
from sayso.cli.stop import WRONG_USE, Stop
from sayso.cli.words import Words, nearest
from sayso.core.policy.model import Lexicon, Policy, Rule, Value

_SETTINGS = (
    "edition",
    "languages",
    "channels",
    "calendar",
    "protected_speech",
    "zone",
    "country",
    "domains",
    "names",
    "more",
)


class Change(NamedTuple):
    """One part that is not the same in both."""

    kind: str
    """``rule``, ``clause``, ``lexicon`` …"""
    name: str
    how: Literal["added", "removed", "changed"]
    keys: tuple[str, ...] = ()
    """Of a changed part: what changed in it."""
    before: Mapping[str, object] = {}
    after: Mapping[str, object] = {}
    terms: tuple[int, int] | None = None
    """Of a secret lexicon, all that is told: how many terms came and went."""
    roles: tuple[str, ...] | None = None
    """Whom it concerns; None when that is no question of roles."""


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
    changes = [_with_roles(change, (old, new)) for change in differences(old, new)]
    if role is not None:
        changes = [change for change in changes if change.roles is not None and role in change.roles]
    if options.output == "json":
        console.put(_document(old, new, changes))
    else:
        for line in _lines(changes, role, _roles((old, new)), console):
            console.line(line)
    return 0


def differences(old: Policy, new: Policy) -> Iterator[Change]:
    """Every part that was added, removed or changed, in the order of the new policy, removed ones last."""
    yield from _among("clause", {c.id: c for c in old.clauses}, {c.id: c for c in new.clauses})
    yield from _among("rule", {r.id: r for r in old.rules}, {r.id: r for r in new.rules})
    yield from _lexicons({x.name: x for x in old.lexicons}, {x.name: x for x in new.lexicons})
    yield from _among("number", {n.name: n for n in old.numbers}, {n.name: n for n in new.numbers})
    yield from _among("role", {r.name: r for r in old.roles}, {r.name: r for r in new.roles})
    yield from _among("window", {w.name: w for w in old.windows}, {w.name: w for w in new.windows})
    yield from _among("exception", {x.id: x for x in old.exceptions}, {x.id: x for x in new.exceptions})
    yield from _settings(old, new)


def _among(kind: str, old: Mapping[str, Value], new: Mapping[str, Value]) -> Iterator[Change]:
    for name, part in new.items():
        if name not in old:
            yield Change(kind, name, "added", after=_plain(part))
        elif old[name] != part:
            yield _changed(kind, name, _plain(old[name]), _plain(part))
    yield from (Change(kind, name, "removed", before=_plain(part)) for name, part in old.items() if name not in new)


def _changed(kind: str, name: str, before: Mapping[str, object], after: Mapping[str, object]) -> Change:
    keys = tuple(key for key in {**before, **after} if before.get(key) != after.get(key))
    return Change(
        kind, name, "changed", keys, {key: before.get(key) for key in keys}, {key: after.get(key) for key in keys}
    )


def _lexicons(old: Mapping[str, Lexicon], new: Mapping[str, Lexicon]) -> Iterator[Change]:
    for change in _among("lexicon", old, new):
        lists = [lexicons[change.name] for lexicons in (old, new) if change.name in lexicons]
        if not any(lexicon.secret for lexicon in lists):
            yield change
            continue
        was, now = (_terms(lexicons.get(change.name)) for lexicons in (old, new))
        yield Change("lexicon", change.name, change.how, change.keys, terms=(len(now - was), len(was - now)))


def _terms(lexicon: Lexicon | None) -> set[bytes]:
    return {msgspec.json.encode(term) for term in lexicon.terms} if lexicon else set()


def _settings(old: Policy, new: Policy) -> Iterator[Change]:
    for name in _SETTINGS:
        before, after = getattr(old, name), getattr(new, name)
        if name == "more":
            for key in sorted({**before, **after}):
                if before.get(key) != after.get(key):
                    yield _changed("setting", key, {key: before.get(key)}, {key: after.get(key)})
        elif before != after:
            yield _changed("setting", name, {name: before}, {name: after})


def _plain(part: Value) -> dict[str, object]:
    return {name: value for name, value in msgspec.to_builtins(part).items() if name not in ("id", "name")}


def _roles(policies: Sequence[Policy]) -> list[str]:
    return sorted({one.name for policy in policies for one in policy.roles})


def _check_role(role: str, policies: Sequence[Policy], console: Console) -> None:
    roles = _roles(policies)
    if role not in roles:
        raise Stop(
            WRONG_USE, "no-such-role", value=role, choices=roles or console.say("none"), hint=nearest(role, roles)
        )


def _with_roles(change: Change, policies: Sequence[Policy]) -> Change:
    rules = [rule for policy in policies for rule in policy.rules]
    match change.kind:
        case "rule":
            about = [rule for rule in rules if rule.id == change.name]
        case "clause":
            about = [rule for rule in rules if rule.clause == change.name]
        case "exception":
            named = {x.rule for policy in policies for x in policy.exceptions if x.id == change.name}
            about = [rule for rule in rules if rule.id in named]
        case "role":
            return change._replace(roles=(change.name,))
        case _:
            return change
    names = _roles(policies)
    return change._replace(
        roles=tuple(name for name in names if not about or any(_is_for(rule, name) for rule in about))
    )


def _is_for(rule: Rule, role: str) -> bool:
    """True unless the rule's conditions leave the role out; deciding what the rule asks for concerns it too."""
    left_out = (rule.when.by and role not in rule.when.by) or role in rule.when.by_not
    return rule.to == role or not left_out


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
