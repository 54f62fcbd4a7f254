"""Wrong words, missing things and breakdowns: each gets a message that says what, where and what to do."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from journeys.conftest import Sayso


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("chekc",), "“chekc” is not a command. Did you mean “check”? `sayso --help` lists them."),
        (("frobnicate",), "“frobnicate” is not a command. `sayso --help` lists them."),
        (("check", "--repply-to", "x"), "“--repply-to” is not an option here. Did you mean “--reply-to”? `--help` lists them."),
        (("check", "--fail-on", "bloc"), "“bloc” is not a value of --fail-on. Did you mean “block”? "
                                         "It may be: advise, warn, approve, hand-over, block, never."),
        (("check", "--as"), "--as needs a value after it."),
        (("check", "--quiet=yes"), "-q, --quiet takes no value."),
        (("check", "-", "--on", "facebok"), "“facebok” is not a channel of this policy. Did you mean “facebook”? "
                                            "Write personal, company or one of: facebook, linkedin."),
        (("check", "-", "--as", "legl"), "“legl” is not a role of this policy. Did you mean “legal”? "
                                         "It has: employee, legal, responders, social-manager."),
        (("check", "-", "--given", "incidnt"), "“incidnt” is neither a fact nor a window that this policy asks about. "
                                               "Did you mean “incident”? It may be: incident, opening."),
        (("check", "-", "--reply-to", "complain"), "“complain” is not something this policy knows replies to. "
                                                   "Did you mean “complaint”? It may be: complaint, question, praise, press, safety."),
        (("check", "-", "--at", "yesterday"), "--at “yesterday” is not a date. Write 2026-12-24 or 2026-12-24T18:00."),
        (("check", "-", "--alt", "x"), "There are more --alt than --image: an alternative text belongs to a picture."),
        (("check", "a", "b", "--image", "c"), "--image belongs to a single post, not to rows or several files. "
                                              "Put pictures into rows (`images`) instead."),
        (("check", "a.jsonl", "--image", "c"), "--image belongs to a single post, not to rows or several files. "
                                               "Put pictures into rows (`images`) instead."),
        (("check", "-", "--policy", "nowhere"), "There is no policy in “nowhere” (named by --policy): a policy is a folder "
                                                "with a policy.yaml that says `sayso: 1`."),
        (("check", "-", "--lang", "nl"), "“nl” is not a value of --lang. It may be: en, zh-Hant."),
        (("explain",), "That is not how it is called. Write: sayso explain RULE|CLAUSE|CODE|builtin/NAME [options]"),
        (("explain", "clams"), "“clams” is no rule, clause, problem code or built-in detector. "
                               "Did you mean “claims”?"),
        (("explain", "builtin/fone"), "“builtin/fone” is no rule, clause, problem code or built-in detector. "
                                      "Did you mean “builtin/phone”?"),
        (("completion", "bsh"), "“bsh” is not a value of completion. Did you mean “bash”? "
                                "It may be: bash, zsh, fish, powershell."),
        (("try", "rules.yaml"), "`try` needs posts: --on FILE.jsonl."),
        (("i18n", "accept"), "Which clause? Write: sayso i18n accept CLAUSE"),
        (("i18n", "accept", "inside.clams"), "“inside.clams” is no clause of this policy. Did you mean “inside.claims”?"),
        (("diff", "policy", "--for", "legl"), "“legl” is not a role of this policy. Did you mean “legal”? "
                                              "It has: employee, legal, responders, social-manager."),
    ],
)  # fmt: skip
def test_wrong_use_is_answered_with_what_was_meant(sayso: Sayso, words: tuple[str, ...], message: str) -> None:
    said = sayso(*words, stdin="bread")

    assert said == (2, "", f"sayso: {message}\n")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("chekc",), "沒有「chekc」這個命令。您是不是要找「check」？輸入 `sayso --help` 可查看所有命令。"),
        (("check", "--as"), "--as 後面要接一個值。"),
        (("check", "-", "--policy", "nowhere"), "「nowhere」裡沒有政策（由 --policy 指定）。"
                                                "政策是一個資料夾，裡面的 policy.yaml 寫著 `sayso: 1`。"),
        (("lint", "policy/policy.yaml"), "「policy/policy.yaml」（在命令列指定）是檔案，請改指定它所在的資料夾。"),
    ],
)  # fmt: skip
def test_complaints_speak_chinese_too(sayso: Sayso, words: tuple[str, ...], message: str) -> None:
    said = sayso("--lang", "zh-Hant", *words)

    assert said == (2, "", f"sayso: {message}\n")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "post.txt: there is no such file. Check the name."),
        (b"a\0b", "post.txt: is not text (a NUL byte at 2). Name text files; pictures go with --image."),
        (b"\x89PNG\r\n\0", "post.txt: is not text (a NUL byte at 7). Name text files; pictures go with --image."),
        ("最好".encode("big5"), "post.txt: is not UTF-8 text (byte 1). Save it as UTF-8, then check it again."),
    ],
)
def test_a_file_that_is_no_post_is_named_and_the_others_are_still_checked(
    sayso: Sayso, content: bytes | None, message: str
) -> None:
    if content is not None:
        Path("post.txt").write_bytes(content)
    Path("good.txt").write_text("Rosetta", encoding="utf-8")

    said = sayso("check", "post.txt", "good.txt", "-o", "line")

    assert said == (3, "good.txt:1:1: block: “Rosetta” is not public yet. [codenames] (2.1)\n", f"sayso: {message}\n")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_file_that_says_its_encoding_is_read(sayso: Sayso, encoding: str) -> None:
    Path("post.txt").write_bytes("好 Rosetta\n".encode(encoding))

    said = sayso("check", "post.txt", "-o", "line")

    assert said.out == "post.txt:1:3: block: “Rosetta” is not public yet. [codenames] (2.1)\n"


def test_an_empty_standard_input_does_not_pass(sayso: Sayso) -> None:
    said = sayso("check", "-")

    assert said == (2, "", "sayso: Nothing came in on standard input, so nothing was checked.\n")


def test_a_post_of_ten_megabytes_is_checked(sayso: Sayso) -> None:
    Path("long.txt").write_text("word " * 2_000_000 + "Rosetta", encoding="utf-8")

    said = sayso("check", "long.txt", "-o", "line")

    assert said.out == "long.txt:1:10000001: block: “Rosetta” is not public yet. [codenames] (2.1)\n"


def test_a_broken_policy_is_shown_with_all_its_mistakes(sayso: Sayso, policy: Path) -> None:
    rules = policy / "rules.yaml"
    text = rules.read_text(encoding="utf-8")
    rules.write_text(
        text.replace("verdict: block", "verdct: block").replace("inside.claims", "inside.clams"), encoding="utf-8"
    )

    said = sayso("check", "-", stdin="bread")

    assert said.code == 2
    assert said.out == ""
    assert "policy/rules.yaml:6:3: error: unknown key `verdct` in rules[codenames] [unknown-key]\n" in said.err
    assert "did you mean `inside.claims`?\n" in said.err
    assert said.err.endswith("sayso: The policy in “policy” cannot be used: 2 mistakes.\n")


def test_no_policy_anywhere_says_where_it_was_looked_for(
    sayso: Sayso, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SAYSO_POLICY")

    said = sayso("check", "-", stdin="bread")

    assert said == (
        2,
        "",
        f"sayso: No policy found: no policy.yaml with `sayso:` in {tmp_path} or above. "
        "Name one with --policy DIR or SAYSO_POLICY.\n",
    )


def test_a_full_disk_leaves_the_old_file_and_says_so(sayso: Sayso) -> None:
    Path("answer.json").write_text("old", encoding="utf-8")
    Path("locked").mkdir()

    said = sayso("check", "-", "-o", "json", "--to", "locked/none/answer.json", stdin="Rosetta")

    assert said == (
        3,
        "",
        "sayso: locked/none/answer.json could not be written: No such file or directory. Nothing was left half-written.\n",
    )
    assert Path("answer.json").read_text(encoding="utf-8") == "old"


def test_a_fault_of_ours_is_one_sentence_without_the_post(sayso: Sayso, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise KeyError("Rosetta is a secret")

    monkeypatch.setattr("sayso.core.screening.engine.Engine.screen", broken)

    said = sayso("check", "-", stdin="Rosetta is a secret")

    assert (said.code, said.out) == (3, "")
    assert said.err.startswith("sayso: Something broke that should not have (KeyError in test_cli_manners.py:")
    assert said.err.count("\n") == 1
    assert "secret" not in said.err


def test_first_page_shows_six_commands_with_an_example_each(sayso: Sayso) -> None:
    said = sayso()

    assert said.code == 0
    assert [line.split()[0] for line in said.out.splitlines() if line[:3].strip() and line.startswith("  ")] == [
        "check", "lint", "test", "try", "diff", "explain",
    ]  # fmt: skip
    assert said.out.count("$ ") == 6


@pytest.mark.parametrize("words", [("--help",), ("--version",), ("check", "--help"), ()])
def test_help_loads_no_engine(words: tuple[str, ...]) -> None:
    program = (
        "import sys\nfrom sayso.cli import main\n"
        f"code = main({list(words)!r})\n"
        "heavy = {'numpy', 're2', 'ahocorasick_rs', 'yaml', 'rich', 'phonenumbers', 'sayso.core.screening.engine', 'msgspec'}\n"
        "print(code, sorted(heavy & set(sys.modules)), file=sys.stderr)\n"
    )

    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert ran.stderr == "0 []\n"


def test_a_remembered_policy_is_used_without_reading_yaml(sayso: Sayso, policy: Path) -> None:
    sayso("check", "-", stdin="bread")
    program = (
        "import sys\nfrom sayso.cli import main\n"
        f"code = main(['check', '-', '--policy', {str(policy)!r}])\n"
        "slow = {'yaml', 'ruamel.yaml', 'rich', 'phonenumbers', 'multiprocessing', 'sayso.core.policy.source'}\n"
        "print(code, sorted(slow & set(sys.modules)), file=sys.stderr)\n"
    )

    ran = subprocess.run([sys.executable, "-c", program], input=b"Rosetta", capture_output=True, check=True)

    assert ran.stderr.decode() == "1 []\n"


def test_output_is_utf8_whatever_the_platform_says(sayso: Sayso, policy: Path) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "LC_ALL": "C", "SAYSO_LANG": "zh-Hant"}
    command = [sys.executable, "-m", "sayso", "check", "-", "--policy", str(policy)]

    ran = subprocess.run(command, input="蘿賽塔".encode(), capture_output=True, env=environment)

    assert ran.returncode == 1
    assert "「蘿賽塔」尚未公開。" in ran.stdout.decode()


def test_a_closed_pipe_is_no_cause_for_noise(policy: Path) -> None:
    Path("posts.jsonl").write_text('{"text":"Rosetta"}\n' * 20_000, encoding="utf-8")
    command = f"{sys.executable} -m sayso check posts.jsonl --policy {policy} -o jsonl --jobs 1 | head -n 1"

    ran = subprocess.run(["sh", "-c", command], capture_output=True, text=True)

    assert ran.stdout.startswith('{"id":')
    assert ran.stderr == ""


@pytest.mark.parametrize("form", ["human", "json", "jsonl", "sarif", "junit"])
def test_a_full_disk_on_standard_output_ends_with_a_message(policy: Path, form: str) -> None:
    full = Path("/dev/full")
    if not full.exists():
        full = Path(os.devnull)
    Path("post.txt").write_text("Rosetta", encoding="utf-8")
    command = [sys.executable, "-m", "sayso", "check", "post.txt", "--policy", str(policy), "-o", form]

    with full.open("wb") as out:
        ran = subprocess.run(command, stdout=out, stderr=subprocess.PIPE, text=True)

    assert (ran.returncode, ran.stderr) == (
        3,
        "sayso: The answer could not be written to standard output: No space left on device.\n",
    )


def test_ctrl_c_prints_what_there_is_and_marks_it_partial(policy: Path) -> None:
    Path("posts.jsonl").write_text('{"text":"Rosetta"}\n', encoding="utf-8")
    os.mkfifo("more.jsonl")
    command = [
        sys.executable,
        "-m",
        "sayso",
        "check",
        "posts.jsonl",
        "more.jsonl",
        "--policy",
        str(policy),
        "-o",
        "jsonl",
    ]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    with Path("more.jsonl").open("wb"):
        time.sleep(0.2)
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=60)

    assert running.returncode == 130
    assert out.decode().splitlines()[-1] == '{"schema":"sayso/check/1","partial":true,"posts":1}'
    assert b"Traceback" not in err
