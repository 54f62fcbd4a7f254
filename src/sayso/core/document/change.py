"""What is different between two editions of a policy: part by part, and clause by clause as people will feel it."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Final, Literal, NamedTuple

import msgspec

from sayso.core.policy.model import LEVELS, Clause, Lexicon, Policy, Rule, Value

_SETTINGS: Final = (
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


def differences(old: Policy, new: Policy) -> Iterator[Change]:
    """Every part that was added, removed or changed, in the order of the new policy, removed ones last."""
    for change in _all(old, new):
        yield _with_roles(change, (old, new))


def roles_of(policies: Sequence[Policy]) -> list[str]:
    """The names of all their roles, in order."""
    return sorted({one.name for policy in policies for one in policy.roles})


def _all(old: Policy, new: Policy) -> Iterator[Change]:
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
    return change._replace(roles=_concerned(about, policies))


def _concerned(rules: Sequence[Rule], policies: Sequence[Policy]) -> tuple[str, ...]:
    return tuple(name for name in roles_of(policies) if not rules or any(_is_for(rule, name) for rule in rules))


def _is_for(rule: Rule, role: str) -> bool:
    """True unless the rule's conditions leave the role out; deciding what the rule asks for concerns it too."""
    left_out = (rule.when.by and role not in rule.when.by) or role in rule.when.by_not
    return rule.to == role or not left_out


# --- clause by clause ---

Effect = Literal["new-duty", "more-freedom", "wording", "no-longer"]


class ClauseChange(NamedTuple):
    """A clause that is not the same for its readers."""

    clause: Clause
    """As it is now; of one that no longer applies, as it was."""
    effect: Effect
    before: Clause | None
    """As it was; None for a clause that is new."""
    roles: tuple[str, ...]
    """Whom it concerns."""

    @property
    def is_material(self) -> bool:
        """Whether it asks for a new signature: wording alone does not."""
        return self.effect != "wording"


def clause_changes(old: Policy, new: Policy) -> Iterator[ClauseChange]:
    """Clauses whose text, or whose rules, changed: in the order of the new policy, those that are gone last.

    Told from the rules' verdicts and from the words of the authoritative text; in doubt it is called a new duty.
    """
    was = {clause.id: clause for clause in old.clauses}
    for clause in new.clauses:
        effect = _effect(clause, was.pop(clause.id, None), old, new)
        if effect is not None:
            before = next((one for one in old.clauses if one.id == clause.id), None)
            yield ClauseChange(clause, effect, before, _readers(clause.id, (old, new)))
    for clause in was.values():
        yield ClauseChange(clause, "no-longer", clause, _readers(clause.id, (old, new)))


def _readers(clause: str, policies: Sequence[Policy]) -> tuple[str, ...]:
    return _concerned([rule for policy in policies for rule in policy.rules if rule.clause == clause], policies)


def _effect(clause: Clause, before: Clause | None, old: Policy, new: Policy) -> Effect | None:
    lang = new.languages[0]
    now = _words_of(clause, lang)
    if before is None:
        is_permission = not _upholding(new, clause.id) and _PERMISSION.search(now) and not _DUTY.search(now)
        return "more-freedom" if is_permission else "new-duty"
    effects = {
        _of_rules(_upholding(old, clause.id), _upholding(new, clause.id)),
        _of_text(_words_of(before, lang), now),
    }
    if (clause.title, clause.body) != (before.title, before.body):
        effects.add("wording")
    return next((effect for effect in ("new-duty", "more-freedom", "wording") if effect in effects), None)


def _words_of(clause: Clause, lang: str) -> str:
    return f"{clause.title.get(lang, '')}\n{clause.body.get(lang, '')}"


def _upholding(policy: Policy, clause: str) -> dict[str, Rule]:
    return {rule.id: rule for rule in policy.rules if rule.clause == clause and not rule.shadow}


def _of_rules(old: Mapping[str, Rule], new: Mapping[str, Rule]) -> Effect | None:
    """What the rules of a clause make of it; how wide a rule reaches is not weighed, so a changed reach is a duty."""
    both = [(old[name], new[name]) for name in new if name in old]
    steps = [LEVELS.index(now.verdict) - LEVELS.index(was.verdict) for was, now in both]
    others = [
        was for was, now in both if _reach(was) != _reach(now) or (was.verdict == now.verdict and was.to != now.to)
    ]
    if new.keys() - old.keys() or others or any(step > 0 for step in steps):
        return "new-duty"
    return "more-freedom" if old.keys() - new.keys() or any(step < 0 for step in steps) else None


def _reach(rule: Rule) -> tuple[object, ...]:
    return (rule.when, rule.find, rule.require, rule.unless, rule.owes)


_DUTY: Final = re.compile(
    r"\b(?:must|never|only|not|no|cannot|need(?:s|ed)?|have to|has to|required?|before|always)\b|n't\b"
    r"|不要|不得|不可|不能|必須|一定|務必|只能|只有|才能|之前|禁止|不准|[應須勿]|請",
    re.IGNORECASE,
)
_PERMISSION: Final = re.compile(
    r"\b(?:may|can|free|allowed|welcome)\b|可以|不必|不用|不需|自由|歡迎|得以", re.IGNORECASE
)
_SENTENCE: Final = re.compile(r"[^.!?。！？；\n]+(?:\.\w[^.!?。！？；\n]*)*[.!?。！？；]?")
_OTHER: Final = 0.6
"""Below this likeness of what went and what came (0 to 1), the text says something else."""


def _of_text(old: str, new: str) -> Effect | None:
    was, now = _sentences(old), _sentences(new)
    gone, come = ("\n".join(text for key, text in a.items() if key not in b) for a, b in ((was, now), (now, was)))
    if not gone and not come:
        return None
    duties, freedoms = _more(_DUTY, gone, come), _more(_PERMISSION, gone, come)
    if Counter(re.findall(r"\d+", gone)) != Counter(re.findall(r"\d+", come)) or duties > 0 or freedoms < 0:
        return "new-duty"
    if freedoms > 0 or duties < 0:
        return "more-freedom"
    return "wording" if SequenceMatcher(None, gone, come).ratio() >= _OTHER else "new-duty"


def _more(marks: re.Pattern[str], gone: str, come: str) -> int:
    return len(marks.findall(come)) - len(marks.findall(gone))


def _sentences(text: str) -> dict[str, str]:
    """Sentences by what is left of them without case, width and punctuation."""
    parts = (part.strip() for part in _SENTENCE.findall(text))
    return {key: part for part in parts if (key := re.sub(r"\W+", " ", _plainest(part)).strip())}


def _plainest(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
