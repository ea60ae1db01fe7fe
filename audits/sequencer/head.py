"""Whether the database continues what was signed before, as the head file remembers it."""

from pathlib import Path

from audits import storage
from audits.log.head import Head, HeadMismatchError
from audits.merkle.tiles import TileBuilder


def unfinished_batch(head: Head | None, tree: TileBuilder, path: Path) -> tuple[bytes, ...]:
    """The leaves that must come next because their head was signed already; empty when none.

    Takes: the head of the file and the tree of the database.
    Raises: HeadMismatchError when the one is not a beginning of the other.
    """
    if head is None:
        if tree.size:
            raise HeadMismatchError(
                f"The head file {path} is missing but the database holds {tree.size} leaves. "
                "Restore the file; if it is lost, check the log and run `manage.py run_sequencer --adopt`."
            )
        return ()
    if tree.size == head.size:
        _same(head.size, head.root, tree.root())
        return ()
    if tree.size > head.size:
        _same(head.size, head.root, storage.open_tree(head.size).root())
        return ()
    if tree.size == head.before_size:
        _same(tree.size, head.before_root, tree.root())
        return head.leaves
    raise HeadMismatchError(
        f"The database holds {tree.size} leaves, but {head.size} were signed: it was set back or is another. "
        "Bring back the newer database, or re-insert the missing entries from a copy."
    )


def _same(size: int, signed: bytes, found: bytes) -> None:
    if signed != found:
        raise HeadMismatchError(
            f"The first {size} leaves of the database have root {found.hex()}, but {signed.hex()} was "
            "signed: entries were changed. Nothing more is signed; run `manage.py verify_log`."
        )
