/*
title = "Cells by breakdown"
title_sv = "Celler efter redovisningsgrupp"
question = "Which numerator and denominator stand in every cell of the window and of each year?"
definition = "The window cohort has the total, singles and pairs; a one-year cohort has them without cohort_year, and pairs with sex only (definitions section 10). Coarser cells are sums of measures.breakdown_counts. Composition is the count over its cohort's total, singles only (ruling R63). Cells are told apart by numbers, of measures.series and measures.breakdown_values; year_id 0 is the window, id_1 or id_2 0 no breakdown. The names stand in measures.cells."
*/
with ages as (
    select id from measures.breakdown_values
    where breakdown = 'age'
),

degree_institutions as (
    select id from measures.breakdown_values
    where breakdown = 'degree_institution'
),

summed as (
    -- Each breakdown beside sex, with and without sex and cohort year.
    select
        series,
        coalesce(id_1, id_2) as id_1,
        case when id_1 is not null then id_2 end as id_2,
        year_id,
        cast(sum(numerator) as integer) as numerator,
        cast(sum(denominator) as integer) as denominator,
        cast(sum(n_not_observable) as integer) as n_not_observable
    from measures.breakdown_counts
    where id_2 is not null and year_id is not null
    group by
        series,
        grouping sets ((id_2), (id_1, id_2), (id_2, year_id), (id_1, id_2, year_id))
    union all
    -- The total, sex and cohort year: from sex by age, in which everybody stands once.
    select
        series, id_1, null, year_id,
        cast(sum(numerator) as integer), cast(sum(denominator) as integer), cast(sum(n_not_observable) as integer)
    from measures.breakdown_counts
    where id_2 in (select a.id from ages as a) and year_id is not null
    group by series, grouping sets ((), (id_1), (year_id), (id_1, year_id))
    union all
    -- Degree institution, which stands alone (R65).
    select
        series, id_1, null, year_id,
        cast(sum(numerator) as integer), cast(sum(denominator) as integer), cast(sum(n_not_observable) as integer)
    from measures.breakdown_counts
    where id_2 is null
    group by series, grouping sets ((id_1), (id_1, year_id))
    union all
    select series, id_1, id_2, null, numerator, denominator, n_not_observable
    from measures.breakdown_counts
    where year_id is null
),

quartered as (
    select
        s.*,
        q.quartiles
    from summed as s
    left join measures.month_quartiles as q
        on
            s.series = q.series and s.id_1 is not distinct from q.id_1
            and s.id_2 is not distinct from q.id_2 and s.year_id is not distinct from q.year_id
),

placed as (
    select
        series, numerator, denominator, n_not_observable, quartiles,
        0 as year_id,
        coalesce(id_1, year_id, 0) as id_1,
        coalesce(id_2, case when id_1 is not null then year_id end, 0) as id_2
    from quartered
    where id_2 is null or year_id is null
    union all
    select series, numerator, denominator, n_not_observable, quartiles, year_id, coalesce(id_1, 0), coalesce(id_2, 0)
    from quartered
    where year_id is not null
),

totals as (
    select p.series, p.year_id, p.denominator
    from placed as p
    inner join measures.series as s on p.series = s.id
    where p.id_1 = 0 and s.breakdowns = 'single'
)

select
    p.series,
    cast(p.year_id as smallint) as year_id,
    cast(p.id_1 as smallint) as id_1,
    cast(p.id_2 as smallint) as id_2,
    p.numerator,
    coalesce(t.denominator, p.denominator) as denominator,
    p.n_not_observable,
    p.quartiles
from placed as p
inner join measures.series as s on p.series = s.id
left join totals as t on p.series = t.series and p.year_id = t.year_id
where
    (p.id_2 = 0 or s.breakdowns = 'all')
    and (
        p.id_2 = 0 and s.from_graduation
        or p.id_1 not in (select d.id from degree_institutions as d)
    )
