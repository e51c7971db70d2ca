"""The parts of a group's page, each with its title, figure and table.

Joins cells, words and figures. What may be shown was decided before (`guard`).
"""

from collections.abc import Callable
from dataclasses import dataclass

from reports import figures, findings, palette
from reports.cells import Cell, Cells
from reports.figures import Figure
from reports.flow import STATUSES, Flow, NotPrintable, build
from reports.flow_figure import columns, name_of, sankey
from reports.tables import Row, Shown, Table, count, share
from reports.words import percent, swedish, whole, window_text

OVERCOVERAGE = (2005.75, 2012.25)
SERIES = {"exam": "exam_rate_nominal_3", "retained_1": "retention_1", "retained_3": "retention_3"}


@dataclass(frozen=True)
class Section:
    """One part: its name in the page, heading, finding, what is shown, figure, tables and notes."""

    id: str
    heading: str
    title: str
    shown: str
    table: Table | None
    figure: Figure | None = None
    no_figure: str = ""
    aria: str = ""
    notes: tuple[str, ...] = ()
    is_wide: bool = False
    key: tuple[tuple[str, str], ...] = ()
    matrix: object | None = None


def flow_section(cells: Cells) -> Section:
    """The flow of the window cohort, or the sentence that says why there is none."""
    words, title = swedish()["flow"], findings.flow_title(cells)
    shown = words["shown"].format(window=window_text(cells.window))
    try:
        flow = build(cells)
    except NotPrintable as reason:
        sentence = words["refused"][str(reason)]
        return Section("flow", words["heading"], title, shown, None, None, sentence)
    notes = [words["how"], *(words["notes"][name] for name in flow.notes)]
    if flow.later:
        notes.append(words["notes"]["later"].format(persons=whole(flow.later)))
    if flow.ended:
        notes.append(words["ended"][flow.ended])
    table = _flow_table(flow, window_text(cells.window))
    return Section(
        "flow",
        words["heading"],
        title,
        shown,
        table,
        sankey(flow),
        "",
        words["aria"],
        tuple(notes),
        is_wide=True,
    )


def _flow_table(flow: Flow, window: str) -> Table:
    words = swedish()["flow"]
    place = {node.id: i for i, node in enumerate(n for nodes in columns(flow).values() for n in nodes)}
    total = flow.nodes["started"].persons
    rows = []
    for index, link in sorted(
        enumerate(flow.links), key=lambda one: (place[one[1].source], place[one[1].target])
    ):
        of_source = link.persons / flow.nodes[link.source].persons
        numbers = [
            Shown(whole(link.persons)),
            Shown(percent(of_source)),
            Shown(percent(link.persons / total)),
        ]
        rows.append(Row(Shown(name_of(link.source)), [Shown(name_of(link.target)), *numbers], link=index))
    heads = [words[name] for name in ("source", "target", "persons", "share_of_source", "share_of_began")]
    return Table(words["caption"].format(window=window), heads, rows, texts=frozenset({1}))


def status_section(cells: Cells) -> Section:
    """What the licensed did after one and three years."""
    words, names = swedish()["status_section"], swedish()["values"]["status"]
    families = {k: cells.family(f"status_{k}", "status") for k in (1, 3)}
    bars = {}
    for k, family in families.items():
        shares = {name: family[name].value for name in STATUSES if name in family}
        known = {name: share for name, share in shares.items() if share is not None}
        if len(known) == len(STATUSES):
            bars[words[f"year_{k}"]] = known
    figure = figures.statuses(bars, {name: names[name] for name in STATUSES}) if bars else None
    shown = words["shown"].format(window=window_text(cells.window))
    absent = [words[f"year_{k}"] for k in (1, 3) if bars and words[f"year_{k}"] not in bars]
    notes = tuple(words["missing_bar"].format(when=when) for when in absent)
    return Section(
        "status", words["heading"], findings.status_title(cells), shown, _status_table(families), figure,
        "" if bars else words["missing"], words["aria"], notes,
        key=tuple((palette.STATUS[name], names[name]) for name in STATUSES),
    )  # fmt: skip


def _status_table(families: dict[int, dict[str, Cell]]) -> Table:
    words, names = swedish()["status_section"], swedish()["values"]["status"]
    rows = []
    for name in STATUSES:
        found = [family.get(name, Cell(None, None, None, None, "missing")) for family in families.values()]
        numbers = [shown for cell in found for shown in (count(cell.numerator, cell), share(cell))]
        rows.append(Row(Shown(names[name], swatch=palette.STATUS[name]), numbers))
    sums, unseen = [], []
    for family in families.values():
        whole_family = [cell for cell in family.values() if cell.numerator is not None]
        total = (
            whole_family[0] if len(whole_family) == len(STATUSES) else Cell(None, None, None, None, "missing")
        )
        known = next((cell for cell in family.values() if cell.n_not_observable is not None), total)
        sums += [count(total.denominator, total), Shown(percent(1.0 if total.denominator else None))]
        unseen += [count(known.n_not_observable, known), Shown("")]
    rows += [Row(Shown(words["total"]), sums, is_total=True), Row(Shown(words["unseen"]), unseen)]
    heads = [words[name] for name in ("category", "persons_1", "share_1", "persons_3", "share_3")]
    return Table(words["caption"], heads, rows)


def series_section(cells: Cells) -> Section:
    """The exam rate and retention of every one-year cohort."""
    words = swedish()["series"]
    found = {name: cells.years(measure) for name, measure in SERIES.items()}
    began = cells.years("composition")
    years = sorted(set(began).union(*found.values()))
    styles = {
        "exam": (palette.INK, "solid"),
        "retained_1": (palette.BLUE, "solid"),
        "retained_3": (palette.BLUE, "dot"),
    }
    lines = [
        figures.Line(words[f"{name}_label"], {y: c.value for y, c in found[name].items()}, *styles[name])
        for name in SERIES
    ]
    drawn = any(share is not None for line in lines for share in line.shares.values())
    missing = Cell(None, None, None, None, "missing")
    rows = [
        Row(
            Shown(year),
            [count((c := began.get(year, missing)).numerator, c)]
            + [share(found[name].get(year, missing)) for name in SERIES],
        )
        for year in years
    ]
    heads = [words[name] for name in ("year", "began", *SERIES)]
    figure = figures.series(lines, years, OVERCOVERAGE) if drawn else None
    return Section(
        "series", words["heading"], findings.series_title(found["exam"]), words["shown"],
        Table(words["caption"], heads, rows, is_sortable=True) if rows else None, figure,
        "" if drawn else swedish()["status_section"]["missing"], words["aria"],
        (words["overcoverage"], words["occupation"]),
    )  # fmt: skip


def sex_section(cells: Cells) -> Section:
    """Exam rate and retention of women and men."""
    words = swedish()["sex_section"]
    found = {name: cells.family(measure, "sex") for name, measure in SERIES.items()}
    missing = Cell(None, None, None, None, "missing")
    pick: Callable[[str, str], Cell] = lambda name, sex: found[name].get(sex, missing)  # noqa: E731
    drawn = [(words[n], pick(n, "woman").value, pick(n, "man").value) for n in SERIES]
    drawn = [row for row in drawn if row[1] is not None or row[2] is not None]
    present = [
        sex
        for sex in ("woman", "man", "unknown")
        if sex != "unknown" or any(sex in f for f in found.values())
    ]
    rows = [
        Row(Shown(f"{words[name]}, {words[sex].lower()}"), _counts_and_share(pick(name, sex)))
        for name in SERIES
        for sex in present
    ]
    labels = swedish()["measures_section"]
    heads = [
        words["measure"],
        labels["numerator"],
        labels["denominator"],
        swedish()["mobility"]["share"],
        labels["unseen"],
    ]
    return Section(
        "sex", words["heading"], findings.sex_title(pick("exam", "woman"), pick("exam", "man")),
        words["shown"].format(window=window_text(cells.window)), Table(words["caption"], heads, rows),
        figures.sexes(drawn) if drawn else None, "" if drawn else swedish()["status_section"]["missing"], words["aria"],
    )  # fmt: skip


def _counts_and_share(cell: Cell) -> list[Shown]:
    return [
        count(cell.numerator, cell),
        count(cell.denominator, cell),
        share(cell),
        count(cell.n_not_observable, cell),
    ]
