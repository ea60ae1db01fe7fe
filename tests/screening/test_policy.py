import pytest

from participation.screening import policy
from participation.screening.policy import BANDS, Bands


def test_every_value_is_named_once_and_is_a_whole_number() -> None:
    names = [name for name, _ in policy.WEIGHTS_VERSION]

    assert len(set(names)) == len(names)
    assert all(type(value) is int for _, value in policy.WEIGHTS_VERSION)


def test_parts_weigh_a_hundred_together() -> None:
    assert policy.NAME_WEIGHT + policy.COUNTRY_WEIGHT == 100


def test_least_value_is_the_last_that_a_country_can_lift_over_the_band() -> None:
    def best_score(value: int) -> int:
        return value * policy.NAME_WEIGHT + policy.COUNTRY_SAME * policy.COUNTRY_WEIGHT

    assert best_score(policy.LEAST_VALUE) >= policy.BAND_POSSIBLE
    assert best_score(policy.LEAST_VALUE - 1) < policy.BAND_POSSIBLE


def test_default_bands_are_those_of_the_edition() -> None:
    assert Bands(match=9100, possible=7550) == BANDS
    assert BANDS.least_value == policy.LEAST_VALUE == 72


@pytest.mark.parametrize("bands", [(7000, 8000), (9000, 0), (10001, 8000), (9000, -1)])
def test_bands_in_the_wrong_order_or_off_the_scale_are_none(bands: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match=f"not {bands[1]}, {bands[0]}"):
        Bands(match=bands[0], possible=bands[1])


def test_lowest_band_looks_at_every_value_but_none() -> None:
    assert Bands(match=1, possible=1).least_value == 1
