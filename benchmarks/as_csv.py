"""A delivery of benchmarks.national_data as the CSV files that benchmarks/data_table_way.R reads.

    python -m benchmarks.as_csv DELIVERY FOLDER

Debian has no Parquet reader for R. Making the files is not part of what is measured.
"""

from __future__ import annotations

import sys
from pathlib import Path

import polars as pl

from benchmarks.pandas_registers import codes
from flows.professions import load_professions

KINDS = ("programme", "licence_codes", "ssyk96", "ssyk2012")


def main() -> None:
    """Writes every file."""
    delivery, folder = map(Path, sys.argv[1:])
    write(delivery, folder)


def write(delivery: Path, folder: Path) -> None:
    """The registers that the script reads, the groups' codes, and how each group is followed."""
    folder.mkdir(parents=True, exist_ok=True)
    registrations = pl.concat([pl.read_parquet(file) for file in sorted(delivery.glob("Hreg_Reg_*.parquet"))])
    registrations.write_csv(folder / "registrations.csv")
    for file in [
        *delivery.glob("individuals_*.parquet"),
        *(delivery / f"{name}.parquet" for name in ("degrees", "licences")),
    ]:
        pl.scan_parquet(file).sink_csv(folder / f"{file.stem}.csv")
    listed = [pl.from_pandas(codes(kind)).with_columns(kind=pl.lit(kind)) for kind in KINDS]
    pl.concat(listed).write_csv(folder / "codes.csv")
    groups = load_professions().values()
    rows = [(group.id, bool(group.licence_codes), group.follow_from) for group in groups]
    shape = ["profession", "has_licence", "follow_from"]
    pl.DataFrame(rows, schema=shape, orient="row").write_csv(folder / "groups.csv")


if __name__ == "__main__":
    main()
