"""Posts that ask their reader for a password, a code or a card number."""

from __future__ import annotations

import re
from functools import cache, partial

from sayso.core.screening.kinds.detector import Detector, Hit, Nominee, Setting
from sayso.core.screening.kinds.link import TOPS, Owned
from sayso.core.screening.kinds.nearby import cues, either, listed

_THINGS = (
    r"(?:passwords?|pass ?codes?|passphrases?|pin(?: (?:code|number))?|otp|one[- ]time (?:code|password)s?"
    r"|(?:verification|security|login|authentication|sms|2fa|access) codes?|cvv2?|cvc|credentials"
    r"|(?:credit |debit |bank )?card (?:number|details|info(?:rmation)?)s?|bank account (?:number|details)"
    r"|login details|social security number|ssn|seed phrase|recovery phrase|private key)"
)
_SECRETS = listed(
    "密碼 驗證碼 帳密 卡號 安全碼 簡訊碼 認證碼 OTP CVV PIN碼 信用卡資料 信用卡資訊 信用卡號 信用卡背面 信用卡正反面 "
    "末三碼 有效期限 網銀帳號 銀行帳號 身分證字號 身分證號碼 身分證正反面 存摺封面 助記詞 私鑰"
)
_ASKS = listed(
    "輸入 提供 回覆 回傳 告知 告訴 填寫 填入 傳送 傳給 傳來 寄給 寄回 確認 驗證 核對 更新 私訊 留下 報上 交出 綁定"
)
_TELLS = listed("私訊 傳給 告訴 告知 回傳 傳來 發給 寄給 提供給 交給")


@cache
def _addressed() -> re.Pattern[str]:
    """Shows that a Chinese sentence asks its reader: a plea, a “you”, what happens else, what can be had."""
    words = "請 您 你 妳 麻煩 立即 立刻 馬上 盡快 儘快 趕快 務必 即可 就能 就可 即能 以便 以免 才能 才可 領取 否則 把"
    return re.compile(either(*listed(words)))


@cache
def _refusals() -> re.Pattern[str]:
    """Before a request these turn it into advice, a report, or the opposite."""
    english = (
        r"never|don'?t|do not|not|won'?t|will not|cannot|can'?t|no one|nobody|no need to|without|avoid|refuse"
        r"|if (?:anyone|someone|somebody|a caller|you(?: are|'re) asked|they)|anyone who|someone who"
        r"|ask(?:s|ing|ed)? (?:you |people |users |customers )?(?:to|for)|scam\w*|phishing|fraud\w*|beware|pretend\w*"
        r"|claim\w*|stop|forgot|trick\w*|attackers?|hackers?|why|before you|how"
    )
    chinese = (
        "不要 切勿 請勿 勿 別 不會 絕不 不得 不可 不能 不應 無須 無需 不需 不用 不必 從不 沒有要 有人要求 若有人 "
        "如有人 如果有人 假冒 冒充 冒用 佯稱 謊稱 詐騙 釣魚 騙取 誘騙 誘導 要求你 要求您 要求民眾 避免 禁止 拒絕 "
        "凡是要求 任何要求 小心 當心 防範 忘記 詐團 自稱 怎麼 如何 為什麼"
    )
    return cues(english.replace("'", "['’]"), chinese)


@cache
def _afterwards() -> re.Pattern[str]:
    """After a request these call it a fraud, or show that something else is meant (“password strength”)."""
    english = (
        r"(?:is|are|it['’]?s|that['’]?s) (?:\w+ )?(?:scam|fraud|phishing|fake)\w*|scam\w*|phishing|never|fraud\w*"
        r"|strength|manager|policy|reset"
    )
    return cues(english, "詐騙 釣魚 是騙 假的 騙局 勿信 別理 請勿理會 強度 規則 原則 功能 政策")


_SENTENCE_ENDS = ".!?。;"


def _sentence(text: str, start: int, end: int) -> tuple[str, str]:
    """What stands before and after a span in its sentence, at most 60 and 40 characters."""
    before, after = text[max(0, start - 60) : start], text[end : end + 40]
    cut = max((before.rfind(mark) for mark in _SENTENCE_ENDS), default=-1)
    ends = [at for mark in _SENTENCE_ENDS if (at := after.find(mark)) >= 0]
    return before[cut + 1 :], after[: min(ends)] if ends else after


_ADDRESS = re.compile(r"https?:[/\\]{2}([^ /?#\\]+)|((?:[a-z0-9-]+\.)+[a-z]{2,24})")


def _request(owned: Owned, nominee: Nominee) -> Hit | None:
    """Not where the sentence warns of it or tells a story, nor a log-in at one of the company's own addresses."""
    match = nominee.text[nominee.start : nominee.end]
    before, after = _sentence(nominee.text, nominee.start, nominee.end)
    if _refusals().search(before + match) or _afterwards().search(after):
        return None
    address = _ADDRESS.search(match)
    if address:
        host = (address[1] or address[2]).rsplit("@", 1)[-1].split(":")[0]
        return None if owned.owns(host) else Hit(nominee.start, nominee.end, "possible")
    if not match.isascii() and ("了" in match or not _addressed().search(before[-16:] + match + after[:16])):
        return None
    return Hit(nominee.start, nominee.end, "likely")


def credential_request(setting: Setting) -> Detector:
    """Asks the reader for a password, code or card number, or to log in at an address that is not the company's."""
    verb = r"\b(?:enter|provide|send|confirm|verify|submit|share|give|tell|reply with|input|fill in|dm|validate)"
    filler = "the|your|ur|a|an|full|current|username|login|user|name|and|email|[46]-digit|online|banking|id|/|&|new"
    whose = rf"(?: (?:us|me|back|over))?(?: with)?(?: (?:{filler})){{0,6}}"
    account = "(?:payment|billing|credit card|card|bank)(?: account)?"
    update = rf"\bupdate (?:your|the) {account} (?:details|info(?:rmation)?)\b"
    asks, secrets = either(*_ASKS), either(*_SECRETS)
    gap = r"[^ .!?。]{0,8} ?"
    logs_in = either("登入", "登錄", "驗證帳號", "驗證帳戶", "驗證身分", "解除鎖定")
    enter = rf"(?:\b(?:log ?in|sign ?in|verify your (?:account|identity|details))|{logs_in})"
    patterns = (
        rf"{verb}{whose} {_THINGS}\b",
        update,
        rf"{asks}{gap}{secrets}",
        rf"{either('把', '將')}{gap}{secrets}{gap}{either(*_ASKS, *_TELLS)}|{secrets} ?{either(*_TELLS)}",
        rf"{enter}[^.!?。]{{0,24}}(?:https?:[/\\]{{2}}[a-z0-9.@:_-]+|\b(?:[a-z0-9-]+\.)+(?:{TOPS})\b)",
    )
    label = {"en": "request for credentials", "zh-Hant": "索取帳密或卡號的要求"}
    return Detector("credential-request", label, patterns, partial(_request, Owned.of(setting)))
