"""A policy's files to a policy and back: the one door through which policies come in and go out as text."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, cast

import msgspec

from sayso.core.policy import clauses as prose
from sayso.core.policy import consistency, translations
from sayso.core.policy.consistency import Part, Parts
from sayso.core.policy.format import FILES, FORMAT, LOCK_NAME, FileKind, kind_of, may_be_secret
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
from sayso.core.policy.problems import HIDDEN, Param, Problem, Severity, worst_first
from sayso.core.policy.shape import BAD, LANGUAGE
from sayso.core.policy.stories import Expected, PolicyTest
from sayso.core.policy.tree import OWN_WORDS, Reading, closest
from sayso.core.policy.writing import CannotEdit, dump, edit
from sayso.core.post import Context, Image, Post

__all__ = ["CannotEdit", "Expected", "Folder", "Parsed", "PolicyTest", "dump", "edit", "load", "parse", "read_folder"]

MOST_FILES = 2_000
LARGEST_FILE = 4 << 20
LARGEST_FOLDER = 32 << 20


class Parsed(msgspec.Struct, frozen=True):
    """What came of a policy's files."""

    policy: Policy | None
    """None when there is any error."""
    problems: tuple[Problem, ...]
    """Errors and warnings, worst file first."""
    tests: tuple[PolicyTest, ...] = ()
    lock: translations.Lock = {}
    """What translations.lock says; empty when there is none."""
    places: Mapping[str, Problem] = {}
    """Where each thing stands, by ``rule:ID``, ``rule:ID:fires:LANG:0``, ``clause:ID``, ``lexicon:NAME``,
    ``lexicon:NAME:silent:LANG:0``, ``exception:ID`` and ``test:NAME``: problems without a code."""
    secret_files: frozenset[str] = frozenset()

    def problem(self, about: str, code: str, severity: Severity = "error", **params: Param) -> Problem:
        """A problem found later, such as an example that does not fire, at the place of the thing it is about."""
        at = self.places.get(about) or Problem("", "policy.yaml")
        if at.file in self.secret_files:
            params = {key: HIDDEN if key in OWN_WORDS else param for key, param in params.items()}
        return msgspec.structs.replace(at, code=code, params=params, severity=severity)


class Folder(dict[str, bytes]):
    """The files of a policy folder by their path within it, and what could not be read."""

    problems: tuple[Problem, ...] = ()


# --- reading a folder ---


def load(path: Path | str, detectors: tuple[str, ...] = ()) -> Parsed:
    """The policy in a folder."""
    return parse(read_folder(path), detectors)


def read_folder(path: Path | str) -> Folder:
    """A policy folder's YAML files, Markdown files and translations.lock, by path with forward slashes.

    Hidden folders are passed over. What cannot be read, is too large or lies elsewhere becomes a problem.
    """
    root = Path(path)
    folder, size = Folder(), 0
    problems: list[Problem] = []
    for count, file in enumerate(_walk(root, problems)):
        name = file.relative_to(root).as_posix()
        if count >= MOST_FILES:
            problems.append(Problem("too-many-files", ".", params={"most": MOST_FILES}))
            break
        raw = _bytes(root, file, name, problems)
        size += len(raw or b"")
        if size > LARGEST_FOLDER:
            params: dict[str, Param] = {"what": _ALL_FILES, "most": LARGEST_FOLDER >> 20}
            problems.append(Problem("too-large", name, params=params))
            break
        if raw is not None:
            folder[name] = raw
    folder.problems = tuple(problems)
    return folder


_ALL_FILES = {"en": "the policy as a whole", "zh-Hant": "整份政策"}
_THIS_FILE = {"en": "the file", "zh-Hant": "檔案"}


def _walk(root: Path, problems: list[Problem]) -> Iterator[Path]:
    """Files that may belong to a policy, in the same order everywhere."""

    def failed(error: OSError) -> None:
        name = Path(error.filename).relative_to(root).as_posix() if error.filename else "."
        problems.append(_unreadable(name, error))

    for folder, folders, files in os.walk(root, onerror=failed):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if name.endswith((".yaml", ".yml", ".md")) or name == LOCK_NAME:
                yield Path(folder, name)


def _bytes(root: Path, file: Path, name: str, problems: list[Problem]) -> bytes | None:
    try:
        if file.is_symlink() and not file.resolve().is_relative_to(root.resolve()):
            problems.append(Problem("outside-folder", name))
            return None
        if not file.is_file():
            problems.append(Problem("unreadable-file", name, params={"reason": _NOT_A_FILE}))
            return None
        with file.open("rb") as opened:
            raw = opened.read(LARGEST_FILE + 1)
    except (OSError, RuntimeError) as error:
        problems.append(_unreadable(name, error))
        return None
    if len(raw) > LARGEST_FILE:
        problems.append(Problem("too-large", name, params={"what": _THIS_FILE, "most": LARGEST_FILE >> 20}))
        return None
    return raw


_NOT_A_FILE = {"en": "it is not a regular file", "zh-Hant": "不是一般檔案"}


def _unreadable(name: str, error: Exception) -> Problem:
    reason = getattr(error, "strerror", None) or "too many links"
    return Problem("unreadable-file", name, params={"reason": reason.lower()})


# --- parsing ---


def parse(files: Mapping[str, bytes], detectors: tuple[str, ...] = ()) -> Parsed:
    """The policy that the files say, with every problem of every file; pure.

    Keys are paths within the folder, with forward slashes. With `detectors`, the names of the built-in
    detectors, a rule that refers to another is a problem too.
    """
    head = _first_file(files)
    newer = _newer(head.reading)
    if newer is not None:
        return Parsed(None, (newer,))
    parts = _read_all(files, head)
    lock, lock_reading = _read_lock(files, parts.languages)
    consistency.check(parts, detectors)
    readings = [part.reading for part in parts.parts] + ([lock_reading] if lock_reading else [])
    problems = [problem for reading in readings for problem in reading.problems]
    problems += [*_misnamed(files), *(files.problems if isinstance(files, Folder) else ())]
    secrets = consistency.SecretWords(parts)
    failed = any(problem.severity == "error" for problem in problems)
    policy = None if failed else _policy(parts)
    places = _places(parts)
    if policy is not None and lock_reading is not None:
        headings = {(about[1], about[2]): at for name, at in places.items() if len(about := name.split(":")) == 3}
        problems += translations.out_of_step(policy, lock, headings)
    return Parsed(
        policy,
        worst_first(consistency.hush(problems, secrets)),
        () if failed else tuple(_tests(parts)),
        lock,
        {name: next(iter(consistency.hush([at], secrets))) for name, at in places.items()},
        frozenset(reading.name for reading in readings if reading.secret),
    )


def _first_file(files: Mapping[str, bytes]) -> Part:
    """policy.yaml, whose languages the reading of all else needs."""
    reading = Reading("policy.yaml", files.get("policy.yaml", b""))
    if "policy.yaml" in files:
        reading.compose()
        reading.languages = _languages(reading)
    else:
        reading.report("no-policy-file", None)
    return Part("policy", reading, None)


def _languages(reading: Reading) -> tuple[str, ...]:
    """The policy's languages, authoritative first; none when they cannot be made out."""
    root = reading.root.value if reading.root is not None else None
    languages = root["languages"][1].value if isinstance(root, dict) and "languages" in root else None
    if not isinstance(languages, dict) or "authoritative" not in languages:
        return ()
    first = languages["authoritative"][1].value
    others = languages["also"][1].value if "also" in languages else ()
    named = [first, *(node.value for node in others if isinstance(others, list))]
    tags = [lang for lang in named if isinstance(lang, str) and re.fullmatch(LANGUAGE.pattern, lang)]
    return tuple(dict.fromkeys(tags)) if first in tags else ()


def _newer(reading: Reading) -> Problem | None:
    node = reading.at("sayso") if reading.root is not None and isinstance(reading.root.value, dict) else None
    if node is None or not isinstance(node.value, str) or not node.value.isdecimal() or len(node.value) > 6:
        return None
    if int(node.value) <= FORMAT:
        return None
    params: dict[str, Param] = {"found": int(node.value), "reads": FORMAT}
    return reading.problem("newer-format", node.line, node.column, node.width, params)


def _read_all(files: Mapping[str, bytes], head: Part) -> Parts:
    parts = Parts(head.reading.languages)
    written = []
    for name in sorted(files):
        kind = kind_of(name)
        if kind is not None:
            reading = head.reading if kind.name == "policy" else Reading(name, files[name], parts.languages)
            parts.parts.append(Part(kind.name, reading, _value(kind, reading)))
        elif name.startswith("clauses/") and name.endswith(".md"):
            reading = Reading(name, files[name], parts.languages)
            written.append(prose.read(reading))
            parts.parts.append(Part("clauses", reading, ()))
    if "policy.yaml" not in files:
        parts.parts.append(head)
    parts.clauses, parts.sections = prose.together([file for file in written if file is not None], parts.languages)
    parts.clauses_readable = bool(parts.languages) and all(file is not None and file.is_readable for file in written)
    return parts


def _value(kind: FileKind, reading: Reading) -> Any:
    root = reading.root if kind.name == "policy" else reading.compose()
    if kind.name == "lexicon" and may_be_secret(root):
        reading.keep_secret()
    if root is None:
        if not reading.problems:
            reading.report("empty-file", None)
        return None
    value = kind.shape.read(root, reading)
    return None if value is BAD else value


def _read_lock(files: Mapping[str, bytes], languages: tuple[str, ...]) -> tuple[translations.Lock, Reading | None]:
    if LOCK_NAME not in files:
        return {}, None
    reading = Reading(LOCK_NAME, files[LOCK_NAME], languages)
    return translations.read(reading), reading


def _misnamed(files: Mapping[str, bytes]) -> Iterator[Problem]:
    """Files whose name is so near to one that is read that somebody will wonder why nothing happens."""
    for name in sorted(files):
        known = kind_of(name) or name == LOCK_NAME or (name.startswith("clauses/") and name.endswith(".md"))
        meant = "" if known else _meant_file(name)
        if meant:
            yield Problem("unknown-file", name, meant=meant)


def _meant_file(name: str) -> str:
    """The path that was probably meant; empty when the file is somebody else's business."""
    folder, _, base = name.rpartition("/")
    folders = {kind.glob.partition("/")[0] for kind in FILES if "/" in kind.glob} | {"clauses"}
    if not folder:
        plain = base.removesuffix(".yml").removesuffix(".yaml")
        singles = [kind.glob.removesuffix(".yaml") for kind in FILES if "/" not in kind.glob]
        near = "" if base.endswith(".md") else closest(plain, singles)
        return f"{near}.yaml" if near and _alike(plain, near) else ""
    top = closest(folder.partition("/")[0], folders)
    if not top or not _alike(folder.partition("/")[0], top) or (base.endswith(".md") and top != "clauses"):
        return ""
    return f"{top}/{Path(base).stem}.{'md' if top == 'clauses' else 'yaml'}"


def _alike(name: str, known: str) -> bool:
    """Whether a name is another spelling of a known one: capitals, a plural, a slip of one letter."""
    a, b = name.casefold(), known.casefold()
    return a == b or (abs(len(a) - len(b)) <= 1 and sum(x != y for x, y in zip(a, b, strict=False)) <= 1)


# --- plain values to the policy ---


def _policy(parts: Parts) -> Policy:
    head, people, channels = parts.value("policy"), parts.value("people"), parts.value("channels")
    return Policy(
        edition=head["edition"],
        languages=parts.languages,
        clauses=parts.clauses,
        rules=tuple(_rule(entry) for _, _, entry in parts.entries("rules")),
        lexicons=tuple(sorted((_lexicon(name, v) for name, _, _, v in parts.lexicons()), key=_name)),
        numbers=tuple(_number(name, value) for name, value in sorted(head.get("numbers", {}).items())),
        roles=tuple(_role(name, value) for name, value in sorted(people.get("roles", {}).items())),
        channels=tuple(sorted(channels.get("channels", ()))),
        windows=tuple(_window(name, value) for name, value in sorted(head.get("windows", {}).items())),
        calendar={event: tuple(sorted(days)) for event, days in head.get("calendar", {}).items()},
        exceptions=tuple(_exemption(entry) for _, _, entry in parts.entries("exceptions")),
        protected_speech=head.get("protected_speech", True),
        zone=people.get("hours", {}).get("zone", "UTC"),
        country=head["company"].get("country", ""),
        domains=tuple(head.get("domains", ())),
        names=_names(parts.languages, head["company"]["name"], channels.get("listen", {}).get("names", ())),
        more=_more(parts),
    )


def _name(value: Lexicon) -> str:
    return value.name


def _names(languages: tuple[str, ...], company: Mapping[str, str], listed: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*(company[lang] for lang in languages if lang in company), *listed]))


def _rule(entry: Mapping[str, Any]) -> Rule:
    return Rule(
        id=entry["id"],
        clause=entry["clause"],
        verdict=entry["verdict"],
        say=entry["say"],
        when=_when(entry.get("when", {})),
        find=_sources(entry.get("find", ())),
        require=_sources(entry.get("require", ())),
        unless=_sources(entry.get("unless", ())),
        to=entry.get("to"),
        fix=_fix(entry["fix"]) if "fix" in entry else None,
        owes=entry.get("owes"),
        shadow=entry.get("shadow", False),
        fires=_examples(entry.get("fires", {})),
        silent=_examples(entry.get("silent", {})),
    )


def _sources(written: Iterable[str | Mapping[str, Any]]) -> tuple[Source, ...]:
    return tuple(_source(one) for one in written)


def _source(written: str | Mapping[str, Any]) -> Source:
    if isinstance(written, str):
        folder, _, name = written.partition("/")
        match folder:
            case "lexicons":
                return Source("lexicon", (name,))
            case "numbers":
                return Source("number", (name,))
            case _:
                return Source("builtin", (name,))
    kind, value = next((kind, value) for kind, value in written.items() if kind != "above")
    return Source(cast(Any, kind), (value,) if isinstance(value, str) else tuple(value), written.get("above"))


def _when(written: Mapping[str, Any]) -> When:
    values = {key: tuple(value) for key, value in written.items() if key not in ("mentions", "account", "channel")}
    account, channel = _account(written.get("account", ()), written.get("channel", ()))
    return When(account=account, channel=channel, mentions=_sources(written.get("mentions", ())), **values)


def _account(account: Iterable[str], channel: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """A channel given as account means that channel of the company."""
    named = [name for name in account if name not in ("personal", "company")]
    kept = ("company",) if named else tuple(account)
    return kept, tuple(dict.fromkeys([*named, *channel]))


def _fix(written: Mapping[str, Any]) -> Fix:
    match written:
        case {"replace_with": "lexicon"}:
            return Fix(lexicon=True)
        case {"replace_with": text}:
            return Fix(replace_with=text)
        case {"append": text}:
            return Fix(append=text)
        case _:
            return Fix(delete=True)


def _examples(written: Mapping[str, Any]) -> tuple[Example, ...]:
    return tuple(_example(lang, one) for lang in sorted(written) for one in written[lang])


def _example(lang: str, written: str | Mapping[str, Any]) -> Example:
    if isinstance(written, str):
        return Example(text=written, lang=lang)
    account, channel = written.get("account"), written.get("channel")
    if account is not None and account not in ("personal", "company"):
        account, channel = "company", channel or account
    return Example(
        text=written["text"],
        lang=lang,
        by=written.get("by"),
        account=account,
        channel=channel,
        replying_to=written.get("replying_to"),
        has=tuple(written["has"]) if "has" in written else None,
        given=tuple(written["given"]) if "given" in written else None,
    )


def _lexicon(name: str, written: Mapping[str, Any]) -> Lexicon:
    return Lexicon(
        name=name,
        terms=tuple(_term(term) for term in written["terms"]),
        excepting=tuple(written.get("except", ())),
        secret=written.get("secret", False),
        fires=_examples(written.get("fires", {})),
        silent=_examples(written.get("silent", {})),
    )


def _term(written: str | Mapping[str, Any]) -> Term:
    if isinstance(written, str):
        return Term(written)
    return Term(
        term=written["term"],
        also=tuple(written.get("also", ())),
        near=tuple(written.get("near", ())),
        within=written.get("within", 0),
        until=written.get("until"),
        instead=written.get("instead"),
        case=written.get("case", "any"),
        note=written.get("note", ""),
    )


def _number(name: str, written: Mapping[str, Any]) -> NumberFormat:
    return NumberFormat(name, tuple(written["like"]), written["label"], written.get("check", "none"))


def _role(name: str, written: Mapping[str, Any]) -> Role:
    members = written["members"]
    everyone = members == "everyone"
    return Role(name, () if everyone else tuple(members), everyone, tuple(written.get("topics", ())))


def _window(name: str, written: Mapping[str, Any]) -> Window:
    before, owner = written.get("before", {}), written.get("owner", "")
    return Window(name, before, written.get("from"), written.get("to"), owner)


def _exemption(written: Mapping[str, Any]) -> Exemption:
    return Exemption(
        id=written["id"],
        rule=written["rule"],
        owner=written["owner"],
        until=written["until"],
        reason=written["reason"],
        when=_when(written.get("when", {})),
        match=tuple(written.get("match", ())),
    )


_READ_ELSEWHERE = frozenset(
    ("sayso", "edition", "languages", "protected_speech", "domains", "numbers", "windows", "calendar")
)


def _more(parts: Parts) -> dict[str, object]:
    """What the engine does not read, as plain values: texts, numbers, lists and maps."""
    head, people, channels = parts.value("policy"), parts.value("people"), parts.value("channels")
    more: dict[str, object] = {key: value for key, value in head.items() if key not in _READ_ELSEWHERE}
    more["company"] = _without(head["company"], "country")
    more["teams"] = people.get("teams", {})
    more["hours"] = _without(people.get("hours", {}), "zone")
    more["channels"] = {name: detail for name, detail in channels.get("channels", {}).items() if detail}
    more["listen"] = _without(channels.get("listen", {}), "names")
    more["security"] = channels.get("security", {})
    more["replies"] = parts.value("replies").get("replies", [])
    more["coverage"] = parts.value("coverage").get("controls", {})
    more["quiz"] = parts.value("quiz").get("questions", [])
    more["playbooks"] = {part.value["id"]: _without(part.value, "id") for part in parts.of("playbook")}
    more["sections"] = {
        str(section.number): _without(msgspec.to_builtins(section), "number") for section in parts.sections
    }
    return {key: _plain(value) for key, value in more.items() if value not in ({}, [])}


def _without(written: Mapping[str, Any], *keys: str) -> dict[str, Any]:
    return {key: value for key, value in written.items() if key not in keys}


def _plain(value: Any) -> Any:
    match value:
        case dict():
            return {key: _plain(inner) for key, inner in value.items()}
        case list() | tuple():
            return [_plain(inner) for inner in value]
        case date():
            return value.isoformat()
        case _:
            return value


# --- tests ---


def _tests(parts: Parts) -> Iterator[PolicyTest]:
    for part in parts.of("tests"):
        defaults = part.value.get("defaults", {})
        for number, written in enumerate(part.value["tests"]):
            node = part.reading.at("tests", number)
            yield _test(defaults | written, part.reading.name, node.line if node else 0)


def _test(written: Mapping[str, Any], file: str, line: int) -> PolicyTest:
    images = tuple(Image(**image) for image in written.get("images", ()))
    post = Post(written["post"], images, tuple(written.get("has", ())), written.get("lang", ""))
    return PolicyTest(
        name=written["name"],
        post=post,
        context=_context(written),
        expect=_expected(written["expect"]),
        known_gap=written.get("known_gap", ""),
        file=file,
        line=line,
    )


def _context(written: Mapping[str, Any]) -> Context:
    account, channel = written.get("account", ""), written.get("channel", "")
    if account not in ("", "personal", "company"):
        account, channel = "company", channel or account
    return Context(
        by=written.get("by", ""),
        roles=tuple(written.get("roles", ())),
        trained=tuple(written.get("trained", ())),
        account=account,
        channel=channel,
        replying_to=written.get("replying_to", ""),
        at=written.get("at"),
        given=tuple(written.get("given", ())),
    )


def _expected(written: str | Mapping[str, Any]) -> Expected:
    if isinstance(written, str):
        return Expected("pass", ())
    rules = tuple(written["rules"]) if "rules" in written else None
    return Expected(written["verdict"], rules, written.get("to"))


# --- places ---


def _places(parts: Parts) -> dict[str, Problem]:
    """Where each named thing stands."""
    places: dict[str, Problem] = {}
    for kind, path, key in (("rule", "rules", "id"), ("exception", "exceptions", "id"), ("test", "tests", "name")):
        for reading, number, entry in parts.entries(path):
            name = f"{kind}:{entry.get(key, '')}"
            places[name] = _blank(reading, path, number, key)
            places |= _example_places(reading, name, (path, number), entry)
    for name, part, inner, value in parts.lexicons():
        where = inner or ("terms",)
        node = part.reading.at(*where, key=True)
        if node is not None:
            places[f"lexicon:{name}"] = part.reading.problem("", node.line, node.column, node.width, {})
        places |= _example_places(part.reading, f"lexicon:{name}", inner, value)
    for part in parts.of("clauses"):
        places |= _clause_places(part.reading)
    return places


def _blank(reading: Reading, *path: str | int) -> Problem:
    node = reading.at(*path)
    return reading.problem("", node.line, node.column, node.width, {}) if node else Problem("", reading.name)


def _example_places(
    reading: Reading, name: str, path: tuple[str | int, ...], entry: Mapping[str, Any]
) -> dict[str, Problem]:
    return {
        f"{name}:{key}:{lang}:{number}": _blank(reading, *path, key, lang, number)
        for key in ("fires", "silent")
        for lang, examples in entry.get(key, {}).items()
        for number in range(len(examples))
    }


def _clause_places(reading: Reading) -> dict[str, Problem]:
    file = prose.read(Reading(reading.name, reading.text.encode(), reading.languages))
    if file is None:
        return {}
    lang = file.lang
    return {f"clause:{clause.id}:{lang}": reading.problem("", *clause.at, {}) for clause in file.clauses}
