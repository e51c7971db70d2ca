/*
title = "Established on the labour market"
title_sv = "Etablerad på arbetsmarknaden"
question = "Was the graduate established the year after the läsår of the degree?"
definition = "Follow-up year f = end year of the degree's läsår + 1; the choice established_year can set the end year itself. Asked of those graduated, resident on 31 December of f and not in higher education in f. Established: employed in November, work income above the threshold of f, and no day of unemployment or labour-market programme. Not observable when f is not covered, the row was rejected, or status, income or the year's threshold is missing (definitions section 6, ruling R32). model licence: of the advanced degree, specialisation '' being the first start's. One row per way of counting; variant '' is the choice in force."
*/
with graduates as (
    select
        person,
        profession,
        'education' as model,
        '' as specialisation,
        is_graduated,
        graduated_on
    from milestones.graduated
    where is_graduated is distinct from false
    union all
    select
        person,
        profession,
        'licence' as model,
        specialisation,
        is_graduated,
        graduated_on
    from milestones.advanced_degrees
    where is_graduated is distinct from false
),

asked as (
    select
        g.*,
        w.variant,
        year(g.graduated_on)
        + case when month(g.graduated_on) >= 7 then 1 else 0 end
        + case w.established_year when 'lasar_end_year' then 0 else 1 end as year
    from graduates as g
    cross join reference.variants as w
    where w.concerns in ('', 'established')
)

select
    a.person,
    a.profession,
    a.model,
    a.specialisation,
    a.variant,
    a.year,
    case
        when a.is_graduated is null then null
        when not coalesce(a.year between v.individuals_first and v.individuals_last, false) then null
        when u.person is not null then null
        when y.person is null or y.is_studying then false
        else true
    end as is_asked,
    case
        when y.is_employed is null or y.income_sek is null or t.sek is null then null
        else y.is_employed and y.income_sek > t.sek and not y.has_unemployment
    end as is_established
from asked as a
cross join reference.coverage as v
left join staging.person_years as y on a.person = y.person and a.year = y.year
left join staging.unobserved_years as u on a.person = u.person and a.year = u.year
left join reference.income_thresholds as t on a.year = t.year
