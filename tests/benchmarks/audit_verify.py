"""What checking a million entries costs: hashing beside raw hashlib, a whole bundle, one proof.

    python -m tests.benchmarks.audit_verify [--n 1000000] [--rounds 5] [--seed drawn] [--payloads] [--check]

The whole bundle is checked by `verify.pyz` in a process of its own, whose time and memory are those told; the
ratio compares both ways of hashing the same bytes tile by tile in turn, in processor time.
"""

import json
import secrets
import statistics
import sys
import tempfile
import time
from argparse import ArgumentParser
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from random import Random

from audits.bundle import Bundle, open_bundle, split_entries
from audits.merkle.hashing import leaf_hashes
from audits.merkle.proofs import inclusion_proof
from audits.merkle.tiles import Tile, node_reader, tile_width
from audits.merkle.tree import root_of
from audits.receipt import Receipt
from audits.verify.app import build_app
from tests.benchmarks.audit_bundle import make_bundle
from tests.measured import run_measured

TILES, PROOFS = 400, 2000


@dataclass(frozen=True)
class Figures:
    """Ratios per round; seconds, processor seconds and MB of the whole check; of a proof ms and bytes."""

    entries: int
    seed: int
    megabytes: float
    hashing_ratio: list[float]
    seconds: float
    processor_seconds: float
    peak_megabytes: float
    proof_milliseconds: float
    proof_bytes: int


@dataclass(frozen=True)
class Goal:
    """What a figure is held against."""

    name: str
    holds: Callable[[Figures], bool]


GOALS = (
    Goal("hashing >= 0.8 of raw hashlib", lambda found: statistics.median(found.hashing_ratio) >= 0.8),
    Goal("whole bundle <= 30 s", lambda found: found.seconds <= 30),
    Goal("peak memory <= 200 MB", lambda found: found.peak_megabytes <= 200),
    Goal("proof made in <= 1 ms", lambda found: found.proof_milliseconds <= 1),
    Goal("proof of <= 1 KB", lambda found: found.proof_bytes <= 1024),
)


def measure_verify(*, entries: int, rounds: int = 5, seed: int = 7, payloads: bool = False) -> Figures:
    """All figures of one bundle, made for it and removed after."""
    with tempfile.TemporaryDirectory() as folder:
        at = Path(folder)
        export = make_bundle(at, entries, seed=seed, payloads=payloads)
        (at / "verify.pyz").write_bytes(build_app())
        seconds, processor, peak = whole_check(at)
        with export.open("rb") as file:
            bundle = open_bundle(file)
            milliseconds, size = proof_cost(bundle, entries, seed)
            ratios = [hashing_ratio(bundle, entries) for _ in range(rounds)]
        return Figures(
            entries,
            seed,
            round(export.stat().st_size / 1e6, 1),
            ratios,
            seconds,
            processor,
            peak,
            milliseconds,
            size,
        )


def whole_check(at: Path) -> tuple[float, float, float]:
    """(seconds, processor seconds, peak MB) of the verifier as its own process. Raises: when it fails."""
    command = [
        sys.executable,
        "-I",
        "verify.pyz",
        "bundle",
        "export.zip",
        "--policy",
        "policy.txt",
        "--whole",
    ]
    began = time.monotonic()
    with (at / "said").open("w+b") as out:
        cost = run_measured(command, cwd=at, stdout=out)
        seconds = time.monotonic() - began
        out.seek(0)
        said = out.read()
    if cost.code != 0 or not said.startswith(b"PASS"):
        raise RuntimeError(f"the verifier ended with {cost.code}: {said.decode()}")
    return round(seconds, 2), round(cost.processor, 2), round(cost.peak / 1024**2, 1)


def hashing_ratio(bundle: Bundle, entries: int) -> float:
    """Time of raw hashlib over the prepared bytes of leaves and nodes, through that of leaves and root."""
    raw = ours = 0.0
    for bodies in _bodies(bundle, entries):
        prepared = [b"\x00" + body for body in bodies]
        began = time.process_time()
        hashes = leaf_hashes(bodies)
        top = root_of(hashes)
        ours += time.process_time() - began
        nodes = list(_nodes(hashes))
        began = time.process_time()
        again = [sha256(content).digest() for content in prepared]
        above = [sha256(content).digest() for content in nodes]
        raw += time.process_time() - began
        assert (again, above[-1]) == (hashes, top)
    return round(raw / ours, 3)


def _bodies(bundle: Bundle, entries: int) -> Iterator[list[bytes]]:
    """Of up to 400 full entry tiles, spread over the log."""
    full = entries // 256
    for n in range(0, full, max(1, full // TILES)):
        yield [body for _, body in split_entries(bundle.read(Tile(None, n).path))]


def _nodes(hashes: Sequence[bytes]) -> Iterator[bytes]:
    """The bytes of every node over these leaves, a power of two, row by row."""
    row = list(hashes)
    while len(row) > 1:
        pairs = [b"\x01" + left + right for left, right in zip(row[::2], row[1::2], strict=True)]
        yield from pairs
        row = [sha256(pair).digest() for pair in pairs]


def proof_cost(bundle: Bundle, entries: int, seed: int) -> tuple[float, int]:
    """(median processor milliseconds, most bytes as text) of inclusion proofs of entries drawn at random.

    The bytes are those of the proof's own lines; a receipt adds the signed note, which all proofs share.
    """
    chance, times, most = Random(seed), [], 0
    stored: dict[Tile, bytes] = {}

    def tile(level: int, n: int, width: int) -> bytes:
        return stored[Tile(level, n, width)]

    # The tiles are in memory, as the rows of a database that has just been asked for them.
    for level in range(4):
        for n in range(-(-(entries >> (8 * level)) // 256)):
            place = Tile(level, n, tile_width(level, n, entries))
            stored[place] = bundle.read(place.path)
    for _ in range(PROOFS):
        index = chance.randrange(entries)
        read = node_reader(tile, entries)
        began = time.process_time()
        proof = inclusion_proof(index, entries, read)
        times.append(time.process_time() - began)
        most = max(most, len(Receipt(index, tuple(proof), b"").encode()))
    return round(statistics.median(times) * 1000, 3), most


def rounds(argv: Sequence[str]) -> tuple[list[str], list[str]]:
    """Lines to print, and the goals that failed."""
    parser = ArgumentParser(prog="./dev bench audit", description=__doc__)
    parser.add_argument("--n", type=int, default=1_000_000, help="entries of the bundle")
    parser.add_argument("--rounds", type=int, default=5, help="of the hashing")
    parser.add_argument("--seed", default="7", help="a number, or `drawn`")
    parser.add_argument("--payloads", action="store_true", help="every payload goes along")
    given, _ = parser.parse_known_args(argv)
    seed = secrets.randbelow(2**31) if given.seed == "drawn" else int(given.seed)
    found = measure_verify(entries=given.n, rounds=given.rounds, seed=seed, payloads=given.payloads)
    failed = [goal.name for goal in GOALS if not goal.holds(found)]
    ratios = found.hashing_ratio
    spread = f"{statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})"
    lines = [
        f"verify: {found.entries} entries, {found.megabytes} MB, seed {found.seed}",
        f"  hashing through raw hashlib {spread}",
        f"  whole bundle {found.seconds} s ({found.processor_seconds} s of processor),"
        f" peak {found.peak_megabytes} MB",
        f"  inclusion proof {found.proof_milliseconds} ms, {found.proof_bytes} bytes",
        json.dumps({"verify": asdict(found)}),
    ]
    return lines, failed


def main(argv: Sequence[str]) -> int:
    """0, or 1 where `--check` is given and a goal was missed."""
    lines, failed = rounds(argv)
    print("\n".join([*lines, *(f"  MISSED {name}" for name in failed)]))
    return 1 if failed and "--check" in argv else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
