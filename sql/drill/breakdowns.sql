/*
title = "Breakdowns of the drill-down"
title_sv = "Redovisningsgrupper i fördjupningen"
question = "Which value does the person have in each breakdown, down to municipality, and what became of them?"
definition = "The breakdowns of measures.people and measures.licence_people as they stand; beside them municipality, county and region of every point of milestones.places. As there, a place that is not observable, or that the person never came to, is unknown (rulings R37, R74). The answers of measures.persons stand here too, for an analyst's own SQL."
*/
with declared as (
    unpivot (
        select
            p.who, d.sex, d.age, d.background, d.upper_secondary, d.earlier_degree, d.institution, d.home_county,
            d.home_region, d.study_county, d.study_region, d.cohort_year, d.degree_institution
        from drill.people as p
        inner join measures.people as d on p.person = d.person and p.profession = d.profession
        where p.model = 'education'
    ) on columns(* exclude (who)) into name breakdown value value
),

by_licence as (
    unpivot (
        select
            p.who, d.sex, d.age, d.background, d.licence_county, d.licence_region, c.cohort as cohort_year,
            case p.model when 'licensed' then d.degree_institution end as degree_institution,
            case p.model when 'licence' then d.degree_county end as degree_county
        from drill.people as p
        inner join measures.licence_people as d
            on p.person = d.person and p.profession = d.profession and p.model = d.model
        inner join reference.cohorts as c on p.model = c.model and p.cohort_year = c.first_year
    ) on columns(* exclude (who)) into name breakdown value value
),

-- What became of the person, for an analyst's own SQL: no page is cut by it.
outcomes as (
    unpivot (
        select
            p.who, o.resident_1, o.resident_3, o.employed_1, o.employed_3, o.in_profession_1, o.in_profession_3,
            o.status_1, o.status_3, o.established, o.fate
        from drill.people as p
        inner join measures.persons as o
            on p.person = o.person and p.profession = o.profession and p.model = o.model
    ) on columns(* exclude (who)) into name breakdown value value
),

points as (
    select * from (
        values
        ('education', 'home', 'municipality'),
        ('education', 'study', 'municipality'),
        ('education', 'degree', 'municipality'), ('education', 'degree', 'county'), ('education', 'degree', 'region'),
        ('education', 'after_1', 'municipality'),
        ('education', 'after_1', 'county'), ('education', 'after_1', 'region'),
        ('education', 'after_3', 'municipality'),
        ('education', 'after_3', 'county'), ('education', 'after_3', 'region'),
        ('education', 'work_1', 'municipality'), ('education', 'work_1', 'county'), ('education', 'work_1', 'region'),
        ('education', 'work_3', 'municipality'), ('education', 'work_3', 'county'), ('education', 'work_3', 'region'),
        ('licence', 'licence', 'municipality'),
        ('licence', 'start', 'municipality'), ('licence', 'start', 'county'), ('licence', 'start', 'region'),
        ('licence', 'degree', 'municipality'), ('licence', 'degree', 'region'),
        ('licence', 'after_1', 'municipality'), ('licence', 'after_1', 'county'), ('licence', 'after_1', 'region'),
        ('licensed', 'licence', 'municipality')
    ) as p (model, point, level)
)

select who, breakdown, value from declared
union all
select who, breakdown, value from by_licence
union all
select who, breakdown, value from outcomes
union all
select
    p.who,
    q.point || '_' || q.level,
    coalesce(
        case q.level when 'municipality' then l.municipality when 'county' then l.county else l.region end, 'unknown'
    )
from drill.people as p
inner join points as q on p.model = q.model
left join milestones.places as l
    on p.person = l.person and p.profession = l.profession and p.model = l.model and q.point = l.point
