"""What must hold between the parts of a policy: names exist, rules can fire and say to whom, examples are there."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec

from sayso.core.policy.clauses import Section
from sayso.core.policy.format import is_one_lexicon
from sayso.core.policy.model import Clause, Text
from sayso.core.policy.problems import HIDDEN, NAMED, Problem
from sayso.core.policy.tree import Node, Reading, closest


@dataclass
class Part:
    """One file's plain values, and the reading that knows where they stand. `value` is None when it cannot be read."""

    kind: str
    reading: Reading
    value: Any

    def __iter__(self) -> Iterator[Mapping[str, Any]]:
        """The entries of a file that is a list under one key."""
        entries = self.value.get(_LISTED[self.kind], []) if isinstance(self.value, dict) else []
        return iter(entries)


_LISTED = {"rules": "rules", "exceptions": "exceptions", "replies": "replies", "quiz": "questions", "tests": "tests"}


@dataclass
class Parts:
    """All that was read of a policy, before it is known to hold together."""

    languages: tuple[str, ...] = ()
    parts: list[Part] = field(default_factory=list)
    clauses: tuple[Clause, ...] = ()
    sections: tuple[Section, ...] = ()
    clauses_readable: bool = True

    def of(self, kind: str) -> list[Part]:
        """The parts of one kind, by file name."""
        return [part for part in self.parts if part.kind == kind]

    def value(self, kind: str) -> dict[str, Any]:
        """What the one file of a kind says; empty when there is none."""
        values = [part.value for part in self.of(kind) if isinstance(part.value, dict)]
        return values[0] if values else {}

    def keys(self, kind: str, key: str) -> tuple[str, ...]:
        """The names written under a key of the one file of a kind, even where what they stand for is wrong."""
        nodes = [part.reading.at(key) for part in self.of(kind) if key in _keys(part.reading.root)]
        return tuple(name for node in nodes for name in _keys(node))

    def is_misshapen(self, kind: str, key: str) -> bool:
        """Whether what stands under a key could not be read at all."""
        return any(key in _keys(part.reading.root) and key not in (part.value or {}) for part in self.of(kind))

    def entries(self, kind: str) -> Iterator[tuple[Reading, int, Mapping[str, Any]]]:
        """Each entry of the lists of a kind, with its reading and its index in the tree of that file."""
        for part in self.of(kind):
            root = part.reading.root
            listed = root.value.get(_LISTED[kind]) if root and isinstance(root.value, dict) else None
            nodes = listed[1].value if listed and isinstance(listed[1].value, list) else []
            places = [number for number, node in enumerate(nodes) if isinstance(node.value, dict)]
            for number, entry in zip(places, part, strict=False):
                yield part.reading, number, entry

    def lexicons(self) -> Iterator[tuple[str, Part, tuple[str, ...], Mapping[str, Any]]]:
        """Each lexicon: name, file, path within the file, and what it says."""
        for part in self.of("lexicon"):
            root = part.reading.root
            one = root is not None and is_one_lexicon(root)
            for name, value in (part.value or {}).items():
                if isinstance(value, dict):
                    yield name, part, () if one else (name,), value


def check(parts: Parts, detectors: tuple[str, ...] = ()) -> None:
    """Note, with the file each stands in, whatever does not hold together."""
    _check_names(parts, detectors)
    _check_unique(parts)
    for reading, number, rule in parts.entries("rules"):
        _check_rule(reading, number, rule)
    _check_examples(parts)
    _check_lexicons(parts)
    _check_windows(parts)
    _check_accounts(parts)
    _check_quiz(parts)


# --- names ---


def defined(parts: Parts, detectors: tuple[str, ...] = ()) -> dict[str, tuple[str, ...]]:
    """The names of each kind that the files define. A kind is left out when the file that defines it cannot be read."""
    people = parts.value("people")
    roles, teams = parts.keys("people", "roles"), parts.keys("people", "teams")
    persons = tuple(person for role in people.get("roles", {}).values() for person in _members(role))
    channels, windows = parts.keys("channels", "channels"), parts.keys("policy", "windows")
    names: dict[str, tuple[str, ...]] = {
        "clause": tuple(clause.id for clause in parts.clauses),
        "role": roles, "team": teams, "addressee": roles + teams, "approver": (*roles, "none"),
        "owner": roles + persons,
        "lexicon": tuple(name for name, *_ in parts.lexicons()),
        "number": parts.keys("policy", "numbers"), "detector": detectors,
        "channel": channels, "account": ("personal", "company", *channels),
        "window": windows, "fact": ("incident", *windows), "event": parts.keys("policy", "calendar"),
        "rule": _ids(parts, "rules"), "reply": _ids(parts, "replies"),
    }  # fmt: skip
    unreadable = {kind for part in parts.parts if part.value is None for kind in _DEFINED_BY.get(part.kind, ())}
    unreadable |= {kind for file, key, kinds in _UNDER for kind in kinds if parts.is_misshapen(file, key)}
    unreadable |= set() if parts.clauses_readable else {"clause"}
    unreadable |= set() if detectors else {"detector"}
    return {kind: known for kind, known in names.items() if kind not in unreadable}


_UNDER = (
    ("people", "roles", ("role", "addressee", "approver", "owner")),
    ("people", "teams", ("team", "addressee")),
    ("channels", "channels", ("channel", "account")),
    ("policy", "numbers", ("number",)),
    ("policy", "windows", ("window", "fact")),
    ("policy", "calendar", ("event",)),
    ("rules", "rules", ("rule",)),
    ("replies", "replies", ("reply",)),
)
_DEFINED_BY = {
    "policy": ("number", "window", "fact", "event"),
    "people": ("role", "team", "addressee", "approver", "owner"),
    "channels": ("channel", "account"),
    "lexicon": ("lexicon",),
    "rules": ("rule",),
    "replies": ("reply",),
}


def _ids(parts: Parts, kind: str) -> tuple[str, ...]:
    return tuple(entry["id"] for _, _, entry in parts.entries(kind) if "id" in entry)


def _members(role: Mapping[str, Any]) -> tuple[str, ...]:
    members = role.get("members", ())
    return tuple(members) if isinstance(members, list) else ()


def _check_names(parts: Parts, detectors: tuple[str, ...]) -> None:
    names = defined(parts, detectors)
    known = {kind: frozenset(those) for kind, those in names.items()}
    for part in parts.parts:
        for ref in part.reading.refs:
            if ref.kind in known and ref.name not in known[ref.kind]:
                meant = _near(ref.node, ref.name, names[ref.kind])
                part.reading.report(f"no-such-{ref.kind}", ref.node, meant=meant, name=ref.name[:80])


def _near(node: Node, name: str, choices: Iterable[str]) -> str:
    """The name that was meant, with whatever the writer put before it, such as ``lexicons/``."""
    meant = closest(name, choices)
    return node.value[: len(node.value) - len(name)] + meant if meant else ""


def _check_unique(parts: Parts) -> None:
    for kind, key, noun in (("rules", "id", NAMED["rule"]), ("exceptions", "id", _EXCEPTION),
                            ("replies", "id", NAMED["reply"]), ("tests", "name", _TEST)):  # fmt: skip
        seen: dict[str, str] = {}
        for reading, number, entry in parts.entries(kind):
            node = reading.at(_LISTED[kind], number, key)
            _note_twice(seen, reading, node, str(entry.get(key, "")), noun)
    seen = {}
    for name, part, path, _ in parts.lexicons():
        _note_twice(seen, part.reading, part.reading.at(*path, key=True), name, NAMED["lexicon"])
    seen = {}
    for part in parts.of("playbook"):
        _note_twice(seen, part.reading, part.reading.at("id"), (part.value or {}).get("id", ""), _PLAYBOOK)


_EXCEPTION: Text = {"en": "exception", "zh-Hant": "例外"}
_TEST: Text = {"en": "test", "zh-Hant": "測試"}
_PLAYBOOK: Text = {"en": "playbook", "zh-Hant": "應變手冊"}


def _note_twice(seen: dict[str, str], reading: Reading, node: Node | None, name: str, noun: Text) -> None:
    here = f"{reading.name}:{node.line}" if node else reading.name
    if name and name in seen:
        reading.report("duplicate-name", node, kind=noun, name=name, other=seen[name])
    seen.setdefault(name, here)


# --- rules ---


def _check_rule(reading: Reading, number: int, rule: Mapping[str, Any]) -> None:
    here = ("rules", number)
    written = frozenset(_keys(reading.at(*here)))
    name = str(rule.get("id", number + 1))
    head = reading.at(*here, "id") if "id" in written else reading.at(*here)
    conditions = _keys(reading.at(*here, "when")) if "when" in written else {}
    if not written & {"find", "require"} and not conditions:
        reading.report("fires-always", head, rule=name)
        return
    if {"find", "require"} <= written:
        reading.report("find-and-require", reading.at(*here, "require", key=True), rule=name)
    if rule.get("verdict") in ("approve", "hand-over") and "to" not in written:
        reading.report("missing-addressee", reading.at(*here, "verdict"), rule=name, verdict=rule["verdict"])
    _check_fix(reading, here, rule, name, "find" in written)
    _check_guesses(reading, here, rule, name)
    for lang, text in rule.get("say", {}).items():
        _check_placeholders(reading, reading.at(*here, "say", lang), text, name, "find" in written)


def _keys(node: Node | None) -> dict[str, Any]:
    return node.value if node is not None and isinstance(node.value, dict) else {}


def _check_fix(reading: Reading, here: tuple[str, int], rule: Mapping[str, Any], name: str, finds: bool) -> None:
    for key, what in _CHANGES.items():
        if key in rule.get("fix", {}) and not finds:
            reading.report("bad-fix", reading.at(*here, "fix", key, key=True), rule=name, what=what)


def _check_guesses(reading: Reading, here: tuple[str, int], rule: Mapping[str, Any], name: str) -> None:
    """A guess forbids nothing, lifts no prohibition, and stands for nothing that must be there."""
    guessed = [
        key
        for key, sources in {**rule, "mentions": rule.get("when", {}).get("mentions", ())}.items()
        if key in ("find", "mentions", "require", "unless")
        and any("classifier" in s for s in sources if isinstance(s, dict))
    ]
    if guessed and rule.get("verdict") == "block":
        reading.report("classifier-blocks", reading.at(*here, "verdict"), rule=name)
    if "require" in guessed:
        reading.report("classifier-required", reading.at(*here, "require", key=True), rule=name)


_CHANGES: Mapping[str, Text] = {
    "replace_with": {"en": "replace", "zh-Hant": "取代"},
    "delete": {"en": "delete", "zh-Hant": "刪除"},
}


def _check_placeholders(reading: Reading, node: Node | None, text: str, rule: str, finds: bool) -> None:
    for value in re.findall(r"\{[^{}]*\}", text):
        if value not in ("{match}", "{kind}"):
            meant = closest(value, ("{match}", "{kind}"))
            reading.report("bad-placeholder", node, meant=meant, value=value[:40])
        elif not finds:
            reading.report("nothing-to-match", node, rule=rule, value=value)


# --- examples ---


def _check_examples(parts: Parts) -> None:
    secret = {name: value for name, _, _, value in parts.lexicons() if value.get("secret")}
    places = {name: (part, path) for name, part, path, _ in parts.lexicons()}
    known_lexicons = all(part.value is not None for part in parts.of("lexicon"))
    secrets = SecretWords(parts)
    for reading, number, rule in parts.entries("rules"):
        _check_open(reading, number, rule, secrets)
        found = [source for source in rule.get("find", []) if isinstance(source, str)]
        lexicons = [source.partition("/")[2] for source in found if source.startswith("lexicons/")]
        if lexicons and len(lexicons) == len(rule.get("find", [])) and all(name in secret for name in lexicons):
            _require_secret_examples(parts, rule, [(name, *places[name], secret[name]) for name in lexicons])
        elif known_lexicons or not lexicons:
            _require_examples(parts, reading, number, rule)


def _require_examples(parts: Parts, reading: Reading, number: int, rule: Mapping[str, Any]) -> None:
    for key in ("fires", "silent"):
        missing = tuple(lang for lang in parts.languages if not rule.get(key, {}).get(lang))
        if missing and not _broken(reading, number, key):
            node = reading.at("rules", number, key, key=True) if key in rule else reading.at("rules", number, "id")
            reading.report("missing-examples", node, rule=str(rule.get("id", number + 1)), key=key, lang=missing)


def _broken(reading: Reading, number: int, key: str) -> bool:
    """Whether the examples are there but could not be read, which is said elsewhere."""
    node = reading.at("rules", number)
    there = node is not None and isinstance(node.value, dict) and node.value.get(key)
    return bool(there) and not isinstance(there[1].value, dict)  # type: ignore[index]


def _require_secret_examples(
    parts: Parts, rule: Mapping[str, Any], lexicons: list[tuple[str, Part, tuple[str, ...], Mapping[str, Any]]]
) -> None:
    name, part, path, _ = lexicons[0]
    for key in ("fires", "silent"):
        there = {lang for *_, value in lexicons for lang, examples in value.get(key, {}).items() if examples}
        missing = tuple(lang for lang in parts.languages if lang not in there)
        if missing:
            node, rule_id = part.reading.at(*path, "terms", key=True), str(rule.get("id", "?"))
            part.reading.report("missing-secret-examples", node, lexicon=name, key=key, lang=missing, rule=rule_id)


def _check_open(reading: Reading, number: int, rule: Mapping[str, Any], secrets: SecretWords) -> None:
    """No example of rules.yaml may hold a secret word."""
    for key in ("fires", "silent"):
        for lang, examples in rule.get(key, {}).items():
            for place, example in enumerate(examples):
                text = example if isinstance(example, str) else example.get("text", "")
                held = secrets.held_in(text)
                if held is not None:
                    node = reading.at("rules", number, key, lang, place)
                    reading.report("secret-in-open", node, lexicon=held)


def folded(text: str) -> str:
    """A text as secret words are looked for in it: compatibility forms and case undone."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


class SecretWords:
    """Every word of the secret lexicons, so that nothing that holds one is shown."""

    def __init__(self, parts: Parts) -> None:
        self._lexicon_of: dict[str, str] = {}
        for name, _, _, value in parts.lexicons():
            for term in value.get("terms", ()) if value.get("secret") else ():
                self._add(name, (term,) if isinstance(term, str) else (term.get("term", ""), *term.get("also", ())))
        self._lengths = sorted({len(word) for word in self._lexicon_of})

    def _add(self, name: str, words: Iterable[str]) -> None:
        for word in words:
            self._lexicon_of.setdefault(folded(word), name)

    def held_in(self, text: str) -> str | None:
        """The lexicon of a secret word that the text holds; None when it holds none."""
        said = folded(text) if self._lengths else ""
        for length in self._lengths:
            for start in range(len(said) - length + 1):
                name = self._lexicon_of.get(said[start : start + length])
                if name is not None:
                    return name
        return None


def hush(problems: Iterable[Problem], secrets: SecretWords) -> Iterator[Problem]:
    """The problems with every source line and word left out that holds a secret word."""
    for problem in problems:
        said = "\n".join([problem.source, problem.meant, *(str(param) for param in problem.params.values())])
        if secrets.held_in(said) is None:
            yield problem
        else:
            params = {key: HIDDEN if isinstance(param, str) and secrets.held_in(param) else param
                      for key, param in problem.params.items()}  # fmt: skip
            yield msgspec.structs.replace(problem, source="", caret=0, width=1, meant="", params=params)


# --- the rest ---


def _check_lexicons(parts: Parts) -> None:
    refs = {kind: {ref.name for part in parts.parts for ref in part.reading.refs if ref.kind == kind}
            for kind in ("lexicon", "number")}  # fmt: skip
    readable = not any(problem.severity == "error" for part in parts.of("rules") for problem in part.reading.problems)
    for name, part, path, value in parts.lexicons():
        _check_near(part.reading, path, value)
        if readable and name not in refs["lexicon"]:
            node = part.reading.at(*path, key=True) if path else part.reading.at("terms", key=True)
            called = HIDDEN if path and part.reading.secret else name
            part.reading.report("unused", node, severity="warning", kind=NAMED["lexicon"], called=called)
    for part in parts.of("policy"):
        for name in parts.value("policy").get("numbers", {}) if readable else ():
            if name not in refs["number"]:
                node = part.reading.at("numbers", name, key=True)
                part.reading.report("unused", node, severity="warning", kind=NAMED["number"], called=name)


def _check_near(reading: Reading, path: tuple[str, ...], value: Mapping[str, Any]) -> None:
    if all(isinstance(term, str) or ("near" in term) == ("within" in term) for term in value.get("terms", ())):
        return
    listed = reading.at(*path, "terms")
    for place, node in enumerate(listed.value if listed is not None and isinstance(listed.value, list) else ()):
        keys = {"near", "within"} & set(_keys(node))
        if len(keys) == 1:
            missing = ({"near", "within"} - keys).pop()
            key = reading.at(*path, "terms", place, *keys, key=True)
            reading.report("near-and-within", key, missing=f"`{missing}`")


def _check_windows(parts: Parts) -> None:
    for part in parts.of("policy"):
        calendar = frozenset(parts.value("policy").get("calendar", ()))
        for name, window in parts.value("policy").get("windows", {}).items():
            node = part.reading.at("windows", name, key=True)
            what = _wrong_window(window, set(_keys(part.reading.at("windows", name))))
            if what is not None:
                part.reading.report("bad-window", node, window=name, what=what)
            for event in window.get("before", {}):
                if event not in calendar:
                    key = part.reading.at("windows", name, "before", event, key=True)
                    part.reading.report("no-such-event", key, meant=closest(event, calendar), name=event)


def _wrong_window(window: Mapping[str, Any], keys: set[str]) -> Text | None:
    if not keys & {"before", "from", "to"}:
        return {"en": "has neither `before` nor `from` and `to`", "zh-Hant": "既沒有 `before`，也沒有 `from` 和 `to`"}
    if len(keys & {"from", "to"}) == 1:
        return {"en": "needs both `from` and `to`", "zh-Hant": "的 `from` 和 `to` 要一起寫"}
    if "from" in window and "to" in window and window["from"] > window["to"]:
        return {"en": "ends before it begins", "zh-Hant": "的迄日早於起日"}
    return None


def _check_accounts(parts: Parts) -> None:
    for kind in ("rules", "exceptions"):
        for reading, number, entry in parts.entries(kind):
            accounts = set(entry.get("when", {}).get("account", ()))
            if len(accounts) > 1 and accounts & {"personal", "company"} and accounts - {"personal", "company"}:
                reading.report("mixed-accounts", reading.at(_LISTED[kind], number, "when", "account"))


def _check_quiz(parts: Parts) -> None:
    for reading, number, question in parts.entries("quiz"):
        if question.get("choices") and not any(choice.get("right") for choice in question["choices"]):
            node = reading.at("questions", number, "choices", key=True)
            reading.report("missing-key", node, key="right: true", where=f"questions[{number + 1}].choices")
