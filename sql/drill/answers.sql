/*
title = "Answers of the drill-down under each alternative"
title_sv = "Utfall i fördjupningen för varje sätt att räkna"
question = "What is the answer when one choice is another, for instance the target set?"
definition = "measures.answers as it stands, for the variants that are not in force: one row for all who are counted alike (drill.alike), base not false."
*/
select
    p.who as alike,
    a.variant,
    a.measure,
    a.base,
    a.numerator
from measures.answers as a
inner join drill.people as p on a.person = p.person and a.profession = p.profession and a.model = p.model
where a.variant <> '' and a.base is distinct from false
