"""A profession group, as plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.naive.codes import read_list
from tests.naive.terms import parse_term

HEALTH_SNI_GROUPS = frozenset({"halso_sjukvard", "tandvard", "vard_omsorg_boende"})


@dataclass(frozen=True)
class Group:
    """What the computation needs to know about one education and its profession."""

    id: str
    aliases: frozenset[str]
    licence_codes: frozenset[str]
    nominal: tuple[tuple[int, int], ...]
    licence_lag_years: int
    licensed_within_months: int
    follow_from: str
    ssyk96: frozenset[str]
    ssyk2012: frozenset[str]
    sni_groups: frozenset[str]
    leads_to: tuple[str, ...] = ()

    @property
    def has_licence(self) -> bool:
        """False for specialistsjukskoterska and tandtekniker (R57)."""
        return bool(self.licence_codes)

    def names(self, code: str | None) -> bool:
        """True when a YProg or Examenskod means this group."""
        return code is not None and (code == self.id or code in self.aliases)

    def nominal_terms(self, start: int) -> int:
        """The nominal length of an education begun in a term: the last line not later than it."""
        terms = self.nominal[0][1]
        for from_term, length in self.nominal:
            if from_term <= start:
                terms = length
        return terms


def only_codes(values: list[str]) -> frozenset[str]:
    """Four-digit codes; the mark "(verify)" is dropped and the code counts (R29)."""
    found = set()
    for value in values:
        code = value.split(" ")[0].strip()
        if code.isdigit():
            found.add(code)
    return frozenset(found)


def group_from_dict(data: Mapping[str, Any]) -> Group:
    """A group from the dict that a profession's TOML file parses to (interfaces.md, section 2)."""
    codes = data.get("codes", {})
    lines = [
        (parse_term(line["from"]) if line.get("from") else 0, int(line["terms"])) for line in data["nominal"]
    ]
    licence_codes = frozenset(data.get("licence_codes", []))
    return Group(
        id=data["id"],
        aliases=frozenset(data.get("aliases", [])),
        licence_codes=licence_codes,
        nominal=tuple(sorted(lines)),
        licence_lag_years=int(data.get("licence_lag_years", 1)),
        licensed_within_months=int(data.get("licensed_within_months", 24)),
        follow_from=data.get("follow_from", "licence" if licence_codes else "degree"),
        ssyk96=only_codes(list(codes.get("ssyk96", []))),
        ssyk2012=only_codes(list(codes.get("ssyk2012", []))),
        sni_groups=frozenset(data.get("sni_groups", [])),
        leads_to=tuple(data.get("leads_to", [])),
    )


LAGS = {"psykolog": 2, "lakare": 4}
WITHIN = {"psykolog": 36, "lakare": 48}
LEADS_TO = {"sjukskoterska": ["specialistsjukskoterska", "barnmorska"]}
OWN_SNI = {"apotekare": ["apotek"], "receptarie": ["apotek"], "optiker": ["optik"]}


def group_from_list(group_id: str) -> Group:
    """A group from yrken.csv and the definitions alone: the oracle's own idea of it."""
    row = next(row for row in read_list("yrken") if row["yrke_id"] == group_id)
    licence_codes = [code for code in row["hosp_kod"].split(";") if code != "-"]
    nominal = [{"from": "", "terms": row["nominell_terminer"]}]
    if group_id == "tandhygienist":
        nominal = [{"from": "", "terms": "4"}, {"from": "HT2019", "terms": "6"}]
    if group_id == "lakare":
        nominal.append({"from": "HT2021", "terms": "12"})  # the list's note: 360 hp from HT2021
    return group_from_dict(
        {
            "id": group_id,
            "licence_codes": licence_codes,
            "nominal": nominal,
            "licence_lag_years": LAGS.get(group_id, 1),
            "licensed_within_months": WITHIN.get(group_id, 24),
            "sni_groups": OWN_SNI.get(group_id, []),
            "leads_to": LEADS_TO.get(group_id, []),
            "codes": {
                "ssyk96": row["malyrke_ssyk96"].split(";"),
                "ssyk2012": row["malyrke_ssyk2012"].split(";"),
            },
        }
    )
