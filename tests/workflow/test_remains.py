"""Wiping what the database's files keep of values that are gone."""

from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import psycopg
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone

from participation.models import MeetingDraft
from participation.states import Role
from participation.workflow import remains
from tests import databases
from tests.audits import roles_world
from tests.factories import people
from tests.faults.traces import files_of_the_database, traces
from tests.workplace import CommittedDatabase

WORD = "Zq1xnamezQ"


def left(database: CommittedDatabase) -> bool:
    return bool(traces([WORD], files_of_the_database(database)))


def forgotten(database: CommittedDatabase) -> None:
    """A name was typed into a form, and is no longer in any row."""
    lin = people.user("lin", Role.DELEGATE)
    draft = MeetingDraft.objects.create(
        user=lin, form_token=uuid4(), fields={"attendees": WORD}, saved_at=timezone.now()
    )
    assert left(database)
    draft.delete()


def test_a_name_that_is_gone_stands_in_no_file(committed_db: CommittedDatabase) -> None:
    forgotten(committed_db)

    call_command("wipe_remains")

    assert not left(committed_db)


if databases.engine() == "postgresql":

    @pytest.mark.parametrize("where", ["this", "another"])
    def test_whoever_may_still_read_it_is_named_and_waited_for(
        where: str, committed_db: CommittedDatabase, capsys: pytest.CaptureFixture[str]
    ) -> None:
        parts = urlsplit(committed_db.url)
        path = parts.path if where == "this" else "/postgres"
        isolation = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"
        with psycopg.connect(urlunsplit(parts._replace(path=path))) as reader:
            # One that only reads holds back the database it reads in, one that writes the whole server.
            reader.execute(isolation)
            reader.execute("SELECT 1 FROM pg_class" if where == "this" else "SELECT pg_current_xact_id()")
            forgotten(committed_db)

            with pytest.raises(CommandError, match=f"process {reader.info.backend_pid} of database"):
                call_command("wipe_remains", "--wait", "0")

            assert left(committed_db)
        call_command("wipe_remains", "--wait", "60")
        assert not left(committed_db)

    def test_a_role_that_may_not_rewrite_is_told_and_changes_nothing(committed_db: CommittedDatabase) -> None:
        forgotten(committed_db)
        with roles_world.roles_of(committed_db) as names:
            url = roles_world.role_that_migrates(names, committed_db.url)
            with psycopg.connect(committed_db.url, autocommit=True) as server:
                server.execute(f"GRANT ALL ON ALL TABLES IN SCHEMA public TO {roles_world.user_of(url)}")
            committed_db.env["DATABASE_URL"] = url

            done = committed_db.manage("wipe_remains")

        assert (done.returncode, f"{remains.TABLES[0]} was not rewritten" in done.stderr) == (1, True)
        assert left(committed_db)
