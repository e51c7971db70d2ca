/*
title = "Trips between two points"
title_sv = "Flyttningar mellan två punkter"
question = "From which place to which did each person move, in every matrix, cohort and level?"
definition = "One row per person of measures.moves, cohort and level (county, region). origin and target NULL: not observable; a base that is not observable has no target."
*/
with levels as (
    select
        person, profession, model, measure, base, 'county' as level, origin_county as origin,
        target_county as target
    from measures.moves
    union all
    select person, profession, model, measure, base, 'region', origin_region, target_region from measures.moves
)

select
    l.profession,
    l.model,
    c.cohort,
    l.measure,
    l.level,
    l.origin,
    case when l.base then l.target end as target
from levels as l
inner join spine.entrants as e on l.person = e.person and l.profession = e.profession and l.model = e.model
inner join reference.cohorts as c on l.model = c.model and e.cohort_year between c.first_year and c.last_year
