"""Runs where a browser is: Debian's Chromium and Playwright. Elsewhere these files are not collected at all."""

from __future__ import annotations

import importlib.util
import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

CHROMIUM = shutil.which("chromium")
QUIET = (
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""What keeps Chromium from asking the network for things of its own."""


def _is_missing(package: str) -> bool:
    return importlib.util.find_spec(package) is None


if CHROMIUM is None or _is_missing("playwright") or _is_missing("axe_playwright_python"):
    collect_ignore_glob = ["test_*.py"]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    options: dict[str, Any] = {"executable_path": CHROMIUM, "args": list(QUIET)}
    with sync_playwright() as driver:
        opened = driver.chromium.launch(**options)
        yield opened
        opened.close()
