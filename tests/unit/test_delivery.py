"""delivery.toml: what it says is understood, and everything that is wrong with it is said at once."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from schemas.delivery import Cover, Delivery, load_delivery, term_index, term_label
from schemas.faults import CALL_WRONG, LANGUAGES, Fault, UserError

HEAD = '[delivery]\nid = "2026-06"\nsupplier = "SCB"\nreceived_on = 2026-06-15\n'
COVERS = '[covers]\nregistrations = ["HT1993", "HT2024"]\n'


def delivered(folder: Path, toml: str = HEAD + COVERS, *files: str) -> Path:
    """A folder with that delivery.toml and empty files of those names."""
    (folder / "delivery.toml").write_text(toml, encoding="utf-8")
    for name in files or ("registrations.csv",):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).touch()
    return folder


def faults_of(folder: Path) -> list[Fault]:
    """Every fault of a delivery; each names its place in both languages."""
    with pytest.raises(UserError) as caught:
        load_delivery(folder)
    assert caught.value.exit_code == CALL_WRONG
    for fault in caught.value.faults:
        for language in LANGUAGES:
            assert str(folder) in fault.text(language)
    return caught.value.faults


def keys(folder: Path) -> list[str]:
    """The faults' keys, in order."""
    return [fault.key for fault in faults_of(folder)]


def test_a_sound_delivery(tmp_path: Path) -> None:
    toml = """
        [delivery]
        id = "2026-06"
        received_on = 2026-06-15
        [covers]
        registrations = ["HT1993", "VT 2024"]
        degrees = [1993-07-01, 2025-06-30]
        individuals = [1999, 2024]
        [files]
        individuals = "lisa/Individ_*"
        [columns.individuals]
        LopNr = "P1105_LopNr_PersonNr"
        [codes.registrations.YProg]
        "TH" = "tandhygienist"
    """
    files = (
        "registrations_1.csv",
        "registrations_2.CSV.GZ",
        "registrations.md",
        "degrees.parquet",
        "lisa/Individ_b",
        "lisa/Individ_a",
    )
    assert load_delivery(delivered(tmp_path, toml, *files)) == Delivery(
        folder=tmp_path,
        id="2026-06",
        supplier="",
        received_on=date(2026, 6, 15),
        covers={
            "registrations": Cover(3987, 4048),
            "degrees": Cover(date(1993, 7, 1), date(2025, 6, 30)),
            "individuals": Cover(1999, 2024),
        },
        files={
            "registrations": [tmp_path / "registrations_1.csv", tmp_path / "registrations_2.CSV.GZ"],
            "degrees": [tmp_path / "degrees.parquet"],
            "individuals": [tmp_path / "lisa/Individ_a", tmp_path / "lisa/Individ_b"],
        },
        columns={"individuals": {"LopNr": "P1105_LopNr_PersonNr"}},
        codes={"registrations": {"YProg": {"TH": "tandhygienist"}}},
    )


def test_terms() -> None:
    assert [term_label(i) for i in (4007, 4008)] == ["HT2003", "VT2004"]
    assert all(term_index(term_label(i)) == i for i in range(3986, 4050))
    assert [term_index(t) for t in ("ht2003", "HT03", "2003", "HT2003x", "")] == [None] * 5


def test_missing_folder_and_file(tmp_path: Path) -> None:
    assert keys(tmp_path / "nej") == ["delivery_folder_missing"]
    assert keys(tmp_path) == ["delivery_toml_missing"]


@pytest.mark.parametrize(
    "content", [b"[delivery\n", b"id = \n", "[delivery]\nid = 'å'".encode("cp1252"), b"a=1\na=2"]
)
def test_broken_toml(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "delivery.toml").write_bytes(content)
    assert keys(tmp_path) == ["toml_unreadable"]


def test_byte_order_mark(tmp_path: Path) -> None:
    assert load_delivery(delivered(tmp_path, "\ufeff" + HEAD + COVERS)).id == "2026-06"


@pytest.mark.parametrize(
    ("toml", "key"),
    [
        (HEAD + COVERS + "[extra]\n", "unknown_key"),
        ("files = 3\n" + HEAD + COVERS, "not_a_table"),
        ("columns = 3\n" + HEAD + COVERS, "not_a_table"),
        ("codes = 'x'\n" + HEAD + COVERS, "not_a_table"),
        (HEAD.replace('id = "2026-06"\n', "") + COVERS, "delivery_key_missing"),
        (HEAD.replace('"2026-06"', "2026") + COVERS, "delivery_key_not_text"),
        (HEAD.replace('"2026-06"', "' '") + COVERS, "delivery_key_not_text"),
        (HEAD.replace("received_on = 2026-06-15\n", "") + COVERS, "delivery_key_missing"),
        (HEAD.replace("2026-06-15", '"2026-06-15"') + COVERS, "received_on_not_date"),
        (HEAD.replace("2026-06-15", "2026-06-15T10:00:00") + COVERS, "received_on_not_date"),
        (HEAD + COVERS + "lisa = [1999, 2024]\n", "unknown_key"),
        (HEAD + COVERS.replace("HT2024", "HT24"), "bad_covers_term"),
        (HEAD + COVERS.replace('"HT2024"', "2024"), "bad_covers_term"),
        (HEAD + COVERS.replace("HT2024", "VT1993"), "bad_covers_term"),
        (HEAD + '[covers]\nregistrations = ["HT1993"]\n', "bad_covers_term"),
        (HEAD + "[covers]\nregistrations = 'alla'\n", "bad_covers_term"),
        (HEAD + COVERS + "[columns.lisa]\nLopNr = 'x'\n", "unknown_key"),
        (HEAD + COVERS + "[columns.registrations]\nLopnummer = 'x'\n", "unknown_key"),
        (HEAD + COVERS + "[columns.registrations]\nLopNr = 3\n", "not_a_text_map"),
        (HEAD + COVERS + "[columns]\nregistrations = 'LopNr'\n", "not_a_text_map"),
        (HEAD + COVERS + "[codes.registrations]\nYProg = 'TH'\n", "not_a_text_map"),
        (HEAD + COVERS + "[codes.registrations.YProg]\nTH = 1\n", "not_a_text_map"),
        (HEAD + COVERS + "[codes.registrations.Yprogram]\nTH = 'x'\n", "unknown_key"),
        (HEAD + COVERS + "[files]\nregistrations = ['*.csv']\n", "pattern_not_text"),
        (HEAD + COVERS + "[files]\nregistrations = 'Reg_*'\n", "files_missing"),
        (HEAD + COVERS + "[files]\nregistrations = '/tmp/*'\n", "files_missing"),
        (HEAD + COVERS + "[files]\ndegrees = 'Ex_*'\n", "files_missing"),
        (HEAD + COVERS + "degrees = [1993-07-01, 2025-06-30]\n", "files_missing"),
        (HEAD, "covers_missing"),
    ],
)
def test_one_fault(tmp_path: Path, toml: str, key: str) -> None:
    assert keys(delivered(tmp_path, toml)) == [key]


@pytest.mark.parametrize(
    ("register", "value", "key"),
    [
        ("degrees", "[1993, 2025]", "bad_covers_date"),
        ("degrees", "[2025-06-30, 1993-07-01]", "bad_covers_date"),
        ("degrees", "[1993-07-01T00:00:00, 2025-06-30]", "bad_covers_date"),
        ("individuals", "[1999-01-01, 2024-12-31]", "bad_covers_year"),
        ("individuals", "[99, 24]", "bad_covers_year"),
        ("individuals", "['1999', '2024']", "bad_covers_year"),
        ("individuals", "[1999, 2010, 2024]", "bad_covers_year"),
    ],
)
def test_covers_of_every_kind(tmp_path: Path, register: str, value: str, key: str) -> None:
    toml = HEAD + COVERS + f"{register} = {value}\n"
    assert keys(delivered(tmp_path, toml, "registrations.csv", f"{register}.csv")) == [key]


def test_registrations_cannot_be_left_out(tmp_path: Path) -> None:
    toml = HEAD + "[covers]\ndeaths = [1999-01-01, 2024-12-31]\n"
    assert keys(delivered(tmp_path, toml, "deaths.csv")) == ["register_required"]


@pytest.mark.parametrize("name", ["registrations.sas7bdat", "registrations.SAV", "registrations_1.dta"])
def test_every_format_is_found_by_its_ending(tmp_path: Path, name: str) -> None:
    delivery = load_delivery(delivered(tmp_path, HEAD + COVERS, name))
    assert [path.name for path in delivery.files["registrations"]] == [name]


def test_all_at_once(tmp_path: Path) -> None:
    toml = """
        columns = 3
        [delivery]
        received_on = "i juni"
        [covers]
        registrations = ["HT1993", "HT24"]
        individuals = [99, 24]
        lisa = [1999, 2024]
        [codes.registrations]
        YProg = "TH"
        [extra]
    """
    found = keys(delivered(tmp_path, toml, "registrations.csv", "individuals.csv", "deaths.csv"))
    assert sorted(found) == [
        "bad_covers_term",
        "bad_covers_year",
        "covers_missing",
        "delivery_key_missing",
        "not_a_table",
        "not_a_text_map",
        "received_on_not_date",
        "unknown_key",
        "unknown_key",
    ]


def test_messages_say_place_value_and_remedy(tmp_path: Path) -> None:
    toml = HEAD.replace("2026-06-15", '"i juni"') + COVERS.replace("HT2024", "HT24")
    texts = [fault.text("sv") for fault in faults_of(delivered(tmp_path, toml))]
    assert re.search(r"delivery\.toml: \[covers\]: registrations är HT1993, HT24 .*\[\"HT1993\"", texts[0])
    assert re.search(r"delivery\.toml: \[delivery\]: received_on är 'i juni' .*2026-06-15", texts[1])


def test_a_supplier_may_say_more_of_a_delivery(tmp_path: Path) -> None:
    (tmp_path / "registrations.csv").write_text("LopNr\n", encoding="utf-8")
    text = HEAD + "sender = 'x'\n" + COVERS
    (tmp_path / "delivery.toml").write_text(text, encoding="utf-8")
    assert load_delivery(tmp_path).id == "2026-06"


def test_case_does_not_matter_in_column_names_and_file_names(tmp_path: Path) -> None:
    (tmp_path / "Registrations_1.CSV").write_text("LopNr\n", encoding="utf-8")
    maps = "[columns.registrations]\nlopnr = 'Nyckel'\n[codes.registrations.yprog]\nTH = 'tandhygienist'\n"
    (tmp_path / "delivery.toml").write_text(HEAD + COVERS + maps, encoding="utf-8")
    delivery = load_delivery(tmp_path)
    assert [path.name for path in delivery.files["registrations"]] == ["Registrations_1.CSV"]
    assert delivery.columns == {"registrations": {"LopNr": "Nyckel"}}
    assert delivery.codes == {"registrations": {"YProg": {"TH": "tandhygienist"}}}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_question_left_is_refused(tmp_path: Path, language: str) -> None:
    toml = HEAD + COVERS + '[unsure]\ndelivery = "Stämmer id?"\n"covers.registrations" = "HT1993–HT2024?"\n'
    found = faults_of(delivered(tmp_path, toml))
    assert [fault.key for fault in found] == ["delivery_unsure", "delivery_unsure"]
    assert "covers.registrations" in found[1].text(language) and "HT1993–HT2024?" in found[1].text(language)
    assert load_delivery(delivered(tmp_path, HEAD + COVERS + "[unsure]\n")).id == "2026-06"
