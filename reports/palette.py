"""The colours of figures, each with its twin for dark mode.

Figures are written with the light colours; the page's script swaps them when the
reader prefers dark. One hue for the flow, greys for exits, Okabe-Ito for categories.
"""

from collections.abc import Sequence
from itertools import cycle

INK = "#1d2329"
QUIET = "#59626b"
GRID = "#d9dee3"
BREAK = "#eef1f4"
FLOW = "#1f5f99"
FLOW_BAND = "#bcd3e8"
EXIT = "#858d95"
EXIT_BAND = "#e1e4e7"
LIT = "#5b9bd5"
PAPER = "#fffffe"
BLUE = "#0072b2"
ORANGE = "#e69f00"
RED = "#b84d00"
GREEN = "#00795a"
VIOLET = "#a0427c"
BROWN = "#876000"

DARK = {
    INK: "#e8ebee",
    QUIET: "#a9b2bb",
    GRID: "#3a424a",
    BREAK: "#262d34",
    FLOW: "#7fb2e0",
    FLOW_BAND: "#2c4f70",
    EXIT: "#9aa3ab",
    EXIT_BAND: "#3b434b",
    LIT: "#4f8fc9",
    PAPER: "#14181c",
    BLUE: "#3f9fdb",
    ORANGE: "#e69f01",
    RED: "#f08a4b",
    GREEN: "#2fbf96",
    VIOLET: "#dc8fbe",
    BROWN: "#d6a43c",
}

SPECIALISATION = {
    "distrikt": (BLUE, "solid"),
    "barnmorska": (RED, "solid"),
    "intensiv": (GREEN, "solid"),
    "psykiatrisk": (VIOLET, "solid"),
    "anestesi": (BROWN, "solid"),
    "operation": (INK, "solid"),
    "barn": (BLUE, "dot"),
    "ambulans": (RED, "dot"),
    "kirurgisk": (GREEN, "dot"),
    "medicinsk": (VIOLET, "dot"),
    "aldre": (BROWN, "dot"),
    "onkologisk": (INK, "dot"),
    "annan": (BLUE, "dash"),
    "unknown": (QUIET, "dash"),
}
"""Colour and dash of each specialisation, the same wherever it is drawn."""

ONE_BY_ONE = tuple((colour, "solid") for colour in (BLUE, RED, GREEN, VIOLET, BROWN, INK))
"""Colour and dash by position, for a specialisation that has none of its own."""


def specialisation_styles(names: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Colour and dash of those drawn together: their own, else the next that none of them has."""
    styles = {name: SPECIALISATION[name] for name in names if name in SPECIALISATION}
    free = cycle([style for style in ONE_BY_ONE if style not in styles.values()] or ONE_BY_ONE)
    return styles | {name: next(free) for name in names if name not in styles}


COHORTS = ((INK, "solid"), (BLUE, "solid"), (RED, "solid"), (GREEN, "solid"), (VIOLET, "solid"))
"""Colour and dash of the licence cohorts, in order."""

# Parts of a stacked bar keep their colour in dark mode, so that the labels inside stay readable.
STATUS = {
    "in_profession": "#0071b1",
    "other_health_work": "#56b4e9",
    "other_work": "#e5a000",
    "studying": "#009e73",
    "not_employed": "#d55e00",
    "abroad_or_dead": "#cc79a7",
    "unknown": "#999999",
}

ON_STATUS = {name: "#ffffff" if name == "in_profession" else "#000000" for name in STATUS}

# As parts of a stacked bar these keep their colour in dark mode too.
PATHWAY = {
    "stayed_home": "#0071b1",
    "returned_home": "#56b4e9",
    "stayed_in_study": "#009e73",
    "moved_elsewhere": "#e5a000",
    "rest": "#999999",
}
"""Colour of each way between home, study place and residence."""

ON_PATHWAY = {name: "#ffffff" if name == "stayed_home" else "#000000" for name in PATHWAY}

ORIGIN = {"here": "#0071b1", "region": "#56b4e9", "elsewhere": "#b8bfc6"}
"""Colour of where people of a place studied: there, in its region, elsewhere."""

ON_ORIGIN = {name: "#ffffff" if name == "here" else "#000000" for name in ORIGIN}

SHADES = ("#dbe8f3", "#aecde6", "#74a9d3", "#2f74ad", "#1a5288")
"""From a little to much, in the hue of the flow."""

GAIN, LOSS = ("#a9cde9", "#4f97cb", "#0f6cae"), ("#f5dca6", "#e8b04a", "#b87800")
"""From a little to much, for what grows and for what shrinks; in dark mode each has a twin."""

EMPTY = "#f3f5f7"
"""The ground of what has nobody; what is not shown has the colour of a grid."""

DARK |= dict(zip(SHADES, ("#20384d", "#2a557a", "#31688f", "#5c9fd0", "#9ccbef"), strict=True))
DARK |= dict(zip((*GAIN, *LOSS), (
    "#27465f", "#2f77a8", "#57b0ea", "#57441a", "#9c7420", "#f0b83c",
), strict=True))  # fmt: skip
DARK[EMPTY] = "#1d2329"
