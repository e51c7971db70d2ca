"""Which blocks there are, and in which order their populations are built (docs/decisions/0007).

Belongs here: breakdowns, families and views of the three models. Does not belong here: matrices
(flows.protection.moves) and the numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flows.protection.cover import View

FAMILIES = {
    "education": ("degree", "after"),
    "licence": ("licence", "years", "specialisations"),
    "licensed": ("after",),
}
SENSITIVITY = "sensitivity"
AT_DEGREE = ("specialisation_share", "established")
"""Measures of the licence model that are told by the county of the degree year."""


@dataclass(frozen=True)
class Block:
    """One family of measures in one set of breakdowns.

    cohort  the cohort of the people; empty: every cohort of the model at once, named by the views
    """

    name: str
    model: str
    family: str
    views: tuple[View, ...]
    cohort: str = ""


def view(*by: str, **limits: tuple[str, ...]) -> View:
    """A view whose columns are called what their breakdowns are."""
    return View(tuple((name, name) for name in by), **limits)


TOTAL, SEX = view(), view("sex")
EDUCATION: tuple[tuple[str, tuple[View, ...]], ...] = (
    ("sex", (TOTAL, SEX)),
    ("year", (TOTAL, SEX, view("cohort"), view("cohort", "sex"))),
    *((by, (TOTAL, SEX, view(by), view("sex", by))) for by in ("age", "background", "upper_secondary")),
    ("earlier_degree", (TOTAL, view("earlier_degree"))),
    ("home", (TOTAL, SEX, view("home_county"), view("home_region"), view("sex", "home_region"))),
    (
        "study",
        (
            TOTAL,
            SEX,
            view("institution"),
            view("study_county"),
            view("study_region"),
            view("sex", "study_region"),
        ),
    ),
    ("degree_institution", (TOTAL, view("degree_institution"))),
)
"""Of the window: each set of breakdowns, finest together, coarsest first."""

LICENCE: tuple[tuple[str, tuple[View, ...]], ...] = (
    ("sex", (TOTAL, SEX, view("age"), view("sex", "age"))),
    ("background", (TOTAL, view("background"))),
    ("place", (TOTAL, view("licence_county"), view("licence_region"))),
    ("degree_place", (TOTAL, view("degree_county", only=AT_DEGREE))),
)
LICENSED = (view("cohort"), view("cohort", "sex"))


def education_blocks(window: str) -> Iterator[Block]:
    """The blocks of the education model in the order in which they are solved."""
    for name, views in EDUCATION:
        for family in FAMILIES["education"]:
            yield Block(name, "education", family, views, window)
    yield Block("alternatives", "education", SENSITIVITY, (TOTAL, view("cohort")), window)


def licence_blocks(cohort: str) -> Iterator[Block]:
    """The blocks of one läsår of the licence model."""
    for name, views in LICENCE:
        yield Block(name, "licence", "licence", views, cohort)
    for family in ("years", "specialisations", SENSITIVITY):
        yield Block(family, "licence", family, (TOTAL,), cohort)


def licensed_blocks() -> Iterator[Block]:
    """The blocks of the cohorts by licence year."""
    for family in FAMILIES["licensed"]:
        yield Block("year", "licensed", family, LICENSED)
    yield Block("alternatives", "licensed", SENSITIVITY, (view("cohort"),))
