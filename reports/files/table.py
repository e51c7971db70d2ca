"""One published table as the writers of files know it: its numbers, their units, what must be said of it.

Belongs here: what every format asks of a table. Does not belong here: how a format writes it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from reports import protected
from reports.described import ProfessionText, ReleaseText
from reports.language import Language
from reports.marks import off
from reports.words import Texts, window_text
from schemas.published_tables import PublishedTable

FORMATS = ("xlsx", "sv.csv", "csv", "px", "json", "parquet")
"""Endings of a table's files, in the order in which the pages list them."""

CELL_NUMBERS = ("numerator", "denominator", "n_not_observable", "value", "value_low", "value_high")
NUMBERS: Mapping[str, tuple[str, ...]] = {
    "cells": CELL_NUMBERS,
    "sensitivity": CELL_NUMBERS,
    "curves": ("n_risk", "n_event", "incidence", "std_error"),
    "attrition": ("persons",),
    "quality": ("rows",),
}
"""The columns of a layout that hold numbers which may be withheld."""
SHARES = frozenset({"value", "value_low", "value_high", "incidence", "std_error"})
INTERVAL = ("value_low", "value_high")
MONTHS, NET = "months_", "net_"


@dataclass(frozen=True)
class TableFile:
    """A published table, and the release and groups that it belongs to."""

    table: PublishedTable
    frame: pl.DataFrame
    release: ReleaseText
    professions: tuple[ProfessionText, ...] = ()

    @property
    def name(self) -> str:
        """The name of its files, without an ending."""
        return self.table.name

    @property
    def numbers(self) -> tuple[str, ...]:
        """The columns that hold numbers which may be withheld; quartiles have no interval."""
        found = NUMBERS[self.table.layout]
        return tuple(name for name in found if name not in INTERVAL) if self.is_in_months else found

    @property
    def methods(self) -> list[str]:
        """The methods of protection in force."""
        return sorted(set(self.frame["method"].drop_nulls().to_list()) - {""})

    @property
    def is_in_months(self) -> bool:
        """True when its values are months; no table mixes them with shares."""
        return bool(self.table.measures) and all(name.startswith(MONTHS) for name in self.table.measures)

    def unit(self, number: str) -> str:
        """persons, rows, share or months; the key of its words in the texts."""
        if number not in SHARES:
            return "rows" if number == "rows" else "persons"
        return "months" if self.is_in_months else "share"

    def number_key(self, number: str) -> str:
        """The key of a number's name in the texts: a quartile is no share."""
        return f"{number}_months" if number == "value" and self.is_in_months else number

    def title(self, language: Language) -> str:
        """What the table is called."""
        return self.table.title_en if language.code == "en" else self.table.title_sv

    def marked_title(self, language: Language) -> str:
        """The title as it stands above the numbers: a rehearsal says so first."""
        title = self.title(language)
        return f"{language.texts['page']['rehearsal_mark']}. {title}" if self.release.is_rehearsal else title

    def years(self) -> tuple[int, int]:
        """The first and the last year in which the people of the table entered."""
        cohorts = self.frame["cohort"] if "cohort" in self.frame.columns else pl.Series([], dtype=pl.String)
        years = [
            year
            for cohort in (cohorts.unique().to_list() or [self.release.window])
            for year in _years(cohort)
        ]
        return min(years), max(years)

    def period(self) -> str:
        """Those years as they are written in running text."""
        return window_text("-".join(map(str, dict.fromkeys(self.years()))))

    def notes(self, language: Language) -> list[str]:
        """What a reader must know beside the numbers, the most important first."""
        words = language.texts["files"]
        says = [language.texts["page"]["rehearsal"]] if self.release.is_rehearsal else []
        says.append(words["populations"].get(self.table.model or self.table.layout, ""))
        says += [protected.sentence(method, "protection", self.release, language) for method in self.methods]
        says.append(protected.share_sentence(self.release, language) if self._has_shares else "")
        says += self._of_nets(words)
        says.append(words["interval"] if INTERVAL[0] in self.numbers and not self.is_in_months else "")
        return [*(str(one) for one in says if one), *self._about(language)]

    def _of_nets(self, words: Texts) -> list[str]:
        """Why a net has no interval, and how far it may lie from the true one."""
        if not any(name.startswith(NET) for name in self.table.measures):
            return []
        most = max((2 * off(method) for method in self.methods), default=0)
        return [words["net"], *([words["net_off"].format(most=most)] if most else [])]

    def _about(self, language: Language) -> list[str]:
        """Where the numbers come from."""
        words = language.texts["files"]
        release = self.release
        made = words["made"].format(
            release=release.name, delivery=release.delivery_id, received=release.received_on.isoformat()
        )
        return [made, str(language.texts["page"]["source"])]

    @property
    def _has_shares(self) -> bool:
        return any(number in SHARES for number in self.numbers)

    def signs(self, language: Language) -> list[tuple[str, str]]:
        """Every sign with its meaning under the methods in force."""
        words: Texts = language.texts["files"]
        listed = protected.signs(self.methods, language)
        return [(sign, words["hidden"] if sign == ".." else text) for sign, text in listed]


def _years(cohort: str) -> list[int]:
    """2000-2010, 2004 or the läsår 2000/01, which ends in 2001."""
    first = int(cohort[:4])
    return [first, first + 1] if "/" in cohort else [int(year) for year in cohort.split("-")]
