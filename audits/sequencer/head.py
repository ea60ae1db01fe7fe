"""Whether the database continues what was signed before, as the head file remembers it."""

from pathlib import Path

from django.conf import settings
from django.db import transaction

from audits import storage
from audits.checkpoint import NoteError, Signer, VerifierKey, parse_checkpoint, parse_note, verify_note
from audits.log.head import Head, HeadMismatchError, read_head, write_head
from audits.merkle.tiles import TileBuilder
from audits.models import Checkpoint
from audits.sequencer.turn import Turn, turn


class HeadBehindError(HeadMismatchError):
    """Heads were signed that this head file does not know: what is newest, only another machine can say."""


def check_head(signer: Signer) -> int:
    """The size of the database's tree, which agrees with the head file.

    Looked at only while nobody sequences: where another works, it has looked. Raises: HeadMismatchError.
    """
    path = Path(settings.AUDIT_HEAD_FILE)
    with turn(path) as state:
        if state is not Turn.SIGNS:
            return storage.tree_size()
        with transaction.atomic():
            tree = storage.open_tree(storage.tree_size())
            check_signed(tree, signer.key, storage.latest_checkpoint())
            unfinished_batch(read_head(path, signer.key.name), tree, path)
    return tree.size


def adopt_head(signer: Signer) -> int:
    """Write a lost or older head file anew from the newest signed checkpoint; gives its size.

    The caller has verified the whole log and compared it with a head held elsewhere.
    Raises: HeadMismatchError when the file knows as much, or more, or the newest checkpoint is not of this
    tree and key.
    """
    path = Path(settings.AUDIT_HEAD_FILE)
    tree = storage.open_tree(storage.tree_size())
    check_signed(tree, signer.key, storage.latest_checkpoint())
    if path.exists():
        try:
            unfinished_batch(read_head(path, signer.key.name), tree, path)
        except HeadBehindError:
            pass  # that is what adopting is for
        else:
            raise HeadMismatchError(f"The head file {path} is not behind the database; it is not replaced.")
    remember(tree, signer.key.name, path)
    return tree.size


def remember(tree: TileBuilder, origin: str, path: Path) -> None:
    """Make a head that others may have seen the one that this file knows."""
    write_head(path, Head(origin, tree.size, tree.root(), tree.size, tree.root(), (), published=True))


def unfinished_batch(head: Head | None, tree: TileBuilder, path: Path) -> tuple[bytes, ...]:
    """The leaves that must come next because their head was signed already; empty when none.

    Takes: the head of the file and the tree of the database.
    Raises: HeadMismatchError when the file's head is not a beginning of the tree, nor one batch ahead of it;
    HeadBehindError when the tree has grown without this file.
    """
    if head is None:
        if tree.size:
            raise HeadBehindError(
                f"The head file {path} is missing but the database holds {tree.size} leaves. "
                "Restore the file; if it is lost, check the log and run `manage.py run_sequencer --adopt`."
            )
        return ()
    if tree.size == head.before_size:
        _same(tree.size, head.before_root, tree.root())
        return head.leaves
    if not head.published and tree.size > head.before_size and _differs(head, tree):
        # The batch did not commit, so its head was never seen; another sequencer went on without it.
        _same(head.before_size, head.before_root, storage.open_tree(head.before_size).root())
        raise _behind(path, head.before_size, tree.size)
    if tree.size < head.size:
        raise HeadMismatchError(
            f"The database holds {tree.size} leaves, but {head.size} were signed: it was set back or is "
            "another. Bring back the newer database, or re-insert the missing entries from a copy."
        )
    _same(head.size, head.root, storage.open_tree(head.size).root())
    if tree.size > head.size:
        raise _behind(path, head.size, tree.size)
    return ()


def check_signed(tree: TileBuilder, key: VerifierKey, stored: Checkpoint | None) -> None:
    """Every leaf lies under this checkpoint, which is ours; leaves and checkpoint are written together.

    Raises: HeadMismatchError.
    """
    if stored is None:
        if tree.size:
            raise HeadMismatchError(f"The database holds {tree.size} leaves and no checkpoint.")
        return
    try:
        note = parse_note(stored.note.encode())
        verify_note(note, [key])
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


def _differs(head: Head, tree: TileBuilder) -> bool:
    return tree.size < head.size or storage.open_tree(head.size).root() != head.root


def _behind(path: Path, known: int, found: int) -> HeadBehindError:
    return HeadBehindError(
        f"The head file {path} knows {known} leaves, but {found} were signed since, on another machine. "
        "Start the sequencer there, or copy its head file here; if that machine is lost, compare a head held "
        "outside with the log and run `manage.py run_sequencer --adopt`."
    )


def _same(size: int, signed: bytes, found: bytes) -> None:
    if signed != found:
        raise HeadMismatchError(
            f"The first {size} leaves of the database have root {found.hex()}, but {signed.hex()} was "
            "signed: entries were changed. Nothing more is signed; run `manage.py verify_log`."
        )
