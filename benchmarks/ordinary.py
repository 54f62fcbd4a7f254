"""Ordinary posts under drafted policies: how many are held up, and which, so that somebody can read them.

For each profile's default policy, company posts of the social team: 500 posts in Traditional Chinese that lie beside this
program, and with `--data` the texts of `sentiment-en.dev`, none of which is an attack. A post counts where its verdict is
`warn` or stronger. Rules that fire by circumstances alone (everything needs approval) are left out: they are a choice.

    python benchmarks/ordinary.py [--data DIR] [--show]
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import Counter
from datetime import date
from pathlib import Path

import msgspec

import measure
from sayso.core.document import catalogue, drafting, interview
from sayso.core.policy import source
from sayso.core.policy.model import LEVELS, Policy
from sayso.core.post import Context, Post
from sayso.core.screening.engine import Engine
from sayso.core.screening.kinds import DETECTORS
from sayso.core.screening.verdict import Verdict

MOST = 0.02
"""Share of ordinary posts that may get `warn` or worse."""
CHINESE = Path(__file__).with_name("posts-zh.txt")
ENGLISH = "sentiment-en.dev.jsonl.gz"
TODAY = date(2026, 11, 25)


def main() -> None:
    """Print the shares and the bars; leaves with 1 when one is missed."""
    ask = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    ask.add_argument("--data", type=Path, help="folder with labelled data sets")
    ask.add_argument("--show", action="store_true", help="list the posts that were held up")
    options = ask.parse_args()
    sets = {"zh-Hant": CHINESE.read_text("utf-8").splitlines()} | (
        {"en": _english(options.data)} if options.data else {}
    )
    bars = []
    for profile in interview.load().profiles:
        engine = Engine(_without_choices(_drafted(profile.id)))
        for lang, texts in sets.items():
            held = _held(engine, texts)
            bars.append(measure.at_most(f"{profile.id}, {lang}: posts held up", len(held) / len(texts), MOST))
            print(f"{profile.id:16} {lang:8} {len(held):4} of {len(texts)}  {_rules(held)}")
            if options.show:
                for text, verdict in held:
                    first = verdict.findings[0]
                    print(f"    {verdict.verdict:8} {first.rule} [{first.where.exact}]  {text[:110]}")
    measure.verdict(bars)


def _english(data: Path) -> list[str]:
    with gzip.open(data / ENGLISH, "rt", encoding="utf-8") as file:
        return [json.loads(line)["text"] for line in file]


def _drafted(profile: str) -> Policy:
    answers = interview.load().complete({"name": {"en": "Juniper", "zh-Hant": "杜松"}}, profile)
    files = drafting.draft(answers, catalogue.load(), profile=profile, today=TODAY)
    policy = source.parse({name: text.encode() for name, text in files.items()}, tuple(DETECTORS)).policy
    assert policy is not None
    return policy


def _without_choices(policy: Policy) -> Policy:
    """The policy without the rules that hold up posts whatever they say."""
    kept = tuple(rule for rule in policy.rules if rule.find or rule.require or rule.when.mentions)
    return msgspec.structs.replace(policy, rules=kept)


def _held(engine: Engine, texts: list[str]) -> list[tuple[str, Verdict]]:
    context = Context(by="employee", roles=("social-manager",), account="company", at=TODAY)
    verdicts = engine.screen_many([Post(text) for text in texts], [context] * len(texts))
    held = LEVELS.index("warn")
    return [(text, v) for text, v in zip(texts, verdicts, strict=True) if LEVELS.index(v.verdict) >= held]


def _rules(held: list[tuple[str, Verdict]]) -> str:
    counted = Counter(v.findings[0].rule for _, v in held)
    return ", ".join(f"{rule} {count}" for rule, count in counted.most_common(6))


if __name__ == "__main__":
    main()
