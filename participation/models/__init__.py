"""Rows: fields, constraints, indexes. What is done with them is in workflow/."""

from participation.models.affiliation import AffiliationDoubt
from participation.models.batch import BatchAnswer, BatchScreening
from participation.models.determination import Check, Determination, RecipientMatch
from participation.models.disclosure import Disclosure, DisclosureLine, DisclosureRecipient, Question
from participation.models.document import Classification, Document, DocumentPart, DocumentRevision
from participation.models.listing import ListedParty, ListedPartyVersion, PairDecision, Snapshot
from participation.models.meeting import Attendance, Body, Group, Meeting, MeetingDraft
from participation.models.notice import Notice
from participation.models.party import Organisation, StatedName
from participation.models.person import Person, User
from participation.models.retention import Disposal, DisposalItem, LaterEvent, LegalHold
from participation.models.review import Handover, ReasonCode, Review, ReviewAttachment
from participation.models.rules import RulesEdition, RuleStatement
from participation.models.self_check import SelfCheck
from participation.models.weights import WeightsVersion

__all__ = [
    "AffiliationDoubt",
    "Attendance",
    "BatchAnswer",
    "BatchScreening",
    "Body",
    "Check",
    "Classification",
    "Determination",
    "Disclosure",
    "DisclosureLine",
    "DisclosureRecipient",
    "Disposal",
    "DisposalItem",
    "Document",
    "DocumentPart",
    "DocumentRevision",
    "Group",
    "Handover",
    "LaterEvent",
    "LegalHold",
    "ListedParty",
    "ListedPartyVersion",
    "Meeting",
    "MeetingDraft",
    "Notice",
    "Organisation",
    "PairDecision",
    "Person",
    "Question",
    "ReasonCode",
    "RecipientMatch",
    "Review",
    "ReviewAttachment",
    "RuleStatement",
    "RulesEdition",
    "SelfCheck",
    "Snapshot",
    "StatedName",
    "User",
    "WeightsVersion",
]
