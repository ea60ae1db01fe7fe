"""What a log line leaves out, and the id that leads from it to the entries of the same request."""

import logging

from audits.request_id import current


class RefusalsInOneLine(logging.Filter):
    """A refused request is told in one line: its exception is for the person, and may name people."""

    def filter(self, record: logging.LogRecord) -> bool:
        if getattr(record, "status_code", 500) < 500:
            record.exc_info = record.exc_text = None
        return True


class WithRequestId(logging.Filter):
    """`request_id`: the request or task that the line belongs to, or a hyphen."""

    def filter(self, record: logging.LogRecord) -> bool:
        # Django tells of a refusal when the request is over; then the request itself still knows.
        request = getattr(record, "request", None)
        record.request_id = current() or getattr(request, "request_id", None) or "-"
        return True
