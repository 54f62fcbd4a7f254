"""A policy's own examples put to the test: each rule fires where it says it does and is silent where it says so.

Examples are screened where the rule's own conditions hold, as they stand and in disguise. With protected speech, the
pack of posts that employees may always write is screened too.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from sayso.core.fold import UNSPACED, fold_char, kind
from sayso.core.policy.model import Example, Policy, Rule, Source, Text
from sayso.core.policy.problems import Problem
from sayso.core.policy.source import Parsed
from sayso.core.post import Context, Image, Post
from sayso.core.screening import protected
from sayso.core.screening.engine import Engine
from sayso.core.screening.verdict import Verdict

HOMOGLYPHS: Final = str.maketrans("aceopxyijsACEHIKMOPTX", "асеорхуіјѕАСЕНІКМОРТХ")
"""Latin letters and the Cyrillic ones that look like them."""
_FULL_WIDTH: Final = {point: point + 0xFEE0 for point in range(0x21, 0x7F)}


class Failure(NamedTuple):
    """An example that does not do what it stands for."""

    rule: str
    fires: bool
    """True for an example under `fires` on which the rule is silent; False for one under `silent` on which it fires."""
    lang: str
    place: int
    """Its place in its list, from 0."""
    disguise: str
    """``full-width``, ``zero-width``, ``homoglyphs``, ``simplified``, or empty: as it stands."""
    secret: str
    """The secret lexicon in whose file the example stands; empty: in the rule."""


class Flagged(NamedTuple):
    """A post of the protected pack that a rule flags."""

    rule: str
    lang: str
    text: str


def prove(engine: Engine) -> tuple[Failure, ...]:
    """Every example that fails, in the order of the policy; empty for a policy that does what it says."""
    trials = list(_trials(engine.policy))
    verdicts = engine.screen_many([trial.post for trial in trials], [trial.context for trial in trials])
    return tuple(
        trial.failure
        for trial, verdict in zip(trials, verdicts, strict=True)
        if _has_fired(verdict, trial.failure.rule) is not trial.failure.fires
    )


def flagged(engine: Engine) -> tuple[Flagged, ...]:
    """Posts that employees may always write and that a policy with protected speech flags all the same.

    A rule about personal data, links or the like may fire on one; the posts hold none.
    """
    if not engine.policy.protected_speech:
        return ()
    texts = [(lang, text) for lang in protected.LANGS for text in protected.pack(lang)]
    verdicts = engine.screen_many([Post(text) for _, text in texts], [Context(account="personal")] * len(texts))
    return tuple(
        Flagged(finding.rule, lang, text)
        for (lang, text), verdict in zip(texts, verdicts, strict=True)
        for finding in verdict.findings
    )


def problems(engine: Engine, parsed: Parsed) -> tuple[Problem, ...]:
    """What examples and pack show to be wrong with a policy, at the places where it is written."""
    found = [_problem(failure, parsed) for failure in prove(engine)]
    for each in {each.rule: each for each in reversed(flagged(engine))}.values():
        found.append(parsed.problem(f"rule:{each.rule}", "flags-protected-speech", rule=each.rule, text=each.text))
    return tuple(found)


def _problem(failure: Failure, parsed: Parsed) -> Problem:
    owner = f"lexicon:{failure.secret}" if failure.secret else f"rule:{failure.rule}"
    place = f"{owner}:{'fires' if failure.fires else 'silent'}:{failure.lang}:{failure.place}"
    code = "example-does-not-fire" if failure.fires else "example-fires"
    return parsed.problem(place, code, rule=failure.rule, how=_HOW[failure.disguise])


_HOW: Final[dict[str, Text]] = {
    "": {"en": "", "zh-Hant": ""},
    "full-width": {"en": " when it is written in full width", "zh-Hant": "（改成全形字元時）"},
    "zero-width": {
        "en": " when invisible characters stand between its letters",
        "zh-Hant": "（字元之間插入零寬字元時）",
    },
    "simplified": {"en": " when it is written in Simplified Chinese", "zh-Hant": "（改寫成簡體字時）"},
    "homoglyphs": {"en": " when look-alike letters replace its own", "zh-Hant": "（換成外形相似的字母時）"},
}


class _Trial(NamedTuple):
    post: Post
    context: Context
    failure: Failure
    """What the trial shows when it goes wrong."""


def _trials(policy: Policy) -> Iterator[_Trial]:
    lexicons = {lexicon.name: lexicon for lexicon in policy.lexicons}
    for rule in policy.rules:
        yield from _of(policy, rule, rule.fires, rule.silent, "")
        for source in rule.find:
            for name in source.value if source.kind == "lexicon" else ():
                lexicon = lexicons[name]
                if lexicon.secret:
                    yield from _of(policy, rule, lexicon.fires, lexicon.silent, name)


def _of(
    policy: Policy, rule: Rule, fires: tuple[Example, ...], silent: tuple[Example, ...], secret: str
) -> Iterator[_Trial]:
    for should, examples in ((True, fires), (False, silent)):
        seen: dict[str, int] = {}
        for example in examples:
            place = seen[example.lang] = seen.get(example.lang, -1) + 1
            for disguise, text in _forms(policy, rule, example.text):
                failure = Failure(rule.id, should, example.lang, place, disguise, secret)
                yield _Trial(_post(rule, example, text, should), context_of(rule, example), failure)


def _forms(policy: Policy, rule: Rule, text: str) -> Iterator[tuple[str, str]]:
    """An example as it stands, and in the disguises that all its rule looks for must withstand."""
    yield "", text
    sources = (*rule.find, *rule.require, *rule.unless, *rule.when.mentions)
    if all(source.kind in ("lexicon", "terms", "pattern", "classifier") for source in sources):
        yield "full-width", text.translate(_FULL_WIDTH)
        yield "zero-width", "\u200b".join(text)
        yield "simplified", "".join(fold_char(char) if kind(char) & UNSPACED else char for char in text)
        if not any(_is_exact(policy, source) for source in sources):
            yield "homoglyphs", text.translate(HOMOGLYPHS)


def _is_exact(policy: Policy, source: Source) -> bool:
    """Whether a source cares for case, and therefore for the letters themselves."""
    return source.kind == "lexicon" and any(
        term.case == "exact" for lexicon in policy.lexicons if lexicon.name in source.value for term in lexicon.terms
    )


def _post(rule: Rule, example: Example, text: str, fires: bool) -> Post:
    """The example with the attachments that its rule asks for; pictures are as they should be in a silent one."""
    about_pictures = any(source.kind == "image" for source in rule.find)
    has = set(example.has if example.has is not None else rule.when.has[:1])
    images = (Image() if fires else Image(alt="…", credit="…"),) if about_pictures or "image" in has else ()
    if not about_pictures and images:
        images = (Image(alt="…"),)
    return Post(text, images, tuple(sorted(has - {"image", "link"})), example.lang)


def context_of(rule: Rule, example: Example) -> Context:
    """A context in which the conditions of a rule hold, save what the example sets itself."""
    when = rule.when
    channel = example.channel if example.channel is not None else _first(when.channel)
    account = example.account if example.account is not None else _first(when.account)
    return Context(
        by=example.by if example.by is not None else _first(when.by),
        trained=when.trained[:1],
        account=account,  # type: ignore[arg-type]
        channel=channel,
        replying_to=example.replying_to if example.replying_to is not None else _first(when.replying_to),
        given=example.given if example.given is not None else (*when.given[:1], *when.window[:1]),
    )


def _first(values: tuple[str, ...]) -> str:
    return values[0] if values else ""


def _has_fired(verdict: Verdict, rule: str) -> bool:
    return any(finding.rule == rule for finding in (*verdict.findings, *verdict.shadow))
