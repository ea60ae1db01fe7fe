"""The one writer that gives entries their index and signs the tree above them.

Entries are recorded without a lock; here, in batches and one process at a time, they get their order.
"""

from audits.keys import ensure_key
from audits.log.head import HeadMismatchError, last_signed
from audits.sequencer.batch import BATCH, AlteredEntryError, sequence_batch, sequence_once
from audits.sequencer.head import HeadBehindError, adopt_head, check_head
from audits.sequencer.loss import LossError, declare_loss
from audits.sequencer.rotation import key_in_use, start_rotation
from audits.sequencer.standby import Watch
from audits.sequencer.turn import Turn, TurnLostError, lose_turn_when_silent, turn

__all__ = [
    "BATCH",
    "AlteredEntryError",
    "HeadBehindError",
    "HeadMismatchError",
    "LossError",
    "Turn",
    "TurnLostError",
    "Watch",
    "adopt_head",
    "check_head",
    "declare_loss",
    "ensure_key",
    "key_in_use",
    "last_signed",
    "lose_turn_when_silent",
    "sequence_batch",
    "sequence_once",
    "start_rotation",
    "turn",
]
