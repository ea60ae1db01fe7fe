"""An officer places a hold, lifts it, looks up a person and reads the report; scripts on and off."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.person import Person

People = Callable[..., Person]


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_officer_holds_and_looks_up(person: People, scripts: bool) -> None:
    officer = person("officer", scripts=scripts)
    page = officer.page
    officer.go("/retention/")
    expect(page.get_by_text("Nothing is due")).to_be_visible()
    officer.look("retention" if scripts else "")

    page.get_by_role("link", name="Place a hold").click()
    officer.press("Place the hold")
    expect(page.get_by_role("alert")).to_contain_text("Give the agency that asked.")
    officer.look()
    told = {"Agency": "Bureau of Industry and Security", "Its reference": "OEE 2026-117"}
    officer.fill(told | {"What was asked for": "All records of one body."})
    officer.choose("What is held", re.compile("^Everything$"))
    officer.press("Place the hold")
    expect(officer.heading()).to_contain_text("stands")
    officer.look("hold" if scripts else "")
    officer.fill({"Reference of the written leave": "OEE 2026-201", "Its day": "2026-01-02"})
    officer.press("Lift the hold")
    expect(officer.heading()).to_contain_text("is lifted")

    officer.go("/retention/erasure/")
    officer.fill({"Name or e-mail address": "Nobody At All"})
    officer.press("Look up")
    expect(page.get_by_role("alert")).to_contain_text("No attendee list names this person so")
    officer.look("erasure" if scripts else "")
    officer.go("/retention/later-event/")
    officer.press("Record")
    officer.look()
    officer.go("/retention/report/")
    officer.look("disposal-report" if scripts else "")
