"""How the tests of the core run: with no network, and with hypothesis trying the same examples each time.

`pytest tests/core --hypothesis-profile=wide` looks much further, by chance; so does `python tests/core/fuzz.py`.
"""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, Phase, settings

PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("core", PATIENT, derandomize=True, max_examples=40, phases=(Phase.explicit, Phase.generate))
settings.register_profile("wide", PATIENT, max_examples=5_000)


def pytest_configure(config: pytest.Config) -> None:
    if not config.getoption("--hypothesis-profile", None):
        settings.load_profile("core")


@pytest.fixture(scope="module", autouse=True)
def no_network() -> Iterator[None]:
    """Whatever the core does, it connects to nothing and asks for no address; lifted again for what is tested next."""

    def refuse(*given: object, **more: object) -> None:
        raise AssertionError("the core has no business with the network")

    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex", "sendto"):
            patch.setattr(socket.socket, name, refuse)
        patch.setattr(socket, "getaddrinfo", refuse)
        yield
