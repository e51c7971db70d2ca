"""A value is judged the first time that a register has it; what was met must not change what comes after."""

from __future__ import annotations

import random
from collections.abc import Sequence

import polars as pl
import pytest

from schemas import by_value
from schemas.by_value import cleaned_columns
from schemas.cleaning import Cleaning, ColumnRules
from schemas.contract import contracts
from schemas.delivery import Cover

CONTRACT = contracts()["individuals"]
CODES = {"Kon": {"M": "1", "K": "2"}}
VALUES: dict[str, Sequence[str | None]] = {
    "LopNr": ["1", " 2", "", None, "3"],
    "Ar": ["2001", None, "", "2002", "tvåtusen"],
    "Kon": ["1", "2", "M", "K", "X", " ", None],
    "Kommun": ["0180", "180", "0114", "9999", "x", "", None],
    "Ssyk4": ["2221", "2231", "-", "?", None, " 2221 "],
    "ADelDag": ["0", "365", "366,0", "-1", "1e3", None],
}
OTHERS = ("Kon", "Kommun", "Ssyk4", "ADelDag")
NUMBERS = {"Kommun": [180, 114, 9999, None], "Ssyk4": [2221, 2231, None], "ADelDag": [0, 365, 1000, None]}


def cleaning() -> Cleaning:
    return Cleaning(CONTRACT, CODES, Cover(2001, 2010))


def outcome(rows: pl.DataFrame, shared: Cleaning, year: int | None) -> dict[str, object]:
    """Every column's values, and which of its rows have which mark."""
    rules = shared.of_file(tuple(rows.columns), year).columns
    return {
        name: (
            typed.values.to_list(),
            {mark: found.to_list() for mark, found in typed.marks.items() if found.any()},
        )
        for name, typed in cleaned_columns(rows, rules).items()
    }


def some_file(draw: random.Random) -> pl.DataFrame:
    """Rows of some of the columns, as text or as numbers."""
    number = draw.randint(1, 30)
    columns = {}
    for name in ("LopNr", "Ar", *draw.sample(OTHERS, draw.randint(0, 3))):
        as_numbers = name in NUMBERS and draw.random() < 0.5
        values = NUMBERS[name] if as_numbers else VALUES[name]
        kind = pl.Int32() if as_numbers else pl.String()
        columns[name] = pl.Series(name, draw.choices(values, k=number), dtype=kind)
    return pl.DataFrame(columns)


@pytest.mark.parametrize("kept", [2, by_value.KEPT_VALUES])
@pytest.mark.parametrize("seed", range(20))
def test_a_file_is_cleaned_as_if_it_were_the_only_one(
    seed: int, kept: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(by_value, "KEPT_VALUES", kept)
    monkeypatch.setattr(by_value, "_is_everywhere_another", lambda _: False)
    draw, shared = random.Random(seed), cleaning()
    for _ in range(8):
        rows, year = some_file(draw), draw.choice([None, 2001, 2002])
        assert outcome(rows, shared, year) == outcome(rows, cleaning(), year)


def test_the_year_of_a_files_name_is_not_the_next_files() -> None:
    shared = cleaning()
    rows = pl.DataFrame({"LopNr": ["1", "2"], "Ar": [None, "2005"]})
    assert outcome(rows, shared, 2001)["Ar"] == ([2001, 2005], {})
    assert outcome(rows, shared, 2002)["Ar"] == ([2002, 2005], {})
    assert outcome(rows, shared, None)["Ar"] == ([None, 2005], {"bad": [True, False]})


def test_a_fault_in_a_later_file_is_found_there_and_only_there() -> None:
    shared = cleaning()
    sound, faulty = (pl.DataFrame({"Kon": ["M", "2"]}), pl.DataFrame({"Kon": ["K", "7"]}))
    assert outcome(sound, shared, None)["Kon"] == (["1", "2"], {})
    assert outcome(faulty, shared, None)["Kon"] == (["2", None], {"bad": [False, True]})
    assert outcome(sound, shared, None)["Kon"] == (["1", "2"], {})


def test_only_what_was_not_met_is_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    judged, judge = [], by_value._judged

    def noted(values: pl.Series, rules: ColumnRules) -> pl.DataFrame:
        judged.append((rules.name, set(values)))
        return judge(values, rules)

    monkeypatch.setattr(by_value, "_judged", noted)
    monkeypatch.setattr(by_value, "_is_everywhere_another", lambda _: False)
    shared = cleaning()
    for values in (["1", "2", "1"], ["2", "1"], ["2", None, "M"]):
        outcome(pl.DataFrame({"Kon": values}), shared, None)
    assert [values for name, values in judged if name == "Kon"] == [{"1", "2"}, {"M", None}]
