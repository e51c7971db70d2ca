"""Why a number is not there, number by number: one code that every format carries in its own way.

Belongs here: from status and reason of a row to the code of each of its numbers, and its sign and words.
Does not belong here: which number is withheld (flows.protection).
"""

from __future__ import annotations

import polars as pl

from reports.files.table import INTERVAL, MONTHS, TableFile
from reports.language import Language
from reports.marks import CANNOT, OK, PROTECTED, ROUNDING
from reports.words import HIDDEN

MISSING = "missing"
"""The code of a number without a reason, and of a combination that the table has no row for."""
NEVER = "."
WHY = "why"
"""Ending of the column that holds a number's code, and name of the column that holds a row's sentence."""


def with_codes(file: TableFile) -> pl.DataFrame:
    """The table with a column `<number>_why` per number: empty where the number is there, else a code.

    The code is the reason of protection, or not_observable, immature or not_applicable; never the number 0.
    """
    return file.frame.with_columns(_code(file, number).alias(f"{number}_{WHY}") for number in file.numbers)


def reason_column(file: TableFile) -> str:
    """The column that says why a number is withheld; `reason` has another meaning in some layouts."""
    return "withheld" if "withheld" in file.frame.columns else "reason"


def _code(file: TableFile, number: str) -> pl.Expr:
    status, reason = pl.col("status"), pl.col(reason_column(file)).fill_null("")
    named = pl.when(reason != "").then(reason)
    found = (
        pl.when(pl.col(number).is_not_null()).then(pl.lit(""))
        .when(status == PROTECTED).then(named.otherwise(pl.lit(PROTECTED)))
        .when(status != OK).then(status)
    )  # fmt: skip
    if number in INTERVAL and "measure" in file.frame.columns:
        # A quartile and a difference have no interval, whether the number itself is shown or not.
        has_none = pl.col("measure").str.starts_with(MONTHS) | pl.col("measure").str.starts_with("net_")
        found = found.when(has_none).then(pl.lit(CANNOT))
    return found.otherwise(named.otherwise(pl.lit(MISSING)))


def sign(code: str) -> str:
    """What is printed in the place of a number: a point where it cannot occur, else two."""
    return NEVER if code == CANNOT else HIDDEN


def words(code: str, method: str, language: Language) -> str:
    """The sentence behind a code; rounding withholds for a reason of its own."""
    reasons = language.texts["reasons"]
    names = (f"{code}_rounded" if method.startswith((ROUNDING, "controlled")) else code, code, MISSING)
    return str(next(reasons[name] for name in names if name in reasons))


def with_sentences(file: TableFile, language: Language) -> pl.DataFrame:
    """The table with its codes, and `why`: in words, why a number of the row is not there; else empty."""
    coded = with_codes(file)
    codes = [f"{number}_{WHY}" for number in file.numbers]
    # What cannot occur is explained by its sign: the row as such lacks nothing.
    asked = [pl.when(pl.col(name) == CANNOT).then(pl.lit("")).otherwise(pl.col(name)) for name in codes]
    most = pl.max_horizontal(asked).alias("code")
    coded = coded.with_columns(most)
    kinds = coded.select("code", "method").unique(maintain_order=True)
    says = [
        words(code, method or "", language) if code else ""
        for code, method in zip(kinds["code"], kinds["method"], strict=True)
    ]
    known = kinds.with_columns(pl.Series(WHY, says, dtype=pl.String))
    return coded.join(known, on=["code", "method"], how="left", maintain_order="left", nulls_equal=True).drop(
        "code"
    )
