"""Make somebody who logs in."""

import getpass
import sys
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import IntegrityError

from participation.access import PEOPLE_ROLES
from participation.states import Role
from participation.workflow.accounts import create_user


class Command(BaseCommand):
    help = (
        "Create a user with a role; the password is asked for, or read from the first line of standard input."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument(
            "--role", action="append", choices=[role.value for role in PEOPLE_ROLES], required=True
        )
        parser.add_argument("--email", default="")
        parser.add_argument("--first-name", default="")
        parser.add_argument("--last-name", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        asked = sys.stdin.isatty()
        password = getpass.getpass("Password: ") if asked else sys.stdin.readline().rstrip("\n")
        try:
            validate_password(password)
            user = create_user(
                username=options["username"],
                password=password,
                roles=frozenset(Role(name) for name in options["role"]),
                email=options["email"],
                first_name=options["first_name"],
                last_name=options["last_name"],
            )
        except ValidationError as error:
            raise CommandError("Password: " + " ".join(error.messages)) from error
        except IntegrityError as error:
            raise CommandError(f"There is a user {options['username']} already.") from error
        self.stdout.write(f"user/{user.pk} {user.username}: {', '.join(sorted(options['role']))}")
