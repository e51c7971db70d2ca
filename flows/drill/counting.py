"""Counts what is asked of one release: the drill-down's numbers.

Belongs here: filling the memory from the release's file, and asking sql/drill. Does not belong here:
any definition (sql/), an analyst's own SQL (flows.drill.console).
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from flows.drill.asked import Asked, breakdowns_of, declared_as, judge
from flows.drill.sealed import Sealed
from flows.queries import DRILL, Query, drill_queries

ORDER = {
    "people": "who",
    "breakdowns": "breakdown, who",
    "observations": "profession, model, measure, cohort_year, who",
    "answers": "variant, measure, alike",
    "alike": "profession, model, cohort_year, who",
}
CELLS = f"{DRILL}.cells"
FILLED = tuple(f"{DRILL}.{name}" for name in ORDER)
COPIED = {
    "cells": "measures.cells",
    "sensitivity": "measures.sensitivity",
    "attrition": "measures.attrition",
    "maturity": "measures.maturity",
    "cohorts": "reference.cohorts",
    "alternatives": "reference.alternatives",
    "measures": "reference.measures",
}
"""Tables without persons, as the release has them."""


@dataclass(frozen=True)
class Counted:
    """An answer: its cells (values, counts, value, status), the SQL with its parameters, how long it took."""

    asked: Asked
    cells: pl.DataFrame
    sql: str
    parameters: dict[str, Any]
    milliseconds: int


class Drill:
    """One release in memory, person numbers left behind; `close` gives the memory back."""

    def __init__(self, file: Path) -> None:
        self._memory = Sealed()
        self._memory.open(file, DRILL)
        self._memory.build((drill_queries()[name] for name in FILLED), ORDER)
        self.tables = {name: self._memory.frame(f"select * from {source}") for name, source in COPIED.items()}
        self.sources = COPIED
        self._memory.run(f"alter table {DRILL}.people drop column person")
        self._memory.let_go()
        self._memory.add_table(f"{DRILL}.maturity", self.tables["maturity"])
        self._memory.seal()
        self.totals = self.tables["cells"].filter(pl.col("by_1") == "")
        self._groups = self.tables["cells"]["profession"].unique().sort().to_list()
        self._observed, self._breakdowns = self._known_measures(), self._known_breakdowns()

    def close(self) -> None:
        """Nothing can be asked after this."""
        self._memory.close()

    @property
    def sql(self) -> Query:
        """The query that counts every answer."""
        return drill_queries()[CELLS]

    def _known_measures(self) -> dict[tuple[str, str], list[str]]:
        """By group and model: what is counted person by person."""
        rows = self._memory.frame(f"select distinct profession, model, measure from {DRILL}.observations")
        return _grouped(rows.sort(rows.columns), ("profession", "model"), "measure")

    def _known_breakdowns(self) -> dict[str, list[str]]:
        rows = self._memory.frame(
            f"""
            select distinct p.model, b.breakdown
            from {DRILL}.breakdowns as b
            inner join {DRILL}.people as p on b.who = p.who
            """
        )
        return {k[0]: v for k, v in _grouped(rows.sort(rows.columns), ("model",), "breakdown").items()}

    def professions(self) -> list[str]:
        """The groups of the release."""
        return list(self._groups)

    def cohorts(self, model: str) -> list[str]:
        """A model's cohorts, the window first."""
        rows = self.tables["cohorts"].filter(pl.col("model") == model)
        return rows.sort("is_window", "cohort", descending=[True, False])["cohort"].to_list()

    def models(self, profession: str) -> list[str]:
        """The models in which a group is followed."""
        return sorted(model for group, model in self._observed if group == profession)

    def measures(self, profession: str, model: str) -> list[str]:
        """Every measure that can be cut by any two breakdowns, as it is published."""
        found = self._observed.get((profession, model), [])
        return [name for one in found for name in _published(model, one)]

    def breakdowns(self, asked: Asked) -> list[str]:
        """What a question may be cut by."""
        return breakdowns_of(asked, self._breakdowns.get(asked.model, []))

    def variants(self, asked: Asked) -> dict[str, tuple[str, str]]:
        """Ways of counting a measure: variant → (choice, alternative); '' is the choices in force."""
        rows = self.tables["alternatives"].filter(
            (pl.col("measure") == asked.measure) & (pl.col("variant") != "")
        )
        found = {r["variant"]: (r["choice"], r["alternative"]) for r in rows.iter_rows(named=True)}
        return {"": ("", "")} | dict(sorted(found.items()))

    def count(self, asked: Asked) -> Counted:
        """The cells of a question; UserError when it cannot be asked."""
        cuts = ["", *self.breakdowns(asked)]
        allowed = {
            "profession": self.professions(),
            "model": self.models(asked.profession),
            "cohort": self.cohorts(asked.model),
            "measure": self.measures(asked.profession, asked.model),
        }
        judge(asked, allowed | {"by_1": cuts, "by_2": cuts, "variant": list(self.variants(asked))})
        parameters = self._parameters(asked)
        begun = time.perf_counter()
        cells = self._memory.frame(self.sql.select, parameters)
        spent = round(1000 * (time.perf_counter() - begun))
        return Counted(asked, cells, self.sql.select, parameters, spent)

    def _parameters(self, asked: Asked) -> dict[str, Any]:
        """What the question puts into drill/cells.sql."""
        row = self.tables["cohorts"].filter(
            (pl.col("model") == asked.model) & (pl.col("cohort") == asked.cohort)
        )
        measure = asked.declared
        return {
            "profession": asked.profession,
            "model": asked.model,
            "cohort": asked.cohort,
            "first_year": row["first_year"][0],
            "last_year": row["last_year"][0],
            "measure": measure.name if measure else asked.measure,
            "variant": asked.variant,
            "by_1": asked.by_1,
            "by_2": asked.by_2,
            "part_is": asked.part_is,
            "quartile": asked.quartile,
            "is_composition": measure is not None and measure.breakdowns == "single",
        }

    def all_breakdowns(self) -> list[str]:
        """Everything that people may be grouped by, in any model."""
        return sorted({name for names in self._breakdowns.values() for name in names})

    def people_by(self, columns: Sequence[str]) -> pl.DataFrame:
        """How many persons have each combination: profession, model, the columns, persons."""
        joins = [
            f"left join {DRILL}.breakdowns as b{n} on p.who = b{n}.who and b{n}.breakdown = '{name}'"
            for n, name in enumerate(columns)
        ]
        named = [f"coalesce(b{n}.value, '') as {name}" for n, name in enumerate(columns)]
        chosen = ", ".join(["p.profession", "p.model", *named, "count(*) as persons"])
        return self._memory.frame(f"select {chosen} from {DRILL}.people as p {' '.join(joins)} group by all")


def _published(model: str, counted: str) -> tuple[str, ...]:
    found = declared_as(model, counted) or declared_as(model, f"{counted}_p25")
    return found.published if found else (counted,)


def _grouped(rows: pl.DataFrame, keys: tuple[str, ...], value: str) -> dict[Any, list[str]]:
    found: dict[Any, list[str]] = {}
    for row in rows.iter_rows(named=True):
        found.setdefault(tuple(row[key] for key in keys), []).append(row[value])
    return found
