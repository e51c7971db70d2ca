"""What a table's columns and codes are called in a language.

Belongs here: from a code to its words, as they stand in the texts. Does not belong here: the words.
A code without words stands as it is: a region is a name already.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reports.described import ProfessionText
from reports.language import SWEDISH, Language
from reports.naming import COUNTIES, education_names, group_name, specialisation_name, value_name
from reports.words import window_text
from schemas.contract import contracts

LAST = ("abroad_or_dead", "unknown")


class Labels:
    """The words of one language, for the groups of one release."""

    def __init__(self, language: Language, professions: tuple[ProfessionText, ...]) -> None:
        self.language = language
        self._texts = language.texts
        self._groups = {p.profession: group_name(p, language) for p in professions}
        self._educations = {key: n for p in professions for key, n in education_names(p, language).items()}

    @property
    def words(self) -> Mapping[str, Any]:
        """The words that belong to files only."""
        found: Mapping[str, Any] = self._texts["files"]
        return found

    def heading(self, name: str, model: str = "") -> str:
        """A column's or a dimension's name."""
        if name == "cohort":
            return str(self.words["cohorts"].get(model) or self.words["headings"]["cohort"])
        return str(self.words["headings"].get(name) or self.breakdown(name, model))

    def number(self, key: str) -> str:
        """What a column of numbers is called, with its unit."""
        return str(self.words["columns"][key])

    def breakdown(self, by: str, model: str = "") -> str:
        """A breakdown's name; after the licence, ages are those at the licence."""
        name = "age_at_licence" if by == "age" and model.startswith("licen") else by
        return str(self._texts["breakdowns"].get(name, by))

    def value(self, by: str, value: str) -> str:
        """One value of a breakdown."""
        if by == "specialisation":
            return specialisation_name(value, self._educations, self.language)
        name = value_name(by, value, self.language)
        # With its code, as Statistics Sweden writes counties: other tables are joined by it.
        return f"{value} {name}" if by in COUNTIES and value not in LAST else name

    def profession(self, profession: str) -> str:
        """A group's name."""
        return self._groups.get(profession) or profession

    def cohort(self, cohort: str, model: str = "") -> str:
        """Years as they are written in running text; with the model, what happened in them.

        A läsår is called one: a spreadsheet takes a bare 2000/01 for January 2000.
        """
        years = window_text(cohort)
        if model:
            return str(self.words["cohort_of"][model].format(cohort=years))
        return str(self.words["lasar"].format(cohort=years)) if "/" in cohort else years

    def measure(self, measure: str, model: str = "") -> str:
        """A measure's title; counted by another target set it has that beside it."""
        known = self._measure(measure, model).get("title")
        base, _, other = measure.rpartition("_")
        if known is None and other in self.words["target_sets"]:
            return f"{self.measure(base, model)}, {self.words['target_sets'][other]}"
        return str(known or measure)

    def definition(self, measure: str, model: str = "") -> str:
        """What a measure counts; empty where the texts do not say it."""
        return str(self._measure(measure, model).get("definition", ""))

    def choice(self, choice: str, alternative: str = "") -> str:
        """A choice's title, or what its alternative says."""
        said = self._texts["choices"].get(choice, {})
        if not alternative:
            return str(said.get("title", choice))
        return str(said.get("values", {}).get(alternative, alternative)).removesuffix(".")

    def step(self, step: str, reason: str) -> str:
        """What a count of persons left out is about."""
        steps = {**self._texts["left_out"]["steps"], **self.words["steps"]}
        return str(next((steps[name] for name in (reason, step) if name in steps), reason or step))

    def step_rank(self, step: str, reason: str) -> tuple[int, str]:
        """What sorts steps and outcomes: as in the texts."""
        texts = SWEDISH.texts
        order = [*texts["left_out"]["steps"], *texts["quality"]["rows"]]
        return next((order.index(name) for name in (reason, step) if name in order), len(order)), reason

    def outcome(self, step: str, reason: str) -> str:
        """What became of register rows, and why."""
        words = self._texts["quality"]
        said = str(words["rows"].get(step, step))
        return f"{said}: {words['rejected'].get(reason, reason)}" if reason else said

    def register(self, register: str) -> str:
        """A register's title."""
        known = contracts().get(register)
        if known is None:
            return register
        return known.title_en if self.language.code == "en" else known.title_sv

    def curve(self, column: str, value: str) -> str:
        """A curve's kind, its event, or the specialisation that it is about; empty is all of them."""
        if column == "specialisation":
            return self.value(column, value) if value else str(self.words["all_specialisations"])
        return str(self.words["curves"].get(value, value))

    def rank(self, by: str, value: str) -> tuple[bool, int, int, str]:
        """What sorts the values of a breakdown: as in the texts, numbers by size, unknown last."""
        order = list(SWEDISH.texts["values"].get(by, {}))
        place = order.index(value) if value in order else len(order)
        return (value in LAST, place, int(value) if value.isdigit() else 0, value)

    def _measure(self, measure: str, model: str) -> Mapping[str, Any]:
        sections = (
            ("licence_measures", "measures") if model == "licence" else ("measures", "licence_measures")
        )
        empty: Mapping[str, Any] = {}
        return next((self._texts[name][measure] for name in sections if measure in self._texts[name]), empty)
