"""From what a browser sends to a question that can be asked, and the form to ask the next one.

Belongs here: which choices there are. Does not belong here: answers (pipelines.drilling.answers).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from flows.drill.asked import PARTS, Asked
from pipelines.drilling.desk import Desk
from reports.drill.naming import breakdown_title, measure_title
from reports.drill.pages import Choice

HEADLINE = ("composition", "exam_rate_nominal_3", "licensed_share", "retention_1", "retention_3")
MODELS = ("education", "licence", "licensed")
CHOICES = ("profession", "model", "cohort", "measure", "by_1", "by_2", "variant")


def first_question(desk: Desk, profession: str, model: str = "", measure: str = "") -> Asked:
    """A question that can be asked, from as much as is known."""
    models = [name for name in MODELS if name in desk.drill.models(profession)]
    chosen = model if model in models else models[0]
    measures = desk.drill.measures(profession, chosen)
    asked = measure if measure in measures else next((m for m in HEADLINE if m in measures), measures[0])
    return Asked(profession, chosen, desk.drill.cohorts(chosen)[0], asked, PARTS.get(asked, ""))


def mended(desk: Desk, given: Mapping[str, str]) -> tuple[Asked, list[str]]:
    """The question that comes nearest to what was given, and what had to be changed."""
    known = desk.drill.professions()
    profession = given.get("profession", known[0])
    start = first_question(
        desk,
        profession if profession in known else known[0],
        given.get("model", ""),
        given.get("measure", ""),
    )
    fields = {key: given.get(key, getattr(start, key)) for key in ("cohort", "by_1", "by_2", "variant")}
    if start.part_is in PARTS.values() and start.part_is not in (fields["by_1"], fields["by_2"]):
        fields["by_1"] = start.part_is
    cuts = ["", *desk.drill.breakdowns(start)]
    allowed = {"cohort": desk.drill.cohorts(start.model), "by_1": cuts, "by_2": cuts}
    allowed["variant"] = list(desk.drill.variants(start))
    if fields["by_2"] == fields["by_1"]:
        fields["by_2"] = ""
    fixed = {k: v if v in allowed[k] else getattr(start, k) for k, v in fields.items()}
    asked = replace(start, **fixed)
    return asked, [key for key in CHOICES if given.get(key) and given[key] != getattr(asked, key)]


def choices_of(desk: Desk, asked: Asked) -> list[Choice]:
    """The form of a question: everything that can be chosen from where it stands."""
    words, language, drill = desk.words, desk.language, desk.drill
    titles = {
        "profession": [(p, desk.names[p]) for p in drill.professions()],
        "model": [(m, words["models"][m]) for m in MODELS if m in drill.models(asked.profession)],
        "cohort": [(c, c) for c in drill.cohorts(asked.model)],
        "measure": [
            (m, measure_title(asked.model, m, language))
            for m in drill.measures(asked.profession, asked.model)
        ],
    }
    cuts = sorted((breakdown_title(by, language), by) for by in drill.breakdowns(asked))
    titles["by_1"] = titles["by_2"] = [("", words["ask"]["none"]), *((by, title) for title, by in cuts)]
    variants = drill.variants(asked)
    said = words["ask"]["variant_is"]
    titles["variant"] = [
        (v, said.format(choice=c, alternative=a) if v else words["ask"]["in_force"])
        for v, (c, a) in variants.items()
    ]
    return [Choice(name, words["ask"][name], titles[name], getattr(asked, name)) for name in CHOICES]
