"""One file's bytes as a tree of nodes that know their place: strict YAML, without aliases, tags or bombs."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import yaml

from sayso.core.policy.model import Text
from sayso.core.policy.problems import HIDDEN, Param, Problem, Severity, excerpt

DEEPEST = 32
MOST_VALUES = 500_000
MOST_PROBLEMS = 100

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
"""What YAML 1.1 counts as the end of a line."""
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
"""What YAML 1.1 calls non-printable (production 1, c-printable)."""
_FULL_WIDTH = re.compile("^[ \t]*(?:- +)*([A-Za-z_][\\w.-]*)(：|:\u3000)")
OWN_WORDS = frozenset(("value", "word", "name", "tag", "reason"))
"""Parameters of a problem that may hold words of the file."""
_PLAIN_STEPS = frozenset(
    (
        "terms",
        "also",
        "near",
        "within",
        "until",
        "instead",
        "case",
        "note",
        "except",
        "secret",
        "fires",
        "silent",
        "text",
    )
)
"""Keys of a lexicon; anything else in a secret file's path may itself be a secret."""


class Node:
    """A scalar (`str`, as written), a list of nodes, or a map of key to (key node, value node)."""

    __slots__ = ("column", "end", "line", "plain", "spoilt", "value")

    def __init__(self, value: Any, start: Any, end: Any, plain: bool) -> None:
        self.value: Any = value
        self.line: int = start.line + 1
        self.column: int = start.column + 1
        self.end: int = end.column + 1 if end.line == start.line else 0
        self.plain = plain
        self.spoilt = False
        """What is wrong with it was said already."""

    @property
    def width(self) -> int:
        """Characters to underline; one when the node goes over several lines."""
        return max(1, self.end - self.column)


class Ref(NamedTuple):
    """A name that must be defined somewhere: its kind, and where it stands."""

    kind: str
    name: str
    node: Node


class Reading:
    """One file while it is read: its text, its tree, and the problems and references met so far."""

    def __init__(self, name: str, raw: bytes, languages: tuple[str, ...] = ()) -> None:
        self.name = name
        self.languages = languages
        self.problems: list[Problem] = []
        self.refs: list[Ref] = []
        self.path: list[str | int] = []
        self.root: Node | None = None
        self.text = _decode(raw)[0]
        self.lines: Sequence[str] = _BREAK.split(self.text)
        self.secret = name.startswith("lexicons/") and _looks_secret(self.text)
        self.is_text = self._check_text(raw)

    def _check_text(self, raw: bytes) -> bool:
        bad = _decode(raw)[1]
        if bad is not None:
            self._report_at("not-utf8", len(self.text), byte=f"0x{bad:02X}")
            return False
        control = _CONTROL.search(self.text)
        if control:
            self._report_at("not-text", control.start(), char=f"U+{ord(control[0]):04X}")
        return control is None

    def compose(self) -> Node | None:
        """The tree of the file; None when there is none. Problems are noted."""
        if self.is_text:
            try:
                self.root = _grow(self)
            except _Stop:
                pass
            except yaml.MarkedYAMLError as error:
                _diagnose(self, error)
        return self.root

    def report(
        self, code: str, node: Node | None, *, meant: str = "", severity: Severity = "error", **params: Param
    ) -> None:
        """Note a problem at a node (None: with the file as a whole)."""
        if node is None:
            self.note(code, 0, 0, 1, params, meant, severity)
        else:
            self.note(code, node.line, node.column, node.width, params, meant, severity)

    def note(
        self,
        code: str,
        line: int,
        column: int,
        width: int = 1,
        params: Mapping[str, Param] | None = None,
        meant: str = "",
        severity: Severity = "error",
    ) -> None:
        """Note a problem at a line and column, hiding what a secret file says."""
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(self.problem(code, line, column, width, params or {}, meant, severity))
        elif len(self.problems) == MOST_PROBLEMS:
            self.problems.append(Problem("more-problems", self.name, params={"count": 1}))
        else:
            count = int(str(self.problems[-1].params["count"])) + 1
            self.problems[-1] = Problem("more-problems", self.name, params={"count": count})

    def problem(
        self,
        code: str,
        line: int,
        column: int,
        width: int,
        params: Mapping[str, Param],
        meant: str = "",
        severity: Severity = "error",
    ) -> Problem:
        """A problem at a place of this file, not noted."""
        kept = dict(params)
        source, caret = "", 0
        if self.secret:
            kept = {key: HIDDEN if key in OWN_WORDS else value for key, value in kept.items()}
        elif 0 < line <= len(self.lines):
            source, caret = excerpt(self.lines[line - 1], column)
        return Problem(code, self.name, line, column, kept, source, caret, width, meant, severity)

    def keep_secret(self) -> None:
        """Show nothing of this file, neither in the problems to come nor in those noted already."""
        self.secret = True
        noted, self.problems = self.problems, []
        for one in noted:
            self.note(one.code, one.line, one.column, one.width, one.params, one.meant, one.severity)

    def where(self) -> str:
        """The place in the file in words, such as ``rules[earnings-talk].when``; the file's name for the whole."""
        if not self.path:
            return self.name
        if self.secret:
            return _blindly(self.path)
        return _described(self.root, self.path)

    def at(self, *path: str | int, key: bool = False) -> Node | None:
        """The node at a path as far as it exists; with `key` the key itself."""
        node, shown = self.root, self.root
        for step in path:
            if node is None:
                break
            shown, node = _step(node, step)
            node = node or shown
            shown = shown or node
        return shown if key else node

    def _report_at(self, code: str, offset: int, **params: Param) -> None:
        before = _BREAK.split(self.text[:offset])
        self.note(code, len(before), len(before[-1]) + 1, 1, params)


def closest(name: str, choices: Iterable[str]) -> str:
    """The choice that was probably meant; empty when none is near."""
    folded = {choice.casefold(): choice for choice in choices}
    near = difflib.get_close_matches(name.casefold()[:60], folded, n=1, cutoff=0.6)
    return folded[near[0]] if near else ""


def _step(node: Node, step: str | int) -> tuple[Node | None, Node | None]:
    value = node.value
    if isinstance(value, dict) and step in value:
        key, inner = value[step]
        return key, inner
    if isinstance(value, list) and isinstance(step, int) and step < len(value):
        return value[step], value[step]
    return None, node


def _described(root: Node | None, path: Sequence[str | int]) -> str:
    words, node = "", root
    for step in path:
        node = _step(node, step)[1] if node is not None else None
        if isinstance(step, int):
            words += f"[{_label(node) or step + 1}]"
        else:
            words += f".{step}" if words else step
    return words


def _blindly(path: Sequence[str | int]) -> str:
    """The path without anything that the writer made up."""
    steps = [f"[{step + 1}]" if isinstance(step, int) else f".{step if step in _PLAIN_STEPS else '…'}" for step in path]
    return "".join(steps).lstrip(".")


def _label(node: Node | None) -> str:
    """What a person would call an item of a list: its id or name."""
    value = node.value if node is not None else None
    if isinstance(value, dict):
        for key in ("id", "name", "term"):
            if key in value and isinstance(value[key][1].value, str):
                return str(value[key][1].value)[:40]
    return ""


def _decode(raw: bytes) -> tuple[str, int | None]:
    """The text, without byte order mark, up to the first byte that is not UTF-8, and that byte."""
    try:
        return raw.decode("utf-8-sig"), None
    except UnicodeDecodeError as error:
        return raw[: error.start].decode("utf-8-sig", "ignore"), raw[error.start]


_KEY = re.compile(r"(?:^|[{,\n\r])[\s-]*[\"']?([A-Za-z_]{4,9})[\"']?\s*[:：]")


def _looks_secret(text: str) -> bool:
    """When in doubt, yes: the word stands anywhere, or a key looks like a misspelling of it."""
    if "secret" in text.casefold():
        return True
    return any(difflib.SequenceMatcher(None, key.casefold(), "secret").ratio() > 0.7 for key in set(_KEY.findall(text)))


# --- growing the tree ---


class _Stop(Exception):
    """Nothing after this point can be read."""


def _grow(reading: Reading) -> Node | None:
    """The tree, built from the parser's events, so that depth and size are checked before anything is built."""
    root: Node | None = None
    open_nodes: list[Node] = []
    keys: list[Node | None] = []
    count = documents = 0
    events: Iterable[Any] = yaml.parse(reading.text, Loader=LOADER)
    for event in events:
        kind = type(event)
        if kind is yaml.ScalarEvent:
            node = Node(event.value, event.start_mark, event.end_mark, event.implicit[0])
            _check_scalar(reading, node, event)
        elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
            node = Node({} if kind is yaml.MappingStartEvent else [], event.start_mark, event.end_mark, False)
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            open_nodes.pop()
            keys.pop()
            continue
        elif kind is yaml.AliasEvent:
            node = Node("", event.start_mark, event.end_mark, False)
            node.spoilt = True
            reading.report("yaml-alias", node)
        else:
            documents += kind is yaml.DocumentStartEvent
            if documents > 1:
                reading.note("many-documents", event.start_mark.line + 1, event.start_mark.column + 1)
                raise _Stop
            continue
        if kind is not yaml.AliasEvent and (event.anchor or event.tag):
            _check_marks(reading, node, event)
        count += 1
        if count > MOST_VALUES:
            reading.report("too-many-values", node, most=MOST_VALUES)
            raise _Stop
        if not open_nodes:
            root = node
        else:
            _attach(reading, open_nodes, keys, node)
        if not isinstance(node.value, str):
            open_nodes.append(node)
            keys.append(None)
            if len(open_nodes) > DEEPEST:
                reading.report("too-deep", node, most=DEEPEST)
                raise _Stop
    return root


def _attach(reading: Reading, open_nodes: list[Node], keys: list[Node | None], node: Node) -> None:
    parent = open_nodes[-1].value
    if isinstance(parent, list):
        parent.append(node)
        return
    key = keys[-1]
    if key is None:
        keys[-1] = node
        return
    keys[-1] = None
    name = key.value
    if not isinstance(name, str):
        reading.report("bad-yaml", key, what=_WHAT["key"])
    elif name in parent:
        reading.report("duplicate-key", key, word=name, first=parent[name][0].line)
    else:
        _check_key(reading, key)
        parent[name] = (key, node)


def _check_key(reading: Reading, key: Node) -> None:
    if key.plain and key.value == "<<":
        key.spoilt = True
        reading.report("yaml-alias", key)
    elif "\u3000" in key.value[:1] + key.value[-1:]:
        key.spoilt = True
        reading.report("full-width-space", key)


def _check_scalar(reading: Reading, node: Node, event: Any) -> None:
    """A line `key：value` below a text is swallowed by that text; say so instead of guessing."""
    if node.plain and node.end == 0:
        for line in range(node.line + 1, min(event.end_mark.line + 2, len(reading.lines) + 1)):
            node.spoilt |= _full_width(reading, line)


def _check_marks(reading: Reading, node: Node, event: Any) -> None:
    if event.anchor:
        reading.report("yaml-alias", node)
    if event.tag:
        reading.report("yaml-tag", node, tag=event.tag[:40])


def _full_width(reading: Reading, line: int) -> bool:
    """Note a full-width colon or space after a key in the line."""
    match = _FULL_WIDTH.match(reading.lines[line - 1]) if 0 < line <= len(reading.lines) else None
    if match is None:
        return False
    if match[2] == "：":
        reading.note("full-width-colon", line, match.start(2) + 1, 1, {"word": match[1]})
    else:
        reading.note("full-width-space", line, match.start(2) + 2, 1)
    return True


# --- explaining what the parser stumbled over ---

_WHAT: Mapping[str, Text] = {
    "key": {"en": "a key must be a single text", "zh-Hant": "欄位名稱必須是單純的文字"},
    "list": {
        "en": "the list that `[` opens in line {line} is not closed, a comma is missing, or a text in it needs quotes",
        "zh-Hant": "第 {line} 行 `[` 開始的清單沒有收尾、少了逗號，或其中的文字需要加引號",
    },
    "map": {
        "en": "the map that `{{` opens in line {line} is not closed, a comma is missing, or a text in it needs quotes",
        "zh-Hant": "第 {line} 行 `{{` 開始的對照表沒有收尾、少了逗號，或其中的文字需要加引號",
    },
    "quote": {"en": "the quotation mark that opens here is never closed", "zh-Hant": "這裡的引號沒有收尾"},
    "colon": {
        "en": "a colon stands inside a text; quote the text, or indent the line like its neighbours",
        "zh-Hant": "文字裡出現冒號；請替整段文字加引號，或讓這一行和相鄰的行對齊",
    },
    "no-colon": {"en": "a `:` and a value are missing after this key", "zh-Hant": "這個欄位後面少了 `:` 和值"},
    "indent": {
        "en": "this line is indented differently from the lines it belongs to",
        "zh-Hant": "這一行的縮排和同一組的其他行不一樣",
    },
    "start": {
        "en": "a text cannot start with this character; put it in quotes",
        "zh-Hant": "文字不能用這個字元開頭；請加引號",
    },
    "blank": {
        "en": "a text that begins with a placeholder such as `{{match}}` needs quotes around it",
        "zh-Hant": "以 `{{match}}` 這類代換開頭的文字，整段都要加引號",
    },
    "escape": {
        "en": "a backslash means something else in double quotes; use single quotes",
        "zh-Hant": "反斜線在雙引號裡有別的意思；請改用單引號",
    },
    "other": {"en": "its punctuation does not fit together", "zh-Hant": "標點符號對不起來"},
}

_SIGNS: Sequence[tuple[str, str]] = (
    ("',' or ']'", "list"),
    ("',' or '}'", "map"),
    ("end of stream", "quote"),
    ("document indicator", "quote"),
    ("mapping values", "colon"),
    ("could not find expected ':'", "no-colon"),
    ("expected key", "indent"),
    ("'-' indicator", "indent"),
    ("block end", "indent"),
    ("cannot start any token", "start"),
    ("escape", "escape"),
)
"""Words in the parser's own message, and what they come down to."""
_BLANK = re.compile(r"[:,{\[-]\s*(\{\w+\})\s*$")
"""A value so far, when it is a placeholder: the parser took it for a whole map, and stumbles over what follows."""


def _diagnose(reading: Reading, error: yaml.MarkedYAMLError) -> None:
    """Say in the writer's terms what the parser stumbled over."""
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    opened = error.context_mark.line + 1 if error.context_mark else line
    if "nesting depth" in (error.problem or ""):  # the parser reads ahead and stumbles before the depth is counted
        reading.note("too-deep", line, column, 1, {"most": DEEPEST})
        return
    nearby = range(max(1, min(line, opened) - 1), line + 1)
    if sum(_full_width(reading, number) for number in nearby):  # all of them, not only the first
        return
    tab = _tab(reading, line, column, error.problem or "")
    if tab:
        reading.note("tab", line, tab)
        return
    sign = next((name for words, name in _SIGNS if words in (error.problem or "")), "other")
    ends_open = sign in ("list", "map") and not "".join(reading.lines[line - 1 :]).strip()
    if (sign == "quote" or ends_open) and error.context_mark:
        line, column = opened, error.context_mark.column + 1
    line = min(line, len(reading.lines))
    blank = _BLANK.search(reading.lines[line - 1][: column - 1]) if sign in ("list", "map", "indent") else None
    if blank:
        sign, column = "blank", blank.start(1) + 1
    what = {lang: words.format(line=opened) for lang, words in _WHAT[sign].items()}
    reading.note("bad-yaml", line, column, 1, {"what": what})


def _tab(reading: Reading, line: int, column: int, problem: str) -> int:
    """The column of a tab that indents the line or stands at the place; 0 when there is none."""
    text = reading.lines[line - 1] if line <= len(reading.lines) else ""
    lead = text[: len(text) - len(text.lstrip())]
    if "\t" in lead:
        return lead.index("\t") + 1
    return column if text[column - 1 : column] == "\t" or "tab character" in problem else 0
