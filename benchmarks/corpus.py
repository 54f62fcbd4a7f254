"""The posts, words and patterns that the benchmarks screen.

Three posts in four are English, one in five is Traditional Chinese, the rest mix both; a tenth has one piece of
personal data put in. Of the words, three in four are two-word names that hardly ever occur, a fifth are random Han
words, the rest occur. `--data DIR` takes real posts from labelled data sets instead of the made ones.

    python benchmarks/corpus.py [--data DIR]        prints what the corpus looks like
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import NamedTuple

import msgspec

from sayso.core.policy.model import Clause, Policy, Rule, Source

SEED = 1215
POSTS = 20_000
ENGLISH, CHINESE = 0.75, 0.20
PERSONAL = 0.10
WORDS, PATTERNS = 10_000, 300


class Corpus(NamedTuple):
    posts: list[str]
    words: list[str]
    patterns: list[str]
    planted: int
    """Posts with a piece of personal data put in."""
    origin: str


# Posts


def corpus(data: Path | None = None) -> Corpus:
    """The same 20,000 posts each time."""
    rng = random.Random(SEED)
    english = (_real_english(data, rng) if data else None) or [_english(rng) for _ in range(POSTS)]
    chinese = (_real_chinese(data, rng) if data else None) or [_chinese(rng) for _ in range(POSTS // 4)]
    posts = []
    for number in range(POSTS):
        share = number / POSTS
        if share < ENGLISH:
            posts.append(english[number % len(english)])
        elif share < ENGLISH + CHINESE:
            posts.append(chinese[number % len(chinese)])
        else:
            posts.append(rng.choice(chinese)[:40] + " " + english[number % len(english)][:60])
    rng.shuffle(posts)
    words = literals(WORDS, posts, rng)
    planted = rng.sample(range(POSTS), int(POSTS * PERSONAL))
    for number in planted:
        posts[number] = insert(posts[number], personal_datum(rng)[1], rng)[0]
    return Corpus(posts, words, patterns(PATTERNS), len(planted), "real" if data else "made")


def posts_made(count: int) -> list[str]:
    """Made posts alone, three in four English, the rest Chinese, without personal data."""
    rng = random.Random(SEED)
    return [_english(rng) if rng.random() < ENGLISH else _chinese(rng) for _ in range(count)]


def _real_english(data: Path, rng: random.Random) -> list[str] | None:
    found = [*_texts(data / "sentiment-en.train.jsonl.gz"), *_texts(data / "davidson.train.jsonl.gz")]
    rng.shuffle(found)
    return found or None


def _real_chinese(data: Path, rng: random.Random) -> list[str] | None:
    found = _texts(data / "cold-zh.train.jsonl.gz")
    rng.shuffle(found)
    if not found:
        return None
    from opencc import OpenCC

    convert = OpenCC("s2twp").convert
    return [convert(text) for text in found[: POSTS // 4]]


def _texts(path: Path) -> list[str]:
    if not path.is_file():
        return []
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [text for line in file if (text := json.loads(line)["text"])]


_COMMON = (
    "the to and a of in you for is it on we our that this with are be at your have not so all was just "
    "new what can if today get out time good day now people great week how they team about more will "
    "thanks love see who make first know best work year back want world there from need when life help "
    "live still really happy game tomorrow night morning looking another product customers store update "
    "launch support phone open order meeting summer coffee train friend photo video music weekend waiting "
    "answer question story market price charger battery release feature"
)
_TAILS = ("!", ".", "?", "", "", " :)", "...", " 😂")
_FANCY = (" 🎉🎉", "…", " ❤️", " 👍🏽", "” — so true")
_STARTS = ("", "", "", "", "RT @user: ", "@user ", "So ", "#Monday ", "lol ")


@cache
def _vocabulary() -> tuple[list[str], list[float]]:
    rng = random.Random(SEED)
    syllables = [c + v for c in ("b", "c", "d", "f", "gr", "l", "m", "n", "p", "r", "st", "t", "v") for v in "aeiou"]
    made = {"".join(rng.choices(syllables, k=rng.randrange(2, 5))) + rng.choice("snrdk") for _ in range(24_000)}
    common = _COMMON.split()
    words = common + sorted(made - set(common))
    weights = [1 / (rank + 2.7) for rank in range(len(words))]
    total, so_far = 0.0, []
    for weight in weights:
        total += weight
        so_far.append(total)
    return words, so_far


def _english(rng: random.Random) -> str:
    words, weights = _vocabulary()
    said = rng.choices(words, cum_weights=weights, k=rng.randrange(8, 27))
    text = rng.choice(_STARTS) + " ".join(said)
    if rng.random() < 0.15:
        text += " https://example.com/" + "".join(rng.choices("abcdefghkmnpqrstuvwxyz23456789", k=8))
    tail = rng.choice(_FANCY if rng.random() < 0.06 else _TAILS)
    return text[:1].upper() + text[1:] + tail


_WORDS_ZH = (
    "我們 大家 今天 明天 可以 已經 真的 還是 因為 所以 如果 時候 公司 產品 客服 訂單 活動 門市 週末 新品 "
    "上市 手機 電池 充電器 謝謝 希望 朋友 一起 台灣 台北 新竹 天氣 下雨 早安 加油 開箱 推薦 使用 更新 "
    "問題 處理 退款 收到 通知 報名 講座 員工 團隊 主管 會議 下班 捷運 便當 咖啡 照片 影片 分享 留言 抽獎 "
    "優惠 限時 免費 品質 服務 設計 顏色 尺寸 速度 感覺 喜歡"
)


@cache
def _han() -> list[str]:
    """The 5,401 frequent characters of Big5's first level, in the standard's own order."""
    found = []
    for lead in range(0xA4, 0xC7):
        for trail in (*range(0x40, 0x7F), *range(0xA1, 0xFF)):
            if (lead, trail) <= (0xC6, 0x7E):
                found.append(bytes((lead, trail)).decode("big5", "ignore"))
    return [char for char in found if char]


def _chinese(rng: random.Random) -> str:
    parts, known = [], _WORDS_ZH.split()
    for _ in range(rng.randrange(2, 6)):
        words = rng.choices(known, k=rng.randrange(2, 5))
        words.insert(rng.randrange(len(words)), "".join(rng.choices(_han(), k=rng.randrange(1, 4))))
        parts.append("".join(words))
    return "，".join(parts) + rng.choice("。！？～")


# Personal data


def insert(post: str, datum: str, rng: random.Random) -> tuple[str, int]:
    """The post with the datum in it, between words (at a space, or anywhere between Han characters), and where."""
    places = [0, len(post)]
    places += [i for i in range(1, len(post)) if post[i] == " " or (post[i] > "\u3000" and post[i - 1] > "\u3000")]
    at = rng.choice(places)
    return f"{post[:at]} {datum} {post[at:]}", at + 1


def personal_datum(rng: random.Random) -> tuple[str, str]:
    """What it is, and the datum."""
    label, make = rng.choice(
        (
            ("EMAIL_ADDRESS", _mail),
            ("CREDIT_CARD", _card),
            ("PHONE_NUMBER", _us_phone),
            ("PHONE_NUMBER", _tw_mobile),
            ("TW_ID", _tw_id),
            ("IP_ADDRESS", _ip),
            ("IBAN_CODE", _iban),
            ("API_KEY", _cloud_key),
        )
    )
    return label, make(rng)


def plain_number(rng: random.Random) -> str:
    """A number as posts are full of them, and nobody's personal data."""
    few, many = rng.randrange(2, 60), rng.randrange(1_000, 9_999_999)
    return rng.choice(
        (
            f"20{rng.randrange(20, 30)}-{rng.randrange(1, 13):02d}-{rng.randrange(1, 29):02d}", f"NT${many:,}", f"${few}.99",
            f"{few}:{rng.randrange(10, 60)}", f"{many:,}", f"{few}%", f"v{few}.{few + 3}.1", f"{few}-{few + 2}", f"#{many}",
            f"{few} x {few + 20} cm", f"{few}/{few + 1}", f"{few},{few + 7},{few + 9}", f"A{few}", f"({few}) {few + 4}",
            f"{rng.randrange(1990, 2030)}–{rng.randrange(2030, 2040)}", f"{few}萬{few}千元", f"第{few}集", f"{many}次",
        )
    )  # fmt: skip


def _digits(rng: random.Random, count: int) -> str:
    return "".join(rng.choices("0123456789", k=count))


def _mail(rng: random.Random) -> str:
    name = rng.choice(("mei.lin", "yt_chen", "support-desk", "k.liao"))
    return f"{name}{_digits(rng, 2)}@{rng.choice(('example.com', 'mail.example.tw', 'corp.example.org'))}"


def _card(rng: random.Random) -> str:
    body = rng.choice(("4", "51", "55")) + _digits(rng, 14)
    body = body[:15]
    number = body + _luhn_digit(body)
    joint = rng.choice(("", " ", "-"))
    return joint.join(number[i : i + 4] for i in range(0, 16, 4))


def _luhn_digit(body: str) -> str:
    """ISO/IEC 7812-1, annex B."""
    total = sum(sum(divmod(int(digit) * (2 - place % 2), 10)) for place, digit in enumerate(reversed(body)))
    return str(-total % 10)


def _us_phone(rng: random.Random) -> str:
    return f"+1 {rng.choice(('212', '415', '312'))}-{rng.randrange(220, 999)}-{_digits(rng, 4)}"


def _tw_mobile(rng: random.Random) -> str:
    return f"09{_digits(rng, 2)}-{_digits(rng, 3)}-{_digits(rng, 3)}"


def _tw_id(rng: random.Random) -> str:
    letters = "ABCDEFGHJKLMNPQRSTUVXYWZIO"
    letter, body = rng.choice(letters), rng.choice("12") + _digits(rng, 7)
    tens, ones = divmod(letters.index(letter) + 10, 10)
    total = tens + 9 * ones + sum(int(digit) * weight for digit, weight in zip(body, range(8, 0, -1), strict=True))
    return f"{letter}{body}{-total % 10}"


def _ip(rng: random.Random) -> str:
    return ".".join(str(rng.randrange(low, 255)) for low in (11, 0, 0, 1))


def _iban(rng: random.Random) -> str:
    """ISO 13616: 98 less the rest by 97 of the account and country in digits."""
    account = "MIDL" + _digits(rng, 14)
    rest = int("".join(str(int(char, 36)) for char in account + "GB00")) % 97
    return f"GB{98 - rest:02d}{account}"


def _cloud_key(rng: random.Random) -> str:
    return "AKIA" + "".join(rng.choices("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", k=16))


# Words and patterns


def literals(count: int, posts: list[str], rng: random.Random) -> list[str]:
    """Different phrases, lower case: 2 % rare words and 1 % Han words of the posts, 22 % random Han, 75 % two words."""
    seen = Counter(word for post in posts for word in re.findall(r"\b[a-z]{4,14}\b", post.lower()))
    words = sorted(seen)
    rare = [word for word in words if seen[word] <= 2 and len(word) >= 6]
    found = set(rng.sample(rare, min(len(rare), count // 50)))
    runs = [run for post in posts for run in re.findall("[\u4e00-\u9fff]{5,}", post)]
    while runs and len(found) < count * 3 // 100:
        run, length = rng.choice(runs), rng.randrange(3, 6)
        start = rng.randrange(len(run) - length + 1)
        found.add(run[start : start + length])
    while len(found) < count // 4:
        found.add("".join(rng.choices(_han(), k=rng.randrange(3, 6))))
    while len(found) < count:
        found.add(f"{rng.choice(words)} {rng.choice(words)}")
    return sorted(found)


_DO = ("assure", "claim", "certify", "confirm", "ensure", "guarantee", "leak", "pledge", "predict", "promise")
_WHAT = ("cures?", "delivery", "discounts?", "profits?", "refunds?", "results?", "returns?", "safety", "yields?")
_CLAIM_ZH = ("保證", "絕對", "百分之百", "永久", "立刻", "獨家", "內部", "機密", "未公開", "搶先")
_THING_ZH = ("獲利", "有效", "治癒", "見效", "上漲", "消息", "文件", "名單", "財報", "併購")
_WHO = ("our rival", "their product", "that party", "the ceo", "my manager", "the client", "finance",
        "the supplier", "our agency", "this vendor")  # fmt: skip
_BAD = ("fraud", "lawsuit", "layoffs?", "merger", "takeover", "breach", "bankrupt(?:cy)?", "corrupt", "liar", "salary",
        "fired", "scam")  # fmt: skip


def patterns(count: int) -> list[str]:
    """Patterns in the common part of RE2 and `re`: claims, claims in Chinese, and who is said to be what.

    None looks for what a detector finds already: a policy would not say that twice.
    """
    claims = [rf"\b{do}(?:s|d|ed|ing)? (?:[a-z]{{1,12}} ){{0,2}}{what}\b" for do in _DO for what in _WHAT]
    chinese = [rf"{claim}.{{0,6}}{thing}" for claim in _CLAIM_ZH for thing in _THING_ZH]
    said = [rf"\b{who}\b.{{0,20}}\b{bad}\b" for who in _WHO for bad in _BAD]
    return [*claims, *chinese, *said][:count]


def more_patterns(count: int) -> list[str]:
    """As many patterns as wanted, of the same shapes over made words."""
    rng = random.Random(SEED)
    words, _ = _vocabulary()
    found = patterns(PATTERNS)
    while len(found) < count:
        a, b = rng.sample(words[200:], 2)
        found.append(rng.choice((rf"\b{a}(?:s|ed)? (?:[a-z]{{1,12}} ){{0,2}}{b}\b", rf"\b{a}\b.{{0,20}}\b{b}\b")))
    return found[:count]


# The policy over them

DETECTORS = (
    "email", "phone", "tw-id", "hk-id", "cn-id", "us-ssn", "uk-nino", "card-number", "iban", "ip-address", "api-key",
    "private-key", "password", "lookalike-link", "punycode-link", "mixed-script-link", "userinfo-link", "ip-link",
    "shortener-link", "credential-request",
)  # fmt: skip
"""What a policy asks for: the names that stand for several detectors, and not each of their parts again."""


def policy(words: list[str], expressions: list[str], detectors: tuple[str, ...] = DETECTORS) -> Policy:
    """One rule for each word and each pattern, and one for all detectors."""
    rules = [_rule(f"word-{number}", Source("terms", (word,))) for number, word in enumerate(words)]
    rules += [_rule(f"pattern-{number}", Source("pattern", (each,))) for number, each in enumerate(expressions)]
    if detectors:
        rules.append(_rule("personal-data", Source("builtin", detectors)))
    clause = Clause("bench", "1", {"en": "A clause", "zh-Hant": "條款"}, {"en": "Text.", "zh-Hant": "內文。"})
    return Policy("2026.1", ("en", "zh-Hant"), (clause,), tuple(rules), country="TW", zone="Asia/Taipei")


def _rule(name: str, source: Source) -> Rule:
    say = {"en": "“{match}” needs a second look.", "zh-Hant": "「{match}」請再確認一次。"}
    return Rule(name, "bench", "warn", say, find=(source,))


def rows(posts: list[str]) -> bytes:
    """The posts as `sayso check` reads them, one JSON value a line."""
    return b"\n".join(msgspec.json.encode({"id": str(n), "text": post}) for n, post in enumerate(posts))


def arguments(about: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("--data", type=Path, help="folder with labelled data sets; without it the posts are made up")
    return parser


def main() -> None:
    made = corpus(arguments("Describe the corpus.").parse_args().data)
    sizes = sorted(len(post) for post in made.posts)
    print(f"{made.origin}: {len(made.posts):,} posts, {sum(sizes) / len(sizes):.0f} characters on average,")
    print(f"median {sizes[len(sizes) // 2]}, {sum(post.isascii() for post in made.posts):,} ASCII only,")
    print(f"{sum(len(post.encode()) for post in made.posts) / 1e6:.2f} MB, {made.planted:,} with personal data,")
    print(f"{len(made.words):,} words, {len(made.patterns)} patterns")


if __name__ == "__main__":
    main()
