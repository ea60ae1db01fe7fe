"""Documents: revisions with their file and class, the import of a list, and who is refused."""

import hashlib
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from audits.log import entries
from participation import files
from participation.models import Classification, Document, DocumentRevision, User
from participation.web.delegate import document_forms
from tests.factories import work
from tests.web.reading import errors, field, heading, rows


def filled(**fields: object) -> dict[str, object]:
    given = {
        "number": "S2-2600009",
        "title": "Path hints",
        "body": str(work.body().pk),
        "source": "Example Radio Inc.",
        "revision": "r1",
        "source_url": "https://example.org/S2-2600009.zip",
        "published": "no",
        "classified": "no",
        "kind": "technology",
        "us_nexus": "us_origin",
        "other_agency": "",
        "nonstandard_crypto": "unknown",
        "encryption_notification_sent": "unknown",
    }
    return given | fields


CLASS = {
    "classified": "yes",
    "eccn": "5E002.a",
    "reasons_for_control": ["NS", "EI"],
    "basis": "W. T., 3 March",
}


def test_document_with_revision_class_and_file(delegate: User, client_of) -> None:
    upload = SimpleUploadedFile("path.txt", b"hello", content_type="text/plain")

    response = client_of(delegate).post("/documents/new/", filled(**CLASS, upload=upload))

    document, revision = Document.objects.get(), DocumentRevision.objects.get()
    digest = hashlib.sha256(b"hello").digest()
    assert response["Location"] == f"/documents/{document.pk}/"
    assert (document.number, document.title, str(document.body)) == ("S2-2600009", "Path hints", "3GPP")
    assert (revision.revision, revision.published, bytes(revision.file_hash)) == ("r1", False, digest)
    assert (revision.file_name, revision.file_size, revision.file_media) == ("path.txt", 5, "text/plain")
    assert files.opened(digest).read() == b"hello"
    found = Classification.objects.get()
    assert (found.eccn, found.reasons_for_control, found.crypto_functionality_only) == (
        "5E002.a",
        ["NS", "EI"],
        False,
    )
    assert (found.nonstandard_crypto, found.us_nexus, found.classified_by) == (None, "us_origin", delegate)


@pytest.mark.parametrize("stated", ["", "text/plain; charset=utf-8", "x" * 200, "TEXT/PLAIN"])
def test_whatever_a_browser_calls_a_file_can_be_logged(delegate: User, client_of, stated: str) -> None:
    upload = SimpleUploadedFile("path.txt", b"hello", content_type=stated)

    response = client_of(delegate).post("/documents/new/", filled(upload=upload))

    assert response.status_code == 302
    assert DocumentRevision.objects.get().file_media in ("text/plain", "application/octet-stream")


def test_not_classified_is_said_and_kept_so(delegate: User, client_of) -> None:
    client = client_of(delegate)

    response = client.post("/documents/new/", filled(), follow=True)

    assert Classification.objects.count() == 0
    assert "Not classified" in response.text


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"number": ""}, ["Number: Give the number."]),
        ({"revision": ""}, ["Revision: Give the revision: nothing is disclosed without one."]),
        ({"published": "yes"}, ["How do you know? Say where it was published: a link or a sentence."]),
        (
            {"classified": "yes", "eccn": "EAR99"},
            ["On what basis? Give the basis: a classification without one is not kept."],
        ),
        (
            {"classified": "yes", "eccn": "5e002", "basis": "x"},
            ["ECCN, down to its paragraph: Give EAR99, or an ECCN down to its paragraph such as 5E002.a."],
        ),
        (
            {"classified": "yes", "basis": "x"},
            ["ECCN, down to its paragraph: Give the ECCN, or say that it is not classified."],
        ),
        ({"source_url": "nowhere"}, ["Source address: Enter a valid URL."]),
    ],
)
def test_errors_name_the_field_and_save_nothing(
    delegate: User, client_of, fields: dict[str, str], said: list[str]
) -> None:
    response = client_of(delegate).post("/documents/new/", filled(**fields))

    assert (response.status_code, errors(response), Document.objects.count()) == (422, said, 0)


def test_a_file_survives_an_error_elsewhere(delegate: User, client_of) -> None:
    client, upload = client_of(delegate), SimpleUploadedFile("path.txt", b"hello")
    again = client.post("/documents/new/", filled(number="", upload=upload))

    client.post("/documents/new/", filled(kept_file=field(again, "kept_file")))

    assert bytes(DocumentRevision.objects.get().file_hash) == hashlib.sha256(b"hello").digest()


def test_a_file_that_was_not_kept_by_us_is_not_believed(delegate: User, client_of) -> None:
    client_of(delegate).post("/documents/new/", filled(kept_file='{"hash": "00", "size": 1}'))

    assert DocumentRevision.objects.get().file_hash is None


def test_a_file_beyond_the_limit_is_refused(delegate: User, client_of, monkeypatch) -> None:
    monkeypatch.setattr(document_forms, "MAX_FILE", 1024 * 1024)
    upload = SimpleUploadedFile("large.bin", b"0" * (1024 * 1024 + 1))

    response = client_of(delegate).post("/documents/new/", filled(upload=upload))

    assert errors(response) == ["File: The file is larger than 1 MB."]


def test_a_number_that_is_known_leads_to_its_document(delegate: User, client_of) -> None:
    known = work.revision(delegate, "S2-2600009").document

    response = client_of(delegate).post("/documents/new/", filled())

    said = f"S2-2600009 is here already: add a revision to it at /documents/{known.pk}/."
    assert (errors(response), DocumentRevision.objects.count()) == ([f"Number: {said}"], 1)


def test_a_further_revision_and_one_that_is_there(delegate: User, client_of) -> None:
    document = work.revision(delegate).document
    client, address = client_of(delegate), f"/documents/{document.pk}/revisions/new/"
    client.post(address, filled(revision="r2", published="yes", publication_basis="On the server."))

    response = client.post(address, filled(revision="r2"))

    newest = document.revisions.get(revision="r2")
    assert (newest.published, newest.publication_basis) == (True, "On the server.")
    assert errors(response) == ["Revision: Revision r2 is here already: a revision is never replaced."]


def test_a_new_classification_leaves_the_old_one(delegate: User, client_of) -> None:
    revision = work.revision(delegate)
    address = f"/documents/{revision.document_id}/revisions/{revision.pk}/classify/"

    client_of(delegate).post(address, filled(**CLASS))

    assert list(Classification.objects.values_list("eccn", "basis")) == [
        ("EAR99", "test"),
        ("5E002.a", "W. T., 3 March"),
    ]


def test_a_revision_of_another_document_is_not_found(delegate: User, client_of) -> None:
    one, other = work.revision(delegate), work.revision(delegate, "S2-2600002")

    response = client_of(delegate).get(f"/documents/{one.document_id}/revisions/{other.pk}/classify/")

    assert response.status_code == 404


def test_page_shows_each_revision_with_class_and_hash(delegate: User, client_of, clock) -> None:
    digest = bytes(range(32))
    fields = {"published": True, "published_on": date(2026, 3, 1), "publication_basis": "On the server."}
    fields |= {"file_hash": digest, "file_size": 5, "file_name": "a.txt", "file_media": "text/plain"}
    revision = work.revision(delegate, revision_fields=fields)

    response = client_of(delegate).get(f"/documents/{revision.document_id}/")

    assert heading(response) == "S2-2600001"
    for told in ("EAR99", "D., 4 March 2026: test", "Yes, 1 March 2026: On the server.", digest.hex()):
        assert told in response.text


def test_list_finds_by_number_title_and_source(delegate: User, client_of) -> None:
    work.revision(delegate, "S2-1", title="Path hints")
    work.revision(delegate, "S2-2", source="Path Inc.", classification=None)
    work.revision(delegate, "S2-3", title="Roaming")

    response = client_of(delegate).get("/documents/?q=path")

    assert rows(response) == [
        "S2-1 3GPP Path hints r1 EAR99",
        "S2-2 3GPP no title Path Inc. r1 not classified",
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_as_often_for_one_as_for_three(
    delegate: User, client_of, django_assert_num_queries, count: int
) -> None:
    for number in range(count):
        work.revision(delegate, f"S2-{number}")
    client = client_of(delegate)
    client.get("/documents/")

    with django_assert_num_queries(10):
        client.get("/documents/")


LIST = "TDoc,Title,Source\nS2-2600001r1,First,Nokia\nS2-2600002,Second,ZTE"


def test_import_is_seen_and_then_saved_whole(delegate: User, client_of) -> None:
    client, given = client_of(delegate), {"body": work.body().pk, "pasted": LIST, "step": "save"}
    shown = client.post("/documents/import/", given)
    assert Document.objects.count() == 0

    client.post("/documents/import/", given | {"previewed": field(shown, "previewed")})

    found = DocumentRevision.objects.values_list("document__number", "revision", "document__title")
    assert list(found) == [("S2-2600001", "r1", "First"), ("S2-2600002", "r0", "Second")]


def test_import_with_an_error_saves_nothing(delegate: User, client_of) -> None:
    client, given = (
        client_of(delegate),
        {"body": work.body().pk, "pasted": LIST + "\nnone,Third,", "step": "save"},
    )
    shown = client.post("/documents/import/", given)

    response = client.post("/documents/import/", given | {"previewed": field(shown, "previewed")})

    assert errors(response) == ['Row 3: "none" is not a document number. Type it.']
    assert (response.status_code, Document.objects.count()) == (422, 0)


@pytest.mark.parametrize("person", ["auditor", "administrator"])
@pytest.mark.parametrize(
    "address",
    ["new/", "import/", "{document}/revisions/new/", "{document}/revisions/{revision}/classify/"],
)
def test_who_only_reads_is_refused(
    request: pytest.FixtureRequest, delegate: User, client_of, person: str, address: str
) -> None:
    revision = work.revision(delegate)
    address = address.format(document=revision.document_id, revision=revision.pk)
    client = client_of(request.getfixturevalue(person))

    response = client.post(f"/documents/{address}", filled(**CLASS))

    assert (response.status_code, entries(kind="access.denied").count()) == (403, 1)
    assert (DocumentRevision.objects.count(), Classification.objects.count()) == (1, 1)


@pytest.mark.parametrize("person", ["officer", "auditor", "administrator"])
def test_everybody_reads_documents(
    request: pytest.FixtureRequest, delegate: User, client_of, person: str
) -> None:
    document = work.revision(delegate).document

    response = client_of(request.getfixturevalue(person)).get(f"/documents/{document.pk}/")

    assert (response.status_code, heading(response)) == (200, "S2-2600001")
