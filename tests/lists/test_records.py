from collections.abc import Callable
from datetime import date

import pytest

from participation.lists.records import ListRecord, content_hash, identity_of, normalised_name

MakeRecord = Callable[..., ListRecord]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Huawei Technologies Co., Ltd.", "huawei technologies co ltd"),
        (" HUAWEI  Technologies\tCo.,Ltd ", "huawei technologies co ltd"),
        ("\uff28uawei", "huawei"),
        ("Telecomunicac\u0327o\u0303es", "telecomunicações"),
    ],
)
def test_normalised_name_ignores_case_punctuation_and_blanks(name: str, expected: str) -> None:
    assert normalised_name(name) == expected


def test_identity_is_the_official_number_where_there_is_one(make_record: MakeRecord) -> None:
    assert identity_of(make_record(source="SDN", official_number="15268")) == "SDN:#15268"


def test_identity_is_else_name_and_first_country(make_record: MakeRecord) -> None:
    assert identity_of(make_record()) == "EL:huawei technologies co ltd|CN"
    assert identity_of(make_record(countries=("HK", "CN"))) == "EL:huawei technologies co ltd|CN"
    assert identity_of(make_record(countries=())) == "EL:huawei technologies co ltd|"


def test_content_hash_ignores_the_row_only(make_record: MakeRecord) -> None:
    record = make_record()

    assert content_hash(record).hex() == "dc9b8657ac831d15e7a688c4ff0d69821ef4246c56b69957837f13952747e8cb"
    assert content_hash(make_record(row=900)) == content_hash(record)
    changes: list[dict[str, object]] = [
        {"name": "Huawei"},
        {"aliases": ()},
        {"countries": ("HK",)},
        {"start_on": date(2019, 5, 21)},
        {"remarks": "x"},
    ]
    hashes = {content_hash(make_record(**change)) for change in changes}
    assert len(hashes | {content_hash(record)}) == len(changes) + 1
