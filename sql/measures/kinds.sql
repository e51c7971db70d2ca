/*
title = "Kinds of people, for protection"
title_sv = "Slag av personer, för röjandekontrollen"
question = "Which combination of states does each person have, in every family of measures?"
definition = "One row per person, group, model and family. People of one kind have the same states (measures.states) and so count alike in every table of the family; kinds are numbered through all families."
*/
with numbered as (
    select
        measure, part, state,
        cast(row_number() over (order by measure asc, part asc, state asc) as integer) as id
    from (select distinct measure, part, state from measures.states) as s
),

combined as (
    select s.person, s.profession, s.model, s.family, list_sort(list(n.id)) as states
    from measures.states as s
    inner join numbered as n on s.measure = n.measure and s.part = n.part and s.state = n.state
    group by s.person, s.profession, s.model, s.family
),

kinds as (
    select
        family, states,
        cast(row_number() over (order by family asc, states asc) as integer) as kind
    from (select distinct family, states from combined) as c
)

select c.person, c.profession, c.model, c.family, k.kind
from combined as c
inner join kinds as k on c.family = k.family and c.states = k.states
