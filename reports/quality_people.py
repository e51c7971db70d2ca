"""Of the people: who cannot be observed, whose occupation is unknown, who is left out.

Works on the cells and counts that the group's own page shows too.
"""

from reports import marks
from reports.cells import EDUCATION, Cell
from reports.left_out import CANDIDATES, EXCLUDED, NOT_COUNTED, QUALITY
from reports.material import Material
from reports.quality_parts import (
    Declared,
    Told,
    number,
    part_share,
)
from reports.tables import RATE_BASE, Row, Shown, Table
from reports.words import window_text

MEASURES = (
    *("exam_rate_nominal_3", "exam_rate_to_date", "licensed_share"),
    *("in_profession_1", "retention_1", "in_profession_3", "retention_3", "established"),
)
"""The headline measures, in the order of the chain."""
STEPS = (
    (CANDIDATES, ""),
    *(
        (EXCLUDED, reason)
        for reason in (
            "incoming_exchange",
            "contract_education",
            "reused_number",
            "degree_before_start",
            "licence_before_start",
        )
    ),
    ("started", ""),
    (QUALITY, "licensed_without_degree"),
    (QUALITY, "licence_before_degree"),
)


def unseen(declared: Declared) -> Told:
    """Share not observable of each headline measure and group; employed people without an occupation."""
    words, window = declared.words["unseen"], window_text(declared.release.window)
    rows = [
        Row(Shown(declared.row_name(page)), [_unseen(page.cells.cell(m), declared) for m in MEASURES])
        for page in declared.pages
    ]
    heads = [declared.words["group"], *(words[measure] for measure in MEASURES)]
    table = Table(words["caption"].format(window=window), heads, rows)
    occupation = declared.words["occupation"]
    notes = (
        occupation["note"],
        *([occupation["bounds"]] if declared.frames.get("sensitivity") is not None else []),
    )
    return Told(tables=(table, _occupations(declared)), notes=notes)


def _unseen(cell: Cell, declared: Declared) -> Shown:
    """n_not_observable / (denominator + n_not_observable); all of them where nobody is observable."""
    part, base = cell.n_not_observable, cell.denominator
    if cell.status == "not_observable" and part is not None and part >= RATE_BASE:
        return Shown(declared.language.decimal(100.0), why(cell, declared), sort="1")
    whole = None if part is None or base is None else part + base
    return part_share(part, whole, why(cell, declared), declared, marks.zero(cell.method))


def why(cell: Cell, declared: Declared) -> str:
    """The sentence that explains a cell without counts."""
    return marks.why(cell, declared.language) or str(declared.words["not_printed"])


def occupation_missing(page: Material, k: str) -> tuple[int | None, int | None]:
    """Employed people after k years, and how many of them have no observable occupation; None = not shown.

    The employed are the base of in_profession_k and those of it whose occupation is unknown.
    """
    employed, based = page.cells.cell(f"employed_{k}"), page.cells.cell(f"in_profession_{k}")
    if employed.numerator is None or based.denominator is None:
        return employed.numerator, None
    missing = employed.numerator - based.denominator
    return employed.numerator, missing if missing >= 0 else None


def _occupations(declared: Declared) -> Table:
    words, rows = declared.words["occupation"], []
    for page in declared.pages:
        numbers: list[Shown] = []
        for k in "13":
            cells = (page.cells.cell(f"employed_{k}"), page.cells.cell(f"in_profession_{k}"))
            zero = marks.zero(cells[0].method)
            employed, missing = occupation_missing(page, k)
            unshown = next((one for one in cells if one.denominator is None), None)
            reason = why(unshown, declared) if unshown else str(declared.words["not_printed"])
            numbers += [
                number(employed, why(cells[0], declared), declared, zero),
                number(missing, reason, declared, zero),
                part_share(missing, employed, reason, declared, zero),
            ]
        rows.append(Row(Shown(declared.row_name(page)), numbers))
    names = [f"{name}_{k}" for k in "13" for name in ("employed", "missing", "share")]
    caption = words["caption"].format(window=window_text(declared.release.window))
    return Table(caption, [declared.words["group"], *(words[name] for name in names)], rows)


def occupation_range(declared: Declared) -> tuple[float, float] | None:
    """Smallest and largest share of the employed, after one year, whose occupation is unknown; no drafts."""
    pairs = [occupation_missing(page, "1") for page in declared.pages if not page.is_draft]
    shares = [part / base for base, part in pairs if base and base >= RATE_BASE and part is not None]
    return (min(shares), max(shares)) if shares else None


def left_out(declared: Declared) -> Told:
    """Who could have been included and is not, by reason, group by group."""
    words, window = declared.words["left_out"], declared.release.window
    texts = declared.language.texts
    rows = []
    for page in declared.pages:
        counts = page.left_out.counts(EDUCATION, window)
        if counts:
            shown = [
                number(one.persons, marks.why(one, declared.language), declared, marks.zero(one.method))
                for one in (counts.get(step, NOT_COUNTED) for step in STEPS)
            ]
            rows.append(Row(Shown(declared.row_name(page)), shown))
    if not rows:
        return Told(says=(texts["reasons"]["missing"],))
    heads = [declared.words["group"], *(words[reason or step] for step, reason in STEPS)]
    return Told(tables=(Table(words["caption"].format(window=window_text(window)), heads, rows),))
