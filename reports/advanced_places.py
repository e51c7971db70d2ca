"""Where those who went on live, and who they are: tables of one licence cohort."""

from reports.advanced_most_common import first_of
from reports.cells import MISSING, Cell, Cells
from reports.language import Language
from reports.naming import in_order, value_name
from reports.places import counties
from reports.section import Block
from reports.tables import RATE_BASE, Row, Shown, Table, count, quotient, share
from reports.words import HIDDEN

MOVES = (
    "mobility_licence_to_start",
    "mobility_start_to_degree",
    "mobility_licence_to_degree",
    "mobility_degree_to_after_1",
)
CUT = ("sex", "age", "background", "licence_region")
SMALL = "base_small"


def mobility_block(cells: Cells, cohort: str, language: Language) -> Block | None:
    """Who still lives in the same region: from licence to start, to degree, and the year after."""
    words = language.texts["advanced_mobility"]
    matrices = {move: cells.pairs(move, "from_region", "to_region", cohort) for move in MOVES}
    regions = in_order(
        "region", {origin: MISSING for found in matrices.values() for origin, _ in found}, language
    )
    if not regions:
        return None
    inside = [region for region in regions if region not in ("abroad_or_dead", "unknown")]
    rows = [
        Row(
            Shown(value_name("region", region, language)),
            [share(_stayed(matrices[move], region), language) for move in MOVES],
        )
        for region in inside
    ]
    rows += _sums([_all_stayed(matrices[move], inside, language) for move in MOVES], cells, cohort, language)
    heads = [words["region"], *(words[move] for move in MOVES)]
    table = Table(words["caption"].format(cohort=cohort), heads, rows)
    return Block(
        f"advanced_mobility_{cohort[:4]}", *first_of(cells, cohort, words), table,
        notes=(words["note"],) if cohort == cells.cohorts()[0] else (), is_folded=True,
    )  # fmt: skip


def _stayed(found: dict[tuple[str, str], Cell], place: str) -> Cell:
    """Those who stayed; a pair without a cell, where others from there have one, is a zero."""
    if (place, place) in found:
        return found[(place, place)]
    others = [cell for (origin, _), cell in found.items() if origin == place and cell.denominator]
    if not others:
        return next((cell for (origin, _), cell in found.items() if origin == place), MISSING)
    some = others[0]
    value = 0.0 if (some.denominator or 0) >= RATE_BASE else None
    return Cell(0, some.denominator, 0, value, "ok", "" if value is not None else SMALL, method=some.method)


def _sums(in_regions: list[Shown], cells: Cells, cohort: str, language: Language) -> list[Row]:
    """All who stayed in their region, and all who stayed in their county."""
    words, codes = language.texts["advanced_mobility"], [county.code for county in counties(language)]
    rows = [Row(Shown(words["all_regions"]), in_regions, is_total=True)]
    found = [cells.pairs(move, "from_county", "to_county", cohort) for move in MOVES]
    if any(found):
        rows.append(Row(Shown(words["all_counties"]), [_all_stayed(one, codes, language) for one in found]))
    return rows


def _all_stayed(found: dict[tuple[str, str], Cell], places: list[str], language: Language) -> Shown:
    """The share of all who stayed, where every place of origin with anyone from it is shown."""
    stayed = [_stayed(found, place) for place in places if any(origin == place for origin, _ in found)]
    if not stayed or any(cell.numerator is None or cell.denominator is None for cell in stayed):
        return Shown(HIDDEN, language.texts["advanced_mobility"]["hidden"])
    yes, base = sum(cell.numerator or 0 for cell in stayed), sum(cell.denominator or 0 for cell in stayed)
    return quotient(yes, base, stayed, language)


def breakdown_block(cells: Cells, cohort: str, language: Language) -> Block | None:
    """Started and graduated by sex, age, background and region."""
    words, texts = language.texts["advanced_cuts"], language.texts["breakdowns"]
    rows: list[Row] = []
    for by in CUT:
        started = cells.family("started_share", by, cohort)
        graduated = cells.family("exam_rate_to_date", by, cohort)
        for value in in_order(by, started | graduated, language):
            one, two = started.get(value, MISSING), graduated.get(value, MISSING)
            name = words["row"].format(
                by=texts["age_at_licence" if by == "age" else by], value=value_name(by, value, language)
            )
            rows.append(Row(Shown(name), [*_base_and_share(one, language), *_base_and_share(two, language)]))
    if not rows:
        return None
    heads = [words[n] for n in ("cut", "licensed", "started_share", "started", "exam_share")]
    table = Table(words["caption"].format(cohort=cohort), heads, rows)
    return Block(
        f"advanced_cuts_{cohort[:4]}", *first_of(cells, cohort, words), table,
        is_folded=True,
    )  # fmt: skip


def _base_and_share(cell: Cell, language: Language) -> list[Shown]:
    return [count(cell.denominator, cell, language), share(cell, language)]
