/*
title = "Registrations"
title_sv = "Registreringar"
question = "In which term was the person registered, on which programme, where?"
definition = "One row per accepted registration. profession is set when the programme leads to the degree of a group of this run. specialisation_code is the Inriktning, where one is delivered. Exchange and contract registrations are marked here and ignored everywhere (rulings R15, R67, R68)."
is_view = true
*/
select
    r.LopNr as person,
    cast(2 * r.Ar + case r.Termin when '2' then 1 else 0 end as integer) as term,
    r.YProg as programme,
    c.profession,
    r.Inriktning as specialisation_code,
    r.HsKod as institution,
    r.ProgOrt as study_municipality,
    coalesce(r.InresUtbytesStud = '1', false) as is_exchange,
    coalesce(r.InresUtbytesStud = '1', false) or coalesce(r.Uppdrag = '1', false) as is_ignored
from raw.registrations as r
left join reference.profession_codes as c
    on r.YProg = c.code and c.kind = 'programme'
