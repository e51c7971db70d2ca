/*
title = "General degree"
title_sv = "Generell examen"
question = "When was a general degree first issued to the person after the start?"
definition = "First högskole-, kandidat-, magister- or masterexamen issued on or after the start term's first day, by its category, whatever its code (ruling R21), to the end of the data."
*/
select
    c.person,
    c.profession,
    min(d.issued_on) as general_degree_on
from spine.cohort as c
left join staging.degrees as d
    on c.person = d.person and d.is_general and c.start_on <= d.issued_on
group by c.person, c.profession
