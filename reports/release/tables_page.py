"""The page for those who take the tables with them: what each holds, its files, its columns, how to cite.

Belongs here: what is said of tables and files. Does not belong here: finding the files
(reports.release.files) and writing them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from reports.cells import EDUCATION, LICENCE, LICENSED
from reports.language import Language
from reports.release.comparison import marked_name
from reports.release.files import TableFile, table_files
from reports.release.measures import anchor
from reports.site import Site, address
from reports.tables import Row, Shown, Table
from reports.words import window_text
from schemas.published_tables import COLUMNS, PublishedTable, published_tables

KILO, MEGA = 1_000, 1_000_000
MODELS = (EDUCATION, LICENSED, LICENCE)
ENDINGS = ("xlsx", "sv.csv", "csv", "csv-metadata.json", "px", "json", "parquet")
"""The order in which a table's files are listed; others follow."""


@dataclass(frozen=True)
class Described:
    """One table: its files, what stands in it, the measures (address and title), and its columns' place."""

    name: str
    title: str
    says: str
    people: str
    breakdowns: str
    measures: tuple[tuple[str, str], ...]
    files: tuple[tuple[str, str, str, str], ...]
    layout: str


def tables_context(site: Site, language: Language) -> dict[str, Any]:
    """What the template of the page needs."""
    files = table_files(site.folder)
    tables = [_described(table, files, site, language) for table in _richest_first()]
    return {
        "tables": tables,
        "has_files": any(one.files for one in tables),
        "others": [_listed(one, language) for one in files if not one.table],
        "choose": _choose(files, language),
        "columns": [_columns(layout, tables, language) for layout in COLUMNS],
        "names": _names(site, language),
        "citation": _citation(site, language),
    }


def _richest_first() -> list[PublishedTable]:
    """The tables that most readers want first: measures cut in many ways, by the order of the models."""

    def place(table: PublishedTable) -> tuple[bool, int, int, str]:
        model = MODELS.index(table.model) if table.model else len(MODELS)
        return table.layout != "cells", model, -len(table.breakdowns) - len(table.measures), table.name

    return sorted(published_tables().values(), key=place)


def _described(
    table: PublishedTable, files: Sequence[TableFile], site: Site, language: Language
) -> Described:
    words = language.texts["tables_page"]
    people = "; ".join(_people(table, site, language))
    mine = sorted((one for one in files if one.table == table.name), key=lambda one: _place(one.ending))
    return Described(
        table.name,
        table.title_en if language.code == "en" else table.title_sv,
        str(words["layouts"].get(table.layout) or f"{people[:1].upper()}{people[1:]}."),
        people,
        ", ".join(_cut(by, language) for by in table.breakdowns),
        tuple(_measures(table, language)),
        tuple(_listed(one, language) for one in mine),
        table.layout,
    )


def _place(ending: str) -> tuple[int, str]:
    return (ENDINGS.index(ending) if ending in ENDINGS else len(ENDINGS)), ending


def _people(table: PublishedTable, site: Site, language: Language) -> Iterator[str]:
    """Whom a table counts, kind of cohort by kind."""
    words = language.texts["tables_page"]["cohort_kinds"]
    for kind in table.cohorts:
        key = "licensed" if table.model == "licensed" else kind
        if kind == "year" and table.model != "licensed":
            key = "window_years" if table.model else "year"
        yield words[key].format(window=window_text(site.release.window))


def _cut(by: str, language: Language) -> str:
    """A breakdown as readers meet it; a pair names both."""
    words, titles = language.texts["tables_page"], language.texts["breakdowns"]
    named = [str(titles.get(one, one)).lower() for one in by.split(",") if one]
    if len(named) > 1:
        return str(words["by_two"]).format(first=named[0], second=named[1])
    return named[0] if named else str(words["total"])


def _measures(table: PublishedTable, language: Language) -> Iterator[tuple[str, str]]:
    """Address on the method page and title of every measure in a table."""
    titles = language.texts["licence_measures" if table.model == "licence" else "measures"]
    for name in table.measures:
        yield f"{address('method', language)}#{anchor(name, table.model)}", titles[name]["title"]


def _listed(one: TableFile, language: Language) -> tuple[str, str, str, str]:
    """A file's format, address, name and size as they are printed."""
    formats = language.texts["tables_page"]["formats"]
    return str(formats.get(one.ending, one.ending)), one.address, one.name, size(one.size, language)


def size(number: int, language: Language) -> str:
    """A size in kB, or in MB from one million bytes on; never less than 1 kB."""
    words = language.texts["tables_page"]
    if number >= MEGA:
        return str(words["megabytes"]).format(size=language.decimal(number / MEGA))
    return str(words["kilobytes"]).format(size=language.whole(max(1, round(number / KILO))))


def _choose(files: Sequence[TableFile], language: Language) -> list[str]:
    """A sentence for each format that there is."""
    words, there = language.texts["tables_page"]["choose"], {one.ending for one in files if one.table}
    return [words[ending] for ending in ENDINGS if ending in there and ending in words]


def _columns(layout: str, tables: Sequence[Described], language: Language) -> tuple[str, Table]:
    """The columns of one kind of tables, each in words."""
    words = language.texts["tables_page"]
    named = "; ".join(one.title for one in tables if one.layout == layout) or layout
    rows = [Row(Shown(name), [Shown(words["meanings"][name])]) for name in COLUMNS[layout]]
    caption = words["columns_of"].format(tables=named)
    return layout, Table(caption, [words["column"], words["meaning"]], rows, texts=frozenset({1}))


def _names(site: Site, language: Language) -> list[tuple[str, str]]:
    """The groups' names in the tables, and for readers."""
    return [(group.profession.profession, marked_name(group.profession, language)) for group in site.groups]


def _citation(site: Site, language: Language) -> str:
    words, release = language.texts["tables_page"], site.release
    values = {"release": release.name, "source": language.texts["page"]["source"]}
    values |= {"received": release.received_on.isoformat(), "version": site.version}
    return str(words["citation" if site.version else "citation_unversioned"]).format(**values)
