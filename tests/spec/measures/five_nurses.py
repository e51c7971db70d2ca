"""The five nurses of läsår 2000/01 whose cells are worked out by hand, one per line (licence 2001-01-15):

Ann   woman  22-24  swedish  lives 01       anestesi HT 2003, degree spring 2004 in 14, established 2005
Bea   woman  30-34  foreign  lives 13 W     barn HT 2003, degree spring 2004 abroad, not established 2005
Carl  man    22-24  swedish  abroad         never starts
Dan   man    35-    swedish  row rejected   midwife VT 2004, no degree
Eva   no row in LISA: abroad                anestesi HT 2024: the deadline is after the last degrees
"""

from __future__ import annotations

from tests.spec.lives import MIDWIFE, SPECIALIST, advanced, nurse, nurses

PEOPLE = [
    advanced("Ann")
    .degree(SPECIALIST, "2004-06-10", Inriktning="anestesi")
    .resident(2001, FodelseAr=1979)
    .resident(2003, 2004, Kommun="1480")
    .resident(2005, SyssStatJ=1, ForvErs=2000, Kommun="1480"),
    advanced("Bea", specialisation="barn")
    .degree(SPECIALIST, "2004-06-10", Inriktning="barn")
    .resident(2001, 2003, FodelseAr=1970, UtlSvBakg=11, Kommun="1384")
    .resident(2005, SyssStatJ=6, ForvErs=0),
    nurse("Carl").resident(2000, Kon=1, FodelseAr=1979),
    nurse("Dan")
    .registered(MIDWIFE, "VT2004")
    .resident(2000, Kon=1, FodelseAr=1966)
    .resident(2001, Kon=3)
    .resident(2004, Kon=1, Kommun="1280"),
    advanced("Eva", "HT2024"),
]
FIVE_NURSES = nurses(PEOPLE)
