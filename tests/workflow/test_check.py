"""A check: what it stores, what holds it at wait, and that it is done exactly once."""

from datetime import timedelta

import pytest
import time_machine

from audits.log import Subject, entries, payload_of
from participation.models import Check, Determination, Disclosure, RecipientMatch, Snapshot, User
from participation.queries.weights import weights_in_force
from participation.rules.in_force import edition
from participation.screening.policy import MOST_PARTIES
from participation.workflow import check as checks
from participation.workflow.check import claim, run_check, worst_status
from participation.workflow.import_list import import_list
from participation.workflow.list_files import parse_list
from participation.workflow.submit import submit
from participation.workflow.sweep import sweep
from tests.conftest import NOW
from tests.factories import work

DPL = "Denied Persons List (DPL) - Bureau of Industry and Security"


@pytest.fixture
def whole_list(settings: object) -> None:
    """The starter list counts as whole, as in the demonstration."""
    settings.DEMO_LIST_IS_WHOLE = True  # type: ignore[attr-defined]


def checked(disclosure: Disclosure, by: User) -> Determination:
    run_check(submit(disclosure, by=by).pk)
    disclosure.refresh_from_db()
    return Determination.objects.get(line__disclosure=disclosure)


@pytest.mark.usefixtures("whole_list")
def test_a_release_for_a_published_standard_is_clear(delegate: User) -> None:
    work.installed()
    disclosure = work.disclosure(delegate)

    made = checked(disclosure, delegate)

    assert (made.outcome, made.status, made.holds, disclosure.state) == (
        "not_subject_to_ear",
        "clear",
        [],
        "cleared",
    )
    assert made.rules_edition == made.result["rules_edition"]
    assert made.snapshot == Snapshot.objects.get(state="in_force")
    assert {one["name"]: one["lists"] for one in made.facts["recipients"]} == {
        "Huawei Technologies Co., Ltd.": ["EL"],
        "Ericsson": [],
    }


@pytest.mark.usefixtures("whole_list")
def test_a_class_that_the_list_of_the_day_does_not_have_is_none(delegate: User) -> None:
    work.installed()
    stated = work.EAR99 | {"eccn": "5E002.q", "reasons_for_control": ["AT"], "crypto_equipment": "5A002.q"}
    revision = work.revision(delegate, classification=stated)

    made = checked(work.disclosure(delegate, revisions=[(revision, "")]), delegate)

    item = made.facts["item"]
    assert (item["eccn"], item["classification"], item["crypto_equipment"]) == (None, "unknown", None)
    assert (made.outcome, made.status) == ("needs_review", "wait")


@pytest.mark.usefixtures("whole_list")
def test_without_intent_to_publish_a_listed_recipient_bars_it(delegate: User) -> None:
    work.installed()
    disclosure = work.disclosure(delegate, intent_to_publish=False)

    made = checked(disclosure, delegate)

    assert (made.outcome, made.status, disclosure.state) == ("license_required", "stop", "flagged")
    assert disclosure.reviews.get().state == "open"


@pytest.mark.usefixtures("whole_list")
def test_what_is_not_classified_is_never_clear(delegate: User) -> None:
    work.installed()
    revision = work.revision(delegate, classification=None)

    made = checked(work.disclosure(delegate, revisions=[(revision, "")]), delegate)

    assert (made.outcome, made.status) == ("needs_review", "wait")


@pytest.mark.usefixtures("whole_list")
def test_who_cannot_be_screened_keeps_it_at_wait(delegate: User) -> None:
    work.installed()

    made = checked(work.disclosure(delegate, to=(work.ERICSSON, ("", "JP"))), delegate)

    assert made.status == "wait"
    assert [hold["kind"] for hold in made.holds] == ["cannot_screen"]


@pytest.mark.usefixtures("whole_list")
def test_a_name_that_too_many_parties_bear_keeps_it_at_wait_and_is_recorded(delegate: User) -> None:
    work.installed()
    rows = "".join(f'"{DPL}","Quuxcorge {n} Works","Quuxcorge","JP"\n' for n in range(MOST_PARTIES + 3))
    content = ("source,name,alt_names,addresses\n" + rows).encode()
    import_list(content, parse_list(content, source="csl"), source="csl", title="Many", accept_doubts=True)

    made = checked(work.disclosure(delegate, to=(work.ERICSSON, ("Quuxcorge", "JP"))), delegate)

    assert (made.status, [hold["kind"] for hold in made.holds][:1]) == ("wait", ["too_many"])
    assert made.holds[0]["text"] == (
        f"Quuxcorge may be any of {MOST_PARTIES + 3} listed parties, more than are compared here. "
        "State the name in full."
    )
    entry = entries(subject=Subject("determination", str(made.pk))).get()
    assert payload_of(entry)["changes"][0]["set"]["holds"] == made.holds


@pytest.mark.usefixtures("whole_list")
def test_without_a_country_it_stays_at_wait_and_asks_for_it(delegate: User) -> None:
    work.installed()

    made = checked(work.disclosure(delegate, to=(work.ERICSSON, ("Nokia", ""))), delegate)

    assert made.status == "wait"
    assert [(hold["kind"], hold["text"].split(":")[0]) for hold in made.holds] == [("no_country", "Nokia")]
    assert [one["name"] for one in made.facts["recipients"]] == ["Ericsson"]


@pytest.mark.usefixtures("whole_list")
def test_a_listed_party_without_a_country_counts_where_its_entry_says(delegate: User) -> None:
    work.installed()

    made = checked(work.disclosure(delegate, to=(("HiSilicon Technologies Co., Ltd.", ""),)), delegate)

    assert [(one["country"], one["lists"]) for one in made.facts["recipients"]] == [("CN", ["EL"])]
    assert (made.status, made.holds) == ("clear", [])


@pytest.mark.usefixtures("whole_list")
def test_recipients_that_nobody_knows_leave_sanctions_to_be_screened(delegate: User) -> None:
    work.installed()

    made = checked(work.disclosure(delegate, to=(), recipients_known=False), delegate)

    assert (made.outcome, made.status, made.result["flags"]) == (
        "not_subject_to_ear",
        "wait",
        ["ofac_screen"],
    )


def test_a_possible_denied_person_keeps_it_at_wait(delegate: User) -> None:
    denied = "Denied Persons List (DPL) - Bureau of Industry and Security"
    content = f'source,name,addresses\n"{denied}","Northern Example Machines GmbH",DE\n'.encode()
    import_list(content, parse_list(content, source="csl"), source="csl", title="CSL")

    made = checked(work.disclosure(delegate, to=(("Northern Example Machinery", "DE"),)), delegate)

    assert [match.band for match in made.matches.all()] == ["possible"]
    assert (made.outcome, made.status) == ("not_subject_to_ear", "wait")
    assert [hold["kind"] for hold in made.holds] == ["possible_match"]


def test_a_partial_list_keeps_it_at_wait_and_says_so(delegate: User) -> None:
    work.installed()

    made = checked(work.disclosure(delegate), delegate)

    assert (made.outcome, made.status) == ("not_subject_to_ear", "wait")
    assert made.holds == [
        {
            "kind": "partial_list",
            "text": "Starter list (part of the Entity List) is a partial list: "
            "who is not on it may still be listed.",
        }
    ]


def test_without_a_list_nothing_is_clear(delegate: User) -> None:
    made = checked(work.disclosure(delegate), delegate)

    assert (made.status, made.snapshot, made.holds[0]["kind"]) == ("wait", None, "no_list")


@pytest.mark.usefixtures("whole_list")
def test_two_lines_fold_to_the_worst(delegate: User) -> None:
    work.installed()
    lines = [(work.revision(delegate), ""), (work.revision(delegate, "S2-2600002", classification=None), "")]
    disclosure = work.disclosure(delegate, revisions=lines)

    run_check(submit(disclosure, by=delegate).pk)

    disclosure.refresh_from_db()
    assert sorted(Determination.objects.values_list("status", flat=True)) == ["clear", "wait"]
    assert disclosure.state == "flagged"


@pytest.mark.usefixtures("whole_list")
def test_the_entry_holds_the_whole_determination(delegate: User) -> None:
    work.installed()
    made = checked(work.disclosure(delegate), delegate)

    entry = entries(subject=Subject("determination", str(made.pk))).get()

    rows = payload_of(entry)["changes"]
    assert rows[0]["set"]["result"] == made.result
    assert rows[0]["set"]["facts"] == made.facts
    assert len(rows) == 1 + RecipientMatch.objects.filter(determination=made).count()


def test_a_check_runs_once(delegate: User) -> None:
    check = submit(work.disclosure(delegate), by=delegate)

    results = [run_check(check.pk), run_check(check.pk)]

    assert results == ["flagged", "not_ours"]
    assert Determination.objects.count() == 1


def test_a_live_lease_is_left_alone_and_an_ended_one_taken_over(delegate: User) -> None:
    check = submit(work.disclosure(delegate), by=delegate)
    first = claim(check.pk, at=NOW + timedelta(days=300))
    assert first is not None

    assert claim(check.pk, at=NOW + timedelta(days=300, seconds=60)) is None
    second = claim(check.pk, at=NOW + timedelta(days=300, seconds=121))

    assert second is not None
    assert (second.attempts, second.lease_token != first.lease_token) == (2, True)


def test_who_lost_the_lease_writes_nothing(delegate: User) -> None:
    check = submit(work.disclosure(delegate), by=delegate)
    later = NOW + timedelta(days=300)
    slow = claim(check.pk, at=later)
    assert slow is not None
    quick = claim(check.pk, at=later + timedelta(seconds=121))
    assert quick is not None

    result = checks._finish(
        slow, snapshot=None, found=[], weights=weights_in_force(), rules=edition(), results=[]
    )

    assert (result, Check.objects.get().state, Determination.objects.count()) == ("overtaken", "running", 0)


def test_a_check_that_fails_is_put_back_and_given_up_in_the_end(delegate: User, settings: object) -> None:
    settings.CHECK_ATTEMPTS = 2  # type: ignore[attr-defined]
    revision = work.revision(delegate, classification=work.EAR99 | {"reasons_for_control": ["XX"]})
    disclosure = work.disclosure(delegate, revisions=[(revision, "")])

    with time_machine.travel(NOW + timedelta(days=300), tick=False) as clock:
        check = submit(disclosure, by=delegate)
        results = [run_check(check.pk)]
        results.append(run_check(check.pk))
        clock.shift(10)
        results.append(run_check(check.pk))

    check.refresh_from_db()
    assert results == ["failed", "not_ours", "gave_up"]
    assert (check.state, check.last_error) == ("needs_attention", "FactsError")
    last = entries(subject=Subject("disclosure", str(disclosure.pk))).last()
    assert last is not None
    assert (last.kind, last.object_rev) == ("check.gave_up", None)


def test_sweep_sends_what_was_left_behind_and_leaves_the_rest(delegate: User, settings: object) -> None:
    with time_machine.travel(NOW + timedelta(days=300), tick=False) as clock:
        check = submit(work.disclosure(delegate), by=delegate)
        first = sweep()
        again = sweep()
        clock.shift(60)
        later = sweep()

    assert (first, again, later) == (1, 0, 1)
    assert Check.objects.get(pk=check.pk).state == "queued"


def test_worst_status() -> None:
    assert worst_status(["clear", "stop", "wait"]) == "stop"
    assert worst_status(["clear", "wait"]) == "wait"
    with pytest.raises(ValueError, match="empty"):
        worst_status([])
