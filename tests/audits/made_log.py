"""A small log made in memory, its bundle as parts, and zips of parts that somebody changed."""

import io
import json
import zipfile
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from audits.bundle import write_bundle
from audits.checkpoint import ED25519, Signer, VerifierKey, checkpoint_text, sign_note
from audits.envelope import Actor, FileRef, Subject, envelope
from audits.merkle.hashing import leaf_hash
from audits.merkle.tiles import TileBuilder
from audits.merkle.tree import root_of
from audits.payload import commitment, payload_bytes, private_bytes
from audits.policy import format_policy

ORIGIN = "audit.example/disclosures"
DOCUMENT = b"the document that was disclosed"
START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
KEY = b"\x07" * 32


def signer(seed=1, name=ORIGIN, kind=ED25519):
    private = Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32)
    return Signer(VerifierKey(name, private.public_key().public_bytes_raw(), kind), private.sign)


@dataclass
class MadeLog:
    """`count` entries, the changes of `objects` disclosures in turn; entry 1 names DOCUMENT."""

    count: int
    objects: int = 3
    origin: str = ORIGIN
    seed: int = 1
    bodies: list[bytes] = field(default_factory=list)
    payloads: dict[int, bytes] = field(default_factory=dict)
    private: dict[int, bytes] = field(default_factory=dict)

    def __post_init__(self):
        last = {}
        for index in range(self.count):
            number, rev = index % self.objects, index // self.objects + 1
            value = f"Person {index}"
            self.private[index] = private_bytes({"recipient": (KEY, value)})
            self.payloads[index] = payload_bytes(
                {"changes": {"state": ["draft", "submitted"]}, "reason": f"Grund {index} ö"},
                salt=sha256(b"%d" % index).digest(),
                commitments={"recipient": commitment(KEY, "recipient", value)},
            )
            body = envelope(
                entry_id=f"00000000-0000-7000-8000-{index:012x}",
                at=START + timedelta(minutes=index),
                actor=Actor("user/7", "person", "mfa"),
                kind="disclosure.submitted",
                subject=Subject("disclosure", str(number), rev),
                prev=last.get(number),
                payload=self.payloads[index],
                labels={"body": "3GPP", "organisation": "Société Générale"},
                files=[FileRef(sha256(DOCUMENT).hexdigest(), len(DOCUMENT), "application/pdf")]
                if index == 1
                else (),
                request=f"req-{index}",
                rules="ab" * 32,
                lists=["csl:2026-07-31"],
            )
            last[number] = leaf_hash(body)
            self.bodies.append(body)

    @property
    def signer(self):
        return signer(self.seed, self.origin)

    @property
    def policy(self):
        return format_policy([self.signer.key])

    @property
    def hashes(self):
        return [leaf_hash(body) for body in self.bodies]

    def note(self, size=None, *signers):
        size = len(self.bodies) if size is None else size
        text = checkpoint_text(self.origin, size, root_of(self.hashes[:size]))
        return sign_note(text, *(signers or (self.signer,)))

    def tiles(self):
        builder, tiles = TileBuilder(), []
        for digest in self.hashes:
            tiles += builder.append(digest)
        return sorted([*tiles, *builder.partial_tiles()], key=lambda part: (part[0].level, part[0].n))

    def zip(self, *, checkpoints=(), payloads=(), private=()):
        out = io.BytesIO()
        write_bundle(
            out,
            checkpoint=self.note(),
            policy=self.policy,
            app=b"",
            checkpoints=[(size, self.note(size)) for size in checkpoints],
            entries=[(n, self.bodies[n * 256 :][:256]) for n in range(-(-len(self.bodies) // 256))],
            tiles=self.tiles(),
            payloads=[(index, self.payloads[index]) for index in payloads],
            private=[(index, self.private[index]) for index in private],
        )
        return out.getvalue()

    def parts(self, **options):
        """The members of the bundle, to be changed and packed again."""
        with zipfile.ZipFile(io.BytesIO(self.zip(**options))) as archive:
            return {name: archive.read(name) for name in archive.namelist()}


def pack(parts):
    """A zip of (name, bytes) pairs or of a dict; names may be anything."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items() if isinstance(parts, dict) else parts:
            archive.writestr(zipfile.ZipInfo(name), content)
    return out.getvalue()


def changed(body, **changes):
    """The body with other values under some keys, canonical again."""
    value = json.loads(body) | changes
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
