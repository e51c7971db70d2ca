"""Cohorts by licence year: retention and employment over the years, and the latest year taken apart.

For those who began lately this is the way to follow them.
"""

from reports import findings, palette, series_figure
from reports.cells import MISSING, Cell, Cells
from reports.cover import cover_notes
from reports.figures import Figure
from reports.folding import STATUSES
from reports.language import Language
from reports.material import Material
from reports.naming import group_name, in_order, value_name
from reports.section import BY_LICENCE_YEAR, Block, Section, share_unit
from reports.series_figure import Line
from reports.status_figure import statuses
from reports.tables import Row, Shown, Table, all_of, count, share

CUT_LICENSED = ("sex", "age", "background", "degree_institution", "licence_county", "licence_region")
MIXED = (2010.5, 2012.5)
"""Licence years whose +1 was coded in SSYK 96 and whose +3 in SSYK 2012."""

SERIES = {
    "retained_1": ("retention_1", palette.BLUE, "solid"),
    "retained_3": ("retention_3", palette.BLUE, "dot"),
    "employed_1": ("employed_1", palette.INK, "solid"),
    "employed_3": ("employed_3", palette.INK, "dot"),
}


def licensed_section(material: Material, language: Language) -> Section | None:
    """Everyone licensed in each calendar year, whenever they began; None without a licence."""
    cells, words = material.licensed, language.texts["licensed_years"]
    if not len(cells):
        return None
    found = {name: cells.years(measure) for name, (measure, _, _) in SERIES.items()}
    years = sorted({y for one in found.values() for y, c in one.items() if c.status in ("ok", "protected")})
    lines = [
        Line(words[f"{name}_label"], {y: c.value for y, c in found[name].items() if y in years}, colour, dash)
        for name, (_, colour, dash) in SERIES.items()
    ]
    drawn = bool(years) and any(share is not None for line in lines for share in line.shares.values())
    marks = (words["mixed_mark"], words["axis"])
    figure = series_figure.series(lines, years, MIXED, language, *marks) if drawn else None
    blocks = (_status_block(cells, language), *(_cut_blocks(cells, years, language)))
    return Section(
        "licensed_years",
        words["heading"],
        findings.licensed_title(found["retained_1"], language),
        words["shown"].format(name=group_name(material.profession, language).lower()),
        _years_table(cells, found, years, language),
        figure,
        "" if drawn else language.texts["status_section"]["missing"],
        words["aria"],
        _notes(material, years, language),
        blocks=tuple(block for block in blocks if block),
        unit=share_unit(language),
        measures=tuple(measure for measure, _, _ in SERIES.values()),
        counted_for=BY_LICENCE_YEAR,
    )


def _years_table(
    cells: Cells, found: dict[str, dict[str, Cell]], years: list[str], language: Language
) -> Table:
    words, rows = language.texts["licensed_years"], []
    for year in years:
        shares = [share(one.get(year, MISSING), language) for one in found.values()]
        rows.append(Row(Shown(year), [_base(cells, year, language), *shares]))
    heads = [words[name] for name in ("year", "base", *SERIES)]
    return Table(words["caption"], heads, rows, is_sortable=True)


def _notes(material: Material, years: list[str], language: Language) -> tuple[str, ...]:
    words = language.texts["licensed_years"]
    covered = cover_notes(years, material.licences_covered, language)
    return words["break"], words["series_note"], words["young"], *covered


def _base(cells: Cells, year: str, language: Language) -> Shown:
    """Those followed to the first year whom the registers reach."""
    cell = cells.cell("retention_1", cohort=year)
    return count(cell.denominator, cell, language)


def _status_block(cells: Cells, language: Language) -> Block | None:
    """What the latest year with the year after observable did."""
    words, names = language.texts["licensed_status"], language.texts["values"]["status"]
    seen = [year for year in cells.cohorts() if _is_seen(cells.family("status_1", "status", year))]
    if not seen:
        return None
    year = max(seen)
    family = cells.family("status_1", "status", year)
    cut = [family.get(name, MISSING) for name in STATUSES]
    rows = [
        Row(
            Shown(names[name], swatch=palette.STATUS[name]),
            [count(cell.numerator, cell, language), share(cell, language)],
        )
        for name, cell in zip(STATUSES, cut, strict=True)
    ]
    whole = next((cell for cell in cut if cell.denominator is not None), MISSING)
    total = [count(whole.denominator, whole, language), all_of(whole, language)]
    rows.append(Row(Shown(words["total"]), total, is_total=True))
    heads = [words[name] for name in ("category", "persons", "share")]
    figure = _status_figure(year, family, language)
    return Block(
        "licensed_status", words["heading"].format(year=year), words["shown"].format(year=year),
        Table(words["caption"].format(year=year), heads, rows), figure,
        "" if figure else language.texts["status_section"]["missing"], words["aria"],
        (language.texts["status_section"]["narrow"],),
        key=tuple((palette.STATUS[name], names[name]) for name in STATUSES),
        unit=share_unit(language), measures=("status_1",), counted_for=BY_LICENCE_YEAR,
    )  # fmt: skip


def _status_figure(year: str, family: dict[str, Cell], language: Language) -> Figure | None:
    """A bar of the whole, where every part may be shown."""
    names = language.texts["values"]["status"]
    known = {name: value for name in STATUSES if (value := family.get(name, MISSING).value) is not None}
    if len(known) < len(STATUSES):
        return None
    return statuses({year: known}, {name: names[name] for name in STATUSES}, language)


def _is_seen(family: dict[str, Cell]) -> bool:
    return any(cell.status in ("ok", "protected") for cell in family.values())


def latest_whole(cells: Cells, years: list[str]) -> str:
    """The latest licence year with the third year observable, else the latest with the first."""
    for measure in ("retention_3", "retention_1"):
        seen = [y for y in years if cells.cell(measure, cohort=y).status in ("ok", "protected")]
        if seen:
            return max(seen)
    return ""


def _cut_blocks(cells: Cells, years: list[str], language: Language) -> list[Block]:
    """Who stayed in the profession, one table per breakdown, of the latest year followed throughout."""
    words, texts = language.texts["licensed_cuts"], language.texts["breakdowns"]
    year = latest_whole(cells, years)
    blocks: list[Block] = []
    for by in CUT_LICENSED:
        one, three = (cells.family(f"retention_{k}", by, year) for k in (1, 3))
        rows = [
            Row(
                Shown(value_name(by, value, language)),
                [*_shares(one.get(value), language), *_shares(three.get(value), language)],
            )
            for value in in_order(by, one | three, language)
        ]
        name = texts["age_at_licence" if by == "age" else by]
        heads = [name, *(words[n] for n in ("base_1", "share_1", "base_3", "share_3"))]
        table = Table(words["caption"].format(by=name.lower(), year=year), heads, rows, is_sortable=True)
        heading, shown = ("", "") if blocks else (words["heading"].format(year=year), words["shown"])
        if rows:
            blocks.append(Block(f"licensed_{by}", heading, shown, table, is_folded=True))
    return blocks


def _shares(cell: Cell | None, language: Language) -> list[Shown]:
    found = cell or MISSING
    return [count(found.denominator, found, language), share(found, language)]
