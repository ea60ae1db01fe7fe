"""The administrator's pages of reason codes."""

import pytest

from audits.models import Entry
from participation.models import ReasonCode, User
from participation.workflow import review as reviews
from participation.workflow.reason_codes import add_reason_code
from participation.workflow.seed import seed_reason_codes
from tests import cast
from tests.web.reading import errors, heading, rows


@pytest.fixture(autouse=True)
def _codes(database: None) -> None:
    seed_reason_codes()


def test_the_administrator_adds_a_code(administrator: User, client_of) -> None:
    client = client_of(administrator)

    answer = client.post("/administration/reason-codes/", {"code": "n4", "text": "A joint venture"})

    assert (answer.status_code, answer["Location"]) == (302, "/administration/reason-codes/")
    page = client.get("/administration/reason-codes/")
    assert "N4 A joint venture In use 0" in rows(page)
    assert len(rows(page)) == 12


def test_what_is_wrong_is_told_and_nothing_is_lost(administrator: User, client_of) -> None:
    answer = client_of(administrator).post("/administration/reason-codes/", {"code": "N1", "text": "My text"})

    assert answer.status_code == 422
    assert errors(answer) == ["Code: N1 is another reason code already. A code means one thing for ever."]
    assert "My text" in answer.content.decode()


def test_a_code_goes_out_of_use_and_back(administrator: User, officer: User, client_of) -> None:
    row, client = ReasonCode.objects.get(code="N3"), client_of(administrator)
    address = f"/administration/reason-codes/{row.pk}/"

    client.post(address, {"code": "N3", "text": row.text})
    out = rows(client.get("/administration/reason-codes/"))[-1]
    client.post(address, {"code": "N3", "text": row.text, "active": "on"})

    assert out == f"N3 {row.text} Out of use 0"
    row.refresh_from_db()
    assert row.active
    assert (
        list(
            Entry.objects.filter(object_type="setting", object_id=str(row.pk)).values_list("kind", flat=True)
        )
        == ["setting.changed"] * 3
    )


def test_the_letters_of_a_used_code_stay_whatever_is_sent(administrator: User, client_of) -> None:
    cast.seeded()
    delegate, officer = cast.delegate(), cast.officer()
    meeting = cast.meeting(by=delegate)
    case = cast.open_review(
        cast.checked(cast.submitted(by=delegate, at=meeting, revisions=[cast.revision(by=delegate)]))
    )
    row = ReasonCode.objects.get(code="R1")
    reviews.decide_review(reviews.claim(case, by=officer), by=officer, decision="refused", reason=row)
    client = client_of(administrator)

    client.post(
        f"/administration/reason-codes/{row.pk}/", {"code": "R9", "text": "New words", "active": "on"}
    )

    row.refresh_from_db()
    assert (row.code, row.text) == ("R1", "New words")
    page = client.get(f"/administration/reason-codes/{row.pk}/")
    assert heading(page) == "Reason code R1"
    assert "1 decision names it, and keeps the words of that day." in page.content.decode()


@pytest.mark.parametrize("name", ["officer", "auditor"])
def test_who_may_read_sees_no_form(name: str, request: pytest.FixtureRequest, client_of) -> None:
    client = client_of(request.getfixturevalue(name))

    page = client.get("/administration/reason-codes/")

    assert len(rows(page)) == 11
    assert "Add a code" not in page.content.decode()
    assert client.post("/administration/reason-codes/", {"code": "N4", "text": "Mine"}).status_code == 403
    assert not ReasonCode.objects.filter(code="N4").exists()


def test_the_list_takes_the_same_queries_for_any_number(
    administrator: User, client_of, django_assert_num_queries
) -> None:
    client = client_of(administrator)
    client.get("/administration/reason-codes/")

    for number in (1, 2):
        with django_assert_num_queries(6):
            client.get("/administration/reason-codes/")
        add_reason_code(by=administrator, code=f"N{number + 3}", text="One more")
