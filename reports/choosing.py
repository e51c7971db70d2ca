"""The choices in force in the words of the text file, and the tables that print them.

A choice is ours where no agency has published a rule; every page says which ones hold.
"""

import re
from collections.abc import Iterator, Mapping

from reports.described import Choice, ReleaseText
from reports.language import Language
from reports.tables import Row, Shown, Table
from reports.words import window_text

WINDOW = re.compile(r"\d{4}-\d{4}")


def choices_in_force(release: ReleaseText) -> tuple[Choice, ...]:
    """The release's choices; from its settings where it names none itself."""
    if release.choices:
        return release.choices
    return tuple(Choice(name, value) for name, value in sorted(values_in_force(release).items()))


def values_in_force(release: ReleaseText) -> dict[str, str]:
    """The value of every choice by its name."""
    given = release.settings.get("choices")
    named = {str(name): str(value) for name, value in given.items()} if isinstance(given, Mapping) else {}
    return named or {choice.name: choice.value for choice in release.choices}


def choice_title(name: str, language: Language) -> str:
    """What the choice is about."""
    texts = language.texts["choices"]
    return str(texts[name]["title"] if name in texts else name)


def value_sentence(name: str, value: str, language: Language, says: str = "") -> str:
    """What one value of a choice means: from the text file, else what the choice says of itself."""
    values = language.texts["choices"].get(name, {}).get("values", {})
    return str(values.get(value) or says or value)


def value_head(name: str, value: str, language: Language) -> str:
    """The same as a column's head: without the full stop."""
    return value_sentence(name, value, language).removesuffix(".")


def choices_version(release: ReleaseText) -> str:
    """The version of the list of choices; empty where none is told."""
    version = next((one.version for one in choices_in_force(release) if one.version), "")
    return version or str(release.settings.get("choices_version", ""))


def choices_table(release: ReleaseText, language: Language) -> Table | None:
    """Every choice in force with its sentence and value; the version stands in the caption."""
    words, choices = language.texts["method"], choices_in_force(release)
    if not choices:
        return None
    rows = [
        Row(
            Shown(choice_title(one.name, language)),
            [Shown(value_sentence(one.name, one.value, language, one.says)), Shown(one.value)],
        )
        for one in sorted(choices, key=lambda one: choice_title(one.name, language))
    ]
    version = choices_version(release)
    caption = words["choices_versioned"].format(version=version) if version else words["choices_caption"]
    heads = [words[name] for name in ("choice", "choice_says", "choice_value")]
    return Table(caption, heads, rows, texts=frozenset({1, 2}))


def settings_table(release: ReleaseText, language: Language) -> Table | None:
    """The other settings of the run."""
    words = language.texts["method"]
    rows = [
        Row(Shown(name), [Shown(_plain(value, language))]) for name, value in _settings(release, language)
    ]
    heads = [words["setting"], words["choice_value"]]
    return Table(words["settings_caption"], heads, rows, texts=frozenset({1})) if rows else None


def _settings(release: ReleaseText, language: Language) -> Iterator[tuple[str, object]]:
    """Every other setting by its title; those of protection one by one."""
    titles = language.texts["settings"]
    for name, value in sorted(release.settings.items()):
        if isinstance(value, Mapping) and name == "protection":
            for own, given in sorted(value.items()):
                named = titles["protections"].get(own, own)
                yield str(titles["protection"]).format(name=named), titles["methods"].get(given, given)
        elif name not in ("choices", "choices_version"):
            yield str(titles.get(name, name)), value


def _plain(value: object, language: Language) -> str:
    """A setting as it is read: decimals as in the language, a dash between the years of a window."""
    if isinstance(value, (list, tuple)):
        return ", ".join(_plain(one, language) for one in value)
    if isinstance(value, float):
        return str(value).replace(".", language.separators[0])
    return window_text(str(value)) if WINDOW.fullmatch(str(value)) else str(value)
