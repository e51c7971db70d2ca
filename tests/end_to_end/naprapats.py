"""A delivery with a profession that the code base does not know, and what a person of it leaves behind.

Belongs here: people by hand. Does not belong here: expectations.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from tests.end_to_end.calling import PERSON
from tests.support import FULL_COVERS, write_delivery

FIRST, LAST = 1999, 2012
NEW_NAPRAPAT = (
    *("--id", "naprapat", "--name-sv", "Naprapat", "--name-en", "Naprapath", "--licence-code", "NA"),
    *("--terms", "6", "--sun2020", "726f", "--ssyk96", "3229", "--ssyk2012", "2271"),
)

Rows = dict[str, list[dict[str, Any]]]


def person(
    number: int,
    year: int,
    *,
    programme: str = "naprapat",
    licence: str | None = "NA",
    degree: bool = True,
    occupation: str = "3229",
    sun: str = "726f",
    goes_on: str = "",
) -> Rows:
    """Starts in the autumn of the year, graduates three years later, is licensed then, and works.

    goes_on is a programme begun in the autumn two years after the licence.
    """
    who = {"LopNr": PERSON.format(number)}
    start = {"Ar": year, "Termin": 2, "HsKod": "LU", "YProg": programme, "ProgOrt": "1281"}
    rows: Rows = {"registrations": [who | start], "degrees": [], "licences": [], "individuals": []}
    if goes_on:
        rows["registrations"].append(who | start | {"Ar": year + 5, "YProg": goes_on})
    if degree:
        issued = {"ExHsKod": "LU", "Examenskod": programme, "Examensdatum": f"{year + 3}-06-05"}
        rows["degrees"] = [who | issued | {"SUN2020Inr": sun}]
    if licence:
        rows["licences"] = [who | {"yrkeskod": licence, "legitimationsdatum": f"{year + 3}0705"}]
    lives = {"Kon": 1 + number % 2, "FodelseAr": 1980, "Kommun": "0180", "SyssStat": 1, "SyssStatJ": 1}
    rows["individuals"] = [
        who | lives | {"Ar": at, "SyssStat11": 1, "Ssyk4": occupation} for at in range(FIRST, LAST + 1)
    ]
    return rows


def together(people: Iterable[Rows]) -> Rows:
    """Everybody's rows by register."""
    found: Rows = {}
    for rows in people:
        for register, own in rows.items():
            found.setdefault(register, []).extend(own)
    return found


def naprapats(first: int = 1, number: int = 60, **changed: Any) -> list[Rows]:
    """So many people who start 2000 to 2003, by turns."""
    return [person(i, 2000 + i % 4, **changed) for i in range(first, first + number)]


def deliver(folder: Path, people: Sequence[Rows]) -> Path:
    """A delivery of the people."""
    registers = together(people)
    covers = {name: FULL_COVERS[name] for name in registers} | {"individuals": [FIRST, LAST]}
    return write_delivery(folder, registers, covers)
