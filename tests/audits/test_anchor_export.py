"""An export with what outsiders said, from a real witness and authority, checked offline; the pages."""

import json
import subprocess
from datetime import timedelta
from zipfile import ZipFile

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from audits import keys
from audits.anchors import exported as exports
from audits.anchors.published import cosigned_note
from audits.anchors.queue import duties
from audits.checkpoint import COSIGNATURE, parse_note
from audits.models import Anchor, AnchorDuty
from audits.verify.__main__ import main
from tests.audits.anchoring import by_mail, by_stamp, by_witness, duty_of, grown, turn
from tests.audits.authority import authority_over_http
from tests.audits.made_log import signer
from tests.audits.witnesses import witness


@pytest.fixture
def anchored(log_database, settings, tmp_path, capsys):
    """Heads of 3 and 8 entries, each stamped and cosigned, one of 9 that nobody holds; gives the world."""
    (tmp_path / "w").mkdir()
    grown(3)
    with (
        authority_over_http(tmp_path / "tsa") as authority,
        witness(tmp_path / "w", keys.public_key()) as one,
    ):
        targets = (by_stamp(authority), by_witness(one.key, one.url))
        rows = [duty_of(settings, target) for target in targets]
        settings.AUDIT_ANCHORS = targets
        assert [turn(row) for row in rows] == ["held", "held"]
        grown(5)
        assert [turn(row) for row in rows] == ["held", "held"]
        grown(1)
        call_command("audit_policy", "--quorum", "all")
        (tmp_path / "policy.txt").write_text(capsys.readouterr().out)
        yield authority


def export(tmp_path, name="log.zip"):
    call_command("export_log", "--out", str(tmp_path / name))
    return tmp_path / name


def test_an_export_meets_the_quorum_and_says_since_when_its_entries_exist(anchored, tmp_path, capsys):
    path = export(tmp_path)
    capsys.readouterr()

    policy = ["--policy", str(tmp_path / "policy.txt")]
    code = main(["bundle", str(path), *policy, "--tsa-root", str(anchored.root), "--json"])

    outcome = json.loads(capsys.readouterr().out)
    assert (code, outcome["size"], outcome["cosigned"], outcome["stamps_unchecked"]) == (0, 8, 8, 0)
    assert [(one["size"], one["authority"]) for one in outcome["stamps"]] == [
        (3, "Test TSA"),
        (8, "Test TSA"),
    ]
    with ZipFile(path) as archive:
        assert [name for name in archive.namelist() if name.startswith("anchors/")] == [
            "anchors/3/1.tsr",
            "anchors/8/cosigned",
            "anchors/8/1.tsr",
        ]
        readme = archive.read("README.txt").decode()
    assert "  rung 2: heads carry time stamps of authorities\n  rung 3: witnesses cosign heads\n" in readme


def test_openssl_alone_checks_a_stamp_of_an_export(anchored, tmp_path):
    with ZipFile(export(tmp_path)) as archive:
        archive.extractall(tmp_path / "out")
    command = ["openssl", "ts", "-verify", "-data", "checkpoints/8", "-CAfile", str(anchored.root)]

    said = [
        subprocess.run(
            [*command, "-in", f"anchors/{size}/1.tsr"],
            cwd=tmp_path / "out",
            capture_output=True,
            text=True,
            check=False,
        ).returncode
        for size in (8, 3)
    ]

    assert said == [0, 1]


def test_a_witness_that_is_silent_holds_no_export_back(anchored, tmp_path, capsys, clock):
    clock.move_to(timezone.now() + timedelta(days=400))
    path = export(tmp_path)
    capsys.readouterr()

    code = main(["bundle", str(path), "--policy", str(tmp_path / "policy.txt"), "--json"])

    outcome = json.loads(capsys.readouterr().out)
    assert (code, outcome["problem"]) == (3, "checkpoint: quorum 'witnesses' is not met")


def test_of_very_many_stamps_the_last_of_each_day_goes_along(anchored, tmp_path, monkeypatch):
    monkeypatch.setattr(exports, "MANY_STAMPS", 1)

    assert exports.exported_sizes(9) == {8}
    assert [(size, name) for size, name, _ in exports.exported(9)] == [(8, "cosigned"), (8, "1.tsr")]
    assert list(exports.exported(2)) == []


def test_two_cosignatures_of_one_witness_are_one_line(anchored):
    row = AnchorDuty.objects.get(kind="witness")
    AnchorDuty.objects.update(held_at=None)
    assert turn(row) == "held"
    twice = Anchor.objects.filter(kind="witness").latest("pk")
    assert twice.checkpoint_id == 9
    AnchorDuty.objects.update(held_at=None)
    assert turn(row) == "held"

    assert len(parse_note(cosigned_note(twice.checkpoint)).signatures) == 2


@pytest.mark.parametrize("rule", ["2", "0", "some"])
def test_a_quorum_that_cannot_be_met_is_not_printed(log_database, settings, rule):
    settings.AUDIT_ANCHORS = (by_witness(signer(7, "w.example", COSIGNATURE).key, "http://127.0.0.1:9"),)

    with pytest.raises(CommandError, match=f"--quorum {rule} of 1 configured witnesses"):
        call_command("audit_policy", "--quorum", rule)


def test_an_export_without_outsiders_says_so(log_database, tmp_path):
    grown(3)

    with ZipFile(export(tmp_path)) as archive:
        assert "rung 0: no outsider holds a head: for development only" in archive.read("README.txt").decode()


@pytest.fixture
def silent(db, settings):
    """One outsider that has been silent for two days."""
    settings.AUDIT_ANCHORS = (by_mail(),)
    duties(at=timezone.now() - timedelta(days=2))
    AnchorDuty.objects.update(tries=7, last_error="ConnectionRefusedError")


ALARM = "Mail of the newest head, auditor: nothing for over 24 hours (ConnectionRefusedError)."


def test_pages_say_who_holds_what_and_what_is_silent(silent, auditor, administrator, client_of):
    pages = [client_of(auditor).get("/log/entries/"), client_of(administrator).get("/health/")]

    for page in pages:
        text = page.content.decode()
        assert "Checkpoints and who holds them" in text
        assert "silent for over a day" in text
        assert "ConnectionRefusedError" in text
        assert "anna@auditor.example" not in text
    assert "Rung 0: no outsider holds a head" in pages[0].content.decode()
    assert ALARM in pages[1].content.decode()


def test_a_silent_outsider_is_an_alarm_and_keeps_nobody_from_working(silent, client):
    found = client.get("/readyz").json()

    assert found["alarms"] == [ALARM]
    assert ALARM not in found["findings"]


def test_where_nobody_is_configured_the_page_says_what_that_means(db, auditor, client_of):
    page = client_of(auditor).get("/log/entries/").content.decode()

    assert "Nobody outside is configured to hold a head." in page
