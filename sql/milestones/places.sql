/*
title = "Places"
title_sv = "Bostads-, studie- och arbetsort"
question = "In which municipality, county and health-care region was the person at each point?"
definition = "Points home (31 December of the year before the start), study (study place of the start term), degree (degree year), after_1 and after_3 (base year + k), work_1 and work_3 (workplace in November). Not resident is abroad_or_dead, a missing code is unknown, NULL is not observable: the year is not covered, or its row was rejected (rulings R37, R39, R42, R43, R61)."
*/
with residence_years as (
    select
        person,
        profession,
        'home' as point,
        cohort_year - 1 as year
    from spine.cohort
    union all
    select
        person,
        profession,
        'degree' as point,
        year(graduated_on) as year
    from milestones.graduated
    where is_graduated
),

residences as (
    select
        r.person,
        r.profession,
        r.point,
        case
            when not coalesce(r.year between v.individuals_first and v.individuals_last, false) then null
            when y.person is not null then coalesce(y.municipality, 'unknown')
            when u.person is null then 'abroad_or_dead'
        end as municipality
    from residence_years as r
    cross join reference.coverage as v
    left join staging.person_years as y on r.person = y.person and r.year = y.year
    left join staging.unobserved_years as u on r.person = u.person and r.year = u.year
),

points as (
    select * from residences
    union all
    select
        person,
        profession,
        'study' as point,
        coalesce(study_municipality, 'unknown') as municipality
    from spine.cohort
    union all
    select
        person,
        profession,
        'after_' || k as point,
        case when resident then coalesce(municipality, 'unknown') when not resident then 'abroad_or_dead' end
            as municipality
    from milestones.follow_up
    where is_followed
    union all
    select
        person,
        profession,
        'work_' || k as point,
        case when work_municipality = '9999' then 'abroad_or_dead' else coalesce(work_municipality, 'unknown') end
            as municipality
    from milestones.follow_up
    where is_followed and employed
)

select
    p.person,
    p.profession,
    p.point,
    p.municipality,
    coalesce(m.county, p.municipality) as county,
    coalesce(m.region, p.municipality) as region
from points as p
left join reference.municipalities as m on p.municipality = m.municipality
