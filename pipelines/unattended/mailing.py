"""Sends a message to people, through an SMTP server or a program of the agency's own.

Belongs here: the way there. Does not belong here: what is said, and when (pipelines.unattended.telling).
"""

from __future__ import annotations

import os
import smtplib
import ssl
import subprocess
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from pathlib import Path

from pipelines.mail_settings import Mail
from schemas.faults import fault

PASSWORD = "VARDFLODE_MAIL_PASSWORD"  # noqa: S105  # the name of the variable, not a password
SECONDS = 60


def send(mail: Mail, subject: str, text: str) -> bool:
    """Sends the message; False when nobody is to have it. UserError when it cannot be sent."""
    if not mail.to:
        return False
    message = EmailMessage()
    message["Subject"], message["To"] = subject, ", ".join(mail.to)
    message["From"] = mail.sender or mail.to[0]
    message["Date"], message["Message-ID"] = formatdate(localtime=True), make_msgid(domain="vardflode")
    message.set_content(text)
    try:
        if mail.command:
            subprocess.run(mail.command, input=message.as_bytes(), check=True, timeout=SECONDS)
        else:
            _by_smtp(mail, message)
    except (OSError, smtplib.SMTPException, subprocess.SubprocessError) as error:
        way = mail.command[0] if mail.command else f"{mail.host}:{mail.port}"
        raise fault("mail_not_sent", value=way, problem=error) from error
    return True


def _by_smtp(mail: Mail, message: EmailMessage) -> None:
    with smtplib.SMTP(mail.host, mail.port, timeout=SECONDS) as server:
        if mail.starttls:
            server.starttls(context=ssl.create_default_context())
        if mail.user:
            server.login(mail.user, _password(mail))
        server.send_message(message)


def _password(mail: Mail) -> str:
    """From a file, or from the environment; never from the settings."""
    if mail.password_file:
        return Path(mail.password_file).read_text(encoding="utf-8").strip()
    return os.environ.get(PASSWORD, "")
