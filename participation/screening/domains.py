"""Whose mail domain it is, by a shipped dated table. What the table does not hold says nothing."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Literal

Seen = Literal["register", "memory"]


@dataclass(frozen=True, slots=True)
class MailOwner:
    """An organisation with its mail domains. `names` begins with the one that is screened."""

    names: tuple[str, ...]
    country: str
    domains: tuple[str, ...]
    seen: Seen

    @property
    def name(self) -> str:
        return self.names[0]


@cache
def mail_owners() -> tuple[MailOwner, ...]:
    """Every organisation of the table, in its order."""
    text = resources.files("participation.screening").joinpath("domains.toml").read_text(encoding="utf-8")
    return tuple(
        MailOwner(tuple(row["names"]), row["country"], tuple(row["domains"]), row["seen"])
        for row in tomllib.loads(text)["organisation"]
    )


@cache
def _by_domain() -> Mapping[str, MailOwner]:
    return MappingProxyType({domain: owner for owner in mail_owners() for domain in owner.domains})


def owner_of(address: str) -> tuple[str, MailOwner] | None:
    """The domain of the table that a mail address lies in, and whose it is; None where nobody knows.

    "x@eu.huawei.com" lies in "huawei.com", "x@nothuawei.com" does not.
    """
    labels = address.rpartition("@")[2].strip().rstrip(".").casefold().split(".")
    for start in range(len(labels)):
        domain = ".".join(labels[start:])
        if owner := _by_domain().get(domain):
            return domain, owner
    return None
