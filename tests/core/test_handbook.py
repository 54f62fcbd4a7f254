"""The handbook holds all that people must know, in their language, in a page that is whole and asks nothing of the net."""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest

from sayso.core.document.handbook import content, handbook, on_paper, prose
from sayso.core.document.handbook.words import Words
from sayso.core.policy import source
from sayso.core.policy.model import LEVELS, Policy
from sayso.core.screening.kinds import DETECTORS

TIDEWELL = Path(__file__).parents[2] / "examples/tidewell"
LANGUAGES = ("en", "zh-Hant")
EMPTY = frozenset({"meta", "br", "link", "img", "hr", "input", "rect", "circle", "path", "line"})
SECRET = ("kestrel", "紅隼", "project k", "良率拉到", "yield rate went", "northwind", "某客戶", "a customer under")
"""Words of Tidewell's secret list, of its examples, and of what to write instead."""


def tidewell(*changes: tuple[str, str, str]) -> Policy:
    """The example policy, after some changes to its files."""
    files = dict(source.read_folder(TIDEWELL))
    for name, old, new in changes:
        assert old in files[name].decode()
        files[name] = files[name].decode().replace(old, new).encode()
    policy = source.parse(files, tuple(DETECTORS)).policy
    assert policy is not None
    return policy


POLICY = tidewell()


class Page(HTMLParser):
    """A page taken apart; markup that is not well-formed raises."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(attrs) == len(dict(attrs)), f"<{tag}> names an attribute twice"
        self.tags.append((tag, dict(attrs)))
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] not in ("style", "title"):
            self.words.append(data)

    @property
    def text(self) -> str:
        """What is read."""
        return " ".join(self.words)

    def all(self, attribute: str) -> list[str]:
        """The values of an attribute, wherever it stands."""
        return [value for _, attributes in self.tags if (value := attributes.get(attribute)) is not None]

    def named(self, *tags: str) -> list[str]:
        """The elements of these names, in order."""
        return [tag for tag, _ in self.tags if tag in tags]


@pytest.fixture(params=LANGUAGES)
def lang(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def page(lang: str) -> Page:
    return Page(handbook(POLICY, lang, others=[one for one in LANGUAGES if one != lang]))


def flat(text: str) -> str:
    """A text without marks and spaces."""
    return re.sub(r"\s+", "", text)


# --- what stands in it ---


def test_every_clause_stands_in_it_under_its_own_address(page: Page, lang: str) -> None:
    ids, text = page.all("id"), flat(page.text)

    missing = [clause.id for clause in POLICY.clauses if clause.id not in ids or flat(clause.title[lang]) not in text]
    untold = [
        (clause.id, line)
        for clause in POLICY.clauses
        for block in prose.blocks(clause.body[lang])
        for line in map(prose.plain, block.lines)
        if flat(line) not in text
    ]

    assert len(POLICY.clauses) == 23
    assert (missing, untold) == ([], [])


def test_the_sections_keep_the_order_of_the_policy_and_who_speaks_comes_first(page: Page) -> None:
    ids = page.all("id")

    order = [name for name in ids if name == "who-speaks" or re.fullmatch(r"section-\d+", name)]

    assert order == ["who-speaks", *(f"section-{number}" for number in range(1, 7))]


def test_every_open_example_is_shown_where_it_belongs(lang: str) -> None:
    clauses = {
        entry.id: entry for section in content.book(POLICY, lang, None, "").sections for entry in section.clauses
    }

    for rule in POLICY.rules:
        check = next(check for check in clauses[rule.clause].checks if check.rule == rule.id)
        assert [one.text for one in check.not_fine] == [one.text for one in rule.fires if one.lang == lang]
        assert [one.text for one in check.fine] == [one.text for one in rule.silent if one.lang == lang]
    assert sum(len(rule.fires) for rule in POLICY.rules) > 30


def test_who_may_speak_stands_with_people_channels_and_first_replies(page: Page) -> None:
    for words in ("alex.chen", "mei.lin", "k.liao", "TidewellTW", "tidewell.example", "15", "support-desk@"):
        assert words in page.text


def test_roles_teams_and_verdicts_have_names_of_the_readers_language() -> None:
    english, chinese = (Page(handbook(POLICY, lang)).text for lang in LANGUAGES)

    assert {"Communications lead", "Crisis response", "Hand over", "1 day"} <= set(_held(english))
    assert {"公關主管", "危機應對小組", "交給別人", "15 分鐘", "2026 年 12 月 1 日"} <= set(_held(chinese))
    assert "comms-lead" not in english + chinese


def _held(text: str) -> list[str]:
    wanted = ("Communications lead", "Crisis response", "Hand over", "1 day", "公關主管", "危機應對小組", "交給別人")
    return [words for words in (*wanted, "15 分鐘", "2026 年 12 月 1 日") if words in text]


def test_replies_playbooks_and_texts_to_copy_stand_in_it(lang: str) -> None:
    text = Page(handbook(POLICY, lang)).text
    held = {
        "en": ("Hi {name}, we are sorry this worried you.", "Publish the first statement", "(I work at Tidewell)"),
        "zh-Hant": ("{name} 您好，很抱歉讓您擔心。", "發布第一則聲明", "（我是潮井員工）"),
    }

    assert [words for words in held[lang] if words not in text] == []
    assert POLICY.digest in text


def test_the_seven_things_come_from_all_sections_and_lead_with_what_is_upheld() -> None:
    things = content.book(POLICY, "en", None, "").things

    assert [thing.id for thing in things] == [
        "speak.complaints",
        "conflict.crisis",
        "personal.disclose",
        "legal.privacy",
        "legal.disclosure",
        "safety.phishing",
        "using.attest",
    ]


@pytest.mark.parametrize(
    ("lang", "rule", "sentence"),
    [
        (
            "en",
            "who-answers-complaints",
            "A post in answer to complaints, written by anyone but Responders: hand it over to Customer service.",
        ),
        ("zh-Hant", "who-answers-complaints", "回覆客訴時，發文者不是回覆小組：交給客服小組。"),
        (
            "en",
            "unproven-claims",
            "A post on a company account, with words such as “safest”, “100% safe”, “number one”: "
            "Legal must say yes first.",
        ),
        ("en", "confidential-terms", "A post with words of a list that stays secret: it must not go out."),
        ("zh-Hant", "describe-pictures", "貼文中有缺少替代文字的圖片：只給建議。"),
    ],
)
def test_a_check_is_told_in_plain_words(lang: str, rule: str, sentence: str) -> None:
    told = {
        check.rule: check.sentence
        for section in content.book(POLICY, lang, None, "").sections
        for entry in section.clauses
        for check in entry.checks
    }

    assert told[rule] == sentence


def test_every_verdict_is_explained(lang: str) -> None:
    glossary = content.book(POLICY, lang, None, "").glossary

    assert [one.level for one in glossary if one.level] == list(LEVELS)
    assert [one.word for one in glossary if not (one.word and one.text)] == []


def test_a_drawing_of_the_coverage_has_its_place_only_when_there_is_one(lang: str) -> None:
    drawing = '<svg role="img" aria-label="22" viewBox="0 0 9 9"><rect width="9" height="9"/></svg>'

    assert drawing in handbook(POLICY, lang, coverage=drawing)
    assert 'id="coverage"' not in handbook(POLICY, lang)


# --- what changed ---


def test_what_changed_is_told_with_its_effect_and_for_whom() -> None:
    before = tidewell(
        ("policy.yaml", "2026.2", "2026.1"),
        ("clauses/3-personal.zh-Hant.md", "你可以談薪資、工時和工作條件。", ""),
        ("clauses/3-personal.en.md", " You may talk about pay, hours and working conditions.", ""),
        ("clauses/5-safety.zh-Hant.md", "7 天內安裝更新", "30 天內安裝更新"),
        ("clauses/1-speak.zh-Hant.md", "請轉給客服小組", "請轉交客服小組"),
    )

    told = content.book(POLICY, "en", before, "").changes

    assert [(one.id, one.effect, one.roles) for one in told] == [
        ("speak.complaints", "wording", "everyone but Responders"),
        ("personal.yours", "more-freedom", "everyone"),
        ("safety.devices", "new-duty", "everyone"),
    ]
    html = handbook(POLICY, "zh-Hant", previous=before)
    assert "與版本 2026.1 比較。" in html
    assert "更自由" in html


def test_nothing_about_changes_stands_in_a_first_edition(page: Page) -> None:
    assert "changes" not in page.all("id")


# --- secrets ---


@pytest.mark.parametrize("word", SECRET)
def test_no_word_of_a_secret_list_is_in_the_page_or_on_paper(word: str, lang: str) -> None:
    before = tidewell(("lexicons/confidential.yaml", "Kestrel", "Osprey"))
    html = handbook(POLICY, lang, previous=before).casefold()
    paper = on_paper(POLICY, lang, previous=before).inputs["book"].casefold()

    assert word not in html
    assert word not in paper
    assert "osprey" not in html + paper


def test_an_example_or_a_list_that_holds_a_secret_word_is_left_out() -> None:
    rules = tuple(
        msgspec.structs.replace(
            rule, fires=tuple(msgspec.structs.replace(e, text="KESTREL is safest") for e in rule.fires)
        )
        if rule.id == "unproven-claims"
        else rule
        for rule in POLICY.rules
    )
    lexicons = tuple(
        msgspec.structs.replace(
            lexicon, terms=(*lexicon.terms, msgspec.structs.replace(lexicon.terms[0], term="Kestrel 2"))
        )
        if lexicon.name == "claims"
        else lexicon
        for lexicon in POLICY.lexicons
    )

    html = handbook(msgspec.structs.replace(POLICY, rules=rules, lexicons=lexicons), "en")

    assert "kestrel" not in html.casefold()


# --- the page itself ---


def test_ids_are_unique_and_every_link_within_leads_to_one(page: Page) -> None:
    ids = page.all("id")
    within = [href[1:] for href in page.all("href") if href.startswith("#")]

    assert [name for name, count in Counter(ids).items() if count > 1] == []
    assert len(within) > 40
    assert set(within) | set(page.all("aria-labelledby")) <= set(ids)


def test_nothing_is_loaded_from_anywhere(page: Page, lang: str) -> None:
    html = handbook(POLICY, lang)

    assert not {"script", "link", "img", "iframe", "object", "source"} & set(dict(page.tags))
    assert not re.search(r"url\(|@import|src=|\bon\w+=", html)
    assert [href for href in page.all("href") if not href.startswith(("#", "handbook."))] == []


def test_landmarks_headings_and_language_are_as_readers_of_screens_need_them(page: Page, lang: str) -> None:
    headings = [int(tag[1]) for tag in page.named("h1", "h2", "h3", "h4", "h5", "h6")]
    html = next(attributes for tag, attributes in page.tags if tag == "html")
    skip = next(attributes for tag, attributes in page.tags if tag == "a")

    assert html["lang"] == lang
    assert headings.count(1) == 1
    assert [pair for pair in pairwise(headings) if pair[1] > pair[0] + 1] == []
    assert (skip["class"], skip["href"]) == ("skip", "#content")
    assert Counter(page.named("main", "header", "footer"))["main"] == 1
    assert {"main", "nav", "header", "footer"} <= set(page.named("main", "nav", "header", "footer"))
    assert set(page.all("hreflang")) == set(LANGUAGES) - {lang}


def test_markup_in_the_policy_is_shown_and_not_obeyed(lang: str) -> None:
    attack = '<script>alert(1)</script> & "x" [here](javascript:alert) **bold**'
    policy = tidewell(
        *((f"clauses/5-safety.{one}.md", "### ", f"{attack}\n\n### ") for one in LANGUAGES),
        ("people.yaml", "k.liao", "'<img src=x>'"),
    )

    html = handbook(policy, lang)

    assert "<script" not in html and "<img" not in html and "javascript:" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp;" in html
    assert "<strong>bold</strong>" in html
    Page(html)


def test_the_same_policy_makes_the_same_page(lang: str) -> None:
    assert handbook(tidewell(), lang) == handbook(tidewell(), lang)


def test_a_policy_of_little_more_than_clauses_makes_a_page_too() -> None:
    files = {
        "policy.yaml": b"sayso: 1\nedition: 1\ncompany: {name: {en: Quay}, country: TW}\nlanguages: {authoritative: en}\n",
        "clauses/1-speak.en.md": b"# 1. Speaking\n\n### Be kind {#speak.kind}\nNo insults.\n",
    }
    policy = source.parse(files, tuple(DETECTORS)).policy
    assert policy is not None

    page = Page(handbook(policy, "en"))

    assert "No insults." in page.text
    assert not {"replies", "playbooks", "changes"} & set(page.all("id"))


# --- prose ---


@pytest.mark.parametrize(
    ("written", "label", "text"),
    [
        ("**Why:** people talk.", "why", "People talk."),
        ("**為什麼：**大家會談。", "why", "大家會談。"),
        ("**Instead**: pass it on.", "instead", "Pass it on."),
        ("**你可以：**談薪資。", "may", "談薪資。"),
        ("**You may:** talk about pay.", "may", "Talk about pay."),
        ("**有疑問：**請找法務。", "ask", "請找法務。"),
        ("**Ask:** legal.", "ask", "Legal."),
        ("**沒問題：**測驗想做幾次都可以。", "may", "測驗想做幾次都可以。"),
        ("**Remember:** it stays.", "other", "It stays."),
    ],
)
def test_a_labelled_line_is_recognised(written: str, label: str, text: str) -> None:
    (block,) = prose.blocks(written)

    assert (block.kind, block.label, prose.plain(block.lines[0])) == ("label", label, text)
    assert written.startswith(f"**{block.heading}")


def test_blocks_are_paragraphs_lists_and_labels() -> None:
    text = "One\ntwo.\n- a\n- b\n  c\n**Why:** so.\n\n1. x\n2. y\n\n中文\n接著"

    assert [(block.kind, [prose.plain(line) for line in block.lines]) for block in prose.blocks(text)] == [
        ("paragraph", ["One two."]),
        ("bullets", ["a", "b c"]),
        ("label", ["So."]),
        ("numbers", ["x", "y"]),
        ("paragraph", ["中文接著"]),
    ]


def test_words_follow_the_language() -> None:
    english, chinese = Words("en"), Words("zh-Hant")

    assert (english.span("1 day"), english.span("14 days"), english.span("15 min")) == ("1 day", "14 days", "15 min")
    assert (chinese.span("12 months"), chinese.span("2 h"), chinese.span("soon")) == ("12 個月", "2 小時", "soon")
    assert (english.days("mon-fri,sun"), chinese.days("mon-fri,sun")) == ("Mon–Fri, Sun", "週一至週五、週日")
    assert english.owner("night-desk") == "Night desk"
