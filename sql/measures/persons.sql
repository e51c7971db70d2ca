/*
title = "Persons"
title_sv = "Personer"
question = "What became of each person, milestone by milestone?"
definition = "One row per person, group and model with breakdowns, dates and answers as yes, no, unknown or the category; NULL where the question is not asked. cohort is the one-year cohort. Never published."
*/
with places as (
    select
        person,
        profession,
        max(case point when 'home' then municipality end) as home_municipality,
        max(case point when 'study' then municipality end) as study_municipality,
        max(case point when 'degree' then municipality end) as degree_municipality,
        max(case point when 'after_1' then municipality end) as after_1_municipality,
        max(case point when 'after_3' then municipality end) as after_3_municipality,
        max(case point when 'work_1' then municipality end) as work_1_municipality,
        max(case point when 'work_3' then municipality end) as work_3_municipality
    from milestones.places
    group by person, profession
),

follow_up as (
    select
        f.person,
        f.profession,
        f.k,
        case f.resident when true then 'yes' when false then 'no' else 'unknown' end as resident,
        case f.employed when true then 'yes' when false then 'no' else 'unknown' end as employed,
        case f.in_profession when true then 'yes' when false then 'no' else 'unknown' end as in_profession,
        s.status
    from milestones.follow_up as f
    inner join milestones.status as s on f.person = s.person and f.profession = s.profession and f.k = s.k
)

select
    c.person,
    c.profession,
    'education' as model,
    p.cohort_year as cohort,
    case c.entry_term % 2 when 0 then 'VT' else 'HT' end || c.entry_term // 2 as entry_term,
    p.sex, p.age, p.background, p.upper_secondary, p.earlier_degree, p.institution,
    p.home_county, p.home_region, p.study_county, p.study_region, p.cohort_year, p.degree_institution,
    u.mark as upper_secondary_mark,
    case a.applied_term % 2 when 0 then 'VT' when 1 then 'HT' end || a.applied_term // 2 as applied_term,
    case a.first_choice_term % 2 when 0 then 'VT' when 1 then 'HT' end || a.first_choice_term // 2
        as first_choice_term,
    case a.admitted_term % 2 when 0 then 'VT' when 1 then 'HT' end || a.admitted_term // 2 as admitted_term,
    g.graduated_on,
    d.general_degree_on,
    l.licensed_on,
    t.home_municipality, t.study_municipality, t.degree_municipality,
    t.after_1_municipality, t.after_3_municipality, t.work_1_municipality, t.work_3_municipality,
    f_1.resident as resident_1, f_3.resident as resident_3,
    f_1.employed as employed_1, f_3.employed as employed_3,
    f_1.in_profession as in_profession_1, f_3.in_profession as in_profession_3,
    f_1.status as status_1, f_3.status as status_3,
    case
        when e.is_asked
            then
                case e.is_established when true then 'yes' when false then 'no' else 'unknown' end
        when e.person is not null and e.is_asked is null then 'unknown'
    end as established,
    f.fate
from spine.cohort as c
inner join measures.people as p on c.person = p.person and c.profession = p.profession
inner join milestones.upper_secondary as u on c.person = u.person and c.profession = u.profession
inner join milestones.applied as a on c.person = a.person and c.profession = a.profession
inner join milestones.graduated as g on c.person = g.person and c.profession = g.profession
inner join milestones.general_degree as d on c.person = d.person and c.profession = d.profession
inner join milestones.licensed as l on c.person = l.person and c.profession = l.profession
inner join milestones.fate as f on c.person = f.person and c.profession = f.profession
inner join places as t on c.person = t.person and c.profession = t.profession
left join follow_up as f_1 on c.person = f_1.person and c.profession = f_1.profession and f_1.k = 1
left join follow_up as f_3 on c.person = f_3.person and c.profession = f_3.profession and f_3.k = 3
left join milestones.established as e on c.person = e.person and c.profession = e.profession
