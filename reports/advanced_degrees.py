"""After the start: graduated by years since start, and applications where they can be seen."""

from reports import palette
from reports.advanced_starts import (
    AT_ONCE,
    BY,
    CURVES,
    beside,
    has_points,
    latest_note,
    line,
    risk_row,
    years,
)
from reports.cells import MISSING, Cell, Cells
from reports.curve_figure import curves
from reports.curves import GRADUATED, NO_POINT, Point
from reports.language import Language
from reports.marks import zero
from reports.material import Material
from reports.section import Block
from reports.series_figure import Line
from reports.tables import Row, Shown, Table, count, hidden, share

GRADUATED_BY, APPLIED_BY = "graduated_share_by_year", "applied_share_by_year"
PLAIN, INCIDENCE = (palette.QUIET, "dot"), (palette.BLUE, "solid")


def graduated_block(material: Material, cohort: str, language: Language) -> Block | None:
    """Degrees by years since start: the plain share, and the curve that counts everyone's time."""
    words = language.texts["advanced_graduated"]
    found = years(material.licence, GRADUATED_BY, "years_since_start", cohort)
    points = material.curves.points(cohort, GRADUATED)
    if not found and not points:
        return None
    lines = []
    if any(point.incidence is not None for point in points.values()):
        lines.append(Line(words["incidence"], {str(k): p.incidence for k, p in points.items()}, *INCIDENCE))
    if has_points(found):
        lines.append(line(words["plain"], found, PLAIN))
    ks = sorted({*found, *points})
    rows = [_graduated_row(k, found.get(k, MISSING), points.get(k, NO_POINT), language) for k in ks]
    heads = [words[name] for name in ("years", "numerator", "denominator", "plain_share", "curve", "risk")]
    beneath = [risk_row(words["risk_row"], points, palette.BLUE)] if points else []
    figure = curves(lines, {"": max(ks)}, beneath, words["axis"], language, 150) if lines else None
    return Block(
        f"advanced_graduated_{cohort[:4]}",
        words["heading"].format(cohort=cohort),
        words["shown"].format(cohort=cohort),
        Table(words["caption"].format(cohort=cohort), heads, rows),
        figure,
        "" if lines else language.texts["status_section"]["missing"],
        words["aria"],
        (words["may_fall"], words["incidence_note"]) if points else (words["may_fall"],),
        **beside(GRADUATED_BY, language, CURVES),
    )


def _graduated_row(k: int, cell: Cell, point: Point, language: Language) -> Row:
    return Row(Shown(str(k)), [*_plain(cell, language), *_point(point, language)])


def _plain(cell: Cell, language: Language) -> list[Shown]:
    return [
        count(cell.numerator, cell, language),
        count(cell.denominator, cell, language),
        share(cell, language),
    ]


def _point(point: Point, language: Language) -> list[Shown]:
    """The incidence by the end of a year, and the number at risk at its beginning."""
    if point.incidence is None:
        return [hidden(point, language), count(point.n_risk, point, language)]
    return [
        Shown(language.percent(point.incidence, zero=zero(point.method))),
        count(point.n_risk, point, language),
    ]


def applied_block(cells: Cells, language: Language) -> Block:
    """Applications after the licence, cohort by cohort, or the sentence that says why there are none."""
    words = language.texts["advanced_applied"]
    cohorts = cells.cohorts()
    totals = {cohort: cells.cell("applied_share", cohort=cohort) for cohort in cohorts}
    found = {cohort: years(cells, APPLIED_BY, BY, cohort) for cohort in cohorts}
    seen = [cohort for cohort in cohorts if has_points(found[cohort])]
    why = tuple(
        words[_status(totals[cohort])].format(cohort=cohort) for cohort in cohorts if _status(totals[cohort])
    )
    drawn = seen[-AT_ONCE:]
    styles = dict(zip(drawn, palette.COHORTS, strict=False))
    lines = [line(cohort, found[cohort], styles[cohort]) for cohort in drawn]
    ends = {cohort: max(found[cohort]) for cohort in drawn}
    return Block(
        "advanced_applied",
        words["heading"],
        words["shown"],
        _applied_table(found, totals, seen, language) if seen else None,
        curves(lines, ends, [], words["axis"], language, 84) if lines else None,
        aria=words["aria"],
        notes=(*why, *latest_note(drawn, seen, language)),
        **(beside(APPLIED_BY, language) if lines else {}),
    )


def _applied_table(
    found: dict[str, dict[int, Cell]], totals: dict[str, Cell], seen: list[str], language: Language
) -> Table:
    words = language.texts["advanced_applied"]
    rows = [
        Row(Shown(str(k)), [shown for c in seen for shown in _applied(found[c].get(k), language)])
        for k in sorted({k for cohort in seen for k in found[cohort]})
    ]
    rows.append(
        Row(Shown(words["all"]), [s for c in seen for s in _applied(totals[c], language)], is_total=True)
    )
    names = ("column_count", "column_share")
    heads = [words["years"], *(words[name].format(cohort=c) for c in seen for name in names)]
    return Table(words["caption"], heads, rows)


def _status(cell: Cell) -> str:
    """Which sentence says why a cohort's applications are not shown; empty where they are."""
    if cell.value is not None:
        return ""
    return cell.status if cell.status in ("not_observable", "missing") else "protected"


def _applied(cell: Cell | None, language: Language) -> list[Shown]:
    return (
        [Shown("."), Shown(".")]
        if cell is None
        else [count(cell.numerator, cell, language), share(cell, language)]
    )
