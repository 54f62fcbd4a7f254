"""`sayso check` in each form of answer: what stands in it, and that it carries severity, rule, clause and edition."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from journeys.conftest import Sayso

ROWS = """\
{"id":"a","text":"Rosetta","account":"personal"}
{"id":7,"text":"those idiots"}

{"text":"bread"}
{"id":"b","txt":"bread"}
"""


@pytest.fixture
def rows() -> str:
    """A file of rows: one that is blocked, one to look at, one that passes, and one that is none."""
    Path("rows.jsonl").write_text(ROWS, encoding="utf-8")
    return "rows.jsonl"


def test_jsonl_answers_each_row_with_its_id_in_order(sayso: Sayso, rows: str) -> None:
    said = sayso("check", rows, "-o", "jsonl")

    answers = [json.loads(line) for line in said.out.splitlines()]
    assert said.code == 3
    assert said.err == "sayso: rows.jsonl:5: a row has no key `txt`. Did you mean “text”?\n"
    assert [(answer["id"], answer.get("verdict")) for answer in answers] == [
        ("a", "block"),
        (7, "warn"),
        (None, "pass"),
        ("b", None),
    ]
    assert {answer["schema"] for answer in answers[:3]} == {"sayso/check/1"}
    assert {(answer["edition"], len(answer["digest"])) for answer in answers[:3]} == {("2026.1", 71)}
    assert answers[3] == {
        "id": "b",
        "line": 5,
        "error": {"code": "unknown-key", "message": "a row has no key `txt`. Did you mean “text”?"},
    }


def test_a_row_is_answered_as_the_same_post_in_a_file(sayso: Sayso) -> None:
    Path("post.txt").write_text("the best Rosetta, those idiots", encoding="utf-8")
    Path("row.jsonl").write_text('{"text":"the best Rosetta, those idiots","account":"company"}\n', encoding="utf-8")

    post = json.loads(sayso("check", "post.txt", "--on", "company", "-o", "json").out)
    row = json.loads(sayso("check", "row.jsonl", "-o", "jsonl").out)

    assert row.pop("id") is None
    assert row == post


def test_options_hold_for_rows_that_do_not_say_otherwise(sayso: Sayso) -> None:
    rows = '{"id":1,"text":"the best"}\n{"id":2,"text":"the best","account":"personal"}\n'

    said = sayso("check", "--rows", "-", "--on", "company", "-o", "jsonl", stdin=rows)

    assert [json.loads(line)["verdict"] for line in said.out.splitlines()] == ["approve", "pass"]


def test_one_json_document_holds_all_rows(sayso: Sayso, rows: str) -> None:
    said = sayso("check", rows, "-o", "json")

    document = json.loads(said.out)
    assert [answer["id"] for answer in document["answers"]] == ["a", 7, "rows.jsonl:4", "b"]
    assert {key: document[key] for key in ("schema", "verdict", "posts", "faults", "partial", "edition")} == {
        "schema": "sayso/checks/1",
        "verdict": "block",
        "posts": 3,
        "faults": 1,
        "partial": False,
        "edition": "2026.1",
    }


def test_people_are_shown_rows_by_their_line(sayso: Sayso, rows: str) -> None:
    said = sayso("check", rows, "--lang", "zh-Hant")

    assert said.out == (
        "rows.jsonl:1:19  不要發布  「Rosetta」尚未公開。  codenames  2.1\n"
        "                           原因：新蛋糕不外傳；列管詞語；確定\n"
        "                           改法：our next cake\n"
        "rows.jsonl:2:23  請確認    「idiots」可能傷人。   insults    1.2\n"
        "                           原因：與人為善；列管詞語；確定\n"
        "                           改法：刪除\n"
        "共 2 項發現：不要發布 1 項、請確認 1 項，出自 3 則貼文中的 2 則。   想知道原因：sayso explain codenames\n"
    )
    assert said.err == "sayso: rows.jsonl:5: 一則貼文沒有「txt」這個欄位。您是不是要找「text」？\n"


def test_github_gets_annotations_worst_first_and_the_summary(
    sayso: Sayso, rows: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", "summary.md")

    said = sayso("check", rows, "-o", "github")

    assert said.out == (
        "::error file=rows.jsonl,line=5,endLine=5,col=1,endColumn=1,title=error unknown-key::"
        "a row has no key `txt`. Did you mean “text”?\n"
        "::error file=rows.jsonl,line=1,endLine=1,col=19,endColumn=26,title=block codenames (2.1 of 2026.1)::"
        "“Rosetta” is not public yet.\n"
        "::warning file=rows.jsonl,line=2,endLine=2,col=23,endColumn=29,title=warn insults (1.2 of 2026.1)::“idiots” may hurt.\n"
    )
    assert Path("summary.md").read_text("utf-8") == (
        "## Sayso: what the policy says (2026.1)\n\n"
        "| Place | Verdict | Message | Rule | Clause |\n"
        "| --- | --- | --- | --- | --- |\n"
        "| rows.jsonl:5:1 | error | a row has no key `txt`. Did you mean “text”? | unknown-key |  |\n"
        "| rows.jsonl:1:19 | block | “Rosetta” is not public yet. | codenames | 2.1 |\n"
        "| rows.jsonl:2:23 | warn | “idiots” may hurt. | insults | 1.2 |\n"
    )


def test_github_gets_ten_of_a_kind_and_the_number_left_out(sayso: Sayso) -> None:
    Path("post.txt").write_text("Rosetta\n" * 12 + "those idiots\n" * 11, encoding="utf-8")

    said = sayso("check", "post.txt", "-o", "github")

    kinds = [line.split(" ")[0].split("::")[1] for line in said.out.splitlines()]
    assert kinds == ["error"] * 10 + ["warning"] * 10 + ["notice"]
    assert said.out.splitlines()[-1] == "::notice::and 3 more: see the summary or `sayso -o json`"


def test_junit_has_a_case_a_post(sayso: Sayso, rows: str) -> None:
    said = sayso("check", rows, "-o", "junit")

    suite = ElementTree.fromstring(said.out).find("testsuite")
    assert suite is not None
    assert {key: suite.get(key) for key in ("tests", "failures", "errors")} == {
        "tests": "4",
        "failures": "1",
        "errors": "1",
    }
    assert [(case.get("name"), [child.tag for child in case]) for case in suite.findall("testcase")] == [
        ("a", ["failure"]),
        ("7", ["system-out"]),
        ("rows.jsonl:4", []),
        ("b", ["error"]),
    ]
    assert suite.find("testcase/failure").text == (  # type: ignore[union-attr]
        "rows.jsonl:1:19: block: “Rosetta” is not public yet. [codenames] (2.1)"
    )
    assert next((item.get("name"), item.get("value")) for item in suite.iter("property")) == ("edition", "2026.1")


def test_junit_holds_whatever_a_post_holds(sayso: Sayso) -> None:
    Path("a&b.txt").write_text('Rosetta <b>"\x0b</b> ]]>\ufffe', encoding="utf-8")

    said = sayso("check", "a&b.txt", "-o", "junit")

    assert [case.get("name") for case in ElementTree.fromstring(said.out).iter("testcase")] == ["a&b.txt"]


def test_lines_keep_their_codes_in_every_language(sayso: Sayso, rows: str) -> None:
    said = sayso("check", rows, "-o", "line", "--lang", "zh-Hant")

    assert said.out == (
        "rows.jsonl:1:19: block: 「Rosetta」尚未公開。 [codenames] (2.1)\n"
        "rows.jsonl:2:23: warn: 「idiots」可能傷人。 [insults] (1.2)\n"
    )


@pytest.mark.parametrize(
    ("line", "en", "zh"),
    [
        (b"not json", "this line is not JSON: it goes wrong at byte 5", "這一行不是 JSON：第 5 位元組開始有錯"),
        (b'{"text":"x', "this line is not JSON: it ends too early", "這一行不是 JSON：內容不完整，提早結束"),
        (
            b'{"text":"\\ud83d is half"}',
            "half a character (a lone surrogate) before byte 16. Write the character whole, as UTF-8",
            "第 16 位元組前有半個字元（單獨的 surrogate）。請以 UTF-8 寫出完整字元",
        ),
        (b'{"text":"\xff"}', "this line is not UTF-8 text. Save the file as UTF-8", "這一行不是 UTF-8 文字。請將檔案另存成 UTF-8"),
        (b"[" * 5000, "this line is nested too deeply to be a row", "這一行的巢狀層數太多，不是一則貼文"),
        (
            b"[1]",
            'this line is not a JSON object but of type array. Write {"text": "…"}',
            '這一行不是 JSON 物件，而是 array。請寫成 {"text": "…"}',
        ),
        (b"{}", "this row has no `text`", "這一行缺少「text」"),
        (b'{"text":5}', "`text` must be of type string, not number", "「text」的型別應為 string，不是 number"),
        (
            b'{"text":"x","acount":""}',
            "a row has no key `acount`. Did you mean “account”?",
            "一則貼文沒有「acount」這個欄位。您是不是要找「account」？",
        ),
        (b'{"text":"x","images":[{"url":""}]}', "`images[0]` has no key `url`", "「images[0]」沒有「url」這個欄位"),
        (
            b'{"text":"x","at":"noon"}',
            "`at` is not a time: “noon”. Write 2026-12-24 or 2026-12-24T18:00:00+08:00",
            "「at」不是時間：「noon」。請寫成 2026-12-24 或 2026-12-24T18:00:00+08:00",
        ),
        (
            b'{"text":"x","has":["picture","video"]}',
            "“picture” is nothing that a post carries here. It may be: image, video, link, poll.",
            "貼文的附件沒有「picture」這一種。可用的值：image、video、link、poll。",
        ),
        (
            b'{"text":"x","account":"company","replying_to":"complain"}',
            "“complain” is not something this policy knows replies to. Did you mean “complaint”? "
            "It may be: complaint, question, praise, press, safety.",
            "這份政策沒有「complain」這種回覆對象。您是不是要找「complaint」？"
            "可用的值：complaint、question、praise、press、safety。",
        ),
    ],
)  # fmt: skip
def test_a_line_that_is_no_row_is_named_with_its_fault_and_the_others_are_answered(
    sayso: Sayso, line: bytes, en: str, zh: str
) -> None:
    rows = b'{"id":1,"text":"Rosetta"}\n' + line + b'\n{"id":3,"text":"bread"}\n'

    said = sayso("check", "-", "-o", "jsonl", stdin=rows)
    chinese = sayso("check", "-", "--rows", "--lang", "zh-Hant", "-o", "line", stdin=rows)

    assert (said.code, said.err) == (3, f"sayso: -:2: {en}\n")
    assert [json.loads(answer).get("verdict") for answer in said.out.splitlines()] == ["block", None, "pass"]
    assert chinese.err == f"sayso: -:2: {zh}\n"


@pytest.mark.parametrize("key", ["roles", "channel", "account", "given"])
def test_a_name_the_policy_does_not_know_is_an_error_and_never_a_pass(sayso: Sayso, key: str) -> None:
    value = ["nobody"] if key in ("roles", "given") else "nobody"
    rows = b"\n".join([b'{"id":1,"text":"bread"}', b"", json.dumps({"id": 2, "text": "bread", key: value}).encode()])

    said = sayso("check", "-", "-o", "jsonl", stdin=rows)

    assert said.code == 3
    assert [(answer["id"], "error" in answer) for answer in map(json.loads, said.out.splitlines())] == [
        (1, False),
        (2, True),
    ]
    assert said.err.startswith("sayso: -:3: “nobody” is n")
