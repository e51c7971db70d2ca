/*
title = "States of a kind, for protection"
title_sv = "Tillstånden i ett slag, för röjandekontrollen"
question = "Which states do the people of a kind have?"
definition = "One row per kind of measures.kinds and state of measures.states: those of any one person of the kind."
*/
with firsts as (
    select kind, family, min(struct_pack(person, profession, model)) as who
    from measures.kinds
    group by kind, family
)

select f.kind, s.measure, s.part, s.state
from firsts as f
inner join measures.states as s
    on
        f.family = s.family
        and f.who.person = s.person and f.who.profession = s.profession and f.who.model = s.model
