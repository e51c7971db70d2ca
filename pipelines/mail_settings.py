"""How messages reach people: the section [mail] of the settings.

Belongs here: what may stand there. Does not belong here: sending (pipelines.unattended.mailing).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from schemas.faults import Fault


@dataclass(frozen=True)
class Mail:
    """How messages reach people, [mail]: by SMTP through `host`, or by a program, `command`.

    password_file: a file that holds the password of `user`; it never stands in the settings.
    """

    to: tuple[str, ...] = ()
    sender: str = ""
    host: str = ""
    port: int = 25
    starttls: bool = True
    user: str = ""
    password_file: str = ""
    command: tuple[str, ...] = ()


def check_mail(mail: object, path: Path, faults: list[Fault]) -> None:
    """Adds a fault for a section that names people and no way to reach them, or no safe one."""
    if not isinstance(mail, dict):
        return
    if mail.get("to") and not (mail.get("host") or mail.get("command")):
        faults.append(Fault("mail_no_way", {"file": path}))
    if mail.get("user") and mail.get("starttls") is False:
        faults.append(Fault("mail_password_in_clear", {"file": path}))
