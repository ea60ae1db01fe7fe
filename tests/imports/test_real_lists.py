"""The published list formats, read whole from the folder named by REAL_DATA_DIR."""

import csv
import os
from pathlib import Path

import pytest

from participation.imports.affiliations import read_affiliations
from participation.imports.attendees import parse_attendees
from participation.imports.decode import decode_upload
from participation.imports.documents import parse_documents

FOLDER = Path(os.environ["REAL_DATA_DIR"])


@pytest.mark.parametrize(
    "name",
    [
        "sample_ietf_bluesheet.txt",
        "sample_ieee_imat_attendance_summary.csv",
        "sample_ieee_imat_daily_attendance.csv",
        "sample_ieee_imat_meeting_members.csv",
    ],
)
def test_attendance_samples_can_be_saved(name: str) -> None:
    preview = parse_attendees(decode_upload((FOLDER / name).read_bytes()).text)

    assert (preview.can_save, len(preview.rows)) == (True, 60)
    assert [row.row for row in preview.rows if not row.organisations] == [54]
    assert preview.rows[3].organisations == ("Huawei Technologies Co., Ltd.",)


@pytest.mark.parametrize(
    ("name", "rows"), [("sample_3gpp_tdoc_list_36col.csv", 50), ("3gpp_sa2_138e_tdocs_sample.csv", 824)]
)
def test_document_lists_can_be_saved(name: str, rows: int) -> None:
    preview = parse_documents((FOLDER / name).read_bytes())

    assert (preview.can_save, len(preview.rows)) == (True, rows)
    assert all(row.number.startswith("S2-200") and row.title for row in preview.rows)


def test_every_stated_affiliation_is_kept_or_parted_but_never_lost() -> None:
    with (FOLDER / "affiliation_strings.csv").open(encoding="utf-8", newline="") as file:
        cells = [row["affiliation"] for row in csv.DictReader(file)]

    counts = [len(read_affiliations(cell).organisations) for cell in cells]
    lost = {cell.casefold() for cell, count in zip(cells, counts, strict=True) if count == 0}

    assert lost <= {
        "none",
        "student",
        "self",
        "independent",
        "retired",
        "self employed",
        "private",
        "individual",
    } | {
        *("na", "n/a", "not provided", "unaffiliated", "self-employed", "unknown"),
    }
    assert sum(count > 1 for count in counts) < 300
