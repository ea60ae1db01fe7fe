"""No false alarm: exports of every shape that nobody touched pass. FAULT_CLEAN=1000 in the full form."""

import io
import os
import random
import zipfile

from audits.bundle import write_bundle
from audits.checkpoint import Signer
from audits.merkle.hashing import leaf_hash
from audits.merkle.tiles import TileBuilder
from audits.merkle.tree import root_of
from tests.audits.made_log import MadeLog, signer
from tests.audits.verdicts import Desk

BUNDLES = int(os.environ.get("FAULT_CLEAN", "60"))
SEED = int(os.environ.get("FAULT_SEED", "7"))
LOGS = [MadeLog(1100, objects=objects) for objects in (1, 3, 50, 1100)]
LEAVES = [[leaf_hash(body) for body in log.bodies] for log in LOGS]
STRANGERS = [signer(30 + number, f"witness{number}.example") for number in range(3)]
EDGES = (0, 1, 2, 255, 256, 257, 511, 512, 513, 1024)


def made(draw):
    """An export as a draw has it, and the size of a head that its reader holds."""
    which = draw.randrange(len(LOGS))
    log, leaves = LOGS[which], LEAVES[which]
    size = draw.choice(EDGES) if draw.random() < 0.3 else draw.randrange(len(log.bodies))
    builder, tiles = TileBuilder(), []
    for leaf in leaves[:size]:
        tiles += builder.append(leaf)
    hidden = {n for n in range(-(-size // 256)) if draw.random() < 0.3}
    shown = [index for index in range(size) if index // 256 not in hidden]
    opened = sorted(draw.sample(shown, min(len(shown), draw.randrange(6))))
    heads = sorted({0 if size == 0 else draw.randrange(size) for _ in range(draw.randrange(4))})
    out = io.BytesIO()
    write_bundle(
        out,
        checkpoint=signed(draw, log, size),
        policy=b"anything",
        app=draw.randbytes(20),
        checkpoints=[(head, signed(draw, log, head)) for head in heads],
        entries=[
            (n, log.bodies[n * 256 : min(n * 256 + 256, size)])
            for n in range(-(-size // 256))
            if n not in hidden
        ],
        tiles=sorted([*tiles, *builder.partial_tiles()], key=lambda part: (part[0].level, part[0].n)),
        payloads=[(index, log.payloads[index]) for index in opened],
        private=[(index, log.private[index]) for index in opened if draw.random() < 0.5],
    )
    held = draw.randrange(size + 1)
    return packed(draw, out.getvalue()), log, size, len(shown), held


def signed(draw, log, size):
    """The log's signature between those of strangers, which a reader ignores."""
    others: list[Signer] = draw.sample(STRANGERS, draw.randrange(3))
    signers = [log.signer, *others]
    draw.shuffle(signers)
    return log.note(size, *signers)


def packed(draw, content):
    """The same members in any order, packed or not, with any dates."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = [(name, archive.read(name)) for name in archive.namelist()]
    draw.shuffle(members)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, member in members:
            # Bytes that compress to nothing look like a bomb, and are stored as they are.
            way = draw.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))
            day = (draw.randrange(1980, 2100), 2, 3, 4, 5, 6)
            archive.writestr(zipfile.ZipInfo(name, day), member, way)
    return out.getvalue()


def test_no_false_alarm(tmp_path):
    draw, sizes = random.Random(SEED), set()
    for number in range(BUNDLES):
        content, log, size, shown, held = made(draw)
        desk = Desk(tmp_path, log.policy, log.note(held))

        outcome = desk.bundle(content)

        expected = (0, size, shown, 1)
        found = tuple(outcome.get(key) for key in ("code", "size", "shown", "held"))
        assert found == expected, f"bundle {number} of seed {SEED}: {outcome}"
        sizes.add(size)
    assert len(sizes) > min(10, BUNDLES // 6)


def test_the_same_export_under_a_head_that_its_log_never_signed(tmp_path):
    """The planted bug: the alarm that must not ring can ring."""
    content, log, _, _, _ = next(one for seed in range(100) if (one := made(random.Random(seed)))[2] > 300)
    other = MadeLog(200, objects=log.objects)
    other.bodies[0] = other.bodies[1]

    outcome = Desk(tmp_path, log.policy, other.note(200)).bundle(content)

    assert (outcome["code"], outcome["expected"]) == (1, root_of(other.hashes).hex())
