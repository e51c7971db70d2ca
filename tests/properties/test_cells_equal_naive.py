"""Every cell of a release equals the naive computation; the way a delivery is written does not matter."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

import polars as pl
import pytest

from schemas import setting_aside
from tests.naive.attrition import (
    Steps,
    compute_attrition,
    compute_licence_attrition,
    compute_licensed_attrition,
)
from tests.naive.cells import Cells
from tests.naive.compute import compute_measures
from tests.naive.delivery import Delivery
from tests.naive.groups import HEALTH_SNI_GROUPS, Group, group_from_list
from tests.naive.licence import compute_licence
from tests.naive.licensed import compute_licensed
from tests.naive.random_lives import EDUCATIONS, random_delivery
from tests.naive.sensitivity import (
    Sensitivity,
    compute_licence_sensitivity,
    compute_licensed_sensitivity,
    compute_sensitivity,
)
from tests.naive.writing import write_delivery
from tests.properties.cell_differences import (
    assert_same_cells,
    assert_same_sensitivity,
    project_groups,
    released_cells,
    released_sensitivity,
    released_steps,
)
from tests.support import run_delivery

WINDOW = (2000, 2010)
LASAR = ("2000/01", "2007/08")
# Among them: no licences (5), no degrees (121), no individuals (16), applications from HT 1999 (34, 88),
# registrations that begin after the licences of 2000/01 (23, 34) or end soon after those of 2007/08 (88).
SEEDS = (3, 4, 5, 15, 16, 18, 23, 29, 34, 38, 88, 121)
STYLE_SEEDS, STYLE_PERSONS = (7, 11), 80
MODELS = ("education", "licence", "licensed")


class Case(NamedTuple):
    """A random delivery and what the main job made of it."""

    seed: int
    delivery: Delivery
    release: Path


@pytest.fixture(scope="module", params=SEEDS)
def case(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Case:
    """One run for every seed, whatever is compared."""
    seed: int = request.param
    delivery, folder = random_delivery(seed), tmp_path_factory.mktemp(f"seed{seed}") / "delivery"
    write_delivery(delivery, folder, "clean")
    return Case(seed, delivery, run_delivery(folder, professions=list(EDUCATIONS), window=WINDOW))


def base_and_advanced(groups: list[Group]) -> tuple[Group, list[Group]]:
    """The nurses, and the educations that their group's file leads to."""
    base = next(group for group in groups if group.id == "sjukskoterska")
    return base, [group for group in groups if group.id in base.leads_to]


def naive_cells(delivery: Delivery, model: str) -> Cells:
    """Every cell of one model."""
    groups = project_groups(EDUCATIONS)
    if model == "education":
        return compute_measures(delivery, groups, WINDOW)
    if model == "licensed":
        return compute_licensed(delivery, groups)
    return compute_licence(delivery, *base_and_advanced(groups), LASAR)


def naive_steps(delivery: Delivery, model: str) -> Steps:
    """The ways into the cohorts of one model."""
    groups = project_groups(EDUCATIONS)
    if model == "education":
        return compute_attrition(delivery, groups, WINDOW)
    if model == "licensed":
        return compute_licensed_attrition(delivery, groups)
    return compute_licence_attrition(delivery, base_and_advanced(groups)[0], LASAR)


def naive_sensitivity(delivery: Delivery, model: str) -> Sensitivity:
    """The sensitivity table of one model."""
    groups = project_groups(EDUCATIONS)
    if model == "education":
        return compute_sensitivity(delivery, groups, WINDOW)
    if model == "licensed":
        return compute_licensed_sensitivity(delivery, groups)
    return compute_licence_sensitivity(delivery, *base_and_advanced(groups), LASAR)


@pytest.mark.parametrize("name", EDUCATIONS)
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
    assert sorted(ours.leads_to) == sorted(listed.leads_to)
    assert ours.sni_groups | HEALTH_SNI_GROUPS == listed.sni_groups | HEALTH_SNI_GROUPS
    for start in range(2 * 1993, 2 * 2030):
        assert ours.nominal_terms(start) == listed.nominal_terms(start)


@pytest.mark.parametrize("model", MODELS)
def test_every_cell_equals_the_naive_one(case: Case, model: str) -> None:
    naive = naive_cells(case.delivery, model)
    assert naive or "licences" not in case.delivery.covers
    assert_same_cells(released_cells(case.release, model), naive, f"seed {case.seed}, {model}")


@pytest.mark.parametrize("model", MODELS)
def test_the_way_into_the_cohorts_equals_the_naive_one(case: Case, model: str) -> None:
    """Candidates, those left out by reason, and those who were kept."""
    assert released_steps(case.release, model) == naive_steps(case.delivery, model)


@pytest.mark.parametrize("model", MODELS)
def test_every_alternative_equals_the_naive_one(case: Case, model: str) -> None:
    """The sensitivity table, and its first alternatives against the measures."""
    naive = naive_sensitivity(case.delivery, model)
    released = released_sensitivity(case.release, model)
    assert_same_sensitivity(released, naive, f"seed {case.seed}, {model}")


def test_another_window_is_counted_alike(tmp_path: Path) -> None:
    """A window from 1998 reaches years before 2001, when nobody's occupation is known (R30)."""
    delivery, window = random_delivery(17), (1998, 2004)
    write_delivery(delivery, tmp_path / "delivery", "clean")
    release = run_delivery(tmp_path / "delivery", professions=list(EDUCATIONS), window=window)
    naive = compute_measures(delivery, project_groups(EDUCATIONS), window)
    assert_same_cells(released_cells(release), naive, "window 1998-2004")


@pytest.mark.parametrize("style", ["clean", "dirty", "mixed"])
@pytest.mark.parametrize("seed", STYLE_SEEDS)
def test_the_way_a_delivery_is_written_does_not_matter(
    tmp_path: Path, seed: int, style: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Clean = dirty = mixed: each is compared with the one naive result; and the rejects are as expected.

    Here the rows of everybody are judged, also of those who are set aside (R58).
    """
    monkeypatch.setattr(setting_aside, "FIRST_ROWS", 10**9)
    delivery = random_delivery(seed, persons=STYLE_PERSONS)
    expected = write_delivery(delivery, tmp_path / "delivery", style)
    release = run_delivery(tmp_path / "delivery", professions=list(EDUCATIONS), window=WINDOW)
    for register, found in expected.items():
        wanted = sorted((one.file, one.column.lower(), one.reason) for one in found.rejections)
        assert rejected_rows(release, register) == wanted, register
    for model in MODELS:
        what = f"seed {seed}, {style}, {model}"
        assert_same_cells(released_cells(release, model), naive_cells_of_seed(seed, model), what)


@cache
def naive_cells_of_seed(seed: int, model: str) -> Cells:
    """Those that every way of writing is compared with, computed once."""
    return naive_cells(random_delivery(seed, persons=STYLE_PERSONS), model)


def rejected_rows(release: Path, register: str) -> list[tuple[str, str, str]]:
    """internal/rejected/<register>.parquet: file, column and reason; no file is no rejected rows."""
    path = release / "internal" / "rejected" / f"{register}.parquet"
    if not path.exists():
        return []
    rows = pl.read_parquet(path).select("file", "column", "reason").iter_rows()
    return sorted((Path(file).name, column.lower(), reason) for file, column, reason in rows)
