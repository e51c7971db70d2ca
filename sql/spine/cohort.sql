/*
title = "Cohort"
title_sv = "Programnybörjare"
question = "Who is followed, from which term, and where did they start?"
definition = "One row per person and group: everyone whose first registration on a programme of the group falls in the window and who is not left out. Institution and study place come from the lowest row of the start term (ruling R16). The deadline is the first day of term start + nominal + 6 (R26)."
*/
with start_rows as (
    select
        c.person,
        c.profession,
        c.entry_term,
        c.cohort_year,
        c.start_on,
        r.institution,
        r.study_municipality
    from spine.candidates as c
    inner join staging.registrations as r
        on c.person = r.person and c.profession = r.profession and c.entry_term = r.term and not r.is_ignored
    where c.reason = ''
    qualify row_number() over (
        partition by c.person, c.profession
        order by r.institution asc nulls last, r.study_municipality asc nulls last
    ) = 1
)

select
    s.person,
    s.profession,
    s.entry_term,
    s.cohort_year,
    s.start_on,
    s.institution,
    s.study_municipality,
    n.terms as nominal_terms,
    s.entry_term + n.terms + 6 as deadline_term,
    make_date(
        (s.entry_term + n.terms + 6) // 2, case (s.entry_term + n.terms + 6) % 2 when 0 then 1 else 7 end, 1
    ) as deadline_on
from start_rows as s
inner join reference.nominal_terms as n
    on s.profession = n.profession and s.entry_term between n.first_term and n.last_term
