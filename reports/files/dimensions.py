"""Which dimensions a table has: one per question that a reader may ask, not one per column.

Belongs here: from columns to dimensions, their codes, order and words. Does not belong here: the numbers
(cube) and how a format writes them.

A table of one or two breakdowns out of nineteen would be almost empty as a cube of nineteen dimensions. So
all breakdowns are one dimension, whose values are those that there are: total, sex:woman,
sex:woman|age:22-24. Where every first breakdown is crossed with every second (`crossed` in the table's
file), the two are dimensions of their own, so that a matrix of counties has rows and columns.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import polars as pl

from reports.files.labels import Labels
from reports.files.table import TableFile
from schemas.published_tables import PublishedTable

TOTAL = "total"
FROM, TO = "from_", "to_"
Values = tuple[str, ...]


@dataclass(frozen=True)
class Kind:
    """A dimension before its values are known.

    name     its id, and the key of its heading
    columns  the columns of the table that it is made of
    bys      the breakdowns that stand in it
    """

    name: str
    columns: tuple[str, ...]
    bys: tuple[str, ...] = ()

    @property
    def is_time(self) -> bool:
        """True for the year, läsår or window in which people entered."""
        return self.columns == ("cohort",)

    @property
    def is_place(self) -> bool:
        """True where every value is a place."""
        return bool(self.bys) and all(by.endswith(("county", "region")) for by in self.bys)


@dataclass(frozen=True)
class Dimension:
    """A dimension with its values, in order; `tuples` holds what the columns say for each of them."""

    kind: Kind
    codes: tuple[str, ...]
    tuples: tuple[Values, ...]

    def heading(self, file: TableFile, labels: Labels) -> str:
        """Its name: the breakdown's where it holds only one."""
        if len(self.kind.bys) == 1:
            return labels.breakdown(self.kind.bys[0], file.table.model)
        return labels.heading(self.kind.name, file.table.model)

    def labels(self, file: TableFile, labels: Labels) -> tuple[str, ...]:
        """The words of its values; where two would be called the same, the code tells them apart."""
        says = [label_of(self.kind, values, file.table.model, labels) for values in self.tuples]
        says = [said or str(labels.words["nothing"]) for said in says]
        return tuple(
            f"{said} ({code})" if says.count(said) > 1 else said
            for said, code in zip(says, self.codes, strict=True)
        )


def kinds(table: PublishedTable) -> tuple[Kind, ...]:
    """The dimensions of a table, the slowest first."""
    cohort = Kind("cohort", ("cohort",) if table.model else ("model", "cohort"))
    group = Kind("profession", ("profession",))
    if table.layout == "cells":
        return (group, cohort, Kind("measure", ("measure",)), *_breakdowns(table))
    if table.layout == "sensitivity":
        # Choices are counted on totals: this table has no breakdowns.
        return (group, cohort, Kind("measure", ("measure",)), Kind("choice", ("choice", "alternative")))
    if table.layout == "curves":
        rest = (Kind(name, (name,)) for name in ("curve", "specialisation", "cause", "k"))
        return (group, cohort, *rest)
    steps = ("step", "reason")
    if table.layout == "attrition":
        return (group, cohort, Kind("step", steps))
    return (Kind("register", ("register",)), Kind("outcome", steps))


def _breakdowns(table: PublishedTable) -> tuple[Kind, ...]:
    pairs = [tuple(by.split(",")) for by in table.breakdowns if by]
    if not pairs:
        return ()
    first = tuple(dict.fromkeys(pair[0] for pair in pairs))
    second = tuple(dict.fromkeys(pair[1] for pair in pairs if len(pair) > 1))
    if not second:
        return (Kind("by", ("by_1", "value_1"), first),)
    if not table.crossed:
        return (Kind("by", ("by_1", "value_1", "by_2", "value_2"), tuple(dict.fromkeys(first + second))),)
    is_matrix = all(by.startswith(FROM) for by in first)
    names = ("from", "to") if is_matrix else ("by_1", "by_2")
    return (Kind(names[0], ("by_1", "value_1"), first), Kind(names[1], ("by_2", "value_2"), second))


def dimensions(file: TableFile, labels: Labels) -> tuple[Dimension, ...]:
    """The dimensions of a table with the values that occur in it."""
    return tuple(_dimension(kind, file, labels) for kind in kinds(file.table))


def _dimension(kind: Kind, file: TableFile, labels: Labels) -> Dimension:
    unique = file.frame.select(pl.col(kind.columns).cast(pl.String).fill_null("")).unique()
    # A table without rows is a cube of one place that no row has: the formats know no empty dimension.
    found = list(unique.iter_rows()) or [("",) * len(kind.columns)]
    ordered = sorted(found, key=_order(kind, file.table, labels))
    return Dimension(kind, tuple(_code(kind, values) for values in ordered), tuple(ordered))


def _order(kind: Kind, table: PublishedTable, labels: Labels) -> Callable[[Values], Any]:
    """What sorts the values: the table's own list where it has one."""
    if kind.columns[0] == "by_1" or kind.columns[0] == "by_2":
        listed = ["", *kind.bys]

        def by_breakdown(values: Values) -> Any:
            # The total first, then one breakdown after the other, pairs after singles.
            bys, found = values[::2], values[1::2]
            known = [listed.index(by) if by in listed else len(listed) for by in bys]
            return (
                sum(by != "" for by in bys),
                known,
                [labels.rank(*one) for one in zip(bys, found, strict=True)],
            )

        return by_breakdown
    if kind.name == "measure" and table.measures:
        return lambda values: (values[-1] not in table.measures, [*table.measures, *values].index(values[-1]))
    if kind.columns[0] == "step":
        return lambda values: labels.step_rank(*values)
    return lambda values: [labels.rank(kind.columns[-1], value) for value in values]


def _code(kind: Kind, values: Values) -> str:
    if not kind.bys:
        return ":".join(value for value in values if value) or TOTAL
    pairs = zip(values[::2], values[1::2], strict=True)
    # No comma: it stands between codes in a query to PxWeb.
    return "|".join(f"{by}:{value}" for by, value in pairs if by) or TOTAL


def label_of(kind: Kind, values: Values, model: str, labels: Labels) -> str:
    """The words of one value of a dimension."""
    if kind.bys:
        return _breakdownlabel_of(kind, values, model, labels)
    first, last = values[0], values[-1]
    if kind.name == "cohort":
        return labels.cohort(last, "" if kind.is_time else first)
    if kind.name == "choice":
        return f"{labels.choice(first)} – {labels.choice(first, last)}"
    if kind.name in ("step", "outcome"):
        return labels.step(first, last) if kind.name == "step" else labels.outcome(first, last)
    if kind.name == "measure":
        return labels.measure(last, model)
    named = {"profession": labels.profession, "register": labels.register}
    return named[kind.name](last) if kind.name in named else labels.curve(kind.name, last)


def _breakdownlabel_of(kind: Kind, values: Values, model: str, labels: Labels) -> str:
    """Sex: women, Age at start: 22–24; without the breakdown's name where the dimension has only that."""
    pairs = [(by, value) for by, value in zip(values[::2], values[1::2], strict=True) if by]
    if len(kind.bys) == 1:
        return ", ".join(labels.value(*pair) for pair in pairs) or str(labels.words["all"])
    said = [f"{labels.breakdown(by, model)}: {labels.value(by, value)}" for by, value in pairs]
    return ", ".join(said) or str(labels.words["all"])
