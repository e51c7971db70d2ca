"""The most common specialisation of Sweden, of every health care region and of every county.

Belongs here: adding counties up to a region, and which specialisation may be named. Does not belong here: how
the counts were made.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from reports.cells import MISSING, Cell, Cells
from reports.language import SWEDISH, Language
from reports.marks import off
from reports.naming import specialisation_name
from reports.regions.moves import added
from reports.regions.place import grouped, named, place
from reports.section import Block
from reports.tables import NEVER, RATE_BASE, Row, Shown, Table, quotient, share
from reports.words import HIDDEN

AT_ONCE = 3
"""So many specialisations are named where the counts do not say which one is the largest."""
TO_DATE = "exam_rate_to_date"
Family = dict[str, Cell]


def first_of(cells: Cells, cohort: str, words: Mapping[str, str]) -> tuple[str, str]:
    """Heading and explanation, which stand once, above the first cohort's table."""
    return (words["heading"], words["shown"]) if cohort == cells.cohorts()[0] else ("", "")


def county_block(
    cells: Cells, cohort: str, educations: Mapping[str, str], language: Language
) -> Block | None:
    """Sweden, then every region with its counties, where no other number could change what is named."""
    words = language.texts["advanced_counties"]
    pairs = cells.pairs("specialisation_share", "degree_county", "specialisation", cohort)
    if not pairs:
        return None
    counties: dict[str, Family] = {}
    for (code, name), cell in pairs.items():
        counties.setdefault(code, {})[name] = cell
    rows = [_nation(cells, cohort, educations, language)]
    for title, found, parts, is_region in _places(counties, language):
        said = most_common(found, educations, language, next(iter(pairs.values())), parts)
        rows.append(Row(Shown(title), said, is_total=is_region))
    heads = [words[name] for name in ("county", "name", "share")]
    table = Table(words["caption"].format(cohort=cohort), heads, rows, texts=frozenset({1}))
    return Block(
        f"advanced_counties_{cohort[:4]}", *first_of(cells, cohort, words), table,
        notes=(words["note"], words["note_wider"]) if cohort == cells.cohorts()[0] else (), is_folded=True,
    )  # fmt: skip


def _nation(cells: Cells, cohort: str, educations: Mapping[str, str], language: Language) -> Row:
    """The degrees of everybody, from the counts that are published for the whole country."""
    everybody = cells.cell(TO_DATE, cohort=cohort)
    found = {
        name: replace(cell, denominator=everybody.numerator)
        for name, cell in cells.family(TO_DATE, "specialisation", cohort).items()
    }
    said = most_common(found, educations, language, everybody)
    if said[1].sort:
        top = max(cell.numerator or 0 for cell in found.values())
        said[1] = quotient(top, everybody.numerator, (everybody,), language)
    return Row(Shown(language.texts["moving"]["nation"]), said, is_total=True)


def _places(counties: Mapping[str, Family], language: Language) -> Iterator[tuple[str, Family, int, bool]]:
    """Name, specialisations and number of counties of each region, and of the counties under it."""
    words = language.texts["moving"]
    for wholes, inside in grouped():
        codes = [one.value for one in inside]
        if len(inside) > 1:
            parts = place("region", wholes).parts
            absent = [place("county", code).short(language) for code in parts if code not in codes]
            key = "sum_without" if absent else "sum"
            title = words[key].format(region=named("region", wholes, language), county=", ".join(absent))
            yield title, summed([counties.get(code, {}) for code in codes]), len(codes), True
        for one in inside:
            yield one.name(language), counties.get(one.value, {}), 1, False


def summed(families: list[Family]) -> Family:
    """Counties together; a specialisation that is withheld in one of them is withheld."""
    bases = [max((cell.denominator or 0 for cell in one.values()), default=0) for one in families]
    base, found = sum(bases), dict[str, Cell]()
    for name in {name: None for one in families for name in one}:
        cell = added(one[name] for one in families if name in one)
        number = cell.numerator
        value = number / base if number is not None and base >= RATE_BASE else None
        found[name] = replace(cell, denominator=base, value=value)
    return found


def most_common(
    found: Family, educations: Mapping[str, str], language: Language, base: Cell = MISSING, parts: int = 1
) -> list[Shown]:
    """The largest specialisation with its share; silent where another one may be larger.

    parts  so many published counts are added up in each, which may all be off
    """
    words = language.texts["advanced_counties"]
    if not found:
        nobody = words["few"] if off(base.method) else words["nobody"]
        return [Shown(nobody), Shown(NEVER)]
    shown = {name: cell for name, cell in found.items() if cell.numerator is not None}
    if not shown:
        return _silent(words["all_hidden"])
    numbers = {name: cell.numerator or 0 for name, cell in shown.items()}
    top = min(numbers, key=lambda name: (-numbers[name], specialisation_name(name, educations, SWEDISH)))
    most = off(found[top].method) * parts
    if len(shown) < len(found) and not _is_above_hidden(found, numbers, top, most):
        return _silent(words["undecided"])
    if found[top].value is None:
        return _silent(words["too_few"])
    near = [n for n in numbers if numbers[top] - numbers[n] <= 2 * most and n != top]
    if near and most:
        names = sorted(specialisation_name(name, educations, language) for name in (top, *near))
        listed = words["or"].join([", ".join(names[:-1]), names[-1]])
        return [Shown(listed if len(names) <= AT_ONCE else words["several"], words["too_near"]), Shown("")]
    return [Shown(specialisation_name(top, educations, language)), share(found[top], language)]


def _silent(why: str) -> list[Shown]:
    return [Shown(HIDDEN, why), Shown(HIDDEN, why)]


def _is_above_hidden(found: Family, numbers: Mapping[str, int], top: str, most: int) -> bool:
    """True where no withheld number can be as large as the largest one shown: nothing is told of it."""
    base = max(cell.denominator or 0 for cell in found.values())
    return base - sum(numbers.values()) + most * (len(found) + 2) < numbers[top]
