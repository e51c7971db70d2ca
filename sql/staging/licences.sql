/*
title = "Licences"
title_sv = "Legitimationer"
question = "When was the person licensed, in which group's profession?"
definition = "One row per accepted licence and group that its code belongs to. beslutsdatumFysioterapeut is a change of title and never a licence date (ruling R22)."
*/
select
    l.LopNr as person,
    c.profession,
    l.legitimationsdatum as licensed_on
from raw.licences as l
inner join reference.profession_codes as c
    on l.yrkeskod = c.code and c.kind = 'licence'
