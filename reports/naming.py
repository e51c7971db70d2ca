"""Groups and values of breakdowns as readers meet them: professions, sexes, ages, counties, specialisations.

An institution whose code is not listed stands as it is delivered.
"""

from collections.abc import Mapping
from functools import cache

from reports.cells import Cell
from reports.described import ProfessionText
from reports.language import SWEDISH, Language
from schemas.contract import read_code_list

COUNTIES = (
    *("licence_county", "degree_county", "home_county", "study_county"),
    *("from_county", "to_county", "county"),
)
REGIONS = (
    *("licence_region", "degree_region", "home_region", "study_region"),
    *("from_region", "to_region", "region"),
)

INSTITUTIONS = ("institution", "degree_institution")


@cache
def institutions(language: str) -> dict[str, str]:
    """Code → name of the institutions that train for these professions."""
    header, *rows = read_code_list("larosate")
    code, name = header.index("kod"), header.index(f"namn_{language}")
    return {row[code]: row[name] for row in rows}


def group_name(profession: ProfessionText, language: Language) -> str:
    """A group's name, in Swedish where it has no English one."""
    return profession.name_sv if language == SWEDISH else profession.name_en or profession.name_sv


def group_notes(profession: ProfessionText, language: Language) -> tuple[str, Language]:
    """A group's notes and the language that they are in: Swedish where there are no English ones."""
    if language == SWEDISH or not profession.notes_en:
        return profession.notes, SWEDISH
    return profession.notes_en, language


def education_names(profession: ProfessionText, language: Language) -> dict[str, str]:
    """The advanced educations that the group leads to, by id."""
    own = {} if language == SWEDISH else profession.leads_to_en
    return {name: own.get(name) or title for name, title in profession.leads_to.items()}


def value_name(by: str, value: str, language: Language) -> str:
    """The words for one value of a breakdown, or the value itself where it is a name already."""
    texts = language.texts
    known = texts["values"].get(by, {})
    if by in COUNTIES:
        known = texts["counties"] | texts["values"]["place"]
    elif by in REGIONS:
        known = texts["regions"]
    elif by in INSTITUTIONS:
        return institutions(language.code).get(value) or _plain(value, language)
    return str(known.get(value) or texts["values"]["place"].get(value) or _plain(value, language))


def _plain(value: str, language: Language) -> str:
    return str(language.texts["values"]["plain"].get(value) or value)


def specialisation_name(value: str, educations: Mapping[str, str], language: Language) -> str:
    """The words for a specialisation; an undivided education is its own, and has the education's name."""
    is_known = value in language.texts["values"]["specialisation"] or value not in educations
    return value_name("specialisation", value, language) if is_known else educations[value]


def in_order(by: str, family: Mapping[str, Cell], language: Language) -> list[str]:
    """The values of a family in the order of the text file, else by name; outside and unknown last."""
    order = list(language.texts["values"].get(by, {}))
    last = ("abroad_or_dead", "unknown")
    return sorted(
        family,
        key=lambda v: (v in last, order.index(v) if v in order else len(order), value_name(by, v, language)),
    )
