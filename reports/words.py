"""Words and numbers as readers meet them: the text files, and Swedish number formats.

Knows nothing of measures or figures. Numbers get a no-break space between
thousands and a decimal comma; a missing number is two dots, an exact zero a dash.
"""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

NBSP = "\u00a0"
MINUS = "\u2212"
DASH = "\u2013"
HIDDEN = ".."

Texts = dict[str, Any]


@cache
def swedish() -> Texts:
    """All words of the Swedish pages, as nested tables."""
    return _texts("sv")


@cache
def english() -> Texts:
    """All words of the English pages, under the same keys."""
    return _texts("en")


def _texts(language: str) -> Texts:
    path = Path(__file__).parent / "texts" / f"{language}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def whole(number: int | None, zero: str = DASH) -> str:
    """A count: `4 210`, `..` when not shown, a dash for an exact zero."""
    if number is None:
        return HIDDEN
    if number == 0:
        return zero
    return (MINUS if number < 0 else "") + f"{abs(number):,}".replace(",", NBSP)


def signed(number: int | None, zero: str = DASH) -> str:
    """A change: a plus or a minus sign stands before it."""
    return ("+" if number is not None and number > 0 else "") + whole(number, zero)


def decimal(number: float | None, places: int = 1) -> str:
    """A number with a decimal comma."""
    if number is None:
        return HIDDEN
    text = f"{abs(number):,.{places}f}".replace(",", NBSP).replace(".", ",")
    return (MINUS if number < 0 and text.strip("0,") else "") + text


def percent(share: float | None, places: int = 1, zero: str = DASH) -> str:
    """A share as a number of per cent, without the sign; an exact zero is a dash."""
    if share is not None and share == 0:
        return zero
    return decimal(None if share is None else share * 100, places)


def window_text(window: str) -> str:
    """A cohort window as it is written in running text, with a dash between years."""
    return window.replace("-", DASH)


def phrase(share: float, texts: Texts) -> str:
    """The first phrase of a text file whose range holds the share."""
    for entry in texts["phrases"]:
        if entry["low"] <= share < entry["high"] or share == entry["low"] == entry["high"]:
            return str(entry["text"])
    raise ValueError(f"no phrase for the share {share!r}; shares lie between 0 and 1")


def words_of_measure(texts: Texts, model: str, *names: str) -> dict[str, str]:
    """Title and definition of a measure in a model, under the first of its names that has words."""
    known = texts["licence_measures" if model == "licence" else "measures"]
    return dict(next(known[name] for name in names if name in known))
