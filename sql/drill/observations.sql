/*
title = "Observations of the drill-down"
title_sv = "Utfall i fördjupningen"
question = "Who is in the base and in the numerator of each measure?"
definition = "Every measure that is counted person by person, as its own SQL file says: base and numerator are true, false or NULL for not observable, base not false. part is the specialisation, or the category of a status or a fate; months are those of measures.months."
*/
with categories as (
    select distinct by_1 as kind, value_1 as category from measures.category_cells
    where by_1 in ('status', 'fate')
),

outcomes as (
    select person, profession, 'education' as model, measure, '' as part, base, numerator, null as months
    from measures.education
    union all
    select person, profession, model, measure, '', base, numerator, null from measures.after_licence
    union all
    select person, profession, 'education', measure, '', base, numerator, null from measures.pathways
    union all
    select person, profession, 'education', measure, '', base, true, months from measures.months
    union all
    select person, profession, model, measure, specialisation, base, numerator, null from measures.advanced
    union all
    select s.person, s.profession, s.model, 'status_' || s.k, c.category, true, s.status = c.category, null
    from milestones.status as s
    inner join categories as c on c.kind = 'status'
    union all
    select f.person, f.profession, 'education', 'fate', c.category, true, f.fate = c.category, null
    from milestones.fate as f
    inner join categories as c on c.kind = 'fate'
)

select
    p.profession,
    p.model,
    o.measure,
    o.part,
    p.cohort_year,
    p.who,
    o.base,
    o.numerator,
    cast(o.months as integer) as months
from outcomes as o
inner join drill.people as p on o.person = p.person and o.profession = p.profession and o.model = p.model
