"""Reads a release's cells and says, readably, where they differ from the naive ones."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path

import polars as pl

from tests.naive.attrition import Step, Steps
from tests.naive.cells import Cell, Cells, Key
from tests.naive.groups import Group, group_from_dict
from tests.naive.sensitivity import Sensitivity

PROFESSIONS = Path(__file__).resolve().parents[2] / "flows" / "professions"
COLUMNS = [
    "profession", "model", "cohort", "measure", "by_1", "value_1", "by_2", "value_2",
    "numerator", "denominator", "n_not_observable", "value", "status",
]  # fmt: skip
SHOWN = 20


def project_groups(ids: Iterable[str]) -> list[Group]:
    """The groups as the project's own profession files describe them."""
    found = []
    for group_id in ids:
        with (PROFESSIONS / f"{group_id}.toml").open("rb") as handle:
            found.append(group_from_dict(tomllib.load(handle)))
    return found


def released_cells(release: Path, model: str = "education") -> Cells:
    """internal/measures.parquet as cells; a key that occurs twice is a fault."""
    frame = pl.read_parquet(release / "internal" / "measures.parquet")
    assert frame.columns == COLUMNS, f"columns of measures.parquet: {frame.columns}"
    cells: Cells = {}
    for row in frame.filter(pl.col("model") == model).iter_rows():
        key, cell = Key(*row[:8]), Cell(*row[8:])
        assert key not in cells, f"the cell occurs twice: {describe(key)}"
        cells[key] = cell
    return cells


def released_sensitivity(release: Path, model: str) -> Sensitivity:
    """internal/sensitivity.parquet: the columns of measures, choice and alternative; totals only."""
    frame = pl.read_parquet(release / "internal" / "sensitivity.parquet")
    cells: Sensitivity = {}
    for row in frame.filter((pl.col("model") == model) & (pl.col("by_1") == "")).iter_rows(named=True):
        values = [row[column] for column in COLUMNS]
        name = (Key(*values[:8]), row["choice"], row["alternative"])
        assert name not in cells, f"the cell occurs twice: {name}"
        cells[name] = Cell(*values[8:])
    return cells


def released_steps(release: Path, model: str) -> Steps:
    """internal/attrition.parquet: candidates, excluded, and started or followed; zeros aside."""
    frame = pl.read_parquet(release / "internal" / "attrition.parquet").filter(
        (pl.col("model") == model)
        & pl.col("step").is_in(["candidates", "excluded", "started", "followed"])
        & (pl.col("persons") > 0)
    )
    columns = ["profession", "model", "cohort", "step", "reason"]
    return {
        Step(*(row[column] or "" for column in columns)): row["persons"]
        for row in frame.iter_rows(named=True)
    }


def describe(key: Key) -> str:
    """One cell's name on one line."""
    cut = "".join(f" {by}={value}" for by, value in ((key.by_1, key.value_1), (key.by_2, key.value_2)) if by)
    return f"{key.profession} {key.cohort} {key.measure}{cut}"


def same_value(left: float | None, right: float | None) -> bool:
    """Equal within 1e-9, or both null."""
    if left is None or right is None:
        return left is right
    return math.isclose(left, right, rel_tol=0, abs_tol=1e-9)


def same_cell(left: Cell, right: Cell) -> bool:
    """Whole numbers and status exactly, the value within 1e-9."""
    return left[:3] == right[:3] and left.status == right.status and same_value(left.value, right.value)


def differences(released: Mapping[Key, Cell], naive: Mapping[Key, Cell]) -> list[str]:
    """One line for every missing, superfluous or different cell, coarsest cells first."""
    lines = []
    wrong = released.keys() ^ naive.keys()
    wrong |= {key for key, cell in released.items() if key in naive and not same_cell(cell, naive[key])}
    for key in sorted(wrong, key=lambda key: (bool(key.by_1), bool(key.by_2), key)):
        if key not in released:
            lines.append(f"missing      {describe(key)}: expected {tuple(naive[key])}")
        elif key not in naive:
            lines.append(f"superfluous  {describe(key)}: {tuple(released[key])}")
        else:
            lines.append(f"different    {describe(key)}: {tuple(released[key])} expected {tuple(naive[key])}")
    return lines


def by_measure(lines: Iterable[str]) -> str:
    """How many differences each measure has, so that one cause is seen as one."""
    counts: dict[str, int] = {}
    for line in lines:
        kind, _, _, measure = line.split(":")[0].split()[:4]
        counts[f"{kind} {measure}"] = counts.get(f"{kind} {measure}", 0) + 1
    return ", ".join(f"{name} {n}" for name, n in sorted(counts.items()))


def assert_same_cells(released: Mapping[Key, Cell], naive: Mapping[Key, Cell], what: str) -> None:
    """Fails with up to twenty differences and a summary of all."""
    lines = differences(released, naive)
    shown = "\n".join(lines[:SHOWN])
    assert not lines, f"{what}: {len(lines)} cells differ\n{shown}\nall: {by_measure(lines)}"


def assert_same_sensitivity(released: Sensitivity, naive: Sensitivity, what: str) -> None:
    """Every choice and alternative, one after the other."""
    names = sorted({name[1:] for name in [*released, *naive]})
    for choice, alternative in names:
        assert_same_cells(
            {key: cell for (key, *rest), cell in released.items() if rest == [choice, alternative]},
            {key: cell for (key, *rest), cell in naive.items() if rest == [choice, alternative]},
            f"{what}, {choice} = {alternative}",
        )
