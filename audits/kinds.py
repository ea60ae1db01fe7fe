"""The log's own kinds of entries. The setting AUDIT_EVENT_KINDS joins the kinds of other packages."""

KINDS: tuple[str, ...] = (
    "audit.heartbeat",  # an hour without other entries: silence is visible
    "audit.key_rotated",  # names the new verifier key
    "audit.loss_declared",  # a new origin that embeds the last checkpoint of the old one
    "audit.anchored",  # an outsider holds a checkpoint
    "audit.anchor_failed",
    "audit.verified",  # a full check in the service, with its result
    "audit.exported",
    "audit.report_made",
    "audit.entry_read",  # reads are logged for auditors
    "audit.values_erased",  # private values, keys and copies, after retention and without hold
    "audit.hold_set",
    "audit.hold_lifted",
)
