"""One printable A4 page for a professional council: what their group would give, and what to decide.

Gets counts that are already protected (None = may not be shown) and knows nothing of how they were
counted. One file without anything beside it, so that it can be sent by mail.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from flows.choices import changed
from reports.choosing import choice_title, value_sentence
from reports.language import SWEDISH
from reports.observed import observed
from reports.pages import HERE, templates
from reports.words import DASH, window_text

SHOWN_CODES = 8
"""At most so many codes are listed in one table; the others are named as a number."""

Preview = Mapping[str, Any]


def council_page(preview: Preview, supplier: str, received_on: date | None) -> str:
    """The page as HTML, from a protected preview."""
    words = SWEDISH.texts["council"]
    persons = {row["cohort"]: SWEDISH.whole(row["persons"]) for row in preview["persons"]}
    context = {
        "words": words,
        "sv": SWEDISH.texts,
        "style": (HERE / "static" / "council.css").read_text(encoding="utf-8"),
        "group": preview["profession"],
        "head": words["head"].format(
            delivery=preview["delivery"],
            supplier=f" ({supplier})" if supplier else "",
            received=words["received"].format(date=received_on) if received_on else "",
            window=window_text(preview["window"]),
        ),
        "total": persons.pop(preview["window"], DASH),
        "years": list(persons.items()),
        "shares": [(measure(row["measure"]), SWEDISH.percent(row["value"], 0)) for row in preview["shares"]],
        "observable": [(measure(row["measure"]), observed(row, words)) for row in preview["observable"]],
        "survives": surviving(preview["survives"]["simple"]),
        "codes": list(code_tables(preview)),
        "holders": [holding(preview, entry) for entry in preview["holders"]],
        "from_release": preview["from_release"],
        "questions": list(questions(preview)),
        "choices": choices_sentence(preview["choices"]),
        "notes": preview["profession"]["notes"],
    }
    return templates().get_template("council.html").render(context)


def measure(name: str) -> str:
    """A measure's Swedish title."""
    return str(SWEDISH.texts["measures"].get(name, {}).get("title", name))


def choices_sentence(choices: Preview) -> str:
    """Which choices of the definitions are in force: those that are not the default, in words."""
    words = SWEDISH.texts["council"]
    said = [
        words["choice"].format(
            title=choice_title(name, SWEDISH), sentence=value_sentence(name, value, SWEDISH)
        )
        for name, value in changed(choices["in_force"]).items()
    ]
    return str(words["choices" if said else "choices_default"]).format(
        version=choices["version"], choices=" ".join(said)
    )


def surviving(rows: Iterable[Preview]) -> tuple[list[str], list[tuple[str, list[str]]]]:
    """(measures, [(breakdown, shown of all per measure)])."""
    found: dict[str, dict[str, str]] = {}
    of = SWEDISH.texts["council"]["of"]
    for row in rows:
        shown = of.format(shown=row["shown"], cells=row["cells"]) if row["cells"] else DASH
        found.setdefault(row["breakdown"], {})[row["measure"]] = shown
    names = list(next(iter(found.values()), {}))
    titles = SWEDISH.texts["breakdowns"]
    return [measure(name) for name in names], [
        (titles[by], [row[n] for n in names]) for by, row in found.items()
    ]


def code_tables(preview: Preview) -> Iterable[tuple[str, list[tuple[str, str]], str]]:
    """Heading, codes with their persons, and how many codes more there are: education, then occupations."""
    words = SWEDISH.texts["council"]
    for heading, kinds in words["code_tables"].items():
        rows = [row for row in preview["codes"] if f"{row['kind']}_{row['register']}" in kinds]
        if not rows:
            continue
        if len(kinds) == 1:
            rows.sort(key=lambda row: (row["persons"] != 0, -(row["persons"] or 0), row["code"]))
        lines = [
            (
                kinds[f"{row['kind']}_{row['register']}"].format(code=row["code"], name=row["name"]),
                caught(row),
            )
            for row in rows[:SHOWN_CODES]
        ]
        more = words["more_codes"].format(number=len(rows) - SHOWN_CODES) if len(rows) > SHOWN_CODES else ""
        yield words["code_headings"][heading], lines, more


def caught(row: Preview) -> str:
    """How many people a code catches, in print."""
    words = SWEDISH.texts["council"]
    if row["persons"] == 0:
        return str(words["nobody" if row["is_filled"] else "no_column"])
    return SWEDISH.whole(row["persons"])


def holding(preview: Preview, entry: Preview) -> str:
    """A sentence on who has the group's occupation codes in a year."""
    words = SWEDISH.texts["council"]
    others = [
        words["other"].format(name=named(preview, [group]), number=SWEDISH.whole(number))
        for group, number in entry["others"].items()
    ]
    return str(words["holders"]).format(
        year=entry["year"],
        edition=words["editions"][entry["kind"]],
        everybody=SWEDISH.whole(entry["persons"]),
        own=SWEDISH.whole(entry["own"]),
        others="".join(others),
        none=SWEDISH.whole(entry["none"]),
    )


def questions(preview: Preview) -> Iterable[str]:
    """What the council is asked, from what the codes catch."""
    words = SWEDISH.texts["council"]["questions"]
    if preview["profession"]["status"] == "draft":
        yield words["draft"]
    if preview["registers_not_read"]:
        yield words["not_read"]
    for row in preview["codes"]:
        if row["persons"] == 0 and row["is_filled"]:
            yield words["nobody"].format(code=f"{row['code']} {row['name']}".strip())
    for row in preview["unclaimed"][:4]:
        yield words["unclaimed"].format(code=row["code"], number=SWEDISH.whole(row["persons"]))
    for row in preview["other_sun"][:3]:
        yield words["other_sun"].format(
            code=f"{row['code']} {row['name']}".strip(), number=SWEDISH.whole(row["persons"])
        )
    for users, codes in by_users(preview["shared_codes"]):
        key = "shared" if len(codes) > 1 else "shared_one"
        yield words[key].format(codes=", ".join(codes), professions=named(preview, users))
    if occupations := [row for row in preview["other_occupations"] if row["persons"]][:4]:
        listed = [
            f"{row['code']} {row['name']}".strip() + f" ({SWEDISH.whole(row['persons'])})"
            for row in occupations
        ]
        yield words["occupations"].format(codes=", ".join(listed))
    if overlap := [
        f"{named(preview, [row['profession']])} ({SWEDISH.whole(row['persons'])})"
        for row in preview["overlap"][:4]
    ]:
        yield words["overlap"].format(professions=", ".join(overlap))


def named(preview: Preview, groups: Iterable[str]) -> str:
    """Groups by their Swedish names, as in running text."""
    return ", ".join(str(preview["names"].get(group, group)).lower() for group in groups)


def by_users(rows: Iterable[Preview]) -> Iterable[tuple[tuple[str, ...], list[str]]]:
    """The shared codes of the same groups together."""
    found: dict[tuple[str, ...], list[str]] = {}
    for row in rows:
        found.setdefault(tuple(row["professions"]), []).append(row["code"])
    return found.items()
