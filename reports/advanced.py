"""The part of a base group's page about going on to an advanced education, by licence cohort.

Puts the blocks in reading order and builds the line of numbers of each cohort.
"""

from reports import findings
from reports.advanced_degrees import applied_block, graduated_block
from reports.advanced_places import breakdown_block, county_block, mobility_block
from reports.advanced_starts import by_year, last_followed, specialisation_blocks, started_block
from reports.cells import Cell, Cells
from reports.cover import cover_notes
from reports.marks import zero
from reports.material import Material
from reports.naming import joined
from reports.section import Block, Headline, Section
from reports.words import percent, spoken, swedish, whole

EARLY = 3


def advanced_section(material: Material) -> Section | None:
    """Who went on to an advanced education after the licence; None where no cohort is counted."""
    cells, words = material.licence, swedish()["advanced"]
    cohorts = cells.cohorts()
    if not cohorts:
        return None
    blocks: list[Block | None] = [started_block(material)]
    for cohort in cohorts:
        blocks += specialisation_blocks(material, cohort)
    blocks += [graduated_block(material, cohort) for cohort in cohorts]
    blocks.append(applied_block(cells))
    blocks += [county_block(cells, cohort, material.profession.leads_to) for cohort in cohorts]
    for build in (mobility_block, breakdown_block):
        blocks += [build(cells, cohort) for cohort in cohorts]
    return Section(
        "advanced",
        heading(material),
        findings.advanced_title(
            cohorts[0], *_last(cells, cohorts[0]), cells.cell("started_share", cohort=cohorts[0])
        ),
        words["shown"].format(name=material.profession.name_sv.lower(), cohorts=joined(cohorts)),
        None,
        notes=(words["k_note"], words["kept_note"], *cover_notes(cohorts, material.licences_covered)),
        headlines=tuple(_headline(cells, cohort) for cohort in cohorts),
        blocks=tuple(block for block in blocks if block),
    )


def heading(material: Material) -> str:
    """The part's name, from the educations that the group leads to."""
    words, names = swedish()["advanced"], [name.lower() for name in material.profession.leads_to.values()]
    return str(words["heading"].format(names=joined(names)) if names else words["heading_plain"])


def _last(cells: Cells, cohort: str) -> tuple[int, Cell]:
    """The last year followed, with its share started."""
    return last_followed(cells, cohort), by_year(cells, cohort, last_followed(cells, cohort))


def _headline(cells: Cells, cohort: str) -> Headline:
    words = swedish()["advanced"]
    ever = cells.cell("started_share", cohort=cohort)
    last, at_last = _last(cells, cohort)
    steps = [_step(_everybody(ever), words["licensed"], words["licensed_note"].format(cohort=cohort))]
    if last > EARLY:
        early = by_year(cells, cohort, EARLY)
        steps.append(_share_step(early, words["started_by"].format(years=EARLY), words["of_licensed"]))
    by_last = at_last if at_last.value is not None else ever
    label = words["started_by"].format(years=last) if by_last is at_last else words["started_to_date"]
    steps += [
        _share_step(by_last, label, words["of_licensed"]),
        _share_step(cells.cell("exam_rate_to_date", cohort=cohort), words["graduated"], words["of_started"]),
        _share_step(cells.cell("established", cohort=cohort), words["established"], words["of_graduated"]),
    ]
    return Headline(words["headline"].format(cohort=cohort), tuple(steps))


def _everybody(ever: Cell) -> str:
    """All who were licensed: those followed and those not observable."""
    if ever.denominator is None or ever.n_not_observable is None:
        return whole(None)
    return whole(ever.denominator + ever.n_not_observable, zero(ever.method))


def _share_step(cell: Cell, label: str, of_what: str) -> dict[str, str]:
    if cell.value is None:
        why = swedish()["headline"]["hidden" if cell.numerator is None else "few"]
        return _step(percent(None), label, why)
    number = swedish()["flow"]["percent"].format(share=spoken(cell.value, 0))
    return _step(number, label, of_what.format(persons=whole(cell.numerator, zero(cell.method))))


def _step(number: str, label: str, note: str) -> dict[str, str]:
    return {"number": number, "label": label, "note": note}
