"""The whole service with each process under its own database role, on real PostgreSQL.

Logged, checked, decided, sealed, exported, verified: by web, worker, beat and sequencer as installed.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

import psycopg
import pytest
from django.db import connection
from pytest_django import Settings

from audits import roles
from participation.models import ReasonCode, Review
from participation.workflow import remains
from participation.workflow.demo import PASSWORD
from tests import databases, processes, workplace
from tests.audits import roles_world
from tests.benchmarks.visitor import Visitor
from tests.browser.demo import QUEUES, SETTINGS, beside_the_web
from tests.workplace import Broker, CommittedDatabase

# What was made by the superuser of the tests belongs to the role that migrates, as in an installation.
HAND_OVER = """DO $$ DECLARE one record; BEGIN
  EXECUTE format('ALTER DATABASE %I OWNER TO {migrator}', current_database());
  FOR one IN SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace LOOP
    EXECUTE format('ALTER TABLE %I OWNER TO {migrator}', one.relname);
  END LOOP;
  FOR one IN SELECT proname FROM pg_proc WHERE proname LIKE 'audits\\_%' LOOP
    EXECUTE format('ALTER FUNCTION %I() OWNER TO {migrator}', one.proname);
  END LOOP;
END $$"""


@dataclass(frozen=True)
class Installation:
    """A running service. Takes: the environment of each role's processes by duty, `migrator` among them."""

    url: str
    env: dict[str, dict[str, str]]
    names: roles.Names

    def manage(self, duty: str, *arguments: str) -> str:
        done = processes.manage(*arguments, env=self.env[duty])
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


@pytest.fixture
def installation(
    committed_db: CommittedDatabase, filesystem_broker: Broker, settings: Settings, tmp_path: Path
) -> Iterator[Installation]:
    with roles_world.roles_of(committed_db) as names, ExitStack() as stack:
        settings.DATABASE_ROLES = names
        passwords = roles_world.fresh_passwords()
        migrator = roles_world.role_that_migrates(names, committed_db.url)
        with connection.cursor() as cursor:
            cursor.execute(HAND_OVER.format(migrator=roles_world.user_of(migrator)))
        shared = {**filesystem_broker.env, **SETTINGS, "DATABASE_ROLES": roles_world.setting(names)}
        env = {"migrator": shared | {"DATABASE_URL": migrator}, "superuser": shared}
        for duty, password in passwords.items():
            env[duty] = shared | {
                "DATABASE_URL": roles_world.address(committed_db.url, names.of(duty), password)
            }
        service = Installation("", env, names)
        service.manage("migrator", "set_up", "--demo")
        given = roles_world.passwords_file(tmp_path, passwords)
        service.manage("superuser", "audit_roles", "--apply", "--passwords", str(given))
        for name, command in beside_the_web(tmp_path).items():
            duty = "sequencer" if name == "sequencer" else "app"
            child = processes.start(name, command, log=tmp_path / f"{name}.log", env=env[duty])
            stack.callback(child.kill)
        worker = workplace.start_worker(env["app"], tmp_path / "worker.log", queues=QUEUES, concurrency=1)
        stack.callback(worker.kill)
        app = workplace.start_app(env["app"], tmp_path / "web.log")
        stack.callback(app.process.stop)
        yield replace(service, url=app.url)


def signed_in(service: Installation, name: str) -> Visitor:
    visitor = Visitor(service.url)
    visitor.send(visitor.get("/account/login/"), {"login": name, "password": PASSWORD}, having="password")
    return visitor


def refuse(officer: Visitor, review: Review) -> None:
    """Claim the case and decide it, by the forms of its page."""
    page = officer.get(f"/queue/cases/{review.pk}/")
    claim = replace(page, url=f"{officer.root}/queue/cases/{review.pk}/claim/")
    page = officer.send(claim, {}, having="csrfmiddlewaretoken")
    decide = replace(page, url=f"{officer.root}/queue/cases/{review.pk}/decision/")
    reason = str(ReasonCode.objects.filter(active=True).earliest("pk").pk)
    officer.send(decide, {"decision": "refused", "reason": reason, "note": "No."}, having="decision")


def connected(url: str) -> set[str]:
    """The roles of all connections to the database but the test's own."""
    with psycopg.connect(url) as raw:
        found = raw.execute(
            "SELECT DISTINCT usename FROM pg_stat_activity WHERE datname = current_database()"
            " AND usename <> current_user"
        ).fetchall()
        return {str(row[0]) for row in found}


def blanked(url: str) -> tuple[int, int, int]:
    """Private values, keys and values that are left when the role of this address has erased all it can."""
    with psycopg.connect(url) as raw:
        raw.execute("UPDATE audit.audits_privatevalue SET key = NULL, value = NULL")
        found = raw.execute("SELECT count(*), count(key), count(value) FROM audit.audits_privatevalue")
        row = found.fetchone()
        return (0, 0, 0) if row is None else (row[0], row[1], row[2])


if databases.engine() == "postgresql":

    def test_a_disclosure_goes_its_whole_way_with_each_process_under_its_role(
        installation: Installation, committed_db: CommittedDatabase
    ) -> None:
        names = installation.names

        said = installation.manage(
            "app", "prove"
        )  # logs, waits for check and seal, exports, verifies offline
        review = Review.objects.filter(state="open").earliest("pk")
        refuse(signed_in(installation, "officer"), review)
        review.refresh_from_db()
        health = signed_in(installation, "administrator").get("/health/")
        serving = connected(committed_db.url)
        again = installation.manage("migrator", "migrate")
        wiped = installation.manage("migrator", "wipe_remains")

        assert "PASS" in said
        assert review.state == "decided"
        assert health.status == 200
        assert "atabase role" not in health.text
        assert serving == {names.app, names.sequencer}
        assert "No migrations to apply" in again
        assert f"rewritten: {remains.STATISTICS}" in wiped
        assert installation.manage("app", "prove").count("PASS") == said.count("PASS")
        assert installation.manage("app", "verify_log", "--replay").startswith("PASS")
        assert installation.manage("reader", "verify_log").startswith("PASS")
        assert "as they should be" in installation.manage("migrator", "audit_roles", "--check")

        erased = blanked(installation.env["app"]["DATABASE_URL"])
        wrong_role = processes.manage("prove", env=installation.env["sequencer"])

        assert erased[0] > 0
        assert erased[1:] == (0, 0)
        assert installation.manage("app", "verify_log").startswith("PASS")
        # The test can fail: a process under another role is refused its first row.
        assert wrong_role.returncode != 0
        assert "permission denied for table participation_" in wrong_role.stderr
