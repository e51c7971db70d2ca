"""What the declaration is told of registers, breaks and the years that a release looks at."""

from __future__ import annotations

from datetime import date

from flows.professions import load_professions
from flows.reference import Scope
from pipelines.declaring import breaks, registers, years
from schemas.contract import contracts
from schemas.delivery import Cover

COVERS = {
    "registrations": Cover(2 * 1993 + 1, 2 * 2024),
    "degrees": Cover(date(1993, 7, 1), date(2025, 6, 30)),
    "individuals": Cover(1999, 2024),
}


def scope(first: int, last: int, *licence_years: int) -> Scope:
    groups = (load_professions()["tandhygienist"], load_professions()["arbetsterapeut"])
    return Scope(groups, first, last, licence_years=licence_years)


def test_terms_years_and_dates_become_days() -> None:
    found = {one.register: (one.first_on, one.last_on) for one in registers(COVERS)}
    assert set(found) == set(contracts())
    assert found["registrations"] == (date(1993, 7, 1), date(2024, 6, 30))
    assert found["degrees"] == (date(1993, 7, 1), date(2025, 6, 30))
    assert found["individuals"] == (date(1999, 1, 1), date(2024, 12, 31))
    assert found["deaths"] == (None, None)


def test_the_years_of_a_release() -> None:
    assert years(COVERS, scope(2000, 2010, 2000, 2007)) == {
        "start": (2000, 2010),
        "degree": (2000, 2025),
        "follow_up": (2001, 2024),
        "residence": (1999, 2024),
    }
    assert years({}, scope(2005, 2010)) == {"start": (2005, 2010)}
    assert years({"individuals": Cover(1990, 1994)}, scope(2005, 2010)) == {"start": (2005, 2010)}


def test_breaks_come_from_contract_and_groups() -> None:
    found = [
        (one.name, one.first, one.last, one.before, one.after, one.who)
        for one in breaks(scope(2000, 2010).professions)
    ]
    assert ("occupation", 2013, 2014, "SSYK 96", "SSYK 2012", "") in found
    assert ("self_employed", 2009, 2010, "Ssyk4", "Ssyk4_J16", "") in found
    assert ("industry", 2001, 2002, "SNI 92", "SNI 2002", "") in found
    assert ("industry", 2006, 2007, "SNI 2002", "SNI 2007", "") in found
    assert ("education", 2018, 2019, "SUN 2000", "SUN 2020", "") in found
    assert [one[1:5] for one in found if one[0] == "employment"] == [
        (1992, 1993, "SyssStatG", "SyssStat"),
        (2002, 2003, "SyssStat", "SyssStatJ"),
        (2010, 2011, "SyssStatJ", "SyssStat11"),
        (2018, 2019, "SyssStat11", "SyssStat19"),
        (2021, 2022, "SyssStat19", "BAS"),
    ]
    assert ("nominal", 2019, 2019, "4", "6", "tandhygienist") in found
    assert ("overcoverage", 2006, 2012, "", "", "") in found
    assert {one[5] for one in found if one[0] == "division"} == {"Knivsta", "Heby"}
    assert not any(one[5] == "arbetsterapeut" for one in found), "its length never changed"
