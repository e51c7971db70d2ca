"""The two languages of the pages: their words, and numbers as their readers write them.

Belongs here: what differs between Swedish and English in a number, a date and a list. Does not belong
here: any word, which stands in texts/, and any measure.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from reports import words
from reports.words import DASH, NBSP, Texts

AUTUMN_BEGINS = 7


@dataclass(frozen=True)
class Language:
    """One language by its code; `signs` turns a number as written in Swedish into its own."""

    code: str
    signs: Mapping[int, str] = field(default_factory=dict, compare=False)

    @property
    def texts(self) -> Texts:
        """All its words."""
        return words.english() if self.code == "en" else words.swedish()

    def whole(self, number: int | None, zero: str = DASH) -> str:
        """A count; `..` when not shown."""
        return words.whole(number, zero).translate(self.signs)

    def signed(self, number: int | None, zero: str = DASH) -> str:
        """A change: a plus or a minus sign stands before it."""
        return words.signed(number, zero).translate(self.signs)

    def decimal(self, number: float | None, places: int = 1) -> str:
        """A number with decimals."""
        return words.decimal(number, places).translate(self.signs)

    def percent(self, share: float | None, places: int = 1, zero: str = DASH) -> str:
        """A share as a number of per cent, without the sign."""
        if share == 0:
            return zero
        return self.decimal(None if share is None else 100 * share, places)

    def spoken(self, share: float | None, places: int = 1) -> str:
        """A share as a number of per cent in running text, where a zero is a 0."""
        return self.percent(share, places, "0")

    def phrase(self, share: float) -> str:
        """The first phrase of the text file whose range holds the share."""
        return words.phrase(share, self.texts)

    @property
    def separators(self) -> str:
        """The decimal sign and the one between thousands, as figures are given them."""
        return f",{NBSP}".translate(self.signs)

    def years(self, years: float) -> str:
        """A length of time in years, with a decimal only where it is not whole."""
        return self.decimal(years, 0 if years == int(years) else 1)

    def day(self, day: date, period: str) -> str:
        """The end of what a register covers as its own kind of period: a term, a year or a day."""
        if period == "term":
            return self._term("autumn" if day.month >= AUTUMN_BEGINS else "spring", str(day.year))
        return str(day.year) if period == "year" else day.isoformat()

    def term(self, label: str) -> str:
        """A term as the registers write it, HT2019."""
        return self._term("autumn" if label.startswith("HT") else "spring", label[2:])

    def _term(self, name: str, year: str) -> str:
        return str(self.texts["quality"]["terms"][name].format(year=year))

    def joined(self, names: Sequence[str]) -> str:
        """Names in a row: commas, and the last after a word."""
        parts = [", ".join(names[:-1]), names[-1]] if len(names) > 1 else list(names)
        return str(self.texts["page"]["and"]).join(parts)


SWEDISH = Language("sv")
ENGLISH = Language("en", str.maketrans({NBSP: ",", ",": "."}))
