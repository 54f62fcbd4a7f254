"""The catalogue: every control in every profile, every rule with examples that hold, every citation lately looked at."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import chain

import pytest

from sayso.core.document import catalogue, coverage, drafting, interview
from sayso.core.document.catalogue import Entry
from sayso.core.policy import source
from sayso.core.policy.model import Policy
from sayso.core.policy.problems import render
from sayso.core.screening import proof
from sayso.core.screening.engine import Engine
from sayso.core.screening.kinds import DETECTORS

TODAY = date(2026, 11, 25)
CATALOGUE = catalogue.load()
INTERVIEW = interview.load()
PROFILES = ("", *(profile.id for profile in INTERVIEW.profiles))
INDUSTRIES, COUNTRIES = (
    [choice.value for question in INTERVIEW.questions if question.id == name for choice in question.choices]
    for name in ("industry", "country")
)
COMBINATIONS = [
    (PROFILES[n % len(PROFILES)], INDUSTRIES[n % len(INDUSTRIES)], COUNTRIES[n % len(COUNTRIES)], n % 3 == 0)
    for n in range(len(INDUSTRIES) + 2)
]
"""Each profile, sector and country at least once; `tools/draft_all.py` goes through all of them."""
ENTRIES = [
    *chain(*(chapter.clauses for chapter in CATALOGUE.chapters)),
    *chain(*(pack.clauses for pack in CATALOGUE.packs)),
]


@cache
def drafted(profile: str, industry: str = "", country: str = "", listed: bool = False) -> source.Parsed:
    """The policy of a profile, sector and country, as its files say."""
    answers: dict[str, interview.Answer] = {"name": {"en": "Juniper", "zh-Hant": "杜松"}}
    answers |= {key: value for key, value in (("industry", industry), ("country", country)) if value}
    answers |= {"status": ["listed"]} if listed else {}
    answers |= {"secret_words": ["Project Lark"], "rivals": ["Alder Works"]} if listed else {}
    files = drafting.draft(INTERVIEW.complete(answers, profile), CATALOGUE, profile=profile, today=TODAY)
    return source.parse({name: text.encode() for name, text in files.items()}, tuple(DETECTORS))


def policy_of(parsed: source.Parsed) -> Policy:
    assert parsed.policy is not None, [render(problem, "en") for problem in parsed.problems]
    return parsed.policy


@pytest.mark.parametrize("profile", PROFILES)
def test_every_control_is_written_in_both_languages_in_every_profile(profile: str) -> None:
    policy = policy_of(drafted(profile))

    measured = coverage.measure(policy, CATALOGUE.controls)

    assert [each.id for each in measured.controls if each.state == "open"] == []
    assert (len(measured.controls), measured.unknown) == (80, ())
    assert [clause.id for clause in policy.clauses if {*clause.title, *clause.body} != {"en", "zh-Hant"}] == []


@pytest.mark.parametrize(("profile", "industry", "country", "listed"), COMBINATIONS)
def test_a_drafted_policy_has_no_mistakes_and_its_rules_hold_on_their_examples(
    profile: str, industry: str, country: str, listed: bool
) -> None:
    parsed = drafted(profile, industry, country, listed)

    problems = parsed.problems or proof.problems(Engine(policy_of(parsed)), parsed)

    assert [render(problem, "en") for problem in problems] == []


@pytest.mark.parametrize("profile", PROFILES)
def test_the_first_clause_says_who_speaks(profile: str) -> None:
    policy = policy_of(drafted(profile))

    assert policy.clauses[0].id == "speak.who"


def test_no_gap_is_left_unfilled() -> None:
    slots = set(re.findall(r"\{(\w+)\}", repr(ENTRIES))) - {"match", "kind", "name", "agent"}

    for profile in PROFILES:
        policy = policy_of(drafted(profile))
        texts = [text for clause in policy.clauses for text in (*clause.title.values(), *clause.body.values())]
        left = {slot for text in texts for slot in re.findall(r"\{(\w+)\}", text)}
        assert (left, slots & left) == (set(), set())


def test_every_rule_of_the_catalogue_has_examples_in_both_languages() -> None:
    lacking = [
        rule["id"]
        for entry in ENTRIES
        for rule in entry.rules
        if rule.get("find") != "lexicons/confidential"
        for examples in (rule.get("fires", {}), rule.get("silent", {}))
        if set(examples) != {"en", "zh-Hant"}
    ]

    assert lacking == []


def test_what_an_entry_covers_is_a_control_and_what_its_rules_cover_is_among_it() -> None:
    strangers = [
        (entry.id, control) for entry in ENTRIES for control in entry.covers if control not in CATALOGUE.controls
    ]
    wider = [
        (entry.id, control) for entry in ENTRIES for control in _covered_by_parts(entry) if control not in entry.covers
    ]

    assert (strangers, wider) == ([], [])


def _covered_by_parts(entry: Entry) -> set[str]:
    return {
        *chain(*(rule.get("covers", ()) for rule in entry.rules)),
        *chain(*(upheld.covers for upheld in entry.upheld_by)),
    }


def test_conditions_ask_for_questions_and_answers_that_there_are() -> None:
    known = {question.id: {choice.value for choice in question.choices} for question in INTERVIEW.questions}
    known |= {
        "pack": {"finance", "health", "government", "listed", "retail", "electronics"},
        "size": {"small", "medium", "large"},
        "profile": {*PROFILES, "none"},
        "secret_words": {"yes", "no"},
        "rivals": {"yes", "no"},
    }
    asked = [only for entry in ENTRIES for only in (entry.only, *(rule.get("only", {}) for rule in entry.rules))]
    asked += [pack.pack.only for pack in CATALOGUE.packs]
    asked += [one.only for one in (*CATALOGUE.replies, *CATALOGUE.playbooks, *CATALOGUE.stories)]

    strange = [
        (key, value)
        for only in asked
        for key, values in only.items()
        for value in values
        if value not in known.get(key, ())
    ]

    assert strange == []


def test_every_law_that_a_pack_rests_on_was_looked_at_within_a_year() -> None:
    old = [
        (pack.pack.id, cite.id)
        for pack in CATALOGUE.packs
        for cite in pack.cites
        if datetime.now(UTC).date() - cite.checked > timedelta(days=365)
    ]

    assert old == []


def test_a_clause_of_a_pack_cites_what_its_pack_lists() -> None:
    strange = [
        (pack.pack.id, entry.id, cite)
        for pack in CATALOGUE.packs
        for entry in pack.clauses
        for cite in entry.cites
        if cite not in {known.id for known in pack.cites}
    ]

    assert strange == []


def test_clauses_are_short() -> None:
    long = [
        (entry.id, count)
        for entry in ENTRIES
        if (
            count := len(
                " ".join(part.get("en", "") for part in (entry.title, entry.text, entry.may, entry.instead)).split()
            )
        )
        > 70
    ]

    assert long == []


def test_talk_of_pay_and_conditions_stays_free_in_every_profile() -> None:
    texts = [
        "我們公司加班費到底怎麼算？有人跟主管談過嗎",
        "Third weekend of overtime in a row. We should ask for a better rota together.",
    ]

    for profile in PROFILES:
        engine = Engine(policy_of(drafted(profile)))
        verdicts = [
            engine.screen(source.Post(text), source.Context(by="employee", account="personal", at=TODAY))
            for text in texts
        ]
        assert [verdict.verdict for verdict in verdicts] == ["pass", "pass"]
