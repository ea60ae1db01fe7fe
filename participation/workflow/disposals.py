"""Disposals: one person proposes an exact list, another approves that list, a worker carries it out."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from audits.request_id import current as request_id
from participation import dispatch
from participation.models import Disposal, DisposalItem, User
from participation.queries.kept import Kept, is_disposable, kept
from participation.queries.legal_holds import holds_on, standing_holds
from participation.retention import Matter
from participation.workflow.journal import enter, note
from participation.workflow.legal_holds import only_officers
from participation.workflow.moves import Conflict, SentByAnother

MOST_ITEMS = 1000
State, Ground = Disposal.State, Disposal.Ground


class DisposalRefused(ValueError):
    """The disposal is not proposed or approved; the message says which matter and why."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A matter by its number; `only` names rows of an attendance list where not the whole of it goes."""

    matter: Matter
    pk: int
    only: tuple[int, ...] = ()


def digest_of(items: Sequence[Mapping[str, Any]]) -> bytes:
    """SHA-256 of the list that a person saw: matters, rows, rules and due days, in their order."""
    listed = json.dumps(list(items), sort_keys=True, separators=(",", ":"))
    return sha256(listed.encode()).digest()


def line_of(item: DisposalItem) -> dict[str, Any]:
    """What the digest is over."""
    return {
        "matter": item.matter,
        "id": item.matter_id,
        "only": list(item.only),
        "rule": item.rule,
        "due": item.due_on.isoformat(),
    }


@transaction.atomic
def propose(
    *,
    by: User,
    form_token: UUID,
    chosen: Sequence[Chosen],
    ground: str = Ground.RETENTION,
    note: str = "",
) -> Disposal:
    """The proposal with its exact list; the same form sent again gives the proposal it made before.

    Raises: DisposalRefused for an empty or too long list, or a matter that is not due, is held or waits
    in another proposal; SentByAnother; PermissionDenied.
    """
    only_officers(by)
    known = Disposal.objects.filter(form_token=form_token).first()
    if known is not None:
        if known.proposed_by_id != by.pk:
            raise SentByAnother
        return known
    if not chosen:
        raise DisposalRefused("Choose at least one thing to dispose of.")
    if len(chosen) > MOST_ITEMS:
        raise DisposalRefused(f"{len(chosen)} things were chosen; at most {MOST_ITEMS} go in one proposal.")
    at = timezone.now()
    items = _items(chosen, at=at)
    disposal = Disposal.objects.create(
        ground=Ground(ground),
        form_token=form_token,
        list_hash=digest_of([line_of(item) for item in items]),
        note=note.strip(),
        proposed_by=by,
        proposed_at=at,
        next_try_at=at,
    )
    for item in items:
        item.disposal = disposal
    rows = DisposalItem.objects.bulk_create(items)
    enter("disposal.proposed", disposal, by=by, at=at, rows=rows, labels=labels_of(disposal))
    return disposal


def _items(chosen: Sequence[Chosen], *, at: datetime) -> list[DisposalItem]:
    """The items in the order chosen. Raises: DisposalRefused naming the first that has to stay."""
    numbers: defaultdict[Matter, list[int]] = defaultdict(list)
    for one in chosen:
        numbers[one.matter].append(one.pk)
    known = {each.key: each for matter, ids in numbers.items() for each in kept(matter, ids)}
    holds, waiting, items = standing_holds(), waiting_elsewhere(), []
    for one in chosen:
        found = known.get(f"{one.matter}/{one.pk}")
        if found is None or not is_disposable(found, now=at):
            called = found.title if found else f"{one.matter}/{one.pk}"
            raise DisposalRefused(f"{called} still has to be kept.")
        if held := holds_on(found, holds):
            raise DisposalRefused(f"{found.title} is held for {held[0].agency}.")
        if (one.matter, one.pk) in waiting:
            raise DisposalRefused(f"{found.title} stands in another proposal already.")
        items.append(_item(one, found))
    return items


def waiting_elsewhere() -> set[tuple[str, int]]:
    """(matter, number) of everything that stands in a proposal that is not over."""
    open_states = [DisposalItem.State.WAITING, DisposalItem.State.BLANKED]
    return set(DisposalItem.objects.filter(state__in=open_states).values_list("matter", "matter_id"))


def _item(one: Chosen, found: Kept) -> DisposalItem:
    assert found.due is not None
    return DisposalItem(
        matter=one.matter,
        matter_id=one.pk,
        only=sorted(one.only),
        last_event=found.due.last.what[:80],
        last_on=found.due.last.on,
        due_on=found.due.on,
        rule=found.rule,
    )


def labels_of(disposal: Disposal) -> dict[str, str]:
    """What a list of entries says of a disposal: why, and how many."""
    return {"ground": disposal.ground, "matters": str(disposal.items.count())}


@transaction.atomic
def approve(disposal: Disposal, *, by: User, list_hash: bytes) -> Disposal:
    """The disposal, approved by a second person who saw this list; a worker carries it out.

    Raises: DisposalRefused for the proposer, under whatever account, or for another list; Conflict where
    it was decided before; PermissionDenied.
    """
    only_officers(by)
    at = timezone.now()
    stored = Disposal.objects.select_for_update().get(pk=disposal.pk)
    if is_same_person(stored.proposed_by, by):
        raise DisposalRefused("You proposed this disposal: a second person has to approve it.")
    if bytes(stored.list_hash) != list_hash:
        raise DisposalRefused("This is another list than the one that was shown. Open the page again.")
    _decide(stored, State.APPROVED, by=by, at=at)
    enter("disposal.approved", stored, by=by, at=at, labels=labels_of(stored))
    dispatch.soon(stored)
    return stored


def is_same_person(one: User, other: User) -> bool:
    """Whether two accounts are one person's: the same account, or the same mail address."""
    return one.pk == other.pk or (bool(one.email) and one.email.casefold() == other.email.casefold())


@transaction.atomic
def refuse(disposal: Disposal, *, by: User) -> Disposal:
    """The disposal, refused by any officer, the proposer too; everything in it is kept.

    Raises: Conflict where it was decided before; PermissionDenied.
    """
    only_officers(by)
    at = timezone.now()
    stored = Disposal.objects.select_for_update().get(pk=disposal.pk)
    _decide(stored, State.REFUSED, by=by, at=at)
    stored.items.update(state=DisposalItem.State.REFUSED, ended_at=at)
    rows = list(stored.items.all())
    enter("disposal.refused", stored, by=by, at=at, rows=rows, labels=labels_of(stored))
    return stored


def _decide(disposal: Disposal, state: str, *, by: User, at: datetime) -> None:
    if disposal.state != State.PROPOSED:
        raise Conflict(f"Disposal {disposal.pk}", "proposed")
    disposal.state, disposal.decided_by, disposal.decided_at = state, by, at
    disposal.next_try_at, disposal.request_id = at, request_id() or ""
    disposal.save(update_fields=["state", "decided_by", "decided_at", "next_try_at", "request_id"])


@transaction.atomic
def try_again(disposal: Disposal, *, by: User) -> bool:
    """Whether a disposal that needed attention goes on, with all its tries; what is done stays done."""
    only_officers(by)
    at = timezone.now()
    stuck = Disposal.objects.filter(pk=disposal.pk, state=State.NEEDS_ATTENTION)
    fresh = {"attempts": 0, "next_try_at": at, "hinted_at": None, "request_id": request_id() or ""}
    if stuck.update(state=State.APPROVED, **fresh) != 1:
        return False
    disposal.refresh_from_db()
    enter("disposal.tried_again", disposal, by=by, at=at, labels=labels_of(disposal))
    dispatch.soon(disposal)
    return True


@transaction.atomic
def record_report_taken(*, by: User, rows: int, digest: str, size: int) -> None:
    """The report of disposals taken away, by whomever: recorded before its first byte is sent."""
    payload = {"rows": rows, "file": {"sha256": digest, "size": size}}
    note("disposal.report_taken", by=by, at=timezone.now(), payload=payload)
