"""Starts of advanced education by years since licence, with the cohorts side by side.

The specialisations stand in reports.advanced_specialisations.
"""

from collections.abc import Mapping
from typing import Any

from reports import palette
from reports.cells import Cell, Cells
from reports.curve_figure import Risk, curves
from reports.curves import NO_POINT, STARTED, Point
from reports.language import Language
from reports.marks import zero
from reports.material import Material
from reports.section import BY_LASAR, Block, share_unit
from reports.series_figure import Line
from reports.tables import Row, Shown, Table, count, share

MEASURE, BY = "started_share_by_year", "years_since_licence"
AT_ONCE = 5

CURVES = ("curves",)
"""The table of those at risk and of the share that has begun or graduated, counting everyone's time."""


def beside(measure: str, language: Language, tables: tuple[str, ...] = ()) -> dict[str, Any]:
    """What says of a chart of a licence cohort what it measures, and which tables it is drawn from."""
    told = {"unit": share_unit(language), "measures": (measure,)}
    return told | {"counted_for": BY_LASAR, "tables": tables}


def years(cells: Cells, measure: str, by: str, cohort: str) -> dict[int, Cell]:
    """The cells of one cohort by whole years, without the years that nobody is followed to."""
    found = {int(k): cell for k, cell in cells.family(measure, by, cohort).items()}
    return {k: found[k] for k in sorted(found) if found[k].status != "not_observable"}


def last_followed(cells: Cells, cohort: str) -> int:
    """The last year since licence that the cohort is followed to."""
    return max(years(cells, MEASURE, BY, cohort), default=0)


def by_year(cells: Cells, cohort: str, k: int) -> Cell:
    """Started by one year since licence."""
    return cells.cell(MEASURE, BY, str(k), cohort)


def line(name: str, found: dict[int, Cell], style: tuple[str, str]) -> Line:
    """A curve from cells by year."""
    return Line(name, {str(k): cell.value for k, cell in found.items()}, *style)


def started_block(material: Material, language: Language) -> Block:
    """All starts, with the cohorts side by side."""
    words, cells = language.texts["advanced_started"], material.licence
    cohorts = cells.cohorts()
    found = {cohort: years(cells, MEASURE, BY, cohort) for cohort in cohorts}
    chosen = [cohort for cohort in cohorts if has_points(found[cohort])][-AT_ONCE:]
    styles = dict(zip(chosen, palette.COHORTS, strict=False))
    points = {cohort: material.curves.points(cohort, STARTED) for cohort in cohorts}
    drawn = [line(cohort, found[cohort], styles[cohort]) for cohort in chosen]
    ends = {cohort: max(found[cohort]) for cohort in chosen}
    beneath = [risk_row(cohort, points[cohort], styles[cohort][0]) for cohort in chosen if points[cohort]]
    figure = curves(drawn, ends, beneath, words["axis"], language, 84) if drawn else None
    rows = [
        Row(
            Shown(str(k)),
            [shown for c in cohorts for shown in _started_cells(found[c], points[c], k, language)],
        )
        for k in sorted({k for one in found.values() for k in one})
    ]
    columns = ("column_count", "column_share", "column_risk")
    heads = [words["years"], *(words[name].format(cohort=c) for c in cohorts for name in columns)]
    why = "" if drawn else language.texts["status_section"]["missing"]
    notes = (
        words["gap_note"],
        *((words["risk_note"],) if beneath else ()),
        *latest_note(chosen, cohorts, language),
    )
    table = Table(words["caption"], heads, rows) if rows else None
    names = ("advanced_started", words["heading"], words["shown"])
    return Block(*names, table, figure, why, words["aria"], notes, **beside(MEASURE, language, CURVES))


def has_points(found: dict[int, Cell]) -> bool:
    """True when any year of a curve may be shown."""
    return any(cell.value is not None for cell in found.values())


def latest_note(drawn: list[str], cohorts: list[str], language: Language) -> tuple[str, ...]:
    """Which cohorts a figure shows, where they are not all of them."""
    if not drawn or drawn == cohorts:
        return ()
    return (language.texts["advanced"]["latest_note"].format(cohorts=language.joined(drawn)),)


def _started_cells(
    found: dict[int, Cell], points: dict[int, Point], k: int, language: Language
) -> list[Shown]:
    if k not in found:
        return [Shown("."), Shown("."), Shown(".")]
    cell, point = found[k], points.get(k, NO_POINT)
    return [
        count(cell.numerator, cell, language),
        share(cell, language),
        count(point.n_risk, point, language),
    ]


def risk_row(name: str, points: Mapping[int, Point], colour: str) -> Risk:
    """The numbers at risk beneath a curve."""
    sign = zero(next((point.method for point in points.values()), ""))
    return Risk(name, {k: point.n_risk for k, point in points.items()}, colour, sign)
