import io
from datetime import date

import pytest

from participation.lists.dating import listed_on
from participation.lists.parse.starter import parse_starter, starter_list
from participation.lists.records import ListError, ListRecord, identity_of
from participation.lists.requirement import basis_of, footnote_of, requirement_of

HEAD = 'as_of_on = 2026-07-31\nsource = "EL"\npartial = true\n'
ENTRY = '[[entry]]\nname = "DJI"\ncountries = ["CN"]\nrequirement = "all"\nbasis = "744.11"\n'


def record_named(name: str) -> ListRecord:
    return next(record for record in starter_list().records if record.name == name)


def test_starter_list_is_partial_dated_and_of_useful_size() -> None:
    starter = starter_list()

    assert (starter.partial, starter.as_of_on, dict(starter.counts)) == (
        True,
        date(2026, 7, 31),
        {"EL": starter.rows},
    )
    assert 150 <= starter.rows <= 300


def test_no_party_stands_twice() -> None:
    identities = [identity_of(record) for record in starter_list().records]

    assert len(set(identities)) == len(identities)


@pytest.mark.parametrize(
    ("name", "requirement", "footnote", "basis", "start_on"),
    [
        ("Huawei Technologies Co., Ltd. (Huawei)", "all", 1, "744.11", date(2019, 5, 16)),
        ("Toga Networks", "all", 1, "744.11", date(2020, 8, 17)),
        ("Hangzhou Hikvision Digital Technology Co., Ltd.", "all", None, "744.11", date(2019, 10, 9)),
        ("Inspur Group Co., Ltd.", "all", 4, "744.11", None),
        ("Moscow Institute of Physics and Technology", "all", 3, "744.21(b)", None),
        ("DJI", "other", None, "744.11", date(2020, 12, 18)),
        ("University of Electronic Science and Technology of China", "all", None, None, None),
    ],
)
def test_entries_say_what_is_known(
    name: str, requirement: str, footnote: int | None, basis: str | None, start_on: date | None
) -> None:
    record = record_named(name)

    assert (requirement_of(record), footnote_of(record), basis_of(record), record.start_on) == (
        requirement,
        footnote,
        basis,
        start_on,
    )


def test_all_but_one_entry_can_be_dated() -> None:
    undated = [record.name for record in starter_list().records if listed_on(record, None).on is None]

    assert undated == ["Southwest Research Institute of Electronics Technology"]


def test_small_file_gives_the_record_and_its_line() -> None:
    record = parse_starter(
        io.BytesIO((HEAD + ENTRY + 'footnote = 4\ncitations = ["85 FR 83420"]').encode())
    ).records

    assert [(r.name, r.row, r.license_requirement, r.federal_register) for r in record] == [
        ("DJI", 4, "For all items subject to the EAR (see § 734.9(e)(2) and § 744.11)", ("85 FR 83420",))
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name = ", "line 1: not well-formed TOML"),
        ("a = " + "[" * 20_000, "line 1: not a starter list"),
        ("a = " + "9" * 6_000, "line 1: not a starter list"),
        ("source = 'EL'\npartial = true\n" + ENTRY, "line 1: as_of_on"),
        (HEAD.replace("true", "false") + ENTRY, "line 1: as_of_on"),
        (HEAD, "line 1: no .*entry.* tables"),
        (HEAD + ENTRY.replace("name", "title"), "line 4: unknown key 'title'"),
        (HEAD + ENTRY.replace('"DJI"', '""'), "line 4: name is needed"),
        (HEAD + ENTRY.replace('"all"', '"some"'), "line 4: requirement must be one of all, ccl_only, other"),
        (HEAD + ENTRY.replace('"all"', '"other"'), "line 4: note goes with requirement other"),
        (HEAD + ENTRY + "footnote = 2", "line 4: footnote must be 1, 3, 4 or 5"),
        (HEAD + ENTRY + 'start_on = "2020"', "line 4: start_on must be a date"),
        (HEAD + ENTRY + 'aliases = "SZ DJI"', "line 4: aliases must be a list of texts"),
        (HEAD + ENTRY.replace('"744.11"', "744.11"), "line 4: basis must be a section"),
    ],
)
def test_other_shapes_are_refused(text: str, message: str) -> None:
    with pytest.raises(ListError, match=message):
        parse_starter(io.BytesIO(text.encode()))


def test_undecodable_starter_is_refused() -> None:
    with pytest.raises(ListError, match="byte 0: not UTF-8"):
        parse_starter(io.BytesIO(b"\xff"))
