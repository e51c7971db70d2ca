"""Cell suppression beside Statistics Norway's GaussSuppression: what each hides, and how safe that is.

    python -m benchmarks.beside_gauss_suppression out/demo/warehouse.duckdb [--profession tandhygienist]

The same small tables of one group go through both: exam_rate_nominal_3 in counts of yes, no, seen and
not observable, each count a cell of its own. Printed are how many counts are small, how many more each
method hides, and the least upper bound that a linear programme of neither gives of a small count. The two
ask for different protection: GaussSuppression that no small count can be worked out, flows.protection
that none can be bounded below five. So the loss of the former at the latter's protection is shown too: what
is left open is called small in turn and suppressed again, until nothing is.

The package is not part of this repository. SSBtools (MIT), in which its algorithm stands, is on CRAN and at
github.com/statisticsnorway/ssb-ssbtools:

    mkdir -p LIB && R CMD INSTALL -l LIB ssb-ssbtools && export R_LIBS=LIB
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy.optimize import linprog

from flows.protection.cover import KEY, Cover, View, lay_out
from flows.protection.suppression import NOTHING_BEFORE, suppress

SCRIPT = Path(__file__).parent / "gauss_suppression.R"
MEASURE, SMALLEST = "exam_rate_nominal_3", 5
STATES = ("yes", "no", "unseen")
COUNTS = [(0, "yes"), (0, "seen"), (1, "no"), (1, "seen"), (2, "unseen")]
NEAR = 1e-6

Flags = npt.NDArray[np.bool_]
TOTAL = View()
SEX, COUNTY, REGION = (View(((name, name),)) for name in ("sex", "home_county", "home_region"))
SEX_REGION = View((("sex", "sex"), ("home_region", "home_region")))
TABLES = {
    "county": (TOTAL, COUNTY),
    "region × sex": (TOTAL, SEX, REGION, SEX_REGION),
    "county in region × sex": (TOTAL, SEX, COUNTY, REGION, SEX_REGION),
    "county × sex in region × sex": (
        *(TOTAL, SEX, COUNTY, REGION, SEX_REGION),
        View((("sex", "sex"), ("home_county", "home_county"))),
    ),
}


@dataclass(frozen=True)
class Found:
    """What one method hides of a cover's counts, and how long it took."""

    hidden: Flags
    seconds: float


def main() -> None:
    """Prints one line for each table and method; says how to get the package where it is missing."""
    raw = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=raw)
    parser.add_argument("warehouse", type=Path)
    parser.add_argument("--profession", default="tandhygienist")
    arguments = parser.parse_args()
    if not _has_package():
        print("R or its package SSBtools is not here; python -m benchmarks.beside_gauss_suppression --help")
        return
    people = _people(arguments.warehouse, arguments.profession)
    print(f"{'table':30} {'method':28} counts small hidden bound open seconds")
    for name, views in TABLES.items():
        cover = _cover(people, views)
        methods = {
            "flows.protection": _ours,
            "GaussSuppression": _gauss,
            "… until none is open": _gauss_until,
        }
        for method, suppressed in methods.items():
            _show(name, method, cover, suppressed(cover))


def _show(name: str, method: str, cover: Cover, found: Found) -> None:
    bounds = _bounds(cover, found.hidden)
    small, hidden = int(_small(cover).sum()), int(found.hidden.sum())
    is_open = int((bounds < SMALLEST - NEAR).sum())
    numbers = f"{found.hidden.size:6} {small:5} {hidden:6} {bounds.min(initial=np.inf):5.1f} {is_open:4}"
    print(f"{name:30} {method:28} {numbers} {found.seconds:7.2f}")


def _has_package() -> bool:
    if shutil.which("Rscript") is None:
        return False
    asked = ["Rscript", "-e", "quit(status = !requireNamespace('SSBtools', quietly = TRUE))"]
    return subprocess.run(asked, check=False, capture_output=True).returncode == 0


def _people(warehouse: Path, profession: str) -> pl.DataFrame:
    """One row per person: sex, home_county, home_region, kind (the number of the state)."""
    import duckdb

    with duckdb.connect(str(warehouse), read_only=True) as connection:
        found: pl.DataFrame = connection.sql(
            """
            select p.sex, p.home_county, p.home_region, s.state
            from measures.people as p
            inner join measures.kinds as k
                on p.person = k.person and p.profession = k.profession and k.model = 'education'
            inner join measures.states_of_kinds as s on k.kind = s.kind
            where p.profession = ? and s.measure = ?
            """,
            params=[profession, MEASURE],
        ).pl()
    if found.height == 0:
        sys.exit(f"nobody of {profession} in {warehouse}")
    numbers = {state: number for number, state in enumerate(STATES)}
    return found.with_columns(kind=pl.col("state").replace_strict(numbers, return_dtype=pl.Int64))


def _cover(people: pl.DataFrame, views: tuple[View, ...]) -> Cover:
    counts = pl.DataFrame(COUNTS, schema=["kind", "part"], orient="row")
    counts = counts.with_columns(measure=pl.lit(MEASURE), count=pl.lit("numerator"))
    return lay_out(people, counts.select("kind", "measure", "part", "count"), views, "")


def _small(cover: Cover) -> Flags:
    truth = cover.sums["truth"].to_numpy()
    return np.asarray((truth > 0) & (truth < SMALLEST))


def _ours(cover: Cover) -> Found:
    printed = (
        cover.sums.select(KEY).with_row_index("row").with_columns(sign=pl.lit(1), count_of=pl.lit("persons"))
    )
    began = time.perf_counter()
    found = suppress([cover], printed, NOTHING_BEFORE, smallest=SMALLEST)
    seconds = time.perf_counter() - began
    within = cover.sums.join(found, on=KEY, maintain_order="left")["is_within"].to_numpy()
    return Found(~within, seconds)


def _gauss(cover: Cover, primary: Flags | None = None) -> Found:
    chosen = _small(cover) if primary is None else primary
    with tempfile.TemporaryDirectory() as folder:
        atoms, counts, hidden = (Path(folder) / f"{name}.csv" for name in ("atoms", "counts", "hidden"))
        count, atom = cover.incidence.nonzero()
        pl.DataFrame({"atom": atom + 1, "count": count + 1}).write_csv(atoms)
        truth = cover.sums["truth"]
        pl.DataFrame({"truth": truth, "primary": chosen.astype(int)}).write_csv(counts)
        began = time.perf_counter()
        subprocess.run(["Rscript", SCRIPT, atoms, counts, hidden], check=True, capture_output=True)
        seconds = time.perf_counter() - began
        numbers = pl.read_csv(hidden)["count"].cast(pl.Int64).to_numpy() - 1
    flags = np.zeros(cover.sums.height, np.bool_)
    flags[numbers] = True
    return Found(flags, seconds)


def _gauss_until(cover: Cover) -> Found:
    """Again and again, each time with one more hidden count for every small one that is still open."""
    primary, seconds = _small(cover), 0.0
    truth = cover.sums["truth"].to_numpy()
    while True:
        found = _gauss(cover, primary)
        seconds += found.seconds
        is_open = np.flatnonzero(_small(cover))[_bounds(cover, found.hidden) < SMALLEST - NEAR]
        if not is_open.size:
            return Found(found.hidden, seconds)
        primary = found.hidden.copy()
        # The smallest count that shares people with an open one, or is beside it: the cheapest to lose.
        near = np.asarray(
            (cover.incidence @ (cover.incidence.T @ np.eye(truth.size)[:, is_open])).sum(axis=1)
        )
        shown = np.flatnonzero(~found.hidden & (near.ravel() > 0))
        shown = shown if shown.size else np.flatnonzero(~found.hidden)
        primary[shown[np.argsort(truth[shown])[: is_open.size]]] = True


def _bounds(cover: Cover, hidden: Flags) -> npt.NDArray[np.float64]:
    """The most that each small count can be, for one who knows what is shown and how counts add up."""
    shown = np.flatnonzero(~hidden)
    told = cover.sums["truth"].to_numpy()[shown].astype(float)
    found = []
    for count in np.flatnonzero(_small(cover)):
        goal = -cover.incidence[count].toarray().ravel()
        answer = linprog(goal, A_eq=cover.incidence[shown], b_eq=told, bounds=(0, None), method="highs")
        found.append(np.inf if answer.status == 3 else -float(answer.fun))
    return np.array(found)


if __name__ == "__main__":
    main()
