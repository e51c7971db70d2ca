"""Published tables against what was counted: near, in fives, adding up, and silent where they must be.

A synthetic delivery of a size at which most cells are small. Sums are tested here from the tables alone;
what an attacker makes of them is tested with flows.attack.
"""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from flows.attack.attacking import groups_of, system_for
from flows.policy import Policy
from flows.synthetic import write_delivery
from schemas.published_tables import COLUMNS, published_tables
from tests.protecting import counted_by, tables_of
from tests.support import Counted, count

KEY = ["profession", "model", "cohort", "measure", "by_1", "value_1", "by_2", "value_2"]
COUNTS = ["numerator", "denominator", "n_not_observable"]
BASE, RATE_BASE = 5, 20
GROUP_ALONE = "tandhygienist"
SINGLES = (
    *("sex", "age", "background", "upper_secondary", "earlier_degree", "institution", "home_county"),
    *("home_region", "study_county", "study_region", "cohort_year"),
)
GROUP = ["profession", "model", "cohort", "measure"]


@pytest.fixture(scope="module")
def counted(tmp_path_factory: pytest.TempPathFactory) -> Counted:
    folder = tmp_path_factory.mktemp("published")
    write_delivery(folder / "delivery", seed=2, persons=5_000)
    return count(folder / "delivery", folder / "out", professions=("tandhygienist", "sjukskoterska"))


@pytest.fixture(scope="module")
def tables(counted: Counted) -> dict[str, pl.DataFrame]:
    return tables_of(counted.release)


@pytest.fixture(scope="module")
def hygienists(counted: Counted) -> dict[str, pl.DataFrame]:
    """One group's tables, protected by themselves."""
    return tables_of(counted.release, only=GROUP_ALONE)


@pytest.fixture(scope="module")
def cells(tables: dict[str, pl.DataFrame]) -> pl.DataFrame:
    listed = published_tables()
    return pl.concat(tables[name] for name in tables if listed[name].layout == "cells")


@pytest.fixture(scope="module")
def truth(counted: Counted) -> pl.DataFrame:
    return counted_by(counted.release).cells


def test_every_table_has_its_columns(tables: dict[str, pl.DataFrame]) -> None:
    assert {name: tuple(table.columns) for name, table in tables.items()} == {
        name: COLUMNS[table.layout] for name, table in published_tables().items()
    }


def test_no_cell_stands_in_two_tables(cells: pl.DataFrame) -> None:
    assert cells.select(KEY).is_duplicated().sum() == 0


def test_counts_are_multiples_less_than_the_base_from_the_truth(
    cells: pl.DataFrame, truth: pl.DataFrame
) -> None:
    shown = cells.filter(pl.col("status").is_in(["ok", "not_observable"])).join(
        truth, on=KEY, suffix="_counted"
    )
    assert shown.height > 5_000
    for name in COUNTS:
        if name == "numerator":  # a net is the difference of two flows
            shown = shown.filter(~pl.col("measure").str.starts_with("net_"))
        assert (shown[name] % BASE == 0).all()
        assert ((shown[name] - shown[f"{name}_counted"]).abs() < BASE).all(), name


def test_a_cell_that_is_not_there_is_small(cells: pl.DataFrame, truth: pl.DataFrame) -> None:
    """Of the tables' own breakdowns: nobody is missing but where fewer than a base are, or all of it is."""
    listed = cells.select("measure", "by_1", "by_2", "model").unique()
    missing = truth.join(listed, on=["measure", "by_1", "by_2", "model"]).join(cells, on=KEY, how="anti")
    years = pl.col("cohort").str.contains("-")
    missing = missing.filter(years | (pl.col("by_1").is_in(["", "sex", "from_region", "region"])))
    missing = missing.filter(~((pl.col("by_1") == "sex") & (pl.col("by_2") != "") & ~years))
    one_sided = pl.col("measure").str.contains("^(mobility|specialisation_share|composition)")
    small = pl.when(one_sided).then(pl.col("numerator") < BASE).otherwise(
        (pl.col("denominator") < BASE) & (pl.col("n_not_observable") < BASE)
    )  # fmt: skip
    is_window = years.alias("is_window")
    breakdown = ["profession", "model", "is_window", "by_1", "by_2"]
    shown = cells.with_columns(is_window).select(breakdown).unique()
    missing = missing.with_columns(is_window)
    beside_others = missing.join(shown, on=breakdown, how="semi")
    assert beside_others.height > 10
    assert beside_others.filter(~small).height == 0
    # A breakdown that is left out whole has no part that could show a share.
    alone = missing.join(shown, on=breakdown, how="anti").filter(pl.col("measure") != "composition")
    assert alone.height > 10
    assert alone["denominator"].max() == RATE_BASE - 1


def test_everything_that_must_add_up_does(tables: dict[str, pl.DataFrame]) -> None:
    """Every relation that the attacker knows of, whose counts are all printed, holds exactly."""
    compared = 0
    for name, counts in groups_of(tables):
        system = system_for(counts)
        printed = system.counts["published"].cast(pl.Float64)
        is_told = system.matrix.astype(bool) @ printed.is_null().to_numpy().astype(float) == 0
        rest = system.matrix @ printed.fill_null(0.0).to_numpy()
        wrong = is_told & np.where(system.is_equal, rest != 0, rest < 0)
        assert {system.relations[row] for row in np.flatnonzero(wrong)} == set(), name
        compared += int(is_told.sum())
    assert compared > 50_000


def test_what_is_withheld_has_no_number(tables: dict[str, pl.DataFrame]) -> None:
    """Definitions 11: null and a reason, never zero."""
    seen = 0
    for name, table in tables.items():
        hidden = table.filter(pl.col("status").is_in(["protected", "immature"]))
        reason = "reason" if published_tables()[name].layout in ("cells", "sensitivity") else "withheld"
        numbers = [c for c in table.columns if table.schema[c].is_numeric() and c != "k"]
        assert hidden.select(pl.all_horizontal(pl.col(numbers).is_null()).all()).item() is not False
        assert (hidden[reason] != "").all()
        seen += hidden.height
    assert seen > 0


def test_little_is_withheld(cells: pl.DataFrame) -> None:
    lost = cells.filter(pl.col("reason") == "secondary").height
    assert lost / cells.filter(pl.col("status") != "immature").height < 0.02


def test_no_share_on_a_small_base(cells: pl.DataFrame) -> None:
    small = cells.filter(pl.col("denominator") < 20)
    assert small.height > 10
    assert small["value"].null_count() == small.height
    assert cells.filter((pl.col("denominator") >= 20) & (pl.col("status") == "ok"))["value"].null_count() == 0


def test_shares_lie_in_their_intervals(cells: pl.DataFrame, truth: pl.DataFrame) -> None:
    """The interval holds the published share and the true one."""
    shown = cells.filter(pl.col("value_low").is_not_null() & pl.col("value").is_not_null()).join(
        truth, on=KEY, suffix="_counted"
    )
    assert shown.height > 1_000
    for name in ("value", "value_counted"):
        inside = shown.filter(pl.col(name).is_between(pl.col("value_low"), pl.col("value_high")))
        assert inside.height == shown.height, name


def _sums(cells: pl.DataFrame, by: list[str]) -> pl.DataFrame:
    """Sums of rows; a sum of which a part is withheld is left out."""
    whole = pl.col("status").is_in(["ok", "not_observable"]).all().alias("is_whole")
    return cells.group_by(by).agg(whole, *(pl.col(name).sum() for name in COUNTS)).filter(pl.col("is_whole"))


@pytest.mark.parametrize("breakdown", SINGLES)
def test_a_breakdown_adds_up_to_the_total(cells: pl.DataFrame, breakdown: str) -> None:
    apart = pl.col("measure").str.contains("^(arrivals|departures|net|mobility|composition)")
    shown = cells.filter((pl.col("model") == "education") & ~apart & (pl.col("by_2") == ""))
    totals = shown.filter((pl.col("by_1") == "") & pl.col("status").is_in(["ok", "not_observable"]))
    sums = _sums(shown.filter(pl.col("by_1") == breakdown), GROUP)
    both = totals.join(sums, on=GROUP, suffix="_sum")
    assert both.height > 20
    for name in COUNTS:
        assert (both[name] == both[f"{name}_sum"]).all(), both.filter(pl.col(name) != pl.col(f"{name}_sum"))


@pytest.mark.parametrize("variable", ["age", "background", "upper_secondary", "home_region", "study_region"])
def test_pairs_add_up_both_ways(cells: pl.DataFrame, variable: str) -> None:
    pairs = cells.filter(
        (pl.col("model") == "education") & (pl.col("by_1") == "sex") & (pl.col("by_2") == variable)
    )
    for by, value in (("sex", "value_1"), (variable, "value_2")):
        singles = cells.filter(
            (pl.col("by_1") == by) & (pl.col("by_2") == "") & pl.col("status").is_in(["ok", "not_observable"])
        )
        sums = _sums(pairs.with_columns(pl.col(value).alias("value")).rename({value: "at"}), [*GROUP, "at"])
        both = singles.join(sums, left_on=[*GROUP, "value_1"], right_on=[*GROUP, "at"], suffix="_sum")
        assert both.height > 20
        for name in COUNTS:
            assert (both[name] == both[f"{name}_sum"]).all()


def test_the_window_is_the_sum_of_its_years(cells: pl.DataFrame) -> None:
    """By region for the matrices, by category and sex for status and fate, in total for the shares."""
    shown = cells.filter(pl.col("model") == "education", ~pl.col("measure").str.starts_with("months"))
    cell = ["profession", "measure", "by_1", "value_1", "by_2", "value_2"]
    years = shown.filter(~pl.col("cohort").str.contains("-"))
    measures = years.select("measure", "profession", "cohort").unique()
    every = measures.group_by("measure", "profession").len().filter(pl.col("len") == 11)
    sums = _sums(years.join(every, on=["measure", "profession"]), cell)
    window = shown.filter(
        pl.col("cohort").str.contains("-") & pl.col("status").is_in(["ok", "not_observable"])
    )
    window = window.filter(~pl.col("measure").str.contains("^(composition|net_)"))
    both = window.join(sums, on=cell, suffix="_sum").filter(
        pl.col("by_1").is_in(["", "status", "fate", "from_region"])
    )
    assert both.filter(pl.col("by_1") == "from_region").height > 20
    assert (both["numerator"] == both["numerator_sum"]).all()
    rest = both.filter(pl.col("by_1") == "")
    for name in ("denominator", "n_not_observable"):
        assert (rest[name] == rest[f"{name}_sum"]).all()


def test_links_of_the_chain_fit(cells: pl.DataFrame) -> None:
    """The numerator of a link is the denominator of the next plus those not observable (definitions 11)."""
    links = [
        ("exam_rate_to_date", "licensed_share"),
        ("licensed_share", "resident_1"),
        ("resident_1", "employed_1"),
        ("employed_1", "in_profession_1"),
        ("licensed_share", "resident_3"),
        ("resident_3", "employed_3"),
        ("employed_3", "in_profession_3"),
    ]
    at = [name for name in KEY if name != "measure"]
    ok = cells.filter((pl.col("model") == "education") & pl.col("status").is_in(["ok", "not_observable"]))
    checked = 0
    for first, second in links:
        both = ok.filter(pl.col("measure") == first).join(
            ok.filter(pl.col("measure") == second), on=at, suffix="_next"
        )
        left = both["numerator"] + both["n_not_observable"]
        assert (left == both["denominator_next"] + both["n_not_observable_next"]).all(), (first, second)
        checked += both.height
    assert checked > 1_000


def test_nobody_is_in_the_profession_who_is_not_resident(cells: pl.DataFrame) -> None:
    """Inclusion: retention is in_profession counted over another base, and never above resident."""
    at = [name for name in KEY if name != "measure"]
    ok = cells.filter(pl.col("status") == "ok")
    retained = ok.filter(pl.col("measure") == "retention_1")
    for name, is_equal in (("in_profession_1", True), ("resident_1", False)):
        both = retained.join(ok.filter(pl.col("measure") == name), on=at, suffix="_other")
        assert both.height > 10
        same = both["numerator"] == both["numerator_other"]
        below = both["numerator"] <= both["numerator_other"]
        assert (same if is_equal else below).all()


def test_attrition_adds_up_and_meets_the_beginners(
    tables: dict[str, pl.DataFrame], cells: pl.DataFrame
) -> None:
    rows = tables["attrition"].filter(pl.col("model") == "education", pl.col("status") == "ok")
    by = ["profession", "cohort"]
    parts = (
        rows.filter(pl.col("step").is_in(["excluded", "started"])).group_by(by).agg(pl.col("persons").sum())
    )
    both = rows.filter(pl.col("step") == "candidates").join(parts, on=by, suffix="_sum")
    assert both.height == 24
    assert (both["persons"] == both["persons_sum"]).all()
    started = rows.filter(pl.col("step") == "started")
    total = cells.filter((pl.col("measure") == "composition") & (pl.col("by_1") == ""))
    meet = started.join(total, on=by)
    assert meet.height == 13  # of the hygienists' years none has people enough to be published
    assert (meet["persons"] == meet["numerator"]).all()


def test_curves_rest_on_protected_numbers(tables: dict[str, pl.DataFrame]) -> None:
    """Events are the steps of the share started by k; the estimate is theirs, not the true one's."""
    curve = tables["curves"].filter(
        (pl.col("curve") == "started") & (pl.col("specialisation") == "") & (pl.col("cause") == "reached")
    )
    shown = curve.filter(pl.col("status") == "ok")
    assert shown.height > 10
    assert (shown["n_event"] % BASE == 0).all()
    by_year = tables["licence_by_year"].filter(
        (pl.col("measure") == "started_share_by_year") & (pl.col("by_2") == "") & (pl.col("status") == "ok")
    )
    both = shown.join(
        by_year.with_columns(k=pl.col("value_1").cast(pl.Int64)), on=["profession", "cohort", "k"]
    )
    steps = both.sort("cohort", "k").with_columns(
        so_far=pl.col("n_event").cum_sum().over("cohort", order_by="k")
    )
    assert (steps["so_far"] == steps["numerator"]).all()
    wide = steps.filter(pl.col("value").is_not_null())
    assert ((wide["incidence"] - wide["value"]).abs() < 1e-9).all()


def test_the_same_seed_gives_the_same_tables(
    counted: Counted, tables: dict[str, pl.DataFrame], hygienists: dict[str, pl.DataFrame]
) -> None:
    """One group protected twice: by itself and, at the same time as another, among both."""
    registers = {name for name, table in published_tables().items() if table.layout == "quality"}
    for name in set(tables) - registers:
        among = tables[name].filter(pl.col("profession") == GROUP_ALONE)
        assert among.height == hygienists[name].height and among.equals(hygienists[name]), name


def test_an_earlier_release_is_kept_to(counted: Counted, hygienists: dict[str, pl.DataFrame]) -> None:
    """With another secret the same people are still printed alike, or not at all."""
    again = tables_of(counted.release, seed=b"another secret", earlier=hygienists, only=GROUP_ALONE)
    for name in ("rates", "mobility", "status", "licensed"):
        both = hygienists[name].join(again[name], on=KEY, suffix="_again")
        shown = both.filter((pl.col("status") == "ok") & (pl.col("status_again") == "ok"))
        assert shown.height > 0.9 * both.filter(pl.col("status") == "ok").height
        for count_ in COUNTS:
            assert (shown[count_] == shown[f"{count_}_again"]).all()


def test_without_an_earlier_release_another_secret_rounds_otherwise(
    counted: Counted, hygienists: dict[str, pl.DataFrame]
) -> None:
    again = tables_of(counted.release, seed=b"another secret", only=GROUP_ALONE)
    both = hygienists["rates"].join(again["rates"], on=KEY, suffix="_again")
    assert both.filter(pl.col("numerator") != pl.col("numerator_again")).height > 5


def test_base_three(counted: Counted, truth: pl.DataFrame) -> None:
    rates = tables_of(counted.release, Policy(base=3), only=GROUP_ALONE)["rates"]
    shown = rates.filter(pl.col("status") == "ok").join(truth, on=KEY, suffix="_counted")
    assert set(rates["method"]) == {"rounding_3"}
    assert (shown["numerator"] % 3 == 0).all()
    assert ((shown["numerator"] - shown["numerator_counted"]).abs() < 3).all()


def test_counting_other_people_stops_the_release(counted: Counted, truth: pl.DataFrame) -> None:
    """A cell that the population does not have is a fault of ours, not a number to be rounded."""
    wrong = truth.with_columns(
        pl.when((pl.col("measure") == "licensed_share") & (pl.col("by_1") == ""))
        .then(pl.col("numerator") + 1)
        .otherwise(pl.col("numerator"))
        .alias("numerator")
    )
    with pytest.raises(ArithmeticError, match="count other people"):
        tables_of(counted.release, only=GROUP_ALONE, cells=wrong)
