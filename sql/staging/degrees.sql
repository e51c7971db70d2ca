/*
title = "Degrees"
title_sv = "Examina"
question = "Which degree was issued to the person, when and by whom?"
definition = "One row per accepted degree. It is the professional degree of a group when its code is the group's and its category is not general (ruling R21); a general degree is one of category generell, whatever its code. specialisation is that of a specialist nurse: by Inriktning, else SUN 2020, else SUN 2000 where that names exactly one (R50)."
*/
select
    d.LopNr as person,
    d.Examensdatum as issued_on,
    d.ExHsKod as institution,
    case when coalesce(d.ExaKategori, '') <> 'generell' then c.profession end as profession,
    coalesce(d.ExaKategori = 'generell', false) as is_general,
    coalesce(i.specialisation, n.specialisation, o.specialisation) as specialisation
from raw.degrees as d
left join reference.profession_codes as c
    on d.Examenskod = c.code and c.kind = 'programme'
left join reference.specialisations as i on d.Inriktning = i.code and i.kind = 'inriktning'
left join reference.specialisations as n on d.SUN2020Inr = n.code and n.kind = 'sun2020'
left join reference.specialisations as o on d.SUN2000Inr = o.code and o.kind = 'sun2000'
