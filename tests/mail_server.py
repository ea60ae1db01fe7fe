"""A mail server of our own for tests: it takes mails over real SMTP, refuses them, or stops answering."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from config.mail import mail

# How a server behaves. `silent`: it says its first word after a minute.
# `held`: it has taken the mail and does not say so until `released` is set.
WAYS = ("takes", "refuses", "busy", "silent", "held")
REFUSALS = {"refuses": b"550 5.1.1 no such person here", "busy": b"451 4.7.1 try again later"}


@dataclass
class MailServer:
    """A running server. `mails` are those it took, in the order of their coming."""

    port: int = 0
    way: str = "takes"
    mails: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    released: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}?tls=off"


def send_to(server: MailServer, settings: Any) -> None:
    """Let this process send through the server."""
    settings.MAIL = way = mail(server.url, settings.DATA_DIR)
    settings.EMAIL_BACKEND = way.backend
    settings.EMAIL_HOST, settings.EMAIL_PORT = way.host, way.port
    settings.EMAIL_TIMEOUT = 60


class _Talk(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        server: MailServer = self.server.told  # type: ignore[attr-defined]
        if server.way == "silent":
            server.released.wait(60)
        self._say(b"220 test")
        while line := self.rfile.readline():
            word = line.split()[0].upper() if line.split() else b""
            if word == b"QUIT":
                return self._say(b"221 bye")
            if word == b"RCPT" and server.way in REFUSALS:
                self._say(REFUSALS[server.way])
            elif word == b"RCPT":
                server.recipients.append(line.decode().split(":", 1)[1].strip().strip("<>"))
                self._say(b"250 ok")
            elif word == b"DATA":
                self._take(server)
            else:
                self._say(b"250 ok")
        return None

    def _take(self, server: MailServer) -> None:
        self._say(b"354 go on")
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        mail = message_from_bytes(b"".join(lines), policy=default)
        assert isinstance(mail, EmailMessage)
        server.mails.append(mail)
        if server.way == "held":
            server.released.wait(60)
        self._say(b"250 taken")

    def _say(self, line: bytes) -> None:
        self.wfile.write(line + b"\r\n")


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address, daemon_threads, block_on_close = True, True, False


@contextmanager
def mail_server(way: str = "takes", *, port: int = 0) -> Iterator[MailServer]:
    """A server on a free port of 127.0.0.1, or on the given one; its way may be changed while it runs."""
    told = MailServer(way=way)
    with _Server(("127.0.0.1", port), _Talk) as server:
        server.told = told  # type: ignore[attr-defined]
        told.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield told
        told.released.set()
        server.shutdown()
        thread.join()
