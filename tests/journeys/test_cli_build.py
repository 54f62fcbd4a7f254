"""`sayso build` leaves whole files and says where; `sayso quiz` teaches and keeps nothing."""

from __future__ import annotations

import os
import re
import resource
import subprocess
import sys
import zlib
from pathlib import Path

import pytest

import sayso as sayso_package
from journeys import small_policy
from journeys.conftest import Sayso

# --- build ---


@pytest.mark.parametrize(
    ("words", "files"),
    [
        ((), ["handbook.en.html", "handbook.zh-Hant.html"]),
        (("--lang", "all"), ["handbook.en.html", "handbook.zh-Hant.html"]),
        (("--lang", "zh-Hant"), ["handbook.zh-Hant.html"]),
        (("--lang", "en_GB.UTF-8"), ["handbook.en.html"]),
    ],
)
def test_build_writes_a_page_for_each_language_asked_for(
    sayso: Sayso, words: tuple[str, ...], files: list[str]
) -> None:
    said = sayso("build", *words, "--out", "new/handbook")

    folder = Path("new/handbook")
    assert said.code == 0
    assert said.out.splitlines() == [f"{'已寫入' if 'zh-Hant' in words else 'Wrote'} {folder / file}" for file in files]
    assert sorted(path.name for path in folder.iterdir()) == files
    for file in files:
        html = (folder / file).read_text("utf-8")
        assert html.startswith(f'<!doctype html>\n<html lang="{file.split(".")[1]}">')
        assert "Rosetta" not in html and "蘿賽塔" not in html
        assert ("handbook.en.html" in html) is ("zh-Hant" in file and len(files) == 2)


def test_build_writes_here_when_no_folder_is_named(sayso: Sayso) -> None:
    assert sayso("build", "--lang", "en").out == "Wrote handbook.en.html\n"
    assert Path("handbook.en.html").exists()


def test_build_tells_what_changed_since_the_policy_before(sayso: Sayso, policy: Path) -> None:
    small_policy.write(Path("old"))
    clause = policy / "clauses/1-speak.en.md"
    clause.write_text(
        clause.read_text("utf-8").replace("Hand complaints over.", "You must hand complaints over."), "utf-8"
    )
    edition = policy / "policy.yaml"
    edition.write_text(edition.read_text("utf-8").replace("2026.1", "2026.2"), "utf-8")

    sayso("build", "--lang", "en", "--since", "old")

    html = Path("handbook.en.html").read_text("utf-8")
    assert "Compared with edition 2026.1." in html
    assert re.findall(r'href="#(speak\.\w+)">1\.\d [^<]+</a></h3><span class="tag ([\w-]+)"', html) == [
        ("speak.complaints", "new-duty")
    ]


@pytest.mark.parametrize(
    ("words", "code", "complaint"),
    [
        (("--lang", "fr"), 2, "sayso: “fr” is not a value of --lang."),
        (("--since", "nowhere"), 2, "sayso: There is no policy in “nowhere”"),
        (("--out", "policy/policy.yaml"), 3, "sayso: policy/policy.yaml could not be written: "),
        (("--policy", "nowhere"), 2, "sayso: There is no policy in “nowhere”"),
    ],
)
def test_build_says_what_is_wrong_and_writes_nothing(
    sayso: Sayso, words: tuple[str, ...], code: int, complaint: str
) -> None:
    said = sayso("build", *words)

    assert (said.code, said.out) == (code, "")
    assert said.err.startswith(complaint)
    assert list(Path.cwd().glob("**/handbook*")) == []


def test_build_names_the_languages_that_the_policy_has(sayso: Sayso) -> None:
    Path("english/clauses").mkdir(parents=True)
    Path("english/policy.yaml").write_text(
        "sayso: 1\nedition: 1\ncompany: {name: {en: Quay}, country: TW}\nlanguages: {authoritative: en}\n", "utf-8"
    )
    Path("english/people.yaml").write_text("roles: {employee: {members: everyone}}\n", "utf-8")
    Path("english/clauses/1-speak.en.md").write_text(
        "# 1. Speaking\n\n### Be kind {#speak.kind}\nNo insults.\n", "utf-8"
    )

    said = sayso("build", "--lang", "zh-Hant", "--policy", "english")

    assert (said.code, said.out) == (2, "")
    assert "這份政策沒有「zh-Hant」的文字。" in said.err
    assert "現有語言：en。" in said.err


def test_all_is_no_language_elsewhere(sayso: Sayso) -> None:
    said = sayso("lint", "--lang", "all")

    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("sayso: “all” is not a value of --lang.")


def test_a_full_disk_leaves_neither_file_behind(policy: Path) -> None:
    """The second file does not fit; then the first is not put in place either."""
    sizes = _built(policy, None)
    assert sizes["handbook.en.html"] < sizes["handbook.zh-Hant.html"]  # the first to be written, and the second

    for path in Path("out").iterdir():
        path.write_bytes(b"before")
    left = _built(policy, sizes["handbook.en.html"])

    assert left == {"handbook.en.html": len(b"before"), "handbook.zh-Hant.html": len(b"before")}


def _built(policy: Path, most: int | None) -> dict[str, int]:
    """Build in a process that may write files of so many bytes; the sizes of what is in the folder afterwards."""

    def limit() -> None:
        if most is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    command = [sys.executable, "-m", "sayso", "build", "--policy", str(policy), "--out", "out"]
    here = {**os.environ, "PYTHONPATH": str(Path(sayso_package.__file__).parents[1])}
    ran = subprocess.run(command, capture_output=True, text=True, env=here, preexec_fn=limit, check=False)
    assert ran.returncode == (0 if most is None else 3), ran.stderr
    assert (most is None) or "could not be written" in ran.stderr
    return {path.name: path.stat().st_size for path in sorted(Path("out").iterdir())}


def test_without_the_extra_a_pdf_is_refused_before_anything_is_written(
    sayso: Sayso, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)

    said = sayso("build", "--pdf")

    assert said == (
        2,
        "",
        "sayso: A PDF needs typst and a Chinese font. Install both with: pip install 'sayso[docs]'\n",
    )
    assert list(Path.cwd().glob("handbook*")) == []


def test_a_pdf_is_tagged_has_an_outline_and_holds_its_font(sayso: Sayso) -> None:
    said = sayso("build", "--pdf")

    assert (said.code, said.err) == (0, "")
    for lang, tag in (("en", b"(en"), ("zh-Hant", b"(zh-TW)")):
        pdf = _unpacked(Path(f"handbook.{lang}.pdf").read_bytes())
        fonts = set(re.findall(rb"/BaseFont\s*/([\w+-]+)", pdf))
        assert re.search(rb"/MarkInfo\s*<<[^>]*/Marked true", pdf)
        assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf
        assert re.search(rb"/Lang\s*" + re.escape(tag), pdf)
        assert re.search(rb"/Outlines \d+ 0 R", pdf)
        assert fonts and all(b"NotoSansTC" in font for font in fonts)
        assert re.search(rb"/FontFile3 \d+ 0 R", pdf)


def test_characters_without_a_shape_are_told_and_the_rest_is_printed(sayso: Sayso, policy: Path) -> None:
    clause = policy / "clauses/1-speak.en.md"
    clause.write_text(clause.read_text("utf-8").replace("Hand complaints over.", "Hand 🔥 over. 한\u200d"), "utf-8")

    said = sayso("build", "--pdf", "--lang", "en")

    assert said.code == 0
    assert said.err == "handbook.en.pdf: 2 characters have no shape in the font and are drawn as □: 한 🔥\n"


def test_the_same_policy_makes_the_same_files(sayso: Sayso) -> None:
    names = [f"handbook.{lang}.{form}" for lang in ("en", "zh-Hant") for form in ("html", "pdf")]
    sayso("build", "--pdf", "--out", "one")
    sayso("build", "--pdf", "--out", "two")

    assert [name for name in names if (Path("one") / name).read_bytes() != (Path("two") / name).read_bytes()] == []


def _unpacked(pdf: bytes) -> bytes:
    """A PDF with its packed streams spread out."""
    parts = [pdf]
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            parts.append(zlib.decompress(stream))
        except zlib.error:
            continue
    return b"\n".join(parts)


# --- quiz ---


@pytest.fixture
def asking(policy: Path) -> Path:
    """The small policy with a question of its own, and a mark that one question of four may miss."""
    (policy / "quiz.yaml").write_text(
        """\
questions:
- clause: speak.complaints
  ask: {en: A guest complains to you online., zh-Hant: 有客人在網路上向你抱怨。}
  choices:
  - {text: {en: answer, zh-Hant: 回覆}, because: {en: Only responders answer., zh-Hant: 只有回覆小組回覆。}}
  - {text: {en: hand it over, zh-Hant: 轉交}, right: true, because: {en: They know how., zh-Hant: 他們受過訓練。}}
""",
        "utf-8",
    )
    text = small_policy.FILES["policy.yaml"]
    (policy / "policy.yaml").write_text(text + "attest: {quiz_pass: 60%}\n", "utf-8")
    return policy


def _right(out: str) -> list[str]:
    """Answers from what was asked and found right: the last number typed for each question."""
    return re.findall(r"Your answer \(1-\d\): (\d)\n✓", out)


def test_the_quiz_teaches_at_once_and_asks_again(sayso: Sayso, asking: Path) -> None:
    said = sayso("quiz", stdin="1\n2\n3\n" * 12)

    assert "A guest complains to you online." in said.out
    assert "✗ Not this. Only responders answer." in said.out or "✓ Right. They know how." in said.out
    assert re.search(r"✗ Not this\. .+\n  Clause \d\.\d: .+ \(sayso explain [\w.]+\)\nTry again\.\n", said.out)
    assert said.err == "Harbour Bakery, edition 2026.1: 3 questions, 60% to pass. Nothing is stored.\n"


def test_all_right_at_once_passes_and_else_not(sayso: Sayso, asking: Path) -> None:
    learnt = _right(sayso("quiz", stdin="1\n2\n3\n" * 12).out)

    passed = sayso("quiz", stdin="".join(f"{answer}\n" for answer in learnt))
    wrong = "".join(f"{1 + int(answer) % 2}\n{answer}\n" for answer in learnt)
    failed = sayso("quiz", stdin=wrong)

    assert (passed.code, passed.out.splitlines()[-1]) == (0, "Passed: 3 of 3 right at the first try (100%).")
    assert failed.code == 1
    assert failed.out.splitlines()[-1] == (
        "Not passed yet: 0 of 3 right at the first try (0%), 60% are needed. Try again whenever you like."
    )


def test_the_quiz_speaks_chinese(sayso: Sayso, asking: Path) -> None:
    said = sayso("quiz", "--lang", "zh-Hant", stdin="４\nx\n１\n２\n３\n" * 12)

    assert "有客人在網路上向你抱怨。" in said.out
    assert "請輸入 1 到 2 的數字。" in said.out
    assert re.search(r"✓ 答對了。(他們受過訓練。|只有)", said.out)
    assert said.out.splitlines()[-1].startswith(("及格：3 題中有", "還沒及格：3 題中有"))


def test_answers_that_end_too_early_have_no_result(sayso: Sayso, asking: Path) -> None:
    said = sayso("quiz", stdin="")

    assert said.code == 3
    assert said.err.splitlines()[-1] == "sayso: The answers ended at question 1 of 3, so there is no result."


def test_an_interrupted_quiz_ends_with_130(sayso: Sayso, asking: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*given: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("sayso.cli.commands.quiz_._answer", interrupt)

    assert sayso("quiz").code == 130


def test_the_quiz_stores_nothing(sayso: Sayso, asking: Path) -> None:
    sayso("quiz", stdin="1\n2\n3\n" * 12)
    before = _kept()

    sayso("quiz", stdin="2\n1\n3\n" * 12)

    assert _kept() == before


def _kept() -> dict[str, bytes]:
    """All files, with what is in them."""
    return {str(path): path.read_bytes() for path in Path.cwd().rglob("*") if path.is_file()}


def test_all_asks_at_least_as_much(sayso: Sayso, asking: Path) -> None:
    few, everything = (sayso("quiz", *words, stdin="1\n2\n3\n" * 20).err for words in ((), ("--all",)))

    assert re.findall(r"(\d+) questions", few + everything) == ["3", "3"]
