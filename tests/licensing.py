"""Invented lives after the licence, and the protected frames that a report is made from."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from reports.folding import STATUSES
from reports.language import SWEDISH
from reports.places import counties
from tests.published_frames import counted, rounded, suppressed

CELL_SCHEMA: dict[str, Any] = {
    **dict.fromkeys(
        ("profession", "model", "cohort", "measure", "by_1", "value_1", "by_2", "value_2"), pl.String
    ),
    **dict.fromkeys(("numerator", "denominator", "n_not_observable"), pl.Int64),
    "value": pl.Float64,
    "status": pl.String,
}
CURVE_SCHEMA: dict[str, Any] = {
    **dict.fromkeys(("profession", "model", "cohort", "curve", "specialisation", "cause"), pl.String),
    **dict.fromkeys(("k", "n_risk", "n_event"), pl.Int64),
    **dict.fromkeys(("incidence", "std_error"), pl.Float64),
}
SPECIALISATIONS = {
    "distrikt": 22, "barnmorska": 14, "intensiv": 12, "anestesi": 11, "psykiatrisk": 9, "operation": 8,
    "barn": 7, "ambulans": 6, "aldre": 5, "kirurgisk": 3, "medicinsk": 2.5, "onkologisk": 0.5, "annan": 1,
    "unknown": 3,
}  # fmt: skip
STARTS = [0.006, 0.035, 0.07, 0.085, 0.06, 0.05, 0.045, 0.04, 0.033, 0.028] + [0.018] * 10 + [0.008] * 12
REGIONS = ("Stockholm", "Uppsala-Örebro", "Sydöstra", "Södra", "Västra", "Norra")
Cut = tuple[str, ...]


@dataclass
class Nurse:
    """One made-up person after the licence; years are counted from the licence."""

    cut: dict[str, str]
    starts: dict[str, int] = field(default_factory=dict)
    left: int = 99
    degree: int | None = None
    established: bool = False
    places: tuple[str, str, str, str] = ("01",) * 4

    @property
    def first(self) -> int | None:
        """Years to the first start of all."""
        return min(self.starts.values(), default=None)

    @property
    def specialisation(self) -> str:
        """That of the first start."""
        return min(self.starts, key=lambda name: (self.starts[name], name))


def nurses(count: int, seed: int, last: int) -> list[Nurse]:
    """A licence cohort followed to its last year."""
    draw = random.Random(seed)
    codes = [county.code for county in counties(SWEDISH)]
    crowd = [draw.choice([1, 2, 4, 9]) for _ in codes]
    return [_nurse(draw, codes, crowd, last) for _ in range(count)]


def _nurse(draw: random.Random, codes: list[str], crowd: list[int], last: int) -> Nurse:
    homes = [draw.choices(codes, crowd)[0]]
    for _ in range(3):
        homes.append(
            homes[-1] if draw.random() < 0.85 else draw.choices([*codes, "abroad_or_dead"], [*crowd, 1])[0]
        )
    cut = {
        "sex": "woman" if draw.random() < 0.88 else "man",
        "age": draw.choices(["-21", "22-24", "25-29", "30-34", "35-"], [1, 38, 34, 12, 15])[0],
        "background": draw.choices(["swedish", "foreign", "unknown"], [90, 9.8, 0.2])[0],
        "licence_region": REGIONS[codes.index(homes[0]) % 6],
    }
    nurse = Nurse(cut, places=tuple(homes))  # type: ignore[arg-type]  # four homes
    for at, name in zip(
        _starts(draw), draw.choices(list(SPECIALISATIONS), list(SPECIALISATIONS.values()), k=2), strict=False
    ):
        if at <= last:
            nurse.starts.setdefault(name, at)
    if nurse.first is None and draw.random() < 0.04:
        nurse.left = draw.randrange(1, last + 1)
    if nurse.first is not None and draw.random() < 0.84:
        done = nurse.first + draw.choices(range(1, 9), [30, 38, 14, 6, 4, 3, 3, 2])[0]
        nurse.degree = done if done <= last else None
    nurse.established = draw.random() < 0.9
    return nurse


def _starts(draw: random.Random) -> list[int]:
    at, point = [], draw.random()
    for k, share in enumerate(STARTS):
        point -= share
        if point < 0:
            at.append(k)
            break
    if at and draw.random() < 0.07:
        at.append(at[0] + draw.randrange(2, 8))
    return at


class Rows:
    """Collects cells of one group in one model and protects them."""

    def __init__(self, profession: str, model: str) -> None:
        self.head = {"profession": profession, "model": model}
        self.rows: list[dict[str, Any]] = []

    def add(self, cohort: str, measure: str, by: Cut, n: int, d: int, unseen: int = 0) -> None:
        cut = dict(zip(("by_1", "value_1", "by_2", "value_2"), [*by, "", "", "", ""], strict=False))
        counts = {"numerator": n, "denominator": d, "n_not_observable": unseen}
        value = {"value": n / d if d else None, "status": "ok" if d else "not_observable"}
        self.rows.append(self.head | {"cohort": cohort, "measure": measure} | cut | counts | value)

    def plain(self) -> pl.DataFrame:
        return pl.DataFrame(self.rows, schema=CELL_SCHEMA)

    def protected(self) -> pl.DataFrame:
        return suppressed(self.plain())

    def rounded(self) -> pl.DataFrame:
        return rounded(self.plain())


def licence_rows(profession: str, cohorts: dict[str, tuple[list[Nurse], int]]) -> Rows:
    """Every measure of the licence model."""
    rows = Rows(profession, "licence")
    for cohort, (people, last) in cohorts.items():
        _shares(rows, cohort, people, last, ())
        for by in ("sex", "age", "background", "licence_region"):
            for value in sorted({p.cut[by] for p in people}):
                _shares(rows, cohort, [p for p in people if p.cut[by] == value], last, (by, value))
        for name in SPECIALISATIONS:
            if any(name in p.starts for p in people):
                _specialisation(rows, cohort, people, last, name)
        _years(rows, cohort, people, last)
        _mobility(rows, cohort, people)
    return rows


def _shares(rows: Rows, cohort: str, people: list[Nurse], last: int, by: Cut) -> None:
    started = [p for p in people if p.first is not None]
    done = [p for p in started if p.degree is not None]
    in_time = [p for p in done if (p.degree or 0) - (p.first or 0) <= 4]
    followed = [p for p in started if (p.first or 0) <= last - 4]
    rows.add(cohort, "started_share", by, len(started), len(people))
    rows.add(cohort, "exam_rate_nominal_3", by, sum(p in followed for p in in_time), len(followed))
    rows.add(cohort, "exam_rate_to_date", by, len(done), len(started))
    rows.add(cohort, "established", by, sum(p.established for p in done), len(done))
    if not by:
        rows.add(cohort, "applied_share", by, 0, 0, len(people))


def _specialisation(rows: Rows, cohort: str, people: list[Nurse], last: int, name: str) -> None:
    by = ("specialisation", name)
    own = [
        Nurse(p.cut, {name: p.starts[name]}, p.left, p.degree, p.established)
        for p in people
        if name in p.starts
    ]
    _shares(rows, cohort, own, last, by)
    for row in rows.rows[-4:]:
        if row["measure"] == "started_share":
            row |= {"denominator": len(people), "value": len(own) / len(people)}
    for k in range(last + 1):
        n = sum(p.starts[name] <= k for p in own)
        cut = ("years_since_licence", str(k), *by)
        rows.add(cohort, "started_share_by_year", cut, n, len(people))


def _years(rows: Rows, cohort: str, people: list[Nurse], last: int) -> None:
    started = [p for p in people if p.first is not None]
    for k in range(last + 1):
        n = sum((p.first or 0) <= k for p in started)
        rows.add(cohort, "started_share_by_year", ("years_since_licence", str(k)), n, len(people))
        followed = [p for p in started if (p.first or 0) + k <= last]
        done = sum(p.degree is not None and p.degree - (p.first or 0) <= k for p in followed)
        cut = ("years_since_start", str(k))
        rows.add(cohort, "graduated_share_by_year", cut, done, len(followed), len(started) - len(followed))


def _mobility(rows: Rows, cohort: str, people: list[Nurse]) -> None:
    started = [p for p in people if p.first is not None]
    done = [p for p in started if p.degree is not None]
    moves = {
        "mobility_licence_to_start": (started, 0, 1),
        "mobility_start_to_degree": (done, 1, 2),
        "mobility_licence_to_degree": (done, 0, 2),
        "mobility_degree_to_after_1": (done, 2, 3),
    }
    codes = [county.code for county in counties(SWEDISH)]
    levels: dict[str, Callable[[str], str]] = {
        "county": str,
        "region": lambda code: REGIONS[codes.index(code) % 6] if code in codes else code,
    }
    for measure, (moved, one, two) in moves.items():
        for level, named in levels.items():
            pairs = Counter((named(p.places[one]), named(p.places[two])) for p in moved)
            bases = Counter(named(p.places[one]) for p in moved)
            for (origin, target), n in sorted(pairs.items()):
                cut = (f"from_{level}", origin, f"to_{level}", target)
                rows.add(cohort, measure, cut, n, bases[origin])
    for code in codes:
        inside = [p for p in done if p.places[2] == code]
        for name, n in sorted(Counter(p.specialisation for p in inside).items()):
            cut = ("degree_county", code, "specialisation", name)
            rows.add(cohort, "specialisation_share", cut, n, len(inside))


def curve_frame(profession: str, cohorts: dict[str, tuple[list[Nurse], int]]) -> pl.DataFrame:
    """The curves of both kinds, started also by specialisation, with small events protected."""
    found: list[dict[str, Any]] = []
    for cohort, (people, last) in cohorts.items():
        head = {"profession": profession, "model": "licence", "cohort": cohort, "cause": "reached"}
        for name in ("", *SPECIALISATIONS):
            lives = [
                (p.starts.get(name, 99) if name else (99 if p.first is None else p.first), p.left)
                for p in people
            ]
            found += _curve(
                head | {"curve": "started", "specialisation": name}, lives, last, [last] * len(lives)
            )
        started = [p for p in people if p.first is not None]
        spans = [(99 if p.degree is None else p.degree - (p.first or 0), 99) for p in started]
        ends = [last - (p.first or 0) for p in started]
        found += _curve(head | {"curve": "graduated", "specialisation": ""}, spans, last, ends)
    frame = pl.DataFrame(found, schema=CURVE_SCHEMA)
    return counted(frame, "n_event", "n_risk", "incidence", "std_error")


def _curve(
    head: dict[str, Any], lives: list[tuple[int, int]], last: int, ends: list[int]
) -> Iterable[dict[str, Any]]:
    incidence, free = 0.0, 1.0
    for k in range(last + 1):
        risk = sum(min(event, left) >= k and end >= k for (event, left), end in zip(lives, ends, strict=True))
        events = sum(
            event == k and end >= k and left > k for (event, left), end in zip(lives, ends, strict=True)
        )
        others = sum(left == k and event > k for event, left in lives)
        if risk:
            incidence += free * events / risk
            free *= 1 - (events + others) / risk
        numbers = {"n_risk": risk, "n_event": events, "incidence": incidence, "std_error": 0.01}
        yield head | {"k": k} | numbers


def licensed_rows(profession: str, size: int, seed: int, years: range, last: int) -> Rows:
    """Cohorts by licence year up to the last year whose registers are there."""
    rows, draw = Rows(profession, "licensed"), random.Random(seed)
    codes = [county.code for county in counties(SWEDISH)]
    for year in years:
        people = [_licensed(draw, codes) for _ in range(size + draw.randrange(size // 10 + 1))]
        _follow(rows, str(year), people, (), year, last)
        for by in ("sex", "age", "background", "degree_institution", "licence_county", "licence_region"):
            for value in sorted({p[by] for p in people}):
                _follow(rows, str(year), [p for p in people if p[by] == value], (by, value), year, last)
        for k in (1, 3):
            base = len(people) if year + k <= last else 0
            for status in STATUSES:
                n = sum(p[f"status_{k}"] == status for p in people) if base else 0
                rows.add(str(year), f"status_{k}", ("status", status), n, base, 0 if base else len(people))
    return rows


def _licensed(draw: random.Random, codes: list[str]) -> dict[str, str]:
    code = draw.choice(codes)
    one, three = (
        draw.choices(STATUSES, weights)[0] for weights in ([84, 4, 3, 2, 3, 2, 2], [78, 6, 5, 2, 4, 3, 2])
    )
    return {
        "sex": "woman" if draw.random() < 0.87 else "man",
        "age": draw.choices(["-21", "22-24", "25-29", "30-34", "35-"], [1, 38, 34, 12, 15])[0],
        "background": "swedish" if draw.random() < 0.88 else "foreign",
        "degree_institution": draw.choices(["GU", "KI", "LU", "UmU", "UU", "ESH"], [6, 7, 5, 3, 4, 1])[0],
        "licence_county": code,
        "licence_region": REGIONS[codes.index(code) % 6],
        "status_1": one,
        "status_3": three,
    }


def _follow(rows: Rows, cohort: str, people: list[dict[str, str]], by: Cut, year: int, last: int) -> None:
    for k in (1, 3):
        seen = people if year + k <= last else []
        home = [p for p in seen if p[f"status_{k}"] != "abroad_or_dead"]
        at_work = [p for p in home if p[f"status_{k}"] not in ("studying", "not_employed")]
        known = [p for p in seen if p[f"status_{k}"] != "unknown"]
        active = sum(p[f"status_{k}"] == "in_profession" for p in known)
        rows.add(cohort, f"resident_{k}", by, len(home), len(seen), len(people) - len(seen))
        rows.add(cohort, f"employed_{k}", by, len(at_work), len(home), len(people) - len(seen))
        rows.add(cohort, f"retention_{k}", by, active, len(known), len(people) - len(known))


def attrition_frame(profession: str, window: str, size: int, years: range) -> pl.DataFrame:
    """Who was left out of the window, of a licence cohort, and of every licence year; 1-4 protected."""
    counts: list[tuple[str, str, str, str, int]] = []

    def cohort(model: str, name: str, excluded: dict[str, int], taken: str, persons: int) -> None:
        counts.append((model, name, "candidates", "", persons + sum(excluded.values())))
        counts.extend((model, name, "excluded", reason, n) for reason, n in excluded.items())
        counts.append((model, name, taken, "", persons))

    reasons = {
        "incoming_exchange": 61,
        "contract_education": 0,
        "reused_number": 3,
        "degree_before_start": 12,
    }
    cohort("education", window, reasons, "started", size * 11)
    counts.append(("education", window, "quality", "licensed_without_degree", 37))
    cohort("licence", "2000/01", {"reused_number": 7}, "followed", size)
    for year in years:
        excluded = {"reused_number": year % 4, "no_swedish_degree": 90 + 11 * (year - years[0])}
        cohort("licensed", str(year), excluded, "followed", size)
    rows = [(profession, *count) for count in counts]
    schema = ["profession", "model", "cohort", "step", "reason", "persons"]
    return counted(pl.DataFrame(rows, schema=schema, orient="row"), "persons")


WAYS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "target_set": (("occupation", "workplace", "either"), ("in_profession", "retention")),
    "follow_up_year": (("calendar_year", "lasar"), ("resident", "employed", "in_profession", "retention")),
    "occupation_status": (("all_accepted", "november_only"), ("in_profession", "retention")),
    "occupation_age": (("any_year", "not_before_licence"), ("in_profession", "retention")),
    "missing_occupation": (
        ("not_observable", "counted_as_no", "counted_as_yes"), ("in_profession", "retention")
    ),
    "employed_base": (("resident", "licensed"), ("employed",)),
    "established_year": (("following_year", "lasar_end_year"), ("established",)),
    "general_degree": (("to_end_of_data", "same_lasar"), ("general_degree_share",)),
}  # fmt: skip


def sensitivity_frame(profession: str, window: str, base: int, seed: int = 1) -> pl.DataFrame:
    """Every choice counted in every way; the first way is in force."""
    draw = random.Random(seed)
    frames = []
    for choice, (ways, measures) in WAYS.items():
        for stem in measures:
            names = [stem] if stem in ("established", "general_degree_share") else [f"{stem}_1", f"{stem}_3"]
            for name in names:
                first = round(base * draw.uniform(0.7, 0.9))
                for place, way in enumerate(ways):
                    rows = Rows(profession, "education")
                    suffix = f"_{way}" if choice == "target_set" and place else ""
                    n = first + round(place * base * draw.uniform(-0.08, 0.08))
                    rows.add(window, name + suffix, (), n, base)
                    marks = [pl.lit(choice).alias("choice"), pl.lit(way).alias("alternative")]
                    frames.append(rows.protected().with_columns(marks))
    return pl.concat(frames)
