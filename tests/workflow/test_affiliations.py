"""Affiliation doubts through the verbs: raised with the list, asked once, and what each answer changes."""

from datetime import date
from typing import Any

import pytest

from audits.log import Subject, entries, payload_of
from participation.models import AffiliationDoubt, Disclosure, Meeting, User
from participation.queries.affiliations import open_doubts_at, question_of
from participation.workflow.affiliations import answer_doubt, raise_doubts
from participation.workflow.meetings import Attendee, add_attendees, change_meeting, log_meeting
from participation.workflow.moves import Conflict
from participation.workflow.review import claim
from tests import cast

DOUBTFUL = Attendee("Wen Sha", ("Acme Radio",), "DE", email="wen.sha@huawei.com")
HUAWEI = "Huawei Technologies Co., Ltd."
HOLD = (
    f"A person listed for Acme Radio has a mail address of {HUAWEI} (huawei.com). "
    "Say on the meeting's attendee list who sent this person."
)


@pytest.fixture
def by(database: None) -> User:
    """The delegate, after the installation was seeded."""
    cast.seeded()
    return cast.delegate()


def meeting(by: User, *attendees: Attendee, number: str = "124", on: date = date(2026, 3, 2)) -> Meeting:
    made = cast.meeting(by=by, attendees=(), number=number)
    moved = change_meeting(made, by=by, starts_on=on, ends_on=on)
    add_attendees(moved, attendees, by=by)
    return moved


def disclosed(by: User, at: Meeting, key: str = "d") -> Disclosure:
    """A disclosure of something harmless to everybody at the meeting, checked."""
    revision = cast.revision(by=by, number=f"R1-{key}")
    return cast.checked(cast.submitted(by=by, at=at, revisions=[revision], key=key))


def holds(disclosure: Disclosure) -> list[str]:
    """Why the newest determination is held, about affiliations alone."""
    check = disclosure.checks.latest("pk")
    return [one["text"] for one in check.determinations.get().holds if one["kind"] == "affiliation"]


def recipients(disclosure: Disclosure) -> list[str]:
    return list(disclosure.recipients.values_list("stated_name__text", flat=True))


def lists_found(disclosure: Disclosure) -> set[str]:
    facts = disclosure.checks.latest("pk").determinations.get().facts
    return {one for recipient in facts["recipients"] or [] for one in recipient["lists"] or []}


def test_a_doubt_is_raised_in_the_entry_of_the_list(by: User) -> None:
    at = log_meeting(
        by=by,
        form_token=cast.token("m"),
        body=cast.Body.objects.get(slug="3gpp"),
        group_name="RAN1",
        starts_on=date(2026, 3, 2),
        ends_on=date(2026, 3, 6),
        attendees=[DOUBTFUL, *cast.ATTENDEES],
    )

    doubt = AffiliationDoubt.objects.get()
    assert question_of(doubt) == (
        f"The list says Acme Radio; the mail address is of {HUAWEI} (huawei.com). Who sent this person?"
    )
    (entry,) = entries(kind="meeting.logged")
    rows = [change for change in payload_of(entry)["changes"] if "affiliationdoubt" in change["row"]]
    assert [(row["row"], row["set"]["domain"]) for row in rows] == [
        (f"participation_affiliationdoubt/{doubt.pk}", "huawei.com")
    ]
    assert "wen.sha" not in str(payload_of(entry))
    assert list(open_doubts_at(at)) == [doubt]


def test_the_same_list_again_and_the_next_meeting_ask_no_second_time(by: User) -> None:
    first = meeting(by, DOUBTFUL)
    add_attendees(first, [DOUBTFUL], by=by)
    second = meeting(by, DOUBTFUL, number="125", on=date(2026, 5, 4))

    doubt = AffiliationDoubt.objects.get()
    assert list(open_doubts_at(second)) == [doubt]
    answer_doubt(doubt, by=by, answer="stated")
    meeting(by, DOUBTFUL, number="126", on=date(2026, 7, 6))
    assert (AffiliationDoubt.objects.count(), list(open_doubts_at(second))) == (1, [])


def test_what_was_stated_at_an_earlier_meeting_is_asked_about(by: User) -> None:
    person = {"email": "k@example.org"}
    meeting(by, Attendee("K. L.", ("Nokia",), "FI", **person), number="123", on=date(2025, 11, 3))
    meeting(by, Attendee("K. L.", ("Acme Radio",), "DE", **person))

    doubt = AffiliationDoubt.objects.get()
    assert question_of(doubt) == (
        "The list says Acme Radio; at 3GPP RAN1 123 this person was there for Nokia. Who sent this person?"
    )


@pytest.mark.parametrize(
    "attendee",
    [
        Attendee("N. N.", ("Acme Radio",), "DE"),
        Attendee("N. N.", (), "", email="n@huawei.com"),
        Attendee("N. N.", ("Huawei",), "CN", email="n@huawei.com"),
        Attendee("N. N.", ("Acme Radio", "Huawei"), "CN", email="n@huawei.com"),
    ],
    ids=["no address", "nothing stated", "agrees", "one of two agrees"],
)
def test_what_is_no_contradiction_is_not_asked(by: User, attendee: Attendee) -> None:
    at = meeting(by, attendee)

    assert list(open_doubts_at(at)) == []


def test_our_own_people_raise_no_doubt(by: User) -> None:
    meeting(by, Attendee("Dora", ("Acme Radio",), "DE", email=by.email))

    assert not AffiliationDoubt.objects.exists()


def test_an_open_doubt_is_never_clear(by: User) -> None:
    disclosure = disclosed(by, meeting(by, DOUBTFUL))

    assert (disclosure.state, holds(disclosure)) == ("flagged", [HOLD])


def test_without_the_doubt_the_same_disclosure_is_clear(by: User, settings: Any) -> None:
    settings.DEMO_LIST_IS_WHOLE = True

    disclosure = disclosed(by, meeting(by, Attendee("Wen Sha", ("Acme Radio",), "DE")))

    assert disclosure.state == "cleared"


def test_as_stated_lets_the_check_clear_it(by: User, settings: Any) -> None:
    settings.DEMO_LIST_IS_WHOLE = True
    disclosure = disclosed(by, meeting(by, DOUBTFUL))

    assert answer_doubt(AffiliationDoubt.objects.get(), by=by, answer="stated") == 1

    cast.checked(disclosure)
    assert (disclosure.state, holds(disclosure), recipients(disclosure)) == ("cleared", [], ["Acme Radio"])


@pytest.mark.parametrize("answer", ["other", "both"])
def test_the_other_and_both_are_screened(by: User, settings: Any, answer: str) -> None:
    settings.DEMO_LIST_IS_WHOLE = True
    disclosure = disclosed(by, meeting(by, DOUBTFUL))

    assert answer_doubt(AffiliationDoubt.objects.get(), by=by, answer=answer) == 1

    cast.checked(disclosure)
    assert recipients(disclosure) == ["Acme Radio", HUAWEI]
    assert lists_found(disclosure) == {"EL"}
    started = entries(kind="disclosure.check_started").latest("pk")
    added = disclosure.recipients.latest("pk")
    assert [change["row"] for change in payload_of(started)["changes"]] == [
        f"participation_disclosure/{disclosure.pk}",
        f"participation_disclosurerecipient/{added.pk}",
    ]


def test_an_answer_counts_for_disclosures_that_come_later_and_at_later_meetings(by: User) -> None:
    meeting(by, DOUBTFUL)
    answer_doubt(AffiliationDoubt.objects.get(), by=by, answer="both")
    later = meeting(by, DOUBTFUL, number="125", on=date(2026, 5, 4))

    assert recipients(disclosed(by, later)) == ["Acme Radio", HUAWEI]


def test_not_known_is_never_yes(by: User, settings: Any) -> None:
    settings.DEMO_LIST_IS_WHOLE = True
    at = meeting(by, DOUBTFUL)

    assert answer_doubt(AffiliationDoubt.objects.get(), by=by, answer="unknown") == 0

    disclosure = disclosed(by, at)
    assert (disclosure.state, holds(disclosure), list(open_doubts_at(at))) == (
        "flagged",
        [
            f"A person listed for Acme Radio has a mail address of {HUAWEI} (huawei.com); "
            "nobody could say who sent this person."
        ],
        [],
    )


def test_the_answer_is_one_entry_and_given_once(by: User) -> None:
    at = meeting(by, DOUBTFUL)
    doubt = AffiliationDoubt.objects.get()
    stale = AffiliationDoubt.objects.get()

    answer_doubt(doubt, by=by, answer="both")
    with pytest.raises(Conflict):
        answer_doubt(stale, by=by, answer="stated")

    (entry,) = entries(kind="meeting.affiliation_answered", subject=Subject("meeting", str(at.pk)))
    (_, row) = payload_of(entry)["changes"]
    assert (row["row"], row["set"]["answer"], entry.actor_id) == (
        f"participation_affiliationdoubt/{doubt.pk}",
        "both",
        f"user/{by.pk}",
    )
    doubt.refresh_from_db()
    assert (doubt.answer, doubt.answered_by) == ("both", by)


def test_a_case_that_an_officer_holds_is_not_ended_by_as_stated(by: User) -> None:
    disclosure = disclosed(by, meeting(by, DOUBTFUL))
    claim(cast.open_review(disclosure), by=cast.officer())

    assert answer_doubt(AffiliationDoubt.objects.get(), by=by, answer="stated") == 0


def test_a_long_list_asks_the_same_number_of_questions_to_the_database(
    by: User, django_assert_max_num_queries: Any
) -> None:
    at = cast.meeting(by=by, attendees=(), number="130")
    crowd = [
        Attendee(f"Person {n}", (f"Laboratory {n}",), "DE", email=f"p{n}@example.org") for n in range(40)
    ]
    rows = add_attendees(at, crowd, by=by)
    with django_assert_max_num_queries(3):
        assert raise_doubts(at, rows, at=at.logged_at) == []
