"""A policy somebody else wrote is audited, whatever file it lies in; files that cannot be read are told and why."""

from __future__ import annotations

import json
from pathlib import Path

import docx
import pytest
from pypdf import PdfReader, PdfWriter

from journeys.conftest import Sayso

ENGLISH = """\
# Social media guidelines

## Who speaks

Only the communications team speaks for Larch Foods on social media. Other staff do not reply to journalists; they pass
every press inquiry to press@larch.example.

## Safety

Use a long password that you use nowhere else for company accounts and for your own, and switch on two-factor
authentication. If an account is taken over, call the security desk at once on extension 911.
"""
CHINESE = """\
# 社群媒體使用要點

## 一、發言

只有公關組可以代表落葉松食品在社群媒體發言。媒體詢問一律轉公關組處理，其他同仁不自行回應。

## 二、安全

公司帳號和個人帳號都要使用不重複的長密碼，並開啟雙重驗證。帳號被盜時，請立刻撥打分機 911 通知資安組。
看到可疑的連結或私訊，不要點開，也請轉給資安組。裝置要設定螢幕鎖，軟體要在七天內更新，遺失裝置請馬上回報。本要點每年檢討一次。
"""


def paragraphs(text: str) -> list[str]:
    return [part.replace("\n", " ") for part in text.split("\n\n")]


def as_docx(path: Path, text: str) -> Path:
    document = docx.Document()
    for part in paragraphs(text):
        if part.startswith("#"):
            document.add_heading(part.lstrip("# "), level=part.count("#"))
        else:
            document.add_paragraph(part)
    document.save(str(path))
    return path


def as_pdf(path: Path, text: str) -> Path:
    import pylopdf_fonts_zh_tw
    import typst

    source = '#set text(font: "Noto Sans TC")\n' + text.replace("#", "=").replace("@", "\\@")
    fonts = str(Path(pylopdf_fonts_zh_tw.__file__).parent)
    path.write_bytes(typst.compile(source.encode(), font_paths=[fonts], ignore_system_fonts=True))
    return path


def statuses(sayso: Sayso, *files: Path) -> list[dict[str, str]]:
    said = sayso("audit", *map(str, files), "-o", "json")
    assert (said.code, said.err) == (0, "")
    return [{each["id"]: each["status"] for each in one["controls"]} for one in json.loads(said.out)["audits"]]


@pytest.mark.parametrize("text", [ENGLISH, CHINESE])
def test_a_policy_is_read_nearly_alike_in_every_kind_of_file(sayso: Sayso, tmp_path: Path, text: str) -> None:
    plain = tmp_path / "policy.md"
    plain.write_text(text, "utf-8")
    page = tmp_path / "policy.html"
    body = "".join(f"<h2>{p.lstrip('# ')}</h2>" if p.startswith("#") else f"<p>{p}</p>" for p in paragraphs(text))
    page.write_text(f"<html><body><nav>Home Shop About</nav><main>{body}</main></body></html>", "utf-8")

    found = statuses(sayso, plain, page, as_docx(tmp_path / "policy.docx", text), as_pdf(tmp_path / "policy.pdf", text))

    assert (len(found[0]), found[0]["speak.who"], found[0]["rollout.advocacy"]) == (80, "met", "missing")
    others = [sum(one[name] != found[0][name] for name in one) for one in found[1:]]
    assert max(others) <= 6, "headings of a PDF are guessed, so a few controls may differ, not more"
    assert [one["speak.who"] for one in found] == ["met"] * 4


def test_evidence_stands_where_it_says(sayso: Sayso, tmp_path: Path) -> None:
    file = tmp_path / "policy.md"
    file.write_text(ENGLISH, "utf-8")

    answer = json.loads(sayso("audit", str(file), "-o", "json").out)

    shown = [evidence for control in answer["audits"][0]["controls"] for evidence in control["evidence"]]
    assert answer["schema"] == "sayso/audit/1"
    assert [ENGLISH[one["start"] : one["end"]] == one["text"] for one in shown] == [True] * len(shown) and len(
        shown
    ) > 4


def test_people_read_counts_and_the_sentence_in_their_language(sayso: Sayso, tmp_path: Path) -> None:
    file = tmp_path / "要點.txt"
    file.write_text(CHINESE, "utf-8")

    said = sayso("audit", str(file), "--lang", "zh-Hant")

    assert said.code == 0
    assert (
        "符合　  security.2fa  雙重驗證\n           「公司帳號和個人帳號都要使用不重複的長密碼，並開啟雙重驗證。」"
        in said.out
    )
    assert said.out.splitlines()[1].startswith("80 個控制項：符合 ")


def _bad(folder: Path) -> dict[str, Path]:
    """Files that cannot be audited, by what is the matter with them."""
    blank, locked = PdfWriter(), PdfWriter()
    blank.add_blank_page(300, 300)
    blank.write(folder / "scanned.pdf")
    locked.append(PdfReader(as_pdf(folder / "open.pdf", ENGLISH)))
    locked.encrypt("secret", algorithm="RC4-128")
    locked.write(folder / "locked.pdf")
    long = PdfWriter()
    for _ in range(500):
        long.add_blank_page(300, 300)
    long.write(folder / "long.pdf")
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing")
    (folder / "broken.docx").write_bytes(b"PK\x03\x04 nothing")
    (folder / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0")
    (folder / "menu.html").write_text("<nav>" + "<a href=x>Home</a>" * 300 + "</nav><p>Hi.</p>", "utf-8")
    (folder / "japanese.txt").write_text(
        "社員はソーシャルメディアで会社の機密情報を公開してはいけません。" * 20, "utf-8"
    )
    return {path.name: path for path in folder.iterdir()}


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("scanned.pdf", "its 1 pages are pictures without text. Run text recognition (OCR) on it first"),
        ("locked.pdf", "it is locked with a password. Save it without one, then audit that file"),
        ("long.pdf", "it has 500 pages; at most 300 are read"),
        ("broken.pdf", "it is damaged, or not what its name says"),
        ("broken.docx", "it is damaged, or not what its name says"),
        ("menu.html", "only 3 characters of text were found, and a policy has at least 120."),
        ("japanese.txt", "it is in neither English nor Chinese, the languages that Sayso audits"),
        ("picture.txt", "it is no text"),
    ],
)
def test_a_file_that_cannot_be_audited_is_told_and_the_others_are_audited(
    sayso: Sayso, tmp_path: Path, name: str, told: str
) -> None:
    folder = tmp_path / "bad"
    folder.mkdir()
    bad = _bad(folder)[name]
    good = tmp_path / "good.md"
    good.write_text(ENGLISH, "utf-8")

    said = sayso("audit", str(bad), str(good), "-o", "json")

    assert said.code == 3
    assert said.err.startswith(f"sayso: {bad}: {told}")
    assert [each["file"] for each in json.loads(said.out)["audits"]] == [str(good)]


def test_a_file_that_is_not_there_is_told(sayso: Sayso) -> None:
    said = sayso("audit", "nowhere.pdf", "--lang", "zh-Hant")

    assert (said.code, said.out) == (3, "")
    assert "nowhere.pdf" in said.err


@pytest.mark.parametrize(
    ("clause", "kind"),
    [
        ("Employees must not post anything negative about the company.", "blanket-negativity"),
        ("Do not discuss wages or schedules with anybody.", "work-talk-ban"),
        ("All staff must register their personal accounts with human resources.", "account-list"),
        ("Nobody may talk to journalists.", "media-gag"),
        ("禁止在網路上批評公司或主管。", "blanket-negativity"),
        ("同仁不得討論薪資與加班。", "work-talk-ban"),
        ("員工須向人資登記個人社群帳號。", "account-list"),
        ("每位同仁必須用自己的帳號分享公司粉專的貼文。", "forced-engagement"),
    ],
)
def test_a_clause_that_reaches_too_far_is_pointed_out_with_a_narrower_one(
    sayso: Sayso, tmp_path: Path, clause: str, kind: str
) -> None:
    file = tmp_path / "policy.md"
    file.write_text(f"{ENGLISH if clause.isascii() else CHINESE}\n{clause}\n", "utf-8")

    [audited] = json.loads(sayso("audit", str(file), "-o", "json").out)["audits"]

    assert [(one["kind"], one["text"]) for one in audited["overbroad"]] == [(kind, clause)]
    assert {*audited["overbroad"][0]["why"], *audited["overbroad"][0]["instead"]} == {"en", "zh-Hant"}


@pytest.mark.parametrize(
    "clause",
    [
        "Do not post false or malicious statements about the company.",
        "You may discuss your own pay, your hours and how you are treated.",
        "We never ask for a list of your personal accounts.",
        "As a private person you may talk to journalists, only not on behalf of the company.",
        "不要發布不實的負面消息。",
        "談論薪資與工時不受限制。",
        "公司不會要求登記個人帳號。",
        "分享公司貼文出於自願，由你決定。",
    ],
)
def test_a_narrow_clause_is_left_alone(sayso: Sayso, tmp_path: Path, clause: str) -> None:
    file = tmp_path / "policy.md"
    file.write_text(f"{ENGLISH if clause.isascii() else CHINESE}\n{clause}\n", "utf-8")

    [audited] = json.loads(sayso("audit", str(file), "-o", "json").out)["audits"]

    assert audited["overbroad"] == []


def test_a_policy_is_started_from_what_a_file_holds(sayso: Sayso, tmp_path: Path) -> None:
    file = tmp_path / "old.md"
    file.write_text(ENGLISH, "utf-8")

    said = sayso("audit", str(file), "--adopt", "larch")
    again = sayso("audit", str(file), "--adopt", "larch")

    worklist = Path("larch/adopted.md").read_text("utf-8")
    assert (said.code, sayso("lint", "--policy", "larch").code, sayso("test", "--policy", "larch").code) == (0, 0, 0)
    assert said.out.startswith("A policy is in larch. Of the old text ")
    assert "## speak.who: It says who speaks for the company\n\nOld text: met. New clauses: speak.who\n" in worklist
    assert "> Only the communications team speaks for Larch Foods on social media.\n" in worklist
    assert (again.code, "“larch” is not empty" in again.err) == (2, True)
