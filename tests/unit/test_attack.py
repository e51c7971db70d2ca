"""The attacker on tables small enough to be worked out by hand: what it must open, and what it must not."""

from __future__ import annotations

import polars as pl
import pytest

from flows.attack import Findings, attack
from schemas.published_tables import CELL_COLUMNS, COLUMNS

KINDS = dict.fromkeys(CELL_COLUMNS, pl.String) | {
    **dict.fromkeys(("numerator", "denominator", "n_not_observable"), pl.Int64),
    **dict.fromkeys(("value", "value_low", "value_high"), pl.Float64),
}
Row = dict[str, object]


def row(
    measure: str,
    counts: tuple[int, int, int] | None,
    by: str = "",
    value: str = "",
    *,
    cohort: str = "2000-2010",
    method: str = "suppression",
    share: float | None = None,
) -> Row:
    """A published row: numerator, denominator, not observable; None: withheld."""
    numbers = counts or (None, None, None)
    return {
        **{"profession": "a", "model": "education", "cohort": cohort, "measure": measure},
        **{"by_1": by, "value_1": value, "by_2": "", "value_2": ""},
        **dict(zip(("numerator", "denominator", "n_not_observable"), numbers, strict=True)),
        **{"value": share, "status": "ok" if counts else "protected", "method": method},
        **{"reason": "" if counts else "secondary", "value_low": None, "value_high": None},
    }


def table(*rows: Row) -> pl.DataFrame:
    return pl.DataFrame(rows, schema={name: KINDS[name] for name in COLUMNS["cells"]})


def opened(found: Findings) -> set[tuple[str, str, str]]:
    """Measure, value and count of everything that was opened."""
    return set(found.broken.select("measure", "value_1", "count").rows())


def rounded(*rows: tuple[str, str, str, int]) -> list[Row]:
    """Rows of composition in fives: cohort, breakdown, value, number."""
    total = next((n for c, by, _, n in rows if not by), 0)
    return [
        row("composition", (n, total, 0), by, value, cohort=cohort, method="rounding_5")
        for cohort, by, value, n in rows
    ]


def test_one_withheld_in_a_row_is_the_rest() -> None:
    """20 of 50, of which women 18 of 40: the men are 2 of 10."""
    rates = table(
        row("exam_rate_to_date", (20, 50, 0)),
        row("exam_rate_to_date", (18, 40, 0), "sex", "woman"),
        row("exam_rate_to_date", None, "sex", "man"),
    )
    found = attack({"rates": rates})
    assert not found.is_safe
    assert ("exam_rate_to_date", "man", "yes") in opened(found)
    men = found.broken.filter(pl.col("value_1") == "man", pl.col("count") == "yes")
    assert men.select("low", "high").row(0) == pytest.approx((2, 2))


def test_a_total_that_gives_away_two() -> None:
    """Two withheld ages have 3 together: neither is 5 or more."""
    rates = table(
        row("exam_rate_to_date", (63, 120, 0)),
        row("exam_rate_to_date", (60, 80, 0), "age", "-21"),
        row("exam_rate_to_date", None, "age", "22-24"),
        row("exam_rate_to_date", None, "age", "25-29"),
    )
    found = attack({"rates": rates})
    assert {("exam_rate_to_date", age, "yes") for age in ("22-24", "25-29")} <= opened(found)


def test_withheld_with_room_enough_is_not_opened() -> None:
    """The same with 30 in the two: each may be anything up to 30."""
    rates = table(
        row("exam_rate_to_date", (90, 160, 0)),
        row("exam_rate_to_date", (60, 80, 0), "age", "-21"),
        row("exam_rate_to_date", None, "age", "22-24"),
        row("exam_rate_to_date", None, "age", "25-29"),
    )
    assert attack({"rates": rates}).is_safe


def test_a_share_that_reveals_its_numerator() -> None:
    """The numerator is withheld; 0.96 and the 50 that it is a share of are printed: 48, and 2 not."""
    withheld = row("licensed_share", None, share=0.96) | {"denominator": 50}
    found = attack({"rates": table(row("exam_rate_to_date", (50, 80, 0)), withheld)})
    assert ("licensed_share", "", "no") in opened(found)
    hidden = row("licensed_share", None)
    assert attack({"rates": table(row("exam_rate_to_date", (50, 80, 0)), hidden)}).is_safe


def test_two_tables_together() -> None:
    """Each hides the men's count; the window and its one year are the same people, told in two tables."""
    window = table(
        row("exam_rate_to_date", (40, 80, 0)),
        row("exam_rate_to_date", None, "sex", "man"),
        row("exam_rate_to_date", None, "sex", "woman"),
    )
    years = table(
        row("exam_rate_to_date", (40, 80, 0), cohort="2004"),
        row("exam_rate_to_date", (37, 60, 0), "sex", "woman", cohort="2004"),
        row("exam_rate_to_date", None, "sex", "man", cohort="2004"),
    )
    assert attack({"rates": window}).is_safe
    assert ("exam_rate_to_date", "man", "yes") in opened(attack({"rates": window, "rates_by_year": years}))


def test_links_of_the_chain_tell_what_each_hides() -> None:
    """The men's exam rate is withheld; 14 began and 12 are asked for a licence: 2 did not graduate."""
    rates = table(
        row("composition", (90, 90, 0)),
        row("composition", (14, 90, 0), "sex", "man"),
        row("composition", (76, 90, 0), "sex", "woman"),
        row("exam_rate_to_date", (72, 90, 0)),
        row("exam_rate_to_date", None, "sex", "man"),
        row("exam_rate_to_date", None, "sex", "woman"),
        row("licensed_share", (72, 72, 0)),
        row("licensed_share", (12, 12, 0), "sex", "man"),
        row("licensed_share", (60, 60, 0), "sex", "woman"),
    )
    assert ("exam_rate_to_date", "man", "no") in opened(attack({"rates": rates}))


def test_an_earlier_release_minus_this_one() -> None:
    """0 then and 5 now for people who have not changed leave 1 to 4; each by itself is safe."""

    def release(men: int) -> dict[str, pl.DataFrame]:
        sexes = [("2000-2010", "sex", "man", men), ("2000-2010", "sex", "woman", 105 - men)]
        return {"rates": table(*rounded(("2000-2010", "", "", 105), *sexes))}

    then, now = release(0), release(5)
    assert attack(then).is_safe
    assert attack(now).is_safe
    found = attack(now, then)
    assert ("composition", "man", "yes") in opened(found)
    assert attack(then, then).is_safe


def test_additive_rounding_is_safe() -> None:
    rates = table(
        *rounded(
            ("2000-2010", "", "", 25),
            ("2000-2010", "sex", "man", 5),
            ("2000-2010", "sex", "woman", 20),
            ("2000-2010", "background", "swedish", 25),
        )
    )
    found = attack({"rates": rates})
    assert found.is_safe
    assert found.widths["smallest"].to_list() >= [4 - 1e-6]


def test_each_cell_rounded_alone_does_not_add_up() -> None:
    """Five ages of 5 and four times 0 are 25 at most; 35 is 31 at least."""
    ages = ("-21", "22-24", "25-29", "30-34", "35-")
    cells = [("2000-2010", "age", age, 5 if age == "-21" else 0) for age in ages]
    assert not attack({"rates": table(*rounded(("2000-2010", "", "", 35), *cells))}).is_safe
    assert attack({"rates": table(*rounded(("2000-2010", "", "", 5), *cells))}).is_safe


def test_one_number_rounded_twice() -> None:
    """The year's beginners, as a breakdown of the window and as a cohort: 5 and 0 leave 1 to 4."""
    years = [("2000-2010", "cohort_year", "2004", 5), ("2000-2010", "cohort_year", "2005", 100)]
    window = table(*rounded(("2000-2010", "", "", 105), *years))

    def cohorts(number: int) -> pl.DataFrame:
        return table(*rounded(("2004", "", "", number)), *rounded(("2005", "", "", 100)))

    assert attack({"rates": window, "rates_by_year": cohorts(5)}).is_safe
    assert not attack({"rates": window, "rates_by_year": cohorts(0)}).is_safe


def test_an_exact_zero_is_nobody() -> None:
    """Under suppression a printed zero opens nothing."""
    rates = table(row("exam_rate_to_date", (0, 50, 0)), row("general_degree_share", (0, 0, 0)))
    assert attack({"rates": rates}).is_safe


def test_one_institution_in_one_county() -> None:
    """Whoever knows that it is the county's only one knows that both numbers are one: 5 and 10."""
    cells = [("study_county", "22", 10), ("institution", "MIU", 5)]
    rates = table(*rounded(("2000-2010", "", "", 105), *(("2000-2010", *cell) for cell in cells)))
    assert not attack({"rates": rates}, counties={"MIU": "22"}).is_safe
