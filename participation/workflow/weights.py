"""The administrator's word on the thresholds: set as a new version, never edited."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from participation.models import User, WeightsVersion
from participation.queries.weights import weights_in_force
from participation.screening.policy import EDITION, Bands
from participation.workflow.journal import enter
from participation.workflow.moves import Conflict


class WeightsRefused(Exception):
    """The thresholds cannot be set so; `field` says where."""

    def __init__(self, field: str, message: str) -> None:
        self.field = field
        super().__init__(message)


def set_weights(bands: Bands, *, seen: int, reason: str, by: User) -> WeightsVersion:
    """The new version: checks band by it from now on, past determinations keep theirs.

    Takes: `seen`, the number of the version in force that the person looked at.
    Raises: WeightsRefused; Conflict where another version came in between.
    """
    try:
        with transaction.atomic():
            return _set(bands, seen=seen, reason=reason.strip(), by=by)
    except IntegrityError as error:  # two at once take the same number
        raise Conflict("The version in force", "the one you saw") from error


def _set(bands: Bands, *, seen: int, reason: str, by: User) -> WeightsVersion:
    at, standing = timezone.now(), weights_in_force()
    if standing.number != seen:
        raise Conflict("The version in force", "the one you saw")
    if bands == standing.bands:
        raise WeightsRefused("match", "These are the thresholds in force already.")
    if not reason:
        raise WeightsRefused("reason", "Write why: the reason is kept with the version.")
    row = WeightsVersion.objects.create(
        number=standing.number + 1,
        match=bands.match,
        possible=bands.possible,
        policy_edition=EDITION,
        set_by=by,
        set_at=at,
        reason=reason,
    )
    before = {"number": standing.number, "match": standing.bands.match, "possible": standing.bands.possible}
    enter("weights.set", row, by=by, at=at, payload={"before": before})
    return row
