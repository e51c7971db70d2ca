"""The published curves of one group: numbers at risk and incidence by whole years.

The only door from the frame of curves to a page; a protected point has no numbers.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

STARTED, GRADUATED = "started", "graduated"
REACHED = "reached"
"""The cause that a curve is about; emigration and death only compete with it."""

CurveKey = tuple[str, str, str]


@dataclass(frozen=True)
class Point:
    """One year of a curve; a number that may not be shown is None."""

    n_risk: int | None
    incidence: float | None
    status: str = "ok"
    reason: str = ""
    method: str = ""


NO_POINT = Point(None, None, "missing")


class Curves:
    """The curves of one group by cohort, kind and specialisation (empty: all of them)."""

    def __init__(self, points: Mapping[CurveKey, Mapping[int, Point]]) -> None:
        self._points = {key: dict(sorted(found.items())) for key, found in points.items()}

    def points(self, cohort: str, curve: str, specialisation: str = "") -> dict[int, Point]:
        """The points of one curve by year, empty when there is none."""
        return self._points.get((cohort, curve, specialisation), {})


def read_curves(frame: pl.DataFrame | None, profession: str) -> Curves:
    """One group's curves; whatever is not `ok` loses its numbers here, whatever the frame holds."""
    found: dict[CurveKey, dict[int, Point]] = {}
    if frame is not None:
        rows = frame.filter((pl.col("profession") == profession) & (pl.col("cause") == REACHED))
        for row in rows.iter_rows(named=True):
            key = (str(row["cohort"]), str(row["curve"]), str(row["specialisation"] or ""))
            marks = (str(row["status"]), str(row["withheld"] or ""), str(row["method"]))
            risk, incidence = (row["n_risk"], row["incidence"]) if marks[0] == "ok" else (None, None)
            found.setdefault(key, {})[int(row["k"])] = Point(risk, incidence, *marks)
    return Curves(found)
