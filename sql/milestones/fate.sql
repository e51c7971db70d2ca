/*
title = "Fate at the exam deadline"
title_sv = "Läget när tiden för examen gått ut"
question = "Had the person graduated by the deadline, taken another degree, gone on studying, or left?"
definition = "The first that applies (ruling R60): graduated before the deadline; any other degree from the start's first day and before the deadline; registered on any programme, not exchange or contract, in the last term before it; left. NULL unless degrees are covered from the start to the day before the deadline and registrations to the term before it."
*/
with other_degree as (
    select
        c.person,
        c.profession
    from spine.cohort as c
    inner join staging.degrees as d
        on c.person = d.person and c.start_on <= d.issued_on and c.deadline_on > d.issued_on
    group by c.person, c.profession
),

last_term as (
    select
        c.person,
        c.profession
    from spine.cohort as c
    inner join staging.registrations as r
        on c.person = r.person and r.term = c.deadline_term - 1 and not r.is_ignored and r.programme is not null
    group by c.person, c.profession
)

select
    c.person,
    c.profession,
    g.is_observable
    and coalesce(c.deadline_on - interval 1 day <= v.degrees_last, false) as covers_deadline,
    case
        when
            not g.is_observable
            or not coalesce(c.deadline_on - interval 1 day <= v.degrees_last, false)
            or not coalesce(c.deadline_term - 1 <= v.registrations_last, false) then null
        when g.graduated_on < c.deadline_on then 'graduated'
        when o.person is not null then 'other_degree'
        when r.person is not null then 'registered'
        else 'left'
    end as fate
from spine.cohort as c
cross join reference.coverage as v
inner join milestones.graduated as g on c.person = g.person and c.profession = g.profession
left join other_degree as o on c.person = o.person and c.profession = o.profession
left join last_term as r on c.person = r.person and c.profession = r.profession
