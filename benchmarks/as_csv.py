"""A delivery of benchmarks.national_data as the CSV files that benchmarks/data_table_way.R reads.

    python -m benchmarks.as_csv DELIVERY FOLDER

Debian has no Parquet reader for R. Making the files is not part of what is measured.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import polars as pl

from benchmarks.pandas_registers import CODES, codes, municipalities
from flows.professions import load_professions

KINDS = ("programme", "licence_codes", "ssyk96", "ssyk2012")


def main() -> None:
    """Writes every file."""
    delivery, folder = map(Path, sys.argv[1:])
    write(delivery, folder)


def write(delivery: Path, folder: Path) -> None:
    """The registers that the script reads, the code lists, and what the groups' files say."""
    folder.mkdir(parents=True, exist_ok=True)
    registrations = pl.concat([pl.read_parquet(file) for file in sorted(delivery.glob("Hreg_Reg_*.parquet"))])
    registrations.write_csv(folder / "registrations.csv")
    for file in [
        *delivery.glob("individuals_*.parquet"),
        *(delivery / f"{name}.parquet" for name in ("degrees", "licences", "upper_secondary")),
    ]:
        pl.scan_parquet(file).sink_csv(folder / f"{file.stem}.csv")
    for name in ("gymnasieprogram", "inkomstgrans"):
        shutil.copy(CODES / f"{name}.csv", folder)
    pl.from_pandas(municipalities()).write_csv(folder / "municipalities.csv")
    listed = [pl.from_pandas(codes(kind)).with_columns(kind=pl.lit(kind)) for kind in KINDS]
    pl.concat(listed).write_csv(folder / "codes.csv")
    _write_groups(folder)


def _write_groups(folder: Path) -> None:
    """How each group is followed, and its programme's length from each term on; the first is from ever."""
    groups = load_professions().values()
    rows = [
        (group.id, bool(group.licence_codes), group.follow_from, group.licensed_within_months)
        for group in groups
    ]
    shape = ["profession", "has_licence", "follow_from", "licensed_within_months"]
    pl.DataFrame(rows, schema=shape, orient="row").write_csv(folder / "groups.csv")
    lengths = [
        (group.id, 0 if n == 0 else length.start, length.terms)
        for group in groups
        for n, length in enumerate(group.nominal)
    ]
    shape = ["profession", "first", "terms"]
    pl.DataFrame(lengths, schema=shape, orient="row").write_csv(folder / "nominal.csv")


if __name__ == "__main__":
    main()
