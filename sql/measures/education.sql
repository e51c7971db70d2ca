/*
title = "From start to licence"
title_sv = "Från start till legitimation"
question = "Who continued, graduated and was licensed, of those who could be seen to?"
definition = "One row per person and measure: base and numerator are true, false or NULL for not observable, and rows with base false are left out (ruling R14)."
is_view = true

[measures.composition]
definition = "started in the cell / started in the cohort; the total is the number of beginners"
breakdowns = "single"

[measures.continued_term_2]
definition = "registered for the group in start + 1 / started, observable"

[measures.continued_year_2]
definition = "registered for the group in start + 2, or graduated before it / started, observable, nominal terms > 2"

[measures.earlier_registration_share]
definition = "registered on another programme before the start term / started"

[measures.exam_rate_nominal_3]
definition = "graduated before the first day of term (start + nominal + 6) / started and observable to that day"

[measures.exam_rate_to_date]
definition = "graduated by the end of the data / started"
needs = ["degrees"]
matures_after = 0

[measures.general_degree_share]
definition = "graduated with also a general degree / graduated"
needs = ["degrees"]
matures_after = 0
from_graduation = true

[measures.licensed_share]
definition = "licensed / graduated"
needs = ["degrees", "licences"]
matures_after = 0
from_graduation = true
needs_licence = true

[measures.licensed_within]
definition = "licensed within the group's number of months of the degree / graduated with those months covered"
needs = ["degrees", "licences"]
matures_after = 0
from_graduation = true
needs_licence = true
*/
with people as (
    select
        c.person,
        c.profession,
        c.deadline_on,
        k.continued_term_2,
        k.has_year_2,
        k.continued_year_2,
        e.has_earlier_registration,
        g.is_graduated,
        g.graduated_on,
        f.covers_deadline,
        b.general_degree_on,
        l.is_licensed,
        l.licensed_on,
        p.has_licence,
        g.graduated_on + to_months(p.licensed_within_months) as licensed_by,
        l.is_licensed is not null
        and g.graduated_on + to_months(p.licensed_within_months) <= v.licences_last as covers_licensed_by
    from spine.cohort as c
    cross join reference.coverage as v
    inner join reference.professions as p on c.profession = p.profession
    inner join milestones.continued as k on c.person = k.person and c.profession = k.profession
    inner join milestones.earlier_registration as e on c.person = e.person and c.profession = e.profession
    inner join milestones.graduated as g on c.person = g.person and c.profession = g.profession
    inner join milestones.fate as f on c.person = f.person and c.profession = f.profession
    inner join milestones.general_degree as b
        on c.person = b.person and c.profession = b.profession and b.variant = ''
    inner join milestones.licensed as l on c.person = l.person and c.profession = l.profession
),

observations as (
    select person, profession, 'composition' as measure, true as base, true as numerator from people
    union all
    select person, profession, 'continued_term_2', true, continued_term_2 from people
    union all
    select person, profession, 'continued_year_2', has_year_2, continued_year_2 from people
    union all
    select person, profession, 'earlier_registration_share', true, has_earlier_registration from people
    union all
    select
        person, profession, 'exam_rate_nominal_3', true,
        case when covers_deadline then coalesce(graduated_on < deadline_on, false) end
    from people
    union all
    select person, profession, 'exam_rate_to_date', true, is_graduated from people
    union all
    select person, profession, 'general_degree_share', is_graduated, general_degree_on is not null from people
    union all
    select person, profession, 'licensed_share', is_graduated, is_licensed from people
    where has_licence
    union all
    select
        person, profession, 'licensed_within', is_graduated,
        case when covers_licensed_by then coalesce(licensed_on <= licensed_by, false) end
    from people
    where has_licence
)

select * from observations
where base is distinct from false
