"""A policy from an interview: by suggestions, by hand in either language, from a file, broken off and gone on with."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from journeys.conftest import Said, Sayso
from sayso.cli.arguments import PROFILES as NAMED
from sayso.core.document import interview
from sayso.core.policy.format import POLICY
from sayso.core.policy.shape import Choice

PROFILES = tuple(profile.id for profile in interview.load().profiles)


@pytest.fixture
def drafted(sayso: Sayso) -> Callable[[str], Said]:
    """``drafted("few-rules")`` writes that profile's policy into the folder of its name."""

    def write(profile: str) -> Said:
        return sayso("init", profile, "--profile", profile, "--yes")

    return write


def verdict(sayso: Sayso, profile: str, text: str, *options: str) -> tuple[str, set[str]]:
    """What a profile's policy says of a post: the verdict, and the rules behind it."""
    said = sayso("check", "-", "--policy", profile, "-o", "json", "--at", "2026-12-01", *options, stdin=text)
    answer = json.loads(said.out)
    return answer["verdict"], {finding["rule"] for finding in answer["findings"]}


@pytest.mark.parametrize("profile", PROFILES)
def test_every_profile_gives_a_policy_without_mistakes_that_treats_every_control(
    sayso: Sayso, drafted: Callable[[str], Said], profile: str
) -> None:
    written = drafted(profile)

    linted, tested = sayso("lint", "--policy", profile), sayso("test", "--policy", profile)
    covered = sayso("coverage", "--policy", profile, "-o", "json")

    assert (written.code, linted.code, tested.code, covered.code) == (0, 0, 0, 0), (linted, tested)
    measured = json.loads(covered.out)
    assert (measured["written"], measured["every"], measured["open"]) == (80, 80, [])
    assert f"A policy is in {profile}: " in written.out


def test_responders_only_hands_complaints_over_unless_a_responder_writes(
    sayso: Sayso, drafted: Callable[[str], Said]
) -> None:
    drafted("responders-only")
    answer = (
        "Your refund will arrive on Monday, sorry for the wait. Write to us with questions.",
        "--reply-to",
        "complaint",
    )

    employee = verdict(sayso, "responders-only", *answer, "--on", "personal")
    responder = verdict(
        sayso, "responders-only", *answer, "--on", "company", "--as", "responders",
        "--trained", "brand,etiquette,confidentiality,consequences",
    )  # fmt: skip

    assert (employee, responder) == (("hand-over", {"who-answers-complaints"}), ("pass", set()))


def test_disclaim_and_go_lets_trained_staff_answer_and_asks_for_own_views(
    sayso: Sayso, drafted: Callable[[str], Said]
) -> None:
    drafted("disclaim-and-go")
    lessons = ("--trained", "brand,etiquette,confidentiality,consequences")

    view = verdict(
        sayso,
        "disclaim-and-go",
        "I think Disclaim And Go should open on Sundays (I work at Disclaim And Go)",
        "--on",
        "personal",
    )
    trained = verdict(
        sayso,
        "disclaim-and-go",
        "Sorry for the wait, I will ask the shop to call you",
        "--reply-to",
        "complaint",
        *lessons,
    )

    assert (view, trained) == (("warn", {"own-views"}), ("pass", set()))


def test_public_service_knows_that_a_disclaimer_is_no_shield(sayso: Sayso, drafted: Callable[[str], Said]) -> None:
    drafted("public-service")
    text = "Opinions are my own, but Public Service is wrong about the parking fees."

    said, rules = verdict(sayso, "public-service", text, "--on", "personal", "--as", "spokespeople")

    assert (said, "disclaimer-not-enough" in rules) == ("warn", True)


def test_few_rules_warns_where_others_ask_for_approval(sayso: Sayso, drafted: Callable[[str], Said]) -> None:
    drafted("few-rules")
    drafted("responders-only")

    few, careful = (
        verdict(sayso, profile, "The safest charger in the world", "--on", "company", "--as", "social-manager")
        for profile in ("few-rules", "responders-only")
    )

    assert (few[0], careful[0]) == ("warn", "approve")
    assert "1. Say who you are" in Path("few-rules/clauses/1-speak.en.md").read_text("utf-8")


def test_three_parts_wants_the_relationship_in_the_post_itself(sayso: Sayso, drafted: Callable[[str], Said]) -> None:
    drafted("three-parts")

    hidden = verdict(sayso, "three-parts", "Everyone should try Three Parts, it changed my life", "--on", "personal")
    open_about_it = verdict(
        sayso, "three-parts", "Everyone should try Three Parts (I work at Three Parts)", "--on", "personal"
    )

    assert ("say-you-work-here" in hidden[1], "say-you-work-here" in open_about_it[1]) == (True, False)
    assert "**Disclose.**" in Path("three-parts/clauses/1-speak.en.md").read_text("utf-8")


def test_regulated_has_every_company_post_approved(sayso: Sayso, drafted: Callable[[str], Said]) -> None:
    drafted("regulated")

    plain = verdict(sayso, "regulated", "We are open until six today", "--on", "company", "--as", "social-manager")
    promise = verdict(
        sayso, "regulated", "Buy now: guaranteed returns of 9%", "--on", "company", "--as", "social-manager"
    )

    assert (plain, promise[0]) == (("approve", {"every-company-post"}), "block")


def test_answered_by_hand_in_chinese_interrupted_and_resumed(sayso: Sayso) -> None:
    first = sayso("init", "acme", "--lang", "zh-Hant", stdin="潮井 / Tidewell\n電子與硬體\n99\n\n300\n")
    kept = Path("acme/answers.yaml").read_text("utf-8")
    second = sayso("init", "acme", "--lang", "zh-Hant", stdin="上一題\n1\n全部\n")

    assert (first.code, second.code) == (130, 0)
    assert "這裡不能這樣回答。請輸入編號 1 到 6，或以下其中之一：TW, HK, US, GB, EU, other。" in first.out
    assert first.err.startswith("\n答案已存入 acme/answers.yaml。再執行一次同樣的命令就能繼續。")
    assert "en: Tidewell\n" in kept and "zh-Hant: 潮井\n" in kept and "people: '300'" in kept
    assert "從上次的地方繼續，已有 4 個答案。" in second.out and "這是第一題。" in second.out
    assert "# 一、誰可以代表潮井發言" in Path("acme/clauses/1-speak.zh-Hant.md").read_text("utf-8")
    assert "status:\n  - listed\n" in Path("acme/answers.yaml").read_text("utf-8")


def test_answers_that_fight_are_noticed_when_they_are_given(sayso: Sayso) -> None:
    said = sayso("init", "bank", stdin="Bank\nfinance\nTW\n900\nfinancial\n\n\n\neveryone\n\nstops\nall\n")

    assert said.code == 0
    assert "Look again at “complaints”: In a company of this size" in said.out
    assert "Look again at “approval”: Regulated organisations" in said.out


def test_answers_are_replayed_from_a_file(sayso: Sayso) -> None:
    Path("mine.yaml").write_text(
        "profile: regulated\nanswers:\n  name: {en: Fern, zh-Hant: 蕨}\n  industry: finance\n  secret_words: [Project Lark]\n",
        "utf-8",
    )

    written = sayso("init", "fern", "--answers", "mine.yaml")
    secret = verdict(sayso, "fern", "Project Lark comes in May", "--on", "personal")

    assert written.code == 0
    assert secret[0] == "block"
    assert "Project Lark" not in Path("fern/answers.yaml").read_text("utf-8")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("answers: {industri: finance}\n", "mine.yaml:1:11: error: unknown key `industri` in answers"),
        ("answers: {industry: banking}\n", "mine.yaml:1:21: error: "),
        ("answers: {people: many}\n", "mine.yaml:1:19: error: "),
        ("answers: {clocks: [soon]}\n", "mine.yaml:1:20: error: "),
        ("answers: {name: 'a{match}b'}\n", "mine.yaml:1:17: error: "),
        ("profile: walmart\n", "mine.yaml:1:10: error: "),
        ("answers: [\n", "mine.yaml:"),
    ],
)
def test_an_answers_file_with_mistakes_is_told_where_and_nothing_is_written(sayso: Sayso, text: str, told: str) -> None:
    Path("mine.yaml").write_text(text, "utf-8")

    said = sayso("init", "acme", "--answers", "mine.yaml")

    assert (said.code, Path("acme").exists()) == (2, False)
    assert said.err.startswith(told)
    assert said.err.endswith("sayso: “mine.yaml” cannot be used: 1 mistake.\n")


def test_a_folder_that_holds_something_is_left_alone(sayso: Sayso, drafted: Callable[[str], Said]) -> None:
    drafted("few-rules")
    before = {path: path.stat().st_mtime_ns for path in Path("few-rules").rglob("*")}

    again = drafted("few-rules")

    assert again.code == 2
    assert again.err == "sayso: “few-rules” is not empty. Name a folder that does not exist yet; nothing was changed.\n"
    assert {path: path.stat().st_mtime_ns for path in Path("few-rules").rglob("*")} == before


def test_a_place_that_cannot_be_written_is_told_and_nothing_is_half_written(
    sayso: Sayso, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: Path, *given: object, **more: object) -> int:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(Path, "write_text", full)

    said = sayso("init", "acme", "--yes")

    assert (said.code, "No space left on device" in said.err) == (3, True)
    assert [path.name for path in Path().iterdir() if "acme" in path.name] == []


def test_coverage_says_what_is_open(sayso: Sayso, drafted: Callable[[str], Said]) -> None:
    drafted("few-rules")
    file = Path("few-rules/coverage.yaml")
    whole = file.read_text("utf-8")
    start, end = whole.index("  legal.credit:"), whole.index("  legal.privacy:")
    file.write_text(whole[:start] + whole[end:] + "  legal.invented:\n    clauses: speak.who\n", "utf-8")

    said, chinese = (
        sayso("coverage", "--policy", "few-rules"),
        sayso("coverage", "--policy", "few-rules", "--lang", "zh-Hant"),
    )

    assert (said.code, chinese.code) == (1, 1)
    assert "Written   79/80" in said.out
    assert "Not treated by any clause:\n  legal.credit  Credit pictures and other people's work" in said.out
    assert "Controls of coverage.yaml that nobody knows:\n  legal.invented" in said.out
    assert "沒有條款處理：\n  legal.credit  註明圖片與他人作品的出處" in chinese.out


def test_coverage_is_drawn(sayso: Sayso, drafted: Callable[[str], Said]) -> None:
    drafted("few-rules")

    said = sayso("coverage", "--policy", "few-rules", "--svg", "coverage.svg")

    picture = Path("coverage.svg").read_text("utf-8")
    assert said.code == 0
    assert picture.startswith("<svg ") and '<title id="coverage-t">80 / 80</title>' in picture


def test_the_profiles_are_the_same_wherever_they_are_named() -> None:
    written = POLICY.fields["profile"].shape

    assert isinstance(written, Choice)
    assert sorted(written.values) == sorted(NAMED) == sorted(PROFILES)


@pytest.mark.parametrize("folder", ["a{match}b", "{company}", "潮井 電子", "policy"])
def test_a_policy_is_without_mistakes_whatever_its_folder_is_called(sayso: Sayso, folder: str) -> None:
    written = sayso("init", f"new/{folder}", "--yes")

    assert (written.code, sayso("lint", "--policy", f"new/{folder}").code) == (0, 0), written.err


def test_diff_shows_what_another_profile_would_change(sayso: Sayso, drafted: Callable[[str], Said]) -> None:
    drafted("responders-only")

    said = sayso("diff", "--policy", "responders-only", "--profile", "few-rules")
    same = sayso("diff", "--policy", "responders-only", "--profile", "responders-only")
    two = sayso("diff", "responders-only", "policy", "--profile", "few-rules")

    assert (said.code, same.code, two.code) == (0, 0, 2)
    assert "~ clause speak.complaints: title, body" in said.out and "1. Say who you are" in said.out
    assert same.out == "No difference.\n"
    assert two.err == "sayso: --profile compares one policy with what it would be; name no second one.\n"
