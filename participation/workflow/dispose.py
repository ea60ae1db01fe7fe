"""Carry out an approved disposal, matter by matter. Dying anywhere loses nothing; twice does nothing more."""

import logging
import time
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from audits.request_id import current as request_id
from audits.request_id import under
from participation import dispatch, files
from participation.models import BatchScreening, Disposal, DisposalItem, DocumentRevision, ReviewAttachment
from participation.queries.kept import is_disposable, kept_one
from participation.queries.legal_holds import holds_on, standing_holds
from participation.retention import Matter
from participation.workflow import remains
from participation.workflow.blanking import blank
from participation.workflow.disposals import labels_of
from participation.workflow.journal import SERVICE, enter

log = logging.getLogger(__name__)

Item = DisposalItem.State
# After so many seconds another task may have the worker; a task has a time limit.
TURN_SECONDS = 5.0
OPEN = (Item.WAITING, Item.BLANKED)
# A form keeps its upload for a day: a file stored so short a time ago may be about to get a row.
FRESH = timedelta(days=2)


def due(at: datetime) -> Q:
    """Disposals that wait for a worker, or whose worker died."""
    return Q(state=Disposal.State.APPROVED, next_try_at__lte=at)


def run_disposal(disposal_id: int, *, seconds: float = TURN_SECONDS) -> str:
    """What became of it: `done`, `goes_on`, `not_ours`, `waits` for a file, `failed` or `gave_up`."""
    disposal = Disposal.objects.filter(due(timezone.now()), pk=disposal_id).first()
    if disposal is None:
        return "not_ours"
    with under(disposal.request_id or request_id()):
        try:
            return _run(disposal, until=time.monotonic() + seconds)
        except Exception as error:  # noqa: BLE001 - its text may hold a name: the class alone is logged
            log.error("disposal.failed disposal=%s error=%s", disposal.pk, type(error).__name__)
            return put_back(disposal, error=type(error).__name__, at=timezone.now())


def _run(disposal: Disposal, *, until: float) -> str:
    for state, step in ((Item.WAITING, end_item), (Item.BLANKED, remove_files)):
        for pk in list(disposal.items.filter(state=state).values_list("pk", flat=True)):
            step(pk)
            if time.monotonic() >= until:
                return go_on(disposal, at=timezone.now())
    if not finish(disposal, at=timezone.now()):
        return "waits"
    remains.wipe()
    return "done"


@transaction.atomic
def end_item(item_id: int) -> str:
    """The state in which the item is now: its matter is blanked with its entries, or kept with a reason.

    The disposal's row is locked first, as the placing of a hold locks it: a hold comes before or after.
    """
    at = timezone.now()
    item = DisposalItem.objects.get(pk=item_id)
    disposal = Disposal.objects.select_for_update().get(pk=item.disposal_id)
    item.refresh_from_db()
    if item.state != Item.WAITING or disposal.state != Disposal.State.APPROVED:
        return item.state
    item.disposal = disposal
    found = kept_one(Matter(item.matter), item.matter_id)
    if found is not None and holds_on(found, standing_holds()):
        return _ended(item, Item.HELD, at=at)
    if found is not None and not is_disposable(found, now=at):
        return _ended(item, Item.NOT_DUE, at=at)
    if found is not None:
        gone = blank(item, at=at)
        item.counts = {"values": gone.values, "rows": gone.rows, "files": len(gone.files)}
        item.files_left = sorted(digest.hex() for digest in gone.files)
    return _ended(item, Item.BLANKED if item.files_left else Item.DONE, at=at)


def _ended(item: DisposalItem, state: str, *, at: datetime) -> str:
    item.state, item.ended_at = state, at
    item.save(update_fields=["state", "ended_at", "counts", "files_left"])
    enter("disposal.item_ended", item.disposal, by=SERVICE, at=at, rows=[item])
    log.info("disposal.item item=%s matter=%s state=%s", item.pk, item, state)
    return state


def remove_files(item_id: int) -> bool:
    """Whether no file of the item is left; one that another row uses stays and is no longer ours.

    Outside a transaction first: a file is removed after the rows are blank for good, and again after a crash.
    """
    item = DisposalItem.objects.get(pk=item_id)
    left = [name for name in item.files_left if not _removed(bytes.fromhex(name))]
    with transaction.atomic():
        at = timezone.now()
        disposal = Disposal.objects.select_for_update().get(pk=item.disposal_id)
        item.refresh_from_db()
        if item.state != Item.BLANKED or left == item.files_left:
            return item.state == Item.DONE
        item.disposal, item.files_left = disposal, left
        _ended(item, Item.BLANKED if left else Item.DONE, at=at)
    return not left


def is_used(file_hash: bytes) -> bool:
    """Whether a row still needs the bytes: an attachment, a revision or a batch that was not disposed of."""
    return any(
        model._default_manager.filter(file_hash=file_hash, disposed_at__isnull=True).exists()
        for model in (ReviewAttachment, DocumentRevision, BatchScreening)
    )


def _removed(file_hash: bytes) -> bool:
    """Whether nothing more is to be done about the file: it is gone, or another row keeps it."""
    return is_used(file_hash) or files.remove(file_hash, stored_before=timezone.now() - FRESH)


def remove_unused_files(*, at: datetime) -> int:
    """How many files went that no row names: uploads of forms that nobody sent in the end."""
    unused = [digest for digest in files.stored() if not is_used(digest)]
    return sum(files.remove(digest, stored_before=at - FRESH) for digest in unused)


@transaction.atomic
def go_on(disposal: Disposal, *, at: datetime) -> str:
    """`goes_on`: a turn is over, others get theirs, and the tries count anew as something was done."""
    Disposal.objects.filter(due(at), pk=disposal.pk).update(attempts=0, next_try_at=at)
    dispatch.soon(disposal)
    return "goes_on"


@transaction.atomic
def finish(disposal: Disposal, *, at: datetime) -> bool:
    """Whether every item has ended; the first to see it says so in the log."""
    stored = Disposal.objects.select_for_update().get(pk=disposal.pk)
    if stored.items.filter(state__in=OPEN).exists():
        later = at + FRESH if stored.items.filter(state=Item.BLANKED).exists() else at
        Disposal.objects.filter(pk=stored.pk).update(next_try_at=later, hinted_at=None)
        return False
    if stored.state == Disposal.State.APPROVED:
        stored.state, stored.done_at = Disposal.State.DONE, at
        stored.save(update_fields=["state", "done_at"])
        enter("disposal.finished", stored, by=SERVICE, at=at, labels=labels_of(stored))
    return True


@transaction.atomic
def put_back(disposal: Disposal, *, error: str, at: datetime) -> str:
    """`failed`, to be tried later; `gave_up` where the tries are used up and a person must look."""
    stored = Disposal.objects.select_for_update().get(pk=disposal.pk)
    stored.attempts += 1
    stored.next_try_at, stored.last_error = at + timedelta(seconds=2**stored.attempts), error
    stored.save(update_fields=["attempts", "next_try_at", "last_error"])
    if stored.attempts < settings.CHECK_ATTEMPTS:
        return "failed"
    return "gave_up" if give_up(stored, error=error, at=at) else "overtaken"


@transaction.atomic
def give_up(disposal: Disposal, *, error: str, at: datetime) -> bool:
    """Whether the row was ours to set aside: the retention page says so, with a button to go on."""
    same = Disposal.objects.filter(pk=disposal.pk, state=Disposal.State.APPROVED)
    if same.update(state=Disposal.State.NEEDS_ATTENTION, last_error=error) != 1:
        return False
    disposal.refresh_from_db()
    enter("disposal.gave_up", disposal, by=SERVICE, at=at, payload={"error": error})
    log.error("disposal.gave_up disposal=%s error=%s", disposal.pk, error)
    return True
