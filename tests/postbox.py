"""A mail server of the test's own, so that what is sent can be read; it speaks as little SMTP as is needed.

Belongs here: receiving. Does not belong here: expectations.
"""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage


class _Conversation(socketserver.StreamRequestHandler):
    server: Postbox

    def _say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")

    def handle(self) -> None:
        self._say("220 postbox")
        for line in self.rfile:
            word = line.strip().upper()
            if word.startswith(b"EHLO"):
                self._say("250-postbox\r\n250 AUTH PLAIN" if self.server.password else "250 postbox")
            elif word.startswith(b"AUTH"):
                self.server.logins.append(line.decode().split()[-1])
                self._say("235 ok")
            elif word == b"DATA":
                self._say("354 go on")
                self._read()
                self._say("250 ok")
            elif word == b"QUIT":
                self._say("221 bye")
                return
            else:
                self._say("550 no" if self.server.refuses and word.startswith(b"RCPT") else "250 ok")

    def _read(self) -> None:
        lines = []
        for line in self.rfile:
            if line == b".\r\n":
                break
            lines.append(line[1:] if line.startswith(b".") else line)
        said = message_from_bytes(b"".join(lines), policy=policy.default)
        assert isinstance(said, EmailMessage)
        self.server.messages.append(said)


class Postbox(socketserver.ThreadingTCPServer):
    """Messages that have come, and how those who sent them logged in."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.messages: list[EmailMessage] = []
        self.logins: list[str] = []
        self.password = self.refuses = False

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.server_address[1])

    @property
    def last(self) -> tuple[str, str]:
        """Subject and text of the last message."""
        return str(self.messages[-1]["Subject"]), str(self.messages[-1].get_content()).replace("\r\n", "\n")


@contextmanager
def postbox() -> Iterator[Postbox]:
    """A mail server that is there for as long as the test."""
    with Postbox() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()
