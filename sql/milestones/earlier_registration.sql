/*
title = "Earlier registration"
title_sv = "Tidigare högskolestudier"
question = "Was the person registered on another programme before the start?"
definition = "Any registration on a programme other than the group's, not exchange or contract education, in a term before the start term (rulings R64, R68). A registration without a programme does not count."
*/
with elsewhere as (
    select
        c.person,
        c.profession
    from spine.cohort as c
    inner join staging.registrations as r on c.person = r.person
    where
        r.term < c.entry_term
        and not r.is_ignored
        and r.programme is not null
        and r.profession is distinct from c.profession
    group by c.person, c.profession
)

select
    c.person,
    c.profession,
    e.person is not null as has_earlier_registration
from spine.cohort as c
left join elsewhere as e on c.person = e.person and c.profession = e.profession
