/*
title = "Cells of the drill-down"
title_sv = "Celler i fördjupningen"
question = "Which numerator, denominator and value stand in every cell of two breakdowns of one cohort?"
definition = "As measures.cells (ruling R13), for any two breakdowns and any cohort: a cell exists when somebody is in its denominator or not observable. variant '' is the choices in force, another is one alternative. A measure that is a composition is a share of its whole cohort (R63); quartiles are of type 7 (R35)."
*/
with asked as (
    select who, part, base, numerator, months
    from drill.observations
    where
        $variant = '' and profession = $profession and model = $model and measure = $measure
        and cohort_year between $first_year and $last_year
    union all
    select p.who, '', a.base, a.numerator, null
    from drill.alike as p
    inner join drill.answers as a on p.alike = a.alike
    where
        a.variant = $variant and p.profession = $profession and p.model = $model and a.measure = $measure
        and p.cohort_year between $first_year and $last_year
),

cut as (
    select
        case when $by_1 = $part_is then q.part else coalesce(a.value, '') end as value_1,
        case when $by_2 = $part_is then q.part else coalesce(b.value, '') end as value_2,
        q.base,
        q.numerator,
        q.months
    from asked as q
    left join drill.breakdowns as a on a.breakdown = $by_1 and q.who = a.who
    left join drill.breakdowns as b on b.breakdown = $by_2 and q.who = b.who
    where (q.part <> '') = ($part_is in ($by_1, $by_2))
),

counted as (
    select
        value_1,
        value_2,
        count(case when base and numerator then 1 end) as numerator,
        count(case when base and numerator is not null then 1 end) as denominator,
        count(case when base and numerator is not null then null else 1 end) as n_not_observable,
        quantile_cont(case when base then months end, [0.25, 0.5, 0.75]) as quartiles
    from cut
    group by value_1, value_2
),

whole as (
    select
        * exclude (denominator),
        case when $is_composition then sum(denominator) over () else denominator end as denominator
    from counted
)

select
    w.value_1,
    w.value_2,
    w.numerator,
    cast(w.denominator as bigint) as denominator,
    w.n_not_observable,
    case
        when w.denominator = 0 then null
        when $quartile > 0 then w.quartiles[$quartile]
        else cast(w.numerator as double) / w.denominator
    end as value,
    case
        when w.denominator = 0 then 'not_observable'
        when not coalesce(m.is_mature, true) then 'immature'
        else 'ok'
    end as status
from whole as w
left join drill.maturity as m
    on
        $model = 'education' and m.profession = $profession and m.cohort = $cohort and m.measure = $measure
order by w.value_1, w.value_2
