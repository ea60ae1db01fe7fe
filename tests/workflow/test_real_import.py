"""The whole Consolidated Screening List, imported for real. Collected only with REAL_DATA_DIR."""

import os
import time
from pathlib import Path

import pytest

from participation import index_cache
from participation.lists.records import ListError
from participation.models import ListedPartyVersion, Snapshot
from participation.screening.screen import screen
from participation.screening.types import Name
from participation.workflow.import_list import import_list
from participation.workflow.list_files import parse_list, read_list
from tests.workplace import CommittedDatabase

FILE = Path(os.environ["REAL_DATA_DIR"]) / "csl_2026-07-31_projection.csv.gz"
# Counts by source of the file's 25,921 rows, as its publisher's page and our notes give them.
COUNTS = {
    "SDN": 19181, "EL": 3420, "DPL": 1596, "DTC": 787, "SSI": 286, "UVL": 222,
    "ISN": 161, "PLC": 78, "MEU": 70, "CMIC": 68, "NS-MBS": 51, "CAP": 1,
}  # fmt: skip


def test_the_whole_list_is_imported_and_screens(committed_db: CommittedDatabase) -> None:
    started = time.monotonic()
    content = read_list(str(FILE))
    done = import_list(content, parse_list(content, source="csl"), source="csl", title="CSL")
    print(f"imported {done.snapshot.rows} rows in {time.monotonic() - started:.1f} s")

    assert (done.snapshot.state, done.snapshot.rows, done.snapshot.counts) == ("in_force", 25921, COUNTS)
    found = screen(
        [Name(text, country) for text, country in LISTED + NOT_LISTED], index_cache.index_for(done.snapshot)
    )
    hits = {
        answer.name.text: sorted({m.band for m in answer.matches if m.party.source == "EL"})
        for answer in found
    }
    assert {text: "match" in hits[text] for text, _ in LISTED} == {text: True for text, _ in LISTED}
    assert {text: "match" in hits[text] for text, _ in NOT_LISTED} == {text: False for text, _ in NOT_LISTED}


LISTED = [("Huawei", "CN"), ("HiSilicon", "CN"), ("FiberHome", "CN"), ("Hikvision", "CN")]
NOT_LISTED = [("ZTE Corporation", "CN"), ("Futurewei", "US"), ("China Mobile", "CN")]


def test_the_same_file_again_changes_nothing(committed_db: CommittedDatabase) -> None:
    content = read_list(str(FILE))
    parsed = parse_list(content, source="csl")
    first = import_list(content, parsed, source="csl", title="CSL")
    versions = ListedPartyVersion.objects.count()

    again = import_list(content, parsed, source="csl", title="CSL")

    assert (again.unchanged, again.snapshot.pk) == (True, first.snapshot.pk)
    assert (ListedPartyVersion.objects.count(), Snapshot.objects.count()) == (versions, 1)


def test_a_half_downloaded_file_is_refused_with_the_byte() -> None:
    content = read_list(str(FILE))

    with pytest.raises(ListError, match=r"byte \d+"):
        parse_list(content[: len(content) // 2], source="csl")
