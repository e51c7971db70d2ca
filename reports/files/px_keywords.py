"""Every keyword of a PX file, in the order in which PxWeb expects them.

Belongs here: which keywords a table has, in which languages. Does not belong here: how they are written (px).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reports.files.cube import Cube
from reports.files.dimensions import Dimension
from reports.files.labels import Labels
from reports.files.table import SHARES
from reports.language import ENGLISH, SWEDISH, Language

NEW_LINE = "#"
"""What begins a new line within a text of the format."""
SUBJECT_CODE = "HS"
SYMBOLS = ("not_applicable", "protected", "base_small", "not_observable", "immature", "missing")
YEAR_DIGITS = 4


@dataclass(frozen=True)
class Keyword:
    """A keyword; values is a tuple of texts, or one word that stands without quotation marks."""

    name: str
    values: tuple[str, ...] | str
    language: str = ""
    about: tuple[str, ...] = ()


def keywords(cube: Cube) -> Iterator[Keyword]:
    """All of them but the data. The English one follows its Swedish one, as readers expect."""
    yield from _format(cube)
    swedish = list(_worded(cube, SWEDISH))
    english = list(_worded(cube, ENGLISH))
    for first, second in zip(swedish, english, strict=True):
        yield first
        yield second


def _format(cube: Cube) -> Iterator[Keyword]:
    """What has no words in it."""
    moment = f"{cube.file.release.received_on:%Y%m%d} 00:00"
    has_share = any(number in SHARES for number in cube.file.numbers)
    yield Keyword("CHARSET", ("ANSI",))
    yield Keyword("AXIS-VERSION", ("2013",))
    yield Keyword("CODEPAGE", ("utf-8",))
    yield Keyword("LANGUAGE", (SWEDISH.code,))
    yield Keyword("LANGUAGES", (SWEDISH.code, ENGLISH.code))
    yield Keyword("CREATION-DATE", (moment,))
    yield Keyword("DECIMALS", "1" if has_share else "0")
    yield Keyword("SHOWDECIMALS", "0")
    yield Keyword("MATRIX", (cube.file.name,))
    yield Keyword("AGGREGALLOWED", "NO")
    yield Keyword("COPYRIGHT", "NO")
    yield Keyword("SUBJECT-CODE", (SUBJECT_CODE,))
    yield Keyword("OFFICIAL-STATISTICS", "NO")


def _worded(cube: Cube, language: Language) -> Iterator[Keyword]:
    """What has words in it, in one language; the Swedish ones name no language, as they are the default."""
    code = "" if language == SWEDISH else language.code
    for keyword in (
        *_table(cube, language),
        *_variables(cube, Labels(language, cube.file.professions)),
        *_contents(cube, Labels(language, cube.file.professions)),
        *_notes(cube, language),
    ):
        yield Keyword(keyword.name, keyword.values, code, keyword.about)


def _table(cube: Cube, language: Language) -> Iterator[Keyword]:
    """What the table is about."""
    file, labels = cube.file, Labels(language, cube.file.professions)
    headings = [one.heading(file, labels) for one in cube.dimensions]
    content = labels.heading("content")
    title, by = file.marked_title(language), language.joined([*headings, content])
    yield Keyword("SUBJECT-AREA", (labels.words["subject"],))
    yield Keyword("TITLE", (labels.words["title_by"].format(title=title, by=by),))
    yield Keyword("CONTENTS", (title,))
    yield Keyword("UNITS", (labels.words["units_of_table"],))
    yield Keyword("STUB", tuple(headings))
    yield Keyword("HEADING", (content,))
    yield Keyword("CONTVARIABLE", (content,))


def _variables(cube: Cube, labels: Labels) -> Iterator[Keyword]:
    """Values and codes of every dimension, and the value that stands for all of one."""
    file = cube.file
    named = [(one.heading(file, labels), one) for one in cube.dimensions]
    for heading, one in named:
        yield Keyword("VALUES", one.labels(file, labels), about=(heading,))
    yield Keyword("VALUES", number_names(cube, labels), about=(labels.heading("content"),))
    for heading, one in named:
        years = _years(one)
        if years:
            yield Keyword("TIMEVAL", "TLIST(A1)," + ",".join(f'"{year}"' for year in years), about=(heading,))
    for heading, one in named:
        yield Keyword("CODES", one.codes, about=(heading,))
    yield Keyword("CODES", file.numbers, about=(labels.heading("content"),))
    for heading, one in named:
        total = dict(zip(one.codes, one.labels(file, labels), strict=True)).get("total")
        if total is not None:
            yield Keyword("ELIMINATION", (total,), about=(heading,))


def _years(one: Dimension) -> tuple[str, ...]:
    """The calendar years of a dimension of time; none where a period is no year, or one is left out."""
    if not one.kind.is_time or not all(len(c) == YEAR_DIGITS and c.isdigit() for c in one.codes):
        return ()
    years = [int(code) for code in one.codes]
    return one.codes if years == list(range(years[0], years[0] + len(years))) else ()


def number_names(cube: Cube, labels: Labels) -> tuple[str, ...]:
    """What the numbers are called, with their units, as in the tables for people."""
    file = cube.file
    return tuple(labels.number(file.number_key(number)) for number in file.numbers)


def _contents(cube: Cube, labels: Labels) -> Iterator[Keyword]:
    """What each number is: its unit, how many decimals, its date and whom to ask."""
    file, content = cube.file, labels.heading("content")
    names = number_names(cube, labels)
    moment = f"{file.release.received_on:%Y%m%d} 00:00"
    for number, name in zip(file.numbers, names, strict=True):
        if file.unit(number) == "share":
            yield Keyword("PRECISION", "1", about=(content, name))
    for number, name in zip(file.numbers, names, strict=True):
        yield Keyword("UNITS", (labels.words["units"][file.unit(number)],), about=(name,))
    for keyword, text in (
        ("LAST-UPDATED", moment),
        ("CONTACT", labels.words["contact"]),
        ("REFPERIOD", file.period()),
    ):
        for name in names:
            yield Keyword(keyword, (text,), about=(name,))


def _notes(cube: Cube, language: Language) -> Iterator[Keyword]:
    """Source, what must be known, what the signs mean, and what each measure counts."""
    file, labels = cube.file, Labels(language, cube.file.professions)
    yield Keyword("SOURCE", (labels.words["sources"],))
    yield Keyword("NOTEX", (NEW_LINE.join(file.notes(language)),))
    symbols = labels.words["symbols"]
    says = [f"{symbols[code]}: {labels.words['symbols_say'][code]}" for code in SYMBOLS]
    zeros = [f"{sign}: {text}" for sign, text in file.signs(language) if sign == "0"]
    yield Keyword("NOTE", (NEW_LINE.join([*says, *zeros]),))
    for one in cube.dimensions:
        if one.kind.name == "measure":
            for code, label in zip(one.codes, one.labels(file, labels), strict=True):
                text = labels.definition(code, file.table.model) or label
                yield Keyword("VALUENOTE", (text,), about=(one.heading(file, labels), label))
    for number, code in enumerate(SYMBOLS, start=1):
        yield Keyword(f"DATASYMBOL{number}", (symbols[code],))
