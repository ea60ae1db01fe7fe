"""What the log itself says of its keys: changes of key and declared losses, as far as they are sealed."""

from audits import keys, storage
from audits.checkpoint import NoteError, VerifierKey, parse_note, verify_note
from audits.envelope import parse_envelope
from audits.key_change import LOST, ROTATED, Loss, Rotation, key_change
from audits.models import Checkpoint, Entry


def key_changes() -> list[Rotation | Loss]:
    """Every change that a sealed entry states, in order; whether signatures bear it out is not looked at."""
    found = []
    rows = Entry.objects.filter(kind__in=(ROTATED, LOST), leaf__isnull=False).select_related("leaf")
    for entry in rows.order_by("leaf__leaf_index"):
        change = key_change(entry.leaf.leaf_index, parse_envelope(bytes(entry.body)))
        if change is not None:
            found.append(change)
    return found


def key_in_use() -> VerifierKey | None:
    """The public key that the log is signed with; None before it is made."""
    try:
        return keys.public_key()
    except keys.KeyFileError:
        return None


def successor_of(key: VerifierKey) -> Rotation | None:
    """The change away from this key that both keys signed; None while it is in use."""
    for change in key_changes():
        if (
            isinstance(change, Rotation)
            and change.former == key
            and is_signed_by(change.key, change.index + 1)
        ):
            return change
    return None


def is_signed_by(key: VerifierKey, size: int | None = None) -> bool:
    """Whether the checkpoint of this size, by default the newest, carries a good signature of the key."""
    row = storage.latest_checkpoint() if size is None else Checkpoint.objects.filter(pk=size).first()
    if row is None:
        return False
    try:
        verify_note(parse_note(row.note.encode()), [key])
    except NoteError:
        return False
    return True
