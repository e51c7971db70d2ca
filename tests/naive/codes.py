"""The reference code lists, read once and as they stand."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

CODES = Path(__file__).resolve().parents[2] / "schemas" / "codes"
UNKNOWN = "unknown"
ABROAD = "abroad_or_dead"


def read_list(name: str) -> list[dict[str, str]]:
    """All rows of one code list."""
    with (CODES / f"{name}.csv").open(encoding="utf-8-sig", newline="") as handle:
        return list(csv.DictReader(handle))


@cache
def municipalities() -> dict[str, tuple[str, str]]:
    """Municipality code → (county, health-care region), with Heby's old code (R42)."""
    places = {
        row["kommun_kod"]: (row["lan_kod"], row["sjukvardsregion"])
        for row in read_list("kommun_sjukvardsregion")
    }
    places["1917"] = places["0331"]
    return places


@cache
def upper_secondary_groups() -> dict[tuple[str, str], str]:
    """(Laroplan, programme) → one of the five groups (R19)."""
    return {(row["laroplan"], row["kod"]): row["grupp"] for row in read_list("gymnasieprogram")}


@cache
def sni_groups(edition: str) -> dict[str, str]:
    """SNI code → proposed group, for edition `2002` or `2007`."""
    return {row[f"sni{edition}"]: row["foreslagen_grupp"] for row in read_list(f"sni{edition}_halso")}


@cache
def income_thresholds() -> dict[int, int]:
    """Year → threshold in SEK (R32a)."""
    return {int(row["year"]): int(row["sek"]) for row in read_list("inkomstgrans")}


@cache
def specialisations() -> frozenset[str]:
    """The ids of the nurses' specialisations."""
    return frozenset(row["inriktning_id"] for row in read_list("specssk_inriktning"))


# R50: the codes of SUN 2000 that name exactly one specialisation; 723c, 723i and 723j do not.
SPECIALISATIONS_BY_SUN2000 = {
    "723b": "annan",
    "723d": "barn",
    "723e": "aldre",
    "723f": "psykiatrisk",
    "723g": "distrikt",
}


@cache
def specialisations_by_sun2020() -> dict[str, str]:
    """SUN 2020 code → specialisation."""
    return {row["sun2020inr"]: row["inriktning_id"] for row in read_list("specssk_inriktning")}
