"""Doubts about affiliations, by a table of cases that anybody can add to, and the table of mail domains."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from participation.screening.affiliation import Doubt, EarlierStatement, agree, doubt_of
from participation.screening.domains import mail_owners, owner_of

CASES = tomllib.loads((Path(__file__).parent / "cases/affiliations.toml").read_text(encoding="utf-8"))
ON = date(2026, 3, 2)
FOR_EVERYBODY = (
    "gmail.com",
    "outlook.com",
    "hotmail.com",
    "yahoo.com",
    "qq.com",
    "163.com",
    "126.com",
    "gmx.de",
)


def before(case: dict[str, Any]) -> list[EarlierStatement]:
    return [
        EarlierStatement(organisation, "FI", date.fromisoformat(day), f"meeting {number}")
        for number, (day, organisation) in enumerate(case["before"])
    ]


@pytest.mark.parametrize("case", CASES["mail"], ids=lambda case: f"{case['why']}: {case['stated'][0]}")
def test_a_mail_address(case: dict[str, Any]) -> None:
    doubt = doubt_of(case["stated"], address=case["address"], earlier=(), on=ON)

    assert (doubt.other if doubt else "") == case["asks"]


@pytest.mark.parametrize("case", CASES["earlier"], ids=lambda case: case["why"])
def test_an_earlier_statement(case: dict[str, Any]) -> None:
    doubt = doubt_of(case["stated"], address="w@example.org", earlier=before(case), on=ON)

    assert (doubt.other if doubt else "") == case["asks"]


def test_a_doubt_says_what_it_stands_on() -> None:
    by_mail = doubt_of(["Acme"], address="w@eu.huawei.com", earlier=(), on=ON)
    by_meeting = doubt_of(
        ["Acme"], address="", earlier=[EarlierStatement("Nokia", "FI", date(2025, 9, 1), "7")], on=ON
    )

    assert by_mail == Doubt("mail", "Huawei Technologies Co., Ltd.", "CN", "huawei.com")
    assert by_meeting == Doubt("earlier", "Nokia", "FI", "7")


def test_there_is_one_doubt_and_an_address_that_agrees_settles_an_earlier_employer() -> None:
    nokia = [EarlierStatement("Nokia", "FI", date(2025, 9, 1), "7")]

    assert doubt_of(["Acme"], address="w@huawei.com", earlier=nokia, on=ON) == Doubt(
        "mail", "Huawei Technologies Co., Ltd.", "CN", "huawei.com"
    )
    assert doubt_of(["Ericsson"], address="w@ericsson.com", earlier=nokia, on=ON) is None


def test_the_table_names_each_domain_once_and_nobody_who_gives_mail_to_everybody() -> None:
    domains = [domain for owner in mail_owners() for domain in owner.domains]

    assert len(domains) == len(set(domains))
    assert [domain for domain in domains if domain != domain.casefold() or "@" in domain] == []
    assert [domain for domain in FOR_EVERYBODY if owner_of(f"w@{domain}")] == []
    assert {owner.seen for owner in mail_owners()} <= {"register", "memory"}
    assert all(len(owner.country) == 2 and all(owner.names) for owner in mail_owners())


def test_every_organisation_agrees_with_its_own_names() -> None:
    assert [
        (owner.name, name) for owner in mail_owners() for name in owner.names if not agree(owner.name, name)
    ] == []


@pytest.mark.parametrize(
    "address", ["", "@", "huawei.com.", "x@.", "x@com", "x@" + "a." * 2000 + "b", "\0@\0"]
)
def test_an_odd_address_is_nobodys_or_read(address: str) -> None:
    found = owner_of(address)

    assert (found[0] if found else "") == ("huawei.com" if "huawei" in address else "")
