/*
title = "All cells"
title_sv = "Alla celler"
question = "What is the value and the status of every cell of the release, before protection?"
definition = "A cell exists when somebody is in its denominator or not observable. Status: nobody in the denominator → not_observable; cohort not mature → immature, in the education model only: cohorts by licence are followed from where they are seen; else ok (ruling R13). value is numerator / denominator, or the quartile (type 7), NULL when the denominator is 0."
*/
with quartiles as (
    select c.*, c.measure || '_p' || q.percent as name, list_extract(c.quartiles, q.position) as quartile
    from measures.breakdown_cells as c
    cross join (values (1, '25'), (2, '50'), (3, '75')) as q (position, percent)
    where c.measure in ('months_start_to_degree', 'months_degree_to_licence')
),

together as (
    select
        profession, 'education' as model, cohort, measure, measure as name, by_1, value_1, by_2, value_2,
        numerator, denominator, n_not_observable, cast(null as double) as quartile
    from measures.breakdown_cells
    where measure not in ('months_start_to_degree', 'months_degree_to_licence')
    union all
    select
        profession, 'education', cohort, measure, name, by_1, value_1, by_2, value_2,
        numerator, denominator, n_not_observable, quartile
    from quartiles
    union all
    select
        profession, model, cohort, measure, measure as name, by_1, value_1, by_2, value_2,
        numerator, denominator, n_not_observable, null
    from measures.category_cells
    union all
    select
        profession, model, cohort, measure, measure as name, by_1, value_1, by_2, value_2,
        numerator, denominator, n_not_observable, null
    from measures.mobility_cells
    union all
    select
        profession, 'education', cohort, measure, measure as name, by_1, value_1, by_2, value_2,
        numerator, denominator, n_not_observable, null
    from measures.migration_cells
    union all
    select
        profession, model, cohort, measure, measure as name, by_1, value_1, by_2, value_2,
        numerator, denominator, n_not_observable, null
    from measures.licence_cells
    union all
    select
        profession, model, cohort, measure, measure as name, by_1, value_1, by_2, value_2,
        numerator, denominator, n_not_observable, null
    from measures.curve_cells
    union all
    select
        profession, model, cohort, measure, measure as name, by_1, value_1, by_2, value_2,
        numerator, denominator, n_not_observable, null
    from measures.specialisation_cells
)

select
    t.profession,
    t.model,
    t.cohort,
    t.name as measure,
    t.by_1, t.value_1, t.by_2, t.value_2,
    cast(t.numerator as bigint) as numerator,
    cast(t.denominator as bigint) as denominator,
    cast(t.n_not_observable as bigint) as n_not_observable,
    case when t.denominator > 0 then coalesce(t.quartile, cast(t.numerator as double) / t.denominator) end as value,
    case
        when t.denominator = 0 then 'not_observable'
        when not coalesce(m.is_mature, true) then 'immature'
        else 'ok'
    end as status
from together as t
left join measures.maturity as m
    on
        t.model = 'education'
        and t.profession = m.profession and t.cohort = m.cohort and t.measure = m.measure
