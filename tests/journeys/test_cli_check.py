"""`sayso check`: one post, several files, folders; what is said about each, and the exit code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from journeys.conftest import Sayso


def test_a_clean_post_passes(sayso: Sayso) -> None:
    said = sayso("check", "-", stdin="Fresh bread at seven\n")

    assert said == (0, "Nothing in the policy speaks against this.\n", "")


def test_a_finding_says_where_what_by_which_clause_how_sure_and_how_to_mend_it(sayso: Sayso) -> None:
    said = sayso("check", "-", "--on", "facebook", stdin="港灣：全台最好吃，蘿賽塔要來了\n")

    assert said.code == 1
    assert said.out == (
        "-:1:10  block    “蘿賽塔” is not public yet.        codenames  2.1\n"
        "                 why: New cakes stay inside; a listed term; certain\n"
        "                 fix: 我們的新蛋糕\n"
        "-:1:6   approve  “最好吃” needs proof. Ask: legal.  claims     2.2\n"
        "                 why: Claims need proof; a listed term; certain\n"
        "2 findings: 1 block, 1 approve.   Why: sayso explain codenames\n"
        "Before it may go out: approval by legal (claims).\n"
    )


def test_the_same_is_said_in_chinese(sayso: Sayso) -> None:
    said = sayso("check", "-", "--on", "facebook", "--lang", "zh-Hant", stdin="港灣：全台最好吃，蘿賽塔要來了\n")

    assert said.out == (
        "-:1:10  不要發布  「蘿賽塔」尚未公開。               codenames  2.1\n"
        "                  原因：新蛋糕不外傳；列管詞語；確定\n"
        "                  改法：我們的新蛋糕\n"
        "-:1:6   需要核准  「最好吃」需要證據。請找：legal。  claims     2.2\n"
        "                  原因：宣稱需要證據；列管詞語；確定\n"
        "共 2 項發現：不要發布 1 項、需要核准 1 項。   想知道原因：sayso explain codenames\n"
        "發布前還要：legal 核准（claims）。\n"
    )


@pytest.mark.parametrize(
    ("words", "text", "code"),
    [
        ((), "those idiots", 0),
        (("--fail-on", "warn"), "those idiots", 1),
        (("--fail-on", "block"), "the best bread", 0),
        (("--fail-on", "hand-over"), "Rosetta", 1),
        (("--fail-on", "never"), "Rosetta", 0),
        (("--fail-on", "advise"), "Fresh bread", 0),
    ],
)
def test_the_exit_code_follows_fail_on(sayso: Sayso, words: tuple[str, ...], text: str, code: int) -> None:
    said = sayso("check", "-", "--on", "company", *words, stdin=text)

    assert said.code == code


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        (("--reply-to", "complaint"), "hand-over"),
        (("--reply-to", "complaint", "--as", "responders"), "pass"),
        (("--reply-to", "complaint", "--as", "legal,responders"), "pass"),
        (("--reply-to", "complaint", "--by", "lin"), "pass"),
        (("--reply-to", "question"), "pass"),
    ],
)
def test_the_options_state_the_circumstances(sayso: Sayso, words: tuple[str, ...], verdict: str) -> None:
    said = sayso("check", "-", "-o", "json", *words, stdin="We are sorry")

    assert json.loads(said.out)["verdict"] == verdict


def test_json_is_the_whole_answer_to_one_post(sayso: Sayso, policy: Path) -> None:
    said = sayso("check", "-", "-o", "json", stdin="Rosetta\n")

    answer = json.loads(said.out)
    assert {key: answer[key] for key in ("schema", "verdict", "edition", "excepted", "shadow", "protected")} == {
        "schema": "sayso/check/1",
        "verdict": "block",
        "edition": "2026.1",
        "excepted": [],
        "shadow": [],
        "protected": [],
    }
    assert answer["digest"].startswith("sha256:")
    assert answer["findings"] == [
        {
            "id": "f1",
            "rule": "codenames",
            "verdict": "block",
            "to": None,
            "message": {"en": "“Rosetta” is not public yet.", "zh-Hant": "「Rosetta」尚未公開。"},
            "clause": {
                "id": "inside.secret",
                "number": "2.1",
                "title": {"en": "New cakes stay inside", "zh-Hant": "新蛋糕不外傳"},
            },
            "where": {"field": "text", "unit": "codepoint", "start": 0, "end": 7, "exact": "Rosetta"},
            "how": "term",
            "sure": "certain",
            "fixes": [{"do": "replace", "text": {"en": "our next cake", "zh-Hant": "我們的新蛋糕"}}],
        }
    ]


def test_several_files_are_one_document_with_an_answer_each(sayso: Sayso) -> None:
    Path("a.txt").write_text("Rosetta\n", encoding="utf-8")
    Path("b.md").write_text("bread\n", encoding="utf-8")

    said = sayso("check", "a.txt", "b.md", "-o", "json")

    document = json.loads(said.out)
    assert [(answer["id"], answer["verdict"]) for answer in document.pop("answers")] == [
        ("a.txt", "block"),
        ("b.md", "pass"),
    ]
    assert document.pop("digest").startswith("sha256:")
    assert document == {
        "schema": "sayso/checks/1",
        "edition": "2026.1",
        "verdict": "block",
        "posts": 2,
        "faults": 0,
        "partial": False,
    }


def test_lines_are_places_in_the_file(sayso: Sayso) -> None:
    Path("post.txt").write_bytes("好\r\n第二行 Rosetta\r\n".encode())

    said = sayso("check", "post.txt", "-o", "line")

    assert said.out == "post.txt:2:5: block: “Rosetta” is not public yet. [codenames] (2.1)\n"


def test_a_folder_stands_for_the_posts_in_it(sayso: Sayso) -> None:
    Path("drafts/deep").mkdir(parents=True)
    Path("drafts/deep/b.md").write_text("Rosetta", encoding="utf-8")
    Path("drafts/a.txt").write_text("Rosetta", encoding="utf-8")
    Path("drafts/notes.pdf").write_bytes(b"%PDF\0")
    Path("drafts/c.jsonl").write_text('{"text":"Rosetta"}\n', encoding="utf-8")

    said = sayso("check", "drafts", "-o", "line")

    assert [line.split(": ")[0] for line in said.out.splitlines()] == [
        "drafts/a.txt:1:1",
        "drafts/c.jsonl:1:10",
        "drafts/deep/b.md:1:1",
    ]


def test_a_picture_goes_with_the_post_and_its_words_are_checked(sayso: Sayso) -> None:
    Path("cake.png").write_bytes(b"\x89PNG")

    said = sayso("check", "-", "--image", "cake.png", "--alt", "The Rosetta cake", "-o", "line", stdin="Look!")

    assert said.out == (
        "-:1:1: block: in the text alternative of picture 1: “Rosetta” is not public yet. [codenames] (2.1)\n"
    )


def test_what_is_missing_is_offered_to_be_added_in_the_language_of_the_post(sayso: Sayso) -> None:
    said = sayso("check", "-", stdin="快來吃 sourdough")

    assert said.out == (
        "-:1:1  advise  Say that you work here.  say-where  1.2\n"
        "               why: We are kind; something is missing; certain\n"
        "               fix: add “（我在港灣工作）”\n"
        "1 finding: 1 advise.   Why: sayso explain say-where\n"
    )


def test_verbose_says_which_policy_and_why(sayso: Sayso) -> None:
    said = sayso("check", "-", "-v", stdin="bread")

    assert said.err.startswith("Policy: policy (named by SAYSO_POLICY), edition 2026.1, sha256:")


def test_quiet_leaves_only_the_findings(sayso: Sayso) -> None:
    said = sayso("check", "-", "-q", stdin="bread")

    assert said == (0, "", "")


def test_the_policy_is_found_upwards_from_the_post(sayso: Sayso, policy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SAYSO_POLICY")
    drafts = policy / "drafts"
    drafts.mkdir()
    (drafts / "post.txt").write_text("Rosetta", encoding="utf-8")

    said = sayso("check", str(drafts / "post.txt"), "-v", "-o", "line")

    assert said.code == 1
    assert said.err.startswith("Policy: policy (found upwards from ")


def test_control_characters_of_a_post_do_not_reach_the_terminal(sayso: Sayso) -> None:
    said = sayso("check", "-", "--on", "company", stdin="the\u200b best \x1b[31m\n")

    assert said.code == 1
    assert "\x1b" not in said.out
    assert "“the<U+200B> best” needs proof." in said.out


def test_a_written_file_is_there_whole_and_nothing_is_printed(sayso: Sayso) -> None:
    said = sayso("check", "-", "-o", "json", "--to", "answer.json", stdin="Rosetta")

    assert said == (1, "", "")
    assert json.loads(Path("answer.json").read_text(encoding="utf-8"))["verdict"] == "block"
    assert sorted(path.name for path in Path.cwd().iterdir()) == ["answer.json", "cache", "policy"]
