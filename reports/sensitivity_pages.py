"""The pages on how much each choice matters: one that leads to the groups, and one per group.

Belongs here: what their templates need. Does not belong here: the tables (reports.sensitivity).
"""

from __future__ import annotations

from functools import partial
from typing import Any

from reports import overview
from reports.choosing import values_in_force
from reports.language import Language
from reports.material import Material
from reports.naming import group_name
from reports.sensitivity import alone, compared
from reports.site import Page, Site


def sensitivity_pages(site: Site) -> list[Page]:
    """None where nothing is counted in other ways."""
    if not site.has("sensitivity"):
        return []
    found = [Page("sensitivity", "sensitivity.html", _overview, foot="sensitivity")]
    return found + [
        Page(page_of(one.profession.profession), "sensitivity_group.html", partial(_group, one))
        for one in _weighed(site)
    ]


def page_of(profession: str) -> str:
    """The name of a group's page."""
    return f"sensitivity-{profession}"


def _weighed(site: Site) -> list[Material]:
    """The groups that the frame has anything about."""
    frame = site.frames["sensitivity"]
    told = set() if frame is None else set(frame["profession"].unique())
    return [one for one in site.groups if one.profession.profession in told]


def _overview(site: Site, language: Language) -> dict[str, Any]:
    frame = site.frames["sensitivity"]
    return {
        "groups": [
            (page_of(one.profession.profession), one.profession, group_name(one.profession, language))
            for one in _weighed(site)
        ],
        "alone": [] if frame is None else alone(frame, site.release, language),
        "facts": overview.release_facts(site.release, language),
    }


def _group(one: Material, site: Site, language: Language) -> dict[str, Any]:
    frame, in_force = site.frames["sensitivity"], values_in_force(site.release)
    return {
        "profession": one.profession,
        "name": group_name(one.profession, language),
        "found": compared(frame, one, in_force, language),
        "facts": overview.release_facts(site.release, language),
    }
