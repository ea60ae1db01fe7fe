"""The demonstration: four people, two real-shaped meetings, documents and disclosures; through the verbs."""

import tomllib
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from participation.imports.attendees import parse_attendees
from participation.imports.documents import parse_documents
from participation.models import Body, Disclosure, DocumentRevision, Meeting, User
from participation.states import Role
from participation.workflow.accounts import create_user
from participation.workflow.documents import log_document
from participation.workflow.meetings import Attendee, log_meeting
from participation.workflow.seed import package_file
from participation.workflow.submit import Recipient, log_disclosure

# Demonstration only; the address in the browser is this machine alone.
PASSWORD = "plenary-demonstration"
PEOPLE: tuple[tuple[str, str, str, frozenset[Role]], ...] = (
    ("delegate", "Mina", "Kask", frozenset({Role.DELEGATE})),
    ("officer", "Jonas", "Thiel", frozenset({Role.OFFICER})),
    ("auditor", "Rosa", "Lindqvist", frozenset({Role.AUDITOR})),
    ("administrator", "Ada", "Petrov", frozenset({Role.ADMINISTRATOR})),
)
CHANNELS = {"e_mailed": "emailed"}


def _token(key: str) -> UUID:
    """A fixed form token, so that loading the demonstration twice makes nothing twice."""
    return uuid5(NAMESPACE_URL, f"plenary-demonstration/{key}")


def create_people() -> dict[str, User]:
    """The demonstration's users by log-in name, made where they are missing."""
    people = {}
    for username, first, last, roles in PEOPLE:
        user = User.objects.filter(username=username).first()
        if user is None:
            user = create_user(
                username=username,
                password=PASSWORD,
                roles=roles,
                first_name=first,
                last_name=last,
                email=f"{username}@example.com",
            )
        people[username] = user
    return people


def attendees_of(text: str) -> list[Attendee]:
    """Parsed attendees in the words of the workflow."""
    return [
        Attendee(
            name=row.name,
            organisations=row.organisations,
            country=row.country or "",
            email=row.email or "",
            mode=row.mode or "",
        )
        for row in parse_attendees(text).rows
    ]


def _meeting(story: dict[str, Any], delegate: User) -> Meeting:
    text = story.get("attendees_pasted") or package_file("demo", story["attendees_file"]).decode()
    return log_meeting(
        by=delegate,
        form_token=_token(story["key"]),
        body=Body.objects.get(slug=story["body"]),
        group_name=story["group"],
        number=story["number"],
        starts_on=story["starts_on"],
        ends_on=story["ends_on"],
        time_zone=story["time_zone"],
        place=story["place"],
        venue="both" if story["remote"] else "place",
        access=story["access"],
        agenda_url=story.get("agenda_url", ""),
        attendees=[*attendees_of(text), _delegate_as_attendee(delegate)],
    )


def _delegate_as_attendee(delegate: User) -> Attendee:
    return Attendee(
        name=delegate.initials, organisations=("Example Radio Inc.",), country="US", email=delegate.email
    )


def _classification(story: dict[str, Any]) -> dict[str, Any]:
    item = story["item"]
    return {
        "kind": item["kind"],
        "eccn": item.get("eccn", ""),
        "reasons_for_control": item.get("reasons_for_control"),
        "crypto_equipment": item.get("crypto_equipment", ""),
        "crypto_functionality_only": item.get("crypto_functionality_only", False),
        "nonstandard_crypto": item.get("nonstandard_crypto"),
        "us_nexus": item["us_nexus"],
        "basis": story["classified"]["basis"],
    }


def _document(story: dict[str, Any], delegate: User) -> DocumentRevision:
    return log_document(
        by=delegate,
        body=Body.objects.get(slug=story["body"]),
        number=story["number"],
        title=story["title"],
        source="Example Radio Inc.",
        revision=story["revision"],
        revision_fields={"published": story["item"]["published_before_release"]},
        classification=_classification(story) if "classified" in story else None,
    )


def _recipients(story: dict[str, Any], meeting: Meeting) -> list[Recipient]:
    found: dict[int, Recipient] = {}
    for row in meeting.attendances.select_related("stated_name"):
        stated = row.stated_name
        wanted = story["recipients"] == "all" or stated.text in story["recipients"]
        if wanted and row.colleague_id is None:
            found[stated.pk] = Recipient(stated)
    return list(found.values())


def _disclosure(
    story: dict[str, Any], meeting: Meeting, revision: DocumentRevision, delegate: User
) -> Disclosure:
    activity = story["activity"]
    return log_disclosure(
        by=delegate,
        form_token=_token(story["key"]),
        meeting=meeting,
        body=meeting.body,
        revisions=[(revision, "")],
        recipients=_recipients(story, meeting),
        released_on=story["released_on"],
        time_zone=meeting.time_zone,
        channel=CHANNELS.get(story["channel"], story["channel"]),
        activity=activity["kind"],
        for_a_standard=activity.get("for_a_standard"),
        standard_stage=activity["standard_stage"],
        intent_to_publish=activity.get("intent_to_publish"),
        publication_terms=activity.get("publication_terms", ""),
        publication_evidence=story.get("publication_evidence", ""),
        compliance_mandatory=activity.get("compliance_mandatory"),
        purpose=story["purpose"],
    )


def load_demo() -> list[Disclosure]:
    """The demonstration's disclosures; a second call makes nothing new."""
    story = tomllib.loads(package_file("demo", "demo.toml").decode())
    tokens = [_token(one["key"]) for one in story["disclosure"]]
    loaded = list(Disclosure.objects.filter(form_token__in=tokens))
    if len(loaded) == len(tokens):
        return loaded
    delegate = create_people()["delegate"]
    meetings = {one["key"]: _meeting(one, delegate) for one in story["meeting"]}
    revisions = {one["key"]: _document(one, delegate) for one in story["document"]}
    _load_document_list(delegate)
    return [
        _disclosure(one, meetings[one["meeting"]], revisions[one["document"]], delegate)
        for one in story["disclosure"]
    ]


def _load_document_list(delegate: User) -> None:
    """The shipped excerpt of a real document list, so that the pages have something to pick from."""
    body = Body.objects.get(slug="3gpp")
    for row in parse_documents(package_file("demo", "3gpp-documents.csv")).rows:
        log_document(
            by=delegate,
            body=body,
            number=row.number,
            title=row.title,
            source=row.source,
            revision=row.revision or "r0",
        )
