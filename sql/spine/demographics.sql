/*
title = "Demographics"
title_sv = "Kön, ålder och bakgrund"
question = "Which sex, age and background did the person have at the start?"
definition = "All from one LISA row: that of the start year, else the latest before it, else the first after it (ruling R36). Age is start year minus birth year. No row, or no value, is unknown."
*/
with nearest as (
    select
        c.person,
        c.profession,
        y.sex,
        c.cohort_year - y.birth_year as age_years,
        y.background
    from spine.cohort as c
    left join staging.person_years as y on c.person = y.person
    qualify row_number() over (
        partition by c.person, c.profession
        order by
            case when y.year <= c.cohort_year then 0 else 1 end,
            abs(y.year - c.cohort_year)
    ) = 1
)

select
    person,
    profession,
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
from nearest
