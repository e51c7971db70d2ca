/*
title = "People who are counted alike"
title_sv = "Personer som räknas lika"
question = "Who has the same outcomes as whom, under every way of counting?"
definition = "alike: the first person, by number, of the same group and model whose follow-up, establishment, general degree and advanced degree are the same under every variant. Every alternative of a choice is then counted once for all who are alike (measures.answers)."
*/
with outcomes as (
    select
        person, profession, model,
        cast(row('f', variant, k, is_followed, resident, employed, in_profession) as varchar) as outcome
    from milestones.follow_up
    union all
    select person, profession, model, cast(row('e', variant, is_asked, is_established) as varchar)
    from milestones.established
    where specialisation = ''
    union all
    select
        d.person, d.profession, 'education',
        cast(row('g', d.variant, d.general_degree_on is not null, g.is_graduated) as varchar)
    from milestones.general_degree as d
    inner join milestones.graduated as g on d.person = g.person and d.profession = g.profession
    union all
    select
        person, profession, model, cast(row('a', base, numerator) as varchar)
    from measures.advanced
    where measure = 'exam_rate_to_date' and specialisation = ''
),

described as (
    select person, profession, model, list_sort(list(outcome)) as outcomes
    from outcomes
    group by person, profession, model
)

select
    person,
    profession,
    model,
    min(person) over (partition by profession, model, outcomes) as alike
from described
