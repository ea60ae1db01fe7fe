"""Dated parameters: what is refused by name, what is in force on a day, what an overlay may do."""

from datetime import date
from typing import Any

import pytest

from participation.rules.dated import read_parameters
from participation.rules.in_force import ParametersError, edition, joined

CITED = {"citation": "90 FR 1", "url": "https://www.federalregister.gov/citation/90-FR-1", "source": "memory"}


def row(**members: Any) -> dict[str, Any]:
    given = {key.rstrip("_"): value for key, value in members.items()}
    dated = {"from", "to"} & set(given)
    return {"value": "x", **CITED, **({} if dated else {"always": True}), **given}


FAULTS: list[tuple[Any, str]] = [
    ([row(to=date(2020, 1, 2)), row(from_=date(2020, 1, 2))], "rule: two rows overlap at 2020-01-02"),
    ([row(), row(from_=date(2020, 1, 2))], "rule: two rows overlap at 2020-01-02"),
    (
        [row(to=date(2020, 1, 1)), row(from_=date(2020, 1, 3))],
        "rule: no row covers the days between 2020-01-01 and 2020-01-03",
    ),
    ([row(citation="")], "rule: a row lacks its citation or its url"),
    ([row(url="")], "rule: a row lacks its citation or its url"),
    ([row(source="rumour")], "rule: 'rumour' is not a valid Source"),
    ([row(from_="yesterday")], "rule: Invalid isoformat string: 'yesterday'"),
    ([row(from_=2020)], "rule: 2020 is not a date"),
    ([row(from_=date(2020, 2, 1), to=date(2020, 1, 1))], "rule: a row ends on 2020-01-01, before it begins"),
    ([CITED], "rule: a row has a value and the keys"),
    ([{"value": "x", **CITED}], "rule: a row has a first or a last day, or says `always = true`"),
    ([row(from_="2020-01-01", always=True)], "rule: a row has a first or a last day, or says"),
    ([row(always=False)], "rule: a row has a first or a last day, or says"),
    ([row(note=1)], "rule: the note of a row is a text"),
    ([row(title=1)], "rule: the title of a row is a text"),
    ([row(url="ftp://x")], "rule: the url of a row begins with https://"),
    ([row(colour="red")], "rule: a row has a value and the keys"),
    ([], "rule: a list of dated rows is needed"),
    ("x", "rule: a list of dated rows is needed"),
]


@pytest.mark.parametrize(("rows", "message"), FAULTS, ids=lambda each: str(each)[-40:])
def test_read_parameters_refuses_by_name(rows: Any, message: str) -> None:
    with pytest.raises(ParametersError) as refused:
        read_parameters({"rule": rows})

    assert str(refused.value).startswith(message)


BOUNDARIES = [
    ("carve_out", "2019-05-19", "none"),
    ("carve_out", "2019-05-20", "general_license_2019"),
    ("carve_out", "2019-08-18", "general_license_2019"),
    ("carve_out", "2019-08-19", "none"),
    ("carve_out", "2020-06-17", "none"),
    ("carve_out", "2020-06-18", "rule_2020"),
    ("carve_out", "2022-09-08", "rule_2020"),
    ("carve_out", "2022-09-09", "rule_2022"),
    ("carve_out", "2024-07-17", "rule_2022"),
    ("carve_out", "2024-07-18", "none"),
    ("standards_exclusion", "2024-07-17", None),
    ("standards_exclusion", "2024-07-18", True),
    ("affiliates_rule", "2025-09-28", "not_in_force"),
    ("affiliates_rule", "2025-09-29", "in_force"),
    ("affiliates_rule", "2025-11-09", "in_force"),
    ("affiliates_rule", "2025-11-10", "not_in_force"),
    ("affiliates_rule", "2026-11-09", "not_in_force"),
    ("affiliates_rule", "2026-11-10", "unsettled"),
    ("sanctioned_place.SY", "2025-06-30", True),
    ("sanctioned_place.SY", "2025-07-01", None),
    ("encryption_notice", "2021-03-28", "every"),
    ("encryption_notice", "2021-03-29", "nonstandard"),
]


@pytest.mark.parametrize(("name", "day", "value"), BOUNDARIES)
def test_value_in_force_on_the_boundary_days(name: str, day: str, value: object) -> None:
    found = edition().on(date.fromisoformat(day)).find(name)

    assert (found.value if found else None) == value


def test_missing_value_is_an_error_by_name() -> None:
    with pytest.raises(ParametersError, match="standards_exclusion has no value on 2020-01-01"):
        edition().on(date(2020, 1, 1))["standards_exclusion"]


def test_edition_without_overlay_is_read_once() -> None:
    assert edition() is edition({})
    assert len(edition().fingerprint) == 64


def test_overlay_stands_in_front_on_its_own_days_only() -> None:
    overlay = {"affiliates_rule": [row(value="in_force", from_="2026-03-01", to="2026-03-31")]}

    changed = edition(overlay)

    days = [date(2026, 2, 28), date(2026, 3, 1), date(2026, 3, 31), date(2026, 4, 1), date(2026, 11, 10)]
    assert [changed.on(day)["affiliates_rule"].value for day in days] == [
        "not_in_force",
        "in_force",
        "in_force",
        "not_in_force",
        "unsettled",
    ]
    assert changed.fingerprint != edition().fingerprint
    assert changed.fingerprint == edition(overlay).fingerprint
    assert edition().on(date(2026, 3, 1))["affiliates_rule"].value == "not_in_force"


def test_overlay_may_add_a_country_to_a_known_table() -> None:
    added = edition({"military_end_user": {"VN": [row(value="named_items", from_="2026-12-01")]}})

    assert added.on(date(2026, 12, 1))["military_end_user.VN"].value == "named_items"


OVERLAY_FAULTS = [
    ({"weather": [row()]}, "weather is not a parameter that an overlay can change"),
    ({"standards_exclusion": [row(value="yes")]}, "standards_exclusion: a value of type bool is needed"),
    (
        {"affiliates_rule": [row(value="maybe")]},
        "affiliates_rule: one of in_force, not_in_force, unset",
    ),
    ({"embargo": {"RU": [row(value={"ccl": "fine", "ear99": "needs_review"})]}}, "embargo.RU: ccl = 'fine'"),
    ({"embargo": {"RU": [row(value={"ccl": "license_required"})]}}, "embargo.RU: the keys ccl, ear99 are"),
    ({"rules_known_until": [row(value="soon")]}, "rules_known_until: Invalid isoformat string: 'soon'"),
]


@pytest.mark.parametrize(("overlay", "message"), OVERLAY_FAULTS, ids=lambda each: str(each)[:30])
def test_overlay_is_refused_by_name(overlay: dict[str, Any], message: str) -> None:
    with pytest.raises(ParametersError) as refused:
        edition(overlay)

    assert str(refused.value).startswith(message)


def test_rules_known_until_drives_the_forecast() -> None:
    moved = edition({"rules_known_until": [row(value="2027-01-31")]})

    assert moved.on(date(2026, 12, 1))["rules_known_until"].value == "2027-01-31"


def test_a_name_in_two_files_is_an_error_by_name() -> None:
    with pytest.raises(ParametersError, match=r"^rule is given in two files, the second is b\.toml$"):
        joined([("a.toml", {"rule": [row()]}), ("b.toml", {"rule": [row()]})])


def test_overlay_may_change_what_a_country_needs() -> None:
    eased = {"ccl": "license_required", "ear99": "needs_review"}

    changed = edition({"embargo": {"CU": [row(value=eased, from_="2027-01-01")]}})

    assert changed.on(date(2027, 1, 1))["embargo.CU"].value == eased


def test_overlay_may_end_a_rule() -> None:
    ended = edition({"standards_exclusion": [row(value=False, from_="2027-01-01")]})

    values = [ended.on(day)["standards_exclusion"].value for day in (date(2026, 12, 31), date(2027, 1, 1))]
    assert values == [True, False]
