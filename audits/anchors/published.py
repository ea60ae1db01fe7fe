"""Heads as outsiders get them: the log's note with the cosignatures that witnesses have given."""

from datetime import datetime, timedelta

from django.conf import settings

from audits import storage
from audits.anchors.target import WITNESS
from audits.checkpoint import Note, NoteError, Signature, parse_note
from audits.cosigning import with_lines
from audits.models import Anchor, Checkpoint

# A head that every witness has cosigned goes before a newer one for so long; then the newer one is better.
FRESH = timedelta(minutes=10)


def published(*, now: datetime) -> Checkpoint | None:
    """The head to hand out: the newest that all witnesses have cosigned, if fresh, else the newest of all."""
    newest = storage.latest_checkpoint()
    names = {target.name for target in settings.AUDIT_ANCHORS if target.kind == WITNESS}
    if newest is None or not names:
        return newest
    fresh = Anchor.objects.filter(kind=WITNESS, issuer__in=names, received_at__gte=now - FRESH)
    issuers: dict[int, set[str]] = {}
    for size, issuer in fresh.values_list("checkpoint_id", "issuer"):
        issuers.setdefault(size, set()).add(issuer)
    whole = [size for size, found in issuers.items() if found == names]
    return Checkpoint.objects.get(pk=max(whole)) if whole else newest


def cosigned_note(row: Checkpoint) -> bytes:
    """The note of a head with every cosignature that was received for it, the newest of each witness."""
    note = row.note.encode()
    lines: dict[str, Signature] = {}
    for anchor in row.anchors.filter(kind=WITNESS).order_by("received_at", "pk"):
        lines |= {line.name: line for line in _lines(note, bytes(anchor.token))}
    return with_lines(note, list(lines.values()))


def _lines(note: bytes, token: bytes) -> tuple[Signature, ...]:
    text = parse_note(note).text
    try:
        return parse_note(Note(text, ()).encode() + token).signatures
    except NoteError:
        return ()  # cannot have been stored by us; the verifier would not believe it either
