"""Meetings, documents and disclosures with dull fixed values, made through the workflow's verbs."""

from datetime import date
from typing import Any
from uuid import uuid4

from participation.models import Body, Disclosure, DocumentRevision, Meeting, User
from participation.workflow.bodies import add_body
from participation.workflow.documents import log_document
from participation.workflow.meetings import Attendee, log_meeting
from participation.workflow.meetings import stated_name as stated
from participation.workflow.seed import seed_bodies, seed_reason_codes, seed_starter_list
from participation.workflow.submit import Recipient, draft

HUAWEI = ("Huawei Technologies Co., Ltd.", "CN")
ERICSSON = ("Ericsson", "SE")
EAR99 = {
    "kind": "technology",
    "eccn": "EAR99",
    "reasons_for_control": [],
    "us_nexus": "us_origin",
    "basis": "test",
}


def installed() -> None:
    """Bodies, reason codes and the starter list, as after `set_up`."""
    seed_bodies()
    seed_reason_codes()
    seed_starter_list()


def body(slug: str = "3gpp") -> Body:
    return add_body(slug=slug, name=slug.upper())[0]


def meeting(by: User, *, attendees: tuple[Attendee, ...] = (), **fields: Any) -> Meeting:
    given = {
        "number": "#178",
        "starts_on": date(2026, 3, 2),
        "ends_on": date(2026, 3, 6),
        "time_zone": "Europe/Paris",
        "place": "Nice",
    }
    return log_meeting(
        by=by, form_token=uuid4(), body=body(), group_name="SA2", attendees=attendees, **given | fields
    )


def revision(by: User, number: str = "S2-2600001", *, label: str = "r1", **fields: Any) -> DocumentRevision:
    """Not published, classified as EAR99 unless `classification` says otherwise (None: not classified)."""
    fields.setdefault("classification", EAR99)
    fields.setdefault("revision_fields", {"published": False})
    return log_document(by=by, body=body(), number=number, revision=label, **fields)


def recipient(text: str = "Ericsson", country: str = "SE", **known: Any) -> Recipient:
    return Recipient(stated(text, country), **known)


def disclosure(
    by: User, *, to: tuple[tuple[str, str], ...] = (HUAWEI, ERICSSON), **fields: Any
) -> Disclosure:
    """A draft of one EAR99 revision to Huawei and Ericsson, for a standard that will be published."""
    given: dict[str, Any] = {
        "form_token": uuid4(),
        "body": body(),
        "released_on": date(2026, 3, 4),
        "time_zone": "Europe/Paris",
        "for_a_standard": True,
        "intent_to_publish": True,
        "purpose": "Agree the text.",
    }
    if "revisions" not in fields:
        given["revisions"] = [(revision(by), "")]
    return draft(by=by, recipients=[recipient(*one) for one in to], **given | fields)[0]
