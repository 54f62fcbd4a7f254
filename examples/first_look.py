"""What `make run` shows: a policy by the interview's suggestions with its handbook, three posts checked, what to type next.

python examples/first_look.py [FOLDER]      # the policy goes into FOLDER (default: build)
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from sayso.cli import main

HERE = Path(__file__).parent
POSTS = sorted((HERE / "posts").glob("*.txt"))
HOW = ("--policy", "examples/tidewell", "--as", "social-manager", "--on", "facebook")

BEGINNING = """\
Sayso writes a policy for Acme, taking every suggestion of the interview, and makes its handbook.
Sayso 採用訪談的所有建議，為虛構的公司 Acme 寫一份政策，並製作手冊。
"""
OPENING = """\
Sayso checks three drafts of Tidewell, an imaginary maker of chargers, against the policy in examples/tidewell.
Sayso 依 examples/tidewell 的政策，檢查虛構的充電器公司「潮井」的三則貼文草稿。
"""
OUTCOMES = {
    0: "It may go out. / 可以發布。",
    1: "It may not go out as it is (exit code 1). / 現在還不能發布（結束代碼 1）。",
}
CLOSING = """\
Type next / 接下來可以輸入：

  .venv/bin/sayso explain unproven-claims --policy examples/tidewell
      the rule and its clause / 看規則與條款
  echo 'Our safest charger yet' | .venv/bin/sayso check - --policy examples/tidewell --on company
      check words of your own / 檢查您自己的文字
  .venv/bin/sayso test --mutate --policy examples/tidewell
      the policy's own tests / 執行政策自帶的測試
  .venv/bin/sayso init my-policy
      answer the interview yourself; in Chinese with --lang zh-Hant / 自己回答訪談，寫出您的政策（加上 --lang zh-Hant）
  .venv/bin/sayso --help
      all commands; in Chinese with --lang zh-Hant / 所有命令；加上 --lang zh-Hant 顯示中文

To write a policy of your own: docs/tutorial/first-policy.md
撰寫您自己的政策：docs/tutorial/first-policy.zh-Hant.md
"""


def show(folder: Path) -> int:
    """Print the tour; exit code 0 when every post could be checked, whatever was found in it."""
    _say(BEGINNING)
    written = _write(folder)
    _say(OPENING)
    codes = [_check(post.relative_to(HERE.parent)) for post in POSTS]
    _say(CLOSING)
    return max(written, 0 if set(codes) <= set(OUTCOMES) else max(codes))


def _write(folder: Path) -> int:
    """The policy and its handbook, anew each time."""
    policy, handbook = folder / "acme", folder / "acme-handbook"
    for made in (policy, handbook):
        shutil.rmtree(made, ignore_errors=True)
    commands = (
        ("init", policy.as_posix(), "--yes"),
        ("coverage", "--policy", policy.as_posix(), "--quiet"),
        ("build", "--policy", policy.as_posix(), "--out", handbook.as_posix()),
    )
    codes = []
    for command in commands:
        _say(f"$ sayso {' '.join(command)}")
        codes.append(main(list(command)))
        _say("")
    return max(codes)


def _check(post: Path) -> int:
    _say(f"── {post.as_posix()}")
    _say("".join(f"   {line}\n" for line in post.read_text("utf-8").splitlines()))
    words = ("check", post.as_posix(), *HOW)
    code = 0
    for lang in ("en", "zh-Hant"):
        command = (*words, "--lang", lang) if lang != "en" else words
        _say(f"$ sayso {' '.join(command)}")
        code = main([*words, "--lang", lang])
        _say("")
    _say(f"→ {OUTCOMES.get(code, code)}\n")
    return code


def _say(text: str) -> None:
    sys.stdout.buffer.write(f"{text}\n".encode())
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(show(Path(sys.argv[1] if len(sys.argv) > 1 else "build")))
