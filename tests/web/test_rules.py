"""The administrator's pages of what is stated of the rules, and the page of what was checked before."""

from typing import Any

import pytest
from django.test import Client

from participation.models import Check, Disclosure, RuleStatement, User
from participation.queries.rule_statements import rules_in_use
from participation.web.administration.rule_forms import FORMS
from participation.workflow.rule_statements import record, statement_of
from tests import cast
from tests.web.reading import errors, field, heading, plain, rows

AFFILIATES = {
    "value": "not_in_force",
    "begins_on": "2026-11-10",
    "ends_on": "2027-11-09",
    "citation": "91 FR 70001",
    "url": "https://www.federalregister.gov/citation/91-FR-70001",
    "source": "regulation",
    "note": "Called the agency.",
}
POLICY = {
    "match": "eccn",
    "value": "5E991",
    "reason": "The board wants to see it",
    "begins_on": "2026-01-01",
    "citation": "Export policy, section 4",
    "url": "https://example.com/policy",
}
KNOWN = {
    "value": "2027-06-30",
    "citation": "Federal Register",
    "url": "https://www.federalregister.gov/",
    "source": "regulation",
}
SIGN_OFF = {
    "rule": "affiliates_rule.from 2026-11-10",
    "on": "2026-03-02",
    "counsel": "Ada Advocate",
    "citation": "Memorandum",
    "url": "https://example.com/memo",
}
GIVEN = {
    "affiliates_rule": AFFILIATES,
    "company_policy": POLICY,
    "rules_known_until": KNOWN,
    "sign_off": SIGN_OFF,
}


@pytest.fixture
def admin(administrator: User, client_of: Any) -> Client:
    client: Client = client_of(administrator)
    return client


def new(what: str) -> str:
    return f"/administration/rules/new/{what}/"


def says(page: Any) -> str:
    return plain(page.content.decode())


@pytest.fixture
def disclosure(delegate: User, settings: Any) -> Disclosure:
    settings.DEMO_LIST_IS_WHOLE = True
    cast.seeded()
    meeting = cast.meeting(by=delegate)
    return cast.checked(cast.submitted(by=delegate, at=meeting, revisions=[cast.revision(by=delegate)]))


def test_there_is_a_form_for_each_kind() -> None:
    assert set(FORMS) == set(GIVEN) == set(RuleStatement.What) - {"withdrawal"}


@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize(
    ("what", "row"),
    [
        (
            "affiliates_rule",
            "The Affiliates Rule is not in force 10 November 2026 to 9 November 2027 "
            "91 FR 70001 regulation text A. 4 March 2026, 13:30 UTC",
        ),
        (
            "company_policy",
            "A review always: ECCN 5E991. The board wants to see it from 1 January 2026 "
            "Export policy, section 4 A. 4 March 2026, 13:30 UTC",
        ),
        (
            "rules_known_until",
            "The rules are known for releases until 30 June 2027 always "
            "Federal Register regulation text A. 4 March 2026, 13:30 UTC",
        ),
        (
            "sign_off",
            "Ada Advocate signed on 2 March 2026: Affiliates Rule due to return, its status not recorded, "
            "from 10 November 2026 always "
            "Memorandum A. 4 March 2026, 13:30 UTC",
        ),
    ],
)
def test_each_kind_is_tried_and_then_recorded(admin: Client, what: str, row: str) -> None:
    before = rules_in_use().fingerprint

    tried = admin.post(new(what), GIVEN[what] | {"do": "try"})
    unchanged = rules_in_use().fingerprint
    answer = admin.post(new(what), GIVEN[what] | {"do": "record"})

    assert (tried.status_code, unchanged) == (200, before)
    assert "No open disclosure that was looked at would come out otherwise" in says(tried)
    assert (answer.status_code, answer["Location"]) == (302, "/administration/rules/")
    assert rows(admin.get("/administration/rules/")) == [row]
    assert rules_in_use().fingerprint != before


@pytest.mark.parametrize(
    ("what", "changed", "said"),
    [
        ("affiliates_rule", {"value": "perhaps"}, "The Affiliates Rule: Select a valid choice."),
        ("affiliates_rule", {"begins_on": ""}, "First day: Give the day."),
        ("affiliates_rule", {"ends_on": "2026-01-01"}, "Last day: It ends before it begins."),
        ("affiliates_rule", {"source": ""}, "How sure is the source? Say how sure the source is."),
        ("affiliates_rule", {"url": "http://example.com/"}, "Address of the source: Give the address"),
        ("company_policy", {"value": "five"}, "Which one: No such ECCN: five"),
        ("company_policy", {"match": "country", "value": "UK"}, "Which one: No such country: UK"),
        ("company_policy", {"match": "list", "value": "XY"}, "Which one: No such list: XY"),
        ("rules_known_until", {"value": "soon"}, "The rules are known for releases until: Give a day"),
        ("sign_off", {"rule": "no.such"}, "Rule: Select a valid choice."),
        ("sign_off", {"counsel": " "}, "Who signed: Say who signed."),
    ],
)
def test_what_is_wrong_is_told_by_its_field_and_nothing_is_lost(
    admin: Client, what: str, changed: dict[str, str], said: str
) -> None:
    answer = admin.post(new(what), GIVEN[what] | changed | {"do": "record"})

    assert answer.status_code == 422
    assert [line for line in errors(answer) if line.startswith(said)] != []
    assert field(answer, "citation") == GIVEN[what]["citation"]
    assert RuleStatement.objects.count() == 0


def test_codes_are_taken_in_small_letters_too(admin: Client) -> None:
    for match, value in (("country", "cn"), ("list", "el"), ("body", "IEEE")):
        admin.post(new("company_policy"), POLICY | {"match": match, "value": value, "do": "record"})

    stated = [row.value["value"] for row in RuleStatement.objects.all()]
    assert stated == ["CN", "EL", "IEEE"]


def test_a_trial_says_what_would_come_out_otherwise(admin: Client, disclosure: Disclosure) -> None:
    page = admin.post(new("company_policy"), POLICY | {"do": "try"})

    assert "1 open disclosure would come out otherwise" in says(page)
    assert "1 is open; 1 of them is released on a day that it concerns. 1 was decided again" in says(page)
    assert rows(page) == [
        f"Disclosure {disclosure.pk} 3GPP RAN1 124 2 March 2026 "
        "Clear The export rules do not reach this release. "
        "Wait A compliance officer has to review this release."
    ]
    assert field(page, "citation") == POLICY["citation"]


def test_after_recording_the_checks_are_offered_and_queued_on_request(
    admin: Client, disclosure: Disclosure
) -> None:
    admin.post(new("company_policy"), POLICY | {"do": "record"})
    before = Check.objects.count()
    offered = admin.get("/rechecks/")

    assert "1 open disclosure was checked on other grounds" in says(admin.get("/administration/rules/"))
    assert heading(offered) == "Checked on other grounds"
    assert len(rows(offered)) == 1
    assert Check.objects.count() == before
    admin.post("/rechecks/", {"disclosure": [str(disclosure.pk)]})
    assert (Check.objects.count(), Check.objects.latest("pk").reason) == (
        before + 1,
        "rules or findings changed",
    )
    assert "Every open disclosure was checked on the grounds that hold now." in says(admin.get("/rechecks/"))


@pytest.mark.parametrize("sent", [["x"], ["999"], []])
def test_only_what_stands_on_other_grounds_is_checked(
    admin: Client, disclosure: Disclosure, sent: list[str]
) -> None:
    page = admin.post("/rechecks/", {"disclosure": [*sent, str(disclosure.pk)]}, follow=True)

    assert "No check was queued: nothing chosen still stands on other grounds." in says(page)
    assert Check.objects.count() == 1


def test_a_statement_is_withdrawn_with_its_reason(admin: Client, administrator: User) -> None:
    row = record(statement_of(**cast.STATEMENT), by=administrator)
    address = f"/administration/rules/{row.pk}/"

    empty = admin.post(address, {"do": "record"})
    tried = admin.post(address, {"note": "It was another notice.", "do": "try"})
    standing = rules_in_use().overlay != {}
    admin.post(address, {"note": "It was another notice.", "do": "record"})

    assert errors(empty) == ["Why is it withdrawn? Say why it is withdrawn."]
    assert "Nothing has been recorded yet." in says(tried)
    assert (standing, rules_in_use().overlay) == (True, {})
    page = admin.get("/administration/rules/")
    assert "Nothing is stated" in says(page)
    assert [one.split(" 91 FR")[0].split(" A. ")[0] for one in rows(page)] == [
        "Withdrawn: The Affiliates Rule is not in force",
        "The Affiliates Rule is not in force 10 November 2026 to 9 November 2027",
    ]
    told = says(admin.get(address))
    assert "No longer stands since" in told
    assert "Withdraw it" not in told


def test_a_statement_is_stated_otherwise_in_its_place(admin: Client, administrator: User) -> None:
    row = record(statement_of(**cast.STATEMENT), by=administrator)
    address = f"{new('affiliates_rule')}?instead={row.pk}"

    page = admin.get(address)
    admin.post(address, AFFILIATES | {"ends_on": "2028-11-09", "instead": str(row.pk), "do": "record"})

    assert (field(page, "citation"), field(page, "ends_on")) == ("91 FR 70001", "2027-11-09")
    assert rules_in_use().overlay["affiliates_rule"][0]["to"] == "2028-11-09"
    assert admin.get(address).status_code == 404
    assert admin.get(f"{new('sign_off')}?instead={row.pk}").status_code == 404
    assert admin.get(f"{new('sign_off')}?instead=x").status_code == 404


def test_an_unknown_kind_does_not_exist(admin: Client) -> None:
    assert admin.get(new("withdrawal")).status_code == 404


@pytest.mark.parametrize("name", ["officer", "auditor"])
def test_who_may_read_changes_nothing(
    administrator: User, name: str, request: pytest.FixtureRequest, client_of: Any
) -> None:
    row = record(statement_of(**cast.STATEMENT), by=administrator)
    client = client_of(request.getfixturevalue(name))

    seen = says(client.get("/administration/rules/"))
    answers = [
        client.post(f"/administration/rules/{row.pk}/", {"note": "Mine", "do": "record"}),
        client.post(new("affiliates_rule"), AFFILIATES | {"do": "record"}),
    ]

    assert "The Affiliates Rule is not in force" in seen
    assert "State something new" not in seen
    assert [one.status_code for one in answers] == [403, 403]
    assert RuleStatement.objects.count() == 1


def test_the_administrator_starts_with_what_there_is_to_keep(admin: Client) -> None:
    cast.seeded()

    page = admin.get("/", follow=True)

    assert heading(page) == "Administration"
    told = says(page)
    assert "11 in use." in told
    assert "20 bodies; for 20 nobody recorded" in told
    assert "0 statements stand:" in told


@pytest.mark.parametrize(("name", "seen"), [("administrator", True), ("officer", False), ("auditor", False)])
def test_only_administrators_have_the_entry(
    name: str, seen: bool, request: pytest.FixtureRequest, client_of: Any
) -> None:
    page = client_of(request.getfixturevalue(name)).get("/disclosures/")

    assert ('href="/administration/"' in page.content.decode()) is seen


def test_pages_open_where_statements_do_not_fit_this_version(admin: Client, administrator: User) -> None:
    row = record(statement_of(**cast.STATEMENT), by=administrator)
    row.value = "of another version"
    row.save()
    record_anew(row, administrator)

    health = says(admin.get("/health/"))

    assert "What was stated of the rules does not fit this version, so no check ends" in health
    assert admin.get(f"/administration/rules/{row.pk}/").status_code == 200


def record_anew(row: RuleStatement, by: User) -> None:
    """The entry that the database asks for when a row changes behind the back of the workflow."""
    from participation.workflow.journal import enter
    from tests.conftest import NOW

    enter("rule.recorded", row, by=by, at=NOW)
