"""The method page: who is followed, every measure, choices, protection in plain words, breaks, a glossary.

Belongs here: which parts there are and when. Does not belong here: the measures (reports.release.measures)
and the words (texts/).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from reports.language import Language
from reports.marks import off
from reports.overview import release_facts
from reports.protected import methods, share_sentence, signs
from reports.quality_breaks import breaks_told
from reports.quality_parts import Declared
from reports.release.measures import defined_measures
from reports.site import Site
from reports.words import window_text

REASONS = ("base_small", "numerator_small", "complement_small", "secondary")
NO_FACT = ("not_observable", "immature", "not_applicable", "missing")
SMALLEST = 5
"""Counts below it are small unless the settings say otherwise (definitions section 11)."""


@dataclass(frozen=True)
class Protecting:
    """One method of protection in force: what it is called, and what it does to a number."""

    title: str
    says: tuple[str, ...]


def method_context(site: Site, language: Language) -> dict[str, Any]:
    """What the template of the method page needs."""
    found = methods(site.frames)
    return {
        "followed": list(_followed(site, language)),
        "measures": defined_measures(site, language),
        "protecting": [_protecting(method, site, language) for method in found],
        "share_sentence": share_sentence(site.release, language),
        "reasons": _reasons(list(found), language),
        "signs": signs(found, language),
        "breaks": breaks_told(_declared(site, language)),
        "facts": release_facts(site.release, language),
    }


def _declared(site: Site, language: Language) -> Declared:
    frames = {name: frame for name, frame in site.frames.items() if frame is not None}
    return Declared(site.release, site.groups, frames, language)


def _followed(site: Site, language: Language) -> Iterator[str]:
    """Who is followed, model by model, where the release has the model."""
    words = language.texts["definitions"]
    yield words["education"].format(window=window_text(site.release.window))
    if any(len(group.licensed) for group in site.groups):
        yield words["licensed"]
    cohorts = sorted({cohort for group in site.groups for cohort in group.licence.cohorts()})
    if cohorts:
        yield words["licence"].format(cohorts=language.joined(cohorts))
    yield language.texts["method"]["observable"]


def _protecting(method: str, site: Site, language: Language) -> Protecting:
    """What a method does, with an example worked out for its base."""
    known = language.texts["definitions"]["protection_says"]
    name = next((key for key in known if method.startswith(key) or method.endswith(key)), "")
    below, given = off(method), site.release.protection.get("smallest")
    smallest = given if isinstance(given, int) else SMALLEST
    base = below + 1
    values = {"base": base, "below": below, "small": smallest - 1, "smallest": smallest}
    values |= {"example": 3 * base, "low": 3 * base - below, "high": 3 * base + below}
    titles = language.texts["settings"]["methods"]
    said = tuple(str(sentence).format(**values) for sentence in known.get(name, ()))
    return Protecting(next((titles[key] for key in titles if name and name in key), method), said)


def _reasons(found: list[str], language: Language) -> list[str]:
    """Why a number is not there, in whole sentences."""
    words = language.texts["reasons"]
    is_rounded = bool(found) and all(off(method) for method in found)
    named = [f"{name}_rounded" if is_rounded and f"{name}_rounded" in words else name for name in REASONS]
    return [words[name] for name in (*named, *NO_FACT)]
