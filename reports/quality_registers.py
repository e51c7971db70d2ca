"""Of the registers: what time they cover, how far before the window they begin, what became of their rows."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

import polars as pl

from reports.described import RegisterText
from reports.left_out import Persons
from reports.marks import why
from reports.quality_parts import Declared, Told, number, part_share, zero_of
from reports.tables import Row, Shown, Table
from reports.words import DASH

ENOUGH_YEARS = 5
"""A shorter distance from the first covered term to the window is a warning (ruling R56)."""
STEPS = ("read", "accepted", "duplicates", "set_aside")
CANNOT = "."

Counts = Mapping[tuple[str, str, str], int | None]


def title(register: RegisterText, declared: Declared) -> str:
    """The register's name in the page's language."""
    return register.title_en if declared.language.code == "en" else register.title_sv


def coverage(declared: Declared) -> Told:
    """The time that every register covers, and the left edge of the registrations."""
    words, received = declared.words["coverage"], declared.release.received_on
    rows = []
    for one in declared.release.registers:
        shown = [Shown(declared.words["not_delivered"], declared.words["not_delivered_why"]), Shown(CANNOT)]
        if one.first_on and one.last_on:
            ends = [declared.language.day(day, one.period) for day in (one.first_on, one.last_on)]
            months = whole_months(one.last_on, received)
            shown = [*(Shown(end) for end in ends), Shown(declared.language.whole(months, "0"))]
        rows.append(Row(Shown(title(one, declared)), [*shown, Shown(CANNOT)][:3]))
    heads = [declared.words["register"], words["first"], words["last"], words["months"]]
    tables = (Table(words["caption"], heads, rows),) if rows else ()
    sentence, is_warning = edge(declared)
    return Told(
        says=(sentence,) if sentence and not is_warning else (),
        warnings=(sentence,) if sentence and is_warning else (),
        tables=tables,
    )


def edge(declared: Declared) -> tuple[str, bool]:
    """How long before the window the registrations begin, and whether that is a warning (R56)."""
    language = declared.language
    found = next((one for one in declared.release.registers if one.register == "registrations"), None)
    if found is None or found.first_on is None or "start" not in declared.release.years:
        return "", False
    window = declared.release.years["start"][0]
    term = language.day(date(window, 1, 1), "term")
    half_years = 2 * (window - found.first_on.year) - (found.first_on.month > 6)
    if half_years < 0:
        first = language.day(found.first_on, "term")
        return declared.fill("edge.inside", first=first, term=term), True
    values = {
        "years": language.years(half_years / 2),
        "term": term,
        "limit": language.years(ENOUGH_YEARS),
    }
    if half_years < 2 * ENOUGH_YEARS:
        return declared.fill("edge.near", **values), True
    return declared.fill("edge.far", **values), False


def whole_months(last: date, received: date) -> int:
    """Whole months from the end of the last day covered to the day of the delivery."""
    after = last + timedelta(days=1)
    months = 12 * (received.year - after.year) + received.month - after.month
    return months - (received.day < after.day)


def production(declared: Declared) -> Told:
    """How long before the delivery coverage ended."""
    ends = [one.last_on for one in declared.release.registers if one.last_on]
    if not ends:
        return Told()
    months = sorted(whole_months(end, declared.release.received_on) for end in ends)
    least, most = (declared.language.whole(count, "0") for count in (months[0], months[-1]))
    if least == most:
        return Told(says=(declared.fill("production.same", most=most),))
    return Told(says=(declared.fill("production.oldest", least=least, most=most),))


def counts(declared: Declared) -> Counts:
    """Rows by register, step and reason; whatever is not `ok` has no number, whatever the frame holds."""
    return {
        (str(row["register"]), str(row["step"]), str(row["reason"] or "")): (
            row["rows"] if row["status"] == "ok" else None
        )
        for row in declared.frames["quality"].iter_rows(named=True)
    }


def _reason(declared: Declared, key: tuple[str, str, str]) -> str:
    """Why a count is withheld."""
    is_it = (pl.col("register") == key[0]) & (pl.col("step") == key[1])
    found = declared.frames["quality"].filter(is_it & (pl.col("reason").fill_null("") == key[2]))
    marks = found.select("status", "withheld", "method").rows() or [("missing", "", "")]
    return why(Persons(None, *marks[0]), declared.language)


def rejected(found: Counts, register: str) -> int | None:
    """Rows rejected for any reason; None where one of them is withheld."""
    parts = [rows for (name, step, _), rows in found.items() if name == register and step == "rejected"]
    shown = [rows for rows in parts if rows is not None]
    return sum(shown) if len(shown) == len(parts) else None


def rejected_of_all(declared: Declared) -> tuple[int, int] | None:
    """Rows read and rows rejected in all registers; None where a part is withheld or nothing was read."""
    found = counts(declared)
    names = {name for name, _, _ in found}
    both = [(found.get((name, "read", "")), rejected(found, name)) for name in names]
    known = [(read, bad) for read, bad in both if read is not None and bad is not None]
    if not known or len(known) < len(both):
        return None
    return sum(read for read, _ in known), sum(bad for _, bad in known)


def rows_told(declared: Declared) -> Told:
    """What became of the rows of every register, why rows were rejected, which values changed."""
    words, found = declared.words["rows"], counts(declared)
    heads = [declared.words["register"], *(words[step] for step in STEPS)]
    heads += [words["rejected"], words["rejected_share"]]
    rows = [
        Row(Shown(title(one, declared)), _line(one.register, found, declared))
        for one in declared.release.registers
    ]
    by_reason = _details(declared, found, ("rejected",))
    values = _details(declared, found, ("blanked", "restored"))
    reason_heads = [declared.words["register"], words["reason"], words["rows"]]
    value_heads = [declared.words["register"], words["column"], words["what"], words["values"]]
    folded = [
        Table(words["rejected_caption"], reason_heads, by_reason, texts=frozenset({1})),
        Table(words["values_caption"], value_heads, values, texts=frozenset({1, 2})),
    ]
    return Told(
        tables=(Table(words["caption"], heads, rows),),
        folded=tuple(table for table in folded if table.rows),
        notes=(words["note"],) if zero_of(declared.frames["quality"]) == DASH else (),
    )


def _line(register: str, found: Counts, declared: Declared) -> list[Shown]:
    """The numbers of one register."""
    zero = zero_of(declared.frames["quality"])
    if (register, "read", "") not in found:
        return [
            Shown(declared.words["not_delivered"], declared.words["not_delivered_why"]),
            *[Shown(CANNOT)] * 5,
        ]
    keys = [(register, step, "") for step in STEPS]
    shown = [number(found.get(key), _reason(declared, key), declared, zero) for key in keys]
    read, bad = found[register, "read", ""], rejected(found, register)
    unsaid = declared.words["not_printed"]
    share = part_share(bad, read, unsaid, declared, zero, 2)
    return [*shown, number(bad, unsaid, declared, zero), share]


def _details(declared: Declared, found: Counts, steps: tuple[str, ...]) -> list[Row]:
    """A row per register and reason or column, those with an exact zero left out."""
    return [
        Row(Shown(title(register, declared)), [*named, shown])
        for register in declared.release.registers
        for named, shown in _detail(register.register, declared, found, steps)
    ]


def _detail(
    register: str, declared: Declared, found: Counts, steps: tuple[str, ...]
) -> Iterator[tuple[list[Shown], Shown]]:
    zero, words = zero_of(declared.frames["quality"]), declared.words
    reasons: dict[str, Any] = words["rejected"]
    for key in sorted(key for key in found if key[0] == register and key[1] in steps):
        rows = found[key]
        if rows != 0 or zero != DASH:
            is_reason = key[1] == "rejected"
            named = [Shown(reasons.get(key[2], key[2]) if is_reason else key[2])]
            named += [] if is_reason else [Shown(words["rows"][key[1]])]
            yield named, number(rows, _reason(declared, key), declared, zero)
