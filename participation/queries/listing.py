"""What pages say of the lists. Reads only."""

from participation.index_cache import snapshot_in_force
from participation.models import Snapshot


def list_in_force() -> Snapshot | None:
    """The snapshot that new checks use, if any."""
    return snapshot_in_force()
