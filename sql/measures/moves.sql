/*
title = "Moves between two points"
title_sv = "Personernas flyttningar mellan två punkter"
question = "From which county and region to which did each person move, in every matrix?"
definition = "One row per person and matrix. The base is everyone started for home → study, those licensed and graduated for the matrices to +1 and +3, those of them employed + k for the workplace (rulings R39, R61). In the licence model: those who started, for licence → start; those who took the degree, for the others (R48). base NULL, or an end NULL: not observable."
*/
with pairs as (
    select * from (
        values
        ('education', 'mobility_home_to_study', 'home', 'study', 'started'),
        ('education', 'mobility_study_to_after_1', 'study', 'after_1', 'followed_1'),
        ('education', 'mobility_home_to_after_1', 'home', 'after_1', 'followed_1'),
        ('education', 'mobility_after_1_to_after_3', 'after_1', 'after_3', 'followed_3'),
        ('education', 'mobility_study_to_after_3', 'study', 'after_3', 'followed_3'),
        ('education', 'mobility_home_to_after_3', 'home', 'after_3', 'followed_3'),
        ('education', 'mobility_study_to_work_1', 'study', 'work_1', 'employed_1'),
        ('education', 'mobility_study_to_work_3', 'study', 'work_3', 'employed_3'),
        ('licence', 'mobility_licence_to_start', 'licence', 'start', 'started'),
        ('licence', 'mobility_start_to_degree', 'start', 'degree', 'graduated'),
        ('licence', 'mobility_licence_to_degree', 'licence', 'degree', 'graduated'),
        ('licence', 'mobility_degree_to_after_1', 'degree', 'after_1', 'graduated')
    ) as p (model, measure, origin_point, target_point, base_name)
),

bases as (
    select person, profession, 'education' as model, 'started' as base_name, true as base from spine.cohort
    union all
    select person, profession, model, 'followed_' || k, is_followed from milestones.follow_up
    where model = 'education'
    union all
    select person, profession, model, 'employed_' || k, is_followed and employed from milestones.follow_up
    where model = 'education'
    union all
    select person, profession, model, 'started', base from measures.advanced
    where measure = 'exam_rate_to_date' and specialisation = ''
    union all
    select person, profession, model, 'graduated', base and numerator from measures.advanced
    where measure = 'exam_rate_to_date' and specialisation = ''
)

select
    b.person,
    b.profession,
    b.model,
    p.measure,
    b.base,
    o.county as origin_county,
    t.county as target_county,
    o.region as origin_region,
    t.region as target_region
from pairs as p
inner join bases as b on p.model = b.model and p.base_name = b.base_name
left join milestones.places as o
    on
        b.person = o.person and b.profession = o.profession and b.model = o.model
        and p.origin_point = o.point
left join milestones.places as t
    on
        b.person = t.person and b.profession = t.profession and b.model = t.model
        and p.target_point = t.point
where b.base is distinct from false
