"""A meeting from a calendar file: dropped, kept as typed, found in another browser, saved there."""

import re
from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.demo import PASSWORD
from tests.browser.person import Person

People = Callable[..., Person]
EVENT = """BEGIN:VEVENT
SUMMARY:IETF 127: {title}
DTSTART;TZID=Europe/Lisbon:202612{day}T090000
DTEND;TZID=Europe/Lisbon:202612{day}T170000
LOCATION:Lisbon
ATTENDEE;CN=Mo Otieno:mailto:mo@example.org
END:VEVENT
"""
ONE = f"BEGIN:VCALENDAR\nVERSION:2.0\n{EVENT.format(title='Hackathon', day='14')}END:VCALENDAR\n"
TWO = ONE.replace("END:VCALENDAR\n", f"{EVENT.format(title='core', day='15')}END:VCALENDAR\n")
# The file as a person drags it in from a folder.
DROPPED = """(text) => {
  const dragged = new DataTransfer();
  dragged.items.add(new File([text], "ietf.ics", { type: "text/calendar" }));
  return dragged;
}"""


def test_a_dropped_calendar_file_becomes_a_meeting_in_another_browser(person: People) -> None:
    delegate = person("delegate")
    drop_a_file(delegate)
    lose_the_network(delegate)
    sign_in_elsewhere(delegate)
    delegate.leave()

    elsewhere = person("delegate")
    go_on(elsewhere)
    take_the_file_away(elsewhere)
    choose_among_events(elsewhere)
    keep_a_draft_without_scripts(person("delegate", scripts=False))


def drop_a_file(delegate: Person) -> None:
    """The form is filled and kept, and no meeting is logged."""
    page = delegate.page
    assert delegate.go("/meetings/new/") == 200
    dragged = page.evaluate_handle(DROPPED, ONE)
    page.get_by_role("heading", name="From a calendar file").dispatch_event("drop", {"dataTransfer": dragged})
    expect(delegate.field("Title")).to_have_value("Hackathon")
    for label, text in {"Number": "127", "First day": "2026-12-14", "Place": "Lisbon"}.items():
        expect(delegate.field(label)).to_have_value(text)
    expect(
        page.get_by_role("status").filter(has_text="Europe/Lisbon, the zone that the file")
    ).to_be_visible()
    expect(page.locator("tr.odd")).to_contain_text("cannot be screened, will show amber")
    expect(page.get_by_text("Draft saved")).to_be_visible()
    delegate.look("meeting-from-calendar")

    with page.expect_response("**/meetings/drafts/") as kept:
        delegate.fill({"Place": "Lisbon, Portugal"})
    assert kept.value.ok


def lose_the_network(delegate: Person) -> None:
    """The page says that it cannot save, is not sent into nowhere, and tries again by itself."""
    page = delegate.page
    fault = page.get_by_role("alert").filter(has_text="Not saved as a draft")
    delegate.context.set_offline(True)
    delegate.fill({"Group": "quic"})
    expect(fault).to_contain_text("What you typed stands on this page alone")
    delegate.press("Save the meeting")
    expect(delegate.field("Group")).to_have_value("quic")
    delegate.context.set_offline(False)
    expect(fault).to_have_count(0)
    told = [one for one in delegate.faults if "ERR_INTERNET_DISCONNECTED" in one]
    assert told
    delegate.faults[:] = [one for one in delegate.faults if one not in told]


def sign_in_elsewhere(delegate: Person) -> None:
    """A sign-in that ended holds the form back; a new one on another tab lets it go on."""
    page, tab = delegate.page, delegate.context.new_page()
    fault = page.get_by_role("alert").filter(has_text="you are signed out")
    tab.goto("/")
    tab.get_by_role("button", name="Sign out").click()
    expect(tab.get_by_label("Username")).to_be_visible()
    delegate.press("Preview the attendees")
    expect(fault).to_contain_text("Sign in on another tab; it is tried again.")
    tab.get_by_label("Username").fill(delegate.name)
    tab.get_by_label("Password").fill(PASSWORD)
    tab.get_by_role("button", name="Sign in").click()
    expect(tab.get_by_role("button", name="Sign out")).to_be_visible()
    expect(fault).to_have_count(0)
    tab.close()


def go_on(delegate: Person) -> None:
    """In a browser that never saw the form the draft is on the first page, and becomes the meeting."""
    page = delegate.page
    expect(page.get_by_role("link", name="Continue IETF quic 127")).to_be_visible()
    delegate.look("delegate-home-with-draft")
    page.get_by_role("link", name="Continue IETF quic 127").click()
    expect(delegate.field("Place")).to_have_value("Lisbon, Portugal")
    expect(delegate.field("Pasted list")).to_have_value(re.compile("Mo Otieno;;;mo@example.org"))
    delegate.press("Save the meeting")
    expect(delegate.heading()).to_have_text("IETF quic 127")
    delegate.go("/meetings/")
    expect(page.get_by_text("Continue IETF")).to_have_count(0)


def take_the_file_away(delegate: Person) -> None:
    """Out of the page of the meeting, and another one like it."""
    page = delegate.page
    page.get_by_role("link", name="IETF quic 127", exact=True).click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Calendar file").click()
    assert download.value.suggested_filename == "IETF-quic-127.ics"
    assert "SUMMARY:IETF quic 127: Hackathon" in download.value.path().read_text()
    page.get_by_role("link", name="Log one like this").click()
    expect(delegate.field("Number")).to_have_value("128")
    page.get_by_role("link", name="Take its attendees as well").click()
    expect(page.locator("tr.odd")).to_contain_text("Mo Otieno")


def choose_among_events(delegate: Person) -> None:
    """Of a file with several events one is chosen, or all of them as one meeting."""
    page = delegate.page
    delegate.go("/meetings/new/")
    file = {"name": "two.ics", "mimeType": "text/calendar", "buffer": TWO.encode()}
    delegate.field("Calendar file").set_input_files(file)
    expect(page.get_by_text("The file has 2 events.")).to_be_visible()
    delegate.look("meeting-choose-event")
    page.get_by_label("Which of its events?").select_option(label="15 December 2026, 09:00: IETF 127: core")
    delegate.press("Take this one")
    expect(delegate.field("Title")).to_have_value("core")
    expect(page.get_by_text("Draft saved")).to_be_visible()
    page.get_by_text("Discard the draft").click()
    delegate.press("Discard it for good")
    expect(page.get_by_role("status").filter(has_text="The draft is discarded.")).to_be_visible()


def keep_a_draft_without_scripts(delegate: Person) -> None:
    """A button saves it, a file is filled in by a button, and a wrong one is told by its line."""
    page = delegate.page
    delegate.go("/meetings/new/")
    delegate.fill({"Number": "129"})
    wrong = {"name": "a.ics", "mimeType": "text/calendar", "buffer": ONE.replace("2026", "x").encode()}
    delegate.field("Calendar file").set_input_files(wrong)
    delegate.press("Fill the form")
    expect(page.get_by_role("alert").first).to_contain_text("Calendar file: Line 5:")
    expect(delegate.field("Number")).to_have_value("129")
    delegate.look()
    delegate.press("Save draft")
    expect(page.get_by_text("The draft is saved.")).to_be_visible()
    delegate.go("/meetings/")
    delegate.look("meetings-with-draft")
    page.locator("summary").filter(has_text="Discard").click()
    delegate.press("Discard it for good")
    expect(page.get_by_text("The draft is discarded.")).to_be_visible()
