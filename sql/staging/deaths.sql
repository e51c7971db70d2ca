/*
title = "Deaths"
title_sv = "Dödsfall"
question = "When did the person die?"
definition = "One row per accepted death."
*/
select
    LopNr as person,
    DodDatum as died_on
from raw.deaths
