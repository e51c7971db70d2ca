"""What is told of a place, one fact a column: which cell holds it, for the place and for the nation.

Belongs here: a fact's name, its measure and where its number is found. Does not belong here: printing it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property

from reports.cells import MISSING, Cell
from reports.described import ProfessionText
from reports.language import Language
from reports.material import Material
from reports.naming import group_name
from reports.regions.moves import Moves
from reports.regions.place import Place

STUDY, AFTER = "mobility_home_to_study", "mobility_home_to_after_1"
STUDY_AFTER, WORK = "mobility_study_to_after_1", "mobility_study_to_work_1"


@dataclass(frozen=True)
class Group:
    """One group with its matrices looked up once for all places."""

    material: Material

    @cached_property
    def moves(self) -> Moves:
        """Its matrices."""
        return Moves(self.material.cells)

    @property
    def profession(self) -> ProfessionText:
        """How it is named."""
        return self.material.profession

    def name(self, language: Language) -> str:
        """Its name in a language."""
        return group_name(self.profession, language)

    def cut(self, measure: str, point: str, place: Place | None) -> Cell:
        """A measure of those whose home or study place it is; of everybody for the nation."""
        if place is None:
            return self.material.cells.cell(measure)
        return self.material.cells.cell(measure, f"{point}_{place.level}", place.value)


Find = Callable[[Group, Place | None], Cell]


@dataclass(frozen=True)
class Fact:
    """One thing that is told of a place and a group.

    name      its words in the text files
    find      the cell of a place, or of the nation; the nation has none where only places can have it
    is_share  a share, with the nation's beside it; else a count
    measures  those that define it
    is_derived  a quotient of sums, which the page works out itself
    """

    name: str
    find: Find
    is_share: bool = False
    measures: tuple[str, ...] = ()
    is_derived: bool = False


def _cut(measure: str, point: str) -> Find:
    return lambda group, place: group.cut(measure, point, place)


def _at(measure: str) -> Find:
    """A count of migration, which the nation does not have."""

    def find(group: Group, place: Place | None) -> Cell:
        return group.material.cells.cell(measure, place.level, place.value) if place else _none()

    return find


def _none() -> Cell:
    return Cell(None, None, None, None, "not_applicable")


def _living(group: Group, place: Place | None) -> Cell:
    """How many live there: the base of arrivals."""
    if place is None:
        return _none()
    cell = group.material.cells.cell("arrivals_1", place.level, place.value)
    return replace(cell, numerator=cell.denominator)


def _came(group: Group, place: Place | None) -> Cell:
    """How many of those followed came from there: the base of departures."""
    if place is None:
        return group.moves.total(AFTER)
    cell = group.material.cells.cell("departures_1", place.level, place.value)
    return replace(cell, numerator=cell.denominator)


def _studied(group: Group, place: Place | None) -> Cell:
    """How many of those followed studied there."""
    if place is None:
        return group.moves.total(STUDY_AFTER)
    return group.moves.leaving(STUDY_AFTER, place.level, place.value)


def _working(group: Group, place: Place | None) -> Cell:
    return group.moves.total(WORK) if place is None else group.moves.reaching(WORK, place.level, place.value)


def _studied_here(level: str) -> Find:
    def find(group: Group, place: Place | None) -> Cell:
        return group.moves.kept(WORK, level) if place is None else group.moves.from_here(WORK, place)

    return find


def _home_students(level: str) -> Find:
    def find(group: Group, place: Place | None) -> Cell:
        return group.moves.kept(STUDY, level) if place is None else group.moves.from_here(STUDY, place)

    return find


def _began(point: str) -> Find:
    """How many began; a place that no row names has nobody, where other places have somebody."""

    def find(group: Group, place: Place | None) -> Cell:
        cell, total = group.cut("composition", point, place), group.cut("composition", point, None)
        is_shown = place is not None and (
            group.material.cells.has_breakdown("composition", f"{point}_{place.level}")
        )
        if cell.status == MISSING.status and is_shown and total.numerator is not None:
            return replace(total, numerator=0, n_not_observable=0, value=0.0, low=None, high=None)
        return cell

    return find


STUDYING = Fact("studying", _began("study"), measures=("composition",))
FROM_HERE = Fact("from_here", _began("home"), measures=("composition",))
EXAM = Fact("exam", _cut("exam_rate_nominal_3", "study"), True, ("exam_rate_nominal_3",))
RETAINED = Fact("retained", _cut("retention_1", "study"), True, ("retention_1",))
RETURNED = Fact("returned", _cut("returned_home_1", "home"), True, ("returned_home_1",))
PATHWAYS = tuple(
    Fact(name, _cut(f"pathway_{name}_1", "home"), True, (f"pathway_{name}_1",))
    for name in ("stayed_home", "returned_home", "stayed_in_study", "moved_elsewhere")
)
ALL_PATHWAYS = PATHWAYS + tuple(
    Fact(name, _cut(f"pathway_{name}_1", "home"), True, (f"pathway_{name}_1",))
    for name in ("abroad_or_dead", "unknown")
)
CAME = Fact("came", _came, measures=("departures_1",))
CAME_HERE = replace(CAME, name="came_here")
STUDIED = Fact("studied", _studied, measures=(STUDY_AFTER,))
LIVING = Fact("living", _living, measures=("arrivals_1",))
WORKING = Fact("working", _working, measures=(WORK,))
ARRIVALS = Fact("arrivals", _at("arrivals_1"), measures=("arrivals_1",))
DEPARTURES = Fact("departures", _at("departures_1"), measures=("departures_1",))
NET = Fact("net", _at("net_1"), measures=("net_1",))
NET_SHARE = Fact("net_share", _at("net_1"), True, ("net_1",))


def home_students(level: str) -> Fact:
    """The share of those who study in a place who came from there."""
    return Fact("home_students", _home_students(level), True, (STUDY,), True)


def studied_here(level: str) -> Fact:
    """The share of those who work in a place who studied there."""
    return Fact("studied_here", _studied_here(level), True, (WORK,), True)
