"""What geography adds: counties make regions, matrices meet the breakdowns by place and the migration.

Belongs here: relations in which a place stands. Does not belong here: sums that hold for every
breakdown (flows.attack.sums), and regions as sums of counties (flows.attack.regions).
"""

from __future__ import annotations

import polars as pl

from flows.attack.cells import IS_MATRIX, KEY
from flows.attack.geography import NOWHERE
from flows.attack.regions import regions
from flows.attack.sums import parts_and_whole, terms_of

MIGRATION = {"arrivals": "value_2", "departures": "value_1"}
ORIGINS = {
    "mobility_home_to_study": ("home", (("exam_rate_to_date", ("den", "unseen")),)),
    "mobility_home_to_after_1": ("home", (("resident_1", ("den", "unseen")),)),
    "mobility_home_to_after_3": ("home", (("resident_3", ("den", "unseen")),)),
    "mobility_study_to_after_1": ("study", (("resident_1", ("den", "unseen")),)),
    "mobility_study_to_after_3": ("study", (("resident_3", ("den", "unseen")),)),
    "mobility_after_1_to_after_3": ("", (("resident_3", ("den", "unseen")),)),
    "mobility_study_to_work_1": ("study", (("employed_1", ("yes", "unseen")),)),
    "mobility_study_to_work_3": ("study", (("employed_3", ("yes", "unseen")),)),
    "mobility_licence_to_start": ("licence", (("exam_rate_to_date", ("den", "unseen")),)),
    "mobility_licence_to_degree": ("licence", (("exam_rate_to_date", ("yes", "unseen")),)),
    "mobility_start_to_degree": ("", (("exam_rate_to_date", ("yes", "unseen")),)),
    "mobility_degree_to_after_1": ("", (("exam_rate_to_date", ("yes", "unseen")),)),
}
"""By matrix: the breakdown of its origin, and the base of it: a measure's counts (rulings R39, R48, R61)."""


def places(counts: pl.DataFrame) -> list[pl.DataFrame]:
    """Every relation in which a place stands, as frames of terms (flows.attack.sums)."""
    return [
        *regions(counts),
        *_matrix_totals(counts),
        *_origins(counts),
        *(frame for name in MIGRATION for frame in _migration(counts, name)),
        _net(counts),
        *_diagonals(counts),
    ]


def _matrix_totals(counts: pl.DataFrame) -> list[pl.DataFrame]:
    """The origins make the total; of those not observable, some have no origin either (ruling R41)."""
    origins = counts.filter(IS_MATRIX, pl.col("by_1") != "", pl.col("by_2") == "").with_columns(cut="by_1")
    total = {"by_1": pl.lit(""), "value_1": pl.lit("")}
    den, unseen = (origins.filter(pl.col("count") == count) for count in ("den", "unseen"))
    return [
        parts_and_whole("origins", den, total, split=["cut"]),
        parts_and_whole("origins", unseen, total, split=["cut"], is_equal=False),
    ]


def _origins(counts: pl.DataFrame) -> list[pl.DataFrame]:
    """Everybody from an origin is everybody of its base there; the unknown are not in the matrix (R41)."""
    found = []
    for matrix, (point, bases) in ORIGINS.items():
        for measure, states in bases:
            rows = counts.filter(
                pl.col("measure") == matrix, pl.col("by_2") == "", pl.col("value_1") != "unknown"
            )
            by = pl.col("by_1").str.replace("from", point)
            rows = rows.with_columns(by=pl.when(pl.col("by_1") == "").then(pl.lit("")).otherwise(by)).filter(
                pl.lit(bool(point)) | (pl.col("by_1") == "")
            )
            found.append(_equal_bases(f"{matrix} from {measure}", rows, measure, states))
    return found


def _equal_bases(relation: str, rows: pl.DataFrame, measure: str, states: tuple[str, ...]) -> pl.DataFrame:
    row = pl.concat_str(pl.lit(relation), "model", "cohort", "by_1", "value_1", separator="|")
    here = rows.with_columns(row=row)
    there = here.filter(pl.col("count") == "den").with_columns(by_1="by", measure=pl.lit(measure))
    sides = [here.select("row", *KEY, pl.lit(1.0).alias("coefficient"))]
    sides += [
        there.with_columns(count=pl.lit(count)).select("row", *KEY, pl.lit(-1.0).alias("coefficient"))
        for count in states
    ]
    return terms_of(relation, pl.concat(sides))


def _migration(counts: pl.DataFrame, name: str) -> list[pl.DataFrame]:
    """Arrivals and departures of a place are a column and a row of home → + k (ruling R46)."""
    place = MIGRATION[name]
    other = "value_1" if place == "value_2" else "value_2"
    moves = counts.filter(
        pl.col("measure").str.starts_with("mobility_home_to_after"),
        pl.col("count") == "yes",
        ~pl.col(place).is_in(NOWHERE),
        pl.col("by_2") != "",
    )
    empty = pl.lit("")
    whole = {
        "measure": pl.col("measure").str.replace("mobility_home_to_after", name),
        "by_1": pl.col("by_1").str.strip_prefix("from_"),
        "value_1": pl.col(place),
        "by_2": empty,
        "value_2": empty,
    }
    known = moves.filter(pl.col(other) != "unknown")
    unseen = [moves.filter(pl.col(other) == "unknown")]
    is_all = name == "departures"
    if is_all:
        unseen.append(_unseen_after(counts))
    return [
        parts_and_whole(name, known.filter(pl.col(other) != pl.col(place)), whole),
        parts_and_whole(name, known, whole | {"count": pl.lit("den")}),
        parts_and_whole(name, pl.concat(unseen), whole | {"count": pl.lit("unseen")}, is_equal=is_all),
    ]


def _unseen_after(counts: pl.DataFrame) -> pl.DataFrame:
    """Who came from a place, and is not observable + k: the row's own unseen."""
    return counts.filter(
        pl.col("measure").str.starts_with("mobility_home_to_after"),
        pl.col("by_1").str.starts_with("from_"),
        pl.col("by_2") == "",
        pl.col("count") == "unseen",
        ~pl.col("value_1").is_in(NOWHERE),
    )


def _net(counts: pl.DataFrame) -> pl.DataFrame:
    """net = arrivals − departures (ruling R46)."""
    net = counts.filter(pl.col("measure").str.starts_with("net_"), pl.col("count") == "yes")
    row = pl.concat_str(pl.lit("net"), *KEY, separator="|")
    sides = [
        net.with_columns(row=row, measure=pl.col("measure").str.replace("net", name)).select(
            "row", *KEY, pl.lit(weight).alias("coefficient")
        )
        for name, weight in (("net", 1.0), ("arrivals", -1.0), ("departures", 1.0))
    ]
    return terms_of("net", pl.concat(sides))


def _diagonals(counts: pl.DataFrame) -> list[pl.DataFrame]:
    """Who lives in the home county + k stayed or returned, or has an unknown study county (ruling R44)."""
    found = []
    for point, names in (
        ("home", ("stayed_home", "returned_home")),
        ("study", ("stayed_home", "stayed_in_study")),
    ):
        stays = counts.filter(
            pl.col("measure").str.starts_with(f"mobility_{point}_to_after"),
            pl.col("count") == "yes",
            pl.col("by_1") == "from_county",
            pl.col("value_1") == pl.col("value_2"),
            ~pl.col("value_1").is_in(NOWHERE),
        ).with_columns(
            row=pl.concat_str(pl.lit(f"{point} diagonal"), *KEY, separator="|"),
            k=pl.col("measure").str.tail(1),
        )
        there = stays.with_columns(by_1=pl.lit(f"{point}_county"), by_2=pl.lit(""), value_2=pl.lit(""))
        sides = [stays.select("row", *KEY, pl.lit(1.0).alias("coefficient"))]
        sides += [
            there.with_columns(measure=pl.lit(f"pathway_{name}_") + pl.col("k")).select(
                "row", *KEY, pl.lit(-1.0).alias("coefficient")
            )
            for name in names
        ]
        found.append(terms_of("diagonal", pl.concat(sides), is_equal=False))
    return found
