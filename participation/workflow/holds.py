"""Reasons beside the law that keep a clear result at wait: the list, and who could not be screened."""

from collections.abc import Sequence

from django.conf import settings

from participation.models import Snapshot
from participation.workflow.parties import Judged, Screened


def holds_of(found: Sequence[Screened], snapshot: Snapshot | None) -> list[dict[str, str]]:
    """Reasons beside the law: each keeps a clear result at wait and is shown in these words."""
    holds = []
    if snapshot is None:
        holds.append({"kind": "no_list", "text": "No list is in force, so nobody could be screened."})
    elif snapshot.partial and not settings.DEMO_LIST_IS_WHOLE:
        text = f"{snapshot.title} is a partial list: who is not on it may still be listed."
        holds.append({"kind": "partial_list", "text": text})
    if snapshot is not None:
        for one in found:
            holds += _holds_of(one)
    return holds


def _holds_of(one: Screened) -> list[dict[str, str]]:
    """What keeps this recipient from being clear, beside the law."""
    name, recipient = one.recipient.stated_name, str(one.recipient.pk)
    holds = [{"kind": "affiliation", "text": one.doubt, "recipient": recipient}] if one.doubt else []
    if one.reason:
        return [*holds, {"kind": "cannot_screen", "text": f"{name}: {one.reason}", "recipient": recipient}]
    if one.too_many:
        listed = len(one.judged) + one.too_many
        text = f"{name} may be any of {listed} listed parties, more than are compared here."
        text += " State the name in full."
        holds.append({"kind": "too_many", "text": text, "recipient": recipient})
    if not one.has_country:
        text = f"{name}: no country is stated, and the country decides. Add it to the attendee list."
        holds.append({"kind": "no_country", "text": text, "recipient": recipient})
    # The rules ask what a possible match with the Entity List would change; other lists a person settles.
    for judged in one.judged:
        source = judged.version.party.source
        if judged.standing == "possible" and source != "EL":
            text = f"{name} may be {judged.version.name} ({source}). An officer has to say whether it is."
            holds.append({"kind": "possible_match", "text": text, "recipient": recipient})
    return holds


def reopened_holds(found: Sequence[Screened], status: str) -> list[dict[str, str]]:
    """Which judged pairs are open again, and by which change; they hold nothing that is clear without them.

    Takes: `status` of the determination; what is clear even for a listed party needs no word on who it is.
    """
    if status == "clear":
        return []
    return [
        {"kind": "pair_reopened", "text": _reopened(one, judged), "recipient": str(one.recipient.pk)}
        for one in found
        for judged in one.judged
        if judged.reopened
    ]


def _reopened(one: Screened, judged: Judged) -> str:
    pair = f"{one.recipient.stated_name} and {judged.version.name} ({judged.version.party.source})"
    changed = "; ".join(change.text for change in judged.reopened)
    return f"{pair} were judged before. Reopened: {changed}."
