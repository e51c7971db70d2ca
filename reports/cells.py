"""Published cells by name: the only door from the published frame to a page.

Keeps what a first report shows (totals, single breakdowns, the status and fate
families, county matrices) and turns rows into `Cell`. No arithmetic.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

MODEL = "education"
KEY = ("cohort", "measure", "by_1", "value_1", "by_2", "value_2")

Key = tuple[str, str, str, str, str, str]


@dataclass(frozen=True)
class Cell:
    """One published cell; a count that may not be shown is None."""

    numerator: int | None
    denominator: int | None
    n_not_observable: int | None
    value: float | None
    status: str
    reason: str = ""
    low: float | None = None
    high: float | None = None
    is_rounded: bool = False

    @property
    def is_ok(self) -> bool:
        """True where the value may be shown."""
        return self.status == "ok" and self.value is not None


MISSING = Cell(None, None, None, None, "missing")


class Cells:
    """The cells of one profession group, looked up by measure and breakdown."""

    def __init__(self, cells: Mapping[Key, Cell], window: str) -> None:
        self._cells = dict(cells)
        self.window = window

    def __iter__(self) -> Any:
        return iter(self._cells.items())

    def cell(
        self,
        measure: str,
        by: str = "",
        value: str = "",
        cohort: str | None = None,
        to: tuple[str, str] = ("", ""),
    ) -> Cell:
        """The cell, or one with the status `missing`."""
        return self._cells.get((cohort or self.window, measure, by, value, *to), MISSING)

    def family(self, measure: str, by: str, cohort: str | None = None) -> dict[str, Cell]:
        """The cells of one measure along one breakdown, by its value, in sorted order."""
        wanted = (cohort or self.window, measure, by)
        found = {key[3]: cell for key, cell in self._cells.items() if key[:3] == wanted and key[4] == ""}
        return dict(sorted(found.items()))

    def matrix(self, measure: str) -> dict[tuple[str, str], Cell]:
        """The cells of a county matrix, by origin and target."""
        wanted = (self.window, measure, "from_county")
        return {
            (key[3], key[5]): cell
            for key, cell in self._cells.items()
            if key[:3] == wanted and key[4] == "to_county"
        }

    def years(self, measure: str) -> dict[str, Cell]:
        """The totals of the one-year cohorts, by year."""
        found = {
            key[0]: cell
            for key, cell in self._cells.items()
            if key[1] == measure and key[2] == "" and len(key[0]) == 4 and key[0].isdigit()
        }
        return dict(sorted(found.items()))

    def has(self, measure: str) -> bool:
        """True when the window cohort has any cell of the measure."""
        return any(key[0] == self.window and key[1] == measure for key in self._cells)


def shown_rows(published: pl.DataFrame, profession: str, window: str) -> pl.DataFrame:
    """The rows a page may show: totals of all cohorts; single breakdowns and matrices of the window."""
    is_window = pl.col("cohort") == window
    is_matrix = (pl.col("by_1") == "from_county") & (pl.col("by_2") == "to_county")
    return published.filter(
        (pl.col("profession") == profession)
        & (pl.col("model") == MODEL)
        & ((pl.col("by_1") == "") | (is_window & ((pl.col("by_2") == "") | is_matrix)))
    )


def read_cells(published: pl.DataFrame, profession: str, window: str) -> Cells:
    """One group's cells; whatever is not `ok` loses its numbers here, whatever the frame holds."""
    found: dict[Key, Cell] = {}
    for row in shown_rows(published, profession, window).iter_rows(named=True):
        key = tuple(str(row[name] or "") for name in KEY)
        found[key] = _cell(row)  # type: ignore[index]  # the key's parts are text by the select above
    return Cells(found, window)


def _cell(row: dict[str, Any]) -> Cell:
    status = str(row["status"])
    if status != "ok":
        unseen = row["n_not_observable"] if status == "not_observable" else None
        return Cell(None, None, unseen, None, status, str(row["reason"] or ""))
    return Cell(
        row["numerator"],
        row["denominator"],
        row["n_not_observable"],
        row["value"],
        status,
        low=row["value_low"],
        high=row["value_high"],
        is_rounded="round" in str(row["method"] or ""),
    )
