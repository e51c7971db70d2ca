/*
title = "Trips between two points"
title_sv = "Flyttningar mellan två punkter"
question = "From which place to which did each person move, in every matrix?"
definition = "One row per person, matrix and level (county, region). The base is everyone started for home → study, those licensed and graduated for the matrices to +1 and +3, those of them employed + k for the workplace (rulings R39, R61). origin and target NULL: not observable."
*/
with pairs as (
    select * from (
        values
        ('mobility_home_to_study', 'home', 'study', 0),
        ('mobility_study_to_after_1', 'study', 'after_1', 1),
        ('mobility_home_to_after_1', 'home', 'after_1', 1),
        ('mobility_after_1_to_after_3', 'after_1', 'after_3', 3),
        ('mobility_study_to_after_3', 'study', 'after_3', 3),
        ('mobility_home_to_after_3', 'home', 'after_3', 3),
        ('mobility_study_to_work_1', 'study', 'work_1', 1),
        ('mobility_study_to_work_3', 'study', 'work_3', 3)
    ) as p (measure, origin_point, target_point, k)
),

bases as (
    select person, profession, 0 as k, true as base, true as works from spine.cohort
    union all
    select person, profession, k, is_followed, is_followed and employed from milestones.follow_up
),

moved as (
    select
        b.person,
        b.profession,
        p.measure,
        case when p.target_point in ('work_1', 'work_3') then b.works else b.base end as base,
        o.county as origin_county,
        t.county as target_county,
        o.region as origin_region,
        t.region as target_region
    from pairs as p
    inner join bases as b on p.k = b.k
    left join milestones.places as o
        on b.person = o.person and b.profession = o.profession and p.origin_point = o.point
    left join milestones.places as t
        on b.person = t.person and b.profession = t.profession and p.target_point = t.point
),

levels as (
    select person, profession, measure, base, 'county' as level, origin_county as origin, target_county as target
    from moved
    union all
    select person, profession, measure, base, 'region', origin_region, target_region from moved
)

select
    l.profession,
    c.cohort,
    l.measure,
    l.level,
    l.origin,
    case when l.base then l.target end as target
from levels as l
inner join spine.cohort as s on l.person = s.person and l.profession = s.profession
inner join reference.cohorts as c on s.cohort_year between c.first_year and c.last_year
where l.base is distinct from false
