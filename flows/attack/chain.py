"""What measures have to do with one another in one and the same cell.

Belongs here: the links of the chain (definitions section 5), status, fate and pathways, as rules over
counts of a cell. Does not belong here: sums over cells (flows.attack.sums) and places (.places).

A rule is written `a + b = c` or `a + b >= c`; a count is measure.state, and measure.all is den + unseen,
measure.some is yes + unseen: everybody who may be in the next link's base (ruling R14).
"""

from __future__ import annotations

import polars as pl

from flows.attack.cells import CELL, KEY

STARTED = "exam_rate_to_date"
WITHOUT_LICENCE = {"followed": f"{STARTED}.some = resident_1.all"}
EDUCATION = """
composition.yes = exam_rate_to_date.all
exam_rate_to_date.all = continued_term_2.all
exam_rate_to_date.all = earlier_registration_share.all
exam_rate_to_date.all = exam_rate_nominal_3.all
exam_rate_to_date.all = fate.all
exam_rate_to_date.all >= continued_year_2.all
exam_rate_to_date.yes >= exam_rate_nominal_3.yes
exam_rate_nominal_3.unseen >= exam_rate_to_date.unseen
exam_rate_nominal_3.yes >= fate:graduated.yes
fate.unseen >= exam_rate_nominal_3.unseen
exam_rate_to_date.yes = months_start_to_degree.den
exam_rate_to_date.unseen = months_start_to_degree.unseen
exam_rate_to_date.some = general_degree_share.all
exam_rate_to_date.some = licensed_share.all
exam_rate_to_date.some = licensed_within.all
exam_rate_to_date.some >= established.all
licensed_share.yes >= licensed_within.yes
licensed_within.unseen >= licensed_share.unseen
licensed_share.yes = months_degree_to_licence.den
licensed_share.unseen = months_degree_to_licence.unseen
licensed_share.some = resident_1.all
"""
FOLLOWED = """
resident_1.all = resident_3.all
retention_1.yes + retention_1.unseen = stayed_1_to_3.all
retention_3.yes >= stayed_1_to_3.yes
"""
FOLLOWED_K = """
resident_k.all = retention_k.all
resident_k.all = status_k.all
employed_k.some = in_profession_k.all
in_profession_k.yes = retention_k.yes
in_profession_k.yes = status_k:in_profession.yes
resident_k.no = status_k:abroad_or_dead.yes
in_profession_k.no = status_k:other_health_work.yes + status_k:other_work.yes
retention_k.unseen >= in_profession_k.unseen
employed_k.unseen >= resident_k.unseen
in_profession_k.unseen >= employed_k.unseen
resident_k.no + employed_k.no + in_profession_k.no >= retention_k.no
resident_k.all = pathway_stayed_home_k.all
pathway_stayed_home_k.unseen >= resident_k.unseen
resident_k.no >= pathway_abroad_or_dead_k.yes
pathway_abroad_or_dead_k.yes + pathway_stayed_home_k.unseen >= resident_k.no
pathway_stayed_home_k.den = {pathways}
pathway_returned_home_k.yes = returned_home_k.yes
stayed_in_study_county_k.yes >= pathway_stayed_home_k.yes + pathway_stayed_in_study_k.yes
resident_k.all = stayed_in_study_county_k.all
resident_k.all >= returned_home_k.all
"""
OF_RESIDENT = """
resident_k.some = employed_k.all
employed_k.no = status_k:studying.yes + status_k:not_employed.yes
"""
"""Where employed is of the resident; another choice of employed_base has it of all who are followed."""
PATHWAYS = ("stayed_home", "returned_home", "stayed_in_study", "moved_elsewhere", "abroad_or_dead", "unknown")
LICENCE = """
started_share.all = applied_share.all
started_share.some = exam_rate_to_date.all
exam_rate_to_date.all = exam_rate_nominal_3.all
exam_rate_to_date.yes >= exam_rate_nominal_3.yes
exam_rate_nominal_3.unseen >= exam_rate_to_date.unseen
exam_rate_to_date.some >= established.all
"""
SHORT = {"all": ("den", "unseen"), "some": ("yes", "unseen")}


def rules(model: str, *, has_licence: bool) -> list[str]:
    """The rules of a model, one text each; what no table prints is left out by its reader."""
    if model == "licence":
        return LICENCE.split("\n")[1:-1]
    pathways = " + ".join(f"pathway_{name}_k.yes" for name in PATHWAYS)
    followed = FOLLOWED_K.format(pathways=pathways).split("\n")[1:-1]
    same = [
        f"pathway_stayed_home_k.{count} = pathway_{name}_k.{count}"
        for name in PATHWAYS[1:]
        for count in ("den", "unseen")
    ]
    before = EDUCATION.split("\n")[1:-1] if model == "education" else []
    if not has_licence:
        before.append(WITHOUT_LICENCE["followed"])
    return before + FOLLOWED.split("\n")[1:-1] + _in_both_years(followed + same)


def _in_both_years(texts: list[str]) -> list[str]:
    return [text.replace("_k", f"_{k}") for k in (1, 3) for text in texts]


def parsed(rule: str) -> tuple[bool, dict[tuple[str, str], float]]:
    """Whether it is an equality, and the coefficient of each (measure, state), left − right."""
    sign = next(one for one in (" >= ", " <= ", " = ") if one in rule)
    left, right = rule.split(sign)
    if sign == " <= ":
        left, right = right, left
    found: dict[tuple[str, str], float] = {}
    for side, weight in ((left, 1.0), (right, -1.0)):
        for term in side.split(" + "):
            measure, state = term.rsplit(".", 1)
            for count in SHORT.get(state, (state,)):
                found[measure, count] = found.get((measure, count), 0.0) + weight
    return sign == " = ", found


def chain(counts: pl.DataFrame) -> list[pl.DataFrame]:
    """Every rule in every cell in which all its counts stand."""
    found = []
    for (model,), mine in counts.group_by("model", maintain_order=True):
        has_licence = (mine["measure"] == "licensed_share").any() or model == "licensed"
        chosen = _in_both_years(OF_RESIDENT.split("\n")[1:-1])
        found.append(by_choice(in_cells(chosen, mine), mine))
        found.append(in_cells(rules(str(model), has_licence=has_licence), mine))
    return found


def in_cells(texts: list[str], counts: pl.DataFrame) -> pl.DataFrame:
    """Terms of the rules in every cell in which all counts of the rule stand."""
    terms = [
        {
            "relation": text,
            "is_equal": is_equal,
            "measure": measure,
            "count": count,
            "coefficient": weight,
            "n": len(sides),
        }
        for text in texts
        for is_equal, sides in [parsed(text)]
        for (measure, count), weight in sides.items()
    ]
    cell = [name for name in CELL if name != "measure"]
    found = counts.select(KEY).join(pl.DataFrame(terms), on=["measure", "count"])
    found = found.with_columns(row=pl.concat_str("relation", *cell, separator="|"))
    whole = (
        found.group_by("row")
        .agg(pl.len().alias("here"), pl.col("n").first())
        .filter(pl.col("here") == pl.col("n"))
    )
    return found.join(whole.select("row"), on="row", how="semi", maintain_order="left").select(
        "relation", "row", "is_equal", *KEY, "coefficient", pl.lit(False).alias("is_latent")
    )


def by_choice(terms: pl.DataFrame, counts: pl.DataFrame) -> pl.DataFrame:
    """The rules that follow from a choice, as far as it is in force: no total contradicts them.

    The choices in force are printed with every release; here it is enough that the totals tell.
    """
    totals = terms.filter(pl.col("by_1") == "").join(counts.select(*KEY, "low", "high"), on=KEY)
    ends = [pl.col("coefficient") * pl.col(end) for end in ("low", "high")]
    summed = totals.group_by("relation", "row").agg(
        pl.col("is_equal").first(), least=pl.min_horizontal(ends).sum(), most=pl.max_horizontal(ends).sum()
    )
    wrong = summed.filter((pl.col("most") < 0) | (pl.col("is_equal") & (pl.col("least") > 0)))
    return terms.join(wrong.select("relation").unique(), on="relation", how="anti", maintain_order="left")
