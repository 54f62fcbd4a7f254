"""`sayso build`: the handbook of the policy, one HTML file a language, and a PDF besides when asked for."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

from sayso.cli import paper
from sayso.cli.arguments import EVERY
from sayso.cli.console import Console, write_files
from sayso.cli.discovery import find, stated
from sayso.cli.gate import read, ready
from sayso.cli.stop import UNFINISHED, WRONG_USE, Stop
from sayso.cli.words import language, nearest
from sayso.core.document import catalogue, coverage
from sayso.core.document.handbook import handbook, on_paper
from sayso.core.policy.model import Policy


def run(options: Namespace, console: Console) -> int:
    """Write the files, all of them or none, and say where they are."""
    if options.pdf:
        paper.check_ready()
    policy = ready(find(options.policy, None, console.say), console).policy
    previous = read(stated(options.since, console.say), console) if options.since is not None else None
    langs = _languages(options.lang, policy)
    folder = Path(options.out or ".")
    files: dict[Path, bytes] = {}
    for lang in langs:
        others = [other for other in langs if other != lang]
        page = handbook(policy, lang, previous=previous, coverage=_drawn(policy, lang), others=others)
        files[folder / f"handbook.{lang}.html"] = page.encode()
    if options.pdf:
        files.update(_pdfs(policy, previous, langs, folder, console))
    _make(folder)
    write_files(files)
    for file in files:
        console.line(console.say("wrote", file=file))
    return 0


def _drawn(policy: Policy, lang: str) -> str | None:
    """A picture of what the policy covers; none where it does not say."""
    if "coverage" not in policy.more:
        return None
    return coverage.draw(coverage.measure(policy, catalogue.load().controls), lang)


def _languages(asked: str | None, policy: Policy) -> tuple[str, ...]:
    if asked in (None, EVERY):
        return policy.languages
    meant = language(asked)
    if meant not in policy.languages:
        choices, hint = ", ".join(policy.languages), nearest(asked or "", policy.languages)
        raise Stop(WRONG_USE, "no-such-language", value=asked, choices=choices, hint=hint)
    return (meant,)


def _pdfs(
    policy: Policy, previous: Policy | None, langs: tuple[str, ...], folder: Path, console: Console
) -> Iterator[tuple[Path, bytes]]:
    for lang in langs:
        file = folder / f"handbook.{lang}.pdf"
        made = paper.printed(on_paper(policy, lang, previous=previous, coverage=_drawn(policy, lang)))
        if made.unknown:
            chars = " ".join(made.unknown)
            console.tell(console.say("pdf-glyphs", file=file, n=len(made.unknown), chars=chars))
        yield file, made.pdf


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise Stop(UNFINISHED, "cannot-write", file=folder, reason=problem.strerror) from None
