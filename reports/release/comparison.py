"""One table across all groups: how many started, graduated and were licensed, and the shares that matter.

Belongs here: its columns and rows. Does not belong here: the chart beside it (reports.release.exam_rates).
"""

from collections.abc import Sequence

from reports.described import ProfessionText
from reports.language import Language
from reports.material import Material
from reports.naming import group_name
from reports.site import address
from reports.tables import NEVER, Row, Shown, Table, count, share
from reports.words import window_text

COUNTS = {"began": "composition", "graduated": "exam_rate_to_date", "licensed": "licensed_share"}
SHARES = {"exam": "exam_rate_nominal_3", "retained_1": "retention_1", "retained_3": "retention_3"}
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
    head = Shown(marked_name(profession, language), detail=address(profession.profession, language))
    return Row(head, [*counts, *shares])
