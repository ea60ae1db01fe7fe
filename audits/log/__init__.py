"""The door of the audit log: record an event, read entries, prove them, check the whole."""

from audits.envelope import Actor, EnvelopeError, FileRef, Subject
from audits.log.check import verify_log_tables
from audits.log.clock import clock_alarm, clock_difference
from audits.log.entry_check import Problem
from audits.log.erase import erase_private, erase_private_of_kind
from audits.log.guard import NO_ROLES, database_note, require_triggers, role_findings, trigger_differences
from audits.log.head import HeadMismatchError, last_signed
from audits.log.key_changes import key_changes, key_in_use
from audits.log.proof import (
    EntryProof,
    entry_with_proof,
    growth_proof,
    has_record_file,
    record_file,
    tile_content,
)
from audits.log.reading import (
    Page,
    checkpoints,
    entries,
    envelope_of,
    erased_silently,
    get,
    head_age,
    head_of,
    history,
    latest_checkpoint,
    payload_of,
    private_values_of,
    search,
    signed_head,
    told,
    waiting,
)
from audits.log.record import (
    ANONYMOUS,
    SYSTEM,
    NotInTransactionError,
    Recorded,
    RecordError,
    UnknownKindError,
    event_kinds,
    record,
    title_of,
    uncovered,
)
from audits.log.view import one_view

__all__ = [
    "ANONYMOUS",
    "NO_ROLES",
    "SYSTEM",
    "Actor",
    "EntryProof",
    "EnvelopeError",
    "FileRef",
    "HeadMismatchError",
    "NotInTransactionError",
    "Page",
    "Problem",
    "RecordError",
    "Recorded",
    "Subject",
    "UnknownKindError",
    "checkpoints",
    "clock_alarm",
    "clock_difference",
    "database_note",
    "entries",
    "entry_with_proof",
    "envelope_of",
    "erase_private",
    "erase_private_of_kind",
    "erased_silently",
    "event_kinds",
    "get",
    "growth_proof",
    "has_record_file",
    "head_age",
    "head_of",
    "history",
    "key_changes",
    "key_in_use",
    "last_signed",
    "latest_checkpoint",
    "one_view",
    "payload_of",
    "private_values_of",
    "record",
    "record_file",
    "require_triggers",
    "role_findings",
    "search",
    "signed_head",
    "tile_content",
    "title_of",
    "told",
    "trigger_differences",
    "uncovered",
    "verify_log_tables",
    "waiting",
]
