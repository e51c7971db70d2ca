"""Small releases for tests of protection, and an attacker who shares no code with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import polars as pl
from scipy import sparse
from scipy.optimize import linprog

from flows.protection.cover import KEY, Cover, View, lay_out
from flows.protection.suppression import NOTHING_BEFORE, suppress

STATES = ("yes", "no", "unseen")
ADDS = {"yes": ("numerator", "denominator"), "no": ("denominator",), "unseen": ("n_not_observable",)}
COHORT = "2000-2010"
CELL = ["cohort", "by_1", "value_1", "by_2", "value_2", "measure", "part"]
SMALLEST = 5


@dataclass
class Release:
    """Blocks whose rows are one for each cell of each view and measure: all its counts or none.

    unprinted  measures that no row prints
    before     KEY, before: what an earlier release has printed
    """

    covers: list[Cover] = field(default_factory=list)
    unprinted: tuple[str, ...] = ()
    before: pl.DataFrame = field(default_factory=lambda: NOTHING_BEFORE)

    def add(
        self,
        measure: str,
        cells: Mapping[Any, tuple[int, ...]],
        columns: tuple[str, ...],
        views: tuple[View, ...],
    ) -> None:
        """A block: how many in each cell are yes, no and (where told) unseen."""
        rows = [
            (*cell, kind, number)
            for cell, numbers in cells.items()
            for kind, number in enumerate(numbers)
            if number
        ]
        people = pl.DataFrame(rows, schema=[*columns, "kind", "weight"], orient="row")
        counts = [(kind, measure, "", count) for kind, state in enumerate(STATES) for count in ADDS[state]]
        frame = pl.DataFrame(counts, schema=["kind", "measure", "part", "count"], orient="row")
        self.add_people(people, frame, views)

    def add_people(self, people: pl.DataFrame, counts: pl.DataFrame, views: tuple[View, ...]) -> None:
        """A block of people and of what their kinds count."""
        self.covers.append(lay_out(people, counts, views, COHORT))

    def printed(self) -> pl.DataFrame:
        """Row, sign, count_of and KEY of each count that a row prints."""
        keys = pl.concat(cover.sums.select(KEY) for cover in self.covers).unique().sort(KEY)
        keys = keys.filter(~pl.col("measure").is_in(self.unprinted))
        cells = keys.select(CELL).unique().sort(CELL).with_row_index("row")
        return keys.join(cells, on=CELL).with_columns(count_of="count", sign=pl.lit(1))

    def settled(self) -> pl.DataFrame:
        """The release protected: row, sign, count_of, KEY, truth, value, and whether the row is printed."""
        made = suppress(self.covers, self.printed(), self.before, smallest=SMALLEST)
        found = self.printed().join(made, on=KEY)
        return found.with_columns(is_printed=pl.col("is_within").all().over("row"))

    def printed_before(self, *values: str) -> None:
        """Rows of these values of the first breakdown were printed by an earlier release, as they are."""
        told = self.settled().filter(pl.col("value_1").is_in(values))
        self.before = told.select(*KEY, before="truth")

    def hidden(self) -> set[tuple[str, ...]]:
        """The values of the breakdowns of the rows that are withheld."""
        rows = self.settled().filter(~pl.col("is_printed"))
        return {tuple(filter(None, row)) for row in rows.select("value_1", "value_2").iter_rows()}


def least_upper_bound(release: Release) -> float:
    """The smallest upper bound that an attacker gets of a small count, a small complement among them.

    He knows every printed row, what an earlier release has printed, and how people add up to counts in every
    block; a count of two blocks is one count. Infinite when no count is small.
    """
    known = release.settled().select(*KEY, "row", "count_of", "is_printed", "truth")
    sums = pl.concat(cover.sums.select(KEY) for cover in release.covers)
    rows = sparse.block_diag([cover.incidence for cover in release.covers], format="csr")
    first = sums.with_row_index("at").unique(KEY, keep="first", maintain_order=True)
    same = sums.join(first, on=KEY, maintain_order="left")["at"].to_numpy()
    equal = [rows[i] - rows[at] for i, at in enumerate(same) if at != i]
    told = [0.0] * len(equal)
    places = dict(zip(first.select(KEY).iter_rows(), first["at"].to_list(), strict=True))
    told_before = known.select(KEY).join(release.before, on=KEY).rename({"before": "truth"})
    all_told = pl.concat([known.filter("is_printed").select(*KEY, "truth"), told_before])
    for key in all_told.unique().iter_rows():
        equal.append(rows[places[key[:-1]]])
        told.append(float(key[-1]))
    fixed = (sparse.vstack(equal), np.array(told)) if equal else (None, None)
    bounds = [_most(goal, *fixed) for goal in _goals(known, rows, places)]
    return min(bounds, default=float("inf"))


def _goals(
    known: pl.DataFrame, rows: sparse.csr_matrix, places: dict[tuple[str, ...], int]
) -> list[sparse.csr_matrix]:
    goals = []
    for _, cell in known.group_by("row"):
        found = zip(cell["count_of"], cell["truth"], cell.select(KEY).iter_rows(), strict=True)
        by = {count: (truth, rows[places[key]]) for count, truth, key in found}
        goals += [who for truth, who in by.values() if 0 < truth < SMALLEST]
        if "denominator" in by:
            whole, part = by["denominator"], by.get("numerator", (0, 0 * by["denominator"][1]))
            goals += [whole[1] - part[1]] if 0 < whole[0] - part[0] < SMALLEST else []
    return goals


def _most(goal: sparse.csr_matrix, equal: sparse.csr_matrix | None, told: np.ndarray | None) -> float:
    found = linprog(-goal.toarray().ravel(), A_eq=equal, b_eq=told, bounds=(0, None), method="highs")
    return float("inf") if found.status == 3 else -float(found.fun)
