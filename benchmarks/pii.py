"""Personal data in a draft: what the built-in detectors find, and what they take for it.

Without data: personal data of eight sorts put into made posts gives recall, made posts with dates, prices and scores
give the cost. With `--data`: `pii-en` gives recall, and `sentiment-en` the cost; all findings there are printed, as a
telephone number that is real counts here too. A labelled span counts as found when findings of any detector cover at
least half of it; the cost is the share of posts with any finding other than a link. Beside it in the same run: a floor
of a few plain regular expressions.

    python benchmarks/pii.py [--data DIR] [--split dev] [--posts FILE] [--show]
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

import measure
from corpus import SEED, insert, personal_datum, plain_number, posts_made
from sayso.core.policy.model import Clause, Policy, Rule, Source
from sayso.core.post import Context, Post
from sayso.core.screening.engine import Engine
from sayso.core.screening.kinds import DETECTORS

LABELLED, ORDINARY = "pii-en.{}.jsonl.gz", "sentiment-en.{}.jsonl.gz"
STRUCTURED = (
    "CREDIT_CARD",
    "PHONE_NUMBER",
    "EMAIL_ADDRESS",
    "IBAN_CODE",
    "US_SSN",
    "IP_ADDRESS",
    "DOMAIN_NAME",
    "US_DRIVER_LICENSE",
    "TW_ID",
    "API_KEY",
)
BESIDE = ("PERSON", "STREET_ADDRESS")
LINKS = frozenset(name for name in DETECTORS if name.endswith("link"))
RECALL, ALARMS = 0.98, 1.0
MADE = 6_000
"""Made posts of each sort."""


class Found(NamedTuple):
    """A finding in the writer's own text."""

    start: int
    end: int
    what: str
    sure: str


Finder = Callable[[str], list[Found]]

FLOOR = {
    "email": r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+",
    "link": r"https?://\S+|\bwww\.\S+",
    "card": r"\b\d{12,19}\b|\b\d{4}(?:[ -]\d{4}){3}\b",
    "iban": r"\b[A-Z]{2}\d{2}[A-Z0-9]{11,30}\b",
    "ssn": r"\b\d{3}-\d{2}-\d{4}\b",
    "ip": r"\b(?:\d{1,3}\.){3}\d{1,3}\b|\b(?:[0-9a-f]{1,4}:){7}[0-9a-f]{1,4}\b",
    "phone": r"(?<!\d)\+?\(?\d{2,4}\)?(?:[ .-]?\(?\d{1,4}\)?){2,4}(?:x\d+)?(?!\d)",
}
"""What someone writes in ten minutes."""


def floor() -> Finder:
    compiled = {name: re.compile(pattern) for name, pattern in FLOOR.items()}

    def finder(text: str) -> list[Found]:
        return [
            Found(*match.span(), name, "")
            for name, pattern in compiled.items()
            for match in pattern.finditer(text)
            if name != "phone" or sum(map(str.isdigit, match.group())) >= 7
        ]

    return finder


def detectors(country: str) -> Finder:
    """The engine under a policy with one rule for each built-in detector."""
    clause = Clause("personal-data", "1", {"en": "Personal data"}, {"en": "Keep it out."})
    rules = tuple(
        Rule(name, clause.id, "warn", {"en": "{kind}"}, find=(Source("builtin", (name,)),)) for name in DETECTORS
    )
    engine = Engine(Policy("benchmark", ("en",), (clause,), rules, country=country))
    context = Context()

    def finder(text: str) -> list[Found]:
        places = ((one.where, one) for one in engine.screen(Post(text), context).findings)
        return [
            Found(where.start, where.end, one.rule, one.sure)
            for where, one in places
            if where.start is not None and where.end is not None
        ]

    return finder


def covered(span: tuple[int, int], found: Iterable[Found]) -> bool:
    """Whether findings together cover at least half of the span."""
    start, end = span
    places = {place for one in found for place in range(max(start, one.start), min(end, one.end))}
    return 2 * len(places) >= end - start


def made_labelled() -> list[dict[str, Any]]:
    """Made posts, each with one piece of personal data and where it stands."""
    rng = random.Random(SEED)
    rows = []
    for post in posts_made(MADE):
        label, datum = personal_datum(rng)
        text, start = insert(post, datum, rng)
        rows.append({"text": text, "spans": [(start, start + len(datum), label)]})
    return rows


def made_ordinary() -> list[dict[str, Any]]:
    """Made posts, each with a number that is nobody's personal data."""
    rng = random.Random(SEED + 1)
    return [{"text": insert(post, plain_number(rng), rng)[0]} for post in posts_made(MADE)]


def read(path: Path) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def recall(rows: list[dict[str, Any]], finder: Finder) -> tuple[dict[str, tuple[int, int]], list[str]]:
    """Label -> found and labelled; and the structured spans that were missed."""
    tally: dict[str, list[bool]] = defaultdict(list)
    missed = []
    for row in rows:
        found = finder(row["text"])
        for start, end, label in row["spans"]:
            hit = covered((start, end), found)
            tally[label].append(hit)
            if label in STRUCTURED and not hit:
                missed.append(f"{label}: {row['text'][start:end]!r} in {row['text'][max(0, start - 30) : end + 15]!r}")
    return {label: (sum(hits), len(hits)) for label, hits in tally.items()}, missed


def alarms(rows: list[dict[str, Any]], finder: Finder) -> list[tuple[str, list[Found]]]:
    """Ordinary posts with a finding other than a link."""
    found = ((row["text"], [one for one in finder(row["text"]) if one.what not in LINKS]) for row in rows)
    return [(text, those) for text, those in found if those]


def share(tally: dict[str, tuple[int, int]], labels: Iterable[str]) -> float:
    counted = [tally[label] for label in labels if label in tally]
    return sum(found for found, _ in counted) / max(1, sum(total for _, total in counted))


def report(
    labelled: list[dict[str, Any]], ordinary: list[dict[str, Any]], country: str, show: bool
) -> list[measure.Bar]:
    finders = {"detectors": detectors(country), "floor": floor()}
    tallies, rates = {}, {}
    for name, finder in finders.items():
        tallies[name], missed = recall(labelled, finder)
        wrong = alarms(ordinary, finder)
        rates[name] = 1000 * len(wrong) / len(ordinary)
        if name == "detectors" or show:
            print(f"\n{name}: missed {len(missed)}, flagged {len(wrong)} of {len(ordinary):,} ordinary posts")
            print(*(f"  missed  {line}" for line in missed), sep="\n")
            print(
                *(f"  flagged {[(o.what, t[o.start : o.end], o.sure) for o in those]}" for t, those in wrong), sep="\n"
            )
    print(f"\n{'label':<20}{'spans':>7}{'detectors':>11}{'floor':>8}")
    for label in (*STRUCTURED, *BESIDE):
        found, total = tallies["detectors"].get(label, (0, 0))
        if total:
            print(f"{label:<20}{total:>7}{found / total:>11.3f}{share(tallies['floor'], [label]):>8.3f}")
    ours, theirs = (share(tallies[name], STRUCTURED) for name in finders)
    print(f"{'structured':<20}{'':>7}{ours:>11.3f}{theirs:>8.3f}")
    print(f"{'flagged per 1,000':<20}{'':>7}{rates['detectors']:>11.2f}{rates['floor']:>8.2f}")
    return [
        measure.at_least("recall of structured types", ours, RECALL),
        measure.at_most("ordinary posts flagged per 1,000", rates["detectors"], ALARMS),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="folder with the two data sets; without it the posts are made up")
    parser.add_argument("--split", default="dev", help="which part of them: dev (as it is) or test")
    parser.add_argument("--posts", help="another file of that folder with ordinary posts")
    parser.add_argument("--show", action="store_true", help="what the floor missed and flagged, too")
    given = parser.parse_args()
    if given.data is None:
        print(f"{MADE:,} made posts with personal data and {MADE:,} without")
        measure.verdict(report(made_labelled(), made_ordinary(), "TW", given.show))
    labelled, ordinary = (given.data / name.format(given.split) for name in (LABELLED, given.posts or ORDINARY))
    absent = [path.name for path in (labelled, ordinary) if not path.is_file()]
    if absent:
        sys.exit(f"There is no {' and no '.join(absent)} in {given.data}.")
    measure.verdict(report(read(labelled), read(ordinary), "US", given.show))


if __name__ == "__main__":
    main()
