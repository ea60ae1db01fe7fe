"""The triggers on SQLite.

SQLite has no deferred triggers. Coverage is a deferred foreign key: an audited change puts a row into
`audits_dirty` whose parent table is always empty, and only the entry's insert trigger takes it out.
`INSERT OR REPLACE` removes rows without firing delete triggers, so every insert is looked at first.
"""

from collections.abc import Iterator, Mapping

from django.db.backends.base.base import BaseDatabaseWrapper

from audits.triggers.coverage import AuditedTable, covered_columns

# Table -> the keys of which an inserted row may share none with a standing row.
INSERT_ONLY: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "audits_entry": (
        ("id",),
        ("uuid",),
        ("leaf_hash",),
        ("object_type", "object_id", "object_rev"),
    ),
    "audits_leaf": (("leaf_index",), ("entry_id",)),
    "audits_tile": (("id",), ("level", "n")),
    "audits_checkpoint": (("tree_size",),),
    "audits_anchor": (("id",),),
}
PRIVATE_KEYS = (("id",), ("entry_id", "field"))
ONLY_INSERT = "the audit log is insert-only"

PENDING = """CREATE TRIGGER audits_entry_recorded AFTER INSERT ON audits_entry BEGIN
  INSERT INTO audits_pending (entry_id) VALUES (NEW.id);
  DELETE FROM audits_dirty
    WHERE NEW.object_rev IS NOT NULL AND object = NEW.object_type || '/' || NEW.object_id;
END"""

LEAF_ORDER = """CREATE TRIGGER audits_leaf_follows BEFORE INSERT ON audits_leaf
WHEN NEW.leaf_index <> (SELECT coalesce(max(leaf_index) + 1, 0) FROM audits_leaf)
BEGIN SELECT RAISE(ABORT, 'a leaf must follow the last leaf'); END"""

CHECKPOINT_ORDER = """CREATE TRIGGER audits_checkpoint_covers BEFORE INSERT ON audits_checkpoint
WHEN NEW.tree_size <> (SELECT coalesce(max(leaf_index) + 1, 0) FROM audits_leaf)
BEGIN SELECT RAISE(ABORT, 'a checkpoint must cover the whole tree'); END"""

PRIVATE_ERASED = """CREATE TRIGGER audits_privatevalue_erased BEFORE UPDATE ON audits_privatevalue
WHEN NEW.key IS NOT NULL OR NEW.value IS NOT NULL
  OR NEW.id <> OLD.id OR NEW.entry_id <> OLD.entry_id OR NEW.field <> OLD.field
BEGIN SELECT RAISE(ABORT, 'a private value may be erased, not changed'); END"""

# Only an entry that came after the change may take the mark away.
DIRTY_GUARD = """CREATE TRIGGER audits_dirty_needs_entry BEFORE DELETE ON audits_dirty
WHEN NOT EXISTS (SELECT 1 FROM audits_entry WHERE id > OLD.after_entry AND object_rev IS NOT NULL
  AND object_type || '/' || object_id = OLD.object)
BEGIN SELECT RAISE(ABORT, 'only an audit entry settles a change'); END"""


def wanted(connection: BaseDatabaseWrapper, tables: Mapping[str, AuditedTable]) -> dict[str, str]:
    """Trigger name -> its CREATE statement."""
    statements = [*_insert_only(), PENDING, LEAF_ORDER, CHECKPOINT_ORDER]
    statements += [_no_replace("audits_privatevalue", PRIVATE_KEYS), PRIVATE_ERASED]
    statements += [_refuse("audits_pending", "UPDATE", "the queue of the audit log is not edited")]
    statements += [
        _refuse("audits_dirty", "UPDATE", "only an audit entry settles a change"),
        DIRTY_GUARD,
    ]
    statements += [_refuse("audits_nothing", "INSERT", "this table must stay empty")]
    for name, table in tables.items():
        statements += _cover(name, table)
    return {statement.split()[2]: statement for statement in statements}


def installed(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """Name -> statement of every trigger that is called as ours are, or stands on a table of the log."""
    with connection.cursor() as cursor:
        cursor.execute(
            r"SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
            r" AND (name LIKE 'audits\_%' ESCAPE '\' OR tbl_name LIKE 'audits\_%' ESCAPE '\')"
        )
        return dict(cursor.fetchall())


def replace(connection: BaseDatabaseWrapper, new: Mapping[str, str], old: Mapping[str, str]) -> None:
    """Make the triggers those of `new`."""
    with connection.cursor() as cursor:
        for name in old:
            if new.get(name) != old[name]:
                cursor.execute(f"DROP TRIGGER {connection.ops.quote_name(name)}")
        for name, statement in new.items():
            if old.get(name) != statement:
                cursor.execute(statement)


def _insert_only() -> Iterator[str]:
    for table, keys in INSERT_ONLY.items():
        yield _refuse(table, "UPDATE", ONLY_INSERT)
        yield _refuse(table, "DELETE", ONLY_INSERT)
        yield _no_replace(table, keys)


def _refuse(table: str, verb: str, message: str) -> str:
    return (
        f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table}\n"
        f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
    )


def _no_replace(table: str, keys: tuple[tuple[str, ...], ...]) -> str:
    taken = " OR ".join(
        f"EXISTS (SELECT 1 FROM {table} WHERE {' AND '.join(f'{column} = NEW.{column}' for column in key)})"
        for key in keys
    )
    return (
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table}\nWHEN {taken}\n"
        f"BEGIN SELECT RAISE(ABORT, '{ONLY_INSERT}: this key is taken'); END"
    )


def _cover(name: str, table: AuditedTable) -> Iterator[str]:
    columns = covered_columns(table)
    of = f" OF {', '.join(columns)}" if columns else ""
    for verb, event, rows in (
        ("insert", "INSERT", ("NEW",)),
        ("update", f"UPDATE{of}", ("OLD", "NEW")),
        ("delete", "DELETE", ("OLD",)),
    ):
        marks = "".join(_mark(table, row, unless_old=len(rows) == 2 and row == "NEW") for row in rows)
        yield f"CREATE TRIGGER audits_cover_{name}_{verb} AFTER {event} ON {name} BEGIN\n{marks}END"


def _mark(table: AuditedTable, row: str, *, unless_old: bool) -> str:
    column = table.id_column
    moved = f" AND NEW.{column} IS NOT OLD.{column}" if unless_old else ""
    return (
        "  INSERT INTO audits_dirty (object, after_entry)\n"
        f"    SELECT '{table.object_type}/' || {row}.{column},"
        " coalesce((SELECT max(id) FROM audits_entry), 0)\n"
        f"    WHERE {row}.{column} IS NOT NULL{moved};\n"
    )
