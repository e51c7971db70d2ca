"""Titles that state what the numbers say, by rule, and never more.

A sentence is built only from shares on a base of at least `ENOUGH` persons;
without them a title says what is shown instead.
"""

from collections.abc import Mapping

from reports.cells import Cell, Cells
from reports.words import percent, phrase, swedish

ENOUGH = 20
ALIKE = 0.02


def share_of(cell: Cell) -> float | None:
    """A share that may carry a sentence."""
    if not cell.is_ok or (cell.denominator is not None and cell.denominator < ENOUGH):
        return None
    return cell.value


def flow_title(cells: Cells) -> str:
    """How many of those who began hold the degree."""
    words, share = swedish()["findings"], share_of(cells.cell("exam_rate_to_date"))
    return str(words["flow_plain"] if share is None else words["flow"].format(phrase=phrase(share)))


def status_title(cells: Cells) -> str:
    """How many of the licensed were in the profession, after one year and after three."""
    words = swedish()["findings"]
    one, three = (share_of(cells.cell(f"retention_{k}")) for k in (1, 3))
    if one is None:
        return str(words["status_plain"])
    if three is not None and phrase(one) == phrase(three):
        return str(words["status_same"].format(phrase=phrase(one).lower()))
    if three is None:
        return str(words["status_one"].format(phrase=phrase(one).lower()))
    return str(words["status_both"].format(phrase_1=phrase(one).lower(), phrase_3=phrase(three).lower()))


def series_title(exam: Mapping[str, Cell]) -> str:
    """The exam rate of the first and the last year that is shown."""
    words = swedish()["findings"]
    shown = {year: share for year, cell in exam.items() if (share := share_of(cell)) is not None}
    if len(shown) < 2:
        return str(words["series_plain"])
    first, last = min(shown), max(shown)
    ends = {"first": percent(shown[first], 0), "last": percent(shown[last], 0)}
    return str(words["series"].format(first_year=first, last_year=last, **ends))


def sex_title(woman: Cell, man: Cell) -> str:
    """Which sex graduates in time more often; a difference under two points counts as none."""
    words, share_w, share_m = swedish()["findings"], share_of(woman), share_of(man)
    if share_w is None or share_m is None:
        return str(words["sex_plain"])
    key = "sex_same" if abs(share_w - share_m) < ALIKE else "sex_women" if share_w > share_m else "sex_men"
    return str(words[key].format(woman=percent(share_w, 0), man=percent(share_m, 0)))


def mobility_title(net: Mapping[str, int | None], counties: int) -> str:
    """In how many counties more lived than came from there; at least, where some are not shown."""
    words = swedish()["findings"]
    shown = [number for number in net.values() if number is not None]
    if not shown:
        return str(words["mobility_plain"])
    key = "mobility" if len(shown) == counties else "mobility_least"
    return str(words[key].format(gaining=sum(number > 0 for number in shown), counties=counties))


def advanced_title(cohort: str, years: int, at_last: Cell, ever: Cell) -> str:
    """How many of one licence cohort had started an advanced education by the last year, else so far."""
    words = swedish()["findings"]
    for name, cell in (("advanced", at_last), ("advanced_to_date", ever)):
        if (share := share_of(cell)) is not None:
            return str(words[name].format(phrase=phrase(share), cohort=cohort, years=years))
    return str(words["advanced_plain"])


def licensed_title(retained: Mapping[str, Cell]) -> str:
    """Retention after one year of the latest licence year that is shown."""
    words = swedish()["findings"]
    shown = {year: share for year, cell in retained.items() if (share := share_of(cell)) is not None}
    if not shown:
        return str(words["licensed_plain"])
    year = max(shown)
    return str(words["licensed"].format(phrase=phrase(shown[year]), year=year))
