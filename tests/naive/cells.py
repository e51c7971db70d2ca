"""What a cell is, how persons become one, and the shapes that several models share.

Belongs here: counting of answers that are known already. Does not belong here: lives, cohorts, maturity.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from tests.naive.life import Place
from tests.naive.measures import Answer, Judgement


class Key(NamedTuple):
    """What names a cell."""

    profession: str
    model: str
    cohort: str
    measure: str
    by_1: str = ""
    value_1: str = ""
    by_2: str = ""
    value_2: str = ""


class Cell(NamedTuple):
    """What a cell says."""

    numerator: int
    denominator: int
    n_not_observable: int
    value: float | None
    status: str


Cells = dict[Key, Cell]


@dataclass
class Tally:
    """Persons counted towards one cell."""

    numerator: int = 0
    denominator: int = 0
    not_observable: int = 0
    months: list[int] = field(default_factory=list)

    def count(self, judgement: Judgement) -> None:
        """R14."""
        base, numerator = judgement
        if base is False:
            return
        if base is None or numerator is None:
            self.not_observable += 1
            return
        self.denominator += 1
        if numerator:
            self.numerator += 1

    @property
    def is_empty(self) -> bool:
        """R13: nobody in the denominator or in n_not_observable."""
        return self.denominator == 0 and self.not_observable == 0


def status_of(tally: Tally, mature: bool = True) -> str:
    """R13, in this order."""
    if tally.denominator == 0 and tally.not_observable > 0:
        return "not_observable"
    return "ok" if mature else "immature"


def share(tally: Tally, mature: bool = True) -> Cell:
    """A cell whose value is numerator / denominator."""
    value = tally.numerator / tally.denominator if tally.denominator else None
    return Cell(tally.numerator, tally.denominator, tally.not_observable, value, status_of(tally, mature))


def category_cells(
    whole: Key,
    by: str,
    categories: tuple[str, ...],
    answers: Iterable[tuple[str, Answer, str]],
    mature: bool = True,
) -> Cells:
    """R70: every category, zero or not, for the total and for each sex with anyone in the base.

    `answers` holds each person's sex, base and category.
    """
    counted: dict[str, list[tuple[Answer, str]]] = {}
    for sex, base, category in answers:
        if base is False:
            continue
        counted.setdefault("", []).append((base, category))
        counted.setdefault(sex, []).append((base, category))
    cells: Cells = {}
    for sex, mine in counted.items():
        for name in categories:
            tally = Tally()
            for base, category in mine:
                tally.count((base, category == name))
            cut = whole._replace(by_1=by, value_1=name, by_2="sex" if sex else "", value_2=sex)
            cells[cut] = share(tally, mature)
    return cells


# Base, origin and target of one person; None: not observable.
Leg = tuple[Answer, Place | None, Place | None]


def matrix_cells(whole: Key, every_leg: Iterable[Leg], mature: bool = True) -> Cells:
    """R39–R41: by county and by region, and one total row."""
    legs = [leg for leg in every_leg if leg[0] is not False]
    cells: Cells = {}
    total = Tally()
    for base, origin, target in legs:
        seen = base is True and origin is not None and target is not None
        total.count((True, True if seen else None))
    if not total.is_empty:
        cells[whole] = share(total, mature)
    for level, name in enumerate(("county", "region")):
        persons: dict[tuple[str, str], int] = {}
        row_total: dict[str, int] = {}
        row_unknown: dict[str, int] = {}
        for base, origin, target in legs:
            if origin is None:
                continue
            here = origin[level]
            if base is None or target is None:
                row_unknown[here] = row_unknown.get(here, 0) + 1
                continue
            row_total[here] = row_total.get(here, 0) + 1
            pair = (here, target[level])
            persons[pair] = persons.get(pair, 0) + 1
        for (here, there), n in persons.items():
            key = whole._replace(by_1=f"from_{name}", value_1=here, by_2=f"to_{name}", value_2=there)
            cells[key] = share(Tally(n, row_total[here], row_unknown.get(here, 0)), mature)
    return cells
