"""Builds the population block by block, each keeping what the blocks before it have settled.

Belongs here: the order of the blocks and what is handed on. Does not belong here: one block's numbers
(rounding) and the tables made of them (tables).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import polars as pl

from flows.protection.blocks import Block, education_blocks, licence_blocks, licensed_blocks
from flows.protection.group import Group, Solve
from flows.protection.keys import ATTRITION
from flows.protection.moves import LINKED, window_matrix, yearly_matrix
from flows.protection.people import People
from flows.protection.registers import REGISTERS, attrition_block, quality_block


@dataclass(frozen=True)
class Beside:
    """Counts beside the flow, before protection: attrition, and quality (register, step, reason, rows)."""

    attrition: pl.DataFrame
    quality: pl.DataFrame


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
