"""Completeness: what a bundle proves of a period and kind, and what who leaves a thing out is told."""

import contextlib
import io
import json
import tempfile
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audits.asked import Asked, AskedError, moment, parse_asked
from audits.bundle import join_entries, write_bundle
from audits.merkle.hashing import leaf_hash
from audits.verify.__main__ import main
from tests.audits.made_log import MadeLog, changed, pack

SINCE, UNTIL = "2026-03-02T14:00:00.000000Z", "2026-03-02T17:00:00.000000Z"


def log_of(count: int = 900) -> MadeLog:
    """An entry a minute from 9:00 on; every seventh is a withdrawal, every third is of the body ETSI."""
    made = MadeLog(count)
    last: dict[str, bytes] = {}
    for index, body in enumerate(made.bodies):
        subject = json.loads(body)["object"]
        kind = "disclosure.withdrawn" if index % 7 == 0 else "disclosure.submitted"
        labels = {"body": "ETSI" if index % 3 == 0 else "3GPP"}
        prev = last[subject["id"]].hex() if subject["id"] in last else None
        made.bodies[index] = changed(body, kind=kind, labels=labels, prev=prev)
        last[subject["id"]] = leaf_hash(made.bodies[index])
    return made


LOG = log_of()


def bundle(made: MadeLog = LOG, *, tiles: range = range(4), asked: Asked | None = None) -> bytes:
    out = io.BytesIO()
    write_bundle(
        out,
        checkpoint=made.note(),
        policy=made.policy,
        app=b"",
        asked=None if asked is None else asked.encode(),
        checkpoints=[(size, made.note(size)) for size in (250, 300, 480, 700)],
        entries=[(n, made.bodies[n * 256 :][:256]) for n in tiles],
        tiles=made.tiles(),
    )
    return out.getvalue()


def verify(tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes, *more: str) -> dict[str, Any]:
    (tmp_path / "policy.txt").write_bytes(LOG.policy)
    (tmp_path / "export.zip").write_bytes(content)
    command = ["bundle", str(tmp_path / "export.zip"), "--policy", str(tmp_path / "policy.txt"), *more]
    code = main([*command, "--json"])
    outcome: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert outcome["code"] == code
    main(command)
    outcome["text"] = capsys.readouterr().out.splitlines()
    return outcome


def test_statement_of_a_period_and_kind(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """14:00 to 17:00 are leaves 300 to 479, of which the tiles with leaves 256 to 511 are shown."""
    asked = Asked(SINCE, UNTIL, "disclosure.withdrawn")

    outcome = verify(tmp_path, capsys, bundle(tiles=range(1, 2), asked=asked))

    assert outcome["complete"] == {
        "asked": f"disclosure.withdrawn from {SINCE} until {UNTIL}",
        "count": 26,
        "first": 301,
        "last": 476,
        "begin": 256,
        "end": 512,
        "head_before": 300,
        "head_after": 480,
        "shown_from": "2026-03-02T13:16:00.000000Z",
        "shown_to": "2026-03-02T17:31:00.000000Z",
        "late": 0,
    }
    assert outcome["text"][-3:] == [
        f"  complete: all 26 disclosure.withdrawn from {SINCE} until {UNTIL}, leaves 301 to 476",
        "    no leaf from 256 to 511 is left out; their own times run from 2026-03-02T13:16:00.000000Z"
        " to 2026-03-02T17:31:00.000000Z",
        "    between the signed heads of 300 and 480 entries",
    ]


@pytest.mark.parametrize(
    ("options", "count"),
    [
        ([], 900),
        (["--kind", "disclosure."], 900),
        (["--kind", "disclosure.withdrawn"], 129),
        (["--kind", "meeting."], 0),
        (["--body", "ETSI"], 300),
        (["--body", "ETSI", "--kind", "disclosure.withdrawn", "--since", "2026-03-02"], 43),
        (["--object", "disclosure/2"], 300),
        (["--object", "disclosure/22"], 0),
        (["--until", "2026-03-02T09:10:00Z"], 10),
        (["--since", SINCE, "--until", UNTIL], 180),
    ],
)
def test_options_take_the_place_of_what_was_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], options: list[str], count: int
) -> None:
    outcome = verify(tmp_path, capsys, bundle(asked=Asked()), *options)

    assert (outcome["code"], outcome["complete"]["count"]) == (0, count)


def test_without_conditions_nothing_is_said_of_completeness(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    outcome = verify(tmp_path, capsys, bundle(tiles=range(1, 2)))

    assert (outcome["code"], "complete" in outcome) == (0, False)


@pytest.mark.parametrize(
    ("tiles", "asked", "problem"),
    [
        (range(2, 3), Asked(SINCE, UNTIL), "entries before leaf 512 are hidden and may lie in the period"),
        (range(1, 2), Asked("2026-03-02T13:16:00.000000Z", UNTIL), "entries before leaf 256 are hidden"),
        (range(1, 2), Asked("", UNTIL), "entries before leaf 256 are hidden"),
        (range(1), Asked("", UNTIL), "leaves from 256 on are hidden"),
        (range(1), Asked(), "leaves from 256 on are hidden"),
        (range(4), Asked("", "2027-01-01T00:00:00.000000Z"), "the signed log ends before the period does"),
        (range(0, 4, 3), Asked("2026-03-02T10:00:00.000000Z"), "the entries of the period are not one range"),
        (range(0), Asked(), "the entries of the period are not one range of leaves"),
    ],
)
def test_a_shifted_range_is_not_enough(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], tiles: range, asked: Asked, problem: str
) -> None:
    """The tiles hold together and lead to the signed head; only what they leave hidden is wrong."""
    outcome = verify(tmp_path, capsys, bundle(tiles=tiles, asked=asked))

    assert outcome["code"] == 3
    assert outcome["problem"].startswith(f"cannot be complete: {problem}")
    assert None not in (outcome["expected"], outcome["actual"])


def test_entries_shown_beside_the_period_do_no_harm(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Those that change the log's key go along whatever the period."""
    beside = io.BytesIO(bundle(asked=Asked(SINCE, UNTIL)))
    with ZipFile(beside) as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if name != "tile/entries/002"}

    outcome = verify(tmp_path, capsys, pack(parts), "--since", "2026-03-02T14:00:00Z")
    empty = verify(
        tmp_path, capsys, pack(parts), "--since", "2026-03-02T14:00:01Z", "--until", "2026-03-02T14:00:02Z"
    )
    hidden = verify(tmp_path, capsys, pack(parts), "--until", "2026-03-02T18:00:00Z")

    assert (outcome["complete"]["count"], outcome["complete"]["begin"], outcome["complete"]["end"]) == (
        180,
        0,
        512,
    )
    assert (empty["complete"]["count"], empty["complete"]["first"]) == (0, None)
    assert (hidden["code"], hidden["index"]) == (3, 512)


def test_another_period_in_the_bundle_is_told_by_the_option(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Who shifts the range and says so in `asked.json` is found by whoever states what was asked for."""
    shifted = bundle(tiles=range(2, 4), asked=Asked("2026-03-02T18:00:00.000000Z"))

    own = verify(tmp_path, capsys, shifted)
    stated = verify(tmp_path, capsys, shifted, "--since", SINCE)

    assert own["complete"]["asked"] == "entries from 2026-03-02T18:00:00.000000Z to the signed head"
    assert (stated["code"], stated["index"]) == (3, 512)


def test_an_entry_left_out_or_relabelled_is_a_contradiction(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content = io.BytesIO(bundle(asked=Asked(SINCE, UNTIL, "disclosure.withdrawn")))
    with ZipFile(content) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    bodies = LOG.bodies[256:512]
    relabelled = [*bodies[:45], changed(bodies[45], kind="disclosure.submitted"), *bodies[46:]]
    outcomes = [
        verify(tmp_path, capsys, pack(parts | {"tile/entries/001": join_entries(wrong)}))
        for wrong in (bodies[:45] + bodies[46:], relabelled)
    ]

    assert [(outcome["code"], outcome["index"]) for outcome in outcomes] == [(1, 511), (1, 301)]


def test_late_entries_are_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    late = MadeLog(20)
    for index in (10, 15):
        late.bodies[index] = changed(late.bodies[index], at=f"2026-03-02T09:0{index // 5}:00.000000Z")
    last: dict[str, bytes] = {}
    for index, body in enumerate(late.bodies):
        number = json.loads(body)["object"]["id"]
        late.bodies[index] = changed(body, prev=last[number].hex() if number in last else None)
        last[number] = leaf_hash(late.bodies[index])

    out = late.zip()
    outcome = verify(tmp_path, capsys, out, "--until", "2026-03-02T09:12:00Z")

    assert (outcome["complete"]["count"], outcome["complete"]["late"]) == (13, 2)
    assert "all 13 entries from the first entry until" in outcome["text"][-3]
    assert outcome["text"][-3].endswith("leaves 0 to 15; 2 of them sealed late")


def test_an_empty_log_is_complete(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    outcome = verify(tmp_path, capsys, MadeLog(0).zip(), "--kind", "disclosure.")

    assert outcome["text"][-1] == (
        "  complete: no disclosure.* from the first entry to the signed head; the log is empty"
    )


@pytest.mark.parametrize(
    "text", ["2026-1-1", "yesterday", "2026-02-30", "2026-01-01T00:00:00", "2026-01-01\n"]
)
def test_times_that_cannot_be_read(tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str) -> None:
    outcome = verify(tmp_path, capsys, bundle(), "--since", text)

    assert outcome["code"] == 2
    assert outcome["problem"].startswith("--since: ")
    with pytest.raises(AskedError):
        moment(text)


@pytest.mark.parametrize(
    "content",
    [
        b"{}",
        b"[]",
        b"x",
        Asked().encode().replace(b'"kind":""', b'"kind":1'),
        Asked().encode().replace(b'"since":""', b'"since":"2026-01-01"'),
        Asked().encode() + b" ",
    ],
)
def test_conditions_of_another_form(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes
) -> None:
    outcome = verify(tmp_path, capsys, pack(LOG.parts() | {"asked.json": content}))

    assert (outcome["code"], outcome["place"]) == (2, "asked.json")


TEXTS = st.text(max_size=30)


@given(TEXTS, TEXTS, TEXTS)
def test_conditions_are_read_back(kind: str, body: str, name: str) -> None:
    asked = Asked(SINCE, "", kind, body, name)

    assert parse_asked(asked.encode()) == asked


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 899), st.integers(0, 900), st.sampled_from(["", "ETSI"]), st.integers(0, 3))
def test_a_statement_is_never_short(begin: int, end: int, body: str, first_tile: int) -> None:
    """Whatever range is shown: what is called complete is all that the whole log holds of it."""
    at = [json.loads(one)["at"] for one in LOG.bodies] + ["2026-03-03T00:00:00.000000Z"]
    asked = Asked(at[begin], at[end], "", body)
    wanted = [one for one in LOG.bodies if asked.since <= json.loads(one)["at"] < asked.until]
    wanted = [one for one in wanted if not body or json.loads(one)["labels"]["body"] == body]
    said = io.StringIO()
    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(said):
        path = Path(folder)
        (path / "policy.txt").write_bytes(LOG.policy)
        (path / "export.zip").write_bytes(bundle(tiles=range(first_tile, 4), asked=asked))
        main(["bundle", f"{folder}/export.zip", "--policy", f"{folder}/policy.txt", "--json"])
    outcome = json.loads(said.getvalue())

    assert outcome["code"] in (0, 3)
    if outcome["code"] == 0:
        assert outcome["complete"]["count"] == len(wanted)
    if first_tile == 0 and end < 900:
        assert outcome["code"] == 0
