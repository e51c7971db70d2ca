"""The first report: conserved flows, no leak, no request, every word in the text file, same bytes."""

import json
import random
import re
import subprocess
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from reports import flow, folding, palette
from reports.cells import Cell, Cells, read_cells
from reports.conserved import NotPrintable, leaks
from reports.described import NominalTerms, ProfessionText, ReleaseText, Threshold
from reports.flow import build
from reports.flow_figure import name_of, sankey
from reports.language import ENGLISH, SWEDISH, Language
from reports.observed import observed
from reports.pages import write_site
from reports.places import counties
from reports.words import decimal, percent, signed, swedish, whole
from tests.browser.drawn import CHROMIUM, NEEDS_CHROMIUM
from tests.page_figures import figures_in
from tests.site_links import broken_links

REPORTS = Path(flow.__file__).parent
WINDOW = "2000-2010"
SMALL = range(1, 5)
PATHWAYS = ("stayed_home", "returned_home", "stayed_in_study", "moved_elsewhere", "abroad_or_dead", "unknown")
SCHEMA: dict[str, Any] = {
    **dict.fromkeys(
        ("profession", "model", "cohort", "measure", "by_1", "value_1", "by_2", "value_2"), pl.String
    ),
    **dict.fromkeys(("numerator", "denominator", "n_not_observable"), pl.Int64),
    "value": pl.Float64,
    **dict.fromkeys(("status", "method", "reason"), pl.String),
    **dict.fromkeys(("value_low", "value_high"), pl.Float64),
}
Person = dict[str, str]


def persons(count: int, seed: int, years: range) -> list[Person]:
    """Invented lives, just rich enough for every figure."""
    draw = random.Random(seed)
    codes = [county.code for county in counties(SWEDISH)]
    crowd = [draw.choice([1, 2, 4, 9]) for _ in codes]
    return [_person(draw, str(draw.choice(years)), codes, crowd) for _ in range(count)]


def _person(draw: random.Random, year: str, codes: list[str], crowd: list[int]) -> Person:
    woman = draw.random() < 0.85
    fate = draw.choices(folding.FATES, [74 if woman else 61, 6, 5, 15])[0]
    graduated = fate == "graduated" or draw.random() < 0.12
    licensed = graduated and draw.random() < 0.985
    home = draw.choices(codes, crowd)[0]
    after = (
        home if draw.random() < 0.6 else draw.choices([*codes, "abroad_or_dead"], [*reversed(crowd), 1])[0]
    )
    status = ["abroad_or_dead", "abroad_or_dead"]
    if after != "abroad_or_dead":
        status = draw.choices(folding.STATUSES, [66, 11, 8, 4, 5, 1, 5], k=2)
    return {
        "year": year,
        "sex": "woman" if woman else "man",
        "from": draw.choices(folding.ORIGINS, [30, 34, 18, 8, 10])[0],
        "fate": fate,
        "graduated": "1" if graduated else "",
        "licensed": "1" if licensed else "",
        "status_1": status[0],
        "status_3": status[1],
        "home": home,
        "after": after,
    }


class Frame:
    """Collects published rows of one group under the simplest protection: 1-4, and the complement."""

    def __init__(self, profession: str, hides: bool = True) -> None:
        self.profession, self.hides = profession, hides
        self.rows: list[dict[str, Any]] = []
        self.secret: list[int] = []

    def add(self, cohort: str, measure: str, by: Sequence[str], n: int, d: int, unseen: int = 0) -> None:
        row: dict[str, Any] = {
            "profession": self.profession,
            "model": "education",
            "cohort": cohort,
            "measure": measure,
        }
        row |= dict(zip(("by_1", "value_1", "by_2", "value_2"), [*by, "", "", "", ""], strict=False))
        row |= {"numerator": n, "denominator": d, "n_not_observable": unseen, "value": n / d if d else None}
        row |= {"status": "ok" if d else "not_observable", "method": "suppression", "reason": ""}
        thin = d < 20 and measure not in ("composition", "net_1") and not measure.startswith("mobility")
        small = d and (
            thin or n in SMALL or (d - n in SMALL and not measure.startswith(("mobility", "status")))
        )
        if self.hides and small and not measure.startswith("net"):
            row |= {"status": "protected", "reason": "numerator_small"}
            row |= dict.fromkeys(("numerator", "denominator", "value", "n_not_observable"))
        self.rows.append(row)

    def polars(self) -> pl.DataFrame:
        return pl.DataFrame(self.rows, schema_overrides=SCHEMA, schema=list(SCHEMA))


def published(profession: str, count: int = 5700, seed: int = 1, hides: bool = True) -> pl.DataFrame:
    """A realistic published frame of one group; plain counts where nothing is hidden."""
    frame, people = Frame(profession, hides), persons(count, seed, range(2000, 2011))
    _totals(frame, WINDOW, people, ())
    for sex in ("woman", "man"):
        _totals(frame, WINDOW, [p for p in people if p["sex"] == sex], ("sex", sex))
    for year in range(2000, 2011):
        _totals(frame, str(year), [p for p in people if p["year"] == str(year)], ())
    for origin, n in Counter(p["from"] for p in people).items():
        frame.add(WINDOW, "composition", ("upper_secondary", origin), n, count)
    for fate in folding.FATES:
        frame.add(WINDOW, "fate", ("fate", fate), sum(p["fate"] == fate for p in people), count)
    based = [p for p in people if p["licensed"]]
    for k in (1, 3):
        for status in folding.STATUSES:
            n = sum(p[f"status_{k}"] == status for p in based)
            frame.add(WINDOW, f"status_{k}", ("status", status), n, len(based))
    _mobility(frame, based)
    return frame.polars()


def _totals(frame: Frame, cohort: str, people: list[Person], by: Sequence[str]) -> None:
    done = [p for p in people if p["graduated"]]
    licensed = [p for p in done if p["licensed"]]
    in_time = sum(p["fate"] == "graduated" for p in people)
    frame.add(cohort, "composition", by, len(people), len(people))
    frame.add(cohort, "exam_rate_nominal_3", by, in_time, len(people))
    frame.add(cohort, "exam_rate_to_date", by, len(done), len(people))
    frame.add(cohort, "licensed_share", by, len(licensed), len(done))
    for k in (1, 3):
        known = [p for p in licensed if p[f"status_{k}"] != "unknown"]
        active = sum(p[f"status_{k}"] == "in_profession" for p in known)
        home = [p for p in licensed if p[f"status_{k}"] != "abroad_or_dead"]
        frame.add(cohort, f"resident_{k}", by, len(home), len(licensed))
        frame.add(cohort, f"retention_{k}", by, active, len(known), len(licensed) - len(known))
    stays = [p for p in licensed if p["status_1"] == "in_profession" and p["status_3"] != "unknown"]
    unseen = sum(p["status_1"] == "in_profession" for p in licensed) - len(stays)
    still = sum(p["status_3"] == "in_profession" for p in stays)
    frame.add(cohort, "stayed_1_to_3", by, still, len(stays), unseen)
    frame.add(cohort, "months_start_to_degree_p50", by, len(done), len(done))
    if frame.rows[-1]["status"] == "ok":
        frame.rows[-1]["value"] = 41.5


def _mobility(frame: Frame, based: list[Person]) -> None:
    pairs = Counter((p["home"], p["after"]) for p in based)
    homes, afters = Counter(p["home"] for p in based), Counter(p["after"] for p in based)
    for (home, after), n in sorted(pairs.items()):
        cut = ("from_county", home, "to_county", after)
        frame.add(WINDOW, "mobility_home_to_after_1", cut, n, homes[home])
    for code in homes:
        frame.add(WINDOW, "net_1", ("county", code), afters[code] - homes[code], homes[code])


def hidden_everywhere(frame: pl.DataFrame, status: str) -> pl.DataFrame:
    """The same cells with nothing to show."""
    nothing = [pl.lit(None, pl.Int64).alias(c) for c in ("numerator", "denominator", "n_not_observable")]
    return frame.with_columns(
        *nothing, pl.lit(None, pl.Float64).alias("value"), pl.lit(status).alias("status")
    )


PROFESSIONS = [
    ProfessionText("arbetsterapeut", "Arbetsterapeut", "pilot", (NominalTerms("", 6),)),
    ProfessionText(
        "tandhygienist", "Tandhygienist", "ready", (NominalTerms("", 4), NominalTerms("HT2019", 6)), "N."
    ),
    ProfessionText("ortopedingenjor", "Ortopedingenjör", "draft", (NominalTerms("", 6),)),
    ProfessionText("tandtekniker", "Tandtekniker", "draft"),
]
RELEASE = ReleaseText(
    "2026", "2026-06", "SCB och Socialstyrelsen", date(2026, 6, 15), WINDOW, True, "0.1.0",
    {"choices.target_set": "occupation", "protection.small": [1, 2, 3, 4]},
    (Threshold(2017, 236000, "estimated"), Threshold(2018, 241900, "published")),
)  # fmt: skip


def whole_site() -> pl.DataFrame:
    """A large group, a middling one, a very small one, and one with nothing to show."""
    return pl.concat(
        [
            published("arbetsterapeut"),
            published("tandhygienist", 900, 2),
            published("ortopedingenjor", 150, 3),
            hidden_everywhere(published("tandtekniker", 100, 4), "not_observable"),
        ]
    )


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    write_site(whole_site(), PROFESSIONS, RELEASE, folder)
    return folder


def cells_of(count: int = 5700, seed: int = 1) -> Cells:
    return read_cells(published("g", count, seed), "g", WINDOW)


# --- the flow -------------------------------------------------------------------------------


@pytest.mark.parametrize(("count", "seed"), [(5700, 1), (900, 2), (300, 5), (150, 3), (40, 4)])
def test_nothing_is_lost_in_the_flow(count: int, seed: int) -> None:
    try:
        made = build(cells_of(count, seed))
    except NotPrintable:
        return
    assert set(leaks(made).values()) <= {0}
    assert made.nodes["started"].persons == count
    exits = {link.target for link in made.links} - {link.source for link in made.links}
    assert sum(made.nodes[node].persons for node in exits) == count


def test_a_full_flow_reaches_every_stage_and_meets_the_measures() -> None:
    cells = cells_of()
    made = build(cells)
    assert not made.ended
    assert made.nodes["degree"].persons == cells.cell("exam_rate_to_date").numerator
    assert made.nodes["licensed"].persons == cells.cell("licensed_share").numerator
    assert made.later == made.nodes["degree"].persons - made.nodes["fate_graduated"].persons


def changed(cells: Cells, measure: str, by: str = "", category: str = "", **fields: Any) -> Cells:
    key = (WINDOW, measure, by, category, "", "")
    return Cells(dict(cells) | {key: replace(dict(cells)[key], **fields)}, WINDOW)


NO_COUNTS: dict[str, Any] = {"numerator": None, "denominator": None, "value": None, "status": "protected"}


def test_a_hidden_stage_ends_the_flow_before_it() -> None:
    cells = cells_of()
    assert build(changed(cells, "licensed_share", **NO_COUNTS)).ended == "licence"
    assert build(changed(cells, "exam_rate_to_date", **NO_COUNTS)).ended == "graduation"
    with pytest.raises(NotPrintable, match="missing_started"):
        build(changed(cells, "composition", **NO_COUNTS))
    with pytest.raises(NotPrintable, match="missing_fate"):
        build(changed(cells, "fate", "fate", "graduated", **NO_COUNTS))


def test_from_one_year_to_three_one_band_runs_on_and_the_others_pass_one_box() -> None:
    """Of 100 licensed 80 are in the profession after one year and 75 after three, 60 of them both times."""
    counts = {("composition", "", ""): (100, 100), ("exam_rate_to_date", "", ""): (100, 100)}
    counts |= {("licensed_share", "", ""): (100, 100), ("stayed_1_to_3", "", ""): (60, 80)}
    counts |= {("fate", "fate", "graduated"): (100, 100)}
    counts |= {("status_1", "status", n): (c, 100) for n, c in {"in_profession": 80, "studying": 20}.items()}
    counts |= {
        ("status_3", "status", n): (c, 100) for n, c in {"in_profession": 75, "other_work": 25}.items()
    }
    cells = Cells(
        {(WINDOW, *key, "", ""): Cell(n, d, 0, n / d, "ok") for key, (n, d) in counts.items()}, WINDOW
    )
    made = build(cells)
    bands = {(link.source, link.target): link.persons for link in made.links}
    assert not made.ended and set(leaks(made).values()) == {0}
    assert bands[("status_in_profession", "after_in_profession")] == 60
    assert bands[("status_in_profession", "outside")] == 20
    assert bands[("status_studying", "outside")] == 20
    assert bands[("outside", "after_in_profession")] == 15
    assert bands[("outside", "after_other_work")] == 25
    assert made.nodes["outside"].persons == 40
    for numerator, ended in ((None, "after_3"), (76, "does_not_add_up"), (72, "after_3")):
        short = build(changed(cells, "stayed_1_to_3", numerator=numerator))
        assert short.ended == ended, "72 of 75: an exact difference of three persons is not printed"
        assert "outside" not in short.nodes and short.nodes["status_in_profession"].persons == 80
    rounded = changed(cells, "stayed_1_to_3", numerator=72, method="rounding_5")
    assert not build(rounded).ended


def test_numbers_that_do_not_add_up_are_not_drawn() -> None:
    cells = cells_of()
    ever = cells.cell("exam_rate_to_date").numerator or 0
    assert build(changed(cells, "licensed_share", denominator=ever + 7)).ended == "does_not_add_up"
    with pytest.raises(NotPrintable, match="does_not_add_up"):
        build(changed(cells, "fate", "fate", "left", numerator=1))


def test_a_single_withheld_exit_takes_another_into_its_box() -> None:
    cells = changed(cells_of(), "fate", "fate", "registered", **NO_COUNTS)
    made = build(cells)
    left = {name: cell.numerator for name, cell in cells_of().family("fate", "fate").items()}
    folded = made.nodes["folded_fate"].persons
    assert folded != left["registered"] and folded > (left["registered"] or 0), "never its own count"
    assert made.nodes["fate_graduated"].persons == left["graduated"]
    assert set(leaks(made).values()) <= {0}


def test_a_single_withheld_part_without_another_to_hide_behind_ends_the_flow() -> None:
    counts = {("composition", "", ""): 60, ("fate", "fate", "graduated"): 60}
    found = {(WINDOW, *key, "", ""): Cell(n, 60, 0, n / 60, "ok") for key, n in counts.items()}
    hidden = {
        (WINDOW, "fate", "fate", "left", "", ""): Cell(None, None, None, None, "protected", "secondary")
    }
    with pytest.raises(NotPrintable, match="missing_fate"):
        build(Cells(found | hidden, WINDOW))


def test_numbers_at_odds_with_those_not_observable_are_not_drawn() -> None:
    """Under a cell key parts and totals need not agree, and a difference would be noise."""
    assert build(changed(cells_of(), "licensed_share", n_not_observable=3)).ended == "does_not_add_up"
    cells = cells_of()
    for name in folding.STATUSES:
        cells = changed(cells, "status_1", "status", name, n_not_observable=2)
    assert build(cells).ended == "does_not_add_up"


def test_a_flow_without_anybody_graduated_in_time_is_drawn() -> None:
    counts = {("composition", "", ""): 60, ("exam_rate_to_date", "", ""): 20}
    counts |= {
        ("fate", "fate", name): n for name, n in {"graduated": 0, "registered": 35, "left": 25}.items()
    }
    cells = Cells({(WINDOW, *key, "", ""): Cell(n, 60, 0, n / 60, "ok") for key, n in counts.items()}, WINDOW)
    made = build(cells)
    assert "fate_graduated" not in made.nodes and made.nodes["pool"].persons == 60
    assert len(sankey(made, SWEDISH)["data"][0]["node"]["x"]) == len(made.nodes)
    nobody = build(changed(cells, "exam_rate_to_date", numerator=0, value=0.0))
    assert nobody.nodes["no_degree"].persons == 60 and sankey(nobody, SWEDISH)["data"]


def test_observed_years_are_said_in_the_words_given() -> None:
    words = {"too_new": "new: {years}", "unseen": "unseen: {years}", "never": "none"}
    row: dict[str, list[int]] = {"ok": [2003, 2000, 2001], "immature": [2010], "not_observable": []}
    assert observed(row, words) == "2000–2001, 2003; new: 2010"
    assert observed({**row, "not_observable": [1999]}, words).endswith("unseen: 1999")
    assert observed({name: [] for name in row}, words) == "none"


# --- protection -----------------------------------------------------------------------------


def test_numbers_of_protected_cells_are_nowhere_in_the_site(tmp_path: Path) -> None:
    """Even where a frame wrongly still holds them: nothing but `ok` passes the door."""
    secret = 987_653
    frame = published("arbetsterapeut", 900, 2).with_columns(
        pl.when(pl.col("status") == "protected").then(secret).otherwise(pl.col(name)).alias(name)
        for name in ("numerator", "denominator", "n_not_observable", "value")
    )
    assert frame.filter(pl.col("numerator") == secret).height > 50
    for path in write_site(frame, PROFESSIONS[:1], RELEASE, tmp_path):
        if path.name != "plotly.min.js":
            text = path.read_text(encoding="utf-8").replace("\u00a0", "")
            assert str(secret) not in text
            assert '"bdata"' not in text, "numbers must be readable, not base64"


def test_hidden_counties_have_no_bar(site: Path) -> None:
    bars = figures_in(site, "arbetsterapeut")["figure-places"]["data"][0]
    assert len(bars["x"]) == 21
    assert all(x == 0 for x, text in zip(bars["x"], bars["text"], strict=True) if text == "..")


# --- no host is asked -----------------------------------------------------------------------


def pages(site: Path) -> Iterator[Path]:
    yield from sorted(site.glob("*.html"))


def language_of(page: Path) -> Language:
    return ENGLISH if page.name.endswith(".en.html") else SWEDISH


def test_pages_point_at_nothing_outside_and_everything_inside_exists(site: Path) -> None:
    assert broken_links(site) == []


def test_own_scripts_and_styles_name_no_address(site: Path) -> None:
    for path in sorted((site / "assets").rglob("*.*")):
        if path.name != "plotly.min.js":
            assert not re.search(
                r"https?:|url\(|@import|fetch\(|XMLHttp", path.read_text(encoding="utf-8")
            ), path.name


def test_sharing_is_off_in_every_figure(site: Path) -> None:
    for profession in PROFESSIONS:
        script = (site / "assets" / f"{profession.profession}.js").read_text(encoding="utf-8")
        config = json.loads(script.split("window.reportLook = ")[1].split(";\n")[0])["config"]
        assert config["showSendToCloud"] is False
        assert config["plotlyServerURL"] == ""
        assert config["displayModeBar"] is False
        assert not any("config" in figure for figure in figures_in(site, profession.profession).values())


FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--net-log-capture-mode=Default",
    "--disable-features=NetworkTimeServiceQuerying,OptimizationHints,MediaRouter",
    "--virtual-time-budget=30000",
]


def opened(page: Path, folder: Path) -> tuple[str, set[str]]:
    """The page as drawn, and every address that it (not the browser itself) asked the network for."""
    log = folder / "net.json"
    own = [
        f"--user-data-dir={folder / 'user'}",
        f"--log-net-log={log}",
        "--host-resolver-rules=MAP * ~NOTFOUND",
    ]
    command = [CHROMIUM, *FLAGS, *own, "--dump-dom", page.as_uri()]
    done = subprocess.run(command, capture_output=True, timeout=240, check=False)
    events = json.loads(log.read_text(encoding="utf-8"))["events"]
    started = [event["params"] for event in events if "initiator" in event.get("params", {})]
    asked = {one["url"] for one in started if one["initiator"] != "not an origin"}
    return done.stdout.decode("utf-8"), {
        url for url in asked if not url.startswith(("file:", "data:", "blob:"))
    }


@NEEDS_CHROMIUM
def test_an_opened_page_draws_its_figures_and_asks_no_host(site: Path, tmp_path: Path) -> None:
    drawn, asked = opened(site / "arbetsterapeut.html", tmp_path)
    assert drawn.count('class="main-svg"') >= 5, drawn[-2000:]
    assert "sankey-link" in drawn
    assert not asked


@NEEDS_CHROMIUM
def test_a_page_that_asks_a_host_is_caught(tmp_path: Path) -> None:
    page = tmp_path / "asks.html"
    page.write_text(
        '<img src="http://x.example/a.png"><script>fetch("https://y.example/b")</script>', encoding="utf-8"
    )
    _, asked = opened(page, tmp_path)
    assert asked == {"http://x.example/a.png", "https://y.example/b"}


# --- words ----------------------------------------------------------------------------------

MEASURES = [
    "composition",
    "continued_term_2",
    "continued_year_2",
    "earlier_registration_share",
    "exam_rate_nominal_3",
    "fate",
    "exam_rate_to_date",
    "general_degree_share",
    "licensed_share",
    "licensed_within",
    "resident_1",
    "resident_3",
    "employed_1",
    "employed_3",
    "in_profession_1",
    "in_profession_3",
    "retention_1",
    "retention_3",
    "stayed_1_to_3",
    "established",
    "status_1",
    "status_3",
    "months_start_to_degree_p25",
    "months_start_to_degree_p50",
    "months_start_to_degree_p75",
    "months_degree_to_licence_p25",
    "months_degree_to_licence_p50",
    "months_degree_to_licence_p75",
    "stayed_in_study_county_1",
    "stayed_in_study_county_3",
    "returned_home_1",
    "returned_home_3",
    "arrivals_1",
    "arrivals_3",
    "departures_1",
    "departures_3",
    "net_1",
    "net_3",
    "mobility_home_to_study",
    "mobility_study_to_after_1",
    "mobility_home_to_after_1",
    "mobility_after_1_to_after_3",
    "mobility_study_to_after_3",
    "mobility_home_to_after_3",
    "mobility_study_to_work_1",
    "mobility_study_to_work_3",
    "in_profession_1_workplace",
    "in_profession_1_either",
] + [f"pathway_{name}_{k}" for name in PATHWAYS for k in (1, 3)]
BREAKDOWNS = [
    "sex",
    "age",
    "background",
    "upper_secondary",
    "earlier_degree",
    "institution",
    "home_county",
    "home_region",
    "study_county",
    "study_region",
    "cohort_year",
    "degree_institution",
    "status",
    "fate",
    "county",
    "region",
    "from_county",
    "to_county",
    "from_region",
    "to_region",
    "age_at_licence",
    "licence_county",
    "licence_region",
    "degree_county",
    "specialisation",
    "years_since_licence",
    "years_since_start",
]


REASONS = (
    *("base_small", "numerator_small", "complement_small", "secondary"),
    *("not_observable", "immature", "not_applicable", "protected"),
)


def test_every_measure_breakdown_and_category_has_its_words() -> None:
    texts = swedish()
    assert set(MEASURES) <= set(texts["measures"])
    assert all(text.keys() == {"group", "title", "definition"} for text in texts["measures"].values())
    assert {text["group"] for text in texts["measures"].values()} == set(texts["measure_groups"])
    assert set(texts["breakdowns"]) == set(BREAKDOWNS)
    assert set(folding.STATUSES) == set(texts["values"]["status"]) == set(palette.STATUS)
    assert set(folding.FATES) == set(texts["values"]["fate"])
    assert set(folding.ORIGINS) == set(texts["values"]["upper_secondary"])
    assert set(texts["reasons"]) >= {*REASONS, "missing"}
    assert all(name_of(node, SWEDISH) for node in build(cells_of()).nodes)


def test_no_word_stands_outside_the_text_file() -> None:
    for path in [*REPORTS.glob("*.py"), *REPORTS.glob("templates/*"), *REPORTS.glob("static/*")]:
        assert not re.search("[åäöÅÄÖ]", path.read_text(encoding="utf-8")), path.name
    for path in REPORTS.glob("templates/*.html"):
        bare = re.sub(
            r"(?s){[%{].*?[%}]}|<[^<>]*?>", " ", re.sub(r"(?s){[%{].*?[%}]}", " ", path.read_text("utf-8"))
        )
        assert not re.search(r"[A-Za-z]", bare), f"{path.name}: {bare.split()}"
    for path in REPORTS.glob("*.py"):
        assert not re.search(r"\b(och|eller|inte|personer|procent)\b", path.read_text(encoding="utf-8")), (
            path.name
        )


def test_every_share_has_a_phrase_and_phrases_do_not_overlap() -> None:
    assert all(SWEDISH.phrase(thousandth / 1000) for thousandth in range(1001))
    inner = [entry for entry in swedish()["phrases"] if entry["low"] < entry["high"]]
    assert all(upper["low"] == lower["high"] for upper, lower in pairwise(inner))


def test_numbers_are_swedish() -> None:
    assert [whole(4210), whole(0), whole(None), whole(-12)] == ["4\u00a0210", "–", "..", "−12"]
    assert [percent(0.7512), percent(0.0), percent(None), percent(1.0, 0)] == ["75,1", "–", "..", "100"]
    assert [signed(5), signed(-5), signed(0), decimal(-0.04), decimal(1234.5)] == [
        "+5",
        "−5",
        "–",
        "0,0",
        "1\u00a0234,5",
    ]


# --- the pages ------------------------------------------------------------------------------


def test_the_same_input_gives_the_same_bytes(site: Path, tmp_path: Path) -> None:
    written = write_site(whole_site().reverse(), PROFESSIONS, RELEASE, tmp_path)
    assert written == sorted(path for path in tmp_path.rglob("*") if path.is_file())
    for path in written:
        assert path.read_bytes() == (site / path.relative_to(tmp_path)).read_bytes(), path.name


@pytest.mark.parametrize("status", ["protected", "not_observable", "immature"])
def test_a_page_with_nothing_to_show_says_so(status: str, tmp_path: Path) -> None:
    frame = hidden_everywhere(published("tandtekniker", 100, 4), status)
    write_site(frame, PROFESSIONS[3:], RELEASE, tmp_path)
    text = (tmp_path / "tandtekniker.html").read_text(encoding="utf-8")
    assert swedish()["flow"]["refused"]["missing_started"] in text
    assert swedish()["reasons"][status] in text
    assert figures_in(tmp_path, "tandtekniker") == {}


def test_a_group_without_any_row_still_has_a_page(tmp_path: Path) -> None:
    write_site(published("g", 100).clear(), PROFESSIONS[:1], RELEASE, tmp_path)
    assert swedish()["mobility"]["no_rows"] in (tmp_path / "arbetsterapeut.html").read_text(encoding="utf-8")


def test_rehearsal_and_draft_are_marked(site: Path, tmp_path: Path) -> None:
    words = swedish()["page"]
    for page in pages(site):
        assert language_of(page).texts["page"]["rehearsal"] in page.read_text(encoding="utf-8")
    assert words["draft"] in (site / "ortopedingenjor.html").read_text(encoding="utf-8")
    assert words["draft"] not in (site / "arbetsterapeut.html").read_text(encoding="utf-8")
    write_site(
        published("arbetsterapeut", 100), PROFESSIONS[:1], replace(RELEASE, is_rehearsal=False), tmp_path
    )
    assert words["rehearsal_mark"] not in (tmp_path / "arbetsterapeut.html").read_text(encoding="utf-8")


def test_pages_are_accessible_in_outline(site: Path) -> None:
    for page in pages(site):
        text = page.read_text(encoding="utf-8")
        assert f'<html lang="{language_of(page).code}">' in text and 'class="skip" href="#content"' in text
        assert text.count("<h1>") == 1
        for figure in re.findall(r'id="figure-(\w+)"', text):
            assert f'id="table-{figure}"' in text


def test_a_title_claims_only_what_the_numbers_say(site: Path) -> None:
    text = (site / "arbetsterapeut.html").read_text(encoding="utf-8")
    cell = cells_of().cell("exam_rate_to_date")
    assert swedish()["findings"]["flow"].format(phrase=SWEDISH.phrase(cell.value or 0)) in text
    assert swedish()["findings"]["flow_plain"] in (site / "tandtekniker.html").read_text(encoding="utf-8")


def test_a_cell_that_is_not_ok_shows_nothing() -> None:
    assert Cell(None, None, None, None, "protected").is_ok is False
