"""The same rows in every format that a delivery may come in.

Belongs here: writing them, SAS, SPSS and Stata included. Does not belong here: expectations. SAS files
are written by Debian's readstat from a transport file, which knows the formats of dates but not how
many rows it has: that number is filled in afterwards.
"""

from __future__ import annotations

import gzip
import shutil
import struct
import subprocess
from pathlib import Path

import polars as pl
import pyreadstat

READSTAT = shutil.which("readstat")
WITHOUT_READSTAT = "readstat, which writes .sas7bdat, is not installed (Debian: readstat)"
NATIVE = (".parquet", ".sav", ".dta", ".sas7bdat")
TEXT = (".csv", ".csv.gz", ".cp1252.csv")
PAGE, PAGES_AT, ROW_SIZE, ROWS_AFTER = 4096, 204, b"\xf7" * 4, 48
"""Where a 64-bit .sas7bdat says how many pages it has, and after which mark how many rows."""
ENCODING_AT, WINDOWS_1252 = 70, 62


def write_as(path: Path, rows: pl.DataFrame) -> Path:
    """The rows in the format that the path's ending names."""
    if path.name.endswith((".csv", ".csv.gz")):
        text = rows.write_csv(separator=";")
        content = text.encode("cp1252" if ".cp1252" in path.name else "utf-8")
        path.write_bytes(gzip.compress(content) if path.suffix == ".gz" else content)
    elif path.suffix == ".parquet":
        rows.write_parquet(path)
    elif path.suffix == ".sav":
        pyreadstat.write_sav(rows, str(path))
    elif path.suffix == ".dta":
        pyreadstat.write_dta(rows, str(path))
    else:
        _write_sas(path, rows)
    return path


def _write_sas(path: Path, rows: pl.DataFrame) -> None:
    transport = path.with_suffix(".xpt")
    dates = {name: "YYMMDD10." for name, kind in rows.schema.items() if kind == pl.Date}
    pyreadstat.write_xport(rows, str(transport), variable_format=dates)
    subprocess.run([str(READSTAT), "-f", transport, path], check=True, capture_output=True)
    transport.unlink()
    content = bytearray(path.read_bytes())
    content += bytes(-len(content) % PAGE)
    pages = (len(content) - 2 * PAGE) // PAGE
    struct.pack_into("<I", content, PAGES_AT, pages)
    struct.pack_into("<Q", content, content.index(ROW_SIZE) + ROWS_AFTER, rows.height)
    path.write_bytes(content)


def in_windows_1252(path: Path, texts: list[str]) -> None:
    """Turns a SAS file's texts from UTF-8 into Windows-1252, and has the file say so."""
    content = bytearray(path.read_bytes())
    content[ENCODING_AT] = WINDOWS_1252
    for text in texts:
        plain, packed = text.encode(), text.encode("cp1252")
        assert plain in content
        content = content.replace(plain, packed.ljust(len(plain)))
    path.write_bytes(content)
