/*
title = "Degrees"
title_sv = "Examina"
question = "Which degree was issued to the person, when and by whom?"
definition = "One row per accepted degree. It is the professional degree of a group when its code is the group's and its category is not general (ruling R21); a general degree is one of category generell, whatever its code."
*/
select
    d.LopNr as person,
    d.Examensdatum as issued_on,
    d.ExHsKod as institution,
    case when coalesce(d.ExaKategori, '') <> 'generell' then c.profession end as profession,
    coalesce(d.ExaKategori = 'generell', false) as is_general
from raw.degrees as d
left join reference.profession_codes as c
    on d.Examenskod = c.code and c.kind = 'programme'
