"""What an export was asked for: which entries meet it, in which words it is stated, what is no condition."""

import json

import pytest

from audits.asked import MAX_ASKED, Asked, AskedError, moment, parse_asked
from audits.canonical import canonical
from audits.gist import gist_of
from tests.audits.made_log import MadeLog, changed

BODY = MadeLog(1).bodies[0]
AT = "2026-03-02T09:00:00.000000Z"
BEFORE, AFTER = "2026-03-02T08:59:59.999999Z", "2026-03-02T09:00:00.000001Z"


@pytest.mark.parametrize(
    ("since", "until", "within"),
    [
        ("", "", True),
        (AT, "", True),
        (AFTER, "", False),
        ("", AT, False),
        ("", AFTER, True),
        (BEFORE, AFTER, True),
        (AT, AFTER, True),
        (BEFORE, AT, False),
    ],
)
def test_a_period_begins_with_its_first_moment_and_ends_before_its_last(
    since: str, until: str, within: bool
) -> None:
    assert Asked(since, until).in_period(gist_of(BODY)) is within


@pytest.mark.parametrize(
    ("asked", "met"),
    [
        (Asked(), True),
        (Asked(kind="disclosure.submitted"), True),
        (Asked(kind="disclosure."), True),
        (Asked(kind="disclosure"), False),
        (Asked(kind="disclosure.submit"), False),
        (Asked(kind="disclosure.withdrawn"), False),
        (Asked(kind="meeting."), False),
        (Asked(object="disclosure/0"), True),
        (Asked(object="disclosure/1"), False),
        (Asked(body="3GPP"), True),
        (Asked(body="ETSI"), False),
        (Asked(kind="disclosure.", object="disclosure/0", body="3GPP"), True),
        (Asked(kind="disclosure.", object="disclosure/0", body="ETSI"), False),
        (Asked(AFTER, BEFORE), True),
    ],
)
def test_an_entry_meets_every_condition_whatever_its_time(asked: Asked, met: bool) -> None:
    assert asked.meets(gist_of(BODY)) is met


def test_an_entry_without_a_body_is_of_none() -> None:
    bare = gist_of(changed(BODY, labels={}))

    assert (Asked(body="3GPP").meets(bare), Asked().meets(bare)) == (False, True)


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (Asked(), "entries from the first entry to the signed head"),
        (Asked(kind="disclosure."), "disclosure.* from the first entry to the signed head"),
        (
            Asked(AT, AFTER, "disclosure.submitted", "3GPP", "disclosure/0"),
            f"disclosure.submitted of 3GPP of disclosure/0 from {AT} until {AFTER}",
        ),
    ],
)
def test_conditions_in_words(asked: Asked, words: str) -> None:
    assert asked.words() == words


def test_conditions_that_there_are() -> None:
    asked = Asked(AT, "", "", "3GPP")

    assert asked.stated() == {"since": AT, "body": "3GPP"}
    assert asked.encode() == canonical({"since": AT, "until": "", "kind": "", "body": "3GPP", "object": ""})
    assert parse_asked(asked.encode()) == asked
    assert len(asked.encode()) < MAX_ASKED == 16_384


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"since": "2026-03-02"}, "since: '2026-03-02' is not a time as envelopes have it"),
        ({"until": "x" * 50}, f"until: {'x' * 40!r} is not a time as envelopes have it"),
        ({"since": None}, "asked: a condition is not text"),
        ({"more": ""}, "asked: missing keys [], unknown keys ['more']"),
    ],
)
def test_what_is_no_condition_is_named(changes: dict[str, object], message: str) -> None:
    content = canonical(json.loads(Asked().encode()) | changes)

    with pytest.raises(AskedError) as refused:
        parse_asked(content)

    assert str(refused.value) == message


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2026-01-31", "2026-01-31T00:00:00.000000Z"),
        ("2026-01-31T09:07:05Z", "2026-01-31T09:07:05.000000Z"),
        ("2026-01-31T09:07:05.000120Z", "2026-01-31T09:07:05.000120Z"),
        ("0999-01-01", "0999-01-01T00:00:00.000000Z"),
    ],
)
def test_a_day_and_an_instant_are_moments(text: str, at: str) -> None:
    assert moment(text) == at


@pytest.mark.parametrize("text", ["", "2026-02-30", "2026-01-31T09:07Z", "2026-01-31T09:07:05", "x" * 50])
def test_other_text_is_no_moment(text: str) -> None:
    with pytest.raises(AskedError) as refused:
        moment(text)

    assert str(refused.value) == f"{text[:40]!r} is not a day such as 2026-01-31 or a time in UTC"
