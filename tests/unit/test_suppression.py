"""Cell suppression on covers made by hand: what goes, and what an attacker can still say of it."""

from __future__ import annotations

import polars as pl
import pytest

from flows.policy import SUPPRESSION, Policy
from flows.protection.cover import KEY, View, lay_out
from flows.protection.linked import link, possible
from flows.protection.publishing import must_be_of_one_method
from flows.protection.suppression import NOTHING_BEFORE, Suppressed, suppress
from flows.protection.tables import cells_table
from schemas.published_tables import COLUMNS
from tests.disclosure import Release, least_upper_bound

SEX, COUNTY, REGION = (View(((name, name),)) for name in ("sex", "county", "region"))
BOTH = View((("sex", "sex"), ("county", "county")))
TOTAL = View()


def test_nothing_small_leaves_everything() -> None:
    release = Release()
    release.add("m", {("men", "a"): (20, 30), ("women", "a"): (40, 50)}, ("sex", "county"), (TOTAL, SEX))
    assert release.hidden() == set()


def test_one_small_cell_takes_another_of_its_margin_but_not_the_total() -> None:
    release = Release()
    cells = {("men", "a"): (3, 30), ("women", "a"): (40, 50), ("other", "a"): (60, 90)}
    release.add("m", cells, ("sex", "county"), (TOTAL, SEX))
    hidden = release.hidden()
    assert ("men",) in hidden
    assert len(hidden) == 2
    assert () not in hidden
    assert least_upper_bound(release) >= 5


def test_a_small_complement_or_number_not_observable_is_as_small() -> None:
    for cell in ((40, 2), (40, 30, 3)):
        release = Release()
        release.add(
            "m", {("men",): cell, ("women",): (30, 30, 9), ("other",): (50, 40, 12)}, ("sex",), (TOTAL, SEX)
        )
        assert ("men",) in release.hidden()
        assert least_upper_bound(release) >= 5


def test_two_by_two_with_margins() -> None:
    release = Release()
    cells = {
        ("men", "a"): (2, 20),
        ("men", "b"): (30, 40),
        ("women", "a"): (35, 25),
        ("women", "b"): (50, 60),
    }
    release.add("m", cells, ("sex", "county"), (TOTAL, SEX, COUNTY, BOTH))
    assert len(release.hidden()) >= 4  # a cycle: each row and column of the table has two
    assert least_upper_bound(release) >= 5


def test_counties_in_regions() -> None:
    release = Release()
    cells = {
        ("a", "north"): (3, 20),
        ("b", "north"): (30, 40),
        ("c", "south"): (35, 25),
        ("d", "south"): (50, 60),
    }
    release.add("m", cells, ("county", "region"), (TOTAL, COUNTY, REGION))
    hidden = release.hidden()
    assert {("a",), ("b",)} <= hidden
    assert not {("north",), ("south",), ()} & hidden
    assert least_upper_bound(release) >= 5


def test_a_part_on_both_sides_of_a_border_is_two_kinds_of_people() -> None:
    """Halland's two parts: a county in two regions."""
    release = Release()
    cells = {("halland", "west"): (3, 9), ("halland", "south"): (20, 40), ("skane", "south"): (60, 80)}
    release.add("m", cells, ("county", "region"), (TOTAL, COUNTY, REGION))
    assert ("west",) in release.hidden()
    assert least_upper_bound(release) >= 5


def test_blocks_that_share_a_count_are_protected_together() -> None:
    """The total of men is small in one block and in the other the counties give it away."""
    release = Release()
    by_sex = {("men", "a"): (3, 60), ("women", "a"): (40, 50)}
    by_age = {
        ("men", "old"): (2, 30),
        ("men", "young"): (1, 30),
        ("women", "old"): (20, 25),
        ("women", "young"): (20, 25),
    }
    release.add("m", by_sex, ("sex", "county"), (TOTAL, SEX, COUNTY))
    release.add(
        "m",
        by_age,
        ("sex", "age"),
        (TOTAL, SEX, View((("age", "age"),)), View((("sex", "sex"), ("age", "age")))),
    )
    assert ("men",) in release.hidden()
    assert least_upper_bound(release) >= 5


def test_the_links_of_a_chain_are_the_same_people() -> None:
    """Those who took the first step are those who may take the second: one count under two names."""
    people = pl.DataFrame(
        {
            "kind": [1] * 4 + [2] * 30 + [3] * 40 + [1] * 20 + [2] * 30 + [3] * 20,
            "sex": ["men"] * 74 + ["women"] * 70,
        }
    )
    counts = [(1, "first", "denominator"), (2, "first", "denominator"), (3, "first", "denominator")]
    counts += [(1, "first", "numerator"), (2, "first", "numerator")]
    counts += [(1, "second", "denominator"), (2, "second", "denominator"), (1, "second", "numerator")]
    frame = pl.DataFrame(counts, schema=["kind", "measure", "count"], orient="row").with_columns(
        part=pl.lit("")
    )
    release = Release()
    release.add_people(people, frame, (TOTAL, SEX))
    linked = link(release.covers, NOTHING_BEFORE)
    assert linked.truth.size < linked.counts.height
    assert ("men",) in release.hidden()
    assert () not in release.hidden()
    assert least_upper_bound(release) >= 5


def test_a_count_alone_cannot_be_protected_without_everything() -> None:
    release = Release()
    release.add("m", {("men",): (3, 0)}, ("sex",), (TOTAL, SEX))
    assert release.hidden() == {(), ("men",)}
    assert least_upper_bound(release) >= 5


def test_a_cell_without_a_row_stays_without_people() -> None:
    people = pl.DataFrame({"kind": [1, 2], "sex": ["men", "women"], "weight": [30, 40]})
    counts = pl.DataFrame({"kind": [1, 2], "measure": ["a", "b"], "part": "", "count": "numerator"})
    laid = lay_out(people, counts, (SEX,), "2000-2010", ("sex",))
    assert laid.people.tolist().count(0) == 2
    printed = laid.sums.filter(pl.col("truth") > 0).select(KEY)
    assert (possible(laid, printed).people > 0).all()


def test_two_blocks_that_count_one_key_differently_stop_the_release() -> None:
    release = Release()
    release.add("m", {("men",): (30, 30)}, ("sex",), (TOTAL, SEX))
    release.add("m", {("men",): (31, 30)}, ("sex",), (TOTAL, SEX))
    with pytest.raises(ArithmeticError, match="differently"):
        release.hidden()


def test_a_release_has_one_method(monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    from flows.protection import publishing
    from schemas.published_tables import published_tables

    tables = dict(published_tables())
    must_be_of_one_method(SUPPRESSION)
    tables["rates"] = replace(tables["rates"], method="controlled_rounding")
    monkeypatch.setattr(publishing, "published_tables", lambda: tables)
    must_be_of_one_method("controlled_rounding")
    with pytest.raises(ValueError, match="rates: a release has one method"):
        must_be_of_one_method(SUPPRESSION)


@pytest.mark.parametrize("counts", [(1, 3, 0), (3, 30, 0), (28, 30, 0), (20, 30, 2), (20, 30, 0)])
def test_a_withheld_row_does_not_say_whether_it_is_small(counts: tuple[int, int, int]) -> None:
    table = cells_table(row(counts, is_within=False), Policy(method=SUPPRESSION), COLUMNS["cells"])
    assert table.select("status", "method", "reason").row(0) == ("protected", "suppression", "secondary")
    assert table.select("numerator", "denominator", "n_not_observable", "value").row(0) == (None,) * 4
    assert table.select("value_low", "value_high").row(0) == (None, None)


def test_a_printed_row_is_exact() -> None:
    table = cells_table(row((20, 40, 0), is_within=True), Policy(method=SUPPRESSION), COLUMNS["cells"])
    assert table.select("numerator", "value", "value_low", "value_high").row(0) == (20, 0.5, 0.5, 0.5)
    few = cells_table(row((7, 15, 0), is_within=True), Policy(method=SUPPRESSION), COLUMNS["cells"])
    assert few.select("numerator", "value", "status", "reason").row(0) == (7, None, "ok", "base_small")


def row(counts: tuple[int, int, int], *, is_within: bool) -> pl.DataFrame:
    texts = dict.fromkeys(("profession", "model", "cohort", "by_1", "value_1", "by_2", "value_2"), "x")
    numbers = dict(zip(("numerator", "denominator", "n_not_observable"), counts, strict=True))
    found = {**texts, "measure": "m", **numbers, "value": 0.0, "status": "ok", "is_within": is_within}
    return pl.DataFrame([found])


def test_an_order_of_blocks_gives_one_answer() -> None:
    release = Release()
    cells = {("men", "a"): (3, 30), ("women", "a"): (40, 50), ("other", "a"): (60, 90)}
    release.add("m", cells, ("sex", "county"), (TOTAL, SEX))
    first, second = (Suppressed(release.printed(), NOTHING_BEFORE, 5) for _ in range(2))
    for group in (first, second):
        group.covers = list(release.covers)
    assert first.result().equals(second.result())
    assert first.result().filter(pl.col("value") != pl.col("truth")).height == 0


def test_a_row_of_nobody_is_printed_and_stays_so() -> None:
    people = pl.DataFrame({"kind": [1, 2], "sex": ["men", "women"], "weight": [30, 40]})
    counts = pl.DataFrame({"kind": [1, 2], "measure": ["a", "b"], "part": "", "count": "numerator"})
    laid = lay_out(people, counts, (SEX,), "2000-2010", ("sex",))
    printed = (
        laid.sums.select(KEY).with_row_index("row").with_columns(sign=pl.lit(1), count_of=pl.lit("persons"))
    )
    assert laid.sums["truth"].to_list().count(0) == 2
    cover = possible(laid, printed.select(KEY))
    assert suppress([cover], printed, NOTHING_BEFORE, smallest=5)["is_within"].all()


def test_blocks_agree_on_how_many_there_are_though_no_row_prints_it() -> None:
    """58 men go on to the next link, and the other table says 60: so two of them did not."""
    release = Release(unprinted=("everybody",))
    for measure, some in (("first", 58), ("second", 30)):
        people = pl.DataFrame(
            [("men", 0, some), ("men", 1, 60 - some), ("women", 0, 30), ("women", 1, 40)],
            schema=["sex", "kind", "weight"],
            orient="row",
        )
        rows = [(kind, "everybody", "numerator") for kind in (0, 1)]
        rows += [(0, measure, "numerator"), (0, measure, "denominator"), (1, measure, "denominator")]
        rows += [(0, f"after_{measure}", "denominator")]
        counts = pl.DataFrame(rows, schema=["kind", "measure", "count"], orient="row")
        release.add_people(people, counts.with_columns(part=pl.lit("")), (TOTAL, SEX))
    assert least_upper_bound(release) >= 5


def three_counties() -> Release:
    """Three people in a; b is the cheapest that may hide them."""
    release = Release()
    release.add("m", {("a",): (3, 30), ("b",): (40, 50), ("c",): (400, 500)}, ("county",), (TOTAL, COUNTY))
    return release


def test_what_an_earlier_release_printed_hides_nobody() -> None:
    release = three_counties()
    assert release.hidden() == {("a",), ("b",)}
    release.printed_before("b")
    assert release.hidden() == {("a",), ("c",)}, "who remembers b would know a from the total"
    assert least_upper_bound(release) >= 5


def test_a_count_that_has_changed_since_is_not_known() -> None:
    release = three_counties()
    release.printed_before("b")
    release.before = release.before.with_columns(pl.col("before") + 1)
    assert release.hidden() == {("a",), ("b",)}


def test_where_all_parts_are_known_the_total_hides_them() -> None:
    release = three_counties()
    release.printed_before("b", "c")
    assert release.hidden() == {("a",), ()}
    assert least_upper_bound(release) >= 5


def test_what_an_earlier_release_gives_away_is_left_to_the_audit() -> None:
    release = three_counties()
    release.printed_before("", "b", "c")
    assert ("a",) in release.hidden()
    assert least_upper_bound(release) == pytest.approx(3)
