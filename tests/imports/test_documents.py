from datetime import date

import pytest

from participation.imports.decode import UploadError
from participation.imports.documents import MAX_ROWS, DocumentRow, parse_documents
from participation.imports.problems import RowProblem

WAKE_UP = DocumentRow(
    1, "S2-2003218", "System support", "r1", "Vodafone, Huawei", "CR", "5.1", "approved", None
)


@pytest.mark.parametrize(
    "text",
    [
        "TDoc,Title,Source,Type,Agenda item,TDoc Status\n"
        'S2-2003218r1,System support,"Vodafone, Huawei",CR,5.1,approved\n',
        "AI;Tdoc;TYPE;Doc For;Subject;Source;Rel;Result\n"
        "5.1;S2-2003218r1;CR;Approval;System support;Vodafone, Huawei;Rel-16;approved\n",
        "AI\tTD#\tType\tTitle\tSource\tTDoc Status\tResult\n"
        "5.1\tS2-2003218r1\tCR\tSystem support\tVodafone, Huawei\tapproved\tnoted\n",
    ],
)
def test_headers_drift_and_the_row_stays(text: str) -> None:
    preview = parse_documents(text)

    assert preview.rows == (WAKE_UP,)
    assert preview.problems == ()
    assert preview.can_save


@pytest.mark.parametrize(
    "text",
    ["draft-ietf-quic-http-34\tHTTP/3\n", "draft-ietf-quic-http-34 HTTP/3", "draft-ietf-quic-http-34;HTTP/3"],
)
def test_numbers_and_titles_are_pasted_without_header(text: str) -> None:
    expected = DocumentRow(1, "draft-ietf-quic-http", "HTTP/3", "34", "", "", "", "", None)

    assert parse_documents(text).rows == (expected,)


def test_bytes_are_decoded_and_the_encoding_is_said() -> None:
    preview = parse_documents(b"TDoc,Title,Uploaded\nS2-1,T\xe9st,2020-04-14 08:33:21\n")

    assert preview.rows == (DocumentRow(1, "S2-1", "T\u00e9st", None, "", "", "", "", date(2020, 4, 14)),)
    assert preview.assumed.startswith("Byte 26 is not UTF-8")
    with pytest.raises(UploadError):
        parse_documents(b"PK\x03\x04")


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (",Title,", RowProblem(1, "number", "error", "No document number. Type it.")),
        (
            "none,Title,",
            RowProblem(1, "number", "error", '"none" is not a document number. Type it.', "none"),
        ),
        ("S2-1,,", RowProblem(1, "title", "odd", "No title. The document is kept under its number.")),
        (
            f"S2-{'1' * 118},Title,",
            RowProblem(
                *(1, "number", "error"),
                message="The number has 121 characters; a document number has at most 120.",
                typed=f"S2-{'1' * 54}...",
            ),
        ),
        (
            f"S2-1,{'T' * 301},",
            RowProblem(
                *(1, "title", "odd"),
                message="The title has 301 characters; the first 300 are kept.",
                typed=f"{'T' * 57}...",
            ),
        ),
        (
            "S2-1,Title,14/04/2020",
            RowProblem(
                *(1, "uploaded_on", "odd"),
                message='Uploaded "14/04/2020" is no date such as 2026-12-07; it was left out.',
                typed="14/04/2020",
            ),
        ),
        (
            "S2-1,Title,2020-02-30",
            RowProblem(
                *(1, "uploaded_on", "odd"),
                message='Uploaded "2020-02-30" is no date such as 2026-12-07; it was left out.',
                typed="2020-02-30",
            ),
        ),
        (
            "S2-1,Title,,more",
            RowProblem(
                *(1, "row", "error"),
                message="The row has 4 cells, the list has 3 columns. Quote a cell with a separator in it.",
            ),
        ),
        (
            "S2-1,Ti\x07tle,",
            RowProblem(
                1, "title", "error", "The cell has a control character (U+0007). Remove it.", "Ti\x07tle"
            ),
        ),
        (
            'S2-1,"Title,',
            RowProblem(
                *(1, "row", "error"),
                message="A quote that opens in line 2 is never closed; nothing after it was read.",
            ),
        ),
    ],
)
def test_problems_name_row_and_field(row: str, problem: RowProblem) -> None:
    assert parse_documents("TDoc,Title,Uploaded\n" + row + "\n").problems == (problem,)


def test_a_repeated_number_is_odd_with_the_same_title_and_an_error_with_another() -> None:
    preview = parse_documents("TDoc,Title\nS2-1,A\ns2-1,A\nS2-1,B\nS2-1r1,B\n")

    same = "s2-1 is in row 1 already; the second is not saved again."
    other = "S2-1 is in row 1 with another title. Keep one of them."
    assert preview.problems == (
        RowProblem(2, "number", "odd", same, "s2-1"),
        RowProblem(3, "number", "error", other, "S2-1"),
    )
    assert not preview.can_save


def test_empty_and_overlong_lists_cannot_be_saved() -> None:
    too_long = "TDoc,Title\n" + "".join(f"S2-{number},T\n" for number in range(MAX_ROWS + 1))

    assert parse_documents("").problems == (RowProblem(None, "row", "error", "The list has no rows."),)
    message = "The list has 10001 rows; at most 10000 are read at once. Split it."
    assert parse_documents(too_long).problems == (RowProblem(None, "row", "error", message),)
