"""What may be asked in the drill-down: one measure of one cohort, by any two breakdowns, counted one way.

Belongs here: the question, and whether it can be answered. Does not belong here: counting it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flows.queries import Measure, measures
from schemas.faults import Fault, UserError

PARTS = {"fate": "fate", "status_1": "status", "status_3": "status"}
"""Measures that are shares of categories, and the breakdown that names the category."""
SPECIALISATION = "specialisation"
NO_PART = "-"
AFTER_GRADUATION = ("degree_", "after_", "work_")
"""Breakdowns known only of those who graduated: of others they would condition on the future."""
OUTCOMES = ("resident_", "employed_", "in_profession_", "status_", "established", "fate")
"""What became of a person: the answer and no breakdown."""


@dataclass(frozen=True)
class Asked:
    """One question. by_1 and by_2 are breakdowns or empty; variant '' is the choices in force."""

    profession: str
    model: str
    cohort: str
    measure: str
    by_1: str = ""
    by_2: str = ""
    variant: str = ""

    @property
    def declared(self) -> Measure | None:
        """The measure as it is declared; None when no measure has that name in the model."""
        return declared_as(self.model, self.measure)

    @property
    def quartile(self) -> int:
        """1, 2 or 3 for a quartile, 0 for a share."""
        found = self.declared
        return found.published.index(self.measure) + 1 if found and found.quartiles else 0

    @property
    def part_is(self) -> str:
        """The breakdown in which the measure's own categories stand."""
        if self.model == "licence" and self.variant == "" and self.measure != "applied_share":
            return SPECIALISATION
        return PARTS.get(self.measure, NO_PART)


def declared_as(model: str, published: str) -> Measure | None:
    """The measure under one of its published names (a quartile has three)."""
    name = published.removesuffix("_" + published.rpartition("_")[2])
    candidates = (measures().get((model, published)), measures().get((model, name)))
    return next((m for m in candidates if m is not None and published in m.published), None)


def breakdowns_of(asked: Asked, known: Sequence[str]) -> list[str]:
    """Which of a model's breakdowns a measure may be cut by."""
    found = asked.declared
    wide = found is not None and (found.from_graduation or asked.model != "education")
    own = [asked.part_is] if asked.part_is != NO_PART else []
    cuts = [name for name in known if not name.startswith(OUTCOMES)]
    return own + [name for name in cuts if wide or not name.startswith(AFTER_GRADUATION)]


def judge(asked: Asked, allowed: Mapping[str, Sequence[str]]) -> None:
    """UserError with every part of the question that cannot be, and what could."""
    faults = [
        Fault("drill_value", {"key": key, "value": getattr(asked, key), "allowed": list(values)})
        for key, values in allowed.items()
        if getattr(asked, key) not in values
    ]
    if asked.by_1 and asked.by_1 == asked.by_2:
        faults.append(Fault("drill_same", {"value": asked.by_1}))
    if asked.measure in PARTS and asked.part_is not in (asked.by_1, asked.by_2):
        faults.append(Fault("drill_parts", {"value": asked.measure, "allowed": asked.part_is}))
    if faults:
        raise UserError(faults)
