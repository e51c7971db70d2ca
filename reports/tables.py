"""Tables as data: what each cell prints, with its reason or definition one click away.

Knows how a hidden cell is shown; knows nothing of any particular table.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from zlib import crc32

from reports.cells import MISSING, Cell
from reports.language import Language
from reports.marks import CANNOT, Marked, why, zero
from reports.words import DASH, HIDDEN, MINUS

NEVER = "."
"""Printed where a number cannot occur."""
RATE_BASE = 20
"""A share needs a base of at least 20 (definitions section 11)."""
WIDE = 0.1
"""From this width on (±5 percentage points) the interval of a share is printed beside it."""


@dataclass(frozen=True)
class Shown:
    """One printed cell: its text, why it is hidden, a definition behind it, a colour before it."""

    text: str
    why: str = ""
    detail: str = ""
    swatch: str = ""
    sort: str = ""

    @property
    def sorted_by(self) -> str:
        """What a script sorts by, where the text does not itself begin with the number."""
        return "" if self.text.lstrip("+" + MINUS)[:1].isdigit() else self.sort


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
    """A captioned table; every column after the first holds numbers unless named in `texts`.

    is_linked  the head of a row leads to the address that stands in its detail
    """

    caption: str
    columns: Sequence[str]
    rows: Sequence[Row]
    is_sortable: bool = False
    texts: frozenset[int] = field(default_factory=frozenset)
    is_linked: bool = False

    @property
    def place(self) -> str:
        """Where its reasons stand on a page; two tables have the same only when they say the same."""
        return f"why-{crc32(repr((self.caption, self.columns, self.rows)).encode()):x}"

    @property
    def reasons(self) -> list[str]:
        """The reasons that several cells have, which are said once beneath the table."""
        shown = (cell for row in self.rows for cell in (row.head, *row.cells))
        times = Counter(cell.why for cell in shown if cell.why)
        return [why for why, number in times.items() if number > 1]


def hidden(row: Marked, language: Language) -> Shown:
    """Two dots, or the point where nothing can occur, with the reason behind them."""
    return Shown(
        NEVER if row.status == CANNOT else HIDDEN, why(row, language) or language.texts["reasons"]["missing"]
    )


def count(number: int | None, row: Marked, language: Language) -> Shown:
    """A count of a row."""
    return (
        hidden(row, language)
        if number is None
        else Shown(language.whole(number, zero(row.method)), sort=str(number))
    )


def share(cell: Cell, language: Language) -> Shown:
    """The share of a cell in per cent, with its interval where that is wide."""
    if cell.value is None:
        return hidden(cell, language)
    text = language.percent(cell.value, zero=zero(cell.method))
    if is_wide(cell):
        text += f" ({language.spoken(cell.low)}{DASH}{language.spoken(cell.high)})"
        return Shown(text, language.texts["reasons"]["interval"], sort=_sorted_by(cell.value))
    return Shown(text, sort=_sorted_by(cell.value))


def _sorted_by(value: float) -> str:
    return str(round(value, 5))


def is_wide(cell: Cell) -> bool:
    """True where the published counts leave the share open by more than ±5 percentage points."""
    return cell.low is not None and cell.high is not None and cell.high - cell.low > WIDE


def quotient(
    part: int | None, base: int | None, rows: Sequence[Marked], language: Language, places: int = 1
) -> Shown:
    """A share that the page works out itself, of counts from these rows; none where one is withheld."""
    if part is None or base is None:
        return hidden(next((row for row in rows if why(row, language)), MISSING), language)
    if base < RATE_BASE:
        return Shown(HIDDEN, language.texts["reasons"]["base_small"])
    method = next((row.method for row in rows if zero(row.method) != DASH), "")
    return Shown(language.percent(part / base, places, zero(method)), sort=_sorted_by(part / base))


def all_of(cell: Cell, language: Language) -> Shown:
    """A hundred per cent beneath the shares of a whole; nothing where its base is too small for shares."""
    return quotient(cell.denominator, cell.denominator, (cell,), language)


def months(cell: Cell, language: Language) -> Shown:
    """A quartile in months."""
    if cell.value is None:
        return hidden(cell, language)
    return Shown(
        language.decimal(cell.value, 0 if cell.value == int(cell.value) else 1), sort=str(cell.value)
    )
