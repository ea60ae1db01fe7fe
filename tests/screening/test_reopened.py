import pytest

from participation.screening.reopened import RELEVANT_FIELDS, Change, changes


def test_what_counts_is_this_and_nothing_else() -> None:
    assert RELEVANT_FIELDS == (
        ("listed", "source", "list"),
        ("listed", "name", "name"),
        ("listed", "aliases", "aliases"),
        ("listed", "countries", "countries"),
        ("listed", "addresses", "addresses"),
        ("listed", "entity_type", "kind of party"),
        ("listed", "programs", "programmes"),
        ("listed", "license_requirement", "licence requirement"),
        ("listed", "license_policy", "licence policy"),
        ("listed", "remarks", "remarks"),
        ("stated", "country", "country"),
        ("stated", "organisation", "organisation"),
    )


def test_a_change_names_its_field_and_both_values() -> None:
    (change,) = changes("listed", {"countries": ("CN",)}, {"countries": ("CN", "HK")})

    assert change.as_json() == {
        "side": "listed",
        "field": "countries",
        "before": ["CN"],
        "after": ["CN", "HK"],
        "text": "the entry's countries changed from CN to CN, HK",
    }


@pytest.mark.parametrize(
    ("change", "text"),
    [
        (Change("stated", "country", ("CN",), ()), "the stated country changed from CN to none"),
        (Change("listed", "source", ("UVL",), ("EL",)), "the entry's list changed from UVL to EL"),
        (
            Change("listed", "aliases", (), tuple(f"An alias with number {n}" for n in "01234")),
            "the entry's aliases changed (added “An alias with number 0”, “An alias with number 1”, "
            "“An alias with number 2”, 2 more)",
        ),
        (
            Change("listed", "addresses", ("1 Old Road" + " and far" * 40,), ("2 New Road",)),
            f"the entry's addresses changed (added “2 New Road”; gone “1 Old Road{' and far' * 13} and f …”)",
        ),
    ],
)  # fmt: skip
def test_a_change_is_told_in_words(change: Change, text: str) -> None:
    assert change.text == text


def test_another_order_is_no_change() -> None:
    assert changes("listed", {"aliases": ("A", "B")}, {"aliases": ("B", "A")}) == ()
