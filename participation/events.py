"""The closed list of what participation writes into the audit log, and the tables that must not
change without an entry. Pure: the log reads these mappings through two settings."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EventKind:
    """`changes` is true where the entry states a new revision of its object."""

    title: str
    changes: bool = True


@dataclass(frozen=True, slots=True)
class AuditedTable:
    """A table whose rows belong to an object of the log.

    `id_column` names the object; `columns` limits the cover to these columns (None: all);
    `personal` columns appear in the log only as commitments.
    """

    object_type: str
    id_column: str
    columns: tuple[str, ...] | None = None
    personal: tuple[str, ...] = ()


KINDS: dict[str, EventKind] = {
    "body.added": EventKind("Standards body added"),
    "body.finding_recorded": EventKind("Finding about a standards body recorded"),
    "hold.placed": EventKind("Legal hold placed"),
    "hold.lifted": EventKind("Legal hold lifted"),
    "disposal.proposed": EventKind("Disposal proposed"),
    "disposal.approved": EventKind("Disposal approved by a second person"),
    "disposal.refused": EventKind("Disposal refused"),
    "disposal.item_ended": EventKind("One matter of a disposal ended"),
    "disposal.finished": EventKind("Disposal carried out"),
    "disposal.gave_up": EventKind("Disposal needs attention"),
    "disposal.tried_again": EventKind("Disposal tried again"),
    "disposal.report_taken": EventKind("Disposal report taken away", changes=False),
    "retention.disposed": EventKind("Personal values and files disposed of"),
    "retention.erased": EventKind("Personal values of one person erased"),
    "retention.cleared": EventKind("What is no record disposed of", changes=False),
    "meeting.logged": EventKind("Meeting logged"),
    "meeting.changed": EventKind("Meeting changed"),
    "meeting.attendees_added": EventKind("Attendees added"),
    "meeting.affiliation_answered": EventKind("Question about an affiliation answered"),
    "meeting.calendar_taken": EventKind("Calendar file of a meeting taken away", changes=False),
    "document.logged": EventKind("Document logged"),
    "document.revision_added": EventKind("Document revision added"),
    "document.classified": EventKind("Document classified"),
    "document.parts_named": EventKind("Parts of a document named"),
    "disclosure.drafted": EventKind("Disclosure drafted"),
    "disclosure.changed": EventKind("Draft of a disclosure changed"),
    "disclosure.submitted": EventKind("Disclosure submitted"),
    "disclosure.check_started": EventKind("Check started"),
    "disclosure.cleared": EventKind("Disclosure cleared by the check"),
    "disclosure.flagged": EventKind("Disclosure flagged by the check"),
    "disclosure.claimed": EventKind("Disclosure claimed for review"),
    "disclosure.handed_back": EventKind("Disclosure handed back to the queue"),
    "disclosure.reassigned": EventKind("Disclosure handed to a named officer"),
    "disclosure.asked": EventKind("Question put to the delegate"),
    "disclosure.answered": EventKind("Question answered"),
    "disclosure.released": EventKind("Disclosure released by an officer"),
    "disclosure.refused": EventKind("Disclosure refused by an officer"),
    "disclosure.licence_recorded": EventKind("Licence recorded"),
    "disclosure.recheck_requested": EventKind("Check again requested"),
    "disclosure.withdrawn": EventKind("Disclosure withdrawn"),
    "disclosure.what_if": EventKind("Asked what it would have been on another day", changes=False),
    "disclosure.later_event": EventKind("Later event recorded"),
    "notice.sent": EventKind("Mail sent", changes=False),
    "notice.gave_up": EventKind("Mail could not be sent", changes=False),
    "notice.tried_again": EventKind("Mail tried again", changes=False),
    "notice.settled": EventKind("Told by other means than mail", changes=False),
    "check.gave_up": EventKind("Check needs attention", changes=False),
    "check.tried_again": EventKind("Check tried again", changes=False),
    "determination.made": EventKind("Determination made"),
    "determination.record_taken": EventKind("Record of a determination taken away", changes=False),
    "review.opened": EventKind("Review opened"),
    "review.claimed": EventKind("Review claimed"),
    "review.handed_back": EventKind("Review handed back"),
    "review.reassigned": EventKind("Review handed to a named officer"),
    "review.asked": EventKind("Review waits for an answer"),
    "review.decided": EventKind("Review decided"),
    "review.closed": EventKind("Review closed without a decision"),
    "pair.decided": EventKind("Party and list entry judged"),
    "snapshot.staged": EventKind("List read"),
    "snapshot.in_force": EventKind("List put in force"),
    "snapshot.quarantined": EventKind("List quarantined"),
    "snapshot.superseded": EventKind("List superseded"),
    "snapshot.refused": EventKind("List refused", changes=False),
    "rule.recorded": EventKind("Statement on the rules recorded"),
    "rule.withdrawn": EventKind("Statement on the rules withdrawn"),
    "rule.tried": EventKind("What a statement on the rules would change", changes=False),
    "weights.set": EventKind("Thresholds of screening set"),
    "weights.tried": EventKind("What other thresholds of screening would change", changes=False),
    "setting.changed": EventKind("Setting changed"),
    "user.created": EventKind("User created"),
    "user.logged_in": EventKind("User logged in", changes=False),
    "user.login_failed": EventKind("Log-in failed", changes=False),
    "user.password_changed": EventKind("Password changed", changes=False),
    "user.logged_out": EventKind("User logged out", changes=False),
    "user.session_ended": EventKind("Session ended by its limit", changes=False),
    "access.denied": EventKind("Access denied", changes=False),
    "disclosure.read": EventKind("Disclosure read by an auditor", changes=False),
    "case.read": EventKind("Case read by an auditor", changes=False),
    "case.file_read": EventKind("File of a case taken away", changes=False),
    "log.self_checked": EventKind("Log checked against itself and the tables", changes=False),
    "log.self_check_gave_up": EventKind("Log could not be checked", changes=False),
    "batch.screened": EventKind("Batch of names screened", changes=False),
    "batch.read": EventKind("Batch of names read by an auditor", changes=False),
    "batch.answers_taken": EventKind("Answers of a batch of names taken away", changes=False),
    "batch.gave_up": EventKind("Batch of names needs attention", changes=False),
    "batch.tried_again": EventKind("Batch of names tried again", changes=False),
}

# What tells that personal values of its object are gone.
ERASURES = frozenset({"retention.disposed", "retention.erased", "retention.cleared"})

AUDITED_TABLES: dict[str, AuditedTable] = {
    "participation_meeting": AuditedTable("meeting", "id"),
    "participation_attendance": AuditedTable("meeting", "meeting_id", personal=("person_name",)),
    # It names the person by number, and the mail domain of an organisation, never an address.
    "participation_affiliationdoubt": AuditedTable("meeting", "meeting_id"),
    "participation_document": AuditedTable("document", "id"),
    "participation_documentrevision": AuditedTable("document", "document_id", personal=("file_name",)),
    "participation_documentpart": AuditedTable("document", "document_id"),
    "participation_classification": AuditedTable("document", "document_id"),
    "participation_disclosure": AuditedTable("disclosure", "id", personal=("purpose",)),
    "participation_disclosureline": AuditedTable("disclosure", "disclosure_id"),
    "participation_disclosurerecipient": AuditedTable("disclosure", "disclosure_id"),
    "participation_question": AuditedTable("disclosure", "disclosure_id", personal=("text", "answer")),
    "participation_determination": AuditedTable("determination", "id"),
    "participation_recipientmatch": AuditedTable("determination", "determination_id"),
    "participation_review": AuditedTable("review", "id", personal=("note",)),
    "participation_handover": AuditedTable("review", "review_id", personal=("note",)),
    "participation_reviewattachment": AuditedTable("review", "review_id", personal=("file_name",)),
    "participation_legalhold": AuditedTable("hold", "id", personal=("reason", "leave_note")),
    "participation_laterevent": AuditedTable("disclosure", "disclosure_id", personal=("note",)),
    # Not the columns of the queue.
    "participation_disposal": AuditedTable(
        "disposal",
        "id",
        columns=(
            "ground",
            "state",
            "form_token",
            "list_hash",
            "note",
            "proposed_by_id",
            "proposed_at",
            "decided_by_id",
            "decided_at",
            "done_at",
        ),
        personal=("note",),
    ),
    "participation_disposalitem": AuditedTable("disposal", "disposal_id"),
    "participation_pairdecision": AuditedTable("pair", "id", personal=("note",)),
    "participation_snapshot": AuditedTable("snapshot", "id"),
    "participation_reasoncode": AuditedTable("setting", "id"),
    "participation_rulestatement": AuditedTable("rule", "id", personal=("note", "counsel")),
    "participation_weightsversion": AuditedTable("weights", "id", personal=("reason",)),
    # Not the other facts, which ship with a version and decide nothing.
    "participation_body": AuditedTable(
        "body",
        "id",
        columns=(
            "slug",
            "name",
            "voluntary_consensus_body",
            "voluntary_consensus_basis",
            "voluntary_consensus_on",
            "voluntary_consensus_by_id",
            "voluntary_consensus_at",
        ),
    ),
    # Not the password hash, which Django upgrades at log-in, nor the time of the last log-in,
    # which has its own entry.
    "participation_user": AuditedTable(
        "user",
        "id",
        columns=(
            "username",
            "first_name",
            "last_name",
            "email",
            "is_active",
            "is_staff",
            "is_superuser",
            "time_zone",
            "language",
        ),
        personal=("username", "first_name", "last_name", "email"),
    ),
    "participation_user_groups": AuditedTable("user", "user_id"),
}
