"""What changed between two editions is told as its readers will feel it."""

from __future__ import annotations

import msgspec
import pytest

from core.test_handbook import POLICY, tidewell
from sayso.core.document.change import ClauseChange, clause_changes
from sayso.core.policy.model import Policy

ZH = "clauses/5-safety.zh-Hant.md"
DEVICES = "7 天內安裝更新。離開時鎖定螢幕。"


def changes(old: Policy, new: Policy) -> list[tuple[str, str, bool]]:
    """Clause, effect, and whether it asks for a signature."""
    return [(one.clause.id, one.effect, one.is_material) for one in clause_changes(old, new)]


@pytest.mark.parametrize(
    ("after", "effect"),
    [
        ("七天內安裝更新。離開時鎖定螢幕。", "new-duty"),
        ("3 天內安裝更新。離開時鎖定螢幕。", "new-duty"),
        ("7 天內安裝更新。離開時務必鎖定螢幕。", "new-duty"),
        ("7 天內安裝更新。離開時鎖定螢幕。不得借給別人。", "new-duty"),
        ("7 天內安裝更新。離開時鎖定螢幕。你可以用自己的手機。", "more-freedom"),
        ("7 天內安裝更新。離開座位時鎖定螢幕。", "wording"),
        ("7 天內安裝更新；離開時鎖定螢幕。", "wording"),
        ("裝置由公司統一保管，下班後放進櫃子。", "new-duty"),
    ],
)
def test_a_changed_text_is_a_duty_a_freedom_or_wording(after: str, effect: str) -> None:
    assert changes(POLICY, tidewell((ZH, DEVICES, after))) == [("safety.devices", effect, effect != "wording")]


def test_the_other_way_round_a_freedom_lost_is_a_duty_and_a_duty_lost_a_freedom() -> None:
    free = tidewell((ZH, DEVICES, DEVICES + "你可以用自己的手機。"))
    strict = tidewell((ZH, DEVICES, DEVICES + "不得借給別人。"))

    assert changes(free, POLICY) == [("safety.devices", "new-duty", True)]
    assert changes(strict, POLICY) == [("safety.devices", "more-freedom", True)]


@pytest.mark.parametrize(
    ("old", "new", "effect"),
    [
        ("verdict: approve\n  to: legal", "verdict: block", "new-duty"),
        ("verdict: approve\n  to: legal", "verdict: warn", "more-freedom"),
        ("when: {account: company}\n  find: lexicons/claims", "find: lexicons/claims", "new-duty"),
    ],
)
def test_a_changed_rule_changes_its_clause(old: str, new: str, effect: str) -> None:
    assert changes(POLICY, tidewell(("rules.yaml", old, new))) == [("legal.claims", effect, True)]


def test_a_translation_that_is_mended_is_wording() -> None:
    mended = tidewell(("clauses/5-safety.en.md", "Lock your screen.", "You must lock your screen."))

    assert changes(POLICY, mended) == [("safety.devices", "wording", False)]


def test_examples_and_messages_change_no_clause() -> None:
    other = tidewell(("rules.yaml", "全台最安全的充電器", "全台最安全的插座"))

    assert changes(POLICY, other) == []


def test_new_clauses_are_duties_unless_they_only_permit_and_gone_ones_come_last() -> None:
    freedom, duty = "personal.yours", "safety.breach"
    fewer = msgspec.structs.replace(POLICY, clauses=tuple(c for c in POLICY.clauses if c.id not in (freedom, duty)))

    assert changes(fewer, POLICY) == [(freedom, "more-freedom", True), (duty, "new-duty", True)]
    assert changes(POLICY, fewer) == [(freedom, "no-longer", True), (duty, "no-longer", True)]


def test_a_clause_concerns_whom_its_rules_concern() -> None:
    (change,) = clause_changes(POLICY, tidewell(("clauses/1-speak.zh-Hant.md", "請轉給客服小組", "請轉交客服小組")))

    assert isinstance(change, ClauseChange)
    assert "responders" not in change.roles
    assert "employee" in change.roles
