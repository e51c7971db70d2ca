"""The cell key method: each count changed by a little that its people themselves decide.

Belongs here: record keys, the table of changes, and a group whose counts are changed by them. Does not
belong here: the tables (flows.protection.tables).

Each person has a record key from the secret; the cell key of a count is the sum of its people's keys, and
the table of changes says what a count of that size with that key is changed by. So the same people get the
same number in every table, group and release: asking twice tells nothing more, and blocks need not wait for
one another. What is lost: parts need not add up to their total, since each is changed by itself, and a zero
stays a zero and is known to be one. Counts beside the flow (attrition, quality) are no persons to us; their
keys come of the finest count's name.

The table: of all ways to change a count i by −D to D with mean zero and variance V, never below zero nor to
1 … js, the one of greatest entropy; a count above D + js has the symmetric one.

Sources: the method is Statistics Sweden's for its population statistics since reference year 2025
(scb.se/FAQ-CKM: every count above zero, totals too, is changed by a small whole number or left; zero is
left; parts need not add up). Its D, V and js are not published, so the defaults here are assumed: D = 2 and
V = 1, js = 0, those with which the R package ptable (Destatis, EUPL) introduces such tables; the
construction by entropy is Giessing (2016, doi 10.1007/978-3-319-45381-1_18), without ptable's further
condition that a longer step is never likelier than a shorter one. An agency sets its own.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
import polars as pl

from flows.protection.cover import KEY, Cover, View, lay_out
from flows.protection.programme import Numbers

BITS = 32
"""Of a record key: enough for a table of probabilities, and sums of them stay whole numbers."""
ROUNDS, NEAR, SLACK = 200, 1e-10, 1e-13


@dataclass(frozen=True)
class Changes:
    """How counts are changed: row i of shares are those of the steps −noise … noise of a count i.

    The last row is that of every larger count, the first (of zero) is no change.
    """

    noise: int
    shares: Numbers

    def of(self, counts: npt.NDArray[np.int64], keys: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """The change of each count with its cell key (0 … 2^BITS − 1)."""
        rows = np.minimum(counts, self.shares.shape[0] - 1)
        reached = np.cumsum(self.shares, axis=1)[rows][:, :-1] <= (keys / 2.0**BITS)[:, None]
        steps: npt.NDArray[np.int64] = reached.sum(axis=1).astype(np.int64) - self.noise
        return steps


def changes(noise: int, variance: float, below: int) -> Changes:
    """The table of changes; ValueError when no change of a count has this mean and variance.

    noise  D, the largest change; variance  V; below  js: no count is changed to 1 … js
    """
    steps = np.arange(-noise, noise + 1)
    rows = [np.where(steps == 0, 1.0, 0.0)]
    for count in range(1, noise + below + 2):
        after = count + steps
        allowed = (after >= 0) & ~((after >= 1) & (after <= below))
        shares = np.zeros(steps.size)
        shares[allowed] = _greatest_entropy(steps[allowed].astype(float), variance)
        rows.append(shares)
    return Changes(noise, np.array(rows))


def _greatest_entropy(steps: Numbers, variance: float) -> Numbers:
    """Shares exp(a·d + b·d²), normed, of mean zero and variance: Newton on the convex dual."""
    moments = np.stack([steps, steps**2 - variance])
    weights = np.zeros(2)
    for _ in range(ROUNDS):
        shares = _normed(weights @ moments)
        off = moments @ shares
        if np.abs(off).max() < NEAR:
            return shares
        curve = (moments * shares) @ moments.T - np.outer(off, off) + 1e-14 * np.eye(2)
        step, pace = np.linalg.solve(curve, off), 1.0
        now = _height(weights @ moments)
        while _height((weights - pace * step) @ moments) > now + SLACK and pace > NEAR:
            pace /= 2
        weights = weights - pace * step
    least, most = steps.min(), steps.max()
    raise ValueError(f"no change within {least:g} … {most:g} has mean 0 and variance {variance:g}")


def _height(logs: Numbers) -> float:
    return float(logs.max() + np.log(np.exp(logs - logs.max()).sum()))


def _normed(logs: Numbers) -> Numbers:
    shares = np.exp(logs - logs.max())
    return np.asarray(shares / shares.sum())


@cache
def record_key(seed: bytes, name: str) -> int:
    """The record key of a person: BITS bits of a keyed hash."""
    return int.from_bytes(hashlib.blake2b(name.encode(), key=seed[:64], digest_size=BITS // 8).digest())


class Keyed:
    """One group in one model under the cell key method (flows.protection.population.Settling).

    printed  KEY of every count that a row prints
    """

    def __init__(self, printed: pl.DataFrame, table: Changes, seed: bytes) -> None:
        self.printed = printed.select(KEY).unique()
        self.table, self.seed = table, hashlib.sha256(seed).digest()
        self.found: list[pl.DataFrame] = []

    def add(
        self,
        name: str,
        people: pl.DataFrame,
        counts: pl.DataFrame,
        views: tuple[View, ...],
        cohort: str,
        spread: tuple[str, ...] = (),  # nobody is where nobody is
    ) -> None:
        """Changes the counts of a block; arguments as of flows.protection.cover.lay_out."""
        if people.height:
            self.found.append(self._changed(lay_out(self._with_keys(name, people), counts, views, cohort)))

    def result(self) -> pl.DataFrame:
        """KEY, truth, value, is_within of the printed counts of all blocks."""
        return pl.concat(self.found).unique(KEY, keep="first", maintain_order=True)

    def _with_keys(self, name: str, people: pl.DataFrame) -> pl.DataFrame:
        if "person" in people.columns:
            who = pl.col("person").cast(pl.String)
        else:
            who = pl.format(f"{name}/{{}}", pl.struct(pl.exclude("weight")).struct.json_encode())
        named = people.with_columns(who.alias("who"))
        names = named["who"].unique().to_list()
        record = pl.Series([record_key(self.seed, one) for one in names], dtype=pl.Int64)
        keys = pl.DataFrame({"who": names, "record": record}, schema_overrides={"who": pl.String})
        return named.join(keys, on="who", maintain_order="left").drop("who")

    def _changed(self, cover: Cover) -> pl.DataFrame:
        truth = cover.sums["truth"].to_numpy()
        if cover.keys is None:
            raise ValueError("a block of the cell key method is laid out with record keys")
        keys = (cover.incidence.astype(np.int64) @ cover.keys) % 2**BITS
        value = pl.Series("value", truth + self.table.of(truth, keys))
        found = cover.sums.select(*KEY, "truth", value, pl.lit(True).alias("is_within"))
        return found.join(self.printed, on=KEY, how="semi")
