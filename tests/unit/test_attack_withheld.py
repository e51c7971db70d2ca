"""The attacker on withheld cells: patterns in rows and columns, links of the chain, releases and windows."""

from __future__ import annotations

import polars as pl

from flows.attack import attack
from tests.unit.test_attack import Row, opened, row, table


def pair(man: tuple[int | None, int | None], woman: tuple[int | None, int | None]) -> list[Row]:
    """Graduated of those who began, by sex and age: 40 of every cell began; None is withheld."""
    found = []
    for sex, numbers in (("man", man), ("woman", woman)):
        for age, number in zip(("-21", "22-24"), numbers, strict=True):
            counts = None if number is None else (number, 40, 0)
            found.append(row("exam_rate_to_date", counts, "sex", sex) | {"by_2": "age", "value_2": age})
    return found


def margins(man: int, woman: int, young: int, old: int) -> list[Row]:
    """The margins of the same."""
    sexes = [row("exam_rate_to_date", (n, 80, 0), "sex", s) for s, n in (("man", man), ("woman", woman))]
    ages = [row("exam_rate_to_date", (n, 80, 0), "age", a) for a, n in (("-21", young), ("22-24", old))]
    return [row("exam_rate_to_date", (man + woman, 160, 0)), *sexes, *ages]


def test_two_in_every_row_and_column_of_one_each() -> None:
    """All four are withheld, but each row and column has 2 in all."""
    cells = pair((None, None), (None, None))
    found = attack({"rates": table(*margins(2, 2, 2, 2), *cells)})
    kinds = found.broken.filter(pl.col("by_2") == "age", pl.col("count") == "yes")
    assert kinds.height == 4
    assert set(kinds["high"]) == {2}


def test_two_in_every_row_and_column_with_room() -> None:
    cells = pair((None, None), (None, None))
    assert attack({"rates": table(*margins(40, 40, 40, 40), *cells)}).is_safe


def test_one_in_a_pair_follows_from_its_row() -> None:
    found = attack({"rates": table(*margins(22, 40, 20, 42), *pair((None, 20), (18, 22)))})
    assert ("exam_rate_to_date", "man", "yes") in opened(found)


def test_a_share_alone_and_a_base_that_others_tell() -> None:
    """60 are licensed, so 60 are asked whether they stayed; 5 % of them are 3."""
    rates = table(
        row("exam_rate_to_date", (80, 100, 0)),
        row("licensed_share", (60, 80, 0)),
        row("resident_1", None, share=0.05),
    )
    assert ("resident_1", "", "yes") in opened(attack({"rates": rates}))


def test_a_share_alone_says_nothing_without_a_base() -> None:
    assert attack({"rates": table(row("resident_1", None, share=0.05))}).is_safe


def test_not_observable_follows_from_the_chain() -> None:
    """60 employed, of whom 40 are in the profession and 16 elsewhere: of 4 the occupation is unknown."""
    rates = table(row("employed_1", (60, 80, 0)), row("in_profession_1", None), row("retention_1", None))
    shown = (("in_profession", 40), ("other_health_work", 10), ("other_work", 6))
    hidden = [row("status_1", None, "status", name) for name in ("studying", "not_employed", "unknown")]
    status = table(*(row("status_1", (n, 80, 0), "status", name) for name, n in shown), *hidden)
    found = attack({"rates": rates, "status": status})
    assert ("in_profession_1", "", "unseen") in opened(found)


def test_a_category_follows_from_the_others() -> None:
    """Categories add up to their base: 80 − 77 are studying."""
    others = (("in_profession", 40), ("not_employed", 37))
    shown = [row("status_1", (n, 80, 0), "status", name) for name, n in others]
    found = attack({"status": table(*shown, row("status_1", None, "status", "studying"))})
    broken = found.broken.filter(pl.col("value_1") == "studying", pl.col("count") == "yes")
    assert broken.select("measure", "by_1", "low", "high").rows() == [("status_1", "status", 3, 3)]


def test_a_small_count_that_is_printed_is_opened() -> None:
    found = attack({"rates": table(row("exam_rate_to_date", (3, 50, 0)))})
    assert found.broken.select("count", "low", "why").rows() == [("yes", 3, "printed")]


def test_a_county_that_is_all_of_its_region() -> None:
    """Region Stockholm is the counties 01 and 09: 09 is the rest, 3 persons."""
    counties = [
        row("composition", (90, 193, 0), "home_county", "01"),
        row("composition", None, "home_county", "09"),
    ]
    regions = [
        row("composition", (93, 193, 0), "home_region", "Stockholm"),
        row("composition", (100, 193, 0), "home_region", "Norra"),
    ]
    other = row("composition", (100, 193, 0), "home_county", "22")
    found = attack({"rates": table(row("composition", (193, 193, 0)), *counties, other, *regions)})
    assert ("composition", "09", "yes") in opened(found)


def test_halland_lies_in_two_regions() -> None:
    """How many of county 13 lie in each is printed nowhere: its region opens nothing."""
    cells: list[tuple[str, str, int | None]] = [("home_county", "13", None), ("home_county", "12", None)]
    cells += [("home_region", "Södra", 120), ("home_region", "Västra", 80)]
    rows = [row("composition", None if n is None else (n, 200, 0), by, value) for by, value, n in cells]
    assert attack({"rates": table(row("composition", (200, 200, 0)), *rows)}).is_safe


def release(number: int | None, *, cohort: str = "2000-2010", total: int = 100) -> dict[str, pl.DataFrame]:
    """A release with those from one county, and the rest."""
    counts = None if number is None else (number, total, 0)
    rest = None if number is None else (total - number, total, 0)
    return {
        "rates": table(
            row("composition", (total, total, 0), cohort=cohort),
            row("composition", counts, "home_county", "01", cohort=cohort),
            row("composition", rest, "home_county", "03", cohort=cohort),
        )
    }


def test_what_an_earlier_release_printed_is_known() -> None:
    assert attack(release(None)).is_safe
    found = attack(release(None), release(3))
    assert ("composition", "01", "yes") in opened(found)
    assert "earlier release" in found.broken["why"].to_list()


def test_people_who_came_in_between_are_the_difference() -> None:
    """60 and now 62 of people said to be the same: 2 persons."""
    found = attack(release(62, total=102), release(60))
    broken = found.broken.filter(pl.col("why") == "earlier release", pl.col("value_1") == "01")
    assert set(broken["high"]) == {2}


def test_a_longer_window_minus_the_shorter_one() -> None:
    """The cohort of 2011 has 3 from the county, though no table prints it by county."""
    found = attack(release(63, cohort="2000-2011", total=120), release(60))
    broken = found.broken.filter(
        pl.col("cohort") == "2011", pl.col("value_1") == "01", pl.col("count") == "yes"
    )
    assert broken.select("low", "high").rows() == [(3, 3)]


def test_rows_of_a_register_add_up() -> None:
    """Read less accepted and duplicates: 2 were rejected."""
    steps = (
        ("read", "", 100),
        ("accepted", "", 90),
        ("duplicates", "", 8),
        ("rejected", "unknown_sex", None),
    )
    rows = [
        {"register": "degrees", "step": step, "reason": reason, "rows": number, "status": "ok"}
        | {"method": "suppression", "withheld": ""}
        for step, reason, number in steps
    ]
    found = attack({"quality": pl.DataFrame(rows)})
    assert found.broken.select("measure", "value_2", "low", "high").rows() == [
        ("rows of degrees", "unknown_sex", 2, 2)
    ]


def test_noise_must_not_be_undone() -> None:
    """cell_key_5: 0 in one table and 9 in another leave 4 and 5; 0 and 10 leave one number."""

    def tables(other: int) -> dict[str, pl.DataFrame]:
        noisy = row("in_profession_1", (0, 50, 0), method="cell_key_5")
        return {"rates": table(noisy, row("retention_1", (other, 80, 0), method="cell_key_5"))}

    assert attack(tables(5)).is_safe
    assert not attack(tables(20)).is_safe


def test_a_cell_key_changes_a_numerator_and_its_denominator_apart() -> None:
    """12 are left of the parts' denominators and 19 of the total's: 57 = 16 + 41 less 40 = 11 + 29 are 17."""
    parts = [("woman", (12, 14, 0)), ("man", (30, 40, 0))]
    rows = [row("resident_1", counts, "sex", sex, method="cell_key_2") for sex, counts in parts]
    assert attack({"rates": table(row("resident_1", (40, 59, 0), method="cell_key_2"), *rows)}).is_safe


def test_another_choice_of_who_is_asked_is_no_contradiction() -> None:
    """Employed of all who are followed (employed_base): its denominator is not the resident."""
    resident = row("resident_1", (160, 200, 0))
    assert attack({"rates": table(resident, row("employed_1", (150, 200, 0)))}).is_safe
    assert attack({"rates": table(resident, row("employed_1", (150, 160, 0)))}).is_safe
