import pytest

from participation.imports.decode import MAX_BYTES, DecodedText, UploadError, decode_upload

LATIN = "Byte 9 is not UTF-8, so the file was read as Windows-1252 (Latin-1). Check names with accents."


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", DecodedText("", "utf-8", "Read as UTF-8.")),
        ("Telefónica\r\n".encode(), DecodedText("Telefónica\r\n", "utf-8", "Read as UTF-8.")),
        (b"\xef\xbb\xbfName", DecodedText("Name", "utf-8", "UTF-8, as its byte order mark says.")),
        (b"\xff\xfeN\0\xf3\0", DecodedText("Nó", "utf-16-le", "UTF-16, as its byte order mark says.")),
        (b"\xfe\xff\0N\0\xf3", DecodedText("Nó", "utf-16-be", "UTF-16, as its byte order mark says.")),
        (b"Fondation\xe9", DecodedText("Fondationé", "cp1252", LATIN)),
    ],
)
def test_decode_upload_states_what_was_assumed(content: bytes, expected: DecodedText) -> None:
    assert decode_upload(content) == expected


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"Name\0", "Byte 4 is NUL, so this is not a text file. Save the list as CSV in UTF-8."),
        (b"\xef\xbb\xbfa\xff", "Byte 4 cannot be read as utf-8. Save the list as CSV in UTF-8."),
        (b"\xff\xfeN\0\x00\xd8", "Byte 4 cannot be read as utf-16-le. Save the list as CSV in UTF-8."),
        (b"ab\x81", "Byte 2 cannot be read as cp1252. Save the list as CSV in UTF-8."),
        (
            b"PK\x03\x04rest",
            "Byte 0: this is an Excel workbook (.xlsx) or another zip file. "
            "Save the list as CSV, or paste its cells.",
        ),
        (b"a" * (MAX_BYTES + 1), "The file has 5000001 bytes; at most 5000000 are read."),
    ],
)
def test_decode_upload_refuses_with_the_byte(content: bytes, message: str) -> None:
    with pytest.raises(UploadError) as caught:
        decode_upload(content)

    assert str(caught.value) == message
