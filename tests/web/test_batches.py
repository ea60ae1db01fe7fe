"""The pages of batches: upload, progress, answers, downloads; without JavaScript."""

import csv
import re
from hashlib import sha256
from io import StringIO
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audits.log import entries, payload_of
from participation.models import BatchScreening, User
from participation.workflow import batches
from participation.workflow.batches import run_batch
from tests import cast
from tests.web.reading import errors, heading, plain, rows

PAGE = "/lists/batches/"


@pytest.fixture
def client(officer: User, client_of: Any) -> Client:
    """The officer's browser, after the installation was seeded."""
    cast.seeded()
    return client_of(officer)


def upload(client: Client, content: bytes = cast.NAMES, token: object = None) -> Any:
    names = SimpleUploadedFile("names.csv", content, "text/csv")
    return client.post(PAGE, {"names": names, "form_token": str(token or uuid4())})


def batch_of(answer: Any) -> BatchScreening:
    assert answer.status_code == 302, errors(answer)
    return BatchScreening.objects.get(pk=int(re.findall(r"\d+", answer["Location"])[0]))


def counts(answer: Any) -> list[str]:
    views = re.findall(r'<ul class="views">(.*?)</ul>', answer.content.decode(), re.S)
    return [plain(item) for item in re.findall(r"<li>(.*?)</li>", views[0], re.S)]


def table(answer: Any) -> list[list[str]]:
    """A download as a machine reads it."""
    return list(csv.reader(StringIO(answer.content.decode("utf-8-sig"), newline="")))


def best(found: list[list[str]]) -> list[list[str]]:
    """The first row of each query, as far as the listed party."""
    return list({row[0]: row[:4] for row in reversed(found)}.values())[::-1]


def test_an_officer_uploads_watches_reads_and_takes_away(client: Client) -> None:
    batch = batch_of(upload(client))
    waiting = client.get(f"{PAGE}{batch.pk}/")
    run_batch(batch.pk)
    done = client.get(f"{PAGE}{batch.pk}/")
    taken = client.get(f"{PAGE}{batch.pk}/answers.csv")

    assert "0 of 5 rows are screened." in plain(waiting.content.decode())
    assert heading(done) == "names.csv"
    assert counts(done) == ["Match 1", "Possible 0", "Cannot be screened 2", "None 2"]
    assert [row.split(" EL ")[0] for row in rows(done)][:1] == [
        "Huawei Technologies Co., Ltd. line 3 CN Huawei Technologies Co., Ltd."
    ]
    assert len(rows(done)) == 3
    assert rows(done)[2].endswith(f"and {len(table(taken)) - 8} more hits of this row, in the download")
    assert best(table(taken)) == [
        ["query", "country", "band", "entity"],
        ["Nordlys Radio AS", "NO", "none", ""],
        ["Huawei Technologies Co., Ltd.", "CN", "match", "Huawei Technologies Co., Ltd."],
        ["'=cmd", "", "none", ""],
        ["", "", "none", ""],
        ["Å", "NOR", "none", ""],
    ]
    assert taken["Content-Disposition"] == f'attachment; filename="batch-{batch.pk}.csv"'


def test_rows_that_cannot_be_screened_are_amber_with_their_reason(client: Client) -> None:
    batch = batch_of(upload(client))
    run_batch(batch.pk)

    shown = rows(client.get(f"{PAGE}{batch.pk}/?part=unread"))

    assert shown == [
        "nothing line 5 not stated Not screened cannot screen: no organisation is stated",
        "Å line 6 NOR Not screened cannot screen: line 6: country 'NOR' is not a two-letter code",
    ]


def test_a_part_can_be_taken_away_and_each_download_is_an_entry(
    client: Client, officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "SLICE", 2)
    batch = batch_of(upload(client))
    run_batch(batch.pk, seconds=0)

    part = client.get(f"{PAGE}{batch.pk}/answers.csv")
    while run_batch(batch.pk, seconds=0) == "goes_on":
        pass
    whole = client.get(f"{PAGE}{batch.pk}/answers.csv")

    assert part["Content-Disposition"] == f'attachment; filename="batch-{batch.pk}-first-2-of-5.csv"'
    assert table(whole)[: len(table(part))] == table(part)
    found = [payload_of(entry) for entry in entries(kind="batch.answers_taken").order_by("pk")]
    assert [(one["batch"], one["rows"], one["of"], one["file"]) for one in found] == [
        (str(batch), rows, 5, {"sha256": sha256(taken.content).hexdigest(), "size": len(taken.content)})
        for rows, taken in ((2, part), (5, whole))
    ]
    assert {entry.actor_id for entry in entries(kind="batch.answers_taken")} == {f"user/{officer.pk}"}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "File of names: names.csv has no column 'query'; its first line must name query,country."),
        (b"PK\x03\x04...", "File of names: Byte 0: this is an Excel workbook (.xlsx) or another zip file. "
         "Save the list as CSV, or paste its cells."),
        (b"query,country\n" + b"x" * 5_000_000, "File of names: The file has 5000014 bytes; "
         "at most 5000000 are read."),
    ],
    ids=["empty", "workbook", "large"],
)  # fmt: skip
def test_a_file_that_is_refused_says_why(client: Client, content: bytes, said: str) -> None:
    answer = upload(client, content)

    assert (answer.status_code, errors(answer)) == (422, [said])
    assert not BatchScreening.objects.exists()


def test_no_file_and_no_token_are_told(client: Client) -> None:
    answer = client.post(PAGE, {})

    assert (answer.status_code, errors(answer)) == (
        422,
        ["File of names: Choose a file.", "Form token: Open the page anew."],
    )


def test_a_form_sent_twice_is_one_batch(client: Client) -> None:
    token = uuid4()

    first, second = (batch_of(upload(client, token=token)) for _ in range(2))

    assert (first, BatchScreening.objects.count()) == (second, 1)


def test_the_state_asks_again_until_the_batch_is_over(client: Client) -> None:
    batch = batch_of(upload(client))

    waiting = client.get(f"{PAGE}{batch.pk}/progress/?ms=600")
    run_batch(batch.pk)
    over = client.get(f"{PAGE}{batch.pk}/progress/")

    assert (
        f'hx-get="{PAGE}{batch.pk}/progress/?ms=1200" hx-trigger="load delay:600ms"'
        in waiting.content.decode()
    )
    assert (over.status_code, over["HX-Refresh"]) == (286, "true")


def test_an_auditor_reads_and_leaves_an_entry_but_starts_nothing(
    client: Client, auditor: User, client_of: Any
) -> None:
    batch = batch_of(upload(client))
    reading = client_of(auditor)

    page = reading.get(f"{PAGE}{batch.pk}/")

    assert "hx-get" not in page.content.decode()
    assert [payload_of(entry)["batch"] for entry in entries(kind="batch.read")] == [str(batch)]
    assert upload(reading).status_code == 403
    assert "Screen the file" not in reading.get(PAGE).content.decode()


def test_a_batch_that_gave_up_is_told_and_tried_again(client: Client) -> None:
    batch = batch_of(upload(client))
    BatchScreening.objects.update(state="needs_attention", last_error="OSError")

    page = client.get(f"{PAGE}{batch.pk}/")
    client.post(reverse("batch-again", args=[batch.pk]))

    assert "After 0 of 5 rows it failed again and again ( OSError )" in plain(page.content.decode())
    batch.refresh_from_db()
    assert batch.state == "queued"


def test_the_list_of_files_asks_the_same_for_one_and_for_three(client: Client) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(PAGE)
        return len(queries)

    upload(client)
    one = asked()
    upload(client)
    upload(client)

    assert asked() == one
