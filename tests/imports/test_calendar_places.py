"""Where an event is held, and which of its links is the agenda."""

import pytest

from participation.imports.calendar_places import Place, agenda_link, place_of


@pytest.mark.parametrize(
    ("location", "place"),
    [
        ("", Place("", "")),
        ("Nice, France", Place("place", "Nice, France")),
        ("Building 2; room 14", Place("place", "Building 2; room 14")),
        ("Online", Place("remote", "")),
        ("Microsoft Teams Meeting", Place("remote", "")),
        ("https://example.zoom.us/j/1?pwd=2", Place("remote", "")),
        ("Zoom; https://example.zoom.us/j/1", Place("remote", "")),
        ("Microsoft Teams Meeting; Room 3", Place("both", "Room 3")),
        ("Zoomville", Place("place", "Zoomville")),
        ("Virtual Reality Centre", Place("place", "Virtual Reality Centre")),
    ],
)
def test_a_place_is_told_from_a_word_for_remote(location: str, place: Place) -> None:
    assert place_of(location) == place


A, B = "https://body.example/doc/1", "https://body.example/doc/2"
NAMED = "https://body.example/materials/agenda-01"
CALL = "https://body.zoom.us/j/1?pwd=2"


@pytest.mark.parametrize(
    ("url", "description", "link"),
    [
        ("", "", ""),
        (A, "", A),
        ("", f"See {A}.", A),
        ("", f"Logistics {B}\nAgenda: {A}", A),
        (B, f"The agenda is at {A}", A),
        (B, f"See {A}", B),
        (CALL, f"Join: {CALL}", ""),
        (CALL, f"Join: {CALL}\nSee {B}", B),
        (B, f"Session materials: {A}\nSee {NAMED}", NAMED),
        (NAMED, f"The agenda is at {A}", NAMED),
        ("mailto:x@example.org", "", ""),
        ("", f"(agenda <{A}>)", A),
        ("", "https://[broken", "https://[broken"),
    ],
)
def test_the_agenda_is_what_is_called_so_then_the_url_then_the_only_link(
    url: str, description: str, link: str
) -> None:
    assert agenda_link(url, description) == (link, "")


def test_of_several_links_the_first_is_taken_and_it_is_said() -> None:
    assert agenda_link("", f"{B} and {A}") == (
        B,
        "The description has 2 links; the first is taken for the agenda.",
    )
