"""Who may open and send what: every address, each person, own and foreign objects; and odd requests.

The table is complete by test: an address without a row fails.
"""

from collections.abc import Iterator
from copy import copy
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from audits.models import Entry
from participation.models import (
    Determination,
    Disposal,
    ListedPartyVersion,
    MeetingDraft,
    Notice,
    ReasonCode,
    Review,
    User,
)
from participation.retention import Matter
from participation.states import Role
from participation.web.review.forms import ATTACHMENTS
from participation.workflow.disposals import Chosen
from participation.workflow.legal_holds import place_hold
from participation.workflow.meeting_drafts import save_draft
from participation.workflow.parts import name_parts
from participation.workflow.review import ask, claim
from participation.workflow.rule_statements import record, statement_of
from tests import cast
from tests.factories import people, retained
from tests.web.reading import errors, heading

PEOPLE = ("nobody", "owner", "other", "officer", "auditor", "administrator")
# Address -> what GET and what an empty POST gives to each of PEOPLE: `owner` logged the disclosure, `other`
# is a delegate who was not there. 422 is a form with errors, 302 for nobody the way to the log-in.
ALL_READ = ("302 200 200 200 200 200", "302 405 405 405 405 405")
WRITERS = ("302 200 200 200 403 403", "302 422 422 422 403 403")
REVIEWERS_READ = ("302 403 403 200 200 200", "302 403 403 405 405 405")
REPORTERS = ("302 403 403 200 200 200", "405 405 405 405 405 405")
ON_CASE = ("405 405 405 405 405 405", "302 404 404 302 403 403")
ON_CASE_FORM = ("405 405 405 405 405 405", "302 404 404 422 403 403")
ON_MAILS = ("405 405 405 405 405 405", "302 403 403 403 403 302")
MATRIX: dict[str, tuple[str, str]] = {
    "account_login": ("200 302 302 302 302 302", "200 302 302 302 302 302"),
    "account_logout": ("302 200 200 200 200 200", "302 302 302 302 302 302"),
    "account_inactive": ("200 200 200 200 200 200", "405 405 405 405 405 405"),
    "account_change_password": ("302 200 200 200 200 200", "302 200 200 200 200 200"),
    "home": ("302 200 200 302 200 302", "302 405 405 405 405 405"),
    "health": ("302 403 403 403 403 200", "302 403 403 403 403 405"),
    "notices-again": ON_MAILS,
    "notice-settled": ON_MAILS,
    "rulebook": ALL_READ,
    "healthz": ("200 200 200 200 200 200", "405 405 405 405 405 405"),
    "readyz": ("200 200 200 200 200 200", "405 405 405 405 405 405"),
    "meetings": ALL_READ,
    "meeting": ALL_READ,
    "meeting_documents": ALL_READ,
    "meeting_disclosures": ALL_READ,
    "meeting_record": ALL_READ,
    "meeting_new": WRITERS,
    "meeting_calendar": ALL_READ,
    "meeting_drafts": ("302 405 405 405 403 403", "302 422 422 422 403 403"),
    # A draft is its writer's alone, whatever the role.
    "meeting_draft": ("302 200 404 404 403 403", "302 405 405 405 403 403"),
    "meeting_draft_discard": ("302 405 405 405 403 403", "302 302 404 404 403 403"),
    "meeting_edit": WRITERS,
    "attendees_add": WRITERS,
    "affiliation_answer": ("302 405 405 405 403 403", "302 422 422 422 403 403"),
    "documents": ALL_READ,
    "document": ALL_READ,
    "document_new": WRITERS,
    "documents_import": WRITERS,
    "control_list": ("302 200 200 200 403 403", "302 405 405 405 403 403"),
    "revision_new": WRITERS,
    "classify": ("302 200 200 200 403 403", "302 200 200 200 403 403"),
    "parts_new": ("302 200 200 200 403 403", "302 200 200 200 403 403"),
    "part_classify": ("302 200 200 200 403 403", "302 200 200 200 403 403"),
    "disclosures": ALL_READ,
    "disclosure_new": WRITERS,
    "disclosure": ("302 200 404 200 200 200", "302 405 405 405 405 405"),
    "disclosure_status": ("302 286 404 286 286 286", "302 405 405 405 405 405"),
    "disclosure_edit": ("302 302 404 302 403 403", "302 302 404 302 403 403"),
    "disclosure_submit": ("302 405 405 405 403 403", "302 302 404 302 403 403"),
    "disclosure_withdraw": ("302 405 405 405 403 403", "302 302 404 302 403 403"),
    "disclosure_check_parts": ("302 405 405 405 403 403", "302 302 404 302 403 403"),
    "disclosure_answer": ("302 405 405 405 403 403", "302 422 404 422 403 403"),
    "disclosure_what_if": ("302 200 404 200 200 200", "302 422 404 422 422 422"),
    "determination_record": ("302 200 404 200 200 200", "302 405 405 405 405 405"),
    "queue": ("302 403 403 200 200 200", "405 405 405 405 405 405"),
    "check-again": ("405 405 405 405 405 405", "302 403 403 302 403 403"),
    "case": ("302 404 404 200 200 200", "405 405 405 405 405 405"),
    "case-claim": ON_CASE,
    "case-hand-back": ON_CASE,
    "case-reassign": ON_CASE_FORM,
    "case-judge": ON_CASE_FORM,
    "case-ask": ON_CASE_FORM,
    "case-decide": ON_CASE_FORM,
    "case-attachment": ("302 404 404 200 200 200", "405 405 405 405 405 405"),
    "lists": REPORTERS,
    "batches": ("302 403 403 200 200 200", "302 403 403 422 403 422"),
    "batch": REPORTERS,
    "batch-progress": REPORTERS,
    "batch-answers": REPORTERS,
    "batch-again": ("405 405 405 405 405 405", "302 403 403 302 403 302"),
    "list-entry": REPORTERS,
    # Officers propose, approve and hold; auditors read; administrators have no part in it.
    "retention": ("302 403 403 200 200 403", "302 403 403 422 403 403"),
    "disposal": ("302 403 403 200 200 403", "302 403 403 422 403 403"),
    "disposal-report": ("302 403 403 200 200 403", "405 405 405 405 405 405"),
    "disposal-report-csv": ("302 403 403 200 200 403", "405 405 405 405 405 405"),
    "hold": ("302 403 403 200 200 403", "302 403 403 422 403 403"),
    "hold-new": ("302 403 403 200 403 403", "302 403 403 422 403 403"),
    "later-event": ("302 403 403 200 403 403", "302 403 403 422 403 403"),
    "erasure": ("302 403 403 200 403 403", "302 403 403 422 403 403"),
    "bodies": ALL_READ,
    "body": ("302 200 200 200 200 200", "302 403 403 422 403 422"),
    "administration": ("302 403 403 403 403 200", "302 403 403 403 403 405"),
    "rules": ("302 403 403 200 200 200", "302 403 403 405 405 405"),
    "rule-new": ("302 403 403 403 403 200", "302 403 403 403 403 422"),
    "rule": ("302 403 403 200 200 200", "302 403 403 403 403 422"),
    "thresholds": ("302 403 403 200 200 200", "302 403 403 403 403 422"),
    "rechecks": ("302 403 403 200 403 200", "302 403 403 302 403 302"),
    "reason-codes": ("302 403 403 200 200 200", "302 403 403 403 403 422"),
    "reason-code": ("302 403 403 403 403 200", "302 403 403 403 403 422"),
    "audits:start": ("302 302 302 302 302 302", "302 302 302 302 302 302"),
    "audits:log": REPORTERS,
    "audits:entry": REPORTERS,
    "audits:entry-envelope": REPORTERS,
    "audits:entry-payload": REPORTERS,
    # Nothing is signed in these tests, so there is no proof and no report yet.
    "audits:entry-proof": ("302 403 403 404 404 404", "405 405 405 405 405 405"),
    # The first entry is not that of a determination; test_record.py takes one away.
    "audits:entry-record": ("302 403 403 404 404 404", "405 405 405 405 405 405"),
    # For machines, so nobody is told to log in but to bring a token. Nothing is signed: no head, no tile.
    "audits:tlog-checkpoint": ("401 403 403 404 404 404", "405 405 405 405 405 405"),
    "audits:tlog-tile": ("401 403 403 404 404 404", "405 405 405 405 405 405"),
    "audits:report": REPORTERS,
    "audits:report-csv": ("302 403 403 404 404 404", "405 405 405 405 405 405"),
    "audits:export": ("302 403 403 200 200 200", "302 403 403 422 422 422"),
}
# What a GET may write: its entry in the log, and the session.
WRITTEN_BY_READING = ("audits_", "django_session")
WRITES = ("INSERT", "UPDATE", "DELETE")
# Addresses that name no object, though they begin like those that do.
PLAIN = ("meetings", "meeting_new", "meeting_drafts", "disclosures", "disclosure_new")


def names(patterns: list[Any], space: str = "") -> Iterator[str]:
    """Every named address below these patterns, the admin's apart."""
    for one in patterns:
        if isinstance(one, URLResolver) and one.namespace != "admin":
            yield from names(one.url_patterns, f"{one.namespace}:" if one.namespace else space)
        elif isinstance(one, URLPattern) and one.name:
            yield f"{space}{one.name}"


def admin_addresses() -> list[str]:
    admin = next(one for one in get_resolver().url_patterns if getattr(one, "namespace", "") == "admin")
    plain = [one.name for one in admin.url_patterns if isinstance(one, URLPattern) and one.name]
    lists = [
        one.name
        for resolver in admin.url_patterns
        if isinstance(resolver, URLResolver)
        for one in resolver.url_patterns
        if one.name and one.name.endswith(("_changelist", "_add"))
    ]
    return [
        reverse(f"admin:{name}")
        for name in (*plain, *lists)
        if name not in ("view_on_site", "logout", "app_list")
    ]


@pytest.fixture(autouse=True)
def _no_limits_reached() -> None:
    # Limits on log-ins and on changes of a password count in the cache, which outlives a test.
    cache.clear()


@pytest.fixture
def clients(database: None, client_of: Any) -> dict[str, Client]:
    persons = {
        "owner": cast.delegate(),
        "other": people.user("otto", Role.DELEGATE),
        "officer": cast.officer(),
        "auditor": cast.auditor(),
        "administrator": cast.administrator(),
    }
    return {"nobody": Client(), **{name: client_of(person) for name, person in persons.items()}}


@pytest.fixture
def places(clients: dict[str, Client]) -> dict[str, str]:
    """Name of an address -> the address in a small world of two cases, one asked about and one decided."""
    cast.seeded()
    owner, officer = (User.objects.get(username=name) for name in ("dora", "olaf"))
    meeting = cast.meeting(by=owner)
    revision = cast.revision(by=owner, classified=False)
    asked, decided = (
        cast.open_review(cast.checked(cast.submitted(by=owner, at=meeting, revisions=[revision], key=key)))
        for key in ("asked", "decided")
    )
    part = name_parts(revision, names=["Annex A"], by=owner)[1]
    question = ask(claim(asked, by=officer), by=officer, text="Will it be published?")
    clients["officer"].post(reverse("case-claim", args=[decided.pk]))
    attached = {"attachments": SimpleUploadedFile("memo.txt", b"memo", "text/plain")}
    decision = {"decision": "refused", "reason": ReasonCode.objects.earliest("pk").pk}
    clients["officer"].post(reverse("case-decide", args=[decided.pk]), decision | attached)
    decided.refresh_from_db()
    batch = cast.batch(by=officer)
    draft = save_draft(by=owner, form_token=cast.token("draft"), fields={"title": "A draft of Dora's"})
    arguments = {
        "meeting_draft": [draft.pk],
        "meeting_draft_discard": [draft.pk],
        "classify": [revision.document_id, revision.pk],
        "revision_new": [revision.document_id],
        "parts_new": [revision.document_id, revision.pk],
        "part_classify": [revision.document_id, revision.pk, part.pk],
        "document": [revision.document_id],
        "disclosure_answer": [asked.disclosure_id, question.pk],
        "determination_record": [
            asked.disclosure_id,
            Determination.objects.filter(line__disclosure=asked.disclosure_id).latest("pk").pk,
        ],
        "case-attachment": [decided.pk, decided.attachments.get().pk],
        "check-again": [asked.disclosure.checks.earliest("pk").pk],
        "affiliation_answer": [meeting.pk, cast.doubt(at=meeting, by=owner).pk],
        "body": [meeting.body_id],
        "rule-new": ["affiliates_rule"],
        "rule": [record(statement_of(**cast.STATEMENT), by=User.objects.get(username="adam")).pk],
        "reason-code": [ReasonCode.objects.earliest("pk").pk],
        "list-entry": [ListedPartyVersion.objects.earliest("pk").pk],
        **{name: [batch.pk] for name in ("batch", "batch-progress", "batch-answers", "batch-again")},
        "audits:tlog-tile": ["0/000.p/1"],
        "hold": [place_hold(by=officer, agency="BIS", reference="7", reason="Asked for.", on=meeting).pk],
        "disposal": [_proposed(owner, officer).pk],
        "notice-settled": [Notice.objects.earliest("pk").pk],
    }
    places = {}
    for name in names(get_resolver().url_patterns):
        row: Any = arguments.get(name, [])
        if not row and name.startswith(("meeting_", "attendees", "meeting")) and name not in PLAIN:
            row = [meeting.pk]
        if not row and name.startswith("disclosure") and name not in PLAIN:
            row = [asked.disclosure_id]
        if not row and name.startswith("case"):
            row = [asked.pk]
        if not row and name.startswith("audits:entry"):
            row = [Entry.objects.earliest("pk").pk]
        places[name] = reverse(name, args=row)
    places["disclosure_new"] += f"?meeting={meeting.pk}"
    return places


def _proposed(owner: User, officer: User) -> Disposal:
    """A proposal to dispose of a draft that nobody touched for four months."""
    old = save_draft(by=owner, form_token=cast.token("old draft"), fields={})
    MeetingDraft.objects.filter(pk=old.pk).update(saved_at=old.saved_at - timedelta(days=120))
    return retained.proposed([Chosen(Matter.DRAFT, old.pk)], by=officer)


def answer(client: Client, method: str, address: str) -> tuple[Any, list[str]]:
    """The answer, and the tables written, in a transaction that is undone."""
    with transaction.atomic(), CaptureQueriesContext(connection) as queries:
        cookies = copy(client.cookies)
        response = client.generic(method, address)
        client.cookies = cookies  # one that logs out stays logged in, as its session does
        if response.streaming:
            b"".join(response.streaming_content)
        transaction.set_rollback(True)
    sentences = [query["sql"].replace('"', "").split() for query in queries.captured_queries]
    written = [words[2] if words[0] != "UPDATE" else words[1] for words in sentences if words[0] in WRITES]
    return response, written


def test_every_address_has_a_row() -> None:
    assert set(names(get_resolver().url_patterns)) == set(MATRIX)


def test_each_person_gets_the_answer_of_the_table(clients: dict[str, Client], places: dict[str, str]) -> None:
    found = {
        name: tuple(
            " ".join(str(answer(clients[person], method, address)[0].status_code) for person in PEOPLE)
            for method in ("GET", "POST")
        )
        for name, address in places.items()
    }

    assert {name: row for name, row in found.items() if row != MATRIX[name]} == {}


def test_reading_writes_nothing_but_its_entry(clients: dict[str, Client], places: dict[str, str]) -> None:
    written = {
        (name, person, table)
        for name, address in places.items()
        for person in ("owner", "officer", "auditor", "administrator")
        for table in answer(clients[person], "GET", address)[1]
        if not table.startswith(WRITTEN_BY_READING)
    }

    assert written == set()


def test_other_verbs_are_nowhere_taken(clients: dict[str, Client], places: dict[str, str]) -> None:
    taken = {
        (name, person, method, response.status_code)
        for name, address in places.items()
        for person in ("owner", "officer")
        for method in ("PUT", "DELETE")
        if (response := answer(clients[person], method, address)[0]).status_code not in (302, 403, 404, 405)
    }

    assert {row for row in taken if not row[0].startswith("account_")} == set()


def test_a_refusal_tells_nothing_of_the_object(clients: dict[str, Client], places: dict[str, str]) -> None:
    secrets = ("A contribution to the meeting.", "R1-2600001", "Nordlys", "Will it be published?", "memo.txt")
    secrets += ("A draft of Dora's",)
    refusals = [
        (name, person, secret)
        for name, address in places.items()
        for person in ("other", "administrator")
        for method in ("GET", "POST")
        if (response := answer(clients[person], method, address)[0]).status_code in (403, 404)
        for secret in secrets
        if secret in response.content.decode()
    ]

    assert refusals == []
    # The words stand on the page for whom it is, so their absence says something.
    assert secrets[0] in clients["officer"].get(places["case"]).content.decode()


def test_every_answer_carries_the_headers(clients: dict[str, Client], places: dict[str, str]) -> None:
    expected = {"X-Frame-Options": "DENY", "X-Content-Type-Options": "nosniff"}
    addresses = [*places.values(), "/nowhere/", "/static/plenary/base.css", "/account/signup/"]
    seen_by = ("nobody", "other", "officer")
    answers = [answer(clients[person], "GET", address)[0] for address in addresses for person in seen_by]
    answers.append(clients["officer"].get("/", headers={"host": "elsewhere.example"}))

    assert [one for one in answers if {name: one.get(name) for name in expected} != expected] == []
    assert [
        one for one in answers if "default-src 'self'" not in one.get("Content-Security-Policy", "")
    ] == []
    signed_in = [one for one in answers if "Cookie" in one.get("Vary", "")]
    assert signed_in
    assert [one for one in signed_in if "no-store" not in one.get("Cache-Control", "")] == []


def test_nothing_is_taken_without_its_token(clients: dict[str, Client], places: dict[str, str]) -> None:
    forger = Client(enforce_csrf_checks=True)
    forger.cookies = clients["officer"].cookies

    answers = {name: forger.post(address) for name, address in places.items() if " 422 " in MATRIX[name][1]}

    assert {one.status_code for one in answers.values()} == {403}
    assert {heading(one) for one in answers.values()} == {"This form can no longer be sent"}


def test_admin_asks_at_the_one_door_and_lets_nobody_in(clients: dict[str, Client]) -> None:
    addresses = admin_addresses()

    for address in addresses:
        statuses = [answer(clients[person], "GET", address)[0].status_code for person in PEOPLE]
        assert statuses[0] == 302, address
        assert {403} == set(statuses[1:]) or set(statuses[1:]) == {302}, address
    login = Client().post("/admin/login/", {"username": "dora", "password": "guess"})
    assert (login.status_code, login["Location"]) == (302, "/account/login/?next=%2Fadmin%2Flogin%2F")


def test_a_refused_look_into_the_log_is_recorded(clients: dict[str, Client]) -> None:
    clients["owner"].get("/log/entries/7/")

    last = Entry.objects.latest("pk")
    owner = User.objects.get(username="dora")
    assert (last.kind, last.actor_id) == ("audit.access_denied", f"user/{owner.pk}")


@pytest.mark.parametrize("address", ["log/entries/", "log/report/"])
def test_the_end_of_the_calendar_is_refused_in_words(clients: dict[str, Client], address: str) -> None:
    page = clients["auditor"].get(f"/{address}?until=9999-12-31")

    assert "Give a day before the year 3000." in page.content.decode()


@pytest.mark.parametrize(
    ("day", "said"),
    [("0001-01-01", "Give a day from 1950 on."), ("9999-12-31", "Give a day before the year 2200.")],
)
def test_a_day_that_a_time_zone_leads_out_of_the_calendar_is_refused(
    clients: dict[str, Client], day: str, said: str
) -> None:
    page = clients["owner"].post("/meetings/new/", {"starts_on": day, "ends_on": day})

    assert [f"First day: {said}", f"Last day: {said}"] == [one for one in errors(page) if said in one]


def decision_with(clients: dict[str, Client], *files: SimpleUploadedFile) -> Any:
    """The answer to a decision with these attachments, on a case whose labels are as long as can be."""
    cast.seeded()
    owner = User.objects.get(username="dora")
    meeting = cast.meeting(by=owner, number="\U0001f4e1" * 40)
    revision = cast.revision(by=owner, number="\U0001f4e1" * 120, classified=False)
    review = cast.open_review(cast.checked(cast.submitted(by=owner, at=meeting, revisions=[revision])))
    clients["officer"].post(reverse("case-claim", args=[review.pk]))
    form = {"decision": "refused", "reason": ReasonCode.objects.earliest("pk").pk, "attachments": list(files)}
    return clients["officer"].post(reverse("case-decide", args=[review.pk]), form)


def test_attachments_of_a_decision_fit_into_its_entry(clients: dict[str, Client]) -> None:
    media = f"{'a' * 40}/{'b' * 59}"
    files = [SimpleUploadedFile(f"{number}.txt", b"%d" % number, media) for number in range(ATTACHMENTS)]

    assert decision_with(clients, *files).status_code == 302
    assert Review.objects.get().attachments.count() == ATTACHMENTS


def test_one_attachment_too_many_is_refused_in_words(clients: dict[str, Client]) -> None:
    files = [SimpleUploadedFile(f"{number}.txt", b"%d" % number) for number in range(ATTACHMENTS + 1)]

    page = decision_with(clients, *files)

    assert (page.status_code, errors(page)) == (422, ["Attachments: 9 files; at most 8 are kept."])


def test_an_odd_media_type_is_not_taken_over(clients: dict[str, Client]) -> None:
    answer = decision_with(clients, SimpleUploadedFile("a.txt", b"1", "Weird Type!!"))

    assert answer.status_code == 302
    assert Review.objects.get().attachments.get().file_media == "application/octet-stream"


def test_guesses_from_elsewhere_do_not_lock_a_person_out(database: None) -> None:
    people.user("dora", Role.DELEGATE)

    def guess(address: str, password: str) -> Any:
        form = {"login": "dora", "password": password}
        return Client(REMOTE_ADDR=address).post("/account/login/", form)

    refused = [errors(guess("192.0.2.1", f"guess-{number}")) for number in range(7)]

    assert refused[0] == ["The username and/or password you specified are not correct."]
    assert refused[-1] == ["Too many failed login attempts. Try again later."]
    assert guess("192.0.2.2", people.PASSWORD).status_code == 302


def test_a_person_changes_the_password_and_the_entry_says_so(clients: dict[str, Client]) -> None:
    new = "a-longer-pass-phrase"
    form = {"oldpassword": people.PASSWORD, "password1": new, "password2": new}

    clients["owner"].post("/account/password/change/", form)

    owner = User.objects.get(username="dora")
    assert owner.check_password(new)
    kinds = list(Entry.objects.filter(kind__startswith="user.password").values_list("kind", "object_id"))
    assert kinds == [("user.password_changed", str(owner.pk))]
