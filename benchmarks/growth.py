"""How time grows: with the rules, with a post's length, and with posts made to hurt.

python benchmarks/growth.py [--data DIR]
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import NamedTuple

import msgspec

import measure
from corpus import SEED, Corpus, arguments, corpus, more_patterns, policy, rows
from sayso.core.policy.model import Lexicon, Policy, Rule, Source, Term
from sayso.core.post import Context, Post
from sayso.core.screening.engine import Engine
from sayso.core.screening.rows import screen_rows

CHUNK = 4_000
HOSTILE = 100_000
"""Bytes of each post made to hurt."""


class Growth(NamedTuple):
    what: str
    small: float
    large: float

    @property
    def times(self) -> float:
        return self.large / self.small


# With the rules


def by_rules(made: Corpus) -> Growth:
    """Seconds for 4,000 posts under 1,030 and under 10,300 rules, in turns."""
    few, many = (Engine(_sized(made, share)) for share in (10, 1))
    posts = rows(made.posts[:CHUNK])
    pairs = [[measure.cpu(lambda one=one: screen_rows(one, posts, at=None)) for one in (few, many)] for _ in range(7)]
    return Growth("10 x the rules", *map(min, zip(*pairs, strict=True)))


def _sized(made: Corpus, share: int) -> Policy:
    patterns = more_patterns(300)
    random.Random(SEED).shuffle(patterns)
    return policy(made.words[::share], patterns[: 300 // share])


# With the length


def by_length(made: Corpus, engine: Engine) -> Growth:
    """Seconds a character of posts of 2,800 and of 280,000 characters of the same kind of text."""
    text = " ".join(made.posts)
    long = Post(text[:280_000])
    short = [Post(text[start : start + 2_800]) for start in range(0, 280_000, 2_800)]
    context = Context()
    pairs = [
        (
            measure.cpu(lambda: [engine.screen(post, context) for post in short]),
            measure.cpu(lambda: engine.screen(long, context)),
        )
        for _ in range(5)
    ]
    return Growth("100 x the length, per character", *map(min, zip(*pairs, strict=True)))


# Made to hurt


def hostile(words: list[str]) -> dict[str, str]:
    """Texts of 100,000 bytes: what is repeated in each."""
    rng = random.Random(SEED)
    latin = [word for word in words if word.isascii()]
    marks = "".join(chr(code) for code in range(0x300, 0x340))
    repeated = {
        "one digit": "1",
        "all digits": "1234567890",
        "digits with joints": "4-1 1.1 1-1 ",
        "valid cards": "4111111111111111 ",
        "valid cards run together": "4111111111111111",
        "phone numbers": "0912-345-678 ",
        "plus signs": "+1",
        "addresses of machines": "1.2.3.4.",
        "at signs": "@",
        "half a mail address": "a@a.",
        "mail addresses": "mei@example.com ",
        "account numbers": "GB82WEST12345698765432 ",
        "half a key": "AKIA",
        "tokens": "eyJhbGciOi.",
        "password": "password: ",
        "private key": "-----BEGIN PRIVATE KEY-----",
        "links": "https://a.b/ ",
        "links with users": "http://a:b@",
        "punycode": "http://xn--a.xn--b.",
        "www": "www.",
        "slashes": "/",
        "dots": ".",
        "quotation marks": "「",
        "quotes in quotes": "\"'",
        "separators": "-_.*",
        "separated letters": "a-b.c_d*",
        "spaced letters": "a b c ",
        "one letter": "a",
        "two letters": "ab",
        "doubled letters": "aabbcc",
        "leet": "5h3110 w0r1d ",
        "leet signs": "1!|i",
        "one word": latin[0] + " ",
        "one word without spaces": latin[0].replace(" ", ""),
        "half a word": latin[len(latin) // 2][:-1],
        "word nearly near": "yield 1234 ",
        "near words": "yield % ",
        "excepted": "first step first ",
        "upper case": "KESTREL kestrel ",
        "Han": "保證獲利",
        "half a Han match": "保證",
        "Traditional": "臺灣國語",
        "long expansions": "ﷺ",
        "ligatures": "ﬃ㍿",
        "zero-width": "\u200b",
        "letters with zero-width": "a\u200b",
        "right to left": "\u202e",
        "marks": "a" + marks,
        "marks alone": "\u0301",
        "white space": " ",
        "lines": "\r\n",
        "family": "👩‍👩‍👧‍👦",
        "NUL": "\x00",
        "half a surrogate pair": "\ud83d",
        "noncharacter": "\U0010ffff",
    }
    made = {name: (text * HOSTILE)[: HOSTILE // _width(text)] for name, text in repeated.items()}
    made["all words"] = " ".join(latin)[:HOSTILE]
    made["halves of all words"] = " ".join(word[:-1] for word in latin)[:HOSTILE]
    made["all words in leet"] = " ".join(latin)[:HOSTILE].translate(str.maketrans("oieast", "013@5+"))
    made["all words separated"] = ".".join("".join(latin))[:HOSTILE]
    made["noise"] = "".join(chr(rng.randrange(0x20, 0xD7FF)) for _ in range(HOSTILE // 3))
    made["ASCII noise"] = "".join(chr(rng.randrange(0x21, 0x7F)) for _ in range(HOSTILE))
    return made


def _width(text: str) -> int:
    """Bytes a character, rounded up."""
    return -(-len(text.encode("utf-8", "surrogatepass")) // len(text))


def harder(base: Policy) -> Policy:
    """The policy with a lexicon that uses all a term can say, and rules with conditions on the text."""
    terms = (
        Term("yield", near=("%", "成"), within=8),
        Term("first", also=("第一",)),
        Term("Kestrel", also=("紅隼",), case="exact"),
        Term("a" * 12),
        Term("ab" * 6),
    )
    lexicon = Lexicon("hard", terms, excepting=("first step", "第一次"))
    say = {"en": "“{match}”", "zh-Hant": "「{match}」"}
    found = Rule("hard", "bench", "warn", say, find=(Source("lexicon", ("hard",)),))
    missing = Rule("missing", "bench", "warn", say, require=(Source("terms", ("signed by nobody",)),))
    slow = Rule("wide", "bench", "warn", say, find=(Source("pattern", (r"a.{0,50}b.{0,50}c", r"(?:[a-z]+ ?){3}!")),))
    return msgspec.structs.replace(base, rules=(*base.rules, found, missing, slow), lexicons=(lexicon,))


def slowest(engine: Engine, texts: dict[str, str]) -> list[tuple[str, float, int]]:
    """Name, milliseconds by the clock (the better of two) and findings of each text, slowest first."""
    context, taken = Context(), []
    for name, text in texts.items():
        post = Post(text)
        verdict = engine.screen(post, context)
        best = min(_clock(lambda post=post: engine.screen(post, context)) for _ in range(2))
        taken.append((name, best * 1e3, len(verdict.findings)))
    return sorted(taken, key=lambda line: -line[1])


def _clock(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def main() -> None:
    made = corpus(arguments("How time grows.").parse_args().data)
    measure.pin()
    print(f"{made.origin} posts, {measure.machine()}\n")
    full = policy(made.words, made.patterns)
    rules, length = by_rules(made), by_length(made, Engine(full))
    measure.table(
        ("growth", "small, s", "large, s", "times"),
        [(each.what, each.small, each.large, each.times) for each in (rules, length)],
    )
    texts = hostile(made.words)
    hurt = slowest(Engine(harder(full)), texts)
    print(f"\n{len(texts)} posts of 100 kB made to hurt, the ten slowest:\n")
    measure.table(("what is repeated", "ms", "findings"), hurt[:10])
    measure.verdict(
        [
            measure.at_most("10 x the rules, times as long", rules.times, 1.25),
            measure.at_most("100 x the length, times as long per character", length.times, 1.2),
            measure.at_most("slowest post of 100 kB", hurt[0][1], 50, " ms"),
        ]
    )


if __name__ == "__main__":
    main()
