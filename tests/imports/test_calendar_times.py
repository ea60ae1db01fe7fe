"""The days of an event: whole days, times with a zone, in UTC, or without any."""

from datetime import date

import pytest

from participation.imports.calendar_lines import CalendarError
from participation.imports.calendar_times import days_of, known_zone
from participation.imports.calendar_values import Value

ZONES = {
    "UTC",
    "Europe/Paris",
    "Europe/Berlin",
    "America/New_York",
    "Asia/Tokyo",
    "America/Argentina/Ushuaia",
}
START, END, LENGTH = 5, 6, 7


def stated(
    start: str, end: str = "", length: str = "", zone: str = "", end_zone: str = ""
) -> dict[str, list[Value]]:
    values = {"DTSTART": [Value(START, start, {"TZID": zone} if zone else {})]}
    if end:
        values["DTEND"] = [Value(END, end, {"TZID": end_zone or zone} if end_zone or zone else {})]
    if length:
        values["DURATION"] = [Value(LENGTH, length, {})]
    return values


def days(*given: str, meeting: str = "", **named: str) -> tuple[str, str, str, str]:
    found = days_of(stated(*given, **named), 4, meeting, ZONES)
    return (found.first.isoformat(), found.last.isoformat(), found.clock, found.zone)


def remark(*given: str, meeting: str = "", **named: str) -> str:
    return days_of(stated(*given, **named), 4, meeting, ZONES).remark


@pytest.mark.parametrize(
    ("given", "last"),
    [
        (("20270215", "20270220"), "2027-02-19"),
        (("20270215", "20270216"), "2027-02-15"),
        (("20270215", "20270215"), "2027-02-15"),
        (("20270215",), "2027-02-15"),
        (("20270215", "", "P5D"), "2027-02-19"),
        (("20270215", "", "P1W"), "2027-02-21"),
        (("20270227", "20270302"), "2027-03-01"),
    ],
)
def test_the_end_of_whole_days_does_not_count(given: tuple[str, ...], last: str) -> None:
    assert days(*given) == (f"{given[0][:4]}-{given[0][4:6]}-{given[0][6:]}", last, "", "")


@pytest.mark.parametrize(
    ("given", "last"),
    [
        (("20270215T090000", "20270219T160000"), "2027-02-19"),
        (("20270215T090000", "20270216T000000"), "2027-02-15"),
        (("20270215T000000", "20270215T000000"), "2027-02-15"),
        (("20270215T090000", "", "PT3H"), "2027-02-15"),
        (("20270215T230000", "", "PT3H"), "2027-02-16"),
        (("20270215T090000",), "2027-02-15"),
    ],
)
def test_a_time_ends_on_the_day_that_it_touches(given: tuple[str, ...], last: str) -> None:
    clock = f"{given[0][9:11]}:{given[0][11:13]}"

    assert days(*given, zone="Europe/Paris") == ("2027-02-15", last, clock, "Europe/Paris")


def test_an_end_in_another_zone_is_counted_in_that_of_the_start() -> None:
    found = days("20270215T200000", "20270215T190000", zone="Europe/Paris", end_zone="America/New_York")

    assert found == ("2027-02-15", "2027-02-16", "20:00", "Europe/Paris")


def test_utc_with_the_zone_of_the_meeting_gives_its_days() -> None:
    given = ("20270214T233000Z", "20270215T013000Z")

    assert days(*given, meeting="Asia/Tokyo") == ("2027-02-15", "2027-02-15", "08:30", "Asia/Tokyo")
    assert remark(*given, meeting="Asia/Tokyo") == (
        "The file states times in UTC, and Asia/Tokyo as the zone of the meeting."
    )


@pytest.mark.parametrize(
    ("given", "zone", "said"),
    [
        (
            {"zone": "Europe/Paris"},
            "Europe/Paris",
            "The days are those of Europe/Paris, the zone that the file states.",
        ),
        (
            {"zone": "Customized Time Zone"},
            "",
            'The file states times in the zone "Customized Time Zone", which is not known here: the days are '
            "as written there. Check the time zone.",
        ),
        ({}, "", "The file states no time zone: the days are as written there. Check the time zone."),
    ],
)
def test_the_zone_is_as_stated_and_never_guessed(given: dict[str, str], zone: str, said: str) -> None:
    assert days("20270215T090000", **given) == ("2027-02-15", "2027-02-15", "09:00", zone)
    assert remark("20270215T090000", **given) == said


def test_utc_alone_is_said_to_be_perhaps_another_day() -> None:
    assert days("20270215T233000Z") == ("2027-02-15", "2027-02-15", "23:30", "UTC")
    assert remark("20270215T233000Z") == (
        "The file states times in UTC alone: at the place of the meeting it may be another day."
    )


def test_whole_days_have_the_zone_of_the_meeting_where_the_file_states_it() -> None:
    assert days("20270215", meeting="Asia/Tokyo") == ("2027-02-15", "2027-02-15", "", "Asia/Tokyo")
    assert "whole days without a time zone: the days are as written" in remark("20270215")


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("Europe/Paris", "Europe/Paris"),
        ('"Europe/Paris"', "Europe/Paris"),
        ("/example.org/20270101_1/Europe/Paris", "Europe/Paris"),
        ("/softwarestudio.org/America/Argentina/Ushuaia", "America/Argentina/Ushuaia"),
        ("Romance Standard Time", "Europe/Paris"),
        ("Eastern Standard Time", "America/New_York"),
        ("US/Eastern", "America/New_York"),
        ("UTC", "UTC"),
        ("Etc/UTC", "UTC"),
        ("GMT", "UTC"),
        ("GMT+0200", ""),
        ("Paris", ""),
        ("", ""),
    ],
)
def test_zones_are_known_by_the_names_that_calendars_use(text: str, zone: str) -> None:
    assert known_zone(text, ZONES) == zone


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"start": "soon"}, 'Line 5: "soon" is not a day or time from 1950 to 2199'),
        ({"start": "20271340"}, 'Line 5: "20271340" is not a day or time'),
        ({"start": "00010101"}, 'Line 5: "00010101" is not a day or time'),
        ({"start": "P1D"}, 'Line 5: "P1D" is not a day or time'),
        ({"start": "20270215", "end": "never"}, 'Line 6: "never" is not a day or time'),
        ({"start": "20270215", "end": "20270210"}, "Line 6: the event ends before it starts in line 5."),
        ({"start": "20270215", "end": "20270216T090000"}, "Line 6: one of DTSTART and DTEND is a day"),
        ({"start": "20270215", "length": "long"}, 'Line 7: "long" is no duration.'),
        ({"start": "20270215", "length": "P99999999999W"}, 'Line 7: "P99999999999W" is no duration.'),
        ({"start": "20270215", "length": "-P3D"}, "Line 7: the event ends before it starts in line 5."),
    ],
)
def test_what_is_no_time_is_refused_by_line(given: dict[str, str], said: str) -> None:
    with pytest.raises(CalendarError) as error:
        days(**given)

    assert str(error.value).startswith(said)


def test_an_event_without_a_start_is_refused() -> None:
    with pytest.raises(CalendarError) as error:
        days_of({}, 4, "", ZONES)

    assert str(error.value) == "Line 4: the event has no DTSTART, so its day is not known."


def test_days_are_days() -> None:
    assert days_of(stated("20270215T090000Z"), 4, "", ZONES).first == date(2027, 2, 15)
