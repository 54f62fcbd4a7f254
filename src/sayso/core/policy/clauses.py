"""Clauses as people write them: one Markdown file per section and language, a heading with an id per clause."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from sayso.core.policy.format import CLAUSE_ID
from sayso.core.policy.model import Clause, Text
from sayso.core.policy.problems import NAMED, Param
from sayso.core.policy.tree import Reading, closest

_FILE = re.compile(r"clauses/([1-9][0-9]?)-([^\s/.]+)\.([A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*)\.md")
_SECTION = re.compile(r"#\s+(\d{1,2}|[〇一二三四五六七八九十]{1,3})\s*[.、．:：]\s*(.*\S)\s*")
_CLAUSE = re.compile(r"###\s+(.*?)\s*(?:\{#([^{}]*)\})?\s*")
_DIGITS = "〇一二三四五六七八九"

Place = tuple[int, int, int]
"""Line, column and width."""


class Written(msgspec.Struct, frozen=True):
    """One clause in one language, and where its heading stands."""

    id: str
    title: str
    body: str
    at: Place


class ClauseFile(msgspec.Struct, frozen=True):
    """One section in one language."""

    reading: Reading
    number: int
    slug: str
    lang: str
    title: str
    intro: str
    clauses: tuple[Written, ...]
    is_readable: bool = True


class Section(msgspec.Struct, frozen=True):
    """A section in all languages: the name its files share, its title and the text before its first clause."""

    number: int
    slug: str
    title: Text
    intro: Text


def read(reading: Reading) -> ClauseFile | None:
    """A clause file's content; None when its name or text is beyond reading."""
    match = _FILE.fullmatch(reading.name)
    if match is None:
        reading.report("bad-clause-file", None, example=f"4-legal.{(*reading.languages, 'en')[0]}.md")
        return None
    number, slug, lang = int(match[1]), match[2], match[3]
    if reading.languages and lang not in reading.languages:
        meant = closest(lang, reading.languages)
        reading.report("unknown-language", None, meant=meant, word=lang, choices=reading.languages)
        return None
    if not reading.is_text:
        return ClauseFile(reading, number, slug, lang, "", "", (), is_readable=False)
    title, intro, parts = _split(reading, number)
    return ClauseFile(reading, number, slug, lang, title, intro, tuple(_clause(reading, *part) for part in parts))


def _split(reading: Reading, number: int) -> tuple[str, str, list[tuple[int, list[str]]]]:
    """The section's title, the text before the first clause, and each clause's heading line with the lines below it."""
    title, fenced = "", False
    intro: list[str] = []
    parts: list[tuple[int, list[str]]] = []
    for at, line in enumerate(reading.lines, 1):
        fenced ^= line.startswith(("```", "~~~"))
        if fenced or not re.match(r"#{1,3}(?!#)\s*\S", line):
            (parts[-1][1] if parts else intro).append(line.rstrip())
        elif line.startswith("###"):
            parts.append((at, []))
        elif line.startswith("##") or title:
            reading.note("bad-section", at, 1, len(line), {"what": _ONE_HEADING})
        else:
            title = _title(reading, at, line, number)
    if not title:
        reading.note("bad-section", 1, 1, max(1, len(reading.lines[0])), {"what": _no_title(number)})
    return title, _joined(intro), parts


def _title(reading: Reading, at: int, line: str, number: int) -> str:
    match = _SECTION.fullmatch(line)
    if match is None:
        reading.note("bad-section", at, 1, len(line), {"what": _no_title(number)})
        return line.lstrip("# ") or "-"
    found = int(match[1]) if match[1].isdecimal() else _chinese(match[1])
    if found != number:
        reading.note("bad-section", at, match.start(1) + 1, len(match[1]), {"what": _other_number(match[1], number)})
    return match[2]


_ONE_HEADING: Text = {
    "en": "only one `#` heading stands in a clause file, and clauses start with `###`",
    "zh-Hant": "條款檔只能有一個 `#` 標題，條款要用 `###`",
}


def _no_title(number: int) -> Text:
    return {
        "en": f"the file must open with a heading such as `# {number}. Title`",
        "zh-Hant": f"檔案開頭要有標題，例如 `# {chinese_number(number)}、標題`",
    }


def _other_number(found: str, number: int) -> Text:
    return {
        "en": f"the heading says section {found} and the file's name says {number}",
        "zh-Hant": f"標題寫的是「{found}」，檔名卻是 {number}",
    }


def _clause(reading: Reading, at: int, below: list[str]) -> Written:
    heading = reading.lines[at - 1]
    match = _CLAUSE.fullmatch(heading)
    title, name = (match[1], match[2] or "") if match else (heading.lstrip("# "), "")
    column = heading.find(title) + 1 if title else 1
    place = (at, column, max(1, len(title)))
    if not title:
        reading.note("bad-section", at, 1, len(heading), {"what": _NO_CLAUSE_TITLE})
    if not re.fullmatch(CLAUSE_ID.pattern, name):
        reading.note("clause-without-id", *place, {"example": "legal.claims"})
    body = _joined(below)
    if not body:
        reading.note("empty-value", *place, {"where": name or title})
    return Written(name, title, body, place)


_NO_CLAUSE_TITLE: Text = {"en": "this heading has no title", "zh-Hant": "這個標題沒有文字"}


def _joined(lines: Sequence[str]) -> str:
    return "\n".join(lines).strip("\n")


# --- bringing the languages together ---


def together(files: Iterable[ClauseFile], languages: tuple[str, ...]) -> tuple[tuple[Clause, ...], tuple[Section, ...]]:
    """The clauses and sections of all files; what does not agree is noted with the file it stands in."""
    sections: dict[int, dict[str, ClauseFile]] = {}
    for file in sorted(files, key=lambda file: file.reading.name):
        first = sections.setdefault(file.number, {}).setdefault(file.lang, file)
        if first is not file:
            other = first.reading.name
            file.reading.report("duplicate-name", None, kind=_SECTION_KIND, name=str(file.number), other=other)
    _check_unique(sections)
    for number in sorted(sections):
        _check_section(number, sections[number], languages)
    whole = [sections[number] for number in sorted(sections) if languages and languages[0] in sections[number]]
    return (
        tuple(clause for section in whole for clause in _merged(section, languages)),
        tuple(_section(section, languages) for section in whole),
    )


_SECTION_KIND: Text = {"en": "section", "zh-Hant": "章"}


def _check_unique(sections: Mapping[int, Mapping[str, ClauseFile]]) -> None:
    seen: dict[tuple[str, str], str] = {}
    for number in sorted(sections):
        for lang, file in sections[number].items():
            for clause in file.clauses:
                other = seen.setdefault((lang, clause.id), f"{file.reading.name}:{clause.at[0]}")
                if clause.id and other != f"{file.reading.name}:{clause.at[0]}":
                    params: dict[str, Param] = {"kind": NAMED["clause"], "name": clause.id, "other": other}
                    file.reading.note("duplicate-name", *clause.at, params)


def _check_section(number: int, section: Mapping[str, ClauseFile], languages: tuple[str, ...]) -> None:
    for lang in languages:
        if lang not in section:
            file = next(iter(section.values()))
            file.reading.note(
                "missing-translation",
                1,
                1,
                len(file.reading.lines[0]) or 1,
                {"what": f"clauses/{number}-{file.slug}", "lang": lang},
            )
    for lang, file in section.items():
        for other in (there for name, there in section.items() if name != lang and there.is_readable):
            ids = {clause.id for clause in other.clauses}
            for clause in file.clauses:
                if clause.id and clause.id not in ids:
                    file.reading.note("missing-translation", *clause.at, {"what": clause.id, "lang": other.lang})
    if languages and languages[0] in section:
        _check_order(section[languages[0]], [file for lang, file in section.items() if lang != languages[0]])


def _check_order(first: ClauseFile, others: Iterable[ClauseFile]) -> None:
    order = [clause.id for clause in first.clauses]
    for other in others:
        expected = [name for name in order if name in {clause.id for clause in other.clauses}]
        shared = [clause for clause in other.clauses if clause.id in order]
        wrong = next((here for here, name in zip(shared, expected, strict=False) if here.id != name), None)
        if wrong is not None:
            other.reading.note("clause-order", *wrong.at, {"clause": wrong.id, "lang": first.lang})


def _merged(section: Mapping[str, ClauseFile], languages: tuple[str, ...]) -> list[Clause]:
    """Clauses in the order and numbering of the authoritative language."""
    by_lang = {lang: {clause.id: clause for clause in section[lang].clauses} for lang in languages if lang in section}
    first = section[languages[0]]
    return [
        Clause(
            id=clause.id,
            number=f"{first.number}.{place}",
            title={lang: there[clause.id].title for lang, there in by_lang.items() if clause.id in there},
            body={lang: there[clause.id].body for lang, there in by_lang.items() if clause.id in there},
        )
        for place, clause in enumerate(first.clauses, 1)
    ]


def _section(section: Mapping[str, ClauseFile], languages: tuple[str, ...]) -> Section:
    files = [section[lang] for lang in languages if lang in section]
    intro = {file.lang: file.intro for file in files if file.intro}
    return Section(files[0].number, files[0].slug, {file.lang: file.title for file in files}, intro)


# --- writing ---


def write(section: Section, clauses: Iterable[Clause], lang: str) -> str:
    """The section's file in one language."""
    number = f"{chinese_number(section.number)}、" if lang.startswith("zh") else f"{section.number}. "
    blocks = [f"# {number}{section.title.get(lang, '')}"]
    blocks += [section.intro[lang]] if section.intro.get(lang) else []
    blocks += [f"### {clause.title[lang]} {{#{clause.id}}}\n{clause.body[lang]}" for clause in clauses]
    return "\n\n".join(blocks) + "\n"


def chinese_number(number: int) -> str:
    """1 to 99 in Chinese numerals."""
    tens, ones = divmod(number, 10)
    lead = "" if tens == 0 else "十" if tens == 1 else _DIGITS[tens] + "十"
    return lead + (_DIGITS[ones] if ones else "")


def _chinese(numeral: str) -> int:
    """Chinese numerals up to 99 as a number; 0 for anything else."""
    return next((number for number in range(1, 100) if chinese_number(number) == numeral), 0)
