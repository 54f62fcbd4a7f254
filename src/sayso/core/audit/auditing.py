"""The audit of a policy that somebody else wrote: all 80 controls, and the clauses that reach too far. Pure."""

from __future__ import annotations

import msgspec

from sayso.core.audit.evidence import Found, Search
from sayso.core.audit.overbreadth import Overbroad, overbroad
from sayso.core.audit.text import Document, language
from sayso.core.document.catalogue import load


class Audit(msgspec.Struct, frozen=True):
    """What a document holds."""

    lang: str
    controls: tuple[Found, ...]
    overbroad: tuple[Overbroad, ...] = ()
    """Clauses that reach too far."""

    def counted(self, status: str) -> int:
        """How many controls have a status."""
        return sum(each.status == status for each in self.controls)


def audit(document: Document) -> Audit:
    """Every control in the catalogue's order, with the sentences that show it."""
    search = Search(document)
    return Audit(document.lang or language(document.text), search.run(load().controls), overbroad(document))
