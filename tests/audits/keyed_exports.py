"""Exports of a log whose key or name changed, heads signed by a key of choice, and the verifier's word."""

import json
from collections.abc import Mapping, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from zipfile import ZipFile, ZipInfo

from django.conf import settings
from django.db import transaction

from audits import keys, log
from audits.checkpoint import Signer, VerifierKey, checkpoint_text, parse_checkpoint, parse_note, sign_note
from audits.models import Checkpoint
from audits.policy import format_policy
from audits.reports.bundle import policy_text, record_export, write_export
from audits.reports.choice import ALL, Choice
from audits.verify.__main__ import main
from tests.audits.things import LI, NOW


@dataclass(frozen=True)
class Verdict:
    """The exit code of the verifier, and the sentence for what is wrong, if anything is."""

    code: int
    problem: str = ""
    index: int | None = None


def export(path: Path, choice: Choice | None = None) -> Path:
    """The log as it is now, in a bundle."""
    with transaction.atomic():
        plan = record_export(choice or Choice(payloads=frozenset({ALL})), by=LI, at=NOW)
    with path.open("wb") as out:
        write_export(out, plan)
    return path


def policy_of(path: Path, *logs: VerifierKey) -> Path:
    """A policy file: of these keys, without spans; of none, as the installation hands it out."""
    path.write_bytes(format_policy(logs) if logs else policy_text())
    return path


def verified(bundle: Path, policy: Path, *held: Path) -> Verdict:
    said = StringIO()
    with redirect_stdout(said):
        more = ["--held", *map(str, held)] if held else []
        code = main(["bundle", str(bundle), "--policy", str(policy), "--json", *more])
    answer = json.loads(said.getvalue())
    return Verdict(code, answer.get("problem", ""), answer.get("index"))


def resigned(note: bytes, *signers: Signer) -> bytes:
    """The same head, signed by others."""
    return sign_note(parse_note(note).text, *signers)


def with_members(bundle: Path, out: Path, changed: Mapping[str, bytes]) -> Path:
    """The bundle with other bytes in these members."""
    with ZipFile(bundle) as before, ZipFile(out, "w") as after:
        for name in before.namelist():
            after.writestr(ZipInfo(name), changed.get(name, before.read(name)))
    return out


def member(bundle: Path, name: str) -> bytes:
    with ZipFile(bundle) as archive:
        return archive.read(name)


def note_file(path: Path, size: int | None = None) -> Path:
    """A checkpoint of the log, as somebody outside holds it; by default the newest."""
    row = log.latest_checkpoint() if size is None else Checkpoint.objects.get(pk=size)
    assert row is not None
    path.write_text(row.note)
    return path


def heads() -> Sequence[tuple[int, tuple[bytes, ...]]]:
    """Size and key ids of every head, the smallest first."""
    rows = Checkpoint.objects.order_by("tree_size").values_list("tree_size", "note")
    return [
        (size, tuple(line.key_id for line in parse_note(note.encode()).signatures)) for size, note in rows
    ]


def signed_head(origin: str, size: int, root: bytes, signer: Signer) -> bytes:
    return sign_note(checkpoint_text(origin, size, root), signer)


def root_at(size: int) -> bytes:
    return parse_checkpoint(parse_note(Checkpoint.objects.get(pk=size).note.encode()).text).root


def current() -> Signer:
    """The key in use, with its secret, as a thief would keep it."""
    return keys.load_signer(settings.AUDIT_KEY_FILE, settings.AUDIT_ORIGIN)
