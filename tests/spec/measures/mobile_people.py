"""The people of the matrix tests: dental hygienists of HT 2001, licensed in 2005.

Home is 31 December 2000, + 1 is 2006. Counties: 0180 01 Stockholm, 1480 14 Västra, 0331 and 1917 03
Uppsala-Örebro, 1280 12 Södra.
"""

from __future__ import annotations

from tests.spec.lives import Person, graduate, starter


def _moved(name: str, home: dict[str, object] | None, study: str, after: dict[str, object] | None) -> Person:
    person = graduate(name)
    person.rows["registrations"][0]["ProgOrt"] = study
    if home is not None:
        person.resident(2000, **home)
    return person if after is None else person.resident(2006, **after)


PEOPLE = [
    _moved("stayed", {"Kommun": "0180"}, "0180", {"Kommun": "0180"}),
    _moved("returned", {"Kommun": "0180"}, "1480", {"Kommun": "0180"}),
    _moved("emigrated", {"Kommun": "1480"}, "1480", None),
    _moved("home missing", {"Kommun": None}, "0180", {"Kommun": "0180"}),
    _moved("came from abroad", None, "0180", {"Kommun": "1480"}),
    _moved("+ 1 rejected", {"Kommun": "0180"}, "0180", {"Kommun": "9876"}),
    _moved("home rejected", {"Kommun": "9876"}, "0180", {"Kommun": "1480"}),
    _moved("from Heby", {"Kommun": "1917"}, "0331", {"Kommun": "0180"}),
    _moved("to Malmö", {"Kommun": "0180"}, "0180", {"Kommun": "1280"}),
    starter("not graduated").resident(2000, Kommun="0180"),
]
