"""Why two releases differ, as far as their manifests say: data, definitions, code, protection.

Belongs here: which of the four differ, and in what. Does not belong here: the numbers (flows.changes)
and the words for people (schemas/messages).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pipelines.settings import SECTIONS

Account = Mapping[str, Any]
CAUSES = ("data", "definitions", "code", "protection")
CAUSE_OF = {
    "delivery": "data",
    "delivery_toml": "data",
    "inputs": "data",
    "professions": "definitions",
    "advanced": "definitions",
    "settings": "definitions",
    "code_version": "code",
    "rehearsal": "protection",
    "secret": "protection",
    "earlier": "protection",
    "protection": "protection",
}
"""What a manifest says, and which of the four it belongs to."""
PUBLIC = ("delivery", "inputs", "professions", "advanced", "settings", "code_version", "rehearsal")
"""What a published list of changes may say: no fingerprint of the secret."""


@dataclass(frozen=True)
class Reason:
    """One thing that differs: its cause, its name and its value in either release."""

    cause: str
    name: str
    before: Any
    after: Any


def facts(account: Account) -> dict[str, Any]:
    """What a manifest says that numbers rest on; a register's files become one digest."""
    found = {name: account[name] for name in CAUSE_OF if name in account}
    if isinstance(found.get("inputs"), Mapping):
        found["inputs"] = {
            register: digest(sorted(file["sha256"] for file in entry["files"].values()))
            for register, entry in found["inputs"].items()
        }
    return found


def public_facts(account: Account) -> dict[str, Any]:
    """Those that a published list may say, a group's file as a digest."""
    found = {name: value for name, value in facts(account).items() if name in PUBLIC}
    for name in ("professions", "advanced"):
        found[name] = {group: digest(said) for group, said in found.get(name, {}).items()}
    return found


def digest(value: object) -> str:
    """Twelve letters that tell values apart."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def reasons(before: Account, after: Account) -> list[Reason]:
    """Everything that differs, by cause; what only one of the manifests records is not compared."""
    known = [name for name in CAUSE_OF if name in before and name in after]
    sides = [{name: account[name] for name in known} for account in (before, after)]
    flat = [_flat(_whole_groups(side, other)) for side, other in (sides, reversed(sides))]
    names = list(dict.fromkeys([*flat[0], *flat[1]]))
    found = [
        Reason(_cause(name), name, flat[0].get(name), flat[1].get(name))
        for name in names
        if flat[0].get(name) != flat[1].get(name)
    ]
    return sorted(found, key=lambda reason: (CAUSES.index(reason.cause), reason.name))


def not_recorded(before: Account, after: Account) -> list[str]:
    """What only one of the manifests records, so that nobody can say whether it differs."""
    return [name for name in CAUSE_OF if (name in before) != (name in after)]


def causes(found: list[Reason]) -> list[str]:
    """Which of the four differ, in their order."""
    return [cause for cause in CAUSES if any(reason.cause == cause for reason in found)]


def _cause(name: str) -> str:
    section, _, rest = name.partition(".")
    if section == "settings" and rest.partition(".")[0] in (*SECTIONS["protection"], "protection"):
        return "protection"
    return CAUSE_OF[section]


def _whole_groups(side: Account, other: Account) -> dict[str, Any]:
    """A group that only one side has is one thing, not one for every key of its file."""
    found = dict(side)
    for section in ("professions", "advanced"):
        groups = side.get(section, {})
        found[section] = {
            name: said if name in other[section] else digest(said) for name, said in groups.items()
        }
    return found


def _flat(value: Mapping[str, Any], place: str = "") -> dict[str, Any]:
    """Every value by its dotted name."""
    found: dict[str, Any] = {}
    for name, inner in value.items():
        here = f"{place}{name}"
        found |= _flat(inner, f"{here}.") if isinstance(inner, Mapping) else {here: inner}
    return found
