"""The facts of lives: a handful, varied one at a time so that every state of every measure occurs.

Belongs here: the facts. Does not belong here: what follows from them (flows.attack.lives).
"""

from __future__ import annotations

YES, NO, UNSEEN, LEFT_OUT = "yes", "no", "unseen", ""
ONLY = "only yes"
ABROAD, UNKNOWN = "abroad_or_dead", "unknown"
SOMEWHERE = "somewhere"
Facts = dict[str, str]
START: Facts = {
    "continued_term_2": YES,
    "continued_year_2": YES,
    "earlier_registration_share": YES,
    "exam_rate_to_date": YES,
    "exam_rate_nominal_3": YES,
    "fate": "graduated",
    "general_degree_share": YES,
    "licensed_share": YES,
    "licensed_within": YES,
    "established": YES,
}
AFTER: Facts = {
    "resident": YES,
    "employed": YES,
    "in_profession": YES,
    "retention": YES,
    "status": "in_profession",
    "pathway": "moved_elsewhere",
    "stayed_in_study_county": NO,
    "returned_home": NO,
}
LATE = {"exam_rate_nominal_3": NO, "fate": "registered"}
NOT_DONE = {"exam_rate_to_date": NO, "exam_rate_nominal_3": NO}
AT_START: tuple[Facts, ...] = (
    *({name: state} for name in ("continued_term_2", "earlier_registration_share") for state in (NO, UNSEEN)),
    *({"continued_year_2": state} for state in (NO, UNSEEN, LEFT_OUT)),
    *(NOT_DONE | {"fate": fate} for fate in ("registered", "other_degree", "left", UNSEEN)),
    LATE,
    {"exam_rate_nominal_3": UNSEEN, "fate": UNSEEN},
    {"fate": UNSEEN},
    {"exam_rate_to_date": UNSEEN, "exam_rate_nominal_3": UNSEEN, "fate": UNSEEN},
    *({"general_degree_share": state} for state in (NO, UNSEEN)),
    {"licensed_share": NO, "licensed_within": NO},
    {"licensed_share": UNSEEN, "licensed_within": UNSEEN},
    *({"licensed_within": state} for state in (NO, UNSEEN)),
    *({"established": state} for state in (NO, UNSEEN, LEFT_OUT)),
)
OUT = {"resident": NO, "employed": LEFT_OUT, "in_profession": LEFT_OUT, "status": ABROAD, "pathway": ABROAD}
LOST = {"resident": UNSEEN, "employed": UNSEEN, "in_profession": UNSEEN, "retention": UNSEEN}
NOWHERE = {"pathway": UNSEEN, "stayed_in_study_county": UNSEEN, "returned_home": UNSEEN}
IDLE = {"employed": NO, "in_profession": LEFT_OUT, "retention": NO}
STAYED = {"pathway": "stayed_in_study", "stayed_in_study_county": YES}
LATER: tuple[Facts, ...] = (
    {},
    *(OUT | {"retention": state} for state in (NO, UNSEEN)),
    *(LOST | NOWHERE | {"status": status} for status in (UNKNOWN, UNSEEN)),
    *(IDLE | {"status": status} for status in ("studying", "not_employed")),
    IDLE | {"status": "studying", "retention": UNSEEN},
    {"employed": UNSEEN, "in_profession": UNSEEN, "retention": UNSEEN, "status": UNKNOWN},
    *({"in_profession": NO, "retention": NO, "status": work} for work in ("other_health_work", "other_work")),
    {"in_profession": UNSEEN, "retention": UNSEEN, "status": UNKNOWN},
    {"pathway": "stayed_home", "stayed_in_study_county": YES, "returned_home": LEFT_OUT},
    {"pathway": "returned_home", "returned_home": YES},
    STAYED,
    *({"pathway": "unknown", "stayed_in_study_county": stays} for stays in (NO, UNSEEN)),
    {"pathway": "unknown", "returned_home": UNSEEN},
    NOWHERE,
)
"""After the licence, in both years alike."""
