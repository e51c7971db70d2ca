"""Who was left out of a cohort and why, and the licences that are counted beside the flow.

Reads the published counts of attrition; a protected count is None. Before printing, what
could be subtracted is hidden: those taken in and those left out add up to all that came.
"""

from collections.abc import Mapping

import polars as pl

from reports.cells import EDUCATION, LICENCE, LICENSED
from reports.guard import hide_more, is_safe
from reports.section import Block, Section
from reports.tables import Row, Shown, Table
from reports.words import HIDDEN, swedish, whole, window_text

CANDIDATES, EXCLUDED, QUALITY = "candidates", "excluded", "quality"
NO_DEGREE, REUSED = "no_swedish_degree", "reused_number"

Step = tuple[str, str]
Counts = dict[Step, int | None]


class LeftOut:
    """The counts of one group by model, cohort, and step with its reason."""

    def __init__(self, counts: Mapping[tuple[str, str], Counts]) -> None:
        self._counts = {key: _guarded(found) for key, found in counts.items()}

    def counts(self, model: str, cohort: str) -> Counts:
        """The counts of one cohort, empty when there are none."""
        return self._counts.get((model, cohort), {})

    def cohorts(self, model: str) -> list[str]:
        """The cohorts of a model, sorted."""
        return sorted(cohort for name, cohort in self._counts if name == model)


def read_left_out(frame: pl.DataFrame | None, profession: str) -> LeftOut:
    """One group's counts; whatever is not `ok` loses its number here, whatever the frame holds."""
    found: dict[tuple[str, str], Counts] = {}
    if frame is not None:
        for row in frame.filter(pl.col("profession") == profession).iter_rows(named=True):
            step = (str(row["step"]), str(row["reason"] or ""))
            persons = row["persons"] if row["status"] == "ok" else None
            found.setdefault((str(row["model"]), str(row["cohort"])), {})[step] = persons
    return LeftOut(found)


def _guarded(counts: Counts) -> Counts:
    """The same with a second part hidden, or else the sum, where one part would follow from the rest."""
    total = counts.get((CANDIDATES, ""))
    parts = {"/".join(step): number for step, number in counts.items() if _is_part(step)}
    keep = [name for name in parts if not name.startswith(EXCLUDED) or name.endswith(NO_DEGREE)]
    more = hide_more(parts, total, keep)
    made = {step: None if "/".join(step) in more else number for step, number in counts.items()}
    left = [number for step, number in made.items() if _is_part(step)]
    shown = [number for number in left if number is not None]
    if total is not None and not is_safe(len(left) - len(shown), total - sum(shown)):
        made[(CANDIDATES, "")] = None
    return made


def _is_part(step: Step) -> bool:
    return step[0] not in (CANDIDATES, QUALITY)


def beside_block(left_out: LeftOut) -> Block | None:
    """Licences by year: with a Swedish degree, which are followed, and without, counted beside."""
    words = swedish()["beside"]
    rows = []
    for year in left_out.cohorts(LICENSED):
        counts = left_out.counts(LICENSED, year)
        taken = next((n for step, n in counts.items() if _is_part(step) and step[0] != EXCLUDED), None)
        without = counts.get((EXCLUDED, NO_DEGREE))
        both = None if taken is None or without is None else taken + without
        rows.append(
            Row(Shown(year), [_number(both), _number(taken), _number(without), _share(without, both)])
        )
    if not rows:
        return None
    heads = [words[name] for name in ("year", "all", "with", "without", "share_without")]
    table = Table(words["caption"], heads, rows, is_sortable=True)
    return Block("beside", words["heading"], words["shown"], table, notes=(words["note"],))


def _share(part: int | None, base: int | None) -> Shown:
    """To the whole per cent; an exact zero is a dash."""
    if part is None or not base:
        return Shown(HIDDEN)
    return Shown(whole(round(100 * part / base), "0") if part else whole(0))


def left_out_section(left_out: LeftOut, window: str) -> Section | None:
    """The part that says who is not in the numbers, cohort by cohort."""
    words = swedish()["left_out"]
    named = [(EDUCATION, window, words["education"].format(window=window_text(window)))]
    named += [(LICENCE, c, words["licence"].format(cohort=c)) for c in left_out.cohorts(LICENCE)]
    blocks = [
        Block(f"left_{model}_{cohort[:4]}", name, "", _table(counts, words["caption"].format(name=name)))
        for model, cohort, name in named
        if (counts := left_out.counts(model, cohort))
    ]
    if not blocks:
        return None
    return Section(
        "left_out", words["heading"], words["title"], words["shown"], None, blocks=tuple(blocks),
        notes=(words["quality_note"],),
    )  # fmt: skip


def _table(counts: Counts, caption: str) -> Table:
    words = swedish()["left_out"]
    order = list(words["steps"])
    ordered = sorted(counts, key=lambda step: (order.index(_name(step)), step))
    rows = [
        Row(
            Shown(words["steps"][_name(step)]),
            [_number(counts[step])],
            is_total=step[0] not in (EXCLUDED, QUALITY),
        )
        for step in ordered
    ]
    return Table(caption, [words["step"], words["persons"]], rows)


def _name(step: Step) -> str:
    """The step's name in the text file: that of its reason where there is one."""
    steps = swedish()["left_out"]["steps"]
    return next((name for name in (step[1], step[0]) if name in steps), "other")


def _number(persons: int | None) -> Shown:
    return Shown(whole(persons), "" if persons is not None else swedish()["reasons"]["protected"])
