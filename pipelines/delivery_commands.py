"""`vardflode delivery new`, `report` and `approve`: their arguments and what they print.

Belongs here: arguments and where the result goes. Does not belong here: doing the work.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from pipelines.options import common, merged, output, place_options


@click.group()
@click.option("--lang", "language", type=click.Choice(["sv", "en"]), default=None, expose_value=False)
def delivery() -> None:
    """Deliveries."""


@delivery.command("new")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--replace", "replace_", is_flag=True)
@common
def delivery_new(folder: Path, replace_: bool, language: str | None, as_json: bool) -> None:
    """Proposes a delivery.toml."""
    from pipelines.new_delivery import (  # noqa: PLC0415  # --help must answer at once
        NAME,
        proposal_lines,
        proposal_payload,
        write_new,
    )

    said = output(language, as_json)
    proposal = write_new(folder, replace=replace_, language=said.language, talk=said.talk)
    said.lines(proposal_lines(proposal))
    said.payload = {"file": str(folder / NAME), **proposal_payload(proposal, said.language)}
    said.talk("delivery_written", file=folder / NAME, number=len(proposal.questions))
    said.talk("delivery_next", folder=folder)


@delivery.command("approve")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--release")
@click.option("--by")
@place_options
@common
def delivery_approve(
    *,
    folder: Path,
    release: str | None,
    by: str | None,
    settings_file: Path | None,
    language: str | None,
    as_json: bool,
    **flags: Any,
) -> None:
    """Lets a checked delivery be run."""
    from pipelines.unattended.starting import ledger_of  # noqa: PLC0415  # --help must answer at once
    from pipelines.user import user_name  # noqa: PLC0415  # the same

    said = output(language, as_json)
    settings = merged(settings_file, **flags)
    noted = ledger_of(settings).approve(folder, by or user_name(), release or folder.name)
    said.payload = {**noted, "delivery": str(folder)}
    said.talk("delivery_approved", folder=folder, release=noted["release"])


@delivery.command("report")
@click.argument("delivery", type=click.Path(path_type=Path))
@click.option("--against", type=click.Path(path_type=Path))
@click.option("--out", default=".", type=click.Path(path_type=Path))
@click.option("--settings", "settings_file", type=click.Path(path_type=Path))
@common
def delivery_report(
    *,
    delivery: Path,
    against: Path | None,
    out: Path,
    settings_file: Path | None,
    language: str | None,
    as_json: bool,
) -> None:
    """What to tell a delivery's supplier."""
    from pipelines.failing import as_user_error  # noqa: PLC0415  # the same
    from pipelines.supplier_report import write_report  # noqa: PLC0415  # the same

    said = output(language, as_json)
    try:
        written = write_report(delivery, against, out, merged(settings_file), said.talk)
    except Exception as error:
        raise as_user_error(error, out) from error
    said.lines([str(written.page), str(written.book)])
    said.payload = {"page": str(written.page), "book": str(written.book), "findings": written.numbers}
    said.talk("delivery_reported", **written.numbers)
