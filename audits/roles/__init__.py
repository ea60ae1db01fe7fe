"""The database roles on PostgreSQL: what each may do, the SQL for it, the check of what stands.

The tables of the log lie in a schema of their own and belong to a role that cannot log in. `grants` is the
one list; `statements` writes it as SQL, `standing` compares it with the database.
"""

from audits.roles.grants import LOG_TABLES, SCHEMA, Names, read_names
from audits.roles.standing import applied, connected_as, differences, settle
from audits.roles.statements import statements

__all__ = [
    "LOG_TABLES",
    "SCHEMA",
    "Names",
    "applied",
    "connected_as",
    "differences",
    "read_names",
    "settle",
    "statements",
]
