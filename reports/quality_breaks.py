"""Breaks in classifications and sources, and which of them touch the years of this release."""

from collections.abc import Iterable
from datetime import date

from reports.described import Break
from reports.language import AUTUMN_BEGINS
from reports.quality_parts import Declared, Told
from reports.tables import Row, Shown, Table

CANNOT = "."


def touches(one: Break, years: tuple[int, int] | None) -> bool:
    """Whether the years lie on both sides of a change, or overlap a period that is itself deviant."""
    if years is None:
        return False
    first, last = years
    if one.is_period:
        return first <= one.last and last >= one.first
    return first <= one.first and last >= one.last


def touching(declared: Declared) -> list[Break]:
    """The breaks that touch the release."""
    release = declared.release
    return [one for one in release.breaks if touches(one, release.years.get(one.about))]


def breaks_told(declared: Declared) -> Told:
    """The breaks that touch the release in words, then every known break in a table."""
    words, found = declared.words["breaks"], touching(declared)
    heads = [words[name] for name in ("what", "before", "after", "when", "touches")]
    rows = [
        Row(
            Shown(_name(one, declared)),
            [
                *(Shown(side or CANNOT) for side in (one.before, one.after)),
                Shown(_when(one, declared)),
                Shown(_touches(one, declared)),
            ],
        )
        for one in declared.release.breaks
    ]
    tables = (Table(words["caption"], heads, rows, texts=frozenset({1, 2, 3, 4})),) if rows else ()
    says = (words["touching"] + ":",) if found else (words["none"],)
    return Told(says=says, points=tuple(break_points(found, declared)), tables=tables)


def break_points(found: Iterable[Break], declared: Declared) -> list[tuple[str, str]]:
    """One point per name, with every time at which it changed."""
    by_name: dict[str, list[Break]] = {}
    for one in found:
        by_name.setdefault(_name(one, declared), []).append(one)
    return [
        (
            declared.fill("breaks.point", name=name, whens=", ".join(_when(one, declared) for one in ones)),
            str(declared.words["breaks"]["kinds"][ones[0].name]["says"]),
        )
        for name, ones in by_name.items()
    ]


def _name(one: Break, declared: Declared) -> str:
    """What changed; of a group's programme with the group, of a boundary with the municipality."""
    group = next((p.profession for p in declared.pages if p.profession.profession == one.who), None)
    named = declared.name(group).lower() if group else one.who
    return declared.fill(f"breaks.kinds.{one.name}.name", who=named)


def _when(one: Break, declared: Declared) -> str:
    if one.is_period:
        first, last = lasar(one.first), lasar(one.last - 1)
        return declared.fill("breaks.period", first=first, last=last)
    if one.about == "start":
        begins = date(one.last, AUTUMN_BEGINS if one.first == one.last else 1, 1)
        return declared.fill("breaks.from_term", term=declared.language.day(begins, "term"))
    return declared.fill("breaks.between", first=str(one.first), last=str(one.last))


def lasar(year: int) -> str:
    """The academic year that begins in the year."""
    return f"{year}/{(year + 1) % 100:02}"


def _touches(one: Break, declared: Declared) -> str:
    years = declared.release.years.get(one.about)
    if years is None or not touches(one, years):
        return str(declared.words["no"])
    return declared.fill("breaks.touches_years", first=str(years[0]), last=str(years[1]))


def thresholds_told(declared: Declared) -> str:
    """Which income thresholds are published, and how many of the follow-up years have an estimated one."""
    found = estimated_years(declared)
    if found is None:
        return declared.fill("thresholds.no_follow_up")
    estimated, total, first, last = found
    published = [str(one.year) for one in declared.release.thresholds if one.status == "published"]
    numbers = {"estimated": str(estimated), "total": str(total), "first": str(first), "last": str(last)}
    if not published:
        return declared.fill("thresholds.all_estimated", **numbers)
    return declared.fill("thresholds.intro", published=declared.language.joined(published), **numbers)


def estimated_years(declared: Declared) -> tuple[int, int, int, int] | None:
    """Follow-up years with an estimated threshold, all follow-up years, the first and the last."""
    years = declared.release.years.get("follow_up")
    if years is None or not declared.release.thresholds:
        return None
    status = {one.year: one.status for one in declared.release.thresholds}
    span = range(years[0], years[1] + 1)
    return sum(status.get(year) != "published" for year in span), len(span), *years


def follow_up(declared: Declared) -> str:
    """The calendar years of the follow-up at work."""
    years = declared.release.years.get("follow_up")
    if years is None:
        return declared.fill("times.none")
    return declared.fill("times.follow_up", first=str(years[0]), last=str(years[1]))
