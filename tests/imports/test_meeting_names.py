"""Body, group and number in a summary: recognised where they are plain, left open where they are not."""

import pytest

from participation.imports.meeting_names import KnownBody, named_in

BODIES = (
    KnownBody("1", ("3GPP", "3rd Generation Partnership Project"), ("SA2", "SA", "RAN1")),
    KnownBody("2", ("IETF",), ("core", "SA2")),
    KnownBody("3", ("ETSI",), ("TC CYBER", "S1")),
    KnownBody("4", ("ITU-T",), ("SG17",)),
    KnownBody("5", ("IEEE 802",), ()),
)


@pytest.mark.parametrize(
    ("summary", "named"),
    [
        ("3GPP SA2 #178: Architecture", ("3GPP", "SA2", "#178", "Architecture")),
        ("3GPP SA2#178", ("3GPP", "SA2", "#178", "")),
        ("3gpp sa2 178", ("3GPP", "SA2", "178", "")),
        ("3GPP SA #116-bis-e (Online)", ("3GPP", "SA", "#116-bis-e", "(Online)")),
        ("3GPP: SA2, #178e - Nice", ("3GPP", "SA2", "#178e", "Nice")),
        ("[3GPP] SA2 #178", ("3GPP", "", "", "SA2 #178")),
        ("3rd Generation Partnership Project RAN1 #124", ("3GPP", "RAN1", "#124", "")),
        ("3GPP SA6 #60", ("3GPP", "", "", "SA6 #60")),
        ("ETSI TC CYBER #42 plenary", ("ETSI", "TC CYBER", "#42", "plenary")),
        ("Meeting of ETSI TC CYBER", ("ETSI", "TC CYBER", "", "Meeting of ETSI TC CYBER")),
        ("IETF 125", ("IETF", "", "125", "")),
        ("IETF 125: Shenzhen", ("IETF", "", "125", "Shenzhen")),
        # A number that could be part of a date or a year is left in the title.
        ("IEEE 802 10 March", ("IEEE 802", "", "", "10 March")),
        ("IETF 2027", ("IETF", "", "", "2027")),
        ("IEEE 802.11 interim", ("", "", "", "IEEE 802.11 interim")),
        # Not part of a longer name.
        ("ITU-T SG17 opening", ("ITU-T", "SG17", "", "opening")),
        ("3GPP/ETSI workshop", ("", "", "", "3GPP/ETSI workshop")),
        ("SA2x #3", ("", "", "", "SA2x #3")),
        # A group without its body: as it is spelt here, and with a number.
        ("RAN1#124", ("3GPP", "RAN1", "#124", "")),
        ("ran1 #124", ("", "", "", "ran1 #124")),
        ("core - Constrained RESTful Environments", ("", "", "", "core - Constrained RESTful Environments")),
        ("core #3", ("IETF", "core", "#3", "")),
        ("S1 call", ("ETSI", "S1", "", "call")),
        ("Call of S1", ("", "", "", "Call of S1")),
        ("Dentist", ("", "", "", "Dentist")),
        ("", ("", "", "", "")),
    ],
)
def test_what_is_plain_is_recognised(summary: str, named: tuple[str, str, str, str]) -> None:
    found = named_in(summary, BODIES)

    assert (found.body.names[0] if found.body else "", found.group, found.number, found.title) == named
    assert found.remark == ""


@pytest.mark.parametrize(
    ("summary", "said"),
    [
        ("3GPP and ETSI workshop", "The summary names 3GPP and ETSI: choose the body."),
        ("SA2 #178", "SA2 is a group of 3GPP and IETF: choose the body."),
    ],
)
def test_what_is_ambiguous_is_left_open_and_said(summary: str, said: str) -> None:
    found = named_in(summary, BODIES)

    assert (found.body, found.group, found.number, found.title, found.remark) == (None, "", "", summary, said)
