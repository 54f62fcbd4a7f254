"""The command line as a table: what may be typed, its help in both languages, and the reader that follows from it."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from typing import NamedTuple, NoReturn

from sayso.cli.stop import Stop
from sayso.cli.words import LANGUAGES, nearest

Pair = tuple[str, str]
"""A text in English and in Traditional Chinese."""

FORMATS = ("human", "line", "json", "jsonl", "sarif", "github", "junit")
FAIL_ON = ("advise", "warn", "approve", "hand-over", "block", "never")
REPLIES = ("complaint", "question", "praise", "press", "safety")
EVERY = "all"
"""Said in place of a language: every one of the policy's."""
SHELLS = ("bash", "zsh", "fish", "powershell")


class Option(NamedTuple):
    """One option: a switch when `value` is empty."""

    flags: tuple[str, ...]
    help: Pair
    value: str = ""
    choices: tuple[str, ...] = ()
    many: bool = False
    """May be given several times, or once with commas between."""
    comma: bool = False

    @property
    def name(self) -> str:
        """The attribute under which the reader keeps it."""
        return self.flags[-1].lstrip("-").replace("-", "_")


class Command(NamedTuple):
    """One command: how it is called, what it does, an example, and what it takes."""

    name: str
    usage: str
    help: Pair
    example: str
    options: tuple[Option, ...] = ()
    formats: tuple[str, ...] = ()
    takes: tuple[int, int | None] = (0, 0)
    """Fewest and most positional words; None: any number."""
    words: tuple[str, ...] = ()
    """What the first positional word may be, where that is a closed list."""


_POLICY = Option(
    ("--policy",),
    (
        "the policy's folder (else SAYSO_POLICY, else upwards from the posts)",
        "政策資料夾（未指定時用 SAYSO_POLICY，再從貼文所在位置往上找）",
    ),
    "DIR",
)
_LANG = Option(
    ("--lang",),
    ("language of what you read (else SAYSO_LANG, LC_ALL, LANG)", "顯示語言（未指定時依 SAYSO_LANG、LC_ALL、LANG）"),
    "LANG",
    LANGUAGES,
)
_TO = Option(("--to",), ("write the answer to this file instead", "將結果寫入檔案"), "FILE")
_FAIL_ON = Option(
    ("--fail-on",),
    ("exit with 1 from this verdict on (default: approve)", "判定達到此級時以 1 結束（預設 approve）"),
    "VERDICT",
    FAIL_ON,
)
_ALWAYS = (
    Option(("-q", "--quiet"), ("only the answer, no talk", "只顯示結果，不顯示其他訊息")),
    Option(
        ("-v", "--verbose"),
        (
            "say more: which policy and why, shadow findings, traces",
            "顯示更多：採用哪份政策與原因、試行規則的結果、錯誤追蹤",
        ),
    ),
    Option(("--no-color",), ("no colour (NO_COLOR does the same)", "不使用顏色（設定 NO_COLOR 亦可）")),
    Option(("-h", "--help"), ("show this help", "顯示這份說明")),
)


def _output(formats: tuple[str, ...]) -> Option:
    text = ("form of the answer (default: human)", "輸出格式（預設 human）")
    return Option(("-o", "--output"), text, "FORMAT", formats)


_CHECK = (
    Option(("--as",), ("role the author holds", "發文者擔任的角色"), "ROLE", many=True, comma=True),
    Option(("--by",), ("who would post, as in people.yaml", "發文者，如 people.yaml 所載"), "NAME"),
    Option(
        ("--on",), ("personal, company, or a channel's name", "personal（個人）、company（公司）或頻道名稱"), "ACCOUNT"
    ),
    Option(("--reply-to",), ("what it answers: " + ", ".join(REPLIES), "回覆的對象：" + "、".join(REPLIES)), "TOPIC"),
    Option(
        ("--at",),
        (
            "when it would go out, 2026-12-24 or 2026-12-24T18:00 (default: now)",
            "預定發布時間，如 2026-12-24 或 2026-12-24T18:00（預設為現在）",
        ),
        "DATE",
    ),
    Option(
        ("--given",),
        (
            "a fact that holds: incident, or a window of the policy",
            "目前成立的情況：incident（事件處理中）或政策所定的期間",
        ),
        "FACT",
        many=True,
        comma=True,
    ),
    Option(
        ("--trained",), ("a lesson the author has completed", "發文者已完成的課程"), "LESSON", many=True, comma=True
    ),
    Option(
        ("--has",),
        ("another attachment: video, poll", "其他附件：video（影片）、poll（投票）"),
        "WHAT",
        many=True,
        comma=True,
    ),
    Option(("--image",), ("a picture that goes with the post", "隨貼文發布的圖片"), "FILE", many=True),
    Option(
        ("--alt",),
        ("alternative text, one an --image in the same order", "圖片的替代文字，順序與 --image 相同"),
        "TEXT",
        many=True,
    ),
    Option(("--rows",), ("standard input holds one JSON object a line", "標準輸入每行是一個 JSON 物件")),
    Option(("--jobs",), ("processes for bulk checks (default: one a core)", "大量檢查的程序數（預設每核心一個）"), "N"),
    _FAIL_ON,
)

PROFILES = ("responders-only", "disclaim-and-go", "public-service", "few-rules", "three-parts", "regulated")

COMMANDS: tuple[Command, ...] = (
    Command(
        "init",
        "init [FOLDER] [options]",
        ("answer questions, and have a policy written", "回答問題，寫出一份政策"),
        "sayso init acme --profile few-rules --yes",
        (
            Option(
                ("--profile",),
                ("start from the answers of a well-known kind of policy", "從一種常見做法的答案開始"),
                "NAME",
                PROFILES,
            ),
            Option(("--yes",), ("take every suggestion, ask nothing", "全部採用建議，不發問")),
            Option(
                ("--answers",),
                ("take the answers from this file, and suggestions for the rest", "答案取自檔案，其餘採用建議"),
                "FILE",
            ),
        ),
        (),
        (0, 1),
    ),
    Command(
        "check",
        "check [FILES|-] [options]",
        ("screen posts before they are published", "發布前檢查貼文"),
        "echo 'Our safest charger yet' | sayso check - --on company",
        _CHECK,
        FORMATS,
        (0, None),
    ),
    Command(
        "lint",
        "lint [DIRS] [options]",
        ("is the policy well-formed, complete and in step", "檢查政策檔案是否正確、完整、各語言一致"),
        "sayso lint --policy policy/",
        (),
        FORMATS,
        (0, None),
    ),
    Command(
        "test",
        "test [DIRS] [options]",
        ("run the policy's own tests", "執行政策自帶的測試"),
        "sayso test --mutate",
        (
            Option(("-k",), ("only tests whose name holds this text", "只執行名稱含此文字的測試"), "TEXT"),
            Option(("--mutate",), ("which rules would no test miss", "找出拿掉也不會有測試失敗的規則")),
            Option(
                ("--accept",),
                ("write today's results into the tests, showing each change", "把目前結果寫入測試檔，並列出每項變更"),
            ),
        ),
        FORMATS,
        (0, None),
    ),
    Command(
        "try",
        "try RULES --on FILE.jsonl [options]",
        ("what would a change have done", "試算規則變更會有什麼影響"),
        "sayso try new-rules.yaml --on last-month.jsonl",
        (
            Option(
                ("--on",), ("posts to try it on, one JSON object a line", "用來試算的貼文，每行一個 JSON 物件"), "FILE"
            ),
            Option(
                ("--at",),
                ("when the posts without a time would go out (default: now)", "未註明時間的貼文以何時計（預設為現在）"),
                "DATE",
            ),
        ),
        ("human", "json"),
        (1, 1),
    ),
    Command(
        "diff",
        "diff A [B] | diff --profile NAME [options]",
        ("what changed between two policies, and for whom", "比較兩份政策的差異，以及與誰有關"),
        "sayso diff old/ policy/ --for employee",
        (
            Option(("--for",), ("only what concerns this role", "只列出與此角色有關的變更"), "ROLE"),
            Option(
                ("--profile",),
                ("what this kind of policy would change, on the same answers", "相同答案改用這種做法時會變更什麼"),
                "NAME",
                PROFILES,
            ),
        ),
        ("human", "json"),
        (0, 2),
    ),
    Command(
        "explain",
        "explain RULE|CLAUSE|CODE|builtin/NAME [options]",
        ("what a rule, a clause, a problem or a detector means", "說明規則、條款、問題代碼或內建偵測"),
        "sayso explain unproven-claims",
        (),
        ("human", "json"),
        (1, 1),
    ),
    Command(
        "coverage",
        "coverage [options]",
        ("which of the 80 controls are written, taught and enforced", "80 個控制項中，哪些已寫入、已教導、已落實"),
        "sayso coverage --svg coverage.svg",
        (Option(("--svg",), ("draw it into this file", "畫成圖檔"), "FILE"),),
        ("human", "json"),
        (0, 0),
    ),
    Command(
        "audit",
        "audit FILES [options]",
        ("what an existing policy holds, and what it lacks", "檢視既有的政策：有什麼、缺什麼"),
        "sayso audit social-media-policy.pdf",
        (
            Option(
                ("--adopt",),
                ("start a policy in this folder from what the file holds", "依檔案內容，在這個資料夾起草一份政策"),
                "DIR",
            ),
        ),
        ("human", "json"),
        (1, None),
    ),
    Command(
        "build",
        "build [--lang LANG|all] [--out DIR] [--pdf] [options]",
        ("make the handbook that everybody reads", "產生給所有人閱讀的手冊"),
        "sayso build --lang all --out handbook",
        (
            Option(
                ("--lang",),
                (
                    "the handbook's language, and that of what you read here (default: every language of the policy)",
                    "手冊的語言，也是顯示語言（預設產生政策的每一種語言）",
                ),
                "LANG",
                (*LANGUAGES, EVERY),
            ),
            Option(("--out",), ("folder to write into (default: here)", "寫入的資料夾（預設為目前資料夾）"), "DIR"),
            Option(
                ("--pdf",),
                ("a PDF besides; needs `pip install 'sayso[docs]'`", "另外產生 PDF；需要 `pip install 'sayso[docs]'`"),
            ),
            Option(
                ("--since",),
                ("folder of the policy before: tells what changed since", "前一版政策的資料夾：列出與它相比的變更"),
                "DIR",
            ),
        ),
    ),
    Command(
        "quiz",
        "quiz [--all] [options]",
        ("questions on the policy; each answer teaches, nothing is stored", "政策小測驗：邊答邊學，不留紀錄"),
        "sayso quiz --lang zh-Hant",
        (Option(("--all",), ("every question, not only a few", "作答全部題目，而不只是幾題")),),
    ),
    Command(
        "schema",
        "schema [--write] [options]",
        ("JSON Schemas that let editors complete and underline", "產生 JSON Schema，讓編輯器能自動完成與標示錯誤"),
        "sayso schema --write",
        (Option(("--write",), ("put them into the policy's .sayso folder", "寫入政策的 .sayso 資料夾")),),
        (),
        (0, 1),
    ),
    Command(
        "i18n",
        "i18n status | i18n accept CLAUSE",
        ("are the languages in step", "檢查各語言條文是否同步"),
        "sayso i18n status",
        (),
        ("human", "json"),
        (1, None),
        ("status", "accept"),
    ),
    Command(
        "completion",
        "completion bash|zsh|fish|powershell",
        ("a script that completes commands in your shell", "產生命令列自動完成的指令稿"),
        "sayso completion bash > ~/.local/share/bash-completion/completions/sayso",
        (),
        (),
        (1, 1),
        SHELLS,
    ),
)
SHOWN = ("check", "lint", "test", "try", "diff", "explain")
"""The six that `sayso` alone shows."""


def command_named(name: str) -> Command:
    """The command of that name; a mistyped one is answered with what was probably meant."""
    names = [command.name for command in COMMANDS]
    if name not in names:
        raise Stop(2, "no-such-command", name=name, hint=nearest(name, names))
    return COMMANDS[names.index(name)]


def options_of(command: Command) -> tuple[Option, ...]:
    """All that the command takes, its own first; an option of its own stands in for the shared one of that name."""
    shared = (_POLICY, _LANG, *([_output(command.formats), _TO] if command.formats else []), *_ALWAYS)
    own = {flag for option in command.options for flag in option.flags}
    return (*command.options, *(option for option in shared if not own & set(option.flags)))


class _Reader(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise Stop(2, "bad-call", message=message)


def reader_of(command: Command) -> argparse.ArgumentParser:
    """What turns the words after the command into a namespace; it complains in our words, and never exits."""
    reader = _Reader(prog=f"sayso {command.name}", add_help=False, allow_abbrev=False, exit_on_error=False)
    reader.add_argument("words", nargs="*")
    for option in options_of(command):
        if not option.value:
            reader.add_argument(*option.flags, dest=option.name, action="store_true")
        elif option.many:
            reader.add_argument(*option.flags, dest=option.name, action="append", default=[])
        else:
            reader.add_argument(*option.flags, dest=option.name, default=None)
    return reader


def read(argv: Sequence[str]) -> tuple[Command | None, argparse.Namespace]:
    """The command and its options; no command at all when only ``--help``, ``--version`` or nothing was typed."""
    at = _where_the_command_stands(argv)
    if at is None:
        return None, _read_bare(argv)
    command = command_named(argv[at])
    return command, _read_rest(command, [*argv[:at], *argv[at + 1 :]])


def language_asked(argv: Sequence[str]) -> str | None:
    """The value of ``--lang``, wherever it stands; found before the rest is read, so that complaints speak it."""
    for position, word in enumerate(argv):
        if word == "--":
            break
        if word.startswith("--lang="):
            return word[len("--lang=") :]
        if word == "--lang" and position + 1 < len(argv):
            return argv[position + 1]
    return None


def _where_the_command_stands(argv: Sequence[str]) -> int | None:
    takes_value = {flag for option in (_POLICY, _LANG, _TO, _output(FORMATS)) for flag in option.flags}
    position = 0
    while position < len(argv):
        word = argv[position]
        if not word.startswith("-"):
            return position
        position += 2 if word in takes_value else 1
    return None


def _read_bare(argv: Sequence[str]) -> argparse.Namespace:
    known = {flag: option for option in (_POLICY, _LANG, *_ALWAYS) for flag in option.flags}
    words = iter(argv)
    found = argparse.Namespace(help=False, version=False, quiet=False, verbose=False, no_color=False, to=None)
    for word in words:
        flag = word.split("=", 1)[0]
        if flag == "--version":
            found.version = True
        elif flag not in known:
            raise Stop(2, "no-such-option", name=word, hint=nearest(flag, [*known, "--version"]))
        elif known[flag].value:
            None if "=" in word else next(words, None)
        else:
            setattr(found, known[flag].name, True)
    return found


def _read_rest(command: Command, words: Sequence[str]) -> argparse.Namespace:
    reader = reader_of(command)
    try:
        found, left = reader.parse_known_intermixed_args(list(words))
    except argparse.ArgumentError as problem:
        key = "takes-no-value" if "explicit" in str(problem.message) else "needs-value"
        raise Stop(2, key, name=(problem.argument_name or "").replace("/", ", ")) from None
    for word in left:
        flags = [flag for option in options_of(command) for flag in option.flags]
        raise Stop(2, "no-such-option", name=word, hint=nearest(word.split("=", 1)[0], flags))
    if not found.help:
        _check_values(command, found)
    return found


def _check_values(command: Command, found: argparse.Namespace) -> None:
    for option in options_of(command):
        if option.comma:
            split = [part.strip() for value in getattr(found, option.name) for part in value.split(",")]
            setattr(found, option.name, [part for part in split if part])
        value = getattr(found, option.name)
        is_language = option.flags == ("--lang",) and value != EVERY  # checked before anything else, and more freely
        if option.choices and not is_language and value is not None and value not in option.choices:
            _refuse(option.flags[-1], value, option.choices)
    fewest, most = command.takes
    if not fewest <= len(found.words) <= (len(found.words) if most is None else most):
        raise Stop(2, "wrong-number-of-words", usage=f"sayso {command.usage}")
    if command.words and found.words[0] not in command.words:
        _refuse(command.name, found.words[0], command.words)


def _refuse(name: str, value: str, choices: Sequence[str]) -> NoReturn:
    raise Stop(2, "bad-value", name=name, value=value, choices=tuple(choices), hint=nearest(value, choices))


def all_flags() -> Iterator[tuple[Command, Option]]:
    """Every option of every command, for whoever writes completion scripts and reference pages."""
    for command in COMMANDS:
        for option in options_of(command):
            yield command, option
