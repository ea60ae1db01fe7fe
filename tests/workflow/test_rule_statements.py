"""What an administrator states of the rules: recorded, decided with from then on, computed again later."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from time_machine import Traveller

from audits.log import entries, envelope_of, payload_of, private_values_of
from participation.models import Body, Determination, Disclosure, RulesEdition, RuleStatement, User
from participation.queries.rule_statements import (
    OtherVersion,
    edition_of,
    rules_in_use,
    rules_in_use_at,
)
from participation.rules.decide import decide
from participation.rules.facts import load_facts
from participation.rules.in_force import edition
from participation.states import State
from participation.workflow.bodies import record_finding
from participation.workflow.moves import Conflict
from participation.workflow.recheck import check_again
from participation.workflow.rule_changes import (
    check_these_again,
    checked_otherwise,
    come_out_otherwise,
    what_it_changes,
)
from participation.workflow.rule_statements import (
    StatementRefused,
    record,
    statement_of,
    withdrawal_of,
)
from tests import cast
from tests.conftest import NOW

POLICY: dict[str, Any] = {
    "what": "company_policy",
    "value": {"match": "eccn", "value": "5E991", "reason": "The board wants to see it"},
    "begins_on": date(2026, 1, 1),
    "citation": "Export policy, section 4",
    "url": "https://example.com/policy",
    "source": "inference",
}
SIGN_OFF: dict[str, Any] = {
    "what": "sign_off",
    "value": {"rule": "affiliates_rule.from 2026-11-10", "on": "2026-03-02"},
    "citation": "Memorandum of 2 March 2026",
    "url": "https://example.com/memo",
    "source": "inference",
    "counsel": "Ada Advocate",
    "note": "Ada said so on the phone.",
}
KNOWN: dict[str, Any] = {
    "what": "rules_known_until",
    "value": "2027-06-30",
    "citation": "Federal Register, read to 30 June 2027",
    "url": "https://www.federalregister.gov/",
    "source": "regulation",
}


def recorded(by: User, **given: Any) -> RuleStatement:
    return record(statement_of(**given), by=by)


def last_entry() -> Any:
    return entries().order_by("-id").first()


# ---- Recorded, with an entry -------------------------------------------------------------------


@pytest.mark.usefixtures("clock")
def test_a_statement_is_recorded_with_its_source_and_its_entry(administrator: User) -> None:
    row = recorded(administrator, **cast.STATEMENT, note="Called the agency.")

    entry = last_entry()
    assert (entry.kind, entry.object_type, entry.object_id) == ("rule.recorded", "rule", str(row.pk))
    assert payload_of(entry)["changes"] == [
        {
            "row": f"participation_rulestatement/{row.pk}",
            "set": {
                "id": row.pk,
                "what": "affiliates_rule",
                "begins_on": "2026-11-10",
                "ends_on": "2027-11-09",
                "value": "not_in_force",
                "citation": "91 FR 70001",
                "url": "https://www.federalregister.gov/citation/91-FR-70001",
                "source": "regulation",
                "note": {"private": f"participation_rulestatement/{row.pk}/note"},
                "counsel": "",
                "withdraws_id": None,
                "recorded_by_id": administrator.pk,
                "recorded_at": "2026-03-04T13:30:00.000000Z",
            },
        }
    ]


def test_the_name_of_counsel_stands_in_no_edition_and_no_export(administrator: User) -> None:
    row = recorded(administrator, **SIGN_OFF)

    entry = last_entry()
    overlay = rules_in_use().overlay
    assert overlay["sign_off"][0]["value"][0]["counsel"] == f"Counsel (rule/{row.pk})"
    for shown in (str(overlay), str(payload_of(entry)), str(envelope_of(entry))):
        assert "Ada" not in shown
    # It lies apart, where it can be erased, and could have leaked.
    assert "Ada Advocate" in private_values_of(entry).values()


@pytest.mark.parametrize(
    ("changed", "field", "said"),
    [
        ({"ends_on": date(2026, 11, 9)}, "ends_on", "ends before it begins"),
        ({"citation": " "}, "citation", "Name the source"),
        ({"url": "http://example.com/"}, "url", "begins with https://"),
        ({"value": "perhaps"}, "value", "one of in_force, not_in_force, unsettled is needed"),
        ({"source": "hearsay"}, "value", "hearsay"),
        (POLICY | {"value": {"match": "planet", "value": "Mars", "reason": "x"}}, "value", "eccn, country"),
        (POLICY | {"value": {"match": "eccn", "value": "five", "reason": "x"}}, "value", "company_policy"),
        (POLICY | {"source": "regulation"}, "value", "its source is inference"),
        (SIGN_OFF | {"counsel": ""}, "counsel", "Say who signed"),
        (KNOWN | {"value": "soon"}, "value", "rules_known_until"),
    ],
)
def test_what_the_rules_cannot_take_is_refused_by_its_field(
    administrator: User, changed: dict[str, Any], field: str, said: str
) -> None:
    given = changed if "what" in changed else cast.STATEMENT | changed

    with pytest.raises(StatementRefused, match=said) as refusal, transaction.atomic():
        recorded(administrator, **given)

    assert (refusal.value.field, RuleStatement.objects.count()) == (field, 0)


def test_the_database_takes_no_statement_without_its_source(administrator: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        RuleStatement.objects.create(
            what="affiliates_rule", value="in_force", recorded_by=administrator, recorded_at=NOW
        )


# ---- Withdrawn, corrected ----------------------------------------------------------------------


def test_a_withdrawal_is_another_row(administrator: User) -> None:
    row = recorded(administrator, **cast.STATEMENT)
    with_it = rules_in_use().fingerprint

    gone = record(withdrawal_of(row, note="It was another notice."), by=administrator)

    assert (last_entry().kind, gone.withdraws, RuleStatement.objects.count()) == ("rule.withdrawn", row, 2)
    assert with_it != rules_in_use().fingerprint == edition().fingerprint


def test_a_correction_stands_in_place_of_the_first(administrator: User) -> None:
    row = recorded(administrator, **cast.STATEMENT)

    corrected = recorded(administrator, **cast.STATEMENT | {"ends_on": date(2028, 11, 9)}, withdraws=row)

    assert rules_in_use().overlay["affiliates_rule"][0]["to"] == "2028-11-09"
    row.refresh_from_db()
    assert (row.ends_on, row.withdrawn_by) == (date(2027, 11, 9), corrected)


def test_nothing_is_withdrawn_twice_or_without_a_reason(administrator: User) -> None:
    row = recorded(administrator, **cast.STATEMENT)
    with pytest.raises(StatementRefused, match="Say why"):
        withdrawal_of(row, note=" ")
    gone = record(withdrawal_of(row, note="An error"), by=administrator)

    with pytest.raises(Conflict, match="no longer standing"), transaction.atomic():
        record(withdrawal_of(row, note="An error"), by=administrator)
    with pytest.raises(StatementRefused, match="state it anew"), transaction.atomic():
        record(withdrawal_of(gone, note="It was right"), by=administrator)

    assert RuleStatement.objects.count() == 2


def test_the_rules_of_a_time_are_those_that_stood_then(administrator: User, clock: Traveller) -> None:
    times: list[datetime] = []
    expected = [edition().fingerprint]
    clock.shift(timedelta(hours=1))
    row = recorded(administrator, **cast.STATEMENT)
    times.append(row.recorded_at - timedelta(minutes=1))
    expected.append(rules_in_use().fingerprint)
    clock.shift(timedelta(hours=1))
    record(withdrawal_of(row, note="An error"), by=administrator)
    times += [row.recorded_at + timedelta(minutes=30), row.recorded_at + timedelta(hours=2)]
    expected.append(edition().fingerprint)

    assert [rules_in_use_at(at).fingerprint for at in times] == expected


# ---- Decided with ------------------------------------------------------------------------------


@pytest.fixture
def disclosure(delegate: User, settings: Any) -> Disclosure:
    """Cleared: 5E991 to a listed and an unlisted party, for a published standard, in March 2026."""
    settings.DEMO_LIST_IS_WHOLE = True
    cast.seeded()
    meeting = cast.meeting(by=delegate)
    found = cast.checked(cast.submitted(by=delegate, at=meeting, revisions=[cast.revision(by=delegate)]))
    assert found.state == State.CLEARED
    return found


def determinations(disclosure: Disclosure) -> list[Determination]:
    return list(Determination.objects.filter(line__disclosure=disclosure).order_by("pk"))


def test_company_policy_holds_what_the_law_lets_pass(disclosure: Disclosure, administrator: User) -> None:
    recorded(administrator, **POLICY)
    check_again(disclosure, by=administrator, reason="rules stated anew")

    cast.checked(disclosure)

    before, after = determinations(disclosure)
    assert [(one.outcome, one.status) for one in (before, after)] == [
        ("not_subject_to_ear", "clear"),
        ("needs_review", "wait"),
    ]
    assert "The board wants to see it" in str(after.result["findings"])
    assert (before.rules_edition, after.rules_edition) == (edition().fingerprint, rules_in_use().fingerprint)


def test_each_determination_can_be_computed_again_from_what_is_stored(
    disclosure: Disclosure, administrator: User
) -> None:
    row = recorded(administrator, **POLICY)
    cast.checked(check_again(disclosure, by=administrator, reason="stated").disclosure)
    record(withdrawal_of(row, note="An error"), by=administrator)
    cast.checked(check_again(disclosure, by=administrator, reason="withdrawn").disclosure)

    stored = determinations(disclosure)
    again = [decide(load_facts(one.facts), edition_of(one.rules_edition)) for one in stored]

    assert [one.outcome.value for one in again] == [one.outcome for one in stored]
    assert [one.rules_edition for one in again] == [one.rules_edition for one in stored]
    kept = RulesEdition.objects.values_list("fingerprint", flat=True)
    assert sorted(kept) == sorted({one.rules_edition for one in stored})


def test_an_edition_is_stored_once(disclosure: Disclosure, administrator: User) -> None:
    for _ in range(3):
        cast.checked(check_again(disclosure, by=administrator, reason="again").disclosure)

    row = RulesEdition.objects.get()
    assert (row.fingerprint, row.overlay) == (edition().fingerprint, {})


def test_an_edition_of_another_version_is_told(db: None) -> None:
    RulesEdition.objects.create(fingerprint="0" * 64, engine=1, overlay={}, first_used_at=NOW)

    for fingerprint in ("0" * 64, "1" * 64):
        with pytest.raises(OtherVersion):
            edition_of(fingerprint)


# ---- What it changes ---------------------------------------------------------------------------


def counts(changes: Any) -> tuple[int, int, int, int, int]:
    found = (changes.open, changes.concerned, changes.looked_at, len(changes.changed))
    return (*found, changes.not_looked_at)


def test_a_trial_counts_what_comes_out_otherwise_and_writes_its_entry_only(
    disclosure: Disclosure, administrator: User
) -> None:
    changes = what_it_changes(statement_of(**POLICY), by=administrator)

    assert counts(changes) == (1, 1, 1, 1, 0)
    (changed,) = changes.changed
    assert (changed.disclosure, changed.statuses) == (disclosure, ("clear", "wait"))
    assert (RuleStatement.objects.count(), len(determinations(disclosure))) == (0, 1)
    entry = last_entry()
    assert (entry.kind, payload_of(entry)["counts"]) == (
        "rule.tried",
        {"open": 1, "concerned": 1, "looked_at": 1, "changed": 1},
    )


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (POLICY | {"begins_on": date(2026, 3, 5)}, (1, 0, 0, 0, 0)),
        (POLICY | {"ends_on": date(2026, 2, 28)}, (1, 0, 0, 0, 0)),
        (POLICY | {"value": {"match": "eccn", "value": "3A001", "reason": "x"}}, (1, 1, 1, 0, 0)),
        (SIGN_OFF, (1, 0, 0, 0, 0)),
        (cast.STATEMENT, (1, 0, 0, 0, 0)),
        (KNOWN, (1, 0, 0, 0, 0)),
        (KNOWN | {"value": "2026-01-31"}, (1, 1, 1, 1, 0)),
    ],
)
def test_only_days_on_which_the_rules_differ_concern_a_disclosure(
    disclosure: Disclosure, administrator: User, given: dict[str, Any], expected: tuple[int, ...]
) -> None:
    assert counts(what_it_changes(statement_of(**given), by=administrator)) == expected


def test_beyond_the_limit_it_says_how_many_were_not_looked_at(
    disclosure: Disclosure, administrator: User
) -> None:
    for key in ("second", "third"):
        meeting, revision = disclosure.meeting, disclosure.lines.get().revision
        assert meeting is not None
        cast.checked(cast.submitted(by=disclosure.logged_by, at=meeting, revisions=[revision], key=key))

    assert counts(what_it_changes(statement_of(**POLICY), by=administrator, limit=2)) == (3, 3, 2, 2, 1)


def test_what_was_checked_under_other_rules_is_offered_and_checked_on_request(
    disclosure: Disclosure, administrator: User
) -> None:
    assert checked_otherwise() == []
    recorded(administrator, **POLICY)

    offered = come_out_otherwise(checked_otherwise())
    assert [(one.disclosure, one.statuses) for one in offered] == [(disclosure, ("clear", "wait"))]
    assert len(determinations(disclosure)) == 1
    queued = check_these_again([one.disclosure for one in offered], by=administrator, reason="rules")
    cast.checked(disclosure)

    assert (queued, checked_otherwise(), disclosure.state) == (1, [], State.FLAGGED)


def test_what_comes_out_the_same_is_not_offered(disclosure: Disclosure, administrator: User) -> None:
    recorded(administrator, **POLICY | {"value": {"match": "eccn", "value": "3A001", "reason": "x"}})

    assert checked_otherwise() == [disclosure]
    assert come_out_otherwise([disclosure]) == []


def test_what_moved_on_meanwhile_is_left(disclosure: Disclosure, administrator: User) -> None:
    check_again(disclosure, by=administrator, reason="first")

    assert check_these_again([disclosure], by=administrator, reason="second") == 0


def test_an_edition_of_another_version_counts_as_different(
    disclosure: Disclosure, administrator: User
) -> None:
    RulesEdition.objects.all().delete()
    assert checked_otherwise() == []  # made under the very rules that are in use
    recorded(administrator, **cast.STATEMENT)

    assert checked_otherwise() == [disclosure]


def test_what_was_checked_with_another_finding_about_the_body_is_offered(
    disclosure: Disclosure, officer: User
) -> None:
    meeting, revision = disclosure.meeting, disclosure.lines.get().revision
    assert meeting is not None
    of_2021 = cast.checked(
        cast.submitted(
            by=disclosure.logged_by,
            at=meeting,
            revisions=[revision],
            key="2021",
            released_on=date(2021, 3, 3),
        )
    )
    third = Body.objects.get(slug="3gpp")

    record_finding(third, by=officer, answer=True, basis="Annual report", on=date(2026, 3, 3))

    offered = come_out_otherwise(checked_otherwise())
    assert [(one.disclosure, one.statuses) for one in offered] == [(of_2021, ("wait", "clear"))]
