"""What codes of a delivery that no list has may mean: the nearest known ones.

Belongs here: proposals for [codes], to be confirmed. Does not belong here: finding the codes (tallying).
"""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from flows.code_lists import CODE_LISTS, nearest
from flows.professions import load_professions
from flows.proposing.likeness import folded
from flows.proposing.tallying import OPEN
from schemas.contract import Column, read_code_list

SMALLEST = 5
"""A value on fewer rows is not repeated: it may be a person's, from a column that has slipped."""
MOST = 40
"""A column with more unknown values than this has the wrong contents: none of them is repeated."""
SHORT, SURE_NAME, NEAR_NAME, FEW_CODES = 4, 0.9, 0.8, 4


@dataclass(frozen=True)
class Codes:
    """Unknown codes of one column.

    proposed  what each may mean; alike: those without a proposal, and what they resemble
    unnamed   how many more there are, which are not repeated
    """

    proposed: dict[str, str]
    alike: dict[str, tuple[str, ...]]
    unnamed: int


def propose(column: Column, unknown: Counter[str]) -> Codes | None:
    """What the unknown values of a column may be; None when there is nothing to say."""
    is_open = column.name in OPEN.values()
    known = _groups() if is_open else names_of(column)
    values = [value for value, _ in unknown.most_common() if not (is_open and value in _taken())]
    named = [value for value in values if unknown[value] >= SMALLEST]
    if len(named) > MOST and not is_open:
        return Codes({}, {}, len(values))
    proposed = {value: code for value in named if (code := _meant(value, known, is_open))}
    alike = {value: tuple(nearest(known, value)) for value in named if value not in proposed}
    if is_open:  # any other programme may stand there: only what resembles a group's is worth a question
        alike = {value: codes for value, codes in alike.items() if _resembles(value, codes)}
    unnamed = 0 if is_open else len(values) - len(named)
    return Codes(proposed, alike, unnamed) if proposed or alike else None


def _resembles(value: str, codes: tuple[str, ...]) -> bool:
    return bool(difflib.get_close_matches(folded(value), map(folded, codes), 1, NEAR_NAME))


def names_of(column: Column) -> dict[str, str]:
    """Allowed code → its name: from the code list, or as the title says, "1 = man"."""
    if column.code_list:
        listed = {row[0]: row[1] for row in read_code_list(column.code_list)[1:]}
        return {code: listed.get(code, "") for code in column.codes}
    said = dict(re.findall(r"(\w+) = (\w+)", column.title_sv))
    return {code: said.get(code, code) for code in column.codes}


def _meant(value: str, known: Mapping[str, str], is_open: bool) -> str | None:
    """The one known code that a value means, as far as one can tell; the shortest where several fit."""
    given = folded(value)
    if not given:
        return None
    if is_open and value in _licences():
        return _licences()[value]
    same = [code for code, name in known.items() if given in (folded(code), folded(name))]
    if len(value) <= SHORT or len(known) <= FEW_CODES:
        same += sorted((code for code in known if _abbreviates(given, code, known[code])), key=len)
    if not same and len(known) <= FEW_CODES:
        first = [code for code, name in known.items() if given[0] in (folded(name)[:1], folded(code)[:1])]
        same = first if len(first) == 1 else []
    by_name = {folded(name): code for code, name in known.items()} | {folded(code): code for code in known}
    same += [by_name[name] for name in difflib.get_close_matches(given, by_name, 1, SURE_NAME)]
    return same[0] if same else None


def _abbreviates(short: str, code: str, name: str) -> bool:
    """Whether the letters stand in the name in the same order, from its first on: SSK in sjuksköterska."""
    for text in (folded(name), folded(code)):
        letters = iter(text)
        if text[:1] == short[0] and len(short) > 1 and all(letter in letters for letter in short):
            return True
    return False


@cache
def _groups() -> dict[str, str]:
    """The profession groups by id, with their Swedish names."""
    return {group.id: group.name_sv for group in load_professions().values()}


@cache
def _taken() -> frozenset[str]:
    """Every code that means a group already."""
    return frozenset(code for group in load_professions().values() for code in (group.id, *group.aliases))


@cache
def _licences() -> dict[str, str]:
    """Licence code → the group that has it, where it is one group's: many registers use the same letters."""
    holders: dict[str, list[str]] = {code: [] for code in CODE_LISTS["licence_codes"].names}
    for group in load_professions().values():
        for code in group.licence_codes:
            holders[code].append(group.id)
    return {code: groups[0] for code, groups in holders.items() if len(groups) == 1}
