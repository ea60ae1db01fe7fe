from participation.screening import policy


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
