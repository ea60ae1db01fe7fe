"""Every way past the log that a database offers, and how it ends for each role.

`no right`: refused before anything happens. `trigger`: refused by a trigger, at once or at commit. `done`: it
happened. The last column says who finds it then, or `allowed`: it is meant to be, or changes no row.
"""

ATTEMPTS = {
    "update an entry": "UPDATE audits_entry SET kind = 'x'",
    "delete an entry": "DELETE FROM audits_entry",
    "upsert an entry": "INSERT INTO audits_entry SELECT * FROM audits_entry WHERE true"
    " ON CONFLICT (id) DO UPDATE SET kind = 'x'",
    "update a leaf": "UPDATE audits_leaf SET entry_id = 1 - entry_id",
    "delete a leaf": "DELETE FROM audits_leaf",
    "update a tile": "UPDATE audits_tile SET n = 1",
    "update a checkpoint": "UPDATE audits_checkpoint SET note = 'x'",
    "delete a checkpoint": "DELETE FROM audits_checkpoint",
    "update an anchor": "UPDATE audits_anchor SET issuer = 'x'",
    "change a private value": "UPDATE audits_privatevalue SET value = 'x'",
    "erase a private value": "UPDATE audits_privatevalue SET key = NULL, value = NULL",
    "delete a private value": "DELETE FROM audits_privatevalue",
    "empty the queue": "DELETE FROM audits_pending",
    "leave a gap": "INSERT INTO audits_leaf (leaf_index, entry_id) SELECT 70, max(id) FROM audits_entry",
    "a place in the tree": "INSERT INTO audits_leaf (leaf_index, entry_id)"
    " SELECT (SELECT count(*) FROM audits_leaf), max(id) FROM audits_entry",
    "take a mark away": "UPDATE participation_user SET email = 'x'; DELETE FROM audits_dirty",
    "change without entry": "UPDATE participation_user SET email = 'x'",
    "drop a table": "DROP TABLE audits_anchor",
    "alter a table": "ALTER TABLE audits_entry ADD COLUMN x integer",
}

POSTGRESQL = ATTEMPTS | {
    "truncate": "TRUNCATE audits_entry CASCADE",
    "truncate what is audited": "TRUNCATE participation_user CASCADE",
    "replica mode, delete": "SET session_replication_role = replica; DELETE FROM audits_entry",
    "drop a trigger": "DROP TRIGGER audits_entry_insert_only ON audits_entry",
    "disable a trigger, update": "ALTER TABLE audits_entry DISABLE TRIGGER USER;"
    " UPDATE audits_entry SET kind = 'x' WHERE id = 1",
    "drop cover, change": "DROP TRIGGER audits_cover_participation_user ON participation_user;"
    " UPDATE participation_user SET email = 'x'",
    "another function": "CREATE OR REPLACE FUNCTION audit.audits_refuse() RETURNS trigger LANGUAGE plpgsql"
    " AS 'BEGIN RETURN NULL; END'",
    "a rule": "CREATE RULE x AS ON INSERT TO audits_entry DO INSTEAD NOTHING",
    "set the sequence": "SELECT setval(pg_get_serial_sequence('audits_entry', 'id'), 1000000)",
    "grant, update": "GRANT UPDATE ON audits_entry TO CURRENT_USER; UPDATE audits_entry SET kind = 'x'",
    "become the owner": "SET ROLE {owner}",
    "a table before the log's": "CREATE TABLE public.audits_entry (id integer)",
    "a temporary table": "CREATE TEMPORARY TABLE audits_entry (id integer)",
    "lock everybody out": "LOCK TABLE audits_entry IN ACCESS EXCLUSIVE MODE",
    "a head of one's own": "INSERT INTO audits_checkpoint (tree_size, note, signed_at)"
    " SELECT count(*), 'x', now() FROM audits_leaf",
}

#                              app       sequencer reader    owner     superuser found by
ON_POSTGRESQL = """
update an entry              | no right | no right | no right | trigger  | trigger  |
delete an entry              | no right | no right | no right | trigger  | trigger  |
upsert an entry              | no right | no right | no right | trigger  | trigger  |
truncate                     | no right | no right | no right | trigger  | trigger  |
replica mode, delete         | no right | no right | no right | no right | trigger  |
update a leaf                | no right | no right | no right | trigger  | trigger  |
delete a leaf                | no right | no right | no right | trigger  | trigger  |
update a tile                | no right | no right | no right | trigger  | trigger  |
update a checkpoint          | no right | no right | no right | trigger  | trigger  |
delete a checkpoint          | no right | no right | no right | trigger  | trigger  |
update an anchor             | no right | no right | no right | trigger  | trigger  |
change a private value       | trigger  | no right | no right | trigger  | trigger  |
erase a private value        | done     | no right | no right | done     | done     | allowed
delete a private value       | no right | no right | no right | done     | done     | allowed
leave a gap                  | no right | trigger  | no right | trigger  | trigger  |
a place in the tree          | no right | done     | no right | done     | done     | verify_log
a head of one's own          | no right | trigger  | no right | trigger  | trigger  |
empty the queue              | no right | done     | no right | done     | done     | verify_log
take a mark away             | no right | no right | no right | no right | trigger  |
change without entry         | trigger  | no right | no right | no right | trigger  |
truncate what is audited     | no right | no right | no right | no right | trigger  |
become the owner             | no right | no right | no right | done     | done     | allowed
grant, update                | no right | no right | no right | trigger  | trigger  |
set the sequence             | no right | no right | no right | done     | done     | allowed
a table before the log's     | no right | no right | no right | no right | done     | audit_roles --check
a temporary table            | no right | no right | no right | no right | done     | allowed
lock everybody out           | no right | no right | no right | done     | done     | allowed
a rule                       | no right | no right | no right | done     | done     | start refused
another function             | no right | no right | no right | done     | done     | start refused
drop a trigger               | no right | no right | no right | done     | done     | start refused
drop a table                 | no right | no right | no right | done     | done     | start refused
alter a table                | no right | no right | no right | done     | done     | allowed
drop cover, change           | no right | no right | no right | no right | done     | verify_log --replay
disable a trigger, update    | no right | no right | no right | done     | done     | verify_log
"""

SQLITE = ATTEMPTS | {
    "replace an entry": "INSERT OR REPLACE INTO audits_entry SELECT * FROM audits_entry",
    "update or replace": "UPDATE OR REPLACE audits_entry SET id = id + 1",
    "replace without recursion": "PRAGMA recursive_triggers = OFF;"
    " INSERT OR REPLACE INTO audits_entry SELECT * FROM audits_entry",
    "keys off, change": "PRAGMA foreign_keys = OFF; UPDATE participation_user SET email = 'x'",
    "drop a trigger, update": "DROP TRIGGER audits_entry_no_update;"
    " UPDATE audits_entry SET kind = 'x' WHERE id = 1",
    "drop cover, change": "DROP TRIGGER audits_cover_participation_user_update;"
    " UPDATE participation_user SET email = 'x'",
    "edit the schema": "PRAGMA writable_schema = ON;"
    " DELETE FROM sqlite_master WHERE name = 'audits_entry_no_delete'",
    "a trigger before ours": "CREATE TRIGGER x BEFORE INSERT ON audits_entry BEGIN SELECT RAISE(IGNORE); END",
    "a temporary trigger": "CREATE TEMP TRIGGER x BEFORE INSERT ON main.audits_entry"
    " BEGIN SELECT RAISE(IGNORE); END",
    "a temporary table": "CREATE TEMP TABLE audits_entry (id integer)",
    "drop an index": "DROP INDEX audits_entry_one_revision",
    "drop what is audited": "DROP TABLE participation_reviewattachment",
    "rename what is audited": "ALTER TABLE participation_user RENAME TO x",
    "sync no more": "PRAGMA synchronous = OFF",
    "no journal": "PRAGMA journal_mode = MEMORY",
}

#                              the service, a foreign program
ON_SQLITE = """
update an entry              | no right | trigger  |
delete an entry              | no right | trigger  |
upsert an entry              | no right | trigger  |
replace an entry             | trigger  | trigger  |
update or replace            | no right | trigger  |
replace without recursion    | no right | trigger  |
update a leaf                | no right | trigger  |
delete a leaf                | no right | trigger  |
update a tile                | no right | trigger  |
update a checkpoint          | no right | trigger  |
delete a checkpoint          | no right | trigger  |
update an anchor             | no right | trigger  |
change a private value       | trigger  | trigger  |
erase a private value        | done     | done     | allowed
delete a private value       | no right | done     | allowed
leave a gap                  | trigger  | trigger  |
a place in the tree          | done     | done     | verify_log
empty the queue              | done     | done     | verify_log
take a mark away             | no right | trigger  |
change without entry         | trigger  | trigger  |
keys off, change             | no right | done     | verify_log
edit the schema              | no right | done     | start refused
a trigger before ours        | no right | done     | start refused
a temporary trigger          | no right | done     | allowed
a temporary table            | no right | done     | allowed
drop an index                | no right | done     | allowed
drop a table                 | no right | done     | start refused
alter a table                | no right | done     | allowed
drop what is audited         | no right | done     | start refused
rename what is audited       | no right | done     | start refused
sync no more                 | no right | done     | allowed
no journal                   | no right | done     | allowed
drop cover, change           | no right | done     | verify_log --replay
drop a trigger, update       | no right | done     | verify_log
"""

Row = tuple[list[str], str]


def table(text: str) -> dict[str, Row]:
    """Attempt -> its outcomes, and who finds it."""
    lines = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
    return {name: (outcomes, found) for name, *outcomes, found in lines}
