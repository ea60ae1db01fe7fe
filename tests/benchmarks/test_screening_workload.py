"""Workloads are the same for the same seed, and the judgement of answers counts what it says."""

from collections import Counter
from functools import cache
from pathlib import Path
from random import Random

import pytest

from tests.benchmarks.screening.accuracy import Judged, judged
from tests.benchmarks.screening.edits import EDITS, edited
from tests.benchmarks.screening.make import Making, as_parties, digest_of, made_here
from tests.benchmarks.screening.peers import chosen_peers
from tests.benchmarks.screening.workload import (
    Query,
    Workload,
    dump_workload,
    equals,
    load_workload,
    only_new,
)

NAME = "Beijing Kexin Technology Research Institute Co., Ltd."


@cache
def made(size: str = "el", seed: int = 7) -> Workload:
    return made_here(size, seed=seed, queries=240, list_file=None)


def test_seed_alone_decides_what_is_made() -> None:
    assert digest_of(made()) == digest_of(made.__wrapped__())
    assert digest_of(made()) != digest_of(made(seed=8))


def test_sizes_share_their_queries_and_their_first_names() -> None:
    small, large = made("el"), made("csl")

    assert small.queries == large.queries
    assert (len(small.names), len(large.names)) == (8_600, 40_000)


def test_half_of_the_queries_are_strangers_and_the_kinds_take_turns() -> None:
    assert Counter(query.kind for query in made().queries) == {"negative": 120} | dict.fromkeys(EDITS, 10)


def test_stranger_never_equals_a_listed_name() -> None:
    workload = made()
    listed = {name.casefold() for _, name in workload.names}

    assert [q.text for q in workload.queries if q.expected is None and q.text.casefold() in listed] == []


@pytest.mark.parametrize(
    ("kind", "written"),
    [
        ("clean", "BEIJING KEXIN TECHNOLOGY RESEARCH INSTITUTE CO LTD"),
        ("suffix", "Beijing Kexin Technology Research Institute"),
        ("abbrev", "Beijing Kexin Tech Res Inst Co., Ltd."),
        ("extra", "Beijing Kexin Technology Research Institute Co., Ltd., Hong Kong"),
    ],
)
def test_edit_without_a_wrong_letter(kind: str, written: str) -> None:
    assert edited(Random(1), NAME, kind) == written


@pytest.mark.parametrize("kind", EDITS)
def test_edits_stand_on_the_draw_alone(kind: str) -> None:
    assert [edited(Random(seed), NAME, kind) for seed in range(20)] == [
        edited(Random(seed), NAME, kind) for seed in range(20)
    ]


def test_workload_survives_its_file(tmp_path: Path) -> None:
    workload = made()
    dump_workload(workload, tmp_path / "one.json")

    assert load_workload(tmp_path / "one.json", size="el", seed=7, origin=workload.origin) == workload


@pytest.mark.parametrize("ready", [False, True])
def test_fresh_text_is_new_and_the_same_for_a_seed(ready: bool, tmp_path: Path) -> None:
    workload = made()
    dump_workload(workload, tmp_path / "one.json")
    making = Making(file=tmp_path / "one.json") if ready else Making()

    texts = making.fresh(workload, seed=8, queries=480)

    assert len(texts) > 400
    assert set(texts).isdisjoint(query.text for query in workload.queries)
    assert texts == making.fresh(workload, seed=8, queries=480)


def test_file_that_is_no_workload_is_refused(tmp_path: Path) -> None:
    (tmp_path / "one.json").write_text('{"names": []}')

    with pytest.raises(ValueError, match=r"one\.json is no workload"):
        Making(file=tmp_path / "one.json").workload("el", seed=7, queries=10)


def test_script_without_its_inputs_is_refused() -> None:
    with pytest.raises(ValueError, match="needs a list"):
        Making(script=Path("any.py")).workload("el", seed=7, queries=10)


def test_entity_is_one_party_with_its_further_names() -> None:
    parties = as_parties([("a", "First"), ("b", "Other"), ("a", "Second")])

    assert [(party.key, party.name, party.aliases) for party in parties] == [
        ("a", "First", ("Second",)),
        ("b", "Other", ()),
    ]


def test_texts_seen_before_are_not_fresh() -> None:
    assert only_new(["a", "b", "a", "c"], ["b"]) == ["a", "c"]


def test_answers_are_judged_at_the_threshold_with_the_best_f1() -> None:
    queries = (
        Query("one", "a", "clean"),
        Query("two", "b", "typo1"),
        Query("three", "c", "typo1"),
        Query("four", None, "negative"),
        Query("five", None, "negative"),
    )
    names = (("a", "Alpha Ltd"), ("b", "Beta"), ("c", "Gamma"), ("d", "alpha, Ltd."))
    equal = equals(Workload("el", names, queries, "", 7), queries)
    answers = [[("d", 95.0)], [("b", 80.0), ("c", 99.0)], [("a", 99.0)], [("a", 79.0)], []]

    assert judged(queries, answers, equal) == Judged(
        n=5,
        f1=0.8,
        threshold=80.0,
        precision=1.0,
        recall=0.6667,
        alerts=0.0,
        alerts_shown=500.0,
        recall_shown=0.6667,
        f1_shown=0.6667,
        by_kind={"clean": 1.0, "typo1": 0.5},
    )


def test_groups_of_peers_are_opened_and_kept_in_order() -> None:
    assert chosen_peers("cdist,exact,rapidfuzz") == ("exact", "wratio", "token-set", "cdist")


def test_unknown_peer_is_refused() -> None:
    with pytest.raises(ValueError, match="there is no peer 'other'"):
        chosen_peers("exact,other")
