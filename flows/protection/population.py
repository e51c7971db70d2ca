"""Builds the population block by block, each keeping what the blocks before it have settled.

Belongs here: the order of the blocks and what is handed on. Does not belong here: one block's numbers
(rounding) and the tables made of them (tables).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from flows.protection.blocks import Block, education_blocks, licence_blocks, licensed_blocks
from flows.protection.cover import KEY, Cover, View, lay_out
from flows.protection.keys import ATTRITION
from flows.protection.moves import LINKED, LIVING, window_matrix, yearly_matrix
from flows.protection.people import People
from flows.protection.registers import REGISTERS, attrition_block, quality_block
from flows.protection.rounding import Rounded

Solve = Callable[[Cover, np.ndarray, str], Rounded]
"""A cover, the values that are settled (−1: free) and the block's name; the values of all counts."""
SETTLED = ("truth", "value", "is_within")


@dataclass(frozen=True)
class Beside:
    """Counts beside the flow, before protection: attrition, and quality (register, step, reason, rows)."""

    attrition: pl.DataFrame
    quality: pl.DataFrame


@dataclass
class Group:
    """One group in one model: what is to be settled, and what has been.

    wanted   KEY of every count that a table prints
    before   KEY, before: the counts that an earlier release has printed
    settled  KEY, truth, value, is_within
    """

    profession: str
    model: str
    wanted: pl.DataFrame
    solve: Solve
    before: pl.DataFrame
    settled: pl.DataFrame = field(
        default_factory=lambda: pl.DataFrame(
            schema=dict.fromkeys(KEY, pl.String)
            | {"truth": pl.Int64, "value": pl.Int64, "is_within": pl.Boolean}
        )
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

    def _solved(self, name: str, laid: Cover) -> pl.DataFrame | None:
        """KEY, truth, value, is_within, is_fixed of the block's counts; None when it has none to settle."""
        cover = self._shown(laid)
        if cover.sums.height == 0:
            return None
        known = cover.sums.join(self.settled, on=KEY, how="left", maintain_order="left")
        _must_agree(known, name)
        fixed = known["value"].fill_null(-1).to_numpy()
        found = self.solve(cover, fixed, name)
        return cover.sums.drop("before").with_columns(
            pl.Series("value", found.values),
            pl.Series("is_within", found.is_within),
            pl.Series("is_fixed", fixed >= 0),
        )

    def _keep(self, found: pl.DataFrame) -> None:
        broken = found.filter(pl.col("is_fixed") & ~pl.col("is_within")).select(*KEY, is_broken=True)
        settled = self.settled.join(broken, on=KEY, how="left").with_columns(
            is_within=pl.col("is_within") & pl.col("is_broken").is_null()
        )
        free = found.filter(~pl.col("is_fixed")).select(*KEY, *SETTLED)
        self.settled = pl.concat([settled.drop("is_broken"), free])

    def _shown(self, cover: Cover) -> Cover:
        """The cover without counts that no table prints, and without those that are withheld already.

        How many live in a place is printed nowhere, but the matrices must agree on it.
        """
        wanted = self.wanted.with_columns(is_wanted=True)
        withheld = self.settled.filter(~pl.col("is_within")).select(*KEY, is_withheld=True)
        marked = cover.sums.join(wanted, on=KEY, how="left", maintain_order="left")
        marked = marked.join(withheld, on=KEY, how="left", maintain_order="left")
        is_needed = pl.col("is_wanted").fill_null(False) | (pl.col("measure") == LIVING)
        keep = marked.select(is_needed & pl.col("is_withheld").is_null()).to_series().to_numpy()
        sums = cover.sums.filter(keep).join(self.before, on=KEY, how="left", maintain_order="left")
        return Cover(cover.people, sums, cover.incidence[np.flatnonzero(keep)])


def _loses_settled(found: pl.DataFrame) -> int:
    return found.filter(pl.col("is_fixed") & ~pl.col("is_within")).height


def _must_agree(known: pl.DataFrame, name: str) -> None:
    wrong = known.filter(pl.col("truth") != pl.col("truth_right"))
    if wrong.height:
        example = wrong.select(*KEY, "truth", "truth_right").row(0)
        raise ArithmeticError(f"{name}: {wrong.height} counts differ from another block's, as {example}")


def settle(
    people: People,
    beside: Beside,
    wanted: pl.DataFrame,
    window: str,
    solve: Callable[[str, str], Solve],
    before: pl.DataFrame,
) -> pl.DataFrame:
    """profession, model, KEY, truth, value, is_within of every wanted count that is not zero.

    beside  the counts that stand beside the flow
    wanted  profession, model, KEY
    solve   makes the solver of a group and model
    before  profession, model, KEY, before: the counts of an earlier release
    """
    names = wanted.select("profession", "model").unique().sort("model", "profession").rows()

    def one(name: tuple[str, str]) -> pl.DataFrame:
        profession, model = name
        is_mine = (pl.col("profession") == profession) & (pl.col("model") == model)
        mine, earlier = (frame.filter(is_mine).drop("profession", "model") for frame in (wanted, before))
        group = Group(profession, model, mine.unique(), solve(profession, model), earlier)
        if model == REGISTERS:
            group.add(REGISTERS, *quality_block(beside.quality), "")
        else:
            _add_flows(group, people, beside, window)
        return group.settled.select(
            pl.lit(profession).alias("profession"), pl.lit(model).alias("model"), pl.all()
        )

    with ThreadPoolExecutor(2) as pool:
        return pl.concat(list(pool.map(one, names)))


def _add_flows(group: Group, people: People, beside: Beside, window: str) -> None:
    for block, frame in _blocks(people, group.profession, group.model, window):
        columns = tuple(sorted({column for view in block.views for column, _ in view.by}))
        name = f"{block.name}/{block.family}"
        group.add(name, frame, people.counts, block.views, block.cohort, columns)
    _add_matrices(group, people, window)
    left_out = beside.attrition.filter(
        (pl.col("profession") == group.profession) & (pl.col("model") == group.model)
    )
    group.add(ATTRITION, *attrition_block(left_out, group.model), window)


def _blocks(people: People, profession: str, model: str, window: str) -> Iterator[tuple[Block, pl.DataFrame]]:
    mine = people.models[model].filter(pl.col("profession") == profession)
    if model == "education":
        found = list(education_blocks(window))
    elif model == "licensed":
        found = list(licensed_blocks())
    else:
        found = [b for cohort in sorted(mine["cohort"].unique()) for b in licence_blocks(cohort)]
    for block in found:
        if block.family not in mine.columns:
            continue
        there = mine.filter(pl.col(block.family).is_not_null())
        if model == "licence":
            there = there.filter(pl.col("cohort") == block.cohort)
        yield block, there.with_columns(kind=pl.col(block.family))


def _add_matrices(group: Group, people: People, window: str) -> None:
    moves = people.moves.filter((pl.col("profession") == group.profession) & (pl.col("model") == group.model))
    for measure in LINKED:
        mine = moves.filter(pl.col("measure") == measure)
        if group.model == "licence":
            for cohort in sorted(mine["cohort"].unique()):
                matrix = window_matrix(mine.filter(pl.col("cohort") == cohort), people.counts, measure)
                group.add(f"{measure}/county", matrix.people, matrix.counts, matrix.views, cohort)
        elif mine.height:
            matrix = window_matrix(mine, people.counts, measure)
            group.add(f"{measure}/county", matrix.people, matrix.counts, matrix.views, window)
            matrix = yearly_matrix(mine, people.counts, measure)
            name = f"{measure}/region"
            group.add(name, matrix.people, matrix.counts, matrix.views, window, ("cohort",))
