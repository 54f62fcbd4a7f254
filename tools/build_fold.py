"""Build the folding table that ships with the package: `python tools/build_fold.py [--check]`.

Sources: Python's `unicodedata` (NFKC, case folding, categories, names), Unicode's confusables as packaged in
`confusable-homoglyphs`, and OpenCC's Traditional-to-Simplified character table as packaged in `OpenCC`.
`--check` builds and compares instead of writing; it needs the Unicode version the table was built with.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import unicodedata
from pathlib import Path

import confusable_homoglyphs
import numpy as np
import opencc

TARGET = Path(__file__).parent.parent / "src/sayso/core/fold.npz"
SPACE = 0x20
EXPAND = 1 << 31
EITHER = 1 << 30
REPLACEMENT = "\ufffd"
PAGE = 256

# Blank although not of category Cf, Mn or Me: Hangul fillers, the empty braille cell, Mongolian vowel separator
# (Unicode's Default_Ignorable_Code_Point plus U+2800).
IGNORED = {
    0x034F,
    0x115F,
    0x1160,
    0x17B4,
    0x17B5,
    0x180E,
    0x2800,
    0x3164,
    0xFFA0,
    *range(0xFFF0, 0xFFF9),
    *range(0xE0000, 0xE1000),
}
# What a folded character is to the search for disguised words; the numbers stand in core/fold.py too.
WORD, UNSPACED, LEET, JOINER, BLANK, INNER = 1, 2, 4, 8, 16, 32
LEET_CHARS = "013456789@$!|+2"
JOINERS = ".-_*~^'·•‧・/\\="
INNERS = "-*~^·•‧・="
# Scripts in which a word has no edge to see: Thai and Lao, Myanmar, Hangul, Khmer, Han with kana and bopomofo.
NO_EDGES = (
    (0x0E00, 0x0EFF),
    (0x1000, 0x109F),
    (0x1100, 0x11FF),
    (0x1780, 0x17FF),
    (0x2E80, 0x9FFF),
    (0xA960, 0xA97F),
    (0xAC00, 0xD7FF),
    (0xF900, 0xFAFF),
    (0xFF66, 0xFFDC),
    (0x16FE0, 0x18DFF),
    (0x1AFF0, 0x1B2FF),
    (0x20000, 0x3FFFF),
)
LATIN = re.compile(r"LATIN (?:CAPITAL |SMALL |LETTER )*(?:LETTER )(?:SMALL CAPITAL |CAPITAL )?([A-Z])(?: WITH .*)?$")


def confusables() -> dict[str, set[str]]:
    """Each character with the ASCII letters and digits it can be mistaken for."""
    raw = json.loads((Path(confusable_homoglyphs.__file__).parent / "confusables.json").read_text("utf-8"))
    alike: dict[str, set[str]] = {}
    for char, others in raw.items():
        if len(char) == 1 and not char.isascii():
            near = {o["c"].strip("\u200e") for o in others}
            alike[char] = {c for c in near if len(c) == 1 and c.isascii() and c.isalnum()}
    return alike


def han_alike() -> dict[str, str]:
    """Rare Han characters -> the common one they look like: the one that comes first in Unicode's basic block."""
    raw = json.loads((Path(confusable_homoglyphs.__file__).parent / "confusables.json").read_text("utf-8"))
    alike: dict[str, str] = {}
    for char, others in raw.items():
        group = {char, *(o["c"] for o in others)}
        basic = sorted(c for c in group if len(c) == 1 and "\u4e00" <= c <= "\u9fff")
        if basic and len(char) == 1 and char >= "\u2e80" and char != basic[0]:
            alike[char] = basic[0]
    return alike


def plain(text: str) -> str:
    """Compatibility forms undone, case folded, accents off."""
    text = unicodedata.normalize("NFKC", text).casefold()
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if unicodedata.category(c) not in ("Mn", "Me"))
    kept = text if any("\u3040" <= c <= "\u30ff" for c in text) else bare
    return unicodedata.normalize("NFKC", kept).casefold()


class Folder:
    """Folds one character; iterated by `table` until nothing changes."""

    def __init__(self) -> None:
        self.alike = confusables()
        self.han = han_alike()
        self.simplify = opencc.OpenCC("t2s").convert

    def latin(self, char: str) -> str | None:
        """The ASCII letter or digit that `char` looks like, or None."""
        if char.isascii() or unicodedata.category(char)[0] in "ZC":
            return None
        if unicodedata.category(char) == "Nd":
            return str(unicodedata.decimal(char))
        named = LATIN.search(unicodedata.name(char, ""))
        called = named[1].lower() if named else None
        return self.seen_as(char) or called or self.seen_as(char.casefold()) or self.seen_as(char.upper())

    def seen_as(self, char: str) -> str | None:
        near = self.alike.get(char, set())
        letters = sorted(c for c in near if c.islower()) or sorted(c.lower() for c in near if c.isupper())
        if "l" in letters:  # Unicode takes I, l and 1 for one shape: only what is called an I is one
            return "i" if unicodedata.name(char, "").endswith(" I") else "l"
        return letters[0] if letters else next(iter(sorted(near)), None)

    def fold(self, char: str) -> str:
        point = ord(char)
        if char.isspace() or unicodedata.category(char) in ("Zs", "Zl", "Zp"):
            return " "
        if 0xD800 <= point <= 0xDFFF or point in (0xFFFF, 0xFFFE):
            return REPLACEMENT
        if unicodedata.category(char) in ("Cf", "Mn", "Me") or point in IGNORED:
            return ""
        if char.isascii():
            return char.lower()
        if char == "…":
            return "."  # not three: as common as it is, it would make many a batch move every character
        look = self.latin(char)
        if look is not None:
            return look
        out = plain(char)
        if out == char and char >= "\u2e80":
            out = self.simplify(self.han.get(char, char))
        return out if out.strip(" ") else (out and " ")


def settle(folder: Folder, char: str) -> str:
    """`char` folded until folding its result changes nothing (so that folding twice equals folding once)."""
    out = folder.fold(char)
    for _ in range(6):
        again = "".join(folder.fold(c) for c in out)
        if again == out:
            return out
        out = again
    raise SystemExit(f"folding U+{ord(char):04X} does not settle")


def kind(point: int) -> int:
    """The bits of one code point. An underscore joins words, it is not part of one."""
    char = chr(point)
    bits = 0
    if char.isalnum():
        bits |= UNSPACED if any(low <= point <= high for low, high in NO_EDGES) else WORD
    bits |= LEET * (char in LEET_CHARS) | JOINER * (char in JOINERS) | BLANK * (char == " ")
    bits |= INNER * (char in INNERS)
    return bits


def paged(name: str, table: np.ndarray) -> dict[str, np.ndarray]:
    """The distinct pages of a table over all code points, and the page of each block."""
    pages, index = np.unique(table.reshape(-1, PAGE), axis=0, return_inverse=True)
    return {f"{name}_pages": pages, f"{name}_index": index.astype(np.uint16).reshape(-1)}


def build() -> dict[str, np.ndarray]:
    """`fold` (differences to the code point) and `kind` in pages, `long` and `starts` (expansions)."""
    folder = Folder()
    table = np.zeros(0x110000, np.uint32)
    long: list[int] = []
    starts: list[int] = []
    known: dict[str, int] = {}
    for point in range(0x110000):
        char = chr(point)
        if unicodedata.category(char) in ("Cn", "Co"):
            table[point] = 0 if point in IGNORED else (0xFFFD if point & 0xFFFE == 0xFFFE else point)
            continue
        out = settle(folder, char)
        if len(out) <= 1:
            table[point] = ord(out) if out else 0
            if out in ("i", "l") and "l" in folder.alike.get(char, ()):
                table[point] |= EITHER
            continue
        if out not in known:
            known[out] = len(starts)
            starts.append(len(long))
            long += map(ord, out)
        table[point] = EXPAND | known[out]
    table[0] = 0xFFFD
    table -= np.arange(0x110000, dtype=np.uint32)  # differences: the many pages in which nothing folds become one
    return {
        **paged("fold", table),
        **paged("kind", np.array([kind(p) for p in range(0x110000)], np.uint8)),
        "long": np.array(long, np.uint32),
        "starts": np.array([*starts, len(long)], np.uint32),
        "unicode": np.array(unicodedata.unidata_version),
    }


def main() -> int:
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("--check", action="store_true", help="compare with the shipped table instead of writing it")
    made = build()
    if not ask.parse_args().check:
        np.savez_compressed(TARGET, **made)
        print(f"{TARGET.name}: {TARGET.stat().st_size} bytes, Unicode {made['unicode']}")
        return 0
    kept = np.load(TARGET)
    same = all(np.array_equal(kept[name], made[name]) for name in made)
    print("the table is as built" if same else "the shipped table differs from what its sources give")
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
