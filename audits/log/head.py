"""The last head that was signed, kept in a file outside the database: the memory of the sequencer.

A database that was set back or rewritten does not agree with it, and nothing is signed. The file is written
before the transaction of its batch commits and names the batch's leaves: should the commit fail, exactly
these leaves in this order come next, so that there is never a second head of the same size.
"""

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from django.conf import settings

from audits.whole_file import replace_file


class HeadMismatchError(RuntimeError):
    """The database contradicts what was signed before, so nothing more is signed."""


@dataclass(frozen=True, slots=True)
class Head:
    """Size and root as signed, and the batch that led there: the head before it and its leaf hashes."""

    origin: str
    size: int
    root: bytes
    before_size: int
    before_root: bytes
    leaves: tuple[bytes, ...]
    # False until the batch is known to have committed: until then nobody else can have seen the head.
    published: bool = False
    # The checkpoint as signed; empty where the file was written from what another machine signed.
    note: str = ""

    def as_published(self) -> "Head":
        """The same head, once its batch has committed."""
        return replace(self, published=True)


def read_head(path: Path, origin: str | None) -> Head | None:
    """The head of the file; None when there is no file.

    Raises: HeadMismatchError for a file that cannot be read, or is of another log than `origin` where given.
    """
    if not path.exists():
        return None
    try:
        value: dict[str, Any] = json.loads(path.read_text())
        head = Head(
            value["origin"],
            int(value["size"]),
            bytes.fromhex(value["root"]),
            int(value["before_size"]),
            bytes.fromhex(value["before_root"]),
            tuple(bytes.fromhex(leaf) for leaf in value["leaves"]),
            value.get("published") is True,
            str(value.get("note", "")),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise HeadMismatchError(f"The head file {path} cannot be read ({error}); restore it.") from error
    if origin is not None and head.origin != origin:
        raise HeadMismatchError(f"The head file {path} is of the log {head.origin!r}, not of {origin!r}.")
    return head


def write_head(path: Path, head: Head) -> None:
    """Replace the file, whole or not at all, and wait until it is on the disk."""
    text = json.dumps(
        {
            "origin": head.origin,
            "size": head.size,
            "root": head.root.hex(),
            "before_size": head.before_size,
            "before_root": head.before_root.hex(),
            "leaves": [leaf.hex() for leaf in head.leaves],
            "published": head.published,
            "note": head.note,
        }
    )
    replace_file(path, text.encode())


def last_signed() -> dict[int, bytes]:
    """Tree size -> root of the head file, to hold against the database. Empty without a file.

    A batch that may not have committed stands for the head before it.
    Raises: HeadMismatchError for a file that cannot be read or is of another log.
    """
    return standing(own_head())


def own_head() -> Head | None:
    """The head file of this installation; None without one. Raises: HeadMismatchError."""
    return read_head(Path(settings.AUDIT_HEAD_FILE), settings.AUDIT_ORIGIN)


def standing(head: Head | None) -> dict[int, bytes]:
    """Tree size -> root that must be in the database. Takes: the head file, read before the database was."""
    if head is None:
        return {}
    if not head.published:
        return {head.before_size: head.before_root} if head.before_size else {}
    return {head.size: head.root}
