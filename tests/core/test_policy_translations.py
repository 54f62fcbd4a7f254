"""Translations are accepted clause by clause, and what changes afterwards is noticed."""

from __future__ import annotations

from pathlib import Path

from sayso.core.policy import source, translations
from sayso.core.policy.translations import State

EXAMPLE = Path(__file__).parents[2] / "examples" / "tidewell"


def changed(*changes: tuple[str, str, str]) -> source.Parsed:
    files = dict(source.read_folder(EXAMPLE))
    for name, old, new in changes:
        assert old in files[name].decode()
        files[name] = files[name].decode().replace(old, new).encode()
    return source.parse(files)


def out_of_step(found: source.Parsed) -> list[State]:
    assert found.policy is not None
    return [state for state in translations.status(found.policy, found.lock) if state.step != "in-step"]


ZH = ("clauses/4-legal.zh-Hant.md", "法務看過的依據", "法務看過的證據")
EN = ("clauses/4-legal.en.md", "that legal has seen", "that legal has read")


def test_the_example_is_in_step():
    found = changed()

    assert out_of_step(found) == []
    assert found.problems == ()


def test_a_change_of_either_text_is_noticed_and_says_which():
    assert out_of_step(changed(ZH)) == [State("legal.claims", "en", "changed", "original")]
    assert out_of_step(changed(EN)) == [State("legal.claims", "en", "changed", "translation")]
    assert out_of_step(changed(ZH, EN)) == [State("legal.claims", "en", "changed", "both")]


def test_a_stale_translation_is_a_warning_at_its_heading():
    found = changed(ZH)

    (problem,) = found.problems

    assert (problem.severity, problem.code, problem.file) == (
        "warning",
        "translation-out-of-step",
        "clauses/4-legal.en.md",
    )
    assert problem.source == "### Claims need proof {#legal.claims}"
    assert found.policy is not None


def test_accepting_one_clause_leaves_the_others_as_they_were():
    found = changed(ZH, ("clauses/1-speak.en.md", "even to help", "not even to help"))
    assert found.policy is not None

    text = translations.accept(found.policy, found.lock, ["legal.claims"])

    files = dict(source.read_folder(EXAMPLE)) | {
        name: raw.replace("法務看過的依據".encode(), "法務看過的證據".encode()).replace(
            b"even to help", b"not even to help"
        )
        for name, raw in source.read_folder(EXAMPLE).items()
    }
    again = source.parse(files | {"translations.lock": text.encode()})
    assert out_of_step(again) == [State("speak.complaints", "en", "changed", "translation")]


def test_without_a_lock_nothing_is_said_and_every_translation_is_new():
    files = dict(source.read_folder(EXAMPLE))
    del files["translations.lock"]

    found = source.parse(files)

    assert found.problems == ()
    assert {state.step for state in out_of_step(found)} == {"new"}


def test_accepting_everything_writes_the_lock_of_the_example():
    found = changed()
    assert found.policy is not None

    text = translations.accept(found.policy, {})

    assert text == (EXAMPLE / "translations.lock").read_text(encoding="utf-8")
