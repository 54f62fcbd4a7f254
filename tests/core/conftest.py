"""How hypothesis behaves here: the same examples each time, and no clock decides.

`pytest tests/core --hypothesis-profile=wide` looks much further, by chance.
"""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, settings

PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("core", PATIENT, derandomize=True, max_examples=60, phases=(Phase.explicit, Phase.generate))
settings.register_profile("wide", PATIENT, max_examples=5_000)


def pytest_configure(config: pytest.Config) -> None:
    if not config.getoption("--hypothesis-profile", None):
        settings.load_profile("core")
