"""The log's own kinds of entries. The setting AUDIT_EVENT_KINDS joins the kinds of other packages."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EventKind:
    """A kind in words; `changes` is true where its entries state a new revision of their object."""

    title: str
    changes: bool = False


KINDS: dict[str, EventKind] = {
    # An hour without other entries: silence is visible.
    "audit.heartbeat": EventKind("Nothing happened for an hour"),
    "audit.exported": EventKind("Log exported"),
    "audit.report_made": EventKind("Report made"),
    "audit.access_denied": EventKind("Access to the log denied"),
    "audit.entry_read": EventKind("Entry read by an auditor"),
    # What these two mean for signatures stands in key_change.
    "audit.key_rotated": EventKind("Signing key of the log changed"),
    "audit.loss_declared": EventKind("Loss declared: the log goes on under a new name"),
    "audit.tiles_read": EventKind("Log read as tiles, for the first time that day"),
}
