"""From degree to licence: how long it took, and the licences that no Swedish degree stands behind."""

from math import ceil

from reports.cells import Cell, Cells
from reports.described import ProfessionText
from reports.findings import share_of
from reports.language import Language
from reports.left_out import beside_block
from reports.material import Material
from reports.naming import group_notes
from reports.section import Section
from reports.tables import Row, Shown, Table, count, months, share
from reports.words import window_text

QUARTILES = ("p25", "p50", "p75")


def lag_section(material: Material, language: Language) -> Section | None:
    """The lag between degree and licence; None for a group that has neither."""
    cells, words = material.cells, language.texts["lag"]
    beside = beside_block(material.left_out, language)
    known = [cells.cell(f"months_degree_to_licence_{q}") for q in QUARTILES]
    within = cells.cell("licensed_within")
    if all(cell.status == "missing" for cell in (*known, within)) and beside is None:
        return None
    notes = (words["note"], *_own_notes(material.profession, language))
    return Section(
        "lag", words["heading"], _title(known[1], language),
        words["shown"].format(window=window_text(cells.window)),
        _table(cells, known, within, language), None, notes=notes, blocks=(beside,) if beside else (),
    )  # fmt: skip


def _own_notes(profession: ProfessionText, language: Language) -> tuple[str, ...]:
    """The group's notes, where they are about its licence and in the language of the page."""
    notes, written_in = group_notes(profession, language)
    if written_in != language:
        return ()
    return (notes,) if language.texts["lag"]["about"] in notes.lower() else ()


def _title(median: Cell, language: Language) -> str:
    """Within how many whole months half had the licence; silent on a licence before the degree."""
    words = language.texts["lag"]
    if share_of(median) is None or median.value is None or median.value < 0:
        return str(words["plain"])
    within = max(ceil(median.value), 1)
    return str(words["title_month"] if within == 1 else words["title"].format(months=within))


def _table(cells: Cells, known: list[Cell], within: Cell, language: Language) -> Table:
    words, units = language.texts["lag"], language.texts["measures_section"]
    rows = [
        Row(
            Shown(words[name]),
            [months(cell, language), Shown(units["unit_months"]), count(cell.denominator, cell, language)],
        )
        for name, cell in zip(QUARTILES, known, strict=True)
    ]
    per_cent = [
        share(within, language),
        Shown(units["unit_percent"]),
        count(within.denominator, within, language),
    ]
    rows.append(Row(Shown(words["within"]), per_cent))
    caption = words["caption"].format(window=window_text(cells.window))
    return Table(caption, [words[n] for n in ("what", "value", "unit", "base")], rows, texts=frozenset({2}))
