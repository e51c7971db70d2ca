/*
title = "Places"
title_sv = "Bostads-, studie- och arbetsort"
question = "In which municipality, county and health-care region was the person at each point?"
definition = "education: home (31 December of the year before the start), study (study place of the start term), degree (degree year), after_1 and after_3 (base year + k), work_1 and work_3 (workplace in November). licence: residence on 31 December of the licence year, of the year of the first advanced start (start), of that education's degree (degree) and the year after (after_1). licensed: licence. Not resident is abroad_or_dead, a missing code is unknown, NULL is not observable: the year is not covered, or its row was rejected (rulings R37, R39, R42, R43, R48, R61)."
*/
with residence_years as (
    select person, profession, 'education' as model, 'home' as point, cohort_year - 1 as year
    from spine.cohort
    union all
    select person, profession, 'education', 'degree', year(graduated_on) from milestones.graduated
    where is_graduated
    union all
    select person, profession, model, 'licence', entry_year from spine.entrants
    where model in ('licence', 'licensed')
    union all
    select s.person, s.profession, 'licence', 'start', s.start_term // 2
    from milestones.advanced_starts as s
    inner join spine.licence_cohort as c on s.person = c.person and s.profession = c.profession
    where s.specialisation = '' and c.observes_starts
    union all
    select d.person, d.profession, 'licence', p.point, year(d.graduated_on) + p.years_after
    from milestones.advanced_degrees as d
    inner join spine.licence_cohort as c on d.person = c.person and d.profession = c.profession
    cross join (values ('degree', 0), ('after_1', 1)) as p (point, years_after)
    where d.specialisation = '' and d.is_graduated and c.observes_starts
),

residences as (
    select
        r.person,
        r.profession,
        r.model,
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

followed_to as (
    select f.person, f.profession, f.k, f.resident, f.employed, y.municipality, y.work_municipality
    from milestones.follow_up as f
    inner join milestones.work_years as y
        on f.person = y.person and f.profession = y.profession and f.year = y.year
    where f.model = 'education' and f.is_followed
),

points as (
    select * from residences
    union all
    select person, profession, 'education' as model, 'study' as point, coalesce(study_municipality, 'unknown')
    from spine.cohort
    union all
    select
        person, profession, 'education', 'after_' || k,
        case when resident then coalesce(municipality, 'unknown') when not resident then 'abroad_or_dead' end
    from followed_to
    union all
    select
        person, profession, 'education', 'work_' || k,
        case when work_municipality = '9999' then 'abroad_or_dead' else coalesce(work_municipality, 'unknown') end
    from followed_to
    where employed
)

select
    p.person,
    p.profession,
    p.model,
    p.point,
    p.municipality,
    coalesce(m.county, p.municipality) as county,
    coalesce(m.region, p.municipality) as region
from points as p
left join reference.municipalities as m on p.municipality = m.municipality
