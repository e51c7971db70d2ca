"""Today's counties under their health-care regions, as tables of a group's page list them.

Halland belongs to two regions and stands by itself. Belongs here: names and order. Does not belong here:
any number, and the pages of places (reports.regions).
"""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from reports.language import Language


@dataclass(frozen=True)
class County:
    """A county with the health-care region it stands under."""

    code: str
    name: str
    region: str


@cache
def counties(language: Language) -> tuple[County, ...]:
    """Today's counties, by region in the order of the code list."""
    path = Path(__file__).parent.parent / "schemas" / "codes" / "lan.csv"
    split = language.texts["mobility"]["split"]
    with path.open(encoding="utf-8") as lines:
        found = [
            County(
                row["lan_kod"],
                language.texts["counties"][row["lan_kod"]],
                language.texts["regions"].get(row["sjukvardsregion"], split),
            )
            for row in csv.DictReader(line for line in lines if not line.startswith("#"))
        ]
    regions = list(dict.fromkeys(county.region for county in found))
    return tuple(sorted(found, key=lambda county: (regions.index(county.region), county.code)))
