"""Ways of looking at a post that rules share, one file a kind; `DETECTORS` is the table of the built-in ones."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from sayso.core.screening.kinds import imitation, link, personal_data, phone, request, secret
from sayso.core.screening.kinds.detector import Detector, Hit, Nominee, Setting

DETECTORS: dict[str, Callable[[Setting], Detector]] = {
    "email": personal_data.email,
    "phone": phone.phone,
    "tw-mobile": phone.tw_mobile,
    "tw-phone": phone.tw_phone,
    "hk-phone": phone.hk_phone,
    "us-phone": phone.us_phone,
    "uk-phone": phone.uk_phone,
    "intl-phone": phone.intl_phone,
    "tw-national-id": personal_data.tw_national_id,
    "tw-arc": personal_data.tw_arc,
    "tw-id": personal_data.tw_id,
    "hk-id": personal_data.hk_id,
    "cn-id": personal_data.cn_id,
    "us-ssn": personal_data.us_ssn,
    "uk-nino": personal_data.uk_nino,
    "licence-number": personal_data.licence,
    "card-number": personal_data.card_number,
    "iban": personal_data.iban,
    "ip-address": personal_data.ip_address,
    "api-key": secret.api_key,
    "private-key": secret.private_key,
    "password": secret.password,
    "link": link.any_link,
    "lookalike-link": imitation.lookalike_link,
    "punycode-link": link.punycode_link,
    "mixed-script-link": link.mixed_script_link,
    "userinfo-link": link.userinfo_link,
    "ip-link": link.ip_link,
    "shortener-link": link.shortener_link,
    "credential-request": request.credential_request,
}
"""Name, as in a rule's ``builtin/NAME`` -> what makes the detector for a policy."""


@cache
def _compiled(pattern: str) -> Any:
    import re2

    options = re2.Options()
    options.case_sensitive = False
    return re2.compile(pattern, options)


def find(detector: Detector, folded: str, original_of: Callable[[int, int], str]) -> list[Hit]:
    """All hits of one detector in a folded text, in order, each span once; `original_of` gives a span as written."""
    hits: dict[tuple[int, int], Hit] = {}
    for pattern in detector.patterns:
        for match in _compiled(pattern).finditer(folded):
            start, end = match.span()
            hit = detector.check(Nominee(folded, start, end, original_of(start, end)))
            if hit:
                hits.setdefault((hit.start, hit.end), hit)
    return sorted(hits.values())
