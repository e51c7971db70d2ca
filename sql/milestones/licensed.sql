/*
title = "Licensed"
title_sv = "Legitimerad"
question = "When was the person first licensed in the profession?"
definition = "First licence in the group's licence codes. Renaming (sjukgymnast → fysioterapeut) keeps the first date; a later revocation does not undo it. Asked of graduates only; not observable when the degree's date is outside the licence register's cover (ruling R24)."
*/
with first_licence as (
    select
        person,
        profession,
        min(licensed_on) as licensed_on
    from staging.licences
    group by person, profession
)

select
    c.person,
    c.profession,
    l.licensed_on,
    case
        when not g.is_graduated then null
        when g.graduated_on between v.licences_first and v.licences_last then l.licensed_on is not null
    end as is_licensed
from spine.cohort as c
cross join reference.coverage as v
inner join milestones.graduated as g on c.person = g.person and c.profession = g.profession
left join first_licence as l on c.person = l.person and c.profession = l.profession
