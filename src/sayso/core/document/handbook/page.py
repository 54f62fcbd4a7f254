"""The handbook as one HTML file that needs nothing else: no script, no request, readable from 320 px to paper."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from html import escape
from importlib import resources

from sayso.core.document.handbook import prose
from sayso.core.document.handbook.checks import Check, Sample
from sayso.core.document.handbook.content import (
    Book,
    Entry,
    Fact,
    Playbook,
    Reply,
    Section,
    Speaker,
    Team,
    Told,
)
from sayso.core.document.handbook.words import Words


def html(book: Book, others: Sequence[str]) -> str:
    """The whole page; `others` are the languages whose handbooks lie beside it."""
    return _Page(book).html(others)


@cache
def _style() -> str:
    return resources.files(__package__).joinpath("handbook.css").read_text("utf-8")


def _el(tag: str, *inner: str, **attributes: str) -> str:
    """An element around markup; ``cls`` is its class, and text inside must have been escaped."""
    named = {"cls": "class", "aria_label": "aria-label", "aria_labelledby": "aria-labelledby"}
    set_ = "".join(f' {named.get(key, key)}="{escape(value)}"' for key, value in attributes.items() if value)
    return f"<{tag}{set_}>{''.join(inner)}</{tag}>"


def _text(tag: str, text: str, **attributes: str) -> str:
    return _el(tag, escape(text, quote=False), **attributes)


class _Page:
    def __init__(self, book: Book) -> None:
        self.book = book
        self.say = Words(book.lang)

    def html(self, others: Sequence[str]) -> str:
        book, say = self.book, self.say
        title = f"{say('title')} – {book.company}"
        head = (
            '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
            '<meta name="referrer" content="no-referrer">' + _text("title", title) + f"<style>{_style()}</style>"
        )
        parts = self._parts()
        body = "\n".join(
            (
                _text("a", say("skip"), cls="skip", href="#content"),
                self._cover(others),
                _el(
                    "div",
                    self._contents(parts),
                    _el("main", *(html for _, _, html in parts), id="content"),
                    cls="shell",
                ),
                self._end(),
            )
        )
        return f'<!doctype html>\n<html lang="{escape(book.lang)}">\n<head>{head}</head>\n<body>\n{body}\n</body>\n</html>\n'

    def _parts(self) -> list[tuple[str, str, str]]:
        """The sections of the page: id, title, markup; those that hold nothing are left out."""
        say, book = self.say, self.book
        parts = [
            ("things", say("seven", n=len(book.things)), self._things()),
            ("changes", say("changes"), self._changes()),
            ("who-speaks", say("speakers"), self._speakers()),
            *((f"section-{one.number}", f"{one.number}. {one.title}", self._section(one)) for one in book.sections),
            ("replies", say("replies"), self._replies()),
            ("playbooks", say("playbooks"), "".join(map(self._playbook, book.playbooks))),
            ("text-to-copy", say("disclaimer"), self._copies()),
            ("pocket-card", say("card"), self._card()),
            ("coverage", say("coverage"), _el("div", book.coverage, cls="panel coverage") if book.coverage else ""),
            ("glossary", say("glossary"), self._glossary()),
        ]
        leads = {
            "things": "seven",
            "replies": "replies",
            "playbooks": "playbooks",
            "pocket-card": "card",
            "glossary": "glossary",
        }
        return [
            (name, title, self._part(name, title, leads.get(name, ""), inner)) for name, title, inner in parts if inner
        ]

    def _part(self, name: str, title: str, lead: str, inner: str) -> str:
        number, dot, rest = title.partition(". ") if name.startswith("section-") else ("", "", title)
        heading = _el(
            "h2", _text("span", number, cls="n") if dot else "", escape(rest, quote=False), id=f"{name}-title"
        )
        intro = _text("p", self.say(f"{lead}-intro"), cls="lead") if lead else ""
        return _el("section", heading, intro, inner, id=name, aria_labelledby=f"{name}-title") + "\n"

    # --- frame ---

    def _cover(self, others: Sequence[str]) -> str:
        book, say = self.book, self.say
        links = [
            _text("a", Words(lang)("other-language"), href=f"handbook.{lang}.html", lang=lang, hreflang=lang)
            for lang in others
        ]
        return _el(
            "header",
            _el("nav", *links, cls="langs", aria_label=say("other-language")) if links else "",
            _text("p", book.company, cls="company"),
            _text("h1", say("title")),
            _el("dl", *(_el("div", _text("dt", fact.name), _text("dd", fact.text)) for fact in book.facts)),
            _text("p", book.counts, cls="counts") if book.counts else "",
            cls="cover",
        )

    def _contents(self, parts: Iterable[tuple[str, str, str]]) -> str:
        clauses = {f"section-{section.number}": section.clauses for section in self.book.sections}
        items = []
        for name, title, _ in parts:
            below = [_el("li", _text("a", entry.title, href=f"#{entry.id}")) for entry in clauses.get(name, ())]
            items.append(_el("li", _text("a", title, href=f"#{name}"), _el("ol", *below) if below else ""))
        heading = _text("h2", self.say("contents"), id="contents")
        return _el("nav", heading, _el("ol", *items), cls="toc", aria_labelledby="contents")

    def _end(self) -> str:
        say, book = self.say, self.book
        edition = say("labelled", name=say("edition"), text=book.edition)
        digest = escape(say("labelled", name=say("digest"), text="\0"), quote=False).replace(
            "\0", _text("code", book.digest)
        )
        return _el(
            "footer", _text("p", f"{book.company} · {edition}"), _el("p", digest), _text("p", say("made")), cls="end"
        )

    # --- sections ---

    def _things(self) -> str:
        items = (_el("li", _el("a", _text("span", thing.title), href=f"#{thing.id}")) for thing in self.book.things)
        return _el("ol", *items, cls="things") if self.book.things else ""

    def _changes(self) -> str:
        book, say = self.book, self.say
        if not book.changes_from:
            return ""
        key = "changes-intro" if book.changes else "changes-none"
        return _text("p", say(key, edition=book.changes_from), cls="lead") + "".join(map(self._change, book.changes))

    def _change(self, told: Told) -> str:
        title = _text("a", told.title, href=f"#{told.id}") if told.id else escape(told.title, quote=False)
        head = _el("h3", title) + _text("span", self.say(f"effect-{told.effect}"), cls=f"tag {told.effect}")
        was = _el("div", _text("b", self.say("before")), self._prose(told.before), cls="was") if told.before else ""
        whom = _text("p", self.say("changes-for", roles=told.roles), cls="note")
        return _el("article", _el("div", head, cls="head"), self._prose(told.now), was, whom, cls="panel change")

    def _speakers(self) -> str:
        book, say = self.book, self.say
        parts = [_text("p", say("speakers-intro", edition=book.edition), cls="lead")]
        for key, speakers, cls in (("they-speak", book.speak, "speaker"), ("they-help", book.help, "helper")):
            if speakers:
                cards = (self._speaker(one, cls) for one in speakers)
                parts.append(_text("h3", say(key), cls="sub") + _el("div", *cards, cls="grid three"))
        if book.teams:
            parts.append(_text("h3", say("teams"), cls="sub") + _text("p", say("teams-intro"), cls="lead"))
            parts.append(_el("div", *map(self._team, book.teams), cls="grid three"))
        if book.hours:
            parts.append(_text("p", book.hours, cls="note"))
        return "".join((*parts, self._channels()))

    def _speaker(self, speaker: Speaker, cls: str) -> str:
        return _el("div", _text("h4", speaker.name), _facts(speaker.facts), cls=f"panel {cls}")

    def _team(self, team: Team) -> str:
        parts = [_text("h4", team.name), _text("p", team.gets, cls="small"), _facts(team.facts)]
        if team.first_reply:
            said = self.say.listed(part for part in (self.say("first-reply"), team.hours) if part)
            parts.append(_el("p", escape(said, quote=False), " ", _text("b", team.first_reply), cls="clock"))
        return _el("div", *parts, cls="panel team")

    def _channels(self) -> str:
        say = self.say
        if not self.book.channels:
            return ""
        names = (say("channel"), say("handle"), say("posted-by"), say("approved-there-by"))
        head = _el("tr", *(_text("th", name, scope="col") for name in names))
        rows = (
            _el(
                "tr",
                _text("th", one.name, scope="row"),
                *(_text("td", text or "–") for text in (one.handle, one.posts, one.approve)),
            )
            for one in self.book.channels
        )
        table = _el("table", _el("thead", head), _el("tbody", *rows))
        wide = _el("div", table, cls="panel wide", role="region", aria_labelledby="channels-title", tabindex="0")
        return _text("h3", say("channels"), cls="sub", id="channels-title") + wide

    def _section(self, section: Section) -> str:
        intro = _el("div", self._prose(section.intro), cls="lead") if section.intro else ""
        return intro + "\n".join(map(self._clause, section.clauses))

    def _clause(self, entry: Entry) -> str:
        link = _text("a", "#", href=f"#{entry.id}", aria_label=self.say("link-to", number=entry.number))
        title = _text("span", entry.number, cls="n") + escape(entry.title, quote=False)
        head = _el("header", _el("h3", title, id=f"{entry.id}-title"), link)
        return _el(
            "article", head, self._prose(entry.blocks), self._checks(entry), id=entry.id, cls="clause",
            aria_labelledby=f"{entry.id}-title",
        )  # fmt: skip

    def _prose(self, blocks: Iterable[prose.Block]) -> str:
        return _el("div", *map(self._block, blocks), cls="prose")

    def _block(self, block: prose.Block) -> str:
        match block.kind:
            case "paragraph":
                return _el("p", _line(block.lines[0]))
            case "label":
                heading = _text("b", block.heading) + " "
                return _el("p", heading, _line(block.lines[0]), cls=f"label {block.label}")
            case _:
                items = (_el("li", _line(line)) for line in block.lines)
                return _el("ul" if block.kind == "bullets" else "ol", *items)

    def _checks(self, entry: Entry) -> str:
        if not entry.checks:
            return _text("p", self.say("no-checks"), cls="note unchecked")
        return _el("div", _text("h4", self.say("checks")), *map(self._check, entry.checks), cls="checks")

    def _check(self, check: Check) -> str:
        say = _el("p", _text("span", check.tag, cls=f"tag {check.level}"), _text("span", check.sentence), cls="say")
        notes = (_text("p", note, cls="note") for note in check.notes)
        worse = "better-not" if check.level == "advise" else "not-fine"
        samples = self._samples("fine", check.fine) + self._samples(worse, check.not_fine)
        return _el("div", say, *notes, _el("div", samples, cls="samples") if samples else "", cls="check")

    def _samples(self, key: str, samples: Iterable[Sample]) -> str:
        items = [
            _el("li", escape(one.text, quote=False), _text("small", one.note) if one.note else "") for one in samples
        ]
        mark, cls = ("✓", "ok") if key == "fine" else ("✕", "no")
        label = _el("p", _el("span", mark, **{"aria-hidden": "true"}), " ", escape(self.say(key)), cls="is")
        return _el("div", label, _el("ul", *items), cls=f"sample {cls}") if items else ""

    def _replies(self) -> str:
        cards = "".join(map(self._reply, self.book.replies))
        return _el("div", cards, cls="grid") if cards else ""

    def _reply(self, reply: Reply) -> str:
        text = _text("p", reply.text, cls="quote")
        return _el("div", _text("h3", reply.id), text, _facts(reply.facts), cls="panel", id=f"reply.{reply.id}")

    def _playbook(self, playbook: Playbook) -> str:
        steps = (
            _el(
                "li",
                _text("span", self.say("by-then", span=step.by), cls="by"),
                _el(
                    "div",
                    _text("p", step.what),
                    _text("p", " · ".join((step.who, *step.notes)), cls="who"),
                ),
            )
            for step in playbook.steps
        )
        notes = _text("p", " · ".join(playbook.notes), cls="note")
        return _el("div", _text("h3", playbook.title), notes, _el("ol", *steps, cls="steps"), cls="panel")

    def _copies(self) -> str:
        say = self.say
        kind = self.book.disclaimer
        lead = " ".join((say(f"disclaimer-{kind}"), say("disclaimer-shield")))
        texts = (
            _el("figure", _text("figcaption", copy.name), _text("p", copy.text, cls="copy"))
            for copy in self.book.copies
        )
        return _text("p", lead, cls="lead") + _el("div", *texts, cls="panel") + _text("p", say("copy-hint"), cls="note")

    def _card(self) -> str:
        book, say = self.book, self.say
        head = _el("header", _text("p", book.company), _text("h3", say("card-title")))
        things = _el("ol", *(_text("li", thing.title) for thing in book.things))
        teams = (
            _el("li", _text("b", team.name), " ", escape(team.gets, quote=False)) for team in book.teams if team.gets
        )
        asks = _text("h4", say("card-ask")) + _el("ul", *teams) if book.teams else ""
        number = _text("p", say("labelled", name=say("edition"), text=book.edition), cls="id")
        return _el("div", head, _el("div", things, asks, number), cls="card")

    def _glossary(self) -> str:
        rows = (
            _el("div", _el("dt", _text("span", one.word, cls=f"tag {one.level}")), _text("dd", one.text))
            for one in self.book.glossary
        )
        return _el("dl", *rows, cls="panel meanings")


def _facts(facts: Iterable[Fact]) -> str:
    rows = "".join(_text("dt", fact.name) + _text("dd", fact.text) for fact in facts)
    return _el("dl", rows, cls="facts") if rows else ""


def _line(line: prose.Line) -> str:
    return "".join(map(_span, line))


def _span(span: prose.Span) -> str:
    match span.kind:
        case "text":
            return escape(span.text, quote=False)
        case "link":
            return _text("a", span.text, href=span.href, rel="noreferrer")
        case _:
            return _text(span.kind, span.text)
