"""Flows are conserved: what enters a stage equals what leaves it plus the named exits.

Checked on every cohort of every model of a synthetic delivery of moderate size, for every matrix,
chain, breakdown and curve.
"""

from __future__ import annotations

import polars as pl
import pytest

from flows.synthetic import write_delivery
from tests.support import Counted, count

PATHWAYS = ("stayed_home", "returned_home", "stayed_in_study", "moved_elsewhere", "abroad_or_dead", "unknown")
KEY = ["model", "profession", "cohort"]
COUNTS = ["numerator", "denominator", "n_not_observable"]
MATRICES = {"education": 8, "licence": 4}
CURVES = ("started_share_by_year", "applied_share_by_year", "graduated_share_by_year")


@pytest.fixture(scope="module")
def counted(tmp_path_factory: pytest.TempPathFactory) -> Counted:
    folder = tmp_path_factory.mktemp("conserved")
    write_delivery(folder / "delivery", seed=5, persons=6_000)
    return count(folder / "delivery", folder / "out")


@pytest.fixture(scope="module")
def cells(counted: Counted) -> pl.DataFrame:
    return counted.release.warehouse.frame("select * from measures.cells")


def total(cells: pl.DataFrame, measure: str) -> pl.DataFrame:
    """numerator, denominator and n_not_observable of the total, by model, profession and cohort."""
    found = cells.filter((pl.col("measure") == measure) & (pl.col("by_1") == ""))
    return found.select(*KEY, n="numerator", d="denominator", u="n_not_observable").sort(KEY)


def matrices(cells: pl.DataFrame) -> list[str]:
    return sorted(m for m in cells["measure"].unique() if m.startswith("mobility_"))


def test_every_model_and_every_matrix_is_there(cells: pl.DataFrame) -> None:
    assert set(cells["model"]) == {"education", "licence", "licensed"}
    found = cells.filter(pl.col("measure").str.starts_with("mobility_")).group_by("model")
    assert dict(found.agg(pl.col("measure").n_unique()).iter_rows()) == MATRICES


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
    cells = cells.filter(pl.col("model") == "education")
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


def test_the_total_of_a_matrix_holds_everybody_in_its_base_licence_model(cells: pl.DataFrame) -> None:
    """From the licence to the start: all who started; the others: all who took the degree, or may have."""
    cells = cells.filter(pl.col("model") == "licence")
    rate = total(cells, "exam_rate_to_date")
    started = rate.select(*KEY, everybody=pl.col("d") + pl.col("u"))
    graduated = rate.select(*KEY, everybody=pl.col("n") + pl.col("u"))
    for measure in matrices(cells):
        base = started if measure == "mobility_licence_to_start" else graduated
        both = total(cells, measure).join(base, on=KEY)
        assert both.height == base.height == 2
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
    assert "education" in both["model"]
    assert ("licensed" in both["model"]) == (link[-1] in "13" and not link.startswith("resident"))
    assert (both["d"] + both["u"] == both["n_right"] + both["u_right"]).all()


@pytest.mark.parametrize(
    ("link", "before"), [("exam_rate_nominal_3", "started_share"), ("exam_rate_to_date", "started_share")]
)
def test_a_link_asks_everybody_in_the_numerator_before_it_licence_model(
    cells: pl.DataFrame, link: str, before: str
) -> None:
    """In every cell that both have: all breakdowns, each specialisation too."""
    licence = cells.filter(pl.col("model") == "licence")
    place = [*KEY, "by_1", "value_1", "by_2", "value_2"]
    both = licence.filter(pl.col("measure") == link).join(
        licence.filter(pl.col("measure") == before), on=place, how="left"
    )
    assert set(both["by_1"]) >= {
        "",
        "sex",
        "age",
        "background",
        "licence_county",
        "licence_region",
        "specialisation",
    }
    asked = both["denominator"] + both["n_not_observable"]
    assert (asked == both["numerator_right"] + both["n_not_observable_right"]).all()


def sums(cells: pl.DataFrame, measure: str, by: str) -> pl.DataFrame:
    """The total of a measure beside the sums over a single breakdown (names of total, and COUNTS)."""
    single = cells.filter((pl.col("measure") == measure) & (pl.col("by_1") == by) & (pl.col("by_2") == ""))
    added = single.group_by(KEY).agg(pl.col(COUNTS).sum())
    return total(cells.filter(pl.col("model").is_in(added["model"])), measure).join(added, on=KEY, how="left")


def judge_sums(both: pl.DataFrame, what: str) -> None:
    """Every total is the sum of its parts."""
    assert both.height > 0, what
    for name, added in zip("ndu", COUNTS, strict=True):
        assert (both[name] == both[added]).all(), f"{what}: {added}"


@pytest.mark.parametrize(
    "by", ["sex", "age", "home_county", "study_region", "upper_secondary", "institution"]
)
def test_groups_of_a_breakdown_add_up_to_the_total(cells: pl.DataFrame, by: str) -> None:
    judge_sums(sums(cells.filter(pl.col("model") == "education"), "exam_rate_nominal_3", by), by)


@pytest.mark.parametrize("by", ["sex", "age", "background", "licence_county", "licence_region"])
@pytest.mark.parametrize(
    "measure", ["applied_share", "started_share", "exam_rate_nominal_3", "exam_rate_to_date", "established"]
)
def test_groups_of_a_breakdown_add_up_to_the_total_licence_model(
    cells: pl.DataFrame, measure: str, by: str
) -> None:
    judge_sums(sums(cells.filter(pl.col("model") == "licence"), measure, by), by)


def test_sex_by_age_adds_up_to_each_sex(cells: pl.DataFrame) -> None:
    licence = cells.filter((pl.col("model") == "licence") & (pl.col("by_1") == "sex"))
    place = [*KEY, "measure", "value_1"]
    pairs = licence.filter(pl.col("by_2") == "age").group_by(place).agg(pl.col(COUNTS).sum())
    both = licence.filter(pl.col("by_2") == "").join(pairs, on=place, how="left")
    assert set(both["measure"]) == {
        *("applied_share", "started_share", "exam_rate_nominal_3", "exam_rate_to_date", "established")
    }
    assert all((both[name] == both[f"{name}_right"]).all() for name in COUNTS)


def test_established_by_county_of_the_degree_adds_up_to_the_total(cells: pl.DataFrame) -> None:
    judge_sums(
        sums(cells.filter(pl.col("model") == "licence"), "established", "degree_county"), "degree_county"
    )


@pytest.mark.parametrize(
    "by", ["sex", "age", "background", "degree_institution", "licence_county", "licence_region"]
)
@pytest.mark.parametrize("measure", ["resident", "employed", "in_profession", "retention"])
def test_groups_of_a_breakdown_add_up_to_the_total_licensed_model(
    cells: pl.DataFrame, measure: str, by: str
) -> None:
    for k in (1, 3):
        judge_sums(sums(cells.filter(pl.col("model") == "licensed"), f"{measure}_{k}", by), f"{by} + {k}")


def test_specialisations_add_up_to_the_graduates_of_each_county(cells: pl.DataFrame) -> None:
    """R53: to the denominator per county; over the counties, to all who took the degree."""
    found = cells.filter(pl.col("measure") == "specialisation_share")
    counties = found.group_by(*KEY, "value_1").agg(
        pl.col("numerator").sum(), pl.col("denominator").first(), pl.col("denominator").n_unique().alias("k")
    )
    assert (counties["k"] == 1).all()
    assert (counties["numerator"] == counties["denominator"]).all()
    graduates = counties.group_by(KEY).agg(pl.col("denominator").sum())
    licence = cells.filter(pl.col("model") == "licence")
    both = total(licence, "exam_rate_to_date").join(graduates, on=KEY, how="left")
    assert both.height == 2
    assert (both["n"] == both["denominator"]).all()


@pytest.mark.parametrize("measure", CURVES)
def test_curves_have_every_k_and_everybody_at_each(cells: pl.DataFrame, measure: str) -> None:
    """k = 0, 1, … without a gap; whoever is not seen so long is counted beside."""
    found = cells.filter(pl.col("measure") == measure).with_columns(k=pl.col("value_1").cast(pl.Int32))
    assert found.height > 0
    curves = found.group_by(*KEY, "by_2", "value_2").agg(
        pl.col("k").max(),
        pl.len(),
        pl.col("k").n_unique().alias("different"),
        (pl.col("denominator") + pl.col("n_not_observable")).n_unique().alias("everybodies"),
    )
    assert (curves["len"] == curves["k"] + 1).all()
    assert (curves["different"] == curves["len"]).all()
    assert (curves["everybodies"] == 1).all()


@pytest.mark.parametrize("measure", ["started_share_by_year", "applied_share_by_year"])
def test_cumulative_curves_never_fall(cells: pl.DataFrame, measure: str) -> None:
    """One cohort is seen equally long (R52); that of the degree may fall (R71)."""
    found = cells.filter(pl.col("measure") == measure).with_columns(k=pl.col("value_1").cast(pl.Int32))
    rising = found.sort("k").group_by(*KEY, "value_2").agg(pl.col("numerator").diff().min().alias("least"))
    assert rising.height > 0
    assert (rising["least"].fill_null(0) >= 0).all()
    assert (found.group_by(*KEY, "value_2").agg(pl.col("denominator").n_unique())["denominator"] == 1).all()


@pytest.mark.parametrize(
    ("curve", "share"),
    [("started_share_by_year", "started_share"), ("applied_share_by_year", "applied_share")],
)
def test_a_curve_ends_at_or_below_the_share(cells: pl.DataFrame, curve: str, share: str) -> None:
    """R52: a start in a lone last HT is in the share only. In every specialisation too."""
    found = cells.filter(pl.col("measure") == curve).with_columns(k=pl.col("value_1").cast(pl.Int32))
    last = found.filter(pl.col("k") == pl.col("k").max().over(*KEY, "value_2"))
    shares = cells.filter((pl.col("measure") == share) & pl.col("by_1").is_in(["", "specialisation"]))
    both = last.join(shares, left_on=[*KEY, "value_2"], right_on=[*KEY, "value_1"], how="left")
    assert both.height == last.height > 0
    assert (both["numerator"] <= both["numerator_right"]).all()
    assert (both["denominator"] == both["denominator_right"]).all()
    assert (both["n_not_observable"] == both["n_not_observable_right"]).all()


def test_nobody_is_lost_on_the_way_into_the_cohort(counted: Counted) -> None:
    rows = counted.rows(
        """
        select model, profession, cohort,
            sum(case step when 'candidates' then persons else 0 end) as candidates,
            sum(case when step in ('excluded', 'started', 'followed') then persons else 0 end) as placed,
            sum(case when step in ('started', 'followed') then persons else 0 end) as entered
        from measures.attrition group by model, profession, cohort
        """
    )
    assert {row["model"] for row in rows} == {"education", "licence", "licensed"}
    assert all(row["candidates"] == row["placed"] for row in rows)
    for model in ("education", "licence", "licensed"):
        entered = sum(row["entered"] for row in rows if row["model"] == model and "-" not in row["cohort"])
        persons = counted.rows(f"select person from measures.persons where model = '{model}'")
        assert entered == len(persons) > 0, model
    window = sum(row["entered"] for row in rows if row["cohort"] == "2000-2010")
    assert window == len(counted.rows("select person from measures.persons where model = 'education'"))


def test_everybody_followed_is_asked(counted: Counted, cells: pl.DataFrame) -> None:
    """The first link of both models by licence asks everyone that the attrition says is followed."""
    followed = counted.release.warehouse.frame(
        "select * from measures.attrition where step = 'followed' and persons > 0"
    )
    for model, measure in (
        ("licence", "started_share"),
        ("licence", "applied_share"),
        ("licensed", "resident_1"),
    ):
        asked = total(cells.filter(pl.col("model") == model), measure)
        both = followed.filter(pl.col("model") == model).join(asked, on=KEY, how="full", coalesce=True)
        assert both.height > 0
        assert (both["persons"] == both["d"] + both["u"]).all(), (model, measure)


def test_every_register_adds_up(counted: Counted) -> None:
    assert all(counts.adds_up for counts in counted.release.counts.values())
    assert sum(sum(c.rejected.values()) for c in counted.release.counts.values()) > 0
