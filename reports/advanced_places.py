"""Where those who went on live, and who they are: tables of one licence cohort."""

from collections.abc import Mapping

from reports.cells import MISSING, Cell, Cells
from reports.guard import SMALL
from reports.licence_guard import CUT
from reports.naming import in_order, specialisation_name, value_name
from reports.places import counties
from reports.section import Block
from reports.tables import Row, Shown, Table, count, share
from reports.words import HIDDEN, percent, swedish

MOVES = (
    "mobility_licence_to_start",
    "mobility_start_to_degree",
    "mobility_licence_to_degree",
    "mobility_degree_to_after_1",
)
SMALL_REASONS = ("numerator_small", "small")
"""Reasons that say themselves that the number is 1-4."""


def first_of(cells: Cells, cohort: str, words: dict[str, str]) -> tuple[str, str]:
    """Heading and explanation, which stand once, above the first cohort's table."""
    return (words["heading"], words["shown"]) if cohort == cells.cohorts()[0] else ("", "")


def county_block(cells: Cells, cohort: str, educations: Mapping[str, str]) -> Block | None:
    """The most common specialisation of every county, where no hidden number could change it."""
    words = swedish()["advanced_counties"]
    pairs = cells.pairs("specialisation_share", "degree_county", "specialisation", cohort)
    if not pairs:
        return None
    rows = []
    for county in counties():
        found = {name: cell for (code, name), cell in pairs.items() if code == county.code}
        rows.append(Row(Shown(county.name), most_common(found, educations)))
    heads = [words[name] for name in ("county", "name", "share")]
    table = Table(words["caption"].format(cohort=cohort), heads, rows, texts=frozenset({1}))
    return Block(
        f"advanced_counties_{cohort[:4]}", *first_of(cells, cohort, words), table,
        notes=(words["note"],) if cohort == cells.cohorts()[0] else (), is_folded=True,
    )  # fmt: skip


def most_common(found: dict[str, Cell], educations: Mapping[str, str]) -> list[Shown]:
    """The largest specialisation with its share; silent where a hidden one may be larger."""
    words = swedish()["advanced_counties"]
    if not found:
        return [Shown(words["nobody"]), Shown(".")]
    shown = {name: cell for name, cell in found.items() if cell.numerator is not None}
    if not shown:
        return [Shown(HIDDEN, words["all_hidden"]), Shown(HIDDEN)]
    numbers = {name: cell.numerator or 0 for name, cell in shown.items()}
    top = min(numbers, key=lambda name: (-numbers[name], specialisation_name(name, educations)))
    base = max(cell.denominator or 0 for cell in shown.values())
    hidden = [cell for cell in found.values() if cell.numerator is None]
    rest = base - sum(numbers.values())
    if any(_at_most(cell, rest, len(hidden)) >= numbers[top] for cell in hidden):
        return [Shown(HIDDEN, words["undecided"]), Shown(HIDDEN)]
    if found[top].value is None:
        return [Shown(HIDDEN, words["too_few"]), Shown(HIDDEN)]
    return [Shown(specialisation_name(top, educations)), Shown(percent(found[top].value, 0))]


def _at_most(cell: Cell, rest: int, hidden: int) -> int:
    """How large a hidden number can be, by its own reason or by what the shown ones leave."""
    return max(SMALL) if cell.reason in SMALL_REASONS else rest - (hidden - 1)


def mobility_block(cells: Cells, cohort: str) -> Block | None:
    """Who still lives in the same region: from licence to start, to degree, and the year after."""
    words = swedish()["advanced_mobility"]
    matrices = {move: cells.pairs(move, "from_region", "to_region", cohort) for move in MOVES}
    regions = in_order("region", {origin: MISSING for found in matrices.values() for origin, _ in found})
    if not regions:
        return None
    inside = [region for region in regions if region not in ("abroad_or_dead", "unknown")]
    rows = [
        Row(
            Shown(value_name("region", region)),
            [share(_stayed(matrices[move], region)) for move in MOVES],
        )
        for region in inside
    ]
    rows += _sums([_all_stayed(matrices[move], inside) for move in MOVES], cells, cohort)
    heads = [words["region"], *(words[move] for move in MOVES)]
    table = Table(words["caption"].format(cohort=cohort), heads, rows)
    return Block(
        f"advanced_mobility_{cohort[:4]}", *first_of(cells, cohort, words), table,
        notes=(words["note"],) if cohort == cells.cohorts()[0] else (), is_folded=True,
    )  # fmt: skip


def _stayed(found: dict[tuple[str, str], Cell], place: str) -> Cell:
    """Those who stayed; a pair without a cell, where others from there have one, is an exact zero."""
    if (place, place) in found:
        return found[(place, place)]
    others = [cell for (origin, _), cell in found.items() if origin == place and cell.denominator]
    return Cell(0, others[0].denominator, 0, 0.0, "ok") if others else MISSING


def _sums(in_regions: list[Cell], cells: Cells, cohort: str) -> list[Row]:
    """All who stayed in their region and in their county; not both where the difference is a handful."""
    words, codes = swedish()["advanced_mobility"], [county.code for county in counties()]
    rows = [Row(Shown(words["all_regions"]), [_sum(cell) for cell in in_regions], is_total=True)]
    found = [cells.pairs(move, "from_county", "to_county", cohort) for move in MOVES]
    if any(found):
        in_counties = [_all_stayed(one, codes) for one in found]
        between = [
            MISSING if abs((one.numerator or 0) - (two.numerator or 0)) in SMALL else two
            for one, two in zip(in_regions, in_counties, strict=True)
        ]
        rows.append(Row(Shown(words["all_counties"]), [_sum(cell) for cell in between]))
    return rows


def _all_stayed(found: dict[tuple[str, str], Cell], places: list[str]) -> Cell:
    """All who stayed, where every place of origin with anyone from it is shown."""
    stayed = [_stayed(found, place) for place in places if any(origin == place for origin, _ in found)]
    yes, base = sum(cell.numerator or 0 for cell in stayed), sum(cell.denominator or 0 for cell in stayed)
    if not base or any(cell.numerator is None or cell.denominator is None for cell in stayed):
        return MISSING
    return Cell(yes, base, None, yes / base, "ok")


def _sum(cell: Cell) -> Shown:
    if cell.value is None:
        return Shown(HIDDEN, swedish()["advanced_mobility"]["hidden"])
    return Shown(percent(cell.value))


def breakdown_block(cells: Cells, cohort: str) -> Block | None:
    """Started and graduated by sex, age, background and region."""
    words, texts = swedish()["advanced_cuts"], swedish()["breakdowns"]
    rows: list[Row] = []
    for by in CUT:
        started = cells.family("started_share", by, cohort)
        graduated = cells.family("exam_rate_to_date", by, cohort)
        for value in in_order(by, started | graduated):
            one, two = started.get(value, MISSING), graduated.get(value, MISSING)
            name = words["row"].format(
                by=texts["age_at_licence" if by == "age" else by], value=value_name(by, value)
            )
            rows.append(Row(Shown(name), [*_base_and_share(one), *_base_and_share(two)]))
    if not rows:
        return None
    heads = [words[n] for n in ("cut", "licensed", "started_share", "started", "exam_share")]
    table = Table(words["caption"].format(cohort=cohort), heads, rows)
    return Block(
        f"advanced_cuts_{cohort[:4]}", *first_of(cells, cohort, words), table,
        is_folded=True,
    )  # fmt: skip


def _base_and_share(cell: Cell) -> list[Shown]:
    return [count(cell.denominator, cell), share(cell)]
