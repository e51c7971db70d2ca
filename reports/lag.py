"""From start to degree to licence: how long it took, and the licences without a Swedish degree."""

from math import ceil

from reports.cells import Cell, Cells
from reports.described import ProfessionText
from reports.findings import share_of
from reports.lag_figure import Span, spans
from reports.language import Language
from reports.left_out import beside_block
from reports.material import Material
from reports.naming import group_notes
from reports.section import Section
from reports.tables import Row, Shown, Table, count, months, share
from reports.words import window_text

QUARTILES = ("p25", "p50", "p75")
STUDY, LICENCE, WITHIN = "months_start_to_degree", "months_degree_to_licence", "licensed_within"
ROWS = {STUDY: "study_row", LICENCE: "licence_row"}


def lag_section(material: Material, language: Language) -> Section | None:
    """The time to the degree and on to the licence; None for a group that has nothing of it."""
    cells, words = material.cells, language.texts["lag"]
    beside = beside_block(material.left_out, material.degrees_until, language)
    known = {measure: [cells.cell(f"{measure}_{q}") for q in QUARTILES] for measure in ROWS}
    within = cells.cell(WITHIN)
    told = [measure for measure, found in known.items() if any(cell.status != "missing" for cell in found)]
    if not told and within.status == "missing" and beside is None:
        return None
    drawn = [span for measure in told if (span := _span(words[ROWS[measure]], known[measure]))]
    notes = (*((words["key"],) if drawn else ()), words["note"], *_own_notes(material.profession, language))
    return Section(
        "lag", words["heading"], _title(known, language),
        words["shown"].format(window=window_text(cells.window)),
        _table(cells, {measure: known[measure] for measure in told}, within, language),
        spans(drawn, language) if drawn else None, aria=words["aria"], notes=notes,
        blocks=(beside,) if beside else (), unit=language.texts["chart_beside"]["months_first"],
        measures=(*(f"{measure}_p50" for measure in told), WITHIN),
    )  # fmt: skip


def _span(name: str, found: list[Cell]) -> Span | None:
    """The quartiles of one row of the chart, where all three are shown."""
    values = [cell.value for cell in found if cell.is_ok and cell.value is not None]
    return Span(name, values[0], values[1], values[2]) if len(values) == len(QUARTILES) else None


def _own_notes(profession: ProfessionText, language: Language) -> tuple[str, ...]:
    """The group's notes, where they are about its licence and in the language of the page."""
    notes, written_in = group_notes(profession, language)
    if written_in != language:
        return ()
    return (notes,) if language.texts["lag"]["about"] in notes.lower() else ()


def _title(known: dict[str, list[Cell]], language: Language) -> str:
    """Within how many whole months half had the licence, else the degree; silent on one before the other."""
    words = language.texts["lag"]
    for measure, title in ((LICENCE, "title"), (STUDY, "title_study")):
        median = known[measure][1]
        if share_of(median) is not None and median.value is not None and median.value >= 0:
            within = max(ceil(median.value), 1)
            key = "title_month" if within == 1 and measure == LICENCE else title
            return str(words[key].format(months=within))
    return str(words["plain"])


def _table(cells: Cells, known: dict[str, list[Cell]], within: Cell, language: Language) -> Table:
    words, units = language.texts["lag"], language.texts["measures_section"]
    rows = [
        Row(
            Shown(words[name if measure == LICENCE else f"study_{name}"]),
            [months(cell, language), Shown(units["unit_months"]), count(cell.denominator, cell, language)],
        )
        for measure, found in known.items()
        for name, cell in zip(QUARTILES, found, strict=True)
    ]
    if within.status != "missing":
        per_cent = [share(within, language), Shown(units["unit_percent"])]
        rows.append(Row(Shown(words["within"]), [*per_cent, count(within.denominator, within, language)]))
    caption = words["caption"].format(window=window_text(cells.window))
    return Table(caption, [words[n] for n in ("what", "value", "unit", "base")], rows, texts=frozenset({2}))
