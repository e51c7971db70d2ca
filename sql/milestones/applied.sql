/*
title = "Applied and admitted"
title_sv = "Sökt och antagen"
question = "In which term did the person first apply as eligible, apply as first choice, become admitted?"
definition = "Three first terms, each no later than the start term (definitions section 4). No share is taken of starters: the stage would condition on the future."
*/
select
    c.person,
    c.profession,
    min(case when a.is_eligible then a.term end) as applied_term,
    min(case when a.is_first_choice then a.term end) as first_choice_term,
    min(case when a.is_admitted then a.term end) as admitted_term
from spine.cohort as c
left join staging.applications as a
    on c.person = a.person and c.profession = a.profession and c.entry_term >= a.term
group by c.person, c.profession
