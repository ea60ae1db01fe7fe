"""What a sequencer knows that stands by while another machine signs.

Its own head file follows what it sees being signed. It takes over only with a memory that is the newest: a
database that was set back while it looked away would otherwise be given a second head of the same size.
"""

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction

from audits import storage
from audits.checkpoint import Signer
from audits.log.head import read_head
from audits.sequencer.head import HeadBehindError, check_signed, remember, unfinished_batch
from audits.sequencer.rotation import require_in_use

# Between two looks that are further apart, another sequencer may have signed what is no longer there.
LONGEST_LOOK_AWAY = 10.0


@dataclass
class Watch:
    """The last look: when (by a clock that never jumps), at how many leaves, and how the file stood."""

    looked_at: float | None = None
    size: int = 0
    current: bool = False

    def look(self, signer: Signer, *, at: float) -> bool:
        """Whether this machine's head file knows the newest head, after bringing it there where that is safe.

        It is safe when the growth was signed between two looks: whoever signed it held a file that agreed.
        The caller holds the file's lock. Raises: HeadMismatchError for a database that contradicts the file;
        KeyFileError when the log goes on under a key that this machine does not have.
        """
        path = Path(settings.AUDIT_HEAD_FILE)
        recent = self.looked_at is not None and at - self.looked_at <= LONGEST_LOOK_AWAY
        with transaction.atomic():
            require_in_use(signer.key)
            # Read once: whoever signs goes on meanwhile.
            newest = storage.latest_checkpoint()
            tree = storage.open_tree(0 if newest is None else newest.tree_size)
            check_signed(tree, signer.key, newest)
            try:
                unfinished_batch(read_head(path, signer.key.name), tree, path)
                now_current = True
            except HeadBehindError:
                now_current = recent and (self.current or tree.size > self.size)
                if now_current:
                    remember(tree, signer.key.name, path)
        self.looked_at, self.size, self.current = at, tree.size, now_current
        return now_current
