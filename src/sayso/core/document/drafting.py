"""From answers to a policy: clauses chosen from the catalogue, texts filled in, everything else derived. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from functools import cached_property
from typing import Any, Final

import msgspec

from sayso.core.document.catalogue import Catalogue, Citation, Entry, Facts, Optional, Pack, holds
from sayso.core.document.interview import Answer, Answers, facts
from sayso.core.policy import clauses as prose
from sayso.core.policy.format import schema_line
from sayso.core.policy.model import Clause, Text
from sayso.core.policy.writing import to_yaml

LANGUAGES: Final = ("en", "zh-Hant")
_LABELS: Final[dict[str, Text]] = {
    "may": {"en": "**Fine:** ", "zh-Hant": "**沒問題：**"},
    "instead": {"en": "**Instead:** ", "zh-Hant": "**改為：**"},
    "why": {"en": "**Why:** ", "zh-Hant": "**為什麼：**"},
    "ask": {"en": "**Ask:** ", "zh-Hant": "**請問：**"},
}
_ZONES: Final = {
    "TW": "Asia/Taipei", "HK": "Asia/Hong_Kong", "US": "America/New_York", "GB": "Europe/London", "EU": "Europe/Brussels",
}  # fmt: skip
_ROLES: Final = (
    "comms-lead", "social-manager", "responders", "spokespeople", "legal", "finance", "hr", "security",
)  # fmt: skip
_OWNERS: Final[dict[str, Text]] = {
    "comms-lead": {"en": "the communications lead", "zh-Hant": "公關主管"},
    "hr": {"en": "human resources", "zh-Hant": "人資"},
    "legal": {"en": "the legal team", "zh-Hant": "法務"},
    "security": {"en": "the security team", "zh-Hant": "資安小組"},
}
_UNITS: Final = {
    "min": ("minute", "分鐘"), "h": ("hour", "小時"), "day": ("day", "天"), "days": ("day", "天"), "week": ("week", "週"),
    "weeks": ("week", "週"), "month": ("month", "個月"), "months": ("month", "個月"), "year": ("year", "年"), "years": ("year", "年"),
}  # fmt: skip
_NO_SPEAKERS: Final[Text] = {"en": "the communications lead and the chief executive", "zh-Hant": "公關主管和執行長"}
_OWN_LEXICONS: Final = ("products", "disclosure", "confidential", "rivals")


def draft(answers: Answers, catalogue: Catalogue, *, profile: str, today: date) -> dict[str, str]:
    """The files of a policy that follow from complete answers, by path; ready to be read by `source.parse`.

    `today` dates the edition, the replies' expiry and the calendar. translations.lock is the caller's: it takes the policy.
    """
    drafting = _Drafting(answers, catalogue, profile, today)
    files = {
        "policy.yaml": drafting.head(),
        "people.yaml": drafting.people(),
        "channels.yaml": drafting.channels(),
        "rules.yaml": {"rules": drafting.rules},
        "replies.yaml": {"replies": drafting.replies()},
        "quiz.yaml": {"questions": drafting.quiz()},
        "coverage.yaml": {"controls": drafting.coverage()},
        "tests/posts.yaml": {"tests": drafting.stories()},
        **{f"lexicons/{name}.yaml": lexicon for name, lexicon in drafting.lexicons().items()},
        **{f"playbooks/{book['id']}.yaml": book for book in drafting.playbooks()},
    }
    written = {name: schema_line(name) + to_yaml(value) for name, value in files.items()}
    return written | drafting.prose() | {"answers.yaml": _answers_file(answers, profile)}


def _answers_file(answers: Answers, profile: str) -> str:
    """What was answered, to be replayed; the secret words are kept in the secret lexicon alone."""
    kept = {key: answer for key, answer in answers.items() if key != "secret_words"}
    head = "# The interview's answers; `sayso init --answers answers.yaml` starts from them. Secret words are not repeated here.\n"
    return head + to_yaml(({"profile": profile} if profile else {}) | {"answers": kept})


class _Drafting:
    """One policy in the making."""

    def __init__(self, answers: Answers, catalogue: Catalogue, profile: str, today: date) -> None:
        self._answers = answers
        self._catalogue = catalogue
        self._profile = profile
        self._today = today
        self._facts: Facts = facts(answers, profile)
        self._slots = {lang: self._slots_in(lang) for lang in LANGUAGES}
        self._packs = [pack for pack in catalogue.packs if holds(pack.pack.only, self._facts)]
        self._chosen = [
            (chapter.section, self._entries(chapter.clauses, chapter.section.slug)) for chapter in catalogue.chapters
        ]

    # --- choosing ---

    def _entries(self, entries: Iterable[Entry], slug: str) -> list[Entry]:
        """The section's entries whose conditions hold, the first of each id; packs come after."""
        added = [entry for pack in self._packs for entry in pack.clauses if (entry.section or _prefix(entry)) == slug]
        chosen: dict[str, Entry] = {}
        for entry in (*entries, *added):
            if holds(entry.only, self._facts):
                chosen.setdefault(entry.id, entry)
        return list(chosen.values())

    def _all(self) -> Iterator[Entry]:
        return (entry for _, entries in self._chosen for entry in entries)

    def _taken(self, several: Iterable[Optional]) -> list[dict[str, Any]]:
        return [self._filled(one.written) for one in several if holds(one.only, self._facts)]

    # --- filling in ---

    def _filled(self, value: Any, lang: str = "en") -> Any:
        """A value with the slots of its texts filled, each in its own language."""
        match value:
            case str():
                return re.sub(r"\{(\w+)\}", lambda slot: self._slots[lang].get(slot[1], slot[0]), value)
            case dict():
                return {key: self._filled(inner, key if key in LANGUAGES else lang) for key, inner in value.items()}
            case list() | tuple():
                return [self._filled(inner, lang) for inner in value]
            case _:
                return value

    def _slots_in(self, lang: str) -> dict[str, str]:
        company, name = self._text("name", lang), self._words("names")
        clocks = self._words("clocks")
        replies = dict(
            zip(
                ("crisis_reply", "approval_reply", "service_reply", "press_reply", "engagement_reply"),
                clocks,
                strict=True,
            )
        )
        return {
            "company": company,
            "product": name[0] if name else company,
            "speakers": _listed(self._words("speakers"), lang) or _NO_SPEAKERS[lang],
            "crisis_lead": self._text("crisis_lead", lang),
            "backup": self._text("backup", lang),
            "owner": _OWNERS[self._one("owner")][lang],
            "ask": _OWNERS[self._one("owner")][lang],
            **{slot: _length(clock, lang) for slot, clock in replies.items()},
            "sign_within": _length("14 days", lang),
            "review": _length(self._one("review"), lang),
            "quiz_pass": "80%",
            "keep": _length(self._one("keep"), lang),
            "update_days": _length("7 days", lang),
            "security_contact": self._text("security_contact", lang),
            "access_review": _length("90 days", lang),
            "disclosure": f"(I work at {company})" if lang == "en" else f"（我是{company}的員工）",
            "disclaimer": "Opinions are my own." if lang == "en" else "貼文僅代表個人意見。",
        }

    def _text(self, key: str, lang: str) -> str:
        answer = self._answers[key]
        return (
            answer if isinstance(answer, str) else answer[lang] if isinstance(answer, dict) else _listed(answer, lang)
        )

    def _one(self, key: str) -> str:
        return str(self._answers[key])

    def _words(self, key: str) -> list[str]:
        return _several(self._answers.get(key, []))

    # --- the files ---

    def head(self) -> dict[str, Any]:
        """policy.yaml"""
        country = self._one("country")
        company: dict[str, Any] = {"name": {lang: self._text("name", lang) for lang in LANGUAGES}}
        company |= {"country": country} if country in ("TW", "HK", "US", "GB") else {}
        company |= {"industry": self._one("industry"), "people": int(self._one("people"))}
        first = self._one("language")
        disclaimers = {"required": "required", "recommended": "recommended"}
        own = {"monitoring": "none", "disclaimer": disclaimers.get(self._one("disclaimer"), "none"),
               "self_check": "private" if self._one("private_check") == "yes" else "off"}  # fmt: skip
        keep = self._one("keep")
        return {
            "sayso": 1,
            "edition": f"{self._today.year}.1",
            "effective": self._today,
            "company": company,
            "languages": {"authoritative": first, "also": [lang for lang in LANGUAGES if lang != first]},
            **({"profile": self._profile} if self._profile else {}),
            "review_every": self._one("review"),
            "owner": self._one("owner"),
            "signed_off_by": ["legal", "hr", "security"],
            "attest": {"within": "14 days", "quiz_pass": "80%", "again_on": self._one("sign_again")},
            "personal_accounts": own,
            "protected_speech": True,
            "consequences": "using.consequences",
            **({"domains": self._words("domains")} if self._words("domains") else {}),
            **self._windows(),
            "keep": {"company_posts": keep, "mentions": "12 months", "approvals": keep,
                     "attestations": f"{keep} after leaving", "personal_checks": "never"},
        }  # fmt: skip

    def _windows(self) -> dict[str, Any]:
        """Windows of extra care. The calendar holds the days by which Taiwan's listed companies publish their reports."""
        windows: dict[str, Any] = {}
        calendar: dict[str, Any] = {}
        packs = self._facts["pack"]
        if "listed" in packs:
            windows["quiet-period"] = {
                "before": {"annual-report": "30 days", "quarterly-report": "15 days"},
                "owner": "finance",
            }
            calendar = {"annual-report": [self._next(3, 31)],
                        "quarterly-report": sorted([self._next(5, 15), self._next(8, 14), self._next(11, 14)])}  # fmt: skip
        if "government" in packs:
            windows["election-period"] = {"before": {"election": "60 days"}, "owner": "legal"}
            calendar["election"] = [self._next(11, 28)]
        return ({"calendar": calendar} if calendar else {}) | ({"windows": windows} if windows else {})

    def _next(self, month: int, day: int) -> date:
        this_year = date(self._today.year, month, day)
        return this_year if this_year >= self._today else date(self._today.year + 1, month, day)

    def people(self) -> dict[str, Any]:
        """people.yaml"""
        speakers = [_handle(name) for name in self._words("speakers")]
        roles: dict[str, Any] = {role: {"members": speakers if role == "spokespeople" else []} for role in _ROLES}
        clocks = self._words("clocks")
        leads = (
            ("crisis-response", "comms-lead", ["safety", "legal-threat", "spike"]),
            ("message-approval", "comms-lead", ["approval"]),
            ("customer-service", "responders", ["complaint", "question"]),
            ("pr", "spokespeople", ["press", "investor"]),
            ("engagement", "social-manager", ["praise", "other"]),
        )
        teams: dict[str, Any] = {
            team: {
                "lead": lead,
                "backup": "legal" if lead == "comms-lead" else "comms-lead",
                "gets": gets,
                "first_reply": clock,
            }
            for (team, lead, gets), clock in zip(leads, clocks, strict=True)
        }
        teams["crisis-response"]["hours"] = "always"
        hours = {"zone": _ZONES.get(self._one("country"), "UTC"), "days": "mon-fri", "from": "09:00", "to": "18:00"}
        return {"roles": roles | {"employee": {"members": "everyone"}}, "teams": teams, "hours": hours}

    def channels(self) -> dict[str, Any]:
        """channels.yaml"""
        approve = "comms-lead" if self._one("approval") == "everything" else "none"
        names = [_handle(name) for name in self._words("channels")] or ["facebook"]
        factor = self._one("two_factor")
        return {
            "channels": {name: {"posts": "social-manager", "approve": approve} for name in names},
            "listen": {
                "names": self._names(),
                "spike": {"times_normal": 4, "within": "1 h", "at_least": 8, "quiet_after": "60 min"},
            },
            "security": {
                "two_factor": factor,
                "password": {"shared": "never", "manager": factor, "min_length": 14},
                "recovery_owner": "security",
                "review_access_every": "90 days",
            },
        }

    def _names(self) -> list[str]:
        company = [self._text("name", lang) for lang in LANGUAGES]
        return list(dict.fromkeys([*company, *self._words("names")]))

    @cached_property
    def rules(self) -> list[dict[str, Any]]:
        """The rules of the chosen clauses. Where only stops are wanted, what would need a yes is a warning instead."""
        stops_only = self._one("approval") == "stops"
        written = []
        for entry in self._all():
            for rule in entry.rules:
                if holds(_only(rule), self._facts):
                    kept = {key: value for key, value in rule.items() if key not in ("only", "covers", "id")}
                    if stops_only and kept["verdict"] == "approve" and not _is_of_a_pack(entry, self._packs):
                        kept = {key: value for key, value in kept.items() if key != "to"} | {"verdict": "warn"}
                    written.append(self._filled({"id": rule["id"], "clause": entry.id} | kept))
        return written

    def replies(self) -> list[dict[str, Any]]:
        """Approved replies, for a year."""
        expires = self._today + timedelta(days=365)
        return [
            {key: value for key, value in reply.items() if key != "text"} | {"expires": expires, "text": reply["text"]}
            for reply in self._taken(self._catalogue.replies)
        ]

    def quiz(self) -> list[dict[str, Any]]:
        """The questions of the chosen clauses."""
        return [self._filled({"clause": entry.id} | question) for entry in self._all() for question in entry.quiz]

    def playbooks(self) -> list[dict[str, Any]]:
        """What happens in an incident."""
        return self._taken(self._catalogue.playbooks)

    def stories(self) -> list[dict[str, Any]]:
        """Posts and what should happen to them."""
        return self._taken(self._catalogue.stories)

    def lexicons(self) -> dict[str, dict[str, Any]]:
        """The lexicons that the rules refer to; a few are made from the answers."""
        wanted = sorted(set(_lexicon_names(self.rules)))
        own = self._own_lexicons()
        return {name: own[name] if name in own else self._filled(self._catalogue.lexicons[name]) for name in wanted}

    def _own_lexicons(self) -> dict[str, dict[str, Any]]:
        secret = self._words("secret_words")
        companies = list(dict.fromkeys(self._text("name", lang) for lang in LANGUAGES))
        return {
            "products": {"terms": self._names()},
            "rivals": {"terms": self._words("rivals")},
            "disclosure": {"terms": [form.format(name) for name in companies for form in _WORKS_HERE]},
            "confidential": {
                "secret": True,
                "terms": secret,
                "fires": {
                    "en": [f"Soon: {word}" for word in secret],
                    "zh-Hant": [f"敬請期待 {word}" for word in secret],
                },
                "silent": {"en": ["News soon"], "zh-Hant": ["敬請期待"]},
            },
        }

    def coverage(self) -> dict[str, dict[str, list[str]]]:
        """For each control what treats and upholds it."""
        kept: dict[str, dict[str, list[str]]] = {}
        for entry in self._all():
            for control, kind, name in _ties(entry, self._facts):
                named = kept.setdefault(control, {}).setdefault(kind, [])
                if name not in named:
                    named.append(name)
        return {control: kept[control] for control in self._catalogue.controls if control in kept}

    def prose(self) -> dict[str, str]:
        """The clauses, a file for each section and language."""
        files = {}
        opening = self._catalogue.openings[self._one("form")]
        for place, (section, entries) in enumerate(self._chosen):
            intro = self._filled(opening) if place == 0 else {}
            head = prose.Section(
                section.number, section.slug, self._filled(section.title), {k: v.strip() for k, v in intro.items()}
            )
            written = [
                Clause(
                    entry.id,
                    f"{section.number}.{n}",
                    self._filled(entry.title),
                    {lang: self._body(entry, lang) for lang in LANGUAGES},
                )
                for n, entry in enumerate(entries, 1)
            ]
            for lang in LANGUAGES:
                files[f"clauses/{section.number}-{section.slug}.{lang}.md"] = prose.write(head, written, lang)
        return files

    def _body(self, entry: Entry, lang: str) -> str:
        parts = [self._filled(entry.text[lang], lang)]
        for key, label in _LABELS.items():
            text = getattr(entry, key).get(lang)
            parts += [label[lang] + self._filled(text, lang)] if text else []
        laws = [cite.law[lang] for cite in self._cited(entry)]
        parts += [_RESTS_ON[lang] + ("；" if lang == "zh-Hant" else "; ").join(laws)] if laws else []
        return "\n".join(part.strip() for part in parts)

    def _cited(self, entry: Entry) -> list[Citation]:
        """The laws that a clause of a pack rests on, as far as they hold here."""
        return [
            cite
            for pack in self._packs
            if entry in pack.clauses
            for cite in pack.cites
            if cite.id in entry.cites and holds(cite.only, self._facts)
        ]


_RESTS_ON: Final[Text] = {"en": "**Rests on:** ", "zh-Hant": "**依據：**"}
_WORKS_HERE: Final = (
    "I work at {0}", "I work for {0}", "I'm with {0}", "my employer {0}", "employee of {0}", "{0} employee", "team at {0}",
    "我是{0}的員工", "我是{0}員工", "我在{0}工作", "我在{0}上班", "{0}的員工", "{0}員工", "任職於{0}",
)  # fmt: skip
"""Ways of saying that one works at a company."""


def _ties(entry: Entry, known: Facts) -> Iterator[tuple[str, str, str]]:
    """Which control is tied to what by an entry: (control, kind of tie, name)."""
    for control in entry.covers:
        yield control, "clauses", entry.id
    for rule in entry.rules:
        if holds(_only(rule), known):
            yield from ((control, "rules", rule["id"]) for control in rule.get("covers", entry.covers))
    for upheld in entry.upheld_by:
        if holds(upheld.only, known):
            for kind in ("workflow", "lesson", "account"):
                name = getattr(upheld, kind)
                if name:
                    yield from ((control, kind, name) for control in upheld.covers or entry.covers)


def _only(rule: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    return msgspec.convert(rule.get("only", {}), dict[str, tuple[str, ...]])


def _prefix(entry: Entry) -> str:
    return entry.id.partition(".")[0]


def _is_of_a_pack(entry: Entry, packs: Iterable[Pack]) -> bool:
    return any(entry in pack.clauses for pack in packs)


def _lexicon_names(value: Any) -> Iterator[str]:
    match value:
        case str() if value.startswith("lexicons/"):
            yield value.removeprefix("lexicons/")
        case dict():
            for key, inner in value.items():
                if key not in ("fires", "silent", "say"):
                    yield from _lexicon_names(inner)
        case list():
            for inner in value:
                yield from _lexicon_names(inner)


def _several(answer: Answer) -> list[str]:
    return answer if isinstance(answer, list) else [answer] if isinstance(answer, str) else list(answer.values())


def _listed(names: list[str], lang: str) -> str:
    if len(names) < 2:
        return "".join(names)
    return "、".join(names) if lang == "zh-Hant" else ", ".join(names[:-1]) + " and " + names[-1]


def _handle(name: str) -> str:
    """A name as people.yaml and channels.yaml take it: no spaces or punctuation."""
    return re.sub(r"[^\w.@-]+", "-", name.strip().lower()).strip("-") or "unnamed"


def _length(written: str, lang: str) -> str:
    """``2 h`` as people say it."""
    count, _, unit = written.partition(" ")
    singular, zh = _UNITS.get(unit, (unit, unit))
    return f"{count} {zh}" if lang == "zh-Hant" else f"{count} {singular}{'' if count == '1' else 's'}"
