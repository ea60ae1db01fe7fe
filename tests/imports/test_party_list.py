"""A file of parties, row by row: what is read, and what a broken row says while the others stand."""

import pytest

from participation.imports.party_list import PartyListError, PartyRow, read_parties

HEAD = b"query,country\n"
SOUND = PartyRow(3, "Ericsson", "SE")
# What stands in line 2, above a sound row -> how it is shown, its country, and its fault.
ROWS = [
    ("plain", b"Acme, US", ("Acme", "US", "")),
    ("small letters", b"Acme,us", ("Acme", "US", "")),
    ("no country", b"Acme", ("Acme", "", "")),
    ("further columns", b"Acme,US,x,y", ("Acme", "US", "")),
    ("quoted", b'"Acme, Inc. ""A""",US', ('Acme, Inc. "A"', "US", "")),
    ("a stray quote", b'5" Disk Co,US', ('5" Disk Co', "US", "")),
    ("a quote closed too early", b'"A" B,US', ("A B", "US", "")),
    ("bad country", b"Acme,USA", ("Acme", "USA", "line 2: country 'USA' is not a two-letter code")),
    ("other letters", "Acme,ΑΒ".encode(), ("Acme", "ΑΒ", "line 2: country 'ΑΒ' is not a two-letter code")),
    ("NUL", b"Ac\0me,US", ("Ac\0me", "US", "line 2: it holds a NUL character")),
    ("no UTF-8", b"Acm\xe9,FR", ("Acm\ufffd", "FR", "line 2: byte 17 of the file is not UTF-8")),
    (
        "lone surrogate",
        b"A\xed\xa0\x80,FR",
        ("A\ufffd\ufffd\ufffd", "FR", "line 2: byte 15 of the file is not UTF-8"),
    ),
    ("a name that is too long is for screening to judge", b"x" * 501, ("x" * 501, "", "")),
    (
        "an open quote",
        b'"Acme,US',
        ('"Acme,US', "", "line 2: a quoted cell is not closed, or the row is too long"),
    ),
    (
        "endless",
        b"x" * 200_000,
        ("x" * 10_000, "", "line 2: a quoted cell is not closed, or the row is too long"),
    ),
]


@pytest.mark.parametrize(("line", "expected"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_a_row_and_the_sound_one_after_it(line: bytes, expected: tuple[str, str, str]) -> None:
    rows = read_parties(HEAD + line + b"\nEricsson,SE\n", file="names.csv")

    assert rows == [PartyRow(2, *expected), SOUND]


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_every_line_end_and_a_byte_order_mark(end: bytes) -> None:
    content = b"\xef\xbb\xbf" + end.join([b"id,country,query", b"1,SE,Ericsson", b"", b"2,,Acm\xe9"])

    rows = read_parties(content, file="names.csv")

    bad = content.index(b"\xe9")
    assert rows == [
        PartyRow(2, "Ericsson", "SE"),
        PartyRow(4, "Acm\ufffd", "", f"line 4: byte {bad} of the file is not UTF-8"),
    ]


def test_a_quoted_cell_over_two_lines_is_one_row() -> None:
    rows = read_parties(HEAD + b'"Acme\nInc",US\nEricsson,SE\n', file="names.csv")

    assert rows == [PartyRow(2, "Acme\nInc", "US"), PartyRow(4, "Ericsson", "SE")]


def test_an_open_quote_does_not_take_the_rows_up_to_the_next_quote() -> None:
    rows = read_parties(HEAD + b'"Acme,US\nEricsson,SE\n"Nokia, Oyj",FI\n', file="names.csv")

    assert [(row.query, bool(row.fault)) for row in rows] == [
        ('"Acme,US', True),
        ("Ericsson", False),
        ("Nokia, Oyj", False),
    ]


@pytest.mark.parametrize("row", [b'"open', b"\xff,US", b"x,USA", b"a\0b,US"])
def test_one_broken_row_in_fifty_thousand_is_the_only_one(row: bytes) -> None:
    lines = [b"Company %d,DE" % number for number in range(50_000)]
    lines[30_000] = row

    rows = read_parties(HEAD + b"\n".join(lines), file="names.csv")

    assert len(rows) == 50_000
    assert [one.line for one in rows if one.fault] == [30_002]


@pytest.mark.parametrize(
    ("content", "missing"),
    [(b"", "query"), (b"name,country\nx,\n", "query"), (b"query\nx\n", "country"), (b"\xff\xfeq\0", "query")],
)
def test_a_file_without_the_columns_is_refused(content: bytes, missing: str) -> None:
    with pytest.raises(PartyListError) as refused:
        read_parties(content, file="names.csv")

    assert str(refused.value) == (
        f"names.csv has no column {missing!r}; its first line must name query,country."
    )
