"""Links that imitate the company, or a name that fraud often borrows."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache, partial
from typing import NamedTuple

from sayso.core.screening.kinds.detector import Detector, Hit, Nominee, Setting
from sayso.core.screening.kinds.link import NUMERIC, PATTERNS, Owned, link_of, registered, shows, under
from sayso.core.screening.kinds.nearby import folded, listed
from sayso.core.screening.verdict import Sure

_COM = "netflix spotify coinbase binance instagram whatsapp linkedin dhl fedex usps hsbc dropbox icloud gmail"
_COM_TW = "pchome cathaybk esunbank ctbcbank chunghwapost shopee"
_BRANDS = {
    **{name: f"{name}.com" for name in sorted(listed(_COM))},
    **{name: f"{name}.com.tw" for name in sorted(listed(_COM_TW))},
    "paypal": "paypal.com paypal.me",
    "steamcommunity": "steamcommunity.com",
    "apple": "apple.com apple.co apple.news",
    "microsoft": "microsoft.com microsoftonline.com",
    "office365": "office365.com",
    "outlook": "outlook.com office.com live.com",
    "google": "google.com goo.gl",
    "amazon": "amazon.com amazonaws.com amazon.jobs",
    "facebook": "facebook.com",
    "telegram": "telegram.org telegram.me",
    "metamask": "metamask.io",
    "docusign": "docusign.com docusign.net",
    "line": "line.me line-apps.com",
}
"""Names that fraud imitates most, with the hosts that are theirs (besides the bare name under a country's domain)."""

_GENUINE = frozenset(host for hosts in _BRANDS.values() for host in hosts.split())
_BAIT = listed(
    "login logon signin sign verify verified verification secure security account accounts auth update support "
    "service services customer billing invoice pay payment payments wallet bonus gift gifts prize reward rewards "
    "refund unlock confirm alert alerts help helpdesk recover recovery id sso web online portal official card "
    "bank tw hk us info mail delivery parcel package track tracking redelivery post pro app mobile client member "
    "members vip promo coupon event center centre team care check safe com net"
)
_CHEAP = listed("top vip xin icu shop cc xyz club online site live click link tk ml ga cf gq win work")
"""Top-level domains that cost next to nothing, where a name with anything glued to it is suspect."""
_HOSTING = ("github.io", "stackexchange.com", "fandom.com", "wikipedia.org", "readthedocs.io", "reddit.com")
_NEAR_MISSES = listed("goggle googol paypay apples ample applet amazing facebooks outlooks")
_SWAPS = (("rn", "m"), ("vv", "w"), ("cl", "d"), ("0", "o"), ("1", "l"), ("3", "e"), ("4", "a"), ("5", "s"), ("7", "t"))


def skeleton(name: str) -> str:
    """`name` with the letters for which digits and pairs of letters stand: ``paypa1``, ``arnazon``."""
    for seen, meant in _SWAPS:
        name = name.replace(seen, meant)
    return name


class Original(NamedTuple):
    """A name that can be imitated."""

    name: str
    skeleton: str
    own: bool
    slips: int
    """How many edits away a name still counts as this one mistyped."""

    @classmethod
    def of(cls, name: str, own: bool) -> Original:
        return cls(name, skeleton(name), own, 0 if len(name) < 5 else 1 if len(name) < 9 else 2)


_KNOWN = tuple(Original.of(name, False) for name in _BRANDS)


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


def _slip(label: str, original: Original) -> Sure | None:
    """Whether a label is the name mistyped. One letter off can be a word of its own (paypay), unless two letters are
    only swapped or one doubled: a stranger's name is then possible, the company's likely."""
    name, most, own = original.name, original.slips, original.own
    if label in _NEAR_MISSES or not 0 < distance(label, name, most) <= most:
        return None
    return "likely" if own or sorted(label) == sorted(name) or set(label) == set(name) else "possible"


def _glued(label: str, name: str, own: bool) -> Sure | None:
    """``secure-paypal``, ``paypal09``, ``paypallogin``: the name and a word that lures; the company's and anything."""
    parts = [part for part in re.split(r"[-_]+|(?<=[a-z])(?=[0-9]+$)", label) if part]
    rest = [part for part in parts if part != name]
    if name in parts and rest:
        return "likely" if own or len(name) > 4 or any(part in _BAIT or part.isdigit() for part in rest) else "possible"
    for part in parts:
        beside = part.removeprefix(name) if part.startswith(name) else part.removesuffix(name)
        if beside != part and (beside in _BAIT or (len(name) > 5 and not _BAIT.isdisjoint(rest))):
            return "likely"
    return "possible" if len(name) > 7 and label.startswith(name) else None


class _Host(NamedTuple):
    """A host as imitation is looked for in it."""

    whole: str
    name: str
    """The label that was registered."""
    below: tuple[str, ...]
    skeleton: str
    cheap: bool

    @classmethod
    def of(cls, host: str) -> _Host:
        *below, name = host.removesuffix("." + ".".join(registered(host)[1:])).split(".")
        return cls(host, name, tuple(below), skeleton(name), host.rpartition(".")[2] in _CHEAP)


def _imitates(original: Original, host: _Host) -> Sure | None:
    """How surely a host that is neither the company's nor the brand's imitates the name."""
    name = original.name
    if host.name == name:
        return "possible"
    if host.skeleton == original.skeleton:
        return "certain"
    slip = _slip(host.name, original) if original.slips else None
    if name not in host.whole or slip:
        return slip
    sure = _glued(host.name, name, original.own) if name in host.name else None
    sure = sure or _below(original, host)
    return sure or ("possible" if host.cheap and len(name) > 3 and host.name.startswith(name) else None)


def _genuine(host: str) -> bool:
    """Whether a host belongs to a well-known name: listed, or the bare name in a country or as .com, .net, .org."""
    name, *tops = registered(host)
    if ".".join((name, *tops)) in _GENUINE:
        return True
    return name in _BRANDS and bool(tops) and (len(tops[-1]) == 2 or tops[-1] in ("com", "net", "org", name))


def _below(original: Original, host: _Host) -> Sure | None:
    """``paypal.com.evil.example``: the name as a subdomain of another's host."""
    name, own = original.name, original.own
    if host.whole.endswith(_HOSTING):
        return None
    if name in host.below:
        followed = host.below[-1] != name or host.name.startswith(("com-", "net-", "org-"))
        return "likely" if followed or own or len(name) > 5 else "possible"
    glued = len(name) > 4 and any(name in label and _glued(label, name, own) for label in host.below)
    return "likely" if glued else None


def _judged(originals: tuple[Original, ...], seen: str) -> Sure | None:
    """What the first original says that the host can be about."""
    host = _Host.of(seen)
    size, first = len(host.name), host.name[:1]
    for one in originals:
        alike = abs(len(one.name) - size) <= one.slips and (one.own or one.name[0] == first)
        if alike or one.name in seen or one.skeleton == host.skeleton:
            sure = _imitates(one, host)
            if sure:
                return sure
    return None


def _seen(owned: Owned, originals: tuple[Original, ...], host: str, as_written: str) -> Sure | None:
    """How surely a host imitates; never the company's own, unless it is spelled with another script's letters."""
    if "." not in host or NUMERIC.match(host):
        return None
    shown = unicodedata.normalize("NFKC", shows(as_written.lower()))
    seen = host if shown.isascii() else folded(shown)
    if any(under(shown, domain) for domain in owned.shown):
        return None
    if owned.owns(seen) or _genuine(seen):
        return "certain" if shown != seen else None
    return _judged(originals, seen)


def _lookalike(judge: Callable[[str, str], Sure | None], nominee: Nominee) -> Hit | None:
    link = link_of(nominee)
    sure = judge(link.host, link.shown) if link else None
    return Hit(link.start, link.end, sure) if link and sure else None


def lookalike_link(setting: Setting) -> Detector:
    """Links that imitate the company's domains and names, or a name that fraud often borrows."""
    label = {"en": "look-alike link", "zh-Hant": "仿冒的連結"}
    owned = Owned.of(setting)
    own = tuple(Original.of(name, True) for name in owned.names)
    judge = lru_cache(maxsize=1024)(partial(_seen, owned, (*own, *_KNOWN)))  # few hosts make most links
    return Detector("lookalike-link", label, PATTERNS, partial(_lookalike, judge), chars=".")
