"""A log that cannot go on: its key is lost, or entries under its last head. An officer says so.

It begins anew under another name and key. Its tree holds what was kept of the former log, and its first own
entry embeds that log's last checkpoint. Nothing continues in silence: until then nothing more is signed.
"""

import logging
import shutil
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from audits import keys, log, storage
from audits.checkpoint import Checkpoint, NoteError
from audits.envelope import Actor
from audits.key_change import LOST, loss_labels
from audits.log.head import Head, HeadMismatchError, read_head, write_head
from audits.log.key_changes import is_signed_by
from audits.merkle.tiles import TileBuilder
from audits.policy import Policy, trusted_checkpoint
from audits.sequencer.batch import append
from audits.sequencer.turn import Turn, require_turn, turn

logger = logging.getLogger(__name__)


class LossError(RuntimeError):
    """A loss cannot be declared as it was asked for."""


def declare_loss(*, by: Actor, at: datetime, reason: str, held: bytes | None = None) -> Checkpoint:
    """The last head of the former log, after the log has begun anew under AUDIT_ORIGIN; its own transaction.

    Takes: `reason`, kept as a personal value; `held`, a checkpoint of the former log from elsewhere.
    Cut off anywhere, the same call ends it.
    Raises: LossError where nothing is lost, another sequencer works, or a newer head is known than at hand.
    """
    former = keys.public_key()
    if former.name == settings.AUDIT_ORIGIN:
        raise LossError(
            f"The log's name is still {former.name!r}. Set AUDIT_ORIGIN to a name that no log of yours "
            f"ever had, such as {former.name + '/2'!r}, for every process; then repeat this command."
        )
    if settings.AUDIT_ORIGIN in {key.name for key in keys.past_keys()}:
        raise LossError(f"A log of yours was called {settings.AUDIT_ORIGIN!r} before: choose another name.")
    path = Path(settings.AUDIT_HEAD_FILE)
    with turn(path) as state:
        if state is not Turn.SIGNS:
            raise LossError("A sequencer is running. Stop it everywhere first.")
        last, note = _last_head(path, former.name, held)
        key = keys.make_next()
        if not is_signed_by(key):
            _begin(path, note, by=by, at=at, reason=reason)
        head = storage.latest_checkpoint()
        assert head is not None
        keys.promote_next(first=head.tree_size, former_last=last.size)
        write_head(path, _head_of_file(path).as_published())
    logger.warning("log_loss_declared former_size=%d size=%d", last.size, head.tree_size)
    return last


def _begin(path: Path, note: bytes, *, by: Actor, at: datetime, reason: str) -> None:
    """The first entry of the new log, in the tree and signed."""
    signer = keys.next_signer()
    assert signer is not None
    if path.exists() and _head_of_file(path).origin != settings.AUDIT_ORIGIN:
        shutil.copyfile(path, _former_file(path))
    with transaction.atomic():
        require_turn()
        tree = storage.open_tree(storage.tree_size())
        _require_whole(tree)
        entry = log.record(
            LOST, by=by, at=at, labels=loss_labels(note, signer.key), private={"reason": reason}
        )
        append(tree, storage.pending_with_hashes([entry.leaf_hash]), (signer,), at, path, signed=None)


def _require_whole(tree: TileBuilder) -> None:
    """What is kept must be as it was signed: a loss is no cover for a change. Raises: LossError."""
    stored = storage.latest_checkpoint()
    if stored is None:
        raise LossError("The database holds no checkpoint: there is nothing to continue.")
    head = _trusted(stored.note.encode(), keys.known_policy())
    if (head.size, head.root) != (tree.size, tree.root()):
        raise LossError("The entries in the database are not those that were signed. That is no loss.")


def _last_head(path: Path, origin: str, held: bytes | None) -> tuple[Checkpoint, bytes]:
    """The largest head that the former log is known to have signed."""
    policy = keys.known_policy()
    stored = [row.note for row in log.checkpoints() if row.note.startswith(origin + "\n")][:1]
    known = [_head_of_file(file) for file in (path, _former_file(path)) if file.exists()]
    known = [head for head in known if head.origin == origin]
    notes = [note.encode() for note in (*stored, *(head.note for head in known)) if note]
    found = [(_trusted(note, policy), note) for note in (*notes, *([held] if held else []))]
    if not found:
        raise LossError(f"No checkpoint of the log {origin!r} is at hand: hand one over with --checkpoint.")
    last, note = max(found, key=lambda one: one[0].size)
    most = max((head.size if head.published else head.before_size for head in known), default=0)
    if most > last.size:
        raise LossError(f"The head file knows {most} entries: hand over their checkpoint with --checkpoint.")
    if any(head.size == last.size and head.root != last.root for head, _ in found):
        raise LossError(f"Two heads of {last.size} entries contradict each other. That is no loss.")
    return last, note


def _trusted(note: bytes, policy: Policy) -> Checkpoint:
    try:
        return trusted_checkpoint(note, policy)
    except NoteError as error:
        raise LossError(f"A checkpoint of the former log cannot be relied on: {error}") from error


def _head_of_file(path: Path) -> Head:
    """The head in the file, of whichever log."""
    try:
        head = read_head(path, None)
    except HeadMismatchError as error:
        raise LossError(
            f"{error} Move it away, and hand over the last checkpoint with --checkpoint."
        ) from error
    assert head is not None
    return head


def _former_file(path: Path) -> Path:
    return path.with_name(path.name + ".former")
