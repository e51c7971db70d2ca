"""A group's file: which groups there are, and every mistake in a file is said."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from flows.professions import HOME, Profession, described, load_professions, select_professions
from schemas.contract import read_code_list
from schemas.faults import LANGUAGES, UserError

KNOWN = load_professions()
HEADER, *LISTED = read_code_list("yrken")
ROWS = {row[0]: dict(zip(HEADER, row, strict=True)) for row in LISTED}
PILOTS = ["arbetsterapeut", "fysioterapeut", "sjukskoterska", "tandhygienist"]
TEXT = (HOME / "tandhygienist.toml").read_text(encoding="utf-8")


def test_every_listed_group_has_a_file_of_its_name() -> None:
    assert set(KNOWN) == set(ROWS) == {path.stem for path in HOME.glob("*.toml")}
    assert len(KNOWN) == 22


@pytest.mark.parametrize("name", KNOWN)
def test_what_is_followed(name: str) -> None:
    """That the codes are the list's is tested in test_the_22_groups.py."""
    assert KNOWN[name].follow_from == ("licence" if ROWS[name]["legitimation"] == "1" else "degree")


def test_pilots_are_what_runs_by_default() -> None:
    assert [p.id for p in select_professions(KNOWN, [])] == PILOTS
    assert [p.id for p in KNOWN.values() if p.status == "pilot"] == PILOTS


def test_all_and_named_groups() -> None:
    assert [p.id for p in select_professions(KNOWN, ["all"])] == sorted(KNOWN)
    assert [p.id for p in select_professions(KNOWN, ["logoped", "dietist", "logoped"])] == [
        "dietist",
        "logoped",
    ]


@pytest.mark.parametrize("wanted", [["x", "dietist", "y"], ["", "y"]])
def test_unknown_groups_are_all_named(wanted: list[str]) -> None:
    with pytest.raises(UserError) as caught:
        select_professions(KNOWN, wanted)
    assert [f.fields["value"] for f in caught.value.faults] == [w for w in wanted if w != "dietist"]
    assert "tandtekniker" in caught.value.faults[0].text("sv")


def test_nominal_length_changes_with_the_start_term() -> None:
    hygienist = KNOWN["tandhygienist"]
    lengths = {n.start: n.terms for n in hygienist.nominal}
    assert len(lengths) > 1, "the length of this education has changed"
    first, *later = sorted(lengths)
    assert hygienist.nominal_terms(first - 20) == lengths[first]
    assert all(hygienist.nominal_terms(start) == lengths[start] for start in later)
    assert all(hygienist.nominal_terms(start - 1) != lengths[start] for start in later)


def test_described_shows_every_field() -> None:
    shown = described(KNOWN["tandhygienist"])
    assert set(shown) == set(Profession.__dataclass_fields__)
    assert all(set(entry) == {"from", "terms"} for entry in shown["nominal"])  # type: ignore[attr-defined]  # described() gives plain objects


# ---------------------------------------------------------------- a folder of one's own


def own(folder: Path, text: str, name: str = "egen") -> Path:
    """A folder with a group's file."""
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    return folder


def changed(*changes: tuple[str, str]) -> str:
    """tandhygienist.toml as a group of its own, with the changes."""
    text = TEXT.replace('id = "tandhygienist"', 'id = "egen"')
    for old, new in changes:
        assert re.search(old, text, flags=re.M), old
        text = re.sub(old, lambda _, new=new: new, text, flags=re.M)  # type: ignore[misc]  # the default binds the loop's value
    return text


def test_a_new_group_and_one_that_replaces(tmp_path: Path) -> None:
    own(tmp_path, changed())
    own(tmp_path, TEXT.replace('status = "pilot"', 'status = "ready"'), "annan")
    found = load_professions([tmp_path])
    assert len(found) == 23
    assert (found["egen"].licence_codes, found["tandhygienist"].status) == (("TH",), "ready")


@pytest.mark.parametrize("folder", [HOME, Path("flows/professions")])
def test_the_projects_own_folder_may_be_named(folder: Path) -> None:
    assert load_professions([folder]) == KNOWN


MISTAKES: dict[str, tuple[str, tuple[str, str], str]] = {
    "broken toml": ("toml_unreadable", (r"^id = .*$", "id = "), ""),
    "unknown key": ("unknown_key", (r"^id = ", 'namn = "x"\nid = '), "namn"),
    "unknown code": ("unknown_key", (r"^\[codes\]", "[codes]\nssyk2025 = []"), "ssyk2025"),
    "codes not a table": ("profession_file_not_table", (r"^\[codes\][\s\S]*", ""), "TH"),
    "no id": ("profession_key_missing", (r"^id = .*$", ""), "id"),
    "empty id": ("profession_key_missing", (r"^id = .*$", 'id = ""'), "id"),
    "no name": ("profession_key_missing", (r"^name_sv = .*$", ""), "name_sv"),
    "no status": ("profession_key_missing", (r"^status = .*$", ""), "status"),
    "path as id": ("profession_id_wrong", (r"^id = .*$", 'id = "../x"'), "../x"),
    "all as id": ("profession_id_wrong", (r"^id = .*$", 'id = "all"'), "all"),
    "number as name": ("profession_type_wrong", (r"^name_sv = .*$", "name_sv = 3"), "name_sv"),
    "text as list": (
        "profession_type_wrong",
        (r"^licence_codes = .*$", 'licence_codes = "TH"'),
        "licence_codes",
    ),
    "numbers in list": ("profession_type_wrong", (r"^ssyk2012 = .*$", "ssyk2012 = [3250]"), "ssyk2012"),
    "text as number": (
        "profession_type_wrong",
        (r"^licence_lag_years = .*$", 'licence_lag_years = "1"'),
        "1",
    ),
    "negative": (
        "profession_type_wrong",
        (r"^licensed_within_months = .*$", "licensed_within_months = -1"),
        "-1",
    ),
    "wrong status": ("profession_code_unknown", (r"^status = .*$", 'status = "klar"'), "klar"),
    "wrong follow_from": ("profession_code_unknown", (r"^follow_from = .*$", 'follow_from = "x"'), "x"),
    "unknown licence": ("code_unknown", (r"^licence_codes = .*$", 'licence_codes = ["ZZ"]'), "ZZ"),
    "unknown ssyk96": ("code_unknown", (r"^ssyk96 = .*$", 'ssyk96 = ["0000"]'), "0000"),
    "unknown ssyk2012": ("code_unknown", (r"^ssyk2012 = .*$", 'ssyk2012 = ["0000"]'), "0000"),
    "unknown sun2000": ("code_unknown", (r"^sun2000 = .*$", 'sun2000 = ["000a"]'), "000a"),
    "unknown sun2020": ("code_unknown", (r"^sun2020 = .*$", 'sun2020 = ["000a"]'), "000a"),
    "unknown sni": ("profession_code_unknown", (r"^sni_groups = .*$", 'sni_groups = ["bank"]'), "bank"),
    "leads nowhere": ("profession_code_unknown", (r"^leads_to = .*$", 'leads_to = ["bagare"]'), "bagare"),
    "no licence to follow": (
        "follow_without_licence",
        (r"^licence_codes = .*$", "licence_codes = []"),
        "follow_from",
    ),
    "claimed alias": ("alias_claimed_twice", (r"^aliases = .*$", 'aliases = ["lakare"]'), "lakare"),
    "no length": ("profession_key_missing", (r"^\[\[nominal\]\][\s\S]*?(?=\[codes\])", ""), "nominal"),
    "wrong term": ("nominal_wrong", (r'^from = "HT2019"', 'from = "2019"'), "2019"),
    "zero terms": ("nominal_wrong", (r"^terms = 6", "terms = 0"), "0"),
    "true terms": ("nominal_wrong", (r"^terms = 6", "terms = true"), "True"),
    "extra in length": ("nominal_wrong", (r"^terms = 6", "terms = 6\nhp = 180"), "180"),
    "length twice": (
        "nominal_wrong",
        (r"^terms = 6", 'terms = 6\n[[nominal]]\nfrom = "HT2019"\nterms = 4'),
        "HT2019",
    ),
    "length as text": ("nominal_wrong", (r"^\[\[nominal\]\][\s\S]*?(?=\[codes\])", ""), "sex"),
}


@pytest.mark.parametrize("case", MISTAKES)
def test_mistake(tmp_path: Path, case: str) -> None:
    key, change, said = MISTAKES[case]
    text = changed(change)
    if case == "codes not a table":
        text = text.replace("id =", 'codes = "TH"\nid =', 1)
    if case == "length as text":
        text = text.replace("id =", 'nominal = "sex"\nid =', 1)
    folder = own(tmp_path, text)
    with pytest.raises(UserError) as caught:
        load_professions([folder])
    assert [fault.key for fault in caught.value.faults] == [key]
    for language in LANGUAGES:
        shown = caught.value.faults[0].text(language)
        assert said in shown
        assert key == "alias_claimed_twice" or str(folder / "egen.toml") in shown


def test_every_mistake_of_every_file_at_once(tmp_path: Path) -> None:
    own(
        tmp_path,
        changed((r"^status = .*$", 'status = "klar"'), (r"^ssyk96 = .*$", 'ssyk96 = ["0000", "0001"]')),
    )
    own(tmp_path, "id = 3\n", "annan")
    with pytest.raises(UserError) as caught:
        load_professions([tmp_path])
    assert len(caught.value.faults) >= 6


def test_one_id_in_two_files_of_a_folder(tmp_path: Path) -> None:
    own(tmp_path, changed())
    own(tmp_path, changed(), "kopia")
    with pytest.raises(UserError) as caught:
        load_professions([tmp_path])
    assert [f.key for f in caught.value.faults] == ["profession_twice"]
    assert "egen.toml" in caught.value.faults[0].text("en")


def test_missing_folder(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        load_professions([tmp_path / "nej"])
    assert str(tmp_path / "nej") in caught.value.faults[0].text("sv")
