"""Messages: by SMTP, by a program, or not at all; what is said of a failure."""

from __future__ import annotations

import base64
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pipelines.causes import first_cause, told
from pipelines.mail_settings import Mail
from pipelines.settings import load_settings
from pipelines.unattended.mailing import send
from schemas.faults import Fault, UserError, catalogue
from tests.postbox import postbox, self_made


def test_a_message_goes_by_smtp() -> None:
    with postbox() as box:
        mail = Mail(to=("a@x", "b@x"), sender="v@x", host="127.0.0.1", port=box.port, starttls=False)
        assert send(mail, "Omgången är klar", "Gör så här: å ä ö\n.\nslut")
        assert box.last == ("Omgången är klar", "Gör så här: å ä ö\n.\nslut\n")
        assert (box.messages[0]["To"], box.messages[0]["From"]) == ("a@x, b@x", "v@x")


@pytest.mark.parametrize("held_in", ["file", "environment"])
def test_the_password_comes_from_a_file_or_the_environment(
    held_in: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "word").write_text("hemligt\n", encoding="utf-8")
    monkeypatch.setenv("VARDFLODE_MAIL_PASSWORD", "hemligt" if held_in == "environment" else "fel")
    with postbox() as box:
        box.password = True
        file = str(tmp_path / "word") if held_in == "file" else ""
        mail = Mail(
            to=("a@x",), host="127.0.0.1", port=box.port, starttls=False, user="v", password_file=file
        )
        send(mail, "x", "y")
        assert base64.b64decode(box.logins[0]) == b"\0v\0hemligt"


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2"])
@pytest.mark.parametrize("trusted", [True, False])
def test_the_way_to_the_server_is_encrypted_and_the_server_the_right_one(
    trusted: bool, host: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """STARTTLS with a certificate of the test's own, as an agency has; one for another host is refused."""
    monkeypatch.setenv("VARDFLODE_MAIL_PASSWORD", "hemligt")
    with postbox() as box:
        box.password = True
        box.tls, certificate = self_made(tmp_path, host)
        if trusted:
            monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        mail = Mail(to=("a@x",), host="127.0.0.1", port=box.port, user="v")
        if trusted and host == "127.0.0.1":
            assert send(mail, "Ämne", "Text å")
            assert (box.last, box.read_in_clear) == (("Ämne", "Text å\n"), [False])
            assert base64.b64decode(box.logins[0]) == b"\0v\0hemligt"
        else:
            with pytest.raises(UserError, match="certificate verify failed"):
                send(mail, "Ämne", "Text å")
            assert (box.messages, box.logins) == ([], [])


def test_a_message_goes_through_a_program(tmp_path: Path) -> None:
    keep = f"import sys; open({str(tmp_path / 'brev')!r}, 'wb').write(sys.stdin.buffer.read())"
    assert send(Mail(to=("a@x",), command=(sys.executable, "-c", keep)), "Ämne", "Text å")
    said = (tmp_path / "brev").read_text(encoding="utf-8")
    assert "To: a@x" in said and "Subject: =?utf-8?" in said


def test_nobody_to_tell_is_no_fault() -> None:
    assert not send(Mail(), "x", "y")


@pytest.mark.parametrize("how", ["no server", "refused", "no program", "program fails", "no tls"])
def test_a_message_that_cannot_be_sent_is_a_fault_that_names_the_way(how: str) -> None:
    with postbox() as box:
        box.refuses = how == "refused"
        port = 1 if how == "no server" else box.port
        ways = {"no program": ("finns-inte",), "program fails": (sys.executable, "-c", "raise SystemExit(3)")}
        mail = Mail(
            to=("a@x",), host="127.0.0.1", port=port, starttls=how == "no tls", command=ways.get(how, ())
        )
        with pytest.raises(UserError) as caught:
            send(mail, "x", "y")
    assert caught.value.faults[0].key == "mail_not_sent"


@pytest.mark.parametrize(
    ("section", "keys"),
    [
        ('to = ["a@x"]', ["mail_no_way"]),
        ('to = ["a@x"]\nhost = "m"\nuser = "u"\nstarttls = false', ["mail_password_in_clear"]),
        ('to = "a@x"\nhost = "m"', ["setting_type_wrong"]),
        ('to = ["a@x"]\nhost = "m"\nport = "25"', ["setting_type_wrong"]),
        ('to = ["a@x"]\nhost = "m"\npassword = "p"', ["unknown_key"]),
        ('to = ["a@x"]\nhost = "m"\nport = 587\nuser = "u"\npassword_file = "p"', []),
        ('to = ["a@x"]\ncommand = ["sendmail", "-t"]', []),
    ],
)
def test_mail_is_set_whole_and_without_a_password(tmp_path: Path, section: str, keys: list[str]) -> None:
    file = tmp_path / "vardflode.toml"
    file.write_text(f"[mail]\n{section}\n", encoding="utf-8")
    found: list[str] = []
    try:
        load_settings(file)
    except UserError as error:
        found = [fault.key for fault in error.faults]
    assert found == keys


@pytest.mark.parametrize("value", ['"2026-12-01"', "2026-12-01T06:00:00", "2026"])
def test_the_first_day_of_publication_is_a_date(tmp_path: Path, value: str) -> None:
    file = tmp_path / "vardflode.toml"
    file.write_text(f"[schedule]\nfirst_publication = {value}\n", encoding="utf-8")
    with pytest.raises(UserError) as caught:
        load_settings(file)
    assert [fault.key for fault in caught.value.faults] == ["setting_type_wrong"]


# ---------------------------------------------------------------- what is said


def test_a_mail_tells_what_and_where_but_no_number_of_rows() -> None:
    rows = Fault("conflicting_rows", {"number": 4, "rows": ["individuals_2005.csv: 17"], "years": [2005]})
    text = told(rows)
    assert "Fråga leverantören" in text
    assert not re.search(r"\b4\b|17|2005", text)
    remedy: Callable[[str], str] = lambda _: "3 av 900 rader saknar kod. Begär en ny fil."  # noqa: E731  # as a check's words come
    assert told(Fault("check_failed", {"name": remedy, "remedy": remedy})).count("… av … rader") == 2
    file = told(Fault("file_empty", {"file": "individuals_2005.csv"}))
    assert "individuals_2005.csv" in file


class Recorded:
    def __init__(self, cls_name: str, message: str, cause: Recorded | None = None) -> None:
        self.cls_name, self.message, self.cause, self.context = cls_name, message, cause, None


def test_the_first_cause_is_the_failure_that_has_words() -> None:
    words = Recorded("Failure", "dagster.Failure: Disken är full.\n", Recorded("OSError", "No space"))
    assert first_cause(Recorded("DagsterResourceFunctionError", "x", words)) == "Disken är full."
    assert first_cause(Recorded("KeyError", "KeyError: 1")) is None
    assert first_cause(None) is None


def test_the_words_of_messages_hold_no_numbers_but_those_of_their_lists() -> None:
    for language in ("sv", "en"):
        for key, text in catalogue(language)["unattended"].items():
            if key.startswith(("done_", "failed_")):
                assert not re.search(r"\d", re.sub(r"^\d\.|SHA256SUMS", "", text, flags=re.MULTILINE)), key
