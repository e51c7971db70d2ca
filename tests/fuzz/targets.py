"""What is fuzzed: each target takes bytes that a delivery may hold, and may only refuse them clearly.

Belongs here: the targets and what must hold. Does not belong here: where the bytes come from (hypothesis in
tests/unit/test_untrusted.py, atheris in tests/fuzz/run.py).
"""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import polars as pl

from flows.professions import HOME, parse_profession
from pipelines.settings import load_settings
from schemas.contract import contracts
from schemas.delivery import load_delivery
from schemas.faults import LANGUAGES, Fault, UserError
from schemas.judging import ReadingCounts
from schemas.reading import check_headers, read_register
from tests.delivering import deliver

SAMPLES = Path(__file__).parents[1] / "samples"
DELIVERY = """\
[delivery]
id = "2026-06"
supplier = "SCB"
received_on = 2026-06-15
[covers]
registrations = ["HT1993", "HT2024"]
deaths = [1999-01-01, 2024-12-31]
individuals = [1999, 2024]
[files]
deaths = "deaths*"
[tables]
individuals = ["dbo.a_2005", "select 1 as x"]
[database]
connection_env = "VARDFLODE_ODBC"
[combined]
lova = ["licences"]
[columns.deaths]
LopNr = "Nyckel"
[codes.registrations.YProg]
"TH" = "tandhygienist"
"""
SETTINGS = """\
[run]
professions = ["tandhygienist"]
window = "2000-2010"
licence_cohorts = ["2000/01"]
profession_dirs = []
[choices]
x = "y"
[protection]
base = 5
smallest = 5
[paths]
out = "out"
"""


def deaths(ending: str) -> bytes:
    """A sound register of deaths as a file of that kind."""
    rows = pl.DataFrame({"LopNr": ["1", "2", "åäö"], "DodDatum": ["2005-06-05", "20050606", None]})
    buffer = io.BytesIO()
    if ending == ".parquet":
        rows.write_parquet(buffer)
    elif ending == ".sas7bdat":
        return (SAMPLES / "missing_test.sas7bdat").read_bytes()
    else:
        rows.write_csv(buffer, separator=";")
    return buffer.getvalue()


def refused_clearly(act: Callable[[], None]) -> None:
    """Does it; a refusal must have words in both languages, of bounded length and on one line each."""
    try:
        act()
    except UserError as error:
        assert error.faults
        judge_words(error.faults)


def judge_words(faults: list[Fault]) -> None:
    """A fault's words can be shown, whatever they tell of."""
    for fault in faults:
        for language in LANGUAGES:
            text = fault.text(language)
            assert text.isprintable() or "\u00a0" in text
            assert len(text) < 200_000


def file(content: bytes, ending: str, folder: Path, register: str = "deaths") -> ReadingCounts:
    """Reads the bytes as a file of a register: refused, or every row accounted for."""
    counts, contract = ReadingCounts(), contracts()[register]
    columns = {"LopNr": "var1", "DodDatum": "var9"} if ending == ".sas7bdat" else {}
    delivery = deliver(folder, register, {f"fil{ending}": content}, columns=columns)

    def read() -> None:
        if faults := check_headers(delivery, contract, folder):
            raise UserError(faults)
        accepted = rejected = 0
        for batch in read_register(delivery, contract, folder, counts):
            accepted += batch.accepted.height
            rejected += batch.rejected.height
        assert counts.read == accepted + rejected + counts.set_aside
        assert rejected == sum(counts.rejected.values())

    refused_clearly(read)
    return counts


def delivery_toml(content: bytes, folder: Path) -> None:
    """Reads the bytes as delivery.toml."""
    for name in ("registrations.csv", "deaths.csv"):
        (folder / name).write_text("LopNr\n", encoding="utf-8")
    (folder / "delivery.toml").write_bytes(content)

    def load() -> None:
        delivery = load_delivery(folder)
        assert all(delivery.label(place) for places in delivery.files.values() for place in places)

    refused_clearly(load)


def settings_toml(content: bytes, folder: Path) -> None:
    """Reads the bytes as vardflode.toml."""
    (folder / "vardflode.toml").write_bytes(content)

    def load() -> None:
        load_settings(folder / "vardflode.toml").scope()

    refused_clearly(load)


def profession_toml(content: bytes, folder: Path) -> None:
    """Reads the bytes as a profession group's file."""
    (folder / "egen.toml").write_bytes(content)
    faults: list[Fault] = []
    found = parse_profession(folder / "egen.toml", faults)
    assert (found is None) == bool(faults)
    judge_words(faults)


TOML: dict[str, tuple[Callable[[bytes, Path], None], str]] = {
    "delivery": (delivery_toml, DELIVERY),
    "settings": (settings_toml, SETTINGS),
    "profession": (profession_toml, (HOME / "tandhygienist.toml").read_text(encoding="utf-8")),
}
