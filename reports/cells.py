"""Published cells by name: the only door from the published frame to a page.

Keeps what a report shows of each model (totals, single breakdowns, a few pairs)
and turns rows into `Cell`. No arithmetic.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import polars as pl

from reports.marks import is_exact

EDUCATION, LICENCE, LICENSED = "education", "licence", "licensed"
PAIRS = {
    EDUCATION: (("from_county", "to_county"), ("from_region", "to_region")),
    LICENCE: (
        ("years_since_licence", "specialisation"),
        ("degree_county", "specialisation"),
        ("from_region", "to_region"),
        ("from_county", "to_county"),
    ),
    LICENSED: (),
}
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
    method: str = ""

    @property
    def is_ok(self) -> bool:
        """True where the value may be shown."""
        return self.status == "ok" and self.value is not None


MISSING = Cell(None, None, None, None, "missing")


class Cells:
    """The cells of one profession group in one model, looked up by measure and breakdown.

    `window` is the cohort that is meant where none is named.
    """

    def __init__(self, cells: Mapping[Key, Cell], window: str) -> None:
        self._cells = dict(cells)
        self.window = window

    @property
    def method(self) -> str:
        """The method of protection: one that leaves zeros inexact, where there is any."""
        found = sorted({cell.method for cell in self._cells.values()})
        return next((method for method in found if not is_exact(method)), found[0] if found else "")

    def __iter__(self) -> Iterator[tuple[Key, Cell]]:
        return iter(self._cells.items())

    def __len__(self) -> int:
        return len(self._cells)

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

    def pairs(
        self, measure: str, by_1: str, by_2: str, cohort: str | None = None
    ) -> dict[tuple[str, str], Cell]:
        """The cells of one measure along two breakdowns, by both values."""
        wanted = (cohort or self.window, measure, by_1)
        return {
            (key[3], key[5]): cell
            for key, cell in self._cells.items()
            if key[:3] == wanted and key[4] == by_2
        }

    def matrix(self, measure: str) -> dict[tuple[str, str], Cell]:
        """The cells of a county matrix, by origin and target."""
        return self.pairs(measure, "from_county", "to_county")

    def cohorts(self) -> list[str]:
        """Every cohort that has a cell, sorted."""
        return sorted({key[0] for key in self._cells})

    def only(self, cohort: str) -> "Cells":
        """The cells of one cohort, which is then the one that is meant."""
        return Cells({key: cell for key, cell in self._cells.items() if key[0] == cohort}, cohort)

    def years(self, measure: str) -> dict[str, Cell]:
        """The totals of the one-year cohorts, by year."""
        found = {
            key[0]: cell
            for key, cell in self._cells.items()
            if key[1] == measure and key[2] == "" and len(key[0]) == 4 and key[0].isdigit()
        }
        return dict(sorted(found.items()))

    @cached_property
    def _breakdowns(self) -> set[tuple[str, str]]:
        return {(measure, by) for cohort, measure, by, *_ in self._cells if cohort == self.window}

    def has_breakdown(self, measure: str, by: str) -> bool:
        """True when the window cohort has any cell of the measure along the breakdown."""
        return (measure, by) in self._breakdowns

    def has(self, measure: str) -> bool:
        """True when the window cohort has any cell of the measure."""
        return any(key[0] == self.window and key[1] == measure for key in self._cells)


def shown_rows(published: pl.DataFrame, profession: str, window: str, model: str) -> pl.DataFrame:
    """The rows a page may show: totals and, of the cohorts that are cut, breakdowns and the pairs named.

    Of the education model only the window is cut; the other models have no window.
    """
    is_cut = pl.col("cohort") == window if model == EDUCATION else pl.lit(True)
    is_shown = pl.col("by_2") == ""
    for by_1, by_2 in PAIRS[model]:
        is_shown |= (pl.col("by_1") == by_1) & (pl.col("by_2") == by_2)
    return published.filter(
        (pl.col("profession") == profession)
        & (pl.col("model") == model)
        & ((pl.col("by_1") == "") | (is_cut & is_shown))
    )


def read_cells(published: pl.DataFrame, profession: str, window: str, model: str = EDUCATION) -> Cells:
    """One group's cells; whatever is not `ok` loses its numbers here, whatever the frame holds."""
    found: dict[Key, Cell] = {}
    for row in shown_rows(published, profession, window, model).iter_rows(named=True):
        key = tuple(str(row[name] or "") for name in KEY)
        found[key] = frame_cell(row)  # type: ignore[index]  # the key's parts are text by the select above
    return Cells(found, window)


def frame_cell(row: dict[str, Any]) -> Cell:
    """A row as a cell; a count may be looked at only where the status is `ok`."""
    status, marks = str(row["status"]), (str(row["reason"] or ""), str(row["method"] or ""))
    if status != "ok":
        unseen = row["n_not_observable"] if status == "not_observable" else None
        return Cell(None, None, unseen, None, status, marks[0], method=marks[1])
    return Cell(
        row["numerator"],
        row["denominator"],
        row["n_not_observable"],
        row["value"],
        status,
        marks[0],
        row["value_low"],
        row["value_high"],
        marks[1],
    )
