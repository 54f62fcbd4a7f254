"""What the commands about the policy itself say: `lint`, `test`, `try`, `diff`, `explain`, `schema`, `i18n`."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from journeys import small_policy
from journeys.conftest import Sayso


def _change(file: Path, before: str, after: str) -> None:
    text = file.read_text("utf-8")
    assert before in text
    file.write_text(text.replace(before, after), encoding="utf-8")


@pytest.fixture
def locked(sayso: Sayso, policy: Path) -> Path:
    """The small policy with its translations confirmed."""
    clauses = ("speak.complaints", "speak.kindly", "inside.secret", "inside.claims")
    assert sayso("i18n", "accept", *clauses).code == 0
    return policy


# --- lint ---


@pytest.mark.parametrize(
    ("lang", "out"),
    [
        ("en", "No mistakes in 4 clauses and 5 rules (policy).\n"),
        ("zh-Hant", "4 條條款、5 條規則，沒有錯誤（policy）。\n"),
    ],
)
def test_lint_says_that_all_is_well(sayso: Sayso, locked: Path, lang: str, out: str) -> None:
    assert sayso("lint", "--lang", lang) == (0, out, "")


TINY = {
    "policy.yaml": "sayso: 1\nedition: 1\ncompany: {name: {en: Tea}, country: TW}\nlanguages: {authoritative: en}\n",
    "clauses/1-manners.en.md": "# 1. Manners\n\n### Stay calm {#calm}\nWe stay calm.\n",
    "rules.yaml": "rules:\n- id: calm\n  clause: calm\n  find: {terms: [argh]}\n  verdict: advise\n"
    "  say: {en: Calm down.}\n  fires: {en: [argh]}\n  silent: {en: [fine]}\n",
}


@pytest.mark.parametrize(
    ("lang", "out"),
    [("en", "No mistakes in 1 clause and 1 rule.\n"), ("zh-Hant", "1 條條款、1 條規則，沒有錯誤。\n")],
)
def test_lint_counts_one_as_one_and_needs_no_name_for_where_the_reader_stands(
    sayso: Sayso, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lang: str, out: str
) -> None:
    (tmp_path / "tiny/clauses").mkdir(parents=True)
    for name, text in TINY.items():
        (tmp_path / "tiny" / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path / "tiny")
    monkeypatch.delenv("SAYSO_POLICY")

    assert sayso("lint", "--lang", lang) == (0, out, "")


def test_lint_shows_each_mistake_in_its_line(sayso: Sayso, locked: Path) -> None:
    _change(locked / "rules.yaml", "verdict: block", "verdct: block")

    said = sayso("lint")
    chinese = sayso("lint", "--lang", "zh-Hant")

    assert said == (
        1,
        "policy/rules.yaml:6:3: error: unknown key `verdct` in rules[codenames] [unknown-key]\n"
        "      verdct: block\n"
        "      ^^^^^^\n"
        "    did you mean `verdict`?\n"
        "1 mistake.   More about one: sayso explain unknown-key\n",
        "",
    )
    assert chinese.out.splitlines()[0] == (
        "policy/rules.yaml:6:3: 錯誤：rules[codenames] 裡沒有「verdct」這個欄位 [unknown-key]"
    )
    assert chinese.out.splitlines()[-1] == "共 1 處錯誤。   進一步說明：sayso explain unknown-key"


def test_lint_answers_in_every_form(sayso: Sayso, locked: Path) -> None:
    _change(locked / "rules.yaml", "verdict: block", "verdct: block")
    message = "unknown key `verdct` in rules[codenames]"

    forms = {form: sayso("lint", "-o", form) for form in ("line", "json", "jsonl", "github", "junit")}

    problem = {
        "file": "policy/rules.yaml",
        "line": 6,
        "column": 3,
        "severity": "error",
        "code": "unknown-key",
        "message": message,
        "did_you_mean": "verdict",
    }
    assert {said.code for said in forms.values()} == {1}
    assert forms["line"].out == f"policy/rules.yaml:6:3: error: {message} (Did you mean “verdict”?) [unknown-key]\n"
    assert json.loads(forms["json"].out) == {
        "schema": "sayso/lint/1",
        "policies": [{"folder": "policy", "ok": False, "problems": [problem]}],
    }
    assert json.loads(forms["jsonl"].out) == problem
    assert forms["github"].out == (
        "::error file=policy/rules.yaml,line=6,endLine=6,col=3,endColumn=9,title=error unknown-key::"
        f"{message} (Did you mean “verdict”?)\n"
    )
    case = ElementTree.fromstring(forms["junit"].out).find("testsuite/testcase")
    assert case is not None
    assert (case.get("name"), case.get("classname"), case[0].tag) == (
        "6:3 unknown-key",
        "policy/rules.yaml",
        "failure",
    )


def test_a_warning_alone_does_not_fail(sayso: Sayso, locked: Path) -> None:
    _change(locked / "clauses/1-speak.zh-Hant.md", "客訴請轉交。", "客訴請馬上轉交。")

    said = sayso("lint", "-o", "line")

    assert said.code == 0
    assert said.out.startswith("policy/clauses/1-speak.zh-Hant.md:3:5: warning: ")
    assert said.out.endswith(" [translation-out-of-step]\n")


def test_several_policies_are_linted_at_once(sayso: Sayso, locked: Path) -> None:
    small_policy.write(Path("other"), rules="rules:\n- id: x\n")

    said = sayso("lint", "policy", "other", "-o", "json")

    assert [(one["folder"], one["ok"]) for one in json.loads(said.out)["policies"]] == [
        ("policy", True),
        ("other", False),
    ]


@pytest.mark.parametrize(
    ("file", "content", "message"),
    [
        (
            "policy.yaml",
            b"sayso: 2\n",
            "this policy is written in format 2, and this Sayso reads format 1; upgrade Sayso",
        ),
        ("policy.yaml", b"sayso: 1\n\xff\n", "is not UTF-8"),
        ("rules.yaml", b"rules: &a [*a, *a]\n", "alias"),
        ("rules.yaml", b"rules: " + b"[" * 5000 + b"\n", "deep"),
        ("rules.yaml", b"rules: [\n", "["),
        (
            "rules.yaml",
            b"rules:\n- {id: x, clause: inside.claims, find: {pattern: '(?=a)'}, verdict: warn, say: x}\n",
            "(?=a)",
        ),
    ],
)
def test_a_policy_that_cannot_be_read_stops_lint_and_check_without_a_traceback(
    sayso: Sayso, policy: Path, file: str, content: bytes, message: str
) -> None:
    (policy / file).write_bytes(content)

    lint = sayso("lint")
    check = sayso("check", "-", stdin="bread")

    assert (lint.code, check.code, check.out) == (1, 2, "")
    assert message in lint.out
    assert "Traceback" not in lint.err + check.err
    assert check.err.splitlines()[-1].startswith("sayso: The policy in “policy” cannot be used: ")


# --- test ---


def test_tests_pass_and_known_gaps_are_counted(sayso: Sayso) -> None:
    said = sayso("test", "--mutate")
    chinese = sayso("test", "--mutate", "--lang", "zh-Hant")

    counted, missed = said.out.splitlines()
    assert said.code == 0
    assert counted.startswith("6 passed, 0 failed, 1 known gap in ")
    assert missed == "No rule could go unnoticed: drop any of the 5, and a test fails."
    assert chinese.out.splitlines()[0].startswith("6 項通過、0 項失敗、1 項已知缺口，")
    assert chinese.out.splitlines()[1] == "沒有規則會憑空消失而沒人發現：5 條規則不論拿掉哪一條，都會有測試失敗。"


def test_a_rule_that_no_test_would_miss_is_named_and_fails(sayso: Sayso, policy: Path) -> None:
    _change(policy / "tests/posts.yaml", "expect: {verdict: advise, rules: say-where}", "expect: {verdict: advise}")
    _change(policy / "tests/posts.yaml", "post: those idiots", "post: Rosetta, idiots")
    _change(
        policy / "tests/posts.yaml",
        "expect: {verdict: warn, rules: insults}\n- name: sour",
        "expect: {verdict: block}\n- name: sour",
    )

    said = sayso("test", "--mutate")

    assert said.code == 1
    assert said.out.splitlines()[1:] == ["1 rule could be dropped and no test would notice:", "  insults"]
    assert json.loads(sayso("test", "--mutate", "-o", "json").out)["policies"][0]["unmissed"] == ["insults"]
    assert sayso("test", "--mutate", "-o", "line").out == (
        "policy/rules.yaml:1:1: error: 1 rule could be dropped and no test would notice: insults [unmissed]\n"
    )  # fmt: skip


@pytest.fixture
def failing(policy: Path) -> Path:
    """The small policy with a test that fails, and a gap that is closed."""
    _change(policy / "tests/posts.yaml", "expect: pass", "expect: {verdict: block}   # really?")
    _change(policy / "tests/posts.yaml", "post: geniuses, all of them", "post: idiots, all of them")
    return policy


def test_a_failed_test_shows_the_post_what_was_expected_and_what_came(sayso: Sayso, failing: Path) -> None:
    said = sayso("test")
    chinese = sayso("test", "--lang", "zh-Hant")

    assert said.code == 1
    assert said.out.splitlines()[:-1] == [
        "policy/tests/posts.yaml:20: failed: irony",
        "    it passes now: remove known_gap",
        "policy/tests/posts.yaml:24: failed: bread",
        "    Fresh bread at seven",
        "    expected: {verdict: block}",
        "    got:      pass",
    ]
    assert said.out.splitlines()[-1].startswith("5 passed, 2 failed, 0 known gaps in ")
    assert chinese.out.splitlines()[2:6] == [
        "policy/tests/posts.yaml:24: 失敗：bread",
        "    Fresh bread at seven",
        "    預期：{verdict: block}",
        "    實際：pass",
    ]


def test_tests_answer_in_every_form(sayso: Sayso, failing: Path) -> None:
    forms = {form: sayso("test", "-k", "bread", "-o", form) for form in ("line", "json", "jsonl", "github", "junit")}

    outcome = {
        "name": "bread",
        "file": "tests/posts.yaml",
        "line": 24,
        "result": "failed",
        "expected": {"verdict": "block"},
        "got": "pass",
    }
    place = "bread: Fresh bread at seven expected: {verdict: block} got:      pass"
    assert {said.code for said in forms.values()} == {1}
    document = json.loads(forms["json"].out)
    assert (document["schema"], document["policies"][0]["ok"], document["policies"][0]["edition"]) == (
        "sayso/test/1",
        False,
        "2026.1",
    )
    assert [one for one in document["policies"][0]["tests"] if one["name"] == "bread"] == [outcome]
    assert outcome in [json.loads(line) for line in forms["jsonl"].out.splitlines()]
    assert f"policy/tests/posts.yaml:24:1: error: {place} [test-failed]\n" in forms["line"].out
    assert f"line=24,endLine=24,col=1,endColumn=1,title=error test-failed::{place}\n" in forms["github"].out
    cases = ElementTree.fromstring(forms["junit"].out).iter("testcase")
    assert {case.get("name"): [child.tag for child in case] for case in cases}["bread"] == ["failure"]


def test_accept_writes_what_happens_and_nothing_else(sayso: Sayso, failing: Path) -> None:
    said = sayso("test", "--accept")

    tests = (failing / "tests/posts.yaml").read_text("utf-8")
    assert said.code == 0
    assert said.out.splitlines()[-1] == "2 tests now expect what happens."
    assert "-  known_gap: irony is beyond a word list" in said.out.splitlines()
    assert "post: the best bread   # on our own page\n" in tests
    assert "- name: bread\n  post: Fresh bread at seven\n  expect: pass" in tests
    assert sayso("test").code == 0
    assert sayso("test", "--accept").out == "The tests already say what happens. Nothing was written.\n"


def test_a_name_that_no_test_has_is_no_success(sayso: Sayso) -> None:
    said = sayso("test", "-k", "cheese")

    assert said == (
        2,
        "",
        "sayso: No test's name holds “cheese”, so nothing was tested. `sayso test -v` lists the names.\n",
    )


# --- try ---

PAST = """\
{"id":"a","text":"the best bread","account":"company"}
{"id":"b","text":"the finest bread","account":"company"}
{"id":"c","text":"bread","account":"company"}
{"id":"d","text":"those idiots say the finest","account":"company"}
"""
NEW_RULES = """\
rules:
- id: claims
  clause: inside.claims
  when: {account: company}
  find: {terms: [the finest, 最讚]}
  verdict: approve
  to: legal
  say: {en: "“{match}” needs proof.", zh-Hant: "「{match}」需要證據。"}
  fires: {en: [the finest bread], zh-Hant: [全台最讚的麵包]}
  silent: {en: [good bread], zh-Hant: [好吃的麵包]}
"""


@pytest.fixture
def past() -> None:
    """Posts of the past, and rules that somebody would like to have."""
    Path("past.jsonl").write_text(PAST, encoding="utf-8")
    Path("new.yaml").write_text(NEW_RULES, encoding="utf-8")


@pytest.mark.usefixtures("past")
def test_try_shows_what_a_change_would_have_done(sayso: Sayso) -> None:
    said = sayso("try", "new.yaml", "--on", "past.jsonl")
    chinese = sayso("try", "new.yaml", "--on", "past.jsonl", "--lang", "zh-Hant")

    assert said == (
        0,
        "4 posts: 2 newly stopped, 1 newly passed, 0 changed, 1 unchanged.\n"
        "\n"
        "Newly stopped (2)\n"
        "  b: pass → approve (claims)\n"
        "    the finest bread\n"
        "  d: warn (insults) → approve (claims, insults)\n"
        "    those idiots say the finest\n"
        "\n"
        "Newly passed (1)\n"
        "  a: approve (claims) → pass\n"
        "    the best bread\n",
        "",
    )
    assert chinese.out.splitlines()[0] == "4 則貼文：新增攔下 2 則、新增放行 1 則、結果改變 0 則、不變 1 則。"
    assert chinese.out.splitlines()[3] == "  b：通過 → 需要核准（claims）"


@pytest.mark.usefixtures("past")
def test_try_answers_in_json_too(sayso: Sayso) -> None:
    document = json.loads(sayso("try", "new.yaml", "--on", "past.jsonl", "-o", "json").out)

    assert (document["schema"], document["posts"], document["unchanged"]) == ("sayso/try/1", 4, 1)
    assert document["from"]["digest"] != document["to"]["digest"]
    assert [(one["id"], one["before"], one["after"]) for one in document["passed"]] == [
        ("a", {"verdict": "approve", "rules": ["claims"]}, {"verdict": "pass", "rules": []})
    ]


@pytest.mark.usefixtures("past")
@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (("new.yaml", "--on", "nope.jsonl"), 3, "sayso: nope.jsonl: there is no such file. Check the name.\n"),
        (("nope.yaml", "--on", "past.jsonl"), 3, "sayso: nope.yaml: there is no such file. Check the name.\n"),
    ],
)
def test_try_needs_its_files(sayso: Sayso, words: tuple[str, ...], code: int, message: str) -> None:
    assert sayso("try", *words) == (code, "", message)


@pytest.mark.usefixtures("past")
def test_try_refuses_rules_with_mistakes_at_their_own_place(sayso: Sayso) -> None:
    _change(Path("new.yaml"), "inside.claims", "inside.clams")

    said = sayso("try", "new.yaml", "--on", "past.jsonl")

    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("new.yaml:3:11: error: no clause is called `inside.clams` [no-such-clause]\n")


# --- diff ---


@pytest.fixture
def other() -> Path:
    """The small policy after some changes."""
    folder = small_policy.write(Path("other"))
    _change(folder / "rules.yaml", "verdict: warn", "verdict: block")
    _change(folder / "rules.yaml", "by_not: responders", "by: legal")
    _change(
        folder / "rules.yaml",
        "silent: {en: [{text: We are sorry, by: responders}], zh-Hant: [{text: 很抱歉, by: responders}]}",
        "silent: {en: [thanks], zh-Hant: [謝謝]}",
    )
    _change(
        folder / "rules.yaml",
        "fires: {en: [We are sorry], zh-Hant: [很抱歉]}",
        "fires: {en: [{text: Sorry, by: legal}], zh-Hant: [{text: 很抱歉, by: legal}]}",
    )
    _change(folder / "lexicons/codenames.yaml", "Rosetta, also: [蘿賽塔]", "Babel, also: [巴別]")
    _change(folder / "clauses/1-speak.en.md", "Hand complaints over.", "Hand every complaint over.")
    return folder


def test_diff_shows_each_change_and_whom_it_concerns(sayso: Sayso, other: Path) -> None:
    said = sayso("diff", "policy", "other")

    lines = said.out.splitlines()
    assert said.code == 0
    assert [line for line in lines if line[:1] in ("+", "-", "~")] == [
        "~ clause speak.complaints: body   (concerns: everyone)",
        "~ rule complaints: when, fires, silent   (concerns: everyone)",
        "~ rule insults: verdict   (concerns: everyone)",
        "~ lexicon codenames: terms",
    ]
    assert lines[lines.index("~ clause speak.complaints: body   (concerns: everyone)") + 1 :][:2] == [
        "    - body.en: Hand complaints over.",
        "    + body.en: Hand every complaint over.",
    ]
    assert lines[lines.index("0 added, 0 removed, 4 changed.") :] == [
        "0 added, 0 removed, 4 changed.",
        "",
        "For those it concerns (asks for a new signature):",
        "  new duty             speak.complaints  Only responders answer complaints",
        "  new duty             speak.kindly  We are kind",
    ]


def test_diff_does_not_tell_secret_terms(sayso: Sayso, other: Path) -> None:
    for form in ("human", "json"):
        said = sayso("diff", "policy", "other", "-o", form)

        assert not [word for word in ("Rosetta", "Babel", "巴別", "蘿賽塔") if word in said.out]
    assert "    terms: 1 added, 1 removed (the list is secret)" in sayso("diff", "policy", "other").out.splitlines()


def test_diff_keeps_to_one_role(sayso: Sayso, other: Path) -> None:
    said = sayso("diff", "policy", "other", "--for", "employee", "--lang", "zh-Hant")

    assert [line for line in said.out.splitlines() if line[:1] in ("+", "-", "~")] == [
        "~ 條款 speak.complaints：body",
        "~ 規則 complaints：when、fires、silent",
        "~ 規則 insults：verdict",
    ]
    assert "新增 0 項、移除 0 項、變更 3 項（employee）。" in said.out.splitlines()
    assert "  新增義務  speak.kindly  與人為善" in said.out.splitlines()


def test_diff_of_the_same_is_nothing(sayso: Sayso) -> None:
    assert sayso("diff", "policy", "policy") == (0, "No difference.\n", "")
    assert sayso("diff", "policy", "--lang", "zh-Hant") == (0, "沒有差異。\n", "")


# --- explain ---


def test_explain_a_rule_in_words_with_its_clause(sayso: Sayso) -> None:
    said = sayso("explain", "claims")
    chinese = sayso("explain", "claims", "--lang", "zh-Hant")

    assert said == (
        0,
        "claims  2.2  Claims need proof\n"
        "\n"
        "Looks for: the words “the best”, “最好吃”\n"
        "When: the account is company\n"
        "Then: approve, to legal\n"
        "Says: “{match}” needs proof.\n"
        "Fires on:\n"
        "  the best bread\n"
        "  全台最好吃的麵包\n"
        "Silent on:\n"
        "  good bread\n"
        "  好吃的麵包\n"
        "\n"
        "Clause 2.2  Claims need proof (inside.claims)\n"
        "  “The best” needs evidence.\n",
        "",
    )
    assert chinese.out.splitlines()[2:6] == [
        "尋找：詞語「the best」、「最好吃」",
        "適用情況：帳號為 company",
        "結果：需要核准，交給 legal",
        "訊息：「{match}」需要證據。",
    ]


@pytest.mark.parametrize("name", ["inside.claims", "2.2"])
def test_explain_a_clause_by_name_or_number_and_what_upholds_it(sayso: Sayso, name: str) -> None:
    assert sayso("explain", name).out == (
        "Clause 2.2  Claims need proof (inside.claims)\n  “The best” needs evidence.\n\nUpheld by:\n  claims  approve\n"
    )


def test_explain_does_not_tell_secret_terms(sayso: Sayso) -> None:
    for words in (("explain", "codenames"), ("explain", "codenames", "-o", "json")):
        said = sayso(*words)

        assert said.code == 0
        assert "Rosetta" not in said.out
        assert "蘿賽塔" not in said.out


def test_explain_a_code_needs_no_policy(sayso: Sayso, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SAYSO_POLICY")

    said = sayso("explain", "no-such-clause")
    chinese = sayso("explain", "no-such-clause", "--lang", "zh-Hant")

    assert (said.code, chinese.code) == (0, 0)
    assert said.out.startswith("no-such-clause\n\nA file refers to a clause that nothing defines.")
    assert chinese.out.startswith("no-such-clause\n\n檔案裡提到的條款並不存在。")


def test_explain_a_detector_needs_no_policy(sayso: Sayso, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SAYSO_POLICY")

    said = sayso("explain", "builtin/phone")
    chinese = sayso("explain", "builtin/phone", "--lang", "zh-Hant")
    document = json.loads(sayso("explain", "builtin/phone", "-o", "json").out)

    assert said == (0, "builtin/phone  telephone number\n\nIn a rule: `find: builtin/phone`\n", "")
    assert chinese == (0, "builtin/phone  電話號碼\n\n在規則裡這樣寫：`find: builtin/phone`\n", "")
    assert document == {
        "schema": "sayso/explain/1",
        "builtin": {"phone": {"en": "telephone number", "zh-Hant": "電話號碼"}},
    }


# --- schema, i18n ---


def test_schemas_are_written_into_the_policy_and_know_its_names(sayso: Sayso, policy: Path) -> None:
    said = sayso("schema", "--write")

    written = sorted(path.name for path in (policy / ".sayso").iterdir())
    rules = (policy / ".sayso/rules.schema.json").read_text("utf-8")
    assert said.code == 0
    assert said.out.splitlines()[0] == "Wrote policy/.sayso/policy.schema.json"
    assert len(written) == len(said.out.splitlines())
    assert json.loads(rules)["$schema"] == "http://json-schema.org/draft-07/schema#"
    assert '"inside.claims"' in rules
    assert sorted(json.loads(sayso("schema").out)) == written


def test_translations_that_nobody_began_to_confirm_are_listed_when_asked_and_no_matter_for_lint(sayso: Sayso) -> None:
    asked = sayso("i18n", "status")
    chinese = sayso("i18n", "status", "--lang", "zh-Hant")
    linted = sayso("lint")
    sayso("i18n", "accept", "inside.claims")

    assert (asked.code, asked.out.splitlines()[0]) == (1, "4 clauses are out of step:")
    assert asked.err == (
        "There is no translations.lock yet; `sayso lint` warns of translations from the first `sayso i18n accept` on.\n"
    )
    assert (
        chinese.err
        == "還沒有 translations.lock；第一次執行 `sayso i18n accept` 之後，`sayso lint` 才會提醒譯文不同步。\n"
    )
    assert linted == (0, "No mistakes in 4 clauses and 5 rules (policy).\n", "")
    assert sayso("lint").out.splitlines()[-1] == "3 warnings.   More about one: sayso explain translation-not-accepted"
    assert sayso("i18n", "status").err == ""


def test_languages_out_of_step_are_listed_until_confirmed(sayso: Sayso, locked: Path) -> None:
    _change(locked / "clauses/1-speak.zh-Hant.md", "客訴請轉交。", "客訴請馬上轉交。")

    late = sayso("i18n", "status")
    chinese = sayso("i18n", "status", "--lang", "zh-Hant")
    accepted = sayso("i18n", "accept", "speak.complaints")
    then = sayso("i18n", "status")

    assert late == (
        1,
        "1 clause is out of step:\n  speak.complaints  zh-Hant  changed since it was confirmed (the translation)\n",
        "",
    )
    assert chinese.out == "有 1 條條款各語言不同步：\n  speak.complaints  zh-Hant  確認後有更動（譯文）\n"
    assert accepted == (0, "speak.complaints: zh-Hant confirmed against the present en text.\n", "")
    assert then == (0, "All 4 clauses are in step.\n", "")
