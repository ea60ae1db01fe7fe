"""The witness over HTTP: `POST /add-checkpoint`, one at a time. What it answers is decided in judge.py."""

import logging
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from audits.checkpoint import Signer
from audits.cosigning import ADD_CHECKPOINT, MAX_REQUEST, SIZE_TYPE, cosign, with_lines
from audits.witness.judge import CONFLICT, Logs, Verdict, heard, judged
from audits.witness.memory import Memory

PATIENCE_SECONDS = 20
TEXT = "text/plain; charset=utf-8"
logger = logging.getLogger(__name__)

Reply = tuple[int, str, bytes]


class Witness:
    """The logs that it serves, its key and its memory. Safe to be asked by several threads."""

    def __init__(self, logs: Logs, signer: Signer, memory: Memory) -> None:
        self._logs, self._signer, self._memory = logs, signer, memory
        self._one_at_a_time = threading.Lock()

    def answer(self, content: bytes) -> Reply:
        """Status, media type and body. The head is on the disk before its cosignature exists for anybody."""
        found = heard(content, self._logs)
        if isinstance(found, Verdict):
            return _refusal(found)
        request, head, text = found
        # Comparing and remembering are one step: between them no other request may come.
        with self._one_at_a_time:
            known = self._memory.known(head.origin)
            verdict = judged(request, head, text, known)
            if verdict.accepted is None:
                return self._refused(verdict, text, request.note, known.size)
            line = cosign(text, self._signer, at=int(time.time()))
            self._memory.remember(head, with_lines(request.note, [line]))
        logger.info("witness.cosigned origin=%s size=%d", head.origin, head.size)
        return 200, TEXT, str(line).encode()

    def _refused(self, verdict: Verdict, text: str, note: bytes, size: int) -> Reply:
        if verdict.contradicts:
            kept = self._memory.keep_evidence(text, note)
            logger.error("witness.contradiction status=%d kept=%s", verdict.status, kept)
        if verdict.status == CONFLICT:
            return CONFLICT, SIZE_TYPE, f"{size}\n".encode()
        return _refusal(verdict)


def _refusal(verdict: Verdict) -> Reply:
    return verdict.status, TEXT, f"{verdict.why}\n".encode()


class _Talk(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = PATIENCE_SECONDS

    def do_POST(self) -> None:
        length = self.headers.get("Content-Length", "")
        if self.path.rstrip("/").rpartition("/")[2] != ADD_CHECKPOINT:
            return self._say((404, TEXT, b"a witness knows add-checkpoint\n"), close=True)
        if not length.isdigit():
            return self._say((411, TEXT, b"the length of the request is missing\n"), close=True)
        if int(length) > MAX_REQUEST:
            return self._say((413, TEXT, b"the request is too large\n"), close=True)
        content = self.rfile.read(int(length))
        if len(content) != int(length):
            return self._say((400, TEXT, b"the request is cut off\n"), close=True)
        try:
            reply = self.server.witness.answer(content)  # type: ignore[attr-defined]
        except OSError as error:
            logger.error("witness.cannot_remember error=%s", type(error).__name__)
            reply = 500, TEXT, b"the witness cannot write its state\n"
        return self._say(reply)

    def _say(self, reply: Reply, *, close: bool = False) -> None:
        status, media, content = reply
        self.send_response(status)
        self.send_header("Content-Type", media)
        self.send_header("Content-Length", str(len(content)))
        if close:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *arguments: object) -> None:
        """Only what the witness decides is logged."""


class Server(ThreadingHTTPServer):
    """Listens for a witness."""

    daemon_threads = True

    def __init__(self, address: tuple[str, int], witness: Witness) -> None:
        self.witness = witness
        super().__init__(address, _Talk)
