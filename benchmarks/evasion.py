"""What is still found, and at the writer's own characters, when a listed word is written in disguise.

600 posts with one listed word each, found as they stand, are rewritten by each attack, the word alone. Beside that:
how many posts without a listed word are hit all the same, as they stand and rewritten as a whole.

    python benchmarks/evasion.py [--data DIR]
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from confusable_homoglyphs.confusables import confusables_data
from opencc import OpenCC

import measure
from corpus import SEED, Corpus, arguments, corpus, policy
from sayso.core.post import Context, Post
from sayso.core.screening.engine import Engine

HITS = 600
CLEAN = 2_000
INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
DIRECTIONS = "\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"
LEET = {"a": "4@", "b": "8", "e": "3", "g": "96", "i": "1!", "l": "1|", "o": "0", "s": "5$", "t": "7+", "z": "2"}
SEPARATORS = (".", "-", "_", "*", "·", "/", " ")
SEED_OF_CLEAN = 7

Attack = Callable[[str, random.Random], str]


class Planted(NamedTuple):
    """A post, and the listed word in it."""

    before: str
    word: str
    after: str
    rule: str


# Attacks


def fullwidth(word: str, rng: random.Random) -> str:
    return "".join("\u3000" if c == " " else chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in word)


def zero_width(word: str, rng: random.Random) -> str:
    return word[0] + "".join(rng.choice(INVISIBLE) * rng.randint(1, 2) + c for c in word[1:])


def bidirectional(word: str, rng: random.Random) -> str:
    return word[0] + "".join(rng.choice(DIRECTIONS) + c for c in word[1:])


@cache
def lookalikes(letter: str) -> tuple[str, ...]:
    """Single characters that Unicode's confusables take for the letter, small or capital."""
    alike = [each["c"] for form in (letter, letter.upper()) for each in confusables_data.get(form, ())]
    return tuple(c for c in alike if len(c) == 1 and not c.isascii() and c.isalpha())


def homoglyphs(word: str, rng: random.Random) -> str:
    written = [rng.choice(lookalikes(c)) if lookalikes(c) and rng.random() < 0.6 else c for c in word]
    at = rng.choice([place for place, c in enumerate(word) if lookalikes(c)] or [0])
    written[at] = rng.choice(lookalikes(word[at]) or (word[at],))
    return "".join(written)


def mathematical(word: str, rng: random.Random) -> str:
    return "".join(chr(0x1D41A + ord(c) - ord("a")) if "a" <= c <= "z" else c for c in word)


def marks(word: str, rng: random.Random) -> str:
    """Every letter with one or two combining marks, half of them composed."""
    written = "".join(
        c + "".join(rng.choices("\u0301\u0308\u0323\u0327\u0338\u20d7", k=rng.randint(1, 2))) for c in word
    )
    return unicodedata.normalize("NFC", written) if rng.random() < 0.5 else written


def simplified(word: str, rng: random.Random) -> str:
    return _converter("t2s").convert(word)


def traditional(word: str, rng: random.Random) -> str:
    return _converter("s2t").convert(word)


@cache
def _converter(how: str) -> OpenCC:
    return OpenCC(how)


def leet(word: str, rng: random.Random) -> str:
    """About half of the letters that leetspeak has a sign for, one at least."""
    places = [place for place, c in enumerate(word) if c in LEET]
    chosen = set(rng.sample(places, min(len(places), max(1, len(places) // 2))))
    return "".join(rng.choice(LEET[c]) if place in chosen else c for place, c in enumerate(word))


def separated(separator: str) -> Attack:
    def attack(word: str, rng: random.Random) -> str:
        return separator.join(word.replace(" ", ""))

    return attack


def repeated(word: str, rng: random.Random) -> str:
    """One to three letters, three to five times each."""
    places = [place for place, c in enumerate(word) if c.isalpha()]
    chosen = set(rng.sample(places, min(len(places), rng.randint(1, 3))))
    return "".join(c * rng.randint(3, 5) if place in chosen else c for place, c in enumerate(word))


def doubled(word: str, rng: random.Random) -> str:
    return "".join(c * 2 if c.isalpha() else c for c in word)


UNICODE: dict[str, Attack] = {
    "full width": fullwidth,
    "zero width": zero_width,
    "bidirectional marks": bidirectional,
    "look-alikes": homoglyphs,
    "mathematical bold": mathematical,
    "diacritics": marks,
    "Traditional to Simplified": simplified,
    "Simplified to Traditional": traditional,
}
DISGUISE: dict[str, Attack] = {
    "leetspeak": leet,
    **{f"separated by {'space' if each == ' ' else each}": separated(each) for each in SEPARATORS},
    "letters repeated": repeated,
    "all letters doubled": doubled,
}


# Hits


def plants(words: list[str], hosts: list[str], engine: Engine) -> list[Planted]:
    """Posts without a hit, each with a listed word put in that is found as it stands."""
    rng = random.Random(SEED)
    listed = {word: f"word-{number}" for number, word in enumerate(words)}
    found = []
    for host, word in zip(hosts, _drawn(words, rng), strict=False):
        before, after = _cut(host, rng)
        planted = Planted(before, word, after, listed[word])
        if exactly(engine, planted, word) == (True, True):
            found.append(planted)
    return found


def _drawn(words: list[str], rng: random.Random) -> Iterator[str]:
    """Latin and Han words in turns, five letters or three characters at least."""
    latin = [word for word in words if word.isascii() and len(word) >= 5]
    han = [word for word in words if not word.isascii()]
    while True:
        yield rng.choice(latin)
        yield rng.choice(han)


def _cut(host: str, rng: random.Random) -> tuple[str, str]:
    at = rng.choice([place for place, char in enumerate(host) if char == " "] or [0])
    return host[:at] + " ", " " + host[at:].lstrip()


def exactly(engine: Engine, planted: Planted, written: str) -> tuple[bool, bool]:
    """Whether the word's rule finds it, and whether at exactly the characters written."""
    start = len(planted.before)
    place = (start, start + len(written))
    verdict = engine.screen(Post(planted.before + written + planted.after), Context())
    spans = [(each.where.start or 0, each.where.end or 0) for each in verdict.findings if each.rule == planted.rule]
    return any(first < place[1] and place[0] < last for first, last in spans), place in spans


def attacked(engine: Engine, planted: list[Planted], attack: Attack) -> tuple[int, float, float]:
    """How many words the attack changes, up to 600, and the percentages found, and found exactly."""
    rng = random.Random(SEED)
    tried = [(each, written) for each in planted if (written := attack(each.word, rng)) != each.word][:HITS]
    answers = [exactly(engine, each, written) for each, written in tried]
    found, exact = (100 * sum(column) / len(answers) for column in zip(*answers, strict=True))
    return len(tried), found, exact


# Clean posts


def plainly(post: str, words: set[str]) -> bool:
    """Whether a listed word stands in the post as listed, as a plain search sees it."""
    small = post.lower()
    latin = "".join(c if c.isascii() and c.isalnum() else " " for c in small).split()
    pairs = {f"{a} {b}" for a, b in pairwise(latin)}
    han = {small[at : at + size] for size in (3, 4, 5) for at in range(len(small) - size + 1)}
    return bool(words & (set(latin) | pairs | han))


def hits_gained(engine: Engine, clean: list[str], attack: Attack | None) -> float:
    """Percent of clean posts with a hit, as they stand or rewritten word by word."""
    rng = random.Random(SEED_OF_CLEAN)
    texts = (
        clean if attack is None else [" ".join(attack(w, rng) if w else w for w in post.split(" ")) for post in clean]
    )
    return 100 * sum(bool(engine.screen(Post(text), Context())) for text in texts) / len(clean)


class Field(NamedTuple):
    """An engine over listed words, and posts with one of them."""

    engine: Engine
    planted: list[Planted]


def told_apart(made: Corpus) -> list[str]:
    """The words without those that are another word of the posts but for repeated letters.

    “Tomorow” in a list and “tomorrow” in a post are the same when letters are repeated, and no list would hold it.
    """
    spoken = {word for post in made.posts for word in re.findall("[a-z]+", post.lower())}
    squeezed = Counter(re.sub(r"(.)\1+", r"\1", word) for word in spoken)
    return [word for word in made.words if squeezed[re.sub(r"(.)\1+", r"\1", word)] < 2]


def fields(made: Corpus, listed: list[str]) -> tuple[Field, Field]:
    """The words as listed, and the same words listed in Simplified characters."""
    both = []
    for words in (listed, list(dict.fromkeys(_converter("t2s").convert(word) for word in listed))):
        engine = Engine(policy(words, [], ()))
        hosts = [post for post in made.posts[: 20 * HITS] if not engine.screen(Post(post), Context())]
        both.append(Field(engine, plants(words, hosts[: 6 * HITS], engine)))
    return both[0], both[1]


def main() -> None:
    made = corpus(arguments("What is found in disguise.").parse_args().data)
    words = told_apart(made)
    listed, in_simplified = fields(made, words)
    clean = [post for post in made.posts if not plainly(post, set(words))][:CLEAN]
    length = sum(map(len, clean)) / len(clean)
    print(f"{len(words):,} words listed, up to {HITS} hits an attack;")
    print(f"{len(clean):,} clean {made.origin} posts of {length:.0f} characters on average\n")
    lines, worst = [], {}
    for name, attack in {**UNICODE, **DISGUISE}.items():
        field = in_simplified if attack is traditional else listed
        tried, found, exact = attacked(field.engine, field.planted, attack)
        lines.append((name, tried, found, exact, hits_gained(field.engine, clean, attack)))
        worst[name] = min(found, exact)
    measure.table(("attack on the word", "hits", "found %", "exactly %", "clean posts hit %"), lines)
    gained = hits_gained(listed.engine, clean, None)
    bars = [measure.at_least(f"{name}, exact span", worst[name], 99, " %") for name in UNICODE]
    bars += [measure.at_least(f"{name}, exact span", worst[name], 95, " %") for name in DISGUISE]
    bars.append(measure.at_most(f"hits on {len(clean):,} clean posts", gained, 1, " %"))
    bars.append(measure.at_most("hits on clean posts rewritten", max(line[4] for line in lines), 1, " %"))
    measure.verdict(bars)


if __name__ == "__main__":
    main()
