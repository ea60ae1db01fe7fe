"""The book of rules: complete, named, and true about which step reads what."""

from collections import defaultdict
from dataclasses import replace
from typing import Any

import pytest

from participation.rules.alternatives import decide_alternatives
from participation.rules.case import Case, Ruling, Step
from participation.rules.dated import About, Dated, ParametersError, read_about
from participation.rules.facts import load_facts
from participation.rules.in_force import RulesOfDay, about_parameters, edition
from participation.rules.rulebook import EDITION, chapters
from participation.rules.steps import STEPS
from tests.rules.case_tables import all_cases


def test_chapters_stand_in_the_order_of_the_steps_and_the_edition_comes_last() -> None:
    book = chapters(edition())

    assert [each.step for each in book] == [*(step.name for step in STEPS), EDITION]
    assert [each.question for each in book[:-1]] == [step.question for step in STEPS]
    assert [each.name for each in book[-1].parameters] == [
        "sign_off",
        "rules_known_until",
        "record_years",
        "standards_work",
    ]


def test_each_parameter_stands_in_the_chapters_that_read_it() -> None:
    book = chapters(edition())

    found = {parameter.name for chapter in book for parameter in chapter.parameters}
    assert found == set(edition().values)
    for chapter in book[:-1]:
        assert all(chapter.step in parameter.read_by for parameter in chapter.parameters)


def test_a_parameter_has_its_title_its_subject_and_its_rows() -> None:
    by_step = {chapter.step: chapter for chapter in chapters(edition())}

    carve_out = by_step["carve_out"].parameters[0]
    assert (carve_out.name, carve_out.title, carve_out.read_by) == (
        "carve_out",
        "Carve-out for standards work",
        ("carve_out",),
    )
    assert [row.title for row in carve_out.rows][3:6] == [
        "The gap: the general licence without its paragraph on 5G standards",
        "Standards rule of 2020",
        "Standards rule of 2022",
    ]
    assert [each.title for each in by_step["embargo"].parameters[:2]] == ["Embargo: Cuba", "Embargo: Iran"]


def test_the_overlay_is_in_the_book() -> None:
    row = {
        "from": "2026-11-10",
        "value": "in_force",
        "citation": "90 FR 47201",
        "url": "https://www.federalregister.gov/citation/90-FR-47201",
        "source": "regulation",
    }

    book = chapters(edition({"affiliates_rule": [row]}))

    ownership = next(each for each in book if each.step == "ownership")
    assert [each.value for each in ownership.parameters[0].rows][-2:] == ["not_in_force", "in_force"]


class Listening(RulesOfDay):
    """The rules of a day, which remember the tables that were asked for."""

    def __init__(self, rules: RulesOfDay, heard: set[str]) -> None:
        super().__init__(rules.day, rules.values)
        object.__setattr__(self, "heard", heard)

    def find(self, name: str) -> Dated | None:
        self.heard.add(name.partition(".")[0])  # type: ignore[attr-defined]
        return super().find(name)

    def __getitem__(self, name: str) -> Dated:
        self.heard.add(name.partition(".")[0])  # type: ignore[attr-defined]
        return super().__getitem__(name)


def tables_read() -> dict[str, set[str]]:
    """What each step asked for, over all cases of the tables."""
    heard: dict[str, set[str]] = defaultdict(set)

    def listening(step: Step) -> Step:
        def rule(case: Case) -> Ruling | None:
            return step.rule(replace(case, rules=Listening(case.rules, heard[step.name])))

        return replace(step, rule=rule)

    steps = tuple(listening(step) for step in STEPS)
    for row in all_cases():
        facts = load_facts(row.facts)
        for recipient in facts.recipients or (None,):
            decide_alternatives(Case(facts, recipient, edition().on(facts.released_on)), steps)
    return heard


def test_each_step_names_the_tables_that_it_reads() -> None:
    heard = tables_read()

    # Treasury's places for screening are read after the steps, for a flag: steps/sanctions.py has the rule.
    assert {step.name: set(step.reads) - {"screened_place"} for step in STEPS} == {
        step.name: heard[step.name] for step in STEPS
    }


def test_every_table_of_the_package_is_described() -> None:
    assert set(about_parameters()) == {name.partition(".")[0] for name in edition().values}
    for about in about_parameters().values():
        assert about.title == about.title.strip().rstrip(".")
        assert about.governs.endswith(".")


FAULTS: list[tuple[dict[str, Any], str]] = [
    ({"rule": []}, "rule: the section about and the tables of a file must name the same"),
    ({"about": {"rule": {"title": "x", "governs": "y"}}}, "rule: the section about and the tables"),
    ({"about": {"rule": {"title": "x"}}, "rule": []}, "about.rule: a title and what it governs are needed"),
    (
        {"about": {"rule": {"title": 1, "governs": "y"}}, "rule": []},
        "about.rule: a title and what it governs",
    ),
]


@pytest.mark.parametrize(("tables", "message"), FAULTS, ids=lambda each: str(each)[:40])
def test_read_about_refuses_by_name(tables: dict[str, Any], message: str) -> None:
    with pytest.raises(ParametersError) as refused:
        read_about(tables)

    assert str(refused.value).startswith(message)


def test_read_about_gives_title_and_subject() -> None:
    tables = {"about": {"rule": {"title": "Rule", "governs": "What it rules."}}, "rule": [{}]}

    assert read_about(tables) == {"rule": About("Rule", "What it rules.")}
