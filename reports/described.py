"""What a page must know beside the numbers: the group and the release.

Plain frozen records, filled by the caller. No Swedish text is composed here and
nothing is read from disk.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class NominalTerms:
    """A nominal length of study, valid from a start term (empty: from the beginning)."""

    first_term: str
    terms: int


@dataclass(frozen=True)
class ProfessionText:
    """One profession group as a page names it; `reports.naming` says it in a language."""

    profession: str
    name_sv: str
    status: str
    nominal: tuple[NominalTerms, ...] = ()
    notes: str = ""
    leads_to: Mapping[str, str] = field(default_factory=dict)
    """Swedish names of the advanced educations that the group leads to, by id.

    An education that is not divided into specialisations is its own: its id stands in the cells.
    """
    name_en: str = ""
    has_licence: bool = True
    notes_en: str = ""
    leads_to_en: Mapping[str, str] = field(default_factory=dict)
    """English names of the same educations; one without is named in Swedish, as is a group."""


@dataclass(frozen=True)
class Threshold:
    """The income threshold of one year; status is `published` or `estimated`."""

    year: int
    sek: int
    status: str


@dataclass(frozen=True)
class Choice:
    """A choice in force: its name, its value, what it says, the version of the list it stands in.

    The page says it in Swedish from the text file; `says` is printed for a choice that has no words there.
    """

    name: str
    value: str
    says: str = ""
    version: str = ""


@dataclass(frozen=True)
class RegisterText:
    """One register: how its rows are dated (term, year or date), the first and last day that it covers.

    Both days are None when the register was not delivered.
    """

    register: str
    title_sv: str
    title_en: str
    period: str
    first_on: date | None = None
    last_on: date | None = None


@dataclass(frozen=True)
class Break:
    """Something that was recorded or classified otherwise before than after.

    name      its words in the text files
    about     which of the release's years it is laid beside: start, degree, follow_up or residence
    first, last  the last year before the change and the first after it; of a period (`is_period`) that is
              itself deviant, its first and last year; of starts the two are one year when autumn is the first
    before, after  the names of the two editions or variables
    who       the group that it is about, by id, or the municipality
    """

    name: str
    about: str
    first: int
    last: int
    before: str = ""
    after: str = ""
    who: str = ""
    is_period: bool = False


@dataclass(frozen=True)
class ReleaseText:
    """One release as its pages present it. All dates come from here, never from a clock."""

    name: str
    delivery_id: str
    supplier: str
    received_on: date
    window: str
    is_rehearsal: bool
    code_version: str
    settings: Mapping[str, object] = field(default_factory=dict)
    thresholds: tuple[Threshold, ...] = ()
    choices: tuple[Choice, ...] = ()
    licences_covered: tuple[date, date] | None = None
    """First and last day that the register of licences covers; None where it is not told."""
    registers: tuple[RegisterText, ...] = ()
    breaks: tuple[Break, ...] = ()
    years: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    """First and last year of what the release looks at: start, degree, follow_up, residence."""

    @property
    def protection(self) -> Mapping[str, object]:
        """The settings of protection."""
        given = self.settings.get("protection")
        return given if isinstance(given, Mapping) else {}
