"""A delivery in which something of every kind is wrong, for what is written to its supplier.

Belongs here: spoiling. Does not belong here: expectations; they work out the rows by hand.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from tests.end_to_end.calling import PERSON, small_delivery

FORMULA = "=9"


def table(folder: Path, register: str) -> pl.DataFrame:
    return pl.read_csv(folder / f"{register}.csv", infer_schema=False)


def spoiled(folder: Path) -> Path:
    """A delivery in which something of every kind is wrong; row numbers can be worked out by hand."""
    small_delivery(folder)
    people = table(folder, "individuals").filter(pl.col("Ar") != "2005")
    first, second = people.head(1), people.slice(1, 1)
    wrong = [
        first.with_columns(Kon=pl.lit("1") if first["Kon"].item() == "2" else pl.lit("2")),
        second,
        second.with_columns(LopNr=pl.lit("a"), Kon=pl.lit(PERSON.format(2))),
        second.with_columns(LopNr=pl.lit("b"), Kommun=pl.lit("9998")),
        second.with_columns(LopNr=pl.lit("c"), Ar=pl.lit("1890")),
    ]
    pl.concat([people, *wrong]).write_csv(folder / "individuals.csv")
    licences = table(folder, "licences")
    codes = [licences.head(1).with_columns(yrkeskod=pl.lit(code)) for code in (FORMULA, "19800101")]
    undated = licences.head(1).with_columns(legitimationsdatum=pl.lit("20030230"))
    pl.concat([licences, *codes, undated]).write_csv(folder / "licences.csv")
    table(folder, "degrees").rename({"Examenskod": "Kod"}).write_csv(folder / "degrees.csv")
    file = folder / "delivery.toml"
    file.write_text(file.read_text(encoding="utf-8").replace('"test"', '"2026-06 <b>"'), encoding="utf-8")
    return folder
