"""The Celery app: named queues and the schedule. What runs is in participation/tasks.py."""

import os
from contextlib import AbstractContextManager
from typing import Any

from celery import Celery
from celery.signals import celeryd_init, setup_logging, task_postrun, task_prerun, worker_init
from django.core.exceptions import ImproperlyConfigured
from kombu import Queue

from audits.request_id import under
from config.mail import require_mail
from config.message_folder import use_message_folder

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

use_message_folder()
app = Celery("plenary")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

QUEUES = ("checks", "maintenance", "reports", "notifications")
app.conf.task_queues = [Queue(name) for name in QUEUES]
app.conf.task_routes = {
    "participation.check_disclosure": {"queue": "checks"},
    "participation.sweep": {"queue": "maintenance"},
    "participation.send_notice": {"queue": "notifications"},
    "participation.sweep_notices": {"queue": "maintenance"},
    "participation.screen_batch": {"queue": "reports"},
    "participation.sweep_batches": {"queue": "maintenance"},
    "participation.check_log": {"queue": "reports"},
    "participation.sweep_self_checks": {"queue": "maintenance"},
    # Beside the mails: both talk to servers elsewhere, which may be slow.
    "audits.anchor": {"queue": "notifications"},
    "audits.sweep_anchors": {"queue": "maintenance"},
    "participation.run_disposal": {"queue": "maintenance"},
    "participation.sweep_disposals": {"queue": "maintenance"},
}

SWEEPS = (
    "participation.sweep",
    "participation.sweep_notices",
    "participation.sweep_batches",
    "participation.sweep_self_checks",
    "participation.sweep_disposals",
    "audits.sweep_anchors",
)


@app.on_after_configure.connect  # type: ignore[misc]
def schedule(sender: Celery, **_: object) -> None:
    """One beat only; a second one is harmless, because a sweep only repeats hints."""
    from django.conf import settings  # settings exist only once the app is configured

    every = float(settings.SWEEP_SECONDS)
    # A sweep that nobody took in time is worth nothing: without workers they must not pile up.
    for task in SWEEPS:
        sender.add_periodic_task(every, sender.signature(task), name=task, expires=every)


@celeryd_init.connect  # type: ignore[misc]
def refuse_without_mail(**_: object) -> None:
    """A worker that could tell nobody does not start; Celery would swallow any other exception here."""
    from django.conf import settings

    try:
        require_mail(settings.MAIL_UNSAID)
    except ImproperlyConfigured as error:
        raise SystemExit(str(error)) from error


@worker_init.connect  # type: ignore[misc]
def refuse_without_triggers(**_: object) -> None:
    """Nor does one on a database that does not refuse what it must, or cannot be asked."""
    from django.db import connections

    from audits.log import require_triggers

    try:
        require_triggers()
    except Exception as error:
        raise SystemExit(f"{type(error).__name__}: {error}") from error
    finally:
        connections.close_all()  # no child may inherit it


@setup_logging.connect  # type: ignore[misc]
def keep_django_logging(**_: object) -> None:
    """Celery would otherwise replace the log lines that the settings describe."""
    from logging.config import dictConfig

    from django.conf import settings

    dictConfig(settings.LOGGING)


_running: dict[str, AbstractContextManager[None]] = {}


@task_prerun.connect  # type: ignore[misc]
def carry_the_id_of_the_task(task_id: str, **_: Any) -> None:
    """A task runs under its own id; where a request caused its row, the row says so and that id stands."""
    _running[task_id] = under(task_id)
    _running[task_id].__enter__()


@task_postrun.connect  # type: ignore[misc]
def lay_down_the_id_of_the_task(task_id: str, **_: Any) -> None:
    if carried := _running.pop(task_id, None):
        carried.__exit__(None, None, None)
