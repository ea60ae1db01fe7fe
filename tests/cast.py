"""The known people and a small world around them, made by the verbs, with fixed dull values.

Every function writes into the database of the test; nothing is drawn at random and no clock is moved.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.utils import timezone

from participation.models import (
    AffiliationDoubt,
    BatchScreening,
    Body,
    Disclosure,
    DocumentRevision,
    Meeting,
    Review,
    User,
)
from participation.states import Role
from participation.workflow.batches import start_batch
from participation.workflow.check import run_check
from participation.workflow.documents import log_document
from participation.workflow.journal import enter
from participation.workflow.meetings import Attendee, add_attendees, log_meeting
from participation.workflow.rule_statements import statement_of
from participation.workflow.seed import seed_bodies, seed_reason_codes, seed_starter_list
from participation.workflow.submit import Recipient, log_disclosure
from tests.factories import people

# Known to no list, and one party of the starter list under its full name.
UNLISTED = ("Nordlys Radio AS", "NO")
LISTED = ("Huawei Technologies Co., Ltd.", "CN")
ATTENDEES = (
    Attendee(name="Nils Nordmann", organisations=(UNLISTED[0],), country=UNLISTED[1]),
    Attendee(name="Li Wei", organisations=(LISTED[0],), country=LISTED[1]),
)
NAMES = 'query,country\nNordlys Radio AS,NO\n"Huawei Technologies Co., Ltd.",CN\n=cmd,\n,\nÅ,NOR\n'.encode()
CLASSIFICATION: dict[str, Any] = {
    "kind": "technology",
    "eccn": "5E991",
    "reasons_for_control": ["AT"],
    "us_nexus": "us_origin",
    "basis": "Classified by the export desk.",
}


# The Affiliates Rule stays suspended for a year more.
STATEMENT: dict[str, Any] = {
    "what": "affiliates_rule",
    "value": "not_in_force",
    "begins_on": date(2026, 11, 10),
    "ends_on": date(2027, 11, 9),
    "citation": "91 FR 70001",
    "url": "https://www.federalregister.gov/citation/91-FR-70001",
    "source": "regulation",
}


def unfit_statement(*, by: User) -> None:
    """What another version of Plenary could say of the rules, and this one cannot; with its entry."""
    row = statement_of(**STATEMENT | {"value": "a_word_of_another_version"})
    row.recorded_by, row.recorded_at = by, timezone.now()
    row.save()
    enter("rule.recorded", row, by=by, at=row.recorded_at)


def token(key: str) -> UUID:
    """The same form token for the same key, in every run."""
    return uuid5(NAMESPACE_URL, f"plenary-tests/{key}")


def delegate() -> User:
    return people.user(
        "dora", Role.DELEGATE, first_name="Dora", last_name="Delegate", email="dora@example.com"
    )


def officer() -> User:
    return people.user("olaf", Role.OFFICER, first_name="Olaf", last_name="Officer", email="olaf@example.com")


def second_officer() -> User:
    return people.user("oona", Role.OFFICER, first_name="Oona", last_name="Officer", email="oona@example.com")


def auditor() -> User:
    return people.user("anna", Role.AUDITOR, first_name="Anna", last_name="Auditor")


def administrator() -> User:
    return people.user("adam", Role.ADMINISTRATOR, first_name="Adam", last_name="Admin")


def seeded() -> None:
    """What every installation starts with: bodies, reason codes, the starter list in force."""
    seed_bodies()
    seed_reason_codes()
    seed_starter_list()


def meeting(*, by: User, attendees: Sequence[Attendee] = ATTENDEES, number: str = "124") -> Meeting:
    """A meeting of a working group in Geneva, with attendees. Needs `seeded`."""
    return log_meeting(
        by=by,
        form_token=token(f"meeting/{number}"),
        body=Body.objects.get(slug="3gpp"),
        group_name="RAN1",
        number=number,
        starts_on=date(2026, 3, 2),
        ends_on=date(2026, 3, 6),
        time_zone="Europe/Zurich",
        place="Geneva",
        access="members",
        attendees=attendees,
    )


def revision(*, by: User, number: str = "R1-2600001", classified: bool = True) -> DocumentRevision:
    """The first revision of a document. Needs `seeded`."""
    return log_document(
        by=by,
        body=Body.objects.get(slug="3gpp"),
        number=number,
        title="On beam management",
        source="Example Radio Inc.",
        revision="r0",
        revision_fields={"published": False},
        classification=CLASSIFICATION if classified else None,
    )


def recipients(at: Meeting) -> list[Recipient]:
    """Everybody's organisation at the meeting, each once, in the order in which they were stated."""
    names = {row.stated_name_id: row.stated_name for row in at.attendances.select_related("stated_name")}
    return [Recipient(name) for name in names.values()]


def submitted(
    *, by: User, at: Meeting, revisions: Sequence[DocumentRevision], key: str = "disclosure", **fields: Any
) -> Disclosure:
    """A disclosure of the revisions to everybody at the meeting, waiting for its check."""
    facts = {
        "body": at.body,
        "recipients": recipients(at),
        "released_on": at.starts_on,
        "time_zone": at.time_zone,
        "for_a_standard": True,
        "intent_to_publish": True,
        "purpose": "A contribution to the meeting.",
    }
    return log_disclosure(
        by=by,
        form_token=token(key),
        meeting=at,
        revisions=[(one, "") for one in revisions],
        **{**facts, **fields},
    )


def checked(disclosure: Disclosure) -> Disclosure:
    """The disclosure after its open check was done in this process."""
    for check_id in list(disclosure.checks.filter(state="queued").values_list("id", flat=True)):
        run_check(check_id)
    disclosure.refresh_from_db()
    return disclosure


def batch(*, by: User, content: bytes = NAMES, key: str = "batch") -> BatchScreening:
    """A file of names that waits for a worker. Needs `seeded`."""
    return start_batch(by=by, form_token=token(f"batch/{key}"), content=content, file_name="names.csv")


def doubt(*, at: Meeting, by: User) -> AffiliationDoubt:
    """A question about somebody who is listed for a company nobody lists and has a listed one's address."""
    doubtful = Attendee("Wen Sha", ("Acme Radio",), "DE", email="wen.sha@huawei.com")
    add_attendees(at, [doubtful], by=by)
    return AffiliationDoubt.objects.get(stated_name__text="Acme Radio")


def open_review(disclosure: Disclosure) -> Review:
    """The case that the check of the disclosure opened."""
    return disclosure.reviews.get(state=Review.State.OPEN)
