/*
title = "Candidates"
title_sv = "Registrerade mot examen"
question = "Who was ever registered towards the degree of a group, first when, and may they be counted?"
definition = "One row per person and group whose first registration falls in the cohort window (definitions section 2). reason is empty for those who are followed; the others are left out, each under the first reason that applies (rulings R15, R17, R18, R67)."
*/
with first_registration as (
    select
        person,
        profession,
        min(case when not is_ignored then term end) as own_term,
        min(term) as any_term,
        bool_or(is_exchange) as has_exchange
    from staging.registrations
    where profession is not null
    group by person, profession
),

entered as (
    select
        person,
        profession,
        own_term,
        has_exchange,
        coalesce(own_term, any_term) as entry_term,
        coalesce(own_term, any_term) // 2 as cohort_year,
        make_date(
            coalesce(own_term, any_term) // 2, case coalesce(own_term, any_term) % 2 when 0 then 1 else 7 end, 1
        ) as start_on
    from first_registration
),

first_degree as (
    select person, profession, min(issued_on) as issued_on from staging.degrees
    group by person, profession
),

first_licence as (
    select person, profession, min(licensed_on) as licensed_on from staging.licences
    group by person, profession
),

reused as (
    select distinct person from staging.person_years
    where is_reused_number
)

select
    e.person,
    e.profession,
    e.entry_term,
    e.cohort_year,
    e.start_on,
    case
        when e.own_term is null and e.has_exchange then 'incoming_exchange'
        when e.own_term is null then 'contract_education'
        when r.person is not null then 'reused_number'
        when d.issued_on < e.start_on then 'degree_before_start'
        when l.licensed_on < e.start_on then 'licence_before_start'
        else ''
    end as reason
from entered as e
inner join reference.professions as p on e.profession = p.profession
cross join reference.settings as s
left join reused as r on e.person = r.person
left join first_degree as d on e.person = d.person and e.profession = d.profession
left join first_licence as l on e.person = l.person and e.profession = l.profession
where e.cohort_year between s.window_first and s.window_last
