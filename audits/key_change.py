"""Entries that say under which key the log goes on: a key that was changed, a log that was lost.

What they need is in the envelope, so that it goes along with every export. Anybody who can record an entry
can claim such a change; it counts only under the signatures that the verifier asks for.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from audits.checkpoint import Checkpoint, NoteError, VerifierKey, parse_checkpoint, parse_note, parse_vkey

ROTATED = "audit.key_rotated"
LOST = "audit.loss_declared"


@dataclass(frozen=True, slots=True)
class Rotation:
    """Entry `index` names the next key; the head of index + 1 entries is signed by both, later ones by it."""

    index: int
    former: VerifierKey
    key: VerifierKey


@dataclass(frozen=True, slots=True)
class Loss:
    """Entry `index` is the first under a new name and key; `last` is what the former log signed last.

    The entries before it are what was kept of the former log: `last.size` of them when none is lost.
    """

    index: int
    key: VerifierKey
    last: Checkpoint
    note: bytes


def rotation_labels(former: VerifierKey, key: VerifierKey) -> dict[str, str]:
    """The labels of the entry that names the next key."""
    return {"former_key": str(former), "key": str(key)}


def loss_labels(note: bytes, key: VerifierKey) -> dict[str, str]:
    """The labels of the entry that embeds the last checkpoint of the former log."""
    return {"former_checkpoint": note.decode(), "key": str(key)}


def key_change(index: int, envelope: Mapping[str, Any]) -> Rotation | Loss | None:
    """What entry `index` says of the key; None for other entries, and for labels that say nothing."""
    labels = envelope["labels"]
    try:
        if envelope["kind"] == ROTATED:
            former, key = parse_vkey(labels["former_key"]), parse_vkey(labels["key"])
            return Rotation(index, former, key) if former.name == key.name else None
        if envelope["kind"] == LOST:
            note = labels["former_checkpoint"].encode()
            last = parse_checkpoint(parse_note(note).text)
            key = parse_vkey(labels["key"])
            return Loss(index, key, last, note) if key.name != last.origin else None
    except (KeyError, NoteError):
        return None
    return None
