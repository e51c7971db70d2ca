"""Values of breakdowns as readers meet them: sexes, ages, counties, specialisations.

Regions and institutions are delivered as names and stand as they are.
"""

from collections.abc import Mapping

from reports.cells import Cell
from reports.places import counties
from reports.words import swedish

COUNTIES = ("licence_county", "degree_county", "from_county", "to_county", "county")


def value_name(by: str, value: str) -> str:
    """The words for one value of a breakdown, or the value itself where it is a name already."""
    texts = swedish()["values"]
    if by in texts and value in texts[by]:
        return str(texts[by][value])
    if by in COUNTIES:
        found = next((county.name for county in counties() if county.code == value), "")
        return found or str(texts["place"].get(value, value))
    return str(texts["place"].get(value) or texts["plain"].get(value) or value)


def specialisation_name(value: str, educations: Mapping[str, str]) -> str:
    """The words for a specialisation; an undivided education is its own, and has the education's name."""
    is_known = value in swedish()["values"]["specialisation"] or value not in educations
    return value_name("specialisation", value) if is_known else educations[value]


def in_order(by: str, family: dict[str, Cell]) -> list[str]:
    """The values of a family in the order of the text file, else as sorted; outside and unknown last."""
    order = list(swedish()["values"].get(by, {}))
    last = ("abroad_or_dead", "unknown")
    return sorted(
        family, key=lambda v: (v in last, order.index(v) if v in order else len(order), value_name(by, v))
    )


def joined(names: list[str]) -> str:
    """Names in a row: commas, and the last after a word."""
    word = str(swedish()["page"]["and"])
    return word.join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
