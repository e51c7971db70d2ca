"""Flows are conserved: what enters a stage equals what leaves it plus the named exits.

Checked on every cohort of a synthetic delivery of moderate size, for every matrix and chain.
"""

from __future__ import annotations

import polars as pl
import pytest

from flows.synthetic import write_delivery
from tests.support import Counted, count

PATHWAYS = ("stayed_home", "returned_home", "stayed_in_study", "moved_elsewhere", "abroad_or_dead", "unknown")
KEY = ["profession", "cohort"]


@pytest.fixture(scope="module")
def counted(tmp_path_factory: pytest.TempPathFactory) -> Counted:
    folder = tmp_path_factory.mktemp("conserved")
    write_delivery(folder / "delivery", seed=5, persons=6_000)
    return count(folder / "delivery", folder / "out")


@pytest.fixture(scope="module")
def cells(counted: Counted) -> pl.DataFrame:
    return counted.release.warehouse.frame("select * from measures.cells")


def total(cells: pl.DataFrame, measure: str) -> pl.DataFrame:
    """numerator, denominator and n_not_observable of the total, by profession and cohort."""
    found = cells.filter((pl.col("measure") == measure) & (pl.col("by_1") == ""))
    return found.select(*KEY, n="numerator", d="denominator", u="n_not_observable").sort(KEY)


def matrices(cells: pl.DataFrame) -> list[str]:
    return sorted(m for m in cells["measure"].unique() if m.startswith("mobility_"))


def test_every_matrix_is_there(cells: pl.DataFrame) -> None:
    assert len(matrices(cells)) == 8


@pytest.mark.parametrize("level", ["county", "region"])
def test_the_rows_of_a_matrix_add_up_to_their_origin_and_to_the_total(
    cells: pl.DataFrame, level: str
) -> None:
    for measure in matrices(cells):
        rows = cells.filter((pl.col("measure") == measure) & (pl.col("by_1") == f"from_{level}"))
        by_origin = rows.group_by(*KEY, "value_1").agg(
            pl.col("numerator").sum(),
            pl.col("denominator").first(),
            pl.col("denominator").n_unique().alias("k"),
        )
        assert by_origin.height > 0
        assert (by_origin["k"] == 1).all()
        assert (by_origin["numerator"] == by_origin["denominator"]).all()
        sums = by_origin.group_by(KEY).agg(pl.col("numerator").sum()).sort(KEY)
        both = total(cells, measure).join(sums, on=KEY, how="left")
        assert (both["d"] == both["numerator"].fill_null(0)).all(), measure
        assert (both["n"] == both["d"]).all()


def test_the_total_of_a_matrix_holds_everybody_in_its_base(cells: pl.DataFrame) -> None:
    licensed = total(cells, "resident_1").select(*KEY, everybody=pl.col("d") + pl.col("u"))
    started = total(cells, "composition").select(*KEY, everybody="d")
    working = {
        k: total(cells, f"in_profession_{k}").select(*KEY, everybody=pl.col("d") + pl.col("u"))
        for k in (1, 3)
    }
    for measure in matrices(cells):
        if "_work_" in measure:
            base = working[int(measure[-1])]
        else:
            base = started if measure == "mobility_home_to_study" else licensed
        both = total(cells, measure).join(base, on=KEY)
        assert both.height == base.height
        assert (both["d"] + both["u"] == both["everybody"]).all(), measure


@pytest.mark.parametrize("k", [1, 3])
@pytest.mark.parametrize("level", ["county", "region"])
def test_arrivals_departures_and_net_follow_from_the_matrix(cells: pl.DataFrame, k: int, level: str) -> None:
    matrix = cells.filter(
        (pl.col("measure") == f"mobility_home_to_after_{k}") & (pl.col("by_1") == f"from_{level}")
    )
    known = matrix.filter((pl.col("value_1") != "unknown") & (pl.col("value_2") != "unknown"))
    moved = known.filter(pl.col("value_1") != pl.col("value_2"))
    places = ~pl.col("place").is_in(["unknown", "abroad_or_dead"])
    for name, place in (("arrivals", "value_2"), ("departures", "value_1")):
        expected = (
            moved.rename({place: "place"})
            .filter(places)
            .group_by(*KEY, "place")
            .agg(pl.col("numerator").sum())
        )
        found = cells.filter((pl.col("measure") == f"{name}_{k}") & (pl.col("by_1") == level))
        both = found.rename({"value_1": "place"}).join(expected, on=[*KEY, "place"], how="left")
        assert both.height > 0
        assert (both["numerator"] == both["numerator_right"].fill_null(0)).all(), name
    net = cells.filter((pl.col("measure") == f"net_{k}") & (pl.col("by_1") == level))
    parts = [
        cells.filter((pl.col("measure") == f"{name}_{k}") & (pl.col("by_1") == level)).select(
            *KEY, "value_1", pl.col("numerator").alias(name)
        )
        for name in ("arrivals", "departures")
    ]
    both = net.join(parts[0], on=[*KEY, "value_1"], how="left").join(
        parts[1], on=[*KEY, "value_1"], how="left"
    )
    difference = both["arrivals"].fill_null(0) - both["departures"].fill_null(0)
    assert (both["numerator"] == difference).all()


@pytest.mark.parametrize("measure", ["status_1", "status_3", "fate"])
def test_categories_add_up_for_the_total_and_for_each_sex(cells: pl.DataFrame, measure: str) -> None:
    found = cells.filter(pl.col("measure") == measure)
    sums = found.group_by(*KEY, "by_2", "value_2").agg(
        pl.col("numerator").sum(), pl.col("denominator").first(), pl.col("n_not_observable").first()
    )
    assert (sums["numerator"] == sums["denominator"]).all()
    sexes = (
        sums.filter(pl.col("by_2") == "sex")
        .group_by(KEY)
        .agg(pl.col("denominator").sum(), pl.col("n_not_observable").sum())
    )
    both = sums.filter(pl.col("by_2") == "").join(sexes, on=KEY)
    assert (both["denominator"] == both["denominator_right"]).all()
    assert (both["n_not_observable"] == both["n_not_observable_right"]).all()


@pytest.mark.parametrize("k", [1, 3])
def test_pathways_add_up(cells: pl.DataFrame, k: int) -> None:
    found = cells.filter(pl.col("measure").is_in([f"pathway_{name}_{k}" for name in PATHWAYS]))
    place = [*KEY, "by_1", "value_1", "by_2", "value_2"]
    sums = found.group_by(place).agg(pl.col("numerator").sum(), pl.col("denominator").first(), pl.len())
    assert (sums["len"] == len(PATHWAYS)).all()
    assert (sums["numerator"] == sums["denominator"]).all()


@pytest.mark.parametrize(
    ("link", "before"),
    [
        ("general_degree_share", "exam_rate_to_date"),
        ("licensed_share", "exam_rate_to_date"),
        ("resident_1", "licensed_share"),
        ("resident_3", "licensed_share"),
        ("employed_1", "resident_1"),
        ("employed_3", "resident_3"),
        ("in_profession_1", "employed_1"),
        ("in_profession_3", "employed_3"),
    ],
)
def test_a_link_asks_everybody_in_the_numerator_before_it_and_those_not_observable(
    cells: pl.DataFrame, link: str, before: str
) -> None:
    both = total(cells, link).join(total(cells, before), on=KEY)
    assert both.height > 0
    assert (both["d"] + both["u"] == both["n_right"] + both["u_right"]).all()


def test_groups_of_a_breakdown_add_up_to_the_total(cells: pl.DataFrame) -> None:
    for by in ("sex", "age", "home_county", "study_region", "upper_secondary", "institution"):
        single = cells.filter((pl.col("by_1") == by) & (pl.col("by_2") == ""))
        counts = (
            single.filter(pl.col("measure") == "exam_rate_nominal_3")
            .group_by(KEY)
            .agg(pl.col("numerator").sum(), pl.col("denominator").sum(), pl.col("n_not_observable").sum())
        )
        both = total(cells, "exam_rate_nominal_3").join(counts, on=KEY)
        assert both.height > 0
        assert (both["n"] == both["numerator"]).all(), by
        assert (both["d"] == both["denominator"]).all(), by
        assert (both["u"] == both["n_not_observable"]).all(), by


def test_nobody_is_lost_on_the_way_into_the_cohort(counted: Counted) -> None:
    rows = counted.rows(
        """
        select profession, cohort,
            sum(case step when 'candidates' then persons else 0 end) as candidates,
            sum(case when step in ('excluded', 'started') then persons else 0 end) as placed,
            sum(case step when 'started' then persons else 0 end) as started
        from measures.attrition group by profession, cohort
        """
    )
    assert rows
    assert all(row["candidates"] == row["placed"] for row in rows)
    assert sum(row["started"] for row in rows if row["cohort"] == "2000-2010") == len(
        counted.rows("select person from measures.persons")
    )


def test_every_register_adds_up(counted: Counted) -> None:
    assert all(counts.adds_up for counts in counted.release.counts.values())
    assert sum(sum(c.rejected.values()) for c in counted.release.counts.values()) > 0
