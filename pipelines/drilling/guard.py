"""Who is let in: this computer's own browser, at the right name, with the token in the address.

Belongs here: everything that is refused before a page is thought of, and the headers of every answer.
Does not belong here: what a page says.
"""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any

from reports.policy import EMPTY_STYLE, MAP_STYLE

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]

METHODS = ("GET", "HEAD", "POST")
MOST_BYTES = 100_000
"""Of a question that is sent; the longest SQL is far shorter."""
NOT_FOUND, WRONG_METHOD, TOO_LONG, MISDIRECTED, FORBIDDEN = 404, 405, 413, 421, 403

# Plotly writes two style elements and style attributes; scripts are ours alone, and nothing is fetched.
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        f"style-src 'self' {EMPTY_STYLE} {MAP_STYLE}",
        "style-src-attr 'unsafe-inline'",
        "img-src 'self' data:",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Robots-Tag": "noindex",
}
ENCODED = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]


class Guard:
    """Lets a request through to the pages, without the token in its path, or answers in their stead."""

    def __init__(self, app: App, token: str, hosts: Iterable[str]) -> None:
        self._app, self._token, self._hosts = app, token, frozenset(hosts)

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """One request. Whatever is not http gets no answer at all."""
        if scope["type"] != "http":
            return
        refused = self._refused(scope)
        if refused:
            await send({"type": "http.response.start", "status": refused, "headers": ENCODED})
            await send({"type": "http.response.body", "body": b""})
            return
        rest = "/" + scope["path"].lstrip("/").partition("/")[2]
        await self._app({**scope, "path": rest, "raw_path": rest.encode()}, receive, _with_headers(send))

    def _refused(self, scope: Message) -> int:
        """The status to refuse with; 0 when nothing is wrong. The name is judged before the token."""
        given: dict[str, list[str]] = {}
        for name, value in scope["headers"]:
            given.setdefault(name.decode("latin-1").lower(), []).append(value.decode("latin-1"))
        hosts = given.get("host", [])
        if len(hosts) != 1 or hosts[0] not in self._hosts:
            return MISDIRECTED  # another site's name that was made to point at this computer
        token = scope["path"].lstrip("/").partition("/")[0]
        if not hmac.compare_digest(token.encode(), self._token.encode()):
            return NOT_FOUND
        if scope["method"] not in METHODS:
            return WRONG_METHOD
        if scope["method"] == "POST" and not _is_own(given, hosts[0]):
            return FORBIDDEN
        length = given.get("content-length", ["0"])[0]
        is_measured = "transfer-encoding" not in given and length.isdigit()
        return 0 if is_measured and int(length) <= MOST_BYTES else TOO_LONG


def _is_own(given: dict[str, list[str]], host: str) -> bool:
    """Whether a form was sent from a page of ours; without referrer a browser calls its origin null."""
    origins = {f"http://{host}", "null"}
    sites = {"same-origin", "none"}
    return set(given.get("origin", [])) <= origins and set(given.get("sec-fetch-site", [])) <= sites


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message["headers"], *ENCODED]}
        await send(message)

    return sending
