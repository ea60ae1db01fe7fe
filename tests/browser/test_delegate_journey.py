"""Before and after the meeting: a delegate logs it, a document and two disclosures, and gets an answer."""

import re
import time
from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.forms import ATTENDEES, DISCLOSURE_URL, DOCUMENT, MEETING, await_answer, log_a_talk
from tests.browser.person import PATIENCE_MS, Person

People = Callable[..., Person]
PAGES = (
    "/meetings/",
    "/documents/",
    "/documents/import/",
    "/disclosures/",
    "/disclosures/new/",
)


def test_delegate_logs_a_meeting_a_document_and_disclosures(person: People) -> None:
    delegate = person("delegate")
    delegate.look("delegate-home")
    for address in PAGES:
        assert delegate.go(address) == 200
        delegate.look()

    log_meeting(delegate)
    log_document(delegate)
    log_disclosure(delegate)
    log_flagged_disclosure(delegate)
    log_disclosure_without_scripts(person("delegate", scripts=False))
    name_parts(delegate)


def log_meeting(delegate: Person) -> None:
    """Pasted attendees: nothing is saved before the red row is put right; the amber row is kept."""
    page = delegate.page
    delegate.go("/meetings/new/")
    delegate.fill({**MEETING, "Pasted list": ATTENDEES})
    page.get_by_label("Body", exact=True).select_option("3GPP")
    delegate.press("Save the meeting")
    expect(page.get_by_role("alert")).to_contain_text(
        'Row 5: Country "USA" is not a two-letter code. Use US.'
    )
    red, amber = page.locator("tr.bad"), page.locator("tr.odd")
    expect(red).to_contain_text("Qualcomm Incorporated")
    expect(amber).to_contain_text("cannot be screened, will show amber")
    expect(delegate.field("Place")).to_have_value("Lisbon")
    delegate.look("meeting-form")

    delegate.fill({"Country in row 5": "US"})
    delegate.press("Preview the attendees")
    expect(red).to_have_count(0)
    expect(amber).to_have_count(1)
    delegate.press("Save the meeting")
    expect(delegate.heading()).to_have_text("3GPP SA2 178")
    expect(page.get_by_role("status").filter(has_text="saved with 6 attendees")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="None stated: cannot be screened")).to_have_count(1)
    delegate.look()


def log_document(delegate: Person) -> None:
    """A document with its revision, its file and its class; the file outlives an error elsewhere."""
    page = delegate.page
    page.get_by_role("link", name="Documents", exact=True).last.click()
    page.get_by_role("link", name="New document").click()
    delegate.fill({**DOCUMENT, "Revision": "r1"})
    delegate.choose("Is it classified?", "Classified as follows")
    delegate.fill({"ECCN, down to its paragraph": "5E991"})
    delegate.choose("Reasons for control", "AT")
    delegate.choose("Was it published before it is shared?", "No")
    page.get_by_label("Where does it come from?").select_option("us_origin")
    delegate.field("File").set_input_files(
        {"name": "paging.txt", "mimeType": "text/plain", "buffer": b"Paging."}
    )
    delegate.press("Save")
    expect(page.get_by_role("alert")).to_contain_text("Give the basis")
    expect(page.get_by_text("paging.txt is kept with this form")).to_be_visible()
    delegate.look()

    delegate.fill({"On what basis?": "Classified by the export desk."})
    delegate.press("Save")
    expect(delegate.heading()).to_have_text("S2-2699010")
    expect(page.get_by_text("5E991")).to_be_visible()
    delegate.look()


def log_disclosure(delegate: Person) -> None:
    """What is missing is told at once, and nothing typed is lost; then the page turns to its answer."""
    page = delegate.page
    delegate.go("/meetings/")
    page.get_by_role("link", name="3GPP SA2 178", exact=True).click()
    page.get_by_role("link", name="New disclosure").click()
    delegate.fill({"Purpose": "Agree the text of the clause.", "Day": ""})
    for name in ("Megvii Labs", "no organisation stated"):
        for tick in page.get_by_role("group", name="Organisations").get_by_label(re.compile(name)).all():
            tick.uncheck()
    delegate.press("Submit and check")
    told = page.get_by_role("alert")
    expect(told).to_contain_text("Choose at least one document revision")
    expect(told).to_contain_text("Give the day on which it is shared")
    expect(delegate.field("Purpose")).to_have_value("Agree the text of the clause.")
    delegate.look()

    delegate.choose("Documents", re.compile("S2-2699010"))
    delegate.fill({"Day": "2026-12-15", "How do you know?": "The specification is published free of charge."})
    delegate.choose("Is it shared for a standard?", "Yes")
    delegate.choose("Will the resulting standard be published?", "Yes")
    delegate.press("Submit and check")
    page.wait_for_url(DISCLOSURE_URL)
    await_answer(delegate, re.compile(r"^Clear: S2-2699010 r1\."))
    delegate.look("delegate-disclosure")
    ask_for_another_day(delegate)


def ask_for_another_day(delegate: Person) -> None:
    """What it would have been before the rules for standards; the rulebook says why."""
    page = delegate.page
    page.get_by_role("link", name="What would this have been on another day?").click()
    delegate.look()
    delegate.press("Decide for this day")
    expect(page.get_by_role("alert")).to_contain_text("Give the day.")
    delegate.look()
    delegate.press("16 May 2019")
    expect(delegate.heading()).to_contain_text("On 16 May 2019:")
    expect(page.get_by_text("No list of 16 May 2019 is kept here.")).to_be_visible()
    delegate.look("another-day")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Rulebook").click()
    expect(page.get_by_role("rowheader", name="June 2020: technology, Huawei only")).to_be_visible()
    delegate.look("rulebook")


def log_flagged_disclosure(delegate: Person) -> None:
    """Nobody can say whether it will be published: amber comes with its question."""
    page = delegate.page
    delegate.go("/meetings/")
    page.get_by_role("link", name="3GPP SA2 178", exact=True).click()
    page.get_by_role("link", name="New disclosure").click()
    delegate.choose("Documents", re.compile("S2-2699010"))
    delegate.choose("Is it shared for a standard?", "Yes")
    delegate.choose("Will the resulting standard be published?", "I cannot say")
    delegate.press("Submit and check")
    page.wait_for_url(DISCLOSURE_URL)
    await_answer(delegate, re.compile(r"^Wait with S2-2699010 r1\."))
    expect(page.get_by_text("What is missing")).to_be_visible()
    delegate.look()
    delegate.go("/meetings/")
    page.get_by_role("link", name="3GPP SA2 178", exact=True).click()
    for tab in ("Documents", "Disclosures", "Record"):
        page.get_by_label("Parts of the meeting").get_by_role("link", name=tab).click()
        delegate.look()


def log_disclosure_without_scripts(delegate: Person) -> None:
    """The same end to end in a browser that runs no script: the answer comes when the page is asked again."""
    page = delegate.page
    number = log_a_talk(delegate, document="S2-2699010", to="Ericsson LM; SE")
    again = page.get_by_role("link", name="Look again")
    end = time.monotonic() + PATIENCE_MS / 1000
    while again.count():
        assert time.monotonic() < end, "the check was not done"
        again.click()
    expect(delegate.heading()).to_contain_text("S2-2699010 r1. An answer is missing")
    delegate.look()
    delegate.go("/disclosures/")
    expect(page.get_by_role("link", name="S2-2699010 r1").first).to_have_attribute(
        "href", f"/disclosures/{number}/"
    )


def name_parts(delegate: Person) -> None:
    """An annex with a class of its own: named, left out of a disclosure, and the rest goes on."""
    page = delegate.page
    delegate.go("/documents/?q=S2-2699010")
    page.get_by_role("link", name="S2-2699010").click()
    page.get_by_role("link", name="Name parts of r1").click()
    delegate.fill({"Names": "Annex B\nannex b"})
    delegate.press("Save")
    expect(page.get_by_role("alert")).to_contain_text("Names: Line 2: annex b is named twice.")
    delegate.look()
    delegate.fill({"Names": "Annex B"})
    delegate.choose("The rest of the document is", re.compile("As the whole was until now: 5E991"))
    delegate.press("Save")
    expect(page.get_by_role("row").filter(has_text="Annex B")).to_contain_text("Not classified")
    delegate.look()
    page.get_by_role("link", name="Classify Annex B").click()
    expect(delegate.heading()).to_have_text("Classify S2-2699010 r1, Annex B")
    delegate.look()

    delegate.go("/disclosures/new/?meeting=none")
    page.get_by_text("2 parts go with it").click()
    tick = page.get_by_label("Annex B (not classified)")
    expect(tick).to_be_checked()
    tick.uncheck()
    delegate.look()
