/*
title = "Applications"
title_sv = "Ansökningar"
question = "In which term did the person apply to a programme of a group, and how did it end?"
definition = "One row per accepted application to a programme of a group of this run. First choice is prioritet 1 (ruling R38)."
*/
select
    a.LopNr as person,
    c.profession,
    cast(2 * a.Ar + case a.Termin when '2' then 1 else 0 end as integer) as term,
    coalesce(a.behorig = 1, false) as is_eligible,
    coalesce(a.prioritet = 1, false) as is_first_choice,
    coalesce(a.antagen = 1, false) as is_admitted
from raw.applications as a
inner join reference.profession_codes as c
    on a.YProg = c.code and c.kind = 'programme'
