"""What holds of every screening, whatever the policy and the post."""

from __future__ import annotations

import json
import pickle
import random
from datetime import date

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.strategies import a_context, a_policy, a_post, a_rule, worlds
from sayso.core.policy.model import LEVELS, Clause, Policy, Rule, Source
from sayso.core.post import Context, Image, Post
from sayso.core.screening.engine import Engine
from sayso.core.screening.rows import answer_json, screen_rows
from sayso.core.screening.verdict import Verdict

STRANGE = (
    "",
    " ",
    "\x00",
    "\x00kestrel\x00",
    "\ud83d",
    "kestrel\udcff",
    "\ud83d\ude00",
    "👩‍👩‍👧‍👦 kestrel 👩🏽‍💻",
    "\u200b" * 50,
    "a" + "\u0301" * 500,
    "\U0010ffff\ufffe\ufdd0",
    "ﷺ" * 40,
    "\u202e\u2066\u2069",
    "\r\n\t\x0b\x0c\x85\u2028",
    "kestrel" * 200,
    "1" * 3000,
)


def sampled(chance: random.Random) -> tuple[Policy, list[tuple[Post, Context]]]:
    return a_policy(chance), [(a_post(chance), a_context(chance)) for _ in range(8)]


def row(number: int, post: Post, context: Context) -> bytes:
    """A post and its context as a batch takes them."""
    given = {
        "id": str(number),
        **msgspec.to_builtins(post),
        **msgspec.to_builtins(context),
        "at": context.at.isoformat() if context.at else None,
    }
    return msgspec.json.encode({name: value for name, value in given.items() if value is not None})


def sendable(post: Post) -> Post:
    """With a question mark for half a surrogate pair, which JSON in UTF-8 cannot hold."""
    sent = json.dumps(msgspec.to_builtins(post), ensure_ascii=False).encode("utf-8", "replace")
    return msgspec.convert(json.loads(sent), Post)


def answers(engine: Engine, rows: list[bytes]) -> list[dict[str, object]]:
    answer = screen_rows(engine, b"\n".join(rows), at=None)
    return [msgspec.json.decode(line) for line in answer.out.splitlines()]


def fields(post: Post) -> dict[str, str]:
    return {"text": post.text, "image/1/text": post.images[0].text, "image/1/alt": post.images[0].alt}


def apart_from_order(verdict: Verdict) -> Verdict:
    """The digest names the order of the rules too."""
    return msgspec.structs.replace(verdict, digest="")


def in_earnest(verdict: Verdict) -> Verdict:
    """Without what a rule in shadow mode may add: what it shows, and that it was looked at."""
    kept = tuple(name for name in verdict.protected if name != "more")
    return msgspec.structs.replace(verdict, digest="", shadow=(), protected=kept, text_hash="")


@given(worlds())
def test_the_order_of_the_rules_makes_no_difference(chance: random.Random) -> None:
    policy, posts = sampled(chance)
    shuffled = msgspec.structs.replace(policy, rules=tuple(chance.sample(policy.rules, len(policy.rules))))

    one, other = Engine(policy), Engine(shuffled)

    assert [apart_from_order(one.screen(*each)) for each in posts] == [
        apart_from_order(other.screen(*each)) for each in posts
    ]


@given(worlds())
def test_a_rule_more_never_lowers_a_verdict(chance: random.Random) -> None:
    policy, posts = sampled(chance)
    more = msgspec.structs.replace(policy, rules=(*policy.rules, a_rule(chance, "more")))

    one, other = Engine(policy), Engine(more)
    before = [one.screen(*each).verdict for each in posts]
    after = [other.screen(*each).verdict for each in posts]

    assert [max(pair, key=LEVELS.index) for pair in zip(before, after, strict=True)] == after


@given(worlds())
def test_a_rule_more_in_shadow_mode_changes_nothing_but_what_is_shown(chance: random.Random) -> None:
    policy, posts = sampled(chance)
    added = msgspec.structs.replace(a_rule(chance, "more"), shadow=True)
    more = msgspec.structs.replace(policy, rules=(*policy.rules, added))

    one, other = Engine(policy), Engine(more)

    assert [in_earnest(other.screen(*each)) for each in posts] == [in_earnest(one.screen(*each)) for each in posts]


@given(worlds())
def test_shadow_mode_shows_what_the_rule_finds_in_earnest(chance: random.Random) -> None:
    policy, posts = sampled(chance)
    alone = msgspec.structs.replace(
        policy, rules=(msgspec.structs.replace(policy.rules[0], shadow=False),), exceptions=()
    )
    shadowed = msgspec.structs.replace(alone, rules=(msgspec.structs.replace(alone.rules[0], shadow=True),))

    one, other = Engine(alone), Engine(shadowed)

    assert [other.screen(*each).shadow for each in posts] == [one.screen(*each).findings for each in posts]


@given(worlds())
def test_a_verdict_is_the_strongest_of_its_findings(chance: random.Random) -> None:
    policy, posts = sampled(chance)
    engine = Engine(policy)

    verdicts = [engine.screen(*each) for each in posts]

    assert [verdict.verdict for verdict in verdicts] == [
        max((each.verdict for each in verdict.findings), key=LEVELS.index, default="pass") for verdict in verdicts
    ]


@given(worlds())
def test_screening_twice_gives_the_same_answer(chance: random.Random) -> None:
    policy, posts = sampled(chance)
    engine = Engine(policy)
    first = [engine.screen(*each) for each in posts]

    again = [engine.screen(*each) for each in reversed(posts)]
    anew = Engine(policy)

    assert again[::-1] == first
    assert [anew.screen(*each) for each in posts] == first


@given(worlds(), st.integers(1, 8))
def test_a_batch_answers_as_its_posts_do_alone_however_it_is_cut(chance: random.Random, size: int) -> None:
    policy, posts = sampled(chance)
    engine = Engine(policy)
    alone = [engine.screen(*each) for each in posts]

    cut = [posts[start : start + size] for start in range(0, len(posts), size)]

    assert [verdict for part in cut for verdict in engine.screen_many(*map(list, zip(*part, strict=True)))] == alone


@given(worlds(), st.integers(1, 8))
def test_rows_answer_as_their_posts_do_alone_however_they_are_cut(chance: random.Random, size: int) -> None:
    policy, posts = sampled(chance)
    engine = Engine(policy)
    posts = [(sendable(post), context) for post, context in posts]
    rows = [row(number, *each) for number, each in enumerate(posts)]

    cut = [each for start in range(0, len(rows), size) for each in answers(engine, rows[start : start + size])]

    assert cut == [
        {"id": str(number), **msgspec.json.decode(answer_json(engine.screen(*each)))}
        for number, each in enumerate(posts)
    ]


@pytest.mark.parametrize("split", range(1, 8))
def test_a_word_that_only_two_posts_together_hold_is_not_found(split: int) -> None:
    rule = Rule("r", "c", "block", {"en": "{match}"}, find=(Source("terms", ("kestrels", "紅隼計畫飛行計畫")),))
    pattern = Rule("p", "c", "block", {"en": "{match}"}, find=(Source("pattern", ("kest.*rels",)),))
    clause = Clause("c", "1", {"en": "One"}, {"en": "One."})
    engine = Engine(Policy("1", ("en",), (clause,), (rule, pattern)))
    parts = [part for word in ("kestrels", "紅隼計畫飛行計畫") for part in (word[:split], word[split:])]

    verdicts = engine.screen_many([Post(part) for part in parts], [Context()] * len(parts))

    assert [verdict.verdict for verdict in verdicts] == ["pass"] * len(parts)


@given(worlds())
def test_any_text_gets_an_answer_and_every_span_is_the_writers_own(chance: random.Random) -> None:
    engine, context = Engine(a_policy(chance)), a_context(chance)
    posts = [Post(text, images=(Image(alt=text[::-1], text=text),)) for text in STRANGE]

    verdicts = [engine.screen(post, context) for post in posts]

    placed = [
        (fields(post)[each.where.field][each.where.start : each.where.end], each.where.exact)
        for post, verdict in zip(posts, verdicts, strict=True)
        for each in verdict.findings
        if each.where.start is not None
    ]
    assert [written for written, _ in placed] == [exact for _, exact in placed]


@given(worlds())
def test_a_policy_and_its_verdicts_survive_pickling(chance: random.Random) -> None:
    policy, posts = sampled(chance)
    engine = Engine(policy)
    verdicts = [engine.screen(*each) for each in posts]

    copied = pickle.loads(pickle.dumps((policy, posts, verdicts)))
    anew = Engine(copied[0])

    assert copied == (policy, posts, verdicts)
    assert [anew.screen(*each) for each in posts] == verdicts


def test_the_digest_of_a_policy_is_the_same_on_every_machine() -> None:
    clause = Clause("c", "1", {"en": "One", "zh-Hant": "一"}, {"zh-Hant": "內文。", "en": "Text."})
    rule = Rule(
        "r", "c", "block", {"zh-Hant": "「{match}」", "en": "{match}"}, find=(Source("terms", ("紅隼", "kestrel")),)
    )

    digest = Policy("2026.1", ("en", "zh-Hant"), (clause,), (rule,), calendar={"report": (date(2026, 12, 1),)}).digest

    assert digest == "sha256:37b53ca5402e3ae0878a94f713e65bcdf3002076b2df3cd853968f78717ee2ff"


@given(worlds())
def test_the_digest_depends_on_the_policy_alone(chance: random.Random) -> None:
    policy = a_policy(chance)
    again = msgspec.json.decode(msgspec.json.encode(policy), type=Policy)
    clauses = [msgspec.structs.replace(c, title=dict(reversed(c.title.items()))) for c in policy.clauses]
    turned = msgspec.structs.replace(policy, clauses=tuple(clauses))

    digests = {policy.digest, again.digest, turned.digest, pickle.loads(pickle.dumps(policy)).digest}

    assert digests == {policy.digest}
    assert msgspec.structs.replace(policy, zone="Asia/Tokyo").digest not in digests
