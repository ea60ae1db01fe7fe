import gzip
import hashlib
import io
from datetime import date

import pytest

from participation.lists.parse import csl
from participation.lists.parse.csl import parse_csl
from participation.lists.records import SOURCES, ListError, ListRecord, Oddity, ParsedList

EL = SOURCES["EL"]
FULL_HEADER = (
    "_id,source,entity_number,type,programs,name,title,addresses,federal_register_notice,start_date,end_date,"
    "standard_order,license_requirement,license_policy,call_sign,vessel_type,gross_tonnage,"
    "gross_registered_tonnage,vessel_flag,vessel_owner,remarks,source_list_url,alt_names,citizenships,"
    "dates_of_birth,nationalities,places_of_birth,source_information_url,ids"
)
FULL_ROW = (
    f'abc123,{EL},,,,"CETC 13","","113 Hezuo Road, CN; 9 Road, Kowloon, HK",'
    "83 FR 37423; 87 FR 77505,2018-08-01,,,"
    "For all items subject to the EAR. (See § 744.11 of the EAR),Presumption of denial,,,,,,,note,http://x,"
    '"HSRI; and CETC Research Institute 13.",,,,,http://y,'
)
CETC = ListRecord(
    source="EL",
    official_number=None,
    name="CETC 13",
    aliases=("HSRI", "CETC Research Institute 13"),
    countries=("CN", "HK"),
    addresses=("113 Hezuo Road, CN", "9 Road, Kowloon, HK"),
    federal_register=("83 FR 37423", "87 FR 77505"),
    license_requirement="For all items subject to the EAR. (See § 744.11 of the EAR)",
    license_policy="Presumption of denial",
    start_on=date(2018, 8, 1),
    end_on=None,
    programs=(),
    entity_type="",
    remarks="note",
    row=2,
)
SMALL_HEADER = "source,name,addresses"


def parsed(text: str) -> ParsedList:
    return parse_csl(io.BytesIO(text.encode()))


def test_full_file_gives_the_whole_record() -> None:
    text = f"{FULL_HEADER}\n{FULL_ROW}\n"

    result = parsed(text)

    assert result == ParsedList(
        records=(CETC,),
        counts={"EL": 1},
        sha256=hashlib.sha256(text.encode()).digest(),
        rows=1,
        partial=False,
    )


def test_file_without_id_gives_the_same_records() -> None:
    text = f"{FULL_HEADER.removeprefix('_id,')}\n{FULL_ROW.removeprefix('abc123,')}\n"

    assert parsed(text).records == (CETC,)


def test_gzip_is_unpacked_and_its_own_bytes_are_the_digest() -> None:
    packed = gzip.compress(f"{FULL_HEADER}\n{FULL_ROW}\n".encode())

    result = parse_csl(io.BytesIO(packed))

    assert result.records == (CETC,)
    assert result.sha256 == hashlib.sha256(packed).digest()


def test_bom_unknown_columns_blanks_and_final_0x1a_are_tolerated() -> None:
    text = f'\ufeffSource,Name,colour,addresses\r\n"{EL}"," ADRIAN ",red,CN\r\n\x1a'

    records = parsed(text).records

    assert [(r.name, r.countries) for r in records] == [("ADRIAN", ("CN",))]


def test_rows_are_the_lines_on_which_entries_start() -> None:
    text = f'{SMALL_HEADER}\n{EL},"two\nlines",CN\n\n{EL},second,CN\n'

    assert [record.row for record in parsed(text).records] == [2, 5]


def test_oddities_are_told_with_their_line() -> None:
    text = (
        "source,name,addresses,start_date,license_requirement\n"
        f"{EL},Somewhere,,21/05/2019,See §734.9(e) and §744.11 of the EAR\n"
    )

    result = parsed(text)

    assert result.warnings == (
        Oddity(2, "start_date is not a date: '21/05/2019'"),
        Oddity(2, "no country: 'Somewhere'"),
        Oddity(2, "734.9(e) is cited without a footnote: 'Somewhere'"),
    )
    assert result.records[0].start_on is None


@pytest.mark.parametrize(
    ("content", "row", "byte", "message"),
    [
        (b"", None, 0, "the file is empty"),
        (b" \n\n", None, 0, "the file is empty"),
        (b"\x1a", None, 0, "the file is empty"),
        (b"<!DOCTYPE html><html>", None, 0, "a web page, not a csv file"),
        (b"source,addresses\nx,CN\n", 1, None, "no column 'name' in the header"),
        (b"name,addresses\nx,CN\n", 1, None, "no column 'source' in the header"),
        (b"source,name,name\n", 1, None, "column 'name' stands twice in the header"),
        (b"source,name\n", 1, None, "no entries after the header"),
        (b"source,name\nMystery List,x\n", 2, None, "unknown source 'Mystery List'"),
        (f"source,name\n{EL},\n".encode(), 2, None, "an entry without a name"),
        (f"source,name\n{EL},a\n{EL}\n".encode(), 3, None, "1 cells where the header has 2"),
        (f"source,name\n{EL},a,b\n".encode(), 2, None, "3 cells where the header has 2"),
        (
            f'source,name\n{EL},a\n{EL},"cut in a quo'.encode(),
            3,
            None,
            "not well-formed csv, perhaps cut (unexpected end of data)",
        ),
        (b"source,name\nx\0y,z\n", None, 13, "a NUL byte; this is not a csv text"),
        (b"source,name\nab\xff,z\n", None, 14, "not UTF-8"),
    ],
)
def test_file_that_cannot_be_trusted_is_refused(
    content: bytes, row: int | None, byte: int | None, message: str
) -> None:
    with pytest.raises(ListError) as caught:
        parse_csl(io.BytesIO(content))

    assert (caught.value.row, caught.value.byte, caught.value.message) == (row, byte, message)


@pytest.mark.parametrize("damage", ["cut", "changed"])
def test_damaged_gzip_is_refused(damage: str) -> None:
    packed = bytearray(gzip.compress(f"{FULL_HEADER}\n{FULL_ROW}\n".encode()))
    if damage == "cut":
        del packed[-20:]
    else:
        packed[-6] ^= 0xFF

    with pytest.raises(ListError, match="cut or damaged"):
        parse_csl(io.BytesIO(bytes(packed)))


def test_gzip_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csl, "_MAX_BYTES", 100)

    with pytest.raises(ListError, match="more than 100 bytes after unpacking"):
        parse_csl(io.BytesIO(gzip.compress(b"x" * 101)))


def test_error_names_the_line_in_its_text() -> None:
    assert str(ListError("wrong", row=7)) == "line 7: wrong"
    assert str(ListError("wrong", byte=7)) == "byte 7: wrong"
    assert str(ListError("wrong")) == "wrong"
