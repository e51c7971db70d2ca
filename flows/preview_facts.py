"""What a group's codes catch in the registers of everybody, beside the counting itself.

Belongs here: questions put to raw tables before anybody is left out. Does not belong here: questions
about the group's own people (flows.preview_people) and anything that a release counts (sql/).

preview.own       kind, code of the group
preview.claimed   kind, code of every group's file
"""

from __future__ import annotations

CODES = """
with hits as (
    select 'programme' as kind, 'registrations' as register, YProg as code, LopNr from raw.registrations
    union all
    select 'programme', 'degrees', Examenskod, LopNr from raw.degrees
    where coalesce(ExaKategori, '') <> 'generell'
    union all
    select 'licence', 'licences', yrkeskod, LopNr from raw.licences
    union all
    select 'sun2000', 'degrees', SUN2000Inr, LopNr from raw.degrees
    union all
    select 'sun2020', 'degrees', SUN2020Inr, LopNr from raw.degrees
),

filled as (
    select kind, register, count(code) > 0 as is_filled from hits
    group by kind, register
),

persons as (
    select h.kind, h.register, h.code, count(distinct h.LopNr) as persons from hits as h
    semi join preview.own as o on h.kind = o.kind and h.code = o.code
    group by h.kind, h.register, h.code
)

select
    o.kind,
    k.register,
    o.code,
    coalesce(p.persons, 0) as persons,
    coalesce(f.is_filled, false) as is_filled
from preview.own as o
inner join (
    values
    ('programme', 'registrations'), ('programme', 'degrees'), ('licence', 'licences'),
    ('sun2000', 'degrees'), ('sun2020', 'degrees')
) as k (kind, register) on o.kind = k.kind
left join persons as p on o.kind = p.kind and k.register = p.register and o.code = p.code
left join filled as f on o.kind = f.kind and k.register = f.register
order by o.kind, k.register desc, o.code
"""
"""kind, register, code, persons, is_filled: how many people each code of the group catches, any year."""

UNCLAIMED = """
with programmes as (select code from preview.own where kind = 'programme'),

licences as (select code from preview.own where kind = 'licence'),

degrees as (
    select * from raw.degrees
    where coalesce(ExaKategori, '') <> 'generell'
),

licensed as (select distinct LopNr from raw.licences where yrkeskod in (from licences)),

registered as (select distinct LopNr from raw.registrations where YProg in (from programmes)),

graduated as (select distinct LopNr from degrees where Examenskod in (from programmes)),

educated as (
    select distinct LopNr from degrees
    where Examenskod not in (select code from preview.claimed where kind = 'programme')
        and (
            SUN2000Inr in (select code from preview.own where kind = 'sun2000')
            or SUN2020Inr in (select code from preview.own where kind = 'sun2020')
        )
),

used as (
    select distinct 'programme' as kind, 'registrations' as register, YProg as code, LopNr
    from raw.registrations
    where YProg not in (select code from preview.claimed where kind = 'programme')
    union all
    select distinct 'programme', 'degrees', Examenskod, LopNr from degrees
    where Examenskod not in (select code from preview.claimed where kind = 'programme')
    union all
    select distinct 'licence', 'licences', yrkeskod, LopNr from raw.licences
    where yrkeskod not in (select code from preview.claimed where kind = 'licence')
)

select
    u.kind,
    u.register,
    u.code,
    count(*) as persons,
    count(*) filter (
        where l.LopNr is not null
            and case u.register when 'degrees' then g.LopNr is null else r.LopNr is null end
    ) as with_licence,
    count(e.LopNr) as with_sun,
    count(*) filter (where g.LopNr is not null and l.LopNr is null) as with_degree
from used as u
left join licensed as l on u.LopNr = l.LopNr
left join registered as r on u.LopNr = r.LopNr
left join graduated as g on u.LopNr = g.LopNr
left join educated as e on u.LopNr = e.LopNr
group by u.kind, u.register, u.code
order by persons desc, u.code
"""
"""kind, register, code, persons: codes that no group's file claims, and how many of their people

with_licence  have the group's licence without its programme (its degree, for a degree's code);
with_sun      have a degree that no file claims under one of the group's SUN codes;
with_degree   have the group's degree without its licence.
"""

OTHER_SUN = """
with degrees as (
    select 'sun2000' as kind, SUN2000Inr as code, LopNr from raw.degrees
    where Examenskod in (select code from preview.own where kind = 'programme')
        and coalesce(ExaKategori, '') <> 'generell'
    union all
    select 'sun2020', SUN2020Inr, LopNr from raw.degrees
    where Examenskod in (select code from preview.own where kind = 'programme')
        and coalesce(ExaKategori, '') <> 'generell'
)

select d.kind, d.code, count(distinct d.LopNr) as persons
from degrees as d
anti join preview.own as o on d.kind = o.kind and d.code = o.code
where d.code is not null
group by d.kind, d.code
order by persons desc, d.kind, d.code
"""
"""kind, code, persons: education codes on the group's degrees that are not in its file."""
