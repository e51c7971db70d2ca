"""One group's counts as they are being settled, block by block.

Belongs here: what a block is given of what is settled, and what is kept of what it finds. Does not belong
here: which blocks there are (population, blocks) and a block's numbers (rounding, suppression).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from flows.protection.cover import KEY, SETTLED, SETTLED_SCHEMA, Cover, View, lay_out
from flows.protection.moves import LIVING
from flows.protection.parts import EVERYTHING, NOTHING, contradicting, parts_to_withhold
from flows.protection.rounding import Rounded, Whole

Solve = Callable[[Cover, np.ndarray, str], Rounded]
"""A cover, the values that are settled (−1: free) and the block's name; the values of all counts."""
AGREED = (LIVING, "asked")
"""What no table prints, but several tell: who lives in a place, and who is asked after a licence."""
LIMITS = ("at_least", "at_most")
PRINTED = ("by_1", "by_2", "measure", "count")
"""What says of a count whether tables print its like."""


@dataclass
class Group:
    """One group in one model: what is to be settled, and what has been.

    wanted   KEY of every count that a table prints
    before   KEY, before: the counts that an earlier release has printed
    settled  KEY, truth, value, is_within; and of those withheld because what is printed of others says that
             they are other numbers, at_least and at_most: what it says
    """

    profession: str
    model: str
    wanted: pl.DataFrame
    solve: Solve
    before: pl.DataFrame
    settled: pl.DataFrame = field(
        default_factory=lambda: pl.DataFrame(schema=SETTLED_SCHEMA | dict.fromkeys(LIMITS, pl.Int64))
    )

    def add(
        self,
        name: str,
        people: pl.DataFrame,
        counts: pl.DataFrame,
        views: tuple[View, ...],
        cohort: str,
        spread: tuple[str, ...] = (),
    ) -> None:
        """Settles the counts of one block; arguments as of flows.protection.cover.lay_out.

        Where the kinds that met in the block cannot keep what is settled, the kinds are spread.
        """
        if people.height == 0:
            return
        found = self._solved(name, lay_out(people, counts, views, cohort))
        if found is not None and spread and _loses_settled(found):
            again = self._solved(name, lay_out(people, counts, views, cohort, spread))
            found = min((f for f in (found, again) if f is not None), key=_loses_settled)
        if found is not None:
            self._keep(found)

    def result(self) -> pl.DataFrame:
        """KEY, truth, value, is_within of the counts of all blocks."""
        return self.settled.drop(LIMITS)

    def _solved(self, name: str, laid: Cover) -> pl.DataFrame | None:
        """KEY, truth, value, is_within, LIMITS, is_fixed, is_broken of its counts; None when it has none."""
        cover = self._shown(laid)
        if cover.sums.height == 0:
            return None
        known = cover.sums.join(self.settled, on=KEY, how="left", maintain_order="left")
        _must_agree(known, name)
        is_nobody = (pl.col("truth") == 0) & pl.col("value").is_null()
        fixed = known.select(
            pl.when(is_nobody).then(0).otherwise(pl.col("value").fill_null(-1))
        ).to_series().to_numpy()  # fmt: skip
        found = self.solve(cover, fixed, name)
        is_fixed = known["value"].is_not_null().to_numpy()
        is_broken = is_fixed & (found.values != fixed)
        parts, has_parts = np.zeros((2, is_fixed.size), np.bool_)
        if is_broken.any():
            parts, has_parts = parts_to_withhold(cover, found.values, is_fixed, is_broken)
        least, most = _limits(known, is_broken & has_parts, fixed)
        least, most = contradicting(cover, found.values, ~is_fixed, least, most)
        parts |= (least > NOTHING) | (most < EVERYTHING)
        # What is settled stays, and is printed; where nothing of it is new, it is withheld.
        is_within = np.where(is_fixed, ~is_broken | has_parts, found.is_within & ~parts)
        return cover.sums.drop("before").with_columns(
            pl.Series("value", found.values),
            pl.Series("is_within", is_within),
            pl.Series("at_least", least),
            pl.Series("at_most", most),
            pl.Series("is_fixed", is_fixed),
            pl.Series("is_broken", is_broken),
        )

    def _keep(self, found: pl.DataFrame) -> None:
        lost = found.filter(pl.col("is_fixed") & ~pl.col("is_within")).select(*KEY, is_lost=True)
        settled = self.settled.join(lost, on=KEY, how="left").with_columns(
            is_within=pl.col("is_within") & pl.col("is_lost").is_null()
        )
        free = found.filter(~pl.col("is_fixed")).select(*KEY, *SETTLED, *LIMITS)
        self.settled = pl.concat([settled.drop("is_lost"), free])

    def _shown(self, cover: Cover) -> Cover:
        """The cover without counts that no table prints. Blocks agree on what is withheld, too.

        Counts that are printed nowhere stay where blocks must agree on them (AGREED). Where nobody is, no
        row is printed: such a count of a kind that is printed elsewhere is settled as zero.
        """
        marked = cover.sums
        for marks, on in (
            (self.wanted.with_columns(is_wanted=True), KEY),
            (self.wanted.select(PRINTED).unique().with_columns(is_printed=True), PRINTED),
        ):
            marked = marked.join(marks, on=on, how="left", maintain_order="left")
        is_needed = pl.col("is_wanted").fill_null(False) | pl.col("measure").is_in(AGREED)
        is_nobody = (pl.col("truth") == 0) & pl.col("is_printed").fill_null(False)
        keep = marked.select(is_needed | is_nobody).to_series().to_numpy()
        sums = cover.sums.filter(keep).join(self.before, on=KEY, how="left", maintain_order="left")
        return Cover(cover.people, sums, cover.incidence[np.flatnonzero(keep)])


def _loses_settled(found: pl.DataFrame) -> int:
    return int(found["is_broken"].sum())


def _limits(known: pl.DataFrame, is_printed: np.ndarray, fixed: np.ndarray) -> tuple[Whole, Whole]:
    """What is printed of the people of counts whose own numbers are others: at least, at most."""
    least = known["at_least"].fill_null(NOTHING).to_numpy()
    most = known["at_most"].fill_null(EVERYTHING).to_numpy()
    return np.where(is_printed, fixed, least), np.where(is_printed, fixed, most)


def _must_agree(known: pl.DataFrame, name: str) -> None:
    wrong = known.filter(pl.col("truth") != pl.col("truth_right"))
    if wrong.height:
        example = wrong.select(*KEY, "truth", "truth_right").row(0)
        raise ArithmeticError(f"{name}: {wrong.height} counts differ from another block's, as {example}")
