/*
title = "Followed after the degree"
title_sv = "Följs efter examen"
question = "Is the person followed after the degree, and from which year do +1 and +3 count?"
definition = "Followed are those licensed and graduated; in groups without a licence those graduated. Years count from the first licence or from the degree, as the group's follow_from says (ruling R57). is_followed is NULL when graduation or licence is not observable (R14)."
*/
select
    c.person,
    c.profession,
    case
        when g.is_graduated is null then null
        when not g.is_graduated then false
        when not p.has_licence then true
        else l.is_licensed
    end as is_followed,
    case
        when not coalesce(g.is_graduated, false) then null
        when p.follow_from = 'degree' then year(g.graduated_on)
        when l.is_licensed then year(l.licensed_on)
    end as base_year
from spine.cohort as c
inner join reference.professions as p on c.profession = p.profession
inner join milestones.graduated as g on c.person = g.person and c.profession = g.profession
inner join milestones.licensed as l on c.person = l.person and c.profession = l.profession
