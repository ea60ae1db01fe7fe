"""Why a name was matched, on case and disclosure: what was compared, what agrees, what is folded."""

import json
import re
from typing import Any

import pytest

from participation.models import Disclosure, RecipientMatch, User
from participation.queries.match_shown import explained
from participation.queries.weights import AS_SHIPPED
from participation.screening.policy import BANDS, Bands
from participation.workflow.check import run_check
from participation.workflow.import_list import import_list
from participation.workflow.list_files import parse_list
from participation.workflow.recheck import check_again
from participation.workflow.seed import seed_reason_codes
from participation.workflow.submit import submit
from participation.workflow.weights import set_weights
from tests.factories import work
from tests.web.reading import plain

EL = "Entity List (EL) - Bureau of Industry and Security"
BRANCHES = 6


@pytest.fixture
def listed(database: None, settings: Any) -> None:
    """A firm with an alias and six branches, and a firm known in two scripts."""
    settings.DEMO_LIST_IS_WHOLE = True
    seed_reason_codes()
    rows = [("Quuxwell Electronics", "Zybrant Radar", "CN"), ("Huawei Technologies Co., Ltd.", "", "CN")]
    rows += [(f"Brontogrid Systems Branch {number}", "", "CN") for number in range(BRANCHES)]
    lines = [",".join(json.dumps(one) for one in (EL, *row)) for row in rows]
    content = "\n".join(["source,name,alt_names,addresses", *lines, ""]).encode()
    import_list(content, parse_list(content, source="csl"), source="csl", title="CSL", accept_doubts=True)


def shared(by: User, *to: tuple[str, str]) -> Disclosure:
    made = work.disclosure(by, to=to, intent_to_publish=False)
    run_check(submit(made, by=by).pk)
    return made


def match_of(disclosure: Disclosure, entry: str) -> RecipientMatch:
    rows = RecipientMatch.objects.filter(determination__line__disclosure=disclosure, version__name=entry)
    return rows.select_related("recipient__stated_name", "version__party", "determination").latest("pk")


def shown(found: Any) -> str:
    return "".join(f"[{one['text']}]" if one["marked"] else one["text"] for one in found)


def case_page(disclosure: Disclosure, client: Any) -> str:
    review = disclosure.reviews.latest("pk")
    page: str = client.get(f"/queue/cases/{review.pk}/").content.decode()
    return page


@pytest.mark.usefixtures("listed")
def test_a_typing_error_is_marked_letter_by_letter(delegate: User) -> None:
    match = match_of(shared(delegate, ("Quuxwel Electronics", "CN")), "Quuxwell Electronics")

    found = explained(match, AS_SHIPPED)

    assert shown(found.ours) == "[Quuxwel] [Electronics]"
    assert shown(found.theirs) == "[Quuxwel]l [Electronics]"
    assert (found.listed_label, found.list, found.read_as, found.cell) == (
        "Listed name",
        "Entity List",
        [],
        "",
    )
    assert found.country == "CN on both sides: speaks for it."
    assert sum(part["points"] for part in found.score["parts"]) == found.score["total"] == match.score


@pytest.mark.usefixtures("listed")
def test_an_alias_is_named_with_the_entry_it_belongs_to(
    delegate: User, officer: User, client_of: Any
) -> None:
    disclosure = shared(delegate, ("Zybrant Radar", "FR"))

    found = explained(match_of(disclosure, "Quuxwell Electronics"), AS_SHIPPED)
    text = plain(case_page(disclosure, client_of(officer)))

    assert (shown(found.theirs), found.listed_label) == ("[Zybrant] [Radar]", "Listed alias")
    assert found.country == "FR here, CN on the list: speaks against it."
    assert "Listed alias Zybrant Radar (of Quuxwell Electronics, Entity List)" in text


@pytest.mark.usefixtures("listed")
def test_another_script_shows_original_reading_and_entry(
    delegate: User, officer: User, client_of: Any
) -> None:
    disclosure = shared(delegate, ("华为技术有限公司", ""))

    found = explained(match_of(disclosure, "Huawei Technologies Co., Ltd."), AS_SHIPPED)
    text = plain(case_page(disclosure, client_of(officer)))

    assert shown(found.ours) == "华为技术有限公司"
    assert "[Huawei]" in shown(found.read_as)
    assert shown(found.theirs).startswith("[Huawei] [Technologies]")
    assert found.country == "None is stated beside the name: neither for nor against."
    assert "As stated 华为技术有限公司 Read as Huawei" in text


@pytest.mark.usefixtures("listed")
def test_a_part_of_a_cell_says_which_part(delegate: User) -> None:
    cell = "Laboratory of Radio Propagation, Quuxwell Electronics"

    found = explained(match_of(shared(delegate, (cell, "CN")), "Quuxwell Electronics"), AS_SHIPPED)

    assert (shown(found.ours), found.cell) == ("[Quuxwell] [Electronics]", cell)


@pytest.mark.usefixtures("listed")
def test_entries_of_one_brand_are_folded_with_their_number(
    delegate: User, officer: User, client_of: Any
) -> None:
    disclosure = shared(delegate, ("Brontogrid Systems", "CN"))

    page = case_page(disclosure, client_of(officer))
    own = client_of(delegate).get(f"/disclosures/{disclosure.pk}/").content.decode()

    told = f"{BRANCHES - 1} further entries that carry the name Brontogrid"
    for one in (page, own):
        folded = re.findall(r"<details><summary[^>]*>([^<]*further entries[^<]*)</summary>", one)
        assert [told in each for each in folded] == [True]
    names = {name for number in range(BRANCHES) if (name := f"Brontogrid Systems Branch {number}") in own}
    assert len(names) == BRANCHES
    assert f"{BRANCHES - 1} further matches" in plain(page)


@pytest.mark.usefixtures("listed")
def test_a_delegate_sees_why_and_no_way_into_the_lists(delegate: User, client_of: Any) -> None:
    disclosure = shared(delegate, ("Quuxwel Electronics", "CN"), ("Ericsson", "SE"))

    page = client_of(delegate).get(f"/disclosures/{disclosure.pk}/").content.decode()

    assert "Who may be listed 1 of the organisations" in plain(page)
    assert "<mark>Quuxwel</mark>" in page
    assert "The parts add up." in page
    assert "/lists/" not in page


@pytest.mark.usefixtures("listed")
def test_the_thresholds_shown_are_those_of_the_check(
    delegate: User, officer: User, administrator: User, client_of: Any
) -> None:
    disclosure, client = shared(delegate, ("Quuxwell Electronics", "CN")), client_of(officer)
    set_weights(Bands(match=9800, possible=6000), seen=0, reason="Why.", by=administrator)

    before = plain(case_page(disclosure, client))
    run_check(check_again(disclosure, reason="test").pk)
    after = plain(case_page(disclosure, client))

    assert f"Review starts at {BANDS.possible / 100:g}, a strong match at {BANDS.match / 100:g}" in before
    assert "(thresholds as shipped)" in before
    assert "Review starts at 60, a strong match at 98 (thresholds version 1)" in after


@pytest.mark.usefixtures("listed")
def test_too_many_is_said_above_the_pairs(
    delegate: User, officer: User, client_of: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("participation.screening.policy.MOST_PARTIES", 2)
    disclosure = shared(delegate, ("Brontogrid Systems", "CN"))

    text = plain(case_page(disclosure, client_of(officer)))

    assert f"Too many: Brontogrid Systems may be any of {BRANCHES} listed parties" in text
