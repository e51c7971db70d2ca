"""The people that protection counts: their cells and their kinds, model by model.

Belongs here: joining what SQL has counted into one row per person. Does not belong here: blocks.
No number of a person leaves this package: blocks count kinds.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from flows.protection.blocks import SENSITIVITY
from flows.protection.counts import counts_of_kinds
from flows.warehouse import Warehouse

WHO = ["person", "profession"]
STATE = (
    pl.when(pl.col("base") & pl.col("numerator")).then(pl.lit("yes"))
    .when(pl.col("base") & pl.col("numerator").is_not_null()).then(pl.lit("no"))
    .otherwise(pl.lit("unseen"))
)  # fmt: skip


@dataclass(frozen=True)
class People:
    """What the blocks are made of.

    models  model → one row per person and group: profession, cohort, breakdowns, and a column per
            family with the person's kind
    moves   one row per person and matrix: profession, model, measure, cohort, base, and the county and
            region of both ends (NULL: not observable), with the same columns per family
    counts  kind, measure, part, count
    """

    models: dict[str, pl.DataFrame]
    moves: pl.DataFrame
    counts: pl.DataFrame

    def of(self, profession: str) -> People:
        """One group's, with the counts of its own kinds."""
        mine = pl.col("profession") == profession
        models = {model: frame.filter(mine) for model, frame in self.models.items()}
        moves = self.moves.filter(mine)
        kinds = [
            frame.select(pl.col(name).drop_nulls().unique().alias("kind"))
            for frame in (*models.values(), moves)
            for name, kind in frame.schema.items()
            if kind == pl.Int32
        ]
        return People(models, moves, self.counts.join(pl.concat(kinds).unique(), on="kind", how="semi"))


def read_people(warehouse: Warehouse) -> People:
    """The people of a release; its measures must have been built."""
    kinds = warehouse.frame("select * from measures.kinds")
    states = warehouse.frame("select * from measures.states_of_kinds")
    alike, answers = _alike(warehouse, int(kinds["kind"].max() or 0))  # type: ignore[arg-type]  # an integer column
    kinds = pl.concat([kinds, alike])
    people = warehouse.frame("select * from measures.people").rename({"cohort_year": "cohort"})
    licensed = warehouse.frame(
        """
        select p.* exclude (cohort_year), c.cohort
        from measures.licence_people as p
        inner join reference.cohorts as c on p.model = c.model and p.cohort_year = c.first_year
        """
    )
    models = {"education": people}
    models |= {m: licensed.filter(pl.col("model") == m).drop("model") for m in ("licence", "licensed")}
    models = {model: _with_kinds(frame, kinds, model) for model, frame in models.items()}
    return People(models, _moves(warehouse, models), counts_of_kinds(pl.concat([states, answers])))


def _with_kinds(people: pl.DataFrame, kinds: pl.DataFrame, model: str) -> pl.DataFrame:
    mine = kinds.filter(pl.col("model") == model)
    wide = mine.pivot("family", index=WHO, values="kind", aggregate_function="first")
    return people.join(wide, on=WHO, how="left")


def _alike(warehouse: Warehouse, after: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Kinds of the sensitivity table: person, profession, model, family, kind; and their states."""
    alike = warehouse.frame("select * from measures.alike")
    first = ["alike", "profession", "model"]
    numbers = alike.select(first).unique().sort(first).with_row_index("kind", offset=after + 1)
    numbers = numbers.with_columns(pl.col("kind").cast(pl.Int32))
    kinds = alike.join(numbers, on=first).select(
        *("person", "profession", "model"), pl.lit(SENSITIVITY).alias("family"), "kind"
    )
    answers = warehouse.frame("select * from measures.answers where base is distinct from false")
    states = answers.join(numbers, left_on=["person", "profession", "model"], right_on=first).select(
        "kind", "measure", pl.col("variant").alias("part"), STATE.alias("state")
    )
    return kinds, states


def _moves(warehouse: Warehouse, models: dict[str, pl.DataFrame]) -> pl.DataFrame:
    moves = warehouse.frame("select * from measures.moves")
    families = {
        "education": ("home_to_study", "after_1", "after_3", "work_1", "work_3"),
        "licence": ("start", "took_degree"),
    }
    columns = [name for names in families.values() for name in names]
    found = []
    for model, names in families.items():
        there = [name for name in names if name in models[model].columns]
        known = models[model].select(*WHO, "cohort", *there)
        missing = [pl.lit(None, pl.Int32).alias(name) for name in columns if name not in there]
        mine = moves.filter(pl.col("model") == model).join(known, on=WHO).with_columns(missing)
        found.append(mine.select(*moves.columns, "cohort", *columns))
    return pl.concat(found)
