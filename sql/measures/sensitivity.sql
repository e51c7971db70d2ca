/*
title = "Sensitivity"
title_sv = "Känslighet"
question = "What are the headline measures under each alternative of a choice?"
definition = "Target set (definitions section 7): occupation, workplace, or either, for in the profession and retention, totals of every cohort. The alternatives stand nowhere else (ruling R30)."
*/
with sets as (
    select
        person, profession, k, is_followed, employed, 'occupation' as alternative, '' as suffix, in_profession as inside
    from milestones.follow_up
    union all
    select person, profession, k, is_followed, employed, 'workplace', '_workplace', in_profession_workplace
    from milestones.follow_up
    union all
    select person, profession, k, is_followed, employed, 'either', '_either', in_profession_either
    from milestones.follow_up
),

observations as (
    select
        person, profession, alternative,
        'in_profession_' || k as standard_measure,
        'in_profession_' || k || suffix as measure,
        is_followed and employed as base,
        inside as numerator
    from sets
    union all
    select
        person, profession, alternative,
        'retention_' || k, 'retention_' || k || suffix, is_followed, inside
    from sets
),

counts as (
    select
        o.profession,
        c.cohort,
        o.measure,
        o.standard_measure,
        o.alternative,
        count(case when o.base and o.numerator then 1 end) as numerator,
        count(case when o.base and o.numerator is not null then 1 end) as denominator,
        count(case when o.base and o.numerator is not null then null else 1 end) as n_not_observable
    from observations as o
    inner join spine.cohort as s on o.person = s.person and o.profession = s.profession
    inner join reference.cohorts as c on s.cohort_year between c.first_year and c.last_year
    where o.base is distinct from false
    group by o.profession, c.cohort, o.measure, o.standard_measure, o.alternative
)

select
    n.profession,
    'education' as model,
    n.cohort,
    n.measure,
    '' as by_1, '' as value_1, '' as by_2, '' as value_2,
    n.numerator,
    n.denominator,
    n.n_not_observable,
    case when n.denominator > 0 then cast(n.numerator as double) / n.denominator end as value,
    case
        when n.denominator = 0 then 'not_observable'
        when not coalesce(m.is_mature, true) then 'immature'
        else 'ok'
    end as status,
    'target_set' as choice,
    n.alternative
from counts as n
left join measures.maturity as m
    on n.profession = m.profession and n.cohort = m.cohort and n.standard_measure = m.measure
