"""The code lists that a group's file draws on: each code's name in its edition, and near matches.

Belongs here: which key takes its codes from which list, and what is wrong with a code. Does not
belong here: the rest of a group's file (flows.professions) and the lists (schemas/codes).
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from schemas.contract import read_code_list
from schemas.faults import Fault

SHOWN = 5
"""How many near matches are shown."""


@dataclass(frozen=True)
class CodeList:
    """One edition of a classification: the key of a group's file, its title, and where its codes stand.

    family is what editions of one classification share: licence, sun or ssyk.
    """

    key: str
    title: str
    family: str
    source: str
    name_column: int = 1

    @property
    def names(self) -> dict[str, str]:
        """Code → name in this edition; a code that the edition lacks is not there."""
        return _names(self.source, self.name_column)

    @property
    def file(self) -> str:
        """Where the list stands in the project."""
        return f"schemas/codes/{self.source}.csv"


@cache
def _names(source: str, column: int) -> dict[str, str]:
    return {row[0]: row[column] for row in read_code_list(source)[1:] if row[column]}


CODE_LISTS = {
    found.key: found
    for found in (
        CodeList("licence_codes", "HOSP", "licence", "hosp_yrke"),
        CodeList("sun2000", "SUN 2000", "sun", "sun_inriktning", 1),
        CodeList("sun2020", "SUN 2020", "sun", "sun_inriktning", 2),
        CodeList("ssyk96", "SSYK 96", "ssyk", "ssyk96_halso"),
        CodeList("ssyk2012", "SSYK 2012", "ssyk", "ssyk2012_halso"),
    )
}
EDITIONS = ("1996", "2000", "2012", "2020")


def editions(family: str) -> list[CodeList]:
    """The editions of one classification."""
    return [found for found in CODE_LISTS.values() if found.family == family]


def named(key: str, codes: Iterable[str]) -> list[str]:
    """Each code with its name in the edition of the key: "2222 Barnmorskor"."""
    names = CODE_LISTS[key].names
    return [f"{code} {names.get(code, '')}".strip() for code in codes]


def near(key: str, *given: str) -> list[str]:
    """The codes of the key's list that are most like what was given, a code or a name; with names."""
    return named(key, nearest(CODE_LISTS[key].names, *given))


def nearest(names: Mapping[str, str], *given: str) -> list[str]:
    """The codes, of those with names, that are most like what was given, a code or a name."""
    by_name = {name.casefold(): code for code, name in reversed(list(names.items()))}
    found: list[str] = []
    for text in given:
        folded = text.strip().casefold()
        stem = folded[: max(5, len(folded) - 3)]
        inside = [code for name, code in by_name.items() if len(stem) > 4 and stem in name]
        alike = [by_name[name] for name in difflib.get_close_matches(folded, by_name, SHOWN, 0.75)]
        codes = difflib.get_close_matches(folded, names, SHOWN, 0.6)
        upper = difflib.get_close_matches(folded.upper(), names, SHOWN, 0.6)
        found += [*alike, *inside, *codes, *upper]
    return list(dict.fromkeys(found))[:SHOWN]


def code_faults(key: str, codes: Iterable[str], file: Path | str) -> list[Fault]:
    """A fault for every code that the list of the key lacks: in which edition it stands, or what is near."""
    return [_code_fault(key, code, file) for code in codes if code not in CODE_LISTS[key].names]


def _code_fault(key: str, code: str, file: Path | str) -> Fault:
    own = CODE_LISTS[key]
    fields: dict[str, object] = {"file": file, "key": key, "value": code, "edition": own.title}
    fields["list"] = own.file
    others = [other for other in editions(own.family) if code in other.names]
    if others:
        elsewhere = [f"{other.title} ({other.names[code]})" for other in others]
        nearest = near(key, *(other.names[code] for other in others)) or ["–"]
        return Fault("code_of_other_edition", fields | {"allowed": elsewhere, "near": nearest})
    return Fault("code_unknown", fields | {"near": near(key, code) or sorted(own.names)})


def family_of(key: str) -> str | None:
    """sun or ssyk when a key means one of them without naming an edition we know by its own key."""
    match = re.match(r"(sun|ssyk)", re.sub(r"[^a-z0-9]", "", key.casefold()))
    years = re.findall(r"(?<!\d)\d{4}(?!\d)", key)
    return match[1] if match and set(years) <= set(EDITIONS) else None


def edition_fault(key: str, value: object, place: str, file: Path | str) -> Fault:
    """The fault of codes given without their edition: the keys there are, and what each code means."""
    lists = editions(family_of(key) or "sun")
    codes = value if isinstance(value, list) else [value]
    meanings = [_meaning(str(code), lists) for code in codes]
    fields: dict[str, object] = {"file": file, "place": place, "value": key, "meaning": "; ".join(meanings)}
    return Fault("code_without_edition", fields | {"allowed": [found.key for found in lists]})


def _meaning(code: str, lists: Iterable[CodeList]) -> str:
    """What a code means in every edition: "723h (SUN 2000: …, SUN 2020: …)"."""
    meanings = [f"{found.title}: {found.names.get(code, '–')}" for found in lists]
    return f"{code} ({', '.join(meanings)})"
