"""One batch: entries get their places, the head above them is signed, remembered and published."""

import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from audits import storage
from audits.checkpoint import Signer, checkpoint_text, sign_note
from audits.log.head import Head, HeadMismatchError, read_head, write_head
from audits.merkle.hashing import leaf_hash
from audits.merkle.tiles import TileBuilder
from audits.merkle.tree import root_of
from audits.sequencer.head import check_signed, unfinished_batch
from audits.sequencer.rotation import Queued, key_in_use, require_in_use, up_to_rotation
from audits.sequencer.turn import Turn, require_turn, turn

BATCH = 2000
logger = logging.getLogger(__name__)


class AlteredEntryError(RuntimeError):
    """A queued entry's bytes are not those that were hashed when it was recorded."""


def sequence_once(*, now: datetime, signer: Signer | None = None, limit: int = BATCH) -> int:
    """How many entries got their place in the tree, under a newly signed checkpoint; one transaction.

    Takes: the signer, by default the key of the settings. 0 when nothing waits or another sequencer works.
    Raises: HeadMismatchError, AlteredEntryError, KeyFileError; then nothing was changed or signed.
    """
    with turn(Path(settings.AUDIT_HEAD_FILE)) as state:
        return sequence_batch(now=now, signer=signer, limit=limit) if state is Turn.SIGNS else 0


def sequence_batch(*, now: datetime, signer: Signer | None = None, limit: int = BATCH) -> int:
    """The same for a caller that has the turn. Raises: TurnLostError too."""
    signer = key_in_use() if signer is None else signer
    if not storage.anything_pending():
        return 0  # without a write transaction: on SQLite an idle look would stand in the writers' way
    path = Path(settings.AUDIT_HEAD_FILE)
    with transaction.atomic():
        require_turn()
        require_in_use(signer.key)
        tree = storage.open_tree(storage.tree_size())
        check_signed(tree, signer.key, storage.latest_checkpoint())
        head = read_head(path, signer.key.name)
        leaves = unfinished_batch(head, tree, path)
        batch, joint = up_to_rotation(
            _again(leaves) if leaves else storage.pending_entries(limit), signer.key
        )
        if not batch:
            return 0
        made = append(tree, batch, (signer, *joint), now, path, signed=head if leaves else None)
    # Others may have seen it. Until this is written, only the head before it is held against them.
    write_head(path, made.as_published())
    logger.info("log_sequenced entries=%d size=%d", len(batch), tree.size)
    if joint:
        key_in_use()
    return len(batch)


def append(
    tree: TileBuilder,
    batch: list[Queued],
    signers: Sequence[Signer],
    now: datetime,
    path: Path,
    *,
    signed: Head | None,
) -> Head:
    """Rows, tiles and signed head of one batch; the head is in the file, and not marked as published.

    Takes: the tree of the database, which grows; `signed`, the head that the batch must lead to, if any.
    """
    origin = signers[0].key.name
    first, before = tree.size, tree.root()
    full = []
    for entry_id, body, stored in batch:
        if (digest := leaf_hash(body)) != stored:
            raise AlteredEntryError(
                f"Entry {entry_id} was recorded with leaf hash {stored.hex()}, "
                f"its bytes now have {digest.hex()}. "
                "It was changed before it was sequenced; nothing more is signed."
            )
        full += tree.append(digest)
    head = Head(origin, tree.size, tree.root(), first, before, tuple(digest for _, _, digest in batch))
    if signed is not None and (signed.size, signed.root) != (head.size, head.root):
        raise HeadMismatchError(f"The batch after {first} leaves does not lead to the head signed for it.")
    note = sign_note(checkpoint_text(origin, tree.size, tree.root()), *signers)
    storage.add_leaves(first, [entry_id for entry_id, _, _ in batch])
    storage.add_tiles(full, root_of)
    # Before the checkpoint can be seen by anyone: what may have been signed must be remembered.
    head = replace(head, note=note.decode())
    write_head(path, head)
    storage.add_checkpoint(tree.size, note, at=now)
    return head


def _again(leaves: tuple[bytes, ...]) -> list[Queued]:
    batch = storage.pending_with_hashes(leaves)
    if len(batch) != len(leaves):
        raise HeadMismatchError(
            f"A head over {len(leaves)} more entries was signed, but {len(leaves) - len(batch)} of them "
            "are not in the database: it was set back. Bring back the newer database."
        )
    return batch
