"""One group's published cells as a script reads them: short, and without a number where none may be shown.

A cell is a list. `[null, reason]` is withheld or not observable, with the number not observable third where
that is told; `[numerator, denominator, not observable]` has the quotient as its value, and any other value
fourth: null with its reason, or a number with its interval where the counts leave that wide.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl

from reports.cells import EDUCATION, KEY, LICENCE, LICENSED, Cell, frame_cell
from reports.language import Language
from reports.marks import why, zero
from reports.tables import is_wide
from reports.words import DASH

MODELS = (EDUCATION, LICENSED, LICENCE)
MOVES = ("mobility_", "arrivals_", "departures_", "net_")
"""Beginnings of the measures of moves between places, which have a part of the page of their own."""
YEARS = "cohort_year"
"""A breakdown that the one-year cohorts tell better."""
SEX = "sex"

Compact = list[Any]
Family = dict[str, Any]


class Reasons:
    """Sentences that say why a number is missing, in every language, each counted from 1."""

    def __init__(self, languages: Sequence[Language]) -> None:
        self.languages = languages
        self._found: dict[tuple[str, ...], int] = {}

    def number(self, cell: Cell) -> int:
        """The place of a cell's sentence among all."""
        said = tuple(
            why(cell, language) or str(language.texts["reasons"]["missing"]) for language in self.languages
        )
        return self._found.setdefault(said, len(self._found) + 1)

    def sentences(self) -> dict[str, list[str]]:
        """Every sentence by language, in the order of their numbers."""
        return {
            language.code: [said[place] for said in self._found]
            for place, language in enumerate(self.languages)
        }


def chosen_rows(published: pl.DataFrame, profession: str) -> pl.DataFrame:
    """The rows a reader may choose among: totals, single breakdowns, and pairs of which one is sex."""
    by_1, by_2 = pl.col("by_1"), pl.col("by_2")
    return published.filter(
        (pl.col("profession") == profession)
        & pl.col("model").is_in(MODELS)
        & ~pl.col("measure").str.contains("|".join(f"^{name}" for name in MOVES))
        & ((by_2 == "") | (by_1 == SEX) | (by_2 == SEX))
        & (by_1 != YEARS)
        & (by_2 != YEARS)
    )


def group_cells(published: pl.DataFrame, profession: str, languages: Sequence[Language]) -> dict[str, Any]:
    """The cells by model, measure, cohort and breakdown, with the sentences for what is missing.

    A pair stands under `breakdown,sex`, its cells by value and then by sex. `zero` of a measure is how its
    zeros are printed.
    """
    reasons, models = Reasons(languages), dict[str, dict[str, Family]]()
    # In an order of its own, so that the bytes do not hang on that of the frame.
    for row in chosen_rows(published, profession).sort("model", *KEY).iter_rows(named=True):
        cell = frame_cell(row)
        measure = models.setdefault(row["model"], {}).setdefault(row["measure"], {"zero": "", "cells": {}})
        if zero(cell.method) != DASH or not measure["zero"]:
            measure["zero"] = zero(cell.method)
        cohort = measure["cells"].setdefault(row["cohort"], {})
        by, values = placed(row)
        family = cohort.setdefault(by, {})
        for value in values[:-1]:
            family = family.setdefault(value, {})
        family[values[-1]] = compact(cell, reasons)
    return {"models": models, "why": reasons.sentences()}


def placed(row: dict[str, Any]) -> tuple[str, list[str]]:
    """The breakdown that a row stands under, and its values; sex comes second."""
    pair = [(row["by_1"], row["value_1"]), (row["by_2"], row["value_2"])]
    if pair[1][0] and pair[0][0] == SEX:
        pair.reverse()
    parts = [one for one in pair if one[0]] or [("", "")]
    return ",".join(by for by, _ in parts), [value for _, value in parts]


def compact(cell: Cell, reasons: Reasons) -> Compact:
    """One cell in the form above."""
    if cell.numerator is None or cell.denominator is None:
        unseen = [] if cell.n_not_observable is None else [cell.n_not_observable]
        return [None, reasons.number(cell), *unseen]
    counts: Compact = [cell.numerator, cell.denominator, cell.n_not_observable]
    if cell.value is None:
        return [*counts, None, reasons.number(cell)]
    if is_wide(cell):
        return [*counts, cell.value, cell.low, cell.high]
    is_quotient = cell.denominator and cell.value == cell.numerator / cell.denominator
    return counts if is_quotient else [*counts, cell.value]
