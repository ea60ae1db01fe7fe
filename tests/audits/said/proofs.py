"""Receipts of one entry and proofs between two heads, each with what is wrong with it."""

from audits.checkpoint import checkpoint_text, sign_note
from audits.envelope import MAX_ENVELOPE
from audits.merkle.proofs import consistency_proof, inclusion_proof
from audits.merkle.tree import root_of
from audits.policy import format_policy
from audits.receipt import Receipt, format_hashes
from tests.audits.made_log import ORIGIN, MadeLog, signer
from tests.audits.said import Question

LOG = MadeLog(7)
OTHER = MadeLog(7, origin="other.example", seed=5)
STRANGER = signer(9)
ODD = b"\x01" * 32
POLICY = format_policy([LOG.signer.key, OTHER.signer.key])
TWO = Receipt(1, (LOG.hashes[0],), LOG.note(2))
NO_ENVELOPE = MadeLog(1)
NO_ENVELOPE.bodies = [b'{"v":1}']


def read(level: int, index: int) -> bytes:
    return root_of(LOG.hashes[index << level : (index + 1) << level])


def forked(size: int) -> bytes:
    return sign_note(checkpoint_text(ORIGIN, size, ODD), LOG.signer)


def proof(receipt: Receipt | bytes, body: bytes = LOG.bodies[1], policy: bytes = POLICY) -> Question:
    content = receipt if isinstance(receipt, bytes) else receipt.encode()
    files = {"policy.txt": policy, "x.tlog-proof": content, "entry": body}
    return Question("proof x.tlog-proof --entry entry --policy policy.txt", lambda: files)


def continued(
    old: bytes, new: bytes, *hashes: bytes, more: str = "", content: bytes | None = None
) -> Question:
    packed = format_hashes(hashes) if content is None else content
    files = {"policy.txt": POLICY, "old": old, "new": new, "hashes": packed}
    return Question(f"consistency old new --proof hashes --policy policy.txt{more}", lambda: files)


SIX = Receipt(6, tuple(inclusion_proof(6, 7, read)), LOG.note())
QUESTIONS = {
    "an entry in its tree": proof(TWO),
    "the last entry": proof(SIX, LOG.bodies[6]),
    "an entry with one byte more": proof(TWO, LOG.bodies[1] + b"\n"),
    "an entry under the number before": proof(Receipt(0, TWO.proof, TWO.note)),
    "an entry behind the end": proof(Receipt(2, TWO.proof, TWO.note)),
    "an entry without a path": proof(Receipt(1, (), TWO.note)),
    "an entry under the head of a stranger": proof(Receipt(1, TWO.proof, LOG.note(2, STRANGER))),
    "an entry under another root": proof(Receipt(1, TWO.proof, forked(2))),
    "an entry under a head that is cut": proof(Receipt(1, TWO.proof, forked(2)[:-9])),
    "no proof": proof(b"hello"),
    "an entry of more bytes than one has": proof(TWO, b"x" * (MAX_ENVELOPE + 1)),
    "an entry of as many bytes as one has": proof(TWO, b"x" * MAX_ENVELOPE),
    "a proof of too many bytes": proof(b"x" * (512 * 1024 + 1)),
    "a proof of the most bytes": proof(b"x" * (512 * 1024)),
    "a sealed entry that is none": proof(Receipt(0, (), NO_ENVELOPE.note()), NO_ENVELOPE.bodies[0]),
    "a proof under no policy": proof(TWO, policy=b"log x\n"),
    "a later head": continued(LOG.note(3), LOG.note(), *consistency_proof(3, 7, read)),
    "the same head": continued(LOG.note(), LOG.note()),
    "the head of no entries": continued(LOG.note(0), LOG.note()),
    "the head of no entries, with a proof": continued(LOG.note(0), LOG.note(), ODD),
    "a head of no entries with another root": continued(forked(0), LOG.note()),
    "a proof between other heads": continued(LOG.note(1), LOG.note(2), LOG.hashes[0]),
    "a proof that is empty": continued(LOG.note(1), LOG.note(2)),
    "two heads of one size": continued(LOG.note(), forked(7)),
    "an earlier head": continued(LOG.note(2), LOG.note(1)),
    "hashes that are none": continued(LOG.note(1), LOG.note(2), content=b"hello"),
    "a head of another log": continued(LOG.note(1), OTHER.note()),
    "a head of nobody": continued(LOG.note(1), sign_note(checkpoint_text("x", 1, ODD), STRANGER)),
    "a held head of nobody": continued(LOG.note(1, STRANGER), LOG.note(2)),
    "a head of a stranger": continued(LOG.note(1), LOG.note(2, STRANGER)),
    "hashes of too many bytes": continued(LOG.note(1), LOG.note(2), content=b"x" * (256 * 1024 + 1)),
    "hashes of the most bytes": continued(LOG.note(1), LOG.note(2), content=b"x" * (256 * 1024)),
    "a later head as JSON": continued(
        LOG.note(3), LOG.note(), *consistency_proof(3, 7, read), more=" --json"
    ),
}
