"""The screening index of one snapshot, built once in each process."""

import threading

from django.db.models import Q, QuerySet

from participation.models import ListedPartyVersion, Snapshot
from participation.screening.screen import Index, build_index
from participation.screening.types import ListedParty

# The lists that decide what somebody may receive; others are kept for reading.
SCREENED_SOURCES = ("EL", "MEU", "DPL", "UVL", "SDN")


class _Place:
    """Room for one index, built by one thread at a time."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.held: tuple[int, Index] | None = None


# A look at an earlier list must not take the index away from those who work with the one in force.
_in_force, _earlier = _Place(), _Place()


def snapshot_in_force() -> Snapshot | None:
    return Snapshot.objects.filter(state=Snapshot.State.IN_FORCE).first()


def versions_of(snapshot: Snapshot) -> QuerySet[ListedPartyVersion]:
    """What the list said at this snapshot: begun by then and not gone by then.

    Snapshots come into force in the order of their ids; those that never did have no part in it.
    """
    unsettled = Snapshot.objects.filter(state__in=["loading", "quarantined"]).exclude(pk=snapshot.pk)
    return ListedPartyVersion.objects.filter(
        Q(gone__isnull=True) | Q(gone_id__gt=snapshot.pk), first_id__lte=snapshot.pk
    ).exclude(first__in=unsettled)


def listed_party(version: ListedPartyVersion) -> ListedParty:
    """The row in the words of the screening core; the key is the version's id."""
    return ListedParty(
        key=str(version.pk),
        source=version.party.source,
        name=version.name,
        aliases=tuple(version.aliases),
        countries=tuple(version.countries),
        addresses=tuple(version.addresses),
        person=version.entity_type.lower() == "individual",
    )


def index_for(snapshot: Snapshot) -> Index:
    """The index of this snapshot; kept until another one in force, or another earlier one, is asked for."""
    place = _in_force if snapshot.state == Snapshot.State.IN_FORCE else _earlier
    with place.lock:
        if place.held is None or place.held[0] != snapshot.pk:
            place.held = (snapshot.pk, _built(snapshot))
        return place.held[1]


def forget() -> None:
    """Drop what is kept, for a process that turns to another database."""
    _in_force.held = _earlier.held = None


def _built(snapshot: Snapshot) -> Index:
    rows = versions_of(snapshot).filter(party__source__in=SCREENED_SOURCES).order_by("pk")
    return build_index(listed_party(version) for version in rows.select_related("party").iterator(2000))
