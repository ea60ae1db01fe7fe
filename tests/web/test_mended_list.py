"""Red rows of a pasted list, put right in the preview: the list takes them up, nothing typed is lost."""

import json

import pytest

from participation.imports.attendees import AttendeePreview, parse_attendees
from participation.models import Attendance, Meeting, User
from participation.web.delegate.mended_list import cells_of, mended
from tests.factories import work
from tests.web.reading import errors, field, rows

WRONG = "Name;Organisation;Country\nT. E.;Ericsson;SE\nD. R.;Qualcomm, Inc.;USA\nA. K.;Nokia;FIN"
ADD = "/meetings/{}/attendees/add/"


def mended_text(text: str, typed: dict[str, str], *, now: str = "") -> tuple[str | None, list[int]]:
    """What becomes of `text` as it was shown, or of `now` where the list was changed since."""
    shown = cells_of(text, parse_attendees(text))
    numbers = {int(name.split("-")[1]) for name in typed}
    carried = {f"was-{number}": shown.was(number) for number in numbers}
    text = now or text
    return mended(cells_of(text, parse_attendees(text)), {**carried, **typed})


def read_again(text: str) -> tuple[object, ...]:
    preview: AttendeePreview = parse_attendees(text)
    return preview.rows, preview.problems


# ---- The list ---------------------------------------------------------------------------------------


def test_a_mended_cell_takes_its_place_in_the_list() -> None:
    text, lost = mended_text(WRONG, {"cell-2-2": " US ", "cell-3-2": "FI"})

    assert (text, lost) == (WRONG.replace("USA", "US").replace("FIN", "FI"), [])


@pytest.mark.parametrize("typed", [{}, {"cell-2-2": "USA", "cell-3-2": "FIN"}])
def test_nothing_typed_leaves_the_text_alone(typed: dict[str, str]) -> None:
    assert mended_text(WRONG, typed) == (None, [])


@pytest.mark.parametrize(
    ("text", "typed", "expected"),
    [
        (
            'Name,Organisation,Country\n"D. R.","Qualcomm, Inc.",USA',
            {"cell-1-2": "US"},
            'Name,Organisation,Country\nD. R.,"Qualcomm, Inc.",US',
        ),
        # Without a header the columns that were guessed are written above, so that they stay.
        (
            "D. R.\tQualcomm\tUSA\nT. E.\tEricsson\tSE\nA. K.\tNokia\tFI",
            {"cell-1-2": "US"},
            "name\torganisation\tcountry\nD. R.\tQualcomm\tUS\nT. E.\tEricsson\tSE\nA. K.\tNokia\tFI",
        ),
        ("Organisation\nNokia\nZTE\x07 Corp", {"cell-2-0": "ZTE Corp"}, "Organisation\nNokia\nZTE Corp"),
        (
            '[{"organization": "Qualcomm", "country": "USA"}]',
            {"cell-1-1": "US"},
            "organization\tcountry\nQualcomm\tUS",
        ),
        (
            "Bluesheet for quic\n1 attendee\nD. R.  Qual\x07comm",
            {"cell-1-1": "Qualcomm"},
            "name\torganisation\nD. R.\tQualcomm",
        ),
        # What was typed may hold the separator.
        (WRONG, {"cell-2-1": "Qualcomm; Inc"}, WRONG.replace("Qualcomm, Inc.", '"Qualcomm; Inc"')),
        # A row that is too wide loses what stands beyond, which was shown.
        (
            "Name;Organisation\nD. R.;Huawei; Ltd.\nA. K.;Nokia",
            {"cell-1-0": "D. R.", "cell-1-1": "Huawei Ltd."},
            "Name;Organisation\nD. R.;Huawei Ltd.\nA. K.;Nokia",
        ),
    ],
)
def test_lists_of_every_shape_are_mended(text: str, typed: dict[str, str], expected: str) -> None:
    if text.startswith("["):
        shown = parse_attendees("organization\tcountry\nQualcomm\tUSA")
        cells = cells_of(text, shown)
        assert mended(cells, {"was-1": cells.was(1), **typed}) == (expected, [])
        return

    assert mended_text(text, typed) == (expected, [])


@pytest.mark.parametrize(
    "text",
    [
        WRONG.replace("FIN", "FI"),
        "T. E., Ericsson, SE\nD. R., Qualcomm, USA\nA. K., Nokia, FI",
        "T. E.\tEricsson\tt@example.org\tUSA\nA. K.\tNokia\ta@example.org\tFI\nB.\tZTE\tb@example.org\tCN",
        'Name;Affiliation;Employer;Country;Other\nT. E.;A;B;USA;x\n;;;;\nA. K.;"C; D";E;FI',
        'Name|Organisation|Country\nT. E.|A "quoted" name|USA',
    ],
)
def test_rows_beside_the_mended_one_are_read_as_before(text: str) -> None:
    before = parse_attendees(text)
    cells = cells_of(text, before)
    place = before.columns.index("country")
    row = next(row.row for row in before.rows if row.country is None)

    better, _ = mended(cells, {f"was-{row}": cells.was(row), f"cell-{row}-{place}": "US"})

    after = parse_attendees(better or "")
    others = [one for one in before.rows if one.row != row]
    assert [one for one in after.rows if one.row != row] == others
    assert (after.rows[row - 1].country, after.can_save) == ("US", True)


def test_a_row_that_moved_in_the_list_is_found_again() -> None:
    now = WRONG.replace("T. E.;Ericsson;SE\n", "")

    text, lost = mended_text(WRONG, {"cell-2-2": "US"}, now=now)

    assert (text, lost) == (now.replace("USA", "US"), [])


@pytest.mark.parametrize(("typed", "lost"), [("CA", [2]), ("USA", [])])
def test_a_row_that_was_changed_in_the_list_too_counts_as_it_stands_there(
    typed: str, lost: list[int]
) -> None:
    now = WRONG.replace("USA", "US")

    assert mended_text(WRONG, {"cell-2-2": typed}, now=now) == (None, lost)


@pytest.mark.parametrize("was", ["", "{", "7", json.dumps(["Somebody", "Else", "USA"])])
def test_a_row_that_was_never_there_is_not_mended(was: str) -> None:
    cells = cells_of(WRONG, parse_attendees(WRONG))

    text, _ = mended(cells, {"was-2": was, "cell-2-2": "US"})

    assert text is None


def test_a_list_that_was_not_read_to_its_end_is_mended_in_its_text() -> None:
    text = 'Name;Organisation;Country\nD. R.;Qualcomm;USA\nA. K.;"Nokia;FI'

    assert mended_text(text, {"cell-1-2": "US"}) == (None, [1])


# ---- The page ---------------------------------------------------------------------------------------


def fields_of(response) -> dict[str, str]:
    """Every field of the preview as the browser would send it."""
    shown = response.context["shown"]
    cells = [cell for row in shown["rows"] for cell in row["cells"] if "name" in cell]
    return {each["name"]: each["value"] for each in shown["mending"]} | {
        cell["name"]: cell["text"] for cell in cells
    }


def test_only_the_cell_that_is_wrong_is_a_field(delegate: User, client_of) -> None:
    meeting, client = work.meeting(delegate), client_of(delegate)

    shown = client.post(ADD.format(meeting.pk), {"pasted": WRONG, "step": "preview"})

    assert [name for name in fields_of(shown) if name.startswith("cell")] == ["cell-2-2", "cell-3-2"]
    assert field(shown, "cell-2-2") == "USA"
    assert '<a href="#id_cell-2-2">Row 2: Country' in shown.text
    assert 'aria-label="Country in row 2" aria-describedby="row-2-says" aria-invalid="true"' in shown.text
    assert "Put the red rows right here, or in the pasted list." in shown.text


def test_rows_are_mended_in_place_and_saved_when_none_is_red(delegate: User, client_of) -> None:
    meeting, client = work.meeting(delegate), client_of(delegate)
    address = ADD.format(meeting.pk)
    shown = client.post(address, {"pasted": WRONG, "step": "save"})

    given = fields_of(shown) | {"pasted": field(shown, "pasted"), "previewed": field(shown, "previewed")}
    half = client.post(address, given | {"cell-2-2": "US", "step": "save"})
    assert (errors(half), Attendance.objects.count()) == (
        ['Row 3: Country "FIN" is not a two-letter code. Use FI.'],
        0,
    )
    assert field(half, "pasted") == WRONG.replace("USA", "US")

    given = fields_of(half) | {"pasted": field(half, "pasted"), "previewed": field(half, "previewed")}
    whole = client.post(address, given | {"cell-3-2": "FI", "step": "save"})
    assert (errors(whole), fields_of(whole), Attendance.objects.count()) == ([], {}, 0)
    assert rows(whole) == [
        "1 Ericsson SE T. E. Will be added",
        "2 Qualcomm, Inc. US D. R. Will be added",
        "3 Nokia FI A. K. Will be added",
    ]

    given = {"pasted": field(whole, "pasted"), "previewed": field(whole, "previewed"), "step": "save"}
    client.post(address, given)
    found = Attendance.objects.values_list("stated_name__text", "stated_name__country")
    assert list(found) == [("Ericsson", "SE"), ("Qualcomm, Inc.", "US"), ("Nokia", "FI")]


def test_what_is_typed_wrong_again_stays_in_its_field(delegate: User, client_of) -> None:
    meeting, client = work.meeting(delegate), client_of(delegate)
    shown = client.post(ADD.format(meeting.pk), {"pasted": WRONG, "step": "preview"})
    given = fields_of(shown) | {"pasted": WRONG, "cell-2-2": "<U.S.>", "step": "preview"}

    again = client.post(ADD.format(meeting.pk), given)

    assert field(again, "cell-2-2") == "<U.S.>"
    assert errors(again)[0].startswith('Row 2: Country "<U.S.>" is not a two-letter code.')


def test_a_row_that_is_too_wide_shows_what_stands_beyond(delegate: User, client_of) -> None:
    meeting, client = work.meeting(delegate), client_of(delegate)
    wide = "Name;Organisation;Email\nD. R.;Huawei;d@example.org; Ltd."

    shown = client.post(ADD.format(meeting.pk), {"pasted": wide, "step": "preview"})

    assert [name for name in fields_of(shown) if name.startswith("cell")] == [
        "cell-1-1",
        "cell-1-0",
        "cell-1-2",
    ]
    assert shown.context["shown"]["columns"] == ["Organisation", "Country", "Person", "Email (column 3)"]
    assert 'Quote a cell with a separator in it. Beyond them stands "Ltd.".' in rows(shown)[0]


def test_a_list_changed_beside_its_preview_is_told(delegate: User, client_of) -> None:
    meeting, client = work.meeting(delegate), client_of(delegate)
    shown = client.post(ADD.format(meeting.pk), {"pasted": WRONG, "step": "preview"})
    given = fields_of(shown) | {"pasted": WRONG.replace("USA", "CA"), "cell-2-2": "US", "step": "preview"}

    again = client.post(ADD.format(meeting.pk), given)

    assert "Row 2 was changed in the pasted list too; what stands there counts." in again.text
    assert rows(again)[1] == "2 Qualcomm, Inc. CA D. R. Will be added"


def test_a_new_meeting_keeps_everything_typed_beside_the_mended_row(delegate: User, client_of) -> None:
    client = client_of(delegate)
    typed = {"pasted": WRONG, "number": "#179", "place": "Nice", "step": "save", "starts_on": "2027-02-15"}
    shown = client.post("/meetings/new/", typed)

    again = client.post("/meetings/new/", fields_of(shown) | typed | {"cell-2-2": "US", "cell-3-2": "FI"})

    assert [field(again, name) for name in ("number", "place", "starts_on")] == ["#179", "Nice", "2027-02-15"]
    assert field(again, "pasted") == WRONG.replace("USA", "US").replace("FIN", "FI")
    assert Meeting.objects.count() == 0
