/*
title = "Maturity"
title_sv = "Mognad"
question = "Is the cohort followed long enough for its to-date and + k measures to be published?"
definition = "T = first day of term (HT of the cohort year + nominal + 6) + licence lag + k years. Mature when every register the measure needs covers the day before T (LISA: its year); a window is mature when all its years are (definitions section 5). Measures with a fixed horizon of their own do not mature."
*/
with recursive years as (
    select window_first as year, window_last as last_year from reference.settings
    union all
    select year + 1, last_year from years
    where year < last_year
),

horizons as (
    select
        p.profession,
        p.has_licence,
        m.measure,
        m.needs_degrees,
        m.needs_licences,
        m.needs_individuals,
        y.year,
        2 * y.year + 1 + n.terms + 6 as deadline_term,
        p.licence_lag_years + m.matures_after as further_years
    from reference.measures as m
    cross join reference.professions as p
    cross join years as y
    inner join reference.nominal_terms as n
        on p.profession = n.profession and 2 * y.year + 1 between n.first_term and n.last_term
    where m.matures_after is not null and m.model = 'education'
),

dates as (
    select
        *,
        make_date(deadline_term // 2 + further_years, case deadline_term % 2 when 0 then 1 else 7 end, 1) as mature_on
    from horizons
),

judged as (
    select
        d.profession,
        d.measure,
        d.year,
        coalesce(not d.needs_degrees or d.mature_on - interval 1 day <= v.degrees_last, false)
        and coalesce(
            not d.needs_licences or not d.has_licence or d.mature_on - interval 1 day <= v.licences_last, false
        )
        and coalesce(not d.needs_individuals or year(d.mature_on - interval 1 day) <= v.individuals_last, false)
            as is_mature
    from dates as d
    cross join reference.coverage as v
)

select
    j.profession,
    j.measure,
    c.cohort,
    bool_and(j.is_mature) as is_mature
from judged as j
inner join reference.cohorts as c on c.model = 'education' and j.year between c.first_year and c.last_year
group by j.profession, j.measure, c.cohort
