"""The record of a determination as a file: who takes it, what it says, and that it holds."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from django.conf import settings as configured
from django.urls import reverse
from referencing import Registry, Resource

from audits import keys, sequencer
from audits.log import Subject, entries, envelope_of, payload_of
from audits.policy import format_policy
from audits.verify.__main__ import main
from participation.models import Determination, Disclosure, User
from participation.queries.rule_statements import edition_of
from participation.rules.decide import decide
from participation.rules.facts import load_facts
from participation.rules.in_force import edition
from participation.states import Role
from participation.workflow.check import run_check
from participation.workflow.rule_statements import record as record_statement
from participation.workflow.rule_statements import statement_of
from participation.workflow.submit import submit
from tests import cast
from tests.factories import people, work

SCHEMAS = Path(__file__).parents[2] / "docs" / "schemas"


def schema() -> Any:
    """The published schema of the record, with the two that it refers to."""
    read = {path.name: json.loads(path.read_text("utf-8")) for path in SCHEMAS.glob("*.schema.json")}
    known = Registry().with_resources((name, Resource.from_contents(one)) for name, one in read.items())
    jsonschema.Draft202012Validator.check_schema(read["determination-record.schema.json"])
    return jsonschema.Draft202012Validator(read["determination-record.schema.json"], registry=known)


@pytest.fixture
def disclosure(delegate: User) -> Disclosure:
    """Checked: one document to Huawei and Ericsson, with the partial list that keeps it at wait."""
    work.installed()
    made = work.disclosure(delegate)
    run_check(submit(made, by=delegate).pk)
    made.refresh_from_db()
    return made


def sign() -> bytes:
    """Seal what waits. Gives the policy file."""
    key = keys.ensure_key(configured.AUDIT_KEY_FILE, configured.AUDIT_ORIGIN)
    sequencer.sequence_once(now=datetime.now(UTC))
    return format_policy([key])


def address(disclosure: Disclosure) -> str:
    made = Determination.objects.get(line__disclosure=disclosure)
    return reverse("determination_record", args=[disclosure.pk, made.pk])


def test_record_says_that_it_waits_until_it_is_sealed(disclosure, delegate, client_of) -> None:
    client = client_of(delegate)

    before, _, after = client.get(address(disclosure)).json(), sign(), client.get(address(disclosure)).json()

    assert (before["standing"], before["proof"]) == (
        "recorded, not yet sealed: it waits for its place in the log",
        None,
    )
    assert after["standing"] == "sealed under a signed checkpoint"
    assert after["proof"].startswith("c2sp.org/tlog-proof@v1\n")
    assert list(schema().iter_errors(before)) == list(schema().iter_errors(after)) == []


def test_record_is_the_stored_determination(disclosure, delegate, client_of) -> None:
    response = client_of(delegate).get(address(disclosure))

    stored = Determination.objects.get(line__disclosure=disclosure)
    record = response.json()
    assert (record["determination"], record["facts"]) == (stored.result, stored.facts)
    assert (record["status_shown"], record["holds"]) == ("wait", stored.holds)
    assert record["holds"] != []
    assert response["Content-Disposition"] == f'attachment; filename="determination-{stored.pk}.json"'
    assert json.loads(response.content.decode()) == record


def test_record_holds_offline(disclosure, delegate, client_of, tmp_path, capsys) -> None:
    policy = sign()
    (tmp_path / "policy.txt").write_bytes(policy)
    (tmp_path / "record.json").write_bytes(client_of(delegate).get(address(disclosure)).content)

    code = main(["object", str(tmp_path / "record.json"), "--policy", str(tmp_path / "policy.txt")])

    said = capsys.readouterr().out.splitlines()
    stored = Determination.objects.get(line__disclosure=disclosure)
    assert code == 0
    assert said[0].startswith(f"PASS {configured.AUDIT_ORIGIN}: determination/{stored.pk} is entry ")
    assert f"  rules edition {stored.rules_edition}" in said


def test_facts_of_a_record_decided_again_give_the_same_bytes(disclosure, delegate, client_of) -> None:
    record = client_of(delegate).get(address(disclosure)).json()

    lists = tuple(record["determination"]["list_snapshots"])
    again = decide(load_facts(record["facts"]), edition(), counterfactuals=True, list_snapshots=lists)

    assert json.dumps(again.as_json(), sort_keys=True) == json.dumps(record["determination"], sort_keys=True)


def test_so_do_those_decided_with_what_an_administrator_stated(
    delegate, administrator, client_of, settings
) -> None:
    settings.DEMO_LIST_IS_WHOLE = True
    cast.seeded()
    policy = {"match": "eccn", "value": "5E991", "reason": "The board wants to see it"}
    days = {"begins_on": date(2026, 1, 1), "ends_on": None}
    given = {"what": "company_policy", "value": policy, "source": "inference"}
    record_statement(statement_of(**cast.STATEMENT | days | given), by=administrator)
    at = cast.meeting(by=delegate)
    made = cast.checked(cast.submitted(by=delegate, at=at, revisions=[cast.revision(by=delegate)]))

    record = client_of(delegate).get(address(made)).json()

    determination = record["determination"]
    rules = edition_of(determination["rules_edition"])
    lists = tuple(determination["list_snapshots"])
    again = decide(load_facts(record["facts"]), rules, counterfactuals=True, list_snapshots=lists)
    assert rules.overlay != {}
    assert determination["outcome"] == "needs_review"
    assert json.dumps(again.as_json(), sort_keys=True) == json.dumps(determination, sort_keys=True)


def test_schema_refuses_what_is_not_the_format(disclosure, delegate, client_of) -> None:
    record = client_of(delegate).get(address(disclosure)).json()

    for odd in (
        record | {"mood": "good"},
        record | {"proof": "c2sp.org/tlog-proof@v1\n"},
        record | {"facts": record["facts"] | {"mood": "good"}},
        record | {"determination": record["determination"] | {"outcome": "fine"}},
        record | {"envelope": record["envelope"] | {"kind": "review.decided"}},
        record | {"payload": {"changes": []}},
        {key: value for key, value in record.items() if key != "proof"},
    ):
        assert list(schema().iter_errors(odd)) != []


@pytest.mark.parametrize("role", [Role.DELEGATE, Role.OFFICER, Role.AUDITOR, Role.ADMINISTRATOR])
def test_taking_a_record_is_recorded_for_everyone(disclosure, role, client_of) -> None:
    reader = disclosure.logged_by if role is Role.DELEGATE else people.user("reader", role)

    response = client_of(reader).get(address(disclosure))

    entry = entries(kind="determination.record_taken").get()
    stored = Determination.objects.get(line__disclosure=disclosure)
    assert (entry.actor_id, entry.subject) == (f"user/{reader.pk}", f"determination/{stored.pk}")
    assert envelope_of(entry)["object"]["rev"] is None
    assert payload_of(entry)["file"]["size"] == len(response.content)


def test_record_of_another_disclosure_is_not_found(disclosure, delegate, client_of) -> None:
    stranger = client_of(people.user("otto", Role.DELEGATE))
    made = Determination.objects.get(line__disclosure=disclosure)

    assert stranger.get(address(disclosure)).status_code == 404
    wrong = reverse("determination_record", args=[disclosure.pk + 1, made.pk])
    assert client_of(delegate).get(wrong).status_code == 404
    assert entries(kind="determination.record_taken").count() == 0


def test_pages_lead_to_the_record(disclosure, delegate, officer, client_of) -> None:
    review = disclosure.reviews.get()
    pages = [
        client_of(delegate).get(reverse("disclosure", args=[disclosure.pk])),
        client_of(officer).get(reverse("case", args=[review.pk])),
    ]

    assert [address(disclosure) in page.content.decode() for page in pages] == [True, True]


def test_auditor_takes_the_same_record_from_the_log(disclosure, delegate, auditor, client_of) -> None:
    made = Determination.objects.get(line__disclosure=disclosure)
    client = client_of(auditor)
    entry = entries(subject=Subject("determination", str(made.pk)), kind="determination.made").get()
    sign()

    page = client.get(reverse("audits:entry", args=[entry.pk])).content.decode()
    taken = client.get(reverse("audits:entry-record", args=[entry.pk]))

    assert reverse("audits:entry-record", args=[entry.pk]) in page
    assert taken.content == client.get(address(disclosure)).content
    reads = [payload_of(one)["what"] for one in entries(kind="audit.entry_read")]
    assert reads == ["page", "record"]
    other = entries(kind="disclosure.submitted").get()
    assert client.get(reverse("audits:entry-record", args=[other.pk])).status_code == 404
