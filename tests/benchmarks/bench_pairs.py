"""`./dev bench pairs [--json] [--check]`: what 100,000 judged pairs cost a check.

The same disclosure is screened in three databases, round by round in turn: without a judged pair, with one on
each pair that it matches, and with others on top, 100,000 together. The list is short on purpose, so that the
look for judged pairs is not hidden behind the matching.
"""

import json
import os
import shutil
import statistics
import tempfile
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

PAIRS, NAMES, ROUNDS, RECIPIENTS = 100_000, 2_000, 40, 20
# What `--check` holds the medians of the rounds' ratios against: pairs on file that are about others cost
# nothing; those that are about the disclosure are read, and cost what reading them costs.
MOST = {"many_over_own": 1.1, "many_over_none": 1.25}


def _started(folder: Path) -> None:
    """Django on a database of its own in this folder, migrated and seeded."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.test_settings"
    os.environ["PLENARY_DATA_DIR"] = str(folder)
    os.environ["DATABASE_URL"] = f"sqlite:///{folder}/none.sqlite3"
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def _disclosure() -> int:
    """A disclosure to parties of the starter list and to others of like names; its id."""
    from participation.models import ListedPartyVersion
    from tests import cast
    from tests.factories import work

    cast.seeded()
    listed = list(ListedPartyVersion.objects.order_by("pk").values_list("name", flat=True)[:RECIPIENTS])
    to = tuple((f"{name} Holding", "CN") for name in listed)
    return work.disclosure(cast.delegate(), to=to).pk


def _judged(disclosure: int, *, pairs_on_file: int | None) -> None:
    """One decision on each pair that matches in the disclosure, and others up to so many together."""
    from django.db import connection, transaction

    from audits import triggers
    from participation import index_cache
    from participation.models import (
        Disclosure,
        ListedPartyVersion,
        PairDecision,
        ReasonCode,
        StatedName,
        User,
    )
    from participation.workflow.screening import screened

    # Seeding writes no log: the triggers that would refuse it are away in this scratch database.
    triggers.uninstall(connection)
    parties = dict(ListedPartyVersion.objects.values_list("party", "pk"))
    shown = Disclosure.objects.get(pk=disclosure)
    StatedName.objects.bulk_create(StatedName(text=f"Example Works {n}", country="DE") for n in range(NAMES))
    others = StatedName.objects.filter(text__startswith="Example Works").values_list("pk", flat=True)
    own = [
        (row.recipient.stated_name_id, one.version.party_id)
        for row in screened(shown, index_cache.snapshot_in_force())
        for one in row.judged
    ]
    fixed: dict[str, Any] = {
        "verdict": "different",
        "scope": "until_change",
        "disclosure": shown,
        "reason": ReasonCode.objects.earliest("pk"),
        "decided_by": User.objects.earliest("pk"),
        "decided_at": shown.state_since,
    }
    if pairs_on_file:
        more = [(name, party) for party in parties for name in others]
        own += (more * (pairs_on_file // len(more) + 1))[: pairs_on_file - len(own)]
    rows = (
        PairDecision(stated_name_id=name, party_id=party, version_id=parties[party], **fixed)
        for name, party in own
    )
    with transaction.atomic():
        PairDecision.objects.bulk_create(rows, batch_size=2000)


def _seconds(disclosure: int) -> tuple[float, int]:
    """How long one look takes, and how many matches were cleared."""
    from participation import index_cache
    from participation.models import Disclosure
    from participation.workflow.screening import screened

    shown, snapshot = Disclosure.objects.get(pk=disclosure), index_cache.snapshot_in_force()
    assert snapshot is not None
    index_cache.index_for(snapshot)
    began = time.process_time()
    found = screened(shown, snapshot)
    took = time.process_time() - began
    return took, sum(one.standing == "dismissed" for row in found for one in row.judged)


def measured(folder: Path) -> dict[str, Any]:
    from tests.databases import django_on

    _started(folder)
    disclosure = _disclosure()
    from django.db import connection

    connection.close()
    urls = {name: f"sqlite:///{folder}/{name}.sqlite3" for name in ("none", "own", "many")}
    for name, pairs in (("own", None), ("many", PAIRS)):
        shutil.copyfile(folder / "none.sqlite3", folder / f"{name}.sqlite3")
        with django_on(urls[name]):
            _judged(disclosure, pairs_on_file=pairs)
    taken: dict[str, list[float]] = {name: [] for name in urls}
    cleared: dict[str, int] = {}
    for number in range(ROUNDS + 1):
        for name, url in urls.items():
            with django_on(url):
                seconds, cleared[name] = _seconds(disclosure)
            if number:  # the first round warms up
                taken[name].append(seconds)
    return {
        "pairs": PAIRS,
        "recipients": RECIPIENTS,
        "cleared": cleared,
        "ms": {name: round(1000 * statistics.median(taken[name]), 2) for name in urls},
        "many_over_own": _ratio(taken["many"], taken["own"]),
        "many_over_none": _ratio(taken["many"], taken["none"]),
    }


def _ratio(taken: list[float], than: list[float]) -> dict[str, float]:
    ratios = [one / other for one, other in zip(taken, than, strict=True)]
    found = {"median": statistics.median(ratios), "low": min(ratios), "high": max(ratios)}
    return {name: round(value, 3) for name, value in found.items()}


def main() -> int:
    parser = ArgumentParser(prog="./dev bench pairs", description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--check", action="store_true", help="exit 1 where the ratio is beyond its limit")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="plenary-bench-") as folder:
        figures = measured(Path(folder))
    if given.json:
        print(json.dumps(figures))
    else:
        for name, value in figures.items():
            print(f"{name:16} {value}")
    beyond = [name for name, limit in MOST.items() if figures[name]["median"] > limit]
    for name in beyond if given.check else ():
        print(f"WRONG {name} {figures[name]['median']} is over {MOST[name]}")
    return 1 if given.check and beyond else 0


if __name__ == "__main__":
    raise SystemExit(main())
