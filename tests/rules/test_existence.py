"""Which ECCN exists on a day, and what is said of one that does not."""

from datetime import date

import pytest

from participation.rules.existence import equipment_fault_of, fault_of
from participation.rules.facts import FactsError, load_facts
from tests.rules.case_tables import facts_with

NOW, BEFORE = date(2026, 7, 23), date(2023, 2, 1)
LIST = "the Commerce Control List of 23 July 2026"


@pytest.mark.parametrize(
    "eccn",
    [
        "EAR99",
        "5E002",
        "5E002.a",
        "5E992.b",
        "5E992.z",
        "5A001.b.2.a",
        "3A001.a.5.b.2.a.1",
        "5D002.z.9.b",
        "6A003.b.4.b",
    ],
)
@pytest.mark.parametrize("on", [NOW, BEFORE])
def test_what_exists(eccn: str, on: date) -> None:
    assert fault_of(eccn, on) is None


@pytest.mark.parametrize(
    ("eccn", "said"),
    [
        ("5E002.q", f"5E002.q is not in {LIST}; 5E002 has the paragraphs a, b"),
        ("5E002.a.1", f"5E002.a.1 is not in {LIST}; 5E002.a has no paragraphs below it"),
        ("5A001.k.1.a", f"5A001.k.1.a is not in {LIST}; 5A001 has the paragraphs a, b, c, d, e, f, g, h, j"),
        ("5A001.b.9", f"5A001.b.9 is not in {LIST}; 5A001.b has the paragraphs b.1, b.2, b.3, b.4, b.5, b.6"),
        ("3E991.a", f"3E991.a is not in {LIST}; 3E991 has no paragraphs"),
        ("5E992.c", f"5E992.c is not in {LIST}; 5E992 has the paragraph b"),
        (
            "5E999",
            f"5E999 is not an entry of {LIST}; "
            "category 5 has in group E 5E001, 5E002, 5E101, 5E980, 5E991, 5E992",
        ),
        ("4C001", f"4C001 is not an entry of {LIST}; category 4 has no entries in group C"),
        ("3A999.z", f"3A999.z is not in {LIST}; 3A999 has the paragraphs a, b, c, d, e, f"),
    ],
)
@pytest.mark.parametrize("on", [NOW, BEFORE])
def test_what_does_not_exist_is_said_at_any_date_with_what_does(eccn: str, said: str, on: date) -> None:
    assert fault_of(eccn, on) == said


def test_a_reserved_paragraph_held_something_before_the_day_of_the_table() -> None:
    assert (fault_of("5D002.d", BEFORE), fault_of("5A991.c.2", BEFORE), fault_of("4A003.e", BEFORE)) == (
        None,
    ) * 3
    assert fault_of("5D002.d", NOW) == f"5D002.d is reserved in {LIST}: nothing falls under it"
    # Letters that only leave room before z never held anything.
    assert fault_of("5D002.q", BEFORE) == f"5D002.q is not in {LIST}; 5D002 has the paragraphs a, b, c, z"


@pytest.mark.parametrize(
    ("eccn", "said"),
    [
        ("5A002.a", None),
        ("5A004", None),
        ("5E002.a", "5E002.a is not encryption equipment: 5A002, 5A003 or 5A004 is, down to its paragraph"),
        ("5A002.q", f"5A002.q is not in {LIST}; 5A002 has the paragraphs a, b, c, d, e, z"),
    ],
)
def test_equipment_is_that_of_information_security(eccn: str, said: str | None) -> None:
    assert equipment_fault_of(eccn, NOW) == said


@pytest.mark.parametrize("day", ["2019-06-03", "2025-03-01", "2026-11-10"])
@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"item.eccn": "5Z999"}, "item.eccn"),
        ({"item.eccn": "5E002.q"}, "item.eccn"),
        ({"item.eccn": "3A999.zz9"}, "item.eccn"),
        ({"item.eccn": "5E002.a", "item.crypto_equipment": "5A002.q"}, "item.crypto_equipment"),
    ],
)
def test_facts_with_what_does_not_exist_are_refused_with_the_path(
    changes: dict[str, str], path: str, day: str
) -> None:
    with pytest.raises(FactsError) as refused:
        load_facts(facts_with({"released_on": day, **changes}))

    assert refused.value.path == path
