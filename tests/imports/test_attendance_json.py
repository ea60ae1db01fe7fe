import pytest

from participation.imports.attendance_json import AttendanceJsonError, json_to_lines
from participation.imports.attendees import AttendeeRow, parse_attendees


def test_json_attendance_becomes_rows() -> None:
    text = (
        '[{"country": "SE", "organization": "Ericsson", "presence": "remote", "id": 7},'
        ' {"country": "CN", "organization": "Lab \\"A\\"\\tB", "presence": "on-site"},'
        ' {"organization": null}]'
    )

    preview = parse_attendees(json_to_lines(text))

    assert preview.columns == ("country", "organisation", "mode")
    assert preview.rows == (
        AttendeeRow(1, "", ("Ericsson",), "SE", None, "remote", "Ericsson"),
        AttendeeRow(2, "", ('Lab "A"\tB',), "CN", None, "on-site", 'Lab "A"\tB'),
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[", "Line 1, column 2: Expecting value."),
        ("{}", "The list must be an array of attendees, with one at least."),
        ("[]", "The list must be an array of attendees, with one at least."),
        ('[{"organization": "A"}, 3]', "Attendee 2 is not an object of plain values."),
        ('[{"organization": ["A"]}]', "Attendee 1 is not an object of plain values."),
        ("[" * 100_000, "The list is nested too deeply."),
        ('[{"name": "\\ud800 X"}]', "Attendee 1 has half of a character (\\ud800 to \\udfff)."),
        ('[{"name\\udfff": "X"}]', "Attendee 1 has half of a character (\\ud800 to \\udfff)."),
        ('[{"country": "SE"}]', "No attendee has a name or an organisation."),
    ],
)
def test_json_that_is_no_list_of_attendees_is_refused(text: str, message: str) -> None:
    with pytest.raises(AttendanceJsonError) as caught:
        json_to_lines(text)

    assert str(caught.value) == message


def test_numbers_stay_as_they_are_typed() -> None:
    digits = "9" * 5_000

    assert json_to_lines(f'[{{"name": {digits}, "organization": 1.50}}]') == (
        f'"name"\t"organization"\n"{digits}"\t"1.50"'
    )
