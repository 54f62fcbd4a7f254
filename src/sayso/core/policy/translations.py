"""Keeping languages in step: which translation was accepted as saying the same as which authoritative text."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Literal

import msgspec

from sayso.core.policy.model import Clause, Policy
from sayso.core.policy.problems import Problem
from sayso.core.policy.shape import LANGUAGE, Field, Fields, Form, Mapped, Words
from sayso.core.policy.tree import Reading

Step = Literal["in-step", "changed", "missing", "new"]
Lock = Mapping[str, Mapping[str, Mapping[str, str]]]
"""Clause -> language -> digests of the authoritative text (`of`) and of the translation (`text`) when accepted."""

_DIGEST = Form("[0-9a-f]{16}", "a digest of 16 digits", "16 位的摘要")
_CLAUSE = Form(r"\S+", "a clause id", "條款 id")
LOCK = Mapped(
    _CLAUSE,
    Mapped(
        LANGUAGE,
        Fields(
            {
                "of": Field(Words(_DIGEST), "Digest of the authoritative text.", "準據文字的摘要。", needed=True),
                "text": Field(Words(_DIGEST), "Digest of the translation.", "譯文的摘要。", needed=True),
            }
        ),
    ),
)

_HEADER = "# Written by sayso when a translation is accepted. Not edited by hand.\n"


class State(msgspec.Struct, frozen=True):
    """How one translation of one clause stands."""

    clause: str
    lang: str
    step: Step
    changed: Literal["", "original", "translation", "both"] = ""
    """What changed since it was accepted."""


def read(reading: Reading) -> Lock:
    """What translations.lock says; problems are noted."""
    root = reading.compose()
    value = LOCK.read(root, reading) if root is not None else {}
    return value if isinstance(value, dict) and not reading.problems else {}


def status(policy: Policy, lock: Lock) -> tuple[State, ...]:
    """How each translation of each clause stands, in the order of the clauses."""
    return tuple(_state(policy, clause, lang, lock) for clause in policy.clauses for lang in policy.languages[1:])


def accept(policy: Policy, lock: Lock, clauses: Iterable[str] | None = None, langs: Iterable[str] | None = None) -> str:
    """The text of translations.lock after the given translations (None: all) were accepted as they stand now.

    Entries of clauses that no longer exist are dropped.
    """
    chosen = None if clauses is None else frozenset(clauses)
    spoken = frozenset(policy.languages[1:] if langs is None else langs)
    lines = [_HEADER]
    for clause in policy.clauses:
        kept = {lang: dict(pair) for lang, pair in lock.get(clause.id, {}).items() if lang in policy.languages[1:]}
        if chosen is None or clause.id in chosen:
            kept |= {lang: _pair(policy, clause, lang) for lang in spoken if lang in clause.body}
        if kept:
            lines.append(f"{clause.id}: {{{', '.join(_entry(lang, kept[lang]) for lang in sorted(kept))}}}\n")
    return "".join(lines)


def out_of_step(policy: Policy, lock: Lock, headings: Mapping[tuple[str, str], Problem]) -> tuple[Problem, ...]:
    """Warnings about translations that were changed, or never accepted; at `headings`, by clause and language."""
    problems = []
    for state in status(policy, lock):
        at = headings.get((state.clause, state.lang))
        if at is not None and state.step in ("changed", "new"):
            code = "translation-out-of-step" if state.step == "changed" else "translation-not-accepted"
            params = {"clause": state.clause, "lang": state.lang, "what": _CHANGED.get(state.changed, {})}
            problems.append(msgspec.structs.replace(at, code=code, params=params, severity="warning"))
    return tuple(problems)


_CHANGED = {
    "original": {"en": "the authoritative text", "zh-Hant": "準據語言的文字"},
    "translation": {"en": "the translation", "zh-Hant": "譯文"},
    "both": {"en": "both texts", "zh-Hant": "兩份文字都"},
}


def _state(policy: Policy, clause: Clause, lang: str, lock: Lock) -> State:
    if lang not in clause.body:
        return State(clause.id, lang, "missing")
    kept = lock.get(clause.id, {}).get(lang)
    if kept is None:
        return State(clause.id, lang, "new")
    now = _pair(policy, clause, lang)
    if kept == now:
        return State(clause.id, lang, "in-step")
    if kept["of"] != now["of"]:
        return State(clause.id, lang, "changed", "original" if kept["text"] == now["text"] else "both")
    return State(clause.id, lang, "changed", "translation")


def _pair(policy: Policy, clause: Clause, lang: str) -> dict[str, str]:
    return {"of": _digest(clause, policy.languages[0]), "text": _digest(clause, lang)}


def _digest(clause: Clause, lang: str) -> str:
    text = f"{clause.title.get(lang, '')}\n{clause.body.get(lang, '')}"
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _entry(lang: str, pair: Mapping[str, str]) -> str:
    return f"{lang}: {{of: {pair['of']}, text: {pair['text']}}}"
