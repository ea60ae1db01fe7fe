"""Log lines: a refusal in one line, a fault with its trace."""

import logging
import sys

import pytest

from config.log_lines import RefusalsInOneLine


@pytest.mark.parametrize(("status", "traced"), [(403, False), (400, False), (500, True), (None, True)])
def test_only_faults_keep_their_trace(status: int | None, traced: bool) -> None:
    try:
        raise PermissionError("M. K. logged this disclosure")
    except PermissionError:
        fault = sys.exc_info()
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, "Forbidden: /x/", (), fault)
    if status is not None:
        record.status_code = status

    kept = RefusalsInOneLine().filter(record)

    line = logging.Formatter("%(message)s").format(record)
    assert (kept, "M. K." in line, line.splitlines()[0]) == (True, traced, "Forbidden: /x/")
