"""Where those who went on live, and who they are: tables of one licence cohort."""

from collections.abc import Mapping

from reports.cells import MISSING, Cell, Cells
from reports.language import SWEDISH, Language
from reports.marks import off
from reports.naming import in_order, specialisation_name, value_name
from reports.places import counties
from reports.section import Block
from reports.tables import NEVER, RATE_BASE, Row, Shown, Table, count, quotient, share
from reports.words import HIDDEN

MOVES = (
    "mobility_licence_to_start",
    "mobility_start_to_degree",
    "mobility_licence_to_degree",
    "mobility_degree_to_after_1",
)
CUT = ("sex", "age", "background", "licence_region")
SMALL = "base_small"
AT_ONCE = 3
"""So many specialisations are named where the counts do not say which one is the largest."""


def first_of(cells: Cells, cohort: str, words: dict[str, str]) -> tuple[str, str]:
    """Heading and explanation, which stand once, above the first cohort's table."""
    return (words["heading"], words["shown"]) if cohort == cells.cohorts()[0] else ("", "")


def county_block(
    cells: Cells, cohort: str, educations: Mapping[str, str], language: Language
) -> Block | None:
    """The most common specialisation of every county, where no other number could change it."""
    words = language.texts["advanced_counties"]
    pairs = cells.pairs("specialisation_share", "degree_county", "specialisation", cohort)
    if not pairs:
        return None
    rows = []
    for county in counties(language):
        found = {name: cell for (code, name), cell in pairs.items() if code == county.code}
        rows.append(
            Row(Shown(county.name), most_common(found, educations, language, next(iter(pairs.values()))))
        )
    heads = [words[name] for name in ("county", "name", "share")]
    table = Table(words["caption"].format(cohort=cohort), heads, rows, texts=frozenset({1}))
    return Block(
        f"advanced_counties_{cohort[:4]}", *first_of(cells, cohort, words), table,
        notes=(words["note"],) if cohort == cells.cohorts()[0] else (), is_folded=True,
    )  # fmt: skip


def most_common(
    found: dict[str, Cell], educations: Mapping[str, str], language: Language, base: Cell = MISSING
) -> list[Shown]:
    """The largest specialisation with its share; silent where another one may be larger."""
    words = language.texts["advanced_counties"]
    if not found:
        return [
            Shown(words["few"].format(most=most) if (most := off(base.method)) else words["nobody"]),
            Shown(NEVER),
        ]
    shown = {name: cell for name, cell in found.items() if cell.numerator is not None}
    if not shown:
        return [Shown(HIDDEN, words["all_hidden"]), Shown(HIDDEN, words["all_hidden"])]
    numbers = {name: cell.numerator or 0 for name, cell in shown.items()}
    top = min(numbers, key=lambda name: (-numbers[name], specialisation_name(name, educations, SWEDISH)))
    if len(shown) < len(found) and not _is_above_hidden(found, numbers, top):
        return [Shown(HIDDEN, words["undecided"]), Shown(HIDDEN, words["undecided"])]
    if found[top].value is None:
        return [Shown(HIDDEN, words["too_few"]), Shown(HIDDEN, words["too_few"])]
    near = [n for n in numbers if numbers[top] - numbers[n] <= 2 * off(found[top].method) and n != top]
    if near and off(found[top].method):
        names = sorted(specialisation_name(name, educations, language) for name in (top, *near))
        listed = words["or"].join([", ".join(names[:-1]), names[-1]])
        return [Shown(listed if len(names) <= AT_ONCE else words["several"], words["too_near"]), Shown("")]
    return [Shown(specialisation_name(top, educations, language)), share(found[top], language)]


def _is_above_hidden(found: dict[str, Cell], numbers: dict[str, int], top: str) -> bool:
    """True where no withheld number can be as large as the largest one shown: nothing is told of it."""
    base = max(cell.denominator or 0 for cell in found.values())
    rest = base - sum(numbers.values()) + off(found[top].method) * (len(found) + 2)
    return rest < numbers[top]


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
