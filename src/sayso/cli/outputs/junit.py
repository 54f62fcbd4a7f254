"""JUnit's XML, as build servers read it: one suite, one case a post, a policy file or a test."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, Literal, NamedTuple

_ILLEGAL: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 (section 2.2) does not allow in a document, even escaped."""


class Case(NamedTuple):
    """One thing that was looked at."""

    name: str
    group: str
    outcome: Literal["passed", "failed", "gap", "error"]
    kind: str = ""
    lines: tuple[str, ...] = ()


def document(suite: str, cases: Sequence[Case], seconds: float = 0.0, **given: str) -> str:
    """The whole document; `given` become properties of the suite."""
    counts = {outcome: sum(case.outcome == outcome for case in cases) for outcome in ("failed", "gap", "error")}
    totals = (
        f'tests="{len(cases)}" failures="{counts["failed"]}" errors="{counts["error"]}" '
        f'skipped="{counts["gap"]}" time="{seconds:.3f}"'
    )
    stated = "".join(f"<property name={_attribute(name)} value={_attribute(value)}/>" for name, value in given.items())
    body = "\n".join(_case(case) for case in cases)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites {totals}>\n<testsuite name={_attribute(suite)} {totals}>\n'
        f"<properties>{stated}</properties>\n{body}\n</testsuite>\n</testsuites>\n"
    )


def _case(case: Case) -> str:
    opening = f"<testcase name={_attribute(case.name)} classname={_attribute(case.group)}"
    text = _escaped(_legal("\n".join(case.lines)))
    first = _attribute(case.lines[0] if case.lines else "")
    match case.outcome:
        case "failed":
            return f"{opening}><failure type={_attribute(case.kind)} message={first}>{text}</failure></testcase>"
        case "error":
            return f"{opening}><error type={_attribute(case.kind)} message={first}>{text}</error></testcase>"
        case "gap":
            return f"{opening}><skipped message={first}/></testcase>"
        case "passed":
            return f"{opening}><system-out>{text}</system-out></testcase>" if case.lines else f"{opening}/>"


def _attribute(text: str) -> str:
    """Quoted; line ends as references, which a reader would otherwise make spaces (XML 1.0, section 3.3.3)."""
    return '"' + _escaped(_legal(text)).replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#9;") + '"'


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")


def _legal(text: str) -> str:
    return _ILLEGAL.sub("\ufffd", text)
