/*
title = "Demographics"
title_sv = "Kön, ålder och bakgrund"
question = "Which sex, age and background did the person have at the start, or at the licence?"
definition = "All from one LISA row: that of the entry year, else the latest before it, else the first after it (ruling R36). Age is entry year minus birth year. No row, or no value, is unknown."
*/
with nearest as (
    select
        e.person,
        e.profession,
        e.model,
        e.entry_year,
        coalesce(max(case when y.year <= e.entry_year then y.year end), min(y.year)) as year
    from spine.entrants as e
    left join staging.person_years as y on e.person = y.person
    group by e.person, e.profession, e.model, e.entry_year
),

described as (
    select
        n.person,
        n.profession,
        n.model,
        y.sex,
        n.entry_year - y.birth_year as age_years,
        y.background
    from nearest as n
    left join staging.person_years as y on n.person = y.person and n.year = y.year
)

select
    person,
    profession,
    model,
    coalesce(sex, 'unknown') as sex,
    case
        when age_years is null then 'unknown'
        when age_years <= 21 then '-21'
        when age_years <= 24 then '22-24'
        when age_years <= 29 then '25-29'
        when age_years <= 34 then '30-34'
        else '35-'
    end as age,
    coalesce(background, 'unknown') as background
from described
