"""Who was left out of a cohort and why, and the licences that are counted beside the flow.

Reads the published counts of attrition; a protected count is None.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from reports.cells import EDUCATION, LICENCE, LICENSED
from reports.language import Language
from reports.section import Block, Section
from reports.tables import Row, Shown, Table, count, quotient
from reports.words import window_text

CANDIDATES, EXCLUDED, QUALITY = "candidates", "excluded", "quality"
NO_DEGREE, REUSED = "no_swedish_degree", "reused_number"

Step = tuple[str, str]


@dataclass(frozen=True)
class Persons:
    """One published count; None where it may not be shown."""

    persons: int | None
    status: str = "ok"
    reason: str = ""
    method: str = ""


NOT_COUNTED = Persons(None, "missing")
Counts = Mapping[Step, Persons]


class LeftOut:
    """The counts of one group by model, cohort, and step with its reason."""

    def __init__(self, counts: Mapping[tuple[str, str], Counts]) -> None:
        self._counts = dict(counts)

    def counts(self, model: str, cohort: str) -> Counts:
        """The counts of one cohort, empty when there are none."""
        return self._counts.get((model, cohort), {})

    def cohorts(self, model: str) -> list[str]:
        """The cohorts of a model, sorted."""
        return sorted(cohort for name, cohort in self._counts if name == model)


def read_left_out(frame: pl.DataFrame | None, profession: str) -> LeftOut:
    """One group's counts; whatever is not `ok` loses its number here, whatever the frame holds."""
    found: dict[tuple[str, str], dict[Step, Persons]] = {}
    if frame is not None:
        for row in frame.filter(pl.col("profession") == profession).iter_rows(named=True):
            step = (str(row["step"]), str(row["reason"] or ""))
            marks = (str(row["status"]), str(row["withheld"] or ""), str(row["method"]))
            persons = Persons(row["persons"] if marks[0] == "ok" else None, *marks)
            found.setdefault((str(row["model"]), str(row["cohort"])), {})[step] = persons
    return LeftOut(found)


def _taken(counts: Counts) -> Persons:
    """Those who are followed."""
    steps = (step for step in counts if step[0] not in (CANDIDATES, EXCLUDED, QUALITY))
    return next((counts[step] for step in steps), NOT_COUNTED)


def beside_block(left_out: LeftOut, degrees_until: date | None, language: Language) -> Block | None:
    """Licences by year: with a Swedish degree, which are followed, and without, counted beside.

    degrees_until: the last day of which degrees are known; a licence after it seems to have none.
    """
    words = language.texts["beside"]
    rows = [
        Row(Shown(year), _beside(left_out.counts(LICENSED, year), language))
        for year in left_out.cohorts(LICENSED)
    ]
    if not rows:
        return None
    heads = [words[name] for name in ("year", "all", "with", "without", "share_without")]
    table = Table(words["caption"], heads, rows, is_sortable=True)
    notes = [words["note"]]
    if degrees_until and degrees_until < date(int(max(left_out.cohorts(LICENSED))), 12, 31):
        notes.append(words["until"].format(day=degrees_until.isoformat()))
    return Block("beside", words["heading"], words["shown"], table, notes=tuple(notes))


def _beside(counts: Counts, language: Language) -> list[Shown]:
    """Both together, those with and those without a degree, and the share of the latter."""
    taken, without = _taken(counts), counts.get((EXCLUDED, NO_DEGREE), NOT_COUNTED)
    both, withheld = None, taken if taken.persons is None else without
    if taken.persons is not None and without.persons is not None:
        both = taken.persons + without.persons
    share = quotient(without.persons, both, (taken, without), language, 0)
    return [
        count(both, withheld, language),
        count(taken.persons, taken, language),
        count(without.persons, without, language),
        share,
    ]


def left_out_section(left_out: LeftOut, window: str, language: Language) -> Section | None:
    """The part that says who is not in the numbers, cohort by cohort."""
    words = language.texts["left_out"]
    named = [(EDUCATION, window, words["education"].format(window=window_text(window)))]
    named += [(LICENCE, c, words["licence"].format(cohort=c)) for c in left_out.cohorts(LICENCE)]
    blocks = [
        Block(
            f"left_{model}_{cohort[:4]}",
            name,
            "",
            _table(counts, words["caption"].format(name=name), language),
        )
        for model, cohort, name in named
        if (counts := left_out.counts(model, cohort))
    ]
    if not blocks:
        return None
    return Section(
        "left_out", words["heading"], words["title"], words["shown"], None, blocks=tuple(blocks),
        notes=(words["quality_note"],),
    )  # fmt: skip


def _table(counts: Counts, caption: str, language: Language) -> Table:
    words = language.texts["left_out"]
    order = list(words["steps"])
    ordered = sorted(counts, key=lambda step: (order.index(_name(step, language)), step))
    rows = [
        Row(
            Shown(words["steps"][_name(step, language)]),
            [count(counts[step].persons, counts[step], language)],
            is_total=step[0] not in (EXCLUDED, QUALITY),
        )
        for step in ordered
    ]
    return Table(caption, [words["step"], words["persons"]], rows)


def _name(step: Step, language: Language) -> str:
    """The step's name in the text file: that of its reason where there is one."""
    steps = language.texts["left_out"]["steps"]
    return next((name for name in (step[1], step[0]) if name in steps), "other")
