"""How well the audit reads policies: its answers beside the labels of careful readers, and beside two plain baselines.

    python benchmarks/audit.py [--policies DIR] [--show]

Each half of the folder, `open` and `held-back`, is reported by itself, and by language. Leaves with 1 when a bar is missed.
"""

from __future__ import annotations

import argparse
import math
import re
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import yaml

import measure
from sayso.core.audit.auditing import Audit, audit
from sayso.core.audit.text import Document, statements
from sayso.core.document.catalogue import load
from sayso.reading.files import read

HALVES = ("open", "held-back")
STATUSES = ("met", "partly", "missing")
LANGS = {"en": "English", "zh": "Chinese"}
SUFFIXES = (".md", ".html", ".txt", ".pdf", ".docx")

Answers = dict[str, str]


class Fixture(NamedTuple):
    """A labelled policy, and how it reads."""

    name: str
    lang: str
    document: Document
    labels: Answers
    overbroad: list[dict[str, str]]
    lookalikes: list[dict[str, str]]


def fixtures(folder: Path) -> list[Fixture]:
    """The policies of a folder."""
    return [fixture(path) for path in sorted(folder.glob("*.yaml"))]


def fixture(path: Path) -> Fixture:
    said = yaml.safe_load(path.read_text("utf-8"))
    text = next(found for suffix in SUFFIXES if (found := path.with_suffix(suffix)).is_file())
    return Fixture(path.stem, said["lang"][:2], read(text), said["controls"], said["overbroad"], said["lookalikes"])


# Baselines


def terms(text: str) -> Counter[str]:
    """English words cut to their stems' length, Chinese pairs of characters."""
    words = [word[:6] for word in re.findall("[a-z]{3,}", text.lower()) if word not in STOP]
    han = re.findall("[\u4e00-\u9fff]+", text)
    return Counter(words + [run[at : at + 2] for run in han for at in range(len(run) - 1)])


STOP = frozenset(
    ["the", "and", "that", "what", "are", "for", "not", "they", "with", "who", "how", "may", "own", "them", "before"]
)


def keywords(each: Fixture) -> Answers:
    """A control is met when half of the words of its name occur in one sentence, partly when a quarter do."""
    lines = [set(terms(s.own)) for s in statements(each.document)]
    answers = {}
    for name, control in load().controls.items():
        asked = set(terms(folded_name(control.name, each.lang)))
        share = max((len(asked & line) / max(1, len(asked)) for line in lines), default=0)
        answers[name] = "met" if share >= 0.5 else "partly" if share >= 0.25 else "missing"
    return answers


def nearest(each: Fixture) -> Answers:
    """By the cosine of the nearest sentence to the control's name, rare words weighing more, with one threshold each."""
    lines = [terms(s.own) for s in statements(each.document)]
    seen = Counter(term for line in lines for term in line)
    weight = {term: math.log(1 + len(lines) / count) for term, count in seen.items()}
    answers = {}
    for name, control in load().controls.items():
        asked = terms(folded_name(control.name, each.lang))
        score = max((cosine(asked, line, weight) for line in lines), default=0)
        answers[name] = "met" if score >= 0.3 else "partly" if score >= 0.18 else "missing"
    return answers


def folded_name(name: dict[str, str], lang: str) -> str:
    from sayso.core.audit.text import folded

    return folded(name["en" if lang == "en" else "zh-Hant"])


def cosine(one: Counter[str], other: Counter[str], weight: dict[str, float]) -> float:
    def length(terms: Counter[str]) -> float:
        return math.sqrt(sum((n * weight.get(t, 3.0)) ** 2 for t, n in terms.items())) or 1.0

    return sum(n * other[t] * weight.get(t, 3.0) ** 2 for t, n in one.items()) / length(one) / length(other)


def audited(each: Fixture) -> Answers:
    return {found.id: found.status for found in answer(each).controls}


AUDITS: dict[str, Audit] = {}


def answer(each: Fixture) -> Audit:
    if each.name not in AUDITS:
        AUDITS[each.name] = audit(each.document)
    return AUDITS[each.name]


# Figures


class Figures(NamedTuple):
    """How far answers and labels agree."""

    f1: float
    accuracy: float
    kappa: float
    three: float
    """Kappa over the three statuses."""


def figures(several: Sequence[Fixture], how: Callable[[Fixture], Answers]) -> Figures:
    pairs = [
        (label, how_answered[name])
        for each in several
        for how_answered in [how(each)]
        for name, label in each.labels.items()
    ]
    both = [(label != "missing", given != "missing") for label, given in pairs]
    return Figures(macro_f1(pairs), sum(a == b for a, b in both) / len(both), kappa(both), kappa(pairs))


def macro_f1(pairs: Sequence[tuple[str, str]]) -> float:
    scores = []
    for status in STATUSES:
        right = sum(a == b == status for a, b in pairs)
        either = sum(a == status for a, _ in pairs) + sum(b == status for _, b in pairs)
        scores.append(2 * right / either if either else 1.0)
    return sum(scores) / len(scores)


def kappa(pairs: Sequence[tuple[object, object]]) -> float:
    agreed = sum(a == b for a, b in pairs) / len(pairs)
    one, other = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    chance = sum(one[k] * other[k] for k in one) / len(pairs) ** 2
    return (agreed - chance) / (1 - chance) if chance < 1 else 1.0


# Over-breadth


def same(one: str, other: str) -> bool:
    """Whether two passages are about the same words: half of the shorter one's are in the other."""
    a, b = terms(one), terms(other)
    return sum((a & b).values()) >= 0.5 * min(sum(a.values()), sum(b.values())) > 0


def reach(several: Sequence[Fixture]) -> tuple[int, int, int, list[str]]:
    """Reports that are right, all reports, all labels, and a line for each that is wrong."""
    right = given = wanted = 0
    wrong = []
    for each in several:
        reported = [(hit.kind, hit.text) for hit in answer(each).overbroad]
        labelled = [(label["kind"], label["text"]) for label in each.overbroad]
        hits = [any(kind == k and same(text, t) for k, t in labelled) for kind, text in reported]
        missed = [label for label in labelled if not any(label[0] == k and same(label[1], t) for k, t in reported)]
        right, given, wanted = right + sum(hits), given + len(reported), wanted + len(labelled)
        wrong += [
            f"{each.name}: false {kind}: {text}" for (kind, text), hit in zip(reported, hits, strict=True) if not hit
        ]
        wrong += [f"{each.name}: missed {kind}: {text}" for kind, text in missed]
    return right, given, wanted, wrong


# Told


def tell(half: str, several: list[Fixture], show: bool) -> list[measure.Bar]:
    print(f"\n{half}: {len(several)} policies\n")
    lines, bars = [], []
    for lang, name in LANGS.items():
        chosen = [each for each in several if each.lang == lang]
        if not chosen:
            continue
        for how, label in ((audited, "audit"), (keywords, "keywords of the name"), (nearest, "nearest sentence")):
            got = figures(chosen, how)
            lines.append((f"{name}, {label}", len(chosen), *(f"{figure:.3f}" for figure in got)))
            if how is audited:
                bars += [
                    measure.at_least(f"{half}, {name}: macro-F1", round(got.f1, 3), 0.75),
                    measure.at_least(f"{half}, {name}: accuracy of found or missing", round(got.accuracy, 3), 0.88),
                    measure.at_least(f"{half}, {name}: kappa of found or missing", round(got.kappa, 3), 0.75),
                ]
    measure.table(("", "policies", "macro-F1", "found/missing", "kappa", "kappa of 3"), lines)
    right, given, wanted, wrong = reach(several)
    found = wanted - sum(": missed " in line for line in wrong)
    print(f"\nover-breadth: {given} reported, {right} of them right; {wanted} labelled, {found} of them found")
    bars.append(measure.at_least(f"{half}: over-breadth, precision", round(right / max(1, given), 3), 0.85))
    bars.append(measure.at_least(f"{half}: over-breadth, recall", round(found / max(1, wanted), 3), 0.85))
    if show:
        _show(several, wrong)
    return bars


def _show(several: list[Fixture], wrong: list[str]) -> None:
    for each in several:
        given = audited(each)
        for name, label in each.labels.items():
            if given[name] != label:
                print(f"{each.name}: {name}: {label}, audit says {given[name]}")
    print("\n".join(wrong))


def main() -> None:
    reader = argparse.ArgumentParser(description="How well the audit reads policies.")
    reader.add_argument(
        "--policies", type=Path, default=Path(__file__).parent / "policies", help="folder with labelled policies"
    )
    reader.add_argument("--data", type=Path, help=argparse.SUPPRESS)
    reader.add_argument("--show", action="store_true", help="each answer that differs from its label")
    given = reader.parse_args()
    bars: list[measure.Bar] = []
    for half in HALVES:
        several = fixtures(given.policies / half)
        if several:
            bars += tell(half, several, given.show)
    measure.verdict(bars)


if __name__ == "__main__":
    main()
