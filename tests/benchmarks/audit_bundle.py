"""Makes a bundle of any size, fast and the same for the same seed: what the verifier is measured on.

    python -m tests.benchmarks.audit_bundle FOLDER --n 1000000

Each entry is one that the service could have written: a change of an object with its revision and link, or a
read, or the heartbeat of an hour. One in forty names a file, one in nine has letters outside ASCII.
"""

import random
from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from audits.bundle import write_bundle
from audits.canonical import canonical
from audits.checkpoint import Signer, VerifierKey, checkpoint_text, sign_note
from audits.merkle.hashing import leaf_hash
from audits.merkle.tiles import TILE_WIDTH, TileBuilder
from audits.policy import format_policy
from audits.verify.app import build_app

ORIGIN = "audit.example/disclosures"
START = datetime(2026, 1, 5, 8, tzinfo=UTC)
KINDS = ("submitted", "checked", "amended", "approved", "withdrawn")
BODIES = ("3GPP", "ETSI", "IEEE 802", "ISO/IEC JTC 1", "IETF")
FIRMS = ("Acme Radio", "Nordic Chips", "Société Générale des Ondes", "Lantern 10", "Beta")
CHECKPOINTS = 2000


class Stream:
    """Envelopes and payloads, one after the other; the same seed gives the same ones."""

    def __init__(self, count: int, *, seed: int = 7) -> None:
        self.count, self.seed = count, seed

    def __iter__(self) -> Iterator[tuple[bytes, bytes]]:
        """(envelope, payload) of each entry, in order."""
        chance = random.Random(self.seed)
        last: dict[int, tuple[int, str]] = {}
        objects = max(1, self.count // 4)
        for index in range(self.count):
            payload = self._payload(index)
            number = chance.randrange(objects)
            rev, prev = last.get(number, (0, ""))
            kind, rev = ("read", 0) if index % 5 == 4 else (KINDS[min(rev, 4)], rev + 1)
            body = self._envelope(index, payload, number, kind, rev, prev, chance)
            if rev:
                last[number] = (rev, leaf_hash(body).hex())
            yield body, payload

    def _payload(self, index: int) -> bytes:
        salt = sha256(b"%d %d" % (self.seed, index)).hexdigest()
        return canonical(
            {
                "changes": [{"row": f"participation_disclosure/{index}", "set": {"state": "submitted"}}],
                "commitments": {"purpose": salt[::-1]},
                "salt": salt,
            }
        )

    def _envelope(
        self, index: int, payload: bytes, number: int, kind: str, rev: int, prev: str, chance: random.Random
    ) -> bytes:
        at = (START + timedelta(seconds=17 * index)).strftime("%Y-%m-%dT%H:%M:%S")
        file = f'{{"media":"application/pdf","sha256":"{sha256(b"%d" % index).hexdigest()}","size":{index}}}'
        rules = "null" if kind == "read" else f'"{"ab" * 32}"'
        return (
            f'{{"actor":{{"auth":"mfa","id":"user/{index % 61}","kind":"person"}},"at":"{at}.123456Z",'
            f'"editions":{{"lists":["csl:2026-07-31"],"rules":{rules}}},'
            f'"files":[{file if index % 40 == 0 else ""}],'
            f'"id":"{chance.getrandbits(32):08x}-0000-7000-8000-{index:012x}","kind":"disclosure.{kind}",'
            f'"labels":{{"body":"{BODIES[number % 5]}","meeting":"RAN1#{number % 97}",'
            f'"organisation":"{FIRMS[index % 9 % 5]}"}},'
            f'"object":{{"id":"{number}","rev":{rev or "null"},"type":"disclosure"}},'
            f'"payload":{{"sha256":"{sha256(payload).hexdigest()}","size":{len(payload)}}},'
            f'"prev":{f"{chr(34)}{prev}{chr(34)}" if rev > 1 else "null"},"request":"req-{index:x}","v":1}}'
        ).encode()


def signer(seed: int) -> Signer:
    """The log's key, made of the seed: nothing is kept secret here."""
    private = Ed25519PrivateKey.from_private_bytes(sha256(b"%d" % seed).digest())
    return Signer(VerifierKey(ORIGIN, private.public_key().public_bytes_raw()), private.sign)


def make_bundle(folder: Path, count: int, *, seed: int = 7, payloads: bool = False) -> Path:
    """A bundle of `count` entries with 2,000 checkpoints at most, and `policy.txt` beside it."""
    stream, by, builder = Stream(count, seed=seed), signer(seed), TileBuilder()
    tiles, notes, step = [], [], max(1, count // CHECKPOINTS)
    for body, _ in stream:
        tiles += builder.append(leaf_hash(body))
        if builder.size % step == 0 and builder.size < count:
            notes.append((builder.size, _note(by, builder)))
    policy = format_policy([by.key])
    (folder / "policy.txt").write_bytes(policy)
    out = folder / "export.zip"
    with out.open("wb") as file:
        write_bundle(
            file,
            checkpoint=_note(by, builder),
            policy=policy,
            app=build_app(),
            checkpoints=notes,
            entries=_groups(stream),
            tiles=sorted([*tiles, *builder.partial_tiles()], key=lambda part: (part[0].level, part[0].n)),
            payloads=enumerate(payload for _, payload in stream) if payloads else (),
        )
    return out


def _note(by: Signer, builder: TileBuilder) -> bytes:
    return sign_note(checkpoint_text(ORIGIN, builder.size, builder.root()), by)


def _groups(stream: Stream) -> Iterator[tuple[int, list[bytes]]]:
    group: list[bytes] = []
    for index, (body, _) in enumerate(stream):
        group.append(body)
        if len(group) == TILE_WIDTH:
            yield index // TILE_WIDTH, group
            group = []
    if group:
        yield stream.count // TILE_WIDTH, group


if __name__ == "__main__":
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--n", type=int, default=1_000_000)
    parser.add_argument("--payloads", action="store_true")
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    print(make_bundle(given.folder, given.n, payloads=given.payloads))
