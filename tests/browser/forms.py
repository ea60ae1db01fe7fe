"""What a delegate types, as steps that several journeys share."""

import re

from playwright.sync_api import expect

from tests.browser.person import Person

MEETING = {
    "Group": "SA2",
    "Number": "178",
    "First day": "2026-12-14",
    "Last day": "2026-12-18",
    "Place": "Lisbon",
}
# Row 5 has a country that must be put right, row 6 no organisation, which is kept and shows amber.
ATTENDEES = """Name;Organisation;Country;Mode
T. E.;Ericsson LM;SE;on-site
N. O.;Nokia;FI;on-site
M. L.;Megvii Labs;CN;remote
D. T.;Deutsche Telekom AG;DE;on-site
Q. C.;Qualcomm Incorporated;USA;on-site
L. T.;none;DE;remote
"""
DOCUMENT = {
    "Number": "S2-2699010",
    "Title": "Paging of devices with low power",
    "Source": "Example Radio Inc.",
}
UNDER_WAY = re.compile("check is running|has not started yet")
DISCLOSURE_URL = re.compile(r"/disclosures/\d+/$")


def log_a_talk(delegate: Person, *, document: str, to: str) -> int:
    """A disclosure outside a meeting, publication not known; gives its number."""
    delegate.go("/disclosures/new/?meeting=none")
    delegate.fill({"Find a document": document})
    delegate.press("Find")
    delegate.choose("Documents", re.compile(re.escape(document)))
    delegate.fill(
        {"Others who receive it": to, "Day": "2026-12-10", "Purpose": "Answer questions after the session."}
    )
    delegate.page.get_by_label("Body", exact=True).select_option("3GPP")
    delegate.page.get_by_label("How is it shared?").select_option("side_conversation")
    delegate.choose("Is it shared for a standard?", "Yes")
    delegate.press("Submit and check")
    delegate.page.wait_for_url(DISCLOSURE_URL)
    return number_of(delegate)


def number_of(delegate: Person) -> int:
    """The number of the disclosure whose page is open."""
    return int(delegate.page.url.rstrip("/").rpartition("/")[2])


def await_answer(delegate: Person, sentence: "re.Pattern[str]") -> None:
    """Return when the page has turned to its answer by itself; while it is checked it says wait as well."""
    expect(delegate.heading()).not_to_have_text(UNDER_WAY)
    expect(delegate.heading()).to_have_text(sentence)
