"""The screening index of one snapshot, built once in each process."""

import threading

from django.db.models import Q, QuerySet

from participation.models import ListedPartyVersion, Snapshot
from participation.screening.screen import Index, build_index
from participation.screening.types import ListedParty

# The lists that decide what somebody may receive; others are kept for reading.
SCREENED_SOURCES = ("EL", "MEU", "DPL", "UVL", "SDN")

_lock = threading.Lock()
_held: tuple[int, Index] | None = None


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
    """The index of this snapshot; kept until another one is asked for."""
    global _held
    with _lock:
        if _held is None or _held[0] != snapshot.pk:
            rows = versions_of(snapshot).filter(party__source__in=SCREENED_SOURCES).order_by("pk")
            parties = [listed_party(version) for version in rows.select_related("party").iterator(2000)]
            _held = (snapshot.pk, build_index(parties))
        return _held[1]
