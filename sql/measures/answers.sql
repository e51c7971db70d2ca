/*
title = "Answers under each way of counting"
title_sv = "Utfall för varje sätt att räkna"
question = "Is the person in the base and in the numerator of the headline measures, under each alternative of a choice?"
definition = "One row per measure, variant and person of measures.alike who stands for all who are counted alike (reference.variants; '' = the choices in force): base and numerator are true, false or NULL for not observable (ruling R14)."
*/
with firsts as (
    select distinct alike as person, profession, model from measures.alike
),

follow_up as (
    select f.* from milestones.follow_up_ways as f
    inner join firsts as a on f.person = a.person and f.profession = a.profession and f.model = a.model
),

established as (
    select e.* from milestones.established as e
    inner join firsts as a on e.person = a.person and e.profession = a.profession and e.model = a.model
    where e.specialisation = ''
),

advanced as (
    select b.* from measures.advanced as b
    inner join firsts as a on b.person = a.person and b.profession = a.profession and b.model = a.model
    where b.measure = 'exam_rate_to_date' and b.specialisation = ''
)

select
    f.person, f.profession, f.model, f.variant, 'resident_' || f.k as measure,
    f.is_followed as base, f.resident as numerator
from follow_up as f
union all
select
    f.person, f.profession, f.model, w.variant, 'employed_' || f.k,
    case w.employed_base when 'licensed' then f.is_followed else f.is_followed and f.resident end, f.employed
from follow_up as f
inner join reference.variants as w on f.variant = case w.concerns when 'employed' then '' else w.variant end
union all
select person, profession, model, variant, 'in_profession_' || k, is_followed and employed, in_profession
from follow_up
union all
select person, profession, model, variant, 'retention_' || k, is_followed, in_profession
from follow_up
union all
select
    a.person, a.profession, a.model, a.variant, 'stayed_1_to_3',
    a.is_followed and a.in_profession, b.in_profession
from follow_up as a
inner join follow_up as b
    on
        a.person = b.person and a.profession = b.profession and a.model = b.model
        and a.variant = b.variant and b.k = 3
where a.k = 1
union all
select person, profession, model, variant, 'established', is_asked, is_established
from established
where model = 'education'
union all
select
    a.person, a.profession, a.model, w.variant, 'established',
    case when a.base and a.numerator then e.is_asked else a.base and a.numerator end, e.is_established
from advanced as a
inner join reference.variants as w on w.concerns in ('', 'established')
left join established as e
    on
        a.person = e.person and a.profession = e.profession and a.model = e.model and w.variant = e.variant
union all
select
    d.person, d.profession, 'education', d.variant, 'general_degree_share',
    g.is_graduated, d.general_degree_on is not null
from milestones.general_degree as d
inner join firsts as f on d.person = f.person and d.profession = f.profession and f.model = 'education'
inner join milestones.graduated as g on d.person = g.person and d.profession = g.profession
