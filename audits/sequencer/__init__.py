"""The one writer that gives entries their index and signs the tree above them.

Entries are recorded without a lock; here, in batches and one process at a time, they get their order.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.files import locks
from django.db import connection, transaction

from audits import storage
from audits.checkpoint import (
    NoteError,
    Signer,
    checkpoint_text,
    parse_checkpoint,
    parse_note,
    sign_note,
    verify_note,
)
from audits.keys import ensure_key, load_signer
from audits.log.head import Head, HeadMismatchError, last_signed, read_head, write_head
from audits.merkle.hashing import leaf_hash
from audits.merkle.tiles import TileBuilder
from audits.merkle.tree import root_of
from audits.sequencer.head import unfinished_batch

__all__ = [
    "AlteredEntryError",
    "HeadMismatchError",
    "adopt_head",
    "check_head",
    "ensure_key",
    "last_signed",
    "sequence_once",
]

BATCH = 2000
# Any number, the same in every version: two sequencers on one PostgreSQL server must meet here.
ADVISORY_LOCK = 0x506C656E
logger = logging.getLogger(__name__)


class AlteredEntryError(RuntimeError):
    """A queued entry's bytes are not those that were hashed when it was recorded."""


def sequence_once(*, now: datetime, signer: Signer | None = None, limit: int = BATCH) -> int:
    """How many entries got their place in the tree, under a newly signed checkpoint; one transaction.

    Takes: the signer, by default the key of the settings. 0 when nothing waits or another sequencer works.
    Raises: HeadMismatchError, AlteredEntryError, KeyFileError; then nothing was changed or signed.
    """
    signer = load_signer() if signer is None else signer
    if not storage.anything_pending():
        return 0  # without a write transaction: on SQLite an idle look would stand in the writers' way
    path = Path(settings.AUDIT_HEAD_FILE)
    with _alone(path) as alone:
        if not alone:
            return 0
        with transaction.atomic():
            if not _alone_in_database():
                return 0
            tree = storage.open_tree(storage.tree_size())
            _check_signed(tree, signer)
            head = read_head(path, signer.key.name)
            leaves = unfinished_batch(head, tree, path)
            batch = _again(leaves) if leaves else storage.pending_entries(limit)
            if not batch:
                return 0
            _append(tree, batch, signer, now, path, signed=head if leaves else None)
    logger.info("log_sequenced entries=%d size=%d", len(batch), tree.size)
    return len(batch)


def check_head(signer: Signer) -> int:
    """The size of the database's tree, which agrees with the head file.

    Looked at only while nobody sequences: between two reads of a working one, tree and checkpoint differ.
    Where another works, it has looked. Raises: HeadMismatchError.
    """
    path = Path(settings.AUDIT_HEAD_FILE)
    with _alone(path) as alone, transaction.atomic():
        if not alone or not _alone_in_database():
            return storage.tree_size()
        tree = storage.open_tree(storage.tree_size())
        _check_signed(tree, signer)
        unfinished_batch(read_head(path, signer.key.name), tree, path)
    return tree.size


def adopt_head(signer: Signer) -> int:
    """Write a lost head file anew from the newest signed checkpoint; gives its size.

    The caller has verified the whole log and compared it with a head held elsewhere.
    Raises: HeadMismatchError when there is a file, or the newest checkpoint is not of this tree and key.
    """
    path = Path(settings.AUDIT_HEAD_FILE)
    if path.exists():
        raise HeadMismatchError(f"The head file {path} exists; it is not replaced.")
    tree = storage.open_tree(storage.tree_size())
    _check_signed(tree, signer)
    write_head(path, Head(signer.key.name, tree.size, tree.root(), tree.size, tree.root(), ()))
    return tree.size


def _append(
    tree: TileBuilder,
    batch: list[tuple[int, bytes, bytes]],
    signer: Signer,
    now: datetime,
    path: Path,
    *,
    signed: Head | None,
) -> None:
    """Rows, tiles and signed head of one batch; `signed` is the head that it must lead to, if any."""
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
    head = Head(
        signer.key.name, tree.size, tree.root(), first, before, tuple(digest for _, _, digest in batch)
    )
    if signed is not None and (signed.size, signed.root) != (head.size, head.root):
        raise HeadMismatchError(f"The batch after {first} leaves does not lead to the head signed for it.")
    note = sign_note(checkpoint_text(signer.key.name, tree.size, tree.root()), signer)
    storage.add_leaves(first, [entry_id for entry_id, _, _ in batch])
    storage.add_tiles(full, root_of)
    # Before the checkpoint can be seen by anyone: what may have been signed must be remembered.
    write_head(path, head)
    storage.add_checkpoint(tree.size, note, at=now)


def _again(leaves: tuple[bytes, ...]) -> list[tuple[int, bytes, bytes]]:
    batch = storage.pending_with_hashes(leaves)
    if len(batch) != len(leaves):
        raise HeadMismatchError(
            f"A head over {len(leaves)} more entries was signed, but {len(leaves) - len(batch)} of them "
            "are not in the database: it was set back. Bring back the newer database."
        )
    return batch


def _check_signed(tree: TileBuilder, signer: Signer) -> None:
    """Every leaf lies under a checkpoint of ours; leaves and checkpoint are written together."""
    stored = storage.latest_checkpoint()
    if stored is None:
        if tree.size:
            raise HeadMismatchError(f"The database holds {tree.size} leaves and no checkpoint.")
        return
    try:
        note = parse_note(stored.note.encode())
        verify_note(note, [signer.key])
        found = parse_checkpoint(note.text)
    except NoteError as error:
        raise HeadMismatchError(
            f"The newest checkpoint ({stored.tree_size} leaves) is not ours: {error}"
        ) from error
    if (found.size, found.root) != (tree.size, tree.root()):
        raise HeadMismatchError(
            f"The newest checkpoint says {found.size} leaves with root {found.root.hex()}; "
            f"the database has {tree.size} with root {tree.root().hex()}."
        )


@contextmanager
def _alone(path: Path) -> Iterator[bool]:
    """Whether no other process on this machine sequences; held until the batch has committed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.with_name(path.name + ".lock").open("w") as file:
        alone = locks.lock(file, locks.LOCK_EX | locks.LOCK_NB)
        try:
            yield alone
        finally:
            if alone:
                locks.unlock(file)


def _alone_in_database() -> bool:
    """On PostgreSQL, whether no other machine does. Ends with the transaction."""
    if connection.vendor != "postgresql":
        return True  # transactions of SQLite are IMMEDIATE: there is one writer
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [ADVISORY_LOCK])
        return bool(cursor.fetchone()[0])
