"""What a person finds of a standards body: recorded with source and day, and decided with from then on."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from audits import triggers
from audits.log import Subject, entries, payload_of
from participation.models import Body, Determination, Disclosure, User
from participation.queries.replay import differences
from participation.states import NotAllowed
from participation.workflow.bodies import FindingRefused, add_body, record_finding
from participation.workflow.recheck import check_again
from participation.workflow.seed import seed_bodies
from tests import cast
from tests.conftest import NOW

FOUND_ON = date(2026, 3, 3)
SOURCE = "https://example.com/annual-report"


@pytest.fixture
def body(database: None) -> Body:
    return add_body(slug="3gpp", name="3GPP")[0]


@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize("answer", [True, False, None])
def test_a_finding_is_kept_with_source_day_and_person(body: Body, officer: User, answer: bool | None) -> None:
    record_finding(body, by=officer, answer=answer, basis=f" {SOURCE} ", on=FOUND_ON)

    body.refresh_from_db()
    assert body.voluntary_consensus_body is answer
    assert (body.voluntary_consensus_basis, body.voluntary_consensus_on) == (SOURCE, FOUND_ON)
    assert (body.voluntary_consensus_by, body.voluntary_consensus_at) == (officer, NOW)
    entry = entries(subject=Subject("body", str(body.pk))).order_by("-id").first()
    assert entry is not None
    assert (entry.kind, entry.actor_id) == ("body.finding_recorded", f"user/{officer.pk}")
    assert payload_of(entry)["changes"] == [
        {
            "row": f"participation_body/{body.pk}",
            "set": {
                "id": body.pk,
                "slug": "3gpp",
                "name": "3GPP",
                "voluntary_consensus_body": answer,
                "voluntary_consensus_basis": SOURCE,
                "voluntary_consensus_on": "2026-03-03",
                "voluntary_consensus_by_id": officer.pk,
                "voluntary_consensus_at": "2026-03-04T13:30:00.000000Z",
            },
        }
    ]


@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize(
    ("changed", "field", "said"),
    [
        ({"basis": "  "}, "basis", "a finding has its source"),
        ({"on": date(2026, 3, 6)}, "on", "still to come"),
    ],
)
def test_a_finding_without_its_source_or_of_tomorrow_is_refused(
    body: Body, officer: User, changed: dict[str, Any], field: str, said: str
) -> None:
    given = {"answer": True, "basis": SOURCE, "on": FOUND_ON} | changed

    with pytest.raises(FindingRefused, match=said) as refusal, transaction.atomic():
        record_finding(body, by=officer, **given)

    body.refresh_from_db()
    assert (refusal.value.field, body.voluntary_consensus_body) == (field, None)


def test_the_database_takes_no_finding_without_its_source(body: Body) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Body.objects.filter(pk=body.pk).update(voluntary_consensus_body=True)


def test_seeding_adds_each_body_once_with_its_entry(db: None) -> None:
    assert (seed_bodies(), seed_bodies()) == (20, 0)

    added = entries().filter(kind="body.added")
    assert added.count() == 20
    assert set(Body.objects.values_list("voluntary_consensus_body", flat=True)) == {None}


def test_a_body_from_before_bodies_were_audited_gets_its_entry_once(committed_db: object) -> None:
    triggers.uninstall(connection)
    Body.objects.create(slug="etsi", name="ETSI")
    triggers.install(connection)

    assert [add_body(slug="etsi", name="ETSI")[1] for _ in range(2)] == [False, False]

    assert [entry.kind for entry in entries()] == ["body.added"]
    assert list(differences()) == []


@pytest.fixture
def of_2021(delegate: User, settings: Any) -> Disclosure:
    """Checked: technology controlled for AT only, to a listed party, for a standard, in March 2021."""
    settings.DEMO_LIST_IS_WHOLE = True
    cast.seeded()
    meeting = cast.meeting(by=delegate)
    return cast.checked(
        cast.submitted(
            by=delegate,
            at=meeting,
            revisions=[cast.revision(by=delegate)],
            released_on=date(2021, 3, 3),
        )
    )


def outcomes(disclosure: Disclosure) -> list[tuple[str, str]]:
    rows = Determination.objects.filter(line__disclosure=disclosure).order_by("pk")
    return [(row.outcome, row.status) for row in rows]


def test_the_rule_of_2020_decides_with_the_finding_when_it_is_checked_again(
    of_2021: Disclosure, officer: User, administrator: User
) -> None:
    stored = [outcomes(of_2021)]
    third = Body.objects.get(slug="3gpp")

    for answer, by in ((True, officer), (False, administrator), (None, officer)):
        record_finding(third, by=by, answer=answer, basis=SOURCE, on=FOUND_ON)
        assert outcomes(of_2021) == stored[-1]
        check_again(of_2021, by=by, reason="finding about the body")
        stored.append(outcomes(cast.checked(of_2021)))

    unknown, no = ("needs_review", "wait"), ("license_required", "stop")
    yes = ("authorized_standards_exemption", "clear")
    assert stored[-1] == [unknown, yes, no, unknown]
    asked = Determination.objects.filter(line__disclosure=of_2021).values_list(
        "facts__body__voluntary_consensus_body", flat=True
    )
    assert list(asked.order_by("pk")) == [None, True, False, None]


def test_checking_again_ends_the_open_case_and_says_why(of_2021: Disclosure, officer: User) -> None:
    case = cast.open_review(of_2021)

    check = check_again(of_2021, by=officer, reason="finding about the body")

    case.refresh_from_db()
    of_2021.refresh_from_db()
    assert (case.state, of_2021.state, check.reason) == ("closed", "submitted", "finding about the body")
    last = entries(subject=Subject("disclosure", str(of_2021.pk))).order_by("-id").first()
    assert (last.kind, payload_of(last)["reason"]) == (
        "disclosure.recheck_requested",
        "finding about the body",
    )


def test_a_delegate_does_not_have_it_checked_again(of_2021: Disclosure, delegate: User) -> None:
    with pytest.raises(NotAllowed), transaction.atomic():
        check_again(of_2021, by=delegate, reason="mine")

    of_2021.refresh_from_db()
    assert of_2021.state == "flagged"
