"""The administrator keeps reason codes, findings about bodies and what is stated of the rules."""

import re
from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.person import Person

People = Callable[..., Person]


def test_administrator_keeps_what_decisions_stand_on(person: People) -> None:
    administrator = person("administrator")
    expect(administrator.heading()).to_have_text("Administration")
    administrator.look("administration")

    add_a_code(administrator)
    record_a_finding(administrator)
    state_a_policy(administrator)
    see_the_other_forms(administrator)
    withdraw_the_policy(administrator)
    set_the_thresholds(administrator)
    others_read(person("officer"))


def add_a_code(administrator: Person) -> None:
    page = administrator.page
    page.get_by_role("link", name="Reason codes").click()
    administrator.fill({"Code": "N1", "Meaning": "A joint venture without control"})
    administrator.press("Add")
    expect(page.get_by_role("alert")).to_contain_text("N1 is another reason code already")
    administrator.look()
    administrator.fill({"Code": "N9"})
    administrator.press("Add")
    expect(page.get_by_role("row").filter(has_text="A joint venture without control")).to_have_count(1)
    administrator.look("administration-codes")
    page.get_by_role("link", name="N9").click()
    page.get_by_label("In use").uncheck()
    administrator.look()
    administrator.press("Save")
    expect(page.get_by_role("row").filter(has_text="N9")).to_contain_text("Out of use")


def record_a_finding(administrator: Person) -> None:
    page = administrator.page
    administrator.go("/bodies/")
    administrator.look("bodies")
    page.get_by_role("link", name="ETSI").click()
    administrator.press("Record the finding")
    expect(page.get_by_role("alert")).to_contain_text("Say what was found.")
    administrator.look()
    administrator.choose("Is it a voluntary consensus body?", "Yes")
    administrator.fill({"Source": "https://example.com/directives", "Day of the finding": "2026-03-03"})
    administrator.press("Record the finding")
    expect(page.get_by_text("Found on")).to_be_visible()
    administrator.look("body")


def state_a_policy(administrator: Person) -> None:
    """Nothing is recorded before it was seen what it changes; then checks are offered."""
    page = administrator.page
    administrator.go("/administration/rules/")
    expect(page.get_by_text("Nothing is stated")).to_be_visible()
    administrator.look()
    page.get_by_role("link", name="Company policy: a review always").click()
    administrator.press("Show what it changes")
    expect(page.get_by_role("alert")).to_contain_text("Say what is always to be reviewed.")
    administrator.look()
    administrator.choose("Always to review", "A country")
    administrator.fill(
        {
            "Which one": "CN",
            "Reason": "The board wants to see it",
            "First day": "2020-01-01",
            "Citation": "Export policy, section 4",
            "Address of the source": "https://example.com/policy",
        }
    )
    administrator.press("Show what it changes")
    expect(page.get_by_role("heading", name=re.compile("would come out otherwise"))).to_be_visible()
    administrator.look("rule-tried")
    administrator.press("Record it")
    expect(page.get_by_role("row").filter(has_text="A review always: country CN")).to_have_count(1)
    administrator.look("rules")
    page.get_by_role("link", name="Look at them").click()
    administrator.look("rechecks")
    again = page.get_by_role("button", name=re.compile("^Check (it|these) again$"))
    if again.count():
        again.click()
        expect(page.get_by_text(re.compile("(check is|checks are) queued"))).to_be_visible()


def see_the_other_forms(administrator: Person) -> None:
    for what in ("affiliates_rule", "rules_known_until", "sign_off"):
        assert administrator.go(f"/administration/rules/new/{what}/") == 200
        administrator.look(f"rule-{what}")


def withdraw_the_policy(administrator: Person) -> None:
    page = administrator.page
    administrator.go("/administration/rules/")
    page.get_by_role("link", name=re.compile("^A review always")).click()
    administrator.fill({"Why is it withdrawn?": "It was meant for another country."})
    administrator.press("Show what it changes")
    administrator.look("rule-withdrawn")
    administrator.press("Withdraw it")
    expect(page.get_by_role("row").filter(has_text="Withdrawn: A review always")).to_have_count(1)
    administrator.look()


def set_the_thresholds(administrator: Person) -> None:
    """Nothing is saved before it was seen what it changes."""
    page = administrator.page
    administrator.go("/administration/thresholds/")
    administrator.look()
    administrator.fill({"A match from": "70", "Possible from": "80"})
    administrator.press("Show what they change")
    expect(page.get_by_role("alert")).to_contain_text("A match starts where possible starts, or above it.")
    administrator.look()
    administrator.fill({"A match from": "100", "Possible from": "40", "Months to look back": "60"})
    administrator.press("Show what they change")
    expect(page.get_by_role("heading", name=re.compile("newly flagged"), level=1)).to_be_visible()
    administrator.look("thresholds-tried")
    administrator.press("Save version 1")
    expect(page.get_by_role("alert")).to_contain_text("Write why")
    administrator.look()
    administrator.fill({"Reason": "Tried on the names of a year."})
    administrator.press("Save version 1")
    expect(page.get_by_text("Version 1 is in force.")).to_be_visible()
    administrator.look("thresholds")


def others_read(officer: Person) -> None:
    for address in (
        "/administration/reason-codes/",
        "/administration/rules/",
        "/administration/thresholds/",
        "/rechecks/",
        "/bodies/",
    ):
        assert officer.go(address) == 200
        officer.look()
    assert officer.go("/administration/") == 403
