"""The screening: a policy compiled once, posts screened many times. Pure and deterministic.

`Engine.screen` and `Engine.screen_many` take values and give `Verdict`; `rows.screen` does the same from JSON lines to
JSON lines. What rules mean is in this module alone.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import pairwise
from typing import Final, NamedTuple, Protocol
from zoneinfo import ZoneInfo

import msgspec

from sayso.core.fold import Batch, fold
from sayso.core.policy.model import LEVELS, Exemption, Level, Policy, Rule, Source, Text, When
from sayso.core.post import Context, Image, Post
from sayso.core.screening import protected
from sayso.core.screening.conditions import Facts, meets, roles_of
from sayso.core.screening.matching import FLOOD, BadPattern, Hit, Matcher
from sayso.core.screening.verdict import ClauseRef, Excepted, Finding, Fix, Obligation, Verdict, Where

MOST_FINDINGS: Final = 100
"""Of one rule in one post; the leftmost are kept. The verdict is the same with one as with a thousand."""
MOST_TOLD: Final = 500
"""Findings told of one post, the strongest; what all of them oblige to is told all the same."""
AROUND: Final = 12
"""Characters of `Where.before` and `Where.after`."""
_BATCH: Final = 4096
"""Posts folded and matched together."""
_KEPT: Final = 4096
"""Circumstances remembered by one engine before it starts over."""


class _Post(Protocol):
    """What is read of a post; a row of JSON has it too."""

    @property
    def text(self) -> str: ...
    @property
    def images(self) -> tuple[Image, ...]: ...
    @property
    def has(self) -> tuple[str, ...]: ...
    @property
    def lang(self) -> str: ...


class _Compiled(msgspec.Struct, frozen=True, gc=False):
    """A rule with its sources as numbers."""

    rule: Rule
    place: int
    """Its place among the rules."""
    level: int
    find: tuple[int, ...]
    images: tuple[str, ...]
    """Values of its image sources."""
    require: tuple[int, ...]
    unless: tuple[int, ...]
    mentions: tuple[int, ...]
    when: int
    clause: ClauseRef
    say: tuple[tuple[str, tuple[str, ...]], ...]
    """For each language the message, cut where the writer's words go in."""
    names: bool
    """Whether a message calls what was found by its name."""
    deeds: tuple[tuple[str, str], ...]


class Engine:
    """A policy ready to screen with. Make it with `compile`."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self.digest = policy.digest
        self._matcher = Matcher(policy)
        self._whens: list[When] = []
        self._rules = self._compile_rules()
        self._triggered, self._standing = self._by_trigger()
        self._open_sources = self._find_open_sources()
        self._exempt: dict[str, list[Exemption]] = {}
        for exemption in policy.exceptions:
            self._exempt.setdefault(exemption.rule, []).append(exemption)
        self._asks_for_links = any("link" in rule.when.has for rule in policy.rules) or any(
            "link" in exemption.when.has for exemption in policy.exceptions
        )
        self._known: dict[Facts, Circumstance] = {}
        self._zone = ZoneInfo(policy.zone)

    @property
    def bad_patterns(self) -> Sequence[BadPattern]:
        """Patterns of the policy that RE2 does not take; they match nothing."""
        return self._matcher.bad

    def screen(self, post: Post, context: Context | None = None) -> Verdict:
        """The verdict on one post."""
        return self.screen_many([post], [context or Context()])[0]

    def screen_many(self, posts: Sequence[Post], contexts: Sequence[Context]) -> list[Verdict]:
        """The verdict on each post in its own context, as one by one, only faster."""
        out: list[Verdict] = []
        for begin in range(0, len(posts), _BATCH):
            some = posts[begin : begin + _BATCH]
            pairs = zip(some, contexts[begin : begin + _BATCH], strict=True)
            found = dict(self.outcomes(some, [self.circumstance(self.facts(post, context)) for post, context in pairs]))
            out += [self.verdict(post, found.get(number)) for number, post in enumerate(some)]
        return out

    def facts(self, post: _Post, context: Context) -> Facts:
        """What conditions may ask about a post in a context."""
        has = post.has
        if post.images:
            has = (*has, "image")
        account = context.account or ("company" if context.channel else "personal")
        return Facts(
            context.by, context.roles, context.trained, account, context.channel, context.replying_to,
            self.day(context.at), context.given, has, post.lang,
        )  # fmt: skip

    def day(self, at: datetime | date | None) -> date | None:
        """The day in the policy's zone; a time without a zone is in it already."""
        if isinstance(at, datetime):
            return (at.astimezone(self._zone) if at.tzinfo else at).date()
        return at

    def circumstance(self, facts: Facts) -> Circumstance:
        """Facts with the memory of which conditions hold; the same for equal facts."""
        known = self._known.get(facts)
        if known is None:
            if len(self._known) >= _KEPT:
                self._known.clear()
            known = self._known[facts] = Circumstance(self, facts)
        return known

    def outcomes(self, posts: Sequence[_Post], circumstances: Sequence[Circumstance]) -> Iterator[tuple[int, Outcome]]:
        """Each post that any rule has something to say about, and what; matched in one pass over all of them."""
        fields = _Fields(posts)
        batch = Batch(fields.texts)
        met = fields.by_post(self._matcher.match(batch))
        speech = protected.Speech(batch, self._opinionated(met, circumstances))
        for number in self._worth_a_look(met, circumstances):
            first = fields.first[number]
            circumstance = circumstances[number]
            if self._asks_for_links and _has_link(batch, first):
                circumstance = self.circumstance(circumstance.facts._replace(has=(*circumstance.facts.has, "link")))
            outcome = _Sitting(self, posts[number], first, batch, circumstance, speech).judge(met.get(number, ()))
            if outcome is not None:
                yield number, outcome

    def verdict(self, post: _Post, outcome: Outcome | None) -> Verdict:
        """An outcome as the whole answer."""
        policy = self.policy
        found = outcome or _NOTHING
        return Verdict(
            found.level, found.findings, found.obligations, found.excepted, found.shadow, found.protected,
            policy.edition, self.digest, text_hash(post.text) if outcome else "",
        )  # fmt: skip

    def _opinionated(self, met: dict[int, list[Hit]], circumstances: Sequence[Circumstance]) -> list[int]:
        """Texts on personal accounts in which something was met that protected speech may hold."""
        sources = self._open_sources
        found = {
            hit.text
            for number, hits in met.items()
            if circumstances[number].protects
            for hit in hits
            if hit.source in sources
        }
        return sorted(found)

    def _worth_a_look(self, met: dict[int, list[Hit]], circumstances: Sequence[Circumstance]) -> Iterable[int]:
        """Posts on which some rule may have to say something."""
        if not self._standing:
            return sorted(number for number, hits in met.items() if hits)
        if any("link" in rule.rule.when.has for rule in self._standing):
            return range(len(circumstances))
        return [number for number, each in enumerate(circumstances) if each.standing or number in met]

    def _compile_rules(self) -> list[_Compiled]:
        policy = self.policy
        clauses = {c.id: ClauseRef(c.id, c.number, c.title) for c in policy.clauses}
        whens: dict[When, int] = {}
        return [self._compile_rule(n, rule, clauses, whens) for n, rule in enumerate(policy.rules)]

    def _find_open_sources(self) -> frozenset[int]:
        """Sources that protected speech may hold: listed words that are no secret, patterns, and guesses."""
        secret = {lexicon.name for lexicon in self.policy.lexicons if lexicon.secret}
        looked_for = {source for rule in self.policy.rules for source in (*rule.find, *rule.when.mentions)}
        return frozenset(self._matcher.number(source) for source in looked_for if _is_open(source, secret))

    def _compile_rule(self, place: int, rule: Rule, clauses: dict[str, ClauseRef], whens: dict[When, int]) -> _Compiled:
        number = self._matcher.number
        when = self._when_number(rule.when, whens)
        return _Compiled(
            rule,
            place,
            LEVELS.index(rule.verdict),
            tuple(number(s) for s in rule.find if s.kind != "image"),
            tuple(value for s in rule.find if s.kind == "image" for value in s.value),
            tuple(map(number, rule.require)),
            tuple(map(number, rule.unless)),
            tuple(map(number, rule.when.mentions)),
            when,
            clauses.get(rule.clause) or ClauseRef(rule.clause, "", {}),
            tuple((lang, tuple(words.split("{match}"))) for lang, words in rule.say.items()),
            any("{kind}" in words for words in rule.say.values()),
            tuple(_deeds(rule)),
        )

    def _when_number(self, when: When, known: dict[When, int]) -> int:
        if when not in known:
            known[when] = len(self._whens)
            self._whens.append(when)
        return known[when]

    def _by_trigger(self) -> tuple[dict[int, tuple[_Compiled, ...]], list[_Compiled]]:
        """Rules by the sources without which they say nothing, and the rules that need none."""
        triggered: dict[int, list[_Compiled]] = {}
        standing: list[_Compiled] = []
        for rule in self._rules:
            triggers = rule.mentions or (() if rule.images or rule.rule.require else rule.find)
            for source in set(triggers):
                triggered.setdefault(source, []).append(rule)
            if not triggers:
                standing.append(rule)
        return {source: tuple(rules) for source, rules in triggered.items()}, standing


def compile(policy: Policy) -> Engine:
    """A policy ready to screen with. Its examples are not run here; `proof.prove` does that."""
    return Engine(policy)


class Outcome(NamedTuple):
    """What the rules say about one post."""

    level: Level
    findings: tuple[Finding, ...]
    obligations: tuple[Obligation, ...]
    excepted: tuple[Excepted, ...]
    shadow: tuple[Finding, ...]
    protected: tuple[str, ...]


_NOTHING: Final = Outcome("pass", (), (), (), (), ())


def text_hash(text: str) -> str:
    """``sha256:`` and the digest of the text in UTF-8."""
    return "sha256:" + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


class _Fields:
    """The texts of some posts in one row: each post's own, then what its pictures say."""

    def __init__(self, posts: Sequence[_Post]) -> None:
        self.texts = [post.text for post in posts]
        self.first: Sequence[int] = range(len(posts))
        self._owner: list[int] | None = None
        if any(post.images for post in posts):
            self._with_images(posts)

    def _with_images(self, posts: Sequence[_Post]) -> None:
        self.texts, first, self._owner = [], [], []
        for number, post in enumerate(posts):
            first.append(len(self.texts))
            self.texts += [post.text, *(words for image in post.images for words in (image.text, image.alt))]
            self._owner += [number] * (len(self.texts) - first[-1])
        self.first = first

    def by_post(self, hits: dict[int, list[Hit]]) -> dict[int, list[Hit]]:
        """Hits by text as hits by post."""
        if self._owner is None:
            return hits
        met: dict[int, list[Hit]] = {}
        for text, some in hits.items():
            met.setdefault(self._owner[text], []).extend(some)
        return met


def _field_name(offset: int) -> str:
    if offset == 0:
        return "text"
    return f"image/{(offset + 1) // 2}/{'text' if offset % 2 else 'alt'}"


def _has_link(batch: Batch, text: int) -> bool:
    folded = batch.text[batch.starts[text] : batch.ends[text]]
    return "http://" in folded or "https://" in folded or "www." in folded


def _is_open(source: Source, secret: set[str]) -> bool:
    return source.kind in ("terms", "pattern", "classifier") or (
        source.kind == "lexicon" and secret.isdisjoint(source.value)
    )


class Circumstance:
    """Facts, with a memory of which conditions hold in them."""

    def __init__(self, engine: Engine, facts: Facts) -> None:
        self.facts = facts
        self._engine = engine
        self._held: dict[int, bool] = {}
        self._roles = roles_of(engine.policy.roles, facts.by, facts.roles)
        self.protects = engine.policy.protected_speech and facts.account == "personal"
        self.standing = [rule for rule in engine._standing if self.holds(rule.when)]

    def holds(self, number: int) -> bool:
        """Whether the conditions with this number hold, `mentions` aside."""
        known = self._held.get(number)
        if known is None:
            known = self._held[number] = self.meets(self._engine._whens[number])
        return known

    def meets(self, when: When) -> bool:
        """Whether all conditions hold, `mentions` aside."""
        return meets(self._engine.policy, when, self.facts, self._roles)


# One post


class _Found(msgspec.Struct, gc=False):
    """A finding to be, in the order in which findings are told: strongest first, then by field, place and rule."""

    weakness: int
    field: int
    start: int
    rule_id: str
    rule: _Compiled
    text: int
    """The text of the batch, for a hit."""
    end: int
    hit: Hit | None
    where: Where | None = None
    """Set where there is no hit."""
    how: str = ""


_NOWHERE: Final = Where("context", "codepoint")
_MISSING: Final = Where("text", "codepoint", missing=True)
_LAST_FIELD: Final = 1 << 30


class _Sitting:
    """The rules at work on one post."""

    __slots__ = (
        "_batch",
        "_by_source",
        "_circumstance",
        "_engine",
        "_first",
        "_post",
        "_silenced",
        "_spans",
        "_speech",
    )

    def __init__(
        self,
        engine: Engine,
        post: _Post,
        first: int,
        batch: Batch,
        circumstance: Circumstance,
        speech: protected.Speech,
    ) -> None:
        self._engine = engine
        self._post = post
        self._first = first
        self._batch = batch
        self._circumstance = circumstance
        self._by_source: dict[int, list[Hit]] = {}
        self._speech = speech
        self._spans: dict[int, list[tuple[int, int]]] = {}
        self._silenced: list[str] = []

    def judge(self, hits: Iterable[Hit]) -> Outcome | None:
        """What the rules say, given everything that was met; None: nothing."""
        today = self._circumstance.facts.today
        by_source = self._by_source
        for hit in hits:
            if hit.until is None or today is None or today <= hit.until:
                by_source.setdefault(hit.source, []).append(hit)
        if self._speech.talks:
            self._note_speech()
        found: list[_Found] = []
        untold: list[_Compiled] = []
        called, holds = self._called(), self._circumstance.holds
        many = len(called) > MOST_TOLD
        for rule in sorted(called, key=_strongest) if many else called:
            if rule.unless and any(source in by_source for source in rule.unless):
                continue
            if holds(rule.when):
                if many and len(found) >= MOST_TOLD:
                    if self._adds(rule, untold):
                        untold.append(rule)
                else:
                    self._apply(rule, found)
        if not found and not self._silenced:
            return None
        if len(found) > 1:
            found.sort(key=_order)
        return self._outcome(found, untold + [one.rule for one in found[MOST_TOLD:]])

    def _note_speech(self) -> None:
        """Note the protected sentences of the post's texts."""
        talks, first = self._speech.talks, self._first
        if self._post.images:
            texts = {hit.text for hits in self._by_source.values() for hit in hits}
        elif first in talks:
            texts = {first}
        else:
            return
        for text in texts & talks.keys():
            spans = self._speech.sentences(text)
            if spans:
                self._spans[text] = spans

    def _adds(self, rule: _Compiled, untold: list[_Compiled]) -> bool:
        """Whether a rule has anything to say that matters after the findings told and the rules in `untold`."""
        if rule.rule.shadow or (untold and not rule.deeds and not self._spans):
            return False
        if rule.find and not rule.images:
            met = any(source in self._by_source for source in rule.find)
            return met and (not self._spans or bool(self._hits(rule)))
        some: list[_Found] = []
        self._apply(rule, some)
        return bool(some)

    def _called(self) -> Collection[_Compiled]:
        triggered = self._engine._triggered
        standing = self._circumstance.standing
        if not standing and len(self._by_source) == 1:
            return triggered.get(next(iter(self._by_source)), ())
        met = [rule for source in self._by_source for rule in triggered.get(source, ())]
        return {rule.place: rule for rule in (*met, *standing)}.values()

    def _apply(self, rule: _Compiled, found: list[_Found]) -> None:
        if rule.find or rule.images:
            self._present(rule, found)
        elif any(source in self._by_source for source in rule.require):
            return
        elif self._all_protected(rule):
            self._silence(rule)
        elif rule.require:
            found.append(self._plain(rule, 0, _MISSING, "missing"))
        else:
            found.append(self._plain(rule, _LAST_FIELD, _NOWHERE, "context"))

    def _plain(self, rule: _Compiled, field: int, where: Where, how: str) -> _Found:
        return _Found(-rule.level, field, 0, rule.rule.id, rule, 0, 0, None, where, how)

    def _silence(self, rule: _Compiled) -> None:
        if not rule.rule.shadow:
            self._silenced.append(rule.rule.id)

    def _present(self, rule: _Compiled, found: list[_Found]) -> None:
        batch, first, weakness, name = self._batch, self._first, -rule.level, rule.rule.id
        for hit in self._hits(rule):
            start, end = batch.original(hit.text, hit.start, hit.end)
            found.append(_Found(weakness, hit.text - first, start, name, rule, hit.text, end, hit))
        if rule.images:
            self._pictures(rule, found)

    def _hits(self, rule: _Compiled) -> list[Hit]:
        """What a rule found, protected speech left out, without overlaps, from left to right; `MOST_FINDINGS` of it."""
        by_source = self._by_source
        if len(rule.find) == 1:
            every = by_source.get(rule.find[0], [])
        else:
            every = [hit for source in rule.find for hit in by_source.get(source, ())]
        if self._spans and every and len(every) < FLOOD:
            free = [hit for hit in every if not self._is_protected(hit)]
            if not free:
                self._silence(rule)
            every = free
        return every if len(every) < 2 else _merged(every, rule.find)[:MOST_FINDINGS]

    def _pictures(self, rule: _Compiled, found: list[_Found]) -> None:
        for number, image in enumerate(self._post.images, 1):
            for lack in rule.images:
                part = lack.removeprefix("without-")
                if not getattr(image, part).strip():
                    where = Where(f"image/{number}/{part}", "codepoint", missing=True)
                    found.append(self._plain(rule, 2 * number, where, "image"))

    # Protected speech

    def _is_protected(self, hit: Hit) -> bool:
        """Whether a hit is an opinion within protected talk."""
        spans = self._spans.get(hit.text)
        if spans is None or hit.source not in self._engine._open_sources:
            return False
        start, end = self._batch.original(hit.text, hit.start, hit.end)
        return any(first <= start and end <= last for first, last in spans)

    def _all_protected(self, rule: _Compiled) -> bool:
        """Whether all that calls for a rule without a find is protected talk."""
        if not rule.mentions or not self._spans:
            return False
        hits = [hit for source in rule.mentions for hit in self._by_source.get(source, ())]
        return len(hits) < FLOOD and all(self._is_protected(hit) for hit in hits)

    # The outcome

    def _outcome(self, found: list[_Found], untold: list[_Compiled]) -> Outcome:
        """What was found as it is told; of the rules in `untold` only what they oblige to."""
        live: list[Finding] = []
        rules: list[_Compiled] = []
        later: list[tuple[_Found, Where, Exemption | None]] = []
        exempt = self._engine._exempt
        for one in found[:MOST_TOLD]:
            where = one.where or self._where(one)
            exemption = self._exemption(one, where) if exempt and one.rule_id in exempt else None
            if one.rule.rule.shadow or exemption:
                later.append((one, where, exemption))
            else:
                live.append(_finding(one, where, len(live) + 1))
                rules.append(one.rule)
        if untold:
            rules += [rule for rule in untold if not rule.rule.shadow]
        excepted, shadow = _set_aside(later, len(live)) if later else ((), ())
        level: Level = rules[0].rule.verdict if rules else "pass"
        silenced = tuple(sorted(self._silenced)) if self._silenced else ()
        return Outcome(level, tuple(live), _obligations(rules), excepted, shadow, silenced)

    def _where(self, found: _Found) -> Where:
        start, end = found.start, found.end
        original = self._batch.texts[found.text]
        return Where(
            _field_name(found.field) if found.field else "text", "codepoint", start, end, original[start:end],
            original[start - AROUND if start > AROUND else 0 : start], original[end : end + AROUND],
        )  # fmt: skip

    def _exemption(self, found: _Found, where: Where) -> Exemption | None:
        today = self._circumstance.facts.today
        if today is None:
            return None
        for exemption in self._engine._exempt[found.rule_id]:
            if today <= exemption.until and self._circumstance.meets(exemption.when):
                words = {fold(word).text for word in exemption.match}
                if not words or fold(where.exact).text in words:
                    return exemption
        return None


def _strongest(rule: _Compiled) -> int:
    return -rule.level


def _order(found: _Found) -> tuple[int, int, int, str]:
    return found.weakness, found.field, found.start, found.rule_id


def _finding(found: _Found, where: Where, number: int) -> Finding:
    compiled, hit = found.rule, found.hit
    rule, exact = compiled.rule, where.exact
    how, sure = (hit.how, hit.sure) if hit else (found.how, "certain")
    say = _named(compiled.say, hit.label or _UNNAMED) if hit and compiled.names else compiled.say
    message = {lang: exact.join(parts) for lang, parts in say}
    fixes = _fixes(rule, hit) if rule.fix else ()
    return Finding(
        f"f{number}", rule.id, rule.verdict, rule.to, message, compiled.clause, where, how, sure, fixes,
    )  # fmt: skip


_UNNAMED: Final[Text] = {"en": "listed wording", "zh-Hant": "列管用語"}
"""What a term or a pattern is called in a finding's ``{kind}``."""


def _named(say: tuple[tuple[str, tuple[str, ...]], ...], label: Text) -> Iterable[tuple[str, tuple[str, ...]]]:
    """Messages with what was found called by its name."""
    return [(lang, tuple(part.replace("{kind}", label.get(lang, "")) for part in parts)) for lang, parts in say]


def _set_aside(
    found: list[tuple[_Found, Where, Exemption | None]], before: int
) -> tuple[tuple[Excepted, ...], tuple[Finding, ...]]:
    """What exceptions and shadow mode keep from the verdict, numbered on: exceptions first."""
    excepted = [(one, where, e) for one, where, e in found if e is not None and not one.rule.rule.shadow]
    shadow = [(one, where) for one, where, _ in found if one.rule.rule.shadow]
    return (
        tuple(
            Excepted(e.id, e.owner, e.reason, _finding(one, where, number))
            for number, (one, where, e) in enumerate(excepted, before + 1)
        ),
        tuple(_finding(one, where, number) for number, (one, where) in enumerate(shadow, before + len(excepted) + 1)),
    )


def _merged(hits: list[Hit], sources: tuple[int, ...]) -> list[Hit]:
    """Hits without overlap, by text and place: the longest first, then the leftmost, then as the rule lists them."""
    if all(a.text < b.text or (a.text == b.text and a.end <= b.start) for a, b in pairwise(hits)):
        return hits
    listed = {source: place for place, source in enumerate(sources)}
    kept: list[Hit] = []
    taken: dict[int, _Spans] = {}
    for hit in sorted(hits, key=lambda h: (h.start - h.end, h.start, listed[h.source], h.rank)):
        if taken.setdefault(hit.text, _Spans()).take(hit.start, hit.end):
            kept.append(hit)
    return sorted(kept, key=lambda hit: (hit.text, hit.start))


class _Spans:
    """Spans that do not overlap, in order."""

    def __init__(self) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []

    def take(self, start: int, end: int) -> bool:
        """Add a span; False, and nothing added, where it overlaps one."""
        at = bisect_left(self._starts, end)
        if at and self._ends[at - 1] > start:
            return False
        self._starts.insert(at, start)
        self._ends.insert(at, end)
        return True


def _fixes(rule: Rule, hit: Hit | None) -> tuple[Fix, ...]:
    fix = rule.fix
    if fix is None:
        return ()
    if fix.append is not None:
        return (Fix("append", fix.append),)
    if hit is None:
        return ()
    if fix.delete:
        return (Fix("delete"),)
    text = hit.instead if fix.lexicon else fix.replace_with
    return (Fix("replace", text),) if text else ()


def _obligations(rules: Sequence[_Compiled]) -> tuple[Obligation, ...]:
    owed: dict[tuple[str, str], set[str]] = {}
    for rule in rules:
        for deed in rule.deeds:
            owed.setdefault(deed, set()).add(rule.rule.id)
    if not owed:
        return ()
    return tuple(Obligation(do, to or None, tuple(sorted(ids))) for (do, to), ids in sorted(owed.items()))  # type: ignore[arg-type]


def _deeds(rule: Rule) -> Iterator[tuple[str, str]]:
    """What the findings of a rule oblige to, and whom."""
    if rule.verdict == "approve":
        yield "approval", rule.to or ""
    if rule.verdict == "hand-over":
        yield "hand-over", rule.to or ""
    if rule.owes:
        yield rule.owes, ""
    if rule.fix and rule.fix.delete and rule.owes != "redaction":
        yield "redaction", ""
