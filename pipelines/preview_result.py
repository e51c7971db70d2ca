"""What a preview says, as plain values: the JSON payload, from which text and page are made.

Belongs here: choosing and naming what was counted. Does not belong here: counting (flows.preview),
words (schemas/messages, reports/texts) and protection of what leaves the house (pipelines.council).
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from typing import Any

import polars as pl

from flows.choices import stated
from flows.code_lists import CODE_LISTS, named
from flows.preview import Counted
from flows.preview_protection import protect
from flows.professions import CODE_FIELDS, Profession, described
from pipelines.previewing import Asked, Prepared

HEADLINE = (
    *("composition", "exam_rate_nominal_3", "exam_rate_to_date", "licensed_share", "licensed_within"),
    *("resident_1", "employed_1", "in_profession_1", "retention_1", "retention_3", "stayed_1_to_3"),
    "established",
)
SURVIVING = ("composition", "exam_rate_nominal_3", "licensed_share", "retention_1", "retention_3")
BREAKDOWNS = ("sex", "home_county", "home_region", "study_county", "study_region", "institution")
ALIKE = 0.1
"""A code that no file claims looks like the group's when this share of its people have the licence, …"""
NAME_ALIKE = 0.75
SHOWN_CODES = 10
SHOWN_OCCUPATIONS = 5
METHODS = ("simple", "full")
"""Ways of protecting; `full` stands empty until full disclosure control exists."""


def preview_payload(asked: Asked, prepared: Prepared, counted: Counted, smallest: int) -> dict[str, Any]:
    """Everything that `profession preview` answers. True counts: they must not leave the house."""
    group = asked.versions[-1]
    totals = _totals(counted.cells)
    return {
        "internal": True,
        "profession": described(group),
        "code_names": {key: named(key, getattr(group, key)) for key in CODE_LISTS},
        "names": {p.id: p.name_sv for p in asked.known.values()},
        "delivery": prepared.delivery.id,
        "window": asked.scope.window_label,
        "choices": stated(asked.scope.choices),
        "from_release": prepared.is_release,
        "registers_not_read": list(prepared.missing),
        "persons": _persons(totals),
        "left_out": _left_out(counted.attrition, asked.scope.window_label),
        "observable": _observable(totals, asked.scope.window_label),
        "survives": {"simple": _survives(counted.cells, asked.scope.window_label, smallest), "full": None},
        "codes": _codes(counted.facts),
        "unclaimed": _unclaimed(counted.facts["unclaimed"], group),
        "other_sun": _with_names(counted.facts["other_sun"].to_dicts()),
        "other_occupations": _other_occupations(counted.facts["other_occupations"]),
        "overlap": counted.facts["overlap"].to_dicts(),
        "shared_codes": _shared_codes(group, asked.known.values()),
        "holders": _holders(counted.facts["holders"], group),
    }


def _totals(cells: pl.DataFrame) -> pl.DataFrame:
    return cells.filter((pl.col("by_1") == "") & (pl.col("by_2") == ""))


def _persons(totals: pl.DataFrame) -> list[dict[str, Any]]:
    """Beginners per cohort: the years, then the window."""
    rows = totals.filter(pl.col("measure") == "composition").sort(pl.col("cohort").str.len_chars(), "cohort")
    return [{"cohort": cohort, "persons": n} for cohort, n in rows.select("cohort", "numerator").iter_rows()]


def _left_out(attrition: pl.DataFrame, window: str) -> list[dict[str, Any]]:
    rows = attrition.filter((pl.col("cohort") == window) & (pl.col("step") == "excluded"))
    return rows.select("reason", "persons").sort("persons", descending=True).to_dicts()


def _observable(totals: pl.DataFrame, window: str) -> list[dict[str, Any]]:
    """Per measure, the cohort years by status: from when it can be observed, and until when."""
    found = []
    for measure in HEADLINE:
        rows = totals.filter((pl.col("measure") == measure) & (pl.col("cohort") != window))
        years: dict[str, list[int]] = {"ok": [], "immature": [], "not_observable": []}
        for cohort, status in rows.select("cohort", "status").sort("cohort").iter_rows():
            years[status].append(int(cohort))
        found.append({"measure": measure, "first": min(years["ok"], default=None), **years})
    return found


def _survives(cells: pl.DataFrame, window: str, smallest: int) -> list[dict[str, Any]]:
    """Per breakdown and measure of the window, how many cells would be shown, by the rule in force."""
    shown = protect(cells, smallest=smallest).filter(
        (pl.col("cohort") == window) & (pl.col("by_2") == "") & pl.col("measure").is_in(SURVIVING)
    )
    found = []
    for by in BREAKDOWNS:
        for measure in SURVIVING:
            rows = shown.filter((pl.col("by_1") == by) & (pl.col("measure") == measure))
            visible = rows.filter((pl.col("status") == "ok") & pl.col("value").is_not_null()).height
            found.append({"breakdown": by, "measure": measure, "shown": visible, "cells": rows.height})
    return found


# ---------------------------------------------------------------- codes

KEYS = {"programme": "aliases", "licence": "licence_codes", **{kind: kind for kind in CODE_FIELDS}}
"""Kind of a code → key of a group's file (the id is a programme code too)."""


def _with_names(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The rows with each code's name in its edition; empty where no list has one."""
    return [dict(row) | {"name": _name(row["kind"], row["code"])} for row in rows]


def _name(kind: str, code: str) -> str:
    key = KEYS.get(kind, "")
    return CODE_LISTS[key].names.get(code, "") if key in CODE_LISTS else ""


def _codes(facts: Mapping[str, pl.DataFrame]) -> list[dict[str, Any]]:
    """Every code with the people it catches; is_filled: whether the delivery has such codes at all."""
    occupations = facts["occupation_codes"].with_columns(pl.lit("individuals").alias("register"))
    rows = [*facts["codes"].to_dicts(), *occupations.select(facts["codes"].columns).to_dicts()]
    return _with_names(rows)


def _unclaimed(rows: pl.DataFrame, group: Profession) -> list[dict[str, Any]]:
    """Codes that no file claims and that look like the group's, most alike first, with why."""
    found = []
    for row in rows.iter_rows(named=True):
        alike = [
            name
            for name in ("licence", "sun", "degree")
            if row["persons"] and row[f"with_{name}"] / row["persons"] >= ALIKE
        ]
        if row["kind"] == "programme":
            alike = [name for name in alike if name != "degree"]
            alike += ["name"] if _is_alike(row["code"], group) else []
        elif "degree" not in alike:
            continue
        if alike:
            found.append(row | {"name": _name(row["kind"], row["code"]), "alike": alike})
    found.sort(
        key=lambda row: (-max(row[f"with_{name}"] for name in ("licence", "sun", "degree")), row["code"])
    )
    return found[:SHOWN_CODES]


def _is_alike(code: str, group: Profession) -> bool:
    names = {name.casefold() for name in (group.id, *group.aliases, group.name_sv)}
    return bool(difflib.get_close_matches(code.casefold(), names, 1, NAME_ALIKE))


def _other_occupations(rows: pl.DataFrame) -> list[dict[str, Any]]:
    """The most common occupations outside the group's set, per edition."""
    others = rows.filter(~pl.col("is_own")).drop("is_own")
    return _with_names(
        row for _, edition in others.group_by("kind", maintain_order=True) for row in _first(edition)
    )


def _first(rows: pl.DataFrame) -> list[dict[str, Any]]:
    return rows.head(SHOWN_OCCUPATIONS).to_dicts()


def _shared_codes(group: Profession, known: Iterable[Profession]) -> list[dict[str, Any]]:
    """The group's occupation codes that stand in other files too."""
    others = [p for p in known if p.id != group.id]
    return [
        {"kind": kind, "code": code, "name": _name(kind, code), "professions": users}
        for kind in ("ssyk96", "ssyk2012")
        for code in getattr(group, kind)
        if (users := [p.id for p in others if code in getattr(p, kind)])
    ]


def _holders(rows: pl.DataFrame, group: Profession) -> list[dict[str, Any]]:
    """Per edition: who had the group's occupations in its last year, by whose cohort they are in."""
    found = []
    for (kind, year), part in rows.group_by("kind", "year", maintain_order=True):
        counts = dict(part.select("profession", "persons").iter_rows())
        everybody, nobody, own = counts.pop(None), counts.pop("", 0), counts.pop(group.id, 0)
        found.append(
            {"kind": kind, "year": year, "persons": everybody, "own": own, "others": counts, "none": nobody}
        )
    return found
