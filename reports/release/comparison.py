"""One table across all groups: how many started, graduated and were licensed, and the shares that matter.

Belongs here: its columns and rows. Does not belong here: the chart of the exam rates
(reports.release.exam_rates), whose table stands here too.
"""

from collections.abc import Sequence

from reports.described import ProfessionText
from reports.language import Language
from reports.material import Material
from reports.naming import group_name
from reports.site import address
from reports.tables import NEVER, Row, Shown, Table, count, share
from reports.words import window_text

IN_TIME, TO_DATE = "exam_rate_nominal_3", "exam_rate_to_date"
COUNTS = {"began": "composition", "graduated": TO_DATE, "licensed": "licensed_share"}
SHARES = {"exam": IN_TIME, "retained_1": "retention_1", "retained_3": "retention_3"}
"""Columns of the table, and the measures that they print."""


def marked_name(profession: ProfessionText, language: Language) -> str:
    """The group's name, marked while its codes are not confirmed."""
    name = group_name(profession, language)
    if profession.status != "draft":
        return name
    return str(language.texts["start"]["draft"]).format(name=name)


def comparison(groups: Sequence[Material], window: str, language: Language) -> Table:
    """One row per group; a number that may not be shown has its reason."""
    words = language.texts["start"]
    heads = [words[name] for name in ("group", *COUNTS, *SHARES)]
    caption = words["caption"].format(window=window_text(window))
    return Table(caption, heads, [_row(group, language) for group in groups], is_sortable=True)


def _row(group: Material, language: Language) -> Row:
    profession, cells = group.profession, group.cells
    counts = [count(cell.numerator, cell, language) for cell in map(cells.cell, COUNTS.values())]
    if not profession.has_licence:
        counts[list(COUNTS).index("licensed")] = Shown(NEVER, language.texts["start"]["no_licence"])
    shares = [share(cells.cell(measure), language) for measure in SHARES.values()]
    return Row(_head(group, language), [*counts, *shares])


def _head(group: Material, language: Language) -> Shown:
    """The group's name, which leads to its page."""
    return Shown(
        marked_name(group.profession, language), detail=address(group.profession.profession, language)
    )


def rates_table(groups: Sequence[Material], window: str, language: Language) -> Table:
    """Both rates of every group, and out of how many."""
    words, rows = language.texts["exam_rates"], []
    for group in groups:
        in_time, to_date = group.cells.cell(IN_TIME), group.cells.cell(TO_DATE)
        numbers = [
            shown
            for cell in (in_time, to_date)
            for shown in (count(cell.denominator, cell, language), share(cell, language))
        ]
        rows.append(Row(_head(group, language), numbers))
    heads = [words[name] for name in ("group", "base_in_time", "in_time", "base_to_date", "to_date")]
    caption = words["caption"].format(window=window_text(window))
    return Table(caption, heads, rows, is_sortable=True, is_linked=True)
