/*
title = "Cells by breakdown"
title_sv = "Celler efter redovisningsgrupp"
question = "Which numerator and denominator stand in every cell of the window and of each year?"
definition = "The window cohort has the total, singles and pairs; a one-year cohort has them without cohort_year, and pairs with sex only (definitions section 10). Composition is the count over its cohort's total, singles only (ruling R63)."
*/
with named as (
    select
        *,
        string_split(breakdowns, ' ') as names
    from measures.breakdown_counts
),

placed as (
    select
        n.*,
        s.window_label as cohort,
        case when n.breakdowns = '' then '' else n.names[1] end as by_1,
        case when len(n.names) = 2 then n.names[2] else '' end as by_2
    from named as n
    cross join reference.settings as s
    where len(n.names) <= 2 and n.breakdowns <> 'degree_institution cohort_year'
    union all
    select
        *,
        cohort_year as cohort,
        case when breakdowns = 'cohort_year' then '' else names[1] end as by_1,
        case when len(names) = 3 then names[2] else '' end as by_2
    from named
    where names[-1] = 'cohort_year'
),

valued as (
    select
        p.*,
        v_1.value as value_1,
        v_2.value as value_2
    from placed as p,
        lateral (
            select
                case p.by_1
                    when '' then '' when 'sex' then sex when 'age' then age when 'background' then background
                    when 'upper_secondary' then upper_secondary when 'earlier_degree' then earlier_degree
                    when 'institution' then institution when 'home_county' then home_county
                    when 'home_region' then home_region when 'study_county' then study_county
                    when 'study_region' then study_region when 'cohort_year' then cohort_year
                    when 'degree_institution' then degree_institution
                end as value
        ) as v_1,
        lateral (
            select
                case p.by_2
                    when '' then '' when 'age' then age when 'background' then background
                    when 'upper_secondary' then upper_secondary when 'earlier_degree' then earlier_degree
                    when 'institution' then institution when 'home_county' then home_county
                    when 'home_region' then home_region when 'study_county' then study_county
                    when 'study_region' then study_region when 'cohort_year' then cohort_year
                end as value
        ) as v_2
)

select
    v.profession,
    v.cohort,
    v.measure,
    v.by_1, v.value_1, v.by_2, v.value_2,
    v.numerator,
    case
        when m.breakdowns = 'single' then sum(case when v.by_1 = '' then v.denominator end) over cohort_total
        else v.denominator
    end as denominator,
    v.n_not_observable,
    v.quartiles
from valued as v
inner join reference.measures as m on v.measure = m.measure and m.model = 'education'
where
    (v.by_1 <> 'degree_institution' or m.from_graduation)
    and (v.by_2 = '' or m.breakdowns = 'all')
window cohort_total as (partition by v.profession, v.cohort, v.measure)
