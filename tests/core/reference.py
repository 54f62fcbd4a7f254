"""The engine again, slow and obvious: the answer that every fast path must give.

It shares with the engine only what is data or given: the folding of one character, the detectors, and which
sentences are protected speech. Everything else is written a second time, one post, one rule, one character at
a time, with the standard library alone.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import cache
from itertools import count
from typing import NamedTuple
from zoneinfo import ZoneInfo

from msgspec import structs

from core.reference_disguise import disguises
from sayso.core.fold import Batch, fold_char
from sayso.core.policy.model import LEVELS, Exemption, Policy, Rule, Source, Term, Text, When, Window
from sayso.core.post import Context, Post
from sayso.core.screening import protected
from sayso.core.screening.kinds import DETECTORS, find
from sayso.core.screening.kinds.detector import Detector, Setting
from sayso.core.screening.kinds.number import detector as number_detector
from sayso.core.screening.verdict import ClauseRef, Excepted, Finding, Fix, Obligation, Sure, Verdict, Where

MOST_FINDINGS = 100
AROUND = 12
UNSPACED = (
    "CJK UNIFIED IDEOGRAPH",
    "CJK COMPATIBILITY IDEOGRAPH",
    "IDEOGRAPHIC",
    "HIRAGANA",
    "KATAKANA",
    "BOPOMOFO",
    "HANGUL",
    "THAI",
    "LAO",
    "KHMER",
    "MYANMAR",
)
"""How the Unicode names begin of characters that are written without spaces between words."""


class Field(NamedTuple):
    """One text of a post, and the same folded: `origin[i]` is where the folded character `i` stood."""

    name: str
    original: str
    text: str
    origin: tuple[int, ...]


class Hit(NamedTuple):
    """A stretch of folded text that a source found."""

    start: int
    end: int
    how: str
    sure: Sure
    instead: Text | None = None
    label: Text | None = None
    is_opinion: bool = False
    """Whether protected speech may hold it: a word of a list that is no secret, or a pattern."""


# Folding


fold_one = cache(fold_char)


@cache
def fold(text: str) -> tuple[str, tuple[int, ...]]:
    """The folded text, and for each of its characters the index of the character it came from."""
    out: list[str] = []
    origin: list[int] = []
    for index, char in enumerate(text):
        for folded in fold_one(char):
            if folded.isspace():
                if out and out[-1] == " ":
                    continue
                folded = " "
            out.append(folded)
            origin.append(index)
    return "".join(out), tuple(origin)


def folded(text: str) -> str:
    return fold(text)[0]


def field(name: str, original: str) -> Field:
    return Field(name, original, *fold(original))


def fields(post: Post) -> list[Field]:
    found = [field("text", post.text)]
    for number, image in enumerate(post.images, 1):
        found.append(field(f"image/{number}/text", image.text))
        found.append(field(f"image/{number}/alt", image.alt))
    return found


def span(where: Field, start: int, end: int) -> tuple[int, int]:
    """The original place of a folded one, deleted accents on its last character included."""
    first, last = where.origin[start], where.origin[end - 1] + 1
    while last < len(where.original) and is_deleted_mark(where.original[last]):
        last += 1
    return first, last


def is_deleted_mark(char: str) -> bool:
    return unicodedata.category(char) in ("Mn", "Me") and fold_one(char) == ""


# Terms


def is_word(char: str) -> bool:
    """Of a script that puts spaces between words, so that a neighbour of the same sort continues the word."""
    return char.isalnum() and not unicodedata.name(char, "").startswith(UNSPACED)


def occurrences(needle: str, text: str) -> Iterator[tuple[int, int]]:
    """Every place of `needle`, overlapping ones too."""
    if needle:
        for start in range(len(text) - len(needle) + 1):
            if text.startswith(needle, start):
                yield start, start + len(needle)


def stands_alone(word: str, text: str, start: int, end: int) -> bool:
    """Whether no neighbour continues the word; a sign that stands for its first or last letter counts as that letter."""
    before = start > 0 and is_word(word[0]) and is_word(text[start - 1])
    after = end < len(text) and is_word(word[-1]) and is_word(text[end])
    return not before and not after


def is_near(term: Term, text: str, start: int, end: int) -> bool:
    if not term.near:
        return True
    for word in term.near:
        for first, last in occurrences(folded(word), text):
            if 0 <= start - last <= term.within or 0 <= first - end <= term.within:
                return True
    return False


def in_force(term: Term, today: date | None) -> bool:
    return term.until is None or today is None or today <= term.until


def is_excepted(excepting: tuple[str, ...], text: str, start: int, end: int) -> bool:
    return any(
        first <= start and end <= last for phrase in excepting for first, last in occurrences(folded(phrase), text)
    )


def same_case(name: str, where: Field, start: int, end: int) -> bool:
    first, last = span(where, start, end)
    return as_written(where.original[first:last]) == as_written(name)


def as_written(text: str) -> str:
    """In compatibility form and without what folding deletes; case and script kept."""
    return "".join(char for char in unicodedata.normalize("NFKC", text) if fold_one(char) != "")


def term_hits(term: Term, excepting: tuple[str, ...], where: Field, today: date | None) -> Iterator[Hit]:
    """Where the term stands under any of its names, then where it stands in disguise."""
    if not in_force(term, today):
        return
    for name in (term.term, *term.also):
        listed = folded(name)
        for start, end in occurrences(listed, where.text):
            if term.case == "any" or same_case(name, where, start, end):
                yield from kept(Hit(start, end, "term", "certain", term.instead), listed, term, excepting, where)
        for start, end in disguises(listed, where.text, either(where)) if term.case == "any" else ():
            yield from kept(Hit(start, end, "term", "likely", term.instead), listed, term, excepting, where)


def either(where: Field) -> frozenset[int]:
    """Where the writer's character is a capital I after a small letter, or another script's letter of that shape."""
    return frozenset(
        place
        for place, (char, origin) in enumerate(zip(where.text, where.origin, strict=True))
        if char in "il" and is_either(where.original[max(0, origin - 1) : origin], where.original[origin])
    )


def is_either(before: str, char: str) -> bool:
    if char == "I":
        return before.isascii() and before.islower()
    return not char.isascii() and looks_like_a_capital_i(char)


@cache
def looks_like_a_capital_i(char: str) -> bool:
    return len(Batch([char]).either) > 0


def kept(hit: Hit, word: str, term: Term, excepting: tuple[str, ...], where: Field) -> Iterator[Hit]:
    """The hit, unless a neighbour continues the word, what must be near is not, or it is in a harmless phrase."""
    text, start, end = where.text, hit.start, hit.end
    alone = stands_alone(word, text, start, end) and is_near(term, text, start, end)
    if alone and not is_excepted(excepting, text, start, end):
        yield hit


# Patterns


def folded_pattern(pattern: str) -> str:
    return "".join(char if char.isascii() else fold_one(char) for char in pattern)


def pattern_hits(pattern: str, where: Field) -> Iterator[Hit]:
    for match in re.finditer(folded_pattern(pattern), where.text, re.IGNORECASE | re.ASCII):
        if match.end() > match.start():
            yield Hit(match.start(), match.end(), "pattern", "likely")


# Detectors and links


def detector_hits(detector: Detector, how: str, where: Field) -> Iterator[Hit]:
    """What a detector finds, which is given; told as a finding of the source that names it."""

    def written(start: int, end: int) -> str:
        return where.original[slice(*span(where, start, end))]

    for each in find(detector, where.text, written):
        yield Hit(each.start, each.end, how, each.sure, label=detector.label)


def builtin_hits(policy: Policy, name: str, where: Field) -> Iterator[Hit]:
    setting = Setting(policy.country, policy.domains, policy.names)
    return detector_hits(DETECTORS[name](setting), f"builtin/{name}", where)


def number_hits(policy: Policy, name: str, where: Field) -> Iterator[Hit]:
    written = next(each for each in policy.numbers if each.name == name)
    return detector_hits(number_detector(written), f"number/{name}", where)


def link_hits(hosts: tuple[str, ...], inside: bool, where: Field) -> Iterator[Hit]:
    """Links that lead to one of the hosts or under it; or all the others."""
    for hit in detector_hits(DETECTORS["link"](Setting()), "link", where):
        host = host_of(where.text[hit.start : hit.end])
        if any(host == each or host.endswith("." + each) for each in hosts) is inside:
            yield hit._replace(sure="certain")


def host_of(link: str) -> str:
    """What stands between a link's scheme, and the name before an ``@``, and its port or path."""
    address = re.sub(r"^https?:[/\\]{2}", "", link)
    authority = re.split(r"[/?#\\]", address)[0]
    return re.sub(r":[0-9]*$", "", authority.rpartition("@")[2]).rstrip(".-:*_")


# Sources


def hits(policy: Policy, source: Source, where: Field, today: date | None) -> Iterator[Hit]:
    """All that a source finds in one field, overlaps and all."""
    if source.kind in ("link_to", "link_outside"):
        yield from link_hits(source.value, source.kind == "link_to", where)
        return
    opinion = is_opinion(policy, source)
    for value in source.value if source.kind != "image" else ():
        for hit in hits_of_one(policy, source.kind, value, where, today):
            yield hit._replace(is_opinion=opinion)


def hits_of_one(policy: Policy, kind: str, value: str, where: Field, today: date | None) -> Iterator[Hit]:
    if kind == "lexicon":
        lexicon = next(each for each in policy.lexicons if each.name == value)
        for term in lexicon.terms:
            yield from term_hits(term, lexicon.excepting, where, today)
    elif kind == "terms":
        yield from term_hits(Term(value), (), where, today)
    elif kind == "pattern":
        yield from pattern_hits(value, where)
    elif kind == "builtin":
        yield from builtin_hits(policy, value, where)
    else:
        yield from number_hits(policy, value, where)


def is_opinion(policy: Policy, source: Source) -> bool:
    secret = [lexicon.name for lexicon in policy.lexicons if lexicon.secret]
    lists = source.kind == "lexicon" and not any(name in secret for name in source.value)
    return lists or source.kind in ("terms", "pattern")


def is_met(policy: Policy, sources: tuple[Source, ...], post: Post, today: date | None) -> bool:
    return any(True for where in fields(post) for source in sources for _ in hits(policy, source, where, today))


def merged(found: list[Hit]) -> list[Hit]:
    """The longest first, then the leftmost; what overlaps one already kept goes. From left to right again."""
    chosen: list[Hit] = []
    for hit in sorted(found, key=lambda each: (each.start - each.end, each.start)):
        if all(hit.end <= other.start or other.end <= hit.start for other in chosen):
            chosen.append(hit)
    return sorted(chosen, key=lambda each: each.start)


# Conditions


def day(policy: Policy, context: Context) -> date | None:
    """The day in the policy's zone; a time without a zone is already there."""
    at = context.at
    if isinstance(at, datetime):
        return (at.astimezone(ZoneInfo(policy.zone)) if at.tzinfo else at).date()
    return at


def roles(policy: Policy, context: Context) -> set[str]:
    held = set(context.roles)
    for role in policy.roles:
        if role.everyone or context.by in (role.name, *role.members):
            held.add(role.name)
    return held


def account(context: Context) -> str:
    return context.account or ("company" if context.channel else "personal")


def is_open(policy: Policy, name: str, context: Context) -> bool:
    if name in context.given:
        return True
    window = next((each for each in policy.windows if each.name == name), None)
    return window is not None and is_open_on(policy, window, day(policy, context))


def is_open_on(policy: Policy, window: Window, today: date | None) -> bool:
    if today is None:
        return bool(window.before or window.starts or window.ends)
    if (window.starts or window.ends) and (window.starts or today) <= today <= (window.ends or today):
        return True
    return any(
        event - timedelta(days=days) <= today <= event
        for name, days in window.before.items()
        for event in policy.calendar.get(name, ())
    )


def attachments(post: Post) -> set[str]:
    found = set(post.has)
    if post.images:
        found.add("image")
    if any(sign in folded(post.text) for sign in ("http://", "https://", "www.")):
        found.add("link")
    return found


def holds(policy: Policy, when: When, post: Post, context: Context) -> bool:
    """Whether all conditions hold, save `mentions`."""
    held, trained, has = roles(policy, context), set(context.trained), attachments(post)
    return (
        (not when.account or account(context) in when.account)
        and (not when.channel or context.channel in when.channel)
        and (not when.replying_to or context.replying_to in when.replying_to)
        and (not when.by or bool(held & set(when.by)))
        and not held & set(when.by_not)
        and (not when.trained or bool(trained & set(when.trained)))
        and (not when.trained_not or any(lesson not in trained for lesson in when.trained_not))
        and (not when.has or bool(has & set(when.has)))
        and (not when.window or any(is_open(policy, name, context) for name in when.window))
        and (not when.given or bool(set(context.given) & set(when.given)))
        and (not when.lang or not post.lang or post.lang in when.lang)
    )


# Protected speech


def is_talk(policy: Policy, context: Context, where: Field, hit: Hit) -> bool:
    """Whether a hit is an opinion, on a personal account, within a sentence that is protected. Which are, is given."""
    if not (policy.protected_speech and account(context) == "personal" and hit.is_opinion):
        return False
    start, end = span(where, hit.start, hit.end)
    return any(first <= start and end <= last for first, last in protected.sentences(where.original))


def is_called_for_by_talk(policy: Policy, rule: Rule, post: Post, context: Context) -> bool:
    """Whether a rule asks for something only because of what protected speech mentions."""
    called = [
        is_talk(policy, context, where, hit)
        for where in fields(post)
        for source in rule.when.mentions
        for hit in hits(policy, source, where, day(policy, context))
    ]
    return bool(called) and all(called)


# Rules


class Said(NamedTuple):
    """What one rule says of a post; `silenced`: it would say something, were what it met not protected speech."""

    findings: list[Finding]
    silenced: bool = False


def place(where: Field, hit: Hit) -> Where:
    start, end = span(where, hit.start, hit.end)
    return Where(
        field=where.name,
        unit="codepoint",
        start=start,
        end=end,
        exact=where.original[start:end],
        before=where.original[max(0, start - AROUND) : start],
        after=where.original[end : end + AROUND],
    )


def fixes(rule: Rule, hit: Hit | None) -> tuple[Fix, ...]:
    fix = rule.fix
    if fix is None:
        return ()
    if fix.append is not None:
        return (Fix(do="append", text=fix.append),)
    if hit is None:
        return ()
    if fix.delete:
        return (Fix(do="delete"),)
    text = hit.instead if fix.lexicon else fix.replace_with
    return (Fix(do="replace", text=text),) if text else ()


LISTED = {"en": "listed wording", "zh-Hant": "列管用語"}
"""What a term or a pattern is called."""


def message(rule: Rule, exact: str, label: Text | None) -> Text:
    return {
        lang: said.replace("{match}", exact).replace("{kind}", (label or LISTED).get(lang, ""))
        for lang, said in rule.say.items()
    }


def finding(policy: Policy, rule: Rule, where: Where, how: str, sure: Sure, hit: Hit | None) -> Finding:
    clause = next(each for each in policy.clauses if each.id == rule.clause)
    return Finding(
        id="",
        rule=rule.id,
        verdict=rule.verdict,
        to=rule.to,
        message=message(rule, where.exact, hit.label if hit else None),
        clause=ClauseRef(clause.id, clause.number, clause.title),
        where=where,
        how=how,
        sure=sure,
        fixes=fixes(rule, hit),
    )


def rule_says(policy: Policy, rule: Rule, post: Post, context: Context) -> Said:
    """What one rule has to say about a post, before exceptions."""
    today = day(policy, context)
    if not holds(policy, rule.when, post, context):
        return Said([])
    if rule.when.mentions and not is_met(policy, rule.when.mentions, post, today):
        return Said([])
    if is_met(policy, rule.unless, post, today):
        return Said([])
    if rule.find:
        return says_present(policy, rule, post, context)
    if rule.require:
        return says_missing(policy, rule, post, context)
    if is_called_for_by_talk(policy, rule, post, context):
        return Said([], silenced=True)
    return Said([finding(policy, rule, Where(field="context", unit="codepoint"), "context", "certain", None)])


def says_present(policy: Policy, rule: Rule, post: Post, context: Context) -> Said:
    found, dropped = [], False
    for where in fields(post):
        every = [hit for source in rule.find for hit in hits(policy, source, where, day(policy, context))]
        free = [hit for hit in every if not is_talk(policy, context, where, hit)]
        dropped |= len(free) < len(every)
        found += [finding(policy, rule, place(where, hit), hit.how, hit.sure, hit) for hit in merged(free)]
    return Said(found[:MOST_FINDINGS] + in_pictures(policy, rule, post), dropped and not found)


def says_missing(policy: Policy, rule: Rule, post: Post, context: Context) -> Said:
    if is_met(policy, rule.require, post, day(policy, context)):
        return Said([])
    if is_called_for_by_talk(policy, rule, post, context):
        return Said([], silenced=True)
    where = Where(field="text", unit="codepoint", missing=True)
    return Said([finding(policy, rule, where, "missing", "certain", None)])


def in_pictures(policy: Policy, rule: Rule, post: Post) -> list[Finding]:
    """What the pictures of a post lack."""
    lacking = []
    for number, image in enumerate(post.images, 1):
        for part in (value.removeprefix("without-") for source in rule.find for value in pictured(source)):
            if not {"alt": image.alt, "credit": image.credit}[part].strip():
                where = Where(field=f"image/{number}/{part}", unit="codepoint", missing=True)
                lacking.append(finding(policy, rule, where, "image", "certain", None))
    return lacking


def pictured(source: Source) -> tuple[str, ...]:
    return source.value if source.kind == "image" else ()


# The verdict


def exemption_for(policy: Policy, one: Finding, post: Post, context: Context) -> Exemption | None:
    today = day(policy, context)
    for exemption in policy.exceptions:
        if exemption.rule != one.rule or today is None or today > exemption.until:
            continue
        if not holds(policy, exemption.when, post, context):
            continue
        if not exemption.match or folded(one.where.exact) in [folded(word) for word in exemption.match]:
            return exemption
    return None


def order(one: Finding, names: list[str]) -> tuple[int, int, int, str]:
    """Strongest first, then by field, place and rule."""
    field = one.where.field.replace("credit", "alt")
    return -LEVELS.index(one.verdict), names.index(field), one.where.start or 0, one.rule


def obligations(policy: Policy, found: list[Finding]) -> tuple[Obligation, ...]:
    owed: dict[tuple[str, str], set[str]] = {}
    rules = {rule.id: rule for rule in policy.rules}
    for one in found:
        rule = rules[one.rule]
        deeds = {("approval", rule.to or "")} if rule.verdict == "approve" else set()
        deeds |= {("hand-over", rule.to or "")} if rule.verdict == "hand-over" else set()
        deeds |= {(rule.owes, "")} if rule.owes else set()
        deeds |= {("redaction", "")} if rule.fix and rule.fix.delete else set()
        for deed in deeds:
            owed.setdefault(deed, set()).add(rule.id)
    return tuple(Obligation(do, to or None, tuple(sorted(ids))) for (do, to), ids in sorted(owed.items()))


def numbered(*lists: list[Finding]) -> list[list[Finding]]:
    """The same with ``f1``, ``f2`` … as ids, through all lists."""
    number = count(1)
    return [[structs.replace(one, id=f"f{next(number)}") for one in each] for each in lists]


def hashed(text: str) -> str:
    return "sha256:" + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def screen(policy: Policy, post: Post, context: Context) -> Verdict:
    """The verdict on one post, from first principles."""
    names = [*(each.name for each in fields(post)), "context"]
    shadowed = {rule.id for rule in policy.rules if rule.shadow}
    said = {rule.id: rule_says(policy, rule, post, context) for rule in policy.rules}
    silenced = sorted(name for name, each in said.items() if each.silenced and name not in shadowed)
    every = [one for each in said.values() for one in each.findings]
    every.sort(key=lambda one: order(one, names))
    live: list[Finding] = []
    shadow: list[Finding] = []
    excepted: list[Excepted] = []
    for one in every:
        exemption = exemption_for(policy, one, post, context)
        if one.rule in shadowed:
            shadow.append(one)
        elif exemption:
            excepted.append(Excepted(exemption.id, exemption.owner, exemption.reason, one))
        else:
            live.append(one)
    live, removed, shadow = numbered(live, [each.finding for each in excepted], shadow)
    excepted = [structs.replace(each, finding=one) for each, one in zip(excepted, removed, strict=True)]
    return Verdict(
        verdict=max((one.verdict for one in live), key=LEVELS.index, default="pass"),
        findings=tuple(live),
        obligations=obligations(policy, live),
        excepted=tuple(excepted),
        shadow=tuple(shadow),
        protected=tuple(silenced),
        edition=policy.edition,
        digest=policy.digest,
        text_hash=hashed(post.text) if every or silenced else "",
    )
