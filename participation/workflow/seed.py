"""What every installation starts with: the facts about standards bodies, reason codes, the starter list."""

import tomllib
from importlib import resources
from typing import Any

from django.db import transaction
from django.utils import timezone

from participation import index_cache
from participation.lists.parse.starter import starter_list
from participation.models import ReasonCode
from participation.workflow.bodies import add_body
from participation.workflow.import_list import Imported, import_list
from participation.workflow.journal import SERVICE, enter

REASON_CODES = (
    ("M1", "Name, country and address agree: it is the listed party"),
    ("M2", "Alias and address agree: it is the listed party"),
    ("N1", "Another company with a similar name"),
    ("N2", "Another country, and no other tie to the listed party"),
    ("N3", "Generic words only"),
    ("S1", "Within the standards rule: its conditions were checked by hand"),
    ("S2", "Already published: the evidence is attached"),
    ("L1", "A licence covers it: its number is in the note"),
    ("R1", "Outside the standards rule, and a recipient is listed"),
    ("R2", "Another control applies: embargo, end use, denied person"),
    ("X1", "Other: the note says why"),
)


def package_file(folder: str, name: str) -> bytes:
    """The bytes of a file that ships with the package."""
    return resources.files("participation").joinpath(folder, name).read_bytes()


def _jsonable(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _jsonable(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_jsonable(one) for one in value]
    return value if isinstance(value, str | int | bool) else value.isoformat()


@transaction.atomic
def seed_bodies() -> int:
    """How many bodies are new. What is not in the file is unknown, and stays so."""
    made = 0
    for facts in tomllib.loads(package_file("bodies", "bodies.toml").decode())["body"]:
        _, new = add_body(
            slug=facts["slug"],
            name=facts["name"]["value"],
            full_name=facts.get("full_name", {}).get("value", ""),
            facts=_jsonable(facts),
        )
        made += new
    return made


@transaction.atomic
def seed_reason_codes() -> int:
    """How many codes are new; an administrator's changes stay."""
    at, made = timezone.now(), 0
    for code, text in REASON_CODES:
        row, new = ReasonCode.objects.get_or_create(code=code, defaults={"text": text})
        if new:
            enter("setting.changed", row, by=SERVICE, at=at)
            made += 1
    return made


def seed_starter_list() -> Imported | None:
    """The shipped list put in force, where no list was; else None."""
    if index_cache.snapshot_in_force() is not None:
        return None
    content = package_file("lists/starter", "entity_list.toml")
    parsed = starter_list()
    return import_list(content, parsed, source="starter", title="Starter list (part of the Entity List)")
