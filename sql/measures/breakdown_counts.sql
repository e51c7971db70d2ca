/*
title = "Counts by breakdown"
title_sv = "Antal efter redovisningsgrupp"
question = "How many are in the numerator, in the denominator and not observable, by the finest sets of breakdowns?"
definition = "One pass with GROUPING SETS: people with the same pattern of outcomes are counted together, and count in every outcome of the pattern. Sex by each other breakdown by cohort year, every pair of the others, degree institution by cohort year (definitions section 10). A variable is never paired with its own coarser form (ruling R12). Everything coarser is a sum of these, in measures.breakdown_cells. series is a number of measures.series, id_1 and id_2 are numbers of measures.breakdown_values, year_id that of the cohort year; NULL is not in the set."
*/
with observations as (
    select person, profession, measure, base, numerator from measures.education
    union all
    select person, profession, measure, base, numerator from measures.after_licence
    where model = 'education'
    union all
    select person, profession, measure, base, numerator from measures.pathways
    union all
    select person, profession, measure, base, true from measures.months
),

-- Each measure and answer is a number: four numbers a series, of which numerator, denominator alone, and not
-- observable are used.
outcomes as (
    select
        o.person,
        o.profession,
        s.from_graduation,
        s.matures_after,
        4 * cast(s.id as integer)
        + case when o.base and o.numerator then 0 when o.base and o.numerator is not null then 1 else 2 end as outcome
    from observations as o
    inner join measures.series as s on o.profession = s.profession and o.measure = s.measure
),

-- Measures that are asked of the same people at the same time: together their answers have few patterns.
answered as (
    select person, profession, list_sort(list(outcome)) as outcomes
    from outcomes
    group by person, profession, from_graduation, matures_after
),

patterns as (
    select
        outcomes,
        row_number() over (order by outcomes) as pattern
    from (select distinct outcomes from answered) as a
),

people as (
    select p.*, n.pattern
    from answered as a
    inner join patterns as n on a.outcomes = n.outcomes
    inner join measures.numbered_people as p on a.person = p.person and a.profession = p.profession
),

counted as (
    select
        pattern,
        -- The variables of a set in the order of section 10: the first that is there, and the last.
        coalesce(
            sex, age, background, upper_secondary, earlier_degree, institution, home_county, home_region,
            study_county, study_region, degree_institution
        ) as id_1,
        coalesce(
            study_region, study_county, home_region, home_county, institution, earlier_degree, upper_secondary,
            background, age, degree_institution
        ) as last_id,
        cohort_year as year_id,
        count(*) as persons
    from people
    group by
        pattern,
        grouping sets (
            (sex, age, cohort_year), (sex, background, cohort_year), (sex, upper_secondary, cohort_year),
            (sex, earlier_degree, cohort_year), (sex, institution, cohort_year), (sex, home_county, cohort_year),
            (sex, home_region, cohort_year), (sex, study_county, cohort_year), (sex, study_region, cohort_year),
            (degree_institution, cohort_year),
            (age, background), (age, upper_secondary), (age, earlier_degree), (age, institution),
            (age, home_county), (age, home_region), (age, study_county), (age, study_region),
            (background, upper_secondary), (background, earlier_degree), (background, institution),
            (background, home_county), (background, home_region), (background, study_county),
            (background, study_region),
            (upper_secondary, earlier_degree), (upper_secondary, institution), (upper_secondary, home_county),
            (upper_secondary, home_region), (upper_secondary, study_county), (upper_secondary, study_region),
            (earlier_degree, institution), (earlier_degree, home_county), (earlier_degree, home_region),
            (earlier_degree, study_county), (earlier_degree, study_region),
            (institution, home_county), (institution, home_region), (institution, study_county),
            (institution, study_region),
            (home_county, study_county), (home_county, study_region),
            (home_region, study_county), (home_region, study_region)
        )
),

listed as (
    select
        pattern,
        unnest(outcomes) as outcome
    from patterns
)

select
    cast(l.outcome // 4 as smallint) as series,
    c.id_1,
    case when c.last_id <> c.id_1 then c.last_id end as id_2,
    c.year_id,
    cast(sum(case when l.outcome % 4 = 0 then c.persons else 0 end) as integer) as numerator,
    cast(sum(case when l.outcome % 4 < 2 then c.persons else 0 end) as integer) as denominator,
    cast(sum(case when l.outcome % 4 = 2 then c.persons else 0 end) as integer) as n_not_observable
from counted as c
inner join listed as l on c.pattern = l.pattern
group by l.outcome // 4, c.id_1, c.last_id, c.year_id
