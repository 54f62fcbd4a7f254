"""How much of what a policy should treat it treats: what is written, taught and enforced, and how well it reads. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape
from typing import Any, Final, Literal

import msgspec

from sayso.core.document.catalogue import Control
from sayso.core.policy.model import Policy, Text

State = Literal["enforced", "taught", "written", "open"]
"""How far a control has come; each includes those to its right."""
GROUPS: Final[dict[str, Text]] = {
    "gov": {"en": "Purpose", "zh-Hant": "宗旨"},
    "content": {"en": "Never", "zh-Hant": "底線"},
    "speak": {"en": "Who speaks", "zh-Hant": "誰發言"},
    "train": {"en": "Training", "zh-Hant": "訓練"},
    "conflict": {"en": "Conflict", "zh-Hant": "衝突"},
    "personal": {"en": "Own accounts", "zh-Hant": "個人帳號"},
    "legal": {"en": "Law", "zh-Hant": "法律"},
    "security": {"en": "Safety", "zh-Hant": "安全"},
    "rollout": {"en": "Using it", "zh-Hant": "落實"},
}
"""The families of controls, by the first part of their names."""

_PERMITS: Final = re.compile(
    r"\b(?:you|anyone|everyone|staff|people|we) (?:may|can|are free to|are welcome to)\b|\bwelcome to\b|\bfeel free\b"
    r"|可以|歡迎|你能|不受限|自由",
    re.IGNORECASE,
)
_FORBIDS: Final = re.compile(
    r"\b(?:do not|don't|never|must not|may not|cannot|can't|no one|nobody)\b|不要|不得|不可以|不能|請勿|禁止|不准|切勿|絕不",
    re.IGNORECASE,
)
_WORD: Final = re.compile(r"[A-Za-z][A-Za-z'’-]*")
_SENTENCE: Final = re.compile(r"[^.!?。！？；\n]+[.!?。！？；]?")
_HAN: Final = re.compile(r"[\u3400-\u9fff]")


class Covered(msgspec.Struct, frozen=True):
    """What treats one control."""

    id: str
    weight: Literal["must", "should"]
    name: Text
    state: State
    clauses: tuple[str, ...]
    questions: tuple[str, ...]
    """Clauses of it that the quiz asks about."""
    rules: tuple[str, ...]
    workflow: tuple[str, ...]
    lesson: tuple[str, ...]
    account: tuple[str, ...]


class Ease(msgspec.Struct, frozen=True):
    """How easily one clause reads in one language."""

    clause: str
    lang: str
    words: int
    """Words, or Han characters."""
    sentence: float
    """Words, or Han characters, of an average sentence."""
    grade: float | None
    """School years of English that it asks for (Flesch-Kincaid grade level, Kincaid et al. 1975); None in Chinese."""


class Coverage(msgspec.Struct, frozen=True):
    """A policy measured by the controls."""

    controls: tuple[Covered, ...]
    unknown: tuple[str, ...]
    """Controls of coverage.yaml that nobody knows."""
    unenforced_clauses: tuple[str, ...]
    """Clauses that no rule, way of working or check upholds."""
    untaught_rules: tuple[str, ...]
    """Rules whose clause the quiz never asks about."""
    permits: int
    """Clauses that say what one may do."""
    forbids: int
    """Clauses that say what one may not."""
    ease: tuple[Ease, ...]

    def reached(self, state: State) -> int:
        """How many controls are at least so far."""
        order: tuple[State, ...] = ("enforced", "taught", "written", "open")
        return sum(order.index(each.state) <= order.index(state) for each in self.controls)


def measure(policy: Policy, controls: dict[str, Control]) -> Coverage:
    """What of the controls the policy treats, by its coverage.yaml, rules and quiz."""
    tied = _ties(policy)
    rules = {rule.id: rule.clause for rule in policy.rules if not rule.shadow}
    asked = {question["clause"] for question in _listed(policy.more.get("quiz"))}
    covered = tuple(_covered(name, control, tied.get(name, {}), asked) for name, control in controls.items())
    upheld = {c for each in covered if each.workflow or each.account for c in each.clauses} | set(rules.values())
    texts = [(clause.id, lang, body) for clause in policy.clauses for lang, body in clause.body.items()]
    first = [
        clause.title.get(policy.languages[0], "") + "\n" + clause.body.get(policy.languages[0], "")
        for clause in policy.clauses
    ]
    return Coverage(
        covered,
        tuple(name for name in tied if name not in controls),
        tuple(clause.id for clause in policy.clauses if clause.id not in upheld),
        tuple(rule for rule, clause in rules.items() if clause not in asked),
        sum(bool(_PERMITS.search(text)) for text in first),
        sum(bool(_FORBIDS.search(text)) for text in first),
        tuple(_ease(*text) for text in texts),
    )


def _ties(policy: Policy) -> dict[str, dict[str, list[str]]]:
    tied = policy.more.get("coverage")
    return tied if isinstance(tied, dict) else {}


def _listed(value: object) -> list[dict[str, Any]]:
    return value if isinstance(value, list) else []


def _covered(name: str, control: Control, tied: dict[str, list[str]], asked: set[str]) -> Covered:
    clauses, rules, workflow, lesson, account = (
        tuple(tied.get(kind, ())) for kind in ("clauses", "rules", "workflow", "lesson", "account")
    )
    questions = tuple(clause for clause in clauses if clause in asked)
    state: State = "open"
    if clauses:
        state = "enforced" if rules or workflow or account else "taught" if questions or lesson else "written"
    return Covered(
        name, control.weight, control.name, state, clauses, questions, rules, workflow, lesson, account
    )  # fmt: skip


# --- reading ease ---


def _ease(clause: str, lang: str, body: str) -> Ease:
    plain = re.sub(r"[*_`#>]|\[|\]\([^)]*\)", "", body)
    sentences = [sentence for sentence in _SENTENCE.findall(plain) if _WORD.search(sentence) or _HAN.search(sentence)]
    if lang.startswith("zh"):
        characters = len(_HAN.findall(plain))
        return Ease(clause, lang, characters, round(characters / max(1, len(sentences)), 1), None)
    words = _WORD.findall(plain)
    per_sentence = len(words) / max(1, len(sentences))
    syllables = sum(map(_syllables, words)) / max(1, len(words))
    return Ease(
        clause, lang, len(words), round(per_sentence, 1), round(0.39 * per_sentence + 11.8 * syllables - 15.59, 1)
    )


def _syllables(word: str) -> int:
    """Groups of vowels, a silent e at the end left out: right for most English words."""
    groups = len(re.findall("[aeiouy]+", word.lower()))
    silent = word.lower().endswith("e") and not word.lower().endswith(("le", "ee")) and groups > 1
    return max(1, groups - silent)


# --- drawn ---

_COLOURS: Final[dict[State, str]] = {
    "enforced": "#1f6f5c",
    "taught": "#5aa38f",
    "written": "#b7d4cb",
    "open": "#d9572b",
}
_STATES: Final[dict[State, Text]] = {
    "enforced": {"en": "enforced", "zh-Hant": "已落實"},
    "taught": {"en": "taught", "zh-Hant": "已教導"},
    "written": {"en": "written", "zh-Hant": "已寫入"},
    "open": {"en": "open", "zh-Hant": "未處理"},
}


def draw(coverage: Coverage, lang: str) -> str:
    """The coverage as an SVG picture: a bar for each family of controls; what it shows is also in its description."""
    rows = list(_families(coverage))
    height = 34 + 26 * len(rows)
    body = "".join(_row(place, name, states, lang) for place, (name, states) in enumerate(rows))
    written, every = coverage.reached("written"), len(coverage.controls)
    title = f"{written} / {every}"
    described = "; ".join(
        f"{GROUPS[name][lang]}: " + ", ".join(f"{n} {_STATES[s][lang]}" for s, n in states.items() if n)
        for name, states in rows
    )
    legend = "".join(
        f'<rect x="{10 + 88 * n}" y="8" width="12" height="12" rx="2" fill="{_COLOURS[state]}"/>'
        f'<text x="{27 + 88 * n}" y="18">{_STATES[state][lang]}</text>'
        for n, state in enumerate(_STATES)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 360 {height}" width="100%" style="max-width:36rem" '
        'role="img" aria-labelledby="coverage-t coverage-d" '
        'font-family="system-ui, sans-serif" font-size="13" fill="currentColor">'
        f'<title id="coverage-t">{title}</title><desc id="coverage-d">{escape(described)}</desc>{legend}{body}</svg>'
    )


def _families(coverage: Coverage) -> Iterator[tuple[str, dict[State, int]]]:
    for name in GROUPS:
        inside = [each.state for each in coverage.controls if each.id.partition(".")[0] == name]
        yield name, {state: inside.count(state) for state in _STATES}


def _counted(states: dict[State, int], lang: str) -> str:
    return ", ".join(f"{count} {_STATES[state][lang]}" for state, count in states.items() if count)


def _row(place: int, name: str, states: dict[State, int], lang: str) -> str:
    y, x = 34 + 26 * place, 96.0
    parts = [f'<text x="90" y="{y + 14}" text-anchor="end">{GROUPS[name][lang]}</text>']
    unit = 13.0
    for state, count in states.items():
        if count:
            parts.append(
                f'<rect x="{x:g}" y="{y}" width="{unit * count - 1:g}" height="18" rx="3" fill="{_COLOURS[state]}"/>'
            )
            x += unit * count
    done = sum(states.values()) - states["open"]
    parts.append(f'<text x="{x + 6:g}" y="{y + 14}">{done}/{sum(states.values())}</text>')
    return "".join(parts)


def worst_ease(ease: Iterable[Ease], grade: float = 12.0, sentence: float = 40.0) -> list[Ease]:
    """Clauses that ask too much: more school years than `grade`, or sentences of more Han characters than `sentence`."""
    return [each for each in ease if (each.grade or 0) > grade or (each.grade is None and each.sentence > sentence)]
