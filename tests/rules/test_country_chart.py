"""What the step says of the Country Chart, and that it clears nobody of whom the chart says nothing."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from participation.rules.countries import COUNTRIES
from participation.rules.country_tables import marked
from participation.rules.decide import decide
from participation.rules.determination import Determination, Finding, Outcome, Source
from participation.rules.facts import load_facts
from participation.rules.in_force import edition
from tests.rules.case_tables import facts_with

ISSUE = date(2026, 7, 23)
NS_2 = {"item.kind": "hardware", "item.eccn": "5B001.a", "item.reasons_for_control": ["NS", "AT"]}


def decided(country: str, changes: dict[str, object] | None = None) -> Determination:
    recipient = {"name": "Example Ltd.", "country": country, "lists": []}
    facts = facts_with({"released_on": "2026-08-03", **NS_2, **(changes or {})}, [recipient])
    return decide(load_facts(facts), edition())


def chart_of(determination: Determination) -> Finding:
    (finding,) = [each for each in determination.findings if each.step == "country_chart"]
    return finding


def test_met_says_which_columns_and_that_they_are_not_marked() -> None:
    finding = chart_of(decided("DE"))

    assert finding.explanation == (
        "For Example Ltd., the Country Chart asks nothing: 5B001.a falls under NS2, AT1, "
        "and nothing of it is marked for Germany."
    )
    assert [each.cite for each in finding.citations] == [
        "15 CFR 736.2(b)(1); Supplement 1 to part 738",
        "Supplement 1 to part 738",
    ]
    assert finding.in_force_from == ISSUE


def test_a_mark_names_the_column_and_the_country() -> None:
    assert chart_of(decided("CN")).explanation == (
        "The Country Chart marks NS2 for China: a licence or an exception is needed; "
        "nobody recorded the basis for Example Ltd."
    )


@pytest.mark.parametrize(("country", "outcome"), [("DE", "no_license_required"), ("CN", "needs_review")])
def test_an_older_release_carries_the_age_of_the_table(country: str, outcome: str) -> None:
    determination = decided(country, {"released_on": "2023-05-02"})
    finding = chart_of(determination)

    assert determination.outcome == outcome
    assert "(as of 23 July 2026: what stood earlier is not known here)" in finding.explanation
    assert (finding.in_force_from, finding.source) == (None, Source.INFERENCE)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (
            {"item.reasons_for_control": ["NS", "EI"]},
            "5B001 has no column for EI; nobody recorded the basis for Example Ltd.",
        ),
        (
            {"item.kind": "technology", "item.eccn": "5E001.a", "item.reasons_for_control": ["NS", "SL"]},
            "For SL the requirement stands in 742.13, not in the chart; "
            "nobody recorded the basis for Example Ltd.",
        ),
    ],
)
def test_what_the_chart_cannot_answer_is_said(changes: dict[str, object], said: str) -> None:
    determination = decided("CA", {**changes, "activity.for_a_standard": False})

    assert determination.outcome is Outcome.NEEDS_REVIEW
    assert chart_of(determination).explanation == said


def test_a_footnote_beside_the_columns_leaves_it_open() -> None:
    """Footnote 9 is about the occupied regions of Ukraine; which region it is, no fact says."""
    unmarked = {"released_on": "2021-02-01", "item.eccn": "2B352", "item.reasons_for_control": ["CB", "AT"]}
    assert marked("UA", ("CB2", "AT1"), ISSUE) == ()

    finding = chart_of(decided("UA", unmarked))

    assert finding.explanation.startswith(
        "Footnote 9 of the Country Chart speaks of Ukraine beside its columns"
    )


def test_a_footnote_about_other_entries_does_not() -> None:
    """Footnote 10 asks a licence for firearms, footnote 3 for military commodities of 0A919."""
    assert [decided(each).outcome for each in ("GB", "AU", "FR")] == [Outcome.NO_LICENSE_REQUIRED] * 3


@settings(deadline=None)
@given(
    country=some.sampled_from(sorted(COUNTRIES - {"US"})),
    day=some.sampled_from(
        ["2019-05-15", "2021-02-01", "2023-05-02", "2026-07-22", "2026-07-23", "2026-11-09"]
    ),
    item=some.sampled_from(
        [
            NS_2,
            {"item.eccn": "5E001.a", "item.reasons_for_control": ["NS", "AT"]},
            {"item.eccn": "3E001", "item.reasons_for_control": ["NS", "RS", "AT"]},
            {"item.eccn": "5E002.a", "item.reasons_for_control": ["NS", "AT", "EI"]},
            {"item.eccn": "5E001.a", "item.reasons_for_control": "null"},
        ]
    ),
)
def test_nobody_is_cleared_of_whom_the_chart_says_nothing(
    country: str, day: str, item: dict[str, object]
) -> None:
    determination = decided(country, {"released_on": day, "activity.for_a_standard": False, **item})

    columns = {"5B001.a": ("NS2", "AT1"), "5E001.a": ("NS1", "AT1")}.get(str(item["item.eccn"]))
    free = (
        columns is not None
        and marked(country, columns, ISSUE) == ()
        and item["item.reasons_for_control"] != "null"
    )
    if determination.outcome is Outcome.NO_LICENSE_REQUIRED:
        assert free
    if marked(country, ("NS1",), ISSUE) is None:
        assert determination.outcome is not Outcome.NO_LICENSE_REQUIRED
