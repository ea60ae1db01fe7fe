"""A file of names from a page: kept, queued, screened slice by slice. Dying loses one slice at most."""

import logging
import time
from datetime import datetime, timedelta
from pathlib import PurePath
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from audits.request_id import current as request_id
from audits.request_id import under
from participation import dispatch, files, index_cache
from participation.imports.decode import UploadError, refuse_foreign
from participation.imports.party_list import PartyListError, PartyRow, read_parties
from participation.models import BatchAnswer, BatchScreening, User
from participation.queries.weights import weights_in_force
from participation.states import BatchState
from participation.workflow import leases
from participation.workflow.batch_screen import DEFAULT_LISTS, Answer, answers_of, weights_told
from participation.workflow.batch_tally import Tally
from participation.workflow.journal import SERVICE, By, note
from participation.workflow.moves import SentByAnother

log = logging.getLogger(__name__)

MAX_BYTES, MAX_ROWS = 5_000_000, 100_000
# So many rows are written together; and after so many seconds a check may have the worker.
SLICE, TURN_SECONDS = 100, 5.0


class BatchRefused(ValueError):
    """The file is not taken; the message says why, with its column or byte, and what to do."""


@transaction.atomic
def start_batch(*, by: User, form_token: UUID, content: bytes, file_name: str) -> BatchScreening:
    """The batch, queued against the list in force; the same form sent again gives the batch it made before.

    Raises: BatchRefused, SentByAnother.
    """
    known = BatchScreening.objects.filter(form_token=form_token).first()
    if known is not None:
        return _own(known, by)
    name = PurePath(file_name).name[:200]
    rows = _rows_of(content, name)
    snapshot = index_cache.snapshot_in_force()
    if snapshot is None:
        raise BatchRefused(
            "No list is in force, so nobody can be screened. Ask the administrator to import one."
        )
    stored, at = files.store([content], limit=MAX_BYTES), timezone.now()
    columns = {
        "file_hash": stored.hash,
        "file_size": stored.size,
        "file_name": name,
        "snapshot": snapshot,
        "weights": weights_told(weights_in_force().bands),
        "rows": len(rows),
        "tally": Tally().as_json(),
        "started_by": by,
        "started_at": at,
        "next_try_at": at,
        "request_id": request_id() or "",
    }
    batch, made = BatchScreening.objects.get_or_create(form_token=form_token, defaults=columns)
    if not made:
        return _own(batch, by)
    payload = {
        "names": len(rows),
        "only": list(DEFAULT_LISTS),
        "list": bytes(snapshot.file_hash).hex(),
        "weights": batch.weights,
        "file": {"sha256": stored.hash.hex(), "size": stored.size},
    }
    _noted("batch.screened", batch, by=by, at=at, **payload)
    dispatch.soon(batch)
    return batch


def _own(batch: BatchScreening, by: User) -> BatchScreening:
    if batch.started_by_id != by.pk:
        raise SentByAnother
    return batch


def _rows_of(content: bytes, name: str) -> list[PartyRow]:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise BatchRefused("Byte 0: this is UTF-16. Save the list as CSV in UTF-8.")
    try:
        refuse_foreign(content)
        rows = read_parties(content, file=name)
    except (UploadError, PartyListError) as error:
        raise BatchRefused(str(error)) from error
    if not rows:
        raise BatchRefused(f"{name} names nobody: below its first line there is no row.")
    if len(rows) > MAX_ROWS:
        raise BatchRefused(f"{name} has {len(rows)} rows; at most {MAX_ROWS} are taken. Divide it.")
    return rows


def due(at: datetime) -> Q:
    """Batches that wait for a worker, and those whose worker died."""
    return leases.due(at, waiting=BatchState.QUEUED, taken=BatchState.RUNNING)


@transaction.atomic
def claim(batch_id: int, *, at: datetime) -> BatchScreening | None:
    """The batch with a lease of ours; None where it is done, somebody else's, or not its turn."""
    this = BatchScreening.objects.filter(pk=batch_id)
    tries, seconds = settings.CHECK_ATTEMPTS, settings.CHECK_LEASE_SECONDS
    taken = leases.take(this.filter(due(at)), taken=BatchState.RUNNING, tries=tries, seconds=seconds, at=at)
    return this.select_related("snapshot").get() if taken else None


def _lease(at: datetime) -> datetime:
    return at + timedelta(seconds=settings.CHECK_LEASE_SECONDS)


def _ours(batch: BatchScreening) -> QuerySet[BatchScreening]:
    """The batch, if nobody went on with it meanwhile."""
    return leases.ours(batch).filter(rows_done=batch.rows_done)


def run_batch(batch_id: int, *, seconds: float = TURN_SECONDS) -> str:
    """What became of it: `done`, `goes_on`, `not_ours`, `overtaken`, `failed` or `gave_up`."""
    batch = claim(batch_id, at=timezone.now())
    if batch is None:
        return "not_ours"
    with under(batch.request_id or request_id()):
        return _run(batch, until=time.monotonic() + seconds)


def _run(batch: BatchScreening, *, until: float) -> str:
    try:
        bands = weights_in_force().bands
        if batch.weights != weights_told(bands) and not _begin_anew(batch, weights_told(bands)):
            return "overtaken"
        with files.opened(bytes(batch.file_hash)) as file:
            rows = read_parties(file.read(), file=batch.file_name)
        index = index_cache.index_for(batch.snapshot)
        while batch.rows_done < batch.rows:
            slice_ = rows[batch.rows_done : batch.rows_done + SLICE]
            if not _keep(batch, list(answers_of(slice_, index, bands))):
                return "overtaken"
            if time.monotonic() >= until:
                break
        return _end_turn(batch, at=timezone.now())
    except Exception as error:  # noqa: BLE001 - its text may hold a name: the class alone is logged
        log.error("batch.failed batch=%s attempt=%s error=%s", batch.pk, batch.attempts, type(error).__name__)
        return put_back(batch, error=type(error).__name__, at=timezone.now())


@transaction.atomic
def _begin_anew(batch: BatchScreening, weights: str) -> bool:
    """Whether the answers of other weights or bands could be dropped: one batch never mixes two."""
    fresh = {"rows_done": 0, "tally": Tally().as_json(), "weights": weights}
    if _ours(batch).update(**fresh) != 1:
        return False
    batch.answers.all().delete()
    for name, value in fresh.items():
        setattr(batch, name, value)
    return True


@transaction.atomic
def _keep(batch: BatchScreening, answers: list[Answer]) -> bool:
    """Whether the slice was ours to write: its rows, the count and a longer lease, all or nothing."""
    tally, first = Tally.of(batch.tally), batch.rows_done + 1
    tally.add(answers)
    done = batch.rows_done + len(answers)
    columns = {"rows_done": done, "tally": tally.as_json(), "attempts": 1}
    if _ours(batch).update(**columns, lease_until=_lease(timezone.now())) != 1:
        return False
    BatchAnswer.objects.bulk_create(_stored(batch, first + place, one) for place, one in enumerate(answers))
    for name, value in columns.items():
        setattr(batch, name, value)
    return True


def _stored(batch: BatchScreening, row: int, answer: Answer) -> BatchAnswer:
    return BatchAnswer(
        batch=batch,
        row=row,
        line=answer.row.line,
        query=_kept(answer.row.query),
        country=_kept(answer.row.country),
        band=answer.band,
        screened=answer.screened,
        hits=[{name: _kept(text) for name, text in hit.items()} for hit in answer.hits],
    )


def _kept(text: str) -> str:
    """Text as a database keeps it: no NUL, which stands as its symbol."""
    return text.replace("\0", "\N{SYMBOL FOR NULL}")


@transaction.atomic
def _end_turn(batch: BatchScreening, *, at: datetime) -> str:
    """`done`, or `goes_on` with the row at the end of the queue, so that others get their turn."""
    if batch.rows_done == batch.rows:
        done = _ours(batch).update(state=BatchState.DONE, done_at=at, **leases.FREE)
        return "done" if done == 1 else "overtaken"
    if _ours(batch).update(state=BatchState.QUEUED, attempts=0, next_try_at=at, **leases.FREE) != 1:
        return "overtaken"
    dispatch.soon(batch)
    return "goes_on"


@transaction.atomic
def put_back(batch: BatchScreening, *, error: str, at: datetime) -> str:
    """`failed`, with the row queued for a later try; `gave_up` where the tries are used up."""
    if batch.attempts >= settings.CHECK_ATTEMPTS:
        return "gave_up" if give_up(batch, error=error, at=at) else "overtaken"
    later = at + timedelta(seconds=2**batch.attempts)
    done = leases.lay_back(batch, waiting=BatchState.QUEUED, error=error, next_try_at=later)
    return "failed" if done else "overtaken"


@transaction.atomic
def give_up(batch: BatchScreening, *, error: str, at: datetime) -> bool:
    """Whether the row was ours to set aside: a person must look, and the pages of batches say so."""
    stuck = {"state": BatchState.NEEDS_ATTENTION, "last_error": error}
    if leases.ours(batch).update(**stuck, **leases.FREE) != 1:
        return False
    with under(batch.request_id or request_id()):
        _noted("batch.gave_up", batch, by=SERVICE, at=at, attempts=batch.attempts, error=error)
        log.error("batch.gave_up batch=%s attempts=%s error=%s", batch.pk, batch.attempts, error)
    return True


@transaction.atomic
def try_again(batch: BatchScreening, *, by: User) -> bool:
    """Whether a batch that needed attention is queued once more, with all its tries; what is done stays."""
    at = timezone.now()
    stuck = BatchScreening.objects.filter(pk=batch.pk, state=BatchState.NEEDS_ATTENTION)
    fresh = {"attempts": 0, "next_try_at": at, "hinted_at": None, "request_id": request_id() or ""}
    if stuck.update(state=BatchState.QUEUED, **fresh) != 1:
        return False
    _noted("batch.tried_again", batch, by=by, at=at)
    dispatch.soon(batch)
    return True


def _noted(kind: str, batch: BatchScreening, *, by: By, at: datetime, **more: object) -> None:
    """An entry that names the batch by its number, and nobody in it."""
    note(kind, by=by, at=at, payload={"batch": str(batch), **more})
