/*
title = "Cells of status and fate"
title_sv = "Celler för ställning och läge"
question = "How many are in each status 1 and 3 years after the licence, and in each fate at the exam deadline?"
definition = "Every category for the total and for each sex with anyone in the base, zero cells too; the denominator is the base with the year or deadline covered, so categories add up; n_not_observable is the base without (rulings R59, R60, R70)."

[measures.status]
models = ["education", "licensed"]
definition = "in the status + k / licensed and graduated, year covered"
follow_up_years = [1, 3]
breakdowns = "none"

[measures.fate]
definition = "in the fate at the exam deadline / started, deadline covered"
breakdowns = "none"
*/
with categories as (
    select * from (
        values
        ('status', 'in_profession'), ('status', 'other_health_work'), ('status', 'other_work'),
        ('status', 'studying'), ('status', 'not_employed'), ('status', 'abroad_or_dead'), ('status', 'unknown'),
        ('fate', 'graduated'), ('fate', 'other_degree'), ('fate', 'registered'), ('fate', 'left')
    ) as c (kind, category)
),

observations as (
    select person, profession, model, 'status' as kind, 'status_' || k as measure, status as category
    from milestones.status
    union all
    select person, profession, 'education', 'fate', 'fate', fate from milestones.fate
),

-- By year first: a person is in several cohorts.
by_year as (
    select
        o.profession,
        o.model,
        e.cohort_year,
        o.kind,
        o.measure,
        o.category,
        d.sex,
        count(*) as persons
    from observations as o
    inner join spine.entrants as e on o.person = e.person and o.profession = e.profession and o.model = e.model
    inner join spine.demographics as d on o.person = d.person and o.profession = d.profession and o.model = d.model
    group by o.profession, o.model, e.cohort_year, o.kind, o.measure, o.category, d.sex
),

seen as (
    select c.cohort, y.*
    from by_year as y
    inner join reference.cohorts as c on y.model = c.model and y.cohort_year between c.first_year and c.last_year
),

by_sex as (
    select *, '' as by_2, '' as value_2 from seen
    union all
    select *, 'sex' as by_2, sex as value_2 from seen
),

bases as (
    select
        profession, model, cohort, kind, measure, by_2, value_2,
        cast(sum(case when category is not null then persons else 0 end) as bigint) as denominator,
        cast(sum(case when category is null then persons else 0 end) as bigint) as n_not_observable
    from by_sex
    group by profession, model, cohort, kind, measure, by_2, value_2
),

counts as (
    select
        profession, model, cohort, measure, by_2, value_2, category,
        cast(sum(persons) as bigint) as persons
    from by_sex
    group by profession, model, cohort, measure, by_2, value_2, category
)

select
    b.profession,
    b.model,
    b.cohort,
    b.measure,
    b.kind as by_1,
    k.category as value_1,
    b.by_2,
    b.value_2,
    coalesce(n.persons, 0) as numerator,
    b.denominator,
    b.n_not_observable
from bases as b
inner join categories as k on b.kind = k.kind
left join counts as n
    on
        b.profession = n.profession and b.model = n.model and b.cohort = n.cohort and b.measure = n.measure
        and b.by_2 = n.by_2 and b.value_2 = n.value_2 and k.category = n.category
