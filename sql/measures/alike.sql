/*
title = "People who are counted alike"
title_sv = "Personer som räknas lika"
question = "Who has the same outcomes as whom, under every way of counting?"
definition = "alike: the first person, by number, of the same group and model whose follow-up, establishment, general degree and advanced degree are the same under every variant. Every alternative of a choice is then counted once for all who are alike (measures.answers)."
*/
with ways as (
    select variant, 1000 * row_number() over (order by variant) as number
    from reference.variants
),

-- Each way of counting and answer is a number of its own: numbers are put together sooner than texts.
outcomes as (
    select
        f.person,
        f.profession,
        f.model,
        w.number + 100 * f.k
        + 27 * coalesce(cast(f.is_followed as integer), 2)
        + 9 * coalesce(cast(f.resident as integer), 2)
        + 3 * coalesce(cast(f.employed as integer), 2)
        + coalesce(cast(f.in_profession as integer), 2) as outcome
    from milestones.follow_up_ways as f
    inner join ways as w on f.variant = w.variant
    union all
    select
        e.person,
        e.profession,
        e.model,
        w.number
        + 3 * coalesce(cast(e.is_asked as integer), 2)
        + coalesce(cast(e.is_established as integer), 2)
    from milestones.established as e
    inner join ways as w on e.variant = w.variant
    where e.specialisation = ''
    union all
    select
        d.person,
        d.profession,
        'education',
        w.number + 10
        + 3 * coalesce(cast(g.is_graduated as integer), 2)
        + cast(d.general_degree_on is not null as integer)
    from milestones.general_degree as d
    inner join milestones.graduated as g on d.person = g.person and d.profession = g.profession
    inner join ways as w on d.variant = w.variant
    union all
    select
        person,
        profession,
        model,
        3 * coalesce(cast(base as integer), 2) + coalesce(cast(numerator as integer), 2)
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
