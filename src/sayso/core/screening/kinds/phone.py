"""Telephone numbers: Taiwan, Hong Kong, the United States, the United Kingdom by their own plans, others by the
metadata of phonenumbers, and numbers of any shape right after a word such as “mobile”."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, partial
from typing import NamedTuple

from sayso.core.policy.model import Text
from sayso.core.screening.kinds.detector import Detector, Hit, Nominee, Setting
from sayso.core.screening.kinds.nearby import DASH, cues, digits_of, either, inside_number, near
from sayso.core.screening.verdict import Sure

GAP = rf"[ {DASH}.·/]?"
"""What may stand between two groups of digits."""
EXTENSION = r"(?: ?(?:#|x|ext\.?|extension|{}) ?[0-9]{{1,6}}\b)?"


@cache
def _words() -> re.Pattern[str]:
    """Words that say a telephone number is meant."""
    return cues(
        r"tel|tell?ephone|phones?|mobile|mob|cell|fax|call|dial|ring|text|sms|hotline|contact|whatsapp|line id|wechat"
        r"|signal|reach|answering|direct line|helpline",
        "電話 手機 行動 市話 傳真 專線 熱線 來電 致電 撥打 聯絡 聯繫 洽 簡訊 門號 號碼",
    )


@cache
def _extension() -> str:
    return EXTENSION.format(either("分機", "轉", "內線"))


class Plan(NamedTuple):
    """How a country's numbers are written and told apart."""

    name: str
    label: Text
    patterns: tuple[str, ...]
    judge: Callable[[str, Nominee], Sure | None]
    """Given the national digits (with the trunk prefix, without the country code), how sure."""
    code: str
    trunk: str
    digits: int
    """The fewest a number has, the trunk prefix counted."""


_EXTENSION_SIGN = re.compile(r"#|x|ext|[^\x00-\x7f·‐-―−]")


def _national(match: str, plan: Plan) -> str:
    """The match's digits as dialled inside the country; an extension is left out."""
    digits = digits_of(_EXTENSION_SIGN.split(match)[0])
    digits = digits.removeprefix("00") if match.startswith("00") else digits
    if digits.startswith(plan.code) and len(digits) - len(plan.code) >= plan.digits - len(plan.trunk):
        digits = digits.removeprefix(plan.code)
    return plan.trunk + digits.removeprefix(plan.trunk)


def _abroad(nominee: Nominee) -> bool:
    """Whether the number stands there with a country code."""
    return nominee.text[nominee.start] == "+" or nominee.text.startswith("00", nominee.start)


def _solid(nominee: Nominee) -> bool:
    """Whether the digits stand there without any grouping."""
    return nominee.text[nominee.start : nominee.end].isdigit()


_LEAD = re.compile(r"(?:^|[^0-9])(?:0[0-9]{1,3}|[0-9]{2,3})\)?[ .]?$")


def _led(nominee: Nominee) -> bool:
    """Whether a group of digits stands right before, such as an area code: the match is part of another number."""
    start = nominee.start
    return nominee.text[start].isdigit() and _LEAD.search(nominee.text[max(0, start - 6) : start]) is not None


def _check(plan: Plan, nominee: Nominee) -> Hit | None:
    if inside_number(nominee, ".-"):
        return None
    sure = plan.judge(_national(nominee.text[nominee.start : nominee.end], plan), nominee)
    return Hit(nominee.start, nominee.end, sure) if sure else None


# Taiwan: NCC, telephone numbering plan (E.164 country code 886). 09 and eight digits is mobile; area codes 2-8.

_TW = r"(?:(?:\+ ?|\b00|\b)886{gap}(?:\(0\){gap})?|\b0)"


def _tw_mobile(national: str, nominee: Nominee) -> Sure | None:
    return "certain" if len(national) == 10 and national.startswith("09") else None


_TW_AREAS = (
    ("0836", (9, 10)),
    ("0826", (9, 9)),
    ("082", (9, 9)),
    ("089", (9, 9)),
    ("049", (10, 10)),
    ("037", (9, 9)),
    ("02", (10, 10)),
    ("04", (9, 10)),
    *((f"0{area}", (9, 9)) for area in (3, 5, 6, 7, 8)),
)
_TW_SERVICE = re.compile(r"080[09]\d{6}$|020[346]\d{6}$")


def _tw_phone(national: str, nominee: Nominee) -> Sure | None:
    """Landlines by area code and length; numbers of services (0800 …) belong to nobody in particular: possible."""
    if _TW_SERVICE.match(national):
        return "possible" if not _solid(nominee) or near(nominee, _words()) else None
    lengths = next((lengths for area, lengths in _TW_AREAS if national.startswith(area)), None)
    if lengths is None or not lengths[0] <= len(national) <= lengths[1]:
        return None
    subscriber = national[2] if national[:2] in ("02", "03", "04", "05", "06", "07", "08") else ""
    if subscriber in ("0", "1"):
        return None
    if _abroad(nominee):
        return "certain"
    if near(nominee, _words()):
        return "certain"
    return None if _solid(nominee) else "likely"


# Hong Kong: OFCA, numbering plan. Eight digits without area codes, the first of them 2, 3 and 5 to 9.


def _year(text: str) -> bool:
    return re.search(r"\b(?:19|20)[0-9]{2}\b", text) is not None


def _hk_phone(country: str, national: str, nominee: Nominee) -> Sure | None:
    if len(national) != 8 or national[0] not in "2356789" or _led(nominee):
        return None
    match = nominee.text[nominee.start : nominee.end]
    if _abroad(nominee) or match.startswith(("852", "(852")):
        return "certain"
    if match.startswith(("19", "20")) and (_solid(nominee) or _year(match)):
        return None
    if near(nominee, _words(), 16, 4):
        return "likely"
    return "possible" if country == "HK" and not _solid(nominee) else None


# United States and the rest of country code 1: NANPA. Neither area nor exchange begins with 0 or 1, nor ends in 11.

_NANP = re.compile(r"(?![234]00)[2-9](?!11)[0-8][0-9][2-9](?!11)[0-9]{6}$")
_TOLL_FREE = ("800", "833", "844", "855", "866", "877", "888", "900")


def _us_phone(country: str, national: str, nominee: Nominee) -> Sure | None:
    """By the plan; unlisted codes only with a country code or a word such as “call”. Toll-free ones: possible."""
    told = near(nominee, _words(), 24, 12)
    if len(national) != 10 or (_solid(nominee) and not told) or _led(nominee):
        return None
    if not _NANP.match(national):
        return "likely" if _abroad(nominee) or (told and not _solid(nominee)) else None
    if national.startswith(_TOLL_FREE):
        return "possible"
    return "certain" if _abroad(nominee) or told or country in ("US", "CA") else "likely"


# United Kingdom: Ofcom, National Telephone Numbering Plan. 01 and 02 geographic, 03 organisations, 07 mobile.


def _uk_phone(country: str, national: str, nominee: Nominee) -> Sure | None:
    if not re.match(r"0(?:1[1-9][0-9]{7,8}|2[03489][0-9]{8}|3[0347][0-9]{8}|7[1-9][0-9]{8}|8[0-9]{8,9})$", national):
        return None
    if _abroad(nominee):
        return "certain"
    told = near(nominee, _words()) or country == "GB"
    if _solid(nominee) and national[1] != "7" and not told:
        return None
    return "possible" if national[1] == "8" else "certain" if told else "likely"


# Everything else.


@cache
def _fits(code: str) -> tuple[tuple[int, ...], re.Pattern[str]] | None:
    """Lengths and plan of a country code's numbers without trunk prefix; None: no such code is assigned."""
    from phonenumbers import COUNTRY_CODE_TO_REGION_CODE
    from phonenumbers.phonemetadata import PhoneMetadata

    regions = COUNTRY_CODE_TO_REGION_CODE.get(int(code))
    if not regions:
        return None
    found = (
        PhoneMetadata.metadata_for_nongeo_region(int(code), None)
        if regions[0] == "001"
        else PhoneMetadata.metadata_for_region(regions[0], None)
    )
    if found is None or found.general_desc is None:
        return None
    plan = found.general_desc
    return tuple(plan.possible_length), re.compile(plan.national_number_pattern or "")


def _intl(nominee: Nominee) -> Hit | None:
    """A number with a country code: certain by that country's plan, likely when only its length is right."""
    text = nominee.text[nominee.start : nominee.end]
    shown = re.match(rf"[+0-9(][0-9 {DASH}.()/]*[0-9]", text)
    if shown is None or inside_number(nominee, "."):
        return None
    digits = digits_of(shown.group().replace("(0)", ""))
    digits = digits if text[0] == "+" else digits[2:]
    for size in (1, 2, 3):
        fits = _fits(digits[:size]) if digits[:size].isdigit() else None
        if fits:
            return _measured(nominee, text, digits, size, fits)
    return None


def _measured(
    nominee: Nominee, text: str, digits: str, size: int, fits: tuple[tuple[int, ...], re.Pattern[str]]
) -> Hit | None:
    """The longest run of whole groups that has a length this country uses; a digit group of the text may follow it."""
    lengths, plan = fits
    lead = 0 if text[0] == "+" else 2
    for end in _group_ends(text):
        taken = len(digits_of(text[:end].replace("(0)", ""))) - lead
        if taken - size in lengths:
            sure: Sure = "certain" if plan.fullmatch(digits[size:taken]) else "likely"
            if sure == "likely" and text[0] != "+":
                return None
            return Hit(nominee.start, nominee.start + end, sure)
    return None


def _group_ends(text: str) -> list[int]:
    """Where a group of digits ends, the last first; an extension after it counts to the last group."""
    extended = re.search(r" ?(?:#|x|ext)[^0-9]*[0-9]+$|[^\x00-\x7f‐-―−·]+ ?[0-9]+$", text)
    body = text[: extended.start()] if extended else text
    ends = [match.end() for match in re.finditer(r"[0-9]+\)?", body)]
    if extended and ends:
        ends[-1] = len(text)
    return ends[::-1]


def _domestic(country: str, nominee: Nominee) -> Hit | None:
    """A number without a country code, read as one of the company's own country."""
    code = _code_of(country)
    fits = _fits(code) if code else None
    if not fits or inside_number(nominee, ".-"):
        return None
    if _solid(nominee) and not near(nominee, _words()):
        return None
    digits = digits_of(nominee.text[nominee.start : nominee.end])
    lengths, plan = fits
    bare = digits.removeprefix(_trunk_of(country))
    if len(bare) not in lengths or not plan.fullmatch(bare):
        return None
    return Hit(nominee.start, nominee.end, "certain" if near(nominee, _words()) else "likely")


@cache
def _code_of(country: str) -> str:
    from phonenumbers import country_code_for_region

    return str(country_code_for_region(country) or "")


@cache
def _trunk_of(country: str) -> str:
    from phonenumbers.phonemetadata import PhoneMetadata

    found = PhoneMetadata.metadata_for_region(country, None)
    return found.national_prefix or "" if found else ""


# A number of any shape, right after or before a word that names it.

_LOOSE = rf"\(?[0-9](?:\)?[ .{DASH}/]?\(?[0-9]){{6,16}}"
_SOMEONE = r"(?:me|us|him|her|them)"
_NOUN = (
    r"\b(?:(?:tele|cell)?phone|tel|mobile|mob|cell|desk|fax|office|direct|landline|hotline|whatsapp|signal"
    r"|(?:my|his|her|their|our|your|contact|emergency) (?:number|no\.))"
)
_VERB = rf"\b(?:(?:answering|reached|contacted|reach {_SOMEONE}) (?:at|on)|(?:call|text|ring|phone|contact|dial)\b)"
_YEARS = re.compile(r"(?:(?:19|20)[0-9]{2}[^0-9]*)+$|(?:19|20)\d\d[-/.]\d\d?[-/.]\d\d?\b")
_TAIL = r" ?[-(] ?(?:office|fax|mobile|cell|home|tel|desk)\b"


def _told_patterns() -> tuple[str, ...]:
    """Number after a naming word and a short link (“is”, “:”), or before one (“-fax”)."""
    han = either("電話", "手機", "傳真", "專線", "熱線", "市話", "來電", "致電", "請撥", "撥打", "門號", "行動")
    number = rf"{_LOOSE}\b{_extension()}"
    noun_link = r"(?:\.? ?(?:(?:no|number|num|nr)\b\.?|#)? ?(?:[:=]|\b)|(?: [a-z']+){0,4} (?:is|at|on|to)) ?"
    verb_link = rf"(?: {_SOMEONE})?(?:(?: [a-z']+){{0,3}} (?:at|on))? ?:? ?"
    return (
        f"{_NOUN}{noun_link}{number}",
        f"{_VERB}{verb_link}{number}",
        rf"{han}{either('號碼', '碼')}? ?(?:[:=]|是|为)? ?{number}",
        rf"(?:\b|\(){_LOOSE}{_TAIL}",
    )


def _told(nominee: Nominee) -> Hit | None:
    """Seven to twelve digits in whole groups, no years: nearest to the word that names them. The span is the number."""
    text = nominee.text[nominee.start : nominee.end]
    tail = re.search(f"{_TAIL}$", text)
    found = _after().search(text[: tail.start()] if tail else text)
    if not found or _YEARS.match(found["number"]):
        return None
    span = _groups(found["number"], tail is not None)
    if span is None:
        return None
    begin = nominee.start + found.start()
    whole = span[1] == len(found["number"])
    return Hit(begin + span[0], nominee.start + found.end() if whole else begin + span[1], "likely")


def _groups(number: str, last: bool) -> tuple[int, int] | None:
    """The most groups of digits, from the first on or up to the last, that hold seven to twelve digits."""
    groups = [found.span() for found in re.finditer(r"\(?[0-9]+", number)]
    if last:
        spans = [(start, groups[-1][1]) for start, _ in groups]
    else:
        spans = [(groups[0][0], end) for _, end in reversed(groups)]
    return next((span for span in spans if 7 <= len(digits_of(number[slice(*span)])) <= 12), None)


@cache
def _after() -> re.Pattern[str]:
    return re.compile(rf"(?P<number>{_LOOSE}){_extension()}$")


# The detectors.


def _tw_mobile_plan() -> Plan:
    lead = _TW.format(gap=GAP)
    groups = (
        rf"9[0-9]{{2}}{GAP}[0-9]{{3}}{GAP}[0-9]{{3}}\b",
        rf"9{GAP}[0-9]{{4}}{GAP}[0-9]{{4}}\b",
        rf"9[0-9]{{2}}{GAP}[0-9]{{2}}{GAP}[0-9]{{2}}{GAP}[0-9]{{2}}\b",
        r"9(?:[ \-.][0-9]){8}\b",
    )
    # “0 9 1 2 …” is one digit at a time; “(09)” and “(0912)” put the prefix in brackets.
    patterns = (
        f"{lead}{GAP}(?:{'|'.join(groups)})",
        rf"\(0(?:9\){GAP}[0-9]{{4}}{GAP}[0-9]{{4}}|9[0-9]{{2}}\){GAP}[0-9]{{3}}{GAP}[0-9]{{3}})\b",
    )
    label = {"en": "Taiwan mobile number", "zh-Hant": "臺灣手機號碼"}
    return Plan("tw-mobile", label, patterns, _tw_mobile, "886", "0", 10)


def _tw_phone_plan() -> Plan:
    subscriber = (
        rf"(?:[0-9]{{3,4}}{GAP}[0-9]{{4}}|[0-9]{{2,3}}{GAP}[0-9]{{3}}|[0-9]{{2}}{GAP}[0-9]{{2}}{GAP}[0-9]{{2,3}})"
    )
    area = r"(?:836|826|82|89|49|37|800|809|20[346]|[2-8])"
    abroad = rf"(?:\+ ?|\b00|\b)886{GAP}(?:\(0\){GAP})?\(?0?"
    patterns = (rf"(?:\b0{area}{GAP}|\(0{area}\) ?[{DASH}]? ?|{abroad}{area}\)?{GAP}){subscriber}\b{_extension()}",)
    label = {"en": "Taiwan landline number", "zh-Hant": "臺灣市內電話號碼"}
    return Plan("tw-phone", label, patterns, _tw_phone, "886", "0", 9)


def _hk_phone_plan(country: str) -> Plan:
    patterns = (rf"(?:(?:\+ ?|\b00|\b|\()852\)?{GAP}|\b)[2-9][0-9]{{3}}[ {DASH}]?[0-9]{{4}}\b",)
    label = {"en": "Hong Kong telephone number", "zh-Hant": "香港電話號碼"}
    return Plan("hk-phone", label, patterns, partial(_hk_phone, country), "852", "", 8)


def _us_phone_plan(country: str) -> Plan:
    gap = rf" ?[ {DASH}.·/]? ?"
    patterns = (
        rf"(?:(?:\+ ?|\b00|\b)1{gap})?(?:\([2-9][0-9]{{2}}\)|\b[2-9][0-9]{{2}}){gap}[0-9]{{3}}{gap}[0-9]{{4}}"
        rf"(?:(?: ?(?:#|x|ext\.?|extension) ?[0-9]{{1,6}})?\b)",
    )
    label = {"en": "US telephone number", "zh-Hant": "美國電話號碼"}
    return Plan("us-phone", label, patterns, partial(_us_phone, country), "1", "", 10)


def _uk_phone_plan(country: str) -> Plan:
    lead = rf"(?:(?:\+ ?|\b00|\b)44{GAP}(?:\(0\){GAP})?\(?0?|\(0|\b0)"
    groups = (
        rf"7[1-9][0-9]{{2}}{GAP}[0-9]{{3}}{GAP}[0-9]{{3}}",
        rf"7[1-9]{GAP}[0-9]{{4}}{GAP}[0-9]{{4}}",
        rf"[1238][0-9]{GAP}[0-9]?\)?{GAP}[0-9]{{3,4}}{GAP}[0-9]{{4}}",
        rf"[138][0-9]{{2}}\)?{GAP}[0-9]{{3}}{GAP}[0-9]{{4}}",
        rf"[18][0-9]{{3}}\)?{GAP}[0-9]{{3}}{GAP}[0-9]{{2,3}}",
        rf"2[0-9]\)?{GAP}[0-9]{{4}}{GAP}[0-9]{{4}}",
    )
    patterns = (rf"{lead}(?:{'|'.join(groups)})\b(?: ?(?:#|x|ext\.?) ?[0-9]{{1,6}}\b)?",)
    label = {"en": "UK telephone number", "zh-Hant": "英國電話號碼"}
    return Plan("uk-phone", label, patterns, partial(_uk_phone, country), "44", "0", 10)


def _by_plan(plan: Plan) -> Detector:
    return Detector(plan.name, plan.label, plan.patterns, partial(_check, plan), plan.digits)


def tw_mobile(setting: Setting) -> Detector:
    """Mobile numbers of Taiwan, with or without +886."""
    return _by_plan(_tw_mobile_plan())


def tw_phone(setting: Setting) -> Detector:
    """Landline and service numbers of Taiwan, with extension."""
    return _by_plan(_tw_phone_plan())


def hk_phone(setting: Setting) -> Detector:
    """Numbers of Hong Kong: with +852, after a word such as “call”, or grouped when the company is there."""
    return _by_plan(_hk_phone_plan(setting.country))


def us_phone(setting: Setting) -> Detector:
    """Numbers of the United States and Canada, with extension."""
    return _by_plan(_us_phone_plan(setting.country))


def uk_phone(setting: Setting) -> Detector:
    """Numbers of the United Kingdom."""
    return _by_plan(_uk_phone_plan(setting.country))


_INTL = rf"(?:\+ ?|\b00)[1-9](?:(?:[ {DASH}./]?\(0\))?[ {DASH}./]? ?\(?[0-9]\)?){{6,15}}"


def intl_phone(setting: Setting) -> Detector:
    """Numbers with a country code."""
    pattern = rf"{_INTL}\b(?: ?(?:#|x|ext\.?) ?[0-9]{{1,6}}\b)?"
    label = {"en": "international telephone number", "zh-Hant": "國際電話號碼"}
    return Detector("intl-phone", label, (pattern,), _intl, 7)


_PLANNED = ("TW", "HK", "US", "CA", "GB", "")


def phone(setting: Setting) -> Detector:
    """Telephone numbers of every kind above, and whatever stands right after “mobile:” or 電話."""
    parts = [make(setting) for make in (tw_mobile, tw_phone, us_phone, uk_phone, hk_phone, intl_phone)]
    if setting.country not in _PLANNED and _code_of(setting.country):
        pattern = rf"\b[0-9](?:[ {DASH}./]?\(?[0-9]\)?){{6,13}}\b"
        parts.append(Detector("", {}, (pattern,), partial(_domestic, setting.country), 7))
    parts.append(Detector("", {}, _told_patterns(), _told, 7))
    label = {"en": "telephone number", "zh-Hant": "電話號碼"}
    shapes = tuple((re.compile("|".join(part.patterns), re.ASCII), part.check) for part in parts)
    return Detector("phone", label, tuple(p for part in parts for p in part.patterns), partial(_first, shapes), 7)


Check = Callable[[Nominee], Hit | None]


def _first(shapes: tuple[tuple[re.Pattern[str], Check], ...], nominee: Nominee) -> Hit | None:
    """What the first plan says whose pattern the match has."""
    match = nominee.text[nominee.start : nominee.end]
    return next((hit for shape, check in shapes if shape.fullmatch(match) and (hit := check(nominee))), None)
