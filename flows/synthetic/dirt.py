"""The registers' own dirt: only kinds that change no statistic.

Belongs here: rows that a reader rejects or counts as duplicates, and other ways of writing the same value.
A row that matters is never altered beyond what reading undoes.
"""

from typing import Final

import numpy as np
import polars as pl

from flows.synthetic.assumptions import assumed
from flows.synthetic.draws import uniform

# Numbers that no person has: theirs end at 2**32.
_NOBODY: Final = 2**33
DATES: Final = {
    "degrees": "Examensdatum",
    "licences": "legitimationsdatum",
    "migration": "Datum",
    "deaths": "DodDatum",
}
# The delivery's own names and codes, explained in its delivery.toml.
COLUMNS: Final = {
    "individuals": {"LopNr": "P1105_LopNr_PersonNr"},
    "degrees": {"LopNr": "PersonLopNr", "Examensdatum": "ExDatum"},
}
PROGRAMMES: Final = {"TH": "tandhygienist", "SSK": "sjukskoterska", "LAK": "lakare"}


def _some(frame: pl.DataFrame, share: float, *purpose: object) -> pl.DataFrame:
    keys = frame["LopNr"].to_numpy().astype(np.uint64)
    place = np.arange(len(keys), dtype=np.uint64)
    return frame.filter(pl.Series(uniform(keys ^ (place << np.uint64(34)), *purpose) < share))


def _set(frame: pl.DataFrame, **values: object) -> pl.DataFrame:
    """Return the rows with some columns given one value, types kept."""
    return frame.with_columns(**{name: pl.lit(value, frame.schema[name]) for name, value in values.items()})


def _with_row(frame: pl.DataFrame, purpose: str, seed: int, share: float, least: int = 2) -> pl.DataFrame:
    """Return some of the rows, in any case the first few."""
    found = _some(frame, share, seed, purpose)
    return found if len(found) >= least else frame.head(least)


def _common(frame: pl.DataFrame, name: str, seed: int) -> list[pl.DataFrame]:
    said = assumed()["dirt"]
    twice = _with_row(frame, f"{name} twice", seed, said["duplicates"])
    nobody = _with_row(frame, f"{name} nobody", seed, said["without_lopnr"])
    return [twice, _set(nobody, LopNr=None)]


def _stray(frame: pl.DataFrame, name: str, seed: int) -> pl.DataFrame:
    """Return rows of people who are in no register, to be spoiled."""
    rows = _with_row(frame, f"{name} stray", seed, assumed()["dirt"]["out_of_range"])
    return rows.with_columns(LopNr=pl.lit(_NOBODY, pl.Int64) + pl.int_range(pl.len()))


def register(frame: pl.DataFrame, name: str, seed: int, *, as_text: bool) -> pl.DataFrame:
    """Return a register other than individuals with rows added that are duplicates or rejected."""
    extra = _common(frame, name, seed)
    stray = _stray(frame, name, seed)
    if name == "registrations":
        extra += [_set(stray, Ar=1992), _set(stray, Ar=2025, Termin=1), _set(stray, Termin=3)]
    elif name == "applications":
        extra += [_set(stray, Ar=2006), _set(stray, Termin=3)]
    elif name == "upper_secondary":
        extra.append(_set(stray, AvgAr=1984))
    elif name == "licences":
        extra.append(_set(stray, yrkeskod="XX"))
    elif name == "migration":
        extra.append(_set(stray, PostTyp="Flytt"))
    frame = pl.concat([frame, *extra])
    if name not in DATES:
        return frame
    date = DATES[name]
    if not as_text:
        return pl.concat([frame, stray.with_columns(pl.lit(None, pl.Date).alias(date))])
    written = pl.col(date).dt.strftime("%Y%m%d" if name == "licences" else "%Y-%m-%d")
    return pl.concat([frame.with_columns(written), _set(stray.with_columns(written), **{date: "2003-02-30"})])


def individuals(frame: pl.DataFrame, year: int, seed: int, *, as_text: bool) -> pl.DataFrame:
    """Return a year's rows with dirt; every person keeps the accepted row."""
    said = assumed()["dirt"]
    extra = _common(frame, f"individuals {year}", seed)
    unknown = _with_row(frame, f"municipality {year}", seed, said["unknown_municipality"])
    extra.append(_set(unknown, Kommun="9998"))
    outside = _with_row(frame, f"outside {year}", seed, said["out_of_range"])
    extra.append(_set(outside, Ar=1998))
    frame = pl.concat([frame, *extra])
    if not as_text:
        # Municipalities as numbers lose their leading zero.
        return frame.with_columns(pl.col("Kommun", "AstKommun").cast(pl.Int32))
    if year % 5 == 0:
        return frame.with_columns(pl.col("Kommun", "AstKommun").str.strip_chars_start("0"))
    if year % 5 == 1:
        return _spaced(frame, seed)
    if year % 5 == 2:
        return _spoiled(frame, seed)
    # The year stands in the file's name only; a row of another year would then be taken for this one.
    return frame.filter(pl.col("Ar") == year).drop("Ar") if year % 5 == 3 else frame


def _spaced(frame: pl.DataFrame, seed: int) -> pl.DataFrame:
    keys = frame["LopNr"].fill_null(0).to_numpy().astype(np.uint64)
    some = pl.Series(uniform(keys, seed, "spaces") < assumed()["dirt"]["spaces"])
    padded = [
        pl.when(some).then(pl.format(" {} ", pl.col(name))).otherwise(pl.col(name)).alias(name)
        for name in ("Kommun", "AstKommun")
    ]
    return frame.with_columns(padded)


def _spoiled(frame: pl.DataFrame, seed: int) -> pl.DataFrame:
    """Return the rows with nonsense in optional columns where the register has no value anyway."""
    keys = frame["LopNr"].fill_null(0).to_numpy().astype(np.uint64)
    some = pl.Series(uniform(keys, seed, "nonsense") < assumed()["dirt"]["spaces"])
    no_workplace = pl.col("AstKommun").is_null() & some
    return frame.with_columns(
        AstKommun=pl.when(no_workplace).then(pl.lit("8888")).otherwise(pl.col("AstKommun")),
        ForvErs=pl.col("ForvErs").cast(pl.String).fill_null("saknas"),
    )
