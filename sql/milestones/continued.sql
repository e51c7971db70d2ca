/*
title = "Continued"
title_sv = "Kvarvaro"
question = "Was the person still registered in term 2 and in year 2?"
definition = "Term 2: own registration for the group in start + 1, at any institution, where that term is covered. Year 2: the same in start + 2, or graduated before its first day; only where nominal terms exceed 2, and only where degrees are covered from the start to the day before start + 2 (rulings R55, R69)."
*/
with own_terms as (
    select
        person,
        profession,
        term
    from staging.registrations
    where profession is not null and not is_ignored
    group by person, profession, term
),

followed as (
    select
        c.person,
        c.profession,
        c.nominal_terms,
        g.graduated_on,
        c.start_on + interval 1 year as year_2_on,
        t2.term is not null as in_term_2,
        t3.term is not null as in_year_2,
        coalesce(c.entry_term + 1 <= v.registrations_last, false) as covers_term_2,
        coalesce(c.entry_term + 2 <= v.registrations_last, false)
        and g.is_observable
        and coalesce(c.start_on + interval 1 year - interval 1 day <= v.degrees_last, false) as covers_year_2
    from spine.cohort as c
    cross join reference.coverage as v
    inner join milestones.graduated as g on c.person = g.person and c.profession = g.profession
    left join own_terms as t2
        on c.person = t2.person and c.profession = t2.profession and t2.term = c.entry_term + 1
    left join own_terms as t3
        on c.person = t3.person and c.profession = t3.profession and t3.term = c.entry_term + 2
)

select
    person,
    profession,
    case when covers_term_2 then in_term_2 end as continued_term_2,
    nominal_terms > 2 as has_year_2,
    case when covers_year_2 then in_year_2 or coalesce(graduated_on < year_2_on, false) end as continued_year_2
from followed
