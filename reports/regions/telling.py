"""A place's facts in print: the nation beside, and what a larger place has where a number is withheld.

Belongs here: rows and cells of the tables of places. Does not belong here: where a number is found.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from reports.cells import MISSING, Cell
from reports.language import Language
from reports.marks import OK, is_exact
from reports.regions.facts import Fact, Group
from reports.regions.place import COUNTY, REGION, Place, place
from reports.site import address
from reports.tables import NEVER, Row, Shown, Table, count, quotient, share
from reports.words import HIDDEN


def printed(fact: Fact, cell: Cell, language: Language) -> Shown:
    """A fact's number, or the sign and the reason of one that is not shown."""
    if not fact.is_share:
        return count(cell.numerator, cell, language)
    if cell.value is None and cell.status == OK and cell.denominator == 0 and is_exact(cell.method):
        return Shown(NEVER, language.texts["place_page"]["nobody"])
    if fact.is_derived and cell.value is not None:
        return quotient(cell.numerator, cell.denominator, (cell,), language)
    return share(cell, language)


def told(fact: Fact, group: Group, here: Place, language: Language) -> Shown:
    """A fact of a place; where it is withheld, what its region or the nation has instead."""
    cell = fact.find(group, here)
    if cell.status == MISSING.status and fact.is_share:
        # A place that no row names has nobody: a share of them cannot occur, unless a zero may be a few.
        nation = fact.find(group, None)
        if nation.status == OK:
            cell = replace(cell, denominator=0, status=OK, method=nation.method)
    shown = printed(fact, cell, language)
    if shown.text != HIDDEN:
        return shown
    return replace(shown, why=f"{shown.why} {instead(fact, group, here, language)}".strip())


def instead(fact: Fact, group: Group, here: Place, language: Language) -> str:
    """The nearest larger place of which the fact may be shown, with its number."""
    words, unit = language.texts["place_page"], "share" if fact.is_share else "count"
    wider = [place(REGION, whole) for whole in here.wholes] if here.level == COUNTY else []
    said = []
    for one in wider:
        shown = printed(fact, fact.find(group, one), language)
        if shown.text != HIDDEN:
            said.append(words[f"instead_{unit}"].format(place=one.name(language), number=shown.text))
    if said:
        return " ".join(said)
    nation = printed(fact, fact.find(group, None), language)
    if nation.sort:
        return str(words[f"instead_{unit}"].format(place=words["whole_country"], number=nation.text))
    return ""


def facts_table(
    caption: str, facts: Sequence[Fact], groups: Sequence[Group], here: Place, language: Language
) -> Table:
    """One row per group, one column per fact; a share has the nation's beside it."""
    words = language.texts["place_facts"]
    heads = [words["group"]]
    for fact in facts:
        heads += [words[fact.name], words[f"{fact.name}_nation"]] if fact.is_share else [words[fact.name]]
    rows = []
    for group in groups:
        cells: list[Shown] = []
        for fact in facts:
            cells.append(told(fact, group, here, language))
            if fact.is_share:
                cells.append(printed(fact, fact.find(group, None), language))
        rows.append(Row(head_of(group, language), cells))
    return Table(caption, heads, rows, is_sortable=True, is_linked=True)


def head_of(group: Group, language: Language) -> Shown:
    """A group's name, which leads to its page."""
    return Shown(marked_name(group, language), detail=address(group.profession.profession, language))


def marked_name(group: Group, language: Language) -> str:
    """A group's name, marked while its codes are not confirmed."""
    mark = f" ({language.texts['page']['draft_mark']})" if group.material.is_draft else ""
    return group.name(language) + mark


def place_head(here: Place, language: Language) -> Shown:
    """A place's name, which leads to its page."""
    return Shown(here.name(language), detail=address(here.page, language))
