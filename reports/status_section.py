"""What the licensed did after one and three years: bars, and the table that says the same."""

from reports import findings, palette
from reports.cells import MISSING, Cell, Cells
from reports.folding import STATUSES
from reports.language import Language
from reports.section import Section, share_unit
from reports.status_figure import statuses
from reports.tables import Row, Shown, Table, all_of, count, share
from reports.words import window_text


def status_section(cells: Cells, language: Language) -> Section:
    """What the licensed did after one and three years."""
    words, names = language.texts["status_section"], language.texts["values"]["status"]
    families = {k: cells.family(f"status_{k}", "status") for k in (1, 3)}
    bars = {}
    for k, family in families.items():
        shares = {name: family[name].value for name in STATUSES if name in family}
        known = {name: share for name, share in shares.items() if share is not None}
        if len(known) == len(STATUSES):
            bars[words[f"year_{k}"]] = known
    figure = statuses(bars, {name: names[name] for name in STATUSES}, language) if bars else None
    shown = words["shown"].format(window=window_text(cells.window))
    absent = [words[f"year_{k}"] for k in (1, 3) if bars and words[f"year_{k}"] not in bars]
    notes = (words["narrow"], *(words["missing_bar"].format(when=when) for when in absent))
    # Of all licensed, as the bars are: retention leaves out those whose occupation is not known.
    one, three = (families[k].get(STATUSES[0], MISSING) for k in (1, 3))
    return Section(
        "status", words["heading"], findings.status_title(one, three, language), shown,
        _status_table(families, language), figure,
        "" if bars else words["missing"], words["aria"], notes,
        key=tuple((palette.STATUS[name], names[name]) for name in STATUSES),
        unit=share_unit(language), measures=tuple(f"status_{k}" for k in families),
    )  # fmt: skip


def _status_table(families: dict[int, dict[str, Cell]], language: Language) -> Table:
    words, names = language.texts["status_section"], language.texts["values"]["status"]
    rows = []
    for name in STATUSES:
        found = [family.get(name, MISSING) for family in families.values()]
        numbers = [
            shown
            for cell in found
            for shown in (count(cell.numerator, cell, language), share(cell, language))
        ]
        rows.append(Row(Shown(names[name], swatch=palette.STATUS[name]), numbers))
    sums, unseen = [], []
    for family in families.values():
        some = next(iter(family.values()), MISSING)
        total = next((cell for cell in family.values() if cell.denominator is not None), some)
        known = next((cell for cell in family.values() if cell.n_not_observable is not None), some)
        sums += [count(total.denominator, total, language), all_of(total, language)]
        unseen += [count(known.n_not_observable, known, language), Shown("")]
    rows += [Row(Shown(words["total"]), sums, is_total=True), Row(Shown(words["unseen"]), unseen)]
    heads = [words[name] for name in ("category", "persons_1", "share_1", "persons_3", "share_3")]
    return Table(words["caption"], heads, rows)
