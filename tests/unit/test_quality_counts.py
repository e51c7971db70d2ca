"""What became of the rows, as one frame: sums, reasons without rows, registers not delivered."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest

from flows.quality_counts import ENDS, SHAPE, quality_counts, reasons
from flows.warehouse import RegisterCounts
from schemas.cleaning import REASONS
from schemas.contract import contracts

DEGREES = RegisterCounts("degrees", True, 100, 90, 4, 0, {"missing_lopnr": 5, "unparsable_date": 1}, {}, {})
PEOPLE = RegisterCounts(
    "individuals", True, 50, 20, 1, 29, {}, {"AstKommun": 7}, {"Kommun": 3, "AstKommun": 2}
)
NOT_THERE = RegisterCounts("deaths", False, 0, 0, 0, 0, {}, {}, {})


def frame() -> pl.DataFrame:
    return quality_counts({"individuals": PEOPLE, "deaths": NOT_THERE, "degrees": DEGREES})


def rows_of(register: str, step: str) -> dict[str, int]:
    found = frame().filter((pl.col("register") == register) & (pl.col("step") == step))
    return dict(found.select("reason", "rows").iter_rows())


def test_rows_read_are_accepted_duplicates_set_aside_and_rejected() -> None:
    sums = (
        frame()
        .group_by("register", pl.col("step").is_in(ENDS).alias("is_end"), "step")
        .agg(pl.col("rows").sum())
    )
    for register, read in (("degrees", 100), ("individuals", 50)):
        of = sums.filter(pl.col("register") == register)
        assert of.filter(pl.col("step") == "read")["rows"].to_list() == [read]
        assert of.filter("is_end")["rows"].sum() == read


def test_every_possible_reason_has_its_row() -> None:
    assert frame().schema == pl.Schema(SHAPE)
    assert rows_of("degrees", "rejected") == {"missing_lopnr": 5, "out_of_range": 0, "unparsable_date": 1}
    assert rows_of("individuals", "rejected")["unknown_sex"] == 0
    assert rows_of("individuals", "blanked")["AstKommun"] == 7
    assert rows_of("individuals", "blanked")["ForvErs"] == 0
    assert rows_of("individuals", "restored") == {"AstKommun": 2, "Kommun": 3}
    assert all(reasons(contract) <= set(REASONS) for contract in contracts().values())
    assert "missing_value" in reasons(contracts()["registrations"])
    assert frame().select("register", "step", "reason").is_unique().all()


def test_a_register_that_was_not_delivered_has_no_row() -> None:
    assert set(frame()["register"]) == {"degrees", "individuals"}
    assert frame()["register"].to_list()[0] == "degrees", "in the order in which a run reads them"


def test_lost_rows_are_refused() -> None:
    with pytest.raises(ValueError, match="degrees"):
        quality_counts({"degrees": replace(DEGREES, accepted=89)})
