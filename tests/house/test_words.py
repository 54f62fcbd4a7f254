"""What a user reads is there in both languages, says the same things, and the Chinese is that of Taiwan."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from string import Formatter

import opencc
import pytest

from house.pages import ROOT, language, name, pages, prose
from sayso.cli.arguments import COMMANDS, all_flags
from sayso.cli.words import TABLE
from sayso.core.document.handbook.words import TABLE as HANDBOOK
from sayso.core.policy.format import FILES, tables
from sayso.core.policy.problems import MESSAGES, NAMED
from sayso.core.screening.kinds import DETECTORS
from sayso.core.screening.kinds.detector import Setting

CLI = ROOT / "src/sayso/cli"
TO_TAIWAN = opencc.OpenCC("s2tw").convert
BOTH = frozenset("于云余准台后复尸岳干并征恒愿挂据斗杠柜洁熏筑腊腌范虫蚝踊迹采里雇")
"""Characters that are Simplified for one word and at home in Taiwan in another: 里 (a mile), 范 (a name) …"""
MAINLAND = re.compile(
    "信息|軟件|硬件|默認|網絡|視頻|音頻|文件夾|服務器|數據|程序員|鼠標|屏幕|打印|登錄|博客|短信|激光|質量|運行|反饋"
    "|優化|短語|變量|字符|正則表達式|兼容|緩存|調試|線程|接口|端口|內存|硬盤|文本|缺省|帖子|賬號|賬戶|搜索|匹配"
    "|用戶|菜單|鏈接|數組|循環|函數庫|界面|高清|點贊|小視頻|二維碼|互聯網"
)
"""Words that mean the same in Taiwan only when written otherwise (資訊、軟體、預設 …)."""


def texts() -> Iterator[tuple[str, str]]:
    """Every Chinese text of the program, with its place."""
    yield from ((f"word {key}", chinese) for key, (_, chinese) in TABLE.items())
    yield from ((f"handbook {key}", chinese) for key, (_, chinese) in HANDBOOK.items())
    yield from ((f"command {command.name}", command.help[1]) for command in COMMANDS)
    yield from ((f"option {command.name} {option.flags[-1]}", option.help[1]) for command, option in all_flags())
    yield from ((f"problem {code}", f"{saying.zh} {saying.why_zh}") for code, saying in MESSAGES.items())
    yield from ((f"noun {kind}", noun["zh-Hant"]) for kind, noun in NAMED.items())
    yield from ((f"detector {key}", make(Setting("TW")).label["zh-Hant"]) for key, make in DETECTORS.items())
    for kind in FILES:
        yield f"file {kind.name}", kind.zh
        for fields in tables(kind.shape):
            yield from ((f"key {fields.title} {key}", field.zh) for key, field in fields.fields.items())


def chinese_pages() -> Iterator[tuple[str, str]]:
    """The prose of every Chinese page; what is quoted as code may be what is spoken about."""
    for page in pages():
        if language(page) == "zh-Hant":
            yield name(page), re.sub(r"`[^`]*`", "", prose(page))
    for path in (ROOT / "examples").rglob("*.zh-Hant.md"):
        yield name(path), path.read_text("utf-8")


EVERYTHING = [*texts(), *chinese_pages()]


def simplified(text: str) -> list[str]:
    """The characters of a text that only Simplified Chinese writes."""
    plain = [char for char in text if char not in BOTH]
    return [char for char in plain if TO_TAIWAN(char) != char]


def mainland(text: str) -> list[str]:
    """The words of a text that are said otherwise in Taiwan."""
    return MAINLAND.findall(text)


def test_no_text_holds_a_character_that_only_simplified_chinese_writes() -> None:
    found = {place: simplified(text) for place, text in EVERYTHING if simplified(text)}

    assert found == {}


def test_no_text_speaks_as_the_mainland_does() -> None:
    found = {place: mainland(text) for place, text in EVERYTHING if mainland(text)}

    assert found == {}


@pytest.mark.parametrize(("text", "found"), [("红色的鸟", ["红", "鸟"]), ("紅色的鳥在臺灣的山裡", []), ("台灣", [])])
def test_simplified_characters_are_noticed(text: str, found: list[str]) -> None:
    assert simplified(text) == found


def test_mainland_words_are_noticed() -> None:
    assert mainland("默認的信息") == ["默認", "信息"]


@pytest.mark.parametrize(("table", "key"), [(table, key) for table in (TABLE, HANDBOOK) for key in table])
def test_a_word_of_command_line_and_handbook_says_the_same_in_both_languages(
    table: dict[str, tuple[str, str]], key: str
) -> None:
    english, chinese = table[key]

    assert english.strip() and chinese.strip()
    assert gaps(english) - {"n"} <= gaps(chinese)
    assert gaps(chinese) <= gaps(english) | {"n"}


@pytest.mark.parametrize("code", MESSAGES)
def test_a_problem_says_the_same_in_both_languages(code: str) -> None:
    saying = MESSAGES[code]

    assert all(text.strip() for text in saying)
    assert gaps(saying.en) == gaps(saying.zh)
    assert saying.en.rstrip()[-1] != "."


def gaps(template: str) -> set[str]:
    """What is filled into a message."""
    return {field for _, field, _, _ in Formatter().parse(template) if field}


def asked_for() -> Iterator[tuple[str, str]]:
    """The words that the command line asks for by name: `say("…")` and `Stop(code, "…")`."""
    for path in CLI.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                at = {"say": 0, "Stop": 1}.get(called)
                if at is not None and len(node.args) > at and isinstance(node.args[at], ast.Constant):
                    yield path.name, str(node.args[at].value)  # type: ignore[attr-defined]


def test_every_word_that_is_asked_for_exists() -> None:
    asked = list(asked_for())

    assert len(asked) > 50
    assert [(module, key) for module, key in asked if key not in TABLE] == []


def named(source: str) -> tuple[set[str], list[re.Pattern[str]]]:
    """The strings a module holds, outside the table of words, and those it makes by filling in their end."""
    nodes = [node for part in ast.parse(source).body if not _is_table(part) for node in ast.walk(part)]
    whole = {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    made = [_filled(node.values) for node in nodes if isinstance(node, ast.JoinedStr)]
    return whole, [re.compile(pattern) for pattern in made if re.fullmatch(r"[a-z][a-z\\-]+\.\+", pattern)]


def _is_table(part: ast.stmt) -> bool:
    return isinstance(part, ast.AnnAssign) and ast.unparse(part.target) == "TABLE"


def _filled(parts: list[ast.expr]) -> str:
    return "".join(re.escape(str(part.value)) if isinstance(part, ast.Constant) else ".+" for part in parts)


def test_every_word_of_the_command_line_is_asked_for() -> None:
    modules = [*CLI.rglob("*.py"), *(ROOT / "src/sayso/core/screening").glob("*.py")]
    found = [named(path.read_text("utf-8")) for path in modules]

    whole = {text for strings, _ in found for text in strings}
    made = [pattern for _, patterns in found for pattern in patterns]
    unused = [key for key in TABLE if key not in whole and not any(pattern.fullmatch(key) for pattern in made)]
    assert unused == []


def test_a_word_that_nobody_asks_for_is_noticed() -> None:
    whole, made = named('TABLE: dict = {"lost": 1}\nsay("found")\nsay(f"kind-{kind}")\nprint(f"{kind}: {text}")')

    assert (whole & {"lost", "found"}, [pattern.pattern for pattern in made]) == ({"found"}, [r"kind\-.+"])


HALF_WIDTH = re.compile(r"[一-鿿」）] ?[,;!?(]|[,;:!?)] ?[一-鿿「（]|[一-鿿]:|[一-鿿]\.(?= |$)")
"""The punctuation of English next to a Chinese character."""


def half_width(text: str) -> list[str]:
    """Where a Chinese text is punctuated as English is; what is quoted or set apart as code may be."""
    return HALF_WIDTH.findall(re.sub(r"`[^`]*`|^    .*$", "", text, flags=re.MULTILINE))


def test_chinese_texts_are_punctuated_in_full_width() -> None:
    found = {place: half_width(text) for place, text in texts() if half_width(text)}

    assert found == {}


@pytest.mark.parametrize(
    ("text", "found"),
    [("失敗: 2", ["敗:"]), ("新增攔下 (2)", ["下 ("]), ("規則,條款", ["則,"]), ("`解說: 是`：a.b (c) 12:30，好", [])],
)
def test_half_width_punctuation_is_noticed(text: str, found: list[str]) -> None:
    assert half_width(text) == found
