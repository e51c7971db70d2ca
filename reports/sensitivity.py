"""The page that shows how much each choice matters: every measure counted in every way.

Prints shares and differences; the counts stand in the table file.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from reports.cells import EDUCATION, LICENCE, LICENSED, MISSING, Cell, Cells, frame_cell
from reports.choosing import choice_title, choices_in_force, value_head, value_sentence
from reports.described import ReleaseText
from reports.language import Language
from reports.marks import is_exact
from reports.material import Material
from reports.naming import group_name
from reports.section import marked
from reports.tables import Row, Shown, Table, hidden, share

SUFFIXES = ("_workplace", "_either")

Ways = dict[tuple[str, str], dict[str, Cell]]
"""Alternatives by cohort and measure."""


@dataclass(frozen=True)
class Compared:
    """One choice of one group: what it is about and its tables."""

    title: str
    tables: tuple[Table, ...]


@dataclass(frozen=True)
class Counted:
    """Whom a table is about: a model, those of its cohorts that are weighed, what the page shows of them."""

    model: str
    cohorts: tuple[str, ...]
    on_page: Cells


@dataclass(frozen=True)
class Alone:
    """A choice that is counted in one way only, and why."""

    title: str
    says: str
    why: str


def compared(
    frame: pl.DataFrame | None, material: Material, in_force: Mapping[str, str], language: Language
) -> list[Compared]:
    """Every choice of one group, in the order of the text file."""
    everybody = (
        Counted(EDUCATION, (material.cells.window,), material.cells),
        Counted(LICENCE, tuple(material.licence.cohorts()), material.licence),
        Counted(LICENSED, latest_followed(material.licensed), material.licensed),
    )
    found = [(counted, _ways(frame, material, counted)) for counted in everybody]
    made = []
    for choice in sorted(
        {choice for _, ways in found for choice in ways}, key=lambda choice: _place(choice, language)
    ):
        named = {way for _, ways in found for cells in ways.get(choice, {}).values() for way in cells}
        order = sorted(named, key=lambda way: _value_place(choice, way, language))
        first = in_force.get(choice, order[0])
        order = [first, *(way for way in order if way != first)]
        tables = [
            _table(choice, counted, ways[choice], order, material, language)
            for counted, ways in found
            if choice in ways
        ]
        made.append(
            Compared(
                choice_title(choice, language),
                tuple(marked(one, material.is_draft, language) for one in tables),
            )
        )
    return made


def latest_followed(licensed: Cells) -> tuple[str, ...]:
    """The latest licence year with the year after observable in every way: the next licence year's is, too.

    The academic year of a licence ends in its calendar year or the next.
    """
    seen = {int(y) for y, cell in licensed.years("resident_1").items() if cell.status in ("ok", "protected")}
    return tuple(str(year) for year in [max((y for y in seen if y + 1 in seen), default=0)] if year)


def alone(frame: pl.DataFrame, release: ReleaseText, language: Language) -> list[Alone]:
    """The choices in force that the frame counts in no other way, with the reason."""
    texts, words = language.texts["choices"], language.texts["sensitivity"]
    weighed = set(frame["choice"].unique())
    return [
        Alone(
            choice_title(one.name, language),
            value_sentence(one.name, one.value, language, one.says),
            texts.get(one.name, {}).get("why_alone", words["not_counted"]),
        )
        for one in sorted(choices_in_force(release), key=lambda one: _place(one.name, language))
        if one.name not in weighed
    ]


def _ways(frame: pl.DataFrame | None, material: Material, counted: Counted) -> dict[str, Ways]:
    """Cells by choice, cohort, measure and alternative; of a licence year what is asked after one year."""
    found: dict[str, Ways] = {}
    if frame is None:
        return found
    rows = frame.filter(
        (pl.col("profession") == material.profession.profession)
        & (pl.col("model") == counted.model)
        & pl.col("cohort").is_in(counted.cohorts)
        & (pl.col("by_1") == "")
    )
    for row in rows.iter_rows(named=True):
        measure = str(row["measure"])
        for suffix in SUFFIXES:
            measure = measure.removesuffix(suffix)
        if counted.model != LICENSED or measure.endswith("_1"):
            ways = found.setdefault(row["choice"], {}).setdefault((row["cohort"], measure), {})
            ways[row["alternative"]] = frame_cell(row)
    return found


def _place(choice: str, language: Language) -> tuple[int, str]:
    order = list(language.texts["choices"])
    return (order.index(choice) if choice in order else len(order), choice)


def _value_place(choice: str, value: str, language: Language) -> tuple[int, str]:
    order = list(language.texts["choices"].get(choice, {}).get("values", {}))
    return (order.index(value) if value in order else len(order), value)


def _table(
    choice: str, counted: Counted, ways: Ways, order: list[str], material: Material, language: Language
) -> Table:
    words, names = language.texts["sensitivity"], list(language.texts["measures"])
    rows = [
        Row(
            Shown(_label(counted, *key, language)),
            _numbers(ways[key], order, counted.on_page.cell(key[1], cohort=key[0]), language),
        )
        for key in sorted(
            ways, key=lambda key: (names.index(key[1]) if key[1] in names else len(names), *key)
        )
    ]
    heads = [
        words["measure"],
        words["in_force"].format(way=value_head(choice, order[0], language)),
    ]
    for way in order[1:]:
        heads += [
            words["other_way"].format(way=value_head(choice, way, language)),
            words["difference"],
        ]
    whom = words["whom"][counted.model].format(
        name=group_name(material.profession, language), year=max(counted.cohorts, default="")
    )
    return Table(words["caption"].format(whom=whom, choice=choice_title(choice, language)), heads, rows)


def _label(counted: Counted, cohort: str, measure: str, language: Language) -> str:
    title = str(language.texts["measures"].get(measure, {}).get("title", measure))
    if counted.model != LICENCE:
        return title
    return str(language.texts["sensitivity"]["licence_row"].format(measure=title, cohort=cohort))


def _numbers(ways: dict[str, Cell], order: list[str], on_page: Cell, language: Language) -> list[Shown]:
    """The share in force, then share and difference of every other way."""
    base = ways.get(order[0], on_page)
    numbers = [share(base, language)]
    for way in order[1:]:
        cell = ways.get(way, MISSING)
        numbers += [share(cell, language), _difference(base, cell, language)]
    return numbers


def _difference(base: Cell, cell: Cell, language: Language) -> Shown:
    """The difference of the two shares as printed, marked where it may come from the rounding alone."""
    if base.value is None or cell.value is None:
        return hidden(cell if cell.value is None else base, language)
    points = round(round(100 * cell.value, 1) - round(100 * base.value, 1), 1)
    is_within = not is_exact(cell.method) and _overlap(base, cell)
    why = language.texts["reasons"]["within"] if is_within else ""
    return Shown(("+" if points > 0 else "") + language.decimal(points), why)


def _overlap(one: Cell, two: Cell) -> bool:
    """True where the published counts leave open that the two are one share."""
    if one.low is None or one.high is None or two.low is None or two.high is None:
        return False
    return one.low <= two.high and two.low <= one.high
