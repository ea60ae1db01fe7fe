"""The roles and their rights as SQL that a database administrator can read, run, and run again.

It works on a database in use: it moves names and rights, never a row, and gives up after ten seconds where
it cannot have a table. It holds no password.
"""

from collections.abc import Iterator

from audits.roles.grants import BUSINESS, LOG_TABLES, MIGRATIONS, SCHEMA, Names

# Any number, the same in every version: two runs at once wait for each other.
LOCK = 0x506C656F

ROLES = """DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{name}') THEN CREATE ROLE {name}; END IF;
END $$"""

MIGRATOR = """DO $$ DECLARE migrator name; BEGIN
  SELECT tableowner INTO migrator FROM pg_tables
    WHERE schemaname = '{public}' AND tablename = 'django_migrations';
  IF migrator IS NOT NULL AND NOT pg_has_role(migrator, '{owner}', 'MEMBER') THEN
    EXECUTE format('GRANT {owner} TO %I', migrator);
  END IF;
END $$"""

TABLES = """DO $$ DECLARE one record; BEGIN
  FOR one IN SELECT n.nspname, c.relname, c.relowner::regrole::text AS owner
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname IN ('{public}', '{schema}') AND c.relkind = 'r' AND c.relname IN (
      {tables})
    ORDER BY c.relname
  LOOP
    IF one.nspname <> '{schema}' THEN
      EXECUTE format('ALTER TABLE %I.%I SET SCHEMA {schema}', one.nspname, one.relname);
    END IF;
    IF one.owner <> '{owner}' THEN
      EXECUTE format('ALTER TABLE {schema}.%I OWNER TO {owner}', one.relname);
    END IF;
  END LOOP;
END $$"""

FUNCTIONS = """DO $$ DECLARE one record; BEGIN
  FOR one IN SELECT n.nspname, p.proname, p.proowner::regrole::text AS owner
    FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
    WHERE n.nspname IN ('{public}', '{schema}') AND p.proname LIKE 'audits\\_%'
    ORDER BY p.proname
  LOOP
    IF one.nspname <> '{schema}' THEN
      EXECUTE format('ALTER FUNCTION %I.%I() SET SCHEMA {schema}', one.nspname, one.proname);
      EXECUTE format('ALTER FUNCTION {schema}.%I() SET search_path = {schema}, pg_temp', one.proname);
    END IF;
    IF one.owner <> '{owner}' THEN
      EXECUTE format('ALTER FUNCTION {schema}.%I() OWNER TO {owner}', one.proname);
    END IF;
    EXECUTE format('REVOKE ALL ON FUNCTION {schema}.%I() FROM PUBLIC', one.proname);
  END LOOP;
END $$"""

# Rights that anybody has by default and the service does not need: tables that would stand before the log's.
DATABASE = """DO $$ BEGIN
  EXECUTE format('REVOKE CREATE, TEMPORARY ON DATABASE %I FROM PUBLIC', current_database());
  EXECUTE format('GRANT CONNECT ON DATABASE %I TO {logins}', current_database());
  EXECUTE format('ALTER ROLE {app} IN DATABASE %I SET statement_timeout = ''2min''', current_database());
END $$"""


def statements(names: Names, *, public: str, business: frozenset[str], whole: bool = True) -> str:
    """One transaction of SQL that makes the roles and their rights what `grants` says.

    Takes: `public`, the schema of the other tables; `business`, their names; `whole` false for what the
    migrating role can do alone, once the roles stand.
    """
    parts = [f"SELECT pg_advisory_xact_lock({LOCK})", "SET LOCAL lock_timeout = '10s'"]
    if whole:
        parts += [*_roles(names, public)]
    parts += [*_layout(names, public), *_rights(names, public, business)]
    return "BEGIN;\n" + "".join(f"{part};\n" for part in parts) + "COMMIT;\n"


def _roles(names: Names, public: str) -> Iterator[str]:
    yield "-- Four roles. The owner of the log's tables never logs in.\n" + ROLES.format(name=names.owner)
    yield f"ALTER ROLE {names.owner} NOLOGIN"
    for name in names.logins:
        yield ROLES.format(name=name)
        yield f"ALTER ROLE {name} LOGIN"
    yield "-- Who made the tables goes on making them.\n" + MIGRATOR.format(public=public, owner=names.owner)
    yield "-- Nobody puts tables of his own before the log's.\n" + DATABASE.format(
        logins=", ".join(names.logins), app=names.app
    )
    yield f"CREATE SCHEMA IF NOT EXISTS {SCHEMA} AUTHORIZATION {names.owner}"
    yield f"REVOKE CREATE ON SCHEMA {public} FROM PUBLIC, {', '.join(names.logins)}"
    yield f"GRANT USAGE ON SCHEMA {public} TO {names.app}, {names.sequencer}"


def _layout(names: Names, public: str) -> Iterator[str]:
    tables = ",\n      ".join(f"'{table}'" for table in LOG_TABLES)
    given = {"public": public, "schema": SCHEMA, "owner": names.owner}
    yield "-- The log's tables and trigger functions move into their schema.\n" + TABLES.format(
        tables=tables, **given
    )
    yield FUNCTIONS.format(**given)


def _rights(names: Names, public: str, business: frozenset[str]) -> Iterator[str]:
    everybody = ", ".join(("PUBLIC", *names.logins))
    yield f"-- Rights: first none, then these.\nREVOKE ALL ON SCHEMA {SCHEMA} FROM {everybody}"
    yield f"GRANT USAGE ON SCHEMA {SCHEMA} TO {', '.join(names.logins)}"
    yield f"REVOKE ALL ON ALL TABLES IN SCHEMA {SCHEMA} FROM {everybody}"
    for table, duties in LOG_TABLES.items():
        for duty, rights in duties.items():
            yield f"GRANT {', '.join(rights)} ON {SCHEMA}.{table} TO {names.of(duty)}"
    yield f"REVOKE ALL ON ALL TABLES IN SCHEMA {public} FROM {everybody}"
    for table in sorted(business):
        rights = BUSINESS if table != MIGRATIONS else BUSINESS[:1]
        yield f"GRANT {', '.join(rights)} ON {public}.{table} TO {names.app}"
