"""People: those who use Plenary, and those who were in a room."""

from django.contrib.auth.models import AbstractUser
from django.db import models


class User(AbstractUser):
    """Somebody who logs in. Roles are Django groups; see access.py."""

    time_zone = models.CharField(max_length=64, default="UTC")
    language = models.CharField(max_length=16, default="en")

    @property
    def initials(self) -> str:
        """ "J. T." where names are known, else the log-in name."""
        letters = [name.strip()[0] + "." for name in (self.first_name, self.last_name) if name.strip()]
        return " ".join(letters) or self.username


class Person(models.Model):
    """One row per e-mail address, or per confirmation by a person; never merged by name."""

    name = models.CharField(max_length=300, blank=True)
    email = models.EmailField(null=True, blank=True, unique=True)

    def __str__(self) -> str:
        return f"person/{self.pk}"
