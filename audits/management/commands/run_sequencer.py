"""The process that puts entries into the tree and signs it: one for each installation."""

import logging
import signal
from argparse import ArgumentParser
from datetime import UTC, datetime, timedelta
from threading import Event
from types import FrameType
from typing import Any, ClassVar

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, close_old_connections, transaction

from audits import keys, log, sequencer, triggers
from audits.checkpoint import Signer

HEARTBEAT = timedelta(hours=1)
RETRY_SECONDS = 2.0
logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Give recorded entries their place in the Merkle tree and sign checkpoints, until told to stop."
    # The checks load every page of the service; a fault there must not keep the log from being signed.
    requires_system_checks: ClassVar[list[str]] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--interval", type=float, default=0.2, help="seconds between two looks (0.2)")
        parser.add_argument("--once", action="store_true", help="sequence what waits, then end")
        parser.add_argument(
            "--adopt", action="store_true", help="write a lost head file anew, after a full check, then end"
        )

    def handle(self, *args: object, interval: float, once: bool, adopt: bool, **options: Any) -> None:
        try:
            signer = keys.load_signer()
            triggers.require_installed()
            if adopt:
                self.adopt(signer)
                return
            size = sequencer.check_head(signer)
            logger.info("sequencer_started size=%d key=%s", size, signer.key.key_id.hex())
            if once:
                while sequencer.sequence_once(now=datetime.now(UTC), signer=signer):
                    pass
            else:
                run_until(stop_on_signal(), signer, interval)
        except (
            keys.KeyFileError,
            triggers.TriggersDifferError,
            sequencer.HeadMismatchError,
            sequencer.AlteredEntryError,
        ) as error:
            raise CommandError(str(error)) from error

    def adopt(self, signer: Signer) -> None:
        problems = log.verify_log_tables(keys=[signer.key])
        if problems:
            raise CommandError("The log does not verify: " + "; ".join(map(str, problems[:5])))
        size = sequencer.adopt_head(signer)
        self.stdout.write(
            f"Head file written for {size} leaves. Compare this checkpoint with one held outside now."
        )


def run_until(stop: Event, signer: Signer, interval: float) -> None:
    """Sequence until `stop` is set; a batch that has begun is finished. A lost database is waited for."""
    while not stop.is_set():
        try:
            beat(datetime.now(UTC))
            worked = sequencer.sequence_once(now=datetime.now(UTC), signer=signer)
        except DatabaseError as error:
            logger.warning("sequencer_waits_for_database error=%s", type(error).__name__)
            close_old_connections()
            stop.wait(RETRY_SECONDS)
            continue
        stop.wait(0 if worked == sequencer.BATCH else interval)
    logger.info("sequencer_stopped")


def beat(now: datetime) -> None:
    """Record a heartbeat when nothing was signed for an hour, so that silence is visible."""
    age = log.head_age(now)
    if (age is None or age >= HEARTBEAT) and log.waiting(now)[0] == 0:
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
