"""The documentation is whole: every page has its twin, every link leads somewhere, the reference is as the program says."""

from __future__ import annotations

import re
import runpy
from hashlib import sha256
from pathlib import Path
from typing import get_args, get_type_hints

import pytest

from house.pages import ENGLISH_ONLY, ROOT, anchors, blocks, headings, language, links, name, pages, twin
from sayso.cli.arguments import COMMANDS, all_flags
from sayso.core.policy.format import FILES, tables
from sayso.core.policy.model import Source
from sayso.core.policy.problems import MESSAGES
from sayso.core.screening.kinds import DETECTORS
from sayso.core.screening.kinds.classifier import CLASSIFIERS

REFERENCE = ROOT / "docs/reference"
CARDS = tuple(REFERENCE.glob("classifier-*.md"))
"""Written when a classifier is trained."""
LANGUAGES = ("", ".zh-Hant")


@pytest.mark.parametrize("page", [page for page in pages() if not name(page).startswith(ENGLISH_ONLY)], ids=name)
def test_a_page_for_users_exists_in_both_languages(page: Path) -> None:
    assert twin(page).exists()
    assert language(page) == "en" or twin(page).name in links(page)


@pytest.mark.parametrize("page", [page for page in pages() if language(page) == "en"], ids=name)
def test_twins_have_the_same_shape(page: Path) -> None:
    other = twin(page)

    if other.exists():
        assert len(headings(page)) == len(headings(other))
        assert infos(page) == infos(other)


def infos(page: Path) -> list[str]:
    """What stands behind the fences of a page, languages in file names aside."""
    return [re.sub(r"\.(en|zh-Hant)\.", ".LANG.", block.info) for block in blocks(page)]


@pytest.mark.parametrize("page", pages(), ids=name)
def test_links_lead_somewhere(page: Path) -> None:
    lost = [link for link in links(page) if not leads(page, link)]

    assert lost == []


def leads(page: Path, link: str) -> bool:
    """Whether a link's file is there, and the place in it; addresses elsewhere are taken on trust."""
    if "://" in link or link.startswith("mailto:"):
        return True
    file, _, place = link.partition("#")
    target = (page.parent / file).resolve() if file else page
    return target.exists() and (not place or place in anchors(target))


@pytest.mark.parametrize("page", [page for page in pages() if language(page) == "zh-Hant"], ids=name)
def test_a_chinese_page_leads_to_chinese_pages(page: Path) -> None:
    own = {twin(page).name}
    files = [link.partition("#")[0] for link in links(page) if "://" not in link]

    strangers = [
        file
        for file in files
        if file.endswith(".md") and not file.endswith(".zh-Hant.md") and Path(file).name not in own
        if not name((page.parent / file).resolve()).startswith(ENGLISH_ONLY)
    ]

    assert strangers == []


def test_the_reference_is_what_the_program_says() -> None:
    made = runpy.run_path(str(ROOT / "tools/build_reference.py"))["pages"]()

    kept = {path.name: path.read_text("utf-8") for path in REFERENCE.glob("*.md") if path not in CARDS}

    assert kept.keys() == made.keys()
    assert [page for page, text in made.items() if kept[page] != text] == []


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("called", CLASSIFIERS)
def test_a_classifier_has_a_card_for_the_weights_that_ship(called: str, lang: str) -> None:
    weights = ROOT / f"src/sayso/core/screening/data/classifier-{called}.npz"

    card = (REFERENCE / f"classifier-{called}{lang}.md").read_text("utf-8")

    assert f"SHA-256 `{sha256(weights.read_bytes()).hexdigest()}`" in card


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_command_and_option_is_described(lang: str) -> None:
    page = REFERENCE / f"command-line{lang}.md"
    text = page.read_text("utf-8")

    undescribed = [
        f"{command.name} {flag}" for command, option in all_flags() for flag in option.flags if f"`{flag}`" not in text
    ]

    assert {f"sayso {command.name}" for command in COMMANDS} <= set(headings(page))
    assert undescribed == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_problem_has_its_heading(lang: str) -> None:
    assert [title for title in headings(REFERENCE / f"problems{lang}.md") if title in MESSAGES] == list(MESSAGES)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_detector_has_its_place(lang: str) -> None:
    assert anchors(REFERENCE / f"detectors{lang}.md") >= set(DETECTORS)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_file_and_map_of_the_format_has_its_heading(lang: str) -> None:
    page = REFERENCE / f"policy-files{lang}.md"
    titles = {f"`{fields.title}`" for kind in FILES for fields in tables(kind.shape)}

    assert anchors(page) >= {kind.name for kind in FILES}
    assert set(headings(page)) >= titles


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_kind_of_source_is_described(lang: str) -> None:
    text = (REFERENCE / f"policy-files{lang}.md").read_text("utf-8")
    written = {"lexicon": "`lexicons/…`", "builtin": "`builtin/…`", "number": "`numbers/…`"}

    kinds = get_args(get_type_hints(Source)["kind"])

    assert len(kinds) > 5
    assert [kind for kind in kinds if written.get(kind, f"| `{kind}` |") not in text] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_page_can_be_reached_from_the_index(lang: str) -> None:
    index = ROOT / f"docs/README{lang}.md"
    listed = {(index.parent / link.partition("#")[0]).resolve() for link in links(index) if "://" not in link}

    here = {page for page in pages() if "docs" in page.parts and page.name.endswith(".zh-Hant.md") is bool(lang)}

    assert {name(page) for page in here - listed - {index}} == {
        name(page) for page in here if "decisions" in page.parts and page.name != "README.md"
    }
