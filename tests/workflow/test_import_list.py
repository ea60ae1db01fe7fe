"""Lists: staged, switched in one step, quarantined when doubted, refused when broken."""

import gzip
import hashlib
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from audits.log import entries
from participation import index_cache
from participation.models import ListedPartyVersion, Snapshot
from participation.workflow.import_list import Imported, import_list
from participation.workflow.list_files import parse_list
from participation.workflow.parties import listings

pytestmark = pytest.mark.django_db

HEADER = "source,name,alt_names,addresses,federal_register_notice,license_requirement\n"
EL = "Entity List (EL) - Bureau of Industry and Security"
ROWS = {
    "Huawei Technologies Co., Ltd.": "CN",
    "Hangzhou Hikvision Digital Technology Co., Ltd.": "CN",
    "FiberHome Technologies Group": "CN",
    "Example Radar Institute": "RU",
}


def csl(rows: dict[str, str], *, alias: str = "") -> bytes:
    lines = [
        f'"{EL}","{name}","{alias}","{country}","84 FR 22961","All items"' for name, country in rows.items()
    ]
    return (HEADER + "\n".join(lines) + "\n").encode()


def imported(content: bytes, **choices: bool) -> Imported:
    return import_list(content, parse_list(content, source="csl"), source="csl", title="CSL", **choices)


def names_at(snapshot: Snapshot) -> set[str]:
    return {version.name for version in index_cache.versions_of(snapshot)}


def without(name: str) -> dict[str, str]:
    return {key: country for key, country in ROWS.items() if key != name}


def test_the_first_list_is_put_in_force_and_its_file_kept(settings: Any) -> None:
    content = csl(ROWS)

    done = imported(content)

    assert (done.snapshot.state, done.added, done.gone, done.snapshot.counts) == ("in_force", 4, 0, {"EL": 4})
    assert names_at(done.snapshot) == set(ROWS)
    kept = Path(settings.FILES_DIR) / "lists" / f"{hashlib.sha256(content).hexdigest()}.gz"
    assert gzip.decompress(kept.read_bytes()) == content
    assert [entry.kind for entry in entries(kind="snapshot.")] == ["snapshot.staged", "snapshot.in_force"]


def test_the_next_list_ends_the_first_and_any_day_can_be_seen() -> None:
    first = imported(csl(ROWS)).snapshot
    second = imported(csl(without("Example Radar Institute") | {"New Party": "IR"})).snapshot

    first.refresh_from_db()
    assert (first.state, second.state) == ("superseded", "in_force")
    assert names_at(first) == set(ROWS)
    assert names_at(second) == set(without("Example Radar Institute")) | {"New Party"}
    assert ListedPartyVersion.objects.count() == 5


def test_a_changed_entry_is_a_new_version_of_the_same_party() -> None:
    imported(csl(ROWS))
    imported(csl(ROWS, alias="Other Name"))

    versions = ListedPartyVersion.objects.filter(party__identity__contains="huawei").order_by("id")
    assert [(row.aliases, row.gone_id is None) for row in versions] == [([], False), (["Other Name"], True)]
    assert len({row.party_id for row in versions}) == 1


def test_the_same_file_changes_nothing() -> None:
    imported(csl(ROWS))
    before = entries().count()

    again = imported(csl(ROWS))

    assert (again.unchanged, Snapshot.objects.count(), entries().count()) == (True, 1, before)


def test_a_list_without_huawei_is_quarantined_and_the_old_one_stays() -> None:
    first = imported(csl(ROWS)).snapshot

    done = imported(csl(without("Huawei Technologies Co., Ltd.")))

    assert done.snapshot.state == "quarantined"
    assert done.snapshot.doubts == [
        "EL: the entry 'Huawei Technologies Co., Ltd.', which must be there, is missing"
    ]
    assert index_cache.snapshot_in_force() == first
    assert names_at(first) == set(ROWS)


def test_doubts_can_be_accepted_by_name() -> None:
    imported(csl(ROWS))

    done = imported(csl(without("Huawei Technologies Co., Ltd.")), accept_doubts=True)

    assert (done.snapshot.state, len(done.snapshot.doubts)) == ("in_force", 1)


BROKEN = [
    ("empty", b"", "empty"),
    ("header only", HEADER.encode(), "no|header"),
    ("no name column", csl(ROWS).replace(b"source,name,", b"source,title,"), "name"),
    ("cut in a quoted cell", csl(ROWS)[:-30], "line|byte"),
    ("not UTF-8", csl(ROWS) + b"\xff\n", "byte"),
]


@pytest.mark.parametrize(("content", "names"), [row[1:] for row in BROKEN], ids=[row[0] for row in BROKEN])
def test_a_broken_file_is_refused_and_the_old_list_stays(tmp_path: Path, content: bytes, names: str) -> None:
    first = imported(csl(ROWS)).snapshot
    file = tmp_path / "list.csv"
    file.write_bytes(content)

    with pytest.raises(CommandError, match=names):
        call_command("import_list", str(file), source="csl", stdout=StringIO())

    assert index_cache.snapshot_in_force() == first
    assert [entry.kind for entry in entries(kind="snapshot.")][-1] == "snapshot.refused"


def test_the_command_prints_counts_by_source(tmp_path: Path) -> None:
    file, out = tmp_path / "list.csv", StringIO()
    file.write_bytes(csl(ROWS))

    call_command("import_list", str(file), source="csl", stdout=out)

    assert out.getvalue().splitlines()[0].split() == ["EL", "4"]
    assert "4 rows, 4 versions added, 0 gone, in_force" in out.getvalue()


def test_the_command_tells_what_it_tolerated(tmp_path: Path) -> None:
    file, out = tmp_path / "list.csv", StringIO()
    file.write_bytes(csl(ROWS | {"Example Field": ""}))

    call_command("import_list", str(file), source="csl", stdout=out)

    assert out.getvalue().splitlines()[0] == "ODD line 6: no country: 'Example Field'"


def test_an_address_of_a_stranger_is_not_fetched() -> None:
    with pytest.raises(CommandError, match="only https addresses"):
        call_command("import_list", "http://127.0.0.1:9/list.csv", source="csl", stdout=StringIO())


def test_release_before_the_first_sight_has_two_readings() -> None:
    done = imported(csl(ROWS).replace(b"84 FR 22961", b""))
    version = ListedPartyVersion.objects.get(name="Example Radar Institute")
    seen = done.snapshot.imported_at.date()

    readings = listings(version, first_seen_on=seen, day=date(2021, 5, 1))

    assert [one["listed_on"] for one in readings] == [None, seen.isoformat()]
