"""One entry: what it says, and why it cannot have changed. The read itself is recorded first."""

import json
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from audits import log
from audits.checkpoint import parse_checkpoint, parse_note
from audits.merkle.hashing import leaf_hash
from audits.merkle.verify import ProofError, verify_inclusion
from audits.models import Checkpoint, Entry
from audits.web.gate import READ, permits, record_read
from audits.web.names import names_of
from audits.web.proof_path import Picture, picture


@dataclass(frozen=True, slots=True)
class Proven:
    """The check of one entry, done now from its stored bytes. `fault` says why it does not hold."""

    index: int
    size: int
    root: bytes
    leaf: bytes
    checkpoint: Checkpoint
    picture: Picture | None
    fault: str = ""


def found(pk: int) -> Entry:
    """The entry, or 404."""
    try:
        return log.get(pk)
    except Entry.DoesNotExist as error:
        raise Http404 from error


@require_GET
@permits(READ)
def entry(request: HttpRequest, pk: int) -> HttpResponse:
    shown = found(pk)
    logged = record_read(
        request, "audit.entry_read", {"what": "page", "entry": str(shown.uuid)}, subject_of(shown)
    )
    body = log.envelope_of(shown)
    context = {
        "entry": shown,
        "body": body,
        "title": log.title_of(shown.kind),
        "by": names_of([shown.actor_id])[shown.actor_id],
        "proven": proven(shown),
        "has_record": log.has_record_file(shown),
        "previous_change": previous_change(shown),
        "payload": json.dumps(log.payload_of(shown), indent=2, ensure_ascii=False, sort_keys=True),
        "private": sorted(log.private_values_of(shown).items()),
        "before": Entry.objects.filter(pk__lt=pk).order_by("-pk").first(),
        "after": Entry.objects.filter(pk__gt=pk, pk__lt=logged).order_by("pk").first(),
        "logged": logged,
    }
    return render(request, "audits/entry.html", context)


def subject_of(shown: Entry) -> log.Subject:
    """The entry as an object of the log: what a read is about."""
    return log.Subject("entry", str(shown.pk))


def previous_change(shown: Entry) -> Entry | None:
    """The entry of the same object's revision before this one."""
    if not shown.object_rev or shown.object_rev == 1:
        return None
    same = Entry.objects.filter(object_type=shown.object_type, object_id=shown.object_id)
    return same.filter(object_rev=shown.object_rev - 1).first()


def proven(shown: Entry) -> Proven | None:
    """The proof under the newest checkpoint, verified; None while the entry waits for its place."""
    proof = log.entry_with_proof(shown)
    if proof is None:
        return None
    checkpoint = Checkpoint.objects.get(pk=proof.size)
    head = parse_checkpoint(parse_note(proof.receipt.note).text)
    leaf, path = leaf_hash(proof.body), proof.receipt.proof
    index = proof.receipt.index
    facts: dict[str, Any] = {"index": index, "size": head.size, "root": head.root, "leaf": leaf}
    try:
        verify_inclusion(leaf, index=index, size=head.size, proof=path, root=head.root)
    except ProofError as error:
        return Proven(**facts, checkpoint=checkpoint, picture=None, fault=str(error))
    drawn = picture(leaf, index=index, size=head.size, proof=path)
    return Proven(**facts, checkpoint=checkpoint, picture=drawn)
