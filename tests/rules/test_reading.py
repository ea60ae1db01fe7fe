"""The readers of single values, and the fields that are made of them."""

from dataclasses import dataclass
from typing import Any

import pytest

from participation.rules import reading
from participation.rules.reading import FactsError, choice, nullable, record, required, rows, subset
from participation.rules.vocabulary import Footnote, PartyList, Stage


def refusal(read: Any, value: object) -> str:
    with pytest.raises(FactsError) as refused:
        read(value, "here")
    return str(refused.value)


def test_record_reads_its_fields_and_nothing_else() -> None:
    @dataclass(frozen=True, kw_only=True)
    class Vote:
        chair: str = required(reading.text)
        present: int | None = nullable(choice(Footnote))

    read = record(Vote)

    assert read({"chair": "Ana", "present": 3}, "") == Vote(chair="Ana", present=Footnote(3))
    assert read({"chair": "Ana"}, "") == Vote(chair="Ana", present=None)
    assert refusal(read, {"present": 3}) == "here.chair: is missing"
    assert refusal(read, {"chair": None}) == "here.chair: is missing"
    assert refusal(read, {"chair": "Ana", "hall": 1}) == "here.hall: is not a key of this format"
    assert refusal(read, "Ana") == "here: an object is needed, not 'Ana'"
    assert refusal(read, None) == "here: an object is needed, not nothing"


def test_choice_reads_one_word_of_a_closed_list() -> None:
    assert choice(Stage)("revision", "") is Stage.REVISION
    assert choice(Footnote)(3, "") is Footnote.RUSSIA_BELARUS_MILITARY
    words = "one of in_development, revision, published is needed, not "
    assert refusal(choice(Stage), "draft") == f"here: {words}'draft'"
    assert refusal(choice(Stage), 1) == f"here: {words}1"
    assert refusal(choice(Stage), None) == f"here: {words}nothing"
    assert refusal(choice(Stage), ["revision"]) == f"here: {words}['revision']"
    assert refusal(choice(Footnote), True) == "here: one of 1, 2, 3, 4, 5 is needed, not True"


def test_subset_reads_different_words_in_the_order_of_the_list() -> None:
    read = subset(PartyList)

    assert read(["SDN", "EL"], "") == (PartyList.ENTITY_LIST, PartyList.DESIGNATED_NATIONALS)
    assert read([], "") == ()
    assert refusal(read, ["EL", "EL"]) == "here: a word is listed twice"
    assert refusal(read, ["EL", "X"]) == "here[1]: one of EL, MEU, DPL, UVL, SDN is needed, not 'X'"
    assert refusal(read, "EL") == "here: a list is needed, not 'EL'"


def test_rows_read_each_element_with_its_number() -> None:
    assert rows(reading.flag)([True, False], "") == (True, False)
    assert refusal(rows(reading.flag), [True, 1]) == "here[1]: true or false is needed, not 1"


def test_a_refusal_shows_at_most_sixty_characters() -> None:
    assert refusal(reading.flag, "y" * 100) == f"here: true or false is needed, not '{'y' * 59}"
    wanted = "a time such as 2024-07-18T09:30:00-04:00 is needed, not "
    assert refusal(reading.instant, "noon") == f"here: {wanted}'noon'"
    assert refusal(reading.instant, 12) == f"here: {wanted}12"
