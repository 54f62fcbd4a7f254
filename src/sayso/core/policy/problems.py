"""What can be wrong with a policy's files: problems as values, their words in both languages, and how one is shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple

import msgspec

from sayso.core.policy.model import Text
from sayso.core.policy.width import shown_width

Severity = Literal["error", "warning"]
Param = str | int | tuple[str, ...] | Text
"""A word, a number, a list of words, or a phrase that differs by language."""

SHOWN = 160
"""Characters of a source line that are kept for display, around the caret."""

HIDDEN: Text = {"en": "(hidden)", "zh-Hant": "（不顯示）"}


class Problem(msgspec.Struct, frozen=True):
    """One thing wrong at one place. Lines and columns count from 1, columns in characters; line 0 is the whole file."""

    code: str
    file: str
    line: int = 0
    column: int = 0
    params: dict[str, Param] = {}
    source: str = ""
    """The line as written, or the stretch of it around the place; empty for secret files."""
    caret: int = 0
    """Where in `source` the place begins, from 0."""
    width: int = 1
    """How many characters the caret underlines."""
    meant: str = ""
    """What was probably meant."""
    severity: Severity = "error"


class Saying(NamedTuple):
    """A kind of problem in words: the message, and the paragraph that `sayso explain CODE` shows."""

    en: str
    zh: str
    why_en: str
    why_zh: str


def message(problem: Problem, lang: str) -> str:
    """The sentence alone, without place, source line or code."""
    saying = MESSAGES[problem.code]
    template = saying.zh if _is_chinese(lang) else saying.en
    return template.format_map({name: _worded(param, lang) for name, param in problem.params.items()})


def render(problem: Problem, lang: str = "en") -> str:
    """The problem as a person reads it in a terminal: place, message, code, source line, caret, what was meant."""
    lines = [f"{place(problem)}: {_SEVERITY[lang_of(lang)][problem.severity]}{message(problem, lang)} [{problem.code}]"]
    if problem.source:
        lines += ["    " + _printable(problem.source), "    " + _underline(problem)]
    if problem.meant:
        lines.append("    " + _MEANT[lang_of(lang)].format(meant=_printable(problem.meant)))
    return "\n".join(lines)


def explain(code: str, lang: str = "en") -> str | None:
    """What a code means and how it is mended, with an example; None for a code that does not exist."""
    saying = MESSAGES.get(code)
    if saying is None:
        return None
    return saying.why_zh if _is_chinese(lang) else saying.why_en


def place(problem: Problem) -> str:
    """``file:line:column``, or the file alone when the problem is about the whole of it."""
    return f"{problem.file}:{problem.line}:{problem.column}" if problem.line else problem.file


def worst_first(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The file with most errors first; within a file from top to bottom. The same problem is kept once."""
    unique = {(p.file, p.line, p.column, p.code, message(p, "en")): p for p in problems}.values()
    errors = Counter(p.file for p in unique if p.severity == "error")
    warnings = Counter(p.file for p in unique if p.severity == "warning")
    return tuple(
        sorted(unique, key=lambda p: (-errors[p.file], -warnings[p.file], p.file, p.line, p.column, p.code, p.meant))
    )


def lang_of(lang: str) -> str:
    """The one of the two interface languages that serves a reader of `lang`."""
    return "zh-Hant" if _is_chinese(lang) else "en"


def excerpt(line: str, column: int) -> tuple[str, int]:
    """The stretch of a line worth showing for a place in it, and where in the stretch the place is (from 0)."""
    at = min(column - 1, len(line))
    start = max(0, at - SHOWN // 2) if len(line) > SHOWN else 0
    return line[start : start + SHOWN], at - start


def _underline(problem: Problem) -> str:
    before = _printable(problem.source[: problem.caret])
    under = _printable(problem.source[problem.caret : problem.caret + problem.width])
    return " " * shown_width(before) + "^" * max(1, shown_width(under))


def _printable(text: str) -> str:
    """Without tabs, control and bidirectional marks, which would move the caret or take over a terminal."""
    return "".join(" " if c == "\t" else c if c.isprintable() or c == "\u3000" else "\ufffd" for c in text)


def _worded(param: Param, lang: str) -> str:
    if isinstance(param, dict):
        return param.get(lang_of(lang)) or next(iter(param.values()), "")
    if isinstance(param, tuple):
        return ("、" if _is_chinese(lang) else ", ").join(param)
    return _printable(str(param))


def _is_chinese(lang: str) -> bool:
    return lang.lower().startswith("zh")


_SEVERITY: Mapping[str, Mapping[str, str]] = {
    "en": {"error": "error: ", "warning": "warning: "},
    "zh-Hant": {"error": "錯誤：", "warning": "提醒："},
}
_MEANT = {"en": "did you mean `{meant}`?", "zh-Hant": "您是不是要寫「{meant}」？"}

NAMED: dict[str, Text] = {
    "clause": {"en": "clause", "zh-Hant": "條款"},
    "role": {"en": "role", "zh-Hant": "角色"},
    "addressee": {"en": "role or team", "zh-Hant": "角色或小組"},
    "owner": {"en": "role or person", "zh-Hant": "角色或人員"},
    "team": {"en": "team", "zh-Hant": "小組"},
    "lexicon": {"en": "lexicon", "zh-Hant": "詞表"},
    "detector": {"en": "built-in detector", "zh-Hant": "內建偵測器"},
    "number": {"en": "number format", "zh-Hant": "編號格式"},
    "channel": {"en": "channel", "zh-Hant": "頻道"},
    "account": {"en": "account", "zh-Hant": "帳號"},
    "window": {"en": "window", "zh-Hant": "期間"},
    "event": {"en": "event of the calendar", "zh-Hant": "行事曆事件"},
    "fact": {"en": "fact", "zh-Hant": "情況"},
    "rule": {"en": "rule", "zh-Hant": "規則"},
    "reply": {"en": "reply", "zh-Hant": "回覆範本"},
    "approver": {"en": "role", "zh-Hant": "角色"},
}
"""What the files name and refer to."""

_DEFINED_IN: dict[str, Text] = {
    "clause": {
        "en": "a heading of a file under `clauses/`, such as `### Claims need proof {#legal.claims}`",
        "zh-Hant": "`clauses/` 底下檔案的標題，例如 `### 宣稱需要證據 {#legal.claims}`",
    },
    "role": {"en": "`roles` in people.yaml", "zh-Hant": "people.yaml 的 `roles`"},
    "addressee": {"en": "`roles` or `teams` in people.yaml", "zh-Hant": "people.yaml 的 `roles` 或 `teams`"},
    "owner": {
        "en": "`roles` in people.yaml, as a role or one of its members",
        "zh-Hant": "people.yaml 的 `roles`（角色或其中成員）",
    },
    "team": {"en": "`teams` in people.yaml", "zh-Hant": "people.yaml 的 `teams`"},
    "lexicon": {"en": "a file under `lexicons/`", "zh-Hant": "`lexicons/` 底下的檔案"},
    "detector": {
        "en": "Sayso itself; `sayso explain builtin` lists them",
        "zh-Hant": "Sayso 內建；`sayso explain builtin` 會列出全部",
    },
    "number": {"en": "`numbers` in policy.yaml", "zh-Hant": "policy.yaml 的 `numbers`"},
    "channel": {"en": "`channels` in channels.yaml", "zh-Hant": "channels.yaml 的 `channels`"},
    "account": {
        "en": "`personal`, `company`, or a channel in channels.yaml",
        "zh-Hant": "`personal`、`company`，或 channels.yaml 裡的頻道",
    },
    "window": {"en": "`windows` in policy.yaml", "zh-Hant": "policy.yaml 的 `windows`"},
    "event": {"en": "`calendar` in policy.yaml", "zh-Hant": "policy.yaml 的 `calendar`"},
    "fact": {"en": "`incident`, or a window in policy.yaml", "zh-Hant": "`incident`，或 policy.yaml 裡的期間"},
    "rule": {"en": "rules.yaml, as the `id` of a rule", "zh-Hant": "rules.yaml 裡某條規則的 `id`"},
    "reply": {"en": "replies.yaml, as the `id` of a reply", "zh-Hant": "replies.yaml 裡某則回覆的 `id`"},
    "approver": {"en": "`roles` in people.yaml, or `none`", "zh-Hant": "people.yaml 的 `roles`，或 `none`"},
}


def _no_such(kind: str) -> Saying:
    noun, there = NAMED[kind], _DEFINED_IN[kind]
    return Saying(
        f"no {noun['en']} is called `{{name}}`",
        f"找不到名為「{{name}}」的{noun['zh-Hant']}",
        f"A file refers to a {noun['en']} that nothing defines. The name is defined by {there['en']}. Correct the "
        "spelling, or define the name there first. Names are compared exactly, capitals included.",
        f"檔案裡提到的{noun['zh-Hant']}並不存在。這個名稱要定義在：{there['zh-Hant']}。"
        "請更正拼法，或先到那裡定義。名稱必須完全相同，大小寫也算。",
    )


MESSAGES: dict[str, Saying] = {
    # --- files ---
    "no-policy-file": Saying(
        "policy.yaml is missing; every policy starts with one",
        "缺少 policy.yaml；每份政策都從這個檔案開始",
        "The folder has no policy.yaml, so nothing says whose policy this is, in which languages and which "
        "edition. Write one with at least these lines:\n\n    sayso: 1\n    edition: 2026.1\n    company: "
        "{name: {en: Tidewell}}\n    languages: {authoritative: en}",
        "資料夾裡沒有 policy.yaml，無從得知這是誰的政策、用哪些語言、是哪個版本。請建立檔案，至少寫上：\n\n"
        "    sayso: 1\n    edition: 2026.1\n    company: {name: {zh-Hant: 潮井}}\n    languages: "
        "{authoritative: zh-Hant}",
    ),
    "unknown-file": Saying(
        "this file is not part of a policy, so nothing in it is read",
        "這個檔案不屬於政策，內容不會被讀取",
        "The name is close to that of a file Sayso reads, but not the same, so its content would have no "
        "effect. Rename it: rules.yml becomes rules.yaml, Clauses/1-speak.en.md becomes clauses/1-speak.en.md.",
        "檔名和 Sayso 會讀的檔案很像但不相同，內容不會生效。請改名：rules.yml 改成 rules.yaml，"
        "Clauses/1-speak.zh-Hant.md 改成 clauses/1-speak.zh-Hant.md。",
    ),
    "unreadable-file": Saying(
        "this file cannot be read ({reason})",
        "這個檔案無法讀取（{reason}）",
        "The file exists but the system would not give its content: the account that runs Sayso may lack the "
        "right to read it, or the disk failed. On Linux and macOS `ls -l FILE` shows who may read it, and "
        "`chmod u+r FILE` lets you.",
        "檔案存在，但系統不讓 Sayso 讀：可能是執行 Sayso 的帳號沒有讀取權限，也可能是磁碟有問題。在 Linux 和 "
        "macOS 用 `ls -l 檔名` 看誰能讀，用 `chmod u+r 檔名` 開放權限。",
    ),
    "outside-folder": Saying(
        "this link leads out of the policy folder, so it is not followed",
        "這個連結指向政策資料夾之外，不會讀取",
        "A policy is one folder that can be copied, reviewed and signed. A symbolic link to a file elsewhere "
        "would bring in words that nobody reviewed. Copy the file into the folder in place of the link.",
        "政策是一個可以整包複製、審閱、簽核的資料夾。指向外部檔案的符號連結會帶進沒人審過的文字。請把檔案複製"
        "進資料夾，取代連結。",
    ),
    "too-many-files": Saying(
        "the folder holds more than {most} files; the rest is not read",
        "資料夾裡超過 {most} 個檔案，其餘的不會讀取",
        "A policy is a few dozen files. So many usually means that `--policy` points to the wrong folder, "
        "such as a home directory. Point it to the folder that holds policy.yaml.",
        "一份政策只有幾十個檔案。數量這麼多，通常是 `--policy` 指到別的資料夾（例如家目錄）。請指向放有 "
        "policy.yaml 的資料夾。",
    ),
    "too-large": Saying(
        "{what} is larger than {most} MiB, so it is not read",
        "{what}超過 {most} MiB，不會讀取",
        "Sayso reads at most 4 MiB of one file and 32 MiB of a policy, which is far more than people can "
        "review. Split a long lexicon into several files under lexicons/, and keep pictures and archives "
        "outside the policy.",
        "Sayso 單一檔案最多讀 4 MiB，整份政策最多 32 MiB，已經遠超過人能審閱的量。太長的詞表請拆成 lexicons/ "
        "底下的多個檔案；圖片和壓縮檔請放在政策資料夾之外。",
    ),
    "not-utf8": Saying(
        "the byte {byte} is not UTF-8 text; save the file as UTF-8",
        "位元組 {byte} 不是 UTF-8 文字；請把檔案另存成 UTF-8",
        "The file was saved in another encoding (Big5, UTF-16 …) or is not text at all. In the editor choose “"
        "Save with encoding” and UTF-8. For Big5, `iconv -f BIG5 -t UTF-8 old.yaml > new.yaml` converts it.",
        "檔案用了別的編碼（Big5、UTF-16 等），或根本不是文字檔。請在編輯器選「以編碼另存」並選 UTF-8。Big5 檔"
        "可用 `iconv -f BIG5 -t UTF-8 舊檔.yaml > 新檔.yaml` 轉換。",
    ),
    "not-text": Saying(
        "the control character {char} cannot stand in a text file",
        "文字檔裡不能有控制字元 {char}",
        "An invisible control character, such as NUL, got into the file, usually by copying from another "
        "program or because the file is not text. Delete it at the given line and column; retyping the line "
        "also removes it.",
        "檔案裡混入了看不見的控制字元（例如 NUL），通常是從別的程式複製貼上，或檔案本來就不是文字檔。請在所示"
        "的行與欄刪除它，或把整行重打一次。",
    ),
    # --- YAML ---
    "bad-yaml": Saying(
        "the file cannot be understood from here on: {what}",
        "從這裡開始看不懂：{what}",
        "The punctuation of the file (indentation, colons, brackets, quotes) does not fit together. Look at "
        "the line and the one before it. A text that holds a colon and a space, or starts with one of `@ % & "
        '* ! | > [ { " \'`, needs quotes:\n\n    en: "Note: ask legal"',
        "檔案的標點（縮排、冒號、括號、引號）對不起來。請看這一行和前一行。文字裡如果有「冒號加空格」，或以 "
        '`@ % & * ! | > [ { " \'` 開頭，就要加引號：\n\n    en: "Note: ask legal"',
    ),
    "full-width-colon": Saying(
        "you typed a full-width colon `：`; after `{word}` YAML needs `:` and a space",
        "這裡打成全形冒號「：」；「{word}」後面要用半形冒號加一個空格",
        "Chinese input methods type `：`. Inside a text that is fine; between a key and its value only the "
        "half-width colon followed by a space counts:\n\n    verdict：block      wrong\n    verdict: "
        "block      right",
        "中文輸入法打出來的是「：」。放在文字內容裡沒問題，但欄位名稱和值之間只認半形冒號加一個空格：\n\n    "
        "verdict：block      錯\n    verdict: block      對",
    ),
    "full-width-space": Saying(
        "a full-width space stands where YAML needs an ordinary one",
        "這裡是全形空格，YAML 只認半形空格",
        "A full-width space (U+3000) looks like two ordinary ones but does not indent or separate. Replace it "
        "with ordinary spaces; inside a quoted text it may stay.",
        "全形空格看起來像兩個半形空格，卻不能用來縮排或分隔。請改成半形空格；引號內的文字可以保留全形空格。",
    ),
    "tab": Saying(
        "a tab stands where YAML needs spaces",
        "這裡是定位字元（Tab），YAML 只認空格",
        "YAML indents with spaces only. Set the editor to “insert spaces”, two per step, and retype the "
        "indentation of the line.",
        "YAML 只能用空格縮排。請把編輯器設定成「插入空格」，每層兩格，再重打這一行的縮排。",
    ),
    "yaml-alias": Saying(
        "anchors and aliases (`&`, `*`, `<<`) are not used in a policy; write the text out",
        "政策不使用錨點和別名（`&`、`*`、`<<`）；請把內容直接寫出來",
        "An alias makes a reader look elsewhere, and a chain of them can blow up to gigabytes. Write the "
        'value out where it applies. A text that starts with `*` or `&` needs quotes: `"*bold*"`.',
        "別名會讓讀的人還得到別處找，連環引用還能膨脹到好幾 GB。請在用到的地方直接寫出內容。以 `*` 或 `&` 開頭"
        '的文字請加引號：`"*粗體*"`。',
    ),
    "yaml-tag": Saying(
        "tags such as `{tag}` are not used in a policy; a text that starts with `!` needs quotes",
        "政策不使用 `{tag}` 這類標籤；以 `!` 開頭的文字請加引號",
        "A tag tells YAML to build a special object. A policy holds only texts, numbers, lists and maps. "
        'Remove the tag, or quote the text: `"!important"`.',
        "標籤是要 YAML 建立特殊物件，而政策裡只有文字、數字、清單和對照表。請刪掉標籤，或替文字加上引號："
        '`"!important"`。',
    ),
    "many-documents": Saying(
        "a second document starts here; a file holds one",
        "這裡開始了第二份文件；一個檔案只能有一份",
        "The line `---` or `...` starts another YAML document. Put its content into the first one, or into a "
        "file of its own.",
        "`---` 或 `...` 這一行會開始另一份 YAML 文件。請把內容併入前面那份，或另存成一個檔案。",
    ),
    "too-deep": Saying(
        "brackets or indentation are nested more than {most} levels deep",
        "括號或縮排超過 {most} 層",
        "Nothing in a policy needs more than eight levels. Nesting this deep is a slip, such as brackets that "
        "are never closed, or an attempt to exhaust the reader.",
        "政策裡沒有任何內容需要超過八層。這麼深多半是括號忘了收，或有人想癱瘓讀取程式。",
    ),
    "too-many-values": Saying(
        "the file holds more than {most} values",
        "這個檔案超過 {most} 個值",
        "One file may hold 500,000 values. Split a long lexicon into several files under lexicons/.",
        "單一檔案最多 50 萬個值。太長的詞表請拆成 lexicons/ 底下的多個檔案。",
    ),
    "duplicate-key": Saying(
        "`{word}` is given twice; the first is in line {first}",
        "「{word}」寫了兩次；第一次在第 {first} 行",
        "A key may stand once in a map, otherwise one of the two would silently win. Merge the two, or rename one.",
        "同一個對照表裡，欄位只能出現一次，否則會有一個默默失效。請合併兩者，或改掉其中一個的名稱。",
    ),
    "empty-file": Saying(
        "the file is empty; fill it or delete it",
        "檔案是空的；請補上內容或刪除",
        "The file holds nothing but perhaps comments. Delete it if it is not needed.",
        "檔案裡沒有內容（頂多只有註解）。不需要的話請刪除。",
    ),
    "more-problems": Saying(
        "{count} more problems in this file are not shown",
        "這個檔案還有 {count} 個問題沒有列出",
        "A file shows its first 100 problems. Mend those, often they have one cause, and run the command again.",
        "每個檔案最多列出 100 個問題。請先修這些（常常是同一個原因），再執行一次。",
    ),
    # --- shape ---
    "newer-format": Saying(
        "this policy is written in format {found}, and this Sayso reads format {reads}; upgrade Sayso",
        "這份政策用的是第 {found} 版格式，這個 Sayso 只讀到第 {reads} 版；請升級 Sayso",
        "`sayso:` in policy.yaml says in which format the files are written. A newer format may mean things "
        "that this installation does not know, so nothing is read rather than half of it. Upgrade with `pip "
        "install -U sayso`.",
        "policy.yaml 的 `sayso:` 標明檔案用哪一版格式。新格式可能有這個版本看不懂的內容，所以寧可整份不讀，也"
        "不讀一半。請用 `pip install -U sayso` 升級。",
    ),
    "unknown-key": Saying(
        "unknown key `{word}` in {where}",
        "{where} 裡沒有「{word}」這個欄位",
        "Sayso knows a small, closed set of keys, so that a slip of the pen cannot silently switch a rule "
        "off. Correct the spelling, or remove the key. The reference page of the format lists all of them.",
        "Sayso 只認一小組固定的欄位，免得打錯字就讓規則默默失效。請更正拼法或刪除這個欄位。格式參考頁列出所有欄位。",
    ),
    "missing-key": Saying(
        "{where} has no `{key}`",
        "{where} 缺少「{key}」",
        "A key that is needed is not there. Add it, as in:\n\n    - id: earnings-talk\n      clause: legal.disclosure",
        "少了必要的欄位。請補上，例如：\n\n    - id: earnings-talk\n      clause: legal.disclosure",
    ),
    "wrong-type": Saying(
        "`{where}` must be {expected}, not {found}",
        "「{where}」應該是{expected}，不是{found}",
        "The value has the wrong shape. A list is written `[a, b]` or with a dash a line; a map is `{key: "
        "value}` or indented lines `key: value`; one text per language is `{en: …, zh-Hant: …}`.",
        "值的形式不對。清單寫成 `[a, b]` 或每行一個減號；對照表寫成 `{欄位: 值}` 或縮排的 `欄位: 值`；各語言文"
        "字寫成 `{zh-Hant: …, en: …}`。",
    ),
    "bad-value": Saying(
        "`{value}` is not a value of `{key}`; use one of: {choices}",
        "「{key}」不能是「{value}」；請用其中之一：{choices}",
        "The key takes one of a few values, which the message lists. For true or false, write `true` or `false`.",
        "這個欄位只接受訊息中列出的幾個值。是與否請寫 `true` 或 `false`。",
    ),
    "bad-form": Saying(
        "`{value}` is not {expected}",
        "「{value}」不是{expected}",
        "The text has the wrong form for its key: a day is 2026-12-31, a length of time is `30 days`, `15 "
        "min` or `1 h`, a time of day is 09:00, a share is 80%, a name has no spaces. Correct the form as the "
        "message says.",
        "文字的格式不合這個欄位：日期寫 2026-12-31，時間長度寫 `30 days`、`15 min` 或 `1 h`，時刻寫 09:00，百"
        "分比寫 80%，名稱不能有空格。請照訊息修正。",
    ),
    "empty-value": Saying(
        "`{where}` is empty",
        "「{where}」是空的",
        "A key has no value, a list no entry, or a text no words. Fill it in, or remove the key.",
        "欄位沒有值、清單沒有項目，或文字沒有內容。請補上，或刪除這個欄位。",
    ),
    "one-of": Saying(
        "{where} takes exactly one of: {choices}",
        "{where} 只能從這些擇一：{choices}",
        "The keys exclude one another, and one of them is needed, as in `fix: {delete: match}` or `find: "
        "{terms: [safest]}`.",
        "這些欄位互斥，而且必須有一個，例如 `fix: {delete: match}` 或 `find: {terms: [最安全]}`。",
    ),
    "bad-source": Saying(
        "`{value}` names nothing to look for; write lexicons/NAME, builtin/NAME or numbers/NAME",
        "「{value}」不是可以尋找的來源；請寫 lexicons/名稱、builtin/名稱或 numbers/名稱",
        "A rule looks for named sources: a word list `lexicons/claims`, a built-in detector `builtin/email`, "
        "a number format `numbers/order`. Words in place are written `{terms: [safest, number one]}`, a "
        "pattern `{pattern: '…'}`.",
        "規則要找的是有名字的來源：詞表 `lexicons/claims`、內建偵測器 `builtin/email`、編號格式 "
        "`numbers/order`。直接列字詞寫成 `{terms: [最安全, 第一名]}`，樣式寫成 `{pattern: '…'}`。",
    ),
    # --- languages ---
    "missing-translation": Saying(
        "{what} has no {lang} text",
        "{what} 沒有 {lang} 的文字",
        "policy.yaml names the policy's languages, and whatever people read exists in each of them. Add the "
        "text: in YAML a second line under `say:`, for a clause a heading with the same `{#id}` in the file "
        "of that language.",
        "policy.yaml 列出了政策的語言，給人看的文字每種語言都要有。請補上：YAML 是在 `say:` 底下多寫一行，條款"
        "則是在該語言的檔案裡寫一個相同 `{#id}` 的標題。",
    ),
    "unknown-language": Saying(
        "`{word}` is not a language of this policy ({choices})",
        "「{word}」不是這份政策的語言（{choices}）",
        "Texts are given in the languages that policy.yaml lists under `languages`. Correct the tag "
        "(`zh-Hant`, not `zh-TW`), or add the language there.",
        "文字要用 policy.yaml `languages` 列出的語言。請更正語言標籤（例如用 `zh-Hant`，不用 `zh-TW`），或在那"
        "裡加上新語言。",
    ),
    "translation-out-of-step": Saying(
        "the {lang} text of `{clause}` may be out of step: {what} changed since it was last accepted",
        "「{clause}」的 {lang} 譯文可能沒有跟上：上次確認之後，{what}改過",
        "translations.lock remembers which texts were accepted as saying the same thing. One of them has "
        "changed since. Read both, mend the translation, and accept it with `sayso i18n accept CLAUSE`.",
        "translations.lock 記著哪些文字確認過意思相同，而其中一份後來改了。請對照兩份、修正譯文，再用 `sayso "
        "i18n accept 條款` 確認。",
    ),
    "translation-not-accepted": Saying(
        "nobody has accepted the {lang} text of `{clause}` yet",
        "「{clause}」的 {lang} 譯文還沒有人確認過",
        "translations.lock has no line for this clause, so nobody has said that the two texts mean the same. "
        "Read both and accept the translation with `sayso i18n accept CLAUSE`.",
        "translations.lock 裡沒有這則條款，表示還沒有人確認兩份文字意思相同。請對照後用 `sayso i18n accept 條"
        "款` 確認。",
    ),
    # --- names ---
    **{f"no-such-{kind}": _no_such(kind) for kind in NAMED},
    "duplicate-name": Saying(
        "{kind} `{name}` is already defined in {other}",
        "{kind}「{name}」已經定義在 {other}",
        "A name stands for one thing only, so that findings, exceptions and records can refer to it. Rename "
        "one of the two, or remove the copy.",
        "一個名稱只能代表一樣東西，發現、例外和紀錄才能指得清楚。請改掉其中一個名稱，或刪除重複的那份。",
    ),
    "unused": Saying(
        "{kind} `{called}` is used by no rule",
        "沒有規則用到{kind}「{called}」",
        "It is defined but nothing looks for it, so it protects nobody. Refer to it from a rule, as in `find: "
        "lexicons/claims`, or delete it.",
        "已經定義卻沒有規則在找它，等於沒有作用。請在規則裡引用，例如 `find: lexicons/claims`，或把它刪除。",
    ),
    # --- rules ---
    "fires-always": Saying(
        "rule `{rule}` says neither what to look for nor when, so it would fire on every post",
        "規則「{rule}」沒寫要找什麼、也沒寫什麼情況，會對每則貼文都發出警示",
        "A rule needs at least one of `find` (something is there), `require` (something is missing) and "
        "`when` (the circumstances alone decide).",
        "規則至少要有 `find`（出現了什麼）、`require`（缺了什麼）或 `when`（只看情況）其中之一。",
    ),
    "find-and-require": Saying(
        "rule `{rule}` has both `find` and `require`; split it in two",
        "規則「{rule}」同時有 `find` 和 `require`；請拆成兩條",
        "`find` reports what stands in the post, `require` reports what is missing, and one message cannot "
        "say both. When something is required only where something else is mentioned, write `when: {mentions: "
        "lexicons/products}` with `require`.",
        "`find` 指出貼文裡出現的字，`require` 指出缺少的內容，一則訊息沒辦法兩件都說。如果是「提到某事時才需要」，"
        "請寫 `when: {mentions: lexicons/products}` 搭配 `require`。",
    ),
    "missing-addressee": Saying(
        "rule `{rule}` asks for `{verdict}` but does not say whom: add `to`",
        "規則「{rule}」的判定是 `{verdict}`，卻沒說交給誰：請加上 `to`",
        "`approve` and `hand-over` need somebody who decides or answers. Add a role or team of people.yaml: "
        "`to: legal`.",
        "`approve` 和 `hand-over` 一定要有人核准或接手。請加上 people.yaml 裡的角色或小組：`to: legal`。",
    ),
    "bad-placeholder": Saying(
        "`{value}` cannot be filled in; a message may hold `{{match}}` and `{{kind}}`",
        "「{value}」無法代換；訊息裡只能用 `{{match}}` 和 `{{kind}}`",
        "`{match}` becomes the words that were found, `{kind}` what sort of thing they are. Nothing else is "
        "filled in, so other braces would reach the writer as they are.",
        "`{match}` 會換成找到的字，`{kind}` 會換成它的類別。其他大括號不會代換，會原樣出現在作者眼前。",
    ),
    "nothing-to-match": Saying(
        "`{value}` stays empty in rule `{rule}`, which has no `find`",
        "規則「{rule}」沒有 `find`，「{value}」會是空的",
        "Only a rule with `find` has words to show. Say it without the placeholder.",
        "只有寫了 `find` 的規則才有找到的字可以顯示。請改成不用代換的說法。",
    ),
    "bad-fix": Saying(
        "rule `{rule}` has no `find`, so there is nothing to {what}; use `append`",
        "規則「{rule}」沒有 `find`，沒有東西可以{what}；請用 `append`",
        "`replace_with` and `delete` change the words that were found. A rule that reports something missing "
        'can only offer to append it: `fix: {append: {en: " (I work at Tidewell)"}}`.',
        "`replace_with` 和 `delete` 是改掉找到的字。指出「少了什麼」的規則只能建議補上：`fix: {append: "
        '{zh-Hant: "（我是潮井員工）"}}`。',
    ),
    "bad-pattern": Saying(
        "this pattern cannot be used: {reason}",
        "這個樣式不能用：{reason}",
        "Patterns are in RE2 syntax, which takes linear time whatever the post. Look-around such as `(?=…)` "
        "and back-references such as `\\1` do not exist there. Use `unless`, `near` and `within`, or two "
        "rules instead. Write patterns in single quotes, so that YAML leaves the backslashes alone: "
        "`{pattern: '\\bguaranteed returns?\\b'}`.",
        "樣式採用 RE2 語法，不論貼文多長都只花線性時間，所以沒有 `(?=…)` 這類環視，也沒有 `\\1` 這類反向參照。"
        "請改用 `unless`、`near` 加 `within`，或拆成兩條規則。樣式請用單引號，YAML 才不會動到反斜線："
        "`{pattern: '保證(獲利|賺錢)'}`。",
    ),
    "classifier-blocks": Saying(
        "rule `{rule}` blocks by a classifier; a guess may advise, warn or ask for approval, never block",
        "規則「{rule}」用分類器來 block；推測的結果只能提示、警告或送核准，不能直接禁止",
        "A classifier gives a probability learnt from examples. It cannot tell an insult from a quotation or from "
        "somebody who speaks up against one, so it must not stop a post by itself, nor lift a block. Use `advise` or "
        "`warn`, or `approve` so that a person decides. What is always forbidden belongs in a lexicon.",
        "分類器給的是從例子學來的機率，分不出罵人、引述別人的話，或出面制止的人，所以不能單靠它擋下貼文，也不能靠它"
        "解除 block。請改用 `advise`、`warn`，或用 `approve` 交給人決定。一律禁止的字詞請寫進詞表。",
    ),
    "classifier-required": Saying(
        "rule `{rule}` requires what only a classifier can guess; use `find`, or require a lexicon",
        "規則「{rule}」的 `require` 用了分類器；請改用 `find`，或改成要求詞表裡的字詞",
        "`require` reports that something is missing, and that must be certain. Whether a classifier met anything is a "
        "guess. Put the words that must be there in a lexicon: `require: lexicons/disclosure`.",
        "`require` 指出貼文少了什麼，這件事必須確定；分類器只是推測。請把必須出現的說法寫進詞表："
        "`require: lexicons/disclosure`。",
    ),
    "missing-examples": Saying(
        "rule `{rule}` has no {lang} example under `{key}`",
        "規則「{rule}」的 `{key}` 沒有 {lang} 的例子",
        "Every rule shows, in each language of the policy, a text it fires on and one it leaves alone. They "
        "are run whenever the policy is loaded, so a rule that cannot fire is noticed before it matters:\n\n"
        "    fires:\n      en: [We are number one]\n    silent:\n      en: [This is my number one hobby]",
        "每條規則都要用政策的每種語言，各舉一個會觸發和一個不該觸發的例子。每次載入政策都會實際跑過，失效的規"
        "則會提早被發現：\n\n    fires:\n      zh-Hant: [我們是全台第一]\n    silent:\n      zh-Hant: [第一次"
        "參展，請多指教]",
    ),
    "missing-secret-examples": Saying(
        "lexicon `{lexicon}` has no {lang} example under `{key}`, and rule `{rule}` looks for it alone",
        "詞表「{lexicon}」的 `{key}` 沒有 {lang} 的例子，而規則「{rule}」只找這份詞表",
        "A rule that looks only for secret words keeps its examples in the secret file, so that rules.yaml "
        "shows none of them. Add `fires:` and `silent:` next to `terms:` in the lexicon's file.",
        "只找機密字詞的規則，例子要寫在機密詞表裡，rules.yaml 才不會洩漏。請在詞表檔案的 `terms:` 旁邊加上 "
        "`fires:` 和 `silent:`。",
    ),
    "secret-in-open": Saying(
        "this text holds a term of the secret lexicon `{lexicon}`; move the example to the lexicon's file",
        "這段文字含有機密詞表「{lexicon}」的字詞；請把例子移到詞表檔案裡",
        "rules.yaml is read by everybody, a lexicon with `secret: true` only by its owners. Put examples that "
        "need a secret word under `fires:` or `silent:` in the lexicon itself.",
        "rules.yaml 大家都看得到，`secret: true` 的詞表只有負責人能看。需要用到機密字詞的例子，請寫在詞表檔案"
        "的 `fires:` 或 `silent:` 底下。",
    ),
    "mixed-accounts": Saying(
        "name either `personal` or `company`, or channels, not both kinds",
        "請只寫 `personal` 或 `company`，或只寫頻道，不要混用",
        "A channel belongs to the company, so `[company, facebook]` says less than it seems to and "
        "`[personal, facebook]` cannot be told apart. Write `account: [facebook, linkedin]`, or `account: "
        "company`, or two rules.",
        "頻道本來就是公司的，`[company, facebook]` 沒有比較嚴，`[personal, facebook]` 也分不清楚。請寫 "
        "`account: [facebook, linkedin]`、`account: company`，或拆成兩條規則。",
    ),
    "near-and-within": Saying(
        "`near` and `within` belong together: {missing} is missing",
        "`near` 和 `within` 要一起寫：少了 {missing}",
        "A term with `near` counts only when one of those words stands at most `within` characters away: "
        '`{term: yield, near: ["%"], within: 8}`.',
        '寫了 `near` 的字詞，只有在 `within` 個字以內出現那些字時才算：`{term: 良率, near: ["%", 成], within: 8}`。',
    ),
    "bad-window": Saying(
        "window `{window}` {what}",
        "期間「{window}」{what}",
        "A window is either so many days before events of the calendar, or lies between two days, the first "
        "not after the last:\n\n    windows:\n      quiet-period: {before: {annual-report: 30 days}, owner: "
        "finance}\n      election: {from: 2026-11-01, to: 2026-11-28}",
        "期間要嘛是行事曆事件前的若干天，要嘛是兩個日期之間（起日不得晚於迄日）：\n\n    windows:\n      "
        "quiet-period: {before: {annual-report: 30 days}, owner: finance}\n      election: {from: 2026-11-01, "
        "to: 2026-11-28}",
    ),
    "example-does-not-fire": Saying(
        "rule `{rule}` does not fire on this example of its own{how}",
        "規則「{rule}」對自己的這個例子沒有反應{how}",
        "Texts under `fires` are what the rule is for. Either the rule misses them, or the example does not "
        "show what it should. `sayso check` with the text shows what is found in it.",
        "`fires` 底下是規則該抓到的文字。要嘛規則漏了，要嘛例子舉錯了。用 `sayso check` 檢查這段文字，看看會找到什麼。",
    ),
    "example-fires": Saying(
        "rule `{rule}` fires on an example that it should leave alone{how}",
        "規則「{rule}」不該對這個例子有反應，卻發出了警示{how}",
        "Texts under `silent` look similar but are fine. Narrow the rule with `except` in the lexicon, with "
        "`near` and `within`, with `unless` or with `when`.",
        "`silent` 底下是看起來像、其實沒問題的文字。請用詞表的 `except`、`near` 加 `within`、`unless` 或 "
        "`when` 縮小規則範圍。",
    ),
    "flags-protected-speech": Saying(
        "rule `{rule}` flags talk about pay, hours or conditions that employees may always write: “{text}”",
        "規則「{rule}」會攔下員工本來就可以發的內容（薪資、工時、工作條件）：「{text}」",
        "With `protected_speech: true` a policy promises never to flag such talk, and Sayso tries that on a "
        "pack of posts. Words of the open lexicons are left alone there by themselves; secret terms, personal "
        "data and links are not. Take the term out of the secret lexicon, or narrow the rule.",
        "政策寫了 `protected_speech: true`，就等於承諾不會攔下這類內容；Sayso 會用一組範例貼文驗證。一般詞表的"
        "詞在這類句子裡不會觸發，但機密詞、個人資料和連結仍然會。請把這個詞移出機密詞表，或縮小規則範圍。",
    ),
    # --- clauses ---
    "bad-clause-file": Saying(
        "a clause file is called NUMBER-NAME.LANGUAGE.md, such as {example}",
        "條款檔的名稱是「編號-名稱.語言.md」，例如 {example}",
        "The name gives the section's number and its language; files of one section share number and name: "
        "4-legal.en.md and 4-legal.zh-Hant.md.",
        "檔名標示章的編號和語言；同一章的檔案編號、名稱相同：4-legal.en.md 和 4-legal.zh-Hant.md。",
    ),
    "bad-section": Saying(
        "{what}",
        "{what}",
        "A clause file opens with one heading `# 4. Title` (in Chinese also `# 四、標題`) whose number is "
        "that of the file's name. Its clauses follow as `### Title {#clause.id}`, each with its text below.",
        "條款檔以一個 `# 四、標題`（或 `# 4. 標題`）開頭，編號和檔名相同。接著是各則條款 `### 標題 {#條款.id}`，"
        "內文寫在標題下面。",
    ),
    "clause-without-id": Saying(
        "this heading has no id; end it with one, such as `{{#{example}}}`",
        "這個標題沒有 id；請在結尾加上，例如 `{{#{example}}}`",
        "Rules, quizzes and records refer to a clause by its id, which stays when titles are reworded. Small "
        "letters, digits, hyphens and dots: `### Claims need proof {#legal.claims}`.",
        "規則、測驗和紀錄都用 id 指到條款，標題怎麼改都不受影響。只用小寫英文字母、數字、連字號和句點：`### 宣"
        "稱需要證據 {#legal.claims}`。",
    ),
    "clause-order": Saying(
        "`{clause}` stands in another order here than in the {lang} text",
        "「{clause}」的順序和 {lang} 版不一樣",
        "Clauses are numbered by their order, so 4.2 must be the same clause in every language. Move the "
        "clause to the place it has in the authoritative language.",
        "條款依順序編號，4.2 在每種語言都必須是同一則。請照準據語言的順序移動。",
    ),
}
