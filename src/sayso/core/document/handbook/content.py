"""What stands in a handbook, as values in one language: the page and the paper are two forms of the same content."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

import msgspec

from sayso.core.document import change
from sayso.core.document.handbook import prose
from sayso.core.document.handbook.checks import Check, Teller
from sayso.core.document.handbook.words import Words
from sayso.core.policy.model import LEVELS, Clause, Policy

THINGS: Final = 7
"""Clauses on the cover and the card."""


class Fact(msgspec.Struct, frozen=True):
    """A name and what goes with it."""

    name: str
    text: str


class Thing(msgspec.Struct, frozen=True):
    """A clause to remember."""

    id: str
    title: str


class Told(msgspec.Struct, frozen=True):
    """A clause that changed: what it means, for whom, and the text as it was."""

    id: str
    """Empty for a clause that is gone."""
    title: str
    effect: str
    roles: str
    now: tuple[prose.Block, ...]
    before: tuple[prose.Block, ...]


class Speaker(msgspec.Struct, frozen=True):
    """A role, and what it may do."""

    name: str
    facts: tuple[Fact, ...]


class Team(msgspec.Struct, frozen=True):
    """Who answers what, and how soon."""

    name: str
    first_reply: str
    hours: str
    """Said when its clock runs day and night."""
    gets: str
    facts: tuple[Fact, ...]


class Channel(msgspec.Struct, frozen=True):
    """An account of the company."""

    name: str
    handle: str
    posts: str
    approve: str


class Entry(msgspec.Struct, frozen=True):
    """A clause with what upholds it."""

    id: str
    number: str
    title: str
    blocks: tuple[prose.Block, ...]
    checks: tuple[Check, ...]


class Section(msgspec.Struct, frozen=True):
    """A chapter of clauses."""

    number: str
    slug: str
    title: str
    intro: tuple[prose.Block, ...]
    clauses: tuple[Entry, ...]


class Reply(msgspec.Struct, frozen=True):
    """Words that may be sent."""

    id: str
    text: str
    facts: tuple[Fact, ...]


class Step(msgspec.Struct, frozen=True):
    """A step of a playbook."""

    by: str
    who: str
    what: str
    notes: tuple[str, ...]


class Playbook(msgspec.Struct, frozen=True):
    """What is done when something happens."""

    id: str
    title: str
    notes: tuple[str, ...]
    steps: tuple[Step, ...]


class Meaning(msgspec.Struct, frozen=True):
    """A word of a check's answer, and what it means."""

    level: str
    word: str
    text: str


class Book(msgspec.Struct, frozen=True):
    """A handbook."""

    lang: str
    company: str
    edition: str
    effective: str
    digest: str
    counts: str
    """Which language's text counts; empty in that language."""
    facts: tuple[Fact, ...]
    things: tuple[Thing, ...]
    changes_from: str
    """The edition compared with; empty when none is."""
    changes: tuple[Told, ...]
    speak: tuple[Speaker, ...]
    help: tuple[Speaker, ...]
    teams: tuple[Team, ...]
    hours: str
    channels: tuple[Channel, ...]
    sections: tuple[Section, ...]
    replies: tuple[Reply, ...]
    playbooks: tuple[Playbook, ...]
    disclaimer: str
    copies: tuple[Fact, ...]
    glossary: tuple[Meaning, ...]
    coverage: str
    """A drawing (SVG), or nothing."""


def book(policy: Policy, lang: str, previous: Policy | None, coverage: str) -> Book:
    """Everything a handbook of the policy tells in one language."""
    return _Author(policy, lang).book(previous, coverage)


class _Author:
    def __init__(self, policy: Policy, lang: str) -> None:
        self.policy = policy
        self.say = Words(lang)
        self.teller = Teller(policy, self.say)
        more: Any = policy.more
        self.more: Mapping[str, Any] = more
        self.company = self.say.of(more.get("company", {}).get("name"))

    def book(self, previous: Policy | None, coverage: str) -> Book:
        say, policy, more = self.say, self.policy, self.more
        first = policy.languages[0]
        counts = say("authoritative", lang=say.named("language", first)) if say.lang != first else ""
        speakers = [(role.name, self._speaker(role.name)) for role in policy.roles if not role.everyone]
        speaking = self._speaking()
        return Book(
            lang=say.lang,
            company=self.company,
            edition=policy.edition,
            effective=str(more.get("effective", "")),
            digest=policy.digest,
            counts=counts,
            facts=tuple(self._facts()),
            things=tuple(Thing(clause.id, say.of(clause.title)) for clause in _things(policy)),
            changes_from=previous.edition if previous else "",
            changes=tuple(self._changes(previous)) if previous else (),
            speak=tuple(speaker for name, speaker in speakers if name in speaking),
            help=tuple(speaker for name, speaker in speakers if name not in speaking),
            teams=tuple(self._team(name, team) for name, team in more.get("teams", {}).items()),
            hours=self._hours(),
            channels=tuple(self._channels()),
            sections=tuple(self._sections()),
            replies=tuple(self._reply(reply) for reply in more.get("replies", ())),
            playbooks=tuple(self._playbook(name, one) for name, one in more.get("playbooks", {}).items()),
            disclaimer=more.get("personal_accounts", {}).get("disclaimer", "recommended"),
            copies=tuple(self._copies()),
            glossary=tuple(self._glossary()),
            coverage=coverage,
        )

    # --- the cover ---

    def _facts(self) -> Iterator[Fact]:
        say, more = self.say, self.more
        attest: Mapping[str, Any] = more.get("attest", {})
        yield Fact(say("edition"), self.policy.edition)
        for key, text in (
            ("effective", say.day(str(more.get("effective", "")))),
            ("owner", say.owner(more["owner"]) if more.get("owner") else ""),
            ("signed-off", say.owners(more.get("signed_off_by", ()))),
            ("review", say.span(more.get("review_every", ""))),
            ("sign", say.span(attest.get("within", ""))),
            ("pass", attest.get("quiz_pass", "")),
        ):
            if text:
                yield Fact(say(key), text)

    def _changes(self, previous: Policy) -> Iterator[Told]:
        for one in change.clause_changes(previous, self.policy):
            gone = one.effect == "no-longer"
            before, now = self._body(one.before), self._body(None if gone else one.clause)
            yield Told(
                "" if gone else one.clause.id,
                f"{one.clause.number} {self.say.of(one.clause.title)}",
                one.effect,
                self._whom(one.roles, change.roles_of((previous, self.policy))),
                now,
                before if before != now else (),
            )

    def _whom(self, concerned: Sequence[str], roles: Sequence[str]) -> str:
        """Whom something concerns, said shortly where the role that everybody holds is among them."""
        others = [role for role in roles if role not in concerned]
        if not others:
            return self.say("everyone")
        if any(role.everyone and role.name in concerned for role in self.policy.roles):
            return self.say("everyone-but", roles=self.say.owners(others))
        return self.say.owners(concerned)

    def _body(self, clause: Clause | None) -> tuple[prose.Block, ...]:
        return prose.blocks(self.say.of(clause.body)) if clause else ()

    # --- people ---

    def _speaking(self) -> set[str]:
        posting = {channel.get("posts") for channel in self.more.get("channels", {}).values()}
        return {
            role.name
            for role in self.policy.roles
            if role.topics or role.name in posting or role.name in ("responders", "spokespeople")
        }

    def _speaker(self, name: str) -> Speaker:
        say = self.say
        role = next(role for role in self.policy.roles if role.name == name)
        channels, teams = self.more.get("channels", {}), self.more.get("teams", {})
        facts = (
            ("members", say.listed(role.members) or say("nobody")),
            ("topics", say.listed(say.named("topic", topic) for topic in role.topics)),
            ("posts-on", say.listed(at for at, channel in channels.items() if channel.get("posts") == name)),
            ("approves-on", say.listed(at for at, channel in channels.items() if channel.get("approve") == name)),
            ("leads", say.listed(say.named("team", at) for at, team in teams.items() if team["lead"] == name)),
        )
        return Speaker(say.named("role", name), tuple(Fact(say(key), text) for key, text in facts if text))

    def _team(self, name: str, team: Mapping[str, Any]) -> Team:
        say = self.say
        gets = say.listed(say.named("topic", topic) for topic in team["gets"])
        facts = [Fact(say("lead"), say.owner(team["lead"]))]
        facts += [Fact(say("backup"), say.owner(team["backup"]))] if team.get("backup") else []
        hours = say("always") if team.get("hours") == "always" else ""
        return Team(say.named("team", name), say.span(team.get("first_reply", "")), hours, gets, tuple(facts))

    def _hours(self) -> str:
        hours = self.more.get("hours", {})
        if not {"days", "from", "to"} <= hours.keys():
            return ""
        days = self.say.days(hours["days"])
        return self.say("office-hours", days=days, start=hours["from"], end=hours["to"], zone=self.policy.zone)

    def _channels(self) -> Iterator[Channel]:
        say = self.say
        for name, one in self.more.get("channels", {}).items():
            approve = one.get("approve", "none")
            yes = say("no-approval") if approve == "none" else say.owner(approve)
            yield Channel(name, one.get("handle", ""), say.owner(one["posts"]) if one.get("posts") else "", yes)

    # --- clauses ---

    def _sections(self) -> Iterator[Section]:
        say = self.say
        for number, section in self.more.get("sections", {}).items():
            clauses = [clause for clause in self.policy.clauses if clause.number.partition(".")[0] == number]
            intro = prose.blocks(say.of(section["intro"])) if section["intro"] else ()
            entries = tuple(
                Entry(clause.id, clause.number, say.of(clause.title), self._body(clause), self.teller.checks(clause.id))
                for clause in clauses
            )
            yield Section(number, section["slug"], say.of(section["title"]), intro, entries)

    # --- replies, playbooks, texts to copy ---

    def _reply(self, reply: Mapping[str, Any]) -> Reply:
        say = self.say
        facts = [
            Fact(say("use-for"), say.listed(say.named("topic", topic) for topic in _several(reply["use_for"]))),
            *([Fact(say("team"), say.named("team", reply["team"]))] if reply.get("team") else []),
            Fact(say("approved-by"), say.owner(reply["approved_by"])),
            Fact(say("expires"), say.day(str(reply["expires"]))),
        ]
        return Reply(reply["id"], say.of(reply["text"]), tuple(facts))

    def _playbook(self, name: str, playbook: Mapping[str, Any]) -> Playbook:
        steps = tuple(self._step(step) for step in playbook["steps"])
        return Playbook(name, self.say.of(playbook["title"]), tuple(self._notes(playbook)), steps)

    def _notes(self, playbook: Mapping[str, Any]) -> Iterator[str]:
        say = self.say
        start, close = playbook.get("start_when", {}), playbook.get("close_when", {})
        if {"topic", "mentions", "within"} <= start.keys():
            topic, within = say.named("topic", start["topic"]), say.span(start["within"])
            said = say("starts-mentions", n=start["mentions"], topic=topic, within=within)
            yield say("labelled", name=say("starts"), text=said)
        if playbook.get("team"):
            yield say("labelled", name=say("team"), text=say.named("team", playbook["team"]))
        if playbook.get("hold_scheduled_posts"):
            yield say("holds-posts")
        if playbook.get("next_update_every"):
            yield say("next-update", span=say.span(playbook["next_update_every"]))
        if close.get("signed_by"):
            after = close.get("back_to_normal_for")
            ending = [say("closes", role=say.owner(close["signed_by"]))]
            ending += [say("closes-quiet", span=say.span(after))] if after else []
            yield "，".join(reversed(ending)) if say.is_chinese else " ".join(ending)

    def _step(self, step: Mapping[str, Any]) -> Step:
        say = self.say
        notes = [say("step-reply", reply=step["reply"])] if step.get("reply") else []
        notes += [say("step-approve", role=say.owner(step["approve"]))] if step.get("approve") else []
        return Step(say.span(step["by"]), say.owner(step["who"]), say.of(step["do"]), tuple(notes))

    def _copies(self) -> Iterator[Fact]:
        say = self.say
        yield Fact(say("copy-profile"), say("profile-text", company=short(self.company)))
        for rule in self.policy.rules:
            text = say.of(rule.fix.append).strip() if rule.owes == "disclosure" and rule.fix and rule.fix.append else ""
            if text:
                yield Fact(say("copy-post"), text)

    def _glossary(self) -> Iterator[Meaning]:
        say = self.say
        yield from (Meaning(level, say(f"level-{level}"), say(f"means-{level}")) for level in LEVELS)
        yield from (Meaning("", say(f"word-{word}"), say(f"means-{word}")) for word in ("trial", "exception"))


def short(company: str) -> str:
    """A company's name as people say it, without its legal form."""
    name = company
    for form in (
        "股份有限公司",
        "有限公司",
        ", Inc.",
        " Inc.",
        " Inc",
        " Co., Ltd.",
        " Co., Ltd",
        " Ltd.",
        " Ltd",
        " LLC",
        " plc",
        " GmbH",
    ):
        name = name.removesuffix(form)
    return name.rstrip(" ,")


def _several(value: object) -> Iterable[str]:
    return [value] if isinstance(value, str) else value  # type: ignore[return-value]


def _things(policy: Policy) -> list[Clause]:
    """The clauses to remember: of each section the one that is upheld most strictly, then the next strictest."""
    ranked = sorted(policy.clauses, key=lambda clause: _weight(clause, policy), reverse=True)
    first: dict[str, Clause] = {}
    for clause in ranked:
        first.setdefault(clause.number.partition(".")[0], clause)
    best = [*first.values(), *(clause for clause in ranked if clause not in first.values())]
    kept = {clause.id for clause in best[:THINGS]}
    return [clause for clause in policy.clauses if clause.id in kept]


def _weight(clause: Clause, policy: Policy) -> tuple[int, int, int]:
    levels = [LEVELS.index(rule.verdict) for rule in policy.rules if rule.clause == clause.id and not rule.shadow]
    quiz: Any = policy.more.get("quiz", ())
    return max(levels, default=0), sum(question["clause"] == clause.id for question in quiz), len(levels)
