/*
title = "Emigrations"
title_sv = "Utvandringar"
question = "When did the person leave the country?"
definition = "One row per accepted emigration (PostTyp Utv)."
*/
select
    LopNr as person,
    Datum as emigrated_on
from raw.migration
where PostTyp = 'Utv'
