/*
title = "All cells"
title_sv = "Alla celler"
question = "What is the value and the status of every cell of the release, before protection?"
definition = "A cell exists when somebody is in its denominator or not observable. Status: nobody in the denominator → not_observable; cohort not mature → immature, in the education model only: cohorts by licence are followed from where they are seen; else ok (ruling R13). value is numerator / denominator, or the quartile (type 7), NULL when the denominator is 0. The names of numbered cells (measures.breakdown_cells) are put here."
is_view = true
*/
with named as (
    select id, breakdown, value from measures.breakdown_values
    union all
    select 0, '', ''
),

cohorts as (
    select 0 as year_id, window_label as cohort from reference.settings
    union all
    select id, value from named
    where breakdown = 'cohort_year'
),

published as (
    select s.id as series, s.profession, s.measure, s.measure as name, 0 as position from measures.series as s
    where s.measure not in ('months_start_to_degree', 'months_degree_to_licence')
    union all
    select s.id, s.profession, s.measure, s.measure || '_p' || q.percent, q.position
    from measures.series as s
    cross join (values (1, '25'), (2, '50'), (3, '75')) as q (position, percent)
    where s.measure in ('months_start_to_degree', 'months_degree_to_licence')
),

headings as (
    select p.series, p.profession, p.name, p.position, c.year_id, c.cohort, m.is_mature
    from published as p
    cross join cohorts as c
    left join measures.maturity as m
        on p.profession = m.profession and c.cohort = m.cohort and p.measure = m.measure
),

by_breakdown as (
    select
        h.profession, 'education' as model, h.cohort, h.name as measure,
        a.breakdown as by_1, a.value as value_1, b.breakdown as by_2, b.value as value_2,
        c.numerator, c.denominator, c.n_not_observable,
        case when h.position > 0 then list_extract(c.quartiles, h.position) end as quartile,
        h.is_mature
    from measures.breakdown_cells as c
    inner join headings as h on c.series = h.series and c.year_id = h.year_id
    inner join named as a on c.id_1 = a.id
    inner join named as b on c.id_2 = b.id
),

others as (
    select profession, model, cohort, measure, by_1, value_1, by_2, value_2, numerator, denominator, n_not_observable
    from measures.category_cells
    union all
    select profession, model, cohort, measure, by_1, value_1, by_2, value_2, numerator, denominator, n_not_observable
    from measures.mobility_cells
    union all
    select
        profession, 'education', cohort, measure, by_1, value_1, by_2, value_2,
        numerator, denominator, n_not_observable
    from measures.migration_cells
    union all
    select profession, model, cohort, measure, by_1, value_1, by_2, value_2, numerator, denominator, n_not_observable
    from measures.licence_cells
    union all
    select profession, model, cohort, measure, by_1, value_1, by_2, value_2, numerator, denominator, n_not_observable
    from measures.curve_cells
    union all
    select profession, model, cohort, measure, by_1, value_1, by_2, value_2, numerator, denominator, n_not_observable
    from measures.specialisation_cells
),

together as (
    select * from by_breakdown
    union all
    select
        o.*,
        null as quartile,
        m.is_mature
    from others as o
    left join measures.maturity as m
        on
            o.model = 'education'
            and o.profession = m.profession and o.cohort = m.cohort and o.measure = m.measure
)

select
    profession,
    model,
    cohort,
    measure,
    by_1, value_1, by_2, value_2,
    cast(numerator as bigint) as numerator,
    cast(denominator as bigint) as denominator,
    cast(n_not_observable as bigint) as n_not_observable,
    case when denominator > 0 then coalesce(quartile, cast(numerator as double) / denominator) end as value,
    case
        when denominator = 0 then 'not_observable'
        when not coalesce(is_mature, true) then 'immature'
        else 'ok'
    end as status
from together
