"""Documents through the verbs: one, a whole list, a classification; what is the same, and the entries."""

import pytest
from django.db import DataError, IntegrityError

from audits.log import Subject, entries, payload_of
from participation.imports.documents import MAX_NUMBER, MAX_TEXT
from participation.models import Classification, Document, DocumentRevision, User
from participation.workflow.documents import ListedDocument, Logged, classify, log_document, log_documents
from tests.factories import work

LIST = (
    ListedDocument("S2-2600001", "r1", "First", "Nokia"),
    ListedDocument("S2-2600001", "r2", "First", "Nokia"),
    ListedDocument("S2-2600002", "r0", "Second", "ZTE"),
)


def revisions() -> list[tuple[str, str, str, str]]:
    names = ("document__number", "revision", "document__title", "document__source")
    return list(DocumentRevision.objects.values_list(*names))


def kinds_of(document: Document) -> list[str]:
    return [entry.kind for entry in entries(subject=Subject("document", str(document.pk)))]


def test_a_document_is_entered_with_revision_class_and_file(delegate: User) -> None:
    fields = {"published": False, "file_hash": bytes(32), "file_size": 5, "file_media": "text/plain"}

    revision = work.revision(delegate, revision_fields=fields)

    entry = entries(kind="document.logged").get()
    assert [change["row"] for change in payload_of(entry)["changes"]] == [
        f"participation_document/{revision.document_id}",
        f"participation_documentrevision/{revision.pk}",
        f"participation_classification/{Classification.objects.get().pk}",
    ]
    assert f'"{bytes(32).hex()}"'.encode() in bytes(entry.body)


def test_the_same_revision_twice_is_one_and_stays_as_it_was(delegate: User) -> None:
    first = work.revision(delegate, title="First")

    second = work.revision(delegate, title="Other", classification=None)

    assert (first, second.document.title, DocumentRevision.objects.count()) == (second, "First", 1)
    assert kinds_of(first.document) == ["document.logged"]


def test_a_further_revision_is_entered_as_such(delegate: User) -> None:
    first = work.revision(delegate)

    second = work.revision(delegate, label="r2", classification=None)

    assert (second.document, second.classifications.count()) == (first.document, 0)
    assert kinds_of(first.document) == ["document.logged", "document.revision_added"]


def test_one_number_of_two_bodies_is_two_documents(delegate: User) -> None:
    for body in (work.body("3gpp"), work.body("ietf"), None):
        log_document(by=delegate, body=body, number="1", revision="r0")

    assert Document.objects.count() == 3


def test_a_new_class_leaves_the_old_one(delegate: User) -> None:
    revision = work.revision(delegate)

    classify(revision, by=delegate, **work.EAR99 | {"eccn": "5E991"})

    assert [one.eccn for one in revision.classifications.all()] == ["EAR99", "5E991"]
    assert kinds_of(revision.document) == ["document.logged", "document.classified"]


def test_a_list_is_one_entry_a_document_under_one_batch(delegate: User) -> None:
    logged = log_documents(LIST, by=delegate, body=work.body(), meeting=work.meeting(delegate))

    assert logged == Logged(documents=2, revisions=3, unchanged=0)
    assert revisions() == [
        ("S2-2600001", "r1", "First", "Nokia"),
        ("S2-2600001", "r2", "First", "Nokia"),
        ("S2-2600002", "r0", "Second", "ZTE"),
    ]
    assert [str(one.meeting) for one in Document.objects.all()] == ["3GPP SA2 #178"] * 2
    payloads = [payload_of(entry) for entry in entries(kind="document.logged")]
    assert [len(one["changes"]) for one in payloads] == [3, 2]
    assert len({one["batch"] for one in payloads}) == 1


def test_the_same_list_twice_changes_nothing_and_writes_nothing(delegate: User) -> None:
    log_documents(LIST, by=delegate, body=work.body())
    before = revisions(), entries().count()

    logged = log_documents(LIST, by=delegate, body=work.body())

    assert logged == Logged(documents=0, revisions=0, unchanged=3)
    assert (revisions(), entries().count()) == before


def test_what_is_here_already_stays_and_gets_its_further_revision(delegate: User) -> None:
    here = work.revision(delegate, "S2-2600001", title="As we call it")

    logged = log_documents(LIST, by=delegate, body=work.body())

    assert logged == Logged(documents=1, revisions=2, unchanged=1)
    assert [row[:3] for row in revisions()] == [
        ("S2-2600001", "r1", "As we call it"),
        ("S2-2600001", "r2", "As we call it"),
        ("S2-2600002", "r0", "Second"),
    ]
    assert kinds_of(here.document) == ["document.logged", "document.revision_added"]


@pytest.mark.parametrize("again", ["S2-2600001", "s2-2600001"])
def test_a_number_twice_in_a_list_is_one_document(delegate: User, again: str) -> None:
    rows = [ListedDocument("S2-2600001", "r1", "First"), ListedDocument(again, "r1", "First")]

    logged = log_documents(rows, by=delegate, body=work.body())

    assert logged == Logged(documents=1, revisions=1, unchanged=1)
    assert [row[0] for row in revisions()] == ["S2-2600001"]


def test_a_list_with_one_bad_row_leaves_nothing(delegate: User) -> None:
    # PostgreSQL refuses the text that is too long, SQLite the label that is empty.
    bad = ListedDocument("S2-2600003" * 20, "", "Third")

    with pytest.raises((IntegrityError, DataError)):
        log_documents((*LIST, bad), by=delegate, body=work.body())

    assert (revisions(), entries(kind="document.logged").count()) == ([], 0)


def test_the_limits_of_a_list_are_those_of_the_columns() -> None:
    lengths = {name: Document._meta.get_field(name).max_length for name in ("number", "title", "source")}

    assert lengths == {"number": MAX_NUMBER, "title": MAX_TEXT, "source": MAX_TEXT}
