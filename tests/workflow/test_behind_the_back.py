"""A row of the log changed behind the application's back: named by its index, here and offline."""

from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection

from audits import triggers
from audits.log import entries
from audits.verify.__main__ import main as verify
from participation.models import User
from tests.factories import work
from tests.workplace import CommittedDatabase

INDEX = 3
Edit = Callable[[int], None]


def _run(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def edit_body(entry_id: int) -> None:
    body = bytes(entries().get(pk=entry_id).body)
    _run("UPDATE audits_entry SET body = %s WHERE id = %s", body.replace(b"3GPP", b"4GPP"), entry_id)


def edit_payload(entry_id: int) -> None:
    payload = bytes(entries().get(pk=entry_id).payload)
    _run("UPDATE audits_entry SET payload = %s WHERE id = %s", payload.replace(b"EAR99", b"5E001"), entry_id)


EDITS = {"envelope": edit_body, "payload": edit_payload}


@pytest.fixture
def sealed_log(committed_db: CommittedDatabase, delegate: User) -> list[int]:
    """Six sealed entries; their ids in the order of the tree."""
    for number in range(1, 6):
        work.revision(delegate, f"S2-260000{number}")
    committed_db.manage("set_up")
    committed_db.manage("run_sequencer", "--once")
    return list(entries().filter(leaf__isnull=False).order_by("leaf").values_list("pk", flat=True))


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_an_edited_row_is_found_with_its_index(
    sealed_log: list[int], tmp_path: Path, capsys: pytest.CaptureFixture[str], edit: Edit
) -> None:
    bundle, policy, said = tmp_path / "log.zip", tmp_path / "policy.txt", StringIO()
    with policy.open("w") as out:
        call_command("audit_policy", stdout=out)
    triggers.uninstall(connection)

    edit(sealed_log[INDEX])

    with pytest.raises(SystemExit) as here:
        call_command("verify_log", stdout=said)
    triggers.install(connection)
    call_command("export_log", "--out", str(bundle), stdout=StringIO())
    offline = verify(["bundle", str(bundle), "--policy", str(policy)])
    assert (here.value.code, offline) == (1, 1)
    assert said.getvalue().startswith(f"WRONG leaf {INDEX}: entry {sealed_log[INDEX]}, ")
    assert f"at entry {INDEX}, " in capsys.readouterr().out


def test_an_unedited_log_passes(sealed_log: list[int], tmp_path: Path) -> None:
    said = StringIO()

    call_command("verify_log", "--replay", stdout=said)

    assert said.getvalue().startswith(f"PASS: {len(sealed_log)} entries")
