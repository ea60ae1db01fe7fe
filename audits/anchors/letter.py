"""The newest head by mail, through the service's own mail settings."""

from smtplib import SMTPException, SMTPResponseException
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage

from audits.anchors.outside import AnchorError
from audits.anchors.target import Target
from audits.checkpoint import Checkpoint

TEXT = """\
This is the signed head of the log {origin}: {size} entries.

{note}
Keep this mail. Whoever changes, removes or slips in one of these {size}
entries from now on cannot make the log fit it again.

To check an export of the log against it, save the attached file and run

    python3 verify.pyz bundle EXPORT.zip --policy YOUR-POLICY.txt --held {name}

Nobody needs to answer this mail.
"""


def mailed(target: Target, note: bytes, head: Checkpoint) -> bytes:
    """The note that was mailed, which the mail server has taken. Raises: AnchorError without any address."""
    if not settings.MAIL.is_on:
        raise AnchorError("mail is off: EMAIL_URL is none")
    name = f"checkpoint-{head.size}.txt"
    mail = EmailMessage(
        f"Head of the log {head.origin}: {head.size} entries",
        TEXT.format(origin=head.origin, size=head.size, note=note.decode(), name=name),
        to=[target.address],
        headers={
            # The same head to the same reader is one mail, should it be sent twice.
            "Message-ID": f"<head-{head.root.hex()[:16]}-{head.size}.{target.name}@{_host()}>",
            "Auto-Submitted": "auto-generated",
        },
    )
    # As bytes: a mail program must not change the ends of its lines.
    mail.attach(name, note, "application/octet-stream")
    try:
        mail.send()
    except (SMTPException, OSError, ValueError) as error:
        # Its text may hold an address: the class and the server's code alone are told.
        code = error.smtp_code if isinstance(error, SMTPResponseException) else ""
        raise AnchorError(f"{type(error).__name__} {code}".strip()) from error
    return note


def _host() -> str:
    return urlsplit(settings.PUBLIC_URL).hostname or "localhost"
