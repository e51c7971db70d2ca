/*
title = "Application to advanced education"
title_sv = "Sökt vidareutbildning"
question = "In which term did the person first apply to an advanced education after the licence?"
definition = "Any application, whatever its outcome, to one of the educations that the base group leads to, in a term that ends after the licence date (ruling R54). One row per person who applied."
*/
select
    c.person,
    c.profession,
    min(a.term) as applied_term,
    min(a.term) // 2 - case min(a.term) % 2 when 0 then 1 else 0 end as applied_lasar
from spine.licence_cohort as c
inner join reference.advanced_educations as e on c.profession = e.profession
inner join staging.applications as a
    on c.person = a.person and e.education = a.profession and c.first_term <= a.term
group by c.person, c.profession
