"""A small HTTP server for tests: each POST or GET is answered by a function; it may also hang or drip."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True)
class Answer:
    """Takes: `way`, `silent` to say nothing at all, `drips` to send a byte now and then."""

    status: int
    media: str
    content: bytes
    way: str = ""


@contextmanager
def answering(answer: Callable[[BaseHTTPRequestHandler, bytes], Answer]) -> Iterator[str]:
    """The address of a server on a free port of 127.0.0.1."""
    ended = threading.Event()

    class Talk(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            said = answer(self, body)
            if said.way == "silent":
                ended.wait(60)
                return
            self.send_response(said.status)
            self.send_header("Content-Type", said.media)
            self.send_header("Content-Length", str(len(said.content)))
            self.end_headers()
            for start in range(0, len(said.content), 1 if said.way == "drips" else 1 << 20):
                if ended.is_set():
                    return
                self.wfile.write(said.content[start : start + (1 if said.way == "drips" else 1 << 20)])
                if said.way == "drips":
                    self.wfile.flush()
                    time.sleep(0.1)

        def do_GET(self) -> None:
            self.do_POST()

        def log_message(self, format: str, *arguments: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads, block_on_close = True, False

        def handle_error(self, request: object, client_address: object) -> None:
            pass  # a client that hung up is what some tests are about

    with Server(("127.0.0.1", 0), Talk) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        ended.set()
        server.shutdown()
        thread.join()
