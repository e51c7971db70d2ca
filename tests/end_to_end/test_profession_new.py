"""`vardflode profession new`: from flags, the catalogue and questions to a file that the program takes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from flows.catalogue import from_catalogue, profession_text
from flows.professions import HOME, judge_profession, load_professions
from pipelines import asking
from schemas.faults import LANGUAGES, Fault
from tests.end_to_end.calling import call, left_in

Capture = pytest.CaptureFixture[str]
NEW = ("profession", "new")
NAPRAPAT = (
    *("--id", "naprapat", "--name-sv", "Naprapat", "--name-en", "Naprapath", "--licence-code", "NA"),
    *("--terms", "8", "--terms", "HT2030=10", "--sun2020", "726f", "--ssyk2012", "2271", "--alias", "NAPR"),
    *("--note", 'En "viktig" anmärkning \\ åäö', "--sni-group", "apotek", "--leads-to", "psykoterapeut"),
)


def test_flags_make_a_file_that_the_program_takes(tmp_path: Path, capsys: Capture) -> None:
    done = call(capsys, *NEW, *NAPRAPAT, "--out", tmp_path / "egna")
    assert done.code == 0, done.err
    assert "726f Naprapatutbildning" in done.out
    assert str(tmp_path / "egna" / "naprapat.toml") in done.err
    assert left_in(tmp_path / "egna") == ["naprapat.toml"]
    group = load_professions([tmp_path / "egna"])["naprapat"]
    assert (group.status, group.follow_from, group.aliases) == ("draft", "licence", ("NAPR",))
    assert [group.nominal_terms(2 * year + 1) for year in (1980, 2029, 2030)] == [8, 8, 10]
    assert (group.sun2000, group.sun2020, group.ssyk96, group.ssyk2012) == ((), ("726f",), (), ("2271",))
    assert group.notes == ('En "viktig" anmärkning \\ åäö',)
    assert "apotek" in group.sni_groups and "tandvard" in group.sni_groups
    assert group.leads_to == ("psykoterapeut",)


def test_json(tmp_path: Path, capsys: Capture) -> None:
    data = call(capsys, *NEW, *NAPRAPAT, "--out", tmp_path, "--json").json["data"]
    assert data["file"] == str(tmp_path / "naprapat.toml")
    assert data["profession"]["nominal"][-1] == {"from": "HT2030", "terms": 10}
    assert data["code_names"]["ssyk2012"] == ["2271 Kiropraktorer och naprapater m.fl."]


def test_the_file_lands_where_one_stands(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert call(capsys, *NEW, *NAPRAPAT).code == 0
    assert left_in(tmp_path) == ["naprapat.toml"]


@pytest.mark.parametrize("name", load_professions())
def test_the_catalogue_makes_every_one_of_the_22(tmp_path: Path, capsys: Capture, name: str) -> None:
    done = call(capsys, *NEW, "--from-catalogue", name, "--out", tmp_path)
    assert done.code == 0, done.err
    made, own = load_professions([tmp_path])[name], load_professions()[name]
    assert {k: v for k, v in vars(made).items() if k != "status"} == {
        k: v for k, v in vars(own).items() if k != "status"
    }
    assert made.status == "draft"
    assert f"ersätter projektets egen {name}" in done.err


def test_the_catalogue_alone_has_codes_and_a_swedish_name(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("flows.catalogue.HOME", tmp_path)
    values = from_catalogue("kurator")
    assert (values["name_sv"], values["nominal"]) == ("Hälso- och sjukvårdskurator", [("HT1977", 2)])
    assert from_catalogue("tandtekniker")["name_sv"] == "Tandtekniker"
    faults: list[Fault] = []
    text = profession_text(values | {"name_en": "Counsellor"})
    assert judge_profession(text, tmp_path / "kurator.toml", faults), faults


def test_flags_override_the_catalogue(tmp_path: Path, capsys: Capture) -> None:
    arguments = ("--from-catalogue", "fysioterapeut", "--id", "fysio", "--status", "ready", "--terms", 7)
    assert call(capsys, *NEW, *arguments, "--out", tmp_path).code == 0
    group = load_professions([tmp_path])["fysio"]
    assert (group.status, group.nominal_terms(4000), group.licence_codes) == ("ready", 7, ("FT", "SG"))
    assert group.aliases == (), "an alias is one group's"


# ---------------------------------------------------------------- what is refused

MISTAKES: dict[str, tuple[tuple[object, ...], list[str], str]] = {
    "nothing": ((), ["flag_missing"] * 4, "--name-en"),
    "only an id": (("--id", "x"), ["flag_missing"] * 3, "--terms"),
    "unknown in the catalogue": (
        ("--from-catalogue", "logopedd"),
        ["catalogue_unknown", "flag_missing", "flag_missing", "flag_missing"],
        "logoped",
    ),
    "wrong length": ((*NAPRAPAT, "--terms", "lång"), ["terms_wrong"], "lång"),
    "two lengths": ((*NAPRAPAT, "--terms", "HT2019=6", "--terms", "HT2019=4"), ["terms_twice"], "HT2019"),
    "zero terms": ((*NAPRAPAT, "--terms", "0"), ["terms_wrong"], "HT2019=6"),
    "one term twice": ((*NAPRAPAT, "--terms", "9"), ["terms_twice"], "HT1977"),
    "unknown code": ((*NAPRAPAT, "--ssyk2012", "Dietist"), ["code_unknown"], "2282 Dietister"),
    "wrong edition": ((*NAPRAPAT, "--ssyk96", "2284"), ["code_of_other_edition"], "3224 Optiker"),
    "unknown licence": ((*NAPRAPAT, "--licence-code", "naprapat"), ["code_unknown"], "NA Naprapat"),
    "wrong id": ((*NAPRAPAT, "--id", "a b"), ["profession_id_wrong"], "a b"),
    "path as id": ((*NAPRAPAT, "--id", "../x"), ["profession_id_wrong"], "../x"),
    "wrong status": ((*NAPRAPAT, "--status", "klar"), ["profession_code_unknown"], "draft"),
    "wrong workplace": ((*NAPRAPAT, "--sni-group", "bank"), ["profession_code_unknown"], "bank"),
    "leads nowhere": ((*NAPRAPAT, "--leads-to", "bagare"), ["profession_code_unknown"], "bagare"),
    "another's alias": ((*NAPRAPAT, "--alias", "lakare"), ["alias_claimed_twice"], "lakare"),
    "several": (
        ("--id", "x", "--terms", "y", "--ssyk96", "1", "--sun2000", "726f"),
        ["terms_wrong", "flag_missing", "flag_missing", "code_unknown", "code_of_other_edition"],
        "--name-sv",
    ),
}


@pytest.mark.parametrize("case", MISTAKES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_mistakes_are_said_together_and_nothing_is_written(
    tmp_path: Path, capsys: Capture, case: str, language: str
) -> None:
    arguments, keys, said = MISTAKES[case]
    done = call(capsys, *NEW, *arguments, "--out", tmp_path / "egna", "--json", "--lang", language)
    assert done.code == 2
    assert sorted(done.keys) == sorted(keys), done.err
    assert said in done.err
    assert left_in(tmp_path) == []


def test_an_existing_file_stays_unless_told(tmp_path: Path, capsys: Capture) -> None:
    file = tmp_path / "naprapat.toml"
    file.write_text("min fil", encoding="utf-8")
    done = call(capsys, *NEW, *NAPRAPAT, "--out", tmp_path)
    assert (done.code, file.read_text(encoding="utf-8")) == (2, "min fil")
    assert str(file) in done.err and "--overwrite" in done.err
    assert call(capsys, *NEW, *NAPRAPAT, "--out", tmp_path, "--overwrite").code == 0
    assert 'id = "naprapat"' in file.read_text(encoding="utf-8")
    assert left_in(tmp_path) == ["naprapat.toml"]


def test_a_folder_that_cannot_be_written_to(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "fil").touch()
    done = call(capsys, *NEW, *NAPRAPAT, "--out", tmp_path / "fil" / "egna", "--json")
    assert (done.code, done.keys) == (2, ["not_writable"])


def test_a_file_with_a_wrong_code_stops_every_command_with_all_its_faults(
    tmp_path: Path, capsys: Capture
) -> None:
    text = (HOME / "logoped.toml").read_text(encoding="utf-8")
    text = text.replace("[codes]", '[codes]\nssyk = ["2283"]').replace(
        'ssyk96 = ["2225"]', 'ssyk96 = ["2283"]'
    )
    (tmp_path / "logoped.toml").write_text(text, encoding="utf-8")
    for command in (("list",), ("show", "logoped")):
        done = call(capsys, "profession", *command, "--profession-dir", tmp_path, "--json")
        assert (done.code, done.keys) == (2, ["code_without_edition", "code_of_other_edition"])


# ---------------------------------------------------------------- questions


class Terminal:
    """Somebody who answers in order, and what was asked."""

    def __init__(self, answers: list[str]) -> None:
        self.answers: Iterator[str] = iter(answers)
        self.asked: list[str] = []

    def __call__(self, question: str) -> str:
        self.asked.append(question)
        return next(self.answers)

    def isatty(self) -> bool:
        return True


def at_a_terminal(monkeypatch: pytest.MonkeyPatch, *answers: str) -> Terminal:
    """The program sees a terminal where these answers are given."""
    terminal = Terminal(list(answers))
    monkeypatch.setattr(asking, "ask_terminal", terminal)
    monkeypatch.setattr("sys.stdin", terminal)
    return terminal


@pytest.mark.parametrize("language", LANGUAGES)
def test_questions(tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch, language: str) -> None:
    terminal = at_a_terminal(
        monkeypatch,
        *("naprapat", "", "Naprapat", "Naprapath", "åtta", "8, HT2030=10", "naprapat", "NA"),
        *("", "726f", "2271", "", "Kiropraktor", "2271", "", "", ""),
    )
    done = call(capsys, *NEW, "--out", tmp_path, "--lang", language)
    assert done.code == 0, done.err
    group = load_professions([tmp_path])["naprapat"]
    assert (group.licence_codes, group.sun2020, group.ssyk96) == (("NA",), ("726f",), ())
    assert (group.ssyk2012, group.nominal_terms(2 * 2031)) == (("2271",), 10)
    asked = "\n".join(terminal.asked)
    assert ("Yrkets namn" in asked) == (language == "sv")
    assert "NA Naprapat" in asked, "a near match is shown with the question put again"
    assert "2271 Kiropraktorer och naprapater m.fl." in asked
    assert len(terminal.asked) == 17


def test_only_what_is_missing_is_asked(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = at_a_terminal(monkeypatch, "Naprapat", "Naprapath", *[""] * 8)
    given = ("--id", "naprapat", "--terms", 8, "--sun2020", "726f")
    assert call(capsys, *NEW, *given, "--out", tmp_path).code == 0
    assert len(terminal.asked) == 9
    terminal = at_a_terminal(monkeypatch)
    assert call(capsys, *NEW, *NAPRAPAT, "--out", tmp_path, "--overwrite").code == 0
    assert terminal.asked == [], "every needed flag is there"


def test_an_interrupted_question_leaves_nothing(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def end_of_file(*arguments: object, **options: object) -> str:
        raise click.Abort

    monkeypatch.setattr("click.prompt", end_of_file)
    monkeypatch.setattr("sys.stdin", Terminal([]))
    assert call(capsys, *NEW, "--out", tmp_path).code == 130
    assert left_in(tmp_path) == []
