"""`./dev bench pairs [--json] [--check]`: what 100,000 judged pairs cost a check.

The same disclosure is screened in two databases, without a judged pair and with 100,000, round by round in
turn. The list is short on purpose, so that the look for judged pairs is not hidden behind the matching.
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
# What `--check` holds the median of the rounds' ratios against.
MOST = 1.25


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


def _judged(disclosure: int) -> None:
    """PAIRS decisions: one on each pair that matches in the disclosure, all others on other names."""
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
    pairs = own + [(name, party) for party in parties for name in others]
    rows = (
        PairDecision(stated_name_id=name, party_id=party, version_id=parties[party], **fixed)
        for name, party in (pairs * (PAIRS // len(pairs) + 1))[:PAIRS]
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
    without, with_pairs = (f"sqlite:///{folder}/{name}.sqlite3" for name in ("none", "many"))
    shutil.copyfile(folder / "none.sqlite3", folder / "many.sqlite3")
    with django_on(with_pairs):
        _judged(disclosure)
    taken: dict[str, list[tuple[float, int]]] = {without: [], with_pairs: []}
    for number in range(ROUNDS + 1):
        for url in taken:
            with django_on(url):
                one = _seconds(disclosure)
            if number:  # the first round warms up
                taken[url].append(one)
    ratios = [b[0] / a[0] for a, b in zip(taken[without], taken[with_pairs], strict=True)]
    return {
        "pairs": PAIRS,
        "recipients": RECIPIENTS,
        "cleared_without": taken[without][0][1],
        "cleared_with": taken[with_pairs][0][1],
        "ms_without": _ms(taken[without]),
        "ms_with": _ms(taken[with_pairs]),
        "ratio": {
            "median": round(statistics.median(ratios), 3),
            "low": round(min(ratios), 3),
            "high": round(max(ratios), 3),
        },
    }


def _ms(taken: list[tuple[float, int]]) -> float:
    return round(1000 * statistics.median(seconds for seconds, _ in taken), 2)


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
    too_slow = figures["ratio"]["median"] > MOST
    if given.check and too_slow:
        print(f"WRONG ratio {figures['ratio']['median']} is over {MOST}")
    return 1 if given.check and too_slow else 0


if __name__ == "__main__":
    raise SystemExit(main())
