"""The parts that frame a page: headline numbers, all measures, the release, method and signs."""

from collections.abc import Iterable, Mapping
from typing import Any

from reports.cells import Cell, Cells
from reports.choosing import choices_table, settings_table
from reports.described import NominalTerms, ProfessionText, ReleaseText
from reports.language import Language
from reports.marks import zero
from reports.protected import remarks, signs
from reports.release.measures import anchor
from reports.site import address
from reports.tables import Row, Shown, Table, count, months, share
from reports.words import window_text

HEADLINE = (
    ("degree", "exam_rate_to_date", "of_began"),
    ("licensed", "licensed_share", "of_degree"),
    ("retained_1", "retention_1", "of_licensed"),
    ("retained_3", "retention_3", "of_licensed"),
)


def headline(cells: Cells, language: Language) -> list[dict[str, str]]:
    """The line of numbers that a page begins with."""
    words = language.texts["headline"]
    began = cells.cell("composition")
    note = words["began_note"].format(window=window_text(cells.window))
    steps = [{"number": _number(began, language), "label": words["began"], "note": note}]
    for name, measure, of_what in HEADLINE:
        cell = cells.cell(measure)
        if cell.status == "missing" and measure == "licensed_share":
            continue
        steps.append(
            {
                "number": _number(cell, language),
                "label": words[name],
                "note": _headline_note(cell, words[of_what], language),
            }
        )
    return steps


def _number(cell: Cell, language: Language) -> str:
    return language.whole(cell.numerator, zero(cell.method))


def _headline_note(cell: Cell, of_what: str, language: Language) -> str:
    if cell.value is None:
        return str(language.texts["headline"]["hidden" if cell.numerator is None else "few"])
    return of_what.format(share=language.texts["flow"]["percent"].format(share=language.spoken(cell.value)))


def measures_tables(cells: Cells, language: Language) -> list[tuple[str, Table]]:
    """Every total of the window cohort, in the order of the text file, group by group."""
    texts = language.texts
    words, found = texts["measures_section"], dict[str, list[Row]]()
    for name, text in texts["measures"].items():
        cell = cells.cell(name)
        if cell.status != "missing":
            found.setdefault(text["group"], []).append(_measure_row(name, text, cell, language))
    heads = [words[n] for n in ("measure", "numerator", "denominator", "value", "unit", "unseen")]
    caption = words["caption"].format(window=window_text(cells.window))
    return [
        (title, Table(f"{title}. {caption}", heads, found[group], texts=frozenset({4}), is_linked=True))
        for group, title in texts["measure_groups"].items()
        if group in found
    ]


def _measure_row(name: str, text: Mapping[str, str], cell: Cell, language: Language) -> Row:
    words = language.texts["measures_section"]
    if name.startswith("months_"):
        value, unit = months(cell, language), words["unit_months"]
    elif name == "composition" or name.startswith("mobility_"):
        value, unit = count(cell.numerator, cell, language), words["unit_persons"]
    else:
        value, unit = share(cell, language), words["unit_percent"]
    counts = [count(cell.numerator, cell, language), count(cell.denominator, cell, language)]
    head = Shown(text["title"], detail=f"{address('method', language)}#{anchor(name)}")
    return Row(head, [*counts, value, Shown(unit), count(cell.n_not_observable, cell, language)])


def release_facts(
    release: ReleaseText, language: Language, profession: ProfessionText | None = None
) -> list[tuple[str, str]]:
    """Names and values of the release, as a short list."""
    words = language.texts["release"]
    facts = [
        (words["name"], release.name),
        (words["kind"], words["kind_rehearsal" if release.is_rehearsal else "kind_release"]),
        (words["delivery"], release.delivery_id),
        (words["supplier"], release.supplier),
        (words["received"], release.received_on.isoformat()),
        (words["window"], window_text(release.window)),
        (words["code_version"], release.code_version),
    ]
    if profession and profession.nominal:
        facts.append((words["nominal"], "; ".join(_nominal(terms, language) for terms in profession.nominal)))
    return facts


def _nominal(terms: NominalTerms, language: Language) -> str:
    words = language.texts["release"]
    key = "nominal_from" if terms.first_term else "nominal_plain"
    return str(
        words[key].format(
            terms=terms.terms, first=language.term(terms.first_term) if terms.first_term else ""
        )
    )


def method(release: ReleaseText, protected: Iterable[str], language: Language) -> dict[str, Any]:
    """Remarks, signs, choices in force and income thresholds; protected: the methods in force."""
    words = language.texts["method"]
    published = [str(one.year) for one in release.thresholds if one.status == "published"]
    intro = (
        words["thresholds_intro"].format(published=", ".join(published))
        if published
        else words["thresholds_none"]
    )
    found = list(protected)
    return {
        "remarks": [words["observable"], words["waiting"]],
        "protection": remarks(found, release, language),
        "signs": signs(found, language),
        "choices": choices_table(release, language),
        "settings": settings_table(release, language),
        "thresholds_intro": intro,
        "thresholds": thresholds_table(release, language),
    }


def thresholds_table(release: ReleaseText, language: Language) -> Table | None:
    """The income threshold of every year and whether it is published."""
    words = language.texts["method"]
    rows = [
        Row(Shown(str(one.year)), [Shown(language.whole(one.sek)), Shown(words[f"threshold_{one.status}"])])
        for one in release.thresholds
    ]
    heads = [words[name] for name in ("threshold_year", "threshold_sek", "threshold_status")]
    return Table(words["thresholds_caption"], heads, rows, texts=frozenset({2})) if rows else None
