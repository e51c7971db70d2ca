"""Institutions by name: every code of the list has one in each language, and another code stands as it is."""

from __future__ import annotations

from reports.language import ENGLISH, SWEDISH
from reports.naming import institutions, value_name
from schemas.contract import read_code_list


def test_an_institution_has_its_name_in_the_readers_language() -> None:
    assert value_name("institution", "GU", SWEDISH) == "Göteborgs universitet"
    assert value_name("degree_institution", "GU", ENGLISH) == "University of Gothenburg"
    assert value_name("institution", "XX", SWEDISH) == "XX"
    assert value_name("institution", "unknown", SWEDISH) == value_name("sex", "unknown", SWEDISH)


def test_every_institution_that_trains_nurses_has_a_name() -> None:
    trained = dict(read_code_list("examen_larosate")[1:])["sjukskoterska"].split(";")
    for language in ("sv", "en"):
        assert set(trained) - set(institutions(language)) == set()
        assert len(set(institutions(language).values())) == len(institutions(language))
