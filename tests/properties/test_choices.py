"""A choice set in vardflode.toml moves the measures to what the sensitivity table said it would."""

from __future__ import annotations

import polars as pl
import pytest

from flows.choices import alternative_rows, choices, defaults, variant_rows
from flows.queries import queries
from flows.synthetic import write_delivery
from tests.support import Counted, count

KEY = ("profession", "model", "cohort", "measure")
COUNTS = ("numerator", "denominator", "n_not_observable", "status")
CHANGED = [(name, value) for name, choice in choices().items() for value in choice.alternatives]


@pytest.fixture(scope="module")
def counted(tmp_path_factory: pytest.TempPathFactory) -> Counted:
    folder = tmp_path_factory.mktemp("choices")
    write_delivery(folder / "delivery", seed=11, persons=5_000)
    return count(folder / "delivery", folder / "out", professions=("sjukskoterska", "fysioterapeut"))


@pytest.fixture(scope="module")
def sensitivity(counted: Counted) -> pl.DataFrame:
    """The table with every default in force."""
    return counted.release.warehouse.frame("select * from measures.sensitivity")


def alternative(sensitivity: pl.DataFrame, choice: str, value: str) -> dict[tuple[str, ...], tuple[int, ...]]:
    """The rows of one alternative, under the measures' plain names."""
    rows = sensitivity.filter((pl.col("choice") == choice) & (pl.col("alternative") == value))
    plain = rows.with_columns(pl.col("measure").str.replace("_(workplace|either)$", ""))
    return {row[:4]: row[4:] for row in plain.select(*KEY, *COUNTS).iter_rows()}


def released(counted: Counted, names: set[str]) -> dict[tuple[str, ...], tuple[int, ...]]:
    """The totals of the measures, as released."""
    cells = counted.release.warehouse.frame("select * from measures.cells where by_1 = ''")
    found = cells.filter(pl.col("measure").is_in(names)).select(*KEY, *COUNTS)
    return {row[:4]: row[4:] for row in found.iter_rows()}


def rebuild(counted: Counted, in_force: dict[str, str]) -> None:
    """Everything that hangs on a choice, counted again under other choices."""
    warehouse = counted.release.warehouse
    warehouse.add_table("reference.variants", variant_rows(in_force))
    warehouse.add_table("reference.alternatives", alternative_rows(in_force))
    stale = {"reference.variants", "reference.alternatives"}
    for table, query in queries().items():
        if query.reads & stale:
            stale.add(table)
            counted.release.build(table)


def names_of(choice: str) -> set[str]:
    found = alternative_rows(defaults()).filter(pl.col("choice") == choice)["measure"]
    return set(found.unique())


@pytest.mark.parametrize("choice", [name for name, c in choices().items() if c.alternatives])
def test_the_value_in_force_equals_the_released_cell(
    counted: Counted, sensitivity: pl.DataFrame, choice: str
) -> None:
    rebuild(counted, defaults())
    found = alternative(sensitivity, choice, choices()[choice].value)
    cells = released(counted, names_of(choice))
    assert len(found) > 20
    models = {key[1] for key in found}
    assert found == {key: counts for key, counts in cells.items() if key[1] in models}


@pytest.mark.parametrize(("choice", "value"), CHANGED, ids=" ".join)
def test_a_choice_moves_the_measures_to_its_alternative(
    counted: Counted, sensitivity: pl.DataFrame, choice: str, value: str
) -> None:
    said = alternative(sensitivity, choice, value)
    rebuild(counted, defaults() | {choice: value})
    cells = released(counted, names_of(choice))
    assert said == {key: counts for key, counts in cells.items() if key in said}
    assert len(said) > 20
    # And it is no empty change: some number differs from that of the value in force.
    assert said != alternative(sensitivity, choice, choices()[choice].value)
