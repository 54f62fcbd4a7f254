"""Where in the posts of a batch the sources of a policy are met: the fast half of a screening, no rules in it.

Terms of all lexicons go through one Aho-Corasick automaton over the whole batch, and through a second one over the
skeletons of the posts that look disguised. Patterns and the nominations of detectors go through one RE2 set, post by
post; only what the set reports is searched for its place. Classifiers weigh the characters of the whole batch. All of
it is linear in the length of the text.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import chain, islice
from typing import Any, Final, NamedTuple

import ahocorasick_rs
import msgspec
import numpy as np
import re2
from numpy.typing import NDArray

from sayso.core.fold import SEPARATOR, WORD, Batch, fold_char, kind, originals
from sayso.core.policy.model import Policy, Source, Term, Text
from sayso.core.screening import disguise
from sayso.core.screening.kinds import DETECTORS, link, number
from sayso.core.screening.kinds.classifier import CLASSIFIERS
from sayso.core.screening.kinds.detector import Detector, Nominee, Setting
from sayso.core.screening.kinds.detector import Hit as Confirmed
from sayso.core.screening.verdict import Sure

_SEPARATOR: Final = chr(SEPARATOR)
_MEMORY: Final = 256 << 20
"""What RE2 may use for one set's automaton; it falls back to a slower one, never to another answer."""


FLOOD: Final = 1_000
"""Places of one term or pattern, and checks of nominees, in one text that are looked into.

A text with more is a flood made to hide something or to take time: the next place counts as met without a look.
"""


ATTEMPTS: Final = 100
"""Places in one text that are compared with a term letter by letter, for a disguise; the next one counts as one."""


class Hit(msgspec.Struct, gc=False):
    """A source met in one text of a batch; `start` and `end` are places in the batch's folded text."""

    text: int
    start: int
    end: int
    rank: int
    """Order among the hits of one source at one place: as the terms are listed."""
    source: int
    how: str
    sure: Sure
    until: date | None = None
    instead: Text | None = None
    label: Text | None = None


class BadPattern(NamedTuple):
    """A pattern that RE2 does not take, and its reason."""

    pattern: str
    reason: str


class _Use(msgspec.Struct, frozen=True, gc=False):
    """One entry of one lexicon that a literal stands for."""

    source: int
    rank: int
    term: Term
    name: str
    near: tuple[str, ...]
    excepting: tuple[str, ...]
    """Folded phrases in which it is harmless."""
    always: bool
    """Whether it counts wherever it stands, without a look around."""


class Matcher:
    """The sources of a policy, compiled."""

    def __init__(self, policy: Policy) -> None:
        self.bad: list[BadPattern] = []
        self._numbers: dict[tuple[str, tuple[str, ...], float | None], int] = {}
        rules = policy.rules
        for source in chain.from_iterable((*r.find, *r.require, *r.unless, *r.when.mentions) for r in rules):
            self._numbers.setdefault((source.kind, source.value, source.above), len(self._numbers))
        self._terms = _Terms(self._listed(policy))
        self._patterns = _Patterns(self._nominators(policy), self.bad)
        self._classifiers = _Classifiers(self._guesses())

    def number(self, source: Source) -> int:
        """The number under which hits of `source` come."""
        return self._numbers[source.kind, source.value, source.above]

    def match(self, batch: Batch) -> dict[int, list[Hit]]:
        """For each text of the batch in which something is met, what and where."""
        found: defaultdict[int, list[Hit]] = defaultdict(list)
        self._terms.match(batch, found)
        self._patterns.match(batch, found)
        self._classifiers.match(batch, found)
        return found

    def _listed(self, policy: Policy) -> Iterator[tuple[int, Term, tuple[str, ...]]]:
        """Each term to look for, with its source and the phrases in which it is harmless."""
        lexicons = {lexicon.name: lexicon for lexicon in policy.lexicons}
        for (sort, value, _), source in self._numbers.items():
            if sort == "terms":
                yield from ((source, Term(word), ()) for word in value)
            elif sort == "lexicon":
                for lexicon in (lexicons[name] for name in value):
                    yield from ((source, term, lexicon.excepting) for term in lexicon.terms)

    def _guesses(self) -> Iterator[tuple[str, float, int]]:
        """Each classifier asked for, from which probability on, and its source."""
        for (sort, value, above), source in self._numbers.items():
            if sort == "classifier" and above is not None:
                yield from ((name, above, source) for name in value)

    def _nominators(self, policy: Policy) -> Iterator[_Nominator]:
        setting = Setting(policy.country, policy.domains, policy.names)
        formats = {fmt.name: fmt for fmt in policy.numbers}
        for (sort, value, _), source in self._numbers.items():
            if sort == "pattern":
                yield from (_Nominator(source, rank, fold_pattern(p), None, p) for rank, p in enumerate(value))
            elif sort == "builtin":
                for place, name in enumerate(value):
                    yield from _nominators(source, place, f"builtin/{name}", DETECTORS[name](setting))
            elif sort == "number":
                for place, name in enumerate(value):
                    yield from _nominators(source, place, f"number/{name}", number.detector(formats[name]))
            elif sort in ("link_to", "link_outside"):
                yield from _nominators(source, 0, "link", _links(sort == "link_to", value))


# Terms


class _Terms:
    """Literals of all lexicons in one automaton, and their skeletons in another."""

    def __init__(self, listed: Iterable[tuple[int, Term, tuple[str, ...]]]) -> None:
        named = [
            (source, rank, term, name, excepting)
            for rank, (source, term, excepting) in enumerate(listed)
            for name in (term.term, *term.also)
        ]
        uses: defaultdict[str, list[_Use]] = defaultdict(list)
        folded = _fold_all([name for _, _, _, name, _ in named])
        phrases = {phrases: tuple(_fold_all(phrases)) for phrases in {e for *_, e in named}}
        for literal, (source, rank, term, name, excepting) in zip(folded, named, strict=True):
            near = tuple(_fold_all(term.near)) if term.near else ()
            always = not near and not excepting and term.case == "any"
            uses[literal].append(_Use(source, rank, term, name, near, phrases[excepting], always))
        uses.pop("", None)
        self._literals = list(uses)
        self._uses = [tuple(some) for some in uses.values()]  # tuples, for the collector to pass over
        self._plain = _automaton(self._literals)
        self._lengths = np.array([len(literal) for literal in self._literals], np.int64)
        edges = _edges(self._literals)
        self._opens, self._closes = edges
        self._prepare_disguises()

    def _prepare_disguises(self) -> None:
        by_skeleton: defaultdict[str, list[int]] = defaultdict(list)
        for literal, skeleton in enumerate(disguise.skeletons_of(self._literals)):
            if skeleton and any(use.term.case == "any" for use in self._uses[literal]):
                by_skeleton[skeleton].append(literal)
        self._hidden = [tuple(some) for some in by_skeleton.values()]
        self._skeletons = _automaton(list(by_skeleton))

    def match(self, batch: Batch, found: defaultdict[int, list[Hit]]) -> None:
        if not self._literals:
            return
        self._match_plain(batch, found)
        self._match_disguised(batch, found)

    def _match_plain(self, batch: Batch, found: defaultdict[int, list[Hit]]) -> None:
        matches = self._plain.find_matches_as_indexes(batch.text, overlapping=True)
        if not matches:
            return
        places = _triples(matches)
        which, start, end = places[:, 0], places[:, 1], places[:, 2]
        codes = batch.kinds
        before, after = (codes[start - 1] & WORD) != 0, (codes[end] & WORD) != 0
        inside = (self._opens[which] & before) | (self._closes[which] & after)
        kept = np.flatnonzero(~inside)
        texts = np.searchsorted(batch.starts, start[kept], side="right") - 1
        if len(kept) > FLOOD:
            first = _first_of_each(texts * len(self._literals) + which[kept], FLOOD)
            kept, texts = kept[first], texts[first]
        rows = zip(texts.tolist(), which[kept].tolist(), start[kept].tolist(), end[kept].tolist(), strict=True)
        for text, literal, begin, stop in rows:
            for use in self._uses[literal]:
                term = use.term
                if use.always or _counts(use, batch, text, begin, stop):
                    found[text].append(
                        Hit(text, begin, stop, use.rank, use.source, "term", "certain", term.until, term.instead)
                    )

    def _match_disguised(self, batch: Batch, found: defaultdict[int, list[Hit]]) -> None:
        skeletons = disguise.skeletons(batch) if self._hidden else None
        if skeletons is None:
            return
        matches = self._skeletons.find_matches_as_indexes(skeletons.text, overlapping=True)
        if not matches:
            return
        places = _triples(matches)
        start, end = skeletons.first[places[:, 1]], skeletons.last[places[:, 2] - 1] + 1
        texts = np.searchsorted(batch.starts, start, side="right") - 1
        unsure = np.searchsorted(batch.either, start) < np.searchsorted(batch.either, end)
        tried: Counter[int] = Counter()
        for hidden, begin, stop, either, text in zip(
            places[:, 0].tolist(), start.tolist(), end.tolist(), unsure.tolist(), texts.tolist(), strict=True
        ):
            written = batch.text[begin:stop]
            for literal in self._hidden[hidden]:
                if written != self._literals[literal]:
                    tried[text] += 1
                    self._try_disguise(batch, found, literal, text, begin, stop, either, tried[text])

    def _try_disguise(
        self,
        batch: Batch,
        found: defaultdict[int, list[Hit]],
        literal: int,
        text: int,
        start: int,
        end: int,
        unsure: bool,
        attempt: int,
    ) -> None:
        """Add what is a disguise of a literal; `unsure`: an i may be an l in it; `attempt` counts those in the text."""
        if attempt <= ATTEMPTS:
            either = batch.either[(batch.either >= start) & (batch.either < end)].tolist() if unsure else ()
            place = disguise.uncover(self._literals[literal], batch.text, start, end, frozenset(either))
            if place is not None:
                self._add_disguised(batch, found, literal, text, place, "likely")
        elif attempt == ATTEMPTS + 1:
            self._add_disguised(batch, found, literal, text, (start, end), "possible")

    def _add_disguised(
        self,
        batch: Batch,
        found: defaultdict[int, list[Hit]],
        literal: int,
        text: int,
        place: tuple[int, int],
        sure: Sure,
    ) -> None:
        start, end = place
        for use in self._uses[literal]:
            term = use.term
            if term.case == "any" and (use.always or _counts(use, batch, text, start, end)):
                found[text].append(Hit(text, start, end, use.rank, use.source, "term", sure, term.until, term.instead))


def _first_of_each(keys: NDArray[np.int64], most: int) -> NDArray[np.int64]:
    """The places of the first `most` of each key, in order."""
    order = np.argsort(keys, kind="stable")
    ordered = keys[order]
    heads = np.flatnonzero(np.append(True, ordered[1:] != ordered[:-1]))
    rank = np.arange(len(keys)) - np.repeat(heads, np.diff(np.append(heads, len(keys))))
    return np.sort(order[rank < most])


def _fold_all(texts: Iterable[str]) -> list[str]:
    texts = list(texts)
    return Batch(texts).text.split(_SEPARATOR)[:-1] if texts else []


def _automaton(literals: list[str]) -> Any:
    return ahocorasick_rs.AhoCorasick(literals, implementation=ahocorasick_rs.Implementation.ContiguousNFA)


def _triples(matches: list[tuple[int, int, int]]) -> NDArray[np.int64]:
    return np.fromiter(chain.from_iterable(matches), np.int64, 3 * len(matches)).reshape(-1, 3)


def _edges(literals: list[str]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """For each literal, whether it begins and whether it ends with a character of a word."""
    first = np.array([kind(literal[0]) & WORD for literal in literals], np.bool_)
    last = np.array([kind(literal[-1]) & WORD for literal in literals], np.bool_)
    return first, last


def _counts(use: _Use, batch: Batch, text: int, start: int, end: int) -> bool:
    """Whether a place of a literal counts for one entry: its neighbours, its case, the phrases it may be part of."""
    term = use.term
    if use.near and not _is_near(use, batch, text, start, end):
        return False
    if use.excepting and _is_harmless(use, batch, text, start, end):
        return False
    if term.case == "exact":
        first, last = batch.original(text, start, end)
        return originals(batch.texts[text][first:last]) == originals(use.name)
    return True


def _is_near(use: _Use, batch: Batch, text: int, start: int, end: int) -> bool:
    low, high, reach = int(batch.starts[text]), int(batch.ends[text]), use.term.within
    for word in use.near:
        before = batch.text[max(low, start - reach - len(word)) : start]
        after = batch.text[end : min(high, end + reach + len(word))]
        if word in before or word in after:
            return True
    return False


def _is_harmless(use: _Use, batch: Batch, text: int, start: int, end: int) -> bool:
    low, high = int(batch.starts[text]), int(batch.ends[text])
    return any(
        phrase in batch.text[max(low, end - len(phrase)) : min(high, start + len(phrase))] for phrase in use.excepting
    )


# Classifiers


class _Classifiers:
    """The classifiers that rules ask for; each looks at all texts once, whatever the number of thresholds."""

    def __init__(self, guesses: Iterable[tuple[str, float, int]]) -> None:
        self._uses: defaultdict[str, list[tuple[float, int]]] = defaultdict(list)
        for name, above, source in guesses:
            self._uses[name].append((above, source))

    def match(self, batch: Batch, found: defaultdict[int, list[Hit]]) -> None:
        for name, uses in self._uses.items():
            label, load = CLASSIFIERS[name]
            classifier = load()
            scores = classifier.score(batch, range(len(batch.ends)))
            for text in np.flatnonzero(scores > min(uses)[0]).tolist():
                place = classifier.where(batch, text)
                found[text] += [
                    Hit(text, *place, 0, source, f"classifier/{name}", "possible", label=label)
                    for above, source in uses
                    if scores[text] > above
                ]


# Patterns and detectors


class _Nominator(NamedTuple):
    """One pattern, of a rule or of a detector."""

    source: int
    rank: int
    pattern: str
    detector: Detector | None
    written: str
    how: str = "pattern"


def _nominators(source: int, place: int, how: str, detector: Detector) -> Iterator[_Nominator]:
    """The patterns of a detector that stands at `place` in its source's list."""
    for rank, pattern in enumerate(detector.patterns, place << 10):
        yield _Nominator(source, rank, pattern, detector, pattern, how)


def _links(inside: bool, hosts: tuple[str, ...]) -> Detector:
    """Links that lead to one of the hosts, or to any other."""

    def check(nominee: Nominee) -> Confirmed | None:
        found = link.link_of(nominee)
        if found is None or any(link.under(found.host, host) for host in hosts) is not inside:
            return None
        return Confirmed(found.start, found.end, "certain")

    return link.any_link(Setting())._replace(check=check)


def _options() -> Any:
    options = re2.Options()
    options.case_sensitive = False
    options.log_errors = False
    options.max_mem = _MEMORY
    options.never_capture = True  # only the whole match is asked for: a fraction of the time
    return options


class _Asker(msgspec.Struct, frozen=True, gc=False):
    """Who nominates by a pattern: a rule, or a detector with its check."""

    check: Callable[[Nominee], Confirmed | None] | None
    source: int
    rank: int
    how: str
    label: Text | None


class _Patterns:
    """All patterns in one set: what a post meets of it is then searched for its places."""

    def __init__(self, nominators: Iterable[_Nominator], bad: list[BadPattern]) -> None:
        self._known: dict[str, int] = {}
        self._patterns: list[tuple[Any, list[_Asker]]] = []
        self._set = re2.Set.SearchSet(_options())
        for nominator in nominators:
            self._add(nominator, bad)
        if self._patterns:
            self._set.Compile()

    def _add(self, nominator: _Nominator, bad: list[BadPattern]) -> None:
        detector = nominator.detector
        check, label = (detector.check, detector.label) if detector else (None, None)
        asker = _Asker(check, nominator.source, nominator.rank, nominator.how, label)
        if nominator.pattern in self._known:
            self._patterns[self._known[nominator.pattern]][1].append(asker)
            return
        try:
            compiled = re2.compile(nominator.pattern.encode(), _options())
            self._set.Add(link.SIEVES.get(nominator.pattern, nominator.pattern))
        except re2.error as problem:
            reason = problem.args[0]
            bad.append(BadPattern(nominator.written, reason.decode() if isinstance(reason, bytes) else str(reason)))
            return
        self._known[nominator.pattern] = len(self._patterns)
        self._patterns.append((compiled, [asker]))

    def match(self, batch: Batch, found: defaultdict[int, list[Hit]]) -> None:
        if not self._patterns:
            return
        meets = self._set.Match
        lines = batch.text.encode().split(_SEPARATOR.encode())[:-1]
        met: defaultdict[int, list[int]] = defaultdict(list)
        for text, line in enumerate(lines):
            patterns = meets(line)
            if patterns:
                for pattern in patterns:
                    met[pattern].append(text)
        starts = batch.starts.tolist()
        checks: defaultdict[int, int] = defaultdict(int)
        for pattern in sorted(met):  # one pattern after another: its automaton and its checks stay warm
            compiled, askers = self._patterns[pattern]
            for text in met[pattern]:
                places = _places(compiled, lines[text])
                if askers[0].check is None:
                    found[text] += _taken(askers, text, starts[text], places)
                else:
                    found[text] += _confirmed(askers, batch, text, starts[text], places, checks)


def _places(compiled: Any, data: bytes) -> list[tuple[int, int]]:
    """Where a pattern matches, in characters; one more than `FLOOD` at the most."""
    spans = (match.span() for match in islice(compiled.finditer(data), FLOOD + 1))
    places = [span for span in spans if span[1] > span[0]]  # an empty one may split a character
    return places if data.isascii() else list(_as_characters(data, places))


def _taken(askers: list[_Asker], text: int, base: int, places: list[tuple[int, int]]) -> list[Hit]:
    """The hits of a pattern that rules look for: all its matches, up to `FLOOD`."""
    return [
        Hit(text, base + start, base + end, asker.rank, asker.source, asker.how, "likely")
        for start, end in places[:FLOOD]
        for asker in askers
    ]


def _confirmed(
    askers: list[_Asker],
    batch: Batch,
    text: int,
    base: int,
    places: list[tuple[int, int]],
    checks: defaultdict[int, int],
) -> list[Hit]:
    """The hits among the nominees of detectors; `checks` counts, for each text, what its nominees have cost."""
    hits: list[Hit] = []
    line = batch.text[base : batch.ends[text]]
    original = batch.texts[text]
    for count, (start, end) in enumerate(places):
        if count == FLOOD or checks[text] >= FLOOD:
            hits += [
                Hit(text, base + start, base + end, a.rank, a.source, a.how, "possible", label=a.label) for a in askers
            ]
            break
        checks[text] += len(askers)
        first, last = batch.original(text, base + start, base + end)
        nominee = Nominee(line, start, end, original[first:last])
        for asker in askers:
            hit = asker.check(nominee) if asker.check else Confirmed(start, end, "likely")
            if hit is not None:
                hits.append(
                    Hit(
                        text,
                        base + hit[0],
                        base + hit[1],
                        asker.rank,
                        asker.source,
                        asker.how,
                        hit[2],
                        None,
                        None,
                        asker.label,
                    )
                )
    return hits


def _as_characters(data: bytes, places: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Byte offsets, ascending, as character offsets; in one pass."""
    at = chars = 0
    for start, end in places:
        first = chars + len(data[at:start].decode())
        chars = first + len(data[start:end].decode())
        at = end
        yield first, chars


def fold_pattern(pattern: str) -> str:
    """A pattern with its non-ASCII characters in the form in which posts are matched; ASCII is RE2's syntax.

    Within a class of characters the ends of a range stay as they are written.
    """
    out: list[str] = []
    inside = False
    for place, char in enumerate(pattern):
        escaped = place and pattern[place - 1] == "\\" and (place < 2 or pattern[place - 2] != "\\")
        if char in "[]" and not escaped:
            inside = char == "["
        out.append(char if char.isascii() else _fold_literal(pattern, place, inside))
    return "".join(out)


def _fold_literal(pattern: str, place: int, inside: bool) -> str:
    char = pattern[place]
    folded = fold_char(char)
    if not inside:
        return folded if len(folded) == 1 else f"(?:{re2.escape(folded)})" if folded else ""
    ranged = pattern[place - 1] == "-" or pattern[place + 1 : place + 2] == "-"
    return char if ranged or len(folded) != 1 else folded
