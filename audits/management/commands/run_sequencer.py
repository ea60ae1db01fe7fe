"""The process that puts entries into the tree and signs it; others that run stand by."""

import logging
import signal
import time
from argparse import ArgumentParser
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event
from types import FrameType
from typing import Any, ClassVar

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import Error, close_old_connections, transaction

from audits import keys, log, sequencer, triggers
from audits.checkpoint import Signer
from audits.sequencer import HeadBehindError, Turn, TurnLostError, Watch

HEARTBEAT = timedelta(hours=1)
RETRY_SECONDS = 2.0
# So long a sequencer whose head file is behind leaves the turn to one that knows better.
PATIENCE_SECONDS = 30.0
CLOCK_SECONDS = 60.0
logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Give recorded entries their place in the Merkle tree and sign checkpoints, until told to stop."
    # The checks load every page of the service; a fault there must not keep the log from being signed.
    requires_system_checks: ClassVar[list[str]] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--interval", type=float, default=0.2, help="seconds between two looks (0.2)")
        parser.add_argument("--once", action="store_true", help="sequence what waits, then end")
        parser.add_argument(
            "--adopt",
            action="store_true",
            help="write a lost or older head file anew, after a full check, then end",
        )

    def handle(self, *args: object, interval: float, once: bool, adopt: bool, **options: Any) -> None:
        try:
            signer = sequencer.key_in_use()
            triggers.require_installed()
            triggers.require_durable()
            if adopt:
                self.adopt(signer)
                return
            size = self.check(signer, strictly=once)
            logger.info("sequencer_started size=%d key=%s", size, signer.key.key_id.hex())
            if once:
                while sequencer.sequence_once(now=datetime.now(UTC)):
                    pass
            else:
                Loop(stop_on_signal(), interval).run()
        except (
            keys.KeyFileError,
            triggers.TriggersDifferError,
            triggers.NotDurableError,
            sequencer.HeadMismatchError,
            sequencer.AlteredEntryError,
        ) as error:
            raise CommandError(str(error)) from error

    def check(self, signer: Signer, *, strictly: bool) -> int:
        """The size of the tree; a head file that is behind can wait for the machine that knows better."""
        try:
            return sequencer.check_head(signer)
        except HeadBehindError:
            if strictly:
                raise
            return 0

    def adopt(self, signer: Signer) -> None:
        problems = log.verify_log_tables(held={})
        if problems:
            raise CommandError("The log does not verify: " + "; ".join(map(str, problems[:5])))
        size = sequencer.adopt_head(signer)
        self.stdout.write(
            f"Head file written for {size} leaves. Compare this checkpoint with one held outside now."
        )


class Loop:
    """Sign while it is this process's turn, else stand by, until `stop`; a batch is always finished."""

    def __init__(self, stop: Event, interval: float) -> None:
        self.stop = stop
        self.interval = interval
        self.watch = Watch()
        self.behind_since: float | None = None
        self.clock_at: float | None = None

    def run(self) -> None:
        """Raises: HeadMismatchError, AlteredEntryError, KeyFileError: then a person must look."""
        while not self.stop.is_set():
            try:
                with sequencer.turn(Path(settings.AUDIT_HEAD_FILE)) as turn:
                    pause = self.take(turn)
            except (Error, TurnLostError) as error:
                logger.warning("sequencer_waits_for_database error=%s", type(error).__name__)
                close_old_connections()
                pause = RETRY_SECONDS
            self.stop.wait(pause)
        logger.info("sequencer_stopped")

    def take(self, turn: Turn) -> float:
        """What there is to do in this turn; gives the seconds until the next look."""
        if turn is Turn.SHUT_OUT:
            return self.interval
        current = self.watch.look(sequencer.key_in_use(), at=time.monotonic())
        if turn is Turn.STANDS_BY:
            return self.interval
        if not current:
            return self.give_way()
        self.behind_since = None
        sequencer.lose_turn_when_silent()
        logger.info("sequencer_signs size=%d", self.watch.size)
        while not self.stop.is_set():
            self.watch_clock()
            beat(datetime.now(UTC))
            worked = sequencer.sequence_batch(now=datetime.now(UTC))
            self.stop.wait(0 if worked == sequencer.BATCH else self.interval)
        return 0

    def give_way(self) -> float:
        """Leave the turn to the machine whose head file is newer. Raises: HeadBehindError when none comes."""
        now = time.monotonic()
        self.behind_since = now if self.behind_since is None else self.behind_since
        if now - self.behind_since > PATIENCE_SECONDS:
            raise HeadBehindError(
                "The head file is behind the database, and no other sequencer signs. Copy the newer head "
                "file here, or compare a head held outside with the log and run "
                "`manage.py run_sequencer --adopt`."
            )
        logger.warning("sequencer_head_behind size=%d", self.watch.size)
        return RETRY_SECONDS

    def watch_clock(self) -> None:
        """Say in the log lines, once a minute, that the clocks differ."""
        now = time.monotonic()
        if self.clock_at is not None and now - self.clock_at < CLOCK_SECONDS:
            return
        self.clock_at = now
        warn_of_clock()


def warn_of_clock() -> None:
    """One warning when this clock and the database's differ by more than a second."""
    difference = log.clock_difference()
    if log.clock_alarm(difference) is not None:
        logger.warning("clock_differs seconds=%.1f", difference.total_seconds())


def beat(now: datetime) -> None:
    """Record a heartbeat when nothing was signed for an hour, so that silence is visible.

    A head of the future counts as old: the clock was set back, and it would be silent until then.
    """
    age = log.head_age(now)
    if (age is None or abs(age) >= HEARTBEAT) and log.waiting(now)[0] == 0:
        with transaction.atomic():
            log.record("audit.heartbeat", by=log.SYSTEM, at=now)


def stop_on_signal() -> Event:
    """An event that SIGTERM or SIGINT sets."""
    stop = Event()

    def set_stop(number: int, frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, set_stop)
    signal.signal(signal.SIGINT, set_stop)
    return stop
