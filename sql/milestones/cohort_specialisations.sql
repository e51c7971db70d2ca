/*
title = "Specialisations of a cohort"
title_sv = "Inriktningar i en kohort"
question = "Which specialisations is a licence cohort asked about?"
definition = "Those in which somebody of the cohort started (ruling R51), and '' for all of them together."
*/
select distinct
    c.profession,
    c.lasar,
    s.specialisation
from milestones.advanced_starts as s
inner join spine.licence_cohort as c on s.person = c.person and s.profession = c.profession
union
select
    profession,
    lasar,
    '' as specialisation
from spine.licence_cohort
