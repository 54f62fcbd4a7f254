"""The handbook in a browser: axe finds nothing, nothing is cut off from 320 px to paper, nothing is asked of the net."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe

from core.test_handbook import LANGUAGES, POLICY, tidewell
from sayso.core.document.handbook import handbook

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = (320, 768, 1280)
DRAWING = '<svg role="img" aria-label="23" viewBox="0 0 900 90"><title>23</title><rect width="600" height="90" fill="#0b5d5e"/></svg>'


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The handbooks of the example policy, with everything in them that there can be."""
    where = tmp_path_factory.mktemp("handbook")
    before = tidewell(("policy.yaml", "2026.2", "2026.1"), ("clauses/5-safety.zh-Hant.md", "7 天", "30 天"))
    for lang in LANGUAGES:
        html = handbook(POLICY, lang, previous=before, coverage=DRAWING, others=[x for x in LANGUAGES if x != lang])
        (where / f"handbook.{lang}.html").write_text(html, "utf-8")
    return where


@pytest.fixture(params=[(lang, scheme) for lang in LANGUAGES for scheme in ("light", "dark")], ids="-".join)
def page(request: pytest.FixtureRequest, browser: Browser, folder: Path) -> Iterator[Page]:
    lang, scheme = request.param
    context = browser.new_context(color_scheme=scheme)
    opened = context.new_page()
    asked: list[str] = []
    opened.on("request", lambda request: asked.append(request.url))
    opened.goto((folder / f"handbook.{lang}.html").as_uri())
    yield opened
    context.close()
    assert [url for url in asked if not url.startswith("file:")] == []
    assert len(asked) == 1


@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing_and_nothing_is_cut_off(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})

    found = Axe().run(page, options={"runOnly": RULES})
    over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")

    assert [(one["id"], one["nodes"][0]["html"]) for one in found.response["violations"]] == []
    assert {"color-contrast", "heading-order", "region", "html-has-lang"} <= {
        one["id"] for one in found.response["passes"]
    }
    assert over == 0


def test_the_keyboard_reaches_the_content_first_and_is_seen(page: Page) -> None:
    page.keyboard.press("Tab")

    skip = page.evaluate("(({className, href}) => [className, href.split('#')[1]])(document.activeElement)")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")

    assert skip == ["skip", "content"]
    assert outline == "solid"
    assert page.evaluate("document.activeElement.getBoundingClientRect().left") >= 0


def test_a_text_to_copy_is_taken_whole_with_one_click(page: Page) -> None:
    page.click(".copy >> nth=0")

    assert page.evaluate("getSelection().toString()").strip() == page.inner_text(".copy >> nth=0").strip()


def test_paper_is_white_and_its_letters_dark(page: Page) -> None:
    page.emulate_media(media="print")

    def colour(of: str, what: str) -> list[int]:
        told = page.evaluate(f"getComputedStyle(document.querySelector({of!r})).{what}")
        return [int(number) for number in re.findall(r"\d+", told)[:3]]

    assert colour("body", "backgroundColor") == [255, 255, 255]
    assert max(colour("body", "color")) < 64
    assert max(colour("h1", "color")) < 64
    assert page.is_hidden(".skip")


def test_the_pocket_card_has_a_small_page_of_its_own(page: Page) -> None:
    page.emulate_media(media="print")

    told = page.evaluate(
        "(({page, breakBefore, breakAfter}) => [page, breakBefore, breakAfter])"
        "(getComputedStyle(document.querySelector('#pocket-card')))"
    )

    assert told == ["card", "page", "page"]
