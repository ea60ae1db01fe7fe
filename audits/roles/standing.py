"""What stands in the database, beside what should: one line for every right too many or too few."""

from collections.abc import Iterator

from django.apps import apps
from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from audits.roles.grants import LOG_TABLES, MIGRATIONS, RIGHTS, SCHEMA, Names, wanted
from audits.roles.statements import statements

# Effective rights: through PUBLIC, memberships and single columns too.
EFFECTIVE = """
SELECT c.relname, r.rolname, w.word, NULL
FROM pg_class c, pg_roles r, unnest(%s::text[]) AS w (word)
WHERE c.oid = ANY(%s::oid[]) AND r.rolname = ANY(%s) AND has_table_privilege(r.oid, c.oid, w.word)
UNION ALL
SELECT c.relname, r.rolname, w.word, a.attname
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped,
  pg_roles r, unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'REFERENCES']) AS w (word)
WHERE c.oid = ANY(%s::oid[]) AND r.rolname = ANY(%s) AND has_column_privilege(r.oid, c.oid, a.attnum, w.word)
  AND NOT has_table_privilege(r.oid, c.oid, w.word)"""

# Who else holds a right on a table of the log: granted by hand, to whomever.
STRANGERS = """
SELECT DISTINCT c.relname, coalesce(r.rolname, 'everybody') AS who
FROM pg_class c CROSS JOIN LATERAL aclexplode(c.relacl) AS x LEFT JOIN pg_roles r ON r.oid = x.grantee
WHERE c.oid = ANY(%s::oid[]) AND x.grantee <> c.relowner AND NOT coalesce(r.rolname, '') = ANY(%s)
ORDER BY 1, 2"""

PLACES = """
SELECT c.relname, n.nspname, pg_get_userbyid(c.relowner)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relname = ANY(%s) AND c.relkind = 'r' AND (n.nspname = %s OR pg_table_is_visible(c.oid))
ORDER BY 1"""

# Attributes that would make rights pointless, and the other way round for the owner.
ATTRIBUTES = """
SELECT rolname, word FROM pg_roles, LATERAL (VALUES
  (rolsuper, 'is a superuser'), (rolcreaterole, 'may create roles'), (rolcreatedb, 'may create databases'),
  (rolreplication, 'may replicate'), (rolbypassrls, 'may pass row security'),
  (rolcanlogin AND rolname = %s, 'may log in'), (NOT rolcanlogin AND rolname <> %s, 'may not log in'),
  (rolname <> %s AND pg_has_role(oid, %s, 'MEMBER'), 'is a member of ' || %s),
  (rolname <> %s AND has_schema_privilege(oid, %s, 'CREATE'), 'may create in the schema of the log'),
  (rolname <> %s AND has_schema_privilege(oid, current_schema(), 'CREATE'), 'may create tables'),
  (rolname <> %s AND has_database_privilege(oid, current_database(), 'TEMP'), 'may create temporary tables')
) AS found (wrong, word) WHERE wrong AND rolname = ANY(%s) ORDER BY 1, 2"""


def business_tables() -> frozenset[str]:
    """Every table of the installed apps that is not one of the log's, and Django's list of migrations."""
    models = apps.get_models(include_auto_created=True)
    own = {model._meta.db_table for model in models if model._meta.managed and not model._meta.proxy}
    return frozenset(own | {MIGRATIONS}) - LOG_TABLES.keys()


def applied(connection: BaseDatabaseWrapper, names: Names) -> bool:
    """Whether the schema of the log and the application's role stand."""
    if connection.vendor != "postgresql":
        return False
    return bool(
        _rows(
            connection,
            "SELECT 1 FROM pg_roles WHERE to_regnamespace(%s) IS NOT NULL AND rolname = %s",
            SCHEMA,
            names.app,
        )
    )


def connected_as(connection: BaseDatabaseWrapper) -> str:
    """The role of this connection."""
    return str(_rows(connection, "SELECT current_user")[0][0])


def differences(connection: BaseDatabaseWrapper, names: Names) -> list[str]:
    """One line for every place, owner, attribute or right that is not as `grants` says."""
    return [
        *_missing_roles(connection, names),
        *_attributes(connection, names),
        *_places(connection, names),
        *_rights(connection, names),
    ]


def settle(connection: BaseDatabaseWrapper, names: Names) -> list[str]:
    """Put tables that a migration made where they belong, with their rights; gives what was wrong.

    Does nothing where the roles were never applied, or for a role that could not do it.
    """
    if not applied(connection, names) or list(_missing_roles(connection, names)):
        return []
    if not (found := differences(connection, names)):
        return []
    if not _rows(connection, "SELECT 1 WHERE pg_has_role(current_user, %s, 'MEMBER')", names.owner):
        return []
    run(connection, statements(names, public=schema(connection), business=standing(connection), whole=False))
    return found


def run(connection: BaseDatabaseWrapper, script: str) -> None:
    """Run a script of `statements` in one transaction of this connection, or in the one that is open."""
    body = script.removeprefix("BEGIN;\n").removesuffix("COMMIT;\n")
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute(body)


def schema(connection: BaseDatabaseWrapper) -> str:
    """The schema in which migrations make tables."""
    return str(_rows(connection, "SELECT current_schema()")[0][0])


def standing(connection: BaseDatabaseWrapper) -> frozenset[str]:
    """Those of the business tables that exist already."""
    return business_tables() & frozenset(connection.introspection.table_names())


def _missing_roles(connection: BaseDatabaseWrapper, names: Names) -> Iterator[str]:
    wanted_roles = {*names.logins, names.owner}
    found = {row[0] for row in _rows(connection, "SELECT rolname FROM pg_roles")}
    yield from (f"role {name} does not exist" for name in sorted(wanted_roles - found))


def _attributes(connection: BaseDatabaseWrapper, names: Names) -> Iterator[str]:
    found = {row[0] for row in _rows(connection, "SELECT rolname FROM pg_roles")}
    if names.owner not in found or not _rows(connection, "SELECT to_regnamespace(%s)", SCHEMA)[0][0]:
        return
    owner = names.owner
    given = (owner, owner, owner, owner, owner, owner, SCHEMA, owner, owner, [*names.logins, owner])
    for role, word in _rows(connection, ATTRIBUTES, *given):
        yield f"{role} {word}"


def _places(connection: BaseDatabaseWrapper, names: Names) -> Iterator[str]:
    found = {table: (place, owner) for table, place, owner in _tables(connection)}
    for table in LOG_TABLES:
        place, owner = found.get(table, ("", ""))
        if place != SCHEMA:
            yield f"{table} is not in the schema {SCHEMA}"
        elif owner != names.owner:
            yield f"{table} belongs to {owner}, not to {names.owner}"


def _rights(connection: BaseDatabaseWrapper, names: Names) -> Iterator[str]:
    business = standing(connection)
    should = set(wanted(names, business))
    oids = _oids(connection, sorted(business | LOG_TABLES.keys()))
    log_oids = _oids(connection, sorted(LOG_TABLES))
    logins = list(names.logins)
    actual = set(_rows(connection, EFFECTIVE, list(RIGHTS), oids, logins, oids, logins))
    for table, role, right, column in sorted(actual - should, key=str):
        yield f"{role} may {right} {table}{f'.{column}' if column else ''}, which is too much"
    for table, role, right, column in sorted(should - actual, key=str):
        yield f"{role} may not {right} {table}{f'.{column}' if column else ''}, which it needs"
    for table, who in _rows(connection, STRANGERS, log_oids, [*logins, names.owner]):
        yield f"{who} has rights on {table}, which is too much"


def _tables(connection: BaseDatabaseWrapper) -> list[tuple[str, str, str]]:
    return _rows(connection, PLACES, list(LOG_TABLES), SCHEMA)


def _oids(connection: BaseDatabaseWrapper, tables: list[str]) -> list[int]:
    found = _rows(
        connection,
        "SELECT c.oid::bigint FROM pg_class c WHERE c.relname = ANY(%s) AND pg_table_is_visible(c.oid)",
        tables,
    )
    return [oid for (oid,) in found]


def _rows(connection: BaseDatabaseWrapper, query: str, *given: object) -> list[tuple]:  # type: ignore[type-arg]
    with connection.cursor() as cursor:
        cursor.execute(query, given)
        return cursor.fetchall()  # type: ignore[no-any-return]
