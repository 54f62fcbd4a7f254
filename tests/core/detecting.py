"""One detector at work on one text, as the tests of detectors ask for it."""

from __future__ import annotations

from sayso.core.fold import Batch
from sayso.core.screening.kinds import DETECTORS, find
from sayso.core.screening.kinds.detector import Detector, Setting

NOWHERE = Setting()
TIDEWELL = Setting("TW", ("tidewell.example", "tidewell.com.tw"), ("Tidewell", "潮井"))


def hits(detector: Detector, text: str) -> list[tuple[str, str]]:
    """The writer's own characters of each hit, and how sure it is."""
    batch = Batch([text])

    def written(start: int, end: int) -> str:
        return text[slice(*batch.original(0, start, end))]

    return [(written(hit.start, hit.end), hit.sure) for hit in find(detector, batch.text[:-1], written)]


def found(name: str, text: str, setting: Setting = NOWHERE) -> list[str]:
    """The writer's own characters of what a built-in detector finds, in order."""
    return [exact for exact, _ in hits(DETECTORS[name](setting), text)]


def sure(name: str, text: str, setting: Setting = NOWHERE) -> list[str]:
    """How sure a built-in detector is of each of its findings."""
    return [level for _, level in hits(DETECTORS[name](setting), text)]
