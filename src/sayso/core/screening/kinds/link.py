"""Links: how to find them, and the ones that hide what they are or where they lead."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache, partial
from typing import Final, NamedTuple

from sayso.core.screening.kinds.detector import Detector, Hit, Nominee, Setting
from sayso.core.screening.kinds.nearby import folded, listed, written
from sayso.core.screening.verdict import Sure

# Finding a link. With a scheme any host counts; without one, a host that ends like one.

TOPS = (
    "com|net|org|edu|gov|mil|int|info|biz|io|co|app|dev|xyz|top|shop|store|site|online|club|vip|icu|live|link|click|xin|"
    "cc|tv|ly|gl|gd|eu|uk|tw|hk|cn|jp|kr|sg|th|vn|ph|au|nz|ca|mx|br|ar|cl|uy|pe|de|fr|es|pt|nl|ch|se|dk|fi|pl|cz|sk|"
    "si|hr|rs|bg|hu|ro|gr|ru|ua|kz|tr|il|ae|sa|za|ke|ng|eg|tk|ml|ga|cf|gq|pw|ws|im|tel|page|cloud|tech|blog|asia|"
    "taipei|moe|gg|st|lt|sh|ee|lv|lu|ie|test|invalid|example"
)
_WORDS = (
    "me|us|to|my|in|it|is|at|be|no|so|id|la|ai|am|as|by|do|name|win|work|life|world|today|space|fun|news|finance|bank|"
    "support|help|email|media|group|agency|company|pro"
)
"""Ends that are words too: without a scheme only after “www.” or before a path."""
_LETTER = r"a-z0-9\p{Cyrillic}\p{Greek}\p{Armenian}\p{Cherokee}\p{Georgian}"
_LABEL = rf"[{_LETTER}](?:[{_LETTER}_-]*[{_LETTER}])?"
_REST = r"[/?#][a-z0-9/?#%&=+~._:;,!$'*@()-]*"
_PATH = rf"(?::[0-9]{{1,5}})?(?:{_REST})?"
_ANY_HOST = r"[^ /?#\\<>\"'(){}|,;!。、「」『』【】《》()]+"
SCHEMED = rf"\bhttps?:[/\\]{{2}}{_ANY_HOST}{_PATH}"
BARE = rf"\b(?:{_LABEL}\.)+(?:{TOPS}|xn--[a-z0-9-]+)\b{_PATH}"
WORDLIKE = rf"\b(?:www\.(?:{_LABEL}\.)+(?:{_WORDS})\b{_PATH}|(?:{_LABEL}\.)+(?:{_WORDS}){_REST})"
PATTERNS = (SCHEMED, BARE, WORDLIKE)
"""Nominate links in folded text; every check below starts from one of their matches."""
SIEVES: Final = {pattern: rf"(?:^|[^@._/-]){pattern}" for pattern in (BARE, WORDLIKE)}
"""What a text has to match for a match of these patterns to be a link: after such a character it is part of an address,
or of a link with a scheme."""


class Link(NamedTuple):
    """A link taken apart. `host` is folded, `shown` as the writer typed it."""

    start: int
    end: int
    host: str
    shown: str
    userinfo: str
    path: str
    schemed: bool


_PARTS = re.compile(r"(https?:[/\\]{2})?([^/?#\\]*)(.*)$", re.IGNORECASE | re.DOTALL)
_LATIN_END = re.compile(r"((?:[^.]*\.)*[a-z][a-z0-9-]*)[^a-z0-9.-]", re.IGNORECASE)
_PORT = re.compile(r":[0-9]*$")


def _authority(text: str) -> tuple[str, str, str]:
    """Scheme, authority and the rest of a link's text."""
    found = _PARTS.match(text)
    return (found[1] or "", found[2], found[3]) if found else ("", text, "")


def _cut(host: str) -> str:
    """`host` up to where a top-level domain in Latin letters ends and a sentence in Han characters goes on."""
    found = None if host.isascii() else _LATIN_END.match(host)
    return found[1] if found and "." in found[1] and host[len(found[1])] > "\u2e7f" else host


@lru_cache(maxsize=64)  # several detectors look at the same match
def link_of(nominee: Nominee) -> Link | None:
    """The link a match of `PATTERNS` stands for, without the sentence's own punctuation; None: part of an address."""
    text, start, end = nominee.text, nominee.start, nominee.end
    if start and text[start - 1] in "@._/-" and not text.startswith("http", start):
        return None
    parts = _taken_apart(text[start:end], written(nominee))
    if not parts.host:
        return None
    if not parts.schemed and (text[end : end + 1] == "@" or (start and text[start - 1] in "@._/-")):
        return None
    return parts._replace(start=start, end=start + parts.end)


@lru_cache(maxsize=1024)
def _taken_apart(match: str, original: str) -> Link:
    """The parts of a link, as if it stood at 0. Several detectors look at the same one."""
    scheme, authority, rest = _authority(match)
    userinfo, _, host = authority.rpartition("@")
    whole = _cut(host)
    rest = rest if whole == host else ""
    bare = whole if whole.startswith("[") else _PORT.sub("", whole).rstrip(".-:*_")
    shown = host if original == match else _authority(original)[1].rpartition("@")[2]
    kept = len(bare if not rest else whole) + len(rest.rstrip(".,:;!'*)"))
    end = len(scheme) + len(authority) - len(host) + kept
    return Link(0, end, bare, shown[: len(bare)], userinfo, rest, bool(scheme))


def under(host: str, domain: str) -> bool:
    """Whether `host` is `domain` or one of its subdomains."""
    return host == domain or host.endswith("." + domain)


_SECOND = listed("com co org net gov edu ac idv gob or ne go game ebiz club mil ltd plc sch")


def registered(host: str) -> tuple[str, ...]:
    """The labels under which a host is registered: ``("paypal", "com")``, ``("bank", "com", "tw")``."""
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
    return ".".join(map(_decoded, host.split("."))) if _CODED in host else host


_CODED: Final = "xn--"
"""How a label in punycode begins."""


@lru_cache(maxsize=1024)
def _decoded(label: str) -> str:
    if not label.startswith(_CODED) or len(label) > 63:
        return label
    try:
        return label[4:].encode("ascii").decode("punycode")
    except (UnicodeError, OverflowError):
        return label


class Owned(NamedTuple):
    """The company's own hosts: folded, and as a browser shows them; and the names that can be imitated."""

    domains: tuple[str, ...]
    shown: tuple[str, ...]
    names: tuple[str, ...]

    @classmethod
    def of(cls, setting: Setting) -> Owned:
        """What a policy's `domains` and `names` say. Names of three letters or fewer, or in Han, are not imitated."""
        plain = tuple(domain.strip().lower().removeprefix("www.").rstrip(".") for domain in setting.domains)
        domains = tuple(map(folded, plain))
        wholes = [folded(name) for name in setting.names]
        glued = ["".join(re.findall(r"[a-z0-9]+", whole)) for whole in wholes if whole.isascii()]
        names = dict.fromkeys((*(registered(domain)[0] for domain in domains), *glued))
        return cls(domains, tuple(map(shows, plain)), tuple(name for name in names if len(name) > 3))

    def owns(self, host: str) -> bool:
        """Whether a folded host is the company's or under it."""
        return any(under(host, domain) for domain in self.domains)


def _punycode(owned: Owned, nominee: Nominee) -> Hit | None:
    """Certain where what is shown reads like another, plain name (аpple for apple); else likely."""
    link = link_of(nominee) if nominee.text.find(_CODED, nominee.start, nominee.end) >= 0 else None
    if link is None or _CODED not in link.host or owned.owns(link.host):
        return None
    if not any(label.startswith(_CODED) for label in link.host.split(".")):
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
    """The scripts of a label's letters, as their Unicode names begin."""
    compatible = unicodedata.normalize("NFKC", label)
    return {unicodedata.name(char, "").split(" ")[0].split("-")[0] for char in compatible if char.isalpha()}


def mixed(host: str) -> bool:
    """Whether a label of the host mixes scripts that no name mixes honestly."""
    for label in host.split("."):
        if not label.isascii():
            scripts = _scripts(label)
            if len(scripts) > 1 and not any(scripts <= group for group in _TOGETHER):
                return True
    return False


def _mixed(nominee: Nominee) -> Hit | None:
    plain = nominee.original.isascii() and nominee.text.find(_CODED, nominee.start, nominee.end) < 0
    link = None if plain else link_of(nominee)
    if link is None or not mixed(shows(link.shown.lower())):
        return None
    return _hit(link, "certain")


def mixed_script_link(setting: Setting) -> Detector:
    """Links of which one label mixes scripts, such as a Cyrillic letter among Latin ones; Han with Latin is fine."""
    label = {"en": "link that mixes alphabets", "zh-Hant": "混用不同文字的連結"}
    return Detector("mixed-script-link", label, PATTERNS, _mixed, chars=".")


# Links that lead elsewhere.


def _userinfo(nominee: Nominee) -> Hit | None:
    link = link_of(nominee) if nominee.text.find("@", nominee.start, nominee.end) >= 0 else None
    if link is None or not link.schemed or not link.userinfo:
        return None
    return _hit(link, "certain" if "." in link.userinfo else "likely")


def userinfo_link(setting: Setting) -> Detector:
    """Links that name one place before an ``@`` and lead to another: ``https://bank.com@evil.example``."""
    label = {"en": "link that leads elsewhere than it says", "zh-Hant": "實際去處與字面不同的連結"}
    return Detector("userinfo-link", label, (SCHEMED,), _userinfo, chars="@")


NUMERIC = re.compile(r"(?:0x[0-9a-f]+|[0-9]+)(?:\.(?:0x[0-9a-f]+|[0-9]+)){0,3}$|\[[0-9a-f:.]+\]$")
"""Hosts that browsers read as an address (WHATWG URL, IPv4 parser): parts may be few, octal or hexadecimal."""


def _ip_link(nominee: Nominee) -> Hit | None:
    link = link_of(nominee)
    if link is None or not NUMERIC.match(link.host) or link.host.startswith(("127.", "[::1]")):
        return None
    return _hit(link, "certain")


def ip_link(setting: Setting) -> Detector:
    """Links to a numeric address instead of a name."""
    label = {"en": "link to a bare IP address", "zh-Hant": "以 IP 位址代替網址的連結"}
    bare = r"\b(?:[0-9]{1,3}\.){3}[0-9]{1,3}(?::[0-9]{2,5})?/[a-z0-9/?#%&=+~._-]+"
    return Detector("ip-link", label, (SCHEMED, bare), _ip_link, 1, ":/")


_SHORTENERS = listed(
    "bit.ly bitly.com tinyurl.com t.co goo.gl ow.ly is.gd v.gd buff.ly cutt.ly rebrand.ly rb.gy t.ly tiny.cc "
    "bl.ink shorturl.at shorturl.asia s.id lnkd.in trib.al dlvr.it adf.ly short.io soo.gd clck.ru qr.ae x.gd "
    "n9.cl u.to reurl.cc pse.is lihi.cc lihi1.com lihi1.cc lihi2.com lihi3.com ppt.cc 0rz.tw supr.link psee.io "
    "tinyurl.tw maac.io risu.io lin.ee myppt.cc wenk.io t.cn url.cn dwz.cn suo.im"
)


def _shortener(owned: Owned, nominee: Nominee) -> Hit | None:
    link = link_of(nominee)
    if link is None or link.host.removeprefix("www.") not in _SHORTENERS or len(link.path) < 2:
        return None
    return None if owned.owns(link.host) else _hit(link, "certain")


def shortener_link(setting: Setting) -> Detector:
    """Links of a shortening service, which do not show where they lead."""
    label = {"en": "shortened link", "zh-Hant": "短網址"}
    return Detector("shortener-link", label, PATTERNS, partial(_shortener, Owned.of(setting)), chars=".")
