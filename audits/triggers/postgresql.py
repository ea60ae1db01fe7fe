"""The triggers on PostgreSQL.

All are ENABLE ALWAYS, so a session in replica mode is held by them too. The functions run as their owner
with a fixed search path: the application's role needs no right on the queue or on the marks.
Coverage: an audited change puts a mark into `audits_dirty`, the entry's insert takes it out, and a deferred
constraint trigger refuses the commit while a mark stands. Marks have no unique key: writers never wait.
"""

from collections.abc import Iterator, Mapping

from django.db.backends.base.base import BaseDatabaseWrapper

from audits.triggers.coverage import AuditedTable, covered_columns

INSERT_ONLY = (
    "audits_entry",
    "audits_leaf",
    "audits_tile",
    "audits_checkpoint",
    "audits_anchor",
)

FUNCTIONS: Mapping[str, str] = {
    "audits_refuse": """
BEGIN
  RAISE EXCEPTION '% on % is refused: the audit log is insert-only', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation';
END""",
    "audits_refuse_truncate": """
BEGIN
  RAISE EXCEPTION 'TRUNCATE on % is refused: its rows are audited', TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation';
END""",
    "audits_entry_stamp": """
BEGIN
  NEW.recorded_at := clock_timestamp();
  RETURN NEW;
END""",
    "audits_entry_recorded": """
BEGIN
  INSERT INTO audits_pending (entry_id) VALUES (NEW.id);
  IF NEW.object_rev IS NOT NULL THEN
    DELETE FROM audits_dirty WHERE object = NEW.object_type || '/' || NEW.object_id;
  END IF;
  RETURN NULL;
END""",
    "audits_leaf_follows": """
BEGIN
  IF NEW.leaf_index <> (SELECT coalesce(max(leaf_index) + 1, 0) FROM audits_leaf) THEN
    RAISE EXCEPTION 'leaf % does not follow the last leaf', NEW.leaf_index
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END""",
    "audits_checkpoint_covers": """
BEGIN
  IF NEW.tree_size <> (SELECT coalesce(max(leaf_index) + 1, 0) FROM audits_leaf) THEN
    RAISE EXCEPTION 'a checkpoint of % leaves does not cover the whole tree', NEW.tree_size
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END""",
    "audits_privatevalue_erased": """
BEGIN
  IF NEW.key IS NOT NULL OR NEW.value IS NOT NULL
     OR (NEW.id, NEW.entry_id, NEW.field) IS DISTINCT FROM (OLD.id, OLD.entry_id, OLD.field) THEN
    RAISE EXCEPTION 'a private value may be erased, not changed' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END""",
    # Depth 1 is a statement that somebody sent; the entry's own trigger is one deeper.
    "audits_dirty_needs_entry": """
BEGIN
  IF TG_OP <> 'DELETE' OR pg_trigger_depth() < 2 THEN
    RAISE EXCEPTION 'only an audit entry settles a change' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NULL;
END""",
    "audits_change_has_entry": """
BEGIN
  IF EXISTS (SELECT 1 FROM audits_dirty WHERE object = NEW.object AND xid = NEW.xid) THEN
    RAISE EXCEPTION '% was changed without an audit entry', NEW.object
      USING ERRCODE = 'integrity_constraint_violation',
            HINT = 'Record the entry in the same transaction, after the change.';
  END IF;
  RETURN NULL;
END""",
}


def wanted(connection: BaseDatabaseWrapper, tables: Mapping[str, AuditedTable]) -> dict[str, str]:
    """`function NAME` or `trigger NAME on TABLE` -> how PostgreSQL itself describes it."""
    schema = _schema(connection)
    functions = dict(FUNCTIONS) | {f"audits_cover_{name}": _cover(table) for name, table in tables.items()}
    triggers = [*_own_triggers()]
    for name, table in tables.items():
        triggers += _cover_triggers(name, table)
    return {f"function {name}": f"{schema}{body}\n" for name, body in functions.items()} | {
        f"trigger {name} on {table}": definition for name, table, definition in triggers
    }


# The tables of the log have a schema of their own where database roles stand (audits/roles).
LOG_SCHEMA = "SELECT relnamespace FROM pg_class WHERE oid = to_regclass('audits_entry')"


def installed(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """The same description of what stands, read from the catalogue."""
    with connection.cursor() as cursor:
        cursor.execute(
            rf"""SELECT 'function ' || p.proname, n.nspname || p.prosrc || CASE WHEN p.prosecdef
                  AND p.proconfig = ARRAY['search_path=' || quote_ident(n.nspname) || ', pg_temp']
                  THEN '' ELSE 'altered' END
                FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
                WHERE p.proname LIKE 'audits\_%' AND p.pronamespace = ({LOG_SCHEMA})"""
        )
        found = dict(cursor.fetchall())
        cursor.execute(
            r"""SELECT 'trigger ' || t.tgname || ' on ' || c.relname,
                  pg_get_triggerdef(t.oid, true)
                  || CASE t.tgenabled WHEN 'A' THEN '' ELSE ' (not always enabled)' END
                FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
                WHERE NOT t.tgisinternal AND pg_table_is_visible(c.oid)
                  AND (t.tgname LIKE 'audits\_%' OR c.relname LIKE 'audits\_%')"""
        )
        found |= dict(cursor.fetchall())
        # A rule turns a statement into another before any trigger is asked; the log has none.
        cursor.execute(
            r"""SELECT 'rule ' || r.rulename || ' on ' || c.relname, pg_get_ruledef(r.oid)
                FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class
                WHERE c.relname LIKE 'audits\_%' AND c.relkind = 'r' AND pg_table_is_visible(c.oid)"""
        )
        return found | dict(cursor.fetchall())


def replace(connection: BaseDatabaseWrapper, new: Mapping[str, str], old: Mapping[str, str]) -> None:
    """Make functions and triggers those of `new`. Triggers go first and come last."""
    schema = _schema(connection)
    place = connection.ops.quote_name(schema)
    with connection.cursor() as cursor:
        for name in sorted(old, reverse=True):
            what = name.split(" ")[0]
            if new.get(name) != old[name] and what in ("trigger", "rule"):
                _, trigger, _, table = name.split(" ")
                cursor.execute(f'DROP {what.upper()} "{trigger}" ON "{table}"')
            elif name not in new:
                cursor.execute(f'DROP FUNCTION {place}."{name.split(" ")[1]}"()')
        for name, definition in new.items():
            if old.get(name) == definition:
                continue
            if name.startswith("function "):
                cursor.execute(
                    f"CREATE OR REPLACE FUNCTION {place}.{name.split(' ')[1]}() RETURNS trigger"
                    f" LANGUAGE plpgsql SECURITY DEFINER SET search_path = {place}, pg_temp"
                    f" AS $${definition.removeprefix(schema)}$$"
                )
            else:
                _, trigger, _, table = name.split(" ")
                cursor.execute(definition)
                cursor.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {trigger}")


def _schema(connection: BaseDatabaseWrapper) -> str:
    """The schema of the log's tables and functions."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT nspname FROM pg_namespace WHERE oid = ({LOG_SCHEMA})")
        return str(cursor.fetchone()[0])


def _own_triggers() -> Iterator[tuple[str, str, str]]:
    for table in INSERT_ONLY:
        yield _statement(
            f"{table}_insert_only",
            table,
            "BEFORE DELETE OR UPDATE OR TRUNCATE",
            "audits_refuse",
        )
    yield _statement(
        "audits_pending_kept",
        "audits_pending",
        "BEFORE UPDATE OR TRUNCATE",
        "audits_refuse",
    )
    yield _statement(
        "audits_privatevalue_kept",
        "audits_privatevalue",
        "BEFORE TRUNCATE",
        "audits_refuse",
    )
    yield _row("audits_privatevalue_erased", "audits_privatevalue", "BEFORE UPDATE")
    yield _row("audits_entry_stamp", "audits_entry", "BEFORE INSERT")
    yield _row("audits_entry_recorded", "audits_entry", "AFTER INSERT")
    yield _row("audits_leaf_follows", "audits_leaf", "BEFORE INSERT")
    yield _row("audits_checkpoint_covers", "audits_checkpoint", "BEFORE INSERT")
    yield _statement(
        "audits_dirty_needs_entry",
        "audits_dirty",
        "BEFORE DELETE OR UPDATE OR TRUNCATE",
        "audits_dirty_needs_entry",
    )
    yield (
        "audits_change_has_entry",
        "audits_dirty",
        (
            "CREATE CONSTRAINT TRIGGER audits_change_has_entry AFTER INSERT ON audits_dirty "
            "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audits_change_has_entry()"
        ),
    )


def _cover_triggers(name: str, table: AuditedTable) -> Iterator[tuple[str, str, str]]:
    columns = covered_columns(table)
    of = f" OF {', '.join(columns)}" if columns else ""
    function = f"audits_cover_{name}"
    yield (
        function,
        name,
        (
            f"CREATE TRIGGER {function} AFTER INSERT OR DELETE OR UPDATE{of} ON {name} "
            f"FOR EACH ROW EXECUTE FUNCTION {function}()"
        ),
    )
    yield _statement("audits_no_truncate", name, "BEFORE TRUNCATE", "audits_refuse_truncate")


def _statement(trigger: str, table: str, when: str, function: str) -> tuple[str, str, str]:
    text = f"CREATE TRIGGER {trigger} {when} ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {function}()"
    return trigger, table, text


def _row(trigger: str, table: str, when: str) -> tuple[str, str, str]:
    return (
        trigger,
        table,
        f"CREATE TRIGGER {trigger} {when} ON {table} FOR EACH ROW EXECUTE FUNCTION {trigger}()",
    )


def _cover(table: AuditedTable) -> str:
    """The function that marks the row's object, on a move between parents both."""
    column = table.id_column
    return f"""
BEGIN
  IF TG_OP <> 'INSERT' AND OLD.{column} IS NOT NULL THEN
    {_mark(table, "OLD")}
  END IF;
  IF TG_OP = 'INSERT' OR (TG_OP = 'UPDATE' AND NEW.{column} IS DISTINCT FROM OLD.{column}) THEN
    IF NEW.{column} IS NOT NULL THEN
      {_mark(table, "NEW")}
    END IF;
  END IF;
  RETURN NULL;
END"""


def _mark(table: AuditedTable, row: str) -> str:
    value = f"'{table.object_type}/' || {row}.{table.id_column}"
    return (
        f"INSERT INTO audits_dirty (object) SELECT {value} WHERE NOT EXISTS "
        f"(SELECT 1 FROM audits_dirty WHERE object = {value} AND xid = pg_current_xact_id());"
    )
