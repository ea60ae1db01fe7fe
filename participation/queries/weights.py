"""Which bands checks use, and which a past check used. Reads only."""

from dataclasses import dataclass

from django.db.models import QuerySet

from participation.models import WeightsVersion
from participation.screening.policy import BANDS, EDITION, Bands


@dataclass(frozen=True, slots=True)
class Weights:
    """A version of the bands by its number, and the edition of weights and words they are used with.

    `number` is 0 for the bands that ship with Plenary.
    """

    number: int
    bands: Bands
    edition: int = EDITION

    @property
    def name(self) -> str:
        return f"thresholds version {self.number}" if self.number else "thresholds as shipped"


AS_SHIPPED = Weights(0, BANDS)


def versions() -> QuerySet[WeightsVersion]:
    """Every version that was set, newest first, with who set it."""
    return WeightsVersion.objects.select_related("set_by").order_by("-number")


def weights_in_force() -> Weights:
    """What a check uses at this moment."""
    newest = WeightsVersion.objects.order_by("-number").first()
    return _of(newest) if newest else AS_SHIPPED


def weights_of(number: int) -> Weights:
    """A version by its number. Raises: WeightsVersion.DoesNotExist."""
    return _of(WeightsVersion.objects.get(number=number)) if number else AS_SHIPPED


def bands_by_number() -> dict[int, Bands]:
    """The bands of every version, those as shipped among them."""
    return {0: BANDS} | {row.number: _of(row).bands for row in WeightsVersion.objects.all()}


def _of(row: WeightsVersion) -> Weights:
    return Weights(row.number, Bands(match=row.match, possible=row.possible))
