"""The id of a request: in its answer, in its log lines, in every entry, in those of its check."""

import ast
import logging
import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from audits.log import envelope_of
from audits.models import Entry
from audits.request_id import current, is_well_formed, under
from config.log_lines import WithRequestId
from participation.models import Check, User
from participation.tasks import check_disclosure, sweep
from participation.web.request_ids import HEADER
from participation.workflow.check import run_check
from participation.workflow.submit import submit
from tests.factories import people, work

ROOT = Path(__file__).parent.parent.parent
MADE = re.compile(r"[0-9a-f]{32}")


def ids_since(entry: int) -> dict[str, set[str | None]]:
    """Kind -> the request ids of its entries after this one."""
    found: dict[str, set[str | None]] = {}
    for row in Entry.objects.filter(pk__gt=entry):
        found.setdefault(row.kind, set()).add(envelope_of(row)["request"])
    return found


def newest() -> int:
    return int(Entry.objects.latest("pk").pk)


def test_each_answer_has_an_id_of_its_own(db: None) -> None:
    client = Client()

    answers = [client.get(address)[HEADER] for address in ("/healthz", "/healthz", "/nowhere/", "/meetings/")]

    assert all(MADE.fullmatch(one) for one in answers)
    assert len(set(answers)) == 4
    assert current() is None


@pytest.mark.parametrize(
    ("trusted", "given", "taken"),
    [
        (["127.0.0.0/8"], "proxy-0000.1234", True),
        (["127.0.0.1"], "proxy-0000.1234", True),
        (["10.0.0.0/8", "::1"], "proxy-0000.1234", False),
        ([], "proxy-0000.1234", False),
        (["127.0.0.1"], "short", False),
        (["127.0.0.1"], "x" * 65, False),
        (["127.0.0.1"], "two words here", False),
        (["127.0.0.1"], "1234567\u00e4", False),
    ],
)
def test_only_a_trusted_proxy_chooses_and_only_plain_signs(
    db: None, settings: Any, monkeypatch: pytest.MonkeyPatch, trusted: list[str], given: str, taken: bool
) -> None:
    from config.environment import env_networks

    monkeypatch.setenv("TRUSTED_PROXIES", ",".join(trusted))
    settings.TRUSTED_PROXIES = env_networks("TRUSTED_PROXIES")

    answer = Client().get("/healthz", headers={HEADER: given})

    assert (answer[HEADER] == given) is taken
    assert is_well_formed(answer[HEADER])


def test_a_peer_without_an_address_is_not_trusted(db: None, settings: Any) -> None:
    answer = Client(REMOTE_ADDR="").get("/healthz", headers={HEADER: "proxy-0000.1234"})

    assert MADE.fullmatch(answer[HEADER])


def test_every_entry_of_a_request_carries_its_id(delegate: User, auditor: User, client_of: Any) -> None:
    work.installed()
    draft = work.disclosure(delegate)
    clients, before = {user: client_of(user) for user in (delegate, auditor)}, newest()
    envelope = reverse("audits:entry-envelope", args=[before])

    requests = {
        "disclosure.submitted": clients[delegate].post(f"/disclosures/{draft.pk}/submit/"),
        "disclosure.read": clients[auditor].get(f"/disclosures/{draft.pk}/"),
        "audit.entry_read": clients[auditor].get(envelope),
        "audit.access_denied": clients[delegate].get("/log/entries/"),
        "access.denied": clients[delegate].get("/health/"),
        "user.login_failed": Client().post("/account/login/", {"login": "dora", "password": "guess"}),
        "user.logged_in": Client().post("/account/login/", {"login": "dora", "password": people.PASSWORD}),
    }

    assert ids_since(before) == {kind: {answer[HEADER]} for kind, answer in requests.items()}


def test_a_check_carries_the_id_of_the_request_that_caused_it(delegate: User, client_of: Any) -> None:
    work.installed()
    draft, client = work.disclosure(delegate), client_of(delegate)
    sent = client.post(f"/disclosures/{draft.pk}/submit/")
    before = newest()

    check_disclosure.apply(args=[Check.objects.get().pk], task_id="task-0001")

    found = ids_since(before)
    assert set(found) == {
        "disclosure.check_started",
        "determination.made",
        "disclosure.flagged",
        "review.opened",
    }
    assert set.union(*found.values()) == {sent[HEADER]}
    assert current() is None


def test_a_check_that_no_request_caused_carries_the_id_of_its_task(delegate: User) -> None:
    work.installed()
    check = submit(work.disclosure(delegate), by=delegate)
    before = newest()

    check_disclosure.apply(args=[check.pk], task_id="task-0001")

    assert set.union(*ids_since(before).values()) == {"task-0001"}


def test_a_check_that_the_sweep_gives_up_carries_the_id_of_its_request(
    delegate: User, client_of: Any, settings: Any
) -> None:
    work.installed()
    sent = client_of(delegate).post(f"/disclosures/{work.disclosure(delegate).pk}/submit/")
    Check.objects.update(attempts=settings.CHECK_ATTEMPTS)
    before = newest()

    sweep.apply(task_id="task-0002")

    assert ids_since(before) == {"check.gave_up": {sent[HEADER]}}


def test_without_request_and_task_there_is_none(delegate: User) -> None:
    work.installed()
    before = newest()

    run_check(submit(work.disclosure(delegate), by=delegate).pk)

    assert set.union(*ids_since(before).values()) == {None}


def test_a_log_line_carries_the_id() -> None:
    lines = []
    for request_id in ("proxy-0000.1234", None):
        line = logging.LogRecord("participation", logging.INFO, "", 0, "sweep.sent checks=1", (), None)
        with under(request_id):
            WithRequestId().filter(line)
        lines.append(line.request_id)

    assert lines == ["proxy-0000.1234", "-"]


def test_the_line_of_a_refused_request_carries_its_id(delegate: User, client_of: Any, caplog: Any) -> None:
    caplog.handler.addFilter(WithRequestId())

    refused = [client_of(delegate).get(address)[HEADER] for address in ("/nowhere/", "/health/")]

    lines = [record.request_id for record in caplog.records if record.name == "django.request"]
    assert lines == refused


def calls_without_id(source: str) -> list[int]:
    """Lines on which the log is written without the id of the request."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    names = {"log.record", "record_export"} | ({"record"} if "from audits.log import" in source else set())
    written = [one for one in calls if ast.unparse(one.func) in names]
    return [one.lineno for one in written if "request" not in {word.arg for word in one.keywords}]


def test_nothing_writes_to_the_log_without_the_id() -> None:
    found = {
        str(path.relative_to(ROOT)): lines
        for folder in ("participation", "audits")
        for path in (ROOT / folder).rglob("*.py")
        if (lines := calls_without_id(path.read_text()))
    }

    # A heartbeat has no request, nor have an export, a change of key and a declared loss by command.
    assert set(found) == {
        "audits/sequencer/loss.py",
        "audits/sequencer/rotation.py",
        "audits/management/commands/run_sequencer.py",
        "audits/management/commands/export_log.py",
    }


def test_the_check_for_calls_can_fail() -> None:
    source = (
        "from audits.log import record\nlog.record('a', by=x)\nrecord('b', request=request_id())\nrecord('c')"
    )

    assert calls_without_id(source) == [2, 4]
