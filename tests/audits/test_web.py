"""The auditor's pages: who may open them, search, one entry with its proof, reports and their files."""

import json
from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.urls import reverse

from audits import keys, log, sequencer
from audits.merkle.hashing import leaf_hash
from audits.merkle.verify import verify_inclusion
from audits.policy import format_policy
from audits.receipt import parse_receipt
from audits.verify.__main__ import main
from audits.web.proof_path import picture, sibling_ranges
from tests import cast
from tests.merkle.reference import inclusion, root

LOG, REPORT, EXPORT = "/log/entries/", "/log/report/", "/log/export/"


@pytest.fixture
def reader(auditor, client_of):
    """The auditor's client."""
    return client_of(auditor)


@pytest.fixture
def signed(reader, delegate):
    """A log with a meeting and a document in it, all of it signed. Gives the reader's client."""
    cast.seeded()
    cast.meeting(by=delegate)
    cast.revision(by=delegate)
    sign()
    return reader


def sign():
    keys.ensure_key(settings.AUDIT_KEY_FILE, settings.AUDIT_ORIGIN)
    sequencer.sequence_once(now=datetime.now(UTC))


def addresses_of(entry):
    names = ("entry", "entry-envelope", "entry-payload", "entry-proof")
    return [reverse(f"audits:{name}", args=[entry.pk]) for name in names]


def reads():
    return [log.payload_of(entry) for entry in log.entries(kind="audit.entry_read")]


def test_pages_of_the_log_refuse_a_delegate(signed, delegate, client_of):
    entry, client = log.entries().first(), client_of(delegate)
    pages = [LOG, REPORT, reverse("audits:report-csv"), *addresses_of(entry)]

    assert [client.get(page).status_code for page in pages] == [403] * len(pages)
    assert (client.get(EXPORT).status_code, client.post(EXPORT).status_code) == (403, 403)
    assert reads() == []


def test_pages_of_the_log_send_a_stranger_to_the_log_in(signed, client):
    assert client.get(LOG).url == f"{reverse('account_login')}?next={LOG}"


def test_reading_the_log_is_not_taking_it_away(signed, officer, client_of):
    Group.objects.get(name="officer").permissions.remove(Permission.objects.get(codename="export_entry"))
    client, entry = client_of(officer), log.entries().first()

    assert client.get(LOG).status_code == 200
    page = client.get(addresses_of(entry)[0]).content.decode()
    assert "Download proof" not in page
    assert [client.get(page).status_code for page in (REPORT, *addresses_of(entry)[1:])] == [403] * 4


@pytest.mark.parametrize(
    ("query", "kinds"),
    [
        ("kind=meeting.", {"meeting.logged"}),
        ("kind=document.logged", {"document.logged"}),
        ("text=r1-2600001", {"document.logged"}),
        ("object=meeting/1&kind=document.", set()),
        ("since=2020-01-01&until=2020-12-31", set()),
        ("actor=user/0", set()),
    ],
)
def test_search_finds_what_meets_every_condition(query, kinds, signed):
    answer = signed.get(f"{LOG}?{query}")

    assert {row["entry"].kind for row in answer.context["rows"]} == kinds
    assert answer.context["page"].paginator.count == len(answer.context["rows"])


@pytest.mark.parametrize(
    ("query", "error"),
    [
        ("object=42", "Write the object as type/id, for example disclosure/42."),
        ("since=soon", "Give a day such as 2026-01-31."),
        ("since=2026-02-01&until=2026-01-01", "The last day lies before the first one."),
    ],
)
def test_search_names_the_condition_that_it_cannot_read(query, error, signed):
    page = signed.get(f"{LOG}?{query}").content.decode()

    assert error in page
    assert "No entry matches" in page


def test_entry_is_proven_from_its_bytes_and_the_read_is_recorded_first(signed, auditor):
    entry = log.entries(kind="meeting.logged").get()

    answer = signed.get(addresses_of(entry)[0])

    page, head = answer.content.decode(), log.signed_head()
    assert f"Entry {entry.pk} is in the log, unchanged" in page
    proven = answer.context["proven"]
    assert (proven.root, proven.size, proven.leaf) == (head.root, head.size, leaf_hash(bytes(entry.body)))
    assert proven.picture.siblings[-1].joined == head.root
    assert sum(one.count for one in proven.picture.siblings) == head.size - 1
    assert reads() == [{**reads()[0], "what": "page", "entry": str(entry.uuid)}]
    assert log.entries(kind="audit.entry_read").get().actor_id == f"user/{auditor.pk}"
    assert "D. (user/" in page


def test_entry_that_waits_says_so_and_has_no_proof(signed):
    cast.revision(by=cast.administrator(), number="R1-2600009")
    entry = log.entries(kind="document.logged").last()

    page = signed.get(addresses_of(entry)[0]).content.decode()

    assert f"Entry {entry.pk} waits for its place in the log" in page
    assert signed.get(reverse("audits:entry-proof", args=[entry.pk])).status_code == 404


def test_entry_that_does_not_exist_is_not_found_and_not_recorded(signed):
    assert signed.get(reverse("audits:entry", args=[999_999])).status_code == 404
    assert reads() == []


def test_downloads_are_the_exact_bytes_and_hold_offline(signed, tmp_path, capsys):
    entry = log.entries(kind="meeting.logged").get()
    _, envelope, payload, proof = (signed.get(address) for address in addresses_of(entry))

    assert envelope.content == bytes(entry.body)
    assert payload.content == bytes(entry.payload)
    assert parse_receipt(proof.content).index == entry.leaf.leaf_index
    assert [read["what"] for read in reads()] == ["page", "envelope", "payload", "proof"]

    files = {"entry.json": envelope.content, "entry.tlog-proof": proof.content}
    files["policy.txt"] = format_policy([keys.public_key()])
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    paths = {name: str(tmp_path / name) for name in files}
    code = main(
        ["proof", paths["entry.tlog-proof"], "--entry", paths["entry.json"], "--policy", paths["policy.txt"]]
    )
    assert (code, capsys.readouterr().out[:4]) == (0, "PASS")


def test_report_counts_what_its_file_holds_and_repeats_to_the_byte(signed, auditor):
    answer = signed.get(f"{REPORT}?kind=document.&body=3GPP")
    assert answer.context["count"] == 1
    assert answer.context["kinds"] == [{"kind": "document.logged", "title": "Document logged", "count": 1}]
    address = f"{reverse('audits:report-csv')}?{answer.context['query']}"

    first = b"".join(signed.get(address).streaming_content)
    sign()
    second = b"".join(signed.get(address).streaming_content)

    assert first == second
    lines = first.decode("utf-8-sig").splitlines()
    assert lines[1:6] == [
        f"tree_size,{answer.context['head'].size}",
        f"root_hash,{answer.context['head'].root.hex()}",
        "filter_kind,document.",
        'filter_text,"""body"": ""3GPP"""',
        "rows,1",
    ]
    by_auditor = log.entries(kind="audit.report_made", actor=f"user/{auditor.pk}")
    made = [log.payload_of(entry) for entry in by_auditor]
    size = str(answer.context["head"].size)
    assert [one["filter"] for one in made] == [{"kind": "document.", "body": "3GPP", "size": size}] * 2
    assert [one["rows"] for one in made] == [1, 1]


def test_report_takes_a_body_or_a_text(signed):
    page = signed.get(f"{REPORT}?body=3GPP&text=RAN1").content.decode()

    assert "Choose a body or type a text: a report is narrowed down by one of the two." in page
    assert "Rows, CSV" not in page


def test_report_of_a_size_that_was_never_signed_is_not_found(signed):
    assert signed.get(f"{reverse('audits:report-csv')}?size=1").status_code == 404
    assert "The log was never signed at that size." in signed.get(f"{REPORT}?size=1").content.decode()
    assert not log.entries(kind="audit.report_made").exists()


def test_before_the_first_signed_head_there_is_nothing_to_report(reader):
    page = reader.get(REPORT).content.decode()
    answer = reader.post(EXPORT)

    assert "Nothing is signed yet." in page
    assert answer.status_code == 422
    assert "No export can be made: no checkpoint has been signed yet" in answer.content.decode()


def verified(content, folder, capsys, *options):
    (folder / "log.zip").write_bytes(content)
    (folder / "policy.txt").write_bytes(format_policy([keys.public_key()]))
    command = ["bundle", str(folder / "log.zip"), "--policy", str(folder / "policy.txt"), "--json", *options]
    assert main(command) == 0
    return json.loads(capsys.readouterr().out)


def test_export_is_counted_recorded_and_holds_offline(signed, tmp_path, capsys):
    preview = signed.get(f"{EXPORT}?kind=document.&body=3GPP").context["preview"]
    assert (preview.found, preview.payloads, preview.private) == (1, 1, 0)
    assert (preview.begin, preview.end) == (0, log.signed_head().size)
    assert not log.entries(kind="audit.exported").exists()

    answer = signed.post(EXPORT, {"kind": "document.", "body": "3GPP", "payloads": "asked"})
    content = b"".join(answer.streaming_content)

    exported = log.payload_of(log.entries(kind="audit.exported").get())
    assert (exported["tree_size"], exported["payloads"], exported["private"], exported["asked"]) == (
        log.signed_head().size,
        ["asked"],
        [],
        {"kind": "document.", "body": "3GPP"},
    )
    assert "verify.pyz" in ZipFile(BytesIO(content)).namelist()
    outcome = verified(content, tmp_path, capsys)
    assert (outcome["complete"]["count"], outcome["payloads"], outcome["private_values"]) == (1, 1, 0)


@pytest.mark.parametrize(
    ("private", "names"), [([], 0), (["email"], 1), (["email", "first_name", "last_name"], 2)]
)
def test_personal_fields_go_along_one_by_one(private, names, signed, delegate, tmp_path, capsys):
    choice = {"object": f"user/{delegate.pk}", "payloads": "asked", "private": private}

    preview = signed.get(EXPORT, choice).context["preview"]
    content = b"".join(signed.post(EXPORT, choice).streaming_content)

    assert preview.private == names
    assert verified(content, tmp_path, capsys)["private_values"] == names
    assert (delegate.email.encode() in content) == ("email" in private)


@pytest.mark.parametrize(
    ("choice", "error"),
    [
        ({"since": "soon"}, "Give a day such as 2026-01-31."),
        ({"since": "2026-02-02", "until": "2026-02-01"}, "The last day lies before the first one."),
        ({"object": "42"}, "Write the object as type/id, for example disclosure/42."),
        ({"payloads": "some"}, "Select a valid choice. some is not one of the available choices."),
        ({"private": "password"}, "Select a valid choice. password is not one of the available choices."),
        ({"payloads": "none", "private": "email"}, "A personal value is checked against its payload"),
        ({"since": "2999-01-01"}, "No export can be made: no signed entry lies in this period."),
    ],
)
def test_an_export_that_cannot_be_made_says_why(choice, error, signed):
    shown, refused = signed.get(EXPORT, choice), signed.post(EXPORT, choice)

    assert (shown.status_code, refused.status_code) == (200, 422)
    assert error in shown.content.decode()
    assert error in refused.content.decode()
    assert "Download, ZIP" not in shown.content.decode()
    assert not log.entries(kind="audit.exported").exists()


def test_an_export_of_too_many_entries_is_left_to_the_administrator(signed, monkeypatch):
    monkeypatch.setattr("audits.web.export.MOST_SHOWN", 3)

    page, refused = signed.get(EXPORT), signed.post(EXPORT)

    assert "More than 3 entries are exported by the administrator" in page.content.decode()
    assert "Download, ZIP" not in page.content.decode()
    assert refused.status_code == 422
    assert "entries are more than 3; choose a shorter period" in refused.content.decode()
    assert not log.entries(kind="audit.exported").exists()


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8, 13])
def test_picture_leads_from_every_leaf_to_the_root(size):
    leaves = [leaf_hash(bytes([number])) for number in range(size)]
    for index, leaf in enumerate(leaves):
        proof = inclusion(index, leaves)
        verify_inclusion(leaf, index=index, size=size, proof=proof, root=root(leaves))

        drawn = picture(leaf, index=index, size=size, proof=proof)

        assert [one.joined for one in drawn.siblings][-1:] == ([root(leaves)] if size > 1 else [])
        assert sum(end - begin for begin, end in sibling_ranges(index, size)) == size - 1
        assert [one.before for one in drawn.siblings] == [
            begin < index for begin, _ in sibling_ranges(index, size)
        ]
