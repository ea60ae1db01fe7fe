"""The file of one determination: what its entry in the log says, with the proof. Reads only."""

from audits.log import Subject, entries, record_file
from participation.models import Determination


def record_of(determination: Determination) -> bytes:
    """The published record of the determination; without proof, and saying so, until its entry is sealed."""
    subject = Subject("determination", str(determination.pk))
    return record_file(entries(kind="determination.made", subject=subject).get())
