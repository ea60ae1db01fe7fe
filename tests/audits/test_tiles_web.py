"""The log as tlog-tiles over HTTP: a stranger's client gets the root; who may read, what may be cached."""

import urllib.error
import urllib.request
from datetime import UTC, datetime
from hashlib import sha256

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction

from audits import keys, log, sequencer
from tests import cast
from tests.audits import tlog_client
from tests.conftest import NOW
from tests.workplace import start_app

HEAD = "/log/tlog/checkpoint"
TILES = "/log/tlog/tile/"
TOKEN = "a token for tests"
BEARER = {"Authorization": f"Bearer {TOKEN}"}
HASH = sha256(TOKEN.encode()).hexdigest()


@pytest.fixture
def outsider(settings):
    settings.AUDIT_READ_TOKENS = {HASH: "regulator"}


@pytest.fixture
def signed(auditor, delegate, client_of):
    """A log with some entries, and the auditor's client."""
    cast.seeded()
    cast.meeting(by=delegate)
    sign()
    return client_of(auditor)


def sign():
    keys.ensure_key(settings.AUDIT_KEY_FILE, settings.AUDIT_ORIGIN)
    while sequencer.sequence_once(now=datetime.now(UTC)):
        pass


def test_a_strangers_client_recomputes_the_root_from_a_real_server(committed_db, tmp_path):
    with transaction.atomic():
        for _ in range(600):
            log.record("audit.heartbeat", by=log.SYSTEM, at=NOW)
    sign()
    app = start_app(committed_db.env | {"AUDIT_READ_TOKENS": f"regulator {HASH}"}, tmp_path / "app.log")
    media = {}

    def get(path):
        request = urllib.request.Request(f"{app.url}/log/tlog/{path}", headers=BEARER)
        with urllib.request.urlopen(request, timeout=30) as answer:
            media[path] = (answer.headers["Content-Type"], answer.headers["Cache-Control"])
            return answer.read()

    try:
        origin, size, root = tlog_client.head(get("checkpoint"))
        assert tlog_client.recomputed(get) == (size, root) == (600, log.signed_head(600).root)
        with pytest.raises(urllib.error.HTTPError, match="401"):
            urllib.request.urlopen(f"{app.url}/log/tlog/checkpoint", timeout=30)
    finally:
        app.process.stop()

    assert origin == log.signed_head().origin
    assert media.pop("checkpoint") == ("text/plain; charset=utf-8", "no-cache")
    assert set(media) == {
        *("tile/0/000", "tile/0/001", "tile/0/002.p/88", "tile/1/000.p/2"),
        *("tile/entries/000", "tile/entries/001", "tile/entries/002.p/88"),
    }
    assert set(media.values()) == {("application/octet-stream", "private, max-age=31536000, immutable")}


def test_people_read_by_permission_and_their_browsers_keep_nothing(signed, delegate, client_of, client):
    size = log.signed_head().size
    tile = f"{TILES}entries/000.p/{size}"

    answers = [one.get(tile) for one in (signed, client_of(delegate), client)]

    assert [one.status_code for one in answers] == [200, 403, 401]
    assert len(tlog_client.entries(lambda path: answers[0].content, size)) == size
    assert "no-store" in answers[0]["Cache-Control"]
    assert answers[2]["WWW-Authenticate"] == 'Bearer realm="audit log"'
    assert [entry.actor_id for entry in log.entries(kind="audit.access_denied")] == [f"user/{delegate.pk}"]


def test_nobody_has_a_token_unless_the_settings_say_so(signed, client, outsider, settings):
    wrong = [{"Authorization": f"Bearer {word}"} for word in ("", HASH, TOKEN.upper())]
    wrong.append({"Authorization": f"Basic {TOKEN}"})

    assert client.get(HEAD, headers=BEARER).status_code == 200
    assert [client.get(HEAD, headers=one).status_code for one in wrong] == [401] * 4
    settings.AUDIT_READ_TOKENS = {}
    assert client.get(HEAD, headers=BEARER).status_code == 401


def test_what_the_signed_tree_has_not_is_not_found(signed, client, outsider):
    paths = ["0/001", "0/000", "0/000.p/200", "0/000.p/0", "0/0", "1/000.p/1", "00/000.p/1"]
    paths += ["entries/000", "entries/x000/000.p/1", "entries/../0/000.p/1", "64/000", "-"]

    found = {path: client.get(TILES + path, headers=BEARER).status_code for path in paths}

    assert found == dict.fromkeys(paths, 404)


def test_every_width_up_to_the_signed_one_is_served(signed, client, outsider):
    size = log.signed_head().size
    whole = client.get(f"{TILES}0/000.p/{size}", headers=BEARER).content

    found = [client.get(f"{TILES}0/000.p/{width}", headers=BEARER).content for width in range(1, size)]

    assert found == [whole[: width * 32] for width in range(1, size)]


def test_reading_entries_leaves_one_entry_a_day_and_reader(signed, client, outsider, clock):
    path = f"{TILES}entries/000.p/1"
    for _ in range(2):
        client.get(HEAD, headers=BEARER)
        client.get(f"{TILES}0/000.p/1", headers=BEARER)
    assert not log.entries(kind="audit.tiles_read").exists()

    for hours in (0, 1, 24):
        clock.shift(hours * 3600)
        client.get(path, headers=BEARER)
        client.get(path, headers=BEARER)

    assert [entry.actor_id for entry in log.entries(kind="audit.tiles_read")] == ["outsider/regulator"] * 2


def test_entries_are_compressed_for_who_can_read_that(signed, client, outsider):
    path = f"{TILES}entries/000.p/{log.signed_head().size}"

    packed = client.get(path, headers=BEARER | {"Accept-Encoding": "gzip"})

    assert packed["Content-Encoding"] == "gzip"
    assert len(packed.content) < len(client.get(path, headers=BEARER).content) / 2


def test_a_token_is_made_and_stored_nowhere(signed, client, settings, capsys):
    call_command("audit_token", "regulator")
    lines = dict(line.split(":", 1) for line in capsys.readouterr().out.splitlines())
    token, (name, digest) = (
        lines["Hand over, by a safe way"].strip(),
        lines["Add to AUDIT_READ_TOKENS"].split(),
    )
    settings.AUDIT_READ_TOKENS = {digest: name}

    assert client.get(HEAD, headers={"Authorization": f"Bearer {token}"}).status_code == 200
