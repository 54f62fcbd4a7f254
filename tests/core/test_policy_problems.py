"""Every problem of a policy's files is shown at its place, in both languages, as the golden texts say.

To accept a change of words, run the tests once with ``SAYSO_ACCEPT=1`` and read the difference.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from sayso.core.policy import problems, source

GOLDEN = Path(__file__).parent / "golden"

SOUND = {
    "policy.yaml": """\
sayso: 1
edition: 2026.1
company: {name: {zh-Hant: 潮井, en: Tidewell}}
languages: {authoritative: zh-Hant, also: [en]}
""",
    "people.yaml": """\
roles:
  legal: {members: [omar]}
  employee: {members: everyone}
""",
    "channels.yaml": "channels:\n  facebook: {posts: legal, approve: none}\n",
    "rules.yaml": """\
rules:
- id: unproven-claims
  clause: legal.claims
  find: lexicons/claims
  verdict: approve
  to: legal
  say: {zh-Hant: "「{match}」需要證據。", en: "“{match}” needs proof."}
  fires: {zh-Hant: 全台最安全, en: The safest}
  silent: {zh-Hant: 很安全, en: It is safe}
""",
    "lexicons/claims.yaml": "terms: [最安全, safest]\n",
    "clauses/4-legal.zh-Hant.md": "# 四、法律\n\n### 宣稱需要證據 {#legal.claims}\n要有依據。\n",
    "clauses/4-legal.en.md": "# 4. Law\n\n### Claims need proof {#legal.claims}\nBring evidence.\n",
}
"""A small policy with nothing wrong, which each case spoils."""

Spoilt = dict[str, str | bytes | list[tuple[str, str]] | None]

RULE = "rules.yaml"
CASES: dict[str, Spoilt] = {
    "no-policy-file": {"policy.yaml": None},
    "newer-format": {"policy.yaml": [("sayso: 1", "sayso: 2")], RULE: "rules: [\n"},
    "format-is-no-number": {"policy.yaml": [("sayso: 1", "sayso: one")]},
    "misnamed-files": {
        "rules.yml": "",
        "Lexicons/more.yaml": "",
        "test/posts.yaml": "",
        "tests/a/b.yaml": "",
        "clause/4-legal.en.md": "",
        "docs/other.yaml": "",
        "README.md": "",
    },
    "empty-file": {"quiz.yaml": "# nothing yet\n"},
    "not-utf8": {RULE: "rules:\n- id: 條款\n".encode("big5")},
    "not-text": {RULE: b"rules:\n- id: a\x00b\n"},
    "nul-in-clause": {"clauses/4-legal.en.md": "# 4. Law\n\n### A \x00 {#legal.claims}\nx\n"},
    # --- YAML ---
    "open-list": {RULE: [("find: lexicons/claims", "find: [lexicons/claims")]},
    "open-map": {RULE: [('needs proof."}', 'needs proof."')]},
    "open-quote": {RULE: [('“{match}” needs proof."}', "“{match}” needs proof.}")]},
    "braces-in-braces": {RULE: [('"「{match}」需要證據。"', "「{match}」需要證據。")]},
    "placeholder-first": {RULE: [('{zh-Hant: "「{match}」需要證據。"', "{zh-Hant: {match}需要證據。")]},
    "placeholder-first-in-block": {RULE: [("say: {", "say:\n    en: {match} needs proof\n  # {")]},
    "colon-in-text": {RULE: [("clause: legal.claims", "clause: note: legal")]},
    "key-without-value": {RULE: [("  verdict: approve", "  verdict")]},
    "crooked-indent": {RULE: [("  find: lex", " find: lex")]},
    "odd-first-character": {RULE: [("find: lexicons/claims", "find: @claims")]},
    "double-quoted-backslash": {RULE: [("find: lexicons/claims", 'find: {pattern: "\\d+"}')]},
    "full-width-colon": {RULE: [("  verdict: approve", "  verdict：approve")]},
    "full-width-colon-swallowed": {RULE: [("  find: lexicons/claims\n", "  find: lexicons/claims\n    unless：x\n")]},
    "full-width-colon-in-braces": {"channels.yaml": [("posts: legal", "posts：legal")]},
    "full-width-colon-alone": {"policy.yaml": [("{authoritative: zh-Hant, also: [en]}", "authoritative：zh-Hant")]},
    "full-width-space-indents": {RULE: [("  verdict: approve", "\u3000verdict: approve")]},
    "full-width-space-after-colon": {RULE: [("verdict: approve", "verdict:\u3000approve")]},
    "full-width-space-in-key": {"people.yaml": [("members: [omar]", "\u3000members: [omar]")]},
    "tab": {RULE: [("  verdict", "\tverdict")]},
    "aliases": {"people.yaml": "roles:\n  legal: &x {members: [omar]}\n  b: *x\n  c: {<<: {}, members: [omar]}\n"},
    "tag": {RULE: [("id: unproven-claims", "id: !!str unproven-claims")]},
    "two-documents": {"channels.yaml": "channels: {}\n---\nchannels: {}\n"},
    "too-deep": {"quiz.yaml": "questions: " + "[" * 100_000},
    "duplicate-key": {RULE: [("verdict: approve", "verdict: approve\n  verdict: block")]},
    "list-as-key": {"channels.yaml": "? [a]\n: b\nchannels: {}\n"},
    # --- shape ---
    "unknown-keys": {RULE: [("verdict: approve", "verdct: approve")], "policy.yaml": [("edition", "version")]},
    "wrong-types": {RULE: "- id: a\n", "people.yaml": "roles: [legal]\n", "lexicons/claims.yaml": "terms: {a: b}\n"},
    "bad-values": {
        RULE: [("approve", "aprove")],
        "lexicons/claims.yaml": "terms: [a]\nsecret: yes\n",
        "policy.yaml": [("sayso: 1", "sayso: 1\nprofile: responder-only")],
    },
    "bad-forms": {
        "policy.yaml": [
            (
                "sayso: 1",
                "sayso: 1\neffective: 2026-2-30\nreview_every: yearly\nattest: {quiz_pass: 0.8}\n"
                "calendar: {report: 31 March}\ndomains: https://tidewell.example/",
            )
        ],
        "people.yaml": [("roles:", "hours: {zone: Asia/Taipeh, from: 9am}\nroles:")],
        "channels.yaml": [("channels:", "security: {password: {min_length: four}}\nchannels:")],
    },
    "empty-values": {RULE: [("verdict: approve", "verdict:")], "lexicons/claims.yaml": "terms: []\n"},
    "one-of": {RULE: [("find: lexicons/claims", "find: {terms: a, pattern: b}\n  fix: {}")]},
    "no-such-source": {RULE: [("find: lexicons/claims", "find: [lexicon/claims, claims]")]},
    # --- languages ---
    "missing-translation-in-say": {RULE: [('zh-Hant: "「{match}」需要證據。", ', "")]},
    "missing-translation-of-clause": {"clauses/4-legal.en.md": "# 4. Law\n"},
    "missing-translation-of-section": {"clauses/4-legal.en.md": None},
    "unknown-language": {RULE: [('zh-Hant: "「', 'zh-TW: "「')], "clauses/4-legal.fr.md": "# 4. Loi\n"},
    # --- names ---
    "no-such-names": {
        "policy.yaml": [
            (
                "sayso: 1",
                "sayso: 1\nowner: ceo\nconsequences: legal.claim\n"
                "windows: {quiet: {before: {report: 9 days}}}\ncalendar: {reports: 2027-01-01}",
            )
        ],
        "people.yaml": [("roles:", "teams:\n  pr: {lead: legl, gets: [press]}\nroles:")],
        "channels.yaml": [("approve: none", "approve: nobody")],
        RULE: [
            ("clause: legal.claims", "clause: legal.claim"),
            ("to: legal", "to: legals"),
            (
                "find: lexicons/claims",
                "find: [lexicons/claim, builtin/emial, numbers/order]\n"
                "  when: {channel: facebok, window: quite, given: incidents, account: compny}",
            ),
        ],
        "exceptions.yaml": "exceptions:\n"
        "- {id: ex, rule: unproven-claim, owner: nobody, until: 2027-01-01, reason: x}\n",
        "playbooks/p.yaml": "id: pp\nclause: legal.claims\ntitle: {zh-Hant: 甲, en: a}\nteam: pq\n"
        "steps:\n- {by: 1 h, who: legal, do: {zh-Hant: 做, en: do}, reply: hello}\n",
    },
    "duplicate-names": {
        RULE: [
            (
                "rules:\n",
                "rules:\n- {id: unproven-claims, clause: legal.claims, verdict: warn, find: lexicons/claims, "
                "say: {zh-Hant: 甲, en: a}, fires: {zh-Hant: 甲, en: a}, silent: {zh-Hant: 甲, en: a}}\n",
            )
        ],
        "lexicons/more.yaml": "claims: {terms: [a]}\n",
        "clauses/4-law.en.md": "# 4. Law\n",
        "clauses/5-more.en.md": "# 5. More\n\n### Again {#legal.claims}\nx\n",
        "clauses/5-more.zh-Hant.md": "# 五、更多\n\n### 又來 {#legal.claims}\n甲\n",
    },
    "unused": {
        "lexicons/more.yaml": "rude: {terms: [a]}\n",
        "policy.yaml": [("sayso: 1", "sayso: 1\nnumbers: {order: {like: A-##, label: {zh-Hant: 單, en: o}}}")],
    },
    # --- rules ---
    "fires-always": {RULE: [("  find: lexicons/claims\n", "")]},
    "empty-when": {RULE: [("  find: lexicons/claims\n", "  when: {}\n")]},
    "find-and-require": {RULE: [("verdict: approve", "require: lexicons/claims\n  verdict: approve")]},
    "missing-addressee": {RULE: [("  to: legal\n", "")]},
    "placeholders": {RULE: [("“{match}” needs", "{mach} {date} needs")]},
    "nothing-to-match": {RULE: [("find: lex", "require: lex"), ("  to:", "  fix: {delete: match}\n  to:")]},
    "patterns": {
        RULE: [
            ("find: lexicons/claims", "find: {pattern: ['(?=a)b', '(a)\\1', '[a', 'x*']}\n  unless: lexicons/claims")
        ]
    },
    "missing-examples": {RULE: [("  silent: {zh-Hant: 很安全, en: It is safe}\n", ""), (", en: The safest", "")]},
    "mixed-accounts": {RULE: [("verdict: approve", "when: {account: [personal, facebook]}\n  verdict: approve")]},
    "classifiers": {
        RULE: [
            (
                "find: lexicons/claims\n  verdict: approve\n  to: legal",
                "find: [{classifier: derogatry, above: 0.9}, {classifier: derogatory}, {terms: a, above: 0.8},\n"
                "    {classifier: derogatory, above: 0.5}, {classifier: derogatory, above: 1}]\n  verdict: advise",
            )
        ]
    },
    "classifier-blocks": {
        RULE: [
            (
                "find: lexicons/claims\n  verdict: approve\n  to: legal",
                "find: [lexicons/claims, {classifier: derogatory, above: 0.9}]\n  verdict: block",
            )
        ]
    },
    "classifier-lifts-a-block": {
        RULE: [
            (
                "verdict: approve\n  to: legal",
                "when: {mentions: {classifier: derogatory, above: 0.8}}\n"
                "  unless: {classifier: derogatory, above: 0.95}\n  verdict: block",
            )
        ]
    },
    "classifier-required": {
        RULE: [("find: lexicons/claims", "unless: lexicons/claims\n  require: {classifier: derogatory, above: 0.9}")]
    },
    "near-and-within": {"lexicons/claims.yaml": "terms:\n- {term: a, near: b}\n- c\n- {term: d, within: 3}\n"},
    "windows": {
        "policy.yaml": [
            (
                "sayso: 1",
                "sayso: 1\nwindows:\n  a: {owner: legal}\n  b: {from: 2026-01-01}\n"
                "  c: {from: 2026-02-01, to: 2026-01-01}",
            )
        ]
    },
    "quiz-without-answer": {
        "quiz.yaml": """\
questions:
- clause: legal.claims
  ask: {zh-Hant: 問, en: q}
  choices:
  - {text: {zh-Hant: 甲, en: a}, because: {zh-Hant: 因, en: b}}
  - {text: {zh-Hant: 乙, en: b}, because: {zh-Hant: 因, en: b}}
"""
    },
    # --- clauses ---
    "clause-file-names": {"clauses/law.md": "", "clauses/4-legal.english.md": ""},
    "clause-headings": {
        "clauses/4-legal.en.md": "# 5. Law\n\n## Part\n\n# 4. Twice\n\n### Claims need proof\nBring evidence.\n",
        "clauses/4-legal.zh-Hant.md": "法律\n\n### 宣稱需要證據 {#legal.claims}\n",
    },
    "clause-order": {
        "clauses/4-legal.en.md": "# 4. Law\n\n### B {#b}\nb\n\n### Claims {#legal.claims}\nc\n",
        "clauses/4-legal.zh-Hant.md": "# 四、法\n\n### 宣稱 {#legal.claims}\n丙\n\n### 乙 {#b}\n乙\n",
    },
    # --- secrets ---
    "secret-in-open": {
        RULE: [("en: The safest", "en: PLANTED is the safest")],
        "lexicons/secret.yaml": "secret: true\nterms: [planted]\n",
    },
    "secret-lexicon": {
        "lexicons/s.yaml": "secret: true\nterms:\n- {term: PLANTED, util: 2027-01-01, near: PLANTED}\n"
        "- {term: PLANTED, case: PLANTED}\nPLANTED: 1\nPLANTED: 2\n"
    },
    "secret-misspelt": {"lexicons/s.yaml": "secert: true\nterms: [PLANTED, {PLANTED: 1}]\n"},
    "secret-broken": {"lexicons/s.yaml": "secret: true\nterms: [PLANTED, PLANTED: : PLANTED\n"},
    "secret-examples": {
        "lexicons/s.yaml": "secret: true\nterms: [PLANTED]\n",
        RULE: [("find: lexicons/claims", "find: lexicons/s\n  unless: lexicons/claims")],
    },
    # --- translations ---
    "translations": {"translations.lock": "legal.claims: {en: {of: 0123456789abcdef, text: 0123456789abcdef}}\n"},
    "translations-new": {"translations.lock": "# empty\n{}\n"},
    "lock-broken": {"translations.lock": "legal.claims: {en: 12}\n"},
}


def spoilt(case: Spoilt) -> dict[str, bytes]:
    """The sound policy with the case's changes; a replacement that finds nothing is a mistake in the test."""
    files = {name: text.encode() for name, text in SOUND.items()}
    for name, change in case.items():
        if change is None:
            del files[name]
        elif isinstance(change, list):
            text = files[name].decode()
            for old, new in change:
                assert old in text or old == new, (name, old)
                text = text.replace(old, new)
            files[name] = text.encode()
        else:
            files[name] = change.encode() if isinstance(change, str) else change
    return files


def shown(found: source.Parsed) -> str:
    both = ["\n".join(problems.render(problem, lang) for problem in found.problems) for lang in ("en", "zh-Hant")]
    return "\n\n".join(both) + "\n"


def test_a_sound_policy_has_no_problems():
    found = source.parse(spoilt({}), ("email",))

    assert found.problems == ()
    assert found.policy is not None


@pytest.mark.parametrize("name", CASES)
def test_the_problem_is_shown_as_the_golden_text_says(name):
    found = source.parse(spoilt(CASES[name]), ("email",))
    golden = GOLDEN / f"{name}.txt"
    if os.environ.get("SAYSO_ACCEPT"):
        golden.write_text(shown(found), encoding="utf-8")

    assert shown(found) == golden.read_text(encoding="utf-8")
    assert found.problems
    assert (found.policy is None) == any(problem.severity == "error" for problem in found.problems)


def test_every_golden_text_belongs_to_a_case():
    assert {path.stem for path in GOLDEN.glob("*.txt")} == set(CASES)


ELSEWHERE = {
    "unreadable-file",
    "outside-folder",
    "too-many-files",
    "too-large",  # reading a folder
    "example-does-not-fire",
    "example-fires",
    "flags-protected-speech",  # the engine
    "too-many-values",
    "more-problems",
}


def test_every_code_has_a_golden_text():
    told = "".join(path.read_text(encoding="utf-8") for path in GOLDEN.glob("*.txt"))

    assert {code for code in problems.MESSAGES if f"[{code}]" not in told} <= ELSEWHERE


@pytest.mark.parametrize("code", problems.MESSAGES)
def test_messages_follow_one_grammar(code):
    saying = problems.MESSAGES[code]

    assert not saying.en[0].isupper()
    assert not saying.en.endswith((".", "!")) and not saying.zh.endswith(("。", "！"))
    assert set(re.findall(r"\{(\w+)\}", saying.en)) == set(re.findall(r"\{(\w+)\}", saying.zh))
    assert re.match(r"[A-Z“`]|[a-z]+\.(yaml|lock)", saying.why_en)
    assert re.search("[\u4e00-\u9fff]", saying.zh + saying.why_zh)
    assert problems.explain(code, "zh-Hant") == saying.why_zh and problems.explain(code, "en") == saying.why_en


def test_a_code_that_does_not_exist_has_no_explanation():
    assert problems.explain("no-such-code") is None


def test_the_caret_stands_under_the_words_after_wide_characters():
    problem = problems.Problem("unknown-key", "r.yaml", 1, 5, {"word": "鍵", "where": "r"}, "中文: 鍵: 1", 4, 1)

    assert problems.render(problem).splitlines()[1:] == ["    中文: 鍵: 1", "          ^^"]


def test_a_long_line_is_shown_around_its_place():
    files = spoilt({"lexicons/claims.yaml": "terms: [" + "a, " * 5000 + "{trm: b}, " + "a, " * 5000 + "a]\n"})

    (unknown,) = source.parse(files).problems

    assert (unknown.code, unknown.column, len(unknown.source)) == ("unknown-key", 15010, 160)
    assert unknown.source[unknown.caret : unknown.caret + unknown.width] == "trm"


def test_a_line_cannot_command_the_terminal():
    files = spoilt({"channels.yaml": "channels: {}\n\u202e\u2066evil: 1\n"})

    (problem,) = source.parse(files).problems

    assert problems.render(problem).splitlines()[1] == "    \ufffd\ufffdevil: 1"


def test_problems_beyond_a_hundred_in_one_file_are_counted():
    files = spoilt({"lexicons/claims.yaml": "terms:\n" + "- {}\n" * 150})

    found = source.parse(files).problems

    assert len(found) == 101
    assert [problem.params for problem in found if problem.code == "more-problems"] == [{"count": 50}]


def test_a_broken_file_does_not_hide_what_is_wrong_with_others_nor_invent_more():
    files = spoilt({"people.yaml": "roles: [\n", RULE: [("approve", "aprove")]})

    found = source.parse(files).problems

    assert [(problem.file, problem.code) for problem in found] == [
        ("people.yaml", "bad-yaml"),
        ("rules.yaml", "bad-value"),
    ]


def test_the_file_with_most_errors_comes_first():
    files = spoilt({"channels.yaml": "a: 1\nchannels: {}\n", RULE: [("approve", "aprove"), ("to: legal", "tu: legal")]})

    found = source.parse(files).problems

    assert [problem.file for problem in found] == ["rules.yaml", "rules.yaml", "channels.yaml"]
