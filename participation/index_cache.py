"""The screening index of a snapshot: one file beside the database, mapped by every process.

A file is made of one snapshot's rows by one state of the screening code; both stand in it and are compared,
with a digest of its bytes, before it is used. A file that is not as expected is made again.
"""

import hashlib
import logging
import mmap
import os
import tempfile
import threading
import time
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db.models import Q, QuerySet

from participation import screening
from participation.models import ListedPartyVersion, Snapshot
from participation.screening.index import Index
from participation.screening.index_build import built
from participation.screening.index_table import Table, UnreadableIndex, decoded, encoded
from participation.screening.types import ListedParty, is_craft, is_person

log = logging.getLogger(__name__)

# The lists that decide what somebody may receive; others are kept for reading.
SCREENED_SOURCES = ("EL", "MEU", "DPL", "UVL", "SDN")
# Files of earlier lists stay as long as they are among the last used; a draft older than this is dead.
KEPT_FILES = 6
DRAFT_SECONDS = 3600


class _Place:
    """Room for one index, made by one thread at a time."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.held: tuple[tuple[int, tuple[str, ...]], Index] | None = None


# A look at an earlier list must not take the index away from those who work with the one in force.
_in_force, _earlier = _Place(), _Place()


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows an index is made of, in the order of their keys."""

    rows: QuerySet[ListedPartyVersion]
    leaving: Collection[int]

    def keys(self) -> list[int]:
        return [key for key in self.rows.values_list("pk", flat=True) if key not in self.leaving]

    def parties(self) -> Iterator[ListedParty]:
        rows = self.rows.select_related("party").iterator(2000)
        return (listed_party(row) for row in rows if row.pk not in self.leaving)


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
        person=is_person(version.entity_type),
        craft=is_craft(version.entity_type),
    )


def index_for(snapshot: Snapshot, sources: Sequence[str] = SCREENED_SOURCES) -> Index:
    """The index of this snapshot; kept until another one in force, or another earlier one, is asked for.

    A caller that screens several names for one answer asks once, so that no answer mixes two lists.
    """
    lists = tuple(sorted(sources))
    usual = snapshot.state == Snapshot.State.IN_FORCE and lists == tuple(sorted(SCREENED_SOURCES))
    place, wanted = _in_force if usual else _earlier, (snapshot.pk, lists)
    with place.lock:
        if place.held is None or place.held[0] != wanted:
            place.held = (wanted, Index(_table(snapshot, sources)))
        return place.held[1]


def prepare(snapshot: Snapshot, *, leaving: Collection[int]) -> None:
    """Make the file of a snapshot that is about to come into force, so that nobody waits for it then.

    Takes: `leaving`, the ids of the versions that will be gone with it.
    """
    _table(snapshot, SCREENED_SOURCES, leaving=leaving)


def forget() -> None:
    """Drop what is kept, for a process that turns to another database."""
    _in_force.held = _earlier.held = None


def _table(snapshot: Snapshot, sources: Sequence[str], *, leaving: Collection[int] = ()) -> Table:
    rows = _Rows(versions_of(snapshot).filter(party__source__in=sources).order_by("pk"), leaving)
    about = _about(snapshot, sources, rows.keys())
    path = _path(about)
    table = _read(path, about)
    if table is not None:
        return table
    table = built(rows.parties())
    try:
        _write(path, encoded(table, about=about))
    except OSError as error:
        log.warning("index.not_written file=%s error=%s", path.name, error)
        return table
    _remove_old(path.parent)
    return _read(path, about) or table


def _about(snapshot: Snapshot, sources: Sequence[str], keys: Sequence[int]) -> str:
    """What the index is made of: the rows of one import, and the code that makes it."""
    rows = hashlib.sha256(repr(keys).encode()).hexdigest()
    imported = snapshot.imported_at.isoformat()
    lists = ",".join(sorted(sources))
    return f"{bytes(snapshot.file_hash).hex()} {imported} {lists} {rows} {_code()}"


@cache
def _code() -> str:
    """A digest of the screening code with its words and weights, any of which may change what is found."""
    digest = hashlib.sha256()
    for folder in screening.__path__:
        for path in sorted(Path(folder).glob("*.py")):
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _path(about: str) -> Path:
    name = hashlib.sha256(about.encode()).hexdigest()[:32]
    return Path(settings.SCREENING_INDEX_DIR) / f"{name}.index"


def _read(path: Path, about: str) -> Table | None:
    """The table in the file, mapped; None where there is no file, or none to be trusted."""
    try:
        with path.open("rb") as file:
            table = decoded(memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)), about=about)
        os.utime(path)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, UnreadableIndex) as error:
        log.warning("index.unreadable file=%s error=%s", path.name, error)
        return None
    return table


def _write(path: Path, content: bytes) -> None:
    """The whole file or none, whoever else writes it: two that do write the same bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".draft", delete=False) as draft:
        try:
            draft.write(content)
            draft.flush()
            os.fsync(draft.fileno())
            os.replace(draft.name, path)
        except BaseException:
            os.unlink(draft.name)
            raise


def _remove_old(folder: Path) -> None:
    """Remove all but the files used last; who has mapped one keeps it."""
    used = sorted(folder.glob("*.index"), key=lambda path: path.stat().st_mtime, reverse=True)
    dead = [path for path in folder.glob("*.draft") if path.stat().st_mtime < time.time() - DRAFT_SECONDS]
    for path in [*used[KEPT_FILES:], *dead]:
        path.unlink(missing_ok=True)
