/*
title = "Values of the breakdowns"
title_sv = "Redovisningsgruppernas värden"
question = "Which breakdowns are there, in which order, and which values occur in each?"
definition = "One row per breakdown and value, numbered through all of them, in the order of definitions section 10 (ruling R12). Counting goes by number, which is several times as fast as by name; the names come back in measures.breakdown_cells."
*/
with listed as (
    select distinct 1 as place, 'sex' as breakdown, sex as value from measures.people
    union all
    select distinct 2, 'age', age from measures.people
    union all
    select distinct 3, 'background', background from measures.people
    union all
    select distinct 4, 'upper_secondary', upper_secondary from measures.people
    union all
    select distinct 5, 'earlier_degree', earlier_degree from measures.people
    union all
    select distinct 6, 'institution', institution from measures.people
    union all
    select distinct 7, 'home_county', home_county from measures.people
    union all
    select distinct 8, 'home_region', home_region from measures.people
    union all
    select distinct 9, 'study_county', study_county from measures.people
    union all
    select distinct 10, 'study_region', study_region from measures.people
    union all
    select distinct 11, 'cohort_year', cohort_year from measures.people
    union all
    select distinct 12, 'degree_institution', degree_institution from measures.people
)

select
    cast(row_number() over (order by place asc, value asc) as smallint) as id,
    breakdown,
    value
from listed
