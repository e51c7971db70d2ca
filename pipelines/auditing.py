"""`vardflode audit`: its arguments, and the attacker's findings in words.

Belongs here: arguments, what is printed, the JSON payload. Does not belong here: the attack (flows.attack).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipelines.options import common, merged, output
from schemas.faults import DATA_FAILED, Fault, UserError, catalogue, fault

if TYPE_CHECKING:
    import polars as pl

    from flows.attack import Findings

SHOWN = 20
"""So many opened counts are printed; --json has all."""
NUMBERS = ("prints", "examined", "by_propagation", "by_points", "by_programme", "unexamined")


@click.command()
@click.argument("release", type=click.Path(path_type=Path))
@click.option("--against", type=click.Path(path_type=Path))
@click.option("--settings", "settings_file", type=click.Path(path_type=Path))
@click.option("--out")
@common
def audit(
    *,
    release: Path,
    against: Path | None,
    settings_file: Path | None,
    language: str | None,
    as_json: bool,
    **flags: Any,
) -> None:
    """Attacks the published tables."""
    from flows.attack import attack  # noqa: PLC0415  # --help must answer at once
    from pipelines.finding import release_at  # noqa: PLC0415  # the same

    said = output(language, as_json)
    settings = merged(settings_file, **flags)
    folder = release_at(release, settings)
    earlier = None if against is None else published_tables_of(release_at(against, settings))
    tables = published_tables_of(folder)
    said.talk("attacking")
    found = attack(tables, earlier)
    said.payload = payload(found)
    said.lines(lines(found, said.language))
    if not found.is_safe:
        problem = Fault("audit_opened", {"folder": folder, "broken": found.broken.height})
        raise UserError([problem], DATA_FAILED)
    said.talk("audit_passed", folder=folder)


def published_tables_of(folder: Path) -> dict[str, pl.DataFrame]:
    """The published tables of a release; UserError where there are none."""
    from flows.attack import read_published  # noqa: PLC0415  # --help must answer at once
    from pipelines.public_folder import published_in  # noqa: PLC0415  # the same

    try:
        return read_published(published_in(folder))
    except FileNotFoundError as error:
        raise fault("audit_no_tables", folder=folder, problem=error) from error


def payload(found: Findings) -> dict[str, Any]:
    """The findings as JSON."""
    return {
        "passed": found.is_safe,
        **{name: getattr(found, name) for name in NUMBERS},
        "widths": found.widths.to_dicts(),
        "broken": found.broken.to_dicts(),
    }


def lines(found: Findings, language: str) -> Iterator[str]:
    """The findings in words: what was examined, the smallest room by method, what was opened."""
    words = catalogue(language)["audit"]
    yield words["examined"].format_map({name: getattr(found, name) for name in NUMBERS})
    for row in found.widths.iter_rows(named=True):
        yield words["width"].format_map(row | {"smallest": _number(row["smallest"])})
    for row in found.broken.head(SHOWN).iter_rows(named=True):
        yield "  " + _opened(row, words)
    if found.broken.height > SHOWN:
        yield words["more"].format(number=found.broken.height - SHOWN)


def _opened(row: Mapping[str, Any], words: Mapping[str, str]) -> str:
    """One opened count: where it stands, what it must be, and which relations say so."""
    cell = [row[name] for name in ("profession", "cohort", "measure") if row[name]]
    cuts = [f"{row[by]}={row[value]}" for by, value in (("by_1", "value_1"), ("by_2", "value_2")) if row[by]]
    count = words.get(f"count_{row['count']}", row["count"])
    why = "; ".join(words.get(f"why_{_key(one)}", one) for one in row["why"].split("; "))
    found = {"cell": " ".join([*cell, *cuts]), "count": count, "method": row["method"], "why": why}
    return words[row["kind"]].format_map(found | {name: _number(row[name]) for name in ("low", "high")})


def _key(relation: str) -> str:
    return relation.replace(" ", "_")


def _number(value: float | None) -> str:
    return (
        "–" if value is None else "∞" if value == float("inf") else f"{value:.3g}".removeprefix("-0") or "0"
    )
