"""A sign-in that ended while somebody typed: the log-in leads back, and the form is as it was typed."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.demo import PASSWORD, Demo
from tests.browser.person import Person

# Every session was last active a day ago.
REWIND = """
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
for row in Session.objects.all():
    session = SessionStore(row.session_key)
    session["seen_at"] -= 86400
    session.save()
"""


def test_a_form_outlives_the_session_for_the_same_person_only(
    person: Callable[..., Person], demo: Demo
) -> None:
    delegate = person("delegate")
    page = delegate.page
    delegate.go("/disclosures/new/?meeting=none")
    delegate.fill({"Purpose": "Agree the text.", "Day": "2026-12-10"})
    expect(page.get_by_text("Kept in this tab as you type")).to_be_visible()

    demo.manage("shell", "--no-imports", "-c", REWIND)
    delegate.press("Submit and check")
    expect(page.get_by_text("You were signed out after 30 minutes without activity.")).to_be_visible()
    delegate.look()
    delegate.fill({"Username": "delegate", "Password": PASSWORD})
    delegate.press("Sign in")
    expect(delegate.heading()).to_have_text("New disclosure")
    expect(delegate.field("Purpose")).to_have_value("Agree the text.")

    demo.manage("shell", "--no-imports", "-c", REWIND)
    page.reload()
    delegate.fill({"Username": "officer", "Password": PASSWORD})
    delegate.press("Sign in")
    expect(delegate.heading()).to_have_text("New disclosure")
    expect(delegate.field("Purpose")).to_have_value("")
