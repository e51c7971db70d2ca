/*
title = "Months between milestones"
title_sv = "Månader mellan mätpunkter"
question = "How many calendar months passed from the start to the degree, and from the degree to the licence?"
definition = "12·Δyear + Δmonth, days ignored (ruling R33); a licence before the degree gives a negative number (R25). Of those with both dates; NULL where a date is not observable."

[measures.months_start_to_degree]
definition = "quartiles of the months from the start term's first day to the degree"
needs = ["degrees"]
matures_after = 0
from_graduation = true
quartiles = true

[measures.months_degree_to_licence]
definition = "quartiles of the months from the degree to the licence"
needs = ["degrees", "licences"]
matures_after = 0
from_graduation = true
needs_licence = true
quartiles = true
*/
with observations as (
    select
        c.person,
        c.profession,
        'months_start_to_degree' as measure,
        g.is_graduated as base,
        12 * (year(g.graduated_on) - year(c.start_on)) + month(g.graduated_on) - month(c.start_on) as months
    from spine.cohort as c
    inner join milestones.graduated as g on c.person = g.person and c.profession = g.profession
    union all
    select
        g.person,
        g.profession,
        'months_degree_to_licence',
        case when g.is_graduated then l.is_licensed else g.is_graduated end,
        12 * (year(l.licensed_on) - year(g.graduated_on)) + month(l.licensed_on) - month(g.graduated_on)
    from milestones.graduated as g
    inner join milestones.licensed as l on g.person = l.person and g.profession = l.profession
    inner join reference.professions as p on g.profession = p.profession
    where p.has_licence
)

select
    person,
    profession,
    measure,
    base,
    case when base then months end as months
from observations
where base is distinct from false
