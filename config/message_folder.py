"""Kombu's filesystem transport, made safe for several processes that write and read at once.

Kombu writes a message under the name that readers look for, and a table of queues in place: a reader that is
quick sees half of it, and the worker dies of a JSON error. Here a message gets its name when it is whole, and
the tables have one lock.
"""

import fcntl
import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import Any

from kombu.exceptions import ChannelError
from kombu.transport import TRANSPORT_ALIASES, filesystem
from kombu.utils.encoding import str_to_bytes
from kombu.utils.json import dumps


class Channel(filesystem.Channel):  # type: ignore[misc]
    """Messages appear whole; tables of queues are read and written under one lock."""

    @contextmanager
    def _tables(self) -> Iterator[None]:
        folder = Path(self.control_folder)
        try:
            with (folder / "tables.lock").open("a") as file:
                fcntl.flock(file, fcntl.LOCK_EX)
                yield
        except OSError as error:
            raise ChannelError(f"Cannot lock the tables in {folder}") from error

    def get_table(self, exchange: str) -> Any:
        with self._tables():
            return super().get_table(exchange)

    def _queue_bind(self, *args: Any) -> None:
        with self._tables():
            super()._queue_bind(*args)

    def _delete(self, *args: Any, **kwargs: Any) -> None:
        with self._tables():
            super()._delete(*args, **kwargs)

    def _put(self, queue: str, payload: Any, **_: Any) -> None:
        name = f"{round(monotonic() * 1000)}_{uuid.uuid4()}.{queue}.msg"
        folder = Path(self.data_folder_out)
        # Kombu takes a file for a message of the queue that stands after the first dot: this one has none.
        draft = folder / f"{uuid.uuid4().hex}-being-written"
        try:
            draft.write_bytes(str_to_bytes(dumps(payload)))
            os.replace(draft, folder / name)
        except OSError as error:
            raise ChannelError(f"Cannot add a message to {folder}") from error


class Transport(filesystem.Transport):  # type: ignore[misc]
    """What `filesystem://` means here."""

    Channel = Channel


def use_message_folder() -> None:
    """Make `filesystem://` this transport, for every connection of this process."""
    TRANSPORT_ALIASES["filesystem"] = f"{__name__}:Transport"
