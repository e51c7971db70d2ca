"""The four groups counted on Spark: every row of every table is DuckDB's.

What comes after the tables reads them from the same warehouse, whatever has built them. `make spark` runs
this file with Spark's workers in processes of their own.
"""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from flows.engine import ENGINES
from flows.queries import queries
from flows.spark.machine import Machine, java_version, missing
from flows.synthetic import write_delivery
from schemas.faults import UserError
from tests.end_to_end.calling import call, small_delivery
from tests.support import Counted, count

MASTER = os.environ.get("VARDFLODE_SPARK_MASTER", "local[2]")
KEYS = ["profession", "model", "cohort", "measure", "by_1", "value_1", "by_2", "value_2"]
COUNTS = ["numerator", "denominator", "n_not_observable"]
SMALL = """
spark.sql.shuffle.partitions 2
spark.default.parallelism 2
spark.sql.codegen.wholeStage false
spark.sql.codegen.factoryMode NO_CODEGEN
spark.driver.defaultJavaOptions -XX:TieredStopAtLevel=1 -XX:+UseSerialGC
spark.executor.defaultJavaOptions -XX:TieredStopAtLevel=1 -XX:+UseSerialGC
"""
"""As few parts and as little compilation as a small delivery is worth."""

needs_spark = pytest.mark.skipif(
    bool(missing()), reason="needs PySpark (requirements-spark.lock) and Java 17: " + str(java_version())
)


def private_home(folder: Path) -> None:
    """A home for Spark's workers: in a cluster on one machine they log there, and not among the packages."""
    import pyspark

    (folder / "home").mkdir()
    for name in ("bin", "jars"):
        (folder / "home" / name).symlink_to(Path(pyspark.__file__).parent / name)
    os.environ["SPARK_HOME"] = str(folder / "home")


@dataclass
class Made:
    """A delivery counted on each engine, and what stood in Spark's folder when it ended."""

    duckdb: Counted
    spark: Counted
    modes: dict[str, int] = field(default_factory=dict)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    folder = tmp_path_factory.mktemp("både och")
    write_delivery(folder / "delivery", seed=1, persons=1500, formats="parquet")
    (folder / "spark-defaults.conf").write_text(SMALL, encoding="utf-8")
    modes: dict[str, int] = {}
    stop = Machine.stop

    def looked_at(machine: Machine) -> None:
        modes.update({str(p): p.stat().st_mode for p in (machine.folder, *machine.folder.rglob("*"))})
        stop(machine)

    with pytest.MonkeyPatch.context() as patch, ExitStack() as opened:
        patch.setenv("SPARK_CONF_DIR", str(folder))
        patch.setenv("SPARK_HOME", os.environ.get("SPARK_HOME", ""))
        private_home(folder)
        patch.setattr(Machine, "stop", looked_at)
        counted = {}
        for engine in ENGINES:
            one = count(folder / "delivery", folder / engine, engine=engine, spark_master=MASTER)
            # The last opened is closed first: each puts back where temporary files were before it.
            opened.push(one.release.keep_open)  # type: ignore[attr-defined]  # set by count
            counted[engine] = one
        counted["spark"].release.engine.rest()
        yield Made(**counted, modes=modes)


def cells(counted: Counted) -> pl.DataFrame:
    return counted.release.warehouse.frame("select * from measures.cells").sort(KEYS)


@needs_spark
def test_every_cell_is_the_same(made: Made) -> None:
    ours, theirs = cells(made.duckdb), cells(made.spark)
    assert ours.height > 10_000
    assert ours["profession"].n_unique() == 4
    assert ours.schema == theirs.schema
    same = [*KEYS, *COUNTS, "status"]
    assert ours.select(same).equals(theirs.select(same))
    assert ours["value"].is_null().equals(theirs["value"].is_null())
    assert ((ours["value"] - theirs["value"]).abs() > 1e-12).sum() == 0


@needs_spark
@pytest.mark.parametrize("table", queries())
def test_every_table_is_the_same(made: Made, table: str) -> None:
    ours, theirs = (one.release.warehouse.frame(f"from {table}") for one in (made.duckdb, made.spark))
    assert ours.schema == theirs.schema
    assert ours.sort(ours.columns).equals(theirs.sort(ours.columns))


@needs_spark
def test_what_spark_writes_is_its_owners_alone_and_gone_afterwards(made: Made) -> None:
    tables = [name for name in made.modes if name.endswith(".parquet")]
    assert len(tables) > len(queries())
    assert [name for name, mode in made.modes.items() if stat.S_IMODE(mode) & 0o077] == []
    assert not any(Path(name).exists() for name in made.modes)
    folder = str(made.spark.release.folder)
    assert any(name.startswith(folder) for name in made.modes)
    commands = [path.read_bytes() for path in Path("/proc").glob("[0-9]*/cmdline") if path.exists()]
    assert not any(folder.encode() in command for command in commands)


@needs_spark
def test_an_error_on_spark_quotes_no_value(tmp_path: Path) -> None:
    machine = Machine(tmp_path / "spark", "local[1]")
    try:
        with pytest.raises(UserError) as raised:
            machine.ask("create table t using parquet as select cast('HEMLIG-1' as int) as a")
    finally:
        machine.stop()
    text = raised.value.faults[0].text("en")
    assert "CAST_INVALID_INPUT" in text and "HEMLIG" not in text
    assert not machine.folder.exists()


@needs_spark
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # PySpark leaves a pipe open
def test_a_master_that_is_none_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    delivery = small_delivery(tmp_path / "delivery")
    (tmp_path / "v.toml").write_text('[spark]\nmaster = "nowhere"\n', encoding="utf-8")
    asked = ("--engine", "spark", "--settings", tmp_path / "v.toml", "--out", tmp_path / "out", "--json")
    done = call(capsys, "run", delivery, "--release", "prov", "--professions", "tandhygienist", *asked)
    assert (done.code, done.keys) == (2, ["spark_not_started"])
    assert "nowhere" in done.err
    assert not (tmp_path / "out" / "prov").exists()


def test_without_java_nothing_is_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    delivery = small_delivery(tmp_path / "delivery")
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    monkeypatch.setitem(sys.modules, "pyspark", None)
    asked = ("--engine", "spark", "--out", tmp_path / "out", "--json")
    done = call(capsys, "run", delivery, "--release", "prov", *asked)
    assert (done.code, done.keys) == (2, ["spark_not_installed", "java_missing"])
    assert not (tmp_path / "out" / "prov").exists()


@pytest.mark.parametrize(("said", "found"), [('openjdk version "17.0.15"', 17), ('java version "1.8.0"', 1)])
def test_the_version_of_java(monkeypatch: pytest.MonkeyPatch, said: str, found: int) -> None:
    def run(*_: Any, **__: Any) -> subprocess.CompletedProcess[str]:
        return subprocess.CompletedProcess([], 0, "", said)

    monkeypatch.setattr("flows.spark.machine.subprocess.run", run)
    assert java_version() == found


def test_an_engine_of_another_name_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "v.toml").write_text('[run]\nengine = "spork"\n', encoding="utf-8")
    done = call(capsys, "run", tmp_path, "--release", "prov", "--settings", tmp_path / "v.toml", "--json")
    assert (done.code, done.keys) == (2, ["setting_type_wrong"])
