"""A mail server, an HTTP server, and a home with a refused file."""

import http.server
import json
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from orchestration.lib.alerts import dispatch
from orchestration.lib.home import Home


@dataclass
class MailServer:
    """A real SMTP server on this machine; answers what `answers` holds, then takes everything."""

    port: int = 0
    answers: list[str] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    logins: list[tuple[bytes, bytes]] = field(default_factory=list)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.answers:
            return self.answers.pop(0)
        assert isinstance(envelope.content, bytes)
        self.messages.append(message_from_bytes(envelope.content))
        return "250 OK"

    def authenticate(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any
    ) -> AuthResult:
        assert isinstance(data, LoginPassword)
        self.logins.append((data.login, data.password))
        return AuthResult(success=data.password == b"right", handled=False)


@pytest.fixture
def mail() -> Iterator[MailServer]:
    server = MailServer()
    controller = Controller(
        server,
        hostname="127.0.0.1",
        port=_free_port(),
        authenticator=server.authenticate,
        auth_require_tls=False,
        server_hostname="localhost",
    )
    controller.start()
    server.port = controller.port
    yield server
    controller.stop(no_assert=True)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class HttpServer:
    """A real HTTP server on this machine; answers with `codes`, then with 200."""

    port: int = 0
    codes: list[int] = field(default_factory=list)
    posted: list[dict[str, Any]] = field(default_factory=list)
    asked: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook/token-in-the-path"


@pytest.fixture
def web() -> Iterator[HttpServer]:
    state = HttpServer()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            state.asked += 1
            body = self.rfile.read(int(self.headers["Content-Length"]))
            code = state.codes.pop(0) if state.codes else 200
            if code == 200:
                state.posted.append(json.loads(body))
            self.send_response(code)
            if code in (301, 302, 307):
                self.send_header("Location", state.url)
            self.end_headers()

        do_GET = do_POST  # noqa: N815  # the library's name

        def log_message(self, *_: object) -> None: ...

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    state.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield state
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.setattr(dispatch, "PAUSES_SECONDS", (0.0, 0.0))
    for name in ("EQW_SMTP_PASSWORD", "EQW_ALERT_WEBHOOK_URL"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(f"{name}_FILE", raising=False)
    home = Home.at(tmp_path / "home")
    home.root.mkdir()
    return home
