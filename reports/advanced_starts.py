"""Starts of advanced education by years since licence: overall, and in each specialisation."""

from collections.abc import Mapping

from reports import palette
from reports.cells import MISSING, Cell, Cells
from reports.curve_figure import Risk, curves
from reports.curves import NO_POINT, STARTED, Point
from reports.marks import zero
from reports.material import Material
from reports.naming import joined, specialisation_name
from reports.section import Block
from reports.series_figure import Line
from reports.tables import Row, Shown, Table, count, share
from reports.words import swedish

MEASURE, BY = "started_share_by_year", "years_since_licence"
AT_ONCE = 5
PER_SPECIALISATION = ("started_share", "exam_rate_nominal_3", "exam_rate_to_date", "established")


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


def started_block(material: Material) -> Block:
    """All starts, with the cohorts side by side."""
    words, cells = swedish()["advanced_started"], material.licence
    cohorts = cells.cohorts()
    found = {cohort: years(cells, MEASURE, BY, cohort) for cohort in cohorts}
    chosen = [cohort for cohort in cohorts if has_points(found[cohort])][-AT_ONCE:]
    styles = dict(zip(chosen, palette.COHORTS, strict=False))
    points = {cohort: material.curves.points(cohort, STARTED) for cohort in cohorts}
    drawn = [line(cohort, found[cohort], styles[cohort]) for cohort in chosen]
    ends = {cohort: max(found[cohort]) for cohort in chosen}
    beneath = [risk_row(cohort, points[cohort], styles[cohort][0]) for cohort in chosen if points[cohort]]
    figure = curves(drawn, ends, beneath, words["axis"], 84) if drawn else None
    rows = [
        Row(Shown(str(k)), [shown for c in cohorts for shown in _started_cells(found[c], points[c], k)])
        for k in sorted({k for one in found.values() for k in one})
    ]
    names = ("column_count", "column_share", "column_risk")
    heads = [words["years"], *(words[name].format(cohort=c) for c in cohorts for name in names)]
    why = "" if drawn else swedish()["status_section"]["missing"]
    notes = (words["gap_note"], *((words["risk_note"],) if beneath else ()), *latest_note(chosen, cohorts))
    table = Table(words["caption"], heads, rows) if rows else None
    return Block(
        "advanced_started", words["heading"], words["shown"], table, figure, why, words["aria"], notes
    )


def has_points(found: dict[int, Cell]) -> bool:
    """True when any year of a curve may be shown."""
    return any(cell.value is not None for cell in found.values())


def latest_note(drawn: list[str], cohorts: list[str]) -> tuple[str, ...]:
    """Which cohorts a figure shows, where they are not all of them."""
    if not drawn or drawn == cohorts:
        return ()
    return (swedish()["advanced"]["latest_note"].format(cohorts=joined(drawn)),)


def _started_cells(found: dict[int, Cell], points: dict[int, Point], k: int) -> list[Shown]:
    if k not in found:
        return [Shown("."), Shown("."), Shown(".")]
    cell, point = found[k], points.get(k, NO_POINT)
    return [count(cell.numerator, cell), share(cell), count(point.n_risk, point)]


def risk_row(name: str, points: Mapping[int, Point], colour: str) -> Risk:
    """The numbers at risk beneath a curve."""
    sign = zero(next((point.method for point in points.values()), ""))
    return Risk(name, {k: point.n_risk for k, point in points.items()}, colour, sign)


def specialisation_blocks(material: Material, cohort: str) -> list[Block | None]:
    """One cohort by specialisation: the curves of the largest, and a table of all."""
    family = material.licence.family("started_share", "specialisation", cohort)
    return [_curves_block(material, cohort, family), _outcome_block(material, cohort, family)]


def largest(family: dict[str, Cell], educations: Mapping[str, str]) -> list[str]:
    """The specialisations by size, largest first; those not shown last."""
    return sorted(
        family, key=lambda name: (-(family[name].numerator or 0), specialisation_name(name, educations))
    )


def _curves_block(material: Material, cohort: str, family: dict[str, Cell]) -> Block | None:
    words, cells, led_to = (
        swedish()["advanced_specialisation"],
        material.licence,
        material.profession.leads_to,
    )
    pairs = cells.pairs(MEASURE, BY, "specialisation", cohort)
    if not pairs:
        return None
    found: dict[str, dict[int, Cell]] = {}
    for (k, name), cell in sorted(pairs.items(), key=lambda pair: int(pair[0][0])):
        if cell.status != "not_observable":
            found.setdefault(name, {})[int(k)] = cell
    ordered = [name for name in largest(family or dict.fromkeys(found, MISSING), led_to) if name in found]
    chosen = [name for name in ordered if has_points(found[name])][:AT_ONCE]
    named = {name: specialisation_name(name, led_to) for name in ordered}
    styles = palette.specialisation_styles(chosen)
    lines = [line(named[name], found[name], styles[name]) for name in chosen]
    last = last_followed(cells, cohort)
    beneath = _risk_rows(material, cohort, {name: named[name] for name in chosen}, styles)
    figure = curves(lines, {"": last}, beneath, words["axis"], 150) if lines else None
    table = _by_years(
        {named[name]: found[name] for name in ordered}, last, words["caption_years"].format(cohort=cohort)
    )
    return Block(
        f"advanced_specialisation_{cohort[:4]}", words["heading"].format(cohort=cohort),
        words["shown"].format(cohort=cohort), table, figure,
        "" if lines else swedish()["status_section"]["missing"], words["aria"],
        (words["largest_note"].format(number=len(chosen)), *((words["risk_note"],) if beneath else ())),
    )  # fmt: skip


def _risk_rows(
    material: Material, cohort: str, named: Mapping[str, str], styles: Mapping[str, tuple[str, str]]
) -> list[Risk]:
    """Beneath the curves of specialisations: who had not started this one."""
    points = {name: material.curves.points(cohort, STARTED, name) for name in named}
    return [risk_row(named[name], found, styles[name][0]) for name, found in points.items() if found]


def _by_years(found: dict[str, dict[int, Cell]], last: int, caption: str) -> Table:
    words, ks = swedish()["advanced_specialisation"], range(last + 1)
    rows = [Row(Shown(name), [share(cells.get(k, MISSING)) for k in ks]) for name, cells in found.items()]
    return Table(caption, [words["name"], *(words["after"].format(years=k) for k in ks)], rows)


def _outcome_block(material: Material, cohort: str, family: dict[str, Cell]) -> Block | None:
    """Started, graduated and established, specialisation by specialisation; the total at the foot."""
    if not family:
        return None
    words, cells, educations = swedish()["advanced_outcome"], material.licence, material.profession.leads_to
    ordered = sorted(largest(family, educations), key="unknown".__eq__)
    rows = [Row(Shown(specialisation_name(n, educations)), _outcome(cells, cohort, n)) for n in ordered]
    rows.append(Row(Shown(words["all"]), _outcome(cells, cohort, ""), is_total=True))
    heads = [words[name] for name in ("name", "started", *PER_SPECIALISATION)]
    table = Table(words["caption"].format(cohort=cohort), heads, rows, is_sortable=False)
    return Block(
        f"advanced_outcome_{cohort[:4]}", words["heading"].format(cohort=cohort), words["shown"], table,
        notes=(words["several_note"], words["nominal_note"]),
    )  # fmt: skip


def _outcome(cells: Cells, cohort: str, name: str) -> list[Shown]:
    by = "specialisation" if name else ""
    found = [cells.cell(measure, by, name, cohort) for measure in PER_SPECIALISATION]
    return [count(found[0].numerator, found[0]), *(share(cell) for cell in found)]
