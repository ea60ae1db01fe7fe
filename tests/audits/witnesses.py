"""A witness as its own process, and a log in memory that asks it."""

import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from audits.checkpoint import VerifierKey, parse_vkey
from audits.cosigning import Request
from audits.merkle.proofs import consistency_proof
from audits.merkle.tree import root_of
from tests import processes
from tests.audits.made_log import MadeLog
from tests.processes import ChildProcess

NAME = "w.example/plenary"


@dataclass
class RunningWitness:
    process: ChildProcess
    key: VerifierKey
    url: str


@contextmanager
def witness(
    folder: Path, *logs: VerifierKey, program: tuple[str, ...] = ("-m", "audits.witness"), port: int = 0
) -> Iterator[RunningWitness]:
    """The program, once it listens; its key and state lie in the folder and outlive it."""
    port = port or processes.free_port()
    command = [sys.executable, *program, "--key", str(folder / "witness.key"), "--name", NAME]
    command += ["--state", str(folder / "witness.state"), "--listen", f"127.0.0.1:{port}"]
    for key in logs:
        command += ["--log", str(key)]
    log = folder / "witness.log"
    log.write_text("")
    child = processes.start("witness", command, log=log)
    try:
        child.wait_for(lambda: "Listening on" in child.log_text(), what="'Listening' in its log", seconds=30)
        (line,) = [one for one in child.log_text().splitlines() if one.startswith("For the policy")]
        yield RunningWitness(child, parse_vkey(line.split()[-1]), f"http://127.0.0.1:{port}")
    finally:
        child.kill()


def post(url: str, content: bytes) -> tuple[int, str, bytes]:
    """Status, media type and body of an add-checkpoint."""
    return send(f"{url}/add-checkpoint", content)


def send(address: str, content: bytes) -> tuple[int, str, bytes]:
    try:
        with urllib.request.urlopen(address, content, timeout=20) as answer:
            return answer.status, answer.headers["Content-Type"], answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers["Content-Type"], error.read()


def asked(log: MadeLog, old: int, size: int) -> bytes:
    """The request by which an honest log goes from one size to another."""
    hashes = log.hashes

    def read(level: int, index: int) -> bytes:
        return root_of(hashes[index << level : (index + 1) << level])

    proof = tuple(consistency_proof(old, size, read)) if 0 < old <= size else ()
    return Request(old, proof, log.note(size)).encode()
