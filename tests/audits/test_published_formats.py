"""Examples that the formats' own authors published, and a head that a public log signed.

Sources: c2sp.org/signed-note, /tlog-checkpoint, /tlog-cosignature, /tlog-tiles, /tlog-proof, /tlog-policy;
the head of the Go checksum database (sum.golang.org) of 6,476,701 records with its well-known key.
"""

from base64 import b64decode
from collections import Counter

import pytest

from audits.checkpoint import (
    COSIGNATURE,
    Checkpoint,
    UntrustedNoteError,
    VerifierKey,
    WrongSignatureError,
    parse_checkpoint,
    parse_note,
    parse_vkey,
    verify_note,
)
from audits.merkle.tiles import Tile, tiles_of
from audits.policy import Group, parse_policy
from audits.receipt import parse_receipt
from tests.audits.made_log import signer

FOO = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
FOO_NOTE = """\
This is an example message.

— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=
"""
POEM = """\
Ognuno sta solo sul cuor della terra
trafitto da un raggio di sole:

ed è subito sera.

— quasimodo.example/salvatore \
NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=
"""
SOFA = """\
example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

— example.com/behind-the-sofa \
Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
— witness.example.com/w1 \
jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==
"""
GO_KEY = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8"
GO_HEAD = """\
go.sum database tree
6476701
mb8QLQIs0Z0yP5Cstq6guj87oXWeC9gEM8oVikmm9Wk=

— sum.golang.org Az3grsLX85Gz+s1SiTbgkuqxgItqFq7gsMUEyVnrsa9LM7Us9S+1xbFIGu95949rj4nPRYfvimWEPWL+o3GeoWwOoAw=
"""
PROOF = """\
c2sp.org/tlog-proof@v1
index 73894
gSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ=
B95lDa8R83lS8n0eG+o0buTxRKQTYFi//1U8anccXmA=
EKNzoDWG8LGC0Yp9o+sv3qllpMP9uHQ9B20KNL+Q1zs=
RoopEkOdqkYqMB4MJXrbt/hMjOxsVn0IrWjpz1ZMMes=
AHCioX9nLjsrse6YhjRRmk1WUEirVOLLRoOQ6vfO5vk=

example.com/fancylog
109482
sFodV/vSp5O8n9a8QpW6PRY97tfOSW5bsc2Xl/EQi08=

"""
NAMES = ("X1", "X2", "X3", "Y1", "Y2", "Y3")


@pytest.mark.parametrize("note", [FOO_NOTE, POEM, SOFA, GO_HEAD], ids=["foo", "poem", "sofa", "go"])
def test_published_note_encodes_to_itself(note):
    assert parse_note(note.encode()).encode() == note.encode()


@pytest.mark.parametrize(("key", "note"), [(FOO, FOO_NOTE), (GO_KEY, GO_HEAD)], ids=["foo", "go"])
def test_published_signature_holds_for_this_text_alone(key, note):
    known = parse_vkey(key)

    assert str(known) == key
    assert verify_note(parse_note(note.encode()), [known]) == (known,)
    with pytest.raises(WrongSignatureError):
        verify_note(parse_note(note.replace("a", "b", 1).encode()), [known])


def test_empty_line_belongs_to_the_text():
    note = parse_note(POEM.encode())

    assert note.text.count("\n\n") == 1
    assert [signature.name for signature in note.signatures] == ["quasimodo.example/salvatore"]


def test_published_checkpoints():
    root = b64decode("CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=")

    assert parse_checkpoint(parse_note(SOFA.encode()).text) == Checkpoint(
        "example.com/behind-the-sofa", 20852163, root
    )
    assert parse_checkpoint(parse_note(GO_HEAD.encode()).text).size == 6476701


def test_published_cosignature_is_of_its_time():
    log, witness = parse_note(SOFA.encode()).signatures

    assert (log.name, log.key_id.hex()) == ("example.com/behind-the-sofa", "033de0ae")
    assert (witness.name, witness.key_id.hex()) == ("witness.example.com/w1", "8d66cf3f")
    assert int.from_bytes(witness.content[:8], "big") == 1679315147
    assert len(witness.content) == 8 + 64


def test_key_with_the_name_but_another_id_is_an_unknown_key():
    note, public = parse_note(SOFA.encode()), parse_vkey(GO_KEY).public

    with pytest.raises(UntrustedNoteError):
        verify_note(note, [VerifierKey("example.com/behind-the-sofa", public)])


@pytest.mark.parametrize(
    ("size", "full", "partial"),
    [
        (70_000, {0: 273, 1: 1}, {0: 112, 1: 17, 2: 1}),
        (256, {0: 1}, {1: 1}),
    ],
)
def test_tiles_of_the_published_sizes(size, full, partial):
    tiles = list(tiles_of(size))

    assert Counter(tile.level for tile in tiles if tile.width == 256) == full
    assert {tile.level: tile.width for tile in tiles if tile.width < 256} == partial


def test_published_name_of_a_tile():
    assert Tile(0, 1234067).path == "tile/0/x001/x234/067"


def test_published_proof():
    receipt = parse_receipt((PROOF + "— example.com/fancylog hI2DJwAA\n").encode())

    assert (receipt.index, len(receipt.proof), receipt.extra) == (73894, 5, None)
    assert receipt.proof[0] == b64decode("gSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ=")
    assert parse_checkpoint(parse_note(receipt.note).text).size == 109482
    assert receipt.encode().decode().startswith(PROOF)


def test_published_policy():
    keys = {name: signer(20 + place, name, COSIGNATURE).key for place, name in enumerate(NAMES)}
    witness = "\n".join(f"witness {name} {key}" for name, key in keys.items())
    text = f"""
log {signer().key}
{witness}
group X-witnesses 2 X1 X2 X3
group Y-witnesses any Y1 Y2 Y3

group X-and-Y all X-witnesses Y-witnesses
quorum X-and-Y
"""

    policy = parse_policy(text.encode())

    assert policy.groups == (
        Group("X-witnesses", 2, ("X1", "X2", "X3")),
        Group("Y-witnesses", 1, ("Y1", "Y2", "Y3")),
        Group("X-and-Y", 2, ("X-witnesses", "Y-witnesses")),
    )
    assert (policy.witnesses, policy.quorum) == (keys, "X-and-Y")
