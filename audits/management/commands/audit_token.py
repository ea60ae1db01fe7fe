"""Make a token with which an outsider reads the log as tiles."""

import secrets
from argparse import ArgumentParser
from hashlib import sha256
from typing import Any

from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Make a token for an outsider who reads the log as tiles; nothing is stored."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="who gets it, in small letters: it stands in the log's entries")

    def handle(self, *args: object, name: str, **options: Any) -> None:
        token = secrets.token_urlsafe(32)
        digest = sha256(token.encode()).hexdigest()
        self.stdout.write(
            f"Hand over, by a safe way:    {token}\n"
            f"Add to AUDIT_READ_TOKENS:    {name} {digest}\n"
            f"They read:                   Authorization: Bearer TOKEN, at /log/tlog/checkpoint"
        )
