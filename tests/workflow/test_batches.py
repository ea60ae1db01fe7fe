"""A file of names from a page: queued, screened slice by slice, taken up by another worker, never twice."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from audits.log import entries, payload_of
from participation import files
from participation.models import BatchAnswer, BatchScreening, Snapshot, User
from participation.screening.policy import Bands
from participation.workflow import batches, sweep
from participation.workflow.batch_screen import weights_told
from participation.workflow.batches import BatchRefused, claim, run_batch, start_batch, try_again
from participation.workflow.moves import SentByAnother
from participation.workflow.weights import set_weights
from tests import cast


@pytest.fixture
def by(database: None) -> User:
    """The officer who starts, after the installation was seeded."""
    cast.seeded()
    return cast.officer()


@pytest.fixture
def slices_of_two(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "SLICE", 2)


def expired(batch: BatchScreening) -> None:
    """The lease of whoever holds the batch is over."""
    BatchScreening.objects.filter(pk=batch.pk).update(lease_until=timezone.now() - timedelta(seconds=1))


def answered(batch: BatchScreening) -> list[tuple[int, int, str, str, bool]]:
    return list(batch.answers.values_list("row", "line", "query", "band", "screened"))


ANSWERS = [
    (1, 2, "Nordlys Radio AS", "none", True),
    (2, 3, "Huawei Technologies Co., Ltd.", "match", True),
    (3, 4, "=cmd", "none", True),
    (4, 5, "", "none", False),
    (5, 6, "Å", "none", False),
]


def test_a_batch_is_screened_whole_and_counted(by: User) -> None:
    batch = cast.batch(by=by)

    assert (batch.state, batch.rows, run_batch(batch.pk)) == ("queued", 5, "done")

    batch.refresh_from_db()
    assert answered(batch) == ANSWERS
    assert (batch.state, batch.rows_done, batch.lease_until) == ("done", 5, None)
    assert batch.tally == {
        "rows": 5, "match": 1, "possible": 0, "none": 2, "unread": 2, "broken": 1, "broken_lines": [6],
    }  # fmt: skip
    assert [hit["explanation"] for hit in batch.answers.get(row=5).hits] == [
        "cannot screen: line 6: country 'NOR' is not a two-letter code"
    ]
    assert run_batch(batch.pk) == "not_ours"


def test_the_start_is_one_entry_that_names_nobody(by: User) -> None:
    batch = cast.batch(by=by)
    run_batch(batch.pk)

    (entry,) = entries(kind="batch.screened")
    assert payload_of(entry) | {"salt": "", "commitments": {}} == {
        "batch": f"batch/{batch.pk}",
        "names": 5,
        "only": ["EL", "MEU", "DPL", "UVL", "SDN"],
        "list": bytes(batch.snapshot.file_hash).hex(),
        "weights": batch.weights,
        "file": {"sha256": bytes(batch.file_hash).hex(), "size": len(cast.NAMES)},
        "salt": "",
        "commitments": {},
    }


def test_the_same_form_twice_is_one_batch_and_nobody_elses(by: User) -> None:
    assert cast.batch(by=by) == cast.batch(by=by)
    with pytest.raises(SentByAnother):
        cast.batch(by=cast.second_officer())

    assert entries(kind="batch.screened").count() == 1


REFUSED = [
    ("no columns", b"name\nx\n", "names.csv has no column 'query'; its first line must name query,country."),
    ("nobody", b"query,country\n\n", "names.csv names nobody: below its first line there is no row."),
    (
        "UTF-16",
        "query,country\nx,\n".encode("utf-16"),
        "Byte 0: this is UTF-16. Save the list as CSV in UTF-8.",
    ),
    (
        "workbook",
        b"PK\x03\x04",
        "Byte 0: this is an Excel workbook (.xlsx) or another zip file. "
        "Save the list as CSV, or paste its cells.",
    ),
    (
        "too many",
        b"query,country\n" + b"x\n" * 100_001,
        "names.csv has 100001 rows; at most 100000 are taken. Divide it.",
    ),
]


@pytest.mark.parametrize(("content", "said"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_a_file_that_cannot_be_used_is_refused_in_words(by: User, content: bytes, said: str) -> None:
    with pytest.raises(BatchRefused) as refused:
        cast.batch(by=by, content=content)

    assert str(refused.value) == said
    assert not BatchScreening.objects.exists()


def test_without_a_list_nothing_is_started(database: None) -> None:
    with pytest.raises(BatchRefused, match="No list is in force"):
        cast.batch(by=cast.officer())


def test_a_nul_is_told_and_kept_as_its_symbol(by: User) -> None:
    batch = cast.batch(by=by, content=b"query,country\na\0b,U\0S\n")

    assert run_batch(batch.pk) == "done"

    answer = batch.answers.get()
    assert (answer.query, answer.country, answer.screened) == ("a␀b", "U␀S", False)
    assert answer.hits[0]["explanation"] == "cannot screen: line 2: it holds a NUL character"


@pytest.mark.usefixtures("slices_of_two")
def test_a_turn_ends_and_the_next_goes_on(by: User) -> None:
    batch = cast.batch(by=by)

    turns = [run_batch(batch.pk, seconds=0) for _ in range(4)]

    assert turns == ["goes_on", "goes_on", "done", "not_ours"]
    assert answered(batch) == ANSWERS


@pytest.mark.usefixtures("slices_of_two")
def test_another_worker_goes_on_where_a_dead_one_was(by: User) -> None:
    batch = cast.batch(by=by)
    dead = claim(batch.pk, at=timezone.now())
    assert dead is not None
    rows = batches.read_parties(cast.NAMES, file="names.csv")
    index = batches.index_cache.index_for(dead.snapshot)
    first = list(batches.answers_of(rows[:2], index))
    assert batches._keep(dead, first)

    assert run_batch(batch.pk) == "not_ours"
    expired(batch)
    assert run_batch(batch.pk) == "done"
    assert not batches._keep(dead, first)

    assert answered(batch) == ANSWERS


def test_a_worker_whose_lease_was_taken_writes_nothing(by: User) -> None:
    batch = cast.batch(by=by)
    late = claim(batch.pk, at=timezone.now())
    expired(batch)
    now = claim(batch.pk, at=timezone.now())
    assert late is not None
    assert now is not None
    rows = batches.read_parties(cast.NAMES, file="names.csv")
    answers = list(batches.answers_of(rows, batches.index_cache.index_for(now.snapshot)))

    written = [batches._keep(one, answers[:2]) for one in (late, now, late)]

    assert written == [False, True, False]
    assert [batches._end_turn(late, at=timezone.now()), batches._end_turn(now, at=timezone.now())] == [
        "overtaken",
        "goes_on",
    ]
    assert answered(batch) == ANSWERS[:2]


def test_two_writers_of_one_row_are_stopped_by_the_database(by: User) -> None:
    batch = cast.batch(by=by)
    run_batch(batch.pk)
    again = batch.answers.get(row=1)
    again.pk = None

    with pytest.raises(IntegrityError), transaction.atomic():
        again.save(force_insert=True)

    assert BatchAnswer.objects.count() == 5


@pytest.mark.usefixtures("slices_of_two")
def test_other_thresholds_begin_anew_and_are_never_mixed(by: User) -> None:
    batch = cast.batch(by=by)
    run_batch(batch.pk, seconds=0)
    strict = Bands(match=10000, possible=9999)
    set_weights(strict, seen=0, reason="Fewer.", by=cast.administrator())

    assert run_batch(batch.pk) == "done"

    batch.refresh_from_db()
    assert (batch.weights, batch.tally["rows"]) == (weights_told(strict), 5)
    assert batch.weights.endswith(", match from 100.00, possible from 99.99")
    scores = {hit["score"] for answer in batch.answers.all() for hit in answer.hits if hit["entity"]}
    assert scores == {"100.00"}


@pytest.mark.usefixtures("slices_of_two")
def test_a_list_that_comes_later_is_not_mixed_in(by: User) -> None:
    batch = cast.batch(by=by)
    run_batch(batch.pk, seconds=0)
    later = import_another_list()

    assert run_batch(batch.pk) == "done"

    batch.refresh_from_db()
    assert batch.snapshot_id != later.pk
    assert answered(batch) == ANSWERS


def import_another_list() -> Snapshot:
    """A list of one other party, in force."""
    from participation.workflow.import_list import import_list
    from participation.workflow.list_files import parse_list
    from tests.workflow.test_batch_screen import EL

    content = f'source,name,addresses\n"{EL}","Example Radar Institute",RU\n'.encode()
    parsed = parse_list(content, source="csl")
    return import_list(content, parsed, source="csl", title="Another", accept_doubts=True).snapshot


def test_a_batch_that_fails_waits_longer_and_is_given_up(by: User) -> None:
    batch = cast.batch(by=by)
    files.path_of(bytes(batch.file_hash)).unlink()
    results = []

    for _ in range(settings.CHECK_ATTEMPTS + 1):
        results.append(run_batch(batch.pk))
        BatchScreening.objects.filter(pk=batch.pk).update(next_try_at=timezone.now())

    batch.refresh_from_db()
    assert results == ["failed"] * (settings.CHECK_ATTEMPTS - 1) + ["gave_up", "not_ours"]
    assert (batch.state, batch.last_error) == ("needs_attention", "FileNotFoundError")
    assert entries(kind="batch.gave_up").count() == 1
    files.store([cast.NAMES], limit=1000)
    assert [try_again(batch, by=by), try_again(batch, by=by)] == [True, False]
    assert run_batch(batch.pk) == "done"
    assert entries(kind="batch.tried_again").count() == 1


def test_the_sweep_finds_what_nobody_heeded(by: User) -> None:
    waiting, dead, heeded, done, spent = (cast.batch(by=by, key=key) for key in "abcde")
    claim(dead.pk, at=timezone.now())
    expired(dead)
    BatchScreening.objects.update(hinted_at=None)
    BatchScreening.objects.filter(pk=heeded.pk).update(hinted_at=timezone.now())
    run_batch(done.pk)
    BatchScreening.objects.filter(pk=spent.pk).update(attempts=settings.CHECK_ATTEMPTS)

    assert sweep.sweep_batches() == 2

    hinted = BatchScreening.objects.filter(hinted_at__isnull=False).order_by("id")
    assert list(hinted) == [waiting, dead, heeded]
    assert sweep.sweep_batches() == 0
    spent.refresh_from_db()
    assert (spent.state, spent.last_error) == ("needs_attention", "lease_expired")


def test_a_file_name_is_kept_without_its_folder(by: User) -> None:
    batch = start_batch(
        by=by, form_token=cast.token("x"), content=cast.NAMES, file_name="../../etc/" + "n" * 300
    )

    assert batch.file_name == "n" * 200
