"""Rows of the log in, rows of the log out. What they mean is decided above, how they hash below."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import chain
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Max

from audits.merkle.tiles import TILE_HEIGHT, TILE_WIDTH, TileBuilder, TileReader
from audits.merkle.tiles import Tile as TilePlace
from audits.merkle.tree import TreeError
from audits.models import Checkpoint, Entry, Leaf, Pending, PrivateValue, Tile

# Every entry goes through these two statements, and each of its readers waits for them: they are written out,
# because building them from the model takes longer than everything else that `record` computes.
NEWEST = (
    "SELECT object_rev, leaf_hash FROM audits_entry WHERE object_type = %s AND object_id = %s"
    " AND object_rev IS NOT NULL ORDER BY object_rev DESC LIMIT 1"
)
# The database gives id and recorded_at.
COLUMNS = {
    field.column: field for field in Entry._meta.concrete_fields if field.column not in ("id", "recorded_at")
}
INSERT = f"INSERT INTO audits_entry ({', '.join(COLUMNS)}) VALUES ({', '.join(['%s'] * len(COLUMNS))})"
INSERT_ENTRY = {"sqlite": INSERT, "postgresql": f"{INSERT} RETURNING id"}

INSERT_PRIVATE = "INSERT INTO audits_privatevalue (entry_id, field, key, value) VALUES"
PLACES = "(%s, %s, %s, %s)"
AT_ONCE = 200  # SQLite takes 999 values of a statement, in its older versions


def last_revision(object_type: str, object_id: str) -> tuple[int, bytes] | None:
    """Revision and leaf hash of the object's newest change; None before the first.

    The caller holds the object's row by its own change, so no other writer is between this and the insert.
    """
    with connection.cursor() as cursor:
        cursor.execute(NEWEST, (object_type, object_id))
        found = cursor.fetchone()
    return None if found is None else (found[0], bytes(found[1]))


def append_entry(
    *,
    uuid: UUID,
    envelope: Mapping[str, object],
    at: datetime,
    actor_id: str,
    body: bytes,
    payload: bytes,
    leaf_hash: bytes,
    private: Mapping[str, tuple[bytes, str]],
) -> int:
    """Insert one entry and its private values; the insert trigger queues it. Gives its id."""
    subject = envelope["object"] or {"type": "", "id": "", "rev": None}
    assert isinstance(subject, dict)
    values = {
        "uuid": uuid,
        "kind": envelope["kind"],
        "object_type": subject["type"],
        "object_id": subject["id"],
        "object_rev": subject["rev"],
        "actor_id": actor_id,
        "at": at,
        "request": envelope["request"] or "",
        "labels": envelope["labels"],
        "body": body,
        "payload": payload,
        "leaf_hash": leaf_hash,
    }
    with connection.cursor() as cursor:
        cursor.execute(INSERT_ENTRY[connection.vendor], [_stored(*item) for item in values.items()])
        entry_id = int(cursor.lastrowid if connection.vendor == "sqlite" else cursor.fetchone()[0])
        rows = [(entry_id, field, key, value) for field, (key, value) in private.items()]
        for start in range(0, len(rows), AT_ONCE):
            some = rows[start : start + AT_ONCE]
            cursor.execute(f"{INSERT_PRIVATE} {', '.join([PLACES] * len(some))}", list(chain(*some)))
    return entry_id


def _stored(column: str, value: object) -> Any:
    """The value as the column's field gives it to this database."""
    return COLUMNS[column].get_db_prep_save(value, connection)


def erase_private(object_type: str, object_id: str, *, rows: Collection[str] | None) -> int:
    """Blank the values and keys of the object's entries: of the rows `table/id`, or all of them."""
    standing = PrivateValue.objects.filter(
        entry__object_type=object_type, entry__object_id=object_id, key__isnull=False
    )
    wanted = None if rows is None else frozenset(rows)
    found = [
        pk
        for pk, field in standing.values_list("pk", "field")
        if wanted is None or field.rpartition("/")[0] in wanted
    ]
    for start in range(0, len(found), 400):
        PrivateValue.objects.filter(pk__in=found[start : start + 400]).update(key=None, value=None)
    return len(found)


def erase_private_of_kind(kind: str, *, since: datetime, until: datetime) -> int:
    """Blank the values and keys of all entries of a kind with since <= at < until."""
    standing = PrivateValue.objects.filter(
        entry__kind=kind, entry__at__gte=since, entry__at__lt=until, key__isnull=False
    )
    found = list(standing.values_list("pk", flat=True))
    for start in range(0, len(found), 400):
        PrivateValue.objects.filter(pk__in=found[start : start + 400]).update(key=None, value=None)
    return len(found)


def tree_size() -> int:
    """The number of leaves."""
    last = Leaf.objects.aggregate(last=Max("leaf_index"))["last"]
    return 0 if last is None else last + 1


def latest_checkpoint() -> Checkpoint | None:
    """The newest signed head."""
    return Checkpoint.objects.order_by("-tree_size").first()


def leaf_hashes(begin: int, end: int) -> list[bytes]:
    """The stored hashes of leaves [begin, end), in order. Raises: TreeError when one is missing."""
    rows = Leaf.objects.filter(leaf_index__gte=begin, leaf_index__lt=end).order_by("leaf_index")
    found = [bytes(digest) for digest in rows.values_list("entry__leaf_hash", flat=True)]
    if len(found) != end - begin:
        raise TreeError(f"leaves [{begin}, {end}) are {len(found)} rows, not {end - begin}")
    return found


def leaf_bodies(begin: int, end: int) -> list[bytes]:
    """The exact bytes of leaves [begin, end), in order. Raises: TreeError when one is missing."""
    rows = Leaf.objects.filter(leaf_index__gte=begin, leaf_index__lt=end).order_by("leaf_index")
    found = [bytes(body) for body in rows.values_list("entry__body", flat=True)]
    if len(found) != end - begin:
        raise TreeError(f"leaves [{begin}, {end}) are {len(found)} rows, not {end - begin}")
    return found


def level_hashes(level: int, begin: int, end: int) -> list[bytes]:
    """Hashes [begin, end) of one level of tiles: leaves, or the roots of full tiles one level below."""
    if level == 0:
        return leaf_hashes(begin, end)
    rows = Tile.objects.filter(level=level - 1, n__gte=begin, n__lt=end).order_by("n")
    found = [bytes(root) for root in rows.values_list("root", flat=True)]
    if len(found) != end - begin:
        raise TreeError(
            f"tiles [{begin}, {end}) of level {level - 1} are {len(found)} rows, not {end - begin}"
        )
    return found


def open_tree(size: int) -> TileBuilder:
    """The tree of `size` leaves, ready to grow. Reads at most 255 hashes a level."""
    rows = []
    level = 0
    while size >> (TILE_HEIGHT * level):
        end = size >> (TILE_HEIGHT * level)
        rows.append(level_hashes(level, end - end % TILE_WIDTH, end))
        level += 1
    return TileBuilder(rows)


def tile_reader() -> TileReader:
    """Reads tiles, full ones from their rows and partial ones from what they are made of."""

    def read(level: int, n: int, width: int) -> bytes:
        if width == TILE_WIDTH:
            stored = Tile.objects.filter(level=level, n=n).values_list("hashes", flat=True).first()
            if stored is not None:
                return bytes(stored)
        return b"".join(level_hashes(level, n * TILE_WIDTH, n * TILE_WIDTH + width))

    return read


def add_leaves(first: int, entry_ids: Sequence[int]) -> None:
    """Give entries the next places in the tree and take them out of the queue."""
    Leaf.objects.bulk_create(
        [Leaf(leaf_index=first + i, entry_id=entry_id) for i, entry_id in enumerate(entry_ids)],
        batch_size=400,
    )
    for start in range(0, len(entry_ids), 400):
        Pending.objects.filter(entry_id__in=entry_ids[start : start + 400]).delete()


def add_tiles(
    full: Sequence[tuple[TilePlace, tuple[bytes, ...]]],
    root_of: Callable[[Sequence[bytes]], bytes],
) -> None:
    """Store tiles that became full."""
    Tile.objects.bulk_create(
        [
            Tile(
                level=place.level,
                n=place.n,
                hashes=b"".join(hashes),
                root=root_of(hashes),
            )
            for place, hashes in full
        ],
        batch_size=50,
    )


def add_checkpoint(size: int, note: bytes, *, at: datetime) -> None:
    """Store a signed head."""
    Checkpoint.objects.create(tree_size=size, note=note.decode(), signed_at=at)


def anything_pending() -> bool:
    """Whether the queue holds an entry."""
    return Pending.objects.exists()


def pending_entries(limit: int) -> list[tuple[int, bytes, bytes]]:
    """(entry id, body, stored leaf hash) of the queue's first `limit` entries, by id."""
    rows = Pending.objects.order_by("entry_id").values_list("entry_id", "entry__body", "entry__leaf_hash")[
        :limit
    ]
    return [(entry_id, bytes(body), bytes(digest)) for entry_id, body, digest in rows]


def pending_with_hashes(hashes: Sequence[bytes]) -> list[tuple[int, bytes, bytes]]:
    """The same for the queued entries with these leaf hashes, in the order of the hashes."""
    found: dict[bytes, tuple[int, bytes, bytes]] = {}
    for start in range(0, len(hashes), 400):
        rows = Pending.objects.filter(entry__leaf_hash__in=hashes[start : start + 400])
        for entry_id, body, digest in rows.values_list("entry_id", "entry__body", "entry__leaf_hash"):
            found[bytes(digest)] = (entry_id, bytes(body), bytes(digest))
    return [found[digest] for digest in hashes if digest in found]


def leaf_entries(begin: int, end: int) -> list[tuple[int, Entry]]:
    """(leaf index, entry) of leaves [begin, end), in order. Raises: TreeError when one is missing."""
    rows = Leaf.objects.filter(leaf_index__gte=begin, leaf_index__lt=end)
    found = [(row.leaf_index, row.entry) for row in rows.order_by("leaf_index").select_related("entry")]
    if [index for index, _ in found] != list(range(begin, end)):
        raise TreeError(f"leaves [{begin}, {end}) are {len(found)} rows, not {end - begin} in a row")
    return found


def unsettled() -> Iterator[str]:
    """Objects, as `type/id`, that stand marked as changed without an entry."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT object FROM audits_dirty ORDER BY object")
        yield from (row[0] for row in cursor.fetchall())
