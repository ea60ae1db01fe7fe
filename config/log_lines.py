"""What a log line leaves out."""

import logging


class RefusalsInOneLine(logging.Filter):
    """A refused request is told in one line: its exception is for the person, and may name people."""

    def filter(self, record: logging.LogRecord) -> bool:
        if getattr(record, "status_code", 500) < 500:
            record.exc_info = record.exc_text = None
        return True
