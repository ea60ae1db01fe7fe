"""Recording and reading entries: what is stored, refused, found, and what it costs."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries, Settings

from audits import log
from audits.merkle.hashing import leaf_hash
from audits.models import Entry, PrivateValue
from audits.payload import commitment
from tests.audits.things import (
    LI,
    NOW,
    problems,
    record_change,
    record_reads,
    rows,
    run,
    sequence,
    together,
)
from tests.workplace import CommittedDatabase

FILE = log.FileRef("ab" * 32, 12, "application/pdf")


def fail() -> None:
    raise RuntimeError("the change went wrong")


def test_record_stores_envelope_payload_and_search_copy(log_database: CommittedDatabase) -> None:
    with transaction.atomic():
        recorded = log.record(
            "thing.changed",
            by=LI,
            at=NOW,
            subject=log.Subject("thing", "42"),
            labels={"body": "3GPP", "organisation": "华为"},
            payload={"state": ["draft", "submitted"]},
            private={"note": "met Li Wei"},
            files=[FILE],
            request="req-1",
            rules="cd" * 32,
            lists=["el/2026-03-01"],
        )

    entry = log.get(recorded.id)
    payload = log.payload_of(entry)
    private = PrivateValue.objects.get()
    assert log.envelope_of(entry) == {
        "v": 1,
        "id": str(recorded.uuid),
        "at": "2026-03-04T05:06:07.890123Z",
        "actor": {"id": "user/7", "kind": "person", "auth": "password"},
        "kind": "thing.changed",
        "object": {"type": "thing", "id": "42", "rev": 1},
        "prev": None,
        "labels": {"body": "3GPP", "organisation": "华为"},
        "payload": {"sha256": sha256(bytes(entry.payload)).hexdigest(), "size": len(entry.payload)},
        "files": [{"sha256": "ab" * 32, "size": 12, "media": "application/pdf"}],
        "request": "req-1",
        "editions": {"rules": "cd" * 32, "lists": ["el/2026-03-01"]},
    }
    assert payload == {
        "state": ["draft", "submitted"],
        "salt": payload["salt"],
        "commitments": {"note": commitment(bytes(private.key), "note", "met Li Wei").hex()},
    }
    assert (entry.uuid, entry.kind, entry.subject, entry.object_rev, entry.actor_id, entry.at) == (
        recorded.uuid,
        "thing.changed",
        "thing/42",
        1,
        "user/7",
        NOW,
    )
    assert (bytes(entry.leaf_hash), recorded.leaf_hash) == (leaf_hash(bytes(entry.body)),) * 2
    assert abs(datetime.now(UTC) - entry.recorded_at) < timedelta(minutes=1)
    assert rows("SELECT entry_id FROM audits_pending") == [(recorded.id,)]
    assert b"Li Wei" not in bytes(entry.body) + bytes(entry.payload)


def test_revisions_of_an_object_are_counted_and_linked(log_database: CommittedDatabase) -> None:
    first = record_change(1)
    other = record_change(2)
    with transaction.atomic():
        read = log.record("thing.read", by=LI, at=NOW, subject=log.Subject("thing", "1"))
    second = record_change(1)

    assert [r.rev for r in (first, other, read, second)] == [1, 1, None, 2]
    assert [log.envelope_of(log.get(r.id))["prev"] for r in (first, other, read, second)] == [
        None,
        None,
        None,
        first.leaf_hash.hex(),
    ]
    assert [entry.pk for entry in log.history(log.Subject("thing", "1"))] == [first.id, second.id]


@pytest.mark.parametrize(
    ("kind", "given", "error", "message"),
    [
        ("thing.eaten", {}, log.UnknownKindError, "'thing.eaten' is not a kind of event"),
        ("thing.changed", {}, log.RecordError, "thing.changed changes an object: name the subject"),
        (
            "thing.changed",
            {"subject": log.Subject("thing", "1", 3)},
            log.RecordError,
            "the revision of thing/1 is counted by the log",
        ),
        ("thing.read", {"labels": {"body": "x" * 4000}}, log.EnvelopeError, "envelope: 4.*more than 4096"),
        (
            "thing.read",
            {"payload": {"text": "x" * 4_200_000}},
            log.EnvelopeError,
            "payload: 42001.*more than 4194304",
        ),
        ("thing.read", {"payload": {"score": 0.5}}, log.EnvelopeError, "float"),
        ("thing.read", {"payload": {"salt": "x"}}, log.EnvelopeError, "key salt is reserved"),
        ("thing.read", {"by": log.Actor("user 7", "person")}, log.EnvelopeError, "actor.id"),
        ("thing.read", {"at": datetime(2026, 1, 1)}, log.EnvelopeError, "at: has no time zone"),  # noqa: DTZ001
    ],
)
def test_an_event_that_cannot_be_recorded_is_refused_by_name(
    log_database: CommittedDatabase, kind: str, given: dict[str, object], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        together(lambda: log.record(kind, **({"by": LI, "at": NOW} | given)))  # type: ignore[arg-type]

    assert rows("SELECT count(*) FROM audits_entry") == [(0,)]


def test_record_outside_a_transaction_is_refused(log_database: CommittedDatabase) -> None:
    with pytest.raises(log.NotInTransactionError, match="record it inside"):
        log.record("thing.read", by=LI, at=NOW)

    assert rows("SELECT count(*) FROM audits_entry") == [(0,)]


def test_a_rollback_leaves_neither_change_nor_entry(log_database: CommittedDatabase) -> None:
    with pytest.raises(RuntimeError, match="went wrong"):
        together("INSERT INTO log_thing (id, name) VALUES (1, 'x')", 1, fail)

    for table in ("log_thing", "audits_entry", "audits_pending", "audits_privatevalue", "audits_dirty"):
        assert rows(f"SELECT count(*) FROM {table}") == [(0,)], table


def test_two_entries_cannot_be_the_same_revision(log_database: CommittedDatabase) -> None:
    record_change(1)
    entry = Entry.objects.get()

    with pytest.raises(IntegrityError):
        Entry.objects.create(
            uuid="01a20356-e301-752e-a15b-07601393735f",
            kind=entry.kind,
            object_type=entry.object_type,
            object_id=entry.object_id,
            object_rev=entry.object_rev,
            at=NOW,
            labels={},
            body=b"{}",
            payload=b"{}",
            leaf_hash=bytes(32),
        )


@pytest.mark.parametrize("private", [{}, {"name": "Li Wei", "phone": "1"}])
def test_record_costs_the_same_few_queries(
    log_database: CommittedDatabase,
    django_assert_num_queries: DjangoAssertNumQueries,
    private: dict[str, str],
) -> None:
    record_change(1)

    with transaction.atomic(), django_assert_num_queries(3 if private else 2):
        record_change_inside(private)


def record_change_inside(private: dict[str, str]) -> None:
    log.record("thing.changed", by=LI, at=NOW, subject=log.Subject("thing", "1"), private=private)


def test_a_kind_in_two_lists_is_refused(log_database: CommittedDatabase, settings: Settings) -> None:
    settings.AUDIT_EVENT_KINDS = ["tests.audits.things.KINDS", "tests.audits.things.KINDS"]

    with pytest.raises(log.RecordError, match=r"kind 'thing\.\w+' is in two lists"):
        log.event_kinds()


@pytest.mark.parametrize(
    ("conditions", "found"),
    [
        ({}, [4, 3, 2, 1]),
        ({"kind": "thing.read"}, [3]),
        ({"kind": "thing."}, [4, 3, 2, 1]),
        ({"kind": "thing"}, []),
        ({"subject": log.Subject("thing", "1")}, [2, 1]),
        ({"actor": "user/8"}, [3]),
        ({"since": NOW}, [4, 3, 2]),
        ({"until": NOW}, [1]),
        ({"text": "华为"}, [2]),
        ({"text": "3gpp"}, [2, 1]),
        ({"text": "%"}, []),
        ({"text": "3gpp", "since": NOW}, [2]),
    ],
)
def test_search_meets_every_condition(
    log_database: CommittedDatabase, conditions: dict[str, object], found: list[int]
) -> None:
    with transaction.atomic():
        thing = log.Subject("thing", "1")
        log.record(
            "thing.changed",
            by=LI,
            at=NOW - timedelta(microseconds=1),
            subject=thing,
            labels={"body": "3GPP"},
        )
        log.record("thing.changed", by=LI, at=NOW, subject=thing, labels={"body": "3GPP", "x": "华为"})
        log.record("thing.read", by=log.Actor("user/8", "person"), at=NOW)
        log.record("thing.changed", by=LI, at=NOW, subject=log.Subject("thing", "2"))

    page = log.search(**conditions)

    assert [entry.pk for entry in page.entries] == found
    assert (page.number, page.pages, page.count) == (1, 1, len(found))


def test_search_pages_have_no_gap_and_end(
    log_database: CommittedDatabase, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    record_reads(5)

    with django_assert_num_queries(6):
        pages = [log.search(page=number, page_size=2) for number in (1, 2, 9)]

    assert [[entry.pk for entry in page.entries] for page in pages] == [[5, 4], [3, 2], [1]]
    assert [(page.number, page.pages, page.count) for page in pages] == [(1, 3, 5), (2, 3, 5), (3, 3, 5)]


def test_age_of_the_head_and_of_the_queue(log_database: CommittedDatabase) -> None:
    before = (log.head_age(NOW), log.waiting(NOW))
    record_reads(2)
    count, age = log.waiting(datetime.now(UTC))
    sequence()

    assert before == (None, (0, None))
    assert count == 2
    assert age is not None
    assert age < timedelta(minutes=1)
    assert (log.head_age(NOW + timedelta(seconds=9)), log.waiting(NOW)) == (timedelta(seconds=9), (0, None))


def test_erasing_a_private_value_leaves_the_log_true(log_database: CommittedDatabase) -> None:
    recorded = record_change(1, private={"name": "Li Wei", "phone": "123"})
    sequence()

    run("UPDATE audits_privatevalue SET key = NULL, value = NULL WHERE field = 'name'")

    assert log.private_values_of(log.get(recorded.id)) == {"name": None, "phone": "123"}
    assert problems() == []
