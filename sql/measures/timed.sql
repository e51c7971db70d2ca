/*
title = "Years to an event"
title_sv = "Antal läsår till en händelse"
question = "How many läsår after the licence, or after the start, did the person start, apply, graduate?"
definition = "One row per person, measure and specialisation ('' = all) in the licence model. years: läsår of the event − läsår of the licence (of the start, for the degree), NULL when it never came. seen_to: the last k to which the person can be seen, −1 when not at all. Starts and applications are seen to the last läsår whose VT is covered (ruling R52), degrees to the last läsår whose 30 June is (R71). last_k: the last k that is shown for the cohort."
*/
with horizons as (
    select
        (registrations_last - 2) // 2 as starts_last,
        (applications_last - 2) // 2 as applications_last,
        year(degrees_last) - case when degrees_last >= make_date(year(degrees_last), 6, 30) then 1 else 2 end
            as degrees_last
    from reference.coverage
)

select
    c.person,
    c.profession,
    c.lasar,
    'started_share_by_year' as measure,
    n.specialisation,
    s.start_lasar - c.lasar as years,
    case when c.observes_starts then h.starts_last - c.lasar else -1 end as seen_to,
    h.starts_last - c.lasar as last_k
from spine.licence_cohort as c
cross join horizons as h
inner join milestones.cohort_specialisations as n on c.profession = n.profession and c.lasar = n.lasar
left join milestones.advanced_starts as s
    on c.person = s.person and c.profession = s.profession and n.specialisation = s.specialisation
union all
select
    c.person,
    c.profession,
    c.lasar,
    'applied_share_by_year',
    '',
    a.applied_lasar - c.lasar,
    case when c.observes_applications then h.applications_last - c.lasar else -1 end,
    h.applications_last - c.lasar
from spine.licence_cohort as c
cross join horizons as h
left join milestones.advanced_applications as a on c.person = a.person and c.profession = a.profession
union all
select
    c.person,
    c.profession,
    c.lasar,
    'graduated_share_by_year',
    '',
    year(d.graduated_on) - case when month(d.graduated_on) < 7 then 1 else 0 end - d.start_lasar,
    case when c.observes_starts and d.is_observable then greatest(h.degrees_last - d.start_lasar, -1) else -1 end,
    h.degrees_last - c.lasar
from spine.licence_cohort as c
cross join horizons as h
left join milestones.advanced_degrees as d
    on c.person = d.person and c.profession = d.profession and d.specialisation = ''
where not c.observes_starts or d.person is not null
