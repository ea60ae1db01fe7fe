"""Many processes write and read the message folder at once, and no message is ever half."""

import subprocess
import sys
from pathlib import Path

import pytest
from kombu import Connection, Exchange, Queue
from kombu.exceptions import ChannelError, OperationalError
from kombu.transport import filesystem

from config.environment import broker
from config.message_folder import Transport

MESSAGES, WRITERS = 200, 3
WRITE = """
import sys
from pathlib import Path
from kombu import Connection, Exchange, Queue
from config.environment import broker
from config.message_folder import Transport
url, options = broker("filesystem://localhost", Path(sys.argv[1]))
queue = Queue("checks", Exchange("checks"), routing_key="checks")
with Connection(url, transport=Transport, transport_options=options) as connection:
    producer = connection.Producer()
    for number in range(int(sys.argv[3])):
        producer.publish({"writer": sys.argv[2], "number": number, "more": "x" * 5000},
                         exchange=queue.exchange, routing_key="checks", declare=[queue])
"""


def test_no_message_is_read_before_it_is_whole(tmp_path: Path) -> None:
    url, options = broker("filesystem://localhost", tmp_path)
    arguments = [sys.executable, "-c", WRITE, str(tmp_path)]
    writers = [subprocess.Popen([*arguments, str(number), str(MESSAGES)]) for number in range(WRITERS)]
    queue, seen = Queue("checks", Exchange("checks"), routing_key="checks"), []

    with Connection(
        url, transport=Transport, transport_options=options | {"polling_interval": 0}
    ) as connection:
        bound = queue(connection.default_channel)
        bound.declare()
        while len(seen) < MESSAGES * WRITERS:
            message = bound.get(no_ack=True)
            if message is not None:
                seen.append((message.payload["writer"], message.payload["number"]))
            elif all(writer.poll() is not None for writer in writers) and not list(
                tmp_path.glob("messages/*.msg")
            ):
                break

    assert [writer.wait() for writer in writers] == [0] * WRITERS
    assert sorted(seen) == sorted((str(w), n) for w in range(WRITERS) for n in range(MESSAGES))


def test_a_folder_that_is_gone_is_a_broker_that_is_down(tmp_path: Path) -> None:
    url, options = broker("filesystem://localhost", tmp_path)
    with Connection(url, transport=Transport, transport_options=options) as connection:
        channel = connection.default_channel
        (tmp_path / "messages").rmdir()

        with pytest.raises((ChannelError, OperationalError)):
            channel._put("checks", {"a": 1})


def test_this_is_what_the_service_uses() -> None:
    from config.celery import app

    with app.connection_for_write() as connection:
        assert isinstance(connection.transport, Transport)
        assert issubclass(Transport, filesystem.Transport)
