"""What a changed group's file changes: keys and codes first, then cells, the headline measures first.

Belongs here: comparing two versions. Does not belong here: counting them (flows.preview).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl

from flows.choices import stated
from flows.code_lists import CODE_LISTS, named
from flows.professions import described
from pipelines.preview_result import HEADLINE
from pipelines.preview_text import choices_line, measure_title
from pipelines.previewing import Asked
from reports.words import swedish
from schemas.faults import catalogue

KEY = ("cohort", "measure", "by_1", "value_1", "by_2", "value_2")
NUMBERS = ("numerator", "denominator", "n_not_observable", "value", "status")


def diff_payload(asked: Asked, before: pl.DataFrame, after: pl.DataFrame, delivery: str) -> dict[str, Any]:
    """Which keys differ, with the codes' names, and which totals of window and years."""
    old, new = (described(version) for version in asked.versions)
    cells = _changed(_totals(before), _totals(after), asked.scope.window_label)
    return {
        "internal": True,
        "profession": new["id"],
        "delivery": delivery,
        "window": asked.scope.window_label,
        "choices": stated(asked.scope.choices),
        "keys": [_key(key, old[key], new[key]) for key in new if old[key] != new[key]],
        "cells": cells,
        "other_cells": _changed_number(before, after) - len(cells),
    }


def _totals(cells: pl.DataFrame) -> pl.DataFrame:
    return cells.filter((pl.col("by_1") == "") & (pl.col("by_2") == ""))


def _key(key: str, before: Any, after: Any) -> dict[str, Any]:
    entry = {"key": key, "before": before, "after": after}
    if key in CODE_LISTS:
        entry["removed"] = named(key, [code for code in before if code not in after])
        entry["added"] = named(key, [code for code in after if code not in before])
    return entry


def _joined(before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    """The cells that differ; a side that lacks a cell has nulls."""
    columns = [*KEY, *NUMBERS]
    both = before.select(columns).join(
        after.select(columns), on=list(KEY), how="full", coalesce=True, suffix="_after"
    )
    differs = pl.any_horizontal(pl.col(n).ne_missing(pl.col(f"{n}_after")) for n in NUMBERS)
    return both.filter(differs)


def _changed_number(before: pl.DataFrame, after: pl.DataFrame) -> int:
    return _joined(before, after).height


def _changed(before: pl.DataFrame, after: pl.DataFrame, window: str) -> list[dict[str, Any]]:
    """The totals that differ: headline measures first, the window before its years."""
    order = {measure: i for i, measure in enumerate(HEADLINE)}
    found = [
        {
            "cohort": row["cohort"],
            "measure": row["measure"],
            "before": _side(row, ""),
            "after": _side(row, "_after"),
            "difference": _difference(row),
        }
        for row in _joined(before, after).iter_rows(named=True)
    ]
    return sorted(
        found,
        key=lambda c: (order.get(c["measure"], len(order)), c["measure"], c["cohort"] != window, c["cohort"]),
    )


def _side(row: Mapping[str, Any], suffix: str) -> dict[str, Any] | None:
    if row[f"status{suffix}"] is None:
        return None
    return {name: row[f"{name}{suffix}"] for name in NUMBERS}


def _difference(row: Mapping[str, Any]) -> dict[str, Any]:
    """After minus before of what is a number on either side; a cell that is not there counts as 0."""
    counts = ("numerator", "denominator", "n_not_observable")
    found: dict[str, Any] = {n: (row[f"{n}_after"] or 0) - (row[n] or 0) for n in counts}
    old, new = row["value"], row["value_after"]
    found["value"] = None if old is None or new is None else new - old
    return found


# ---------------------------------------------------------------- as text


def diff_lines(data: Mapping[str, Any], language: str) -> Iterator[str]:
    """The comparison as text; that nothing changes is said plainly."""
    words = catalogue(language)["diff"]
    yield words["head"].format(**{k: data[k] for k in ("profession", "delivery", "window")})
    yield choices_line(data["choices"], language)
    yield catalogue(language)["preview"]["internal"]
    yield ""
    if not data["keys"]:
        yield words["same_file"]
    for entry in data["keys"]:
        yield from _key_lines(entry, words)
    yield ""
    if not data["cells"] and not data["other_cells"]:
        yield words["nothing"]
        return
    yield words["cells"]
    for cell in data["cells"]:
        yield from _cell_lines(cell, language)
    if data["other_cells"]:
        yield words["other_cells"].format(number=data["other_cells"])


def _key_lines(entry: Mapping[str, Any], words: Mapping[str, str]) -> Iterator[str]:
    if "added" not in entry:
        yield words["key"].format(
            key=entry["key"], before=_flat(entry["before"]), after=_flat(entry["after"])
        )
        return
    for sign, codes in (("−", entry["removed"]), ("+", entry["added"])):
        yield from (f"{entry['key']}: {sign} {code}" for code in codes)
    if not entry["removed"] and not entry["added"]:
        yield words["key"].format(
            key=entry["key"], before=_flat(entry["before"]), after=_flat(entry["after"])
        )


def _flat(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(_flat(part) for part in value) or "–"
    if isinstance(value, dict):
        return " ".join(str(part) for part in value.values())
    return str(value)


def _cell_lines(cell: Mapping[str, Any], language: str) -> Iterator[str]:
    label = f"{measure_title(cell['measure'], language)}, {cell['cohort']}"
    sides = [_side_text(cell[side], language) for side in ("before", "after")]
    change = cell["difference"]
    counts = f"{change['numerator']:+} / {change['denominator']:+}"
    share = "" if change["value"] is None else f" ({change['value']:+.3f})"
    yield f"  {label:58}{sides[0]:>26} → {sides[1]:<26}{counts}{share}"


def _side_text(side: Mapping[str, Any] | None, language: str) -> str:
    if side is None:
        return "–"
    counts = f"{side['numerator']}/{side['denominator']}"
    if side["status"] != "ok":
        return f"{counts} {_status(side['status'], language)}"
    return counts if side["value"] is None else f"{counts} = {side['value']:.3f}"


def _status(status: str, language: str) -> str:
    """The status in few words."""
    return str(swedish()["reasons"][status]).partition(":")[0].lower() if language == "sv" else status
