"""Readers of the settings that name who holds heads: every wrong item is told, no address is."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from audits.anchors.target import COPY, MAIL, STAMP, WITNESS, Target
from audits.checkpoint import COSIGNATURE, parse_vkey
from config import anchors
from tests.audits.made_log import signer

HASH = "ab" * 32
VKEY = str(signer(7, "w.example/plenary", COSIGNATURE).key)
LOG = str(signer(7, "plenary.example/log").key)


def test_each_kind_is_read(tmp_path: Path) -> None:
    roots = tmp_path / "roots.pem"
    roots.touch()

    assert anchors.mails("M", ["auditor a@b.example"], every=5) == (
        Target(MAIL, "auditor", "a@b.example", 5),
    )
    assert anchors.authorities("T", [f"tsa https://t.example/tsr {roots}"], every=5) == (
        Target(STAMP, "tsa", "https://t.example/tsr", 5, roots=roots),
    )
    assert anchors.witnesses("W", [f"{VKEY} https://w.example/x/"], every=5) == (
        Target(WITNESS, "w.example/plenary", "https://w.example/x", 5, key=parse_vkey(VKEY)),
    )
    assert anchors.copies("C", ["vault /mnt/vault"], every=5) == (Target(COPY, "vault", "/mnt/vault", 5),)
    assert anchors.reading_tokens("R", [f"regulator {HASH}"]) == {HASH: "regulator"}
    assert anchors.mails("M", [], every=5) == ()


@pytest.mark.parametrize(
    ("read", "items", "told"),
    [
        (anchors.mails, ["a@b.example"], "S: item 1 is not NAME ADDRESS, with a name in small letters."),
        (anchors.mails, ["x y@b.example", "Anna a@b.example"], "S: item 2 is not NAME ADDRESS"),
        (anchors.mails, ["auditor nobody"], "S: auditor has no mail address."),
        (anchors.mails, ["a x@b.example", "a y@b.example"], "S: a name is there twice."),
        (anchors.authorities, ["tsa https://t.example"], "S: item 1 is not NAME URL ROOTS.pem"),
        (anchors.authorities, ["tsa https://t.example /gone.pem"], "S: tsa names /gone.pem, which is"),
        (anchors.authorities, [f"tsa ftp://t.example {__file__}"], "S: an item has no plain address such as"),
        (anchors.witnesses, ["https://w.example"], "S: 'https://w.example' is not VKEY URL."),
        (anchors.witnesses, ["nokey https://w.example"], "S: key: is not name+id+key."),
        (anchors.witnesses, [f"{LOG} https://w.example"], "S: plenary.example/log is a log's key"),
        (anchors.witnesses, [f"{VKEY} https://a", f"{VKEY} https://b"], "S: a name is there twice."),
        (anchors.witnesses, [f"{VKEY} https://u:p@w.example"], "S: an item has no plain address such as"),
        (anchors.copies, ["vault mnt"], "S: vault names 'mnt': use a path from the root."),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told(read: object, items: list[str], told: str) -> None:
    with pytest.raises(ImproperlyConfigured) as error:
        read("S", items, every=5)  # type: ignore[operator]

    assert told in str(error.value)
    assert "@b.example" not in str(error.value)
    assert "u:p" not in str(error.value)


def test_a_token_itself_is_no_setting() -> None:
    with pytest.raises(ImproperlyConfigured, match="S: regulator has no SHA-256 in hex"):
        anchors.reading_tokens("S", ["regulator secret-token"])
