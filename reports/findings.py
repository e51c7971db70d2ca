"""Titles that state what the numbers say, by rule, and never more.

A sentence is built only from shares on a base of at least `ENOUGH` persons, and only
where it holds for every share that the published counts leave open; without that a
title says what is shown instead.
"""

from collections.abc import Mapping

from reports.cells import Cell, Cells
from reports.language import Language
from reports.tables import is_wide

ENOUGH = 20
ALIKE = 0.02
JUST_BELOW_ALL = 0.999


def share_of(cell: Cell) -> float | None:
    """A share that may carry a sentence."""
    if not cell.is_ok or (cell.denominator is not None and cell.denominator < ENOUGH):
        return None
    return cell.value


def ends(cell: Cell) -> tuple[float, float] | None:
    """The least and the largest share that a sentence must hold for."""
    if (value := share_of(cell)) is None:
        return None
    return value if cell.low is None else cell.low, value if cell.high is None else cell.high


def _width(cell: Cell) -> float:
    low, high = ends(cell) or (0.0, 0.0)
    return high - low


def told(cell: Cell, language: Language) -> str | None:
    """The phrase for a share, where the same one holds from end to end."""
    if (open_to := ends(cell)) is None:
        return None
    low, high = open_to
    first = language.phrase(low)
    return first if first == language.phrase(high if low == high else min(high, JUST_BELOW_ALL)) else None


def flow_title(cells: Cells, language: Language) -> str:
    """How many of those who began hold the degree."""
    words, said = language.texts["findings"], told(cells.cell("exam_rate_to_date"), language)
    return str(words["flow_plain"] if said is None else words["flow"].format(phrase=said))


def status_title(one_year: Cell, three_years: Cell, language: Language) -> str:
    """How many of the licensed were in the profession, after one year and after three."""
    words = language.texts["findings"]
    one, three = told(one_year, language), told(three_years, language)
    if one is None:
        return str(words["status_plain"])
    if three is not None and one == three:
        return str(words["status_same"].format(phrase=one.lower()))
    if three is None:
        return str(words["status_one"].format(phrase=one.lower()))
    return str(words["status_both"].format(phrase_1=one.lower(), phrase_3=three.lower()))


def series_title(exam: Mapping[str, Cell], language: Language) -> str:
    """The exam rate of the first and the last year that is shown, where both are as good as exact."""
    words = language.texts["findings"]
    shown = {year: share for year, cell in exam.items() if (share := share_of(cell)) is not None}
    if len(shown) < 2 or any(_width(exam[year]) > 2 * ALIKE for year in (min(shown), max(shown))):
        return str(words["series_plain"])
    first, last = min(shown), max(shown)
    rates = {"first": language.spoken(shown[first], 0), "last": language.spoken(shown[last], 0)}
    key = "series_same" if rates["first"] == rates["last"] else "series"
    return str(words[key].format(first_year=first, last_year=last, **rates))


def sex_title(woman: Cell, man: Cell, language: Language) -> str:
    """Which sex graduates in time more often; a difference under two points counts as none."""
    words, share_w, share_m = language.texts["findings"], share_of(woman), share_of(man)
    ends_w, ends_m = ends(woman), ends(man)
    if share_w is None or share_m is None or ends_w is None or ends_m is None:
        return str(words["sex_plain"])
    key = "sex_plain"
    if abs(share_w - share_m) < ALIKE:
        key = "sex_plain" if is_wide(woman) or is_wide(man) else "sex_same"
    elif ends_w[0] > ends_m[1]:
        key = "sex_women"
    elif ends_m[0] > ends_w[1]:
        key = "sex_men"
    rates = {"woman": language.spoken(share_w, 0), "man": language.spoken(share_m, 0)}
    if key == "sex_same" and rates["woman"] == rates["man"]:
        key = "sex_equal"
    return str(words[key].format(**rates))


def mobility_title(net: Mapping[str, int | None], counties: int, language: Language, off: int = 0) -> str:
    """In how many counties more lived than came from there; at least, where some are not shown.

    off  how far a net may lie from the true one: a county with less is not said to gain, nor not to.
    """
    words = language.texts["findings"]
    shown = [number for number in net.values() if number is not None]
    gaining = sum(number > off for number in shown)
    if not gaining:
        return str(words["mobility_plain"])
    is_open = any(-off < number <= off for number in shown) if off else False
    is_sure = len(shown) == counties and not is_open
    key = "mobility_all" if gaining == counties else "mobility" if is_sure else "mobility_least"
    return str(words[key].format(gaining=gaining, counties=counties))


def advanced_title(cohort: str, years: int, at_last: Cell, ever: Cell, language: Language) -> str:
    """How many of one licence cohort had started an advanced education by the last year, else so far."""
    words = language.texts["findings"]
    for name, cell in (("advanced", at_last), ("advanced_to_date", ever)):
        if (said := told(cell, language)) is not None:
            return str(words[name].format(phrase=said, cohort=cohort, years=years))
    return str(words["advanced_plain"])


def licensed_title(retained: Mapping[str, Cell], language: Language) -> str:
    """Retention after one year of the latest licence year that is shown."""
    words = language.texts["findings"]
    shown = [year for year, cell in retained.items() if share_of(cell) is not None]
    said = told(retained[max(shown)], language) if shown else None
    if said is None:
        return str(words["licensed_plain"])
    return str(words["licensed"].format(phrase=said, year=max(shown)))
