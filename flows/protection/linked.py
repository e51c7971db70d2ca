"""The blocks of a group laid beside one another: which of their counts are one and the same.

Belongs here: gluing covers by their keys, and cutting a part of them out. Does not belong here: what is
withheld (flows.protection.suppression).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from flows.protection.cover import KEY, Cover
from flows.protection.programme import Flags

Indices = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Block:
    """A cover whose counts are numbered through the group: row i of incidence adds up to count at[i]."""

    people: npt.NDArray[np.int64]
    incidence: sparse.csr_matrix
    at: Indices


@dataclass(frozen=True)
class Linked:
    """The blocks of a group.

    counts  KEY, at: the number of each key's count; keys whose people are the same have one number
    truth   how many people each numbered count has
    known   whether an earlier release has printed it, as it still is
    blocks  the covers
    """

    counts: pl.DataFrame
    truth: Indices
    known: Flags
    blocks: tuple[Block, ...]

    def holders(self) -> sparse.csr_matrix:
        """Row c, column b: whether block b has count c."""
        rows = np.concatenate([block.at for block in self.blocks])
        columns = np.repeat(np.arange(len(self.blocks)), [block.at.size for block in self.blocks])
        shape = (self.truth.size, len(self.blocks))
        return sparse.csr_matrix((np.ones(rows.size), (rows, columns)), shape=shape)


def link(covers: list[Cover], before: pl.DataFrame) -> Linked:
    """The covers with their counts numbered; ArithmeticError when two count the same key differently.

    before  KEY, before: the counts that an earlier release has printed
    """
    keys = pl.concat(cover.sums.select(*KEY, "truth") for cover in covers).unique().sort(KEY)
    twice = keys.filter(keys.select(KEY).is_duplicated())
    if twice.height:
        raise ArithmeticError(f"two blocks count {twice.row(0)} differently")
    keys = keys.with_row_index("key")
    numbered = [_numbers(cover, keys) for cover in covers]
    pairs = [_same_people(cover, numbers) for cover, numbers in zip(covers, numbered, strict=True)]
    ones = np.concatenate([first for first, _ in pairs])
    others = np.concatenate([other for _, other in pairs])
    graph = sparse.coo_matrix((np.ones(ones.size), (ones, others)), shape=(keys.height, keys.height))
    size, at = connected_components(graph, directed=False)
    truth, known = np.zeros(size, np.int64), np.zeros(size, np.bool_)
    truth[at] = keys["truth"].to_numpy()
    known[at[keys.join(before, left_on=[*KEY, "truth"], right_on=[*KEY, "before"])["key"]]] = True
    blocks = tuple(_block(cover, at[numbers]) for cover, numbers in zip(covers, numbered, strict=True))
    return Linked(keys.select(*KEY, pl.Series("at", at.astype(np.int64))), truth, known, blocks)


def _numbers(cover: Cover, keys: pl.DataFrame) -> Indices:
    found = cover.sums.join(keys, on=KEY, how="left", maintain_order="left")["key"]
    return found.to_numpy().astype(np.int64)


def _same_people(cover: Cover, numbers: Indices) -> tuple[Indices, Indices]:
    """Pairs of keys: each with the first of the block that counts the same people."""
    cover.incidence.sort_indices()
    seen: dict[bytes, int] = {}
    first = np.empty(numbers.size, np.int64)
    for i, number in enumerate(numbers):
        who = cover.incidence.indices[cover.incidence.indptr[i] : cover.incidence.indptr[i + 1]]
        first[i] = seen.setdefault(who.tobytes(), int(number))
    return first, numbers


def _block(cover: Cover, at: Indices) -> Block:
    numbers, first = np.unique(at, return_index=True)
    return Block(cover.people, cover.incidence[first], numbers)


@dataclass(frozen=True)
class Part:
    """Some blocks of a group together.

    people, incidence  of the blocks, one after the other
    at                 the numbered count of each row of incidence
    is_fixed           whether a block outside has the row's count too, or an earlier release tells it
    """

    people: npt.NDArray[np.int64]
    incidence: sparse.csr_matrix
    at: Indices
    is_fixed: npt.NDArray[np.bool_]


def part(linked: Linked, holders: sparse.csr_matrix, chosen: list[int]) -> Part:
    """The chosen blocks; holders as of Linked.holders."""
    blocks = [linked.blocks[b] for b in chosen]
    at = np.concatenate([block.at for block in blocks])
    outside = np.ones(len(linked.blocks))
    outside[chosen] = 0.0
    return Part(
        np.concatenate([block.people for block in blocks]),
        sparse.block_diag([block.incidence for block in blocks], format="csr"),
        at,
        ((holders @ outside) > 0)[at] | linked.known[at],
    )


def possible(cover: Cover, printed: pl.DataFrame) -> Cover:
    """The cover without kinds that would stand where nobody is; printed: KEY of what rows print.

    A cell without anybody has no row and is known to be zero.
    """
    is_printed = _is_in(cover.sums, printed)
    is_nobody = (cover.sums["truth"].to_numpy() == 0) & ~is_printed
    kinds = np.flatnonzero(is_nobody.astype(float) @ cover.incidence == 0)
    return Cover(cover.people[kinds], cover.sums, cover.incidence[:, kinds])


def telling(covers: list[Cover], printed: pl.DataFrame) -> list[Cover]:
    """The covers with the counts that rows print (KEY), and those that several blocks must agree on.

    A reader knows that people are the same in every table, though no row prints how many. Where blocks
    are about other people, which no row may be, a count of theirs is not one.
    """
    every = pl.concat(cover.sums.select(*KEY, "truth") for cover in covers)
    counted = every.group_by(KEY).agg(
        pl.len(), pl.col("truth").n_unique().alias("different"), pl.col("truth").max()
    )
    shared = counted.filter(pl.col("len") > 1, pl.col("different") == 1, pl.col("truth") > 0).select(KEY)
    wanted = pl.concat([printed.select(KEY), shared]).unique()
    kept = [(cover, np.flatnonzero(_is_in(cover.sums, wanted))) for cover in covers]
    return [Cover(cover.people, cover.sums[keep], cover.incidence[keep]) for cover, keep in kept if keep.size]


def _is_in(sums: pl.DataFrame, keys: pl.DataFrame) -> npt.NDArray[np.bool_]:
    marked = sums.join(
        keys.select(KEY).unique().with_columns(is_in=True), on=KEY, how="left", maintain_order="left"
    )
    return marked["is_in"].fill_null(False).to_numpy()
