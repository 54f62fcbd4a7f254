"""What a rule finds, when it applies, and what follows: one claim a test, in the policy's own words."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import msgspec
import pytest

from sayso.core.policy.model import Clause, Exemption, Fix, Lexicon, Policy, Role, Rule, Source, Term, When, Window
from sayso.core.post import Context, Image, Post
from sayso.core.screening.engine import Engine
from sayso.core.screening.verdict import ClauseRef, Finding, Obligation, Verdict, Where
from sayso.core.screening.verdict import Fix as Edit

SAY = {"en": "“{match}”?", "zh-Hant": "「{match}」？"}
CLAUSE = Clause("c", "1.1", {"en": "One", "zh-Hant": "一"}, {"en": "Text.", "zh-Hant": "內文。"})
ROLES = (Role("legal", members=("mei",)), Role("staff", members=("mei", "alex")), Role("employee", everyone=True))
WINDOWS = (Window("quiet", before={"report": 2}), Window("sale", starts=date(2026, 12, 9), ends=date(2026, 12, 10)))
DAY = date(2026, 12, 10)


def rule(name: str = "r", **given: Any) -> Rule:
    return Rule(**{"id": name, "clause": "c", "verdict": "warn", "say": SAY, **given})


def policy(*rules: Rule, **given: Any) -> Policy:
    base = Policy(
        "2026.1",
        ("en", "zh-Hant"),
        clauses=(CLAUSE,),
        rules=rules,
        roles=ROLES,
        windows=WINDOWS,
        calendar={"report": (date(2026, 12, 12),)},
        zone="Asia/Taipei",
        protected_speech=False,
    )
    return msgspec.structs.replace(base, **given)


def terms(*words: str) -> tuple[Source, ...]:
    return (Source("terms", words),)


def screen(over: Policy, post: Post | str, **context: Any) -> Verdict:
    return Engine(over).screen(Post(post) if isinstance(post, str) else post, Context(**context))


def exact(verdict: Verdict) -> list[str]:
    return [each.where.exact for each in verdict.findings]


def found(source: Source, text: str, **given: Any) -> list[str]:
    """The writer's characters that a rule with this source points to, from left to right."""
    return exact(screen(policy(rule(find=(source,)), **given), text, at=DAY))


def listed(*entries: Term, excepting: tuple[str, ...] = ()) -> dict[str, Any]:
    return {"lexicons": (Lexicon("words", entries, excepting=excepting),)}


WORDS = Source("lexicon", ("words",))


# Terms


@pytest.mark.parametrize(
    ("term", "text", "expected"),
    [
        ("cat", "the cat, a CAT; cats concat cat2 _cat_", ["cat", "CAT", "cat"]),
        ("cat", "我的cat很好", ["cat"]),
        ("cat", "カcatカ한cat한ไcatไ", ["cat", "cat", "cat"]),
        ("紅隼", "紅隼紅隼隊a紅隼b", ["紅隼", "紅隼", "紅隼"]),
        ("#ad", "x#ad #ads ##ad!", ["#ad", "#ad"]),
        ("c++", "c++x ac++ c+", ["c++"]),
        ("project k", "Project\n  K project ks", ["Project\n  K"]),
        ("A股", "a股 ba股", ["a股"]),
    ],
)
def test_a_term_is_found_as_a_whole_word_where_its_script_has_words(term: str, text: str, expected: list[str]) -> None:
    assert found(Source("terms", (term,)), text) == expected


def test_a_term_is_found_under_its_other_names() -> None:
    entry = Term("Kestrel", also=("紅隼", "Project K"))

    places = found(WORDS, "紅隼 and kestrel are project k", **listed(entry))

    assert places == ["紅隼", "kestrel", "project k"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("良率 92%", ["良率"]),
        ("92% 良率", ["良率"]),
        ("良率1234%", ["良率"]),
        ("良率12345%", []),
        ("%1234良率", ["良率"]),
        ("%12345良率", []),
        ("良率", []),
    ],
)
def test_a_term_with_company_counts_only_within_reach_of_it(text: str, expected: list[str]) -> None:
    entry = Term("良率", near=("%", "成"), within=4)

    assert found(WORDS, text, **listed(entry)) == expected


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (date(2026, 12, 10), ["kestrel"]),
        (date(2026, 12, 11), []),
        (datetime(2026, 12, 10, 15, 59, tzinfo=UTC), ["kestrel"]),
        (datetime(2026, 12, 10, 16, 0, tzinfo=UTC), []),
        (datetime(2026, 12, 10, 23, 59), ["kestrel"]),  # noqa: DTZ001 - a time in the policy's own zone
        (None, ["kestrel"]),
    ],
)
def test_an_embargo_ends_with_its_last_day_where_the_company_is(at: date | None, expected: list[str]) -> None:
    over = policy(rule(find=(WORDS,)), **listed(Term("kestrel", until=date(2026, 12, 10))))

    assert exact(screen(over, "kestrel", at=at)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("第一名", ["第一"]), ("第一次", []), ("第一，第一次", ["第一"]), ("这是第一步", [])],
)
def test_a_term_inside_a_harmless_phrase_is_let_go(text: str, expected: list[str]) -> None:
    words = listed(Term("第一"), excepting=("第一次", "第一步"))

    assert found(WORDS, text, **words) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kestrel", ["Kestrel"]),
        ("kestrel", []),
        ("KESTREL", []),
        ("Ｋｅｓｔｒｅｌ", ["Ｋｅｓｔｒｅｌ"]),
        ("Ke\u200bstrel", ["Ke\u200bstrel"]),
    ],
)
def test_a_term_in_exact_case_is_found_in_that_case_only(text: str, expected: list[str]) -> None:
    assert found(WORDS, text, **listed(Term("Kestrel", case="exact"))) == expected


# Patterns


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        (r"\bq[1-4]\b", "看Q4營收 q44 ｑ１", ["Q4", "ｑ１"]),
        (r"國.{0,2}密", "国家机密 國密", ["国家机密", "國密"]),
        (r"x*", "axxb", ["xx"]),
        (r"a|ab", "abab", ["a", "a"]),
        (r"é+", "cafe\u0301É", ["e\u0301É"]),
    ],
)
def test_a_pattern_reads_the_folded_text(pattern: str, text: str, expected: list[str]) -> None:
    assert found(Source("pattern", (pattern,)), text) == expected


# One rule, one place


@pytest.mark.parametrize(
    ("words", "text", "expected"),
    [
        (("best in", "best in town"), "best in town", ["best in town"]),
        (("a b", "b c d", "d e"), "a b c d e", ["b c d"]),
        (("a b", "b c", "c d"), "a b c d", ["a b", "c d"]),
        (("保證", "證獲"), "保證獲利", ["保證"]),
    ],
)
def test_of_what_one_rule_finds_in_one_place_the_longest_then_the_first_stays(
    words: tuple[str, ...], text: str, expected: list[str]
) -> None:
    assert found(Source("terms", words), text) == expected


def test_two_rules_may_point_to_the_same_place() -> None:
    over = policy(rule("a", find=terms("town")), rule("b", find=terms("in town")))

    verdict = screen(over, "best in town")

    assert [(each.id, each.rule, each.where.exact) for each in verdict.findings] == [
        ("f1", "b", "in town"),
        ("f2", "a", "town"),
    ]


def test_a_rule_points_to_a_hundred_places_and_no_more() -> None:
    over = policy(rule(find=terms("紅隼")))

    verdict = screen(over, "紅隼，" * 150)

    assert [each.where.start for each in verdict.findings] == [3 * number for number in range(100)]


# Where


def test_the_words_of_a_picture_are_screened_like_the_post() -> None:
    post = Post("kestrel", images=(Image(), Image(alt="a kestrel", text="紅隼 kestrel")))

    verdict = screen(policy(rule(find=terms("kestrel"))), post)

    assert [(each.where.field, each.where.start) for each in verdict.findings] == [
        ("text", 0),
        ("image/2/text", 3),
        ("image/2/alt", 2),
    ]


def test_a_finding_says_all_a_writer_needs() -> None:
    over = policy(rule(find=terms("kestrel"), fix=Fix(replace_with={"en": "it"}), verdict="approve", to="legal"))

    verdict = screen(over, "We will present the Kestrel at the fair in May.", at=DAY)

    assert verdict.findings == (
        Finding(
            id="f1",
            rule="r",
            verdict="approve",
            to="legal",
            message={"en": "“Kestrel”?", "zh-Hant": "「Kestrel」？"},
            clause=ClauseRef("c", "1.1", {"en": "One", "zh-Hant": "一"}),
            where=Where("text", "codepoint", 20, 27, "Kestrel", "present the ", " at the fair"),
            how="term",
            sure="certain",
            fixes=(Edit("replace", {"en": "it"}),),
        ),
    )


def test_the_strongest_findings_come_first_then_those_further_left() -> None:
    over = policy(
        rule("tip", find=terms("one", "four"), verdict="advise"),
        rule("stop", find=terms("three"), verdict="block"),
        rule("ask", find=terms("two"), verdict="approve", to="legal"),
        rule("also", find=terms("four"), verdict="advise"),
    )

    verdict = screen(over, "one two three four")

    assert [(each.id, each.rule, each.where.exact) for each in verdict.findings] == [
        ("f1", "stop", "three"),
        ("f2", "ask", "two"),
        ("f3", "tip", "one"),
        ("f4", "also", "four"),
        ("f5", "tip", "four"),
    ]
    assert verdict.verdict == "block"


# When


@pytest.mark.parametrize(
    ("when", "context", "applies"),
    [
        ({"account": ("personal",)}, {}, True),
        ({"account": ("personal",)}, {"channel": "facebook"}, False),
        ({"account": ("company",)}, {"channel": "facebook"}, True),
        ({"account": ("company",)}, {"channel": "facebook", "account": "personal"}, False),
        ({"channel": ("facebook", "bluesky")}, {"channel": "bluesky"}, True),
        ({"channel": ("facebook",)}, {}, False),
        ({"replying_to": ("complaint",)}, {"replying_to": "complaint"}, True),
        ({"replying_to": ("complaint",)}, {"replying_to": "praise"}, False),
        ({"by": ("legal",)}, {"by": "mei"}, True),
        ({"by": ("legal",)}, {"by": "legal"}, True),
        ({"by": ("legal",)}, {"by": "alex", "roles": ("legal",)}, True),
        ({"by": ("legal",)}, {"by": "alex"}, False),
        ({"by": ("employee",)}, {}, True),
        ({"by_not": ("legal",)}, {"by": "mei"}, False),
        ({"by_not": ("legal",)}, {}, True),
        ({"trained": ("privacy",)}, {"trained": ("privacy", "replies")}, True),
        ({"trained": ("privacy",)}, {}, False),
        ({"trained_not": ("privacy",)}, {}, True),
        ({"trained_not": ("privacy",)}, {"trained": ("privacy",)}, False),
        ({"trained_not": ("privacy", "brand")}, {"trained": ("privacy",)}, True),
        ({"trained_not": ("privacy", "brand")}, {"trained": ("brand", "privacy")}, False),
        ({"given": ("incident",)}, {"given": ("incident",)}, True),
        ({"given": ("incident",)}, {}, False),
        ({"given": ("incident",), "channel": ("facebook",)}, {"given": ("incident",)}, False),
        ({"window": ("quiet",)}, {"at": date(2026, 12, 9)}, False),
        ({"window": ("quiet",)}, {"at": date(2026, 12, 10)}, True),
        ({"window": ("quiet",)}, {"at": date(2026, 12, 12)}, True),
        ({"window": ("quiet",)}, {"at": date(2026, 12, 13)}, False),
        ({"window": ("quiet",)}, {"at": date(2026, 12, 13), "given": ("quiet",)}, True),
        ({"window": ("quiet",)}, {}, True),
        ({"window": ("sale",)}, {"at": date(2026, 12, 8)}, False),
        ({"window": ("sale",)}, {"at": date(2026, 12, 9)}, True),
        ({"window": ("sale",)}, {"at": datetime(2026, 12, 10, 15, 59, tzinfo=UTC)}, True),
        ({"window": ("sale",)}, {"at": datetime(2026, 12, 10, 16, 0, tzinfo=UTC)}, False),
    ],
)
def test_a_rule_applies_only_where_all_its_conditions_hold(
    when: dict[str, Any], context: dict[str, Any], applies: bool
) -> None:
    over = policy(rule(when=When(**when)))

    verdict = screen(over, "anything", **context)

    assert [each.where for each in verdict.findings] == [Where("context", "codepoint")] * applies


@pytest.mark.parametrize(
    ("when", "post", "applies"),
    [
        ({"has": ("image",)}, Post("x", images=(Image(),)), True),
        ({"has": ("image",)}, Post("x"), False),
        ({"has": ("link",)}, Post("see ＨＴＴＰＳ://example.com"), True),
        ({"has": ("link",)}, Post("see www.example.com"), True),
        ({"has": ("link",)}, Post("see example"), False),
        ({"has": ("video", "poll")}, Post("x", has=("poll",)), True),
        ({"lang": ("en",)}, Post("x", lang="en"), True),
        ({"lang": ("en",)}, Post("x", lang="zh-Hant"), False),
        ({"lang": ("en",)}, Post("x"), True),
    ],
)
def test_a_rule_applies_only_to_posts_as_it_says(when: dict[str, Any], post: Post, applies: bool) -> None:
    verdict = screen(policy(rule(when=When(**when))), post)

    assert bool(verdict) == applies


@pytest.mark.parametrize("where", ["text", "alt", "image"])
def test_mentions_requirements_and_let_outs_count_wherever_they_stand(where: str) -> None:
    def post(word: str) -> Post:
        image = Image(alt=word if where == "alt" else "", text=word if where == "image" else "")
        return Post(f"Wisp {word if where == 'text' else ''}", images=(image,))

    over = policy(
        rule("mentions", when=When(mentions=terms("charger"))),
        rule("require", require=terms("charger")),
        rule("unless", find=terms("wisp"), unless=terms("charger")),
    )

    assert [each.rule for each in screen(over, post("charger")).findings] == ["mentions"]
    assert [each.rule for each in screen(over, post("nothing")).findings] == ["require", "unless"]


def test_what_is_missing_is_missed_in_the_text() -> None:
    over = policy(
        rule(when=When(mentions=terms("wisp")), require=terms("#ad"), fix=Fix(append={"en": " #ad"}), owes="disclosure")
    )

    verdict = screen(over, "I love my Wisp")

    assert [(each.where, each.how) for each in verdict.findings] == [
        (Where("text", "codepoint", missing=True), "missing")
    ]
    assert verdict.obligations == (Obligation("disclosure", None, ("r",)),)
    assert not screen(over, "I love my Wisp #ad")


# What follows


def test_obligations_are_joined_over_all_findings() -> None:
    over = policy(
        rule("b", find=terms("revenue"), verdict="approve", to="finance"),
        rule("a", find=terms("profit"), verdict="approve", to="finance", owes="disclosure"),
        rule("c", find=terms("refund"), verdict="hand-over", to="service"),
        rule("d", find=terms("0912"), fix=Fix(delete=True)),
        rule("e", find=terms("revenue"), verdict="approve", to="legal"),
    )

    verdict = screen(over, "revenue and profit, refund, 0912")

    assert set(verdict.obligations) == {
        Obligation("approval", "finance", ("a", "b")),
        Obligation("approval", "legal", ("e",)),
        Obligation("disclosure", None, ("a",)),
        Obligation("hand-over", "service", ("c",)),
        Obligation("redaction", None, ("d",)),
    }
    assert verdict.verdict == "hand-over"


def test_a_rule_in_shadow_mode_shows_what_it_would_find_and_raises_nothing() -> None:
    over = policy(rule("s", find=terms("kestrel"), verdict="block", owes="credit", shadow=True))

    verdict = screen(over, "kestrel")

    assert (verdict.verdict, verdict.findings, verdict.obligations) == ("pass", (), ())
    assert [(each.rule, each.where.exact) for each in verdict.shadow] == [("s", "kestrel")]


@pytest.mark.parametrize(
    ("given", "at", "excepted"),
    [
        ({}, date(2026, 12, 10), True),
        ({}, date(2026, 12, 11), False),
        ({}, None, False),
        ({"match": ("KESTREL",)}, DAY, True),
        ({"match": ("紅隼",)}, DAY, False),
        ({"when": When(channel=("facebook",))}, DAY, False),
        ({"rule": "other"}, DAY, False),
    ],
)
def test_an_exception_removes_a_finding_openly_where_it_applies(
    given: dict[str, Any], at: date | None, excepted: bool
) -> None:
    exception = Exemption(**{"id": "e", "rule": "r", "owner": "mei", "until": DAY, "reason": "agreed", **given})
    over = policy(rule(find=terms("kestrel")), rule("other", find=terms("nothing")), exceptions=(exception,))

    verdict = screen(over, "Kestrel", at=at)

    assert exact(verdict) == [] if excepted else ["Kestrel"]
    assert [(each.exception, each.owner, each.reason, each.finding.where.exact) for each in verdict.excepted] == [
        ("e", "mei", "agreed", "Kestrel")
    ] * excepted


@pytest.mark.parametrize(
    ("fix", "fixes"),
    [
        (None, []),
        (Fix(lexicon=True), [{"do": "replace", "text": {"en": "our next product"}}]),
        (Fix(replace_with={"en": "it"}), [{"do": "replace", "text": {"en": "it"}}]),
        (Fix(append={"en": " #ad"}), [{"do": "append", "text": {"en": " #ad"}}]),
        (Fix(delete=True), [{"do": "delete"}]),
    ],
)
def test_a_finding_brings_the_fix_its_rule_gives(fix: Fix | None, fixes: list[dict[str, Any]]) -> None:
    words = listed(Term("kestrel", instead={"en": "our next product"}))

    verdict = screen(policy(rule(find=(WORDS,), fix=fix), **words), "kestrel")

    assert [msgspec.to_builtins(each) for each in verdict.findings[0].fixes] == fixes


def test_a_term_without_a_word_to_put_instead_brings_no_fix() -> None:
    verdict = screen(policy(rule(find=(WORDS,), fix=Fix(lexicon=True)), **listed(Term("kestrel"))), "kestrel")

    assert verdict.findings[0].fixes == ()


def test_a_post_without_a_finding_passes_under_the_named_edition() -> None:
    over = policy(rule(find=terms("kestrel")))

    verdict = screen(over, "hello")

    assert verdict == Verdict(
        verdict="pass",
        findings=(),
        obligations=(),
        excepted=(),
        shadow=(),
        protected=(),
        edition="2026.1",
        digest=over.digest,
        text_hash="",
    )


def test_an_answer_with_a_finding_names_the_text_it_is_about_by_its_digest() -> None:
    verdict = screen(policy(rule(find=terms("hello"))), "hello")

    assert verdict.text_hash == "sha256:2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"
