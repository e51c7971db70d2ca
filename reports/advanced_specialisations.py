"""Starts of advanced education in each specialisation: the curves of the largest, and a table of all."""

from collections.abc import Mapping

from reports import palette
from reports.advanced_starts import (
    AT_ONCE,
    BY,
    CURVES,
    MEASURE,
    beside,
    has_points,
    last_followed,
    line,
    risk_row,
)
from reports.cells import MISSING, Cell, Cells
from reports.curve_figure import Risk, curves
from reports.curves import STARTED
from reports.language import SWEDISH, Language
from reports.material import Material
from reports.naming import education_names, specialisation_name
from reports.section import Block
from reports.tables import Row, Shown, Table, count, share

PER_SPECIALISATION = ("started_share", "exam_rate_nominal_3", "exam_rate_to_date", "established")


def specialisation_blocks(material: Material, cohort: str, language: Language) -> list[Block | None]:
    """One cohort by specialisation: the curves of the largest, and a table of all."""
    family = material.licence.family("started_share", "specialisation", cohort)
    return [
        _curves_block(material, cohort, family, language),
        _outcome_block(material, cohort, family, language),
    ]


def largest(family: dict[str, Cell], educations: Mapping[str, str]) -> list[str]:
    """The specialisations by size, largest first; those not shown last; alike in both languages."""
    return sorted(
        family,
        key=lambda name: (-(family[name].numerator or 0), specialisation_name(name, educations, SWEDISH)),
    )


def _curves_block(
    material: Material, cohort: str, family: dict[str, Cell], language: Language
) -> Block | None:
    words, cells = language.texts["advanced_specialisation"], material.licence
    led_to = education_names(material.profession, language)
    found = _followed(cells, cohort)
    if found is None:
        return None
    ordered = [name for name in largest(family or dict.fromkeys(found, MISSING), led_to) if name in found]
    chosen = [name for name in ordered if has_points(found[name])][:AT_ONCE]
    named = {name: specialisation_name(name, led_to, language) for name in ordered}
    styles = palette.specialisation_styles(chosen)
    lines = [line(named[name], found[name], styles[name]) for name in chosen]
    last = last_followed(cells, cohort)
    beneath = _risk_rows(material, cohort, {name: named[name] for name in chosen}, styles)
    figure = curves(lines, {"": last}, beneath, words["axis"], language, 150) if lines else None
    table = _by_years(
        {named[name]: found[name] for name in ordered},
        last,
        words["caption_years"].format(cohort=cohort),
        language,
    )
    return Block(
        f"advanced_specialisation_{cohort[:4]}", words["heading"].format(cohort=cohort),
        words["shown"].format(cohort=cohort), table, figure,
        "" if lines else language.texts["status_section"]["missing"], words["aria"],
        (words["largest_note"].format(number=len(chosen)), *((words["risk_note"],) if beneath else ())),
        **beside(MEASURE, language, CURVES),
    )  # fmt: skip


def _followed(cells: Cells, cohort: str) -> dict[str, dict[int, Cell]] | None:
    """The cells of each specialisation by the years that it is followed; None without cells."""
    pairs = cells.pairs(MEASURE, BY, "specialisation", cohort)
    found: dict[str, dict[int, Cell]] = {}
    for (k, name), cell in sorted(pairs.items(), key=lambda pair: int(pair[0][0])):
        if cell.status != "not_observable":
            found.setdefault(name, {})[int(k)] = cell
    return found if pairs else None


def _risk_rows(
    material: Material, cohort: str, named: Mapping[str, str], styles: Mapping[str, tuple[str, str]]
) -> list[Risk]:
    """Beneath the curves of specialisations: who had not started this one."""
    points = {name: material.curves.points(cohort, STARTED, name) for name in named}
    return [risk_row(named[name], found, styles[name][0]) for name, found in points.items() if found]


def _by_years(found: dict[str, dict[int, Cell]], last: int, caption: str, language: Language) -> Table:
    words, ks = language.texts["advanced_specialisation"], range(last + 1)
    rows = [
        Row(Shown(name), [share(cells.get(k, MISSING), language) for k in ks])
        for name, cells in found.items()
    ]
    return Table(caption, [words["name"], *(words["after"].format(years=k) for k in ks)], rows)


def _outcome_block(
    material: Material, cohort: str, family: dict[str, Cell], language: Language
) -> Block | None:
    """Started, graduated and established, specialisation by specialisation; the total at the foot."""
    if not family:
        return None
    words, cells, educations = (
        language.texts["advanced_outcome"],
        material.licence,
        education_names(material.profession, language),
    )
    ordered = sorted(largest(family, educations), key="unknown".__eq__)
    rows = [
        Row(Shown(specialisation_name(n, educations, language)), _outcome(cells, cohort, n, language))
        for n in ordered
    ]
    rows.append(Row(Shown(words["all"]), _outcome(cells, cohort, "", language), is_total=True))
    heads = [words[name] for name in ("name", "started", *PER_SPECIALISATION)]
    table = Table(words["caption"].format(cohort=cohort), heads, rows, is_sortable=False)
    return Block(
        f"advanced_outcome_{cohort[:4]}", words["heading"].format(cohort=cohort), words["shown"], table,
        notes=(words["several_note"], words["nominal_note"]),
    )  # fmt: skip


def _outcome(cells: Cells, cohort: str, name: str, language: Language) -> list[Shown]:
    by = "specialisation" if name else ""
    found = [cells.cell(measure, by, name, cohort) for measure in PER_SPECIALISATION]
    return [count(found[0].numerator, found[0], language), *(share(cell, language) for cell in found)]
