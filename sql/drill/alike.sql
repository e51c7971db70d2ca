/*
title = "People of the drill-down who are counted alike"
title_sv = "Personer i fördjupningen som räknas lika"
question = "Whose answers under each alternative are the person's?"
definition = "measures.alike with the numbers of drill.people."
*/
select
    p.profession,
    p.model,
    p.cohort_year,
    p.who,
    f.who as alike
from measures.alike as a
inner join drill.people as p on a.person = p.person and a.profession = p.profession and a.model = p.model
inner join drill.people as f on a.alike = f.person and a.profession = f.profession and a.model = f.model
