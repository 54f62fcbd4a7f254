"""What opens something: keys of services, private keys, passwords and one-time codes.

Folded text is lower case, so patterns nominate and the writer's own characters decide.
"""

from __future__ import annotations

import re
from functools import cache

from sayso.core.screening.kinds.detector import Detector, Hit, Nominee, Setting
from sayso.core.screening.kinds.nearby import either, written
from sayso.core.screening.verdict import Sure

# Keys. Shapes are those the issuers publish for secret scanning; publishable keys (pk_…) are meant to be seen.

_SHAPES: dict[str, tuple[str, ...]] = {
    "AWS": (r"A(?:KIA|SIA)[A-Z2-7]{16}",),
    "GitHub": (r"gh[pousr]_[A-Za-z0-9]{36,251}", r"github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}"),
    "GitLab": (r"gl(?:pat|rt|dt|ptt|agent|soat)-[A-Za-z0-9_\-]{20,64}",),
    "Slack": (
        r"xox[abeoprs]-[A-Za-z0-9\-]{10,250}",
        r"xapp-\d-[A-Za-z0-9\-]{20,250}",
        r"hooks\.slack\.com/services/T[A-Za-z0-9]{6,14}/B[A-Za-z0-9]{6,14}/[A-Za-z0-9]{20,30}",
    ),
    "Google": (r"AIza[A-Za-z0-9_\-]{35}", r"GOCSPX-[A-Za-z0-9_\-]{28}", r"ya29\.[A-Za-z0-9_\-]{30,250}"),
    "Stripe": (r"[rs]k_(?:live|test)_[A-Za-z0-9]{16,250}", r"whsec_[A-Za-z0-9]{32,64}"),
    "OpenAI": (r"sk-(?:proj|svcacct|admin|None)-[A-Za-z0-9_\-]{20,250}", r"sk-[A-Za-z0-9]{48}"),
    "Anthropic": (r"sk-ant-[a-z0-9]{3,10}-[A-Za-z0-9_\-]{20,250}",),
    "Azure": (r"(?:AccountKey|SharedAccessKey)=[A-Za-z0-9+/]{43,86}={1,2}",),
    "npm": (r"npm_[A-Za-z0-9]{36}",),
    "PyPI": (r"pypi-[A-Za-z0-9_\-]{50,250}",),
    "SendGrid": (r"SG\.[A-Za-z0-9_\-]{22}\.[A-Za-z0-9_\-]{43}",),
    "Twilio": (r"SK[0-9a-f]{32}",),
    "Mailgun": (r"key-[0-9a-f]{32}",),
    "Mailchimp": (r"[0-9a-f]{32}-us\d{1,2}",),
    "Telegram": (r"\d{8,10}:A[A-Za-z0-9_\-]{34}",),
    "Discord": (
        r"[MNO][A-Za-z0-9_\-]{23,27}\.[A-Za-z0-9_\-]{6}\.[A-Za-z0-9_\-]{27,38}",
        r"discord(?:app)?\.com/api/webhooks/\d{17,20}/[A-Za-z0-9_\-]{60,80}",
    ),
    "Shopify": (r"shp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}",),
    "DigitalOcean": (r"do[opr]_v1_[a-f0-9]{64}",),
    "Hugging Face": (r"hf_[A-Za-z0-9]{34,40}",),
    "Databricks": (r"dapi[0-9a-f]{32}",),
    "HashiCorp": (r"hv[sbr]\.[A-Za-z0-9_\-]{24,250}",),
    "Atlassian": (r"ATATT3[A-Za-z0-9_=\-]{60,250}",),
    "Notion": (r"ntn_[A-Za-z0-9]{40,50}",),
    "Linear": (r"lin_api_[A-Za-z0-9]{40}",),
    "web token": (r"eyJ[A-Za-z0-9_\-]{10,2000}\.eyJ[A-Za-z0-9_\-]{10,2000}\.[A-Za-z0-9_\-]{10,2000}",),
}
"""Issuer -> what its keys look like, case included."""


@cache
def _exact() -> re.Pattern[str]:
    return re.compile("|".join(shape for shapes in _SHAPES.values() for shape in shapes))


_WIDE = re.compile(r"\{(\d+),(\d+)\}")


def _nominating(shape: str) -> str:
    """`shape` for folded text. RE2 unrolls repeats, so long ones become open-ended; the exact shape decides."""
    shape = re.sub(r"\[[A-Z]", lambda found: found.group().lower(), shape)
    shape = shape.lower().replace("a-za-z", "a-z").replace("a-fa-f", "a-f")
    return _WIDE.sub(lambda size: f"{{{min(int(size[1]), 8)},}}" if int(size[2]) > 40 else size[0], shape)


def _key(nominee: Nominee) -> Hit | None:
    """Certain when the exact shape is there, case included; placeholders (xxxx, 0000) are not keys."""
    original = written(nominee)
    if len(set(original[-16:])) < 5 or "example" in original[-12:].lower():
        return None
    return Hit(nominee.start, nominee.end, "certain") if _exact().fullmatch(original) else None


_TOLD = re.compile(r"[A-Za-z0-9+/_.~-]{16,512}={0,2}$")


def _told_key(nominee: Nominee) -> Hit | None:
    """A value called a key: letters and digits mixed, none of them a word. The span is the value."""
    original = written(nominee).rstrip("\"'")
    found = _TOLD.search(original)
    if not found:
        return None
    value = found.group()
    if not (re.search(r"\d", value) and re.search(r"[A-Za-z]", value)) or len(set(value)) < 9:
        return None
    if value.count("-") > 4 or re.search(r"[a-z]{9}", value):
        return None
    end = nominee.end - (len(written(nominee)) - len(original))
    return Hit(end - len(value), end, "likely")


def _api_key(nominee: Nominee) -> Hit | None:
    return _key(nominee) or (_told_key(nominee) if _name().match(nominee.text, nominee.start) else None)


@cache
def _name() -> re.Pattern[str]:
    """What a key is called, in folded text."""
    english = r"\b(?:[a-z]+[_-])*(?:api|access|secret|private|client|auth|bearer)[ _-]?(?:key|token|secret)|\btoken"
    return re.compile(rf"(?:(?:{english})(?:[ _-]?(?:id|key))?|{either('金鑰', '密鑰', '權杖')})", re.ASCII)


def api_key(setting: Setting) -> Detector:
    """Keys and tokens of cloud services by their prefix, and any value that is called an API key or secret."""
    shapes = tuple(rf"\b(?:{'|'.join(map(_nominating, _SHAPES[issuer]))})" for issuer in _SHAPES)
    told = rf"""{_name().pattern}["']? ?(?:=|:|=>|is|是|为) ?["']?[a-z0-9+/_.~-]{{16,}}={{0,2}}["']?"""
    return Detector("api-key", {"en": "API key or token", "zh-Hant": "API 金鑰或權杖"}, (*shapes, told), _api_key)


# Private keys.


def _private_key(nominee: Nominee) -> Hit | None:
    """Certain with some of the key after the header, likely with the header alone."""
    match = nominee.text[nominee.start : nominee.end]
    body = match.split("key", 1)[-1] if match.startswith("putty") else match[match.find("-----", 5) + 5 :]
    return Hit(nominee.start, nominee.end, "certain" if len(body) > 40 else "likely")


def private_key(setting: Setting) -> Detector:
    """Private keys in PEM form (also SSH, PGP) or PuTTY's, up to their end where it is there."""
    label = {"en": "private key", "zh-Hant": "私密金鑰"}
    kind = r"(?:[a-z0-9]+ )*private key(?: block)?"
    line, rest = "[a-z0-9+/]{40,}={0,2}", "[a-z0-9+/]+={1,2}"
    patterns = (
        # Stops at any three hyphens, so that many headers without an end cost no more than their length.
        rf"-----begin {kind}-----(?:(?:-{{0,2}}[^-])*-----end {kind}-----|(?: ?{line})*(?: ?{rest})?)",
        rf"putty-user-key-file-[0-9]: (?:[^:]*:){{0,8}}[^:]*private-lines: [0-9]+(?: {line})*(?: {rest})?",
    )
    return Detector("private-key", label, patterns, _private_key, chars="-")


# Passwords.

_HOLLOW = re.compile(
    r"(?:https?:|www\.|your|my|the|a|an|is|must|should|please|required?|needed|reset|changed?|forgot|forgotten|here|"
    r"none|null|true|false|hidden|secret|incorrect|wrong|invalid|expired|protected|manager|hint|optional|"
    r"same|not|and|or|to|in|on|for|with|no|yes|n/?a|tbd|string|str|password|passwd|minimum|maximum|at|length|"
    r"between|any|new|old|current|unchanged|sent|see|ask|check|click|enter|type|stored|saved|encrypted|recovery)\b"
)
"""What stands after “password:” in sentences and forms without being one."""


@cache
def _measures() -> re.Pattern[str]:
    """After a number these make it a length or a time, not a password."""
    return re.compile(rf" ?(?:characters?|chars?|letters|digits|days?|times|minutes|months?|{either(*_UNITS)})")


_UNITS = ("位", "碼", "個字", "字元", "個月", "天", "次", "分鐘", "至", "到", "以上", "年", "小時", "秒", "日", "元")


@cache
def _value() -> re.Pattern[str]:
    return re.compile(rf"(?P<link>{_link()}| |(?<=[^ -~]))(?P<value>[!-~]+)$")


@cache
def _link() -> str:
    """What joins the word and the value: “is”, a colon, an arrow, 是, an opening quotation mark."""
    return rf"(?: is ?[:=]? ?| ?(?:[:=]|[=-]>|{either('就是', '是', '為')}) ?[「『]?| ?[「『])"


def _password(nominee: Nominee) -> Hit | None:
    """The value after the word, unless it is a placeholder, a length or the next word of a sentence."""
    found = _value().search(nominee.text[nominee.start : nominee.end])
    if not found:
        return None
    shown = found["value"]
    value = shown.lstrip("\"'(").rstrip(".,;:)\"'")
    start = nominee.end - len(shown) + shown.find(value)
    end = start + len(value)
    if len(value) < 4 or len(set(value)) < 2 or value[0] in "<[{$%" or "://" in value or _HOLLOW.match(value):
        return None
    if re.fullmatch(r"[0-9~–-]+", value) and _measures().match(nominee.text, end):
        return None
    original = written(nominee)[-len(shown) :][shown.find(value) :][: len(value)]
    link = found["link"] if nominee.text[nominee.end - len(shown) - 2].isascii() else found["link"].strip()
    sure = _strength(original, link, nominee.text[end : end + 2])
    return Hit(start, end, sure) if sure else None


def _strength(value: str, link: str, after: str) -> Sure | None:
    """Letters mixed with digits are likely a password; digits alone where the link says so; a bare word possibly,
    and only after a colon or the like, where no sentence goes on."""
    letters, numbers = any(map(str.isalpha, value)), any(map(str.isdigit, value))
    signs = not value.isalnum()
    if numbers and letters:
        return "likely"
    if numbers:
        return "likely" if link != " " else None if signs or len(value) < 6 else "possible"
    if link.strip() in ("", "is"):
        return None
    if re.search(r"[a-z][A-Z]", value) or (signs and re.search(r"[!@#$%^&*+=]", value)):
        return "likely"
    return "possible" if not re.match(r" [a-z]", after) else None


def password(setting: Setting) -> Detector:
    """Passwords, passcodes and one-time codes written out after the word for them."""
    english = (
        r"\b(?:password|passwd|pwd|pass ?code|pass ?phrase|otp"
        r"|(?:verification|one[ -]time|security|access|login|entry) (?:code|password))"
    )
    han = either("密碼", "口令", "帳密", "通行碼", "PIN碼", "PIN 碼", "驗證碼", "金鑰碼")
    label = {"en": "password or one-time code", "zh-Hant": "密碼或驗證碼"}
    patterns = (
        rf"(?:{english}|{han}){_link()}[!-~]+",
        rf"(?:{english} |{han} ?)[!-~]*[0-9][!-~]*",
    )
    return Detector("password", label, patterns, _password)
