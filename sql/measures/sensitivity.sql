/*
title = "Sensitivity"
title_sv = "Känslighet"
question = "What are the headline measures under each alternative of a choice?"
definition = "Totals of every cohort: each choice marked [A] in the definitions, with the value in force and its alternatives (flows/choices.toml), one changed at a time. The target sets carry their name in the measure (ruling R30). The value in force equals the released cell."
*/
with counts as (
    select
        o.profession, o.model, o.variant, o.measure, e.cohort_year,
        count(case when o.base and o.numerator then 1 end) as numerator,
        count(case when o.base and o.numerator is not null then 1 end) as denominator,
        count(case when o.base and o.numerator is not null then null else 1 end) as n_not_observable
    from measures.answers as o
    inner join measures.alike as a on o.person = a.alike and o.profession = a.profession and o.model = a.model
    inner join spine.entrants as e on a.person = e.person and a.profession = e.profession and a.model = e.model
    where o.base is distinct from false
    group by o.profession, o.model, o.variant, o.measure, e.cohort_year
),

listed as (
    select
        n.profession, n.model, c.cohort, a.measure, a.suffix, a.choice, a.alternative,
        sum(n.numerator) as numerator,
        sum(n.denominator) as denominator,
        sum(n.n_not_observable) as n_not_observable
    from counts as n
    inner join reference.alternatives as a on n.measure = a.measure and n.variant = a.variant
    inner join reference.cohorts as c
        on n.model = c.model and n.cohort_year between c.first_year and c.last_year
    group by n.profession, n.model, c.cohort, a.measure, a.suffix, a.choice, a.alternative
)

select
    n.profession,
    n.model,
    n.cohort,
    n.measure || n.suffix as measure,
    '' as by_1, '' as value_1, '' as by_2, '' as value_2,
    cast(n.numerator as bigint) as numerator,
    cast(n.denominator as bigint) as denominator,
    cast(n.n_not_observable as bigint) as n_not_observable,
    case when n.denominator > 0 then cast(n.numerator as double) / n.denominator end as value,
    case
        when n.denominator = 0 then 'not_observable'
        when not coalesce(m.is_mature, true) then 'immature'
        else 'ok'
    end as status,
    n.choice,
    n.alternative
from listed as n
left join measures.maturity as m
    on n.model = 'education' and n.profession = m.profession and n.cohort = m.cohort and n.measure = m.measure
