"""A policy back to files: whole, in canonical form, or one value at a time with everything else left as it is."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import msgspec
import yaml

from sayso.core.policy import clauses as prose
from sayso.core.policy.format import schema_line
from sayso.core.policy.model import (
    Example,
    Exemption,
    Fix,
    Lexicon,
    NumberFormat,
    Policy,
    Role,
    Rule,
    Source,
    Term,
    When,
    Window,
)
from sayso.core.policy.stories import PolicyTest
from sayso.core.policy.tree import Node, Reading

Steps = Sequence[str | int]


class CannotEdit(ValueError):
    """The text is no YAML, or the path leads nowhere in it."""


# --- the whole ---


def dump(policy: Policy, tests: Iterable[PolicyTest] = ()) -> dict[str, str]:
    """The files that say a policy and its tests, by path, in canonical form; reading them gives the same policy.

    translations.lock is not among them: what was accepted is not part of a policy.
    """
    files = {
        "policy.yaml": _head(policy),
        "people.yaml": _people(policy),
        "channels.yaml": _channels(policy),
        "rules.yaml": {"rules": [_rule(rule) for rule in policy.rules]},
        "exceptions.yaml": {"exceptions": [_exemption(one) for one in policy.exceptions]},
        "coverage.yaml": {"controls": policy.more.get("coverage", {})},
        "replies.yaml": {"replies": policy.more.get("replies", [])},
        "quiz.yaml": {"questions": policy.more.get("quiz", [])},
        **{f"lexicons/{lexicon.name}.yaml": _lexicon(lexicon) for lexicon in policy.lexicons},
        **{f"playbooks/{name}.yaml": {"id": name} | book for name, book in _map(policy.more.get("playbooks")).items()},
        **_tests(tests),
    }
    written = {name: schema_line(name) + to_yaml(value) for name, value in files.items() if _says_something(value)}
    return written | _prose(policy)


def _says_something(value: Mapping[str, Any]) -> bool:
    return any(inner not in ([], {}) for inner in value.values())


def to_yaml(value: Any) -> str:
    """Plain values as YAML in canonical form: keys in their order, no aliases, long lines left whole."""
    return yaml.dump(value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=1_000_000)


class _Dumper(yaml.SafeDumper):
    """Writes the same list twice rather than once with an alias."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    """In double quotes, with escapes, when some character would not be seen or not be read back."""
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=None if text.isprintable() else '"')


_Dumper.add_representer(str, _text)


def _map(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _given(**values: Any) -> dict[str, Any]:
    """Those that say something; tuples as lists, a name with an underscore at its end without it."""
    kept = {key.rstrip("_"): list(value) if isinstance(value, tuple) else value for key, value in values.items()}
    return {key: value for key, value in kept.items() if value not in (None, "", [], {}, False)}


_NOT_IN_HEAD = frozenset(
    (
        "channels",
        "company",
        "coverage",
        "hours",
        "listen",
        "playbooks",
        "quiz",
        "replies",
        "sections",
        "security",
        "teams",
    )
)


def _head(policy: Policy) -> dict[str, Any]:
    company = _map(policy.more.get("company")) | _given(country=policy.country)
    languages = {"authoritative": policy.languages[0]} | _given(also=policy.languages[1:])
    head = {"sayso": 1, "edition": policy.edition, "company": company, "languages": languages}
    head |= {key: value for key, value in policy.more.items() if key not in _NOT_IN_HEAD}
    return (
        head
        | ({} if policy.protected_speech else {"protected_speech": False})
        | _given(
            domains=policy.domains,
            numbers={number.name: _number(number) for number in policy.numbers},
            calendar={event: list(days) for event, days in policy.calendar.items()},
            windows={window.name: _window(window) for window in policy.windows},
        )
    )


def _number(number: NumberFormat) -> dict[str, Any]:
    kept = {"like": list(number.like), "label": number.label}
    return kept if number.check == "none" else kept | {"check": number.check}


def _window(window: Window) -> dict[str, Any]:
    before = {event: f"{days} days" for event, days in window.before.items()}
    return _given(before=before, owner=window.owner) | _given(**{"from": window.starts, "to": window.ends})


def _people(policy: Policy) -> dict[str, Any]:
    roles = {role.name: _role(role) for role in policy.roles}
    hours = _given(zone="" if policy.zone == "UTC" else policy.zone) | _map(policy.more.get("hours"))
    return {"roles": roles} | _given(teams=_map(policy.more.get("teams")), hours=hours)


def _role(role: Role) -> dict[str, Any]:
    return {"members": "everyone" if role.everyone else list(role.members)} | _given(topics=role.topics)


def _channels(policy: Policy) -> dict[str, Any]:
    detail = _map(policy.more.get("channels"))
    company = _map(_map(policy.more.get("company")).get("name")).values()
    listen = _given(names=tuple(name for name in policy.names if name not in company)) | _map(policy.more.get("listen"))
    channels = {name: detail.get(name, {}) for name in policy.channels}
    return {"channels": channels} | _given(listen=listen, security=_map(policy.more.get("security")))


def _rule(rule: Rule) -> dict[str, Any]:
    return {"id": rule.id, "clause": rule.clause} | _given(
        when=_when(rule.when),
        find=_sources(rule.find),
        require=_sources(rule.require),
        unless=_sources(rule.unless),
        verdict=rule.verdict,
        to=rule.to,
        say=rule.say,
        fix=_fix(rule.fix) if rule.fix else None,
        owes=rule.owes,
        shadow=rule.shadow,
        fires=_examples(rule.fires),
        silent=_examples(rule.silent),
    )


def _when(when: When) -> dict[str, Any]:
    return _given(**msgspec.structs.asdict(when) | {"mentions": _sources(when.mentions)})


def _sources(sources: Iterable[Source]) -> list[Any]:
    return [_source(source) for source in sources]


_FOLDERS = {"lexicon": "lexicons", "builtin": "builtin", "number": "numbers"}


def _source(source: Source) -> str | dict[str, Any]:
    if source.kind in _FOLDERS:
        return f"{_FOLDERS[source.kind]}/{source.value[0]}"
    kept: dict[str, Any] = {source.kind: source.value[0] if len(source.value) == 1 else list(source.value)}
    return kept if source.above is None else kept | {"above": source.above}


def _fix(fix: Fix) -> dict[str, Any]:
    if fix.lexicon:
        return {"replace_with": "lexicon"}
    if fix.delete:
        return {"delete": "match"}
    return {"replace_with": fix.replace_with} if fix.replace_with is not None else {"append": fix.append}


def _examples(examples: Iterable[Example]) -> dict[str, list[Any]]:
    by_lang: dict[str, list[Any]] = {}
    for example in examples:
        written = {name: value for name, value in msgspec.structs.asdict(example).items() if value is not None}
        del written["lang"]
        plain = {name: list(value) if isinstance(value, tuple) else value for name, value in written.items()}
        by_lang.setdefault(example.lang, []).append(plain["text"] if len(plain) == 1 else plain)
    return by_lang


def _lexicon(lexicon: Lexicon) -> dict[str, Any]:
    head = {"secret": True} if lexicon.secret else {}
    rest = _given(except_=lexicon.excepting, fires=_examples(lexicon.fires), silent=_examples(lexicon.silent))
    return head | {"terms": [_term(term) for term in lexicon.terms]} | rest


def _term(term: Term) -> str | dict[str, Any]:
    written = _given(**msgspec.structs.asdict(term) | {"within": term.within or None})
    if term.case == "any":
        del written["case"]
    return term.term if len(written) == 1 else written


def _exemption(one: Exemption) -> dict[str, Any]:
    return _given(**msgspec.structs.asdict(one) | {"when": _when(one.when)})


def _tests(tests: Iterable[PolicyTest]) -> dict[str, dict[str, Any]]:
    files: dict[str, dict[str, Any]] = {}
    for test in tests:
        files.setdefault(test.file or "tests/posts.yaml", {"tests": []})["tests"].append(_test(test))
    return files


def _test(test: PolicyTest) -> dict[str, Any]:
    images = [_given(**msgspec.structs.asdict(image)) for image in test.post.images]
    circumstances = _given(
        **msgspec.structs.asdict(test.context), has=test.post.has, lang=test.post.lang, images=images
    )
    expect = _given(verdict=test.expect.verdict, to=test.expect.to)
    rules = {} if test.expect.rules is None else {"rules": list(test.expect.rules)}
    passes = test.expect.verdict == "pass" and test.expect.rules == () and test.expect.to is None
    head = {"name": test.name, "post": test.post.text} | circumstances
    return head | {"expect": "pass" if passes else expect | rules} | _given(known_gap=test.known_gap)


def _prose(policy: Policy) -> dict[str, str]:
    files = {}
    for number, detail in _map(policy.more.get("sections")).items():
        section = msgspec.convert({"number": int(number)} | {"intro": {}} | detail, prose.Section)
        inside = [clause for clause in policy.clauses if clause.number.partition(".")[0] == number]
        for lang in policy.languages:
            files[f"clauses/{number}-{section.slug}.{lang}.md"] = prose.write(section, inside, lang)
    return files


# --- one value ---


def edit(text: str, path: Steps, value: Any) -> str:
    """The YAML text with one value changed, added, or (None) taken out; comments, order and quoting stay.

    Replacing a text that stands in one line touches nothing else. Raises CannotEdit.
    """
    node = _find(text, path)
    if node is not None and isinstance(node.value, str) and node.end and isinstance(value, str | int | date):
        for written in _spellings(text, node, value):
            changed = _spliced(text, node, written)
            if _differs_only_there(text, changed, path, _scalar(value)):
                return changed
    return _round_trip(text, path, value)


def _find(text: str, path: Steps) -> Node | None:
    node = _tree(text)
    for step in path:
        value = node.value if node is not None else None
        if isinstance(value, dict) and step in value:
            node = value[step][1]
        elif isinstance(value, list) and isinstance(step, int) and 0 <= step < len(value):
            node = value[step]
        else:
            return None
    return node


def _tree(text: str) -> Node | None:
    reading = Reading("edited.yaml", text.encode())
    root = reading.compose()
    if any(problem.severity == "error" for problem in reading.problems):
        raise CannotEdit(f"line {reading.problems[0].line} cannot be read")
    return root


def _scalar(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _spellings(text: str, node: Node, value: Any) -> list[str]:
    """The new value as the old one was quoted, and then in double quotes, which always hold."""
    plain = _scalar(value)
    quoted = '"' + "".join(_escaped(char) for char in plain) + '"'
    if node.plain or not plain.isprintable():
        return [plain, quoted] if plain.isprintable() else [quoted]
    old = Reading("edited.yaml", text.encode()).lines[node.line - 1][node.column - 1 : node.column]
    single = "'" + plain.replace("'", "''") + "'"
    return [single, quoted] if old == "'" else [quoted]


def _escaped(char: str) -> str:
    """A character as it stands in double quotes in every reader of YAML."""
    if char in '"\\':
        return "\\" + char
    return char if char.isprintable() else f"\\U{ord(char):08x}"


def _spliced(text: str, node: Node, written: str) -> str:
    lines = text.removeprefix("\ufeff").splitlines(keepends=True)
    line = lines[node.line - 1]
    lines[node.line - 1] = line[: node.column - 1] + written + line[node.end - 1 :]
    return ("\ufeff" if text.startswith("\ufeff") else "") + "".join(lines)


def _differs_only_there(before: str, after: str, path: Steps, value: str) -> bool:
    try:
        old, new = _tree(before), _tree(after)
    except CannotEdit:
        return False
    expected = _values(old, path, value)
    return expected == _values(new, (), None) and expected is not None


def _values(node: Node | None, path: Steps, value: str | None) -> Any:
    """The tree as plain texts, lists and maps, with `value` in place of what stands at the path."""
    if node is None:
        return None
    if not path and value is not None:
        return value
    match node.value:
        case dict() as pairs:
            return {key: _inner(inner, key, path, value) for key, (_, inner) in pairs.items()}
        case list() as items:
            return [_inner(inner, place, path, value) for place, inner in enumerate(items)]
        case text:
            return text


def _inner(node: Node, step: str | int, path: Steps, value: str | None) -> Any:
    on_the_way = bool(path) and path[0] == step
    return _values(node, path[1:], value) if on_the_way else _values(node, (), None)


def _round_trip(text: str, path: Steps, value: Any) -> str:
    from ruamel.yaml import YAML  # slow to import, and reading a policy never needs it
    from ruamel.yaml.error import YAMLError

    _tree(text)
    format_keeper = YAML(typ="rt")
    format_keeper.preserve_quotes = True
    format_keeper.brace_single_entry_mapping_in_flow_sequence = True
    format_keeper.width = 1_000_000
    try:
        tree = format_keeper.load(text)
        _put(tree, path, value)
    except (YAMLError, KeyError, IndexError, TypeError, ValueError) as error:
        raise CannotEdit(f"nothing stands at {'.'.join(map(str, path))}") from error
    written = io.StringIO()
    format_keeper.dump(tree, written)
    return written.getvalue().replace("\n", "\r\n") if "\r\n" in text else written.getvalue()


def _put(tree: Any, path: Steps, value: Any) -> None:
    holder = tree
    for step in path[:-1]:
        holder = holder[step]
    last = path[-1]
    if value is None:
        del holder[last]
    elif isinstance(holder, list) and last == len(holder):
        holder.append(value)
    else:
        holder[last] = value
