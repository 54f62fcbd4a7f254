"""`sayso diff A [B]`: what is different between two policies, part by part, and for whom."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime

import msgspec

from sayso.cli.console import Console, printable
from sayso.cli.discovery import Found, find, stated
from sayso.cli.gate import read
from sayso.cli.stop import WRONG_USE, Stop
from sayso.cli.words import Words, nearest
from sayso.core.document.change import Change, ClauseChange, clause_changes, differences, roles_of
from sayso.core.document.interview import Answer
from sayso.core.policy.model import Policy


def run(options: Namespace, console: Console) -> int:
    """Print the differences; the second policy is the one in use when only one is named. Exit code 0 either way."""
    old, new = _pair(options, console)
    role = getattr(options, "for")
    if role is not None:
        _check_role(role, (old, new), console)
    changes = list(differences(old, new))
    if role is not None:
        changes = [change for change in changes if change.roles is not None and role in change.roles]
    clauses = [change for change in clause_changes(old, new) if role is None or role in change.roles]
    if options.output == "json":
        console.put(_document(old, new, changes, clauses))
    else:
        for line in (*_lines(changes, role, roles_of((old, new)), console), *_meanings(clauses, console)):
            console.line(line)
    return 0


def _pair(options: Namespace, console: Console) -> tuple[Policy, Policy]:
    """The two policies to compare: those named, or the one in use and what it would be under a profile."""
    words, say = options.words, console.say
    if options.profile:
        if len(words) > 1:
            raise Stop(WRONG_USE, "diff-profile-and-two")
        at = stated(words[0], say) if words else find(options.policy, None, say)
        old = read(at, console)
        return old, _under(options.profile, at, old, say)
    if not words:
        raise Stop(WRONG_USE, "wrong-number-of-words", usage="sayso diff A [B] [options]")
    new_at = stated(words[1], say) if len(words) > 1 else find(options.policy, None, say)
    return read(stated(words[0], say), console), read(new_at, console)


def _under(profile: str, at: Found, policy: Policy, say: Words) -> Policy:
    """The policy that the same answers give, those of the profile apart; named as this one, since it is no new edition."""
    from sayso.cli.drafted import ANSWERS, answers_of, files_of, parsed
    from sayso.core.document import interview

    asking = interview.load()
    kept = at.folder / ANSWERS
    answers = answers_of(kept, say)[0] if kept.is_file() else _known(policy)
    full = asking.complete({**answers, **asking.profile(profile).answers}, profile)
    effective = policy.more.get("effective")
    today = date.fromisoformat(effective) if isinstance(effective, str) else datetime.now(UTC).date()
    drafted = parsed(files_of(full, profile, today)).policy
    assert drafted is not None
    return msgspec.structs.replace(drafted, edition=policy.edition)


def _known(policy: Policy) -> dict[str, Answer]:
    """What a policy that was not drafted by an interview says of its company."""
    company = policy.more.get("company")
    names = company.get("name") if isinstance(company, dict) else None
    return {"name": names} if isinstance(names, dict) and {"en", "zh-Hant"} <= names.keys() else {}


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


def _meanings(clauses: Sequence[ClauseChange], console: Console) -> Iterator[str]:
    """What the changes mean for those who live by the clauses; those that ask for a new signature first."""
    say = console.say
    for material in (True, False):
        some = [change for change in clauses if change.is_material is material]
        if some:
            yield ""
            yield say("diff-material" if material else "diff-wording")
        for change in some:
            yield f"  {say(f'effect-{change.effect}')}  {change.clause.id}  {say.of(change.clause.title)}"


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


def _document(old: Policy, new: Policy, changes: Iterable[Change], clauses: Iterable[ClauseChange]) -> bytes:
    listed = [
        {name: value for name, value in change._asdict().items() if value not in ((), {}, None)} for change in changes
    ]
    document = {
        "schema": "sayso/diff/1",
        "from": {"edition": old.edition, "digest": old.digest},
        "to": {"edition": new.edition, "digest": new.digest},
        "changes": listed,
        "clauses": [
            {
                "clause": change.clause.id,
                "title": change.clause.title,
                "effect": change.effect,
                "material": change.is_material,
                "roles": change.roles,
            }
            for change in clauses
        ],
    }
    return msgspec.json.encode(document) + b"\n"
