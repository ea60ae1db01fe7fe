"""What a disclosure would have been on another day: both determinations, one entry, nothing else."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audits.log import entries, envelope_of, payload_of
from participation import index_cache
from participation.models import Body, Determination, Disclosure, Snapshot, User
from participation.queries.comparison import compared
from participation.states import Role
from participation.workflow.bodies import record_finding
from participation.workflow.check import run_check
from participation.workflow.import_list import import_list
from participation.workflow.list_files import parse_list
from participation.workflow.parts import name_parts
from participation.workflow.submit import submit
from participation.workflow.what_if import NothingToCompare, what_if
from tests import cast
from tests.factories import people, work
from tests.web.reading import errors, field, heading, plain, rows

RELEASED = date(2026, 3, 4)


EL = "Entity List (EL) - Bureau of Industry and Security"
HEADER = "source,name,alt_names,addresses,federal_register_notice,license_requirement\n"


def checked(by: User, **fields: Any) -> Disclosure:
    made = work.disclosure(by, **fields)
    run_check(submit(made, by=by).pk)
    made.refresh_from_db()
    return made


@pytest.fixture
def disclosure(delegate: User, settings: Any, clock: Any) -> Disclosure:
    """Cleared: an EAR99 document to Huawei and Ericsson, for a 5G standard that will be published."""
    settings.DEMO_LIST_IS_WHOLE = True
    work.installed()
    body = Body.objects.get(slug="3gpp")
    record_finding(body, by=delegate, answer=True, basis="Its rules of procedure.", on=RELEASED)
    return checked(delegate, topic="5G", compliance_mandatory=False)


def address(disclosure: Disclosure) -> str:
    return reverse("disclosure_what_if", args=[disclosure.pk])


def asked(disclosure: Disclosure, day: str, client: Any) -> Any:
    return client.post(address(disclosure), {"on": day})


def would_be(disclosure: Disclosure, on: date, by: User) -> Determination:
    """The one line's determination for the day."""
    rows = list(Determination.objects.filter(line__disclosure=disclosure).select_related("snapshot"))
    return what_if(disclosure, rows, on=on, by=by).lines[0].would_be


# ---- What comes out --------------------------------------------------------------------------------

DAYS = [
    (date(2019, 5, 15), "no_license_required", "wait"),
    (date(2019, 5, 16), "license_required", "stop"),
    (date(2019, 8, 18), "authorized_tgl", "wait"),
    (date(2019, 8, 19), "license_required", "stop"),
    (date(2020, 6, 17), "license_required", "stop"),
    (date(2020, 6, 18), "authorized_standards_exemption", "wait"),
    (date(2022, 9, 9), "authorized_standards_exemption", "wait"),
    (date(2024, 7, 18), "not_subject_to_ear", "wait"),
    (RELEASED, "not_subject_to_ear", "clear"),
    (date(2031, 1, 1), "not_subject_to_ear", "wait"),
]


def test_each_day_has_its_rules(disclosure, delegate) -> None:
    """No list of the other days is kept, so what would be clear is shown as wait."""
    found = [(on, would_be(disclosure, on, delegate)) for on, _, _ in DAYS]

    assert [(on, one.outcome, one.status) for on, one in found] == DAYS


def test_the_day_of_the_release_gives_what_stands(disclosure, delegate) -> None:
    """A day in Paris is two in Washington; the determination is about the first of them."""
    stands = Determination.objects.get(line__disclosure=disclosure)

    again = would_be(disclosure, date(2026, 3, 3), delegate)

    without = {"counterfactuals": []}
    assert (again.result | without, again.facts) == (stands.result | without, stands.facts)
    assert again.holds == stands.holds == []


def test_a_future_day_is_a_forecast_with_the_list_of_today(disclosure, delegate) -> None:
    found = would_be(disclosure, date(2031, 1, 1), delegate)

    assert found.result["flags"] == ["forecast"]
    assert [hold["text"] for hold in found.holds] == [
        "The list of 1 January 2031 does not exist yet, so the one in force today is used."
    ]


def test_the_list_of_the_day_is_used_where_it_is_kept(disclosure, delegate, clock) -> None:
    """The first list names Huawei; a second one, in force since 2 May, does not."""
    first = Snapshot.objects.get()
    clock.move_to(datetime(2026, 5, 2, 12, tzinfo=UTC))
    content = HEADER + f'"{EL}","Another Party","","CN","84 FR 22961","All items"\n'
    parsed = parse_list(content.encode(), source="csl")
    import_list(content.encode(), parsed, source="csl", title="Second list", accept_doubts=True)

    in_use = index_cache.index_for(Snapshot.objects.get(state="in_force"))

    days = (date(2026, 3, 5), date(2026, 5, 1), date(2026, 5, 2))
    found = [would_be(disclosure, on, delegate) for on in days]

    assert [one.snapshot.title for one in found if one.snapshot] == [first.title, first.title, "Second list"]
    assert [one.holds for one in found] == [[], [], []]
    listed = [[row["lists"] for row in one.facts["recipients"]] for one in found]
    assert listed == [[["EL"], []], [["EL"], []], [[], []]]
    # Looking back did not cost those who work with the list in force their index.
    assert index_cache.index_for(Snapshot.objects.get(state="in_force")) is in_use


# ---- The page --------------------------------------------------------------------------------------


def test_the_page_shows_both_side_by_side(disclosure, delegate, client_of) -> None:
    page = asked(disclosure, "2019-08-20", client_of(delegate))

    text = plain(page.content.decode())
    assert (page.status_code, heading(page)) == (200, "On 20 August 2019: Do not share")
    assert "As it stands: Clear Decided again for S2-2600001 r1" in text
    assert "No list of 20 August 2019 is kept here." in text
    assert "The export rules do not reach this release." in text
    assert "This release needs a licence." in text
    first, second = rows(page)[:2]
    assert first.startswith(
        "Does the exclusion for standards work take the release out of the EAR? Yes decides "
    )
    assert first.endswith("In force since 18 July 2024 not asked Asked on one day only")
    assert second.startswith(
        "Does a carve-out for standards work lift the Entity List's requirement? not asked No decides "
    )
    assert second.endswith("In force 19 August 2019 to 17 June 2020 Asked on one day only")


def test_a_day_on_which_the_rules_changed_is_one_press_away(disclosure, delegate, client_of) -> None:
    client = client_of(delegate)

    picks = [pick["on"].isoformat() for pick in client.get(address(disclosure)).context["picks"]]
    page = client.post(address(disclosure), {"pick": picks[1]})

    assert picks == [
        "2019-05-15",
        "2019-05-16",
        "2019-05-20",
        "2019-08-19",
        "2020-06-18",
        "2022-09-09",
        "2024-07-18",
    ]
    assert heading(page) == "On 16 May 2019: Do not share"


def test_a_day_that_cannot_be_is_an_error_of_the_field(disclosure, delegate, client_of) -> None:
    client = client_of(delegate)
    days = {
        "": "Give the day.",
        "soon": "Give a day such as 2026-12-07.",
        "2026-02-30": "Give a day such as 2026-12-07.",
        "1066-10-14": "Give a day from 1950 on.",
        "9999-12-31": "Give a day before the year 2200.",
    }

    pages = {day: asked(disclosure, day, client) for day in days}

    assert {page.status_code for page in pages.values()} == {422}
    told = {day: errors(page) for day, page in pages.items()}
    assert told == {day: [f"Day of the release: {error}"] for day, error in days.items()}
    assert entries(kind="disclosure.what_if").count() == 0


def test_what_was_not_checked_cannot_be_compared(delegate, client_of) -> None:
    draft = work.disclosure(delegate)

    page, answer = client_of(delegate).get(address(draft)), asked(draft, "2022-09-09", client_of(delegate))

    assert (page.status_code, answer.status_code) == (200, 422)
    assert "Not checked yet" in page.content.decode()
    with pytest.raises(NothingToCompare):
        what_if(draft, [], on=RELEASED, by=delegate)


def test_rules_that_cannot_be_read_are_told_and_nothing_is_lost(
    disclosure, delegate, administrator, client_of
) -> None:
    cast.unfit_statement(by=administrator)

    page = asked(disclosure, "2022-09-09", client_of(delegate))

    assert page.status_code == 422
    assert errors(page)[0].startswith("The rules cannot be read, an administrator has to look at them: affil")
    assert field(page, "on") == "2022-09-09"


def test_parts_on_the_same_facts_are_shown_once(delegate, client_of, settings) -> None:
    settings.DEMO_LIST_IS_WHOLE = True
    work.installed()
    revision = work.revision(delegate)
    name_parts(revision, names=["Annex A", "Annex B"], by=delegate, rest_as_whole=True)
    made = checked(delegate, revisions=[(revision, "")])

    page = asked(made, "2022-09-09", client_of(delegate))

    classes = {row.facts["item"]["eccn"] for row in Determination.objects.filter(line__disclosure=made)}
    assert (classes, len(page.context["lines"])) == ({None, "EAR99"}, 2)
    assert len(payload_of(entries(kind="disclosure.what_if").get())["lines"]) == 3


def test_pages_lead_to_it(delegate, officer, client_of) -> None:
    work.installed()
    flagged = checked(delegate)
    pages = [
        client_of(delegate).get(reverse("disclosure", args=[flagged.pk])),
        client_of(officer).get(reverse("case", args=[flagged.reviews.get().pk])),
    ]

    assert [f'href="{address(flagged)}"' in page.content.decode() for page in pages] == [True, True]


# ---- What is written, and by whom ------------------------------------------------------------------


def test_asking_writes_one_entry_and_no_row(disclosure, delegate, client_of) -> None:
    client = client_of(delegate)
    client.get(address(disclosure))

    with CaptureQueriesContext(connection) as queries:
        asked(disclosure, "2022-09-09", client)

    words = [query["sql"].replace('"', "").split() for query in queries.captured_queries]
    writing = [line for line in words if line[0] in ("INSERT", "UPDATE", "DELETE")]
    written = {line[1 if line[0] == "UPDATE" else 2] for line in writing}
    assert {table for table in written if not table.startswith(("audits_", "django_session"))} == set()
    entry = entries(kind="disclosure.what_if").get()
    body, payload = envelope_of(entry), payload_of(entry)
    assert (body["object"]["id"], body["object"]["rev"], body["actor"]["id"]) == (
        str(disclosure.pk),
        None,
        f"user/{delegate.pk}",
    )
    stands = Determination.objects.get(line__disclosure=disclosure)
    assert payload["lines"] == [
        {"line": stands.line_id, "outcome": "authorized_standards_exemption", "status": "wait"}
    ]
    assert (payload["on"], payload["rules"], payload["list_is_of_the_day"]) == (
        "2022-09-09",
        stands.rules_edition,
        False,
    )
    assert payload["list"] == bytes(Snapshot.objects.get().file_hash).hex()
    assert len(payload["facts"]) == 64


def test_looking_at_the_form_writes_nothing_for_a_delegate(disclosure, delegate, client_of) -> None:
    client = client_of(delegate)
    before = entries().count()

    client.get(address(disclosure))

    assert entries().count() == before


def test_an_auditor_is_recorded_for_looking_and_for_asking(disclosure, auditor, client_of) -> None:
    client = client_of(auditor)

    client.get(address(disclosure))
    asked(disclosure, "2022-09-09", client)

    own = entries(actor=f"user/{auditor.pk}").filter(kind__startswith="disclosure.")
    assert list(own.values_list("kind", flat=True)) == ["disclosure.read", "disclosure.what_if"]


def test_a_delegate_who_was_not_there_finds_nothing(disclosure, client_of) -> None:
    stranger = client_of(people.user("otto", Role.DELEGATE))

    assert stranger.get(address(disclosure)).status_code == 404
    assert asked(disclosure, "2022-09-09", stranger).status_code == 404


def test_queries_do_not_grow_with_the_lines(delegate, client_of, settings) -> None:
    settings.DEMO_LIST_IS_WHOLE = True
    work.installed()
    counts = []
    for number in (1, 3):
        revisions = [(work.revision(delegate, f"S2-{number}{one}"), "") for one in range(number)]
        made = checked(delegate, revisions=revisions)
        client = client_of(delegate)
        client.get(address(made))
        with CaptureQueriesContext(connection) as queries:
            asked(made, "2022-09-09", client)
        counts.append(len(queries))

    assert counts[0] == counts[1]


# ---- The comparison --------------------------------------------------------------------------------


def test_a_determination_is_the_same_as_itself(disclosure) -> None:
    stands = Determination.objects.get(line__disclosure=disclosure)

    found = compared(stands, stands)

    assert (found.telling, found.further) == ((), ())
    assert len(found.same) == len(stands.result["findings"])


def test_what_differs_is_marked(disclosure, delegate) -> None:
    first = would_be(disclosure, date(2020, 6, 17), delegate)
    second = would_be(disclosure, date(2020, 6, 18), delegate)

    found = compared(first, second)

    row = next(one for one in found.telling if "carve-out" in one.question)
    assert row.stands is not None
    assert row.would_be is not None
    assert (row.stands.answer, row.would_be.answer, row.word) == ("no", "yes", "Another answer")
    assert row.would_be.answer_differs
    marks = [piece["text"] for piece in row.would_be.explanation if piece["marked"]]
    assert marks == ["rule of 2020 authorises", "release to"]
    assert [(one["cite"], one["marked"]) for one in row.would_be.citations] == [("85 FR 36719", True)]


def test_conditions_are_compared_with_their_like(disclosure, delegate) -> None:
    """The rule of 2020 asks for the body, that of 2022 for the listing; both for the class of the item."""
    first = would_be(disclosure, date(2022, 9, 8), delegate)
    second = would_be(disclosure, date(2022, 9, 9), delegate)

    found = compared(first, second)

    conditions = [
        row for row in (*found.telling, *found.further, *found.same) if "Condition:" in row.question
    ]
    assert all(row.question.startswith("Does a carve-out for standards work lift") for row in conditions)
    said = [
        tuple("".join(piece["text"] for piece in side.explanation) if side else "" for side in sides)
        for sides in ((row.stands, row.would_be) for row in conditions)
    ]
    assert any("consensus standards body" in left and not right for left, right in said)
    assert any("is of a class" in left and "is of a class" in right for left, right in said)


def test_a_step_that_today_s_rules_do_not_have_comes_last(disclosure) -> None:
    stands = Determination.objects.get(line__disclosure=disclosure)
    old = {**stands.result["findings"][0], "step": "retired_step", "answer": "yes", "decides": False}
    former = Determination(
        outcome=stands.outcome,
        status=stands.status,
        facts=stands.facts,
        result=stands.result | {"findings": [*stands.result["findings"], old]},
    )

    found = compared(former, stands)

    assert [(row.question, row.would_be) for row in found.telling] == [("retired_step", None)]
