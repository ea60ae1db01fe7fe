"""The officer's day: the queue by keyboard, a question that the delegate answers, a decision, a pair."""

import re
import time
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.browser.forms import await_answer, log_a_talk
from tests.browser.person import Person

People = Callable[..., Person]
QUESTION = "Is the resulting standard meant to be published, open to everyone, and what shows it?"


def test_officer_asks_decides_and_judges(person: People) -> None:
    delegate, officer = person("delegate"), person("officer")
    number = log_a_talk(delegate, document="S2-2699002", to="Megvii Labs; CN")
    await_answer(delegate, re.compile(r"^Wait with S2-2699002 r2\."))

    ask_about(officer, "Megvii Labs")
    answer(delegate, number)
    decide(officer, "S2-2699001 r1")
    judge(delegate, officer)


def rows(page: Page) -> Locator:
    return page.locator("[data-keys-row]")


def current(page: Page) -> Locator:
    return page.locator("[data-keys-row][aria-current]")


def go_by_keyboard_to(officer: Person, text: str) -> None:
    """Step through the queue with j until the row with the text is the current one."""
    page = officer.page
    expect(rows(page).filter(has_text=text)).to_have_count(1)
    page.wait_for_load_state()  # before that no script listens to the keys
    for _ in range(rows(page).count()):
        page.keyboard.press("j")
        if text in current(page).inner_text():
            return
    raise AssertionError(f"No row of the queue has {text}.")


def claim_and_open(officer: Person, text: str) -> None:
    """By keys alone: j and k move, c claims, o opens."""
    page = officer.page
    officer.go("/queue/")
    go_by_keyboard_to(officer, text)
    page.keyboard.press("c")
    expect(page.get_by_role("status").filter(has_text="is with you")).to_be_visible()
    go_by_keyboard_to(officer, text)
    page.keyboard.press("o")
    page.wait_for_url(re.compile(r"/queue/cases/\d+/$"))


def give_reason(codes: Locator, text: str) -> None:
    """Choose the reason code with this text."""
    option = codes.locator("option").filter(has_text=text)
    codes.select_option(option.get_attribute("value"))


def ask_about(officer: Person, party: str) -> None:
    """A case that nobody settled yet; its question comes from the rules."""
    page = officer.page
    until = time.monotonic() + 60
    while rows(page).count() != 5 and time.monotonic() < until:
        officer.go("/queue/")  # the page does not change by itself when a check ends
    expect(rows(page)).to_have_count(5)
    page.keyboard.press("k")
    expect(current(page)).to_contain_text(party)
    page.keyboard.press("k")
    expect(current(page)).not_to_contain_text(party)
    officer.look("officer-queue")

    claim_and_open(officer, party)
    expect(page.get_by_role("heading", name="Megvii Labs and Megvii Technology")).to_be_visible()
    officer.look("officer-case")
    page.keyboard.press("h")
    expect(page.get_by_text("No other officer could take this case.")).to_be_visible()
    page.keyboard.press("a")
    expect(officer.field("Question")).to_have_value(QUESTION)
    officer.press("Ask, and stop the clock")
    expect(page.get_by_text("The delegate has the question.")).to_be_visible()


def answer(delegate: Person, number: int) -> None:
    """The question stands on the first page; the answer turns the status."""
    page = delegate.page
    delegate.go("/")
    expect(delegate.heading()).to_have_text("One answer is waiting for you")
    delegate.look()
    page.get_by_role("link", name="Answer").click()
    page.wait_for_url(re.compile(rf"/disclosures/{number}/$"))
    delegate.press("Send the answer")
    expect(page.get_by_role("alert")).to_contain_text("Say how you know")
    delegate.choose("Your answer", "Yes")
    delegate.fill({"How do you know?": "The body publishes all its specifications."})
    delegate.press("Send the answer")
    await_answer(delegate, re.compile(r"^Clear: S2-2699002 r2\."))


def decide(officer: Person, document: str) -> None:
    """No decision without a reason code; with one it is sealed under the officer's name."""
    page = officer.page
    claim_and_open(officer, document)
    address = page.url
    officer.choose("This disclosure", re.compile("^must not be shared"))
    officer.press("Seal the decision")
    expect(page.get_by_role("alert")).to_contain_text("Choose a reason code")
    officer.look()
    give_reason(page.locator("#decide-reason"), "Outside the standards rule, and a recipient is listed")
    officer.press("Seal the decision")
    expect(page.get_by_text("Sealed into the record under your name").first).to_be_visible()
    page.goto(address)
    expect(officer.heading()).to_contain_text("Decided")
    officer.look()


def judge(delegate: Person, officer: Person) -> None:
    """The officer says that a party is another one; the check runs again without the match."""
    number = log_a_talk(delegate, document="S2-2699001", to="Loongson; SG")
    await_answer(delegate, re.compile(r"^(Wait|Do not share)"))
    page = officer.page
    claim_and_open(officer, "Loongson")
    page.keyboard.press("2")
    expect(page.locator("input[name=verdict][value=different]")).to_be_checked()
    give_reason(page.locator("#judge-reason"), "Another country, and no other tie to the listed party")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("The disclosure is checked again.").first).to_be_visible()
    delegate.go(f"/disclosures/{number}/")
    await_answer(delegate, re.compile("."))
    assert officer.go("/lists/") == 200
    officer.look()
    assert officer.go("/lists/entries/1/") == 200
    officer.look()
