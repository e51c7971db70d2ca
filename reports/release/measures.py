"""Every published measure as the method page defines it, and the place there that pages link to.

Belongs here: which measures there are, in which order, and what is said of each. Does not belong here:
the words (texts/) and the rest of the method page (reports.release.method).
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from flows.choices import choices
from reports.cells import LICENCE
from reports.choosing import choice_title, value_sentence, values_in_force
from reports.language import Language
from reports.site import Site
from reports.words import window_text
from schemas.published_tables import PublishedTable, published_tables


@dataclass(frozen=True)
class Defined:
    """One measure in words.

    id      the place on the page; `name` is what the tables call it
    of      out of whom it is a share
    models  whom it is counted for
    tables  name and title of every table that holds it
    file    the SQL file that counts it, empty where it is not told
    in_force  title and sentence of each choice that the measure rests on
    """

    id: str
    name: str
    title: str
    question: str
    definition: str
    of: str
    models: tuple[str, ...]
    tables: tuple[tuple[str, str], ...]
    file: str = ""
    in_force: tuple[tuple[str, str], ...] = ()


@dataclass
class _Found:
    """Where a measure is published: models with their kinds of cohorts, and tables."""

    models: dict[str, None] = field(default_factory=dict)
    tables: list[PublishedTable] = field(default_factory=list)


def anchor(name: str, model: str = "") -> str:
    """The place of a measure on the method page."""
    return f"licence-{name}" if model == LICENCE else name


def defined_measures(site: Site, language: Language) -> list[tuple[str, list[Defined]]]:
    """Every published measure under its heading, in the order of the text file."""
    texts = language.texts
    own, further = _published(is_licence=False), _published(is_licence=True)
    groups = {group: list[Defined]() for group in texts["measure_groups"]}
    for name, words in texts["measures"].items():
        if name in own:
            groups[words["group"]].append(_defined(name, "", words, own[name], site, language))
    listed = [(texts["measure_groups"][group], found) for group, found in groups.items() if found]
    licence = [
        _defined(name, LICENCE, words, further[name], site, language)
        for name, words in texts["licence_measures"].items()
        if name in further
    ]
    return [*listed, (texts["definitions"]["after_licence"], licence)]


def _published(is_licence: bool) -> dict[str, _Found]:
    found: dict[str, _Found] = {}
    for table in published_tables().values():
        if table.layout == "cells" and (table.model == LICENCE) == is_licence:
            kinds = [_kind(table.model, cohort) for cohort in table.cohorts]
            for name in table.measures:
                one = found.setdefault(name, _Found())
                one.models |= dict.fromkeys(kinds)
                one.tables.append(table)
    return found


def _kind(model: str, cohort: str) -> str:
    """The key of the words for whom a table counts; only the education model has cohorts of both kinds."""
    return "education_year" if (model, cohort) == ("education", "year") else model


def _defined(
    name: str, model: str, words: Mapping[str, str], found: _Found, site: Site, language: Language
) -> Defined:
    texts = language.texts["definitions"]
    asked = _longest(name, texts["of_licence_measure" if model else "of_measure"])
    window = window_text(site.release.window)
    is_english = language.code == "en"
    return Defined(
        anchor(name, model),
        name,
        words["title"],
        asked["question"],
        words["definition"],
        asked["of"],
        tuple(texts[f"models_{kind}"].format(window=window) for kind in found.models),
        tuple((one.name, one.title_en if is_english else one.title_sv) for one in found.tables),
        site.release.counted_in.get((model or "education", name), ""),
        tuple(_choices(name, site, language)),
    )


def _longest(name: str, known: Mapping[str, Any]) -> Mapping[str, str]:
    """The entry of the longest key that the name is, or begins with."""
    keys = [key for key in known if name == key or name.startswith(f"{key}_")]
    found: Mapping[str, str] = known[max(keys, key=len)]
    return found


def _choices(name: str, site: Site, language: Language) -> Iterator[tuple[str, str]]:
    """Title and sentence of the choices in force that the measure rests on."""
    in_force = values_in_force(site.release)
    for choice in choices().values():
        if choice.name in in_force and _is_named(name, choice.measures):
            value = in_force[choice.name]
            yield (
                choice_title(choice.name, language),
                value_sentence(choice.name, value, language, choice.says),
            )


def _is_named(name: str, listed: Iterable[str]) -> bool:
    """Whether a list names the measure; a name that ends in _k stands for every year."""
    return any(
        name == one or (one.endswith("_k") and re.fullmatch(rf"{one.removesuffix('_k')}_\d", name))
        for one in listed
    )
