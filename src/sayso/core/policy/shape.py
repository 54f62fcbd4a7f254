"""The shapes that a value in a file can have: each reads a node, says what is wrong with it, and describes itself."""

from __future__ import annotations

import re
import zoneinfo
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

import re2

from sayso.core.policy.model import Text
from sayso.core.policy.tree import Node, Reading, Ref, closest

Names = Mapping[str, tuple[str, ...]]
"""Kind of name -> the names that exist, for completion in editors."""

Schema = dict[str, Any]

BAD: Any = object()
"""What reading gives where a problem was noted."""


class Shape:
    """What a value must look like."""

    expected: ClassVar[Text] = {"en": "a text", "zh-Hant": "文字"}

    def read(self, node: Node, reading: Reading) -> Any:
        """The value as plain Python, or BAD after noting why not."""
        raise NotImplementedError

    def schema(self, names: Names) -> Schema:
        """The shape as JSON Schema (draft 7)."""
        raise NotImplementedError

    def wanted(self) -> Text:
        """What the value should be, in words."""
        return self.expected

    def refuse(self, node: Node, reading: Reading) -> Any:
        """Note that the value has the wrong type."""
        match = re.match(r"([A-Za-z_][\w.-]*)：", node.value) if isinstance(node.value, str) else None
        if node.spoilt:
            pass
        elif match:
            reading.report("full-width-colon", node, word=match[1])
        elif node.value == "" and node.plain:
            reading.report("empty-value", node, where=reading.where())
        else:
            reading.report("wrong-type", node, where=reading.where(), expected=self.wanted(), found=_found(node))
        return BAD


def _found(node: Node) -> Text:
    if isinstance(node.value, list):
        return {"en": "a list", "zh-Hant": "清單"}
    if isinstance(node.value, dict):
        return {"en": "a map", "zh-Hant": "對照表"}
    return {"en": "a single text", "zh-Hant": "單一文字"}


@dataclass(frozen=True)
class Form:
    """A form of text: a pattern, and its name in both languages with an example."""

    pattern: str
    en: str
    zh: str


class Scalar(Shape):
    """A value written as one text; quoted or not makes no difference."""

    def read(self, node: Node, reading: Reading) -> Any:
        if not isinstance(node.value, str):
            return self.refuse(node, reading)
        if node.spoilt:
            return BAD
        if not node.value.strip():
            reading.report("empty-value", node, where=reading.where())
            return BAD
        return self.take(node.value, node, reading)

    def take(self, value: str, node: Node, reading: Reading) -> Any:
        """The value of a text that is not empty."""
        raise NotImplementedError

    def malformed(self, node: Node, reading: Reading) -> Any:
        reading.report("bad-form", node, value=node.value[:80], expected=self.wanted())
        return BAD

    def schema(self, names: Names) -> Schema:
        return {"type": "string"}


@dataclass(frozen=True)
class Words(Scalar):
    """A text, of a certain form if one is given."""

    form: Form | None = None

    def take(self, value: str, node: Node, reading: Reading) -> Any:
        if self.form is None or re.fullmatch(self.form.pattern, value):
            return value
        expected: Text = {"en": self.form.en, "zh-Hant": self.form.zh}
        reading.report("bad-form", node, value=value[:80], expected=expected)
        return BAD

    def schema(self, names: Names) -> Schema:
        # An editor reads an unquoted 2026.2 as a number; Sayso reads it as the text it is.
        if self.form is None:
            return {"type": ["string", "number", "boolean"]}
        return {"type": ["string", "number"], "pattern": f"^(?:{self.form.pattern})$"}


@dataclass(frozen=True)
class Name(Scalar):
    """A name that is defined elsewhere in the policy."""

    kind: str

    def take(self, value: str, node: Node, reading: Reading) -> Any:
        reading.refs.append(Ref(self.kind, value, node))
        return value

    def schema(self, names: Names) -> Schema:
        known = names.get(self.kind, ())
        return {"type": "string", "enum": list(known)} if known else {"type": "string"}


@dataclass(frozen=True)
class Choice(Scalar):
    """One of a few words."""

    values: tuple[str, ...]

    def take(self, value: str, node: Node, reading: Reading) -> Any:
        if value in self.values:
            return value
        meant = closest(value, self.values)
        key = reading.where()
        reading.report("bad-value", node, meant=meant, value=value[:80], key=key, choices=self.values)
        return BAD

    def schema(self, names: Names) -> Schema:
        return {"type": "string", "enum": list(self.values)}


class Flag(Scalar):
    """True or false."""

    def take(self, value: str, node: Node, reading: Reading) -> Any:
        if value in ("true", "false"):
            return value == "true"
        meant = {"yes": "true", "on": "true", "是": "true", "no": "false", "off": "false", "否": "false"}
        meant_here = meant.get(value.casefold(), closest(value, ("true", "false")))
        key = reading.where()
        reading.report("bad-value", node, meant=meant_here, value=value[:80], key=key, choices=("true", "false"))
        return BAD

    def schema(self, names: Names) -> Schema:
        return {"type": "boolean"}


@dataclass(frozen=True)
class Count(Scalar):
    """A whole number within bounds."""

    least: int = 0
    most: int = 1_000_000_000

    def wanted(self) -> Text:
        return {"en": f"a whole number from {self.least} to {self.most}",
                "zh-Hant": f"介於 {self.least} 到 {self.most} 的整數"}  # fmt: skip

    def take(self, value: str, node: Node, reading: Reading) -> Any:
        if not re.fullmatch(r"-?[0-9]{1,12}", value) or not self.least <= int(value) <= self.most:
            return self.malformed(node, reading)
        return int(value)

    def schema(self, names: Names) -> Schema:
        return {"type": "integer", "minimum": self.least, "maximum": self.most}


class Share(Scalar):
    """A probability above one half, of at most four decimals."""

    expected: ClassVar[Text] = {"en": "a number above 0.5 and below 1, such as 0.9",
                "zh-Hant": "大於 0.5、小於 1 的數字（例如 0.9）"}  # fmt: skip

    def take(self, value: str, node: Node, reading: Reading) -> Any:
        if not re.fullmatch(r"0?\.[0-9]{1,4}", value) or float(value) <= 0.5:
            return self.malformed(node, reading)
        return float(value)

    def schema(self, names: Names) -> Schema:
        return {"type": "number", "exclusiveMinimum": 0.5, "exclusiveMaximum": 1}


class Day(Scalar):
    """A day of the calendar (ISO 8601)."""

    expected: ClassVar[Text] = {"en": "a day such as 2026-12-31", "zh-Hant": "日期（例如 2026-12-31）"}

    def take(self, value: str, node: Node, reading: Reading) -> Any:
        try:
            return date.fromisoformat(value if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value) else "")
        except ValueError:
            return self.malformed(node, reading)

    def schema(self, names: Names) -> Schema:
        return {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}


class Moment(Scalar):
    """A day, or a day and time, with or without a zone (ISO 8601)."""

    expected: ClassVar[Text] = {"en": "a day or time such as 2026-12-31 or 2026-12-31 18:30",
                "zh-Hant": "日期或時間（例如 2026-12-31 或 2026-12-31 18:30）"}  # fmt: skip

    def take(self, value: str, node: Node, reading: Reading) -> Any:
        try:
            if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
                return date.fromisoformat(value)
            if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9:.]{5,15}(Z|[+-][0-9]{2}:[0-9]{2})?", value):
                return datetime.fromisoformat(value)
        except ValueError:
            pass
        return self.malformed(node, reading)


LENGTH = r"[1-9][0-9]{0,4} ?(?:min|h|days?|weeks?|months?|years?)"


class Days(Scalar):
    """A number of days."""

    expected: ClassVar[Text] = {"en": "a number of days such as `30 days`", "zh-Hant": "天數（例如 `30 days`）"}

    def take(self, value: str, node: Node, reading: Reading) -> Any:
        match = re.fullmatch(r"([0-9]{1,4}) ?(days?|weeks?)", value)
        if match is None:
            return self.malformed(node, reading)
        return int(match[1]) * (7 if match[2].startswith("week") else 1)

    def schema(self, names: Names) -> Schema:
        return {"type": "string", "pattern": "^[0-9]{1,4} ?(days?|weeks?)$"}


class Zone(Scalar):
    """A time zone by its IANA name."""

    expected: ClassVar[Text] = {"en": "a time zone such as Asia/Taipei", "zh-Hant": "時區（例如 Asia/Taipei）"}

    def take(self, value: str, node: Node, reading: Reading) -> Any:
        known = zoneinfo.available_timezones()
        if value in known or (not known and re.fullmatch(r"[A-Za-z]+(/[A-Za-z0-9_+-]+){0,2}", value)):
            return value
        meant = closest(value, known)
        reading.report("bad-form", node, meant=meant, value=value[:80], expected=self.wanted())
        return BAD


_NOT_IN_RE2: tuple[tuple[str, Text], ...] = (
    (r"\(\?(<?[=!]|>)", {"en": "look-around does not exist in RE2 syntax; use `unless`, or `near` and `within`",
                  "zh-Hant": "RE2 語法沒有環視（look-around）；請改用 `unless`，或 `near` 加 `within`"}),
    (r"\\[1-9]|\(\?P=", {"en": "back-references do not exist in RE2 syntax; write the alternatives out",
               "zh-Hant": "RE2 語法沒有反向參照（back-reference）；請把各種寫法列出來"}),
)  # fmt: skip


class Pattern(Scalar):
    """A regular expression in RE2 syntax that cannot match the empty text."""

    def take(self, value: str, node: Node, reading: Reading) -> Any:
        reason = pattern_problem(value)
        if reason is None:
            return value
        reading.report("bad-pattern", node, reason=reason)
        return BAD


def pattern_problem(pattern: str) -> Text | None:
    """Why RE2 does not take a pattern; None when it does."""
    options = re2.Options()
    options.log_errors = False
    try:
        compiled = re2.compile(pattern, options)
    except re2.error as error:
        for sign, reason in _NOT_IN_RE2:
            if re.search(sign, pattern):
                return reason
        said = error.args[0] if error.args else ""
        said = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
        return {"en": f"RE2 says: {said}", "zh-Hant": f"RE2 的說明：{said}"}
    if compiled.search("") is not None:
        return {
            "en": "it matches the empty text, so it would match everywhere",
            "zh-Hant": "它連空字串都符合，等於到處都符合",
        }
    return None


class SourceName(Scalar):
    """A named thing to look for: ``lexicons/NAME``, ``builtin/NAME`` or ``numbers/NAME``."""

    FOLDERS: ClassVar[dict[str, str]] = {"lexicons": "lexicon", "builtin": "detector", "numbers": "number"}

    def take(self, value: str, node: Node, reading: Reading) -> Any:
        folder, slash, name = value.partition("/")
        if folder in self.FOLDERS and slash and name:
            reading.refs.append(Ref(self.FOLDERS[folder], name, node))
            return value
        near = closest(folder, self.FOLDERS)
        meant = f"{near}/{name}" if near and name else ""
        reading.report("bad-source", node, meant=meant, value=value[:80])
        return BAD

    def schema(self, names: Names) -> Schema:
        choices: list[Schema] = []
        for folder, kind in self.FOLDERS.items():
            known = names.get(kind, ())
            if known:
                choices.append({"enum": [f"{folder}/{name}" for name in known]})
            else:
                choices.append({"pattern": f"^{folder}/.+$"})
        return {"type": "string", "anyOf": choices}


# --- shapes made of shapes ---


@dataclass(frozen=True)
class Listed(Shape):
    """A list of things."""

    item: Shape
    least: int = 1

    expected: ClassVar[Text] = {"en": "a list", "zh-Hant": "清單"}

    def read(self, node: Node, reading: Reading) -> Any:
        if not isinstance(node.value, list):
            return self.refuse(node, reading)
        if len(node.value) < self.least:
            reading.report("empty-value", node, where=reading.where())
            return BAD
        values = []
        path = reading.path
        read = self.item.read
        path.append(0)
        for number, child in enumerate(node.value):
            path[-1] = number
            values.append(read(child, reading))
        path.pop()
        return [value for value in values if value is not BAD]

    def schema(self, names: Names) -> Schema:
        return {"type": "array", "items": self.item.schema(names)} | ({"minItems": self.least} if self.least else {})


@dataclass(frozen=True)
class Several(Shape):
    """One thing, or a list of them; read as a list."""

    item: Shape

    def read(self, node: Node, reading: Reading) -> Any:
        if isinstance(node.value, list):
            return Listed(self.item).read(node, reading)
        value = self.item.read(node, reading)
        return BAD if value is BAD else [value]

    def schema(self, names: Names) -> Schema:
        return {"anyOf": [self.item.schema(names), Listed(self.item).schema(names)]}


@dataclass(frozen=True)
class Either(Shape):
    """A short form written as one text, or a long form."""

    short: Shape
    long: Shape

    def read(self, node: Node, reading: Reading) -> Any:
        if isinstance(node.value, str):
            return self.short.read(node, reading)
        return self.long.read(node, reading)

    def schema(self, names: Names) -> Schema:
        return {"anyOf": [self.short.schema(names), self.long.schema(names)]}


@dataclass(frozen=True)
class Mapped(Shape):
    """Names of the writer's choosing, each with a thing."""

    form: Form
    item: Shape
    least: int = 0

    expected: ClassVar[Text] = {"en": "a map", "zh-Hant": "對照表"}

    def read(self, node: Node, reading: Reading) -> Any:
        if not isinstance(node.value, dict):
            return self.refuse(node, reading)
        if len(node.value) < self.least:
            reading.report("empty-value", node, where=reading.where())
            return BAD
        values = {}
        for name, (key, child) in node.value.items():
            named = Words(self.form).read(key, reading)
            reading.path.append(name)
            value = self.item.read(child, reading)
            reading.path.pop()
            if value is not BAD and named is not BAD:
                values[name] = value
        return values

    def schema(self, names: Names) -> Schema:
        inner = self.item.schema(names)
        return {
            "type": "object",
            "patternProperties": {f"^(?:{self.form.pattern})$": inner},
            "additionalProperties": False,
        }


LANGUAGE = Form(
    "[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", "a language tag such as en or zh-Hant", "語言標籤（例如 zh-Hant 或 en）"
)


@dataclass(frozen=True)
class ByLanguage(Shape):
    """One thing per language of the policy."""

    item: Shape
    complete: bool = True
    """Every language must be there."""

    expected: ClassVar[Text] = {"en": "one entry per language, such as {en: …, zh-Hant: …}",
                "zh-Hant": "每種語言各一（例如 {zh-Hant: …, en: …}）"}  # fmt: skip

    def read(self, node: Node, reading: Reading) -> Any:
        if not isinstance(node.value, dict):
            return self.refuse(node, reading)
        values = {}
        meant = set()
        for lang, (key, child) in node.value.items():
            meant.add(self._check(lang, key, reading))
            reading.path.append(lang)
            values[lang] = self.item.read(child, reading)
            reading.path.pop()
        for lang in reading.languages if self.complete else ():
            if lang not in values and lang not in meant:
                reading.report("missing-translation", node, what=reading.where(), lang=lang)
        return {lang: value for lang, value in values.items() if value is not BAD}

    def _check(self, lang: str, key: Node, reading: Reading) -> str:
        """Note a language that is not the policy's; the one that was meant."""
        if not reading.languages or lang in reading.languages:
            return lang
        meant = closest(lang, reading.languages)
        if lang.lower() in ("zh-tw", "tw", "zh", "cht") and "zh-Hant" in reading.languages:
            meant = "zh-Hant"
        if not key.spoilt:
            reading.report("unknown-language", key, meant=meant, word=lang[:20], choices=reading.languages)
        return meant

    def schema(self, names: Names) -> Schema:
        known = names.get("language", ())
        inner = self.item.schema(names)
        if not known:
            return {
                "type": "object",
                "patternProperties": {f"^{LANGUAGE.pattern}$": inner},
                "additionalProperties": False,
            }
        body: Schema = {"type": "object", "properties": dict.fromkeys(known, inner), "additionalProperties": False}
        return body | ({"required": list(known)} if self.complete else {})


@dataclass(frozen=True)
class Field:
    """A key of a map: its shape and what it means, in one sentence per language."""

    shape: Shape
    en: str
    zh: str
    needed: bool = False
    was: tuple[str, ...] = ()
    """What people write instead, so that the right key can be offered."""


@dataclass(frozen=True)
class Fields(Shape):
    """A map with known keys."""

    fields: Mapping[str, Field]
    one_of: tuple[str, ...] = ()
    """Exactly one of these must be there."""
    together: tuple[str, ...] = ()
    """Either all of these are there or none is."""
    title: str = ""
    """Where the reference page describes it."""

    expected: ClassVar[Text] = {"en": "a map of keys and values", "zh-Hant": "對照表（欄位: 值）"}

    def read(self, node: Node, reading: Reading) -> Any:
        if not isinstance(node.value, dict):
            return self.refuse(node, reading)
        values = {}
        meant = set()
        path = reading.path
        for key, (key_node, child) in node.value.items():
            known = self.fields.get(key)
            if known is None:
                meant.add(self._unknown(key, key_node, reading))
                continue
            path.append(key)
            value = known.shape.read(child, reading)
            path.pop()
            if value is not BAD:
                values[key] = value
        self._check_present(node, reading, meant)
        return values

    def _unknown(self, key: str, node: Node, reading: Reading) -> str:
        """Note an unknown key; the key that was meant, or an empty text."""
        match = re.match(r"([A-Za-z_][\w.-]*)：", key)
        if match:
            reading.report("full-width-colon", node, word=match[1])
            return match[1]
        if node.spoilt:
            return key.strip("\u3000")
        old = next((name for name, known in self.fields.items() if key in known.was), "")
        meant = old or closest(key, self.fields)
        reading.report("unknown-key", node, meant=meant, word=key[:60], where=reading.where())
        return meant

    def _check_present(self, node: Node, reading: Reading, meant: set[str]) -> None:
        """Note keys that are needed and neither there nor, by the look of it, meant by an unknown one."""
        for key, known in self.fields.items():
            if known.needed and key not in node.value and key not in meant:
                reading.report("missing-key", _first(node), key=key, where=reading.where())
        if self.one_of and not meant & set(self.one_of) and sum(key in node.value for key in self.one_of) != 1:
            reading.report("one-of", _first(node), where=reading.where(), choices=self.one_of)
        there = [key for key in self.together if key in node.value or key in meant]
        for key in self.together if there else ():
            if key not in there:
                reading.report("missing-key", _first(node), key=key, where=reading.where())

    def schema(self, names: Names) -> Schema:
        body: Schema = {"type": "object", "additionalProperties": False, "properties": {
            key: {"description": f"{known.en} {known.zh}"} | known.shape.schema(names)
            for key, known in self.fields.items()}}  # fmt: skip
        needed = [key for key, known in self.fields.items() if known.needed]
        if needed:
            body["required"] = needed
        if self.one_of:
            body["oneOf"] = [{"required": [key]} for key in self.one_of]
        if self.together:
            body["dependencies"] = {key: [other for other in self.together if other != key] for key in self.together}
        return body


def _first(node: Node) -> Node:
    """The first key of a map: a better place to point at than the whole of it."""
    return next(iter(node.value.values()))[0] if node.value else node
