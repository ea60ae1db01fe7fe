"""The threshold bench: which names, which bands, by which body; and the same by command."""

import json
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from audits.log import entries, payload_of
from participation.models import User
from participation.screening.policy import BANDS, Bands
from participation.workflow.check import run_check
from participation.workflow.import_list import import_list
from participation.workflow.journal import SERVICE
from participation.workflow.list_files import parse_list
from participation.workflow.seed import seed_reason_codes
from participation.workflow.submit import submit
from participation.workflow.threshold_trial import NothingToTry, Trial, months_before, try_thresholds
from participation.workflow.weights import set_weights
from tests.factories import work

EL = "Entity List (EL) - Bureau of Industry and Security"
CONTENT = f'source,name,addresses\n"{EL}","Quuxwell Radio","1 Road, Minsk, BY"\n'.encode()
# The listed name without a country, in another one, and beside other words; and somebody else.
SURE, ELSEWHERE, LOOSE, OTHER = (
    ("Quuxwell Radio", ""), ("Quuxwell Radio", "FR"), ("Quuxwell Aviation Leasing", "FR"), ("Ericsson", "SE"),
)  # fmt: skip


@pytest.fixture
def shared(delegate: User, settings: Any) -> None:
    """Disclosures to these names at two bodies, checked now."""
    seed_reason_codes()
    parsed = parse_list(CONTENT, source="csl")
    import_list(CONTENT, parsed, source="csl", title="CSL of July", accept_doubts=True)
    for slug, names in (("3gpp", (SURE, ELSEWHERE, OTHER)), ("etsi", (ELSEWHERE, LOOSE))):
        made = work.disclosure(delegate, to=names, body=work.body(slug), intent_to_publish=False)
        run_check(submit(made, by=delegate).pk)


def tried(match: int = BANDS.match, possible: int = BANDS.possible, **more: Any) -> Trial:
    return try_thresholds(Bands(match=match, possible=possible), by=SERVICE, **{"months": 3, **more})


def shifts(trial: Trial) -> list[tuple[tuple[str, str], str, int, str, str]]:
    return [
        ((one.stated.text, one.stated.country), one.version.name, one.score, one.now, one.then)
        for one in trial.shifts
    ]


@pytest.mark.usefixtures("shared")
def test_the_bands_in_force_change_nothing() -> None:
    trial = tried()

    assert trial.shifts == trial.bodies == ()
    assert trial.by_band == [("match", 1, 1, 1, 1), ("possible", 1, 1, 1, 1), ("none", 2, 2, 0, 0)]
    assert (trial.snapshot.title, trial.distinct, trial.looked_at) == ("CSL of July", 4, 4)


@pytest.mark.usefixtures("shared")
def test_higher_thresholds_release() -> None:
    trial = tried(9600, 8600)

    assert shifts(trial) == [
        (ELSEWHERE, "Quuxwell Radio", 8500, "possible", "none"),
        (SURE, "Quuxwell Radio", 9550, "match", "possible"),
    ]
    assert [one.word for one in trial.shifts] == ["released", "becomes possible"]
    assert [(one.body, one.flagged, one.released, one.stronger, one.weaker) for one in trial.bodies] == [
        ("3GPP", 0, 1, 0, 1),
        ("ETSI", 0, 1, 0, 0),
    ]
    assert trial.by_band == [("match", 1, 0, 1, 0), ("possible", 1, 1, 1, 1), ("none", 2, 3, 0, 1)]


@pytest.mark.usefixtures("shared")
def test_lower_thresholds_find_what_no_check_stored() -> None:
    trial = tried(8500, 3000)

    assert (trial.newly_flagged, trial.released) == (1, 0)
    flagged, stronger = trial.shifts
    assert (flagged.stated.text, flagged.now, flagged.then) == (LOOSE[0], "none", "possible")
    assert 3000 <= flagged.score < BANDS.possible
    assert (stronger.stated.country, stronger.word) == ("FR", "becomes a match")


@pytest.mark.usefixtures("shared")
def test_it_leaves_an_entry_with_counts_and_no_name() -> None:
    trial = tried(9600, 8600)

    payload = payload_of(entries(kind="weights.tried").get())
    assert {name: payload[name] for name in payload if name not in ("salt", "commitments")} == {
        "bands": {"match": 9600, "possible": 8600},
        "in_force": 0,
        "months": 3,
        "list": bytes(trial.snapshot.file_hash).hex(),
        "names": 4,
        "not_looked_at": 0,
        "newly_flagged": 0,
        "released": 1,
    }


@pytest.mark.usefixtures("shared")
def test_the_version_in_force_is_what_it_is_held_against(administrator: User) -> None:
    set_weights(Bands(match=9600, possible=8600), seen=0, reason="Why.", by=administrator)

    trial = tried()

    assert (trial.weights.number, trial.newly_flagged, trial.count("becomes a match")) == (1, 1, 1)


@pytest.mark.usefixtures("shared")
def test_names_beyond_the_limit_are_counted(clock: Any) -> None:
    trial = tried(9600, 8600, limit=1)

    assert (trial.distinct, trial.looked_at, trial.not_looked_at) == (4, 1, 3)


def test_names_of_longer_ago_are_left_out(clock: Any, request: pytest.FixtureRequest) -> None:
    request.getfixturevalue("shared")
    clock.shift(100 * 24 * 3600)

    assert (tried(months=3).distinct, tried(months=4).distinct) == (0, 4)


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2026, 3, 4), 3, date(2025, 12, 4)),
        (date(2026, 12, 1), 12, date(2025, 12, 1)),
        (date(2026, 1, 15), 60, date(2021, 1, 15)),
    ],
)
def test_months_are_counted_back(day: date, months: int, then: date) -> None:
    assert months_before(day, months) == then


@pytest.mark.django_db
def test_without_a_list_there_is_nothing_to_try() -> None:
    with pytest.raises(NothingToTry, match="No list is in force"):
        tried()


def bench(*arguments: str) -> str:
    out = StringIO()
    call_command("threshold_bench", *arguments, stdout=out)
    return out.getvalue()


@pytest.mark.usefixtures("shared", "clock")
def test_the_command_prints_the_same() -> None:
    out = bench("--months", "3", "--match", "96", "--possible", "86")

    assert out.splitlines() == [
        "4 names checked since 2025-12-04, against CSL of July",
        "in force (thresholds as shipped): match 91, possible 75.5",
        "tried: match 96, possible 86",
        "newly flagged 0, released 1",
        "",
        "band       names now    then  pairs now    then",
        "match              1       0          1       0",
        "possible           1       1          1       1",
        "none               2       3          0       1",
        "",
        "3GPP: newly flagged 0, released 1, becomes a match 0, becomes possible 1",
        "ETSI: newly flagged 0, released 1, becomes a match 0, becomes possible 0",
        "",
        "    85  possible -> none  Quuxwell Radio (FR)  |  Quuxwell Radio (EL)",
        "  95.5  match -> possible  Quuxwell Radio (-)  |  Quuxwell Radio (EL)",
    ]


@pytest.mark.usefixtures("shared")
def test_the_command_gives_json() -> None:
    found = json.loads(bench("--months", "3", "--match", "91", "--possible", "86", "--json"))

    assert (found["names"], found["list"]["title"], found["tried"]) == (
        4,
        "CSL of July",
        {"match": "91", "possible": "86"},
    )
    assert found["pairs"] == [
        {
            "name": "Quuxwell Radio",
            "country": "FR",
            "entry": "Quuxwell Radio",
            "list": "EL",
            "score": "85",
            "now": "possible",
            "then": "none",
        }
    ]


POINTS = "Give a number over 0 and at most 100, such as 75.5."


@pytest.mark.parametrize(
    ("months", "match", "possible", "said"),
    [
        ("3", "70", "80", "--match: A match starts where possible starts, or above it."),
        ("3", "101", "80", f"--match: {POINTS}"),
        ("3", "90", "0", f"--possible: {POINTS}"),
        ("3", "90", "-5", f"--possible: {POINTS}"),
        ("3", "90", "80.123", f"--possible: {POINTS}"),
        ("3", "nan", "80", f"--match: {POINTS}"),
        ("3", "9\u0665", "80", f"--match: {POINTS}"),
        ("0", "90", "80", "--months: Give a whole number of months from 1 to 60."),
        ("61", "90", "80", "--months: Give a whole number of months from 1 to 60."),
        ("1.5", "90", "80", "--months: Give a whole number of months from 1 to 60."),
        ("\u00b2", "90", "80", "--months: Give a whole number of months from 1 to 60."),
    ],
)
def test_the_command_refuses_by_name(months: str, match: str, possible: str, said: str) -> None:
    with pytest.raises(CommandError) as refusal:
        bench(f"--months={months}", f"--match={match}", f"--possible={possible}")

    assert (str(refusal.value), refusal.value.returncode) == (said, 2)
