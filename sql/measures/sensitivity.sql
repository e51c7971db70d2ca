/*
title = "Sensitivity"
title_sv = "Känslighet"
question = "What are the headline measures under each alternative of a choice?"
definition = "Totals of every cohort: each choice marked [A] in the definitions, with the value in force and its alternatives (flows/choices.toml), one changed at a time. The target sets carry their name in the measure (ruling R30). The value in force equals the released cell."
*/
with observations as (
    select
        f.person, f.profession, f.model, f.variant, 'resident_' || f.k as measure,
        f.is_followed as base, f.resident as numerator
    from milestones.follow_up as f
    union all
    select
        f.person, f.profession, f.model, w.variant, 'employed_' || f.k,
        case w.employed_base when 'licensed' then f.is_followed else f.is_followed and f.resident end, f.employed
    from milestones.follow_up as f
    inner join reference.variants as w on f.variant = case w.concerns when 'employed' then '' else w.variant end
    union all
    select person, profession, model, variant, 'in_profession_' || k, is_followed and employed, in_profession
    from milestones.follow_up
    union all
    select person, profession, model, variant, 'retention_' || k, is_followed, in_profession
    from milestones.follow_up
    union all
    select
        a.person, a.profession, a.model, a.variant, 'stayed_1_to_3',
        a.is_followed and a.in_profession, b.in_profession
    from milestones.follow_up as a
    inner join milestones.follow_up as b
        on
            a.person = b.person and a.profession = b.profession and a.model = b.model
            and a.variant = b.variant and b.k = 3
    where a.k = 1
    union all
    select person, profession, model, variant, 'established', is_asked, is_established
    from milestones.established
    where specialisation = '' and model = 'education'
    union all
    select
        a.person, a.profession, a.model, w.variant, 'established',
        case when a.base and a.numerator then e.is_asked else a.base and a.numerator end, e.is_established
    from measures.advanced as a
    inner join reference.variants as w on w.concerns in ('', 'established')
    left join milestones.established as e
        on
            a.person = e.person and a.profession = e.profession and a.model = e.model and e.specialisation = ''
            and w.variant = e.variant
    where a.measure = 'exam_rate_to_date' and a.specialisation = ''
    union all
    select
        d.person, d.profession, 'education', d.variant, 'general_degree_share',
        g.is_graduated, d.general_degree_on is not null
    from milestones.general_degree as d
    inner join milestones.graduated as g on d.person = g.person and d.profession = g.profession
),

counts as (
    select
        o.profession, o.model, o.variant, o.measure, e.cohort_year,
        count(case when o.base and o.numerator then 1 end) as numerator,
        count(case when o.base and o.numerator is not null then 1 end) as denominator,
        count(case when o.base and o.numerator is not null then null else 1 end) as n_not_observable
    from observations as o
    inner join spine.entrants as e on o.person = e.person and o.profession = e.profession and o.model = e.model
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
