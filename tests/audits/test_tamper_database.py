"""More edits of the log's own tables, by somebody who drops the triggers first: `verify_log` names each.

The log: leaves 0 to 2 are changes of thing 1 (leaf 1 with a private value), leaf 3 a read; heads of 3 and of
4 leaves; entry 5, a change of thing 2, waits. `test_log_checked.py` has the single columns.
"""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.db import connection

from audits import keys, log, triggers
from audits.checkpoint import checkpoint_text, sign_note
from audits.log import check
from audits.merkle.hashing import leaf_hash
from audits.merkle.tree import root_of
from audits.models import Checkpoint, Entry, Leaf, PrivateValue, Tile
from tests.audits.made_log import signer
from tests.audits.things import add_thing, problems, record_change, record_reads, run, sequence
from tests.workplace import CommittedDatabase

Edit = Callable[[], object]
Said = list[tuple[int | None, str]]


def sql(*statements: str) -> Edit:
    return lambda: [run(statement) for statement in statements]


def body(old: bytes, new: bytes, entry: int = 2) -> Edit:
    """Another body; the careless editor leaves the rest as it was."""
    return lambda: _rewrite(entry, old, new, {})


def careful(old: bytes, new: bytes, entry: int) -> None:
    """Another body, its hash and its columns with it."""
    content = bytes(Entry.objects.get(pk=entry).body).replace(old, new)
    _rewrite(entry, old, new, {"leaf_hash": leaf_hash(content), "actor_id": new.decode()})


def _rewrite(entry: int, old: bytes, new: bytes, columns: dict[str, object]) -> None:
    content = bytes(Entry.objects.get(pk=entry).body)
    assert old in content
    Entry.objects.filter(pk=entry).update(body=content.replace(old, new), **columns)


def place(*order: int) -> Edit:
    """Other entries at the leaves from 0 on."""

    def change() -> None:
        Leaf.objects.all().delete()
        Leaf.objects.bulk_create(Leaf(leaf_index=index, entry_id=entry) for index, entry in enumerate(order))
        run("DELETE FROM audits_pending WHERE entry_id IN (SELECT entry_id FROM audits_leaf)")

    return change


def sign(size: int, key: object = None, origin: str | None = None) -> None:
    """Sign the tree as it now stands, as whoever has the key can, in place of the head of this size."""
    rows = Leaf.objects.order_by("leaf_index").values_list("entry__leaf_hash", flat=True)
    root = root_of([bytes(digest) for digest in rows[:size]])
    text = checkpoint_text(origin or settings.AUDIT_ORIGIN, size, root)
    note = sign_note(text, key or keys.load_signer(settings.AUDIT_KEY_FILE, settings.AUDIT_ORIGIN))
    Checkpoint.objects.filter(pk=size).update(note=note.decode())


def fork() -> None:
    """The last entry tells another story, and the real key signs it."""
    careful(b"user/7", b"user/9", 4)
    sign(4)


def put_into_the_past() -> None:
    place(1, 5, 2, 3, 4)()


def set_back() -> None:
    """The state of before the last head, as a restored backup has it."""
    run("DELETE FROM audits_checkpoint WHERE tree_size = 4")
    run("DELETE FROM audits_pending")
    run("DELETE FROM audits_leaf WHERE leaf_index = 3")
    run("DELETE FROM audits_entry WHERE id IN (4, 5)")


def payload_of(other: int) -> Edit:
    return lambda: Entry.objects.filter(pk=2).update(payload=Entry.objects.get(pk=other).payload)


HEADS_AFTER_1: Said = [
    (2, "checkpoint of 3 leaves, root"),
    (3, "checkpoint of 4 leaves, root"),
    (3, "root held for 4 leaves"),
]
CHAIN: Said = [(2, "entry 3, chain of thing/1")]
MATRIX: dict[str, tuple[Edit, Said]] = {
    "a bit in a body": (
        body(b'"user/7"', b'"user/6"'),
        [(1, "entry 2, leaf hash"), (1, "entry 2, column actor_id"), *CHAIN, *HEADS_AFTER_1],
    ),
    "a body that is not canonical": (
        body(b'"v":1', b'"v": 1'),
        [(1, "entry 2, leaf hash"), (1, "entry 2, envelope"), *CHAIN, *HEADS_AFTER_1],
    ),
    "the last entry, signed again with the real key": (fork, [(3, "root held for 4 leaves")]),
    "the head signed with another key": (
        lambda: sign(4, signer(9, settings.AUDIT_ORIGIN)),
        [(3, "checkpoint of 4 leaves")],
    ),
    "the head of another log": (
        lambda: sign(4, signer(9, "other.example"), "other.example"),
        [(3, "checkpoint of 4 leaves")],
    ),
    "an entry and its leaf gone": (
        sql(
            "DELETE FROM audits_privatevalue",
            "DELETE FROM audits_leaf WHERE leaf_index = 1",
            "DELETE FROM audits_entry WHERE id = 2",
        ),
        [(2, "leaf index")],
    ),
    "two leaves swapped": (
        place(1, 3, 2, 4),
        [(1, "entry 3, chain of thing/1"), (2, "entry 2, chain of thing/1"), *HEADS_AFTER_1],
    ),
    "an entry put into the past": (put_into_the_past, [*HEADS_AFTER_1, (4, "leaves without a checkpoint")]),
    "an entry taken out of the tree": (
        place(1, 2, 3),
        [(None, "checkpoint of 4 leaves"), (None, "leaves under the held head of 4"), (None, "entry 4")],
    ),
    "set back to a backup": (set_back, [(None, "leaves under the held head of 4")]),
    "the payload of another entry": (payload_of(3), [(1, "entry 2, payload")]),
    "the key of a private value": (
        lambda: PrivateValue.objects.update(key=b"\x01" * 32),
        [(1, "entry 2, commitment to name")],
    ),
    "the private value of another entry": (
        sql("UPDATE audits_privatevalue SET entry_id = 3"),
        [(1, "entry 2, private value name"), (2, "entry 3, private value name")],
    ),
    "a private value and its row gone": (
        sql("DELETE FROM audits_privatevalue"),
        [(1, "entry 2, private value name")],
    ),
    "the uuid": (
        sql("UPDATE audits_entry SET uuid = '00000000000070008000000000000001' WHERE id = 2"),
        [(1, "entry 2, column uuid")],
    ),
    "the request": (
        sql("UPDATE audits_entry SET request = 'never' WHERE id = 2"),
        [(1, "entry 2, column request")],
    ),
}  # fmt: skip


@pytest.fixture
def signed_log(log_database: CommittedDatabase) -> None:
    add_thing(1, "first")
    record_change(1, private={"name": "Li Wei"})
    record_change(1)
    sequence()
    record_reads(1)
    sequence()
    record_change(2)


def tampered(way: str) -> Said:
    triggers.uninstall(connection)
    MATRIX[way][0]()
    triggers.install(connection)
    return problems()


@pytest.mark.parametrize("way", MATRIX)
def test_edit_is_named_though_the_triggers_are_back(signed_log: None, way: str) -> None:
    before = problems()

    assert before == []
    assert tampered(way) == MATRIX[way][1]
    assert log.trigger_differences() == []


def test_what_was_never_signed_can_be_taken_away_with_its_change(signed_log: None) -> None:
    """The limit: until the next head, seconds later, an entry that is gone leaves no trace here."""
    triggers.uninstall(connection)

    run("DELETE FROM audits_pending")
    run("DELETE FROM audits_entry WHERE id = 5")

    assert problems() == []


TILES: dict[str, Edit] = {
    "a bit of a tile": lambda: Tile.objects.update(hashes=_flipped(bytes(Tile.objects.get().hashes))),
    "the root of a tile": lambda: Tile.objects.update(root=bytes(32)),
    "a tile gone": lambda: Tile.objects.all().delete(),
    "a tile under another number": lambda: Tile.objects.update(n=7),
}


def _flipped(content: bytes) -> bytes:
    return bytes([content[0] ^ 1]) + content[1:]


@pytest.mark.parametrize("way", TILES)
def test_edit_of_a_tile_is_named(log_database: CommittedDatabase, way: str) -> None:
    record_reads(257)
    sequence()
    triggers.uninstall(connection)

    TILES[way]()

    assert problems()[:1] == [(255, "tile 0/0")]


def test_check_that_forgets_tiles_misses_them(
    log_database: CommittedDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The planted bug."""
    record_reads(257)
    sequence()
    triggers.uninstall(connection)
    monkeypatch.setattr(check, "_tile_problems", lambda *given: iter(()))

    TILES["a bit of a tile"]()

    assert problems() == []
