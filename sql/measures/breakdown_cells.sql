/*
title = "Cells by breakdown"
title_sv = "Celler efter redovisningsgrupp"
question = "Which numerator and denominator stand in every cell of the window and of each year?"
definition = "The window cohort has the total, singles and pairs; a one-year cohort has them without cohort_year, and pairs with sex only (definitions section 10). Coarser cells are sums of measures.breakdown_counts. Composition is the count over its cohort's total, singles only (ruling R63)."
*/
with ages as (
    select id from measures.breakdown_values
    where breakdown = 'age'
),

summed as (
    -- Each breakdown beside sex, with and without sex and cohort year.
    select
        profession, measure,
        coalesce(id_1, id_2) as id_1,
        case when id_1 is not null then id_2 end as id_2,
        year_id,
        sum(numerator) as numerator,
        sum(denominator) as denominator,
        sum(n_not_observable) as n_not_observable
    from measures.breakdown_counts
    where id_2 is not null and year_id is not null
    group by
        profession, measure,
        grouping sets ((id_2), (id_1, id_2), (id_2, year_id), (id_1, id_2, year_id))
    union all
    -- The total, sex and cohort year: from sex by age, in which everybody stands once.
    select
        profession, measure, id_1, null, year_id,
        sum(numerator), sum(denominator), sum(n_not_observable)
    from measures.breakdown_counts
    where id_2 in (select a.id from ages as a) and year_id is not null
    group by profession, measure, grouping sets ((), (id_1), (year_id), (id_1, year_id))
    union all
    -- Degree institution, which stands alone (R65).
    select
        profession, measure, id_1, null, year_id,
        sum(numerator), sum(denominator), sum(n_not_observable)
    from measures.breakdown_counts
    where id_2 is null
    group by profession, measure, grouping sets ((id_1), (id_1, year_id))
    union all
    select profession, measure, id_1, id_2, null, numerator, denominator, n_not_observable
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
            s.profession = q.profession and s.measure = q.measure and s.id_1 is not distinct from q.id_1
            and s.id_2 is not distinct from q.id_2 and s.year_id is not distinct from q.year_id
),

placed as (
    select
        q.profession, q.measure, q.numerator, q.denominator, q.n_not_observable, q.quartiles,
        w.window_label as cohort,
        coalesce(q.id_1, q.year_id) as id_1,
        coalesce(q.id_2, case when q.id_1 is not null then q.year_id end) as id_2
    from quartered as q
    cross join reference.settings as w
    where q.id_2 is null or q.year_id is null
    union all
    select
        q.profession, q.measure, q.numerator, q.denominator, q.n_not_observable, q.quartiles,
        y.value as cohort, q.id_1, q.id_2
    from quartered as q
    inner join measures.breakdown_values as y on q.year_id = y.id
),

totals as (
    select p.profession, p.cohort, p.measure, p.denominator
    from placed as p
    inner join reference.measures as m on p.measure = m.measure and m.model = 'education'
    where p.id_1 is null and m.breakdowns = 'single'
)

select
    p.profession,
    p.cohort,
    p.measure,
    coalesce(a.breakdown, '') as by_1,
    coalesce(a.value, '') as value_1,
    coalesce(b.breakdown, '') as by_2,
    coalesce(b.value, '') as value_2,
    p.numerator,
    coalesce(t.denominator, p.denominator) as denominator,
    p.n_not_observable,
    p.quartiles
from placed as p
inner join reference.measures as m on p.measure = m.measure and m.model = 'education'
left join measures.breakdown_values as a on p.id_1 = a.id
left join measures.breakdown_values as b on p.id_2 = b.id
left join totals as t on p.profession = t.profession and p.cohort = t.cohort and p.measure = t.measure
where
    (coalesce(a.breakdown, '') <> 'degree_institution' or m.from_graduation and b.breakdown is null)
    and (p.id_2 is null or m.breakdowns = 'all')
