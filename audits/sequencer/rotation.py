"""A change of the signing key: an entry names the next key, and one head is signed by both.

The sequencer signs with a next key only where it holds its secret; anybody who records such an entry without
it has recorded a claim, which nothing bears out.
"""

import logging
from datetime import datetime

from audits import keys, log
from audits.checkpoint import Signer, VerifierKey
from audits.envelope import Actor, parse_envelope
from audits.key_change import ROTATED, Rotation, key_change, rotation_labels
from audits.keys import KeyFileError
from audits.log.key_changes import is_signed_by, successor_of
from audits.storage import latest_checkpoint, pending_entries

# (entry id, body, stored leaf hash)
Queued = tuple[int, bytes, bytes]
_MARK = f'"kind":"{ROTATED}"'.encode()
logger = logging.getLogger(__name__)


def start_rotation(*, by: Actor, at: datetime) -> VerifierKey:
    """The next key, after its entry was recorded in the caller's transaction; the sequencer does the rest.

    A second call while the change is under way records nothing.
    Raises: KeyFileError; NotInTransactionError.
    """
    former, key = keys.load_signer().key, keys.make_next()
    if not any(_names(body, former, key) for _, body, _ in pending_entries(limit=1_000_000)):
        log.record(ROTATED, by=by, at=at, labels=rotation_labels(former, key))
    return key


def key_in_use() -> Signer:
    """The key to sign with; ends a change whose last head both keys have signed. Raises: KeyFileError."""
    signer, coming = keys.load_signer(), keys.next_signer()
    if coming is None or not is_signed_by(coming.key):
        return signer
    head = latest_checkpoint()
    assert head is not None
    keys.promote_next(first=head.tree_size, former_last=head.tree_size)
    logger.info("log_key_changed size=%d key=%s", head.tree_size, coming.key.key_id.hex())
    return keys.load_signer()


def require_in_use(key: VerifierKey) -> None:
    """Returns only when the log has not been told to go on under another key. Raises: KeyFileError."""
    if (change := successor_of(key)) is not None:
        raise KeyFileError(
            f"Entry {change.index} changed the log's key to {change.key.key_id.hex()}; this machine has the "
            f"former one, {key.key_id.hex()}. Copy the key files here from the machine that changed it."
        )


def up_to_rotation(batch: list[Queued], key: VerifierKey) -> tuple[list[Queued], tuple[Signer, ...]]:
    """The batch up to the entry that names our next key, with its signer; else the whole, and none."""
    coming = keys.next_signer()
    if coming is not None:
        for number, (_, body, _) in enumerate(batch, 1):
            if _names(body, key, coming.key):
                return batch[:number], (coming,)
    return batch, ()


def _names(body: bytes, former: VerifierKey, key: VerifierKey) -> bool:
    if _MARK not in body:
        return False
    change = key_change(0, parse_envelope(body))
    return isinstance(change, Rotation) and (change.former, change.key) == (former, key)
