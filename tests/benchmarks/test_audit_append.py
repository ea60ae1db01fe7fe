"""The figures of `./dev bench audit append`: ratios within a round, and goals that can be missed."""

import pytest

from tests.benchmarks.audit_append import Figures


def figures(entry: list[float], uncovered: list[float]) -> Figures:
    raw = [100.0, 100.0, 100.0]
    return Figures("postgresql", 8, {"raw": raw, "entry": entry, "uncovered": uncovered, "record": raw})


@pytest.mark.parametrize(
    ("entry", "uncovered", "missed"),
    [
        ([90.0, 95.0, 99.0], [95.0, 95.0, 95.0], []),
        ([80.0, 84.0, 99.0], [90.0, 90.0, 90.0], ["postgresql, 8 writers: entry 0.84 of raw, not 0.85"]),
        # Slower in the median but quicker in one round: noise.
        ([95.0, 95.0, 95.0], [94.0, 120.0, 120.0], []),
        (
            [95.0, 95.0, 95.0],
            [120.0, 120.0, 120.0],
            ["postgresql, 8 writers: entry 0.79 of uncovered, not 0.85"],
        ),
    ],
)
def test_a_goal_is_missed_by_its_median(
    entry: list[float], uncovered: list[float], missed: list[str]
) -> None:
    assert list(figures(entry, uncovered).missed()) == missed


def test_a_ratio_is_made_within_its_round() -> None:
    assert figures([50.0, 200.0, 100.0], [50.0, 100.0, 200.0]).ratios("entry", "uncovered") == [0.5, 1.0, 2.0]
