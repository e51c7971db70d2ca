"""Counts what is asked of one release: the drill-down's numbers.

Belongs here: filling the memory from the release's file, and asking sql/drill. Does not belong here:
any definition (sql/), an analyst's own SQL (flows.drill.console).
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Any

import polars as pl

from flows.drill.asked import Asked, breakdowns_of, declared_as, judge
from flows.drill.sealed import Sealed
from flows.drill.source import Group, Source
from flows.queries import DRILL, Query, drill_queries

CELLS = f"{DRILL}.cells"
COPIED = {
    "sensitivity": "measures.sensitivity",
    "maturity": "measures.maturity",
    "cohorts": "reference.cohorts",
    "alternatives": "reference.alternatives",
}
"""Tables without persons, as the release has them."""
MOST_GROUPS = 3
"""So many groups' people are kept in memory; who asks of another one waits until it is read."""


@dataclass(frozen=True)
class Counted:
    """An answer: its cells (values, counts, value, status), the SQL with its parameters, how long it took."""

    asked: Asked
    cells: pl.DataFrame
    sql: str
    parameters: dict[str, Any]
    milliseconds: int


class Drill:
    """One release. A group's people are read when somebody asks of it, and person numbers left behind."""

    def __init__(self, file: Path) -> None:
        self.source = Source(file)
        with self.source.opened() as memory:
            self.tables = {name: memory.frame(f"select * from {table}") for name, table in COPIED.items()}
            self.totals = memory.frame("select * from measures.cells where by_1 = ''")
        memory.close()
        self._professions = self.totals["profession"].unique().sort().to_list()
        self._groups: dict[str, Group] = {}
        self._lock = Lock()

    def close(self) -> None:
        """Gives the memory back; nothing can be asked after this."""
        self._professions = []
        self._groups.clear()
        self.__dict__.pop("_everybody", None)

    @property
    def sql(self) -> Query:
        """The query that counts every answer."""
        return drill_queries()[CELLS]

    def _group(self, profession: str) -> Group:
        """A group's people, read if they are not there; the one not asked of for the longest makes room."""
        with self._lock:
            found = self._groups.pop(profession, None) or self.source.group(profession)
            while len(self._groups) >= MOST_GROUPS:
                del self._groups[next(iter(self._groups))]  # closed when no question needs it any more
            self._groups[profession] = found
            return found

    def professions(self) -> list[str]:
        """The groups of the release."""
        return list(self._professions)

    def cohorts(self, model: str) -> list[str]:
        """A model's cohorts, the window first."""
        rows = self.tables["cohorts"].filter(pl.col("model") == model)
        return rows.sort("is_window", "cohort", descending=[True, False])["cohort"].to_list()

    def models(self, profession: str) -> list[str]:
        """The models in which a group is followed."""
        return sorted(self._group(profession).measures) if profession in self._professions else []

    def measures(self, profession: str, model: str) -> list[str]:
        """Every measure that can be cut by any two breakdowns, as it is published."""
        found = self._group(profession).measures.get(model, []) if profession in self._professions else []
        return [name for one in found for name in _published(model, one)]

    def breakdowns(self, asked: Asked) -> list[str]:
        """What a question may be cut by."""
        if asked.profession not in self._professions:
            return []
        return breakdowns_of(asked, self._group(asked.profession).breakdowns.get(asked.model, []))

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
        memory = self._group(asked.profession).memory
        begun = time.perf_counter()
        cells = memory.frame(self.sql.select, parameters)
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

    def _by_everybody(self, sql: str) -> pl.DataFrame:
        """A select over everyone in every group by breakdown, without answers."""
        with self._lock:
            memory = self._everybody
        return memory.frame(sql)

    @cached_property
    def _everybody(self) -> Sealed:
        return self.source.people(self._professions, are_judged=False)

    @cached_property
    def all_breakdowns(self) -> list[str]:
        """Everything that people may be grouped by, in any model."""
        rows = self._by_everybody(f"select distinct breakdown from {DRILL}.breakdowns")
        return rows["breakdown"].sort().to_list()

    def people_by(self, columns: Sequence[str]) -> pl.DataFrame:
        """How many persons have each combination: profession, model, the columns, persons."""
        joins = [
            f"left join {DRILL}.breakdowns as b{n} on p.who = b{n}.who and b{n}.breakdown = '{name}'"
            for n, name in enumerate(columns)
        ]
        named = [f"coalesce(b{n}.value, '') as {name}" for n, name in enumerate(columns)]
        chosen = ", ".join(["p.profession", "p.model", *named, "count(*) as persons"])
        return self._by_everybody(f"select {chosen} from {DRILL}.people as p {' '.join(joins)} group by all")


def _published(model: str, counted: str) -> tuple[str, ...]:
    found = declared_as(model, counted) or declared_as(model, f"{counted}_p25")
    return found.published if found else (counted,)
