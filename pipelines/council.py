"""The council's page: a preview with every small count taken out, handed to reports.

Belongs here: protecting the preview's counts by the primary rules. Does not belong here: the page
(reports.council), and what a preview says (pipelines.preview_result).
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from flows.preview_protection import hide_more, protect
from reports.council import council_page
from schemas.delivery import Delivery
from schemas.faults import fault

SHARES = (
    "exam_rate_nominal_3",
    "exam_rate_to_date",
    "licensed_share",
    "employed_1",
    "retention_1",
    "retention_3",
)


def write_council_page(
    payload: Mapping[str, Any], cells: pl.DataFrame, delivery: Delivery, smallest: int, file: Path
) -> None:
    """Writes the page whole or not at all; UserError when the place cannot be written to."""
    received = delivery.received_on if delivery.received_on > date.min else None
    text = council_page(protected(payload, cells, smallest), delivery.supplier, received)
    growing = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        growing.write_text(text, encoding="utf-8", newline="\n")
        growing.replace(file)
    except OSError as error:
        raise fault("not_writable", file=file, problem=error.strerror or error) from error
    finally:
        growing.unlink(missing_ok=True)


def protected(payload: Mapping[str, Any], cells: pl.DataFrame, smallest: int) -> dict[str, Any]:
    """The preview with None for every count that may not be shown, and the shares of the window.

    A count is hidden when it, or what it leaves of a known whole, is 1 to smallest − 1; parts of a whole
    lose further ones, so that none can be reckoned back.
    """
    persons = {row["cohort"]: row["persons"] for row in payload["persons"]}
    began = persons.get(payload["window"], 0)

    def safe(rows: list[dict[str, Any]], whole: int | None = None) -> list[dict[str, Any]]:
        return [{**row, "persons": safe_count(row["persons"], smallest, whole)} for row in rows]

    unclaimed = [
        {**row, **{key: safe_count(row[key], smallest, row["persons"]) for key in row if key[:5] == "with_"}}
        for row in payload["unclaimed"]
    ]
    return {
        **payload,
        "internal": False,
        "persons": _years(persons, payload["window"], smallest),
        "left_out": [],
        "shares": _shares(cells, payload["window"], smallest),
        "codes": safe(payload["codes"]),
        "unclaimed": safe(unclaimed),
        "other_sun": safe(payload["other_sun"]),
        "other_occupations": safe(payload["other_occupations"]),
        "overlap": [{**row, "before": None} for row in safe(payload["overlap"], began)],
        "holders": [_holders(entry, smallest) for entry in payload["holders"]],
    }


def safe_count(count: int, smallest: int, whole: int | None = None) -> int | None:
    """The count, None when it or what it leaves of the whole is small."""
    left = 0 if whole is None else whole - count
    return None if 0 < count < smallest or 0 < left < smallest else count


def _parts(counts: Mapping[str, int], total: int | None, smallest: int) -> dict[str, int | None]:
    """The parts of a whole as they may be shown beside it."""
    shown = {name: safe_count(count, smallest) for name, count in counts.items()}
    return {**shown, **dict.fromkeys(hide_more(shown, total, smallest))}


def _years(persons: Mapping[str, int], window: str, smallest: int) -> list[dict[str, Any]]:
    years = {cohort: count for cohort, count in persons.items() if cohort != window}
    total = safe_count(persons.get(window, 0), smallest)
    shown = {**_parts(years, total, smallest), window: total}
    return [{"cohort": cohort, "persons": count} for cohort, count in shown.items()]


def _shares(cells: pl.DataFrame, window: str, smallest: int) -> list[dict[str, Any]]:
    """The headline shares of the window, as far as the primary rules show them."""
    rows = protect(cells, smallest=smallest).filter(
        (pl.col("cohort") == window) & (pl.col("by_1") == "") & (pl.col("by_2") == "")
    )
    found = {row["measure"]: row for row in rows.iter_rows(named=True)}
    return [
        {"measure": measure, "value": row["value"] if (row := found.get(measure)) else None}
        for measure in SHARES
    ]


def _holders(entry: Mapping[str, Any], smallest: int) -> dict[str, Any]:
    """Who has the occupations: the cohorts' parts beside everybody."""
    everybody = safe_count(entry["persons"], smallest)
    shown = _parts({"own": entry["own"], "none": entry["none"], **entry["others"]}, everybody, smallest)
    own, nobody = shown.pop("own"), shown.pop("none")
    return {**entry, "persons": everybody, "own": own, "none": nobody, "others": shown}
