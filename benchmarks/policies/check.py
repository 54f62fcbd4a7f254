"""Check the labelled fixture policies: ids, labels, passages, and cases for each control.

    python benchmarks/policies/check.py [--table] [--controls FILE]

Needs PyYAML. Without --controls, the ids are those of the first fixture; every other must have the same.
"""

from __future__ import annotations

import argparse
import html
import re
import sys
from collections import Counter
from pathlib import Path

import yaml

HERE = Path(__file__).resolve().parent
FOLDERS = ("open", "held-back")
STATUSES = ("met", "partly", "missing")
LEAST = {"met": 3, "partly": 2, "missing": 3}
LANGS = ("en", "zh-Hant", "zh-Hans")
KINDS = frozenset(
    [
        "blanket-negativity",
        "undefined-confidential",
        "vague-respect",
        "media-gag",
        "account-list",
        "password-demand",
        "forced-engagement",
        "total-ban",
        "savings-clause",
        "work-talk-ban",
        "government-contact-ban",
        "friend-ban",
        "prior-approval-of-personal-posts",
        "broad-image-ban",
        "logo-name-ban",
        "monitoring-claim",
    ]
)
KEYS = {"lang", "kind", "controls", "evidence", "overbroad", "lookalikes"}
_DROPPED = re.compile(r"<(script|style|head)\b.*?</\1\s*>|<!--.*?-->", re.S | re.I)
_INLINE = re.compile(r"</?(a|abbr|b|code|em|i|mark|small|span|strong|sub|sup|time|u)\b[^>]*>", re.I)
_TAG = re.compile(r"<[^>]+>")


def collapse(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def plain(path: Path) -> str:
    """The text of a policy with white space collapsed; HTML without its tags."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        text = _TAG.sub("\n", _INLINE.sub("", _DROPPED.sub(" ", text)))
        text = html.unescape(text)
    return collapse(text)


def policies() -> list[tuple[str, Path, Path]]:
    """(folder, text file, label file) for every policy."""
    found = []
    for folder in FOLDERS:
        for labels in sorted((HERE / folder).glob("*.yaml")):
            texts = [p for p in labels.parent.glob(labels.stem + ".*") if p.suffix in (".md", ".html", ".txt")]
            if len(texts) != 1:
                raise SystemExit(f"{labels.name}: {len(texts)} text files beside it, one is needed")
            found.append((folder, texts[0], labels))
    return found


def check_one(text_file: Path, label_file: Path, ids: set[str]) -> tuple[list[str], dict]:
    faults = []
    data = yaml.safe_load(label_file.read_text(encoding="utf-8"))
    text = plain(text_file)
    if set(data) != KEYS:
        faults.append(f"keys are {sorted(data)}")
    if data["lang"] not in LANGS:
        faults.append(f"lang is {data['lang']}")
    controls, evidence = data["controls"], data["evidence"]
    faults += [f"not labelled: {i}" for i in sorted(ids - set(controls))]
    faults += [f"unknown control: {i}" for i in sorted(set(controls) - ids)]
    faults += [f"{i}: status {s}" for i, s in controls.items() if s not in STATUSES]
    for i, status in controls.items():
        if (status != "missing") != bool(evidence.get(i)):
            faults.append(f"{i} is {status} with {len(evidence.get(i) or [])} passages")
    faults += [f"evidence for unknown control {i}" for i in sorted(set(evidence) - ids)]
    passages = [(i, t) for i, ts in evidence.items() for t in ts]
    for key in ("overbroad", "lookalikes"):
        for item in data[key]:
            if item["kind"] not in KINDS:
                faults.append(f"{key}: unknown kind {item['kind']}")
            passages.append((f"{key} {item['kind']}", item["text"]))
    faults += [f"{i}: passage not in the text: {t}" for i, t in passages if collapse(t) not in text]
    return faults, data


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--table", action="store_true", help="print the counts for each control")
    parser.add_argument("--controls", type=Path, help="a controls.yaml to take the ids from")
    args = parser.parse_args()
    every = policies()
    if not every:
        raise SystemExit("no fixtures found")
    if args.controls:
        ids = {c["id"] for c in yaml.safe_load(args.controls.read_text(encoding="utf-8"))}
    else:
        ids = set(yaml.safe_load(every[0][2].read_text(encoding="utf-8"))["controls"])
    bad = 0
    if len(ids) != 80:
        bad += 1
        print(f"{len(ids)} controls, 80 expected")
    counts: dict[str, Counter] = {i: Counter() for i in ids}
    kinds: Counter = Counter()
    for folder, text_file, label_file in every:
        faults, data = check_one(text_file, label_file, ids)
        for fault in faults:
            bad += 1
            print(f"{folder}/{label_file.name}: {fault}")
        for i, status in data["controls"].items():
            if i in counts:
                counts[i][status] += 1
                counts[i][folder, status] += 1
        for key in ("overbroad", "lookalikes"):
            for item in data[key]:
                kinds[item["kind"], key, folder] += 1
        tally = Counter(data["controls"].values())
        length = (
            len(plain(text_file).split()) if data["lang"] == "en" else len(re.findall(r"[一-鿿]", plain(text_file)))
        )
        print(
            f"{folder:9} {text_file.name:28} {data['lang']:7} {length:5} {'words' if data['lang'] == 'en' else 'chars'}  "
            + "  ".join(f"{s} {tally[s]:2}" for s in STATUSES)
            + f"  overbroad {len(data['overbroad'])}  lookalikes {len(data['lookalikes'])}"
        )
    for i in sorted(ids):
        for status, least in LEAST.items():
            if counts[i][status] < least:
                bad += 1
                print(f"{i}: {status} in {counts[i][status]} policies, {least} wanted")
    if args.table:
        print(f"\n{'control':28} {'all':>10} {'open':>10} {'held-back':>10}   (met/partly/missing)")
        for i in sorted(ids):
            rows = ["/".join(str(counts[i][s]) for s in STATUSES)]
            rows += ["/".join(str(counts[i][f, s]) for s in STATUSES) for f in FOLDERS]
            print(f"{i:28} " + " ".join(f"{r:>10}" for r in rows))
        print(f"\n{'over-breadth':34} {'open':>12} {'held-back':>12}   (listed + look-alikes)")
        for kind in sorted(KINDS):
            rows = [f"{kinds[kind, 'overbroad', f]} + {kinds[kind, 'lookalikes', f]}" for f in FOLDERS]
            print(f"{kind:34} " + " ".join(f"{r:>12}" for r in rows))
    print("ok" if not bad else f"{bad} faults")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
