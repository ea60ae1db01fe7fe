"""How far a disclosure has come: checked, and sealed into a signed head of the log."""

from audits.log import Subject, entries, latest_checkpoint
from participation.models import Disclosure
from participation.states import State


def is_settled(disclosure: Disclosure) -> bool:
    """Whether the newest check has ended."""
    state = Disclosure.objects.values_list("state", flat=True).get(pk=disclosure.pk)
    return state not in {State.DRAFT, State.SUBMITTED, State.CHECKING}


def is_sealed(disclosure: Disclosure) -> bool:
    """Whether every entry of the disclosure stands under a signed head."""
    head = latest_checkpoint()
    if head is None:
        return False
    rows = entries(subject=Subject("disclosure", str(disclosure.pk)))
    places = [getattr(getattr(row, "leaf", None), "leaf_index", None) for row in rows]
    return bool(places) and all(place is not None and place < head.tree_size for place in places)
