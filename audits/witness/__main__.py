"""A witness of somebody else's log: it cosigns a head only if it continues the one before.

Run it on a machine that the log's owner does not control. The key and the state belong together: a witness
that has lost its state must take a new key and a new name.
"""

import argparse
import logging
import sys
from collections.abc import Sequence
from pathlib import Path

from audits.checkpoint import ED25519, NoteError, VerifierKey, parse_vkey
from audits.witness.judge import Logs
from audits.witness.memory import Memory, MemoryFileError, alone
from audits.witness.server import Server, Witness
from audits.witness.signing import KeyFileError, load_signer, make_key


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code: 2 when it cannot start, 0 when it was told to stop."""
    options = _parser().parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    try:
        if options.heads:
            print("\n".join(Memory(options.state).notes()), end="")
            return 0
        return _run(options)
    except (KeyFileError, MemoryFileError, NoteError, ValueError, OSError) as error:
        print(f"witness: {error}", file=sys.stderr)
        return 2


def _run(options: argparse.Namespace) -> int:
    logs, (host, port) = _logs(options.log), _address(options.listen)
    _prepare(options.key, options.state, options.name)
    with alone(options.state):
        signer, memory = load_signer(options.key), Memory(options.state)
        with Server((host, port), Witness(logs, signer, memory)) as server:
            place = f"http://{host}:{server.server_address[1]}"
            print(f"For the policy of who verifies: witness {signer.key.name} {signer.key}")
            print(f"For the log's AUDIT_WITNESSES:  {signer.key} {place}")
            print(f"Listening on {place}, for {', '.join(logs)}", flush=True)
            try:
                server.serve_forever()
            except KeyboardInterrupt:
                return 0
    return 0


def _prepare(key: Path, state: Path, name: str | None) -> None:
    """Make key and state at the first start; one without the other is refused."""
    if not key.exists() and not state.exists():
        if not name:
            raise KeyFileError(f"{key} does not exist; give --name to make a key, as w.example.org/plenary")
        make_key(key, name)
        Memory.begin(state)
    elif not key.exists():
        raise KeyFileError(f"{state} exists and {key} does not; bring back the key.")
    elif not state.exists():
        raise MemoryFileError(
            f"{key} exists and {state} does not. A witness that forgot what it cosigned must not sign again: "
            "bring back the state, or begin anew with another key and another name."
        )


def _logs(vkeys: Sequence[str]) -> Logs:
    logs: dict[str, list[VerifierKey]] = {}
    for text in vkeys:
        key = parse_vkey(text)
        if key.kind != ED25519:
            raise ValueError(f"{key.name} is a witness's key, not a log's")
        logs.setdefault(key.name, []).append(key)
    return logs


def _address(text: str) -> tuple[str, int]:
    host, colon, port = text.rpartition(":")
    if not colon or not host or not port.isdigit() or int(port) > 65535:
        raise ValueError(f"--listen is {text!r}: use HOST:PORT")
    return host, int(port)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m audits.witness", description=__doc__)
    parser.add_argument(
        "--log", action="append", default=[], metavar="VKEY", help="a log's key, from its policy; repeatable"
    )
    parser.add_argument("--key", type=Path, help="the witness's secret key; made at the first start")
    parser.add_argument("--state", type=Path, required=True, help="what it has cosigned")
    parser.add_argument("--listen", default="127.0.0.1:8800", metavar="HOST:PORT")
    parser.add_argument("--name", help="for the first start: the name that the witness signs under")
    parser.add_argument("--heads", action="store_true", help="print the newest note of each log and end")
    return parser


if __name__ == "__main__":
    sys.exit(main())
