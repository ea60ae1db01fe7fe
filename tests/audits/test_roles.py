"""The list of rights, the SQL made of it, and the check of what stands."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from pytest_django import Settings

from audits import log, roles, triggers
from audits.roles import LOG_TABLES, Names, read_names
from audits.roles.passwords import PasswordsError, read_passwords
from tests import databases
from tests.audits import roles_world
from tests.audits.things import rows, run
from tests.workplace import CommittedDatabase

ON_POSTGRESQL = databases.engine() == "postgresql"


def test_every_table_of_the_log_has_its_rights() -> None:
    """A new table needs a line in `grants.py`: who may read it, who may write it."""
    tables = {model._meta.db_table for model in apps.get_app_config("audits").get_models()}

    assert LOG_TABLES.keys() == tables | {"audits_dirty"}
    assert {
        table for table, duties in LOG_TABLES.items() if duties.keys() != {"app", "sequencer", "reader"}
    } == set()


def test_nobody_may_change_or_delete_but_what_the_design_says() -> None:
    found = {
        (table, duty, right)
        for table, duties in LOG_TABLES.items()
        for duty, rights in duties.items()
        for right in rights
        if not right.startswith(("SELECT", "INSERT"))
    }

    assert {one for one in found if one[0] in INSERT_ONLY} == set()
    assert {one for one in found if one[0] in ("audits_pending", "audits_privatevalue")} == {
        ("audits_pending", "sequencer", "DELETE"),
        ("audits_privatevalue", "app", "UPDATE (key, value)"),
    }


TOO_MUCH, NEEDED = "which is too much", "which it needs"
INSERT_ONLY = ("audits_entry", "audits_leaf", "audits_tile", "audits_checkpoint", "audits_anchor")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", Names()),
        ("app=web, sequencer=seal", Names(app="web", sequencer="seal")),
    ],
)
def test_names_of_roles(text: str, expected: Names) -> None:
    assert read_names(text) == expected


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("web", "the duties are app, sequencer, reader, owner"),
        ("writer=web", "the duties are"),
        ("app=Web", "lower-case"),
        ('app=x"; DROP ROLE y', "lower-case"),
        ("app=pg_x", "lower-case"),
        ("app=audit_seq", "a role of its own"),
    ],
)
def test_names_that_cannot_be_used_are_refused(text: str, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        read_names(text)


@pytest.mark.parametrize("line", ["app", "owner=abcdefghijklm", "app=short", "=abcdefghijklmnop"])
def test_a_broken_file_of_passwords_is_named_by_line_and_never_shown(tmp_path: Path, line: str) -> None:
    path = tmp_path / "passwords"
    path.write_text(f"# for the database\n\n{line}\n")

    with pytest.raises(PasswordsError, match="line 3") as refused:
        read_passwords(path)

    assert "abcdefghijklm" not in str(refused.value)


@pytest.fixture
def names(committed_db: CommittedDatabase, settings: Settings) -> Iterator[Names]:
    with roles_world.roles_of(committed_db) as names:
        settings.DATABASE_ROLES = names
        yield names


def apply(capsys: pytest.CaptureFixture[str], *options: Any) -> str:
    call_command("audit_roles", "--apply", *options)
    return capsys.readouterr().out


if not ON_POSTGRESQL:

    def test_sqlite_has_no_roles(committed_db: CommittedDatabase) -> None:
        with pytest.raises(CommandError, match="SQLite knows no roles"):
            call_command("audit_roles")

        assert log.role_findings() == []
        assert str(log.database_note()).startswith("The database is a file")


if ON_POSTGRESQL:

    def test_printed_sql_is_what_is_applied_and_a_second_run_changes_nothing(
        names: Names, committed_db: CommittedDatabase, capsys: pytest.CaptureFixture[str]
    ) -> None:
        before, superuser = log.role_findings(), roles.connected_as(connection)
        call_command("audit_roles")
        run(capsys.readouterr().out.replace("%", "%%"))
        once = catalogue()

        said = apply(capsys)

        assert before == [log.NO_ROLES]
        assert said == f"The roles are as they should be: {', '.join((*names.logins, names.owner))}.\n"
        assert catalogue() == once
        assert triggers.differences(connection) == []
        assert log.role_findings() == [
            f"This process works as the database role {superuser}, not as {names.app}: see DATABASE_URL."
        ]

    def test_passwords_reach_the_server_as_verifiers_and_are_said_nowhere(
        names: Names,
        committed_db: CommittedDatabase,
        tmp_path: Path,
        capsys: pytest.CaptureFixture[str],
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        passwords = roles_world.fresh_passwords()

        with connection.cursor() as cursor:
            cursor.execute("SET log_statement = 'all'")
            cursor.execute("SET client_min_messages = 'log'")
        said = apply(capsys, "--passwords", roles_world.passwords_file(tmp_path, passwords))

        found = said + caplog.text + repr(rows("SELECT rolpassword FROM pg_authid"))
        assert [word for word in passwords.values() if word in found] == []
        assert found.count("SCRAM-SHA-256$") >= len(passwords)
        for duty, password in passwords.items():
            address = roles_world.address(committed_db.url, names.of(duty), password)
            assert roles_world.who(address) == names.of(duty)

    PLANTED = {
        "GRANT DELETE ON audits_entry TO {app}": "{app} may DELETE audits_entry, " + TOO_MUCH,
        "GRANT UPDATE (kind) ON audits_entry TO {app}": "{app} may UPDATE audits_entry.kind, " + TOO_MUCH,
        "GRANT TRIGGER ON audits_leaf TO PUBLIC": "everybody has rights on audits_leaf, " + TOO_MUCH,
        "GRANT INSERT ON participation_user TO {reader}": "{reader} may INSERT participation_user, "
        + TOO_MUCH,
        "REVOKE INSERT ON audits_leaf FROM {sequencer}": "{sequencer} may not INSERT audits_leaf, " + NEEDED,
        "GRANT {owner} TO {app}": "{app} is a member of {owner}",
        "ALTER ROLE {app} SUPERUSER": "{app} is a superuser",
        "ALTER ROLE {owner} LOGIN": "{owner} may log in",
        "GRANT CREATE ON SCHEMA public TO {app}": "{app} may create tables",
        "ALTER TABLE audits_tile OWNER TO {app}": "audits_tile belongs to {app}, not to {owner}",
        "ALTER TABLE audits_tile SET SCHEMA public": "audits_tile is not in the schema audit",
    }

    @pytest.mark.parametrize("planted", PLANTED)
    def test_one_right_too_much_or_too_few_is_seen(
        names: Names, capsys: pytest.CaptureFixture[str], planted: str
    ) -> None:
        words = {duty: names.of(duty) for duty in Names.__slots__}
        apply(capsys)
        clean = roles.differences(connection, names)

        run(planted.format(**words))

        assert clean == []
        assert PLANTED[planted].format(**words) in roles.differences(connection, names)
        with pytest.raises(SystemExit):
            call_command("audit_roles", "--check")
        # Attributes of roles are the administrator's: the command says them and does not change them.
        if "SUPERUSER" not in planted and "GRANT {owner}" not in planted:
            assert "as they should be" in apply(capsys)

    def test_a_migration_gives_new_tables_their_place_and_their_rights(
        names: Names, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """As a migration leaves it: made in `public`, by the role that migrates, without rights."""
        apply(capsys)
        run("ALTER TABLE audits_anchor SET SCHEMA public")
        run(f"REVOKE ALL ON audits_anchor FROM {', '.join(names.logins)}")
        run(f"REVOKE ALL ON participation_meeting FROM {names.app}")

        call_command("migrate", verbosity=0)

        assert roles.differences(connection, names) == []
        assert triggers.differences(connection) == []

    def catalogue() -> list[Any]:
        """Places, owners and rights of everything."""
        return rows(
            "SELECT relnamespace::regnamespace::text, relname, relowner::regrole::text, relacl::text"
            " FROM pg_class WHERE relkind = 'r' AND relnamespace::regnamespace::text IN ('public', 'audit')"
            " UNION ALL SELECT pronamespace::regnamespace::text, proname, proowner::regrole::text,"
            " proacl::text"
            " FROM pg_proc WHERE proname LIKE 'audits!_%' ESCAPE '!' ORDER BY 1, 2"
        )
