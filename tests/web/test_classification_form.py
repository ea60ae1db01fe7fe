"""The classification form asks the Commerce Control List: it completes, refuses and warns."""

import pytest

from participation.models import Classification, Document, User
from participation.workflow.documents import classify
from tests.factories import work
from tests.web.reading import errors, field

CLASS = {
    "classified": "yes",
    "kind": "technology",
    "us_nexus": "us_origin",
    "other_agency": "",
    "nonstandard_crypto": "unknown",
    "encryption_notification_sent": "unknown",
    "basis": "W. T., 3 March",
}
LIST = "the Commerce Control List of 23 July 2026"


@pytest.fixture
def address(delegate: User) -> str:
    revision = work.revision(delegate, classification=None)
    return f"/documents/{revision.document_id}/revisions/{revision.pk}/classify/"


@pytest.mark.parametrize(
    ("stated", "said"),
    [
        (
            {"eccn": "5E002.q"},
            [f"ECCN, down to its paragraph: 5E002.q is not in {LIST}; 5E002 has the paragraphs a, b."],
        ),
        (
            {"eccn": "5E002.a", "reasons_for_control": ["NS", "AT", "EI"], "crypto_equipment": "5E002.a"},
            [
                "Equipment that it is for: 5E002.a is not encryption equipment: "
                "5A002, 5A003 or 5A004 is, down to its paragraph."
            ],
        ),
    ],
)
def test_what_does_not_exist_is_refused_with_what_does(
    delegate: User, client_of, address: str, stated: dict[str, object], said: list[str]
) -> None:
    response = client_of(delegate).post(address, CLASS | stated)

    assert (response.status_code, errors(response), Classification.objects.count()) == (422, said, 0)


def test_reasons_that_the_list_contradicts_are_confirmed_or_corrected(
    delegate: User, client_of, address: str
) -> None:
    """3E992 looks as if controlled for anti-terrorism only, and is not."""
    client, stated = client_of(delegate), CLASS | {"eccn": "3E992", "reasons_for_control": ["AT"]}

    warned = client.post(address, stated)
    other = client.post(address, stated | {"confirmed": "3E992 AT NS"})
    confirmed = client.post(address, stated | {"confirmed": field(warned, "confirmed")})

    said = [
        "Reasons for control: 3E992 is controlled for NS and RS as well, not for anti-terrorism only. "
        "Correct the reasons, or confirm below that they are right: your word stands."
    ]
    assert (warned.status_code, errors(warned)) == (422, said)
    assert (other.status_code, errors(other)) == (422, said)
    assert confirmed.status_code == 302
    assert list(Classification.objects.values_list("eccn", "reasons_for_control")) == [("3E992", ["AT"])]


def test_corrected_reasons_need_no_confirmation(delegate: User, client_of, address: str) -> None:
    stated = CLASS | {"eccn": "3E992", "reasons_for_control": ["NS", "RS", "AT"]}

    assert client_of(delegate).post(address, stated).status_code == 302


def test_without_scripts_a_button_shows_the_entry_and_proposes_its_reasons(
    delegate: User, client_of, address: str
) -> None:
    response = client_of(delegate).post(address, CLASS | {"eccn": "5A002", "basis": "", "ask_the_list": "1"})

    page = response.content.decode()
    assert (response.status_code, errors(response), Classification.objects.count()) == (200, [], 0)
    assert "“Information security” systems, equipment and “components”" in page
    assert "5A002.a, 5A002.b, 5A002.c, 5A002.d, 5A002.e, 5A002.z" in page
    assert [reason for reason in ("NS", "RS", "AT", "EI") if ticked(page, reason)] == ["NS", "AT", "EI"]


def ticked(page: str, reason: str) -> bool:
    start = page.index(f'name="reasons_for_control" value="{reason}"')
    return "checked" in page[start : page.index(">", start)]


def test_asking_the_list_changes_no_reasons_that_are_ticked(delegate: User, client_of, address: str) -> None:
    stated = CLASS | {"eccn": "3E992", "reasons_for_control": ["AT"], "ask_the_list": "1"}

    page = client_of(delegate).post(address, stated).content.decode()

    assert [reason for reason in ("NS", "RS", "AT") if ticked(page, reason)] == ["AT"]
    assert "3E992 is controlled for NS and RS as well, not for anti-terrorism only." in page


def test_a_new_document_that_asks_the_list_is_not_saved_and_loses_nothing(delegate: User, client_of) -> None:
    typed = CLASS | {
        "eccn": "5E991",
        "number": "S2-1",
        "revision": "r1",
        "published": "no",
        "ask_the_list": "1",
    }

    response = client_of(delegate).post("/documents/new/", typed)

    assert (response.status_code, Document.objects.count()) == (200, 0)
    assert (field(response, "number"), field(response, "eccn")) == ("S2-1", "5E991")
    assert "Commerce Control List of" in response.content.decode()


@pytest.mark.parametrize(
    ("typed", "there"),
    [
        ("5E002.a", "Reasons for control of the whole of 5E002.a: <strong>NS, AT</strong>"),
        ("6A003", "The paragraphs of this category are not on record here."),
        ("4A102", "its requirements stand in its text"),
        ("5E999", "5E999 is not an entry of the Commerce Control List of 23 July 2026"),
    ],
)
def test_with_scripts_the_entry_comes_at_once(delegate: User, client_of, typed: str, there: str) -> None:
    response = client_of(delegate).get("/documents/control-list/", {"eccn": typed})

    assert (response.status_code, there in " ".join(response.content.decode().split())) == (200, True)


@pytest.mark.parametrize("typed", ["", "EAR99", "5E", "5e002", "<script>", "5E002.", "\x00"])
def test_there_is_nothing_to_say_of_what_is_no_eccn(delegate: User, client_of, typed: str) -> None:
    response = client_of(delegate).get("/documents/control-list/", {"eccn": typed})

    assert (response.status_code, response.content.decode().strip()) == (200, "")


def test_a_reserved_paragraph_can_be_recorded_for_an_older_release(
    delegate: User, client_of, address: str
) -> None:
    stated = CLASS | {"kind": "source_code", "eccn": "5D002.d", "reasons_for_control": ["NS", "AT"]}

    assert client_of(delegate).post(address, stated).status_code == 302


def test_the_class_in_force_starts_the_form_with_what_the_list_says(
    delegate: User, client_of, address: str
) -> None:
    revision = Document.objects.get().revisions.get()
    classify(revision, by=delegate, **work.EAR99 | {"eccn": "5E991", "reasons_for_control": ["AT"]})

    page = client_of(delegate).get(address).content.decode()

    assert "Licence requirements of 5E991" in page
