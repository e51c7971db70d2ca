"""Tables as data: what each cell prints, with its reason or definition one click away.

Knows how a hidden cell is shown; knows nothing of any particular table.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from reports.cells import Cell
from reports.words import DASH, HIDDEN, decimal, percent, swedish, whole


@dataclass(frozen=True)
class Shown:
    """One printed cell: its text, why it is hidden, a definition behind it, a colour before it."""

    text: str
    why: str = ""
    detail: str = ""
    swatch: str = ""
    sort: str = ""


@dataclass(frozen=True)
class Row:
    """A row: its head, its numbers; a rule above totals; the number of a link that it lights."""

    head: Shown
    cells: Sequence[Shown]
    is_total: bool = False
    link: int | None = None
    group: str = ""


@dataclass(frozen=True)
class Table:
    """A captioned table; every column after the first holds numbers unless named in `texts`."""

    caption: str
    columns: Sequence[str]
    rows: Sequence[Row]
    is_sortable: bool = False
    texts: frozenset[int] = field(default_factory=frozenset)


def why(cell: Cell) -> str:
    """The sentence that explains what is not shown, empty where nothing is missing."""
    reasons = swedish()["reasons"]
    if cell.status == "ok":
        return str(reasons.get(cell.reason, ""))
    return str(reasons["secondary" if cell.reason == "secondary" else cell.status])


def count(number: int | None, cell: Cell) -> Shown:
    """A count of a cell."""
    zero = "0" if cell.is_rounded else DASH
    return Shown(
        whole(number, zero), why(cell) if number is None else "", sort="" if number is None else str(number)
    )


def share(cell: Cell) -> Shown:
    """The share of a cell in per cent, with its interval where one is published."""
    if cell.value is None:
        return Shown(HIDDEN, why(cell) or swedish()["reasons"]["missing"])
    text = percent(cell.value, 0 if cell.reason == "counts_hidden" else 1)
    if cell.low is not None and cell.high is not None:
        text += f" ({percent(cell.low)}{DASH}{percent(cell.high)})"
    return Shown(text, why(cell), sort=str(cell.value))


def months(cell: Cell) -> Shown:
    """A quartile in months."""
    return Shown(decimal(cell.value), why(cell), sort="" if cell.value is None else str(cell.value))
