"""Controlled rounding on blocks small enough to be worked out by hand, and on random ones."""

from __future__ import annotations

from itertools import product

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.policy import chance
from flows.protection.cover import Cover, View, lay_out
from flows.protection.rounding import Rounded, round_block
from flows.protection.search import Search

COUNTS = pl.DataFrame(
    {
        "kind": [1, 1, 2, 3],
        "measure": ["rate"] * 4,
        "part": [""] * 4,
        "count": ["denominator", "numerator", "denominator", "n_not_observable"],
    },
    schema_overrides={"kind": pl.Int32},
)
"""1 yes, 2 no, 3 not observable."""
VIEWS = (View(), View((("county", "county"),)), View((("sex", "sex"),)))


def people(counts: dict[tuple[str, str, int], int]) -> pl.DataFrame:
    """One row per county, sex and kind, with how many there are."""
    rows = [(c, s, kind, n) for (c, s, kind), n in counts.items() if n]
    return pl.DataFrame(
        rows,
        schema={"county": pl.String, "sex": pl.String, "kind": pl.Int32, "weight": pl.Int64},
        orient="row",
    )


def cover_of(counts: dict[tuple[str, str, int], int]) -> Cover:
    return lay_out(people(counts), COUNTS, VIEWS, "2004")


def rounded(cover: Cover, fixed: list[int] | None = None, base: int = 5, name: str = "") -> Rounded:
    search = Search(chance(b"seed", name), 1_000)
    free = np.full(cover.sums.height, -1) if fixed is None else np.array(fixed)
    return round_block(cover, free, base, search)


def by_name(cover: Cover, values: np.ndarray) -> dict[tuple[str, str, str], int]:
    """(breakdown, value, count) → number."""
    return {
        (row["by_1"], row["value_1"], row["count"]): int(value)
        for row, value in zip(cover.sums.iter_rows(named=True), values, strict=True)
    }


TWO_BY_TWO = {("01", "man", 1): 1, ("01", "woman", 1): 2, ("03", "man", 2): 3, ("03", "woman", 1): 1}


def test_counts_of_a_block() -> None:
    """Worked out by hand: four with yes (two counties), three with no."""
    cover = cover_of(TWO_BY_TWO)
    truth = by_name(cover, cover.sums["truth"].to_numpy())
    assert truth["", "", "denominator"] == 7
    assert truth["", "", "numerator"] == 4
    assert truth["county", "01", "numerator"] == 3
    assert truth["sex", "man", "denominator"] == 4
    assert ("county", "03", "n_not_observable") not in truth


def test_sums_are_sums_of_rounded_parts() -> None:
    cover = cover_of(TWO_BY_TWO)
    found = rounded(cover)
    values = by_name(cover, found.values)
    assert found.is_within.all()
    for count in ("denominator", "numerator"):
        for breakdown, parts in (("county", ("01", "03")), ("sex", ("man", "woman"))):
            assert values["", "", count] == sum(values[breakdown, part, count] for part in parts)
    assert all(value % 5 == 0 for value in values.values())


def test_a_multiple_of_the_base_stays() -> None:
    """Zero-restricted: 5, 10 and 0 are printed as they are."""
    cover = cover_of({("01", "man", 1): 5, ("03", "man", 1): 10, ("03", "woman", 2): 5})
    found = rounded(cover)
    assert (found.values == cover.sums["truth"].to_numpy()).all()


def test_chance_decides_what_nearness_does_not() -> None:
    """Another seed, another population; the same seed, the same."""
    cover = cover_of({(f"{i:02}", "man", 1): 2 + i % 2 for i in range(20)})
    same = [rounded(cover, name="a").values.tolist() for _ in range(2)]
    assert same[0] == same[1]
    assert any(rounded(cover, name=str(i)).values.tolist() != same[0] for i in range(5))


def test_what_is_settled_is_kept() -> None:
    cover = cover_of(TWO_BY_TWO)
    names = list(by_name(cover, cover.sums["truth"].to_numpy()))
    for numerator, denominator in ((5, 5), (0, 5), (5, 10)):
        settled = {("", "", "numerator"): numerator, ("", "", "denominator"): denominator}
        found = rounded(cover, [settled.get(name, -1) for name in names])
        values = by_name(cover, found.values)
        assert found.is_within.all()
        assert (values["", "", "numerator"], values["", "", "denominator"]) == (numerator, denominator)


def test_what_is_settled_decides_for_the_same_people() -> None:
    """County 01 was settled as 0, too far from its 7: its other count of the same seven goes too, no more.

    The whole (15) was settled as 10, so the other county's 8 is 10 and is printed.
    """
    cover = cover_of({("01", "man", 1): 7, ("03", "man", 1): 8})
    settled = {("", "", "numerator"): 10, ("county", "01", "numerator"): 0}
    names = list(by_name(cover, cover.sums["truth"].to_numpy()))
    found = rounded(cover, [settled.get(name, -1) for name in names])
    values, is_within = by_name(cover, found.values), by_name(cover, found.is_within)
    for count in ("numerator", "denominator"):
        assert [values[name] for name in (("", "", count), ("county", "01", count))] == [10, 0]
        assert values["county", "03", count] == 10
        assert is_within["county", "03", count]
        assert not is_within["county", "01", count]


def test_what_cannot_be_kept_is_withheld() -> None:
    """More yes than people cannot be: something gives way, and is not printed."""
    cover = cover_of(TWO_BY_TWO)
    names = list(by_name(cover, cover.sums["truth"].to_numpy()))
    impossible = {("", "", "numerator"): 10, ("", "", "denominator"): 5}
    found = rounded(cover, [impossible.get(name, -1) for name in names])
    assert not found.is_within.all()


@pytest.mark.parametrize(
    ("truth", "before", "printed"),
    [(7, 5, 5), (7, 10, 10), (6, 0, 10), (9, 15, 5), (5, 5, 5)],
)
def test_an_earlier_release_is_kept_to(truth: int, before: int, printed: int) -> None:
    """7 after 5 stays 5; 6 after 0 is 10: 5 beside 0 would leave 1–4 to a number that had not changed."""
    cover = cover_of({("01", "man", 1): truth})
    known = Cover(cover.people, cover.sums.with_columns(before=pl.lit(before)), cover.incidence)
    found = rounded(known)
    assert found.is_within.all()
    assert set(found.values.tolist()) == {printed}


def test_a_step_that_cannot_be_avoided_is_withheld() -> None:
    """10 is printed as 10; beside 5 that would leave 6–9 to a number that had not changed."""
    cover = cover_of({("01", "man", 1): 10})
    known = Cover(cover.people, cover.sums.with_columns(before=pl.lit(5)), cover.incidence)
    assert not rounded(known).is_within.any()


cells = st.dictionaries(
    st.sampled_from(list(product(("01", "03", "13"), ("man", "woman"), (1, 2, 3)))),
    st.integers(0, 12),
    min_size=1,
).filter(lambda counts: any(counts.values()))


@settings(max_examples=60, deadline=None)
@given(cells, st.sampled_from([3, 5]))
def test_random_blocks(counts: dict[tuple[str, str, int], int], base: int) -> None:
    """Multiples of the base, less than it from the truth where printed, and adding up."""
    cover = cover_of(counts)
    found = rounded(cover, base=base)
    truth = cover.sums["truth"].to_numpy()
    assert (found.values % base == 0).all()
    assert (np.abs(found.values - truth)[found.is_within] < base).all()
    values = by_name(cover, found.values)
    for count in ("denominator", "numerator", "n_not_observable"):
        for breakdown in ("county", "sex"):
            parts = [v for (by, _, c), v in values.items() if (by, c) == (breakdown, count)]
            assert sum(parts) == values.get(("", "", count), 0)


@settings(max_examples=60, deadline=None)
@given(cells)
def test_one_to_four_more_people_could_be_there(counts: dict[tuple[str, str, int], int]) -> None:
    """Why it protects (docs/decisions/0007): the population with up to four more of any kind that occurs
    fits everything printed, so no count is known more closely than to a range of four."""
    cover = cover_of(counts)
    found = rounded(cover)
    if not found.is_within.all():
        return
    for kind in range(cover.people.size):
        touched = np.asarray(cover.incidence[:, [kind]].todense()).ravel()
        for more in range(1, 5):
            truth = found.values + more * touched
            assert (np.abs(truth - found.values) < 5).all()
            assert (truth >= 0).all()


def test_kinds_may_be_spread() -> None:
    """A kind that no man is of is offered to them with nobody in it; its counts are true zeros."""
    told = people({("01", "man", 1): 3, ("01", "woman", 2): 4})
    cover = lay_out(told, COUNTS, VIEWS, "2004", spread=("county", "sex"))
    assert sorted(cover.people.tolist()) == [0, 0, 3, 4]
    truth = by_name(cover, cover.sums["truth"].to_numpy())
    assert truth["sex", "woman", "numerator"] == 0
