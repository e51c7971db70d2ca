"""A mail server of the test's own, so that what is sent can be read; it speaks as little SMTP as is needed.

Belongs here: receiving. Does not belong here: expectations.
"""

from __future__ import annotations

import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from ipaddress import ip_address
from pathlib import Path


class _Conversation(socketserver.StreamRequestHandler):
    server: Postbox

    def _say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")

    def handle(self) -> None:
        self._say("220 postbox")
        while line := self.rfile.readline():
            word = line.strip().upper()
            if word.startswith(b"EHLO"):
                can = ["AUTH PLAIN"] if self.server.password else []
                can += ["STARTTLS"] if self.server.tls else []
                self._say("\r\n".join([*(f"250-{one}" for one in ("postbox", *can)), "250 HELP"]))
            elif word == b"STARTTLS" and self.server.tls:
                self._say("220 go on")
                try:
                    self.connection = self.server.tls.wrap_socket(self.connection, server_side=True)
                except OSError:
                    return  # the client did not trust it
                self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb", 0)
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

    def finish(self) -> None:
        super().finish()
        self.connection.close()  # the encrypted one is this conversation's own

    def _read(self) -> None:
        lines = []
        for line in self.rfile:
            if line == b".\r\n":
                break
            lines.append(line[1:] if line.startswith(b".") else line)
        said = message_from_bytes(b"".join(lines), policy=policy.default)
        assert isinstance(said, EmailMessage)
        self.server.messages.append(said)
        self.server.read_in_clear.append(not isinstance(self.connection, ssl.SSLSocket))


class Postbox(socketserver.ThreadingTCPServer):
    """Messages that have come, whether each could be read on its way, and how those who sent them logged in.

    tls: what it encrypts with when it is asked to; it says that it can.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.messages: list[EmailMessage] = []
        self.read_in_clear: list[bool] = []
        self.logins: list[str] = []
        self.password = self.refuses = False
        self.tls: ssl.SSLContext | None = None

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


def self_made(folder: Path, host: str = "127.0.0.1") -> tuple[ssl.SSLContext, Path]:
    """What a server on a host encrypts with, and the certificate that clients must trust for it."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "postbox")])
    today = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(host))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem, secret = folder / "certificate.pem", folder / "key.pem"
    pem.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    no_password = serialization.NoEncryption()
    form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    secret.write_bytes(key.private_bytes(*form, no_password))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem, secret)
    return context, pem
