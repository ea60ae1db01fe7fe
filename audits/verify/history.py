"""The chain of each object: its revisions without a hole, each naming the entry before it."""

import sqlite3

from audits.verify.failure import ContradictionError
from audits.verify.tree import SeenEntry

_SCHEMA = """
CREATE TABLE last (
    type TEXT, id TEXT, rev INTEGER, place INTEGER, leaf BLOB, PRIMARY KEY (type, id)
) WITHOUT ROWID
"""
_SELECT = "SELECT rev, place, leaf FROM last WHERE type = ? AND id = ?"
_REPLACE = "INSERT OR REPLACE INTO last VALUES (?, ?, ?, ?, ?)"


class History:
    """The last change of every object seen, on disk, so that memory stays constant."""

    def __init__(self) -> None:
        # An empty name is a private file that SQLite removes by itself.
        self._rows = sqlite3.connect("", isolation_level=None)
        self._rows.execute("PRAGMA journal_mode = OFF")
        self._rows.execute("PRAGMA synchronous = OFF")
        self._rows.execute("BEGIN")
        self._rows.execute(_SCHEMA)
        self._next = 0
        self._shown_from = 0
        self.changes = 0

    def add(self, entry: SeenEntry) -> None:
        """Take the next entry that is shown. Raises: ContradictionError for a hole or a wrong `prev`."""
        if entry.index != self._next:
            self._shown_from = entry.index
        self._next = entry.index + 1
        subject = entry.envelope["object"]
        if subject is None or subject["rev"] is None:
            return
        key, rev = (subject["type"], subject["id"]), subject["rev"]
        last_rev, place, leaf = self._rows.execute(_SELECT, key).fetchone() or (0, -1, b"")
        # Entries that are hidden may hold revisions that lie between; then only the direction is known.
        hidden = place < self._shown_from and self._shown_from > 0
        name = f"{key[0]}/{key[1]}"
        if rev <= last_rev or (rev != last_rev + 1 and not hidden):
            raise _broken(entry, f"revision of {name}", f"{last_rev + 1}", str(rev))
        if last_rev and rev == last_rev + 1 and entry.envelope["prev"] != leaf.hex():
            raise _broken(entry, f"prev of {name} revision {rev}", leaf.hex(), entry.envelope["prev"])
        self._rows.execute(_REPLACE, (*key, rev, entry.index, entry.leaf))
        self.changes += 1

    def objects(self) -> int:
        """How many objects have changed."""
        return int(self._rows.execute("SELECT count(*) FROM last").fetchone()[0])

    def close(self) -> None:
        """Give the temporary file back."""
        self._rows.close()


def _broken(entry: SeenEntry, what: str, expected: str, actual: object) -> ContradictionError:
    return ContradictionError(
        what, place=entry.place, index=entry.index, offset=entry.offset, expected=expected, actual=actual
    )
