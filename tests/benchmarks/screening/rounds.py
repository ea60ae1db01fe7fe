"""Interleaved rounds: every contestant in one process, in a new order each round, on text it never saw.

A ratio compares two rates of the same round, so that the drift of a busy machine cancels. They are rates in
processor time, in which other processes have no part; against a server, whose work is not ours, in wall time.
"""

import gc
import statistics
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

from tests.benchmarks.screening.peers import Hit, Peer

# Texts given at once to what answers many at once.
BLOCK = 256


@dataclass(frozen=True)
class Spread:
    """A figure of several rounds."""

    median: float
    low: float
    high: float


def spread(values: Sequence[float]) -> Spread:
    return Spread(statistics.median(values), min(values), max(values))


@dataclass
class Series:
    """What the rounds gave for one contestant: texts a second each round, and seconds of single calls.

    `busy` are the rates in processor time; empty for a contestant whose work another process does.
    """

    rates: list[float] = field(default_factory=list)
    busy: list[float] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    medians: list[float] = field(default_factory=list)


def ratios(base: Series, other: Series) -> Spread:
    """How many times as fast `base` is, round by round: in processor time where both have it."""
    both = (base.busy, other.busy) if base.busy and other.busy else (base.rates, other.rates)
    return spread([one / two for one, two in zip(*both, strict=True)])


def quantile(seconds: Sequence[float], share: float) -> float:
    """The value below which `share` of the values lie; 0 where there are none."""
    ordered = sorted(seconds)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


def run_rounds(
    peers: Mapping[str, Peer],
    batch: frozenset[str],
    texts: Sequence[str],
    *,
    rounds: int,
    budget: float,
    draw: Random,
    apart: frozenset[str] = frozenset(),
) -> dict[str, Series]:
    """The rounds' figures by contestant. The first slice of the texts warms up and is not counted.

    Takes: `budget`, about as many seconds each contestant works in a round; 0 < rounds < len(texts); `apart`,
    contestants whose work another process does.
    """
    series = {name: Series() for name in peers}
    length = len(texts) // (rounds + 1)
    settle()
    for number in range(rounds + 1):
        slice_of_round = texts[number * length : (number + 1) * length]
        order = list(peers)
        draw.shuffle(order)
        for name in order:
            work = _blocks if name in batch else _single
            busy = time.process_time()
            done, elapsed, seconds = work(peers[name], slice_of_round, budget)
            busy = time.process_time() - busy
            if number > 0:
                series[name].rates.append(done / elapsed)
                series[name].busy.extend([] if name in apart else [done / busy])
                series[name].seconds.extend(seconds)
                series[name].medians.append(statistics.median(seconds) if seconds else 0.0)
    return series


def settle() -> None:
    """Collect what building left, and keep the indexes of all peers out of later collections."""
    gc.collect()
    gc.freeze()


def _single(peer: Peer, texts: Sequence[str], budget: float) -> tuple[int, float, list[float]]:
    """How many texts were asked, in how many seconds, and those of each call."""
    seconds = []
    began = before = time.perf_counter()
    for text in texts:
        peer.ask(text)
        after = time.perf_counter()
        seconds.append(after - before)
        before = after
        if after - began > budget:
            break
    return len(seconds), before - began, seconds


def _blocks(peer: Peer, texts: Sequence[str], budget: float) -> tuple[int, float, list[float]]:
    done, began, after = 0, time.perf_counter(), 0.0
    while done < len(texts):
        block = texts[done : done + BLOCK]
        peer.ask_all(block)
        done, after = done + len(block), time.perf_counter()
        if after - began > budget:
            break
    return done, after - began, []


@dataclass(frozen=True)
class Pass:
    """All queries once, in order: the answers, and wall and processor seconds of each single call."""

    answers: list[list[Hit]]
    wall: list[float]
    processor: list[float]


def one_pass(peer: Peer, texts: Sequence[str], *, batch: bool, most_seconds: float) -> Pass:
    """Takes: `most_seconds`, after which a slow peer is let go, with answers to the first texts only."""
    answers: list[list[Hit]] = []
    wall: list[float] = []
    processor: list[float] = []
    began = time.perf_counter()
    step = BLOCK if batch else 1
    for start in range(0, len(texts), step):
        if time.perf_counter() - began > most_seconds:
            break
        if batch:
            answers.extend(peer.ask_all(texts[start : start + step]))
            continue
        at, busy = time.perf_counter(), time.thread_time()
        answers.append(peer.ask(texts[start]))
        processor.append(time.thread_time() - busy)
        wall.append(time.perf_counter() - at)
    return Pass(answers, wall, processor)
