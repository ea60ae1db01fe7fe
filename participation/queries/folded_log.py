"""The rows that the log says there are, each with the columns of its last entry; on disk, not in memory."""

import json
import sqlite3
from collections.abc import Iterator
from typing import Any

from audits.log import told

_SCHEMA = "CREATE TABLE said (model TEXT, id INTEGER, stated TEXT, PRIMARY KEY (model, id)) WITHOUT ROWID"
_PUT = "INSERT OR REPLACE INTO said VALUES (?, ?, ?)"
_END = "DELETE FROM said WHERE model = ? AND id = ?"

Row = tuple[int, dict[str, Any]]


class FoldedLog:
    """Rows by table and id, the smallest id first."""

    def __init__(self) -> None:
        # An empty name is a private file that SQLite removes by itself.
        self._said = sqlite3.connect("", isolation_level=None)
        for statement in ("PRAGMA journal_mode = OFF", "PRAGMA synchronous = OFF", "BEGIN", _SCHEMA):
            self._said.execute(statement)

    def take(self, change: dict[str, Any], private: dict[str, str | None]) -> None:
        """Let one change of an entry stand. Takes: the entry's personal values, None where erased."""
        table, number = change["row"].rsplit("/", 1)
        if change.get("gone"):
            self._said.execute(_END, (table, int(number)))
        else:
            self._said.execute(_PUT, (table, int(number), json.dumps(_opened(change["set"], private))))

    def tables(self) -> set[str]:
        """The tables of which there is a row."""
        return {table for (table,) in self._said.execute("SELECT DISTINCT model FROM said")}

    def rows(self, table: str) -> Iterator[Row]:
        """(id, column -> stated value) of a table, by rising id."""
        found = self._said.execute("SELECT id, stated FROM said WHERE model = ? ORDER BY id", (table,))
        for number, stated in found:
            yield number, json.loads(stated)

    def close(self) -> None:
        """Give the temporary file back."""
        self._said.close()


def fold() -> FoldedLog:
    """The whole log of this database, folded; the caller closes it."""
    folded = FoldedLog()
    for payload, private in told():
        for change in payload.get("changes", []):
            folded.take(change, private)
    return folded


def _opened(values: dict[str, Any], private: dict[str, str | None]) -> dict[str, Any]:
    """The columns with personal values in place of their commitments; an erased one cannot be compared."""
    opened = {}
    for column, value in values.items():
        if not (isinstance(value, dict) and set(value) == {"private"}):
            opened[column] = value
        elif (personal := private.get(value["private"])) is not None:
            opened[column] = personal
    return opened
