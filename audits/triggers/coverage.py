"""What an audited table is. The mapping itself belongs to the application and comes by a setting."""

import re
from collections.abc import Mapping
from typing import Protocol

# PostgreSQL cuts identifiers at 63 bytes; the longest made from a table name adds 13.
_NAME = re.compile(r"[a-z_][a-z0-9_]{0,49}", re.ASCII)


class AuditedTable(Protocol):
    """The object that a row is part of: its type, and the column that holds its id.

    `columns` limits the cover of UPDATE to these columns; None covers all.
    """

    @property
    def object_type(self) -> str: ...
    @property
    def id_column(self) -> str: ...
    @property
    def columns(self) -> tuple[str, ...] | None: ...


def check_tables(tables: Mapping[str, AuditedTable]) -> None:
    """Returns only when every name can stand in SQL unquoted. Raises: ValueError naming it."""
    for name, table in tables.items():
        for word in (name, table.object_type, table.id_column, *(table.columns or ())):
            if not _NAME.fullmatch(word):
                raise ValueError(f"AUDITED_TABLES[{name!r}]: {word!r} is not a plain lower-case name")


def covered_columns(table: AuditedTable) -> tuple[str, ...] | None:
    """The columns whose UPDATE needs an entry; the one that names the object always does."""
    if table.columns is None:
        return None
    return tuple(dict.fromkeys((table.id_column, *table.columns)))
