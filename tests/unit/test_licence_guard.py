"""What the pages by licence hide: small steps, small parts, and the few who left."""

from __future__ import annotations

import itertools
from pathlib import Path

import polars as pl
import pytest

from reports.cells import LICENCE, Cell, Cells, read_cells
from reports.curve_guard import guarded_curves
from reports.curves import GRADUATED, STARTED, Curves, Point, read_curves
from reports.guard import SMALL
from reports.licence_guard import guarded_licence, small_steps
from reports.words import swedish
from tests.licence_site import (
    FRAMES,
    NURSE,
    cell,
    figures_in,
    part,
    write,
)
from tests.licensing import (
    curve_frame,
    licence_rows,
    nurses,
)


@pytest.mark.parametrize(
    ("counts", "end", "hidden"),
    [
        ({0: 10, 1: 20, 2: 30}, None, set()),
        ({0: 10, 1: 13, 2: 30}, None, {1}),
        ({0: 10, 1: 12, 2: 14, 3: 16}, None, {1, 2}),
        ({0: 3, 1: 9}, None, {0}),
        ({0: 10, 1: None, 2: 12}, None, {2}),
        ({0: 10, 1: 10, 2: 20}, 22, {2}),
        ({0: 10, 1: 20}, 20, set()),
    ],
)
def test_a_small_step_is_hidden(counts: dict[int, int | None], end: int | None, hidden: set[int]) -> None:
    assert small_steps(counts, end) == hidden


@pytest.mark.parametrize("seed", range(6))
def test_no_step_between_shown_years_is_small(seed: int) -> None:
    cohorts = {"2000/01": (nurses(300, seed, 22), 22)}
    frame = licence_rows("g", cohorts).protected()
    cells = guarded_licence(read_cells(frame, "g", "", LICENCE))
    names = {""} | {to for _, to in cells.pairs(*BY_SPECIALISATION, cohort="2000/01")}
    for name in names:
        total = cells.cell(
            "started_share", *(("specialisation", name) if name else ("", "")), cohort="2000/01"
        )
        to = ("specialisation", name) if name else ("", "")
        line = [
            cells.cell("started_share_by_year", "years_since_licence", str(k), "2000/01", to).numerator
            for k in range(23)
        ]
        shown = [0, *(n for n in line if n is not None), *([total.numerator] if total.numerator else [])]
        assert not any(abs(b - a) in SMALL for a, b in itertools.pairwise(shown)), name
    for key, points in guarded_curves(read_curves(curve_frame("g", cohorts), "g"), cells):
        risk = [point.n_risk for point in points.values() if point.n_risk is not None]
        assert not any(abs(b - a) in SMALL for a, b in itertools.pairwise(risk)), key


BY_SPECIALISATION = ("started_share_by_year", "years_since_licence", "specialisation")


@pytest.mark.parametrize("seed", range(6))
def test_a_hidden_part_takes_another_with_it(seed: int) -> None:
    frame = licence_rows("g", {"2000/01": (nurses(120, seed, 15), 15)}).protected()
    cells = guarded_licence(read_cells(frame, "g", "", LICENCE))
    for measure in ("started_share", "exam_rate_to_date"):
        for by in ("sex", "age", "background", "licence_region"):
            family = cells.family(measure, by, "2000/01").values()
            hidden = sum(one.status == "protected" for one in family)
            assert hidden != 1 or len(family) == 1, (measure, by)
    for key, one in cells:
        if key[1] == "started_share" and one.status == "protected":
            above = cells.cell("exam_rate_to_date", key[2], key[3], key[0])
            assert above.numerator is None, key


def test_a_handful_who_left_does_not_follow_from_the_numbers_at_risk() -> None:
    key = ("2000/01", "started_share_by_year", "years_since_licence")
    shares = {(*key, str(k), "", ""): Cell(n, 500, 0, n / 500, "ok") for k, n in enumerate([100, 200, 300])}
    risk = {0: 500, 1: 397, 2: 290}
    drawn = Curves({("2000/01", STARTED, ""): {k: Point(n, 0.5) for k, n in risk.items()}})
    points = guarded_curves(drawn, Cells(shares, "")).points("2000/01", STARTED)
    assert [point.n_risk for point in points.values()] == [500, None, 290]


BY_START = ("2000/01", "graduated_share_by_year", "years_since_start")


@pytest.mark.parametrize("counted", [True, False])
def test_a_handful_who_left_before_the_degree_do_not_follow(counted: bool) -> None:
    """500 started, all followed as long; 3 left in the first year, 8 more in the second."""
    graduated, risk = [100, 200, 300], [500, 397, 289]
    cells = {(*BY_START, str(k), "", ""): Cell(n, 500, 0, n / 500, "ok") for k, n in enumerate(graduated)}
    points = {k: Point(n, graduated[k] / 500) for k, n in enumerate(risk)}
    drawn = Curves({("2000/01", GRADUATED, ""): points})
    shown = guarded_curves(drawn, Cells(cells if counted else {}, "")).points("2000/01", GRADUATED)
    assert [point.n_risk for point in shown.values()] == [500, None, 289]
    assert [point.incidence for point in shown.values()] == [0.2, 0.4, 0.6]


def test_a_hidden_number_of_graduates_hides_who_is_left_a_year_later() -> None:
    hidden = {(*BY_START, "0", "", ""): cell(None), (*BY_START, "1", "", ""): cell(60, 200)}
    drawn = Curves(
        {("2000/01", GRADUATED, ""): {0: Point(200, None), 1: Point(196, None), 2: Point(90, 0.5)}}
    )
    shown = guarded_curves(drawn, Cells(hidden, "")).points("2000/01", GRADUATED)
    assert [point.n_risk for point in shown.values()] == [200, None, 90]


@pytest.mark.parametrize("seed", range(6))
def test_those_who_left_cannot_be_reckoned_from_any_curve(seed: int) -> None:
    cohorts = {"2000/01": (nurses(700, seed, 22), 22)}
    cells = guarded_licence(read_cells(licence_rows("g", cohorts).protected(), "g", "", LICENCE))
    shares = {
        STARTED: ("started_share_by_year", "years_since_licence"),
        GRADUATED: ("graduated_share_by_year", "years_since_start"),
    }
    for key, points in guarded_curves(read_curves(curve_frame("g", cohorts), "g"), cells):
        everybody = points[0].n_risk or 0
        for k, point in points.items():
            before = cells.cell(*shares[key[1]], str(k - 1), "2000/01").numerator if k else 0
            incidence = points[k - 1].incidence if k else 0.0
            reckoned = None if incidence is None else round(incidence * everybody)
            for reached in (before, reckoned):
                if point.n_risk is not None and reached is not None:
                    assert abs(everybody - reached - point.n_risk) not in SMALL, (key, k)


def test_numbers_at_risk_are_of_all_specialisations_together(site: Path) -> None:
    drawn = Curves({("c", STARTED, name): {0: Point(500, 0.1), 1: Point(450, 0.2)} for name in ("", "barn")})
    assert [key for key, _ in guarded_curves(drawn, Cells({}, ""))] == [("c", STARTED, "")]
    figure = figures_in(site, NURSE)["figure-advanced_specialisation_2000"]
    at_risk = swedish()["curves"]["at_risk"]
    assert at_risk not in [note["text"] for note in figure["layout"]["annotations"]]
    assert swedish()["advanced_specialisation"]["risk_note"] in part(site, NURSE, "advanced")


def test_only_the_event_itself_is_read_where_causes_compete() -> None:
    rows = [
        ("g", "c", "started", "", cause, 0, 100, n, n / 100, 0.1, "ok")
        for cause, n in (("reached", 30), ("dead", 7))
    ]
    names = ["profession", "cohort", "curve", "specialisation", "cause"]
    names += ["k", "n_risk", "n_event", "incidence", "std_error", "status"]
    read = read_curves(pl.DataFrame(rows, schema=names, orient="row"), "g")
    assert read.points("c", STARTED)[0].incidence == 0.3


def test_a_small_step_of_incidence_is_hidden() -> None:
    steps = {0: Point(200, 0.0), 1: Point(200, 0.5), 2: Point(100, 0.51)}
    points = guarded_curves(Curves({("c", GRADUATED, ""): steps}), Cells({}, "")).points("c", GRADUATED)
    assert [point.incidence for point in points.values()] == [0.0, 0.5, None]


SECRET = 987_653


def test_numbers_of_protected_rows_are_nowhere_in_the_site(tmp_path: Path) -> None:
    """Even where the frames wrongly still hold them."""

    def spoiled(frame: pl.DataFrame, *names: str) -> pl.DataFrame:
        is_protected = pl.col("status") == "protected"
        return frame.with_columns(
            pl.when(is_protected).then(SECRET).otherwise(pl.col(name)).alias(name) for name in names
        )

    counts = ("numerator", "denominator", "n_not_observable", "value")
    given = {
        "published": spoiled(FRAMES["published"], *counts),
        "curves": spoiled(FRAMES["curves"], "n_risk", "n_event", "incidence", "std_error"),
        "sensitivity": spoiled(FRAMES["sensitivity"], *counts),
        "attrition": spoiled(FRAMES["attrition"], "persons"),
    }
    for path in sorted(write(tmp_path, **given).rglob("*")):
        if path.is_file() and path.name != "plotly.min.js":
            assert str(SECRET) not in path.read_text(encoding="utf-8").replace("\u00a0", ""), path.name
