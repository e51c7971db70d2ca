"""The second look for the models that enter by licence: what a reader could subtract is hidden.

Years since licence are cumulative, so a small step is a small count; parts of a whole
are looked at as in `guard`, with what they leave of their base. It only ever hides.
"""

from collections.abc import Callable, Iterable, Mapping

from reports.cells import Cell, Cells, Key
from reports.guard import SMALL, guarded, hide_more

HIDDEN_CELL = Cell(None, None, None, None, "protected", "secondary")
CUT = ("sex", "age", "background", "licence_region")
CUT_LICENSED = ("sex", "age", "background", "degree_institution", "licence_county", "licence_region")
FOLLOWED = ("resident_1", "resident_3", "employed_1", "employed_3", "retention_1", "retention_3")
BY_YEAR = {
    "started_share_by_year": ("years_since_licence", "started_share"),
    "applied_share_by_year": ("years_since_licence", "applied_share"),
    "graduated_share_by_year": ("years_since_start", ""),
}
STANDS_ON = (
    ("started_share", ("exam_rate_nominal_3", "exam_rate_to_date", "established")),
    ("exam_rate_to_date", ("established",)),
)
PARTS: tuple[Callable[[Cell], int | None], ...] = (
    lambda cell: cell.numerator,
    lambda cell: cell.denominator,
    lambda cell: None if cell.numerator is None else (cell.denominator or 0) - cell.numerator,
)
"""The counts of a cell that add up to those of the total: yes, all, no."""


def small_steps(counts: Mapping[int, int | None], end: int | None = None) -> set[int]:
    """The years to hide, so that nothing shown is 1-4 from what is shown before it, or from the end."""
    shown: list[int] = []
    hidden: set[int] = set()
    before = 0
    for k, count in sorted(counts.items()):
        if count is None:
            continue
        if abs(count - before) in SMALL:
            hidden.add(k)
        else:
            shown.append(k)
            before = count
    while end is not None and shown and abs(end - (counts[shown[-1]] or 0)) in SMALL:
        hidden.add(shown.pop())
    return hidden


def guarded_licence(cells: Cells) -> Cells:
    """The cells of the licence model with everything hidden that would give a small count away."""
    found = dict(cells)
    for cohort in cells.cohorts():
        for measure, (by, total) in BY_YEAR.items():
            _hide_steps(found, cohort, measure, by, total)
        for key in [key for key in found if key[0] == cohort and key[1] == "exam_rate_nominal_3"]:
            _hide_late(found, key)
        _hide_parts(found, cohort, ("started_share", "exam_rate_to_date"), CUT)
        _hide_links(found, cohort)
        _hide_parts(found, cohort, ("exam_rate_to_date",), CUT)
    return Cells(found, cells.window)


def guarded_licensed(cells: Cells) -> Cells:
    """The cells of the cohorts by licence year, each year looked at for itself."""
    found: dict[Key, Cell] = {}
    for year in cells.cohorts():
        one = dict(guarded(cells.only(year)))
        _hide_parts(one, year, FOLLOWED, CUT_LICENSED)
        found |= one
    return Cells(found, cells.window)


def _hide_steps(found: dict[Key, Cell], cohort: str, measure: str, by: str, total: str) -> None:
    """Hide the years of one measure whose step is small, overall and in each specialisation."""
    keys = [key for key in found if key[:3] == (cohort, measure, by)]
    for specialisation in sorted({key[5] for key in keys}):
        line = {int(key[3]): key for key in keys if key[5] == specialisation}
        cut = ("specialisation", specialisation) if specialisation else ("", "")
        end = found.get((cohort, total, *cut, "", ""))
        hidden = small_steps(
            {k: found[key].numerator for k, key in line.items()}, end.numerator if end else None
        )
        bases = {k: found[key].denominator for k, key in line.items() if k not in hidden}
        for k in hidden | small_steps(bases):
            found[line[k]] = HIDDEN_CELL


def _hide_late(found: dict[Key, Cell], key: Key) -> None:
    """A handful who graduated after the time limit would be the difference of the two exam rates."""
    in_time, ever = found[key], found.get((key[0], "exam_rate_to_date", *key[2:]))
    if ever and ever.numerator is not None and in_time.numerator is not None:
        is_same_base = in_time.denominator == ever.denominator
        if is_same_base and ever.numerator - in_time.numerator in SMALL:
            found[key] = HIDDEN_CELL


def _hide_links(found: dict[Key, Cell], cohort: str) -> None:
    """Where a link is hidden, what stands on it would tell its count."""
    for measure, above in STANDS_ON:
        for key in [key for key in found if key[:2] == (cohort, measure)]:
            if found[key].status == "protected":
                for name in above:
                    if (other := (cohort, name, *key[2:])) in found:
                        found[other] = HIDDEN_CELL


def _hide_parts(found: dict[Key, Cell], cohort: str, measures: Iterable[str], cuts: Iterable[str]) -> None:
    """Hide further parts of every total, until no count of a hidden one follows from the rest."""
    for measure in measures:
        total = found.get((cohort, measure, "", "", "", ""))
        for by in cuts:
            keys = [key for key in found if key[:3] == (cohort, measure, by) and key[4] == ""]
            before = -1
            while before != (before := sum(found[key].status == "protected" for key in keys)):
                for part in PARTS:
                    counts = {key: _count(found[key], part) for key in keys}
                    for key in hide_more(counts, part(total) if total else None):
                        found[key] = HIDDEN_CELL


def _count(cell: Cell, part: Callable[[Cell], int | None]) -> int | None:
    """A count of a part; a wholly unobserved one adds nothing."""
    return 0 if cell.status == "not_observable" else part(cell)
