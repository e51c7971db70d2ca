/*
title = "Follow-up after 1 and 3 years, by every way of counting"
title_sv = "Uppföljning efter 1 och 3 år, på alla sätt att räkna"
question = "Was the person resident, employed and in the profession k years after the licence?"
definition = "One row per person followed (or not known to be), k = 1, 3, and way of counting: variant '' is the choices in force, every other changes one of them (flows/choices.toml). NULL where the year is not covered or its row was rejected. In the profession: employed with an occupation of the group; the workplace's industry, or either, where the target set says so. Not employed is a no; employed without an occupation is not observable, unless missing_occupation counts it (rulings R28–R30)."
is_view = true
*/
with ways as (
    select
        variant,
        target_set,
        missing_occupation,
        follow_up_year = 'lasar' as by_lasar,
        occupation_status = 'november_only' as needs_november,
        occupation_age = 'not_before_licence' as needs_new
    from reference.variants
    where concerns in ('', 'follow_up')
),

asked as (
    select
        f.person,
        f.profession,
        f.model,
        f.is_followed,
        f.base_year,
        k.k,
        w.*,
        case when w.by_lasar then f.lasar_year else f.base_year end + k.k as year
    from milestones.followed as f
    cross join (values (1), (3)) as k (k)
    cross join ways as w
    where f.is_followed is distinct from false
),

worked as (
    select
        a.*,
        coalesce(y.is_covered, false) as is_covered,
        coalesce(y.is_rejected, false) as is_rejected,
        y.resident,
        y.employed,
        y.has_occupation_year,
        y.has_workplace_year,
        y.is_own_workplace,
        case
            when a.needs_november and y.occupation_status between 2 and 5 then null
            when a.needs_new and y.occupation_year < a.base_year then null
            else y.is_own_occupation
        end as is_own_occupation
    from asked as a
    -- Somebody followed in another model may have the same year; who is not known to be followed has none.
    left join milestones.work_years as y
        on a.person = y.person and a.profession = y.profession and a.year = y.year and a.is_followed
),

filled as (
    select
        *,
        case
            when is_own_occupation is not null then is_own_occupation
            when missing_occupation = 'counted_as_no' then false
            when missing_occupation = 'counted_as_yes' then true
        end as by_occupation
    from worked
)

select
    person,
    profession,
    model,
    k,
    variant,
    year,
    is_followed,
    is_covered,
    is_rejected,
    resident,
    employed,
    case
        when target_set <> 'workplace' and not has_occupation_year then null
        when target_set <> 'occupation' and not has_workplace_year then null
        when not employed then false
        when not coalesce(employed, false) then null
        when target_set = 'occupation' then by_occupation
        when target_set = 'workplace' then is_own_workplace
        else by_occupation or is_own_workplace
    end as in_profession
from filled
