"""The flow, the cohorts by year and the sexes: parts of a group's page.

Joins cells, words and figures.
"""

from typing import Any

from reports import figures, findings, palette, series_figure
from reports.cells import MISSING, Cell, Cells
from reports.conserved import Flow, NotPrintable
from reports.flow import build
from reports.flow_figure import columns, name_of, sankey
from reports.language import Language
from reports.section import BY_START, Section, share_unit
from reports.tables import Row, Shown, Table, count, quotient, share
from reports.words import window_text

FLOW = ("composition", "fate", "exam_rate_to_date", "licensed_share", "status_1", "status_3")
OVERCOVERAGE = (2005.75, 2012.25)
SERIES = {"exam": "exam_rate_nominal_3", "retained_1": "retention_1", "retained_3": "retention_3"}
STYLES = {
    "exam": (palette.INK, "solid"),
    "retained_1": (palette.BLUE, "solid"),
    "retained_3": (palette.BLUE, "dot"),
}


def flow_section(cells: Cells, language: Language) -> Section:
    """The flow of the window cohort, or the sentence that says why there is none."""
    words, title = language.texts["flow"], findings.flow_title(cells, language)
    shown = words["shown"].format(window=window_text(cells.window))
    try:
        flow = build(cells)
    except NotPrintable as reason:
        sentence = words["refused"][str(reason)]
        return Section("flow", words["heading"], title, shown, None, None, sentence)
    notes = [words["how"], *(words["notes"][name] for name in flow.notes)]
    if flow.later:
        notes.append(words["notes"]["later"].format(persons=language.whole(flow.later)))
    if flow.ended:
        notes.append(words["ended"][flow.ended])
    table = _flow_table(flow, window_text(cells.window), cells.cell("composition"), language)
    return Section(
        "flow",
        words["heading"],
        title,
        shown,
        table,
        sankey(flow, language),
        "",
        words["aria"],
        tuple(notes),
        is_wide=True,
        unit=language.texts["chart_beside"]["persons_first"],
        measures=FLOW,
    )


def _flow_table(flow: Flow, window: str, began: Cell, language: Language) -> Table:
    words = language.texts["flow"]
    place = {node.id: i for i, node in enumerate(n for nodes in columns(flow).values() for n in nodes)}
    total = flow.nodes["started"].persons
    rows = []
    for index, link in sorted(
        enumerate(flow.links), key=lambda one: (place[one[1].source], place[one[1].target])
    ):
        bases = (flow.nodes[link.source].persons, total)
        numbers = [
            Shown(language.whole(link.persons)),
            *(quotient(link.persons, base, (began,), language) for base in bases),
        ]
        rows.append(
            Row(
                Shown(name_of(link.source, language)),
                [Shown(name_of(link.target, language)), *numbers],
                link=index,
            )
        )
    heads = [words[name] for name in ("source", "target", "persons", "share_of_source", "share_of_began")]
    return Table(words["caption"].format(window=window), heads, rows, texts=frozenset({1}))


def series_section(cells: Cells, language: Language) -> Section:
    """The exam rate and retention of every one-year cohort."""
    words = language.texts["series"]
    found = {name: cells.years(measure) for name, measure in SERIES.items()}
    began = cells.years("composition")
    years = sorted(set(began).union(*found.values()))
    lines = [
        series_figure.Line(
            words[f"{name}_label"], {y: c.value for y, c in found[name].items()}, *STYLES[name]
        )
        for name in SERIES
    ]
    drawn = any(share is not None for line in lines for share in line.shares.values())
    rows = [
        Row(
            Shown(year),
            [count((c := began.get(year, MISSING)).numerator, c, language)]
            + [share(found[name].get(year, MISSING), language) for name in SERIES],
        )
        for year in years
    ]
    heads = [words[name] for name in ("year", "began", *SERIES)]
    figure = series_figure.series(lines, years, OVERCOVERAGE, language) if drawn else None
    why = "" if drawn else language.texts["status_section"]["missing"]
    table = Table(words["caption"], heads, rows, is_sortable=True) if rows else None
    notes = (words["overcoverage"], words["occupation"])
    names = ("series", words["heading"], findings.series_title(found["exam"], language), words["shown"])
    beside: dict[str, Any] = {"measures": ("composition", *SERIES.values()), "counted_for": BY_START}
    return Section(*names, table, figure, why, words["aria"], notes, unit=share_unit(language), **beside)


def sex_section(cells: Cells, language: Language) -> Section:
    """Exam rate and retention of women and men."""
    words = language.texts["sex_section"]
    found = {name: cells.family(measure, "sex") for name, measure in SERIES.items()}
    drawn = [
        (words[name], family.get("woman", MISSING).value, family.get("man", MISSING).value)
        for name, family in found.items()
    ]
    drawn = [row for row in drawn if row[1] is not None or row[2] is not None]
    sexes = ["woman", "man"] + ["unknown"] * any("unknown" in family for family in found.values())
    rows = [
        Row(
            Shown(f"{words[name]}, {words[sex].lower()}"),
            _counts_and_share(family.get(sex, MISSING), language),
        )
        for name, family in found.items()
        for sex in sexes
    ]
    labels = language.texts["measures_section"]
    heads = [words["measure"], *(labels[name] for name in ("numerator", "denominator", "share", "unseen"))]
    woman, man = (found["exam"].get(sex, MISSING) for sex in ("woman", "man"))
    title = findings.sex_title(woman, man, language)
    names = ("sex", words["heading"], title, words["shown"].format(window=window_text(cells.window)))
    why = "" if drawn else language.texts["status_section"]["missing"]
    figure = figures.sexes(drawn, language) if drawn else None
    table, notes = Table(words["caption"], heads, rows), (language.texts["chart_beside"]["two_shares"],)
    beside: dict[str, Any] = {"unit": share_unit(language), "measures": tuple(SERIES.values())}
    return Section(*names, table, figure, why, words["aria"], notes, **beside)


def _counts_and_share(cell: Cell, language: Language) -> list[Shown]:
    return [
        count(cell.numerator, cell, language),
        count(cell.denominator, cell, language),
        share(cell, language),
        count(cell.n_not_observable, cell, language),
    ]
