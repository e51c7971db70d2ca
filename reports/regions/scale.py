"""Classes of colour: which one a number falls in, and the key that says what each means."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from reports.language import Language


def class_within(share: float, classes: Sequence[float]) -> int:
    """The last class whose least share is reached."""
    return max(number for number, least in enumerate(classes) if share >= least)


def key_of(
    colours: Sequence[str], classes: Sequence[float], language: Language
) -> tuple[tuple[str, str], ...]:
    """Every colour with its range of per cent."""
    words = language.texts["moving"]
    ends = [language.spoken(least, 0) for least in classes]
    said = [words["class_below"].format(high=ends[1])]
    said += [words["class_between"].format(low=low, high=high) for low, high in pairwise(ends[1:])]
    said.append(words["class_above"].format(low=ends[-1]))
    return tuple(zip(colours, said, strict=True))
