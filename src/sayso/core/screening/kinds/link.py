"""Links that pretend: hosts that imitate, hide what they are, or lead somewhere unseen; and requests for credentials."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, partial
from typing import NamedTuple

from sayso.core.screening.kinds.detector import Detector, Hit, Nominee, Setting
from sayso.core.screening.kinds.nearby import cues, either, folded, written
from sayso.core.screening.verdict import Sure

# Finding a link. With a scheme any host counts; without one, a host that ends like one.

_TOPS = (
    "com|net|org|edu|gov|mil|int|info|biz|name|io|co|ai|app|dev|xyz|top|shop|store|site|online|club|vip|icu|win|live|link|"
    "click|work|xin|cc|tv|me|ly|gl|gd|to|eu|us|uk|tw|hk|cn|jp|kr|sg|my|th|vn|ph|id|in|au|nz|ca|mx|br|ar|cl|de|fr|it|"
    "es|pt|nl|be|ch|at|se|no|dk|fi|pl|cz|hu|ro|gr|ru|ua|tr|il|ae|sa|za|ke|ng|tk|ml|ga|cf|gq|pw|ws|is|im|tel|pro|life|"
    "world|today|page|cloud|tech|space|fun|blog|news|asia|finance|bank|support|help|email|media|group|agency|company|"
    "taipei|moe|gg|st|be|la|lt|sh|so|ee|lv|example|test|invalid"
)
_LETTER = r"a-z0-9\p{Cyrillic}\p{Greek}\p{Armenian}\p{Cherokee}\p{Georgian}"
_LABEL = rf"[{_LETTER}](?:[{_LETTER}_-]*[{_LETTER}])?"
_PATH = r"(?::[0-9]{1,5})?(?:[/?#][a-z0-9/?#%&=+~._:;,!$'*@()-]*)?"
_ANY_HOST = r"[^ /?#\\<>\"'(){}|,;!。、「」『』【】《》()]+"
SCHEMED = rf"\bhttps?:[/\\]{{2}}{_ANY_HOST}{_PATH}"
BARE = rf"\b(?:{_LABEL}\.)+(?:{_TOPS}|xn--[a-z0-9-]+)\b{_PATH}"
PATTERNS = (SCHEMED, BARE)
"""Nominate links in folded text; every check below starts from one of their matches."""


class Link(NamedTuple):
    """A link taken apart. `host` is folded, `shown` as the writer typed it."""

    start: int
    end: int
    host: str
    shown: str
    userinfo: str
    path: str
    schemed: bool


def _authority(text: str) -> tuple[str, str, str]:
    """Scheme, authority and the rest of a link's text."""
    found = re.match(r"(https?:[/\\]{2})?([^/?#\\]*)(.*)$", text, re.IGNORECASE | re.DOTALL)
    return (found[1] or "", found[2], found[3]) if found else ("", text, "")


def _cut(host: str) -> str:
    """`host` up to where a top-level domain in Latin letters ends and a sentence in Han characters goes on."""
    found = re.match(r"((?:[^.]*\.)*[a-z][a-z0-9-]*)[^a-z0-9.-]", host, re.IGNORECASE)
    return found[1] if found and "." in found[1] and host[len(found[1])] > "\u2e7f" else host


def link_of(nominee: Nominee) -> Link | None:
    """The link a match of `PATTERNS` stands for, without the sentence's own punctuation; None: part of an address."""
    text = nominee.text[nominee.start : nominee.end]
    if nominee.start and nominee.text[nominee.start - 1] in "@._/-" and not text.startswith("http"):
        return None
    scheme, authority, rest = _authority(text)
    userinfo, _, host = authority.rpartition("@")
    whole = _cut(host)
    if whole != host:
        rest = ""
    bare = whole if whole.startswith("[") else re.sub(r":[0-9]*$", "", whole).rstrip(".-:*_")
    shown = _authority(written(nominee))[1].rpartition("@")[2]
    kept = len(scheme) + len(authority) - len(host) + len(bare if not rest else whole) + len(rest.rstrip(".,:;!'*)"))
    if not bare or (not scheme and nominee.text[nominee.end : nominee.end + 1] == "@"):
        return None
    return Link(nominee.start, nominee.start + kept, bare, shown[: len(bare)], userinfo, rest, bool(scheme))


def under(host: str, domain: str) -> bool:
    """Whether `host` is `domain` or one of its subdomains."""
    return host == domain or host.endswith("." + domain)


_SECOND = frozenset(["com", "co", "org", "net", "gov", "edu", "ac", "idv", "gob", "or", "ne", "go", "game", "ebiz", "club", "mil", "ltd", "plc", "sch"])


def registered(host: str) -> tuple[str, ...]:
    """The labels under which a host is registered, subdomains left out: ``("paypal", "com")``, ``("bank", "com", "tw")``."""
    labels = host.split(".")
    deep = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND
    return tuple(labels[-3:] if deep else labels[-2:])


def _hit(link: Link, sure: Sure) -> Hit:
    return Hit(link.start, link.end, sure)


def _any(nominee: Nominee) -> Hit | None:
    link = link_of(nominee)
    return _hit(link, "certain" if link.schemed else "likely") if link else None


def any_link(setting: Setting) -> Detector:
    """Every link."""
    return Detector("link", {"en": "link", "zh-Hant": "連結"}, PATTERNS, _any, chars=".:")


# Names shown otherwise than they are.


def shows(host: str) -> str:
    """`host` with ``xn--`` labels decoded (RFC 3492): what a browser may show. Labels that do not decode stay."""
    return ".".join(map(_decoded, host.split(".")))


def _decoded(label: str) -> str:
    if not label.startswith("xn--") or len(label) > 63:
        return label
    try:
        return label[4:].encode("ascii").decode("punycode")
    except (UnicodeError, OverflowError):
        return label


def _punycode(owned: Owned, nominee: Nominee) -> Hit | None:
    """Certain where what is shown reads like another, plain name (аpple for apple); else likely."""
    link = link_of(nominee)
    if link is None or "xn--" not in link.host or owned.owns(link.host):
        return None
    if not any(label.startswith("xn--") for label in link.host.split(".")):
        return None
    shown = shows(link.host)
    return _hit(link, "certain" if shown != link.host and folded(shown).isascii() else "likely")


def punycode_link(setting: Setting) -> Detector:
    """Links whose host is written in punycode (``xn--``) and therefore shows another name than it is."""
    label = {"en": "link that hides its real name", "zh-Hant": "隱藏真正名稱的連結（Punycode）"}
    return Detector("punycode-link", label, PATTERNS, partial(_punycode, Owned.of(setting)), chars="-")


_TOGETHER = (
    frozenset({"LATIN", "CJK", "HIRAGANA", "KATAKANA"}),
    frozenset({"LATIN", "CJK", "BOPOMOFO"}),
    frozenset({"LATIN", "CJK", "HANGUL"}),
)
"""Scripts that stand together in honest names (UTS 39, highly restrictive)."""


def _scripts(label: str) -> set[str]:
    names = (unicodedata.name(char, "").split(" ")[0].split("-")[0] for char in label if char.isalpha())
    return {"KATAKANA" if name in ("HALFWIDTH", "KATAKANA") else "LATIN" if name == "FULLWIDTH" else name for name in names}


def mixed(host: str) -> bool:
    """Whether a label of the host mixes scripts that no name mixes honestly."""
    for label in host.split("."):
        if not label.isascii():
            scripts = _scripts(label)
            if len(scripts) > 1 and not any(scripts <= group for group in _TOGETHER):
                return True
    return False


def _mixed(nominee: Nominee) -> Hit | None:
    link = link_of(nominee)
    if link is None or not mixed(shows(link.shown.lower())):
        return None
    return _hit(link, "certain")


def mixed_script_link(setting: Setting) -> Detector:
    """Links of which one label mixes scripts, such as a Cyrillic letter among Latin ones; Han with Latin is fine."""
    label = {"en": "link that mixes alphabets", "zh-Hant": "混用不同文字的連結"}
    return Detector("mixed-script-link", label, PATTERNS, _mixed, chars=".")


# Links that lead elsewhere.


def _userinfo(nominee: Nominee) -> Hit | None:
    link = link_of(nominee)
    if link is None or not link.schemed or not link.userinfo:
        return None
    return _hit(link, "certain" if "." in link.userinfo else "likely")


def userinfo_link(setting: Setting) -> Detector:
    """Links that name one place before an ``@`` and lead to another: ``https://bank.com@evil.example``."""
    label = {"en": "link that leads elsewhere than it says", "zh-Hant": "實際去處與字面不同的連結"}
    return Detector("userinfo-link", label, (SCHEMED,), _userinfo, chars="@")


_NUMERIC = re.compile(r"(?:0x[0-9a-f]+|[0-9]+)(?:\.(?:0x[0-9a-f]+|[0-9]+)){0,3}$|\[[0-9a-f:.]+\]$")
"""Hosts that browsers read as an address (WHATWG URL, IPv4 parser): parts may be few, octal or hexadecimal."""


def _ip_link(nominee: Nominee) -> Hit | None:
    link = link_of(nominee)
    if link is None or not _NUMERIC.match(link.host) or link.host.startswith(("127.", "[::1]")):
        return None
    return _hit(link, "certain")


def ip_link(setting: Setting) -> Detector:
    """Links to a numeric address instead of a name."""
    label = {"en": "link to a bare IP address", "zh-Hant": "以 IP 位址代替網址的連結"}
    bare = r"\b(?:[0-9]{1,3}\.){3}[0-9]{1,3}(?::[0-9]{2,5})?/[a-z0-9/?#%&=+~._-]+"
    return Detector("ip-link", label, (SCHEMED, bare), _ip_link, 1, ":/")


_SHORTENERS = frozenset(
    ["bit.ly", "bitly.com", "tinyurl.com", "t.co", "goo.gl", "ow.ly", "is.gd", "v.gd", "buff.ly", "cutt.ly", "rebrand.ly", "rb.gy", "t.ly", "tiny.cc", "bl.ink", "shorturl.at", "shorturl.asia", "s.id", "lnkd.in", "trib.al", "dlvr.it", "adf.ly", "short.io", "soo.gd", "clck.ru", "qr.ae", "x.gd", "n9.cl", "u.to", "reurl.cc", "pse.is", "lihi.cc", "lihi1.com", "lihi1.cc", "lihi2.com", "lihi3.com", "ppt.cc", "0rz.tw", "supr.link", "psee.io", "tinyurl.tw", "maac.io", "risu.io", "lin.ee", "myppt.cc", "wenk.io", "t.cn", "url.cn", "dwz.cn", "suo.im"]
)


def _shortener(owned: Owned, nominee: Nominee) -> Hit | None:
    link = link_of(nominee)
    if link is None or owned.owns(link.host) or len(link.path) < 2:
        return None
    return _hit(link, "certain") if link.host.removeprefix("www.") in _SHORTENERS else None


def shortener_link(setting: Setting) -> Detector:
    """Links of a shortening service, which do not show where they lead."""
    label = {"en": "shortened link", "zh-Hant": "短網址"}
    return Detector("shortener-link", label, PATTERNS, partial(_shortener, Owned.of(setting)), chars=".")


# Imitations.

_BRANDS: dict[str, str] = {
    "paypal": "paypal.com paypal.me", "apple": "apple.com apple.co", "icloud": "icloud.com", "microsoft": "microsoft.com",
    "office365": "", "outlook": "outlook.com", "google": "google.com goo.gl google", "gmail": "gmail.com",
    "amazon": "amazon.com amazonaws.com", "facebook": "facebook.com", "instagram": "instagram.com",
    "whatsapp": "whatsapp.com", "linkedin": "linkedin.com", "telegram": "telegram.org telegram.me", "netflix": "netflix.com",
    "spotify": "spotify.com", "coinbase": "coinbase.com", "metamask": "metamask.io", "binance": "binance.com",
    "dhl": "dhl.com", "fedex": "fedex.com", "usps": "usps.com", "steamcommunity": "steamcommunity.com",
    "dropbox": "dropbox.com", "docusign": "docusign.com docusign.net", "shopee": "shopee.tw", "chunghwapost": "",
    "cathaybk": "cathaybk.com.tw", "esunbank": "esunbank.com esunbank.com.tw", "ctbcbank": "ctbcbank.com",
    "line": "line.me line-apps.com", "pchome": "pchome.com.tw", "fetnet": "fetnet.net", "hsbc": "hsbc.com",
}  # fmt: skip
"""Names that fraud imitates most, with the hosts that are theirs (besides the bare name under a country's domain)."""

_BAIT = frozenset(
    ["login", "logon", "signin", "sign", "verify", "verified", "verification", "secure", "security", "account", "accounts", "auth", "update", "support", "service", "services", "customer", "billing", "invoice", "pay", "payment", "payments", "wallet", "bonus", "gift", "gifts", "prize", "reward", "rewards", "refund", "unlock", "confirm", "alert", "alerts", "help", "helpdesk", "recover", "recovery", "id", "sso", "web", "online", "portal", "official", "card", "bank", "tw", "hk", "us", "info", "mail", "delivery", "parcel", "package", "track", "tracking", "redelivery", "post", "pro", "app", "mobile", "client", "member", "members", "vip", "promo", "coupon", "event", "center", "centre", "team", "care", "check", "safe", "com", "net"]
)
_HOSTING = ("github.io", "stackexchange.com", "fandom.com", "wikipedia.org", "readthedocs.io", "reddit.com")
_NEAR_MISSES = frozenset(["goggle", "googol", "paypay", "apples", "ample", "applet", "amazing", "facebooks", "dropbow", "outlooks"])
_SWAPS = (("rn", "m"), ("vv", "w"), ("cl", "d"), ("0", "o"), ("1", "l"), ("3", "e"), ("4", "a"), ("5", "s"), ("7", "t"))


def skeleton(name: str) -> str:
    """`name` with the letters for which digits and pairs of letters stand: ``paypa1`` and ``arnazon`` give themselves away."""
    for seen, meant in _SWAPS:
        name = name.replace(seen, meant)
    return name


class Owned(NamedTuple):
    """The company's own hosts and what can be imitated of it."""

    domains: tuple[str, ...]
    names: tuple[str, ...]

    @classmethod
    def of(cls, setting: Setting) -> Owned:
        domains = tuple(folded(domain).strip().removeprefix("www.").rstrip(".") for domain in setting.domains)
        first = [registered(domain)[0] for domain in domains]
        glued = ["".join(re.findall(r"[a-z0-9]+", folded(name))) for name in setting.names]
        whole = [name for name, written in zip(glued, setting.names, strict=True) if folded(written).isascii()]
        return cls(domains, tuple(dict.fromkeys(name for name in (*first, *whole) if len(name) > 3)))

    def owns(self, host: str) -> bool:
        """Whether a host is the company's or under it."""
        return any(under(host, domain) for domain in self.domains)


def distance(one: str, other: str, most: int) -> int:
    """Edits (insert, delete, replace, swap neighbours) that turn `one` into `other`; `most` + 1 when there are more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    earlier: list[int] = []
    row = list(range(len(other) + 1))
    for i, char in enumerate(one, 1):
        fresh = [i]
        for j, wanted in enumerate(other, 1):
            cost = min(row[j] + 1, fresh[-1] + 1, row[j - 1] + (char != wanted))
            if i > 1 and j > 1 and char == other[j - 2] and one[i - 2] == wanted:
                cost = min(cost, earlier[j - 2] + 1)
            fresh.append(cost)
        earlier, row = row, fresh
    return min(row[-1], most + 1)


def _resembles(label: str, name: str, own: bool) -> Sure | None:
    """How surely a registered label imitates a name: look-alike signs, a slip of the keys, or glued to a bait word."""
    if skeleton(label) == skeleton(name) and label != name:
        return "certain"
    if name in label and len(name) > 2 and (glued := _glued(label, name, own)):
        return glued
    most = 0 if len(name) < 5 else 1 if len(name) < 9 else 2
    if not most or label in _NEAR_MISSES or (label[0] != name[0] and not own) or label == name:
        return None
    apart = distance(label, name, most)
    if not 0 < apart <= most:
        return None
    # A stranger's name one letter off can be a word of its own (paypay); a swap or a doubled letter is a slip.
    return "likely" if own or sorted(label) == sorted(name) or set(label) == set(name) else "possible"


def _glued(label: str, name: str, own: bool) -> Sure | None:
    """``secure-paypal``, ``paypal-login``, ``paypallogin``: the name beside a word that lures, or the company's beside any."""
    parts = [part for part in re.split(r"[-_]+", label) if part]
    if name in parts:
        rest = {part for part in parts if part != name}
        return "likely" if own or len(name) > 4 or rest & _BAIT else "possible" if rest and len(name) > 3 else None
    for part in parts:
        if (part.startswith(name) and part[len(name) :] in _BAIT) or (part.endswith(name) and part[: -len(name)] in _BAIT):
            return "likely"
        if part.startswith(name) and len(name) > 5 and any(word in _BAIT for word in parts):
            return "likely"
    return None


def _imitates(owned: Owned, host: str) -> Sure | None:
    """How surely a host that is not the company's imitates the company or a well-known name."""
    *below, name = host.removesuffix("." + ".".join(registered(host)[1:])).split(".")
    own = [(candidate, True) for candidate in owned.names]
    for brand, mine in (*own, *((brand, False) for brand in _BRANDS)):
        genuine = _genuine(host, brand, mine)
        if genuine:
            return None
        if name == brand:
            return "possible"
        sure = _resembles(name, brand, mine) or _below(below, brand, mine, host)
        if sure:
            return sure
    return None


def _genuine(host: str, brand: str, mine: bool) -> bool:
    """Whether a well-known name stands under a domain that is its own: listed, or the bare name in a country."""
    if mine:
        return False
    if any(under(host, domain) for domain in _BRANDS[brand].split()):
        return True
    name, *tops = registered(host)
    return name == brand and (len(tops[-1]) == 2 or tops[-1] in ("com", "net", "org", brand)) if tops else False


def _below(below: list[str], brand: str, mine: bool, host: str) -> Sure | None:
    """``paypal.com.evil.example``: the name as a subdomain of another's host."""
    if host.endswith(_HOSTING):
        return None
    labels = [label for label in below if label != "www"]
    if brand in labels:
        at = below.index(brand)
        followed = at + 1 < len(below) or registered(host)[0].startswith(("com-", "net-", "org-"))
        return "likely" if followed or mine or len(brand) > 5 else "possible"
    return "likely" if any(len(brand) > 4 and brand in label and _glued(label, brand, mine) for label in labels) else None


def _lookalike(owned: Owned, nominee: Nominee) -> Hit | None:
    link = link_of(nominee)
    if link is None or "." not in link.host or _NUMERIC.match(link.host):
        return None
    shown = shows(link.shown.lower().replace("。", "."))
    seen = folded(shown) if not shown.isascii() else link.host
    disguised = not shown.isascii() and unicodedata.normalize("NFKC", shown) != seen
    if disguised and (owned.owns(seen) or any(_genuine(seen, brand, False) for brand in _BRANDS)):
        return _hit(link, "certain")
    if owned.owns(link.host):
        return None
    sure = _imitates(owned, seen)
    return _hit(link, sure) if sure else None


def lookalike_link(setting: Setting) -> Detector:
    """Links that imitate the company's domains and names, or a name that fraud often borrows."""
    label = {"en": "look-alike link", "zh-Hant": "仿冒的連結"}
    return Detector("lookalike-link", label, PATTERNS, partial(_lookalike, Owned.of(setting)), chars=".")


# Requests for credentials.

_THINGS = (
    r"(?:passwords?|pass ?codes?|passphrases?|pin(?: (?:code|number))?|otp|one[- ]time (?:code|password)s?"
    r"|(?:verification|security|login|authentication|sms|2fa|access) codes?|cvv2?|cvc|credentials"
    r"|(?:credit |debit |bank )?card (?:number|details|info(?:rmation)?)s?|(?:credit|debit) card|bank account(?: number)?"
    r"|account number|login details|social security number|ssn|seed phrase|recovery phrase|private key)"
)
_SECRETS = (
    "密碼", "驗證碼", "帳密", "卡號", "安全碼", "簡訊碼", "認證碼", "OTP", "CVV", "PIN碼", "信用卡資料", "信用卡資訊",
    "信用卡號", "信用卡", "金融卡", "提款卡", "網銀帳號", "銀行帳號", "身分證字號", "身分證號碼", "助記詞", "私鑰",
)  # fmt: skip
_ASKS = (
    "輸入", "提供", "回覆", "回傳", "告知", "告訴", "填寫", "填入", "傳送", "傳給", "傳來", "寄給", "寄回", "確認", "驗證",
    "核對", "更新", "私訊", "留下", "報上", "交出", "給我", "給我們", "綁定", "登錄",
)  # fmt: skip


@cache
def _refusals() -> re.Pattern[str]:
    """Before a request these turn it into advice, a report, or the opposite."""
    english = (
        r"never|don'?t|do not|not|won'?t|will not|cannot|can'?t|no one|nobody|no need to|without|avoid|refuse|"
        r"if (?:anyone|someone|somebody|a caller|you are asked|you'?re asked|they)|anyone who|someone who|asks? (?:you )?(?:to|for)|asking (?:you )?(?:to|for)|asked (?:you )?(?:to|for)|"
        r"scam\w*|phishing|fraud\w*|beware|pretend\w*|claim\w*|stop|forgot|tricks?|tricked|attackers?|hackers?|why|before you"
    )
    chinese = (
        "不要 切勿 請勿 勿 別 不會 絕不 不得 不可 不能 不應 無須 無需 不需 不用 從不 沒有要 有人要求 若有人 如有人 如果有人 "
        "假冒 冒充 冒用 佯稱 謊稱 詐騙 釣魚 騙取 誘騙 誘導 要求你 要求您 要求民眾 避免 禁止 拒絕 凡是要求 任何要求 小心 當心 "
        "防範 忘記 詐團 自稱 前請先"
    )
    return cues(english, chinese)


@cache
def _afterwards() -> re.Pattern[str]:
    """After a request these call it a fraud, or take it back."""
    return cues(
        r"(?:is|are|it'?s|that'?s) (?:\w+ )?(?:scam|fraud|phishing|fake)\w*|scam\w*|phishing|is never|never|strength|manager|policy|fraud",
        "詐騙 釣魚 是騙 假的 騙局 勿信 別理 請勿理會 強度 規則 原則",
    )


_SENTENCE_ENDS = ".!?。;\n"


def _sentence(text: str, start: int, end: int) -> tuple[str, str]:
    """What stands before and after a span in its sentence, at most 60 and 40 characters."""
    before, after = text[max(0, start - 60) : start], text[end : end + 40]
    cut = max((before.rfind(mark) for mark in _SENTENCE_ENDS), default=-1)
    ends = [at for mark in _SENTENCE_ENDS if (at := after.find(mark)) >= 0]
    return before[cut + 1 :], after[: min(ends)] if ends else after


def _request(owned: Owned, nominee: Nominee) -> Hit | None:
    """Not where the sentence warns of it, nor a log-in at one of the company's own addresses."""
    match = nominee.text[nominee.start : nominee.end]
    before, after = _sentence(nominee.text, nominee.start, nominee.end)
    if _refusals().search(before) or _afterwards().search(after) or _refusals().search(match):
        return None
    address = re.search(r"https?:[/\\]{2}([^ /?#\\]+)|((?:[a-z0-9-]+\.)+[a-z]{2,24})", match)
    if address is None:
        return Hit(nominee.start, nominee.end, "likely")
    host = (address[1] or address[2]).rsplit("@", 1)[-1].split(":")[0]
    return None if owned.owns(host) else Hit(nominee.start, nominee.end, "possible")


def credential_request(setting: Setting) -> Detector:
    """Asks the reader for a password, code or card number, or to log in at an address that is not the company's."""
    verb = r"\b(?:enter|provide|send|confirm|verify|submit|share|give|tell|reply with|type|input|fill in|dm|text|email|update|validate)"
    whose = r"(?: (?:us|me|back|over))?(?: with)?(?: (?:the|your|ur|you|a|an|full|current|username|login|user|name|and|email|6-digit|4-digit|online|banking|id|/|&)){1,6}"
    asks, secrets = either(*_ASKS), either(*_SECRETS)
    gap = r"[^ .!?。]{0,8} ?"
    enter = rf"(?:\b(?:log ?in|sign ?in|verify your (?:account|identity|details))|{either('登入', '登錄', '驗證帳號', '驗證帳戶', '驗證身分', '解除鎖定')})"
    patterns = (
        rf"{verb}{whose} {_THINGS}\b",
        rf"{asks}{gap}{secrets}",
        rf"{either('把', '將')}{gap}{secrets}{gap}{asks}",
        rf"{secrets} ?{either('私訊', '傳給', '告訴', '告知', '回傳', '傳來', '給我', '寄給', '提供給')}",
        rf"{enter}[^.!?。]{{0,24}}(?:https?:[/\\]{{2}}[a-z0-9.@:_-]+|\b(?:[a-z0-9-]+\.)+(?:{_TOPS})\b)",
    )
    label = {"en": "request for credentials", "zh-Hant": "索取帳密或卡號的要求"}
    return Detector("credential-request", label, patterns, partial(_request, Owned.of(setting)))
