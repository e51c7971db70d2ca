/*
title = "Cells of arrivals, departures and net"
title_sv = "Celler för inflyttade, utflyttade och netto"
question = "How many came to each county and region between home and + k, how many left, and what is the difference?"
definition = "Arrivals: came from elsewhere, abroad too / living there. Departures: left, abroad or dead too / came from there. Net: arrivals − departures / came from there; it may be negative. The other end unknown: n_not_observable. No rows for unknown or abroad_or_dead (ruling R46)."

[measures.arrivals]
definition = "living there + k who came from elsewhere / living there + k"
follow_up_years = [1, 3]
breakdowns = "none"

[measures.departures]
definition = "came from there and live elsewhere + k / came from there"
follow_up_years = [1, 3]
breakdowns = "none"

[measures.net]
definition = "arrivals − departures / came from there"
follow_up_years = [1, 3]
breakdowns = "none"
*/
with moves as (
    select
        profession,
        cohort,
        right(measure, 1) as k,
        level,
        origin,
        target,
        nullif(origin, 'unknown') as known_origin,
        nullif(target, 'unknown') as known_target
    from measures.trips
    where measure in ('mobility_home_to_after_1', 'mobility_home_to_after_3')
),

arrivals as (
    select
        profession, cohort, k, level,
        target as place,
        count(case when known_origin <> target then 1 end) as numerator,
        count(known_origin) as denominator,
        count(*) - count(known_origin) as n_not_observable
    from moves
    where target not in ('unknown', 'abroad_or_dead')
    group by profession, cohort, k, level, target
),

departures as (
    select
        profession, cohort, k, level,
        origin as place,
        count(case when known_target <> origin then 1 end) as numerator,
        count(known_target) as denominator,
        count(*) - count(known_target) as n_not_observable
    from moves
    where origin not in ('unknown', 'abroad_or_dead')
    group by profession, cohort, k, level, origin
),

net as (
    select
        coalesce(a.profession, d.profession) as profession,
        coalesce(a.cohort, d.cohort) as cohort,
        coalesce(a.k, d.k) as k,
        coalesce(a.level, d.level) as level,
        coalesce(a.place, d.place) as place,
        coalesce(a.numerator, 0) - coalesce(d.numerator, 0) as numerator,
        coalesce(d.denominator, 0) as denominator,
        coalesce(d.n_not_observable, 0) as n_not_observable
    from arrivals as a
    full join departures as d
        on
            a.profession = d.profession and a.cohort = d.cohort and a.k = d.k
            and a.level = d.level and a.place = d.place
),

cells as (
    select 'arrivals_' || k as measure, * from arrivals
    union all
    select 'departures_' || k, * from departures
    union all
    select 'net_' || k, * from net
)

select
    profession, cohort, measure,
    level as by_1, place as value_1, '' as by_2, '' as value_2,
    numerator, denominator, n_not_observable
from cells
where denominator + n_not_observable > 0
