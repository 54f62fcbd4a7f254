"""A company's own numbers (orders, patients, employees), as `policy.yaml` describes them."""

from __future__ import annotations

import re
from functools import partial
from typing import Literal

from sayso.core.policy.model import NumberFormat
from sayso.core.screening.kinds.detector import Detector, Hit, Nominee
from sayso.core.screening.kinds.nearby import DASH, digits_of, folded
from sayso.core.screening.kinds.personal_data import luhn

Check = Literal["none", "luhn", "mod97", "mod11"]


def detector(fmt: NumberFormat) -> Detector:
    """Finds numbers written like one of ``fmt.like``, and whose check digits hold when the format has them."""
    patterns = tuple(_pattern(like) for like in fmt.like)
    digits = min((like.count("#") for like in fmt.like), default=0)
    return Detector(f"number/{fmt.name}", fmt.label, patterns, partial(_check, fmt.check), digits)


def _pattern(like: str) -> str:
    """`like` as RE2: a hyphen matches any dash; at letters and digits the number may not go on."""
    parts = {"#": "[0-9]", "@": "[a-z]", "-": f"[{DASH}]"}
    shape = "".join(parts.get(char, re.escape(char)) for char in folded(like))
    word = re.compile(r"[a-z0-9#@_]")
    ends = [r"\b" if word.match(char) else "" for char in (folded(like[:1]), folded(like[-1:]))]
    return ends[0] + shape + ends[1]


def _check(check: Check, nominee: Nominee) -> Hit | None:
    """Certain by a checksum; by format alone, likely."""
    match = nominee.text[nominee.start : nominee.end]
    if check == "none":
        return Hit(nominee.start, nominee.end, "likely")
    return Hit(nominee.start, nominee.end, "certain") if _holds(check, match) else None


def _holds(check: Check, match: str) -> bool:
    """Luhn over the digits; ISO 7064 mod 97-10 over digits and letters (A = 10); or weights 1, 2, 3 … from the right,
    divisible by eleven, over the digits (as in ISBN-10)."""
    digits = digits_of(match)
    if check == "luhn":
        return luhn(digits)
    if check == "mod97":
        plain = (char for char in match if char.isascii() and char.isalnum())
        return int("".join(str(int(char, 36)) for char in plain)) % 97 == 1
    return sum(int(digit) * weight for weight, digit in enumerate(reversed(digits), 1)) % 11 == 0
