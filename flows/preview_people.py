"""What the people of a group's cohort do, and who else has its occupations, beside the counting itself.

Belongs here: questions put to tables that the counting has built. Does not belong here: questions about
everybody (flows.preview_facts) and anything that a release counts (sql/).

preview.own       kind, code of the group
preview.cohorts   person, profession, entry_term of every group's cohort
preview.holders   kind, year: the years whose occupations are looked at for everybody
"""

from __future__ import annotations

OVERLAP = """
select
    x.profession,
    count(*) as persons,
    count(*) filter (where x.entry_term < c.entry_term) as before
from spine.cohort as c
inner join preview.cohorts as x on c.person = x.person and c.profession <> x.profession
group by x.profession
order by persons desc, x.profession
"""
"""profession, persons, before: people of the group's cohort in others' too, and who started there first."""

OCCUPATION_CODES = """
with worked as (
    select
        y.person,
        case when y.year >= 2014 then 'ssyk2012' else 'ssyk96' end as kind,
        y.occupation as code
    from staging.person_years as y
    semi join spine.cohort as c on y.person = c.person
    where y.occupation is not null
)

select
    o.kind,
    o.code,
    count(distinct w.person) as persons,
    coalesce(
        any_value(
            case o.kind
                when 'ssyk2012' then v.individuals_last >= 2014
                else v.individuals_first <= 2013 and v.individuals_last >= 2001
            end
        ),
        false
    ) and (bool_or(k.kind is not null) or not exists (select 1 from spine.cohort)) as is_filled
from preview.own as o
cross join reference.coverage as v
left join worked as w on o.kind = w.kind and o.code = w.code
left join (select distinct kind from worked) as k on o.kind = k.kind
where o.kind in ('ssyk96', 'ssyk2012')
group by o.kind, o.code
order by o.kind desc, o.code
"""
"""kind, code, persons, is_filled: people of the group's cohort who had the occupation in some year."""

OTHER_OCCUPATIONS = """
with employed as (
    select
        y.person,
        case when y.year >= 2014 then 'ssyk2012' else 'ssyk96' end as kind,
        y.occupation as code
    from milestones.follow_up as f
    inner join staging.person_years as y on f.person = y.person and f.year = y.year
    where f.is_followed and f.employed and y.occupation is not null
)

select
    e.kind, e.code, count(distinct e.person) as persons, bool_or(o.code is not null) as is_own
from employed as e
left join preview.own as o on e.kind = o.kind and e.code = o.code
group by e.kind, e.code
order by persons desc, e.kind, e.code
"""
"""kind, code, persons, is_own: occupations of the group's followed people 1 and 3 years after."""

HOLDERS = """
with holders as (
    select distinct h.kind, y.year, y.person
    from staging.person_years as y
    inner join preview.holders as h on y.year = h.year
    inner join preview.own as o on h.kind = o.kind and y.occupation = o.code
    where y.is_employed
)

select
    h.kind,
    h.year,
    coalesce(c.profession, '') as profession,
    count(distinct h.person) as persons
from holders as h
left join preview.cohorts as c on h.person = c.person
group by h.kind, h.year, coalesce(c.profession, '')
union all
select kind, year, null, count(*) from holders
group by kind, year
order by 1 desc, 4 desc, 3
"""
"""kind, year, profession, persons: who has the group's occupations: NULL everybody, '' no group's cohort."""
