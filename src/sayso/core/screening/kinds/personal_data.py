"""Data that belongs to a person: addresses, identity numbers, cards and accounts. Telephone numbers: see `phone`."""

from __future__ import annotations

import re
from functools import cache

from sayso.core.screening.kinds.detector import Detector, Hit, Nominee, Setting
from sayso.core.screening.kinds.nearby import DASH, cues, digits_of, either, inside_number, listed, near, written
from sayso.core.screening.verdict import Sure

# E-mail (RFC 5321 sizes, ASCII only: a name in Han characters could not be told from the sentence around it).

_FILES = listed("png jpg jpeg gif webp svg bmp pdf txt doc docx xls xlsx zip css js json html php mp3 mp4 mov")


def _email(nominee: Nominee) -> Hit | None:
    """Not part of a link (https://bank.com@…), not a file name (logo@2x.png), not git@host:path."""
    text, start, end = nominee.text, nominee.start, nominee.end
    match = text[start:end]
    domain = match.rsplit("@", 1)[-1]
    top = domain.rsplit(".", 1)[-1]
    if "@" not in match:
        return Hit(start, end, "likely")
    if top in _FILES or not (top.isalpha() or top.startswith("xn--")) or ".." in match:
        return None
    if re.search(r"//[^ /?#]*$", text[max(0, start - 80) : start]):
        return None
    if match.startswith("git@") and text[end : end + 1] == ":":
        return None
    return Hit(start, end, "certain")


def email(setting: Setting) -> Detector:
    """E-mail addresses, also with “[at]” and “(dot)” in place of the signs."""
    local = r"[a-z0-9_](?:[a-z0-9._%+'&~-]*[a-z0-9_+-])?"
    label = r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?"
    at = rf" ?[\[({{<] ?(?:at|@|{either('小老鼠')}) ?[\])}}>] ?"
    dot = rf"(?:\.| ?[\[({{<] ?(?:dot|\.|{either('點')}) ?[\])}}>] ?)"
    patterns = (
        rf"{local}@(?:{label}\.)+(?:xn--[a-z0-9-]+|[a-z]{{2,24}})\b",
        rf"\b{local}{at}{label}(?:{dot}{label})*{dot}[a-z]{{2,24}}\b",
    )
    label_text = {"en": "e-mail address", "zh-Hant": "電子郵件地址"}
    return Detector("email", label_text, patterns, _email, chars="@[({<")


# Identity numbers. Each is certain by its check digit.

_TW_LETTERS = dict(zip("abcdefghjklmnpqrstuvxywzio", range(10, 36), strict=True))
"""Place of first registration -> two digits (household registration rules of the Ministry of the Interior)."""


@cache
def _id_words() -> re.Pattern[str]:
    return cues(
        r"id|i\.d\.|identity|national id|id ?card|passport|resident|arc|hkid|nino|national insurance|ni (?:no|number)",
        "身分證 身份證 身分證字號 證號 統一證號 居留證 證件",
    )


def _tw_number(match: str) -> bool:
    """Weights 1, 9, 8 … 1 over the letter's two digits and the rest, and 1 for the last; divisible by ten.

    In the residence numbers used until 2021 the second character is a letter too, of which the unit digit counts.
    """
    compact = "".join(char for char in match if char.isalnum())
    if not compact[1].isdigit():
        compact = compact[0] + str(_TW_LETTERS[compact[1]] % 10) + compact[2:]
    tens, unit = divmod(_TW_LETTERS[compact[0]], 10)
    weighted = sum(int(digit) * weight for digit, weight in zip(compact[1:9], range(8, 0, -1), strict=True))
    return (tens + 9 * unit + weighted + int(compact[9])) % 10 == 0


def _tw_id(nominee: Nominee) -> Hit | None:
    match = nominee.text[nominee.start : nominee.end]
    if not _tw_number(match) or inside_number(nominee, ".-"):
        return None
    # A letter, a gap and nine digits can be an article and a number: “a 212 345 678”.
    if match[1] == " " and not near(nominee, _id_words()):
        return None
    return Hit(nominee.start, nominee.end, "certain")


def _tw_pattern(second: str) -> str:
    return rf"\b[a-z][ {DASH}]?{second}[0-9]{{2}}[ {DASH}]?[0-9]{{3}}[ {DASH}]?[0-9]{{3}}\b"


def tw_national_id(setting: Setting) -> Detector:
    """National identification numbers of Taiwan."""
    label = {"en": "Taiwan national ID number", "zh-Hant": "身分證字號"}
    return Detector("tw-national-id", label, (_tw_pattern("[12]"),), _tw_id, 9)


def tw_arc(setting: Setting) -> Detector:
    """Residence certificate numbers of Taiwan: two letters and eight digits, or since 2021 a letter and 8 or 9."""
    label = {"en": "Taiwan resident certificate number", "zh-Hant": "居留證統一證號"}
    return Detector("tw-arc", label, (_tw_pattern("[a-d89]"),), _tw_id, 8)


def tw_id(setting: Setting) -> Detector:
    """Both of the above."""
    label = {"en": "Taiwan ID number", "zh-Hant": "身分證或居留證號碼"}
    return Detector("tw-id", label, (_tw_pattern("[12a-d89]"),), _tw_id, 8)


def _hk_id(nominee: Nominee) -> Hit | None:
    """Weights 9 … 1 over the letters (A = 10; a missing first one counts 36) and digits; divisible by eleven."""
    match = nominee.text[nominee.start : nominee.end]
    compact = "".join(char for char in match if char.isalnum()).rjust(9)
    values = [36 if char == " " else int(char, 36) for char in compact]
    if sum(value * weight for value, weight in zip(values, range(9, 0, -1), strict=True)) % 11:
        return None
    if "(" not in match and not near(nominee, _id_words()):
        return None
    return Hit(nominee.start, nominee.end, "certain")


def hk_id(setting: Setting) -> Detector:
    """Identity card numbers of Hong Kong; without brackets only where identity is talked of."""
    label = {"en": "Hong Kong identity card number", "zh-Hant": "香港身份證號碼"}
    patterns = (r"\b[a-z]{1,2} ?[0-9]{6} ?\( ?[0-9a] ?\)", r"\b[a-z]{1,2}[0-9]{6}[0-9a]\b")
    return Detector("hk-id", label, patterns, _hk_id, 6)


_CN_PROVINCES = listed(
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83"
)


def _cn_id(nominee: Nominee) -> Hit | None:
    """GB 11643-1999: province, date of birth, and a check character by ISO 7064 mod 11-2."""
    compact = nominee.text[nominee.start : nominee.end].replace(" ", "")
    month, day = int(compact[10:12]), int(compact[12:14])
    if compact[:2] not in _CN_PROVINCES or not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    total = sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(compact[:17]))
    return Hit(nominee.start, nominee.end, "certain") if "10x98765432"[total % 11] == compact[17] else None


def cn_id(setting: Setting) -> Detector:
    """Resident identity card numbers of mainland China."""
    label = {"en": "Mainland China ID number", "zh-Hant": "中國居民身分證號碼"}
    return Detector("cn-id", label, (r"\b[1-8][0-9]{5} ?(?:18|19|20)[0-9]{6} ?[0-9]{3}[0-9x]\b",), _cn_id, 17)


@cache
def _ssn_words() -> re.Pattern[str]:
    return cues(r"ssn|social security|social|tax ?payer|itin", "社會安全 社安")


def _us_ssn(nominee: Nominee) -> Hit | None:
    """SSA rules: no area 000, 666 or 900 to 999, no group 00, no serial 0000. Without dashes only where named."""
    match = nominee.text[nominee.start : nominee.end]
    digits = digits_of(match)
    if digits[:3] in ("000", "666") or digits[0] == "9" or digits[3:5] == "00" or digits[5:] == "0000":
        return None
    if inside_number(nominee, ".-/" + DASH[1:]):
        return None
    if near(nominee, _ssn_words()):
        return Hit(nominee.start, nominee.end, "likely")
    return Hit(nominee.start, nominee.end, "possible") if re.fullmatch(rf"\d+[{DASH}]\d+[{DASH}]\d+", match) else None


def us_ssn(setting: Setting) -> Detector:
    """Social Security numbers of the United States."""
    label = {"en": "US Social Security number", "zh-Hant": "美國社會安全號碼"}
    return Detector("us-ssn", label, (rf"\b[0-9]{{3}}[ {DASH}.]?[0-9]{{2}}[ {DASH}.]?[0-9]{{4}}\b",), _us_ssn, 9)


def _uk_nino(nominee: Nominee) -> Hit | None:
    """HMRC manual NIM39110: which letters a prefix may have. In lower case only where national insurance is named."""
    if nominee.text[nominee.start : nominee.start + 2] in ("bg", "gb", "nk", "kn", "tn", "nt", "zz"):
        return None
    if near(nominee, _id_words()):
        return Hit(nominee.start, nominee.end, "likely")
    return Hit(nominee.start, nominee.end, "possible") if written(nominee).isupper() else None


def uk_nino(setting: Setting) -> Detector:
    """National Insurance numbers of the United Kingdom."""
    label = {"en": "UK National Insurance number", "zh-Hant": "英國國民保險號碼"}
    gap = rf"[ {DASH}]?"
    pattern = rf"\b[abceghj-prstw-z][abceghj-nprstw-z]{gap}[0-9]{{2}}{gap}[0-9]{{2}}{gap}[0-9]{{2}}{gap}[a-d]\b"
    return Detector("uk-nino", label, (pattern,), _uk_nino, 6)


def _document(nominee: Nominee) -> Hit | None:
    """The last word of the match, when it holds at least four digits."""
    match = nominee.text[nominee.start : nominee.end]
    start = max(match.rfind(" "), match.rfind(":"), match.rfind("#")) + 1
    han = [at for at, char in enumerate(match) if char > "\u2e7f"]
    start = max(start, han[-1] + 1 if han else 0)
    number = match[start:]
    if not len(digits_of(number)) >= 4 or not 6 <= len(number) <= 18:
        return None
    return Hit(nominee.start + start, nominee.end, "likely")


def licence(setting: Setting) -> Detector:
    """Driving licence and passport numbers, where they are called so: their shapes alone say nothing."""
    label = {"en": "licence or passport number", "zh-Hant": "駕照或護照號碼"}
    document = r"(?:driv(?:er['’]?s?|ers?['’]|ing) licen[cs]e|passport)"
    link = r"(?: ?(?:no|number|num|nr|id|#)\b\.?)?(?: is)? ?[:#=]? ?"
    han = rf"{either('駕照', '駕駛執照', '護照')}{either('號碼', '字號', '編號', '號')}? ?(?:[:=]|是|为)? ?"
    patterns = (rf"\b{document}{link}[a-z0-9-]{{6,18}}\b", rf"{han}[a-z0-9-]{{6,18}}\b")
    return Detector("licence-number", label, patterns, _document, 4)


# Payment cards: ISO/IEC 7812, lengths and prefixes as the networks publish them.

_NETWORKS = re.compile(
    r"4(?:\d{15}|\d{18})$"  # Visa
    r"|(?:5[1-5]\d{2}|222[1-9]|22[3-9]\d|2[3-6]\d{2}|27[01]\d|2720)\d{12}$"  # Mastercard
    r"|3[47]\d{13}$"  # American Express
    r"|(?:6011|64[4-9]\d|65\d{2})\d{12}$"  # Discover
    r"|35(?:2[89]|[3-8]\d)\d{12}$"  # JCB
    r"|62\d{14}$"  # UnionPay
    r"|(?:30[0-5]|36|3[89])\d{11,12}$"  # Diners Club
    r"|220[0-4]\d{12}$"  # Mir
)


def luhn(digits: str) -> bool:
    """ISO/IEC 7812-1 annex B: the last digit checks the others."""
    doubled = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)
    odd, even = digits[-1::-2], digits[-2::-2]
    return (sum(map(int, odd)) + sum(doubled[int(digit)] for digit in even)) % 10 == 0


@cache
def _card_words() -> re.Pattern[str]:
    return cues(
        r"cards?|credit|debit|visa|master ?card|amex|american express|jcb|union ?pay|diners|maestro|discover|atm|cvv"
        r"|cvc|cc|pan",
        "信用卡 簽帳卡 金融卡 提款卡 卡號 刷卡 付款卡 悠遊卡 卡片",
    )


def _card(nominee: Nominee) -> Hit | None:
    """The match, or where a group too many leads it, the rest: Luhn and a network's prefix, or a card word near."""
    if inside_number(nominee, ".,"):
        return None
    match = nominee.text[nominee.start : nominee.end]
    for start in (0, *(found.end() for found in re.finditer(r"^\d+[^\d]", match))):
        digits = digits_of(match[start:])
        sure = _card_sure(digits, match[start:], nominee)
        if sure:
            return Hit(nominee.start + start, nominee.end, sure)
    return None


def _card_sure(digits: str, shown: str, nominee: Nominee) -> Sure | None:
    if not 12 <= len(digits) <= 19 or not luhn(digits) or len(set(digits)) == 1:
        return None
    issued = _NETWORKS.match(digits) is not None
    # Fourteen digits alone can be a time stamp or an order: a card word or the printed grouping must say card.
    if issued and (len(digits) > 14 or not shown.isdigit()):
        return "certain"
    if near(nominee, _card_words(), 60, 24):
        return "certain" if issued else "likely"
    return None


def card_number(setting: Setting) -> Detector:
    """Payment card numbers, in one piece or grouped as printed."""
    gap = rf"[ {DASH}.]"
    first = r"(?:4[0-9]{3}|5[0-9]{3}|6[0-9]{3}|3[0-9]{3}|2[2-7][0-9]{2})"
    fours = rf"{gap}[0-9]{{4}}{gap}[0-9]{{4}}"
    patterns = (
        r"\b[0-9]{12,19}\b",
        rf"\b{first}{fours}{gap}[0-9]{{1,4}}(?:{gap}[0-9]{{3}})?\b",
        rf"\b[0-9]{{4}}{gap}{first}{fours}{gap}[0-9]{{4}}\b",
        rf"\b3[0-9]{{3}}{gap}[0-9]{{6}}{gap}[0-9]{{4,5}}\b",
        rf"\b{first}[0-9]{{4}}{gap}[0-9]{{8}}\b",
        rf"\b[2-6](?:{gap}[0-9]){{14,15}}\b",
    )
    label = {"en": "payment card number", "zh-Hant": "信用卡或金融卡號碼"}
    return Detector("card-number", label, patterns, _card, 12)


# Bank accounts: ISO 13616, lengths from the SWIFT IBAN registry.

_IBAN_LENGTHS = {
    15: "no", 16: "be", 18: "dk fi fo gl nl sd", 19: "mk si", 20: "at ba ee kz lt lu mn xk",
    21: "ch cr hr lv li", 22: "bg bh de gb ge ie me rs va", 23: "ae gi il iq om so tl",
    24: "ad cz es md pk ro sa se sk tn vg", 25: "ly pt st", 26: "is tr", 27: "bi dj fr gr it mc mr sm",
    28: "al az by cy do gt hu lb ni pl sv", 29: "br eg ps qa ua", 30: "jo kw mu ye", 31: "mt sc", 32: "lc", 33: "ru",
}  # fmt: skip


def _iban(nominee: Nominee) -> Hit | None:
    """ISO 7064 mod 97-10 over the number with its first four characters put last."""
    match = nominee.text[nominee.start : nominee.end]
    compact = "".join(char for char in match if char.isalnum())
    if len(digits_of(compact)) < 8:
        return None
    value = int("".join(str(int(char, 36)) for char in compact[4:] + compact[:4]))
    return Hit(nominee.start, nominee.end, "certain") if value % 97 == 1 else None


def iban(setting: Setting) -> Detector:
    """International bank account numbers, of the length their country uses."""
    label = {"en": "bank account number (IBAN)", "zh-Hant": "國際銀行帳號（IBAN）"}
    patterns = tuple(
        rf"\b(?:{'|'.join(countries.split())})[0-9]{{2}}(?:[ {DASH}]?[a-z0-9]){{{length - 4}}}\b"
        for length, countries in _IBAN_LENGTHS.items()
    )
    return Detector("iban", label, patterns, _iban, 8)


# Internet addresses of devices.


@cache
def _ip_words() -> re.Pattern[str]:
    english = r"ips?|ipv[46]|address(?:es)?|server|host|ping|dns|gateway|subnet|router|ssh|vpn"
    return cues(english, "位址 伺服器 主機 網址 連線")


@cache
def _version_words() -> re.Pattern[str]:
    release = r"v|ver\.?|versions?|build|release|firmware|driver|update|upgraded? to|rev\.?|section|chapter|§"
    return re.compile(rf"(?:(?<![a-z])(?:{release})|{either('版本', '版', '韌體', '驅動程式', '章節', '第')}) ?:? ?$")


_NOBODY = re.compile(r"127\.|0\.|255\.255\.255\.255$|::1?$")


def _ip(nominee: Nominee) -> Hit | None:
    """Not a version or section number, not part of a longer dotted number, not the device itself (127.0.0.1)."""
    match = nominee.text[nominee.start : nominee.end]
    lead = nominee.text[max(0, nominee.start - 16) : nominee.start]
    if inside_number(nominee, ".") or _NOBODY.match(match):
        return None
    if ":" in match:
        return _ipv6(nominee, match)
    told = near(nominee, _ip_words(), 32, 12)
    if _version_words().search(lead) or (not told and all(len(octet) == 1 for octet in match.split("."))):
        return None
    return Hit(nominee.start, nominee.end, "certain" if told else "likely")


def _ipv6(nominee: Nominee, match: str) -> Hit | None:
    import ipaddress

    around = nominee.text[max(0, nominee.start - 1) : nominee.start] + nominee.text[nominee.end : nominee.end + 1]
    if ":" in around or match.count(":") < 3 or len(digits_of(match)) < 3:
        return None
    try:
        ipaddress.IPv6Address(match)
    except ValueError:
        return None
    return Hit(nominee.start, nominee.end, "certain")


def ip_address(setting: Setting) -> Detector:
    """IPv4 and IPv6 addresses. Private ones count (they show the inside of a network), loopback does not."""
    octet = r"(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
    patterns = (
        rf"\b(?:{octet}\.){{3}}{octet}\b",
        r"\b(?:[0-9a-f]{1,4}:){7}[0-9a-f]{1,4}\b",
        r"\b(?:[0-9a-f]{1,4}:){1,6}(?::[0-9a-f]{1,4}){1,6}\b",
    )
    return Detector("ip-address", {"en": "IP address", "zh-Hant": "IP 位址"}, patterns, _ip, 3)
