/*
title = "General degree"
title_sv = "Generell examen"
question = "Was a general degree issued to the graduate after the start, and when first?"
definition = "First högskole-, kandidat-, magister- or masterexamen issued on or after the start term's first day, by its category, whatever its code (ruling R21). Until the end of the data; where the choice general_degree says same_lasar, only in the läsår of the professional degree. One row per way of counting; variant '' is the choice in force."
*/
with ways as (
    select
        variant,
        general_degree = 'same_lasar' as in_same_lasar
    from reference.variants
    where concerns in ('', 'general_degree')
),

general_degrees as (
    select
        person,
        issued_on,
        year(issued_on) + case when month(issued_on) >= 7 then 1 else 0 end as lasar_end
    from staging.degrees
    where is_general
)

select
    g.person,
    g.profession,
    w.variant,
    min(d.issued_on) as general_degree_on
from milestones.graduated as g
inner join spine.cohort as c on g.person = c.person and g.profession = c.profession
cross join ways as w
left join general_degrees as d
    on
        g.person = d.person and c.start_on <= d.issued_on
        and (
            not w.in_same_lasar
            or d.lasar_end = year(g.graduated_on) + case when month(g.graduated_on) >= 7 then 1 else 0 end
        )
group by g.person, g.profession, w.variant
