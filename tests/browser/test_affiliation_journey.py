"""A delegate pastes a list with a contradiction in it, and says who sent the person; scripts on and off."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.person import Person

People = Callable[..., Person]
LIST = """name;organisation;country;e-mail
Wen Sha;Acme Radio GmbH;DE;wen.sha@huawei.com
U. V.;Nordlys Radio;NO;u@example.org"""


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_delegate_says_who_sent_somebody(person: People, scripts: bool) -> None:
    delegate = person("delegate", scripts=scripts)
    page = delegate.page
    delegate.go("/meetings/1/attendees/add/")
    delegate.fill({"Pasted list": LIST})
    page.locator("button[name=step][value=preview]").click()
    page.locator("button[name=step][value=save]").click()
    expect(page.get_by_role("heading", name="The list says Acme Radio GmbH")).to_be_visible()
    delegate.look("affiliation" if scripts else "")

    delegate.press("Keep the answer")
    expect(page.get_by_role("alert")).to_contain_text("you may say that you do not know")
    delegate.look("affiliation-error" if scripts else "")
    delegate.choose("Your answer", "Both")
    delegate.press("Keep the answer")
    expect(page.get_by_text("The answer is kept.")).to_be_visible()
    expect(page.get_by_role("heading", name="The list says Acme Radio GmbH")).to_have_count(0)
    page.get_by_role("link", name="Record").click()
    expect(page.get_by_text("Question about an affiliation answered")).to_be_visible()
    delegate.look()
