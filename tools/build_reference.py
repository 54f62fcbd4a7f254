"""Write the reference pages from the program itself: `python tools/build_reference.py [--check]`.

Keys come from `core/policy/format.py`, problems from `core/policy/problems.py`, detectors from `core/screening/kinds`,
commands from `cli/arguments.py`, the answer from the structs that are encoded. What only a page needs, examples of
detectors and the meaning of each field, stands here; a field or detector without its line here stops the program.
"""

from __future__ import annotations

import argparse
import re
import sys
import types
import typing
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import msgspec

from sayso.cli.arguments import COMMANDS, SHOWN, Command, options_of
from sayso.cli.words import Words
from sayso.core.fold import Batch
from sayso.core.policy import format as files
from sayso.core.policy.problems import MESSAGES
from sayso.core.post import Image
from sayso.core.screening import rows
from sayso.core.screening.kinds import DETECTORS, find
from sayso.core.screening.kinds.detector import Setting
from sayso.core.screening.verdict import ClauseRef, Excepted, Finding, Fix, Obligation, Verdict, Where

ROOT: Final = Path(__file__).parent.parent
FOLDER: Final = ROOT / "docs/reference"
LANGS: Final = ("en", "zh-Hant")
MADE: Final = "<!-- Written by tools/build_reference.py. Change the program, then run it again. -->"
Pair = tuple[str, str]

TIDEWELL: Final = Setting("TW", ("tidewell.example",), ("Tidewell", "潮井"))
EXAMPLES: Final[dict[str, str]] = {
    "email": "Write to jane.doe@mail.example",
    "phone": "有問題打給小王 0912-345-678",
    "tw-mobile": "請撥0912345678找小王",
    "tw-phone": "門市電話 (02) 2345-6789",
    "hk-phone": "WhatsApp +852 9123 4567",
    "us-phone": "Call (212) 555-2368",
    "uk-phone": "Ring 020 7946 0958",
    "intl-phone": "Call +49 30 901820",
    "tw-national-id": "身分證字號 A123456789",
    "tw-arc": "居留證號 A800000014",
    "tw-id": "得獎人身分證字號 A123456789",
    "hk-id": "HKID A123456(3)",
    "cn-id": "身分證號 11010519491231002X",
    "us-ssn": "SSN 219-45-6789",
    "uk-nino": "NINO AB 12 34 56 C",
    "licence-number": "Passport number: 312345678",
    "card-number": "Refund him on card 4111 1111 1111 1111",
    "iban": "IBAN GB82 WEST 1234 5698 7654 32",
    "ip-address": "The camera is at 203.0.113.7",
    "api-key": "AKIAQ4XR2TBLNV7WZ3HK",
    "private-key": "-----BEGIN OPENSSH PRIVATE KEY-----",
    "password": "後台密碼：Harbor7!tide-92",
    "link": "See https://www.tidewell.example/wisp65",
    "lookalike-link": "Claim it at https://tidewe11.example/gift",
    "punycode-link": "https://xn--tdewell-r2a.example/gift",
    "mixed-script-link": "https://tidеwell.example/gift",
    "userinfo-link": "https://tidewell.example@gift.example/win",
    "ip-link": "Log in at http://203.0.113.7/login",
    "shortener-link": "Sign up: https://bit.ly/3xYz12",
    "credential-request": "請回覆您的信用卡卡號和驗證碼以領取獎品",
}
"""A text that each detector finds something in; made up, and checked as the page is written."""

FIELDS: Final[dict[str, dict[str, Pair]]] = {
    "answer": {
        "schema": ("always `sayso/check/1`", "固定為 `sayso/check/1`"),
        "verdict": (
            "the strongest level among `findings`; `pass` without any",
            "`findings` 中最嚴重的一級；沒有發現就是 `pass`",
        ),
        "edition": ("name of the edition that was screened with", "所採用的政策版本"),
        "digest": ("`sha256:` and 64 digits: names the edition's content", "`sha256:` 加 64 位數，代表版本的內容"),
        "text_hash": (
            "`sha256:` of the post's UTF-8 text, so that an answer to an older text can be dropped; empty without findings",
            "貼文 UTF-8 文字的 `sha256:`，可用來捨棄舊內容的結果；沒有發現就是空的",
        ),
        "findings": ("strongest first, then by place", "由嚴重到輕微，同級依位置排列"),
        "obligations": ("what must happen before the post may go out", "發布前必須完成的事"),
        "excepted": ("findings that an exception removed, openly", "因例外而不計的發現，公開列出"),
        "shadow": ("findings of rules that are only tried out", "試行規則的發現，不影響判定"),
        "protected": (
            "rules that would have fired only on protected speech, and did not",
            "只會觸發在受保護言論上、因此沒有觸發的規則",
        ),
    },
    "findings[]": {
        "id": ("unique within the answer: `f1`, `f2` …", "在這份結果中唯一：`f1`、`f2`…"),
        "rule": ("the rule that fired", "觸發的規則"),
        "verdict": ("how grave the rule is", "規則的判定等級"),
        "to": (
            "the role or team that decides; for `approve` and `hand-over`",
            "由誰決定；用於 `approve` 和 `hand-over`",
        ),
        "message": ("what the writer reads, by language", "給作者看的說明，各語言一份"),
        "clause": ("the clause that the rule upholds", "規則所依據的條款"),
        "where": ("the place", "位置"),
        "how": (
            "`term`, `pattern`, `builtin/NAME`, `number/NAME`, `classifier/NAME`, `link`, `image`, `missing` or `context`",
            "`term`、`pattern`、`builtin/名稱`、`number/名稱`、`classifier/名稱`、`link`、`image`、`missing` 或 `context`",
        ),
        "sure": (
            "`certain`: as listed, or a checksum holds. `likely`: a pattern fits, or words in disguise. `possible`: "
            "only the shape fits, or a classifier guesses it",
            "`certain`：與詞表完全相同，或通過檢查碼。`likely`：符合樣式，或變形的詞。`possible`：只有外形相符，或由分類器推測",
        ),
        "fixes": ("edits that would settle it", "可以解決問題的修改"),
    },
    "clause": {
        "id": ("its id, which never changes", "條款 id，永遠不變"),
        "number": ("its number in this edition", "在這個版本中的編號"),
        "title": ("its title, by language", "標題，各語言一份"),
    },
    "where": {
        "field": (
            "`text`, `image/1/text`, `image/1/alt` (pictures count from 1) or `context`",
            "`text`、`image/1/text`、`image/1/alt`（圖片從 1 起算）或 `context`",
        ),
        "unit": ("what `start` and `end` count: Unicode code points", "`start` 和 `end` 的單位：Unicode 碼位"),
        "start": ("first code point of the span, from 0", "起點，從 0 起算"),
        "end": ("the code point after the span", "終點（不含）"),
        "exact": ("the writer's own characters in the span", "作者在這一段所寫的原文"),
        "before": (
            "up to 12 characters before it, to find it again after an edit",
            "前面最多 12 個字，修改後可重新定位",
        ),
        "after": ("up to 12 characters after it", "後面最多 12 個字"),
        "missing": ("`true` when the finding is that something is not there", "少了必要內容時為 `true`"),
    },
    "fixes[]": {
        "do": (
            "put `text` in place, take the span out, or add `text` at the end",
            "換成 `text`、刪除，或在最後補上 `text`",
        ),
        "text": ("the new text, by language", "新的文字，各語言一份"),
    },
    "obligations[]": {
        "do": ("what is owed", "要做的事"),
        "to": ("who decides or takes over", "由誰決定或接手"),
        "rules": ("the rules that ask for it", "要求這件事的規則"),
    },
    "excepted[]": {
        "exception": ("id of the exception", "例外的 id"),
        "owner": ("who answers for it", "由誰負責"),
        "reason": ("why there is one", "理由"),
        "finding": ("the finding that was removed", "不計的那項發現"),
    },
    "row": {
        "text": ("the post; the only key that is needed", "貼文內容；唯一必要的欄位"),
        "id": ("anything; comes back with the answer", "任意值，會隨結果傳回"),
        "by": ("who would post: a person or a role of people.yaml", "誰要發：people.yaml 裡的人或角色"),
        "roles": ("roles held besides", "另外擔任的角色"),
        "trained": ("lessons the author has completed", "作者上過的課"),
        "account": ("`personal`, `company`, or a channel's name", "`personal`、`company` 或頻道名稱"),
        "channel": ("the company's channel", "公司頻道"),
        "replying_to": ("what it answers", "在回覆什麼"),
        "at": (
            "when it would go out: `2026-12-24` or `2026-12-24T18:00:00+08:00`",
            "預定發布時間：`2026-12-24` 或 `2026-12-24T18:00:00+08:00`",
        ),
        "lang": ("language of the post", "貼文的語言"),
        "images": ("its pictures, in words", "以文字描述的圖片"),
        "has": ("other attachments: `video`, `poll`", "其他附件：`video`、`poll`"),
        "given": ("facts that hold: `incident`, or a window of the policy", "成立的情況：`incident` 或政策所定的期間"),
    },
    "images[]": {
        "alt": ("alternative text, as it will be published", "發布時的替代文字"),
        "text": ("words read in the picture", "圖片裡的文字"),
        "credit": ("who made it, when that is not said in the post", "作者或來源（貼文裡沒寫時）"),
    },
}


class _Answer(Verdict, frozen=True):
    """A verdict as JSON tells it."""

    schema: str


STRUCTS: Final[dict[str, type[msgspec.Struct]]] = {
    "answer": _Answer,
    "findings[]": Finding,
    "clause": ClauseRef,
    "where": Where,
    "fixes[]": Fix,
    "obligations[]": Obligation,
    "excepted[]": Excepted,
    "row": rows.Row,
    "images[]": Image,
}


def pages() -> dict[str, str]:
    """Every reference page by its file's name."""
    made: dict[str, str] = {}
    for lang in LANGS:
        say = Words(lang)
        for stem, lines in {
            "policy-files": _policy_files(lang),
            "problems": _problems(say),
            "detectors": _detectors(say),
            "command-line": _command_line(say),
            "answer": _answer(say),
        }.items():
            name = f"{stem}.md" if lang == "en" else f"{stem}.{lang}.md"
            other = f"{stem}.zh-Hant.md" if lang == "en" else f"{stem}.md"
            title, *rest = lines
            switch = f"[{'中文' if lang == 'en' else 'English'}]({other})"
            made[name] = "\n".join([MADE, "", title, "", switch, "", *rest]).rstrip() + "\n"
    return made


def _policy_files(lang: str) -> Iterator[str]:
    """The format's page; anchors as every renderer of Markdown knows them."""
    for line in files.reference(lang).splitlines():
        heading = re.fullmatch(r"(#+ .*) \{#([a-z]+)\}", line)
        yield from (f'<a id="{heading[2]}"></a>', "", heading[1]) if heading else (line,)
    title, text = ("## `clauses/*.md`", CLAUSES[0]) if lang == "en" else ("## `clauses/*.md`", CLAUSES[1])
    yield from ("", title, "", text)


CLAUSES: Final[Pair] = (
    "Prose is in Markdown, one file a section and language, `NUMBER-NAME.LANGUAGE.md`. It opens with `# 4. Title`; each\n"
    "clause is a heading `### Title {#clause.id}` with its text below. Clauses are numbered in their order: the second of\n"
    "section 4 is 4.2, in every language. `translations.lock` is written by `sayso i18n accept` and remembers which texts\n"
    "somebody confirmed to say the same; from then on `sayso lint` warns of those that are not.",
    "條文用 Markdown 寫，每章每種語言一個檔案，檔名是「編號-名稱.語言.md」。開頭是 `# 四、標題`；每則條款是\n"
    "`### 標題 {#條款.id}`，內文寫在下面。條款依順序編號：第四章第二則就是 4.2，每種語言都一樣。\n"
    "`translations.lock` 由 `sayso i18n accept` 寫入，記錄哪些文字已經有人確認意思相同；從那時起，`sayso lint` 會提醒其餘沒有確認的。",
)


def _problems(say: Words) -> Iterator[str]:
    yield say.pair(("# What can be wrong with a policy", "# 政策可能有哪些問題"))
    yield say.pair(
        (
            "`sayso lint` names each problem by a code; `sayso explain CODE` shows the same text as this page.",
            "`sayso lint` 會用代碼標示每個問題；`sayso explain 代碼` 會顯示與本頁相同的說明。",
        )
    )
    for code, saying in MESSAGES.items():
        quoted = _quoted(say.pair((saying.en, saying.zh)))
        yield from ("", f"## {code}", "")
        if quoted != "…":
            yield from (f"> {quoted}", "")
        yield say.pair((saying.why_en, saying.why_zh))


def _quoted(template: str) -> str:
    """A message with its gaps shown as an ellipsis."""
    return re.sub(r"\{\{|\}\}|\{\w+\}", lambda gap: {"{{": "{", "}}": "}"}.get(gap[0], "…"), template)


def _detectors(say: Words) -> Iterator[str]:
    if EXAMPLES.keys() != DETECTORS.keys():
        raise SystemExit(f"detectors and their examples differ: {EXAMPLES.keys() ^ DETECTORS.keys()}")
    yield say.pair(("# Built-in detectors", "# 內建偵測器"))
    yield say.pair(
        (
            "A rule asks for one with `find: builtin/NAME`. The examples are found by a policy of a company in Taiwan whose "
            "domain is `tidewell.example`; what is found stands in **bold**. Numbers are accepted only where a checksum or "
            "a numbering plan allows them, so that a price or a model number is not taken for one.",
            "規則以 `find: builtin/名稱` 採用偵測器。以下例子以網域為 `tidewell.example` 的臺灣公司為準，找到的部分以**粗體**"
            "標示。號碼要通過檢查碼或符合編碼規則才算，價格和型號不會被誤認。",
        )
    )
    yield ""
    yield say.pair(("| Name | Finds | Example | Sure |", "| 名稱 | 找什麼 | 例子 | 把握 |"))
    yield "| --- | --- | --- | --- |"
    for name, make in DETECTORS.items():
        label = make(TIDEWELL).label[say.lang]
        shown, sure = _marked(name)
        yield f'| <a id="{name}"></a>`builtin/{name}` | {label} | {shown} | {say(sure)} |'


def _marked(name: str) -> tuple[str, str]:
    """The example with what is found in bold, and how sure that is."""
    text = EXAMPLES[name]
    batch = Batch([text])
    hits = find(DETECTORS[name](TIDEWELL), batch.text[:-1], lambda a, b: text[slice(*batch.original(0, a, b))])
    if not hits:
        raise SystemExit(f"builtin/{name} finds nothing in its example: {text}")
    start, end = batch.original(0, hits[0].start, hits[0].end)
    parts = (text[:start], text[start:end], text[end:])
    before, inside, after = (re.sub(r"([\\`*_|<>])", r"\\\1", part) for part in parts)
    # A word joiner keeps renderers from turning the made-up address into a link.
    return re.sub(r"://", "&#58;//", f"{before}**{inside}**{after}"), hits[0].sure


def _command_line(say: Words) -> Iterator[str]:
    yield say.pair(("# Command line", "# 命令列"))
    yield say("about")
    yield ""
    yield from (f"- [`sayso {command.name}`](#sayso-{command.name}): {say.pair(command.help)}" for command in COMMANDS)
    yield from ("", say.pair(("`sayso` alone shows: ", "單獨輸入 `sayso` 會顯示：")) + ", ".join(SHOWN) + ".", "")
    yield from (f"## {say('exits')}", "", "| | |", "| --- | --- |")
    yield from (f"| {code} | {say(f'exit-{code}')} |" for code in ("0", "1", "2", "3", "130"))
    yield from ("", *_environment(say))
    for command in COMMANDS:
        yield from ("", *_command(command, say))


def _environment(say: Words) -> Iterator[str]:
    yield say.pair(("## Environment", "## 環境變數"))
    yield from ("", "| | |", "| --- | --- |")
    for name, text in {
        "SAYSO_POLICY": ("folder of the policy, when `--policy` is not given", "沒有 `--policy` 時採用的政策資料夾"),
        "SAYSO_LANG": ("language of what you read: `en` or `zh-Hant`", "顯示語言：`en` 或 `zh-Hant`"),
        "SAYSO_NO_CACHE": (
            "set: no policy is kept in the user's cache folder between calls",
            "設定後不把政策存入使用者的快取資料夾",
        ),
        "NO_COLOR": ("set: no colours", "設定後不使用顏色"),
    }.items():
        yield f"| `{name}` | {say.pair(text)} |"


def _command(command: Command, say: Words) -> Iterator[str]:
    yield from (f"## sayso {command.name}", "", _sentence(say.pair(command.help), say), "")
    yield from ("```text", f"sayso {command.usage}", f"$ {command.example}", "```", "")
    yield from (f"| {say('options')} | |", "| --- | --- |")
    for option in options_of(command):
        flags = ", ".join(f"`{flag}`" for flag in option.flags) + (f" {option.value}" if option.value else "")
        text = say.pair(option.help)
        values = ", ".join(f"`{choice}`" for choice in option.choices)
        yield f"| {flags} | {say('values', text=text, values=values) if values else text} |"


def _sentence(text: str, say: Words) -> str:
    return text[0].upper() + text[1:] + say.pair((".", "。"))


def _answer(say: Words) -> Iterator[str]:
    yield say.pair(("# Answers and posts as JSON", "# 以 JSON 表示的結果與貼文"))
    yield say.pair(
        (
            "`sayso check -o json` answers one post with one object. With `-o jsonl` each row in gives one row out, with "
            "the row's `id` first. A row that cannot be read, or names a role, channel, topic, fact or attachment that the "
            "policy does not know, gives `{id, line, error: {code, message}}` instead: a slip never passes as a pass. "
            "Several posts with `-o json` come as `{schema: sayso/checks/1, answers: […]}`.",
            "`sayso check -o json` 以一個物件回答一則貼文。使用 `-o jsonl` 時，一行進、一行出，最前面是該行的 `id`；"
            "無法讀取的行，或用了政策沒有的角色、頻道、對象、情況或附件，會得到 "
            "`{id, line, error: {code, message}}`，不會誤判成通過。多則貼文使用 `-o json` 時，結果是 "
            "`{schema: sayso/checks/1, answers: […]}`。",
        )
    )
    titles = {"row": ("A post in: one row", "輸入：一行一則貼文"), "answer": ("An answer out", "輸出：結果")}
    for name, kind in STRUCTS.items():
        yield from ("", f"## {say.pair(titles.get(name, (f'`{name}`', f'`{name}`')))}", "", *_fields(name, kind, say))


def _fields(name: str, kind: type[msgspec.Struct], say: Words) -> Iterator[str]:
    known = FIELDS[name]
    if known.keys() != set(kind.__struct_encode_fields__):
        raise SystemExit(
            f"{name}: fields and their meanings differ: {known.keys() ^ set(kind.__struct_encode_fields__)}"
        )
    hints = typing.get_type_hints(kind)
    yield from (say.pair(("| Key | Type | Meaning |", "| 欄位 | 型別 | 說明 |")), "| --- | --- | --- |")
    for field, text in known.items():
        yield f"| `{field}` | {_typed(hints[field], say)} | {say.pair(text)} |"


def _typed(hint: Any, say: Words) -> str:
    """A type as somebody reads it who knows JSON and no Python."""
    inner = typing.get_args(hint)
    match typing.get_origin(hint):
        case typing.Literal:
            return ", ".join(f"`{value}`" for value in inner)
        case types.UnionType | typing.Union:
            return say.pair((" or ", " 或 ")).join(_typed(one, say) for one in inner)
        case origin if origin is tuple:
            return say.pair((f"list of {_typed(inner[0], say)}", f"清單：{_typed(inner[0], say)}"))
        case origin if origin is dict:
            return say.pair(("text by language", "各語言的文字"))
    names: dict[Any, Pair] = {
        str: ("text", "文字"),
        int: ("number", "數字"),
        bool: ("`true` or `false`", "`true` 或 `false`"),
        type(None): ("`null`", "`null`"),
        msgspec.Raw: ("any", "任意"),
    }
    if hint in names:
        return say.pair(names[hint])
    return f"`{next(title for title, struct in STRUCTS.items() if struct is hint)}`"


def main() -> int:
    """Write the pages, or with `--check` say which of them differ."""
    ask = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    ask.add_argument(
        "--check", action="store_true", help="compare with the pages that are there instead of writing them"
    )
    made = pages()
    if not ask.parse_args().check:
        FOLDER.mkdir(parents=True, exist_ok=True)
        for name, text in made.items():
            (FOLDER / name).write_text(text, encoding="utf-8")
        return 0
    differ = [n for n, text in made.items() if not (FOLDER / n).exists() or (FOLDER / n).read_text("utf-8") != text]
    print(f"differ from the program: {', '.join(differ)}" if differ else "the reference is as the program says")
    return 1 if differ else 0


if __name__ == "__main__":
    sys.exit(main())
