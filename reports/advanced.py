"""The part of a base group's page about going on to an advanced education, by licence cohort.

Puts the blocks in reading order and builds the line of numbers of each cohort.
"""

from reports import findings
from reports.advanced_degrees import applied_block, graduated_block
from reports.advanced_most_common import county_block
from reports.advanced_places import breakdown_block, mobility_block
from reports.advanced_specialisations import specialisation_blocks
from reports.advanced_starts import by_year, last_followed, started_block
from reports.cells import Cell, Cells
from reports.cover import cover_notes
from reports.language import Language
from reports.marks import zero
from reports.material import Material
from reports.naming import education_names, group_name
from reports.section import Block, Headline, Section

EARLY = 3


def advanced_section(material: Material, language: Language) -> Section | None:
    """Who went on to an advanced education after the licence; None where no cohort is counted."""
    cells, words = material.licence, language.texts["advanced"]
    cohorts = cells.cohorts()
    if not cohorts:
        return None
    return Section(
        "advanced",
        heading(material, language),
        findings.advanced_title(
            cohorts[0], *_last(cells, cohorts[0]), cells.cell("started_share", cohort=cohorts[0]), language
        ),
        words["shown"].format(
            name=group_name(material.profession, language).lower(), cohorts=language.joined(cohorts)
        ),
        None,
        notes=(
            words["k_note"],
            words["kept_note"],
            *cover_notes(cohorts, material.licences_covered, language),
        ),
        headlines=tuple(_headline(cells, cohort, language) for cohort in cohorts),
        blocks=tuple(block for block in _blocks(material, cohorts, language) if block),
    )


def _blocks(material: Material, cohorts: list[str], language: Language) -> list[Block | None]:
    """The blocks in reading order."""
    cells, led_to = material.licence, education_names(material.profession, language)
    blocks: list[Block | None] = [started_block(material, language)]
    for cohort in cohorts:
        blocks += specialisation_blocks(material, cohort, language)
    blocks += [graduated_block(material, cohort, language) for cohort in cohorts]
    blocks.append(applied_block(cells, language))
    blocks += [county_block(cells, cohort, led_to, language) for cohort in cohorts]
    for build in (mobility_block, breakdown_block):
        blocks += [build(cells, cohort, language) for cohort in cohorts]
    return blocks


def heading(material: Material, language: Language) -> str:
    """The part's name, from the educations that the group leads to."""
    words, names = (
        language.texts["advanced"],
        [name.lower() for name in education_names(material.profession, language).values()],
    )
    return str(words["heading"].format(names=language.joined(names)) if names else words["heading_plain"])


def _last(cells: Cells, cohort: str) -> tuple[int, Cell]:
    """The last year followed, with its share started."""
    return last_followed(cells, cohort), by_year(cells, cohort, last_followed(cells, cohort))


def _headline(cells: Cells, cohort: str, language: Language) -> Headline:
    words = language.texts["advanced"]
    ever = cells.cell("started_share", cohort=cohort)
    last, at_last = _last(cells, cohort)
    steps = [
        _step(_everybody(ever, language), words["licensed"], words["licensed_note"].format(cohort=cohort))
    ]
    if last > EARLY:
        early = by_year(cells, cohort, EARLY)
        steps.append(
            _share_step(early, words["started_by"].format(years=EARLY), words["of_licensed"], language)
        )
    by_last = at_last if at_last.value is not None else ever
    label = words["started_by"].format(years=last) if by_last is at_last else words["started_to_date"]
    steps += [
        _share_step(by_last, label, words["of_licensed"], language),
        _share_step(
            cells.cell("exam_rate_to_date", cohort=cohort), words["graduated"], words["of_started"], language
        ),
        _share_step(
            cells.cell("established", cohort=cohort), words["established"], words["of_graduated"], language
        ),
    ]
    return Headline(words["headline"].format(cohort=cohort), tuple(steps))


def _everybody(ever: Cell, language: Language) -> str:
    """All who were licensed: those followed and those not observable."""
    if ever.denominator is None or ever.n_not_observable is None:
        return language.whole(None)
    return language.whole(ever.denominator + ever.n_not_observable, zero(ever.method))


def _share_step(cell: Cell, label: str, of_what: str, language: Language) -> dict[str, str]:
    if cell.value is None:
        why = language.texts["headline"]["hidden" if cell.numerator is None else "few"]
        return _step(language.percent(None), label, why)
    number = language.texts["flow"]["percent"].format(share=language.spoken(cell.value, 0))
    return _step(number, label, of_what.format(persons=language.whole(cell.numerator, zero(cell.method))))


def _step(number: str, label: str, note: str) -> dict[str, str]:
    return {"number": number, "label": label, "note": note}
