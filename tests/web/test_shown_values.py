"""Numbers, days, times, hashes and initials as pages show them."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from participation.templatetags import compliance
from tests.web.rendered import AT, MINUS

pytestmark = pytest.mark.urls("tests.web.rendered")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (5820, "58.2"),
        (5825, "58.25"),
        (5800, "58.0"),
        (5, "0.05"),
        (0, "0.0"),
        (-1250, f"{MINUS}12.5"),
        (10000, "100.0"),
        (None, ""),
    ],
)
def test_hundredths(value, expected):
    assert compliance.hundredths(value) == expected


@pytest.mark.parametrize("value", [58.2, "5820", True])
def test_hundredths_refuses_what_is_not_an_integer(value):
    with pytest.raises(TypeError, match="hundredths need an integer"):
        compliance.hundredths(value)


@pytest.mark.parametrize(("value", "expected"), [(3500, "35"), (3550, "35.5"), (0, "0"), (None, "")])
def test_whole(value, expected):
    assert compliance.whole(value) == expected


@pytest.mark.parametrize(("value", "expected"), [(48213, "48,213"), (7, "7"), (None, "")])
def test_thousands(value, expected):
    assert compliance.thousands(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (date(2026, 11, 20), "20 November 2026"),
        ("2024-07-18", "18 July 2024"),
        (datetime(2026, 11, 20, 16, 40, tzinfo=UTC), "20 November 2026"),
        ("2026-11-20T23:40:00Z", "20 November 2026"),
        (None, ""),
        ("", ""),
    ],
)
def test_day(value, expected):
    assert compliance.day(value) == expected


def test_day_of_a_time_is_the_day_of_the_reader():
    with timezone.override(ZoneInfo("Asia/Tokyo")):
        assert compliance.day(datetime(2026, 11, 20, 23, 40, tzinfo=UTC)) == "21 November 2026"


@pytest.mark.parametrize(
    ("value", "zone", "expected"),
    [
        (AT, "", "20 November 2026, 16:40 UTC"),
        ("2026-11-20T16:40:11Z", "", "20 November 2026, 16:40 UTC"),
        (
            datetime(2026, 11, 20, 16, 40, tzinfo=UTC),
            "America/Chicago",
            f"20 November 2026, 10:40 (UTC{MINUS}6)",
        ),
        (AT, "Asia/Kolkata", "20 November 2026, 22:10 (UTC+5:30)"),
        (datetime(2026, 11, 20, 23, 40, tzinfo=UTC), "Europe/Paris", "21 November 2026, 00:40 (UTC+1)"),
        (None, "", ""),
    ],
)
def test_when_shows_the_zone(value, zone, expected):
    assert compliance.when(value, zone) == expected


def test_when_refuses_a_time_without_a_zone():
    with pytest.raises(ValueError, match="time without a zone: 2026-11-20T16:40:00"):
        compliance.when("2026-11-20T16:40:00")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (bytes.fromhex("7f3a91c2") + bytes(28), "7f3a 91c2"),
        (memoryview(b"\x7f\x3a\x91\xc2"), "7f3a 91c2"),
        ("7F3A91C2ff", "7f3a 91c2"),
        ("", ""),
        (None, ""),
    ],
)
def test_short_hash(value, expected):
    assert compliance.short_hash(value) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Maria Kerr", "M. K."),
        ("Maria van der Kerr", "M. K."),
        ("Björk", "B."),
        ("m.kerr@halden.example", "M. K."),
        ("李 伟", "李. 伟."),
        ("", ""),
        (None, ""),
    ],
)
def test_initials(name, expected):
    assert compliance.initials(name) == expected


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        ({"from": "2024-07-18", "to": None}, "In force since 18 July 2024"),
        ({"from": "2025-11-10", "to": "2026-11-09"}, "In force 10 November 2025 to 9 November 2026"),
        ({"from": None, "to": date(2026, 11, 9)}, "In force until 9 November 2026"),
        ({"from": None, "to": None}, "In force on every day since before May 2019"),
        (None, "Dates in force not recorded"),
    ],
)
def test_in_force(span, expected):
    assert compliance.in_force(span) == expected
