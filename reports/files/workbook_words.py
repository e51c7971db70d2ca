"""The sheets of words in a workbook: cover, contents, notes, and every word in English.

Belongs here: what stands before the numbers. Does not belong here: the numbers (workbook).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from reports.files.dimensions import dimensions
from reports.files.labels import Labels
from reports.files.table import TableFile
from reports.language import ENGLISH, SWEDISH, Language

TEXT, NAME = 90, 40
LINE_HEIGHT, LETTERS = 15, 1.15
"""Points, and letters in a unit of width, which is that of a figure: a few less than there are room for."""
STYLE = "Table Style Light 1"
Line = tuple[str, ...]


class Looks:
    """The formats that the sheets of one workbook share."""

    def __init__(self, book: Workbook) -> None:
        self.title = book.add_format({"bold": True, "font_size": 16})
        self.warning = book.add_format(
            {"bold": True, "font_size": 14, "font_color": "#A00000", "text_wrap": True}
        )
        header = {"bold": True, "text_wrap": True, "valign": "top", "bottom": 2, "bg_color": "#E3EAEC"}
        self.header = book.add_format(header)
        self.header_of_numbers = book.add_format(header | {"align": "right"})
        self.beside = book.add_format({"indent": 1})
        self.wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        self.sign = book.add_format({"align": "right"})
        self.link = book.get_default_url_format()


@dataclass(frozen=True)
class Part:
    """A sheet of numbers as the contents list it."""

    sheet: str
    title: str
    rows: int


def height(texts: Sequence[str], widths: Sequence[int], line: int = LINE_HEIGHT) -> int:
    """A row's height for wrapped texts; not every program finds it out by itself."""
    lines = [ceil(len(text) / (LETTERS * width)) for text, width in zip(texts, widths, strict=True)]
    return line * max([1, *lines])


def printed(sheet: Worksheet) -> None:
    """A4, lying, as wide as the page."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&L&F&C&A&R&P (&N)")


@dataclass(frozen=True)
class Told:
    """What a workbook is about: its tables, and its names by language where it has one of its own."""

    files: tuple[TableFile, ...]
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_rehearsal(self) -> bool:
        """Whether it may not be used as statistics."""
        return self.files[0].release.is_rehearsal

    def title(self, language: Language) -> str:
        """What it is called."""
        return self.names.get(language.code) or self.files[0].title(language)

    def marked_title(self, language: Language) -> str:
        """The title; a rehearsal says so first."""
        mark = language.texts["page"]["rehearsal_mark"]
        return f"{mark}. {self.title(language)}" if self.is_rehearsal else self.title(language)

    def notes(self, language: Language) -> list[str]:
        """What must be known of any of its tables, each thing once."""
        return list({note: None for file in self.files for note in file.notes(language)})


def write_words(book: Workbook, file: TableFile, labels: Labels, parts: Sequence[Part], looks: Looks) -> None:
    """Writes the sheets of words of one table, in the order in which they are read."""
    sheets, told = labels.words["sheets"], Told((file,))
    write_cover(book.add_worksheet(sheets["cover"]), told, labels, looks)
    before = ("cover", "notes", "english")
    write_contents(book.add_worksheet(sheets["contents"]), before, labels, parts, looks)
    write_notes(book.add_worksheet(sheets["notes"]), told, labels, looks)
    _listed(book.add_worksheet(sheets["english"]), "english", labels, list(_english(file, labels)), looks)


def write_cover(sheet: Worksheet, file: Told, labels: Labels, looks: Looks) -> None:
    """Title, what must be known, and who made it; one thing a row, nothing beside it."""
    sheet.set_column(0, 0, TEXT)
    printed(sheet)
    sheet.write_string(0, 0, file.title(SWEDISH), looks.title)
    lines = file.notes(SWEDISH)
    for row, text in enumerate(lines, start=1):
        is_warning = file.is_rehearsal and row == 1
        sheet.set_row(row, height([text], [TEXT], 2 * LINE_HEIGHT if is_warning else LINE_HEIGHT))
        sheet.write_string(row, 0, text, looks.warning if is_warning else looks.wrapped)
    words = labels.words
    rest = [words["licence"], f"{words['ask']}: {words['contact']}", words["see_notes"]]
    rest += [f"{words['in_english']}: {file.marked_title(ENGLISH)}", *file.notes(ENGLISH)]
    for row, text in enumerate(rest, start=len(lines) + 1):
        sheet.set_row(row, height([text], [TEXT]))
        sheet.write_string(row, 0, text, looks.wrapped)


def write_contents(
    sheet: Worksheet, before: Sequence[str], labels: Labels, parts: Sequence[Part], looks: Looks
) -> None:
    """Every sheet with a link to it, what it holds and how many rows it has."""
    words, says = labels.words["sheets"], labels.words["sheets_say"]
    lines: list[Line] = [(words[name], says[name], "") for name in before]
    lines += [(part.sheet, part.title, str(part.rows)) for part in parts]
    _listed(sheet, "contents", labels, lines, looks)
    for row, line in enumerate(lines, start=2):
        sheet.write_url(row, 0, f"internal:'{line[0]}'!A1", looks.link, line[0])
        if line[2]:
            sheet.write_number(row, 2, int(line[2]))


def write_notes(sheet: Worksheet, told: Told, labels: Labels, looks: Looks) -> None:
    """What must be known, what the signs mean, and what each measure counts; each thing once."""
    words = labels.words
    lines: list[Line] = [(words["kinds"]["note"], "", text) for text in told.notes(SWEDISH)]
    for file in told.files:
        lines += [(words["kinds"]["sign"], sign, text) for sign, text in file.signs(SWEDISH)]
    lines += [line for file in told.files for line in _measures(file, labels)]
    _listed(sheet, "notes", labels, list(dict.fromkeys(lines)), looks)


def _measures(file: TableFile, labels: Labels) -> Iterator[Line]:
    words = labels.words
    for one in dimensions(file, labels):
        if one.kind.name == "measure":
            for code, label in zip(one.codes, one.labels(file, labels), strict=True):
                yield words["kinds"]["measure"], label, labels.definition(code, file.table.model) or label


def _english(file: TableFile, labels: Labels) -> Iterator[Line]:
    """Every heading and every value, as they stand here, in English and as a code."""
    english = Labels(ENGLISH, file.professions)
    column = english.words["kinds"]["column"]
    yield english.words["kinds"]["title"], file.title(SWEDISH), file.title(ENGLISH), file.name
    for number in file.numbers:
        key = file.number_key(number)
        yield column, labels.number(key), english.number(key), number
    for one in dimensions(file, labels):
        heading = one.heading(file, english)
        yield column, one.heading(file, labels), heading, one.kind.name
        said = zip(one.labels(file, labels), one.labels(file, english), one.codes, strict=True)
        yield from ((heading, *line) for line in said)
    yield from ((english.words["kinds"]["sign"], sign, text, "") for sign, text in file.signs(ENGLISH))


def _listed(sheet: Worksheet, name: str, labels: Labels, lines: Sequence[Line], looks: Looks) -> None:
    """A sheet of words as a table: title, header, one thing a row."""
    heads = labels.words["listed"][name]
    sheet.write_string(0, 0, labels.words["sheets"][name], looks.title)
    widths = [TEXT if name == "notes" and head == heads[-1] else NAME for head in heads]
    for row, line in enumerate(lines, start=2):
        sheet.set_row(row, height(line, widths))
        for place, text in enumerate(line):
            sheet.write_string(row, place, text or labels.words["nothing"], looks.wrapped)
    options = {"name": f"lista_{name}", "style": STYLE, "autofilter": False}
    columns = [{"header": head, "header_format": looks.header} for head in heads]
    sheet.add_table(1, 0, 1 + len(lines), len(heads) - 1, options | {"columns": columns})
    for place, width in enumerate(widths):
        sheet.set_column(place, place, width)
    sheet.freeze_panes(2, 0)
    printed(sheet)
