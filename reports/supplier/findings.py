"""What of a delivery its supplier should know: one sentence a finding, by how grave it is.

Belongs here: which findings there are of one delivery. Does not belong here: what has changed since an
earlier one (changes), the words (texts/sv.toml, supplier) and how they are shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from reports.language import SWEDISH
from reports.supplier.facts import DeliveryFacts, Failed
from schemas.contract import contracts
from schemas.delivery import term_index

LEVELS = ("stops", "missing", "odd", "changed")
OF_CHECKS = {
    "no_accepted_rows": "stops",
    "period_missing": "missing",
    "first_term_late": "missing",
    "period_outside_covers": "odd",
    "rows_jump": "odd",
    "occupation_missing": "odd",
    "orphan_code": "odd",
    "person_unknown": "odd",
    "student_absent": "odd",
}
"""The checks of the gate that a supplier can do something about, and how grave each is."""
SMALLEST, LISTED, LONGEST = 5, 12, 60


@dataclass(frozen=True)
class Finding:
    """One thing to say: how grave it is, of which register, and the sentence.

    place: column and reason of the rows that it is about, where there are any to look up.
    """

    level: str
    register: str
    text: str
    place: tuple[str, str] | None = None

    @property
    def title(self) -> str:
        """The register's Swedish title."""
        return contracts()[self.register].title_sv


def said(
    level: str, register: str, key: str, place: tuple[str, str] | None = None, **fields: object
) -> Finding:
    """A finding in the words of the text file."""
    return Finding(level, register, SWEDISH.texts["supplier"]["findings"][key].format(**fields), place)


def findings(facts: DeliveryFacts, failed: Iterable[Failed]) -> list[Finding]:
    """Everything of this delivery by itself, register by register."""
    found = [*_unread(facts), *_missing(facts), *_conflicts(facts), *_of_checks(facts, failed)]
    found += [*_empty(facts), *_rejected(facts), *_counted(facts)]
    return in_order(found)


def in_order(found: Iterable[Finding]) -> list[Finding]:
    """By gravity, then in the order of the registers; otherwise as found."""
    registers = list(contracts())
    return sorted(found, key=lambda one: (LEVELS.index(one.level), registers.index(one.register)))


def _unread(facts: DeliveryFacts) -> Iterator[Finding]:
    words = SWEDISH.texts["supplier"]["unread"]
    for register, faults in facts.unread.items():
        for fault in faults:
            why = words.get(fault.key, words["other"]).format_map({"file": "", **fault.fields})
            yield said("stops", register, "unread", why=why)


def _missing(facts: DeliveryFacts) -> Iterator[Finding]:
    for register, contract in contracts().items():
        if not contract.optional and register not in {*facts.registers, *facts.unread}:
            yield said("missing", register, "register_missing")


def _conflicts(facts: DeliveryFacts) -> Iterator[Finding]:
    if facts.conflicts.height:
        years = spans(sorted(set(facts.conflicts["year"])))
        rows = SWEDISH.whole(facts.conflicts.height)
        yield said("stops", "individuals", "conflicts", ("", "conflict"), rows=rows, years=years)


def _of_checks(facts: DeliveryFacts, failed: Iterable[Failed]) -> Iterator[Finding]:
    for check in failed:
        if check.key not in OF_CHECKS:
            continue
        yield said(
            OF_CHECKS[check.key],
            check.register,
            check.key,
            rows=few(check.unexpected),
            checked=few(check.checked),
            covers=facts.registers[check.register].covers,
            column=check.column,
            periods=spans(check.periods),
            terms=check.terms,
            codes=check.codes,
        )


def _empty(facts: DeliveryFacts) -> Iterator[Finding]:
    for register, column, periods in facts.empty.iter_rows():
        title = contracts()[register].column(column).title_sv
        key = "column_empty_years" if periods else "column_empty"
        yield said("missing", register, key, column=column, title=title, periods=spans(periods))


def _rejected(facts: DeliveryFacts) -> Iterator[Finding]:
    reasons = SWEDISH.texts["supplier"]["reasons"]
    counted = facts.rejected.group_by("register", "column", "reason").len()
    for register, column, reason, rows in counted.sort(
        "len", "column", "reason", descending=[True, False, False]
    ).rows():
        fields = {"rows": SWEDISH.whole(rows), "reason": reasons[reason], "column": column}
        yield said("odd", register, "rejected", (column, reason), **fields)


def _counted(facts: DeliveryFacts) -> Iterator[Finding]:
    """Duplicates, values that became missing, zeros that were lost."""
    for register, one in facts.registers.items():
        if one.duplicates:
            rows = SWEDISH.whole(one.duplicates)
            yield said("odd", register, "duplicates", ("", "duplicate"), rows=rows)
        for key, columns in (("blanked", one.blanked), ("restored", one.restored)):
            for column, number in columns.items():
                title = contracts()[register].column(column).title_sv
                yield said("odd", register, key, rows=few(number), column=column, title=title)


def few(count: int) -> str:
    """A count that may be of persons: 1 to 4 are not told apart."""
    return str(SWEDISH.texts["supplier"]["few"]) if 0 < count < SMALLEST else SWEDISH.whole(count)


def listed(names: Iterable[str], most: int = LISTED) -> str:
    """Names with commas, and how many more there are."""
    every = [name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…" for name in names]
    more = SWEDISH.texts["supplier"]["and_more"].format(number=len(every) - most) if len(every) > most else ""
    return ", ".join(every[:most]) + more


def spans(periods: Iterable[object]) -> str:
    """Years or terms, those in a row as one: 1999–2003, 2010."""
    runs: list[list[str]] = []
    last = None
    for label in map(str, periods):
        place = term_index(label) if label[:2] in ("VT", "HT") else int(label)
        if last is None or place != last + 1:
            runs.append([label])
        runs[-1][1:] = [label]
        last = place
    return listed(run[0] if run[0] == run[-1] else f"{run[0]}–{run[-1]}" for run in runs)
