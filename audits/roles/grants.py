"""Who may do what to which table: the one list. Pure.

Three roles log in: the application (web, worker, beat), the sequencer, and a reader for the log alone. The
owner cannot log in; the role that migrates is its member.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import astuple, dataclass

SCHEMA = "audit"
# PostgreSQL cuts identifiers at 63 bytes.
_NAME = re.compile(r"[a-z_][a-z0-9_]{0,62}", re.ASCII)

RIGHTS = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER")
READ = {"app": ("SELECT",), "sequencer": ("SELECT",), "reader": ("SELECT",)}
BUSINESS = ("SELECT", "INSERT", "UPDATE", "DELETE")
# The service looks at it to see whether migrations are missing, and changes it never.
MIGRATIONS = "django_migrations"

# Table of the log -> duty -> rights. A right on single columns says so: `UPDATE (key, value)`.
LOG_TABLES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    # Both record events: the sequencer a heartbeat, a change of its key.
    "audits_entry": READ | {"app": ("SELECT", "INSERT"), "sequencer": ("SELECT", "INSERT")},
    # Filled by the entry's trigger, which runs as the owner.
    "audits_pending": READ | {"sequencer": ("SELECT", "DELETE")},
    "audits_leaf": READ | {"sequencer": ("SELECT", "INSERT")},
    "audits_tile": READ | {"sequencer": ("SELECT", "INSERT")},
    "audits_checkpoint": READ | {"sequencer": ("SELECT", "INSERT")},
    # What outsiders said of a head comes in through whichever process asked them.
    "audits_anchor": READ | {"app": ("SELECT", "INSERT"), "sequencer": ("SELECT", "INSERT")},
    # The queue of what is to be handed out: leases and tries, no part of the proof.
    "audits_anchorduty": READ | {"app": ("SELECT", "INSERT", "UPDATE")},
    # Erased by setting both columns null, which is all that the table's trigger lets through.
    "audits_privatevalue": READ
    | {"app": ("SELECT", "INSERT", "UPDATE (key, value)"), "sequencer": ("SELECT", "INSERT")},
    # Marks are made and settled by triggers; the service only tells which still stand.
    "audits_dirty": READ,
}


@dataclass(frozen=True, slots=True)
class Names:
    """The name of the role of each duty."""

    app: str = "app_rw"
    sequencer: str = "audit_seq"
    reader: str = "audit_ro"
    owner: str = "audit_owner"

    def of(self, duty: str) -> str:
        return str(getattr(self, duty))

    @property
    def logins(self) -> tuple[str, str, str]:
        """The roles that processes and people connect as."""
        return (self.app, self.sequencer, self.reader)


def read_names(text: str) -> Names:
    """The names of `app=web,sequencer=seal`; what is not said keeps its default.

    Raises: ValueError for an unknown duty, a name that is not plain, one name for two duties.
    """
    given: dict[str, str] = {}
    for item in filter(None, (part.strip() for part in text.split(","))):
        duty, _, name = (part.strip() for part in item.partition("="))
        if duty not in Names.__slots__:
            raise ValueError(f"{item!r}: the duties are {', '.join(Names.__slots__)}, as in app=app_rw")
        if not _NAME.fullmatch(name) or name in ("public", "postgres") or name.startswith("pg_"):
            raise ValueError(f"{item!r}: a role's name has lower-case letters, digits and _ alone")
        given[duty] = name
    names = Names(**given)
    if len(set(astuple(names))) < len(astuple(names)):
        raise ValueError("each duty needs a role of its own")
    return names


def wanted(names: Names, business: frozenset[str]) -> Iterator[tuple[str, str, str, str | None]]:
    """(table, role, right, column or None) of everything that is granted.

    Takes: `business`, every table of the service that is not one of the log's.
    """
    for table, duties in LOG_TABLES.items():
        for duty, rights in duties.items():
            for right in rights:
                word, _, columns = right.partition(" (")
                for column in columns.rstrip(")").split(", "):
                    yield table, names.of(duty), word, column or None
    for table in business:
        for right in BUSINESS if table != MIGRATIONS else BUSINESS[:1]:
            yield table, names.app, right, None
