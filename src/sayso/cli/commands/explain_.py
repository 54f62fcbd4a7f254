"""`sayso explain NAME`: what a rule looks for, what a clause says and what upholds it, what a problem's code means."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator, Sequence

import msgspec

from sayso.cli.console import Console, printable
from sayso.cli.discovery import find
from sayso.cli.gate import read
from sayso.cli.stop import WRONG_USE, Stop
from sayso.cli.words import Words, nearest
from sayso.core.policy import problems
from sayso.core.policy.model import Clause, Example, Policy, Rule, Source, When


def run(options: Namespace, console: Console) -> int:
    """Print what the name stands for; a problem's code and a built-in detector need no policy."""
    name = options.words[0]
    meant = problems.explain(name, console.lang)
    if meant is not None:
        return _print({"code": name, "meaning": meant}, [name, "", meant], options, console)
    if name.partition("/")[0] == "builtin":
        return _builtin(name, options, console)
    policy = _policy(options, console)
    for rule in policy.rules:
        if rule.id == name:
            return _print(_rule_data(rule, policy), list(_rule(rule, policy, console)), options, console)
    for clause in policy.clauses:
        if name in (clause.id, clause.number):
            return _print(_clause_data(clause, policy), list(_clause(clause, policy, console)), options, console)
    names = [*(rule.id for rule in policy.rules), *(clause.id for clause in policy.clauses), *problems.MESSAGES]
    raise Stop(WRONG_USE, "no-such-thing", name=name, hint=nearest(name, names))


def _print(data: dict[str, object], lines: Sequence[str], options: Namespace, console: Console) -> int:
    if options.output == "json":
        console.put(msgspec.json.encode({"schema": "sayso/explain/1", **data}) + b"\n")
    else:
        console.line("\n".join(lines))
    return 0


def _policy(options: Namespace, console: Console) -> Policy:
    return read(find(options.policy, None, console.say), console)


def _rule(rule: Rule, policy: Policy, console: Console) -> Iterator[str]:
    say = console.say
    clause = next(clause for clause in policy.clauses if clause.id == rule.clause)
    verdict = say("to", level=say(rule.verdict), to=rule.to) if rule.to else say(rule.verdict)
    yield f"{rule.id}  {clause.number}  {say.of(clause.title)}"
    if rule.shadow:
        yield "  " + say.aside(say("explain-shadow")).lstrip()
    yield ""
    for heading, sources in (("looks", rule.find), ("requires", rule.require), ("unless", rule.unless)):
        if sources:
            yield _labelled(f"explain-{heading}", _sources(sources, policy, console), say)
    yield _labelled("explain-when", _conditions(rule.when, policy, console) or say("explain-always"), say)
    yield _labelled("explain-then", verdict, say)
    yield _labelled("explain-says", say.of(rule.say), say)
    for heading, examples in (("fires", _shown(rule.fires, policy)), ("silent", _shown(rule.silent, policy))):
        if examples:
            yield _labelled(f"explain-{heading}", "", say)
            yield from (f"  {printable(example.text)}" for example in examples)
    if _is_secret(rule, policy):
        yield say("explain-secret")
    yield from ("", *_clause_text(clause, console))


def _clause(clause: Clause, policy: Policy, console: Console) -> Iterator[str]:
    say = console.say
    rules = [rule for rule in policy.rules if rule.clause == clause.id]
    yield from _clause_text(clause, console)
    yield ""
    yield _labelled("explain-upheld", "" if rules else say("explain-guidance"), say)
    yield from (f"  {rule.id}  {say(rule.verdict)}" for rule in rules)


def _labelled(key: str, text: str, say: Words) -> str:
    return say("labelled", name=say(key), text=text).rstrip()


def _clause_text(clause: Clause, console: Console) -> Iterator[str]:
    say = console.say
    yield f"{say('explain-clause')} {clause.number}  {say.of(clause.title)}{say.aside(clause.id)}"
    yield from (f"  {line}".rstrip() for line in say.of(clause.body).splitlines())


def _sources(sources: Sequence[Source], policy: Policy, console: Console) -> str:
    return console.say.listed(_source(source, policy, console) for source in sources)


def _source(source: Source, policy: Policy, console: Console) -> str:
    say = console.say
    if source.kind == "lexicon":
        lexicons = [lexicon for lexicon in policy.lexicons if lexicon.name in source.value]
        return say.listed(
            say(
                "source-lexicon-secret" if lexicon.secret else "source-lexicon",
                name=lexicon.name,
                n=len(lexicon.terms),
            )
            for lexicon in lexicons
        )
    values = [f"“{value}”" if say.lang == "en" else f"「{value}」" for value in source.value]
    return say(
        f"source-{source.kind}",
        values=values if source.kind in ("terms", "pattern") else source.value,
        above=source.above,
    )


def _conditions(when: When, policy: Policy, console: Console) -> str:
    said = []
    for name, value in msgspec.structs.asdict(when).items():
        if value:
            worded = _sources(value, policy, console) if name == "mentions" else value
            said.append(console.say(f"when-{name}", values=worded))
    return ("；" if console.lang == "zh-Hant" else "; ").join(said)


def _shown(examples: Sequence[Example], policy: Policy) -> list[Example]:
    """Examples without a secret term; a policy that passes `lint` has no others in its rules."""
    secret = [
        name.casefold()
        for lexicon in policy.lexicons
        if lexicon.secret
        for term in lexicon.terms
        for name in (term.term, *term.also)
    ]
    return [example for example in examples if not any(name in example.text.casefold() for name in secret)]


def _is_secret(rule: Rule, policy: Policy) -> bool:
    secret = {lexicon.name for lexicon in policy.lexicons if lexicon.secret}
    return any(secret & set(source.value) for source in rule.find if source.kind == "lexicon")


def _rule_data(rule: Rule, policy: Policy) -> dict[str, object]:
    shown = msgspec.structs.replace(
        rule, fires=tuple(_shown(rule.fires, policy)), silent=tuple(_shown(rule.silent, policy))
    )
    clause = next(clause for clause in policy.clauses if clause.id == rule.clause)
    return {"rule": shown, "clause": clause}


def _clause_data(clause: Clause, policy: Policy) -> dict[str, object]:
    return {"clause": clause, "rules": [rule.id for rule in policy.rules if rule.clause == clause.id]}


def _builtin(name: str, options: Namespace, console: Console) -> int:
    from sayso.core.screening.kinds import DETECTORS
    from sayso.core.screening.kinds.detector import Setting

    full = {f"builtin/{one}": one for one in sorted(DETECTORS)}
    if name not in ("builtin", *full):
        raise Stop(WRONG_USE, "no-such-thing", name=name, hint=nearest(name, full))
    chosen = full if name == "builtin" else {name: full[name]}
    labels = {one: DETECTORS[one](Setting()).label for one in chosen.values()}
    lines = [f"{shown}  {console.say.of(labels[one])}" for shown, one in chosen.items()]
    used = console.say("explain-builtin", name=name if name in full else "builtin/NAME")
    return _print({"builtin": labels}, [*lines, "", used], options, console)
