"""When the world gives way: a disk that fills up, a reader that leaves, somebody who stops it, a screen or a build."""

from __future__ import annotations

import contextlib
import json
import os
import resource
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from journeys.conftest import Sayso

SAYSO = (sys.executable, "-m", "sayso")


def _small_disk() -> None:
    """Files may hold 100 bytes, as on a disk that is nearly full (POSIX setrlimit)."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))


def _run(*words: str, before: Callable[[], None] | None = None, **settings: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "SAYSO_NO_CACHE": "1", **settings}
    return subprocess.run([*SAYSO, *words], capture_output=True, text=True, preexec_fn=before, env=environment)


@pytest.mark.parametrize(
    "words",
    [
        ("check", "post.txt", "-o", "json", "--to", "old.txt"),
        ("lint", "-o", "sarif", "--to", "old.txt"),
        ("schema", "--write"),
        ("test", "--accept"),
        ("i18n", "accept", "inside.claims"),
    ],
)
def test_a_full_disk_leaves_what_was_there(policy: Path, words: tuple[str, ...]) -> None:
    Path("post.txt").write_text("Rosetta", encoding="utf-8")
    Path("old.txt").write_text("old", encoding="utf-8")
    tests = policy / "tests/posts.yaml"
    tests.write_text(tests.read_text("utf-8").replace("expect: pass", "expect: {verdict: block}"), encoding="utf-8")
    before = {path: path.read_bytes() for path in Path.cwd().rglob("*") if path.is_file()}

    ran = _run(*words, "--policy", "policy", before=_small_disk)

    assert ran.returncode == 3
    assert ran.stderr.splitlines()[-1].endswith("could not be written: File too large. Nothing was left half-written.")
    assert {path: path.read_bytes() for path in Path.cwd().rglob("*") if path.is_file()} == before


def test_a_device_is_written_into_and_never_replaced(policy: Path) -> None:
    os.mkfifo("pipe")
    reading = subprocess.Popen(["cat", "pipe"], stdout=subprocess.PIPE)
    Path("post.txt").write_text("Rosetta", encoding="utf-8")

    ran = _run("check", "post.txt", "--policy", "policy", "-o", "line", "--to", "pipe")

    assert ran.returncode == 1
    assert reading.communicate()[0].decode() == "post.txt:1:1: block: “Rosetta” is not public yet. [codenames] (2.1)\n"
    assert Path("pipe").is_fifo()


def test_a_link_stays_a_link(policy: Path) -> None:
    Path("real.txt").write_text("old", encoding="utf-8")
    Path("link.txt").symlink_to("real.txt")
    Path("post.txt").write_text("Rosetta", encoding="utf-8")

    _run("check", "post.txt", "--policy", "policy", "-o", "line", "--to", "link.txt")

    assert Path("link.txt").is_symlink()
    assert Path("real.txt").read_text("utf-8").startswith("post.txt:1:1: block")


def test_what_is_there_when_stopped_is_whole_and_marked(policy: Path) -> None:
    for form in ("json", "junit", "github", "human"):
        Path("posts.jsonl").write_text('{"text":"Rosetta"}\n', encoding="utf-8")
        Path("more.jsonl").unlink(missing_ok=True)
        os.mkfifo("more.jsonl")
        command = [*SAYSO, "check", "posts.jsonl", "more.jsonl", "--policy", "policy", "-o", form]
        running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        with Path("more.jsonl").open("wb"):
            time.sleep(0.2)
            running.send_signal(signal.SIGINT)
            out, err = running.communicate(timeout=60)

        assert (running.returncode, err) == (130, b"")
        marked = {
            "json": '"posts":1,"faults":0,"partial":true}\n',
            "junit": "</testsuites>\n",
            "github": "::notice::Stopped: the answer above is partial, 1 post was checked.\n",
            "human": "Stopped: the answer above is partial, 1 post was checked.\n",
        }
        assert out.decode().endswith(marked[form])
        assert form != "junit" or '<property name="partial" value="true"/>' in out.decode()


def test_rows_over_two_processes_come_out_as_over_one(policy: Path) -> None:
    texts = ("bread", "Rosetta", "those idiots", "蘿賽塔要來了", "x" * 300)
    rows = (json.dumps({"id": n, "text": texts[n % 5] + f" {n}"}) for n in range(20_000))
    Path("posts.jsonl").write_text("\n".join(rows), encoding="utf-8")

    one, two = (_run("check", "posts.jsonl", "--policy", "policy", "-o", "jsonl", "--jobs", jobs) for jobs in "12")

    assert (one.returncode, one.stderr, one.stdout) == (two.returncode, two.stderr, two.stdout) == (1, "", two.stdout)
    assert [json.loads(line)["id"] for line in two.stdout.splitlines()] == list(range(20_000))


def _on_a_terminal(*words: str, until: bytes, **settings: str) -> bytes:
    """What a command shows on a terminal until it shows that, or ends."""
    import pty

    child, screen = pty.fork()
    if child == 0:
        os.environ.update(settings)
        os.execv(sys.executable, [*SAYSO, *words])
    shown = b""
    with contextlib.suppress(OSError):  # what Linux says when the other end has gone
        while until not in shown and select.select([screen], [], [], 60)[0]:
            shown += os.read(screen, 4096)
    os.close(screen)
    with contextlib.suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return shown


def test_a_terminal_gets_colours_and_lines_no_longer_than_it_is_wide(policy: Path) -> None:
    Path("post.txt").write_text("The best Rosetta\n" * 2, encoding="utf-8")

    shown = _on_a_terminal(
        "check", "post.txt", "--policy", "policy", until=b"explain", TERM="xterm", COLUMNS="60", NO_COLOR=""
    )
    plain = _on_a_terminal(
        "check", "post.txt", "--policy", "policy", until=b"explain", TERM="xterm", COLUMNS="120", NO_COLOR="1"
    )

    assert b"\r\nWhy: sayso explain" in shown
    assert b"   Why: sayso explain" in plain
    assert b"\x1b[31;1mblock\x1b[0m" in shown
    assert b"\x1b[" not in plain


@pytest.mark.parametrize(("lang", "word"), [("en", "posts checked"), ("zh-Hant", "已檢查")])
def test_a_terminal_gets_a_bar_when_it_takes_longer(policy: Path, lang: str, word: str) -> None:
    os.mkfifo("slow.jsonl")
    feeding = subprocess.Popen(
        ["sh", "-c", 'for i in 1 2 3 4 5 6; do yes \'{"text":"bread"}\' | head -n 60000; sleep 0.4; done > slow.jsonl'],
        stderr=subprocess.DEVNULL,
    )

    shown = _on_a_terminal(
        "check", "slow.jsonl", "--policy", "policy", "-o", "jsonl", "--to", "/dev/null", "--jobs", "1",
        until=word.encode(), TERM="xterm", SAYSO_LANG=lang,
    )  # fmt: skip

    feeding.kill()
    feeding.wait()
    assert word in shown.decode("utf-8", "replace")


def test_a_build_is_told_every_ten_seconds_and_a_pipe_nothing(
    sayso: Sayso, policy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("posts.jsonl").write_text('{"text":"bread bread bread"}\n' * 100_000, encoding="utf-8")
    clock = iter(range(0, 100_000, 6))
    monkeypatch.setattr("sayso.cli.progress.time.monotonic", lambda: float(next(clock)))

    piped = sayso("check", "posts.jsonl", "-o", "jsonl", "--jobs", "1", "--to", "out.jsonl")
    monkeypatch.setenv("CI", "true")
    built = sayso("check", "posts.jsonl", "-o", "jsonl", "--jobs", "1", "--to", "out.jsonl")
    chinese = sayso("check", "posts.jsonl", "-o", "jsonl", "--jobs", "1", "--to", "out.jsonl", "--lang", "zh-Hant")

    assert piped == (0, "", "")
    assert built.err == "72,315 posts checked, about 5 s left\n"
    assert chinese.err == "已檢查 72,315 則貼文，約剩 5 秒\n"


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_row_without_end_stops_with_what_came_before_it(policy: Path, jobs: str) -> None:
    row = '{"text":"Rosetta ' + "x" * 1000 + '"}\n'
    Path("posts.jsonl").write_text(row * 1500 + '{"text":"' + "x" * (3 << 20), encoding="utf-8")
    program = (
        "import sys\nfrom sayso.cli import inputs, main\ninputs.LONGEST = 1 << 20\n"
        f"sys.exit(main(['check', 'posts.jsonl', '--policy', 'policy', '--jobs', '{jobs}', *sys.argv[1:]]))\n"
    )

    ran, chinese = (
        subprocess.run([sys.executable, "-c", program, "-o", *words], capture_output=True, text=True)
        for words in (["json"], ["line", "-q", "--lang", "zh-Hant"])
    )

    assert (ran.returncode, ran.stderr) == (
        3,
        "sayso: posts.jsonl:1501: this row is longer than 1 MiB, so the rest of the file was not read.\n",
    )
    document = json.loads(ran.stdout)
    assert (len(document["answers"]), document["posts"], document["partial"]) == (1500, 1500, True)
    assert chinese.stderr == "sayso: posts.jsonl:1501：這一行超過 1 MiB，之後的內容沒有讀取。\n"


def test_a_summary_that_cannot_be_written_is_named(sayso: Sayso, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", "nowhere/summary.md")

    said = sayso("check", "-", "-o", "github", stdin="Rosetta")

    assert (said.code, said.err) == (
        3,
        "sayso: The step's summary nowhere/summary.md could not be written: No such file or directory.\n",
    )
