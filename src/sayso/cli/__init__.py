"""The `sayso` command: reads the words typed, runs one command, and answers with an exit code and never a traceback."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Sequence
from importlib import import_module
from typing import Final

from sayso.cli.arguments import EVERY, Command, language_asked, read
from sayso.cli.console import Console, complain, silence
from sayso.cli.stop import INTERRUPTED, UNFINISHED, WRONG_USE, Stop
from sayso.cli.words import LANGUAGES, Words, language, nearest

PLAIN: Final = 80
"""Cells of a line of help where there is no terminal to ask."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command line and return its exit code; the words are those of the process when none are given."""
    words = sys.argv[1:] if argv is None else list(argv)
    say = Words(language(None) or "en")
    try:
        say = _words_for(words)
        return _run(words, say)
    except Stop as stop:
        complain(f"sayso: {say(stop.key, **stop.given).rstrip()}")
        return stop.code
    except BrokenPipeError:
        silence()
        return UNFINISHED
    except KeyboardInterrupt:
        complain(f"sayso: {say('stopped')}")
        return INTERRUPTED
    except MemoryError:
        complain(f"sayso: {say('out-of-memory')}")
        return UNFINISHED
    except Exception as problem:
        return _confess(problem, say, trace=bool({"-v", "--verbose"} & set(words)))


def _words_for(words: Sequence[str]) -> Words:
    asked = language_asked(words)
    spoken = language(None if asked == EVERY else asked)
    if spoken is None:
        value = asked or ""
        raise Stop(
            WRONG_USE,
            "bad-value",
            name="--lang",
            value=value,
            choices=LANGUAGES,
            hint=nearest(value, LANGUAGES),
        )
    return Words(spoken)


def _run(words: Sequence[str], say: Words) -> int:
    command, options = read(words)
    with Console(
        say,
        quiet=options.quiet,
        verbose=options.verbose,
        colour=not options.no_color,
        to=None if options.help else getattr(options, "to", None),
    ) as console:
        if command is None or options.help:
            console.line(_page(command, options, say, console.width or PLAIN))
            return 0
        run = import_module(f"sayso.cli.commands.{command.name}_").run
        code: int = run(options, console)
    return code


def _page(command: Command | None, options: Namespace, say: Words, width: int) -> str:
    from sayso.cli import help as pages

    if command is not None:
        return pages.command_page(command, say, width)
    if options.version:
        from sayso import __version__

        return f"sayso {__version__}"
    return pages.first_page(say) if not options.help else pages.whole_page(say, width)


def _confess(problem: Exception, say: Words, *, trace: bool) -> int:
    """Own up to a fault of the program without showing anything of the post it was working on."""
    import traceback

    frames = traceback.extract_tb(problem.__traceback__)
    where = f"{frames[-1].filename.rsplit('/', 1)[-1]}:{frames[-1].lineno}" if frames else "?"
    complain(f"sayso: {say('unexpected', kind=type(problem).__name__, where=where)}")
    if trace:
        complain("".join(traceback.format_exception(problem)).rstrip())
    return UNFINISHED
