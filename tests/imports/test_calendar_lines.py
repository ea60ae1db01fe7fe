"""Lines of a calendar file: unfolded with their numbers, and refused with the line named."""

import pytest

from participation.imports.calendar_lines import MAX_BYTES, CalendarError, parts_of

HEAD = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"


def refused(content: bytes) -> str:
    with pytest.raises(CalendarError) as error:
        parts_of(content)
    return str(error.value)


def test_lines_are_unfolded_and_numbered_by_their_first_line() -> None:
    content = (
        HEAD + b"BEGIN:VEVENT\r\nSUMMARY:One\r\n  two\r\n\tthree\r\nUID:1\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )

    (event,) = parts_of(content).events

    assert [(line.number, line.name, line.text) for line in event] == [
        (3, "BEGIN", "BEGIN:VEVENT"),
        (4, "SUMMARY", "SUMMARY:One twothree"),
        (7, "UID", "UID:1"),
    ]


def test_a_character_cut_in_two_by_folding_is_whole_again() -> None:
    cut = "SUMMARY:Köln".encode().replace(b"\xc3\xb6", b"\xc3\r\n \xb6")

    (event,) = parts_of(HEAD + b"BEGIN:VEVENT\n" + cut + b"\nEND:VEVENT\nEND:VCALENDAR").events

    assert event[1].text == "SUMMARY:Köln"


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_any_line_end_and_a_byte_order_mark_are_read(end: bytes, mark: bytes) -> None:
    lines = (b"begin:vcalendar", b"Begin:VEvent", b"DTSTART:20270215", b"end:vevent", b"END:VCALENDAR", b"")

    assert len(parts_of(mark + end.join(lines)).events) == 1


def test_what_stands_within_an_event_or_beside_it_is_left_out() -> None:
    content = HEAD + (
        b"BEGIN:VTIMEZONE\nTZID:Europe/Paris\nEND:VTIMEZONE\n"
        b"BEGIN:VEVENT\nUID:1\nBEGIN:VALARM\nDESCRIPTION:Ring\nEND:VALARM\nEND:VEVENT\nEND:VCALENDAR"
    )

    parts = parts_of(content)

    assert [line.name for line in parts.calendar] == ["BEGIN", "VERSION"]
    assert [[line.name for line in event] for event in parts.events] == [["BEGIN", "UID"]]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Line 1: the file is empty."),
        (b"\xef\xbb\xbf \r\n", "Line 1: the file is empty."),
        (
            b"\nName,Organisation\n",
            'Line 2: a calendar file begins with BEGIN:VCALENDAR, this one with "Name,Organisation".',
        ),
        (
            b"\x89PNG\r\n",
            'Line 1: a calendar file begins with BEGIN:VCALENDAR, this one with "\ufffdPNG".',
        ),
        (
            HEAD + b"SUMMARY without a colon\n",
            'Line 3: "SUMMARY without a colon" is not a property with its value.',
        ),
        (HEAD + b"X-A:1\nX-B:\xfc\n", "Line 4: byte 5 is not UTF-8, which a calendar file must be."),
        (HEAD + b"X-A:\0\n", "Line 3 holds a NUL character, so this is not a calendar file."),
        (HEAD + b"END:VEVENT\n", "Line 3: END:VEVENT ends nothing that began."),
        (HEAD + b"BEGIN:VEVENT\nUID:1\n", "Line 3: BEGIN:VEVENT has no end; the file is cut off."),
        (HEAD + b"END:VCALENDAR\nEND:VCALENDAR\n", "Line 4: END:VCALENDAR ends nothing that began."),
        (HEAD + b"END:VCALENDAR\nUID:1\n", "Line 4: UID stands outside of a calendar."),
        (b"x" * (MAX_BYTES + 1), "The file has 3,000,001 bytes; at most 3,000,000 are read."),
    ],
)
def test_what_is_no_calendar_is_refused_by_line(content: bytes, said: str) -> None:
    assert refused(content) == said
