"""The cell key method: the table of changes, and that the same people get the same number."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from flows.protection.cell_key import BITS, Changes, Keyed, changes, record_key
from flows.protection.cover import KEY, View

SEED = b"sixteen bytes or so"
TABLES = [(2, 1.0, 0), (3, 1.0, 0), (4, 2.5, 2), (5, 3.0, 2), (3, 1.2, 1)]
COUNTS = pl.DataFrame({"kind": [1, 2], "measure": "m", "part": "", "count": "numerator"})
VIEWS = (View(), View((("sex", "sex"),)), View((("place", "place"),)))


@pytest.mark.parametrize(("noise", "variance", "below"), TABLES)
def test_every_count_is_changed_with_mean_zero_and_the_variance(
    noise: int, variance: float, below: int
) -> None:
    table = changes(noise, variance, below)
    steps = np.arange(-noise, noise + 1)
    np.testing.assert_allclose(table.shares.sum(axis=1), 1.0, atol=1e-9)
    np.testing.assert_allclose(table.shares @ steps, 0.0, atol=1e-8)
    np.testing.assert_allclose((table.shares @ steps**2)[1:], variance, atol=1e-8)
    assert table.shares[0, noise] == 1.0  # a zero stays


@pytest.mark.parametrize(("noise", "variance", "below"), TABLES)
def test_no_count_falls_below_zero_or_to_a_small_one(noise: int, variance: float, below: int) -> None:
    table = changes(noise, variance, below)
    for count, shares in enumerate(table.shares):
        after = count + np.arange(-noise, noise + 1)
        never = (after < 0) | ((after >= 1) & (after <= below) & (count > 0))
        assert shares[never].sum() == 0.0


def test_the_largest_row_is_symmetric() -> None:
    last = changes(4, 2.5, 2).shares[-1]
    np.testing.assert_allclose(last, last[::-1], atol=1e-9)


@pytest.mark.parametrize(("noise", "variance", "below"), [(2, 9.0, 0), (2, 1.0, 2), (4, 1.0, 2)])
def test_a_table_that_cannot_be_is_refused(noise: int, variance: float, below: int) -> None:
    with pytest.raises(ValueError, match="mean 0 and variance"):
        changes(noise, variance, below)


def test_lookup_follows_the_shares() -> None:
    table = changes(2, 1.0, 0)
    keys = np.linspace(0, 2**BITS - 1, 20_001).astype(np.int64)
    steps = table.of(np.full(keys.size, 50), keys)
    assert set(steps.tolist()) == {-2, -1, 0, 1, 2}
    for step, share in zip(range(-2, 3), table.shares[-1], strict=True):
        assert (steps == step).mean() == pytest.approx(share, abs=1e-3)


def test_keys_are_even_and_depend_on_the_secret() -> None:
    keys = [record_key(SEED, str(n)) / 2**BITS for n in range(2_000)]
    assert np.mean(keys) == pytest.approx(0.5, abs=0.02)
    assert record_key(SEED, "1") == record_key(SEED, "1") != record_key(b"another secret", "1")


def people(count: int = 200) -> pl.DataFrame:
    draw = np.random.default_rng(1)
    return pl.DataFrame(
        {
            "person": np.arange(count),
            "kind": draw.integers(1, 3, count),
            "sex": draw.choice(["men", "women"], count),
            "place": draw.choice(["a", "b", "c"], count),
        }
    )


def counted(
    frame: pl.DataFrame, views: tuple[View, ...] = VIEWS, table: Changes | None = None
) -> pl.DataFrame:
    printed = pl.concat(
        pl.DataFrame({"by_1": [by] * len(values), "value_1": values})
        for by, values in (("", [""]), ("sex", ["men", "women"]), ("place", ["a", "b", "c"]))
    ).with_columns(cohort=pl.lit("2000-2010"), by_2=pl.lit(""), value_2=pl.lit(""), measure=pl.lit("m"))
    printed = printed.with_columns(part=pl.lit(""), count=pl.lit("numerator"))
    group = Keyed(printed, table or changes(2, 1.0, 0), SEED)
    for view in views:
        group.add("block", frame, COUNTS, (view,), "2000-2010")
    return group.result().sort(KEY)


def test_the_order_of_people_and_blocks_changes_nothing() -> None:
    frame = people()
    shuffled = frame.sample(fraction=1.0, shuffle=True, seed=3)
    assert counted(frame).equals(counted(shuffled, tuple(reversed(VIEWS))))


def test_the_same_people_get_the_same_number_under_any_name() -> None:
    frame = people().with_columns(sex=pl.lit("women"), place=pl.lit("a"))
    assert counted(frame)["value"].n_unique() == 1


def test_a_change_is_never_larger_than_the_noise_and_parts_need_not_add_up() -> None:
    off = [counted(people(count)) for count in range(20, 60)]
    found = pl.concat(off)
    assert (found["value"] - found["truth"]).abs().max() == 2
    assert found["is_within"].all()
    whole, parts = ([f.filter(pl.col("by_1") == by)["value"].sum() for f in off] for by in ("", "sex"))
    assert whole != parts


def test_counts_beside_the_flow_have_keys_of_their_own() -> None:
    rows = pl.DataFrame({"kind": [1, 2], "sex": ["men", "women"], "place": "a", "weight": [7, 9]})
    assert counted(rows)["truth"].to_list() == [16, 16, 7, 9]
    assert counted(rows).equals(counted(rows.reverse()))
