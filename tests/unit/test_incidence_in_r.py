"""Cumulative incidence is as R's survival has it, with its standard error, and as cmprsk has it.

R reads every case from one file and writes what it found into another, in one run. A row is a person
of its own in survival too: id = its number.
"""

from __future__ import annotations

import random
import shutil
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

import polars as pl
import pytest

from flows.incidence import cumulative_incidence
from tests import public_data

RSCRIPT = shutil.which("Rscript")
pytestmark = pytest.mark.skipif(RSCRIPT is None, reason="no R to compare with")

SURVIVAL = """
suppressMessages(library(survival))
said <- commandArgs(trailingOnly = TRUE)
options(digits = 17)
found <- lapply(split(read.csv(said[1]), ~ case), function(d) {
  state <- factor(d$event, 0:max(d$event))
  # Without an entry R's own way without one, so that both ways are compared.
  y <- if (all(is.na(d$entry))) Surv(d$exit, state) else Surv(d$entry, d$exit, state)
  fit <- survfit(y ~ 1, weights = d$weight, id = seq_len(nrow(d)), se.fit = TRUE)
  start <- if (all(is.na(d$entry))) rep(min(d$exit) - 1, nrow(d)) else d$entry
  # Sums of weights at risk: of the states survival 3.5 counts heads, of one event it adds up weights.
  any <- survfit(Surv(start, d$exit, d$event > 0) ~ 1, weights = d$weight)
  stopifnot(any$time == fit$time)
  causes <- setdiff(sort(unique(d$event)), 0)
  do.call(rbind, lapply(causes, function(k) data.frame(
    case = d$case[1], cause = k, time = fit$time, n_risk = any$n.risk, n_all = any$n.event,
    incidence = fit$pstate[, k + 1], std_error = fit$std.err[, k + 1])))
})
write.csv(do.call(rbind, found), said[2], row.names = FALSE)
"""

CMPRSK = """
suppressMessages(library(cmprsk))
said <- commandArgs(trailingOnly = TRUE)
found <- lapply(split(read.csv(said[1]), ~ case), function(d) {
  times <- sort(unique(d$exit))
  fit <- timepoints(cuminc(d$exit, d$event), times)$est
  # A row is named by group and cause: "1 2".
  do.call(rbind, lapply(rownames(fit), function(name) data.frame(
    case = d$case[1], cause = as.integer(sub(".* ", "", name)), time = times, incidence = fit[name, ])))
})
write.csv(do.call(rbind, found), said[2], row.names = FALSE, na = "")
"""

PUBLIC = {
    "mgus2": public_data.mgus2,
    "mgus2 by age": public_data.mgus2_by_age,
    "transplant": public_data.transplant,
    "colon": public_data.colon,
    "rotterdam": public_data.rotterdam,
    "pbc": public_data.pbc,
    "myeloid": public_data.myeloid,
    "veteran": public_data.veteran,
    "flchain by age": public_data.flchain,
    "cgd by row": public_data.cgd,
}


def by_hand(exit: list[int], event: list[int], entry: list[int] | None = None) -> pl.DataFrame:
    columns = {"exit": exit, "event": event} | ({} if entry is None else {"entry": entry})
    return pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.Int64))


BY_HAND = {
    "one row": by_hand([4], [1]),
    "everybody at one time": by_hand([4, 4, 4], [1, 2, 1]),
    "a cause that nobody has": by_hand([1, 2, 2, 3, 5], [1, 4, 0, 4, 1]),
    "the last censored": by_hand([1, 2, 3, 9], [1, 2, 1, 0]),
    "times below and at zero": by_hand([-2, 0, 0, 4], [1, 2, 0, 1]),
    "entries below zero": by_hand([-2, 0, 0, 4], [1, 2, 0, 1], [-5, -3, -1, -2]),
    "emptied by events, then refilled": by_hand([3, 3, 5, 7, 8], [1, 2, 0, 1, 1], [0, 1, 3, 4, 6]),
    "emptied by censoring, then refilled": by_hand([3, 3, 5, 7, 8], [0, 0, 1, 2, 1], [0, 1, 3, 4, 6]),
    "nobody at risk for a while": by_hand([3, 4, 9, 10], [1, 0, 2, 1], [0, 1, 6, 6]),
    "an entry at an exit": by_hand([3, 5, 7, 7], [1, 2, 1, 0], [0, 3, 5, 3]),
}


def drawn(seed: int, persons: int, last: int, causes: int, *, late: bool, weighted: bool) -> pl.DataFrame:
    """Persons with many ties, some of them entering late or weighted."""
    draw = random.Random(seed)
    rows = []
    for _ in range(persons):
        exit = draw.randint(1, last)
        entry = draw.randint(0, exit - 1) if draw.random() < 0.7 else 0
        weight = draw.choice([0.25, 0.7, 1.0, 3.0, 1 / 3]) if weighted else 1.0
        rows.append((entry, exit, draw.randint(0, causes), weight))
    frame = pl.DataFrame(rows, schema=["entry", "exit", "event", "weight"], orient="row")
    return frame.select("exit", "event", *(["entry"] if late else []), *(["weight"] if weighted else []))


DRAWN = {
    f"drawn, {persons} to {last}{', late' if late else ''}{', weighted' if weighted else ''}": drawn(
        persons + last, persons, last, causes, late=late, weighted=weighted
    )
    for persons, last, causes in [(12, 6, 2), (60, 15, 3), (400, 90, 2), (2000, 40, 5)]
    for late in (False, True)
    for weighted in (False, True)
}

CASES: Mapping[str, pl.DataFrame | Callable[[], pl.DataFrame]] = {**PUBLIC, **BY_HAND, **DRAWN}
WITHOUT_ENTRY_OR_WEIGHT = [
    *(name for name in PUBLIC if " by " not in name),
    *(name for name in DRAWN if "late" not in name and "weighted" not in name),
]


def case(name: str) -> pl.DataFrame:
    found = CASES[name]
    return found if isinstance(found, pl.DataFrame) else found()


def ours(name: str) -> pl.DataFrame:
    frame = case(name)
    optional = {"entry": "entry" in frame.columns, "weights": "weight" in frame.columns}
    names = {"entry": "entry", "weights": "weight"}
    given = {key: names[key] for key, there in optional.items() if there}
    return cumulative_incidence(frame, exit="exit", event="event", **given)


def in_r(script: str, names: list[str], folder: Path) -> dict[str, pl.DataFrame]:
    """What R found, by case; a test that needs a package R does not have is skipped."""
    package = script.partition("library(")[2].partition(")")[0]
    has_package = f"quit(status = !requireNamespace('{package}', quietly = TRUE))"
    if subprocess.run([str(RSCRIPT), "-e", has_package], capture_output=True, check=False).returncode:
        pytest.skip(f"R has no package {package}")
    columns = {"entry": pl.lit(None, pl.Int64), "weight": pl.lit(1.0)}
    cases = [
        frame.with_columns(
            pl.lit(name).alias("case"), *(c.alias(k) for k, c in columns.items() if k not in frame.columns)
        ).select("case", "entry", "exit", "event", pl.col("weight").cast(pl.Float64))
        for name, frame in ((name, case(name)) for name in names)
    ]
    pl.concat(cases).write_csv(folder / "in.csv", null_value="NA")
    (folder / "script.R").write_text(script, encoding="utf-8")
    command = [str(RSCRIPT), "--vanilla", *(str(folder / name) for name in ("script.R", "in.csv", "out.csv"))]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    found = pl.read_csv(folder / "out.csv", infer_schema_length=None)
    return {str(name): rows for (name,), rows in found.partition_by("case", as_dict=True).items()}


@pytest.fixture(scope="module")
def survfit(tmp_path_factory: pytest.TempPathFactory) -> dict[str, pl.DataFrame]:
    return in_r(SURVIVAL, list(CASES), tmp_path_factory.mktemp("survival"))


@pytest.fixture(scope="module")
def cuminc(tmp_path_factory: pytest.TempPathFactory) -> dict[str, pl.DataFrame]:
    return in_r(CMPRSK, WITHOUT_ENTRY_OR_WEIGHT, tmp_path_factory.mktemp("cmprsk"))


@pytest.mark.parametrize("name", CASES)
def test_every_number_is_that_of_survfit(survfit: dict[str, pl.DataFrame], name: str) -> None:
    found, wanted = ours(name), survfit[name].sort("cause", "time")
    assert found.select("cause", "time").rows() == wanted.select("cause", "time").rows()
    assert found["n_risk"].to_list() == pytest.approx(wanted["n_risk"].to_list(), rel=1e-12)
    assert found["incidence"].to_list() == pytest.approx(wanted["incidence"].to_list(), rel=1e-10, abs=1e-14)
    assert found["std_error"].to_list() == pytest.approx(wanted["std_error"].to_list(), rel=1e-8, abs=1e-11)
    events = found.group_by("time").agg(pl.col("n_event").sum()).sort("time")
    all_events = wanted.filter(pl.col("cause") == wanted["cause"][0])
    assert events["n_event"].to_list() == pytest.approx(all_events["n_all"].to_list(), rel=1e-12, abs=1e-14)


@pytest.mark.parametrize("name", WITHOUT_ENTRY_OR_WEIGHT)
def test_every_estimate_is_that_of_cmprsk(cuminc: dict[str, pl.DataFrame], name: str) -> None:
    # cmprsk says nothing of times after the last at which the curve is known to it.
    known = cuminc[name].drop_nulls()
    both = known.join(ours(name), on=["cause", "time"], suffix="_ours")
    assert both.height == known.height > 0.9 * ours(name).height
    assert both["incidence_ours"].to_list() == pytest.approx(
        both["incidence"].to_list(), rel=1e-10, abs=1e-14
    )
