"""Checks of a delivery as a whole, as SQL that returns one row of counts per register.

Belongs here: what is expected between rows, years and registers, and the policy that judges it.
Does not belong here: what one column must look like (registers/*.toml) and running the checks
(schemas.expectations). A query sees the schema `raw` and returns counts, never a person's values.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from schemas.contract import Contract

NEIGHBOURS = 3
"""Years (or terms of the same kind) on each side that a year's row count is compared with."""
JUMP_BELOW, JUMP_ABOVE = 0.5, 2.0
"""A year outside these multiples of its neighbours' median is a jump."""
FEWEST_JUDGED = 50
"""Years with fewer rows than this, in the middle, are too small to have jumps or shares."""
OCCUPATION_MISSING_SHARE = 0.20
"""Largest share of the employed without an occupation in a year (definitions section 7)."""
TERMS_BEFORE_FIRST_COHORT = 10
"""Registrations must reach five years back, or earlier beginners look new (R56)."""
HEALTH_RANGES = {
    "ssyk96": ("222", "223", "322", "323", "324"),
    "ssyk2012": ("22", "325"),
    "sun2000": ("72", "311", "762"),
    "sun2020": ("72", "311", "762"),
    "sni2002": ("851", "853"),
    "sni2007": ("86", "87", "88"),
}
"""Beginnings of codes where the lists are complete: a code there that none knows is an orphan."""
CODED_COLUMNS = {
    "individuals": {
        "Ssyk4": "ssyk96",
        "Ssyk4_J16": "ssyk96",
        "Ssyk4_2012_J16": "ssyk2012",
        "Ssyk4_2012": "ssyk2012",
        "AstSNI2002": "sni2002",
        "AstSNI2007": "sni2007",
    },
    "degrees": {"SUN2000Inr": "sun2000", "SUN2020Inr": "sun2020"},
}
BLOCKING = ("no_accepted_rows", "reconciliation", "conflicting_person_years")
"""Keys of the checks that stop a run; every other one warns."""


@dataclass(frozen=True)
class DeliveryCheck:
    """One query to run; `template` fills the names in its braces."""

    key: str
    query: str
    column: str = ""
    template: dict[str, str] = field(default_factory=dict)


RECONCILIATION = """
select
    sum(rows_read) as checked,
    sum(abs(rows_read - accepted - duplicates - rejected - set_aside)) as unexpected
from raw.reading_counts
where register = '{register}'
"""

# Rows set aside (R58) were sound: a small delivery may have no one of a cohort in a register.
NO_ACCEPTED_ROWS = """
select
    sum(rows_read) as checked,
    case when sum(accepted + set_aside) = 0 then 1 else 0 end as unexpected
from raw.reading_counts
where register = '{register}'
"""

CONFLICTING_PERSON_YEARS = """
select
    (select sum(accepted) from raw.reading_counts where register = '{register}') as checked,
    count(*) as unexpected,
    list(distinct Ar order by Ar) as periods
from raw.conflicting_person_years
"""

PERIOD_MISSING = """
with
due as (
    select unnest(range(first_period, last_period + 1)) as period
    from raw.coverage where register = '{register}'
),
present as (select period from raw.rows_by_period where register = '{register}' and "rows" > 0)
select
    count(*) as checked,
    count(*) filter (present.period is null) as unexpected,
    list(due.period order by due.period) filter (present.period is null) as periods
from due left join present on due.period = present.period
"""

PERIOD_OUTSIDE_COVERS = """
select
    coalesce(sum("rows"), 0) as checked,
    coalesce(sum("rows") filter (period not between first_period and last_period), 0) as unexpected,
    list(period order by period) filter (period not between first_period and last_period) as periods
from raw.coverage left join raw.rows_by_period using (register)
where register = '{register}'
"""

# Spring is compared with springs. The outer years of dates may be covered in part only.
ROWS_JUMP = """
with
counts as (
    select period, "rows"
    from raw.rows_by_period inner join raw.coverage using (register)
    where register = '{register}'
      and period between first_period + {partial} and last_period - {partial}
),
compared as (
    select here.period, any_value(here."rows") as "rows", median(near."rows") as usual
    from counts as here
    inner join counts as near
        on near.period <> here.period
       and abs(near.period - here.period) <= {reach}
       and (near.period - here.period) % {step} = 0
    group by here.period
),
judged as (
    select
        period,
        greatest("rows", usual) >= {fewest}
            and ("rows" < usual * {below} or "rows" > usual * {above}) as is_jump
    from compared
)
select
    count(*) as checked,
    count(*) filter (is_jump) as unexpected,
    list(period order by period) filter (is_jump) as periods
from judged
"""

TERM_OUTSIDE_COVERS = """
select
    count(*) as checked,
    count(*) filter (
        2 * Ar + case when Termin = '2' then 1 else 0 end not between first_period and last_period
    ) as unexpected
from raw."{register}" cross join raw.coverage
where coverage.register = '{register}'
"""

# The occupation of rulings R29 and R66, among those whom R27 calls employed.
OCCUPATION_MISSING = """
with
yearly as (
    select
        Ar,
        count(*) as employed,
        count(*) filter (
            SsykStatus_J16 = 6
            or case
                when Ar >= 2014 then coalesce(Ssyk4_2012_J16, Ssyk4_2012)
                when Ar >= 2010 then coalesce(Ssyk4_J16, Ssyk4)
                else Ssyk4
            end is null
        ) as missing
    from raw."{register}"
    where Ar >= 2001 and '1' = case
        when Ar >= 2022 then cast(BAS as varchar)
        when Ar >= 2019 then SyssStat19
        when Ar >= 2011 then coalesce(SyssStat11, case when Ar = 2011 then SyssStatJ end)
        when Ar >= 2003 then coalesce(SyssStatJ, case when Ar = 2003 then SyssStat end)
        else SyssStat
    end
    group by Ar
),
judged as (
    select *, employed >= {fewest} and missing > employed * {share} as is_high from yearly
)
select
    coalesce(sum(employed), 0) as checked,
    coalesce(sum(missing) filter (is_high), 0) as unexpected,
    list(Ar order by Ar) filter (is_high) as periods
from judged
"""

ORPHAN_CODE = """
with
found as (
    select "{column}" as code, count(*) as n
    from raw."{register}"
    where "{column}" is not null
    group by all
),
judged as (
    select found.n, known.code is null as is_orphan
    from found
    left join (select distinct code from raw.known_codes where kind = '{kind}') as known using (code)
    where regexp_matches(found.code, '^({beginnings})')
)
select
    coalesce(sum(n), 0) as checked,
    coalesce(sum(n) filter (is_orphan), 0) as unexpected,
    count(*) filter (is_orphan) as codes
from judged
"""

PERSON_UNKNOWN = """
with
persons as (select distinct LopNr from raw."{register}"),
population as (
    select LopNr from raw.individuals
    union all select LopNr from raw.registrations
    {persons}
)
select
    (select count(*) from persons) as checked,
    count(*) as unexpected
from persons anti join population using (LopNr)
"""

FIRST_TERM_LATE = """
select
    1 as checked,
    case when first_cohort_term - first_period < {terms} then 1 else 0 end as unexpected,
    first_cohort_term - first_period as terms
from raw.coverage cross join raw.settings
where register = '{register}'
"""


def delivery_checks(contract: Contract) -> Iterator[DeliveryCheck]:
    """The checks of one delivered register, in the order they are shown."""
    yield DeliveryCheck("no_accepted_rows", NO_ACCEPTED_ROWS)
    yield DeliveryCheck("reconciliation", RECONCILIATION)
    yield DeliveryCheck("period_missing", PERIOD_MISSING)
    yield DeliveryCheck("period_outside_covers", PERIOD_OUTSIDE_COVERS)
    yield DeliveryCheck("rows_jump", ROWS_JUMP, template=_jump_policy(contract))
    if contract.period == "term":
        yield DeliveryCheck("row_outside_covers", TERM_OUTSIDE_COVERS, "Termin")
    for column, kind in CODED_COLUMNS.get(contract.register, {}).items():
        beginnings = {"column": column, "kind": kind, "beginnings": "|".join(HEALTH_RANGES[kind])}
        yield DeliveryCheck("orphan_code", ORPHAN_CODE, column, beginnings)
    if contract.register == "individuals":
        shares = {"fewest": str(FEWEST_JUDGED), "share": str(OCCUPATION_MISSING_SHARE)}
        yield DeliveryCheck("conflicting_person_years", CONFLICTING_PERSON_YEARS)
        yield DeliveryCheck("occupation_missing", OCCUPATION_MISSING, template=shares)
    if contract.register in ("licences", "degrees"):
        yield DeliveryCheck("person_unknown", PERSON_UNKNOWN)
    if contract.register == "registrations":
        terms = {"terms": str(TERMS_BEFORE_FIRST_COHORT)}
        yield DeliveryCheck("first_term_late", FIRST_TERM_LATE, template=terms)


def _jump_policy(contract: Contract) -> dict[str, str]:
    step = 2 if contract.period == "term" else 1
    policy = {
        "step": step,
        "reach": NEIGHBOURS * step,
        "partial": int(contract.period == "date"),
        "fewest": FEWEST_JUDGED,
        "below": JUMP_BELOW,
        "above": JUMP_ABOVE,
    }
    return {name: str(value) for name, value in policy.items()}
