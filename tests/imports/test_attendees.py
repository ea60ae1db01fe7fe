from time import process_time

import pytest

from participation.imports.attendees import MAX_ROWS, AttendeeRow, parse_attendees
from participation.imports.problems import RowProblem

NOKIA = AttendeeRow(1, "A. B.", ("Nokia",), "FI", None, None, "Nokia")
AMBER = "No affiliation: cannot be screened, will show amber."


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("A. B.\tNokia\tFI", ("name", "organisation", "country")),
        ("Name\tAffiliation\tCountry\nA. B.\tNokia\tFI\n", ("name", "organisation", "country")),
        ("Country;Person;Company\r\nFI;A. B.;Nokia\r\n", ("country", "name", "organisation")),
        ('"Country","Organization","Full name"\n"FI","Nokia","A. B."', ("country", "organisation", "name")),
        ("\ufeffname|employer|cc\n\nA. B.|Nokia|fi", ("name", "organisation", "country")),
    ],
)
def test_layouts_give_the_same_row(text: str, columns: tuple[str | None, ...]) -> None:
    preview = parse_attendees(text)

    assert preview.rows == (NOKIA,)
    assert preview.columns == columns
    assert preview.can_save


def test_ieee_daily_attendance_screens_affiliation_and_employer() -> None:
    text = (
        "SA PIN,Last Name,First Name,Middle Name,Email,Affiliation,Employer,Country,Sun,Total\n"
        "90000,Iris,G.,,gi@example.org,Nokia,Tallac Networks,FI,0,4\n"
        "90001,Fern,H.,Q.,,Nokia,Nokia,FI,0,4\n"
    )

    preview = parse_attendees(text)

    assert preview.rows == (
        AttendeeRow(
            1,
            "G. Iris",
            ("Nokia", "Tallac Networks"),
            "FI",
            "gi@example.org",
            None,
            "Nokia / Tallac Networks",
        ),
        AttendeeRow(2, "H. Q. Fern", ("Nokia",), "FI", None, None, "Nokia"),
    )
    assert preview.problems == (
        RowProblem(
            *(1, "organisation", "odd", "Affiliation and employer differ: both will be screened."),
            typed="Nokia / Tallac Networks",
        ),
    )


def test_blue_sheet_is_read_below_its_heading() -> None:
    text = (
        "Bluesheet for IETF-106: examplewg  Monday 10:00\n====\n3 attendees.\n\n"
        "W. Hazel\tNokia\nP. Oak   University of Amsterdam\n"
    )

    preview = parse_attendees(text)

    assert preview.rows == (
        AttendeeRow(1, "W. Hazel", ("Nokia",), None, None, None, "Nokia"),
        AttendeeRow(2, "P. Oak", ("University of Amsterdam",), None, None, None, "University of Amsterdam"),
    )
    assert preview.problems == (RowProblem(None, "row", "odd", "The sheet states 3 attendees; 2 were read."),)


def test_lines_of_one_cell_are_persons_or_organisations_and_odd() -> None:
    preview = parse_attendees("Huawei Technologies Co., Ltd.\nL. Wang\n\nNokia\n")

    assert [(row.row, row.name, row.organisations) for row in preview.rows] == [
        (1, "", ("Huawei Technologies Co., Ltd.",)),
        (2, "L. Wang", ()),
        (3, "", ("Nokia",)),
    ]
    assert [problem.message for problem in preview.problems] == [
        '"Huawei Technologies Co., Ltd." stands alone and was read as an organisation.',
        '"L. Wang" stands alone and was read as a person.',
        AMBER,
        '"Nokia" stands alone and was read as an organisation.',
    ]


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("Nokia;FI\nZTE;CN", ("either", "country")),
        ("A. B.;ab@example.org\nC. D.;cd@example.org", ("either", "email")),
        ("A. B.;Nokia;FI;remote;ab@example.org", ("name", "organisation", "country", "mode", "email")),
        ("A. B.\tNokia\tEngineer", ("name", "organisation", "country")),
        ("A. B.\tNokia\t\tTea\tMilk", ("name", "organisation", "country", None, None)),
    ],
)
def test_columns_without_header_are_guessed_from_their_cells(
    text: str, columns: tuple[str | None, ...]
) -> None:
    assert parse_attendees(text).columns == columns


def test_stated_columns_override_what_was_recognised() -> None:
    preview = parse_attendees("Nokia\tA. B.\tFI", columns=("organisation", "name", "country"))

    assert preview.rows == (NOKIA,)
    with pytest.raises(ValueError, match="unknown column"):
        parse_attendees("Nokia", columns=("firm",))


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (
            "A. B.\tNokia\tUSA",
            RowProblem(1, "country", "error", 'Country "USA" is not a two-letter code. Use US.', "USA"),
        ),
        (
            "A. B.\tNokia\tFI\tmore",
            RowProblem(
                *(1, "row", "error"),
                message="The row has 4 cells, the list has 3 columns. Quote a cell with a separator in it.",
            ),
        ),
        (
            "A. B.\tNo\0kia\tFI",
            RowProblem(
                1, "organisation", "error", "The cell has a control character (NUL). Remove it.", "No\0kia"
            ),
        ),
        (
            "A. B.\t" + "N" * 301,
            RowProblem(
                *(1, "organisation", "error", "The cell has 301 characters; at most 300 are read."),
                typed="N" * 57 + "...",
            ),
        ),
        ("A. B.\t\tFI", RowProblem(1, "organisation", "odd", AMBER)),
        (
            "A. B.\tNot Provided",
            RowProblem(
                *(1, "organisation", "odd"),
                message='"Not Provided" names no organisation: cannot be screened, will show amber.',
                typed="Not Provided",
            ),
        ),
        (
            "A. B.\tNokia / ZTE",
            RowProblem(
                *(
                    1,
                    "organisation",
                    "odd",
                    'Read as "Nokia" and "ZTE" from one cell: each will be screened.',
                ),
                typed="Nokia / ZTE",
            ),
        ),
        (
            "China Mobile\tNokia",
            RowProblem(
                *(1, "organisation", "odd"),
                message='The name "China Mobile" looks like an organisation; names are not screened.',
                typed="Nokia",
            ),
        ),
    ],
)
def test_problems_name_row_and_field(row: str, problem: RowProblem) -> None:
    preview = parse_attendees("Name\tOrganisation\tCountry\n" + row)

    assert preview.problems == (problem,)
    assert preview.can_save is (problem.severity == "odd")


def test_an_open_quote_stops_the_reading_at_its_line() -> None:
    preview = parse_attendees('Name,Organisation\nA. B.,Nokia\n\nC. D.,"Ericsson\nE. F.,ZTE\n')

    assert [row.name for row in preview.rows] == ["A. B."]
    message = "A quote that opens in line 4 is never closed; nothing after it was read."
    assert preview.problems == (RowProblem(2, "row", "error", message),)


def test_text_after_a_closing_quote_is_refused() -> None:
    preview = parse_attendees('Name,Organisation\n"A" B.,Nokia\n')

    message = "In line 2 text follows a closing quote. Double the quotes inside a cell, or remove them."
    assert preview.problems == (RowProblem(1, "row", "error", message),)


def test_a_cell_without_end_is_refused() -> None:
    preview = parse_attendees('Name,Organisation\n"' + "a\n" * 70_000)

    message = "A quote that opens in line 2 is never closed; nothing after it was read."
    assert preview.problems == (RowProblem(1, "row", "error", message),)


@pytest.mark.parametrize(
    "cell",
    ["a" + " " * 100_000 + "b", "(" * 100_000, "a, b/" * 20_000, "x@" + "b." * 60_000 + "<"],
    ids=["spaces", "brackets", "separators", "dots"],
)
def test_a_cell_beyond_the_limit_is_refused_without_being_searched(cell: str) -> None:
    started = process_time()

    preview = parse_attendees(f'Name;Organisation\n"{cell}";"{cell}"\n')

    message = f"The cell has {len(cell)} characters; at most 300 are read."
    assert [one.message for one in preview.problems if one.severity == "error"] == [message, message]
    assert process_time() - started < 2


@pytest.mark.parametrize("text", ["", "\n \n", "Name\tOrganisation\n"])
def test_an_empty_list_cannot_be_saved(text: str) -> None:
    preview = parse_attendees(text)

    assert preview.problems == (RowProblem(None, "row", "error", "The list has no rows."),)
    assert not preview.can_save


def test_more_rows_than_allowed_cannot_be_saved() -> None:
    preview = parse_attendees(
        "Organisation\n" + "".join(f"Firm {number}\n" for number in range(MAX_ROWS + 1))
    )

    assert len(preview.rows) == MAX_ROWS
    message = "The list has 5001 rows; at most 5000 are read at once. Split it."
    assert preview.problems == (RowProblem(None, "row", "error", message),)


def test_duplicates_stay_until_merged_and_persons_listed_twice_are_seen() -> None:
    preview = parse_attendees("Name\tOrganisation\nA. B.\tNokia\nA. B.\tNokia\na. b.\tZTE\n\tNokia\n")

    assert len(preview.rows) == 4
    assert preview.duplicates == ((2, 1),)
    assert [row.row for row in preview.merged_rows] == [1, 3, 4]
    assert preview.problems == (
        RowProblem(2, "row", "odd", "The same as row 1. Both are kept unless you merge them."),
        RowProblem(
            *(3, "organisation", "odd"),
            message="The person of row 1 with another affiliation: both will be screened.",
            typed="ZTE",
        ),
    )


def test_a_repeated_column_is_set_aside() -> None:
    preview = parse_attendees("Name;Organisation;Country;CC\nA. B.;Nokia;FI;SE")

    assert preview.columns == ("name", "organisation", "country", None)
    assert preview.rows == (NOKIA,)
    message = "Columns 3 and 4 both hold the country; column 3 is read."
    assert preview.problems == (RowProblem(None, "country", "odd", message),)


def test_names_are_composed_and_addresses_taken_off() -> None:
    preview = parse_attendees("Name\tOrganisation\nJose\u0301 A. <ja@example.org>\tTelefo\u0301nica\n")

    assert preview.rows == (
        AttendeeRow(1, "Jos\u00e9 A.", ("Telef\u00f3nica",), None, "ja@example.org", None, "Telef\u00f3nica"),
    )
