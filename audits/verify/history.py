"""The chain of each object: its revisions without a hole, each naming the entry before it."""

import sqlite3
from binascii import hexlify
from struct import Struct

from audits.merkle.hashing import HASH_SIZE
from audits.verify.failure import ContradictionError
from audits.verify.tree import SeenEntry

# One transaction that never ends: what is written is thrown away with the connection.
_OPEN = (
    "PRAGMA journal_mode = OFF",
    "PRAGMA synchronous = OFF",
    "PRAGMA cache_size = -16384",
    "BEGIN",
    "CREATE TABLE last (name BLOB PRIMARY KEY, found BLOB) WITHOUT ROWID",
)
_COUNT = "SELECT count(*) FROM last"
_SELECT = "SELECT found FROM last WHERE name = ?"
_REPLACE = "INSERT OR REPLACE INTO last VALUES (?, ?)"
# Objects kept in memory, some 30 MB; beyond it they go to disk all at once, much faster than one by one.
IN_MEMORY = 100_000
# Revision, index and leaf hash of an object's last change.
_LAST = Struct(f">QQ{HASH_SIZE}s")
_NONE = _LAST.pack(0, 0, b"")


class History:
    """The last change of every object seen, partly on disk, so that memory stays bounded."""

    def __init__(self, *, in_memory: int = IN_MEMORY) -> None:
        # An empty name is a private file that SQLite removes by itself.
        self._rows = sqlite3.connect("")
        for statement in _OPEN:
            self._rows.execute(statement)
        # Name of the object -> its last change, packed.
        self._recent: dict[bytes, bytes] = {}
        self._in_memory = in_memory
        self._spilled = False
        # The next entry where none is hidden, and where the entries that are shown without a hole begin.
        self._next = self._shown_from = 0
        self.changes = 0

    def add(self, entry: SeenEntry) -> None:
        """Take the next entry that is shown. Raises: ContradictionError for a hole or a wrong `prev`."""
        index, gist = entry.index, entry.gist
        if index != self._next:
            self._shown_from = index
        self._next = index + 1
        name, rev = gist.object, gist.rev
        if not rev:
            return
        last = self._recent.get(name) or (self._stored(name) if self._spilled else _NONE)
        last_rev, last_index, leaf = _LAST.unpack(last)
        # Entries that are hidden may hold revisions that lie between; then only the direction is known.
        if rev != last_rev + 1 and (rev <= last_rev or not self._hidden_since(last_rev, last_index)):
            raise _broken(entry, f"revision of {name.decode()}", f"{last_rev + 1}", str(rev))
        if last_rev and rev == last_rev + 1 and gist.prev != hexlify(leaf):
            what, link = f"prev of {name.decode()} revision {rev}", leaf.hex()
            raise _broken(entry, what, link, gist.prev.decode())
        self._recent[name] = _LAST.pack(rev, index, entry.leaf)
        if len(self._recent) > self._in_memory:
            self._spill()
        self.changes += 1

    def objects(self) -> int:
        """How many objects have changed."""
        self._spill()
        return int(self._rows.execute(_COUNT).fetchone()[0])

    def close(self) -> None:
        """Give the temporary file back."""
        self._rows.close()

    def _hidden_since(self, last_rev: int, last_index: int) -> bool:
        if not last_rev:
            return self._shown_from > 0
        return last_index < self._shown_from

    def _stored(self, name: bytes) -> bytes:
        row = self._rows.execute(_SELECT, (name,)).fetchone()
        return _NONE if row is None else bytes(row[0])

    def _spill(self) -> None:
        # In the order of the key: the pages of the table are then written one after the other.
        self._rows.executemany(_REPLACE, sorted(self._recent.items()))
        self._recent.clear()
        self._spilled = True


def _broken(entry: SeenEntry, what: str, expected: str, actual: object) -> ContradictionError:
    return ContradictionError(
        what, place=entry.place, index=entry.index, offset=entry.offset, expected=expected, actual=actual
    )
