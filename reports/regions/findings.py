"""Titles of a place's parts, by rule: in how many groups the place differs from the nation, and how.

Belongs here: when a difference counts. Does not belong here: the words, which stand in texts/.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from reports.cells import Cell
from reports.findings import ALIKE, ends, share_of
from reports.language import Language
from reports.marks import off
from reports.regions.beside import Beside


def differs(here: Cell, nation: Cell) -> int | None:
    """1 where the place is surely higher, -1 where it is lower, 0 where neither; None where one is hidden.

    Sure is what holds for every share that the published counts leave open.
    """
    ends_here, ends_nation = ends(here), ends(nation)
    share, national = share_of(here), share_of(nation)
    if ends_here is None or ends_nation is None or share is None or national is None:
        return None
    if abs(share - national) < ALIKE:
        return 0
    return int(ends_here[0] > ends_nation[1]) - int(ends_here[1] < ends_nation[0])


def beside_title(name: str, rows: Sequence[Beside], language: Language) -> str:
    """In how many groups the place lies above and below the nation, of those that can be compared."""
    common = language.texts["place_page"]
    found = [sign for row in rows if (sign := differs(row.here, row.nation)) is not None]
    higher, lower = found.count(1), found.count(-1)
    if not higher and not lower:
        return str(common[name]["title_alike" if found else "title_plain"])
    key = "said_both" if higher and lower else "said_higher" if higher else "said_lower"
    of = part_of(higher or lower, len(found), common)
    said = common[key].format(higher=higher, lower=lower, groups=len(found), of=of)
    return str(common[name]["title"].format(said=said))


def part_of(number: int, groups: int, words: Mapping[str, Any]) -> str:
    """So many of all groups, in words of their own where it is all of them or there is only one."""
    key = "of_some" if number < groups else "of_one" if groups == 1 else "of_all"
    return str(words[key].format(number=number, groups=groups))


def net_title(common: Mapping[str, Any], nets: Sequence[Cell]) -> str:
    """In how many groups more live in the place than came from there, or fewer where none has more.

    At least so many, where some net is withheld or no larger than rounding could make it.
    """
    words = common["summary"]
    shown = [(cell.numerator, 2 * off(cell.method)) for cell in nets if cell.numerator is not None]
    gaining, losing = sum(n > most for n, most in shown), sum(n < -most for n, most in shown)
    if not gaining and not losing:
        return str(words["title_plain"])
    is_open = any(abs(n) <= most for n, most in shown if most) or len(shown) < len(nets)
    key = ("title" if gaining else "title_fewer") + ("_least" if is_open else "")
    return str(words[key].format(of=part_of(gaining or losing, len(nets), common)))
