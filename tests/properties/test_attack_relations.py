"""The attacker's relations hold on true counts, and its people keep them.

A relation that a true count breaks would be the attacker's mistake, and a release refused for it.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from flows.attack import attack
from flows.attack.attacking import groups_of, system_for
from flows.attack.cells import KEY, kind_of
from flows.curves import curves
from flows.synthetic import write_delivery
from schemas.published_tables import COLUMNS, published_tables
from tests.naive.random_lives import EDUCATIONS, random_delivery
from tests.naive.writing import write_delivery as write_random
from tests.protecting import tables_of
from tests.support import Counted, count

GROUPS = ("sjukskoterska", "tandhygienist")
NUMBERS = ("numerator", "denominator", "n_not_observable", "persons", "n_risk", "n_event")
Tables = dict[str, pl.DataFrame]


@pytest.fixture(scope="module")
def counted(tmp_path_factory: pytest.TempPathFactory) -> Counted:
    folder = tmp_path_factory.mktemp("attacked")
    write_delivery(folder / "delivery", seed=7, persons=6_000)
    return count(folder / "delivery", folder / "out", professions=GROUPS)


@pytest.fixture(scope="module")
def truth(counted: Counted) -> Tables:
    return tables_with(counted)


def tables_with(counted: Counted) -> Tables:
    """Every published table with the true counts, as if nothing were withheld."""
    warehouse = counted.release.warehouse
    sources = {
        "cells": warehouse.frame("select * from measures.cells"),
        "sensitivity": warehouse.frame("select * from measures.sensitivity"),
        "attrition": warehouse.frame("select * from measures.attrition"),
        "curves": curves(warehouse.frame("select * from measures.spells")).with_columns(
            model=pl.lit("licence")
        ),
    }
    return {
        name: _cut(sources[one.layout], name)
        for name, one in published_tables().items()
        if one.layout in sources
    }


def _cut(source: pl.DataFrame, name: str) -> pl.DataFrame:
    one = published_tables()[name]
    if one.layout == "cells":
        pair = pl.col("by_1") + "," + pl.col("by_2")
        by = pl.when(pl.col("by_2") == "").then("by_1").otherwise(pair)
        source = source.filter(
            pl.col("model") == one.model,
            kind_of(pl.col("cohort")).is_in(one.cohorts),
            pl.col("measure").is_in(one.measures),
            by.is_in(one.breakdowns),
        )
    lacking = [column for column in COLUMNS[one.layout] if column not in source.columns]
    empty = {column: pl.lit(None, pl.Float64) for column in lacking if column.startswith("value_")}
    added = {column: empty.get(column, pl.lit("")) for column in lacking}
    exact = {"method": pl.lit("suppression"), "status": pl.lit("ok")}
    return source.with_columns(**{**added, **exact}).select(COLUMNS[one.layout])


def test_every_relation_holds(truth: Tables) -> None:
    seen = set()
    for name, counts in groups_of(truth):
        system = system_for(counts)
        known = system.counts["published"].cast(pl.Float64)
        unknown = system.matrix.astype(bool) @ known.is_null().to_numpy().astype(float)
        rest = system.matrix @ known.fill_null(0.0).to_numpy()
        wrong = (unknown == 0) & np.where(system.is_equal, rest != 0, rest < 0)
        assert {system.relations[row] for row in np.flatnonzero(wrong)} == set(), name
        seen |= {system.relations[row] for row in np.flatnonzero(unknown == 0)}
    assert len(seen) > 150, "most relations were never compared with anything"
    assert {"years", "region", "margin", "net", "left out", "choice in force", "started by"} <= seen


def test_what_is_printed_of_a_tiny_release_leaves_the_truth_possible_and_is_safe(tmp_path: Path) -> None:
    """No count, printed or worked out from prints, is further off than the attacker takes it to be."""
    write_random(random_delivery(101, persons=60), tmp_path / "delivery")
    counted = count(tmp_path / "delivery", tmp_path / "out", professions=tuple(EDUCATIONS))
    true = dict(groups_of(tables_with(counted)))
    compared = 0
    published = tables_of(counted.release)
    assert attack(published).is_safe
    for name, counts in groups_of(published):
        both = counts.join(true[name].select(*KEY, true="published"), on=KEY).drop_nulls("true")
        wrong = both.filter(~pl.col("true").is_between("low", "high"))
        assert wrong.is_empty(), wrong.select(*KEY, "published", "low", "high", "true").row(0)
        compared += both.height
    assert compared > 3_000
    assert len(true) == len(EDUCATIONS)


def test_counting_everybody_five_times_is_safe(truth: Tables) -> None:
    """It adds up, so people fit in: hardly a programme is needed, and nothing is opened."""
    found = attack(five_times(only("tandhygienist", truth)))
    assert found.is_safe, found.broken.head(5)
    assert found.by_programme < 100
    assert found.examined > 10_000
    assert found.widths["smallest"].min() == pytest.approx(4)


def test_rounding_each_count_by_itself_does_not_add_up(truth: Tables) -> None:
    chance = np.random.default_rng(1)
    found = attack({name: _alone(table, chance) for name, table in truth.items()})
    assert "no_sum" in found.broken["kind"].to_list()


def test_withholding_only_what_is_small_is_opened(truth: Tables) -> None:
    """Nothing beside the small counts is withheld: sums give them back."""
    small = pl.any_horizontal(
        *(pl.col(name).is_between(1, 4) for name in NUMBERS[:3]),
        (pl.col("denominator") - pl.col("numerator")).is_between(1, 4),
    )
    rates = truth["rates"].filter(~pl.col("measure").str.starts_with("net_"))
    hidden = rates.with_columns(
        *(pl.when(~small).then(pl.col(name)).alias(name) for name in NUMBERS[:3]),
        status=pl.when(small).then(pl.lit("protected")).otherwise("status"),
        value=pl.lit(None, pl.Float64),
    )
    found = attack({"rates": hidden})
    assert "breakdown" in "".join(found.broken["why"].to_list())


def only(profession: str, tables: Tables) -> Tables:
    return {name: table.filter(pl.col("profession") == profession) for name, table in tables.items()}


def five_times(tables: Tables) -> Tables:
    """Every count times 5: a population that adds up, all of it multiples of the base."""
    return {
        name: _rounded(table, {column: pl.col(column) * 5 for column in _numbers(table)})
        for name, table in tables.items()
    }


def _alone(table: pl.DataFrame, chance: np.random.Generator) -> pl.DataFrame:
    """Every count to 5 above or below, by chance."""
    up = {column: pl.Series(chance.integers(0, 5, table.height)) for column in _numbers(table)}
    return _rounded(table, {column: (pl.col(column) + extra) // 5 * 5 for column, extra in up.items()})


def _numbers(table: pl.DataFrame) -> list[str]:
    return [column for column in NUMBERS if column in table.columns]


def _rounded(table: pl.DataFrame, numbers: dict[str, pl.Expr]) -> pl.DataFrame:
    shown = table.with_columns(**numbers, method=pl.lit("rounding_5"))
    return shown.filter(pl.any_horizontal(pl.col(list(numbers)) != 0))
