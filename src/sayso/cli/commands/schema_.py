"""`sayso schema`: JSON Schemas of a policy's files, which complete and underline in an editor."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

import msgspec

from sayso.cli.console import Console, write_file
from sayso.cli.discovery import find, stated
from sayso.cli.gate import detectors, parse
from sayso.cli.stop import UNFINISHED, Stop
from sayso.core.policy.format import json_schemas

FOLDER = ".sayso"


def run(options: Namespace, console: Console) -> int:
    """Write the schemas into the policy's ``.sayso`` folder, or print them; a policy's own names are completed too.

    A policy with mistakes gets schemas without its names, since mistakes are what they are there to find.
    """
    found = stated(options.words[0], console.say) if options.words else find(options.policy, None, console.say)
    schemas = {name: _pretty(schema) for name, schema in json_schemas(parse(found).policy, detectors()).items()}
    if not options.write:
        console.put(
            b"{\n"
            + b",\n".join(b'"%s": %s' % (name.encode(), text.rstrip()) for name, text in schemas.items())
            + b"\n}\n"
        )
        return 0
    folder = _made(found.folder / FOLDER)
    for name, text in schemas.items():
        write_file(folder / name, text)
        console.line(console.say("wrote", file=(folder / name).as_posix()))
    return 0


def _pretty(schema: object) -> bytes:
    return msgspec.json.format(msgspec.json.encode(schema), indent=2) + b"\n"


def _made(folder: Path) -> Path:
    try:
        folder.mkdir(exist_ok=True)
    except OSError as problem:
        raise Stop(UNFINISHED, "cannot-write", file=folder, reason=problem.strerror) from None
    return folder
