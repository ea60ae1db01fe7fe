"""Parts on the pages: naming and classifying them, choosing what is shown, and which of them decides."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audits.log import entries
from participation.models import Classification, Disclosure, DocumentPart, DocumentRevision, User
from participation.states import Role
from participation.workflow.check import run_check
from participation.workflow.documents import ListedDocument, log_documents
from participation.workflow.parts import name_parts
from participation.workflow.submit import submit
from tests.factories import people, work
from tests.web.reading import errors, field, heading, lines, plain, rows
from tests.web.test_disclosure_form import filled

REST = "Rest of the document"
SECRET = work.EAR99 | {"eccn": "5E001.a", "reasons_for_control": ["NS", "AT"], "basis": "The annex says so."}
MINUTES = {"kind": "non_technical", "us_nexus": "us_origin", "basis": "Minutes."}
# What a release that nothing covers is sent with: the class decides.
COMMERCIAL: dict[str, Any] = {"for_a_standard": False, "activity": "commercial_side_talk"}
NEW = "/disclosures/new/?meeting=none"


def named(**fields: object) -> dict[str, object]:
    given = {
        "names": "Annex B\nSource code archive",
        "rest": "no",
        "classified": "no",
        "kind": "technology",
        "us_nexus": "us_origin",
        "nonstandard_crypto": "unknown",
        "encryption_notification_sent": "unknown",
    }
    return given | fields


def address_of(revision: DocumentRevision) -> str:
    return f"/documents/{revision.document_id}/revisions/{revision.pk}/parts/"


def parts_of(disclosure: Disclosure) -> list[str]:
    return list(disclosure.lines.values_list("part", flat=True))


def checked(by: User, revision: DocumentRevision, **fields: Any) -> Disclosure:
    disclosure = work.disclosure(by, revisions=[(revision, "")], **COMMERCIAL | fields)
    run_check(submit(disclosure, by=by).pk)
    disclosure.refresh_from_db()
    return disclosure


@pytest.fixture
def mixed(delegate: User, settings: Any) -> DocumentRevision:
    """Minutes with an annex that needs a licence and one that nobody classified; the list is whole."""
    settings.DEMO_LIST_IS_WHOLE = True
    work.installed()
    revision = work.revision(delegate, classification=MINUTES)
    name_parts(revision, names=["Annex B"], by=delegate, classification=SECRET, rest_as_whole=True)
    name_parts(revision, names=["Annex C"], by=delegate)
    return revision


# ---- Naming and classifying ------------------------------------------------------------------------


def test_parts_are_named_with_their_class_and_the_rest(delegate: User, client_of, clock) -> None:
    revision = work.revision(delegate)
    given = named(
        rest="whole", classified="yes", eccn="5E001.a", reasons_for_control=["NS"], basis="The annex says so."
    )

    page = client_of(delegate).post(address_of(revision), given, follow=True)

    assert heading(page) == "S2-2600001"
    assert "2 parts of S2-2600001 r1 named." in page.text
    assert rows(page) == [
        f"{REST} EAR99 D., 4 March 2026: As the whole: test of US origin Classify {REST}",
        "Annex B 5E001.a (NS) D., 4 March 2026: The annex says so. of US origin Classify Annex B",
        "Source code archive 5E001.a (NS) D., 4 March 2026: The annex says so. of US origin "
        "Classify Source code archive",
    ]
    assert entries(kind="document.parts_named").count() == 1


def test_parts_may_stay_not_classified_and_are_shown_so(delegate: User, client_of) -> None:
    revision = work.revision(delegate)

    page = client_of(delegate).post(address_of(revision), named(), follow=True)

    assert [row.split(" nobody")[0] for row in rows(page)] == [
        f"{REST} Not classified",
        "Annex B Not classified",
        "Source code archive Not classified",
    ]
    assert Classification.objects.exclude(part="").count() == 0
    assert rows(client_of(delegate).get("/documents/")) == [
        f"S2-2600001 3GPP no title r1 {REST}: not classified; Annex B: not classified; "
        "Source code archive: not classified"
    ]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"names": " \n "}, ["Names: Name at least one part."]),
        ({"names": "Annex C\n\nAnnex c"}, ["Names: Line 3: Annex c is named twice."]),
        ({"names": "x" * 300}, ["Names: Line 1: The name has 300 characters; at most 80 are kept."]),
        (
            {"names": "annex a\n" + "y" * 81},
            [
                "Names: Line 1: annex a is a part already. A part keeps its name; "
                "classify it on the page of the document.",
                "Names: Line 2: The name has 81 characters; at most 80 are kept.",
            ],
        ),
        (
            {"classified": "yes", "eccn": "5e001"},
            [
                "ECCN, down to its paragraph: Give EAR99, or an ECCN down to its paragraph such as 5E002.a.",
                "On what basis? Give the basis: a classification without one is not kept.",
            ],
        ),
    ],
)
def test_errors_name_the_line_and_lose_nothing(
    delegate: User, client_of, fields: dict[str, str], said: list[str]
) -> None:
    revision = work.revision(delegate)
    name_parts(revision, names=["Annex A"], by=delegate)

    page = client_of(delegate).post(address_of(revision), named(**fields))

    assert (page.status_code, sorted(errors(page))) == (422, sorted(said))
    assert field(page, "names").replace("\r", "") == named(**fields)["names"]
    assert DocumentPart.objects.count() == 2


def test_the_class_of_the_whole_is_offered_for_the_rest_and_never_assumed(delegate: User, client_of) -> None:
    client = client_of(delegate)
    classified, other = work.revision(delegate), work.revision(delegate, "S2-2", classification=None)

    offered = [client.get(address_of(one)).context["form"].fields.get("rest") for one in (classified, other)]

    assert offered[0].choices == [
        ("no", "Not classified"),
        ("whole", "As the whole was until now: EAR99"),
    ]
    assert (offered[0].initial, offered[1]) == ("no", None)


def test_one_part_is_classified_on_its_page(delegate: User, client_of) -> None:
    revision, client = work.revision(delegate), client_of(delegate)
    name_parts(revision, names=["Annex B"], by=delegate)
    part = revision.parts.get(name="Annex B")

    given = named(classified="yes", eccn="5E001.a", basis="The annex says so.")
    client.post(f"{address_of(revision)}{part.pk}/classify/", given)

    newest = Classification.objects.last()
    assert (newest.part, newest.eccn) == ("Annex B", "5E001.a")


def test_the_whole_of_what_has_parts_is_not_classified_any_more(delegate: User, client_of) -> None:
    revision, client = work.revision(delegate), client_of(delegate)
    name_parts(revision, names=["Annex B"], by=delegate)
    address = address_of(revision).replace("parts/", "classify/")

    page = client.post(address, named(classified="yes", eccn="EAR99", basis="x"))

    said = "S2-2600001 r1 is not divided like that: nothing was saved. See its parts as they are now."
    assert (page.status_code, errors(page)) == (422, [said])
    assert address not in client.get(f"/documents/{revision.document_id}/").text


def test_the_part_of_another_revision_is_not_found(delegate: User, client_of) -> None:
    revision, other = work.revision(delegate), work.revision(delegate, "S2-2")
    name_parts(other, names=["Annex B"], by=delegate)

    page = client_of(delegate).get(f"{address_of(revision)}{other.parts.first().pk}/classify/")

    assert page.status_code == 404


def test_an_imported_list_touches_no_part(delegate: User) -> None:
    revision = work.revision(delegate)
    name_parts(revision, names=["Annex B"], by=delegate)

    log_documents([ListedDocument("S2-2600001", "r1", "First")], by=delegate, body=work.body())

    assert [part.name for part in revision.parts.all()] == [REST, "Annex B"]


# ---- Choosing what is shown ------------------------------------------------------------------------


def sent(client: Any, revision: DocumentRevision, **fields: object) -> Any:
    given = filled(revisions=[revision.pk], others="Nokia; FI", body=work.body().pk, step="draft", **fields)
    return client.post(NEW, given)


def test_a_document_is_offered_with_its_parts_ticked(
    mixed: DocumentRevision, delegate: User, client_of
) -> None:
    page = client_of(delegate).get(NEW)

    [document] = page.context["form"].documents
    assert document["tick"].choice_label == (
        f"S2-2600001 r1 ({REST}: nothing technical; Annex B: 5E001.a (NS, AT); Annex C: not classified) "
    )
    assert [(row["part"].name, row["ticked"], row["described"]) for row in document["parts"]] == [
        (REST, True, "nothing technical"),
        ("Annex B", True, "5E001.a (NS, AT)"),
        ("Annex C", True, "not classified"),
    ]


def test_a_ticked_document_is_all_its_parts(mixed: DocumentRevision, delegate: User, client_of) -> None:
    sent(client_of(delegate), mixed)

    assert parts_of(Disclosure.objects.get()) == [REST, "Annex B", "Annex C"]


def test_parts_that_are_not_ticked_are_left_out(mixed: DocumentRevision, delegate: User, client_of) -> None:
    offered = [part.pk for part in mixed.parts.all()]
    client = client_of(delegate)

    page = client.get(sent(client, mixed, parts=[offered[1]], parts_offered=offered)["Location"])

    assert parts_of(Disclosure.objects.get()) == ["Annex B"]
    assert heading(page).startswith("Draft: S2-2600001 r1 (Annex B).")
    assert f"(left out: {REST}, Annex C)" in page.text


def test_a_part_that_the_page_did_not_offer_goes_with_the_document(
    mixed: DocumentRevision, delegate: User, client_of
) -> None:
    offered = [part.pk for part in mixed.parts.all()]
    name_parts(mixed, names=["Annex D"], by=delegate)

    sent(client_of(delegate), mixed, parts=offered[:1], parts_offered=offered)

    assert parts_of(Disclosure.objects.get()) == [REST, "Annex D"]


def test_a_document_of_which_nothing_is_shown_is_told(
    mixed: DocumentRevision, delegate: User, client_of
) -> None:
    offered = [part.pk for part in mixed.parts.all()]

    page = sent(client_of(delegate), mixed, parts_offered=offered)

    said = "Parts: Tick the parts of S2-2600001 r1 that are shown, or untick the document."
    assert (page.status_code, errors(page), Disclosure.objects.count()) == (422, [said], 0)
    assert 'href="#id_parts"' in page.text
    assert 'id="id_parts"' in page.text
    assert [row["ticked"] for row in page.context["form"].documents[0]["parts"]] == [False] * 3


def test_a_number_that_is_no_part_is_refused(mixed: DocumentRevision, delegate: User, client_of) -> None:
    page = sent(client_of(delegate), mixed, parts=["9" * 30])

    assert (page.status_code, Disclosure.objects.count()) == (422, 0)


def test_the_form_of_a_draft_keeps_what_was_left_out(
    mixed: DocumentRevision, delegate: User, client_of
) -> None:
    draft, client = work.disclosure(delegate, revisions=[(mixed, REST)]), client_of(delegate)
    name_parts(mixed, names=["Annex D"], by=delegate)
    address = f"/disclosures/{draft.pk}/change/"

    form = client.get(address).context["form"]
    given = {name: value for name, value in form.initial.items() if value not in (None, False)}
    client.post(address, given | {"body": work.body().pk, "step": "draft"})

    [document] = form.documents
    ticked = [(row["part"].name, row["ticked"]) for row in document["parts"]]
    assert ticked == [(REST, True), ("Annex B", False), ("Annex C", False), ("Annex D", True)]
    assert document["open"]
    assert parts_of(draft) == [REST, "Annex D"]


def test_found_documents_come_with_their_parts(mixed: DocumentRevision, client_of) -> None:
    client = client_of(people.user("lin", Role.DELEGATE))

    page = client.post(NEW, filled(find="S2-26", step="find"))

    [document] = page.context["form"].documents
    assert [row["ticked"] for row in document["parts"]] == [True] * 3


# ---- Which part decides ----------------------------------------------------------------------------


def test_the_page_names_the_worst_part_and_folds_the_others(
    mixed: DocumentRevision, delegate: User, client_of
) -> None:
    disclosure = checked(delegate, mixed)

    page = client_of(delegate).get(f"/disclosures/{disclosure.pk}/")

    assert heading(page).startswith("Do not share S2-2600001 r1. Annex B (5E001.a) decides: ")
    assert [(line["revision"], line["decides"]) for line in page.context["lines"]] == [
        ("Annex B (5E001.a)", True),
        ("Annex C (not classified)", False),
        (f"{REST} (nothing technical)", False),
    ]
    folded = map(plain, re.findall(r'<summary class="panel__body">(.*?)</summary>', page.text, re.S))
    assert [text for text in folded if text.endswith("Show the steps")] == [
        "Wait A compliance officer has to review this release. Show the steps",
        "Clear Nothing technical is released. Show the steps",
    ]


def test_what_happened_tells_the_part_of_each_determination(
    mixed: DocumentRevision, delegate: User, client_of
) -> None:
    disclosure = checked(delegate, mixed)

    trail = client_of(delegate).get(f"/disclosures/{disclosure.pk}/").context["trail"]

    assert [event["text"] for event in trail if "Determination" in event["text"]] == [
        "Determination made: Annex C, by Plenary",
        "Determination made: Annex B, by Plenary",
        f"Determination made: {REST}, by Plenary",
    ]


def test_another_day_is_compared_part_by_part(mixed: DocumentRevision, delegate: User, client_of) -> None:
    disclosure = checked(delegate, mixed)

    page = client_of(delegate).post(f"/disclosures/{disclosure.pk}/what-if/", {"on": "2023-05-04"})

    heads = [plain(text) for text in re.findall(r'<h2 id="line-[^>]*>(.*?)</h2>', page.text)]
    assert [head.rpartition(": ")[0] for head in heads] == [
        "Annex B (5E001.a)",
        "Annex C (not classified)",
        f"{REST} (nothing technical)",
    ]


def test_the_list_of_disclosures_names_the_worst_part(
    mixed: DocumentRevision, delegate: User, client_of
) -> None:
    checked(delegate, mixed)

    [line] = lines(client_of(delegate).get("/disclosures/"))

    assert line.startswith("Do not share S2-2600001 r1 to 2 organisations, 3GPP Annex B (5E001.a) decides: ")


def test_queue_and_case_name_the_worst_part(
    mixed: DocumentRevision, delegate: User, officer: User, client_of
) -> None:
    disclosure = checked(delegate, mixed)
    client = client_of(officer)

    [row] = client.get("/queue/").context["rows"]
    case = client.get(f"/queue/cases/{disclosure.reviews.get().pk}/")

    assert (row.documents, row.decides) == (("S2-2600001 r1",), "Annex B (5E001.a) decides")
    assert "for S2-2600001 r1. <strong>Annex B (5E001.a) decides.</strong>" in case.text
    assert [(line.document, line.worst) for line in case.context["case"].lines] == [
        ("Annex B (5E001.a)", True),
        ("Annex C (not classified)", False),
        (f"{REST} (nothing technical)", False),
    ]
    [found] = client.get("/queue/?entity=annex").context["rows"]
    assert found.review == row.review


def test_a_question_about_an_item_names_its_part(
    mixed: DocumentRevision, delegate: User, officer: User, client_of
) -> None:
    disclosure = checked(delegate, mixed)

    case = client_of(officer).get(f"/queue/cases/{disclosure.reviews.get().pk}/").context["case"]

    asked = [one["text"] for one in case.suggestions if one["fact"].startswith("item.")]
    assert asked
    assert all(text.startswith("Annex C (not classified): ") for text in asked)


def test_pages_ask_as_often_for_many_parts_as_for_one(delegate: User, officer: User, client_of) -> None:
    work.installed()
    found = []
    for count in (1, 30):
        revision = work.revision(delegate, f"S2-{count}", title="Counted")
        name_parts(revision, names=[f"Annex {n}" for n in range(count)], by=delegate)
        disclosure = checked(delegate, revision)
        pages = [
            (delegate, f"/disclosures/{disclosure.pk}/"),
            (delegate, f"/documents/{revision.document_id}/"),
            (delegate, f"/disclosures/new/?like={disclosure.pk}"),
            (officer, f"/queue/cases/{disclosure.reviews.get().pk}/"),
            (officer, f"/queue/?entity=S2-{count}"),
        ]
        found.append([asked(client_of(person), address) for person, address in pages])

    assert found[0] == found[1]


def asked(client: Any, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


# ---- Parts named later -----------------------------------------------------------------------------


def test_parts_named_later_are_told_and_checked_on_request(
    delegate: User, client_of, clock, settings: Any
) -> None:
    settings.DEMO_LIST_IS_WHOLE = True
    work.installed()
    revision = work.revision(delegate, classification=MINUTES)
    disclosure, client = checked(delegate, revision), client_of(delegate)
    name_parts(revision, names=["Annex B"], by=delegate, classification=SECRET, rest_as_whole=True)
    address = f"/disclosures/{disclosure.pk}/"

    before = client.get(address)
    listed = lines(client.get("/disclosures/"))
    client.post(f"{address}check-parts/")
    run_check(disclosure.checks.get(state="queued").pk)
    after = client.get(address)

    said = "S2-2600001 r1 has parts since 4 March 2026, which this answer does not know."
    assert heading(before).startswith("Clear: S2-2600001 r1.")
    assert (said in before.text, said in listed[0], said in after.text) == (True, True, False)
    assert "Check again by parts" in before.text
    assert heading(after).startswith("Do not share S2-2600001 r1. Annex B (5E001.a) decides: ")


def test_without_later_parts_there_is_nothing_to_check_again(
    mixed: DocumentRevision, delegate: User, client_of
) -> None:
    disclosure = checked(delegate, mixed)

    page = client_of(delegate).post(f"/disclosures/{disclosure.pk}/check-parts/", follow=True)

    assert "The list of parts is no longer newer than the answer" in page.text
    assert disclosure.checks.count() == 1


def test_an_officer_reads_on_the_case_that_parts_were_named_since(
    delegate: User, officer: User, client_of
) -> None:
    work.installed()
    revision = work.revision(delegate)
    disclosure = checked(delegate, revision)
    name_parts(revision, names=["Annex B"], by=delegate)

    page = client_of(officer).get(f"/queue/cases/{disclosure.reviews.get().pk}/")

    assert "S2-2600001 r1 has parts since" in page.text
    assert f'<a href="/disclosures/{disclosure.pk}/">To the disclosure</a>' in page.text


@pytest.mark.parametrize("person", ["auditor", "administrator"])
def test_who_only_reads_is_refused(
    request: pytest.FixtureRequest, mixed: DocumentRevision, delegate: User, client_of, person: str
) -> None:
    client, disclosure = client_of(request.getfixturevalue(person)), checked(delegate, mixed)
    part, count = mixed.parts.first(), DocumentPart.objects.count()
    addresses = [
        address_of(mixed),
        f"{address_of(mixed)}{part.pk}/classify/",
        f"/disclosures/{disclosure.pk}/check-parts/",
    ]

    answers = [client.post(address, named(names="Annex Z")).status_code for address in addresses]

    assert (answers, DocumentPart.objects.count()) == ([403, 403, 403], count)
    assert address_of(mixed) not in client.get(f"/documents/{mixed.document_id}/").text
