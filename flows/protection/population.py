"""Builds the population block by block, each keeping what the blocks before it have settled.

Belongs here: the order of the blocks and what is handed on. Does not belong here: one block's numbers
(rounding) and the tables made of them (tables).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

import polars as pl

from flows.protection.blocks import Block, education_blocks, licence_blocks, licensed_blocks
from flows.protection.cover import SETTLED_SCHEMA, View
from flows.protection.keys import ATTRITION
from flows.protection.moves import LINKED, window_matrix, yearly_matrix
from flows.protection.people import People
from flows.protection.registers import REGISTERS, attrition_block, quality_block


@dataclass(frozen=True)
class Beside:
    """Counts beside the flow, before protection: attrition, and quality (register, step, reason, rows)."""

    attrition: pl.DataFrame
    quality: pl.DataFrame


@dataclass(frozen=True)
class _Mine:
    """What is one group's in one model: People.models, moves and counts, and the attrition beside."""

    people: pl.DataFrame
    moves: pl.DataFrame
    counts: pl.DataFrame
    attrition: pl.DataFrame


class Settling(Protocol):
    """One group in one model, however it is protected."""

    def add(
        self,
        name: str,
        people: pl.DataFrame,
        counts: pl.DataFrame,
        views: tuple[View, ...],
        cohort: str,
        spread: tuple[str, ...] = (),
    ) -> None:
        """Takes in a block; arguments as of flows.protection.cover.lay_out."""

    def result(self) -> pl.DataFrame:
        """KEY, truth, value, is_within of the counts of all blocks."""


Make = Callable[[str, str, pl.DataFrame, pl.DataFrame], Settling]
"""Profession, model, what tables print (row, sign, count_of, KEY) and what an earlier release printed."""


def settle(
    people: People, beside: Beside, wanted: pl.DataFrame, window: str, make: Make, before: pl.DataFrame
) -> pl.DataFrame:
    """profession, model, KEY, truth, value, is_within of every wanted count that is not zero.

    people, beside  of one group: its people, and the counts that stand beside its flow
    wanted  profession, model, row, sign, count_of, KEY of every count that a row prints
    make    how a group is protected
    before  profession, model, KEY, before: the counts of an earlier release
    """
    names = wanted.select("profession", "model").unique().sort("model", "profession").rows()

    def one(name: tuple[str, str]) -> pl.DataFrame:
        profession, model = name
        is_mine = (pl.col("profession") == profession) & (pl.col("model") == model)
        mine, earlier = (frame.filter(is_mine).drop("profession", "model") for frame in (wanted, before))
        group = make(profession, model, mine, earlier)
        if model == REGISTERS:
            group.add(REGISTERS, *quality_block(beside.quality), "")
        else:
            _add_flows(group, _mine(people, beside, model), model, window)
        return group.result().select(
            pl.lit(profession).alias("profession"), pl.lit(model).alias("model"), pl.all()
        )

    nothing = pl.DataFrame(schema={"profession": pl.String, "model": pl.String, **SETTLED_SCHEMA})
    return pl.concat([nothing, *(one(name) for name in names)])


def _mine(people: People, beside: Beside, model: str) -> _Mine:
    is_mine = pl.col("model") == model
    return _Mine(
        people.models[model],
        people.moves.filter(is_mine),
        people.counts,
        beside.attrition.filter(is_mine),
    )


def _add_flows(group: Settling, mine: _Mine, model: str, window: str) -> None:
    for block, frame in _blocks(mine.people, model, window):
        columns = tuple(sorted({column for view in block.views for column, _ in view.by}))
        name = f"{block.name}/{block.family}"
        group.add(name, frame, mine.counts, block.views, block.cohort, columns)
    _add_matrices(group, mine, model, window)
    group.add(ATTRITION, *attrition_block(mine.attrition, model), window)


def _blocks(mine: pl.DataFrame, model: str, window: str) -> Iterator[tuple[Block, pl.DataFrame]]:
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


def _add_matrices(group: Settling, mine: _Mine, model: str, window: str) -> None:
    for measure in LINKED:
        moves = mine.moves.filter(pl.col("measure") == measure)
        if model == "licence":
            for cohort in sorted(moves["cohort"].unique()):
                matrix = window_matrix(moves.filter(pl.col("cohort") == cohort), mine.counts, measure)
                group.add(f"{measure}/county", matrix.people, matrix.counts, matrix.views, cohort)
        elif moves.height:
            matrix = window_matrix(moves, mine.counts, measure)
            group.add(f"{measure}/county", matrix.people, matrix.counts, matrix.views, window)
            matrix = yearly_matrix(moves, mine.counts, measure)
            name = f"{measure}/region"
            group.add(name, matrix.people, matrix.counts, matrix.views, window, ("cohort",))
