"""The five dental hygienists whose cells are worked out by hand, one per line:

Anna  woman  -21    HT 2001  KI 01  home 01      degree 2003-06-10 KI, licence 2003-07-01
Bo    man    22-24  HT 2001  GU 14  home 14      degree 2004-06-10 GU, licence 2004-06-15
Cia   woman  25-29  HT 2001  KI 01  home 14      no degree
Dan   man    22-24  HT 2004  KI 01  home 01      degree 2007-01-15 UU, no licence
Eva   woman  -21    VT 2004  GU 14  home abroad  degree 2006-06-10 KI, licence 2006-06-20
"""

from __future__ import annotations

from tests.spec.lives import Case, starter

G = "tandhygienist"
GOTEBORG = {"HsKod": "GU", "ProgOrt": "1480"}
PEOPLE = [
    starter("Anna").degree(G, "2003-06-10").licensed("TH", "2003-07-01").resident(2000, 2001, FodelseAr=1980),
    starter("Bo", **GOTEBORG)
    .degree(G, "2004-06-10", ExHsKod="GU")
    .licensed("TH", "2004-06-15")
    .resident(2000, 2001, Kon=1, FodelseAr=1979, Kommun="1480"),
    starter("Cia").resident(2000, 2001, FodelseAr=1976, Kommun="1480"),
    starter("Dan", "HT2004")
    .degree(G, "2007-01-15", ExHsKod="UU")
    .resident(2003, 2004, Kon=1, FodelseAr=1980),
    starter("Eva", "VT2004", **GOTEBORG)
    .degree(G, "2006-06-10")
    .licensed("TH", "2006-06-20")
    .resident(2004, FodelseAr=1984),
]
FIVE_PEOPLE = Case(PEOPLE)
