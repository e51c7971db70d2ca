/*
title = "Pathways between counties"
title_sv = "Vägar mellan län"
question = "Did the graduate stay at home, return, stay where they studied, or move elsewhere?"
definition = "By county; H home, S study, A residence + k. A not resident → abroad_or_dead; else any of them unknown → unknown; H = S = A → stayed_home; S ≠ H and A = H → returned_home; S ≠ H and A = S → stayed_in_study; else moved_elsewhere. A home abroad is a place of its own. Not observable when the year of H or A is not (ruling R44). One row per person and measure, base not false."

[measures.pathway_stayed_home]
definition = "home, study place and residence + k in the same county / licensed and graduated"
follow_up_years = [1, 3]

[measures.pathway_returned_home]
definition = "left the home county to study and lives there again + k / licensed and graduated"
follow_up_years = [1, 3]

[measures.pathway_stayed_in_study]
definition = "left the home county to study and lives in the study county + k / licensed and graduated"
follow_up_years = [1, 3]

[measures.pathway_moved_elsewhere]
definition = "lives + k in a county that is neither home nor study county, or left a county both were in / licensed and graduated"
follow_up_years = [1, 3]

[measures.pathway_abroad_or_dead]
definition = "not in the population + k / licensed and graduated"
follow_up_years = [1, 3]

[measures.pathway_unknown]
definition = "home, study or residence county not known / licensed and graduated"
follow_up_years = [1, 3]

[measures.stayed_in_study_county]
definition = "lives + k in the study county / licensed and graduated, both counties known"
follow_up_years = [1, 3]

[measures.returned_home]
definition = "lives + k in the home county / licensed and graduated who studied in another county"
follow_up_years = [1, 3]
*/
with points as (
    select person, profession, point, county from milestones.places
    where model = 'education'
),

trips as (
    select
        f.person,
        f.profession,
        f.k,
        f.is_followed,
        h.county as home,
        s.county as study,
        a.county as after
    from milestones.follow_up as f
    inner join points as h on f.person = h.person and f.profession = h.profession and h.point = 'home'
    inner join points as s on f.person = s.person and f.profession = s.profession and s.point = 'study'
    left join points as a
        on f.person = a.person and f.profession = a.profession and a.point = 'after_' || f.k
    where f.model = 'education'
),

walked as (
    select
        *,
        case
            when home is null or after is null then null
            when after = 'abroad_or_dead' then 'abroad_or_dead'
            when 'unknown' in (home, study, after) then 'unknown'
            when home = study and after = home then 'stayed_home'
            when home <> study and after = home then 'returned_home'
            when home <> study and after = study then 'stayed_in_study'
            else 'moved_elsewhere'
        end as pathway,
        nullif(home, 'unknown') as known_home,
        nullif(study, 'unknown') as known_study,
        nullif(after, 'unknown') as known_after
    from trips
),

observations as (
    select
        w.person,
        w.profession,
        'pathway_' || n.name || '_' || w.k as measure,
        w.is_followed as base,
        w.pathway = n.name as numerator
    from walked as w
    cross join (
        values ('stayed_home'),
        ('returned_home'),
        ('stayed_in_study'),
        ('moved_elsewhere'),
        ('abroad_or_dead'),
        ('unknown')
    ) as n (name)
    union all
    select person, profession, 'stayed_in_study_county_' || k, is_followed, known_after = known_study from walked
    union all
    select
        person, profession, 'returned_home_' || k,
        is_followed and known_home <> known_study and known_home <> 'abroad_or_dead', known_after = known_home
    from walked
)

select * from observations
where base is distinct from false
