"""The second look at curves: no small step, and no small number of those who left.

At risk = all, less those who got there, less those who left (moved abroad, died) or are not
followed longer. The first two are printed elsewhere too, so the third must not be small. It only hides.
"""

from collections.abc import Iterable, Mapping

from reports.cells import MISSING, Cell, Cells
from reports.curves import GRADUATED, STARTED, CurveKey, Curves, Point
from reports.guard import SMALL
from reports.licence_guard import small_steps

SHARES = {
    STARTED: ("started_share_by_year", "years_since_licence"),
    GRADUATED: ("graduated_share_by_year", "years_since_start"),
}
Counts = dict[int, int | None]


def guarded_curves(curves: Curves, cells: Cells) -> Curves:
    """The curves without the points that tell a small step, or how few left before they got there.

    Of a specialisation's curve nothing is kept: its numbers at risk, beside those of all, would
    tell how few started another one and then left.
    """
    return Curves({key: _guarded_curve(key, points, cells) for key, points in curves if not key[2]})


def _guarded_curve(key: CurveKey, points: Mapping[int, Point], cells: Cells) -> dict[int, Point]:
    points = _from_everybody(key, points, cells)
    reached = _by_incidence(points)
    no_share = small_steps(reached) if key[1] == GRADUATED else set()
    no_risk = _tell_too_much(key, points, cells)
    return {
        k: Point(
            None if k in no_risk else point.n_risk,
            None if k in no_share or reached[k] is None else point.incidence,
        )
        for k, point in points.items()
    }


def _from_everybody(key: CurveKey, points: Mapping[int, Point], cells: Cells) -> Mapping[int, Point]:
    """At the start everyone is at risk, and their number is the base of the shares beside the curve."""
    total = cells.cell("started_share" if key[1] == STARTED else "exam_rate_to_date", cohort=key[0])
    if 0 in points and points[0].n_risk is None and total.denominator is not None:
        return {**points, 0: Point(total.denominator, points[0].incidence)}
    return points


def _by_incidence(points: Mapping[int, Point]) -> Counts:
    """How many a reader reckons to have got there: the share times those followed from the start."""
    everybody = points[0].n_risk if 0 in points else None
    return {
        k: None if everybody is None or point.incidence is None else round(point.incidence * everybody)
        for k, point in points.items()
    }


def _tell_too_much(key: CurveKey, points: Mapping[int, Point], cells: Cells) -> set[int]:
    """The years whose number at risk has a small step, or tells a small number of those who left."""
    risk = {k: point.n_risk for k, point in points.items()}
    beside = {k: cells.cell(*SHARES[key[1]], str(k), key[0]) for k in risk}
    hidden = {k for k in risk if k and _is_hidden(key, beside.get(k - 1, MISSING))}
    left = list(_left(risk, beside, _by_incidence(points)))
    while True:
        more = set(small_steps(_without(risk, hidden)))
        for counts in left:
            shown = _without(counts, hidden)
            more |= small_steps(shown) | {k for k, number in shown.items() if abs(number or 0) in SMALL}
        if more <= hidden:
            return hidden
        hidden |= more


def _is_hidden(key: CurveKey, reached: Cell) -> bool:
    """Where the count that got there is not shown, the number at risk a year later would tell it."""
    return reached.numerator is None and (key[1] == STARTED or reached.status == "protected")


def _left(risk: Counts, beside: Mapping[int, Cell], reached: Counts) -> Iterable[Counts]:
    """Those who left before every year, in each way that a reader can reckon them."""
    everybody = risk.get(0)
    before = {k: beside[k - 1].numerator if k - 1 in beside else None for k in risk} | {0: 0}
    reckoned = {k: reached.get(k - 1) for k in risk} | {0: 0}
    followed = {k: cell.denominator for k, cell in beside.items()}
    yield {k: _less(everybody, before[k], risk[k]) for k in risk}
    yield {k: _less(everybody, reckoned[k], risk[k]) for k in risk}
    yield {k: _less(followed[k], before[k], risk[k]) for k in risk}
    yield {k: _less(followed[k], reckoned[k], risk[k]) for k in risk}


def _less(everybody: int | None, reached: int | None, at_risk: int | None) -> int | None:
    if everybody is None or reached is None or at_risk is None:
        return None
    return everybody - reached - at_risk


def _without(counts: Mapping[int, int | None], hidden: set[int]) -> Counts:
    return {k: number for k, number in counts.items() if k not in hidden}
