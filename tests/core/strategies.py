"""Policies, posts and contexts made by chance, dense with words that meet, overlap and nearly match.

Everything is drawn from a `random.Random`, so that hypothesis and a seeded loop share one source.
"""

from __future__ import annotations

import random
import unicodedata
from datetime import date, datetime, timedelta, timezone
from functools import cache

import msgspec
from hypothesis import strategies as st

from sayso.core.fold import Batch, fold_char
from sayso.core.policy.model import (
    LEVELS,
    Clause,
    Exemption,
    Fix,
    Lexicon,
    NumberFormat,
    Policy,
    Role,
    Rule,
    Source,
    Term,
    When,
    Window,
)
from sayso.core.post import Context, Image, Post
from sayso.core.screening.disguise import LEET
from sayso.core.screening.kinds import DETECTORS

LATIN = (
    "ad", "cat", "cats", "concat", "scatter", "kestrel", "rel", "est", "wisp 65", "project k", "eps", "yield rate",
    "safest", "e-mail", "a_b", "#ad", "@mei", "c++", "100% safe", "3a", "Straße", "señor", "fish", "IBM", "Q4",
    "stone", "idiots", "guidance",
)  # fmt: skip
HAN = (
    "紅隼", "隼", "良率", "第一", "第一次", "保證獲利", "臺灣", "台", "國家機密", "機密", "小充", "裡面", "㈱潮井",
    "カメラ", "한국", "ไทย", "ㄅㄆ", "圖：", "最安全",
)  # fmt: skip
FILLERS = (
    "the", "bird", "is", "over", "now", "%", "92%", "成", "下個月", "就要", "發表", "了", "x", "_", "1", "42", "it's",
    "https://example.com/a", "www.example.org", "#", "！", "「", "」", "ok", "一", "次", "😀", "👩🏽‍💻", "é",
    "I work here", "\x00", "\ud83d", "\U0010ffff", "½", "㍿", "ß", "ﬁ",
)  # fmt: skip
PERSONAL = (
    "mei.lin@example.com", "0912-345-678", "4111 1111 1111 1111", "A123456789", "192.0.2.7", "+1 212-555-0147",
    "GB82 WEST 1234 5698 7654 32", "AKIAIOSFODNN7EXAMPLE", "password: hunter22", "N-20417", "TW00042", "B-2041", "ISBN 0306406152",
    "your password please", "123-45-6789",
)  # fmt: skip
"""What detectors and a company's own number formats look for."""
OFTEN_MET = ("email", "phone", "card-number", "api-key", "ip-address", "tw-id", "iban", "link")
LINKS = (
    "https://tidewell.example/a?b=1", "http://evil.example", "www.tidewell.example", "https://tidewell.example@evil.example/",
    "https://tide-well.example:8080/x", "bit.ly/abc", "http://192.0.2.7/", "https://xn--tdewell-9za.example.", "tidewell.com",
    "https://news.tidewell.example,", "HTTPS://Evil.Example/tidewell.example",
)  # fmt: skip
TALK = (
    "We have not been paid for our overtime. ", "My manager fired everyone who joined the union! ", "加班費都沒有給。",
    "主管叫我們下班打卡再回來加班！", "Wages here are too low. ", "大家一起組工會吧。", "What a nice day. ", "充電器很好用。",
)  # fmt: skip
"""What employees may say, and a little of what is nothing of the sort."""
JOINTS = ("", "", " ", " ", " ", "  ", "\u3000", "\n", "，", ". ", "\u200b", "-", "/", "_", "a", "9")
INVISIBLE = ("\u200b", "\u200d", "\u00ad", "\u2060", "\ufeff", "\u202e", "\u2066", "\u180e", "\ufe0f", "\U000e0041")
MARKS = ("\u0301", "\u0308", "\u0323", "\u0338", "\u20dd", "\u0e31")
LOOKALIKES = {
    "a": "ɑαаАᎪꓮ", "b": "ЬВᏴΒꓐ", "c": "ᴄсⲥСᏟ", "d": "ԁᏧᎠꓓ", "e": "еꬲҽЕΕ", "f": "ꞙϜꓝ", "g": "ɡցԌᏀ", "h": "һհНΗᎻ",
    "i": "ıɩіιᎥ", "j": "јϳЈꓙ", "k": "КΚᏦⲔ", "l": "ⳐᏞᒪꓡ", "m": "МΜᎷꓟ", "n": "ոռΝꓠ", "o": "оοօОΟ", "p": "рρРΡᏢ",
    "q": "ԛգզ", "r": "гᴦᏒꓣ", "s": "ѕꜱЅՏꓢ", "t": "ТΤᎢꓔ", "u": "ᴜսՍꓴ", "v": "νѵᴠѴꓦ", "w": "ѡԝᴡԜᎳ", "x": "хХΧⲬ",
    "y": "уγүУΥҮ", "z": "ᴢꮓΖᏃꓜ",
}  # fmt: skip
"""Letters of other scripts that Unicode's confusables (UTS 39) take for the Latin one, some of each."""
NEAR = ("%", "成", "now", "紅", "is", "the bird")
PATTERNS = (
    r"\bcat[a-z]*\b", r"[0-9]{2,3}%", r"k.strel", r"保證.{0,4}利", r"(?:ad|add|adder)", r"\bq[1-4]\b", r"國家|機密",
    r"a+b?", r"[^a-z ]{3}", r"é.?", r"\bthe (?:bird|cat)s?\b", r"x*", r"第(?:一|二)+", r"s{2}", r"$", r"台.台?",
)  # fmt: skip
DAYS = tuple(date(2026, 12, day) for day in (1, 9, 10, 11, 31))
ZONES = ("UTC", "Asia/Taipei", "America/New_York")
TEAMS = ("legal", "finance", "responders")
PEOPLE = ("mei.lin", "alex.chen", "stranger", "legal", "")


def worlds() -> st.SearchStrategy[random.Random]:
    """A source of chance that a failure names by its seed; ten times as fast as one whose every draw can shrink."""
    return st.randoms(use_true_random=True)


folds_to = cache(fold_char)


def some(rng: random.Random, options: tuple[str, ...], most: int, least: int = 0) -> tuple[str, ...]:
    return tuple(rng.choices(options, k=rng.randint(least, most)))


# Policies


def a_term(rng: random.Random) -> Term:
    near = some(rng, NEAR, 2, 1) if rng.random() < 0.25 else ()
    return Term(
        rng.choice(LATIN + HAN),
        also=some(rng, LATIN + HAN, 2) if rng.random() < 0.3 else (),
        near=near,
        within=rng.randrange(9) if near else 0,
        until=rng.choice(DAYS) if rng.random() < 0.2 else None,
        instead={"en": rng.choice(("it", "our next product"))} if rng.random() < 0.4 else None,
        case="exact" if rng.random() < 0.15 else "any",
    )


def a_lexicon(rng: random.Random, name: str) -> Lexicon:
    terms = tuple(a_term(rng) for _ in range(rng.randint(1, 5)))
    excepting = some(rng, ("第一次", "scatter the", "a kestrel", "concat", "機密 over"), 2)
    return Lexicon(name, terms, excepting=excepting, secret=rng.random() < 0.2)


def a_source(rng: random.Random) -> Source:
    kind = rng.choice(
        ("lexicon", "lexicon", "lexicon", "terms", "terms", "pattern", "pattern", "detector", "detector", "link")
    )
    if kind == "lexicon":
        return Source("lexicon", some(rng, ("one", "two"), 2, 1))
    if kind == "terms":
        return Source("terms", some(rng, LATIN + HAN, 3, 1))
    if kind == "pattern":
        return Source("pattern", some(rng, PATTERNS, 2, 1))
    if kind == "link":
        return Source(rng.choice(("link_to", "link_outside")), some(rng, ("tidewell.example", "evil.example"), 2, 1))
    if rng.random() < 0.3:
        return Source("number", some(rng, ("order", "badge", "book"), 2, 1))
    return Source("builtin", some(rng, rng.choice((OFTEN_MET, tuple(DETECTORS))), 3, 1))


def an_image_source(rng: random.Random) -> Source:
    return Source("image", some(rng, ("without-alt", "without-credit"), 2, 1))


def sources(rng: random.Random, most: int, least: int = 0) -> tuple[Source, ...]:
    return tuple(a_source(rng) for _ in range(rng.randint(least, most)))


def a_when(rng: random.Random) -> When:
    """Mostly one or two conditions: more would hardly ever hold."""
    conditions: dict[str, tuple[str, ...]] = {}
    options: dict[str, tuple[str, ...]] = {
        "account": ("personal", "company"),
        "channel": ("facebook", "bluesky"),
        "replying_to": ("complaint", "press"),
        "by": ("legal", "staff", "employee"),
        "by_not": ("legal", "staff"),
        "trained": ("privacy", "replies"),
        "trained_not": ("privacy", "replies"),
        "has": ("image", "link", "video"),
        "window": ("quiet", "launch", "named"),
        "given": ("incident", "other"),
        "lang": ("en", "zh-Hant"),
    }
    for name in rng.sample(sorted(options), rng.choice((0, 0, 0, 1, 1, 2))):
        conditions[name] = some(rng, options[name], 2, 1)
    return When(**conditions)  # type: ignore[arg-type]


def a_fix(rng: random.Random) -> Fix | None:
    return rng.choice(
        (
            None,
            Fix(lexicon=True),
            Fix(replace_with={"en": "it", "zh-Hant": "它"}),
            Fix(append={"en": " #ad", "zh-Hant": "（廣告）"}),
            Fix(delete=True),
        )
    )


SAY = {"en": "“{match}” is not for here.", "zh-Hant": "「{match}」不適合。"}
SAY_WHAT = {"en": "“{match}” is a {kind}, and not for here.", "zh-Hant": "「{match}」是{kind}，不適合。"}


def things_to_find(rng: random.Random) -> tuple[Source, ...]:
    if rng.random() < 0.05:
        return (an_image_source(rng),)
    return (*sources(rng, 3, 1), an_image_source(rng)) if rng.random() < 0.05 else sources(rng, 3, 1)


def a_rule(rng: random.Random, name: str) -> Rule:
    shape = rng.choice(("find", "find", "find", "find", "require", "context"))
    when = a_when(rng)
    if rng.random() < 0.2:
        when = msgspec.structs.replace(when, mentions=sources(rng, 2, 1))
    verdict = rng.choice(LEVELS[1:])
    find = things_to_find(rng) if shape == "find" else ()
    named = bool(find) and all(source.kind in ("builtin", "number") for source in find)
    return Rule(
        name,
        rng.choice(("c.one", "c.two")),
        verdict,
        SAY_WHAT if named else SAY,
        when=when,
        find=find,
        require=sources(rng, 2, 1) if shape == "require" else (),
        unless=sources(rng, 1, 1) if rng.random() < 0.15 else (),
        to=rng.choice(TEAMS) if verdict in ("approve", "hand-over") else None,
        fix=a_fix(rng) if shape != "context" else None,
        owes=rng.choice((None, None, "disclosure", "credit", "redaction")),
        shadow=rng.random() < 0.1,
    )


def an_exemption(rng: random.Random, name: str, rules: tuple[Rule, ...]) -> Exemption:
    return Exemption(
        name,
        rng.choice(rules).id,
        owner="legal",
        until=rng.choice(DAYS),
        reason="agreed",
        when=a_when(rng),
        match=some(rng, LATIN + HAN, 3, 1) if rng.random() < 0.4 else (),
    )


def a_policy(rng: random.Random) -> Policy:
    rules = tuple(a_rule(rng, f"r{number}") for number in rng.sample(range(20), rng.randint(1, 8)))
    return Policy(
        "2026.1",
        ("zh-Hant", "en"),
        clauses=(
            Clause("c.one", "1.1", {"en": "One", "zh-Hant": "一"}, {"en": "One.", "zh-Hant": "一。"}),
            Clause("c.two", "1.2", {"en": "Two", "zh-Hant": "二"}, {"en": "Two.", "zh-Hant": "二。"}),
        ),
        rules=rules,
        lexicons=(a_lexicon(rng, "one"), a_lexicon(rng, "two")),
        roles=(
            Role("legal", members=("mei.lin",)),
            Role("staff", members=("mei.lin", "alex.chen")),
            Role("employee", everyone=True),
        ),
        channels=("facebook", "bluesky"),
        windows=(
            Window("quiet", before={"report": 2, "nothing": 9}, owner="finance"),
            Window("launch", starts=date(2026, 12, 9), ends=date(2026, 12, 10)),
            Window("named"),
        ),
        calendar={"report": (date(2026, 12, 11), date(2026, 12, 31))},
        exceptions=tuple(an_exemption(rng, f"e{number}", rules) for number in range(rng.randrange(3))),
        protected_speech=rng.random() < 0.5,
        zone=rng.choice(ZONES),
        numbers=(
            NumberFormat("order", ("N-#####",), {"en": "order number", "zh-Hant": "訂單編號"}),
            NumberFormat("badge", ("@@#####", "B-####"), {"en": "badge", "zh-Hant": "員工編號"}, "none"),
            NumberFormat("book", ("##########",), {"en": "book", "zh-Hant": "書號"}, "mod11"),
        ),
        country=rng.choice(("TW", "US", "")),
        domains=rng.choice(((), ("tidewell.example",))),
        names=rng.choice(((), ("Tidewell", "潮井"))),
    )


# Posts


@cache
def traditional() -> dict[str, tuple[str, ...]]:
    """Han characters by the one they fold to: other ways to write the same."""
    alike: dict[str, list[str]] = {}
    every = Batch([chr(code) for code in range(0x4E00, 0xA000)])
    for char, start, end in zip(every.texts, every.starts.tolist(), every.ends.tolist(), strict=True):
        alike.setdefault(every.text[start:end], []).append(char)
    return {folded: tuple(chars) for folded, chars in alike.items() if len(chars) > 1}


def unfold(rng: random.Random, char: str) -> str:
    """Something that folds to the same as `char`, as often as not in full width, with marks or invisibles."""
    ways = [char, char.upper() if folds_to(char.upper()) == folds_to(char) else char]
    if "!" <= char <= "~":
        ways.append(chr(ord(char) + 0xFEE0))
    if char.isascii() and char.isalpha():
        ways.append(chr((0x1D400 if char.isupper() else 0x1D41A) + ord(char.lower()) - ord("a")))
        ways.append(char + rng.choice(MARKS))
        ways.append(unicodedata.normalize("NFC", char + "\u0301"))
    ways += traditional().get(folds_to(char), ())
    return rng.choice(ways) + (rng.choice(INVISIBLE) if rng.random() < 0.1 else "")


def disguise(rng: random.Random, word: str) -> str:
    """The word with leetspeak, gaps and repeated letters, some of each; often the word no more."""
    gap, density = rng.choice(("", "", " ", ".", "-", "--", " - ", "*", "    ", "/")), rng.choice((0.0, 0.2, 1.0))
    written = []
    for char in word:
        sign = rng.choice(LEET.get(char, char)) if rng.random() < 0.3 else char
        times = rng.choice((2, 3, 4)) if rng.random() < 0.2 else 1
        written.append(sign * times + (gap if rng.random() < density else ""))
    return "".join(written)


def a_text(rng: random.Random, most: int = 9) -> str:
    parts = []
    for _ in range(rng.randint(0, most)):
        part = rng.choice(rng.choices((LATIN, HAN, FILLERS, NEAR, PERSONAL, LINKS, TALK), (6, 6, 6, 5, 5, 2, 2))[0])
        if rng.random() < 0.15:
            part = disguise(rng, part)
        if rng.random() < 0.3:
            part = "".join(unfold(rng, char) for char in part)
        parts += [part, rng.choice(JOINTS)]
    return "".join(parts)


def an_image(rng: random.Random) -> Image:
    return Image(alt=a_text(rng, 2), text=a_text(rng, 3), credit=rng.choice(("", "mei")))


def a_post(rng: random.Random) -> Post:
    return Post(
        a_text(rng),
        images=tuple(an_image(rng) for _ in range(rng.choice((0, 0, 0, 1, 2)))),
        has=some(rng, ("video", "poll", "image"), 1),
        lang=rng.choice(("", "", "en", "zh-Hant")),
    )


def a_time(rng: random.Random) -> datetime | date | None:
    day = rng.choice(DAYS)
    noon = datetime(day.year, day.month, day.day, 12)  # noqa: DTZ001 - a time without a zone is one of the cases
    late = timedelta(hours=rng.randrange(-14, 14))
    return rng.choice((None, day, noon + late, noon.replace(tzinfo=timezone(timedelta(hours=-9))) + late))


def a_context(rng: random.Random) -> Context:
    return Context(
        by=rng.choice(PEOPLE),
        roles=some(rng, ("legal", "staff"), 1),
        trained=some(rng, ("privacy", "replies"), 1),
        account=rng.choice(("", "", "personal", "company")),
        channel=rng.choice(("", "facebook", "bluesky")),
        replying_to=rng.choice(("", "complaint", "press")),
        at=a_time(rng),
        given=some(rng, ("incident", "quiet", "named"), 1),
    )
