"""What the rules of a clause check, in plain words, and their examples: never a word of a secret list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import msgspec

from sayso.core.document.handbook.words import Words
from sayso.core.fold import UNSPACED, kind
from sayso.core.policy.model import Example, Lexicon, Policy, Rule, Source, When
from sayso.core.screening.kinds import DETECTORS
from sayso.core.screening.kinds.detector import Setting

MOST_WORDS: Final = 4
"""Words of a list that are shown; the rest is what the examples are for."""


class Sample(msgspec.Struct, frozen=True):
    """A post as an example, and the circumstances where it matters."""

    text: str
    note: str = ""


class Check(msgspec.Struct, frozen=True):
    """One rule, as people are told of it."""

    rule: str
    level: str
    tag: str
    """The verdict's word, and who decides."""
    sentence: str
    fine: tuple[Sample, ...]
    not_fine: tuple[Sample, ...]
    notes: tuple[str, ...]
    """That it is being tried out, that its words are secret, its exceptions."""


class Teller:
    """Tells of the rules of one policy in one language."""

    def __init__(self, policy: Policy, say: Words) -> None:
        self._policy = policy
        self._say = say
        self._lexicons = {lexicon.name: lexicon for lexicon in policy.lexicons}
        self._secret = tuple(_secret_words(policy.lexicons))

    def checks(self, clause: str) -> tuple[Check, ...]:
        """The rules that uphold a clause, in the order of the policy."""
        return tuple(self._check(rule) for rule in self._policy.rules if rule.clause == clause)

    def is_open(self, text: str) -> bool:
        """Whether a text holds no word of a secret list."""
        plain = text.casefold()
        return not any(word in plain for word in self._secret)

    def shows(self, rule: Rule, example: Example) -> bool:
        """Whether an example of a rule may be shown at all."""
        return not self._is_secret(rule) and self.is_open(example.text)

    def circumstances(self, rule: Rule) -> str:
        """Where and when a rule looks at a post, leaving out what its writer and its text must be like."""
        when = msgspec.structs.replace(rule.when, by_not=(), trained_not=(), mentions=())
        return self._say.listed(self._conditions(when))

    def _check(self, rule: Rule) -> Check:
        say = self._say
        tag = say(f"level-{rule.verdict}") + (f" · {say.owner(rule.to)}" if rule.to else "")
        fires, silent = ((), ()) if self._is_secret(rule) else (rule.fires, rule.silent)
        return Check(
            rule.id,
            rule.verdict,
            tag,
            self._sentence(rule),
            self._samples(silent),
            self._samples(fires),
            tuple(self._notes(rule)),
        )

    def _notes(self, rule: Rule) -> Iterator[str]:
        say = self._say
        if rule.shadow:
            yield say("trial")
        if self._is_secret(rule):
            yield say("secret-examples")
        for one in self._policy.exceptions:
            if one.rule == rule.id and self.is_open(one.reason):
                until = say.day(one.until.isoformat())
                yield say("excepted", until=until, owner=say.owner(one.owner), reason=one.reason)

    def _is_secret(self, rule: Rule) -> bool:
        sources = (*rule.find, *rule.require, *rule.unless, *rule.when.mentions)
        return any(self._is_of_secret_list(source) for source in sources)

    def _is_of_secret_list(self, source: Source) -> bool:
        return source.kind == "lexicon" and any(self._lexicons[name].secret for name in source.value)

    # --- the sentence ---

    def _sentence(self, rule: Rule) -> str:
        say = self._say
        parts = list(self._conditions(rule.when))
        for key, sources in (("holds", rule.find), ("lacks", rule.require), ("unless", rule.unless)):
            if sources:
                parts.append(say(key, things=say.listed(map(self._thing, sources))))
        joined = ("，" if say.is_chinese else ", ").join(parts)
        post = say("a-post-that", parts=joined) if parts else say("any-post")
        return say("check", post=post, then=say(f"then-{rule.verdict}", to=say.owner(rule.to or "")))

    def _conditions(self, when: When) -> Iterator[str]:
        say = self._say
        for name, values in msgspec.structs.asdict(when).items():
            if not values:
                continue
            if name == "mentions":
                worded = say.listed(map(self._thing, values))
            else:
                worded = say.listed(self._value(name, value) for value in values)
            yield say(f"when-{name}", values=worded)

    def _value(self, condition: str, value: str) -> str:
        match condition:
            case "account" | "given" | "window" | "has":
                return self._say.named(condition, value)
            case "replying_to":
                return self._say.named("topic", value)
            case "by" | "by_not":
                return self._say.owner(value)
            case "lang":
                return self._say.named("language", value)
            case "channel":
                return value
            case _:
                return self._say.named("lesson", value)

    def _thing(self, source: Source) -> str:
        say = self._say
        match source.kind:
            case "lexicon":
                return say("source-secret") if self._is_of_secret_list(source) else self._words(self._listed(source))
            case "terms":
                return self._words(source.value)
            case "builtin":
                labels = [DETECTORS[name](Setting(self._policy.country)).label for name in source.value]
                return say.listed(say.of(label) for label in labels)
            case "number":
                return say.listed(say.of(n.label) for n in self._policy.numbers if n.name in source.value)
            case "pattern":
                return say("source-pattern")
            case "classifier":
                return say("source-classifier", values=say.listed(say.named("classifier", x) for x in source.value))
            case "image":
                return say.listed(say(f"source-image-{value}") for value in source.value)
            case "link_to" | "link_outside":
                return say(f"source-{source.kind}", values=say.listed(source.value))

    def _listed(self, source: Source) -> tuple[str, ...]:
        terms = [term for name in source.value for term in self._lexicons[name].terms]
        return tuple(word for term in terms for word in (term.term, *term.also))

    def _words(self, words: Sequence[str]) -> str:
        """Some of the words: those written as the reader's language is; a Chinese text may name others besides."""
        usable = [word for word in words if self.is_open(word)]
        own = [word for word in usable if _is_chinese(word) is self._say.is_chinese]
        others = [word for word in usable if word not in own] if self._say.is_chinese or not own else []
        shown = [*own, *others][:MOST_WORDS]
        key = "source-words" if len(shown) == len(usable) else "source-words-such"
        return self._say(key, values=self._say.quoted(shown))

    # --- examples ---

    def _samples(self, examples: Iterable[Example]) -> tuple[Sample, ...]:
        shown = [example for example in examples if example.lang in ("", self._say.lang) and self.is_open(example.text)]
        return tuple(Sample(example.text, "；".join(self._circumstances(example))) for example in shown)

    def _circumstances(self, example: Example) -> Iterator[str]:
        say = self._say
        if example.by:
            yield say("note-by", values=say.owner(example.by))
        if example.account or example.channel:
            yield say("note-on", values=example.channel or say.named("account", example.account or ""))
        if example.replying_to:
            yield say("note-reply", values=say.named("topic", example.replying_to))
        for name, values in (("has", example.has), ("given", example.given)):
            if values:
                yield say(f"note-{name}", values=say.listed(self._value(name, value) for value in values))
            elif values is not None:
                yield say(f"note-{name}-nothing")


def _secret_words(lexicons: Iterable[Lexicon]) -> Iterator[str]:
    for lexicon in lexicons:
        if lexicon.secret:
            yield from (word.casefold() for term in lexicon.terms for word in (term.term, *term.also))


def _is_chinese(word: str) -> bool:
    return any(kind(char) & UNSPACED for char in word)
