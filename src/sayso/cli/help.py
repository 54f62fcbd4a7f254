"""The help pages, drawn from the table of commands in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence

from sayso.cli.arguments import COMMANDS, SHOWN, Command, Option, options_of
from sayso.cli.layout import pad, wrap
from sayso.cli.words import Words


def first_page(say: Words) -> str:
    """What `sayso` alone prints: six commands with an example each."""
    shown = [command for command in COMMANDS if command.name in SHOWN]
    lines = [say("about"), "", say("six"), ""]
    for command in shown:
        lines += [f"  {command.name:9}{say.pair(command.help)}", f"  {'':9}$ {command.example}"]
    return "\n".join([*lines, "", say("all-help")])


def whole_page(say: Words, width: int) -> str:
    """What `sayso --help` prints: every command, and the exit codes."""
    commands = [(command.name, say.pair(command.help)) for command in COMMANDS]
    table = _table(say("commands"), commands, width)
    return "\n".join([say("about"), "", *table, "", *_exits(say, width), "", say("more-help")])


def command_page(command: Command, say: Words, width: int) -> str:
    """What `sayso COMMAND --help` prints."""
    options = [(_flags(option), _described(option, say)) for option in options_of(command)]
    example = [say("example"), f"  $ {command.example}"]
    page = [
        f"sayso {command.usage}",
        "",
        say.pair(command.help),
        "",
        *_table(say("options"), options, width),
        "",
        *example,
    ]
    return "\n".join([*page, "", *_exits(say, width)])


def _described(option: Option, say: Words) -> str:
    text = say.pair(option.help)
    return say("values", text=text, values=option.choices) if option.choices else text


def _flags(option: Option) -> str:
    return ", ".join(option.flags) + (f" {option.value}" if option.value else "")


def _exits(say: Words, width: int) -> list[str]:
    return _table(say("exits"), [(code, say(f"exit-{code}")) for code in ("0", "1", "2", "3", "130")], width)


def _table(title: str, rows: Sequence[tuple[str, str]], width: int) -> list[str]:
    left = max(len(name) for name, _ in rows) + 4
    lines = [title]
    for name, text in rows:
        first, *rest = wrap(text, width - left)
        lines += [pad(f"  {name}", left) + first, *(" " * left + line for line in rest)]
    return lines
