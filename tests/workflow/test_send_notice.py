"""The mail of a notice over real SMTP: its words, that it goes out once, and what if it does not."""

from collections.abc import Iterator
from datetime import UTC, datetime
from email.message import EmailMessage
from typing import Any
from uuid import UUID

import pytest
import time_machine

from audits.log import Subject, entries, payload_of
from participation.models import Disclosure, Notice, Question, ReasonCode, User
from participation.states import Role
from participation.workflow import review, send_notice
from participation.workflow.check import run_check
from participation.workflow.journal import SERVICE, enter
from participation.workflow.notices import settle, try_again
from participation.workflow.send_notice import claim, run_notice
from participation.workflow.submit import answer, submit, withdraw
from participation.workflow.sweep import sweep_notices
from tests.conftest import NOW
from tests.factories import people, work
from tests.mail_server import MailServer, mail_server, send_to

AT = datetime(2026, 11, 20, 15, 40, tzinfo=UTC)


@pytest.fixture
def at() -> Iterator[time_machine.Traveller]:
    """A standing clock, later than anything that a test makes at NOW."""
    with time_machine.travel(AT, tick=False) as standing:
        yield standing


@pytest.fixture
def server(settings: Any) -> Iterator[MailServer]:
    """A real mail server, to which this process sends."""
    with mail_server() as running:
        send_to(running, settings)
        yield running


@pytest.fixture
def lin(database: None, settings: Any) -> User:
    """A delegate in Chicago, where it is six hours earlier in November."""
    settings.DEMO_LIST_IS_WHOLE = True
    work.installed()
    return people.user(
        "lin", Role.DELEGATE, first_name="Lin", last_name="Wu", email="lin@example.com",
        time_zone="America/Chicago",
    )  # fmt: skip


def notice_of(by: User, **facts: Any) -> Notice:
    """The notice of the result of a check."""
    disclosure = work.disclosure(by, **facts)
    run_check(submit(disclosure, by=by).pk)
    return Notice.objects.get(disclosure=disclosure)


def state_of(notice: Notice) -> tuple[str, int, str]:
    notice.refresh_from_db()
    return notice.state, notice.attempts, notice.last_error


# What every payload holds.
NOT_TOLD = ("salt", "commitments")


def log_of(notice: Notice) -> list[tuple[str, dict[str, Any]]]:
    """What the log says of mails on the disclosure."""
    found = entries(subject=Subject("disclosure", str(notice.disclosure_id)))
    told = [(one.kind, payload_of(one)) for one in found if one.kind.startswith("notice.")]
    return [
        (kind, {name: payload[name] for name in payload if name not in NOT_TOLD}) for kind, payload in told
    ]


CLEAR = """\
Clear: S2-2600001 r1

The export rules do not reach this release: it is work on a standard
that is or will be public.

Nobody needs to act, since 20 November 2026, 09:40 (UTC−6).

https://plenary.example.com/disclosures/{pk}/

You get this because you logged this disclosure in Plenary.
"""
ASKED = """\
Wait for your answer: S2-2600001 r1

One answer is missing: Will it be published? Say where.

You, since 20 November 2026, 09:40 (UTC−6).

https://plenary.example.com/disclosures/{pk}/

You get this because you logged this disclosure in Plenary.
"""
ANSWERED = """\
Your question was answered.

Wait: S2-2600001 r1

Submitted; the check has not started yet.

Plenary, since 20 November 2026, 15:40 UTC.

https://plenary.example.com/disclosures/{pk}/

You get this because you asked the question in Plenary.
"""
REFUSED = """\
Do not share: S2-2600001 r1

An officer decided: must not be shared. Outside the standards rule, and
a recipient is listed.

Nobody needs to act, since 20 November 2026, 09:40 (UTC−6).

https://plenary.example.com/disclosures/{pk}/

You get this because you logged this disclosure in Plenary.
"""


def text_of(mail: EmailMessage) -> str:
    return str(mail.get_content()).replace("\r\n", "\n")


def run_newest(disclosure: Disclosure, *, to: User) -> str:
    return run_notice(Notice.objects.filter(disclosure=disclosure, recipient=to).latest("pk").pk)


def test_the_mail_says_how_it_stands_in_the_words_of_the_page(
    lin: User, server: MailServer, at: object, client_of: Any
) -> None:
    notice = notice_of(lin)

    assert run_notice(notice.pk) == "sent"

    (sent,) = server.mails
    assert text_of(sent) == CLEAR.format(pk=notice.disclosure_id)
    assert {name: str(sent[name]) for name in ("From", "To", "Subject", "Auto-Submitted")} == {
        "From": "plenary@example.com",
        "To": "lin@example.com",
        "Subject": "Clear: S2-2600001 r1",
        "Auto-Submitted": "auto-generated",
    }
    assert sent.get_content_type() == "text/plain"
    assert sent["Message-ID"] == f"<notice-{notice.pk}.20261120154000000000@plenary.example.com>"
    page = client_of(lin).get(f"/disclosures/{notice.disclosure_id}/")
    assert page.context["standing"].sentence in " ".join(text_of(sent).split())
    assert state_of(notice) == ("sent", 1, "")
    assert log_of(notice) == [("notice.sent", {"to": f"user/{lin.pk}", "told": "cleared", "status": "Clear"})]


def test_question_answer_and_decision_in_whole(
    lin: User, officer: User, server: MailServer, at: object
) -> None:
    disclosure = notice_of(lin, intent_to_publish=None).disclosure
    case = review.claim(disclosure.reviews.get(), by=officer)
    question = review.ask(case, by=officer, text="Will it be published?\r\nSay where.")
    assert run_newest(disclosure, to=lin) == "sent"
    check = answer(Question.objects.get(pk=question.pk), by=lin, text="On the server of the body.")
    assert run_newest(disclosure, to=officer) == "sent"
    run_check(check.pk)
    case = review.claim(disclosure.reviews.get(state="open"), by=officer)
    review.decide_review(case, by=officer, decision="refused", reason=ReasonCode.objects.get(code="R1"))
    assert run_newest(disclosure, to=lin) == "sent"

    assert [text_of(sent) for sent in server.mails] == [
        text.format(pk=disclosure.pk) for text in (ASKED, ANSWERED, REFUSED)
    ]
    assert [str(sent["Subject"]) for sent in server.mails] == [
        "Wait for your answer: S2-2600001 r1",
        "Answered: S2-2600001 r1",
        "Do not share: S2-2600001 r1",
    ]
    assert server.recipients == ["lin@example.com", "olaf@example.com", "lin@example.com"]
    assert len({sent["References"] for sent in server.mails}) == 1


def test_a_mail_that_comes_late_says_how_it_stands_then(lin: User, server: MailServer, at: object) -> None:
    notice = notice_of(lin)
    withdraw(notice.disclosure, by=lin)

    assert run_notice(notice.pk) == "sent"

    assert server.mails[0]["Subject"] == "Withdrawn: S2-2600001 r1"
    assert "It was taken back." in text_of(server.mails[0])


def test_of_two_changes_the_newest_is_told(lin: User, officer: User, server: MailServer, at: object) -> None:
    older = notice_of(lin, intent_to_publish=None)
    case = review.claim(older.disclosure.reviews.get(), by=officer)
    review.ask(case, by=officer, text="Will it be published?")
    # A sender that died with the older one in its hands.
    Notice.objects.filter(pk=older.pk).update(state="sending", lease_until=NOW, lease_token=UUID(int=1))

    results = [run_notice(older.pk), run_newest(older.disclosure, to=lin)]

    assert results == ["not_ours", "sent"]
    assert state_of(older) == ("covered", 0, "")
    assert len(server.mails) == 1


def test_the_newest_waits_for_the_one_that_is_on_its_way(
    lin: User, officer: User, server: MailServer, at: Any
) -> None:
    older = claim(notice_of(lin, intent_to_publish=None).pk, at=AT)
    assert older is not None
    case = review.claim(older.disclosure.reviews.get(), by=officer)
    review.ask(case, by=officer, text="Will it be published?")

    assert run_newest(older.disclosure, to=lin) == "not_ours"
    at.shift(121)
    assert run_newest(older.disclosure, to=lin) == "sent"
    assert send_notice.put_back(older, error=TimeoutError(), at=AT) == "failed"
    assert run_notice(older.pk) == "not_ours"
    assert state_of(older)[0] == "covered"


INJECTED = "S2-1\r\nBcc: eve@example.com\r\n\r\nClear: https://evil.example/ \x01\u2028.\r\n.\r\nQUIT"


def test_a_document_number_ends_no_header_and_no_mail(lin: User, server: MailServer, at: object) -> None:
    revision = work.revision(lin, INJECTED, label="r1\nCc: eve@example.com")

    assert run_notice(notice_of(lin, revisions=[(revision, "")]).pk) == "sent"

    (sent,) = server.mails
    assert server.recipients == ["lin@example.com"]
    assert (sent["Bcc"], sent["Cc"]) == (None, None)
    one_line = "S2-1 Bcc: eve@example.com Clear: https://evil.example/ . . QUIT r1 Cc: eve@example.com"
    assert sent["Subject"] == f"Clear: {one_line}"
    assert text_of(sent).splitlines()[0] == f"Clear: {one_line}"


def test_an_address_that_would_end_a_header_gets_nothing(lin: User, server: MailServer, at: object) -> None:
    notice = notice_of(lin)
    lin.email = "lin@example.com\r\nBcc: eve@example.com"
    lin.save(update_fields=["email"])
    enter("user.created", lin, by=SERVICE, at=NOW)

    assert run_notice(notice.pk) == "gave_up"

    assert state_of(notice) == ("needs_attention", 1, "ValueError")
    assert server.recipients == []


def test_many_documents_are_cut_in_the_subject(lin: User, server: MailServer, at: object) -> None:
    revisions = [(work.revision(lin, f"S2-26{number:05}"), "") for number in range(20)]

    run_notice(notice_of(lin, revisions=revisions).pk)

    # Folding a long header may double a blank.
    subject = " ".join(str(server.mails[0]["Subject"]).split())
    assert (len(subject), subject[-1]) == (len("Clear: ") + 120, "…")


def test_an_address_that_the_server_does_not_know_is_for_the_administrator(
    lin: User, server: MailServer, at: object, caplog: pytest.LogCaptureFixture
) -> None:
    server.way = "refuses"
    notice = notice_of(lin)

    assert run_notice(notice.pk) == "gave_up"

    assert state_of(notice) == ("needs_attention", 1, "SMTPRecipientsRefused 550")
    assert log_of(notice) == [
        (
            "notice.gave_up",
            {"to": f"user/{lin.pk}", "told": "cleared", "attempts": 1, "error": "SMTPRecipientsRefused 550"},
        )
    ]
    assert "notice.gave_up" in caplog.text
    assert "lin@" not in caplog.text


def test_a_busy_server_is_tried_again_after_twice_the_time(lin: User, server: MailServer, at: Any) -> None:
    server.way = "busy"
    notice = notice_of(lin)
    found = []
    for seconds in (0, 59, 1, 119, 1):
        at.shift(seconds)
        found.append((run_notice(notice.pk), *state_of(notice)))
    server.way = "takes"
    at.shift(240)

    assert run_notice(notice.pk) == "sent"
    assert found == [
        ("failed", "waiting", 1, "SMTPRecipientsRefused 451"),
        ("not_ours", "waiting", 1, "SMTPRecipientsRefused 451"),
        ("failed", "waiting", 2, "SMTPRecipientsRefused 451"),
        ("not_ours", "waiting", 2, "SMTPRecipientsRefused 451"),
        ("failed", "waiting", 3, "SMTPRecipientsRefused 451"),
    ]


def test_pauses_grow_to_four_hours_and_all_tries_are_two_days() -> None:
    pauses = [send_notice._pause(attempts).total_seconds() for attempts in range(1, 20)]

    assert (pauses[:3], pauses[-1]) == ([60, 120, 240], 4 * 3600)
    assert 47 < sum(pauses) / 3600 < 49


def test_a_server_that_says_nothing_is_left_after_the_time_limit(
    lin: User, server: MailServer, settings: Any
) -> None:
    server.way = "silent"
    settings.EMAIL_TIMEOUT = 1
    notice = notice_of(lin)

    assert run_notice(notice.pk) == "failed"

    assert state_of(notice) == ("waiting", 1, "SMTPServerDisconnected")


def test_a_server_that_comes_back_gets_it_then(lin: User, settings: Any, at: Any) -> None:
    with mail_server() as gone:
        send_to(gone, settings)
    notice = notice_of(lin)
    assert run_notice(notice.pk) == "failed"
    assert state_of(notice) == ("waiting", 1, "ConnectionRefusedError")

    with mail_server(port=gone.port) as back:
        at.shift(60)
        assert (sweep_notices(), run_notice(notice.pk)) == (1, "sent")

    assert [sent["Subject"] for sent in back.mails] == ["Clear: S2-2600001 r1"]


def test_it_is_not_tried_for_ever(lin: User, server: MailServer, settings: Any, at: Any) -> None:
    settings.NOTICE_ATTEMPTS = 2
    server.way = "busy"
    notice = notice_of(lin)
    results = []
    for _ in range(4):
        results.append(run_notice(notice.pk))
        at.shift(86400)

    assert results == ["failed", "gave_up", "not_ours", "not_ours"]
    assert (sweep_notices(), state_of(notice)) == (
        0,
        ("needs_attention", 2, "SMTPRecipientsRefused 451"),
    )


def test_one_whose_sender_died_each_time_is_given_up_by_the_sweep(lin: User, settings: Any, at: Any) -> None:
    settings.NOTICE_ATTEMPTS = 1
    notice = claim(notice_of(lin).pk, at=AT)
    assert notice is not None
    at.shift(121)

    assert (run_notice(notice.pk), sweep_notices()) == ("not_ours", 0)
    assert state_of(notice) == ("needs_attention", 1, "lease_expired")


def test_a_sender_that_died_before_the_mark_sends_the_same_mail_again(
    lin: User, server: MailServer, at: Any
) -> None:
    notice = claim(notice_of(lin).pk, at=AT)
    assert notice is not None
    send_notice._mail(notice, send_notice.letter_of(notice, now=AT)).send()
    assert run_notice(notice.pk) == "not_ours"
    at.shift(121)

    assert (sweep_notices(), run_notice(notice.pk)) == (1, "sent")

    first, second = server.mails
    assert (first["Message-ID"], text_of(first)) == (second["Message-ID"], text_of(second))
    assert [kind for kind, _ in log_of(notice)] == ["notice.sent"]


def test_who_lost_the_lease_marks_nothing(lin: User, server: MailServer, at: Any) -> None:
    slow = claim(notice_of(lin).pk, at=AT)
    assert slow is not None
    at.shift(121)
    assert run_notice(slow.pk) == "sent"

    letter = send_notice.letter_of(slow, now=AT)

    assert send_notice._sent(slow, letter, at=AT) == "overtaken"
    assert send_notice.put_back(slow, error=TimeoutError(), at=AT) == "overtaken"
    assert state_of(slow)[0] == "sent"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"email": ""}, "no_address"),
        ({"is_active": False}, "inactive"),
        ({"groups": []}, "not_visible"),
    ],
)
def test_who_cannot_be_reached_is_shown_to_the_administrator(
    lin: User, server: MailServer, at: object, change: dict[str, Any], reason: str
) -> None:
    notice = notice_of(lin)
    gone = []
    if "groups" in change:
        gone = list(User.groups.through.objects.filter(user_id=lin.pk))
        lin.groups.clear()
    else:
        User.objects.filter(pk=lin.pk).update(**change)
    lin.refresh_from_db()
    enter("user.created", lin, by=SERVICE, at=NOW, gone=gone)

    assert run_notice(notice.pk) == "gave_up"

    assert state_of(notice) == ("needs_attention", 1, reason)
    assert server.mails == []


def test_an_administrator_sends_again_or_says_that_it_is_done(
    lin: User, administrator: User, server: MailServer, at: object
) -> None:
    server.way = "refuses"
    first, second = notice_of(lin), notice_of(lin, revisions=[(work.revision(lin, "S2-2"), "")])
    assert [run_notice(one.pk) for one in (first, second)] == ["gave_up", "gave_up"]
    server.way = "takes"

    done = [try_again(first, by=administrator), settle(second, by=administrator)]
    again = [try_again(first, by=administrator), settle(second, by=administrator)]

    assert (done, again) == ([True, True], [False, False])
    assert [run_notice(one.pk) for one in (first, second)] == ["sent", "not_ours"]
    assert [state_of(first)[0], state_of(second)[0]] == ["sent", "settled"]
    assert [kind for kind, _ in log_of(first)] == ["notice.gave_up", "notice.tried_again", "notice.sent"]
    assert [kind for kind, _ in log_of(second)] == ["notice.gave_up", "notice.settled"]


def test_a_mail_may_take_as_long_as_a_task_and_its_lease_is_longer(settings: Any) -> None:
    assert settings.EMAIL_TIMEOUT < settings.CELERY_TASK_TIME_LIMIT < settings.NOTICE_LEASE_SECONDS
