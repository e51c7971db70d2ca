/*
title = "Spells until an event"
title_sv = "Tid till händelse"
question = "After how many läsår did the person start or graduate, leave the country, die, or go out of sight?"
definition = "One row per person, curve and specialisation ('' = all) of the licence model, for the Aalen–Johansen curves (definitions section 3). exit: läsår since the licence (curve started) or since the start (curve graduated). event: 1 started, or took the degree; 2 emigrated, 3 died, which compete only when the event never comes (ruling R52); 0 the end of the data. last_k: where the curve ends. Who is not seen at all is left out."
*/
with departed as (
    select person, 2 as event, emigrated_on as departed_on from staging.emigrations
    union all
    select person, 3 as event, died_on from staging.deaths
),

waiting as (
    select
        t.profession,
        t.lasar,
        case t.measure when 'started_share_by_year' then 'started' else 'graduated' end as curve,
        t.specialisation,
        t.person,
        t.years,
        t.seen_to,
        t.last_k,
        case t.measure when 'started_share_by_year' then c.licensed_on else s.start_on end as waits_from,
        case t.measure when 'started_share_by_year' then t.lasar else s.start_lasar end as from_lasar
    from measures.timed as t
    inner join spine.licence_cohort as c on t.person = c.person and t.profession = c.profession
    left join milestones.advanced_starts as s
        on t.person = s.person and t.profession = s.profession and s.specialisation = ''
    where t.measure <> 'applied_share_by_year' and t.seen_to >= 0
),

competing as (
    select
        w.person,
        w.profession,
        w.curve,
        w.specialisation,
        d.departed_on,
        d.event
    from waiting as w
    inner join departed as d on w.person = d.person and w.waits_from <= d.departed_on
    where w.years is null
    qualify row_number() over (
        partition by w.person, w.profession, w.curve, w.specialisation
        order by d.departed_on asc, d.event asc
    ) = 1
),

ended as (
    select
        w.*,
        p.event,
        year(p.departed_on) - case when month(p.departed_on) < 7 then 1 else 0 end - w.from_lasar as departed_after
    from waiting as w
    left join competing as p
        on
            w.person = p.person and w.profession = p.profession and w.curve = p.curve
            and w.specialisation = p.specialisation
)

select
    e.person,
    e.profession,
    c.cohort,
    e.curve,
    e.specialisation,
    e.last_k,
    cast(least(coalesce(e.years, e.departed_after, e.seen_to), e.seen_to) as integer) as exit,
    case
        when e.years <= e.seen_to then 1
        when e.years is null and e.departed_after <= e.seen_to then e.event
        else 0
    end as event
from ended as e
inner join reference.cohorts as c on c.model = 'licence' and e.lasar = c.first_year
