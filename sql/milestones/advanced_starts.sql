/*
title = "Starts of advanced education"
title_sv = "Påbörjad vidareutbildning"
question = "When did the person first start an advanced education after the licence, overall and in each specialisation?"
definition = "First registration, not exchange or contract, on one of the educations that the base group leads to, in a term that ends after the licence date (definitions section 3). specialisation '' is the first start of all: ties in a term go by education, known specialisation before unknown, then alphabetically (ruling R49). Further rows are the first start in each specialisation. A specialisation unknown at registration is that of the first later degree of the education, else unknown; an education that is not divided is its own (R50). Where the first possible term is not covered, a start that is seen need not be the first (R54): readers ask spine.licence_cohort."
*/
with degrees as (
    select
        person,
        profession as education,
        issued_on,
        coalesce(min(specialisation), 'unknown') as specialisation
    from staging.degrees
    where profession is not null
    group by person, profession, issued_on
),

registered as (
    select distinct
        c.person,
        c.profession,
        e.education,
        r.term,
        make_date(r.term // 2, case r.term % 2 when 0 then 1 else 7 end, 1) as start_on,
        case when e.is_specialised then i.specialisation else e.education end as known
    from spine.licence_cohort as c
    inner join reference.advanced_educations as e on c.profession = e.profession
    inner join staging.registrations as r
        on c.person = r.person and e.education = r.profession and c.first_term <= r.term and not r.is_ignored
    left join reference.specialisations as i on r.specialisation_code = i.code and i.kind = 'inriktning'
),

resolved as (
    select
        r.*,
        coalesce(r.known, min_by(d.specialisation, d.issued_on), 'unknown') as start_specialisation
    from registered as r
    left join degrees as d
        on r.person = d.person and r.education = d.education and r.start_on <= d.issued_on and r.known is null
    group by r.person, r.profession, r.education, r.term, r.start_on, r.known
),

first_starts as (
    select
        *,
        '' as specialisation
    from resolved
    qualify
        row_number() over (
            partition by person, profession
            order by term asc, education asc, (known is null) asc, coalesce(known, start_specialisation) asc
        ) = 1
    union all
    select
        *,
        start_specialisation as specialisation
    from resolved
    qualify row_number() over (
        partition by person, profession, start_specialisation order by term asc, education asc
    ) = 1
)

select
    person,
    profession,
    specialisation,
    education,
    term as start_term,
    start_on,
    start_specialisation,
    term // 2 - case term % 2 when 0 then 1 else 0 end as start_lasar
from first_starts
