"""The demonstration files can be read, refer to each other, and name no person in full."""

import re
import tomllib
from pathlib import Path
from typing import Any

from participation.imports.attendees import AttendeePreview, parse_attendees
from participation.imports.decode import decode_upload
from participation.imports.documents import parse_documents

DEMO = Path(__file__).parents[2] / "participation" / "demo"
INITIALS = re.compile(r"[A-Z]\. [A-Z]\.")


def story() -> dict[str, Any]:
    return tomllib.loads((DEMO / "demo.toml").read_text(encoding="utf-8"))


def attendees(meeting: dict[str, Any]) -> AttendeePreview:
    if "attendees_file" in meeting:
        return parse_attendees(decode_upload((DEMO / meeting["attendees_file"]).read_bytes()).text)
    return parse_attendees(meeting["attendees_pasted"])


def test_attendee_lists_can_be_saved_and_hold_the_hard_cases() -> None:
    past, future = (attendees(meeting) for meeting in story()["meeting"])

    assert (past.can_save, len(past.rows), future.can_save, len(future.rows)) == (True, 56, True, 10)
    assert all(INITIALS.fullmatch(row.name) for row in past.rows + future.rows)
    assert sum(not row.organisations for row in past.rows) == 6
    assert sum(len(row.organisations) == 2 for row in past.rows) == 3
    assert sum("Huawei" in row.organisations for row in past.rows) == 5
    assert not past.duplicates


def test_document_list_can_be_saved() -> None:
    preview = parse_documents((DEMO / "3gpp-documents.csv").read_bytes())

    assert (len(preview.rows), len(preview.columns), preview.problems) == (26, 36, ())
    assert all(re.fullmatch(r"S2-200\d{4}", row.number) and row.title and row.source for row in preview.rows)


def test_contacts_of_documents_are_initials() -> None:
    lines = parse_attendees(
        (DEMO / "3gpp-documents.csv").read_text(encoding="utf-8"), columns=(None, None, None, "name")
    )

    assert all(INITIALS.fullmatch(row.name) for row in lines.rows[1:])


def test_disclosures_refer_to_what_is_there() -> None:
    told = story()
    meetings = {meeting["key"]: meeting for meeting in told["meeting"]}
    documents = {document["key"] for document in told["document"]}

    for disclosure in told["disclosure"]:
        meeting = meetings[disclosure["meeting"]]
        assert meeting["starts_on"] <= disclosure["released_on"] <= meeting["ends_on"]
        assert disclosure["document"] in documents
        named = {name for row in attendees(meeting).rows for name in row.organisations}
        assert disclosure["recipients"] == "all" or set(disclosure["recipients"]) <= named


def test_story_shows_each_status_and_each_class() -> None:
    told = story()

    assert [one["expected"]["shown"] for one in told["disclosure"]] == [
        "clear",
        "wait",
        "wait",
        "do not share",
        "wait",
    ]
    assert [one["item"].get("eccn") for one in told["document"]] == ["EAR99", "5E991", "5E002.a", None]
