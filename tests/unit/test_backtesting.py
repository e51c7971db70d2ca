"""Settings and groups read back out of a manifest, so that an old release can be made again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from flows.choices import defaults
from flows.professions import described, judge_profession, load_professions
from pipelines.backtesting import settings_of, text_of
from pipelines.settings import Settings
from schemas.faults import Fault, UserError

KNOWN = load_professions()
SAID: dict[str, Any] = {
    "release": "2023-1",
    "settings": {
        "professions": ["logoped"],
        "window": "2001-2009",
        "licence_cohorts": ["2001/02"],
        "protection": {"base": 3, "smallest": 7, "once": 1},
        "choices": {"target_set": "either"},
    },
    "professions": {"logoped": described(KNOWN["logoped"]) | {"aliases": ["LP"]}},
    "advanced": {"barnmorska": described(KNOWN["barnmorska"])},
}


@pytest.mark.parametrize("name", KNOWN)
def test_every_group_comes_back_as_it_was(name: str) -> None:
    faults: list[Fault] = []
    back = judge_profession(text_of(described(KNOWN[name])), Path(f"{name}.toml"), faults)
    assert faults == []
    assert back is not None
    assert replace(back, sni_groups=()) == replace(KNOWN[name], sni_groups=())
    assert set(back.sni_groups) == set(KNOWN[name].sni_groups)


def test_settings_come_back_with_the_groups_of_that_time(tmp_path: Path) -> None:
    settings = settings_of(SAID, Settings(out="ut"), tmp_path)
    assert (settings.window, settings.licence_cohorts) == ("2001-2009", ("2001/02",))
    assert (settings.policy.base, settings.policy.smallest) == (3, 7)
    assert (settings.professions, settings.out) == (("logoped",), "ut")
    assert dict(settings.choices) == defaults() | {"target_set": "either"}
    assert settings.scope().professions[0].aliases == ("LP",)
    assert [path.name for path in sorted((tmp_path / "groups").iterdir())] == [
        "barnmorska.toml",
        "logoped.toml",
    ]


def test_a_choice_that_is_no_longer_there_keeps_todays(tmp_path: Path) -> None:
    old = {"target_set": "no_such_value", "gone": "x"}
    said = SAID | {"settings": SAID["settings"] | {"choices": old}}
    assert dict(settings_of(said, Settings(), tmp_path).choices) == defaults()


def test_a_key_that_groups_had_once_is_left_out() -> None:
    assert "once" not in text_of(SAID["professions"]["logoped"] | {"once": "x"})


def test_a_manifest_without_settings_cannot_be_made_again(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="which settings"):
        settings_of({"release": "2023-1"}, Settings(), tmp_path)
