/*
title = "Degrees of advanced education"
title_sv = "Examen från vidareutbildning"
question = "Did the starter of an advanced education take its degree, when, and in time?"
definition = "First degree of the education on or after the start term's first day: overall whatever its specialisation, per specialisation only that one or unknown (ruling R51). The deadline is the first day of term start + nominal + 6. Not observable when the start's first day is outside the degrees register's cover (R23); in time needs the cover to reach the day before the deadline (R26). One row per start."
*/
with deadlines as (
    select
        s.*,
        n.terms as nominal_terms,
        make_date(
            (s.start_term + n.terms + 6) // 2, case (s.start_term + n.terms + 6) % 2 when 0 then 1 else 7 end, 1
        ) as deadline_on
    from milestones.advanced_starts as s
    inner join reference.nominal_terms as n
        on s.education = n.profession and s.start_term between n.first_term and n.last_term
),

first_degrees as (
    select
        s.person,
        s.profession,
        s.specialisation,
        d.issued_on,
        coalesce(case when e.is_specialised then d.specialisation else d.profession end, 'unknown')
            as degree_specialisation
    from milestones.advanced_starts as s
    inner join reference.advanced_educations as e on s.profession = e.profession and s.education = e.education
    inner join staging.degrees as d
        on s.person = d.person and s.education = d.profession and s.start_on <= d.issued_on
    where
        s.specialisation = '' or not e.is_specialised or coalesce(d.specialisation, 'unknown') = 'unknown'
        or s.specialisation = d.specialisation
    qualify row_number() over (
        partition by s.person, s.profession, s.specialisation
        order by d.issued_on asc, d.specialisation asc nulls last
    ) = 1
)

select
    s.person,
    s.profession,
    s.specialisation,
    s.education,
    s.start_lasar,
    s.start_specialisation,
    s.deadline_on,
    coalesce(s.start_on between v.degrees_first and v.degrees_last, false) as is_observable,
    coalesce(
        s.start_on between v.degrees_first and v.degrees_last
        and s.deadline_on - interval 1 day <= v.degrees_last, false
    ) as covers_deadline,
    case when s.start_on between v.degrees_first and v.degrees_last then d.issued_on is not null end as is_graduated,
    case when s.start_on between v.degrees_first and v.degrees_last then d.issued_on end as graduated_on,
    case when s.start_on between v.degrees_first and v.degrees_last then d.degree_specialisation end
        as degree_specialisation
from deadlines as s
cross join reference.coverage as v
left join first_degrees as d
    on s.person = d.person and s.profession = d.profession and s.specialisation = d.specialisation
