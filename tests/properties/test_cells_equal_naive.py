"""Every cell of a release equals the naive computation; the way a delivery is written does not matter."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from tests.naive.compute import compute_attrition, compute_measures, compute_sensitivity
from tests.naive.delivery import Delivery
from tests.naive.groups import HEALTH_SNI_GROUPS, group_from_list
from tests.naive.random_lives import PILOTS, random_delivery
from tests.naive.writing import write_delivery
from tests.properties.cell_differences import assert_same_cells, project_groups, released_cells
from tests.support import run_delivery

WINDOW = (2000, 2010)
SEEDS = (3, 4, 5, 15, 18, 29, 33, 38)
STYLE_SEEDS = (7, 11)


def release_of(delivery: Delivery, folder: Path, style: str) -> Path:
    """Writes the delivery and runs the main job on it."""
    write_delivery(delivery, folder, style)
    return run_delivery(folder, professions=list(PILOTS), window=WINDOW)


@pytest.mark.parametrize("name", PILOTS)
def test_profession_files_agree_with_the_code_list(name: str) -> None:
    """The oracle reads the project's profession files; their codes are those of yrken.csv."""
    ours, listed = project_groups([name])[0], group_from_list(name)
    assert (ours.licence_codes, ours.ssyk96, ours.ssyk2012) == (
        listed.licence_codes,
        listed.ssyk96,
        listed.ssyk2012,
    )
    assert (ours.licence_lag_years, ours.licensed_within_months, ours.follow_from) == (
        listed.licence_lag_years,
        listed.licensed_within_months,
        listed.follow_from,
    )
    assert ours.sni_groups | HEALTH_SNI_GROUPS == listed.sni_groups | HEALTH_SNI_GROUPS
    for start in range(2 * 1993, 2 * 2030):
        assert ours.nominal_terms(start) == listed.nominal_terms(start)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_cell_equals_the_naive_one(tmp_path: Path, seed: int) -> None:
    """Measures, the reasons for leaving out, and the three target sets."""
    delivery, groups = random_delivery(seed), project_groups(PILOTS)
    release = release_of(delivery, tmp_path / "delivery", "clean")
    naive = compute_measures(delivery, groups, WINDOW)
    assert_same_cells(released_cells(release), naive, f"seed {seed}")
    assert released_attrition(release) == compute_attrition(delivery, groups, WINDOW)
    assert released_sensitivity(release) == {
        key: tuple(cell[:3]) for key, cell in compute_sensitivity(delivery, groups, WINDOW).items()
    }


def test_another_window_is_counted_alike(tmp_path: Path) -> None:
    """A window from 1998 reaches years before 2001, when nobody's occupation is known (R30)."""
    delivery, window = random_delivery(17), (1998, 2004)
    write_delivery(delivery, tmp_path / "delivery", "clean")
    release = run_delivery(tmp_path / "delivery", professions=list(PILOTS), window=window)
    naive = compute_measures(delivery, project_groups(PILOTS), window)
    assert_same_cells(released_cells(release), naive, "window 1998-2004")


@pytest.mark.parametrize("style", ["clean", "dirty", "mixed"])
@pytest.mark.parametrize("seed", STYLE_SEEDS)
def test_the_way_a_delivery_is_written_does_not_matter(tmp_path: Path, seed: int, style: str) -> None:
    """Clean = dirty = mixed: each is compared with the one naive result; and the rejects are as expected."""
    delivery = random_delivery(seed, persons=80)
    expected = write_delivery(delivery, tmp_path / "delivery", style)
    release = run_delivery(tmp_path / "delivery", professions=list(PILOTS), window=WINDOW)
    naive = compute_measures(delivery, project_groups(PILOTS), WINDOW)
    assert_same_cells(released_cells(release), naive, f"seed {seed}, {style}")
    for register, found in expected.items():
        wanted = sorted((one.file, one.column.lower(), one.reason) for one in found.rejections)
        assert rejected_rows(release, register) == wanted, register


def released_attrition(release: Path) -> dict[tuple[str, str, str], int]:
    """internal/attrition.parquet: the reasons for being left out, zeros aside."""
    reasons = [
        "incoming_exchange",
        "contract_education",
        "reused_number",
        "degree_before_start",
        "licence_before_start",
    ]
    frame = pl.read_parquet(release / "internal" / "attrition.parquet")
    frame = frame.filter((pl.col("model") == "education") & pl.col("reason").is_in(reasons))
    rows = frame.select("profession", "cohort", "reason", "persons").iter_rows()
    return {(profession, cohort, reason): n for profession, cohort, reason, n in rows if n}


def released_sensitivity(release: Path) -> dict[tuple[str, str, str, str, str], tuple[int, int, int]]:
    """internal/sensitivity.parquet: the target sets, under the measure's plain name."""
    frame = pl.read_parquet(release / "internal" / "sensitivity.parquet")
    frame = frame.filter(
        (pl.col("model") == "education")
        & (pl.col("by_1") == "")
        & pl.col("alternative").is_in(["occupation", "workplace", "either"])
    )
    found = {}
    for row in frame.iter_rows(named=True):
        measure = row["measure"].removesuffix("_workplace").removesuffix("_either")
        key = (row["profession"], row["model"], row["cohort"], measure, row["alternative"])
        found[key] = (row["numerator"], row["denominator"], row["n_not_observable"])
    return found


def rejected_rows(release: Path, register: str) -> list[tuple[str, str, str]]:
    """internal/rejected/<register>.parquet: file, column and reason; no file is no rejected rows."""
    path = release / "internal" / "rejected" / f"{register}.parquet"
    if not path.exists():
        return []
    rows = pl.read_parquet(path).select("file", "column", "reason").iter_rows()
    return sorted((Path(file).name, column.lower(), reason) for file, column, reason in rows)
