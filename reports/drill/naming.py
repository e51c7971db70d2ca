"""What measures, breakdowns and their values are called in the drill-down.

Belongs here: putting names together. Does not belong here: the words (texts/).
"""

from functools import cache

from reports.language import Language
from reports.naming import value_name
from schemas.contract import read_code_list

LAST = ("abroad_or_dead", "unknown", "")
LEVELS = ("municipality", "county", "region")


def measure_title(model: str, measure: str, language: Language) -> str:
    """A measure's title; its name where it has none."""
    known = language.texts["licence_measures" if model == "licence" else "measures"]
    return str(known.get(measure, {}).get("title", measure))


def measure_definition(model: str, measure: str, language: Language) -> str:
    """A measure's definition in plain words; empty where it has none."""
    known = language.texts["licence_measures" if model == "licence" else "measures"]
    return str(known.get(measure, {}).get("definition", ""))


def breakdown_title(name: str, language: Language) -> str:
    """A breakdown's name; of a place its level and its point."""
    words = language.texts["drill"]
    point, _, level = name.rpartition("_")
    if level in LEVELS and point in words["points"]:
        return str(words["place"]).format(level=words["levels"][level], point=words["points"][point])
    return str(words["breakdowns"].get(name, name))


def value_title(by: str, value: str, language: Language) -> str:
    """A value's name: a municipality with its code, a county, a sex."""
    if not by or not value:
        return str(language.texts["drill"]["all"])
    if by.endswith("_municipality"):
        name = municipalities().get(value)
        if value in language.texts["drill"]["old_codes"]:
            return str(language.texts["drill"]["old_codes"][value])
        return f"{name} ({value})" if name else value_name("municipality", value, language)
    for level in ("county", "region"):
        if by.endswith(f"_{level}"):
            return value_name(level, value, language)
    return value_name(by, value, language)


def value_order(by: str, value: str, language: Language) -> str:
    """What values are sorted by: their place among the words, else their name; outside and unknown last."""
    order = list(language.texts["values"].get(by, {}))
    place = order.index(value) if value in order else len(order)
    return f"{value in LAST:d}{place:03}{value_title(by, value, language)}"


@cache
def municipalities() -> dict[str, str]:
    """Code → name, of today's municipalities."""
    header, *rows = read_code_list("kommun_sjukvardsregion")
    code, name = header.index("kommun_kod"), header.index("kommun_namn")
    return {row[code]: row[name] for row in rows}
