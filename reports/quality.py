"""The quality declaration of a release: SCB's five components, filled in from the run, in two languages.

Belongs here: which item says what, and what matters most. Does not belong here: how one item is made
(the quality_* modules) and any sentence (texts/).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import polars as pl

from reports.choosing import choices_table, choices_version
from reports.described import ReleaseText
from reports.language import Language
from reports.material import Material
from reports.overview import release_facts, thresholds_table
from reports.protected import methods, signs
from reports.quality_breaks import (
    break_points,
    breaks_told,
    estimated_years,
    follow_up,
    thresholds_told,
    touching,
)
from reports.quality_parts import Component, Declared, Item, Part, Told
from reports.quality_people import left_out, occupation_range, unseen
from reports.quality_protection import adds_up, protection_told
from reports.quality_registers import coverage, edge, production, rejected_of_all, rows_told
from reports.site import address
from reports.words import window_text


def quality_context(
    pages: Sequence[Material],
    release: ReleaseText,
    frames: Mapping[str, pl.DataFrame | None],
    language: Language,
    formats: Sequence[str] = (),
) -> dict[str, Any]:
    """What the template of the declaration needs, in one language.

    frames: the protected frames by name (cells, curves, sensitivity, attrition, quality); one that is None is
    left out. formats: endings of the files that the tables lie in beside the pages.
    """
    given = {name: frame for name, frame in frames.items() if frame is not None}
    declared = Declared(release, pages, given, language, formats)
    return {
        "in_short": in_short(declared),
        "components": components(declared),
        "facts": release_facts(release, language),
        "signs": signs(methods(frames), language),
    }


def components(declared: Declared) -> list[Component]:
    """The five components in the order of the text file, each item with what the run adds to it."""
    values = _values(declared)

    def item(name: str, words: Mapping[str, Any]) -> Item:
        says = tuple(str(sentence).format(**values) for sentence in words["says"])
        return Item(name, words["heading"], says, ADDED[name](declared) if name in ADDED else Told())

    def part(name: str, words: Mapping[str, Any]) -> Part:
        return Part(name, words["heading"], tuple(item(*one) for one in words["items"].items()))

    return [
        Component(name, words["heading"], tuple(part(*one) for one in words["parts"].items()))
        for name, words in declared.words["components"].items()
    ]


def in_short(declared: Declared) -> list[str]:
    """What matters most, each sentence from a number of the run."""
    language = declared.language
    too_near, is_warning = edge(declared)
    says = [too_near] if is_warning else []
    rows = rejected_of_all(declared)
    if rows is None:
        says.append(declared.fill("in_short_rejected_hidden"))
    else:
        values = {"read": language.whole(rows[0], "0"), "rejected": language.whole(rows[1], "0")}
        share = language.percent(rows[1] / rows[0] if rows[0] else 0.0, 2, "0")
        says.append(declared.fill("in_short_rejected", share=share, **values))
    if shares := occupation_range(declared):
        low, high = (language.percent(share, 1, "0") for share in shares)
        key = "in_short_occupation_one" if low == high else "in_short_occupation"
        drafts = [declared.fill("in_short_drafts")] if any(page.is_draft for page in declared.pages) else []
        says.append(" ".join([declared.fill(key, low=low, high=high), *drafts]))
    if found := touching(declared):
        says.append(declared.fill("in_short_breaks", number=str(len(found))))
    if years := estimated_years(declared):
        says.append(
            declared.fill("in_short_thresholds", estimated=str(years[0]), total=str(years[1])),
        )
    return says


def _values(declared: Declared) -> dict[str, str]:
    """What any fixed sentence may name."""
    release = declared.release
    return {
        "release": release.name,
        "delivery": release.delivery_id,
        "received": release.received_on.isoformat(),
        "window": window_text(release.window),
        "groups": declared.names([page.profession for page in declared.pages]),
        "code_version": release.code_version,
        "version": choices_version(release) or ".",
    }


def _population(declared: Declared) -> Told:
    """The cohorts by licence, where there are any."""
    cohorts = sorted({cohort for page in declared.pages for cohort in page.licence.cohorts()})
    says = []
    if cohorts:
        says.append(declared.fill("population.licence", cohorts=declared.language.joined(cohorts)))
    if any(len(page.licensed) for page in declared.pages):
        says.append(declared.fill("population.licensed"))
    return Told(says=tuple(says))


def _models(declared: Declared) -> Told:
    """Choices in force and income thresholds."""
    choices = choices_table(declared.release, declared.language)
    if choices:  # the value's name in the settings is told on the group's page
        in_words = [replace(row, cells=row.cells[:1]) for row in choices.rows]
        choices = replace(choices, columns=choices.columns[:2], rows=in_words)
    thresholds = thresholds_table(declared.release, declared.language)
    has_page = "sensitivity" in declared.frames
    return Told(
        says=(thresholds_told(declared),),
        tables=(choices,) if choices else (),
        folded=(thresholds,) if thresholds else (),
        links=((address("sensitivity", declared.language), declared.words["choices"]["link"]),)
        if has_page
        else (),
    )


def _frame(declared: Declared) -> Told:
    """What the registers cover, and the starts that are known to be too many."""
    deviant = [one for one in touching(declared) if one.is_period]
    return replace(coverage(declared), points=tuple(break_points(deviant, declared)))


def _groups(declared: Declared) -> Told:
    """Groups that are not like the others."""
    professions = [page.profession for page in declared.pages]
    drafts = [one for one in professions if one.status == "draft"]
    unlicensed = [one for one in professions if not one.has_licence]
    said = (("groups.draft", drafts), ("groups.unlicensed", unlicensed))
    return Told(says=tuple(declared.fill(key, names=declared.names(ones)) for key, ones in said if ones))


def _access(declared: Declared) -> Told:
    formats = declared.language.joined(declared.formats)
    key = "access.formats" if formats else "access.tables_only"
    return Told(says=(declared.fill(key, **({"formats": formats} if formats else {})),))


def _preliminary(declared: Declared) -> Told:
    is_rehearsal = declared.release.is_rehearsal
    return Told(warnings=(declared.fill("preliminary.rehearsal"),) if is_rehearsal else ())


ADDED: dict[str, Callable[[Declared], Told]] = {
    "population": _population,
    "times": lambda declared: Told(says=(follow_up(declared),)),
    "frame": _frame,
    "missing": unseen,
    "left_out": left_out,
    "processing": rows_told,
    "protection": protection_told,
    "models": _models,
    "preliminary": _preliminary,
    "production": production,
    "access": _access,
    "time": breaks_told,
    "groups": _groups,
    "numerical": adds_up,
}
"""What the run adds, by item."""
